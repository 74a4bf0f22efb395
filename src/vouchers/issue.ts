import { type Principal, reaches } from '../access/core/principal.ts'
import type { Tx } from '../db/client.ts'
import { type Day, romeDay } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import type { VoucherId } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import type { ContactPoint } from '../network/service.ts'
import { gatherFacts } from './batch-facts.ts'
import { checkBatch } from './core/batch-check.ts'
import { fitsCard } from './core/card.ts'
import { lastDayOf } from './core/last-day.ts'
import type { VouchersDeps } from './deps.ts'
import { accountIsTaken, untilSettled } from './outcomes.ts'
import { type Draft, postVoucher } from './posting.ts'
import type { Product } from './product-store.ts'
import { selectProducts } from './product-store.ts'
import type { NewVoucherRow, VoucherRow } from './store.ts'
import * as store from './store.ts'

/** A voucher to be issued. */
export interface VoucherOrder {
  /** The caller's; also the id of the voucher's account. */
  readonly id: VoucherId
  readonly productId: string
  readonly beneficiaryId: string
  readonly amount: Minor
  /** The last day it is good; without it the day of issue and the product's days after it. */
  readonly expiresOn?: Day
}

/** A voucher, and whether this request issued it or an earlier one with the same content. */
export interface Issued {
  readonly voucher: VoucherRow
  readonly created: boolean
}

/**
 * Issues a voucher: its account, the money from the envelope and its row, in one commit. A program's is checked as a
 * batch of one. Only an import, which is nobody's request, brings in what was given before, to whoever has it.
 *
 * @throws DomainError `issue_needs_approval`, `voucher_id_conflict`, `product_unknown`, `beneficiary_unknown`,
 * `person_not_entitled`, `amount_outside_product`, `expiry_out_of_range`, `envelope_unit_differs`, `envelope_exhausted`
 */
export async function issueVoucher(
  deps: VouchersDeps,
  order: VoucherOrder,
  who: Principal | null,
): Promise<Issued> {
  if (who?.kind === 'person') throw needsApproval()
  const known = await recall(deps, order)
  if (known !== undefined) return known
  const product = await findProduct(deps, order)
  const contactPoint = await findContactPoint(deps, order, product, who)
  const expiresOn = lastDay(deps, order, product)
  if (who !== null) await requireNoFault(deps, order, contactPoint)
  const draft: Draft = {
    id: order.id,
    productId: order.productId,
    beneficiaryId: order.beneficiaryId,
    contactPointId: contactPoint.id,
    amount: order.amount,
    unit: product.unit,
    expiresOn,
    issuedBy: who?.id ?? null,
    // A program that issues one by one hands it over by itself.
    isActive: true,
    envelopeAccountId: contactPoint.envelopeAccountId,
    planLineId: null,
    vatNature: product.vatNature,
  }
  const write = (row: NewVoucherRow) => (tx: Tx) => [store.insertVouchers(tx, [row])]
  return untilSettled(async (tries) => {
    const ended = await postVoucher(deps, draft, tries, write)
    const issued = await recall(deps, order)
    if (issued !== undefined) return { ...issued, created: ended === 'issued' }
    if (ended === 'exhausted') throw envelopeExhausted(contactPoint)
    if (ended === 'taken') throw accountIsTaken()
    return undefined
  })
}

/** What was issued under this id before. */
async function recall(deps: VouchersDeps, order: VoucherOrder): Promise<Issued | undefined> {
  const voucher = await store.findVoucher(deps.db.sql, order.id)
  if (voucher === undefined) return undefined
  const isSame =
    voucher.productId === order.productId &&
    voucher.beneficiaryId === order.beneficiaryId &&
    voucher.amount === order.amount &&
    (order.expiresOn === undefined || voucher.expiresOn === order.expiresOn)
  if (!isSame) {
    throw new DomainError(
      'voucher_id_conflict',
      'A voucher with this id was issued with another content.',
    )
  }
  return { voucher, created: false }
}

