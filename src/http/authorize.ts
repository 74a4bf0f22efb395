import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context, MiddlewareHandler } from 'hono'
import type { Incoming } from '../access/core/incoming.ts'
import type { Principal, Role } from '../access/core/principal.ts'
import type { Way } from './authenticator.ts'
import type { AppEnv } from './env.ts'
import { problem } from './problem.ts'
import type { ProblemCode } from './problem-codes.ts'

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
    const { authenticate, ways = [], failures } = c.get('authenticator')
    const shown = token === undefined ? await byOtherWays(c, ways) : undefined
    const principal = token === undefined ? shown?.principal : await authenticate(token)
    if (principal === undefined) {
      const address = addressOf(c)
      const seconds = failures.secondsToWait(address)
      if (seconds > 0) return tooManyFailures(c, seconds)
      if (token === undefined && shown?.isTried !== true) {
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

/**
 * For a route whose right is a one-time secret: what is answered with one of these codes counts as a wrong key of its
 * address, and is answered 429 where that had too many. A good secret never waits.
 */
export function countingGuesses(...codes: readonly ProblemCode[]): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    await next()
    if (!codes.some((code) => code === c.get('problemCode'))) return
    const address = addressOf(c)
    const { failures } = c.get('authenticator')
    const seconds = failures.secondsToWait(address)
    if (seconds === 0) return failures.record(address)
    // Emptied first: hono would carry the headers of the other answer over.
    c.res = undefined
    c.res = tooManyFailures(c, seconds)
  }
}

/** What a request says of itself. The body was read by the frame, so it can be read again. */
export function incomingOf(c: Context<AppEnv>): Incoming {
  const { pathname, search } = new URL(c.req.url)
  return {
    method: c.req.method,
    target: `${pathname}${search}`,
    header: (name) => c.req.header(name),
    body: () => c.req.text(),
  }
}

/** Who asks, where something else than a key says it, and whether anything tried to. */
async function byOtherWays(
  c: Context<AppEnv>,
  ways: readonly Way[],
): Promise<{ readonly isTried: boolean; readonly principal?: Principal }> {
  const incoming = incomingOf(c)
  const tried = ways.filter((way) => way.isTried(incoming))
  for (const way of tried) {
    const principal = await way.authenticate(incoming)
    if (principal !== undefined) return { isTried: true, principal }
  }
  return { isTried: tried.length > 0 }
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
