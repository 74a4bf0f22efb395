import type { AccessLog } from '../access/access-log.ts'
import { type ContactPointOf, claimBeneficiary } from '../access/beneficiary-scope.ts'
import { type Principal, scopeOf } from '../access/core/principal.ts'
import type { Database } from '../db/client.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import type { CompanionWrite } from '../ledger/service.ts'
import type { NetworkDesk } from '../network/desk.ts'
import type { Party } from './core/rules.ts'
import { walletIdOf } from './identity.ts'
import { type ListedPayment, type PaymentPage, selectListed } from './payment-list-store.ts'
import type { PaymentRow } from './payment-store.ts'
import { type PurchaseRow, selectPurchase } from './purchase-store.ts'
import type { Currency } from './service.ts'
import { paymentNotFound } from './till.ts'

export type { ListedPayment, PaymentFilter } from './payment-list-store.ts'

/** What paying on behalf of somebody stands on. */
export interface OnBehalfDeps {
  readonly db: Database
  readonly currency: Pick<Currency, 'pay' | 'refund'>
  readonly networkDesk: Pick<NetworkDesk, 'keepsPartner'>
  readonly accessLog: AccessLog
  readonly contactPointOf: ContactPointOf
}

/** Whose wallet. */
export interface Holder {
  readonly party: Party
  readonly holderId: string
}

/** That somebody at a desk pays for a person or a shop that cannot do it itself. */
export interface OnBehalfPayment {
  readonly id: Uuid
  readonly instrumentId: string
  readonly payer: Holder
  readonly payee: Holder
  readonly amount: Minor
  readonly reason: string
}

export interface OnBehalfRefund {
  readonly id: Uuid
  readonly paymentId: Uuid
  readonly amount: Minor
  readonly reason: string
}

/** A payment with what belongs to it. */
export interface PaymentFound {
  readonly payment: ListedPayment
  /** What came back of it, the newest first. */
  readonly refunds: readonly ListedPayment[]
  /** The purchase that it is a part of. */
  readonly purchase: PurchaseRow | null
}

/** What is done at the desk for people and shops, within the reach of whoever does it, and what is seen there. */
export interface OnBehalf {
  /**
   * Pays for a person of one's own contact points, or a shop of their territories. What was paid is in the access log.
   *
   * @throws DomainError `beneficiary_not_found`, `currency_wallet_elsewhere`, and as `currency.pay`
   */
  pay(request: OnBehalfPayment, by: Principal): Promise<PaymentRow>
  /** Gives back for whoever was paid. Throws as `pay`, and `currency_payment_not_found`, `currency_refund_exceeds`. */
  refund(request: OnBehalfRefund, by: Principal): Promise<PaymentRow>
  /** The newest first: of whoever is bound to contact points what their people paid or were paid. */
  list(
    page: Omit<PaymentPage, 'contactPointIds' | 'refundOf'>,
    by: Principal,
  ): Promise<readonly ListedPayment[]>
  /** One of those. @throws DomainError `currency_payment_not_found` */
  find(id: Uuid, by: Principal): Promise<PaymentFound>
}

const REFUNDS_MAX = 100

export function createOnBehalf(deps: OnBehalfDeps): OnBehalf {
  const { db, currency, accessLog } = deps
  const noted = (payment: Noted, contactPointId: string | undefined, by: Principal) => {
    const write: CompanionWrite = (tx) => [
      accessLog.recordIn(tx, {
        ...{ actor: by, action: payment.action, outcome: 'done' },
        subject: { kind: 'currency_payment', id: payment.id },
        detail: { amount: payment.amount.toString(), instrumentId: payment.instrumentId },
        ...(contactPointId === undefined ? {} : { contactPointId }),
      }),
    ]
    return write
  }
  return {
    pay: async ({ instrumentId, payer, payee, ...request }, by) => {
      const action = 'currency.paid_on_behalf'
      const contactPointId = await reach(deps, payer, by, action)
      const payerId = walletIdOf(instrumentId, payer.party, payer.holderId)
      const payeeId = walletIdOf(instrumentId, payee.party, payee.holderId)
      const about = { ...request, instrumentId, action } as const
      return currency.pay({
        ...{ ...request, payerId, payeeId, channel: 'on_behalf', actor: by },
        beside: () => noted(about, contactPointId, by),
      })
    },
    refund: async (request, by) => {
      const action = 'currency.refunded_on_behalf'
      const [paid] = await selectListed(db.sql, { limit: 1, id: request.paymentId, ...scopeOf(by) })
      if (paid?.payee == null || paid.status !== 'paid' || paid.purchaseId !== null) {
        throw paymentNotFound()
      }
      const contactPointId = await reach(deps, paid.payee, by, action)
      const about = { ...request, instrumentId: paid.instrumentId, action } as const
      return currency.refund({
        ...{ ...request, actor: by, channel: 'on_behalf' },
        beside: noted(about, contactPointId, by),
      })
    },
    list: (page, by) => selectListed(db.sql, { ...page, ...scopeOf(by) }),
    find: async (id, by) => {
      const [payment] = await selectListed(db.sql, { limit: 1, id, ...scopeOf(by) })
      if (payment === undefined) throw paymentNotFound()
      const { purchaseId } = payment
      const [refunds, purchase] = await Promise.all([
        selectListed(db.sql, { limit: REFUNDS_MAX, refundOf: payment }),
        purchaseId === null ? undefined : selectPurchase(db.sql, purchaseId),
      ])
      return { payment, refunds, purchase: purchase ?? null }
    },
  }
}

interface Noted {
  readonly id: Uuid
  readonly instrumentId: string
  readonly amount: Minor
  readonly action: `currency.${string}`
}

/** The contact point of a person; nothing of a shop, or where whoever asks is bound to no contact point. */
async function reach(
  deps: OnBehalfDeps,
  { party, holderId }: Holder,
  by: Principal,
  action: `currency.${string}`,
): Promise<string | undefined> {
  if (party === 'person') return claimBeneficiary(deps, by, holderId, action)
  if (party === 'partner' && (await deps.networkDesk.keepsPartner(holderId, by))) return undefined
  if (party !== 'partner' && by.contactPointIds === undefined) return undefined
  const subject = { kind: party, id: holderId }
  await deps.accessLog.record({ actor: by, action, outcome: 'refused', subject })
  throw new DomainError(
    'currency_wallet_elsewhere',
    'This wallet is of a shop or an association that your contact points do not keep.',
  )
}
