import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { AssertionFailed } from '../kernel/assert.ts'
import { DomainError } from '../kernel/errors.ts'
import type { AppEnv } from './env.ts'
import { problem, problemOfDomainError } from './problem.ts'
import { requestLogger } from './request-log.ts'

/** What postgres.js and PostgreSQL say when the database is starting, stopping or out of reach. */
const DATABASE_AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
  'ETIMEDOUT',
  '53300', // too many connections
  '57P01', // admin shutdown
  '57P02', // crash shutdown
  '57P03', // cannot connect now
  '57P05', // ended because it was idle too long
])

/** The one place where whatever a route throws becomes an answer. */
export function answerFailure(error: unknown, c: Context<AppEnv>): Response {
  if (error instanceof DomainError) {
    const known = problemOfDomainError(error)
    if (known !== undefined) {
      if (known.status >= 500) requestLogger(c).error({ err: error }, 'a request could not be done')
      const { retryAfterSeconds: seconds = known.status === 503 ? 1 : null } = error.details
      const headers = seconds === null ? {} : { 'retry-after': String(seconds) }
      return problem(c, known.code, { ...known.content, headers })
    }
  }
  if (error instanceof HTTPException) return answerFrameError(error, c)
  if (isDatabaseAway(error)) {
    requestLogger(c).error({ err: error }, 'the database did not answer')
    return problem(c, 'service_unavailable', {
      detail: 'The database does not answer. Send the same request again in a moment.',
      headers: { 'retry-after': '2' },
    })
  }
  if (error instanceof AssertionFailed)
    requestLogger(c).fatal({ err: error }, 'a promise of the program is broken')
  else requestLogger(c).error({ err: error }, 'a request failed')
  return problem(c, 'internal_error', {
    detail: `It is logged under ${c.get('requestId')}. The same request can be sent again.`,
  })
}

function answerFrameError(error: HTTPException, c: Context<AppEnv>): Response {
  switch (error.status) {
    case 413:
      return problem(c, 'body_too_large', { detail: 'The body is too large.' })
    case 415:
      return problem(c, 'unsupported_media_type', {
        detail: 'The body must be sent as Content-Type: application/json.',
      })
    case 400:
      // Whatever is no JSON was refused before; what is left for the validator to stumble on is nothing.
      return problem(c, 'malformed_json', { detail: 'The body is empty; a JSON object is wanted.' })
    default:
      return problem(c, 'bad_request', { detail: 'The request cannot be read.' })
  }
}

function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? error.code : undefined
  if (typeof code === 'string' && DATABASE_AWAY.has(code)) return true
  // A socket file that is not there; a file of ours that is missing has the same code and is a fault.
  if (code === 'ENOENT' && Reflect.get(error, 'syscall') === 'connect') return true
  // drizzle wraps what the driver said.
  return error.cause !== undefined && isDatabaseAway(error.cause)
}
