import type { Principal } from '../access/core/principal.ts'
import type { FailedAttempts } from './failed-attempts.ts'

/** What the frame needs in order to know who asks. */
export interface Authenticator {
  /** Whose key it is; `undefined` where it is unknown or revoked. */
  authenticate(token: string): Promise<Principal | undefined>
  /** The wrong keys of each address. */
  readonly failures: FailedAttempts
}
