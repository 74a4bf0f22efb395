import type { Snapshot, Token } from './model.ts'
import type { Sent } from './money.ts'

const SNAPSHOT = 'fra-noi wallet'
const TOKENS = 'fra-noi wallet codes'
const UNNAMED = 'fra-noi wallet said'
const SENT = 'fra-noi wallet sent'
const LANGUAGE = 'fra-noi wallet language'
/** Of so many things said without a name the answers are asked for: the newest. */
const UNNAMED_MOST = 20

/** A place to keep texts that may be full, forbidden or in disorder: then the wallet works, with network only. */
function read<Kept>(name: string, nothing: Kept): Kept {
  try {
    const text = localStorage.getItem(name)
    return text === null ? nothing : (JSON.parse(text) as Kept)
  } catch {
    return nothing
  }
}

function write(name: string, kept: unknown): void {
  try {
    localStorage.setItem(name, JSON.stringify(kept))
  } catch {
    // Without a place to keep it, it is asked for the next time.
  }
}

export const readSnapshot = () => read<Snapshot | undefined>(SNAPSHOT, undefined)
export const keepSnapshot = (snapshot: Snapshot) => write(SNAPSHOT, snapshot)

export type KeptTokens = Readonly<Record<string, readonly Token[]>>

export const readTokens = () => read<KeptTokens>(TOKENS, {})
export const keepTokens = (tokens: KeptTokens) => write(TOKENS, tokens)

/** Takes a spare token out for good: what was shown once is not shown again. */
export function takeToken(voucherId: string, now: number): Token | undefined {
  const kept = readTokens()
  const good = (kept[voucherId] ?? []).filter(({ expiresAt }) => Date.parse(expiresAt) > now)
  const [first, ...rest] = good
  keepTokens({ ...kept, [voucherId]: rest })
  return first
}

export const readUnnamed = () => read<readonly string[]>(UNNAMED, [])
export function keepUnnamed(id: string): void {
  write(UNNAMED, [id, ...readUnnamed()].slice(0, UNNAMED_MOST))
}

/** What is to be paid, from before it is sent until it is answered: a page that is opened again knows of it. */
export const readSent = () => read<Sent | undefined>(SENT, undefined)
export const keepSent = (sent: Sent) => write(SENT, sent)
export const dropSent = () => drop(SENT)

export const readLanguage = () => read<string | undefined>(LANGUAGE, undefined)
export const keepLanguage = (language: string) => write(LANGUAGE, language)

/** Forgets all but the language: the wallet was taken back, or is somebody else's now. */
export function forget(): void {
  for (const name of [SNAPSHOT, TOKENS, UNNAMED, SENT]) drop(name)
}

function drop(name: string): void {
  try {
    localStorage.removeItem(name)
  } catch {
    // Where nothing can be kept there is nothing to forget.
  }
}
