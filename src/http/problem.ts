import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { DomainError, ErrorDetail } from '../kernel/errors.ts'
import { wholeAnswer } from './answer.ts'
import type { AppEnv } from './env.ts'
import { isProblemCode, PROBLEMS, type ProblemCode, type ProblemStatus } from './problem-codes.ts'

/** What is wrong with one field of a request. */
export interface FieldError {
  /** Its path, like `transfers[3].amount`; empty for the whole. */
  readonly field: string
  readonly in: 'body' | 'query' | 'path' | 'header'
  /** What the field wants, as a sentence without its name. */
  readonly message: string
}

export interface ProblemContent {
  /** What happened in this case, for a person to read. */
  readonly detail: string
  readonly errors?: readonly FieldError[]
  /** Facts of a `DomainError` that a program can use. */
  readonly details?: Readonly<Record<string, ErrorDetail>>
  readonly headers?: Readonly<Record<string, string>>
}

/** The shape of every error answer. Source: RFC 9457, section 3. */
export const problemSchema = z
  .object({
    type: z.string().openapi({ format: 'uri-reference', description: 'What the code means.' }),
    title: z.string(),
    status: z.int(),
    code: z.string().openapi({ description: 'Stable: programs decide by it.' }),
    detail: z.string().openapi({ description: 'For people; may change.' }),
    requestId: z.string().openapi({ description: 'Names the request in our log.' }),
    errors: z
      .array(
        z.object({
          field: z.string(),
          in: z.enum(['body', 'query', 'path', 'header']),
          message: z.string(),
        }),
      )
      .optional()
      .openapi({ description: 'One entry for each wrong field.' }),
    details: z.record(z.string(), z.unknown()).optional(),
  })
  .openapi('Problem', {
    example: {
      type: '/problems#invalid_request',
      title: 'The request has the wrong shape',
      status: 400,
      code: 'invalid_request',
      detail: 'amount: wants minor units as a string of digits, like "1250"',
      requestId: '018f3a5e-0000-7000-8000-000000000001',
      errors: [
        {
          field: 'amount',
          in: 'body',
          message: 'wants minor units as a string of digits, like "1250"',
        },
      ],
    },
  })

/**
 * Answers with an RFC 9457 problem.
 *
 * @example return problem(c, 'route_not_found', { detail: 'There is nothing at this address.' })
 */
export function problem(c: Context<AppEnv>, code: ProblemCode, content: ProblemContent): Response {
  const { status, title } = PROBLEMS[code]
  c.set('problemCode', code)
  const body = {
    type: `${c.get('problemsUrl')}#${code}`,
    title,
    status,
    code,
    detail: content.detail,
    requestId: c.get('requestId'),
    ...(content.errors === undefined ? {} : { errors: content.errors }),
    ...(content.details === undefined ? {} : { details: content.details }),
  }
  const headers = { ...content.headers, 'content-type': 'application/problem+json' }
  return wholeAnswer(c, JSON.stringify(body), status, headers)
}

/** Finds the answer to a `DomainError`; `undefined` where its code is not on the list. */
export function problemOfDomainError(
  error: DomainError,
):
  | { readonly code: ProblemCode; readonly status: ProblemStatus; readonly content: ProblemContent }
  | undefined {
  if (!isProblemCode(error.code)) return undefined
  const hasDetails = Object.keys(error.details).length > 0
  return {
    code: error.code,
    status: PROBLEMS[error.code].status,
    content: { detail: error.message, ...(hasDetails ? { details: error.details } : {}) },
  }
}
