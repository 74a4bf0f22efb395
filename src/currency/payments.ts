import { hash } from 'node:crypto'
import type { Principal } from '../access/core/principal.ts'
import type { Database } from '../db/client.ts'
import { assert } from '../kernel/assert.ts'
import { type Day, romeDay } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import { settle } from '../kernel/settling.ts'
import { TRANSFER_CODES } from '../ledger/core/chart.ts'
import type { CompanionWrite } from '../ledger/service.ts'
import type { Channel, Move, Purse } from './core/deed.ts'
import { isUsable, rulesOn } from './core/instrument.ts'
import {
  decidePayment,
  type PaymentDecision,
  type PaymentStatus,
  type Side,
} from './core/payment.ts'
import { fundPurseOf, readPursesOf } from './opening.ts'
import { insertDeclined, type PaymentRow, type SpentRow, selectPayments } from './payment-store.ts'
import { boundsOf, type NotPosted, type PostingDeps, postDeed } from './posting.ts'
import { selectSpent } from './store.ts'
import type { Turns } from './turns.ts'

export interface PaymentDeps extends PostingDeps {
  readonly db: Database
  readonly turns: Turns
}

/** That a wallet pays another. */
export interface PayRequest {
  /** The caller's. The same again gets the same answer. */
  readonly id: Uuid
  readonly payerId: Uuid
  readonly payeeId: Uuid
  readonly amount: Minor
  readonly channel: Channel
  /** Who asks; `null` where a day had come. */
  readonly actor: Pick<Principal, 'id'> | null
  /** Needed on behalf of somebody. */
  readonly reason?: string
  /** What tells the same request from another, where the caller was asked for something else than these wallets. */
  readonly digest?: string
  /** Rows for the same commit, such as that a code was used. A constraint they break is thrown. */
  readonly beside?: (payment: PaymentRow) => CompanionWrite
}

/** That a payment comes back, whole or in part. */
export interface RefundRequest {
  readonly id: Uuid
  readonly paymentId: Uuid
  readonly amount: Minor
  readonly actor: Pick<Principal, 'id'>
  readonly reason: string
  /** `wallet` where nothing is said: whoever was paid gives it back. */
  readonly channel?: Channel
  /** Rows for the same commit. */
  readonly beside?: CompanionWrite
}

/**
 * Pays, or says why not: either answer is written down and stays the answer of its id.
 *
 * @throws DomainError `currency_wallet_not_found`, `currency_payment_conflict`, `currency_busy`
 */
export async function pay(deps: PaymentDeps, request: PayRequest): Promise<PaymentRow> {
  const { id, payerId, payeeId, amount, channel } = request
  const digest =
    request.digest ?? digestOf(['payment', payerId, payeeId, amount, channel, request.reason])
  return inTurn(deps, [payerId, payeeId], async (last) => {
    const answered = await answeredBefore(deps.db, id, digest)
    if (answered !== undefined) return answered
    const day = romeDay(deps.runtime.now())
    const purses = await readPursesOf(deps.db, [payerId, payeeId], day)
    const payer = purseIn(purses, payerId)
    const payee = purseIn(purses, payeeId)
    const decision = await decide(deps, { payer, payee, amount })
    const row = rowOf(request, { payer, payee, digest, decision })
    if (decision.status !== 'paid') return decline(deps, { ...row, day })
    // What was decided as paid, and refused again and again by the commit, is a matter of what stands then.
    if (last === 'exceeds_reserve') return decline(deps, { ...row, day, status: last })
    return postDeed(deps, {
      day,
      moves: await paymentMoves(deps, { payer, payee, amount, fee: decision.fee }),
      payments: [row],
      spent: spentOf(payer, amount),
      beside: (decided) => request.beside?.({ ...row, day, recordedAt: decided.recordedAt }),
    })
  })
}

/**
 * Gives back what was paid, as far as it was not yet. Limits do not count, and what was kept as a fee stays: whoever was
 * paid gives back all of it.
 *
 * @throws DomainError `currency_payment_not_found`, `currency_refund_exceeds`, `currency_payment_conflict`, `currency_busy`
 */
