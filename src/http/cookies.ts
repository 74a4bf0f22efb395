import type { Context } from 'hono'
import { setCookie } from 'hono/cookie'
import type { OpenedSession } from '../access/sessions.ts'
import { WALLET_COOKIE } from '../access/wallets.ts'
import type { AppEnv } from './env.ts'
import { sessionCookieName } from './ways.ts'

/** So long a browser keeps the cookie of a wallet: the most that browsers allow, seconds. */
const WALLET_SECONDS = 400 * 24 * 3600

/** Gives the browser its session: no script reads it, and no other site's page sends it. */
export function keepSession(c: Context<AppEnv>, publicUrl: string, session: OpenedSession): void {
  setCookie(c, sessionCookieName(publicUrl), session.token, {
    ...keptClosely(publicUrl),
    expires: session.expiresAt,
  })
}

/** Gives the phone its wallet, in the same way. */
export function keepWallet(c: Context<AppEnv>, publicUrl: string, cookie: string): void {
  setCookie(c, WALLET_COOKIE, cookie, { ...keptClosely(publicUrl), maxAge: WALLET_SECONDS })
}

function keptClosely(publicUrl: string) {
  const secure = publicUrl.startsWith('https:')
  return { path: '/', httpOnly: true, sameSite: 'Strict', secure } as const
}
