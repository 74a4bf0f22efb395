import { type Api, createApi } from '../http/openapi.ts'
import type { Streams } from '../http/streams.ts'
import type { Runtime } from '../runtime.ts'
import { batchRoutes } from './batch-routes.ts'
import { voucherChangeRoutes } from './change-routes.ts'
import { claimRoutes } from './claim-routes.ts'
import { voucherCodeRoutes } from './code-routes.ts'
import type { Issuing } from './issuing.ts'
import type { LiveVouchers } from './live.ts'
import { liveRoutes } from './live-routes.ts'
import { partnerDayRoutes } from './partner-day-routes.ts'
import { productRoutes } from './product-routes.ts'
import { redemptionRoutes } from './redemption-routes.ts'
import { createCodeGuesses } from './routes-guesses.ts'
import { scheduleRoutes } from './schedule-routes.ts'
import type { Vouchers } from './service.ts'
import { tillRoutes } from './till-routes.ts'
import { voucherDeskRoutes } from './voucher-routes.ts'
import type { WalletVouchers } from './wallet.ts'
import { walletVoucherRoutes } from './wallet-routes.ts'

/** The addresses of the vouchers, under `/api/v1`. */
export function voucherRoutes(deps: {
  readonly vouchers: Vouchers
  readonly issuing: Issuing
  readonly runtime: Pick<Runtime, 'now'>
  readonly walletVouchers: WalletVouchers
  readonly liveVouchers: LiveVouchers
  readonly streams: Streams
}): Api {
  const api = createApi()
  const guesses = createCodeGuesses(deps.runtime)
  api.route('/', voucherDeskRoutes(deps))
  api.route('/', voucherCodeRoutes(deps))
  api.route('/', redemptionRoutes({ ...deps, guesses }))
  api.route('/', productRoutes(deps))
  api.route('/', batchRoutes(deps))
  api.route('/', voucherChangeRoutes(deps))
  api.route('/', scheduleRoutes(deps))
  api.route('/', tillRoutes({ ...deps, guesses }))
  api.route('/', partnerDayRoutes(deps))
  api.route('/', liveRoutes(deps))
  api.route('/', claimRoutes(deps))
  api.route('/', walletVoucherRoutes(deps))
  return api
}
