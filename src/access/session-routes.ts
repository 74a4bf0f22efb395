import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { deleteCookie } from 'hono/cookie'
import { whoAsks } from '../http/authorize.ts'
import { keepSession } from '../http/cookies.ts'
import type { AppEnv } from '../http/env.ts'
import { type Api, createApi, jsonAnswer, jsonBody, problems } from '../http/openapi.ts'
import { onlyFromOurPages } from '../http/same-origin.ts'
import { parsedText, timeText, uuidText } from '../http/schemas.ts'
import { cookieOf, sessionCookieName } from '../http/ways.ts'
import { DomainError } from '../kernel/errors.ts'
import { PRINCIPAL_KINDS, type Principal, ROLES } from './core/principal.ts'
import { PASSWORD_LENGTH_MAX } from './core/staff.ts'
import type { Links } from './links.ts'
import { principalOf, type Sessions, type StaffSession } from './sessions.ts'
import type { SignIn, SignInAnswer } from './sign-in.ts'

export interface SessionRoutesDeps {
  readonly sessions: Sessions
  readonly signIn: SignIn
  readonly staff: Links
  readonly publicUrl: string
  /** Whether the organisation has a provider of its own. */
  readonly hasProvider: boolean
}

/** `factor_needed`: a second factor has to be set up; `code_needed`: it has to be shown. */
const STATUSES = ['none', 'factor_needed', 'code_needed', 'open'] as const

const whoSchema = z
  .object({
    kind: z.enum(PRINCIPAL_KINDS),
    id: uuidText,
    role: z.enum(ROLES),
    name: z.string().nullable().openapi({ description: 'Of a person who signed in.' }),
    contactPointIds: z
      .array(z.string())
      .nullable()
      .openapi({ description: 'Null where it is bound to none and reaches all.' }),
    partnerId: z.string().nullable(),
    associationId: z.string().nullable(),
  })
  .openapi('Who')

const sessionSchema = z
  .object({
    status: z.enum(STATUSES),
    who: whoSchema.nullable().openapi({ description: 'Null until the status is `open`.' }),
    hasProvider: z
      .boolean()
      .openapi({ description: 'Whether `/sign-in/provider` leads to another sign-in.' }),
  })
  .openapi('Session')

const stepSchema = z
  .object({
    status: z.enum(STATUSES),
    expiresAt: timeText,
    backupCodes: z
      .array(z.string())
      .optional()
      .openapi({ description: 'Told this once: ten codes for paper, each good once.' }),
  })
  .openapi('SignInStep')

const emailField = text(254, 'anna@example.org')
const passwordField = text(PASSWORD_LENGTH_MAX * 4, 'four words in a row')
const codeField = text(20, '123456')
const REFUSED = { 401: 'It is wrong, or was used before.', 403: 'It came from elsewhere.' } as const
const WAIT = { 429: 'Too many tries: `Retry-After` says how long to wait.' } as const

function step<const Path extends string, Body extends z.ZodType>(
  path: Path,
  operationId: string,
  summary: string,
  body: Body,
) {
  return createRoute({
    method: 'post',
    path,
    operationId,
    tags: ['session'],
    summary,
    request: { body: jsonBody(body) },
    responses: {
      200: jsonAnswer('How far the sign-in has come; the cookie is set.', stepSchema),
      ...problems({
        ...REFUSED,
        ...WAIT,
        404: 'The link is not good any more.',
        409: 'A second factor is set up already.',
        422: 'The password is too easy to guess.',
      }),
    },
  })
}

const getSession = createRoute({
  method: 'get',
  path: '/session',
  operationId: 'getSession',
  tags: ['session'],
  summary: 'Who is asking, and how far a sign-in has come',
  responses: { 200: jsonAnswer('Who it is.', sessionSchema) },
})

const signInRoute = step(
  '/session',
  'signIn',
  'Sign in with e-mail and password; the second factor comes next',
  z.strictObject({ email: emailField, password: passwordField }),
)

const codeRoute = step(
  '/session/code',
  'sendSecondFactor',
  'Show the second factor: a code of the authenticator, or one from paper',
  z.strictObject({ code: codeField }),
)

const confirmRoute = step(
  '/session/factor/confirm',
  'confirmSecondFactor',
  'Confirm a second factor with a code of it',
  z.strictObject({ code: codeField }),
)

const passwordRoute = step(
  '/session/password',
  'setPassword',
  'Choose a password with the token of a link; the link is used up',
  z.strictObject({ token: text(120, 'AZ…'), password: passwordField }),
)

const offerRoute = createRoute({
  method: 'post',
  path: '/session/factor',
  operationId: 'offerSecondFactor',
  tags: ['session'],
  summary: 'A new secret for an authenticator, to be confirmed with a code of it',
  responses: {
    200: jsonAnswer(
      'What the authenticator takes. Told this once.',
      z
        .object({
          secret: z.string().openapi({ description: 'Base32, for who cannot scan.' }),
          uri: z.string(),
          svg: z.string().openapi({ description: 'The address as a QR code.' }),
        })
        .openapi('SecondFactorOffer'),
    ),
    ...problems({ ...REFUSED, 409: 'A second factor is set up already.' }),
  },
})

