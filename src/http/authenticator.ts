import type { Principal } from '../access/core/principal.ts'
import type { FailedAttempts } from './failed-attempts.ts'

/** What the frame needs in order to know who asks. */
export interface Authenticator {
  /** Whose key it is; `undefined` where it is unknown or revoked. */
  authenticate(token: string): Promise<Principal | undefined>
  /** Whether this key was good before: such a key is never made to wait for the failures of a neighbour. */
  wasGood(token: string): boolean
  readonly failures: FailedAttempts
}
