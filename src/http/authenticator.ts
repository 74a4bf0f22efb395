import type { Incoming } from '../access/core/incoming.ts'
import type { Principal } from '../access/core/principal.ts'
import type { FailedAttempts } from './failed-attempts.ts'

/** What the frame needs in order to know who asks. */
export interface Authenticator {
  /** Whose key it is; `undefined` where it is unknown or revoked. */
  authenticate(token: string): Promise<Principal | undefined>
  /** What else may say who asks, beside a key: the first that knows is believed. */
  readonly ways?: readonly Way[]
  /** The wrong keys of each address. */
  readonly failures: FailedAttempts
}

/** One way to show who one is. */
export interface Way {
  /** Whether the request tries this way at all: what is tried and wrong counts as a wrong key. */
  isTried(incoming: Incoming): boolean
  authenticate(incoming: Incoming): Promise<Principal | undefined>
}
