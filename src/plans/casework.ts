import { type Consents, createConsents } from './consents.ts'
import type { PeopleDeps } from './deps.ts'
import { createEligibility, type Eligibility } from './eligibility.ts'
import { createFeedback, type FeedbackDesk, sealFeedbackAnew } from './feedback.ts'
import { createIdentities, type Identities } from './identities.ts'
import { createIndividualPlans, type IndividualPlans } from './individual-plans.ts'
import { createOverrides, type Overrides } from './overrides.ts'
import { createPeople, type People } from './people.ts'
import { createPersonalRecords, type RotationOptions } from './personal-records.ts'
import { createWalletPeople, type WalletPeople } from './wallet.ts'

/** What a contact point does with its people, each use case within the reach of whoever asks. */
export interface Casework {
  readonly people: People
  readonly identities: Identities
  readonly eligibility: Eligibility
  readonly overrides: Overrides
  readonly individualPlans: IndividualPlans
  readonly consents: Consents
  readonly feedback: FeedbackDesk
  readonly wallet: WalletPeople
  /**
   * Seals all that is personal under a new key and removes the keys before. What was broken off is gone on with.
   *
   * @returns how many texts were sealed anew
   */
  rotatePersonalData(options?: RotationOptions): Promise<number>
}

/**
 * Makes the use cases about people.
 *
 * @example await createCasework(deps).identities.search(asker, { name: 'Yusuf' }, { limit: 10 })
 */
export function createCasework(given: PeopleDeps): Casework {
  const personal = createPersonalRecords(given, [sealFeedbackAnew(given.secret)])
  const deps = { ...given, personal }
  return {
    people: createPeople(deps),
    identities: createIdentities(deps),
    eligibility: createEligibility(deps),
    overrides: createOverrides(deps),
    individualPlans: createIndividualPlans(deps),
    consents: createConsents(deps),
    feedback: createFeedback(deps),
    wallet: createWalletPeople(deps),
    rotatePersonalData: (options) => personal.rotate(options),
  }
}
