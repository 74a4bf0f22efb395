import type { Hook } from '@hono/zod-openapi'
import type { z } from 'zod'
import type { AppEnv } from './env.ts'
import { type FieldError, problem } from './problem.ts'

const ERRORS_MAX = 20
const NAME_LENGTH_MAX = 80
const DETAIL_ERRORS_MAX = 3
const PLACES = {
  json: 'body',
  form: 'body',
  query: 'query',
  param: 'path',
  header: 'header',
  cookie: 'header',
} as const

/** Answers a request of the wrong shape with a problem that names every wrong field and what it wants. */
export const answerInvalid: Hook<unknown, AppEnv, string, Response | undefined> = (result, c) => {
  if (result.success) return undefined
  const place = PLACES[result.target]
  const errors = result.error.issues.flatMap((issue) => fieldErrors(issue, place))
  const shown = errors.slice(0, ERRORS_MAX)
  return problem(c, 'invalid_request', { detail: summary(shown, errors.length), errors: shown })
}

/** Says what one zod issue means, field by field. */
export function fieldErrors(issue: z.core.$ZodIssue, place: FieldError['in']): FieldError[] {
  const path = issue.path
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        field: fieldName([...path, key]),
        in: place,
        message: 'is not a field that is known here',
      }))
    case 'invalid_union': {
      // A few of each: a body with thousands of wrong names is answered in as few lines as any other.
      const branches = issue.errors.map((branch) =>
        branch
          .flatMap((inner) => fieldErrors(inner, place))
          .slice(0, DETAIL_ERRORS_MAX)
          .map((inner) => `${inner.field || 'it'}: ${inner.message}`)
          .join(', '),
      )
      const reasons = branches.filter((text) => text !== '')
      const why =
        reasons.length === 0 ? issue.message : `none of these fits: ${reasons.join('; or ')}`
      return [{ field: fieldName(path), in: place, message: why }]
    }
    default:
      return [{ field: fieldName(path), in: place, message: plain(issue.message) }]
  }
}

/** Writes a path the way a program would: `transfers[3].amount`. */
export function fieldName(path: readonly PropertyKey[]): string {
  let name = ''
  for (const step of path) {
    if (typeof step === 'number') name += `[${step}]`
    else name += `${name === '' ? '' : '.'}${shorten(String(step))}`
  }
  return name
}

function plain(message: string): string {
  return message
    .replace(/^Invalid input: expected (.+), received undefined$/, 'is missing: wants $1')
    .replace(/^Invalid input: expected (.+), received (.+)$/, 'wants $1, not $2')
    .replace(
      /^Invalid option: expected one of (.+)$/,
      (_, options: string) => `wants one of ${options.replaceAll('|', ', ')}`,
    )
    .replace(/^Too (?:big|small): expected (?:\w+ )?to (?:have|be) (.+)$/, 'wants $1')
    .replace('>=', 'at least ')
    .replace('<=', 'at most ')
}

function summary(errors: readonly FieldError[], count: number): string {
  const first = errors
    .slice(0, DETAIL_ERRORS_MAX)
    .map((error) => `${error.field === '' ? `the ${error.in}` : error.field}: ${error.message}`)
    .join('; ')
  const rest = count - Math.min(errors.length, DETAIL_ERRORS_MAX)
  return rest > 0 ? `${first}; and ${rest} more` : first
}

function shorten(name: string): string {
  return name.length > NAME_LENGTH_MAX ? `${name.slice(0, NAME_LENGTH_MAX)}…` : name
}
