import type { Principal } from '../access/core/principal.ts'
import type { SigningKeys } from '../access/keys.ts'
import { brokenConstraint } from '../db/constraint.ts'
import { assert } from '../kernel/assert.ts'
import { type Day, romeDay } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import type { RedemptionId, Uuid } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import { settle } from '../kernel/settling.ts'
import type { CompanionWrite } from '../ledger/service.ts'
import { type Beside, BesideRefused } from '../vouchers/beside.ts'
import type { BalanceQuestion, Redemption, Vouchers } from '../vouchers/service.ts'
import type { Move, Purse } from './core/deed.ts'
import type { PaymentDecision } from './core/payment.ts'
import type { PartStatus, PurchasePart, PurchaseRefusal } from './core/purchase.ts'
import { named, walletIdOf } from './identity.ts'
import { readPursesOf } from './opening.ts'
import type { PaymentRow } from './payment-store.ts'
import {
  currencyBusy,
  decide,
  digestOf,
  type PaymentDeps,
  paymentMoves,
  spentOf,
} from './payments.ts'
import { type Deed, notPosted, postDeed, prepareDeed } from './posting.ts'
import { signPurchase } from './purchase-receipt.ts'
import { insertPurchase, type PurchaseRow, selectPurchase } from './purchase-store.ts'
import { partnerOf } from './till.ts'
import type { CodeClaim, TillCodes } from './till-codes.ts'

export interface BuyingDeps extends PaymentDeps {
  readonly vouchers: Pick<Vouchers, 'redeem' | 'state' | 'checkBalance'>
  readonly keys: SigningKeys
  readonly codes: TillCodes
  /** Who signs the receipts: the public address. */
  readonly publicUrl: string
}

/** The voucher part of a purchase. */
export interface VoucherPart {
  /** Of the redemption, and of its transfer. */
  readonly id: RedemptionId
  readonly shown: BalanceQuestion['shown']
  readonly amount: Minor
  /** What a terminal signed; absent where a partner's own program asks. */
  readonly statement?: string
}

/** That somebody buys something, and with what. The parts are the price. */
export interface BuyRequest {
  /** The till's. The same again gets the same answer. */
  readonly id: Uuid
  readonly price: Minor
  /** Each instrument once. */
  readonly parts: readonly PurchasePart[]
  /** What is paid in cash. */
  readonly euro: Minor
  /** The payer's; needed where there are parts. */
  readonly code?: string | undefined
  readonly voucher?: VoucherPart | undefined
  /** What the person typed, for the code as for the voucher; not a part of what is asked. */
  readonly pin?: string | undefined
}

/** What a purchase is answered. */
export type BuyAnswer =
  | { readonly status: PurchaseRow['status']; readonly purchase: PurchaseRow }
  | { readonly status: PurchaseRefusal; readonly triesLeft?: number; readonly purchase: null }

/** One part with the wallets it is between, and what the rules say to it. */
interface Weighed extends PurchasePart {
  readonly paymentId: Uuid
  readonly status: PartStatus
  readonly between?: { readonly payer: Purse; readonly payee: Purse; readonly fee: Minor }
}

interface Case {
  readonly request: BuyRequest
  readonly digest: string
  readonly by: Principal
  readonly claim: (CodeClaim & { readonly status: 'good' }) | undefined
}

/**
 * Buys with all parts in one journal, one commit and under one receipt, or with none of them. Either answer is written
 * down and stays that of its id; a code or a statement that is not good is not decided on.
 *
 * @throws DomainError `purchase_id_conflict`, `currency_busy`, and as `vouchers.redeem` and `vouchers.state`
 */
export async function buy(deps: BuyingDeps, asked: BuyRequest, by: Principal): Promise<BuyAnswer> {
  // In whatever order they were sent, it is the same purchase.
  const parts = asked.parts.toSorted((a, b) => (a.instrumentId < b.instrumentId ? -1 : 1))
  const request: BuyRequest = { ...asked, parts }
  const { id, code, pin } = request
  const digest = digestOfPurchase(request, by)
  const before = await answeredPurchase(deps, id, digest)
  if (before !== undefined) return before
  const about = { usedFor: id, ...(pin === undefined ? {} : { pin }) }
  const claim = code === undefined ? undefined : await deps.codes.claim(code, about)
  if (claim !== undefined && claim.status !== 'good') return { ...claim, purchase: null }
  assert(claim !== undefined || parts.length === 0, 'who pays with currency shows a code')
  const tried: Case = { request, digest, by, claim }
  const wallets = parts.flatMap(({ instrumentId }) => walletsOf(tried, instrumentId))
  return deps.turns(wallets, () => settle(() => attempt(deps, tried), currencyBusy))
}

