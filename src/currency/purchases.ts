import type { Principal } from '../access/core/principal.ts'
import type { Uuid } from '../kernel/ids.ts'
import { createOnBehalf, type OnBehalf, type OnBehalfDeps } from './on-behalf.ts'
import {
  ownPurchase,
  type PurchaseRefund,
  type PurchaseRefundDeps,
  type PurchaseRefunded,
  refundPurchase,
} from './purchase-refunds.ts'
import { type PurchaseRow, selectPurchase } from './purchase-store.ts'
import { type BuyAnswer, type BuyingDeps, type BuyRequest, buy } from './purchasing.ts'
import { type Quote, type QuoteRequest, quote } from './quoting.ts'
import { type CurrencyTill, createCurrencyTill, type TillDeps } from './till.ts'

export type { PurchaseRefund, PurchaseRefunded } from './purchase-refunds.ts'
export type { PurchaseRow } from './purchase-store.ts'
export type { BuyAnswer, BuyRequest } from './purchasing.ts'
export type { Quote, QuoteRequest } from './quoting.ts'

export interface PurchasesDeps extends TillDeps, OnBehalfDeps, BuyingDeps, PurchaseRefundDeps {
  readonly currency: TillDeps['currency'] & OnBehalfDeps['currency']
  readonly vouchers: BuyingDeps['vouchers'] & PurchaseRefundDeps['vouchers']
}

/** What is paid with several things at once. */
export interface Counter {
  /** How a price would be split. Nothing is paid. */
  quote(request: QuoteRequest, by: Principal): Promise<Quote>
  /** Throws as {@link buy}. */
  buy(request: BuyRequest, by: Principal): Promise<BuyAnswer>
  /** @throws DomainError `purchase_not_found` */
  get(id: Uuid, by: Principal): Promise<PurchaseRow>
  /** A purchase that was paid or declined. */
  find(id: Uuid): Promise<PurchaseRow | undefined>
  /** Throws as {@link refundPurchase}. */
  refund(request: PurchaseRefund, by: Principal): Promise<PurchaseRefunded>
}

/** How shops are paid, and pay: at their tills, and by the desk for whoever cannot. */
export interface Purchases {
  readonly till: CurrencyTill
  readonly desk: OnBehalf
  readonly counter: Counter
}

export function createPurchases(deps: PurchasesDeps): Purchases {
  return {
    till: createCurrencyTill(deps),
    desk: createOnBehalf(deps),
    counter: {
      quote: (request, by) => quote(deps, request, by),
      buy: (request, by) => buy(deps, request, by),
      get: (id, by) => ownPurchase(deps, id, by),
      find: (id) => selectPurchase(deps.db.sql, id),
      refund: (request, by) => refundPurchase(deps, request, by),
    },
  }
}
