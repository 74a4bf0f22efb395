import type { Network } from '../network/service.ts'
import type { Plans } from '../plans/service.ts'

export type { Envelope } from '../network/service.ts'
export type { PlanLine } from '../plans/service.ts'

/** What issuing asks of whoever keeps the envelopes. */
export type Funding = Pick<Network, 'envelopesFor' | 'dutiesOf' | 'grantAccount' | 'programmesOf'>

/** What issuing asks of whoever keeps the people's plans. */
export interface Entitlements
  extends Pick<Plans, 'planLinesOf' | 'enrolmentOf' | 'informedOf' | 'commitIn' | 'releaseIn'> {}
