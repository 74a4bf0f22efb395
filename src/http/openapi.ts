import { OpenAPIHono, type RouteConfig, type z } from '@hono/zod-openapi'
import type { Handler, MiddlewareHandler } from 'hono'
import type { Role } from '../access/core/principal.ts'
import { authorize } from './authorize.ts'
import { checkingBody, type DeclaredBody, type QuickReader } from './body-check.ts'
import type { AppEnv } from './env.ts'
import { problemSchema } from './problem.ts'
import type { ProblemStatus } from './problem-codes.ts'
import { securityOf } from './security-schemes.ts'
import { answerInvalid } from './validation.ts'

export type Api = OpenAPIHono<AppEnv>

/** Makes the router of a capability: what does not fit its schemas is answered with a problem. */
export function createApi(): Api {
  const api = new OpenAPIHono<AppEnv>({ defaultHook: answerInvalid })
  const mount = api.openapi
  // The frame has read the body and parsed it; hono's own check would do both again.
  api.openapi = ((route: DeclaredRoute, handler: Handler<AppEnv>) => {
    if (route.request?.body === undefined) return mount(route, handler)
    const { body, ...request } = route.request
    const { required, content } = body
    const { middleware: _, ...documented } = route
    api.openAPIRegistry.registerPath({
      ...documented,
      request: { ...request, body: { required, content } },
    })
    return mount({ ...route, request, hide: true }, checkingBody(body, handler))
  }) as typeof api.openapi
  return api
}

type DeclaredRoute = RouteConfig & { readonly request?: { readonly body?: DeclaredBody } }

/**
 * The part of a route that asks for one of these roles, and says so in the document.
 *
 * @example createRoute({ ...secured('operator', 'auditor'), method: 'get', … })
 */
export function secured(...roles: readonly [Role, ...Role[]]): {
  readonly security: { [scheme: string]: string[] }[]
  readonly middleware: MiddlewareHandler<AppEnv>
} {
  return { security: securityOf(roles), middleware: authorize(...roles) }
}

/**
 * A JSON body that must be there. Use `z.strictObject`, so that a mistyped field is noticed.
 *
 * @param readQuickly for what is sent thousands of times a second; it must give what the schema gives, or `undefined`
 */
export function jsonBody<Schema extends z.ZodType>(
  schema: Schema,
  readQuickly?: QuickReader<Schema>,
) {
  return { required: true, content: { 'application/json': { schema } }, readQuickly } as const
}

/** A JSON answer. */
export function jsonAnswer<Schema extends z.ZodType>(description: string, schema: Schema) {
  return { description, content: { 'application/json': { schema } } } as const
}

/**
 * Answers with a problem that a route can give besides those that the frame adds by itself
 * (400, 401, 403, 413, 415, 429, 500, 503).
 *
 * @example responses: { 200: jsonAnswer('The voucher.', voucher), ...problems({ 404: 'No such voucher.' }) }
 */
export function problems<const Descriptions extends { readonly [S in ProblemStatus]?: string }>(
  descriptions: Descriptions,
): { [S in keyof Descriptions]: ProblemAnswer } {
  const entries = Object.entries(descriptions).map(([status, description]) => [
    status,
    problemAnswer(String(description)),
  ])
  return Object.fromEntries(entries)
}

export type ProblemAnswer = ReturnType<typeof problemAnswer>

/** One answer with a problem, for the OpenAPI document. */
export function problemAnswer(description: string) {
  return {
    description,
    content: { 'application/problem+json': { schema: problemSchema } },
  } as const
}
