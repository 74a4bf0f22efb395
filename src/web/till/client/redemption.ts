import { REDEMPTION_STATUSES, type RedemptionStatus } from '../../../vouchers/core/redeem.ts'
import { callApi, propertyOf, textOf } from '../../client/api.ts'
import { pause } from '../../client/runtime.ts'
import type { Presented } from './typing.ts'

/** What the till asks for. Once sent it never changes: asking again is asking for the very same thing. */
export interface Statement {
  /** The redemption's id, made here, so that it is charged once however often it is sent. */
  readonly id: string
  readonly presented: Presented
  /** Minor units, in digits. */
  readonly amount: string
  /** Only a key of the same partner may ask again. */
  readonly partnerId: string
}

/** The service's answer, for good. */
export interface Answer {
  readonly id: string
  readonly status: RedemptionStatus
  readonly amount: string
  /** What is left on the voucher, in digits; nothing where the voucher is not known. */
  readonly remaining?: string
  readonly recordedAt?: string
}

/** How asking ended. `key`: the key was refused, and nothing is known about the redemption beyond that. */
export type Settled =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'refused'; readonly title: string }
  | { readonly kind: 'key'; readonly tries: number }

/** So long a cashier looks at "asking"; after it the screen is amber. */
const PATIENCE_MS = 4_000
const WAITS_MS = [1_000, 2_000, 4_000, 8_000, 15_000]

/**
 * Asks until the service answers; meanwhile nothing is assumed.
 *
 * @param onUnknown called when no answer came in time, once or more
 * @param nudge gives a signal that fires when it is worth asking at once
 */
export async function settle(
  key: string,
  statement: Statement,
  onUnknown: () => void,
  nudge: () => AbortSignal,
): Promise<Settled> {
  const { id, amount, presented } = statement
  const impatient = setTimeout(onUnknown, PATIENCE_MS)
  try {
    for (let tries = 1; ; tries++) {
      // Whoever wants to ask at once while a try is on its way wants it after that one too.
      const nudged = nudge()
      const reply = await callApi({ key, path: '/redemptions', body: { id, amount, ...presented } })
      if (reply.kind === 'answered') {
        const answer = readAnswer(reply.body)
        if (answer?.id === id) return { kind: 'answered', answer }
      }
      if (reply.kind === 'refused') {
        const isKey = reply.status === 401 || reply.status === 403
        return isKey ? { kind: 'key', tries } : { kind: 'refused', title: reply.title }
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
  const recordedAt = textOf(value, 'recordedAt')
  const status = REDEMPTION_STATUSES.find((known) => known === propertyOf(value, 'status'))
  if (id === undefined || amount === undefined || status === undefined) return undefined
  return {
    id,
    status,
    amount,
    ...(remaining === undefined ? {} : { remaining }),
    ...(recordedAt === undefined ? {} : { recordedAt }),
  }
}
