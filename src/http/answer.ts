import type { Context, TypedResponse } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { AppEnv } from './env.ts'

type Headers = Readonly<Record<string, string>>

/**
 * An answer with all its headers, those of the frame included, in a plain object: the server writes these as they are.
 * A `Headers` object, which would sort and check them for each answer, costs more than all else about a small one.
 */
export function wholeAnswer(
  c: Context<AppEnv>,
  body: string,
  status: ContentfulStatusCode,
  headers: Headers,
): Response {
  c.set('isWhole', true)
  return new Response(body, { status, headers: { ...c.get('frameHeaders'), ...headers } })
}

/** The same as `c.json(value, status)`, as {@link wholeAnswer}. For routes that are asked thousands of times a second. */
export function answerJson<Value, Status extends ContentfulStatusCode>(
  c: Context<AppEnv>,
  value: Value,
  status: Status,
): Response & TypedResponse<Value, Status, 'json'> {
  const headers = { 'content-type': 'application/json' }
  // The type is a promise to the route's declaration; nothing of it is there when the program runs.
  return wholeAnswer(c, JSON.stringify(value), status, headers) as Response &
    TypedResponse<Value, Status, 'json'>
}

/** Gives an answer the headers of the frame that it does not set itself. */
export function completeHeaders(c: Context<AppEnv>): void {
  if (c.get('isWhole')) return
  const { headers } = c.res
  for (const [name, value] of Object.entries(c.get('frameHeaders'))) {
    if (!headers.has(name)) headers.set(name, value)
  }
}
