import type { Principal } from '../access/core/principal.ts'
import { requireOwner } from '../access/owner-pin.ts'
import type { Pins } from '../access/pins.ts'
import { romeDay } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import { settle } from '../kernel/settling.ts'
import { TRANSFER_CODES } from '../ledger/core/chart.ts'
import type { Refund, RefundRequest } from '../vouchers/claims.ts'
import type { Vouchers } from '../vouchers/service.ts'
import type { Move } from './core/deed.ts'
import { named } from './identity.ts'
import { readPursesOf } from './opening.ts'
import { type PaymentRow, selectPayments } from './payment-store.ts'
import { answeredBefore, currencyBusy, digestOf, type PaymentDeps, purseIn } from './payments.ts'
import { boundsOf, type Deed, postDeed } from './posting.ts'
import { type PurchaseRow, selectPurchase } from './purchase-store.ts'
import { partnerOf } from './till.ts'

export interface PurchaseRefundDeps extends PaymentDeps {
  readonly vouchers: Pick<Vouchers, 'refund' | 'getRefund' | 'getRedeemed'>
  readonly pins: Pick<Pins, 'checkOwnerPin'>
}

/** That all of a purchase that was not given back yet comes back. */
export interface PurchaseRefund {
  readonly id: Uuid
  readonly purchaseId: Uuid
  readonly reason: RefundRequest['reason']
  readonly ownerPin?: string | undefined
}

export interface PurchaseRefunded {
  /** `exceeds_funds`: the shop has not got so much of a currency any more, and nothing was given back. */
  readonly status: 'refunded' | 'exceeds_funds'
  /** What went back to the payer's wallets, in one commit. */
  readonly payments: readonly PaymentRow[]
  /** What becomes of the voucher part, by the rules of vouchers: it may wait. `null` where there is none. */
  readonly voucher: Refund | null
  /** What the shop gives back in cash. */
  readonly euro: Minor
}

/**
 * Gives back a purchase: its currency in one commit, then its voucher part by the rules of vouchers, so that the same
 * request again goes on where it was broken off.
 *
 * @throws DomainError `purchase_not_found`, `purchase_given_back`, `owner_pin_missing`, `owner_pin_wrong`, `owner_pin_locked`,
 * `currency_payment_conflict`, `currency_busy`, and as `vouchers.refund`
 */
export async function refundPurchase(
  deps: PurchaseRefundDeps,
  request: PurchaseRefund,
  by: Principal,
): Promise<PurchaseRefunded> {
  const purchase = await ownPurchase(deps, request.purchaseId, by)
  if (purchase.status !== 'paid') throw purchaseNotFound()
  const given = await giveBack(deps, request, purchase, by)
  if (given === undefined) {
    return { status: 'exceeds_funds', payments: [], voucher: null, euro: 0n }
  }
  const voucher = await refundVoucher(deps, request, purchase, by)
  if (given.length === 0 && voucher === null) {
    throw new DomainError('purchase_given_back', 'All of this purchase was given back before.')
  }
  return { status: 'refunded', payments: given, voucher, euro: purchase.euro }
}

/** A purchase at the shop of whoever asks. @throws DomainError `purchase_not_found` */
export async function ownPurchase(
  { db }: Pick<PurchaseRefundDeps, 'db'>,
  id: Uuid,
  by: Principal,
): Promise<PurchaseRow> {
  const purchase = await selectPurchase(db.sql, id)
  if (purchase === undefined || purchase.partnerId !== partnerOf(by)) throw purchaseNotFound()
  return purchase
}

function purchaseNotFound(): DomainError {
  return new DomainError('purchase_not_found', 'There is no such purchase at this shop.')
}

/** The currency of a purchase; `undefined` where the shop has too little of one. */
async function giveBack(
  deps: PurchaseRefundDeps,
  request: PurchaseRefund,
  purchase: PurchaseRow,
  by: Principal,
): Promise<readonly PaymentRow[] | undefined> {
  const { db, runtime, turns } = deps
  const ids = purchase.parts.flatMap(({ paymentId }) => paymentId ?? [])
  const paid = await selectPayments(db.sql, ids)
  const refundOf = ({ id }: PaymentRow) => named(`refund ${request.id} of ${id}`)
  const digest = digestOf(['purchase refund', request.id, purchase.id, request.reason])
  const wallets = paid.flatMap(({ payerId, payeeId }) => [payerId ?? '', payeeId ?? ''] as Uuid[])
  const answered = async () => {
    const rows = await Promise.all(paid.map((one) => answeredBefore(db, refundOf(one), digest)))
    return rows.filter((row) => row !== undefined)
  }
  if ((await answered()).length === 0) {
    await requireOwner(deps.pins, purchase.partnerId, request.ownerPin, by)
  }
  const attempt = async () => {
    const before = await answered()
    if (before.length > 0) return { given: before }
    const day = romeDay(runtime.now())
    const fresh = (await selectPayments(db.sql, ids)).filter((row) => row.refunded < row.amount)
    if (fresh.length === 0) return { given: [] }
    const purses = await readPursesOf(db, wallets, day)
    const moves: Move[] = []
    const payments: Deed['payments'][number][] = []
    for (const row of fresh) {
      const from = purseIn(purses, row.payeeId ?? ('' as Uuid))
      const to = purseIn(purses, row.payerId ?? ('' as Uuid))
      const amount = row.amount - row.refunded
      if (from.balance - amount < boundsOf(from.wallet, day).least) return { given: undefined }
      const code = TRANSFER_CODES.currency_refunded
      const between = { from: { kind: 'wallet', purse: from }, to: { kind: 'wallet', purse: to } }
      moves.push({ ...(between as Pick<Move, 'from' | 'to'>), amount, code })
      payments.push({
        ...{ id: refundOf(row), instrumentId: row.instrumentId, kind: 'refund', status: 'paid' },
        ...{ payerId: row.payeeId, payeeId: row.payerId, amount, fee: 0n, refunded: 0n },
        ...{ refundOf: row.id, purchaseId: purchase.id, channel: 'wallet', actorId: by.id },
        ...{ reason: request.reason, requestDigest: digest },
      })
    }
    const posted = await postDeed(deps, { day, moves, payments })
    return typeof posted === 'string' ? undefined : { given: posted.payments }
  }
  return (await turns(wallets, () => settle(attempt, currencyBusy))).given
}

async function refundVoucher(
  { vouchers }: PurchaseRefundDeps,
  { id, reason, ownerPin }: PurchaseRefund,
  { redemptionId }: PurchaseRow,
  by: Principal,
): Promise<Refund | null> {
  if (redemptionId === null) return null
  const refundId = named(`refund ${id} of ${redemptionId}`)
  try {
    return await vouchers.getRefund(refundId, by)
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'refund_not_found') throw error
  }
  const { left } = await vouchers.getRedeemed(redemptionId, by)
  if (left === 0n) return null
  return vouchers.refund({ id: refundId, redemptionId, amount: left, reason, ownerPin }, by)
}
