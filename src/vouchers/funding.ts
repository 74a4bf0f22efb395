import type { Network } from '../network/service.ts'
import type { Plans } from '../plans/service.ts'

export type { Envelope } from '../network/service.ts'
export type { PlanLine } from '../plans/service.ts'

/** What issuing asks of whoever keeps the envelopes. */
export type Funding = Pick<Network, 'envelopesFor' | 'dutiesOf' | 'grantAccount'>

/** What issuing asks of whoever keeps the people's plans. */
export interface Entitlements
  extends Pick<Plans, 'planLinesOf' | 'enrolmentOf' | 'commitIn' | 'releaseIn'> {
  /** Which of them agreed to the notice on their data; left out where that is not asked for. */
  consentedOf?(beneficiaryIds: readonly string[]): Promise<ReadonlySet<string>>
}
