import { addDays, type Day, romeDay } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid, VoucherId } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import type { NewAccount } from '../ledger/core/account.ts'
import { availableOf } from '../ledger/core/account.ts'
import { ACCOUNT_CODES, TRANSFER_CODES } from '../ledger/core/chart.ts'
import type { PostingOutcome } from '../ledger/service.ts'
import type { ContactPoint } from '../network/service.ts'
import { fitsCard } from './core/card.ts'
import { SERIAL_MAX } from './core/typed-code.ts'
import type { VouchersDeps } from './deps.ts'
import { issueTransferId } from './identity.ts'
import { untilSettled } from './outcomes.ts'
import type { Product } from './product-store.ts'
import { selectProducts } from './product-store.ts'
import type { NewVoucherRow, VoucherRow } from './store.ts'
import * as store from './store.ts'
import { signCard } from './tokens.ts'

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

/** How a try ended: `taken` where the ledger has another account with the id, `overtaken` where it is worth another try. */
type Ended = 'issued' | 'exhausted' | 'taken' | 'overtaken'
type Draft = Omit<NewVoucherRow, 'serial' | 'card' | 'issuedAt'>

/** Issues a voucher: its account, the money from the envelope and its row, in one commit. */
export async function issueVoucher(
  deps: VouchersDeps,
  order: VoucherOrder,
  actorId: Uuid | null,
): Promise<Issued> {
  const known = await recall(deps, order)
  if (known !== undefined) return known
  const product = await findProduct(deps, order)
  const contactPoint = await findContactPoint(deps, order, product)
  const expiresOn = lastDay(deps, order, product)
  const draft: Draft = {
    id: order.id,
    productId: order.productId,
    beneficiaryId: order.beneficiaryId,
    contactPointId: contactPoint.id,
    amount: order.amount,
    unit: product.unit,
    expiresOn,
    issuedBy: actorId,
  }
  return untilSettled(async (tries) => {
    const ended = await post(deps, draft, contactPoint, tries)
    const issued = await recall(deps, order)
    if (issued !== undefined) return { ...issued, created: ended === 'issued' }
    if (ended === 'exhausted') throw envelopeExhausted(contactPoint)
    if (ended === 'taken') throw accountIsTaken()
    return undefined
  })
}

async function post(
  deps: VouchersDeps,
  draft: Draft,
  contactPoint: ContactPoint,
  tries: number,
): Promise<Ended> {
  const envelope = await deps.ledger.findAccount(contactPoint.envelopeAccountId)
  // Refused before it is posted where it can be, so that the id of the transfer stays unspoilt.
  if (envelope === undefined || availableOf(envelope) < draft.amount) return 'exhausted'
  const serial = newSerial(deps)
  const card = await signCard(deps.keys, { serial, expiresOn: draft.expiresOn })
  try {
    const outcome = await deps.ledger.post({
      accounts: [accountOf(draft, envelope)],
      transfers: [
        {
          id: issueTransferId(draft.id, tries),
          debitAccountId: contactPoint.envelopeAccountId,
          creditAccountId: draft.id,
          amount: draft.amount,
          unit: draft.unit,
          code: TRANSFER_CODES.voucher_issued,
          flags: [],
        },
      ],
      companion: (decided) => {
        if (decided.transfers[0]?.status !== 'created') return undefined
        if (decided.accounts[0]?.status !== 'created') throw accountIsTaken()
        const row = { ...draft, serial, card, issuedAt: decided.recordedAt }
        return (tx) => [store.insertVoucher(tx, row)]
      },
    })
    return endOf(outcome)
  } catch (error) {
    const broken = store.brokenConstraint(error)
    if (broken === 'voucher_pkey' || broken === 'voucher_serial') return 'overtaken'
    throw error
  }
}

function endOf({ accounts, transfers }: PostingOutcome): Ended {
  const status = transfers[0]?.status
  if (status === 'created') return 'issued'
  if (status === 'exceeds_credits') return 'exhausted'
  const account = accounts[0]?.status
  return account === 'created' || account === 'linked_event_failed' ? 'overtaken' : 'taken'
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
): Promise<ContactPoint> {
  const beneficiary = await plans.findBeneficiary(order.beneficiaryId)
  const contactPoint =
    beneficiary === undefined
      ? undefined
      : await network.findContactPoint(beneficiary.contactPointId)
  if (contactPoint === undefined) {
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

function lastDay({ runtime }: VouchersDeps, order: VoucherOrder, product: Product): Day {
  const expiresOn = order.expiresOn ?? addDays(romeDay(runtime.now()), product.validityDays)
  if (!fitsCard(expiresOn)) {
    throw new DomainError(
      'expiry_out_of_range',
      'The last day of a voucher lies between 2020-01-01 and 2199-06-06.',
    )
  }
  return expiresOn
}

/** 50 random bits. */
function newSerial({ runtime }: VouchersDeps): bigint {
  return BigInt(`0x${Buffer.from(runtime.randomBytes(7)).toString('hex')}`) & SERIAL_MAX
}

/** A voucher's money stays what it is in the envelope. */
function accountOf(draft: Draft, { colour }: Pick<NewAccount, 'colour'>): NewAccount {
  return {
    ...(colour === undefined ? {} : { colour }),
    id: draft.id,
    unit: draft.unit,
    code: ACCOUNT_CODES.voucher,
    flags: ['debits_must_not_exceed_credits'],
    origin: 'programme',
  }
}

function accountIsTaken(): DomainError {
  return new DomainError(
    'voucher_id_conflict',
    'The ledger cannot open an account with this id: a voucher needs one of its own.',
  )
}

function envelopeExhausted(contactPoint: ContactPoint): DomainError {
  return new DomainError(
    'envelope_exhausted',
    `The envelope of ${contactPoint.id} does not hold so much.`,
    { contactPointId: contactPoint.id },
  )
}