async function findProduct(deps: VouchersDeps, order: VoucherOrder): Promise<Product> {
  const [product] = await selectProducts(deps.db.sql, [order.productId])
  if (product === undefined) {
    throw new DomainError('product_unknown', `There is no product ${order.productId}.`)
  }
  if (product.area !== 'general') {
    throw new DomainError(
      'issue_needs_approval',
      `Vouchers of ${product.id} are for an area of need and count against plans: prepare a batch.`,
    )
  }
  if (order.amount < product.minAmount || order.amount > product.maxAmount) {
    throw new DomainError(
      'amount_outside_product',
      `Vouchers of ${product.id} are worth ${product.minAmount} to ${product.maxAmount} minor units of ${product.unit}.`,
      { minAmount: product.minAmount.toString(), maxAmount: product.maxAmount.toString() },
    )
  }
  return product
}

async function findContactPoint(
  { plans, network }: VouchersDeps,
  order: VoucherOrder,
  product: Product,
  who: Principal | null,
): Promise<ContactPoint> {
  const beneficiary = await plans.findBeneficiary(order.beneficiaryId)
  const contactPoint =
    beneficiary === undefined
      ? undefined
      : await network.findContactPoint(beneficiary.contactPointId)
  const isInReach = contactPoint !== undefined && (who === null || reaches(who, contactPoint.id))
  if (!isInReach) {
    throw new DomainError('beneficiary_unknown', `There is no beneficiary ${order.beneficiaryId}.`)
  }
  if (contactPoint.unit !== product.unit) {
    throw new DomainError(
      'envelope_unit_differs',
      `The envelope of ${contactPoint.id} is kept in ${contactPoint.unit}, the product ${product.id} in ${product.unit}.`,
    )
  }
  return contactPoint
}

/** What would keep a row of a batch from being issued keeps a single voucher from it, too. */
async function requireNoFault(
  deps: VouchersDeps,
  order: VoucherOrder,
  contactPoint: ContactPoint,
): Promise<void> {
  const { id: contactPointId } = contactPoint
  const terms = { ...order, contactPointId }
  const { batch, rows, envelopes } = await gatherFacts(deps, terms, [order])
  const isPayable = envelopes.some(({ accountId }) => accountId === contactPoint.envelopeAccountId)
  const fault =
    checkBatch(batch, rows).rows[0]?.fault ?? (isPayable ? null : 'programme_not_running')
  switch (fault) {
    case null:
    case 'envelope_exhausted':
      // The ledger says whether the first envelope, which pays here, holds so much.
      return
    case 'amount_outside_product':
      throw new DomainError(
        'amount_outside_product',
        `A voucher of ${order.productId} is worth what the product says for the household.`,
      )
    case 'expiry_out_of_range':
      throw new DomainError('expiry_out_of_range', 'The last day of a new voucher is not past.')
    default:
      throw new DomainError('person_not_entitled', 'This person cannot get a voucher now.', {
        reason: fault,
      })
  }
}

function lastDay({ runtime }: VouchersDeps, order: VoucherOrder, product: Product): Day {
  const expiresOn = lastDayOf(product, romeDay(runtime.now()), order.expiresOn)
  if (fitsCard(expiresOn)) return expiresOn
  throw new DomainError(
    'expiry_out_of_range',
    'The last day of a voucher lies between 2020-01-01 and 2199-06-06.',
  )
}

/** Four eyes: only a program, whose owner answers for it, issues one by one. */
function needsApproval(): DomainError {
  return new DomainError(
    'issue_needs_approval',
    'A person prepares a batch, even of one voucher, and another person approves it.',
  )
}

function envelopeExhausted(contactPoint: ContactPoint): DomainError {
  return new DomainError(
    'envelope_exhausted',
    `The envelope of ${contactPoint.id} does not hold so much.`,
    { contactPointId: contactPoint.id },
  )
}
