import { isFromDigest, parseUuid, UUID_MAX, UUID_ZERO, type Uuid } from '../../kernel/ids.ts'
import { MINOR_MAX, type Minor, parseMinor, parseUnit, type Unit } from '../../kernel/money.ts'

/** The `typ` of a till's statement. */
export const STATEMENT_TYPE = 'fra-noi-statement+jwt'
/** The longest statement that is read, in characters. */
export const STATEMENT_LENGTH_MAX = 12_000
/** So many lines a statement may have. */
export const STATEMENT_LINES_MAX = 20

const QR_TEXT_MAX = 4296
const TYPED_CODE_MAX = 64
const SEQ_MAX = 2 ** 31 - 1

/** What was paid for in one category. */
export interface StatementLine {
  readonly category: string
  readonly amount: Minor
}

/** A signed head of the tree of the books: how many transfers it covers, and its root (32 bytes, base64url). */
export interface SeenHead {
  readonly size: bigint
  readonly root: string
}

/** What a terminal says and signs about one purchase. */
export interface Statement {
  /** Also the id of the redemption and of its transfer. */
  readonly id: Uuid
  readonly terminal: Uuid
  /** Its place in the terminal's chain: 1, 2, 3, … */
  readonly seq: number
  /** SHA-256 (base64url) of the statement before it; of the empty text for the first. */
  readonly prev: string
  /** The till's clock: evidence, and nothing is decided by it. */
  readonly at: Date
  readonly shown: { readonly kind: 'qr' | 'typedCode'; readonly text: string }
  readonly unit: Unit
  /** Each category once; their sum is what is redeemed. */
  readonly lines: readonly StatementLine[]
  /** The sum of the lines. */
  readonly amount: Minor
  /** What was paid in cash beside it. */
  readonly cash: Minor
  /** The last tree head that the till has seen. */
  readonly head: SeenHead | null
}

/** A statement that was read, with what its signature has to be checked against. */
export interface ReadStatement {
  readonly kid: string
  /** The header and the payload as they were sent: what was signed. */
  readonly signed: string
  /** 64 bytes: r and s. */
  readonly signature: Uint8Array
  readonly statement: Statement
}

/** What is wrong with a text that should be a statement, as it completes "the statement …". */
export interface StatementFault {
  readonly fault: string
}

const THUMBPRINT = /^[A-Za-z0-9_-]{43}$/
/** A category as the programme names it, such as `food` or `housing goods`: one line, no space at its ends. */
const CATEGORY = /^(?=\S)[^\p{C}\p{Zl}\p{Zp}]{1,40}(?<=\S)$/u
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/
/** The last character of a signature has four bits to spare: with any of them set the same bytes had another text. */
const COMPACT = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{85}[AQgw])$/

/**
 * Reads a statement: a compact JWS whose header and claims are just those that docs/reference/statement.md names.
 * Who signed it is still open. Whatever the text is, it does not throw.
 */
export function readStatement(text: string): ReadStatement | StatementFault {
  if (text.length > STATEMENT_LENGTH_MAX) return { fault: 'is too long' }
  const [, header = '', payload = '', signature = ''] = COMPACT.exec(text) ?? []
  if (header === '') return { fault: 'is not a compact JWS' }
  const kid = kidOf(decoded(header))
  if (kid === undefined)
    return { fault: `wants a header of alg ES256, typ ${STATEMENT_TYPE} and kid` }
  const claims = decoded(payload)
  if (claims === undefined) return { fault: 'wants a JSON object as its payload' }
  const statement = statementOf(claims)
  if ('fault' in statement) return statement
  return { kid, signed: `${header}.${payload}`, signature: bytesOf(signature), statement }
}

type Claims = Readonly<Record<string, unknown>>

function kidOf(header: Claims | undefined): string | undefined {
  if (header === undefined || !hasOnly(header, ['alg', 'typ', 'kid'])) return undefined
  const { alg, typ, kid } = header
  const isOurs = alg === 'ES256' && typ === STATEMENT_TYPE
  return isOurs && typeof kid === 'string' && THUMBPRINT.test(kid) ? kid : undefined
}

const CLAIMS = [
  'id',
  'terminal',
  'seq',
  'prev',
  'at',
  'shown',
  'unit',
  'lines',
  'cash',
  'head',
] as const

