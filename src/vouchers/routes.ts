import { type Api, createApi } from '../http/openapi.ts'
import type { Runtime } from '../runtime.ts'
import { claimRoutes } from './claim-routes.ts'
import { voucherCodeRoutes } from './code-routes.ts'
import { redemptionRoutes } from './redemption-routes.ts'
import type { Vouchers } from './service.ts'
import { tillRoutes } from './till-routes.ts'
import { voucherDeskRoutes } from './voucher-routes.ts'

/** The addresses of the vouchers, under `/api/v1`. */
export function voucherRoutes(deps: {
  readonly vouchers: Vouchers
  readonly runtime: Pick<Runtime, 'now'>
}): Api {
  const api = createApi()
  api.route('/', voucherDeskRoutes(deps))
  api.route('/', voucherCodeRoutes(deps))
  api.route('/', redemptionRoutes(deps))
  api.route('/', tillRoutes(deps))
  api.route('/', claimRoutes(deps))
  return api
}
