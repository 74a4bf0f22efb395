import type { Principal } from '../access/core/principal.ts'
import { requireOwner } from '../access/owner-pin.ts'
import type { Pins } from '../access/pins.ts'
import type { Database } from '../db/client.ts'
import { assert } from '../kernel/assert.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import type { Network } from '../network/service.ts'
import { selectPayees } from './association-store.ts'
import type { Purse } from './core/deed.ts'
import { rulesOn } from './core/instrument.ts'
import type { Party } from './core/rules.ts'
import type { ChargeStatus } from './core/till.ts'
import { walletIdOf } from './identity.ts'
import { type PaymentRow, selectPayments } from './payment-store.ts'
import { answeredBefore, digestOf } from './payments.ts'
import { boundsOf } from './posting.ts'
import type { Currency, StatementLine } from './service.ts'
import type { OpenRequest, TillCodes } from './till-codes.ts'

/** What a shop's own doings with currency stand on. */
export interface TillDeps {
  readonly db: Database
  readonly currency: Pick<Currency, 'pay' | 'refund' | 'pursesOf' | 'getPurse' | 'statement'>
  readonly codes: TillCodes
  readonly pins: Pick<Pins, 'checkOwnerPin'>
  readonly network: Pick<Network, 'findPartners'>
}

/** That a till takes what a payer's code is good for. */
export interface ChargeRequest {
  /** The till's. The same again gets the same answer. */
  readonly id: Uuid
  readonly instrumentId: string
  readonly amount: Minor
  /** As it was scanned or typed. */
  readonly code: string
  /** What the person typed; not a part of what is asked. */
  readonly pin?: string | undefined
}

export interface ChargeAnswer {
  readonly status: ChargeStatus
  /** How many tries of the PIN are left, where it was wrong. */
  readonly triesLeft: number | null
  /** What was written down; `null` where the code was not good, so that nothing was decided on. */
  readonly payment: PaymentRow | null
}

/** That a till asks to be paid so much, by whoever takes it up. */
export interface TillRequest {
  readonly id: Uuid
  readonly instrumentId: string
  readonly amount: Minor
}

/** That a shop pays somebody by name. */
export interface TillPayment {
  readonly id: Uuid
  readonly instrumentId: string
  readonly payee: { readonly party: Party; readonly holderId: string }
  readonly amount: Minor
  readonly reason?: string | undefined
  readonly ownerPin?: string | undefined
}

/** That a shop gives back what it was paid. */
export interface TillRefund {
  readonly id: Uuid
  readonly paymentId: Uuid
  readonly amount: Minor
  readonly reason: string
  readonly ownerPin?: string | undefined
}

interface Holding {
  readonly purse: Purse
  readonly bounds: ReturnType<typeof boundsOf>
}

/** Another shop, a supplier or an association. */
export interface Payee {
  readonly party: Party
  readonly holderId: string
  readonly name: string
}

/** What a shop does with its own wallets. */
export interface CurrencyTill {
  /** @throws DomainError `currency_wallet_not_found`, `currency_payment_conflict`, `currency_busy` */
  charge(request: ChargeRequest, by: Principal): Promise<ChargeAnswer>
  /** Makes what a payer takes up on their own phone. @throws DomainError `currency_wallet_not_found` */
  request(request: TillRequest, by: Principal): Promise<OpenRequest>
  /** Calls back what the shop asked for. @throws DomainError `currency_request_not_found`, `currency_request_paid` */
  withdraw(requestId: Uuid, by: Principal): Promise<OpenRequest>
  /** Throws as `charge`, and at a terminal `owner_pin_missing`, `owner_pin_wrong`, `owner_pin_locked`. */
  pay(request: TillPayment, by: Principal): Promise<PaymentRow>
  /** What the shop holds, by instrument: what it takes, and how far up and down it may go. */
  holdings(by: Principal): Promise<readonly Holding[]>
  /** Whom the rules let this shop pay, by name. @throws DomainError `currency_wallet_not_found` */
  payees(instrumentId: string, by: Principal): Promise<readonly Payee[]>
  /** @throws DomainError `currency_wallet_not_found` */
  statement(
    instrumentId: string,
    page: { readonly limit: number; readonly before?: bigint },
    by: Principal,
  ): Promise<readonly StatementLine[]>
  /** @throws DomainError `currency_payment_not_found`, and as `currency.refund` and `pay` */
  refund(request: TillRefund, by: Principal): Promise<PaymentRow>
}

/** Makes what the tills and the owners of shops do. */
export function createCurrencyTill(deps: TillDeps): CurrencyTill {
  const { currency, codes } = deps
  return {
    charge: (request, by) => charge(deps, request, by),
    request: async ({ id, instrumentId, amount }, by) => {
      const { wallet } = await currency.getPurse(walletOf(instrumentId, by))
      return codes.request({ id, walletId: wallet.id, amount })
    },
    withdraw: async (requestId, by) => {
      const own = await currency.pursesOf('partner', partnerOf(by))
      return codes.withdraw(
        requestId,
        own.map(({ wallet }) => wallet.id),
      )
    },
    pay: (request, by) => payByName(deps, request, by),
    holdings: async (by) =>
      (await currency.pursesOf('partner', partnerOf(by))).map((purse) => ({
        purse,
        bounds: boundsOf(purse.wallet, purse.day),
      })),
    payees: (instrumentId, by) => payeesOf(deps, instrumentId, by),
    statement: async (instrumentId, page, by) => {
      const { wallet } = await currency.getPurse(walletOf(instrumentId, by))
      return currency.statement(wallet.id, page)
    },
    refund: (request, by) => giveBack(deps, request, by),
  }
}

