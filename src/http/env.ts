import type { Logger } from 'pino'
import type { Principal } from '../access/core/principal.ts'
import type { Authenticator } from './authenticator.ts'

/** What every route finds in `c.get(…)`. */
export interface AppEnv {
  readonly Variables: {
    /** Names the request in the log and in a problem. */
    requestId: string
    /** Writes with the request's id. Never hand it a name, a token or the content of a QR code. */
    log: Logger
    /** Who asks. Only behind `secured(…)`. */
    principal: Principal
    /** Tells who a bearer key belongs to; used by `secured(…)`. */
    authenticator: Authenticator
    /** The address that the `type` of a problem begins with. */
    problemsUrl: string
    /** The code of the problem that is answered, for the log. */
    problemCode?: string
  }
}
