import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { StaffRole } from '../../access/core/principal.ts'
import { principalOf, type Sessions } from '../../access/sessions.ts'
import type { AppEnv } from '../../http/env.ts'
import { BODY_BYTES_MAX } from '../../http/json-body.ts'
import { isFromOurPages } from '../../http/same-origin.ts'
import { cookieOf, sessionCookieName } from '../../http/ways.ts'
import { DomainError } from '../../kernel/errors.ts'
import type { DeskLanguage, DeskSession } from './layout.tsx'

/** What every handler of the desk finds in `c.get(…)`. */
export interface DeskEnv {
  readonly Variables: AppEnv['Variables'] & {
    /** Who sits there. */
    desk: DeskSession
  }
}

export type DeskContext = Context<DeskEnv>

export interface SessionDeps {
  readonly sessions: Sessions
  readonly publicUrl: string
}

/** Which language was chosen: `it` or `en`. */
export const LANGUAGE_COOKIE = 'franoi-language'
const A_YEAR_SECONDS = 365 * 24 * 60 * 60

/**
 * Lets those pass who signed in with both factors; everybody else goes to the sign-in. What changes something must come
 * from a page of ours, and is at most as large as any other body.
 */
export function openDesk({ sessions, publicUrl }: SessionDeps): MiddlewareHandler<DeskEnv> {
  const limit = bodyLimit({
    maxSize: BODY_BYTES_MAX,
    onError: () => {
      throw new DomainError('body_too_large', `The body has more than ${BODY_BYTES_MAX} bytes.`)
    },
  })
  return async (c, next) => {
    c.header('cache-control', 'no-store')
    if (!isFromOurPages(c.req, publicUrl)) {
      throw new DomainError(
        'cross_site_request',
        'This request did not come from a page of this service.',
      )
    }
    const token = cookieOf(c.req, sessionCookieName(publicUrl))
    const session = token === undefined ? undefined : await sessions.find(token)
    if (session?.stage !== 'whole') return c.redirect('/sign-in', 303)
    const { member } = session
    const who = principalOf(member)
    c.set('principal', who)
    const { pathname, search } = new URL(c.req.url)
    c.set('desk', {
      ...{ who, name: member.name, role: member.role, contactPointIds: member.contactPointIds },
      ...{ language: languageOf(c), requestId: c.get('requestId') },
      // A form that is drawn again stands at an address that answers GET as well.
      path: `${pathname}${search}`,
    })
    return limit(c, next)
  }
}

/** Lets the people of these roles pass; that others asked is in the access log before they are refused. */
export function deskRoles(
  ...roles: readonly [StaffRole, ...StaffRole[]]
): MiddlewareHandler<DeskEnv> {
  return async (c, next) => {
    const { role, who, requestId } = c.get('desk')
    if (roles.includes(role)) return next()
    await c.get('authenticator').onForbidden?.(who, `${c.req.method} /desk`, requestId)
    throw new DeskRefusal('forbidden')
  }
}

/** Why a page is not shown. */
export class DeskRefusal extends Error {
  readonly reason: 'forbidden' | 'not_found'
  constructor(reason: 'forbidden' | 'not_found') {
    super(reason)
    this.name = 'DeskRefusal'
    this.reason = reason
  }
}

/** Who asks, for the services. */
export function askerOf(c: DeskContext) {
  const { who, requestId } = c.get('desk')
  return { who, requestId }
}

export async function chooseLanguage(c: DeskContext): Promise<Response> {
  const { language, back } = await readForm(c)
  const chosen: DeskLanguage = language === 'en' ? 'en' : 'it'
  setCookie(c, LANGUAGE_COOKIE, chosen, {
    ...{ path: '/', sameSite: 'Strict', httpOnly: true, maxAge: A_YEAR_SECONDS },
  })
  const isOurs =
    back !== undefined && /^\/(?:desk|lab|association)(?:[/?][\x21-\x7e]*)?$/.test(back)
  return c.redirect(isOurs ? back : '/desk', 303)
}

export async function signOut(
  c: DeskContext,
  { sessions, publicUrl }: SessionDeps,
): Promise<Response> {
  const name = sessionCookieName(publicUrl)
  const session = await sessions.find(cookieOf(c.req, name) ?? '')
  if (session !== undefined) await sessions.end(session)
  deleteCookie(c, name, { path: '/', secure: publicUrl.startsWith('https:') })
  return c.redirect('/sign-in', 303)
}

/** What a form says: the text of each field, files left out. */
export async function readForm(c: DeskContext): Promise<Readonly<Record<string, string>>> {
  const body = await c.req.parseBody()
  return Object.fromEntries(
    Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

function languageOf(c: DeskContext): DeskLanguage {
  const chosen = getCookie(c, LANGUAGE_COOKIE)
  if (chosen !== undefined) return chosen === 'en' ? 'en' : 'it'
  return /^en\b/i.test(c.req.header('accept-language') ?? '') ? 'en' : 'it'
}
