import type { z } from '@hono/zod-openapi'
import type { Context, Handler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { AppEnv } from './env.ts'
import { isJson } from './json-body.ts'
import { answerInvalid } from './validation.ts'

/** Gives what a schema would give, or `undefined` where it is not sure: then the schema itself is asked. */
export type QuickReader<Schema extends z.ZodType> = (value: unknown) => z.output<Schema> | undefined

/** A JSON body as a route declares it. */
export interface DeclaredBody<Schema extends z.ZodType = z.ZodType> {
  readonly required: true
  readonly content: { readonly 'application/json': { readonly schema: Schema } }
  readonly readQuickly?: QuickReader<Schema> | undefined
}

/**
 * Lets a handler have only bodies that fit the schema, as `c.req.valid('json')`; any other is answered with a problem.
 * The value is the one that the frame has read: nothing is parsed again.
 */
export function checkingBody(body: DeclaredBody, handler: Handler<AppEnv>): Handler<AppEnv> {
  const { schema } = body.content['application/json']
  return (c, next) => {
    const value = sentValue(c)
    let data: unknown = body.readQuickly?.(value)
    if (data === undefined) {
      const result = schema.safeParse(value)
      if (!result.success) return answerInvalid({ ...result, target: 'json' }, c)
      data = result.data
    }
    c.req.addValidatedData('json', data as object)
    return handler(c, next)
  }
}

/** What was sent; where nothing was, an empty object, so that every field that is wanted gets named. */
function sentValue(c: Context<AppEnv>): unknown {
  const read = c.get('json')
  if (read !== undefined) return read.value
  const contentType = c.req.header('content-type')
  if (contentType === undefined) return {}
  throw new HTTPException(isJson(contentType) ? 400 : 415)
}