async function attempt(deps: BuyingDeps, tried: Case): Promise<BuyAnswer | undefined> {
  const { request, digest } = tried
  const before = await answeredPurchase(deps, request.id, digest)
  if (before !== undefined) return before
  const day = romeDay(deps.runtime.now())
  const weighed = await weigh(deps, tried, day)
  if (weighed.some(({ status }) => status !== 'allowed')) {
    return decline(deps, tried, day, weighed, await lookAtVoucher(deps, tried))
  }
  try {
    return request.voucher === undefined
      ? await payAlone(deps, tried, day, weighed)
      : await payWithVoucher(deps, tried, request.voucher, day, weighed)
  } catch (error) {
    if (deps.codes.isSpent(error)) {
      const known = await answeredPurchase(deps, request.id, digest)
      return known ?? { status: 'code_used', purchase: null }
    }
    if (error instanceof BesideRefused) return undefined
    if (brokenConstraint(error) === 'currency_purchase_pkey') return undefined
    notPosted(error)
    return undefined
  }
}

async function payAlone(
  deps: BuyingDeps,
  tried: Case,
  day: Day,
  weighed: readonly Weighed[],
): Promise<BuyAnswer | undefined> {
  let written: PurchaseRow | undefined
  const deed = await deedOf(deps, tried, day, weighed)
  const posted = await postDeed(
    deps,
    deed(async (payments, recordedAt) => {
      written = await purchaseRow(deps, tried, { day, payments, recordedAt, redeemed: undefined })
      return written
    }),
  )
  if (typeof posted === 'string' || written === undefined) return undefined
  return { status: 'paid', purchase: written }
}

async function payWithVoucher(
  deps: BuyingDeps,
  tried: Case,
  voucher: VoucherPart,
  day: Day,
  weighed: readonly Weighed[],
): Promise<BuyAnswer | undefined> {
  let redeemed: Redemption | undefined
  const deed = await deedOf(deps, tried, day, weighed)
  const prepared = prepareDeed(
    deps,
    deed((payments, recordedAt) =>
      purchaseRow(deps, tried, { day, payments, recordedAt, redeemed }),
    ),
  )
  if (prepared === undefined) return undefined
  const beside: Beside = {
    ...prepared.request,
    companion: (decided, row) => {
      redeemed = row
      return prepared.request.companion(decided)
    },
  }
  const answer = await redeem(deps, tried, voucher, beside)
  if (typeof answer === 'string') return { status: answer, purchase: null }
  if (answer.status !== 'redeemed') return decline(deps, tried, day, weighed, answer.status)
  // By this commit, or by that of another process with the same purchase.
  const known = await answeredPurchase(deps, tried.request.id, tried.digest)
  if (known !== undefined) return known
  throw new DomainError(
    'purchase_voucher_conflict',
    'This redemption was made before, and not as a part of this purchase.',
  )
}

async function redeem(
  { vouchers }: BuyingDeps,
  { request: { pin }, by }: Case,
  { id, shown, amount, statement }: VoucherPart,
  beside: Beside,
): Promise<Redemption | 'terminal_unknown' | 'statement_conflict'> {
  if (statement === undefined) {
    return vouchers.redeem({ id, shown, amount, partnerId: partnerOf(by), pin, beside })
  }
  const answer = await vouchers.state({ statement, pin, beside }, by)
  if (answer.redemption !== null) return answer.redemption
  assert(
    answer.status === 'terminal_unknown' || answer.status === 'statement_conflict',
    'what was not even decided on was refused',
  )
  return answer.status
}

/** What is asked of the ledger, with the rows of the purchase beside it. */
async function deedOf(
  deps: BuyingDeps,
  { request, digest, by, claim }: Case,
  day: Day,
  weighed: readonly Weighed[],
): Promise<
  (write: (payments: readonly PaymentRow[], recordedAt: Date) => Promise<PurchaseRow>) => Deed
> {
  const moves: Move[] = []
  const payments: Deed['payments'][number][] = []
  for (const { amount, instrumentId, paymentId, between } of weighed) {
    assert(between, 'what is allowed is between two wallets')
    const { payer, payee, fee } = between
    moves.push(...(await paymentMoves(deps, { payer, payee, amount, fee })))
    payments.push({
      ...{ id: paymentId, instrumentId, kind: 'payment', status: 'paid', channel: 'code' },
      ...{ payerId: payer.wallet.id, payeeId: payee.wallet.id, amount, fee, refunded: 0n },
      ...{ refundOf: null, purchaseId: request.id, actorId: by.id, reason: null },
      requestDigest: digest,
    })
  }
  return (write) => ({
    ...{ day, moves, payments },
    spent: weighed.flatMap(({ between, amount }) =>
      between === undefined ? [] : spentOf(between.payer, amount),
    ),
    beside: async ({ recordedAt }) => {
      const rows = payments.map((row) => ({ ...row, day, recordedAt }))
      const purchase = await write(rows, recordedAt)
      const used: CompanionWrite = claim === undefined ? () => [] : claim.use(request.id)
      return (tx) => [...insertPurchase(tx, purchase), ...used(tx)]
    },
  })
}

