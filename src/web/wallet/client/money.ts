import type { PaymentStatus } from '../../../currency/core/payment.ts'
import type { Party } from '../../../currency/core/rules.ts'
import type { RequestState } from '../../../currency/core/till.ts'
import { type Day, daysBetween } from '../../../kernel/days.ts'
import { callApi, itemsOf, type Reply, textOf } from '../../client/api.ts'
import type { MoneyTexts } from '../../messages/wallet-money.ts'

// What the API answers to the wallet about the currency, as this page uses it.

export interface Money {
  /** Of the instrument. */
  readonly id: string
  readonly name: string
  readonly unit: string
  readonly balance: string
  readonly isStopped: boolean
  readonly isDiscount: boolean
  readonly pays: readonly Party[]
  readonly isPaidBy: readonly Party[]
  readonly holding: {
    readonly kind: 'none' | 'yearly' | 'daily' | 'stamp'
    readonly lost: string
    readonly freeDays: number
    readonly every: 'month' | 'quarter' | 'half_year' | 'year' | null
    readonly goesTo: 'fund' | 'issuer'
  }
  readonly takenSince: Taken
  readonly takenInAll: Taken
  readonly limits: Readonly<Record<keyof MoneyTexts['limit'], string | null>>
  readonly fetchable: { readonly amount: string } | null
  readonly expiresNext: { readonly amount: string; readonly on: string } | null
}

interface Taken {
  readonly demurrage: string
  readonly expired: string
}

export interface Other {
  readonly party: Party
  readonly id: string
  readonly name: string | null
}

export interface Asked {
  readonly id: string
  readonly code: string
  readonly address: string
  readonly amount: string | null
  readonly note: string | null
  readonly state: 'standing' | RequestState
}

/** What somebody else asks for. */
export interface Seen extends Asked {
  readonly instrumentId: string
  readonly name: string
  readonly unit: string
  readonly payee: Other
}

export interface Line {
  readonly code: number
  readonly amount: string
  readonly balance: string
  readonly recordedAt: string
  readonly payment: {
    readonly id: string
    readonly kind: string
    readonly amount: string
    readonly refunded: string
    readonly reason: string | null
  } | null
  readonly other: Other | null
}

export interface Regular {
  readonly id: string
  readonly payee: Other
  readonly amount: string
  readonly cadence: 'weekly' | 'monthly'
  readonly nextOn: string | null
  readonly last: { readonly day: string; readonly status: PaymentStatus } | null
}

/** What was done: the answer, a sentence that says why not, or nobody knows. */
export type Done<Answer> =
  | { readonly kind: 'done'; readonly answer: Answer }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'unknown' }

export interface Paid {
  readonly status: PaymentStatus
  readonly amount: string
  readonly fee: string
}

/** What somebody consented to pay, once or again and again. It never changes: sent again, it is the very same. */
export type Sent =
  | { readonly kind: 'pay'; readonly id: string; readonly seen: Seen; readonly amount: string }
  | { readonly kind: 'regular'; readonly seen: Seen; readonly order: WholeOrder }

/** Before every day that somebody chooses. */
const MONDAY = '2024-01-01' as Day

const at = (instrumentId: string, what: string) =>
  `/wallet/currencies/${encodeURIComponent(instrumentId)}/${what}`

export async function readAsked(code: string): Promise<Done<Seen>> {
  return done(await callApi({ path: `/wallet/currency-requests/${encodeURIComponent(code)}` }))
}

export async function payAsked(
  id: string,
  { instrumentId, code }: Seen,
  amount: string,
): Promise<Done<Paid>> {
  return done(await callApi({ path: at(instrumentId, 'payments'), body: { id, code, amount } }))
}

/** Whether a payment was made; `undefined` where nobody says. Only the newest lines are looked through. */
export async function wasPaid({
  id,
  seen,
}: Extract<Sent, { kind: 'pay' }>): Promise<boolean | undefined> {
  const page = await readLines(seen.instrumentId)
  return page?.lines.some(({ payment }) => payment?.id === id)
}

export async function ask(id: string, instrumentId: string, amount: string): Promise<Done<Asked>> {
  return done(await callApi({ path: at(instrumentId, 'requests'), body: { id, amount } }))
}

