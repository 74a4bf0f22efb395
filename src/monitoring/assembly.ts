import type { MonitoringDeps } from './deps.ts'
import { createRegister, type Register } from './register.ts'

/** What the programme did and what came of it. */
export interface MonitoringServices {
  readonly register: Register
}

/** Makes the services of monitoring. Asks nothing of the database yet. */
export function createMonitoring(deps: MonitoringDeps): MonitoringServices {
  return { register: createRegister(deps) }
}
