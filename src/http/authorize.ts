import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context, MiddlewareHandler } from 'hono'
import type { Role } from '../access/core/principal.ts'
import type { AppEnv } from './env.ts'
import { problem } from './problem.ts'

const BEARER = /^Bearer +(\S+) *$/i
const CHALLENGE = 'Bearer realm="fra-noi"'

/**
 * Lets a request pass that carries a key of one of these roles: 401 without a good key, 403 with a key of
 * another role, 429 instead of 401 where too many wrong keys came from the same address. A good key is never
 * made to wait, whatever its neighbours sent.
 */
export function authorize(...roles: readonly [Role, ...Role[]]): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const token = BEARER.exec(c.req.header('authorization') ?? '')?.[1]
    const { authenticate, failures } = c.get('authenticator')
    const principal = token === undefined ? undefined : await authenticate(token)
    if (principal === undefined) {
      const address = addressOf(c)
      const seconds = failures.secondsToWait(address)
      if (seconds > 0) return tooManyFailures(c, seconds)
      if (token === undefined) {
        return unauthenticated(c, 'Send a key: Authorization: Bearer franoi_…', CHALLENGE)
      }
      failures.record(address)
      const detail = 'This key is not known, or it was revoked.'
      return unauthenticated(c, detail, `${CHALLENGE}, error="invalid_token"`)
    }
    c.set('principal', principal)
    if (!roles.includes(principal.role)) {
      const needed =
        roles.length === 1 ? `the role ${roles[0]}` : `one of the roles ${roles.join(', ')}`
      return problem(c, 'forbidden', {
        detail: `This needs ${needed}; the key has the role ${principal.role}.`,
        details: { rolesNeeded: roles, role: principal.role },
      })
    }
    return next()
  }
}

function unauthenticated(c: Context<AppEnv>, detail: string, challenge: string): Response {
  return problem(c, 'unauthenticated', { detail, headers: { 'www-authenticate': challenge } })
}

function tooManyFailures(c: Context<AppEnv>, seconds: number): Response {
  return problem(c, 'too_many_failures', {
    detail: `Too many wrong keys came from this address; try again in ${seconds} s.`,
    headers: { 'retry-after': String(seconds) },
  })
}

/** The peer's address; behind a proxy it is the proxy's. Requests made in a test have none. */
function addressOf(c: Context<AppEnv>): string {
  const hasSocket = typeof c.env === 'object' && c.env !== null && 'incoming' in c.env
  return hasSocket ? (getConnInfo(c).remote.address ?? 'unknown') : 'unknown'
}
