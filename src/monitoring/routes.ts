import type { Api } from '../http/openapi.ts'
import type { MonitoringServices } from './assembly.ts'
import { registerRoutes } from './register-routes.ts'
import { resultsRoutes } from './results-routes.ts'

/** Puts everything of monitoring under `/api/v1`. */
export function mountMonitoring(app: Api, services: MonitoringServices): void {
  app.route('/api/v1', registerRoutes(services))
  app.route('/api/v1', resultsRoutes(services))
}