export async function refund(deps: PaymentDeps, request: RefundRequest): Promise<PaymentRow> {
  const { id, paymentId, amount, actor, reason, channel = 'wallet' } = request
  const digest = digestOf(['refund', paymentId, amount, reason])
  const paid = await findPaid(deps.db, paymentId)
  const { payerId, payeeId, instrumentId } = paid
  assert(payerId !== null && payeeId !== null, 'a payment has a payer and a payee')
  return inTurn(deps, [payeeId, payerId], async () => {
    const answered = await answeredBefore(deps.db, id, digest)
    if (answered !== undefined) return answered
    const { refunded } = await findPaid(deps.db, paymentId)
    if (refunded + amount > paid.amount) {
      throw new DomainError('currency_refund_exceeds', 'So much of this payment is not left.')
    }
    const day = romeDay(deps.runtime.now())
    const purses = await readPursesOf(deps.db, [payerId, payeeId], day)
    const from = purseIn(purses, payeeId)
    const to = purseIn(purses, payerId)
    const { least } = boundsOf(from.wallet, day)
    const row: Omit<PaymentRow, 'day' | 'recordedAt'> = {
      ...{ id, instrumentId, kind: 'refund' as const, payerId: payeeId, payeeId: payerId, amount },
      ...{ fee: 0n, refunded: 0n, refundOf: paymentId, purchaseId: paid.purchaseId, reason },
      ...{ channel, actorId: actor.id, requestDigest: digest },
      status: 'paid',
    }
    if (from.balance - amount < least) {
      const status = least === 0n ? 'exceeds_funds' : 'exceeds_credit_line'
      return decline(deps, { ...row, status, day })
    }
    const code = TRANSFER_CODES.currency_refunded
    const moves: readonly Move[] = [
      { from: { kind: 'wallet', purse: from }, to: { kind: 'wallet', purse: to }, amount, code },
    ]
    return postDeed(deps, { day, moves, payments: [row], beside: () => request.beside })
  })
}

type Answer = PaymentRow | Awaited<ReturnType<typeof postDeed>>

/** Lets wallets take turns, and tries until there is an answer. */
async function inTurn(
  { turns }: PaymentDeps,
  wallets: readonly Uuid[],
  attempt: (last: NotPosted | undefined) => Promise<Answer>,
): Promise<PaymentRow> {
  let last: NotPosted | undefined
  return turns(wallets, () =>
    settle(async () => {
      const answer = await attempt(last)
      if (typeof answer === 'string') {
        last = answer
        return undefined
      }
      return 'payments' in answer ? answer.payments[0] : answer
    }, currencyBusy),
  )
}

export function currencyBusy(): DomainError {
  return new DomainError(
    'currency_busy',
    'Too much happens on this wallet in the same moment. Send the same request again.',
  )
}

/** Whether two wallets may do so, by the rules of the day. */
export async function decide(
  { db }: Pick<PaymentDeps, 'db'>,
  {
    payer,
    payee,
    amount,
    price,
  }: {
    readonly payer: Purse
    readonly payee: Purse
    readonly amount: Minor
    readonly price?: Minor
  },
): Promise<PaymentDecision> {
  const { instrument } = payer.wallet
  const { day } = payer
  const isOfOne = instrument.id === payee.wallet.instrument.id && isUsable(instrument, day)
  if (!isOfOne) return { status: 'payment_not_allowed', fee: 0n }
  const { today, month } =
    payer.wallet.party === 'person'
      ? await selectSpent(db.sql, payer.wallet.id, day)
      : { today: 0n, month: 0n }
  const { creditLine } = payer.wallet
  const { creditRoom } = payee.wallet
  return decidePayment(rulesOn(instrument, day), {
    amount,
    ...(price === undefined ? {} : { price }),
    payer: {
      ...{ ...sideOf(payer), paidToday: today, paidThisMonth: month },
      ...(creditLine === null ? {} : { line: creditLine }),
    },
    payee: { ...sideOf(payee), ...(creditRoom === null ? {} : { room: creditRoom }) },
  })
}

