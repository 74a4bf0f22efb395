import { STATEMENT_STATUSES, type StatementStatus } from '../../../vouchers/core/redeem.ts'
import { propertyOf, textOf } from '../../client/api.ts'
import { pause } from '../../client/runtime.ts'
import { callAsTerminal, type DeviceKey, digestOf } from './device.ts'
import type { Chain, Statement } from './statement.ts'

/** The service's answer, for good. */
export interface Answer {
  readonly id: string
  readonly status: StatementStatus
  readonly amount: string
  /** What is left on the voucher, in digits; nothing where the voucher is not known. */
  readonly remaining?: string
  /** What a cap left to be spent, where it was reached. */
  readonly capLeft?: string
  /** How many tries of the PIN are left, where it was wrong. */
  readonly triesLeft?: number
  readonly recordedAt?: string
}

/**
 * How asking ended. `unpaired`: this terminal was ended; nothing is known about the redemption beyond that. `conflict`:
 * it did not fit the chain, and nothing moved.
 */
export type Settled =
  | { readonly kind: 'answered'; readonly answer: Answer; readonly chain?: Chain }
  | { readonly kind: 'conflict'; readonly chain?: Chain }
  | Refused
  | Unpaired

/** A problem that stays one. */
export interface Refused {
  readonly kind: 'refused'
  readonly code: string
}

export interface Unpaired {
  readonly kind: 'unpaired'
  readonly tries: number
}

/** How to ask. */
export interface Asking {
  readonly key: DeviceKey
  /** What the person typed; it goes along and is kept nowhere. */
  readonly pin?: string | undefined
  /** Called when no answer came in time, once or more. */
  readonly onUnknown: () => void
  /** Gives a signal that fires when it is worth asking at once. */
  readonly nudge: () => AbortSignal
}

/** So long a cashier looks at "asking"; after it the screen is amber. */
const PATIENCE_MS = 4_000
const WAITS_MS = [1_000, 2_000, 4_000, 8_000, 15_000]

/** Sends the very same statement until the service answers; meanwhile nothing is assumed. */
export async function settle(asking: Asking & { readonly statement: Statement }): Promise<Settled> {
  const { statement } = asking
  const digest = await digestOf(statement.compact)
  return insist(asking, {
    ...{ path: '/statements', body: { statement: statement.compact } },
    read: (value, tries) => readSettled(value, statement, digest, tries),
  })
}

/**
 * Sends the very same request until it is answered or refused for good.
 *
 * @param call `read` gives `undefined` for what is no answer to this request
 */
export async function insist<Found>(
  { key, pin, onUnknown, nudge }: Asking,
  call: {
    readonly path: string
    readonly body: object
    read(value: unknown, tries: number): Found | undefined
  },
): Promise<Found | Refused | Unpaired> {
  const { path, read } = call
  const body = { ...call.body, ...(pin === undefined ? {} : { pin }) }
  const impatient = setTimeout(onUnknown, PATIENCE_MS)
  try {
    for (let tries = 1; ; tries++) {
      // Whoever wants to ask at once while a try is on its way wants it after that one too.
      const nudged = nudge()
      const reply = await callAsTerminal(key, { path, body })
      if (reply.kind === 'answered') {
        const found = read(reply.body, tries)
        if (found !== undefined) return found
      }
      if (reply.kind === 'refused') {
        const isUnpaired = reply.status === 401 || reply.status === 403
        return isUnpaired ? { kind: 'unpaired', tries } : { kind: 'refused', code: reply.code }
      }
      onUnknown()
      await pause(waitMs(tries), nudged)
    }
  } finally {
    clearTimeout(impatient)
  }
}

/** How long to wait before asking once more, after so many tries. */
export function waitMs(tries: number): number {
  return WAITS_MS[Math.min(tries, WAITS_MS.length) - 1] ?? 0
}

/** Reads a redemption as the API gives it; `undefined` where it is none (a Wi-Fi portal's page, say). */
export function readAnswer(value: unknown): Answer | undefined {
  const id = textOf(value, 'id')
  const amount = textOf(value, 'amount')
  const remaining = textOf(value, 'remaining')
  const capLeft = textOf(value, 'capLeft')
  const triesLeft = propertyOf(value, 'triesLeft')
  const recordedAt = textOf(value, 'recordedAt')
  const status = STATEMENT_STATUSES.find((known) => known === propertyOf(value, 'status'))
  if (id === undefined || amount === undefined || status === undefined) return undefined
  return {
    id,
    status,
    amount,
    ...(remaining === undefined ? {} : { remaining }),
    ...(capLeft === undefined ? {} : { capLeft }),
    ...(typeof triesLeft === 'number' ? { triesLeft } : {}),
    ...(recordedAt === undefined ? {} : { recordedAt }),
  }
}

/** The answer to this very statement; `undefined` where it is to something else, or by somebody else. */
function readSettled(
  value: unknown,
  statement: Statement,
  digest: string,
  tries: number,
): Settled | undefined {
  if (textOf(value, 'digest') !== digest) return undefined
  const chain = readChain(propertyOf(value, 'chain'), propertyOf(value, 'treeHead'))
  const known = chain === undefined ? {} : { chain }
  const status = textOf(value, 'status')
  if (status === 'terminal_unknown') return { kind: 'unpaired', tries }
  if (status === 'statement_conflict') return { kind: 'conflict', ...known }
  const answer = readAnswer(propertyOf(value, 'redemption'))
  if (answer === undefined || answer.id !== statement.id || answer.status !== status) {
    return undefined
  }
  return { kind: 'answered', answer, ...known }
}

/** Where a chain ends, as the API tells it; `undefined` where it does not. */
export function readChain(value: unknown, treeHead: unknown): Chain | undefined {
  const seq = propertyOf(value, 'seq')
  const head = textOf(value, 'head')
  if (typeof seq !== 'number' || head === undefined) return undefined
  const size = textOf(treeHead, 'size')
  const root = textOf(treeHead, 'root')
  if (size === undefined || !/^\d{1,18}$/.test(size) || root === undefined) return { seq, head }
  return { seq, head, seen: { size, root } }
}