export async function withdraw({ id }: Asked): Promise<Done<Asked>> {
  const path = `/wallet/currency-requests/${id}/withdraw`
  return done(await callApi({ path, method: 'POST' }))
}

export async function readSign(instrumentId: string): Promise<Done<Asked>> {
  return done(await callApi({ path: at(instrumentId, 'sign') }))
}

export async function freshCode(
  instrumentId: string,
): Promise<Done<{ readonly code: string; readonly address: string }>> {
  const path = at(instrumentId, 'codes')
  return done(await callApi({ path, method: 'POST', timeoutMs: 5_000 }))
}

/** A page of a statement, and where the next one begins. */
export async function readLines(
  instrumentId: string,
  cursor?: string,
): Promise<{ readonly lines: readonly Line[]; readonly next: string | undefined } | undefined> {
  const more = cursor === undefined ? '' : `&cursor=${cursor}`
  const reply = await callApi({ path: at(instrumentId, `statement?limit=20${more}`) })
  if (reply.kind !== 'answered') return undefined
  return { lines: itemsOf(reply.body) as readonly Line[], next: textOf(reply.body, 'nextCursor') }
}

export async function giveBack(
  id: string,
  paymentId: string,
  amount: string,
  reason: string,
): Promise<Done<Paid>> {
  const path = `/wallet/currency-payments/${paymentId}/refunds`
  return done(await callApi({ path, body: { id, amount, reason } }))
}

export async function fetchOwn(instrumentId: string): Promise<boolean> {
  return (await callApi({ path: at(instrumentId, 'fetch'), method: 'POST' })).kind === 'answered'
}

export async function readRegular(instrumentId: string): Promise<readonly Regular[] | undefined> {
  const reply = await callApi({ path: at(instrumentId, 'schedules') })
  return reply.kind === 'answered' ? (itemsOf(reply.body) as readonly Regular[]) : undefined
}

/** What is to be paid again and again. Its days follow from the first one. */
export interface RegularOrder {
  readonly id: string
  readonly code: string
  readonly amount: string
  readonly cadence: Regular['cadence']
  readonly fromDay: Day
  readonly untilDay: Day
}

export type WholeOrder = RegularOrder & { readonly dueDay: number }

/**
 * The day of the week or of the month that a first day stands for, as the API counts them.
 *
 * @returns `undefined` for the last days of a month, which not every month has
 * @example dueDayOf('weekly', '2026-06-06') // 6, a Saturday
 */
export function dueDayOf(cadence: Regular['cadence'], first: Day): number | undefined {
  if (cadence === 'weekly') return (daysBetween(MONDAY, first) % 7) + 1
  const dayOfMonth = Number(first.slice(-2))
  return dayOfMonth <= 28 ? dayOfMonth : undefined
}

export async function makeRegular(instrumentId: string, order: WholeOrder): Promise<Done<Regular>> {
  return done(await callApi({ path: at(instrumentId, 'schedules'), body: order }))
}

export async function endRegular(instrumentId: string, id: string): Promise<void> {
  await callApi({ path: at(instrumentId, `schedules/${id}`), method: 'DELETE' })
}

/** How a code that was scanned becomes one to be looked up; `undefined` where it asks for no payment. */
export function codeIn(text: string): string | undefined {
  const [, code] = /^https?:\/\/[^/]+\/R\/([0-9A-Z]{12})$/i.exec(text.trim()) ?? []
  return code
}

export function sentenceOf(refusal: string, { refusals }: MoneyTexts): string {
  return refusal in refusals ? refusals[refusal as keyof typeof refusals] : refusals.other
}

/** How whoever is on the other side is called. */
export function nameOf({ party, id, name }: Other, texts: MoneyTexts): string {
  if (party === 'partner') return name ?? id
  return party === 'programme' ? texts.programme : `${texts[party]} ${id}`
}

function done<Answer>(reply: Reply): Done<Answer> {
  switch (reply.kind) {
    case 'answered':
      return { kind: 'done', answer: reply.body as Answer }
    case 'refused':
      return { kind: 'refused', code: reply.code }
    case 'unknown':
      return { kind: 'unknown' }
  }
}
