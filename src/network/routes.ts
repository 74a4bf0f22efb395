import { type Api, createApi } from '../http/openapi.ts'
import type { Runtime } from '../runtime.ts'
import { capRaiseRoutes } from './cap-raise-routes.ts'
import { contactPointRoutes } from './contact-point-routes.ts'
import type { NetworkDesk } from './desk.ts'
import { envelopeRoutes } from './envelope-routes.ts'
import { partnerRoutes } from './partner-routes.ts'
import { programmeRoutes } from './programme-routes.ts'
import type { Network } from './service.ts'
import { walletPlaceRoutes } from './wallet-routes.ts'

/** The addresses of the network, under `/api/v1`. */
export function networkRoutes(deps: {
  readonly network: Network
  readonly networkDesk: NetworkDesk
  readonly runtime: Runtime
}): Api {
  const api = createApi()
  for (const part of [programmeRoutes, envelopeRoutes, contactPointRoutes, partnerRoutes]) {
    api.route('/', part(deps))
  }
  api.route('/', capRaiseRoutes(deps))
  api.route('/', walletPlaceRoutes(deps))
  return api
}
