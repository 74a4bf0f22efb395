import { type Api, createApi } from '../http/openapi.ts'
import { voucherCodeRoutes } from './code-routes.ts'
import { redemptionRoutes } from './redemption-routes.ts'
import type { Vouchers } from './service.ts'
import { voucherDeskRoutes } from './voucher-routes.ts'

/** The addresses of the vouchers, under `/api/v1`. */
export function voucherRoutes(deps: { readonly vouchers: Vouchers }): Api {
  const api = createApi()
  api.route('/', voucherDeskRoutes(deps))
  api.route('/', voucherCodeRoutes(deps))
  api.route('/', redemptionRoutes(deps))
  return api
}
