import type { HonoRequest } from 'hono'
import type { Principal } from '../access/core/principal.ts'
import type { FailedAttempts } from './failed-attempts.ts'
import type { ProblemCode } from './problem-codes.ts'

/** What a request shows of who it comes from. */
export type Shown =
  | { readonly principal: Principal }
  | {
      readonly principal?: undefined
      readonly code: ProblemCode
      /** A sentence for a person. */
      readonly detail: string
      /** Whether it counts as a wrong try of its address. */
      readonly isWrong: boolean
      /** What `WWW-Authenticate` says besides the realm. */
      readonly challenge?: string
    }

/**
 * One way to show who one is: a bearer key, a cookie, a proof.
 *
 * @returns `undefined` where the request carries nothing of this way, so that the next one is asked
 */
export type AuthenticationWay = (request: HonoRequest) => Promise<Shown> | undefined

/** What the frame needs in order to know who asks. */
export interface Authenticator {
  /** Asked in this order: the first that finds something decides. */
  readonly ways: readonly AuthenticationWay[]
  /** The wrong tries of each address. */
  readonly failures: FailedAttempts
  /** Told of somebody known who asked for what their role may not do, before they are refused. */
  readonly onForbidden?: (principal: Principal, route: string, requestId: string) => Promise<void>
}