function sideOf({ wallet, balance }: Purse): Side {
  const { id, party, stoppedAt } = wallet
  return { account: id, party, balance, isStopped: stoppedAt !== null }
}

/** The steps of a payment: the fee goes to the programme. */
export async function paymentMoves(
  { db }: Pick<PaymentDeps, 'db'>,
  {
    payer,
    payee,
    amount,
    fee,
  }: {
    readonly payer: Purse
    readonly payee: Purse
    readonly amount: Minor
    readonly fee: Minor
  },
): Promise<readonly Move[]> {
  const from = { kind: 'wallet', purse: payer } as const
  const paid: Move = {
    ...{ from, to: { kind: 'wallet', purse: payee } },
    ...{ amount: amount - fee, code: TRANSFER_CODES.currency_paid },
  }
  if (fee === 0n) return [paid]
  const fund = await fundPurseOf(db, payer.wallet.instrument, payer.day)
  const code = TRANSFER_CODES.currency_fee
  return [paid, { from, to: { kind: 'wallet', purse: fund }, amount: fee, code }]
}

/** What counts against the limits of a person. */
export function spentOf({ wallet, day }: Purse, amount: Minor): readonly SpentRow[] {
  if (wallet.party !== 'person') return []
  const { limits } = rulesOn(wallet.instrument, day)
  const most = (limit: string | null) => (limit === null ? null : BigInt(limit))
  return [
    { walletId: wallet.id, period: day, amount, most: most(limits.day) },
    { walletId: wallet.id, period: day.slice(0, 7), amount, most: most(limits.month) },
  ]
}

function rowOf(
  request: PayRequest,
  {
    payer,
    payee,
    digest,
    decision,
  }: {
    readonly payer: Purse
    readonly payee: Purse
    readonly digest: string
    readonly decision: PaymentDecision
  },
) {
  const { id, amount, channel, actor, reason = null } = request
  return {
    ...{ id, amount, channel, reason, kind: 'payment' as const, status: decision.status },
    ...{ instrumentId: payer.wallet.instrument.id, fee: decision.fee, refunded: 0n },
    ...{ payerId: payer.wallet.id, payeeId: payee.wallet.id, refundOf: null, purchaseId: null },
    ...{ actorId: actor?.id ?? null, requestDigest: digest },
  }
}

/** Writes down that nothing is moved, and why. */
export async function decline(
  { db, runtime }: Pick<PaymentDeps, 'db' | 'runtime'>,
  row: Omit<PaymentRow, 'recordedAt'> & { readonly status: PaymentStatus },
): Promise<PaymentRow | 'overtaken'> {
  await insertDeclined(db.sql, { ...row, recordedAt: new Date(runtime.now()) })
  const [known] = await selectPayments(db.sql, [row.id])
  return known?.requestDigest === row.requestDigest ? known : 'overtaken'
}

/**
 * The answer that an id got before.
 *
 * @throws DomainError `currency_payment_conflict` where it was the answer to something else
 */
export async function answeredBefore(
  { sql }: Database,
  id: Uuid,
  digest: string,
): Promise<PaymentRow | undefined> {
  const [known] = await selectPayments(sql, [id])
  if (known === undefined || known.requestDigest === digest) return known
  throw new DomainError(
    'currency_payment_conflict',
    'This id was used for something else. Each payment needs an id of its own.',
  )
}

async function findPaid({ sql }: Database, id: Uuid): Promise<PaymentRow> {
  const [paid] = await selectPayments(sql, [id])
  const isPaid = paid?.status === 'paid' && paid.kind === 'payment'
  if (paid !== undefined && isPaid) return paid
  throw new DomainError('currency_payment_not_found', 'There is no such payment.')
}

export function purseIn(purses: ReadonlyMap<Uuid, Purse>, id: Uuid): Purse {
  const purse = purses.get(id)
  if (purse !== undefined) return purse
  throw new DomainError('currency_wallet_not_found', 'There is no such wallet.')
}

/** Tells a retry from another request under the same id. */
export function digestOf(content: readonly (string | bigint | Day | undefined)[]): string {
  const text = JSON.stringify(content.map((part) => part?.toString() ?? null))
  return hash('sha256', text, 'hex')
}
