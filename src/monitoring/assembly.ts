import type { MonitoringDeps } from './deps.ts'
import { createRegister, type Register } from './register.ts'
import { createResults, type Monitoring } from './results.ts'

/** What the programme did and what came of it. */
export interface MonitoringServices {
  readonly register: Register
  readonly monitoring: Monitoring
}

/** Makes the services of monitoring. Asks nothing of the database yet. */
export function createMonitoring(deps: MonitoringDeps): MonitoringServices {
  return { register: createRegister(deps), monitoring: createResults(deps) }
}
