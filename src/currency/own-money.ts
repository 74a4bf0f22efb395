import type { Principal } from '../access/core/principal.ts'
import { assert } from '../kernel/assert.ts'
import { type Day, romeDay } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import type { PayerCode } from './codes.ts'
import type { Purse } from './core/deed.ts'
import { isUsable, rulesOn } from './core/instrument.ts'
import { type Fetchable, fetchableOn } from './core/minting.ts'
import { expiresNext, type LimitsLeft, limitsLeft } from './core/own.ts'
import type { InstrumentRules } from './core/rules.ts'
import { type Other, type OwnDeps, othersOf, ownPurse, personOf } from './own.ts'
import { createOwnSchedules, type OwnSchedules } from './own-schedules.ts'
import { selectTaken, type Taken } from './own-store.ts'
import { isRequestOver, type PaymentRequest, requestPaid } from './requests.ts'
import type { PaymentRow, StatementLine } from './service.ts'
import { selectSpent } from './store.ts'

/** What a person holds of an instrument, and what they need to know about it. */
export interface OwnMoney {
  readonly purse: Purse
  /** Of today. */
  readonly rules: InstrumentRules
  /** What time took since the last movement, which the books do not have yet. */
  readonly takenSince: Taken
  /** What it ever took, this included. */
  readonly takenInAll: Taken
  readonly limits: LimitsLeft
  readonly fetchable: Fetchable | undefined
  readonly expiresNext: { readonly amount: Minor; readonly on: Day } | null
}

/** A request as whoever may pay it sees it. */
export interface SeenRequest {
  readonly request: PaymentRequest
  readonly purse: Purse
  readonly payee: Other
}

export interface OwnLine extends StatementLine {
  readonly other: Other | null
}

/** That a person pays whoever showed a code. */
export interface OwnPayment {
  readonly id: Uuid
  readonly instrumentId: string
  /** What the typed code of the request or the sign stands for. */
  readonly serial: bigint
  readonly amount: Minor
}

/** What people do with their own wallets. Whose they are is said by the phone, never by the request. */
export interface WalletCurrency {
  readonly schedules: OwnSchedules
  /** By instrument. */
  list(who: Principal): Promise<readonly OwnMoney[]>
  /** The newest first. @throws DomainError `currency_wallet_not_found` */
  statement(
    who: Principal,
    instrumentId: string,
    page: { readonly limit: number; readonly before?: bigint },
  ): Promise<readonly OwnLine[]>
  /** @throws DomainError `currency_wallet_not_found` */
  showCode(who: Principal, instrumentId: string): Promise<PayerCode & { readonly expiresAt: Date }>
  /** @throws DomainError `currency_wallet_not_found`, `currency_request_conflict` */
  request(
    who: Principal,
    request: {
      readonly id: Uuid
      readonly instrumentId: string
      readonly amount: Minor
      readonly note?: string | undefined
    },
  ): Promise<PaymentRequest>
  /** Calls back what one asked for. @throws DomainError `currency_request_not_found`, `currency_request_paid` */
  withdrawRequest(who: Principal, id: Uuid): Promise<PaymentRequest>
  /** What anybody may pay into at any time. @throws DomainError `currency_wallet_not_found` */
  sign(who: Principal, instrumentId: string): Promise<PaymentRequest>
  /** @throws DomainError `currency_request_not_found` */
  seeRequest(serial: bigint): Promise<SeenRequest>
  /**
   * Pays, or says why not.
   *
   * @throws DomainError `currency_request_not_found`, `currency_request_expired`, `currency_request_paid`,
   * `currency_request_withdrawn`, `currency_request_differs`, and as `currency.pay`
   */
  pay(who: Principal, payment: OwnPayment): Promise<PaymentRow>
  /** Gives back what one was paid. @throws DomainError `currency_payment_not_found`, and as `currency.refund` */
  refund(
    who: Principal,
    refund: {
      readonly id: Uuid
      readonly paymentId: Uuid
      readonly amount: Minor
      readonly reason: string
    },
  ): Promise<PaymentRow>
}

/**
 * Makes what the wallet asks of the currency.
 *
 * @example (await createWalletCurrency(deps).list(principal)).map(({ purse }) => purse.balance)
 */