/** Partners that are active and associations that go on, the shop itself left out. */
async function payeesOf(
  { db, currency, network }: TillDeps,
  instrumentId: string,
  by: Principal,
): Promise<readonly Payee[]> {
  const { wallet, day } = await currency.getPurse(walletOf(instrumentId, by))
  const { payments } = rulesOn(wallet.instrument, day)
  const isAllowed = (party: Party) =>
    payments.some(({ from, to }) => from === 'partner' && to === party)
  const found = await selectPayees(db.sql, instrumentId)
  const shops = found.flatMap(({ party, holderId }) => (party === 'partner' ? [holderId] : []))
  const partners = await network.findPartners(shops)
  return found
    .flatMap(({ party, holderId, name }): Payee[] => {
      const partner = party === 'partner' ? partners.get(holderId) : undefined
      const known = partner?.status === 'active' ? partner.name : name
      const isOwn = party === 'partner' && holderId === partnerOf(by)
      return known === null || isOwn || !isAllowed(party) ? [] : [{ party, holderId, name: known }]
    })
    .toSorted((one, other) => one.name.localeCompare(other.name, 'it'))
}

async function charge(
  { db, currency, codes }: TillDeps,
  { id, instrumentId, amount, code, pin }: ChargeRequest,
  by: Principal,
): Promise<ChargeAnswer> {
  const payeeId = walletOf(instrumentId, by)
  const digest = digestOf(['charge', payeeId, amount, code.trim()])
  const decided = (payment: PaymentRow): ChargeAnswer => {
    return { status: payment.status, triesLeft: null, payment }
  }
  const before = await answeredBefore(db, id, digest)
  if (before !== undefined) return decided(before)
  await currency.getPurse(payeeId)
  const claim = await codes.claim(code, { usedFor: id, ...(pin === undefined ? {} : { pin }) })
  if (claim.status !== 'good') return refusal(claim.status, claim.triesLeft)
  const payerId = walletIdOf(instrumentId, 'person', claim.beneficiaryId)
  const held = await currency.pursesOf('person', claim.beneficiaryId)
  if (!held.some(({ wallet }) => wallet.id === payerId)) return refusal('holds_none')
  const asked = { id, payerId, payeeId, amount, digest, actor: by }
  try {
    const beside = () => claim.use(id)
    return decided(await currency.pay({ ...asked, channel: 'code', beside }))
  } catch (error) {
    if (!codes.isSpent(error)) throw error
    // By the same charge in another process, or by another one.
    const known = await answeredBefore(db, id, digest)
    return known === undefined ? refusal('code_used') : decided(known)
  }
}

function refusal(status: ChargeStatus, triesLeft?: number): ChargeAnswer {
  return { status, triesLeft: triesLeft ?? null, payment: null }
}

async function payByName(
  { db, currency, pins }: TillDeps,
  { id, instrumentId, payee, amount, reason, ownerPin }: TillPayment,
  by: Principal,
): Promise<PaymentRow> {
  const payerId = walletOf(instrumentId, by)
  const payeeId = walletIdOf(instrumentId, payee.party, payee.holderId)
  const digest = digestOf(['till payment', payerId, payeeId, amount, reason])
  const before = await answeredBefore(db, id, digest)
  if (before !== undefined) return before
  await requireOwner(pins, partnerOf(by), ownerPin, by)
  const said = reason === undefined ? {} : { reason }
  const asked = { id, payerId, payeeId, amount, digest, ...said, actor: by }
  return currency.pay({ ...asked, channel: 'wallet' })
}

async function giveBack(
  { db, currency, pins }: TillDeps,
  { ownerPin, ...request }: TillRefund,
  by: Principal,
): Promise<PaymentRow> {
  const [paid, known] = await Promise.all(
    [request.paymentId, request.id].map(async (id) => (await selectPayments(db.sql, [id]))[0]),
  )
  const isOwn = paid !== undefined && paid.payeeId === walletOf(paid.instrumentId, by)
  if (!isOwn) throw paymentNotFound()
  if (paid.purchaseId !== null) {
    throw new DomainError(
      'currency_payment_of_purchase',
      'This was a part of a purchase: give back the purchase.',
      { purchaseId: paid.purchaseId },
    )
  }
  if (known === undefined) await requireOwner(pins, partnerOf(by), ownerPin, by)
  return currency.refund({ ...request, actor: by })
}

export function paymentNotFound(): DomainError {
  return new DomainError('currency_payment_not_found', 'There is no such payment.')
}

/** The shop of whoever asks. */
export function partnerOf({ partnerId }: Principal): string {
  assert(partnerId, 'who works at a till belongs to a shop')
  return partnerId
}

function walletOf(instrumentId: string, by: Principal): Uuid {
  return walletIdOf(instrumentId, 'partner', partnerOf(by))
}