function statementOf(claims: Claims): Statement | StatementFault {
  if (!hasOnly(claims, CLAIMS)) return { fault: `wants just the claims ${CLAIMS.join(', ')}` }
  const id = newIdOf(claims.id)
  const terminal = uuidOf(claims.terminal)
  if (id === undefined || terminal === undefined) return { fault: 'wants UUIDs in id and terminal' }
  const { seq, prev } = claims
  if (typeof seq !== 'number' || !Number.isInteger(seq) || seq < 1 || seq > SEQ_MAX) {
    return { fault: 'wants a number from 1 up in seq' }
  }
  if (typeof prev !== 'string' || !THUMBPRINT.test(prev)) return { fault: 'wants a hash in prev' }
  const at = instantOf(claims.at)
  if (at === undefined) return { fault: 'wants an instant with milliseconds in at' }
  const shown = shownOf(claims.shown)
  if (shown === undefined) return { fault: 'wants a kind and a text in shown' }
  const unit = typeof claims.unit === 'string' ? parseUnit(claims.unit) : undefined
  if (unit === undefined) return { fault: 'wants a unit' }
  const lines = linesOf(claims.lines)
  if (lines === undefined) {
    return { fault: `wants 1 to ${STATEMENT_LINES_MAX} lines, of one category and an amount each` }
  }
  const amount = lines.reduce((sum, line) => sum + line.amount, 0n)
  const cash = typeof claims.cash === 'string' ? parseMinor(claims.cash) : undefined
  if (cash === undefined || amount + cash > MINOR_MAX) {
    return { fault: 'wants amounts that can be added up' }
  }
  const head = headOf(claims.head)
  if (head === undefined) return { fault: 'wants a size and a root in head, or null' }
  return { id, terminal, seq, prev, at, shown, unit, lines, amount, cash, head }
}

function linesOf(value: unknown): readonly StatementLine[] | undefined {
  if (!Array.isArray(value) || value.length < 1 || value.length > STATEMENT_LINES_MAX) return
  const lines: StatementLine[] = []
  for (const line of value as readonly unknown[]) {
    if (!isObject(line) || !hasOnly(line, ['category', 'amount'])) return undefined
    const { category, amount: text } = line
    const amount = typeof text === 'string' ? parseMinor(text) : undefined
    if (typeof category !== 'string' || !CATEGORY.test(category)) return undefined
    if (amount === undefined || amount === 0n) return undefined
    if (lines.some((known) => known.category === category)) return undefined
    lines.push({ category, amount })
  }
  return lines
}

function shownOf(value: unknown): Statement['shown'] | undefined {
  if (!isObject(value) || !hasOnly(value, ['kind', 'text'])) return undefined
  const { kind, text } = value
  if (typeof text !== 'string' || text.length === 0) return undefined
  if (kind === 'qr') return text.length <= QR_TEXT_MAX ? { kind, text } : undefined
  return kind === 'typedCode' && text.length <= TYPED_CODE_MAX ? { kind, text } : undefined
}

function headOf(value: unknown): Statement['head'] | undefined {
  if (value === null) return null
  if (!isObject(value) || !hasOnly(value, ['size', 'root'])) return undefined
  const { size: text, root } = value
  const size = typeof text === 'string' ? parseMinor(text) : undefined
  if (size === undefined || typeof root !== 'string' || !THUMBPRINT.test(root)) return undefined
  return { size, root }
}

function instantOf(value: unknown): Date | undefined {
  if (typeof value !== 'string' || !INSTANT.test(value)) return undefined
  const at = new Date(value)
  return !Number.isNaN(at.getTime()) && at.toISOString() === value ? at : undefined
}

function uuidOf(value: unknown): Uuid | undefined {
  const id = typeof value === 'string' ? parseUuid(value) : undefined
  return id === value ? id : undefined
}

/** The id of something new: the service keeps those of version 8 and two others for itself. */
function newIdOf(value: unknown): Uuid | undefined {
  const id = uuidOf(value)
  if (id === undefined || isFromDigest(id) || id === UUID_ZERO || id === UUID_MAX) return undefined
  return id
}

/** A JSON object in base64url, in which no name is told twice. */
function decoded(text: string): Claims | undefined {
  try {
    const json = UTF8.decode(bytesOf(text))
    const value: unknown = JSON.parse(json)
    // Written again it is the same: so there is one way only to say a thing, and no name is there twice.
    return isObject(value) && JSON.stringify(value) === json ? value : undefined
  } catch {
    return undefined
  }
}

/** The bytes of a text in base64url. Throws where it is none. */
function bytesOf(text: string): Uint8Array {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  const bytes = new Uint8Array(binary.length)
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at)
  return bytes
}

function isObject(value: unknown): value is Claims {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function hasOnly(value: Claims, names: readonly string[]): boolean {
  const has = Object.keys(value)
  return has.length === names.length && has.every((name) => names.includes(name))
}