export function createWalletCurrency(deps: OwnDeps): WalletCurrency {
  const { currency, codes, requests } = deps
  return {
    schedules: createOwnSchedules(deps),
    list: async (who) => {
      const purses = await currency.pursesOf('person', personOf(who))
      return Promise.all(purses.map((purse) => ownMoney(deps, purse)))
    },
    statement: async (who, instrumentId, page) => {
      const { wallet } = await ownPurse(deps, who, instrumentId)
      const lines = await currency.statement(wallet.id, page)
      const others = await othersOf(
        deps,
        lines.map(({ payment }) => payment?.other ?? null),
      )
      return lines.map((line, index) => ({ ...line, other: others[index] ?? null }))
    },
    showCode: async (who, instrumentId) => {
      await ownPurse(deps, who, instrumentId)
      return codes.show(who)
    },
    request: async (who, { instrumentId, ...request }) => {
      const { wallet } = await ownPurse(deps, who, instrumentId)
      return requests.create({ ...request, walletId: wallet.id })
    },
    withdrawRequest: async (who, id) => {
      const own = await currency.pursesOf('person', personOf(who))
      return requests.withdraw(
        id,
        own.map(({ wallet }) => wallet.id),
      )
    },
    sign: async (who, instrumentId) =>
      requests.standing((await ownPurse(deps, who, instrumentId)).wallet.id),
    seeRequest: (serial) => seeRequest(deps, serial),
    pay: (who, payment) => payRequest(deps, who, payment),
    refund: async (who, { paymentId, ...refund }) => {
      const paid = await currency.getPayment(paymentId)
      const own = await currency.pursesOf('person', personOf(who))
      if (!own.some(({ wallet }) => wallet.id === paid.payeeId)) {
        throw new DomainError('currency_payment_not_found', 'There is no such payment.')
      }
      return currency.refund({ ...refund, paymentId, actor: who })
    },
  }
}

async function ownMoney({ db }: OwnDeps, purse: Purse): Promise<OwnMoney> {
  const { wallet, aged, day } = purse
  const booked = await selectTaken(db.sql, wallet.id)
  const takenSince = { demurrage: aged.demurrage, expired: aged.expired }
  const takenInAll = {
    demurrage: booked.demurrage + aged.demurrage,
    expired: booked.expired + aged.expired,
  }
  const rules = rulesOn(wallet.instrument, day)
  const limits = limitsLeft(purse, await selectSpent(db.sql, wallet.id, day))
  const isOpen = wallet.stoppedAt === null && isUsable(wallet.instrument, day)
  const since = { since: wallet.fetchedUpTo, openedOn: romeDay(wallet.openedAt.getTime()) }
  const fetchable = isOpen ? fetchableOn(rules, since, day) : undefined
  const rest = { limits, fetchable, expiresNext: expiresNext(purse) }
  return { purse, rules, takenSince, takenInAll, ...rest }
}

async function seeRequest(deps: OwnDeps, serial: bigint): Promise<SeenRequest> {
  const request = await deps.requests.find(serial)
  const purse = await deps.currency.getPurse(request.walletId)
  const [payee] = await othersOf(deps, [purse.wallet])
  assert(payee, "a request is somebody's")
  return { request, purse, payee }
}

async function payRequest(
  deps: OwnDeps,
  who: Principal,
  { id, instrumentId, serial, amount }: OwnPayment,
): Promise<PaymentRow> {
  const { request, purse } = await seeRequest(deps, serial)
  if (purse.wallet.instrument.id !== instrumentId) {
    throw new DomainError('currency_request_not_found', 'This is a request of another instrument.')
  }
  const payer = await ownPurse(deps, who, instrumentId)
  if (request.amount !== null && request.amount !== amount) {
    throw new DomainError('currency_request_differs', 'The request is of another amount.')
  }
  // Sent again, a payment is answered as it was the first time.
  if (request.paymentId !== id) refuseOver(request)
  try {
    return await deps.currency.pay({
      ...{ id, payerId: payer.wallet.id, payeeId: purse.wallet.id, amount, actor: who },
      channel: request.state === 'standing' ? 'wallet' : 'request',
      beside: () => deps.requests.paid(request, id),
    })
  } catch (error) {
    if (!isRequestOver(error)) throw error
    // Somebody else paid it, or whoever asked withdrew it, in the same moment.
    refuseOver(await deps.requests.find(serial))
    throw requestPaid()
  }
}

/** @throws DomainError `currency_request_expired`, `currency_request_paid`, `currency_request_withdrawn` */
function refuseOver({ state }: PaymentRequest): void {
  if (state === 'paid') throw requestPaid()
  if (state === 'withdrawn') {
    throw new DomainError('currency_request_withdrawn', 'Whoever asked for this took it back.')
  }
  if (state === 'expired') {
    throw new DomainError('currency_request_expired', 'The request is too old. Ask for a new one.')
  }
}
