import { createOnBehalf, type OnBehalf, type OnBehalfDeps } from './on-behalf.ts'
import { type CurrencyTill, createCurrencyTill, type TillDeps } from './till.ts'

export interface PurchasesDeps extends TillDeps, OnBehalfDeps {
  readonly currency: TillDeps['currency'] & OnBehalfDeps['currency']
}

/** How shops are paid, and pay: at their tills, and by the desk for whoever cannot. */
export interface Purchases {
  readonly till: CurrencyTill
  readonly desk: OnBehalf
}

export function createPurchases(deps: PurchasesDeps): Purchases {
  return { till: createCurrencyTill(deps), desk: createOnBehalf(deps) }
}
