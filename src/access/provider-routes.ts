import { type Context, Hono } from 'hono'
import { deleteCookie, setCookie } from 'hono/cookie'
import { keepSession } from '../http/cookies.ts'
import type { AppEnv } from '../http/env.ts'
import { cookieOf } from '../http/ways.ts'
import { DomainError } from '../kernel/errors.ts'
import { JOURNEY_SECONDS, PROVIDER_CALLBACK, type Provider } from './provider.ts'
import type { SignIn } from './sign-in.ts'

const JOURNEY_COOKIE = 'franoi-provider'
const SIGN_IN_PAGE = '/sign-in'

/** The way to the organisation's own provider and back. Mounted at the root: browsers go there, not programs. */
export function providerRoutes({
  provider,
  signIn,
  publicUrl,
}: {
  readonly provider: Provider | undefined
  readonly signIn: SignIn
  readonly publicUrl: string
}): Hono<AppEnv> {
  const routes = new Hono<AppEnv>()
  const path = '/sign-in/provider'
  const secure = publicUrl.startsWith('https:')
  const back = (c: Context<AppEnv>, query = '') => {
    c.header('cache-control', 'no-store')
    return c.redirect(`${SIGN_IN_PAGE}${query}`, 303)
  }
  routes.get(path, async (c) => {
    const { url, kept } = await there(provider).begin()
    // Lax: the provider's page sends the browser back, and this cookie has to come with it.
    setCookie(c, JOURNEY_COOKIE, kept, {
      ...{ path, secure, httpOnly: true, sameSite: 'Lax', maxAge: JOURNEY_SECONDS },
    })
    c.header('cache-control', 'no-store')
    return c.redirect(url, 303)
  })
  routes.get(PROVIDER_CALLBACK, async (c) => {
    const kept = cookieOf(c.req, JOURNEY_COOKIE)
    deleteCookie(c, JOURNEY_COOKIE, { path, secure })
    const identity = await there(provider).finish(new URL(c.req.url).search, kept)
    if (identity === undefined) return back(c, '?refused=provider')
    const answer = await signIn.withIdentity(identity)
    if (answer.status !== 'opened') return back(c, '?refused=provider')
    keepSession(c, publicUrl, answer.session)
    return back(c)
  })
  return routes
}

function there(provider: Provider | undefined): Provider {
  if (provider !== undefined) return provider
  throw new DomainError('provider_absent', 'This service has no sign-in through another provider.')
}
