import type { HonoRequest } from 'hono'
import { parse } from 'hono/utils/cookie'
import type { Incoming } from '../access/core/incoming.ts'
import type { Principal } from '../access/core/principal.ts'
import type { AuthenticationWay, Shown } from './authenticator.ts'
import { isFromOurPages } from './same-origin.ts'

const FOREIGN: Shown = {
  code: 'cross_site_request',
  detail: 'This request did not come from a page of this service.',
  isWrong: false,
}
const BEARER = /^Bearer +(\S+) *$/i

/** `Authorization: Bearer franoi_…`: an API key. */
export function bearerKey(
  authenticate: (token: string) => Promise<Principal | undefined>,
): AuthenticationWay {
  return (request) => {
    const token = BEARER.exec(request.header('authorization') ?? '')?.[1]
    return token === undefined ? undefined : showKey(token, authenticate)
  }
}

async function showKey(
  token: string,
  authenticate: (token: string) => Promise<Principal | undefined>,
): Promise<Shown> {
  const principal = await authenticate(token)
  if (principal !== undefined) return { principal }
  return {
    code: 'unauthenticated',
    detail: 'This key is not known, or it was revoked.',
    isWrong: true,
    challenge: 'error="invalid_token"',
  }
}

/** What a session's cookie stands for: `principal` is there once the second factor was right. */
export interface SessionOwner {
  readonly principal?: Principal
}

/** The cookie of somebody who signed in. */
export function sessionCookie(
  publicUrl: string,
  find: (token: string) => Promise<SessionOwner | undefined>,
): AuthenticationWay {
  const name = sessionCookieName(publicUrl)
  return (request) => {
    const token = cookieOf(request, name)
    return token === undefined ? undefined : showSession(request, publicUrl, token, find)
  }
}

/** What a cookie holds; `undefined` where the request has none of this name. */
export function cookieOf(request: HonoRequest, name: string): string | undefined {
  return parse(request.header('cookie') ?? '', name)[name]
}

async function showSession(
  request: HonoRequest,
  publicUrl: string,
  token: string,
  find: (token: string) => Promise<SessionOwner | undefined>,
): Promise<Shown> {
  // A browser sends the cookie whoever wrote the page: what changes something must come from a page of ours.
  if (!isFromOurPages(request, publicUrl)) return FOREIGN
  const owner = await find(token)
  if (owner?.principal !== undefined) return { principal: owner.principal }
  if (owner !== undefined) {
    return {
      code: 'second_factor_needed',
      detail: 'The second factor is still to come: nothing else is answered before.',
      isWrong: false,
    }
  }
  return {
    code: 'unauthenticated',
    detail: 'You are not signed in any more. Sign in again.',
    isWrong: false,
  }
}

/** Under https the name itself makes browsers refuse a cookie that another host of the domain has set. */
export function sessionCookieName(publicUrl: string): string {
  return publicUrl.startsWith('https:') ? '__Host-franoi-session' : 'franoi-session'
}

type AuthenticateDevice = (incoming: Incoming) => Promise<Principal | undefined>

const TERMINAL = /^Terminal /i

/** `Authorization: Terminal …`: a paired till, which signs each request. */
export function terminalProof(authenticate: AuthenticateDevice): AuthenticationWay {
  return (request) =>
    TERMINAL.test(request.header('authorization') ?? '')
      ? showDevice(request, authenticate, {
          detail: 'This proof is not good, or the terminal is not paired any more.',
          isWrong: true,
        })
      : undefined
}

/** The cookie of a phone that opened a wallet link. */
export function walletCookie(
  publicUrl: string,
  name: string,
  authenticate: AuthenticateDevice,
): AuthenticationWay {
  return (request) => {
    if (cookieOf(request, name) === undefined) return undefined
    if (!isFromOurPages(request, publicUrl)) return Promise.resolve(FOREIGN)
    const refusal = {
      detail: 'This phone is not bound any more: ask for a new link.',
      isWrong: true,
    }
    return showDevice(request, authenticate, refusal)
  }
}

async function showDevice(
  request: HonoRequest,
  authenticate: AuthenticateDevice,
  refusal: { readonly detail: string; readonly isWrong: boolean },
): Promise<Shown> {
  const principal = await authenticate(incomingOf(request))
  return principal === undefined ? { code: 'unauthenticated', ...refusal } : { principal }
}

/** What a request says of itself. The body was read by the frame, so it can be read again. */
export function incomingOf(request: HonoRequest): Incoming {
  const { pathname, search } = new URL(request.url)
  return {
    method: request.method,
    target: `${pathname}${search}`,
    header: (name) => request.header(name),
    body: () => request.text(),
  }
}