/** What the rules say to each part by itself. */
async function weigh(deps: BuyingDeps, tried: Case, day: Day): Promise<readonly Weighed[]> {
  const { parts, price, id } = tried.request
  const wallets = parts.flatMap(({ instrumentId }) => walletsOf(tried, instrumentId))
  const purses = await readPursesOf(deps.db, wallets, day)
  return Promise.all(
    parts.map(async ({ instrumentId, amount }): Promise<Weighed> => {
      const paymentId = named(`purchase ${id} ${instrumentId}`)
      const [payer, payee] = walletsOf(tried, instrumentId).map((wallet) => purses.get(wallet))
      const part = { instrumentId, amount, paymentId }
      if (payee === undefined) return { ...part, status: 'not_taken' }
      if (payer === undefined) return { ...part, status: 'holds_none' }
      const { status, fee }: PaymentDecision = await decide(deps, { payer, payee, amount, price })
      if (status !== 'paid') return { ...part, status }
      return { ...part, status: 'allowed', between: { payer, payee, fee } }
    }),
  )
}

function walletsOf({ claim, by }: Case, instrumentId: string): readonly Uuid[] {
  const payer = walletIdOf(instrumentId, 'person', claim?.beneficiaryId ?? '')
  return [payer, walletIdOf(instrumentId, 'partner', partnerOf(by))]
}

/** How the voucher stands, where something else is why nothing is bought. Nothing is spent by it. */
async function lookAtVoucher(
  { vouchers }: BuyingDeps,
  { request: { voucher, pin }, by }: Case,
): Promise<string | null> {
  if (voucher === undefined) return null
  const asked = { shown: voucher.shown, partnerId: partnerOf(by), pin }
  const { status, remaining, capLeft } = await vouchers.checkBalance(asked)
  if (status !== 'good') return status
  if (capLeft !== null && voucher.amount > capLeft) return 'cap_reached'
  return remaining !== null && voucher.amount > remaining ? 'exceeds_remaining' : 'allowed'
}

async function decline(
  deps: BuyingDeps,
  { request, digest, by }: Case,
  day: Day,
  weighed: readonly Weighed[],
  voucherStatus: string | null,
): Promise<BuyAnswer | undefined> {
  const row: PurchaseRow = {
    ...{ ...frameOf(request, by, digest), day, recordedAt: new Date(deps.runtime.now()) },
    ...{ status: 'declined', voucherStatus, receipt: null },
    parts: weighed.map(({ instrumentId, amount, status }) => {
      return { instrumentId, amount, status, paymentId: null }
    }),
  }
  try {
    await deps.db.sql.begin((tx) => [...insertPurchase(tx, row)])
  } catch (error) {
    if (brokenConstraint(error) !== 'currency_purchase_pkey') throw error
  }
  return answeredPurchase(deps, request.id, digest)
}

async function purchaseRow(
  { keys, publicUrl }: BuyingDeps,
  { request, digest, by }: Case,
  posted: {
    readonly day: Day
    readonly payments: readonly PaymentRow[]
    readonly recordedAt: Date
    readonly redeemed: Redemption | undefined
  },
): Promise<PurchaseRow> {
  const { day, payments, recordedAt, redeemed } = posted
  const purchase: Omit<PurchaseRow, 'receipt'> = {
    ...{ ...frameOf(request, by, digest), day, recordedAt, status: 'paid' },
    voucherStatus: redeemed?.status ?? null,
    parts: payments.map(({ id, instrumentId, amount }) => {
      return { instrumentId, amount, status: 'paid', paymentId: id }
    }),
  }
  const issuer = new URL(publicUrl).origin
  return { ...purchase, receipt: await signPurchase(keys, issuer, { purchase, redeemed }) }
}

function frameOf({ id, price, euro, voucher }: BuyRequest, by: Principal, digest: string) {
  return {
    ...{ id, price, euro, partnerId: partnerOf(by), actorId: by.id, requestDigest: digest },
    ...{ voucherAmount: voucher?.amount ?? 0n, redemptionId: voucher?.id ?? null },
  }
}

function digestOfPurchase(request: BuyRequest, by: Principal): string {
  const { price, euro, code, parts, voucher } = request
  const ofParts = parts.flatMap(({ instrumentId, amount }) => [instrumentId, amount])
  const ofVoucher =
    voucher === undefined
      ? []
      : [voucher.id, voucher.shown.text.trim(), voucher.amount, voucher.statement]
  const asked = [price, euro, code?.trim(), ...ofParts, 'voucher', ...ofVoucher]
  return digestOf(['purchase', partnerOf(by), ...asked])
}

/** @throws DomainError `purchase_id_conflict` */
async function answeredPurchase(
  { db }: BuyingDeps,
  id: Uuid,
  digest: string,
): Promise<BuyAnswer | undefined> {
  const known = await selectPurchase(db.sql, id)
  if (known === undefined) return undefined
  if (known.requestDigest === digest) return { status: known.status, purchase: known }
  throw new DomainError(
    'purchase_id_conflict',
    'This id was used for another purchase. Each one needs an id of its own.',
  )
}
