import type { Logger } from 'pino'
import type { Principal } from '../access/core/principal.ts'
import type { AddressBlock } from '../kernel/addresses.ts'
import type { Authenticator } from './authenticator.ts'

/** What every route finds in `c.get(…)`. */
export interface AppEnv {
  readonly Variables: {
    /** Names the request in the log and in a problem. */
    requestId: string
    /** Of the whole service; `requestLogger(c)` writes with the request's id. */
    log: Logger
    /** The headers that every answer has, unless it sets them itself. */
    frameHeaders: Readonly<Record<string, string>>
    /** Set where an answer was made with the headers of the frame. */
    isWhole?: true
    /** What the body says, once it was read; absent where there is none. */
    json?: { readonly value: unknown }
    /** Who asks. Only behind `secured(…)`. */
    principal: Principal
    /** Tells who a bearer key belongs to; used by `secured(…)`. */
    authenticator: Authenticator
    /** The proxies whose word on who asks is taken; `addressOf(c)` reads it. */
    trustedProxies: readonly AddressBlock[]
    /** The address that the `type` of a problem begins with. */
    problemsUrl: string
    /** The code of the problem that is answered, for the log. */
    problemCode?: string
  }
}
