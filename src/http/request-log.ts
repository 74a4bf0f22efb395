import type { MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import type { Logger } from 'pino'
import type { Runtime } from '../runtime.ts'
import type { AppEnv } from './env.ts'

/** What a client may call its request: nothing that could forge or flood a log. */
const REQUEST_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

/** Asked every few seconds by whoever watches over the process. */
const PROBES: ReadonlySet<string> = new Set(['/healthz', '/readyz'])

/**
 * Names each request, gives its routes a logger, and writes one line when it is answered: method, route, status,
 * time taken, and who asked by the id of the key. Never the address itself (a card's is its secret), a body or a header.
 */
export function requestLog(log: Logger, runtime: Runtime): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const given = c.req.header('x-request-id')
    const requestId = given !== undefined && REQUEST_ID.test(given) ? given : runtime.newId()
    const requestLogger = log.child({ requestId })
    c.set('requestId', requestId)
    c.set('log', requestLogger)
    c.header('x-request-id', requestId)
    const startMs = runtime.now()
    await next()
    const status = c.res.status
    const route = matchedRoutes(c).findLast((match) => match.method !== 'ALL')?.path
    const code = c.get('problemCode')
    const line = {
      method: c.req.method,
      route: route ?? null,
      status,
      durationMs: runtime.now() - startMs,
      ...(code === undefined ? {} : { code }),
      ...whoAsked(c.get('principal')),
    }
    if (status >= 500) requestLogger.error(line, 'request')
    else if (route !== undefined && PROBES.has(route)) requestLogger.debug(line, 'request')
    else requestLogger.info(line, 'request')
  }
}

function whoAsked(principal: AppEnv['Variables']['principal'] | undefined) {
  return principal === undefined ? {} : { keyId: principal.keyId, role: principal.role }
}