const forgottenRoute = createRoute({
  method: 'post',
  path: '/session/forgotten',
  operationId: 'forgotPassword',
  tags: ['session'],
  summary: 'Send a link for a new password, where there is somebody to send it to',
  request: { body: jsonBody(z.strictObject({ email: emailField })) },
  responses: {
    202: jsonAnswer(
      'Taken. Whether there is such a person is not told.',
      z.object({ status: z.literal('taken') }),
    ),
    ...problems({ 403: 'It came from elsewhere.' }),
  },
})

const signOutRoute = createRoute({
  method: 'delete',
  path: '/session',
  operationId: 'signOut',
  tags: ['session'],
  summary: 'Sign out of this browser',
  responses: {
    204: { description: 'Nobody is signed in here any more.' },
    ...problems({ 403: 'It came from elsewhere.' }),
  },
})

/** Signing in and out, under `/api/v1`. Open to everybody, from pages of this service. */
export function sessionRoutes(deps: SessionRoutesDeps): Api {
  const { sessions, signIn, staff, publicUrl, hasProvider } = deps
  const api = createApi()
  api.use('/session', onlyFromOurPages(publicUrl))
  api.use('/session/*', onlyFromOurPages(publicUrl))
  const current = async (c: Context<AppEnv>): Promise<StaffSession | undefined> => {
    const token = cookieOf(c.req, sessionCookieName(publicUrl))
    return token === undefined ? undefined : sessions.find(token)
  }
  const pending = async (c: Context<AppEnv>): Promise<StaffSession> => {
    const session = await current(c)
    if (session?.stage === 'factor') return session
    throw refused('Begin with e-mail and password: there is no sign-in that waits for this.')
  }
  const show = (
    c: Context<AppEnv>,
    answer: SignInAnswer & { readonly backupCodes?: readonly string[] },
  ) => {
    const { session, status } = openedBy(answer)
    keepSession(c, publicUrl, session)
    const { backupCodes } = answer
    const expiresAt = session.expiresAt.toISOString()
    const body = {
      status,
      expiresAt,
      ...(backupCodes === undefined ? {} : { backupCodes: [...backupCodes] }),
    }
    return c.json(body, 200)
  }
  api.openapi(getSession, async (c) => {
    const session = await current(c)
    const shown = session === undefined ? await whoAsks(c) : undefined
    const principal = shown?.principal
    const status = session !== undefined ? stageOf(session) : principal ? 'open' : 'none'
    const who =
      session?.stage === 'whole'
        ? showWho(principalOf(session.member), session.member.name)
        : principal && showWho(principal, null)
    return c.json({ status, who: who ?? null, hasProvider }, 200)
  })
  api.openapi(signInRoute, async (c) => {
    const { email, password } = c.req.valid('json')
    return show(c, await signIn.withPassword(email, password))
  })
  api.openapi(codeRoute, async (c) =>
    show(c, await signIn.withCode(await pending(c), c.req.valid('json').code)),
  )
  api.openapi(offerRoute, async (c) => c.json(await signIn.offerFactor(await pending(c)), 200))
  api.openapi(confirmRoute, async (c) =>
    show(c, await signIn.confirmFactor(await pending(c), c.req.valid('json').code)),
  )
  api.openapi(passwordRoute, async (c) => {
    const { token, password } = c.req.valid('json')
    return show(c, await staff.setPassword(token, password))
  })
  api.openapi(forgottenRoute, async (c) => {
    await staff.forgotten(c.req.valid('json').email)
    return c.json({ status: 'taken' as const }, 202)
  })
  api.openapi(signOutRoute, async (c) => {
    const session = await current(c)
    if (session !== undefined) await sessions.end(session)
    deleteCookie(c, sessionCookieName(publicUrl), { path: '/', secure: isSecure(publicUrl) })
    return c.body(null, 204)
  })
  return api
}

function isSecure(publicUrl: string): boolean {
  return publicUrl.startsWith('https:')
}

function openedBy(answer: SignInAnswer) {
  switch (answer.status) {
    case 'opened': {
      const { session, hasFactor } = answer
      return { session, status: stageOf({ stage: session.stage, hasFactor }) }
    }
    case 'refused':
      throw refused('Look at what you typed and try again.')
    case 'wait': {
      const { seconds } = answer
      throw new DomainError('sign_in_wait', `Too many tries: wait ${seconds} s.`, {
        retryAfterSeconds: seconds,
      })
    }
  }
}

function refused(detail: string): DomainError {
  return new DomainError('sign_in_refused', detail)
}

function stageOf({ stage, hasFactor }: Pick<StaffSession, 'stage' | 'hasFactor'>) {
  if (stage === 'whole') return 'open' as const
  return hasFactor ? ('code_needed' as const) : ('factor_needed' as const)
}

function showWho(principal: Principal, name: string | null) {
  const { kind, id, role, contactPointIds, partnerId, associationId } = principal
  return {
    ...{ kind, id, role, name },
    contactPointIds: contactPointIds === undefined ? null : [...contactPointIds],
    partnerId: partnerId ?? null,
    associationId: associationId ?? null,
  }
}

/** A text that is compared and not kept: anything in it is allowed but the character that SQL cannot hold. */
function text(maxLength: number, example: string) {
  return parsedText(
    (given) =>
      given.length > 0 && given.length <= maxLength && !given.includes('\0') ? given : undefined,
    `1 to ${maxLength} characters`,
  ).openapi({ type: 'string', minLength: 1, maxLength, example })
}
