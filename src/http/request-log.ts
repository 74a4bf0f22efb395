import type { Context } from 'hono'
import { matchedRoutes } from 'hono/route'
import type { Logger } from 'pino'
import type { Runtime } from '../runtime.ts'
import type { AppEnv } from './env.ts'

/** What a client may call its request: nothing that could forge or flood a log. */
const REQUEST_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

/** Asked every few seconds by whoever watches over the process. */
const PROBES: ReadonlySet<string> = new Set(['/healthz', '/readyz'])

/** Names a request, by its own name where that is harmless. */
export function nameRequest(c: Context<AppEnv>, runtime: Runtime): string {
  const given = c.req.header('x-request-id')
  return given !== undefined && REQUEST_ID.test(given) ? given : runtime.newId()
}

/** Writes with the request's id. Never hand it a name, a token or the content of a QR code. */
export function requestLogger(c: Context<AppEnv>): Logger {
  return c.get('log').child({ requestId: c.get('requestId') })
}

/**
 * Writes the one line about a request that was answered: method, route, status, time taken, and who asked by the id
 * of the key. Never the address itself (a card's is its secret), a body or a header.
 */
export function logRequest(c: Context<AppEnv>, durationMs: number): void {
  const log = c.get('log')
  const status = c.res.status
  const isFault = status >= 500
  if (!isFault && !log.isLevelEnabled('info')) return
  const route = matchedRoutes(c).findLast((match) => match.method !== 'ALL')?.path
  const code = c.get('problemCode')
  const line = {
    requestId: c.get('requestId'),
    method: c.req.method,
    route: route ?? null,
    status,
    durationMs,
    ...(code === undefined ? {} : { code }),
    ...whoAsked(c.get('principal')),
  }
  const isProbe = route !== undefined && PROBES.has(route)
  log[isFault ? 'error' : isProbe ? 'debug' : 'info'](line, 'request')
}

function whoAsked(principal: AppEnv['Variables']['principal'] | undefined) {
  return principal === undefined
    ? {}
    : { actor: principal.kind, actorId: principal.id, role: principal.role }
}
