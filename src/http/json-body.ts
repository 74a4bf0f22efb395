import type { Context, MiddlewareHandler } from 'hono'
import type { AppEnv } from './env.ts'
import { findDuplicateName } from './json-names.ts'
import { problem } from './problem.ts'

/** The largest body that is read, in bytes. */
export const BODY_BYTES_MAX = 1_048_576

/**
 * Reads the body once, within the limit, and refuses what is not one JSON text in UTF-8 without repeated
 * names. What the routes then check is the value that was read here.
 */
export function readJsonBody(): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next()
    if (!(await holdWithinLimit(c))) return tooLarge(c)
    const text = await c.req.text()
    // An empty body is nobody's mistake where none is wanted; elsewhere the validator says that it is missing.
    if (text === '') return next()
    if (!isJson(c.req.header('content-type'))) {
      return problem(c, 'unsupported_media_type', {
        detail: 'The body must be JSON, sent as Content-Type: application/json.',
      })
    }
    const read = readJson(text)
    if ('fault' in read) return problem(c, 'malformed_json', { detail: read.fault })
    c.set('json', read)
    return next()
  }
}

function readJson(text: string): { readonly value: unknown } | { readonly fault: string } {
  // Bytes that are not UTF-8 were read as this character, which says that another one was lost.
  if (text.includes('\u{fffd}')) {
    return { fault: 'The body is not UTF-8, or a character of it was lost before.' }
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { fault: `The body is not JSON: ${whereReadingStopped(error)}.` }
  }
  const name = findDuplicateName(text)
  if (name === undefined) return { value }
  return { fault: `The name ${JSON.stringify(name)} appears twice in one object.` }
}

/** What the parser says, without the piece of the body that it quotes. */
function whereReadingStopped(error: unknown): string {
  const message = error instanceof Error ? error.message : ''
  const position = /at position (\d+)/.exec(message)?.[1]
  if (position !== undefined) return `reading stopped at character ${position}`
  return /end of JSON/i.test(message) ? 'it ends too early' : 'it cannot be read'
}

/** Makes sure that the body is no larger than allowed. One that does not announce its length is read to know it. */
async function holdWithinLimit(c: Context<AppEnv>): Promise<boolean> {
  const request = c.req.raw
  const announced = request.headers.get('content-length')
  if (announced !== null && !request.headers.has('transfer-encoding')) {
    return Number(announced) <= BODY_BYTES_MAX
  }
  if (request.body === null) return true
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body) {
    size += chunk.byteLength
    if (size > BODY_BYTES_MAX) return false
    chunks.push(chunk)
  }
  c.req.raw = new Request(request, { body: Buffer.concat(chunks) })
  return true
}

function tooLarge(c: Context<AppEnv>): Response {
  return problem(c, 'body_too_large', {
    detail: `The body has more than ${BODY_BYTES_MAX} bytes.`,
    // What was not read of it would be taken for the next request.
    headers: { connection: 'close' },
  })
}

/** Whether a content type is that of JSON. */
export function isJson(contentType: string | undefined): boolean {
  return /^application\/json *(?:;.*)?$/i.test(contentType ?? '')
}
