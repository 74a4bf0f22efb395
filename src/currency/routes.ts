import type { Pins } from '../access/pins.ts'
import type { Api } from '../http/openapi.ts'
import type { Runtime } from '../runtime.ts'
import type { CurrencyServices } from './assembly.ts'
import { associationRoutes } from './association-routes.ts'
import { paymentCardRoutes } from './card-routes.ts'
import { clearingRoutes } from './clearing-routes.ts'
import { instrumentRoutes } from './instrument-routes.ts'
import { meterRoutes } from './meter-routes.ts'
import { mintingRoutes } from './minting-routes.ts'
import { onBehalfRoutes } from './on-behalf-routes.ts'
import { ownMoneyRoutes } from './own-routes.ts'
import { purchaseRoutes } from './purchase-routes.ts'
import { currencyTillRoutes } from './till-routes.ts'

/** Mounts the addresses of this capability at `/api/v1`. */
export function mountCurrency(
  app: Api,
  services: CurrencyServices & { readonly runtime: Runtime; readonly pins: Pins },
): void {
  for (const routes of [
    ...[instrumentRoutes, associationRoutes, clearingRoutes, meterRoutes, currencyTillRoutes],
    ...[mintingRoutes, purchaseRoutes, onBehalfRoutes, ownMoneyRoutes, paymentCardRoutes],
  ]) {
    app.route('/api/v1', routes(services))
  }
}
