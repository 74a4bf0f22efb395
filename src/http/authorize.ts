import type { Context, MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import { type Principal, ROLES, type Role } from '../access/core/principal.ts'
import type { Shown } from './authenticator.ts'
import { addressOf } from './client-address.ts'
import type { AppEnv } from './env.ts'
import { problem } from './problem.ts'
import type { ProblemCode } from './problem-codes.ts'

const CHALLENGE = 'Bearer realm="fra-noi"'

/**
 * Lets a request pass that shows one of these roles: 401 where it shows nobody, 403 for another role, 429 instead of
 * 401 where too many wrong tries came from the same address. Whoever is known is never made to wait, whatever
 * their neighbours sent.
 */
export function authorize(...roles: readonly [Role, ...Role[]]): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const shown = await whoAsks(c, roles)
    if (shown?.principal === undefined) return refuseUnknown(c, shown)
    const { principal } = shown
    c.set('principal', principal)
    if (!roles.includes(principal.role)) return refuseRole(c, principal, roles)
    return next()
  }
}

/**
 * What a request shows: by the first of the ways that finds somebody of these roles, or else by the first that finds
 * anything. A browser sends all its cookies: somebody who signed in may hold a wallet too.
 */
export async function whoAsks(
  c: Context<AppEnv>,
  roles: readonly Role[] = ROLES,
): Promise<Shown | undefined> {
  let first: Shown | undefined
  for (const way of c.get('authenticator').ways) {
    const shown = await way(c.req)
    if (shown?.principal !== undefined && roles.includes(shown.principal.role)) return shown
    first ??= shown
  }
  return first
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

function refuseUnknown(
  c: Context<AppEnv>,
  shown: Exclude<Shown, { principal: Principal }> | undefined,
) {
  const { failures } = c.get('authenticator')
  const address = addressOf(c)
  const seconds = failures.secondsToWait(address)
  if (seconds > 0) return tooManyFailures(c, seconds)
  if (shown === undefined) {
    return problem(c, 'unauthenticated', {
      detail: 'Sign in, or send a key: Authorization: Bearer franoi_…',
      headers: { 'www-authenticate': CHALLENGE },
    })
  }
  if (shown.isWrong) failures.record(address)
  const { code, detail, challenge } = shown
  const headers = {
    'www-authenticate': challenge === undefined ? CHALLENGE : `${CHALLENGE}, ${challenge}`,
  }
  return problem(c, code, { detail, headers })
}

async function refuseRole(c: Context<AppEnv>, principal: Principal, roles: readonly Role[]) {
  const route = `${c.req.method} ${routePath(c)}`
  await c.get('authenticator').onForbidden?.(principal, route, c.get('requestId'))
  const needed =
    roles.length === 1 ? `the role ${roles[0]}` : `one of the roles ${roles.join(', ')}`
  const has = principal.kind === 'key' ? 'the key has' : 'you have'
  return problem(c, 'forbidden', {
    detail: `This needs ${needed}; ${has} the role ${principal.role}.`,
    details: { rolesNeeded: roles, role: principal.role },
  })
}

function tooManyFailures(c: Context<AppEnv>, seconds: number): Response {
  return problem(c, 'too_many_failures', {
    detail: `Too many wrong tries came from this address; try again in ${seconds} s.`,
    headers: { 'retry-after': String(seconds) },
  })
}
