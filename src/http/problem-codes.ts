import { ACCESS_PROBLEMS } from './problem-codes-access.ts'
import { CURRENCY_PROBLEMS } from './problem-codes-currency.ts'
import { MONITORING_PROBLEMS } from './problem-codes-monitoring.ts'
import { NETWORK_PROBLEMS } from './problem-codes-network.ts'
import { PLAN_PROBLEMS } from './problem-codes-plans.ts'
import { STUDY_PROBLEMS } from './problem-codes-study.ts'
import { VOUCHER_PROBLEMS } from './problem-codes-vouchers.ts'
import { WEBHOOK_PROBLEMS } from './problem-codes-webhooks.ts'
import type { ProblemMeaning } from './problem-meaning.ts'

export type { ProblemMeaning, ProblemStatus } from './problem-meaning.ts'

/** The codes that the HTTP frame itself answers with. */
const FRAME_PROBLEMS = {
  invalid_request: {
    status: 400,
    title: 'The request has the wrong shape',
    advice:
      'Each entry of `errors` names a field, where it stands (body, query, path) and what it wants. Correct those and send it again.',
  },
  malformed_json: {
    status: 400,
    title: 'The body is not JSON',
    advice:
      'The body must be one JSON object in UTF-8, in which no name appears twice. The detail says where reading stopped.',
  },
  bad_request: {
    status: 400,
    title: 'The request cannot be read',
    advice: 'The detail says what is wrong with it.',
  },
  unauthenticated: {
    status: 401,
    title: 'A key or a sign-in is needed',
    advice:
      'Sign in at `/sign-in`, or send a key that is known and not revoked: `Authorization: Bearer franoi_…`. `fra-noi keys create` makes one.',
  },
  forbidden: {
    status: 403,
    title: 'This role may not do that',
    advice: 'The detail names the roles that may. Somebody with one of them has to do it.',
  },
  route_not_found: {
    status: 404,
    title: 'There is nothing at this address',
    advice: 'The addresses that exist are listed at `/docs`.',
  },
  method_not_allowed: {
    status: 405,
    title: 'This address does not take this method',
    advice: 'The `Allow` header lists the methods it takes.',
  },
  body_too_large: {
    status: 413,
    title: 'The body is too large',
    advice: 'A body may have 1 MB. Send a long list in several requests.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'The body is of another type',
    advice: 'Send `Content-Type: application/json`.',
  },
  too_many_failures: {
    status: 429,
    title: 'Too many wrong keys from this address',
    advice:
      'Wait as many seconds as `Retry-After` says, and look at the key. Good keys go on working meanwhile.',
  },
  too_many_streams: {
    status: 429,
    title: 'You listen on too many streams',
    advice: 'Close those that are not needed: a page or a program needs one of each kind.',
  },
  request_timeout: {
    status: 408,
    title: 'The request came too slowly',
    advice: 'A request has 30 seconds to arrive whole. Send it again, or in smaller parts.',
  },
  headers_too_large: {
    status: 431,
    title: 'The headers are too large',
    advice: 'All headers together may have 16 KB.',
  },
  internal_error: {
    status: 500,
    title: 'Something went wrong here',
    advice:
      'It is our fault and it is logged. The same request, with the same ids, can be sent again safely.',
  },
  service_unavailable: {
    status: 503,
    title: 'The service cannot answer now',
    advice:
      'Usually the database is starting or out of reach. The same request, with the same ids, can be sent again safely.',
  },
} as const satisfies Record<string, ProblemMeaning>

/** The codes of the books. Those of the other capabilities have files of their own. */
const LEDGER_PROBLEMS = {
  account_not_found: {
    status: 404,
    title: 'There is no such account',
    advice: 'Look at the id. Accounts are opened by `POST /api/v1/ledger/accounts`.',
  },
  transfer_not_found: {
    status: 404,
    title: 'There is no such transfer',
    advice: 'Look at the id. A transfer that was refused is not kept; its answer says why it was.',
  },
  tree_size_out_of_range: {
    status: 422,
    title: 'The log has no such sizes',
    advice:
      'Ask for two sizes above zero, the smaller one first. `details.size` says how many transfers the log has.',
  },
  queue_full: {
    status: 503,
    title: 'Too much is waiting to be posted',
    advice:
      'Nothing of it was done. Wait as many seconds as `Retry-After` says, then send it again.',
  },
  ledger_unavailable: {
    status: 503,
    title: 'The books cannot be reached',
    advice:
      'Whether the request was posted is not known. Send it again under the same ids: what was posted is not posted twice.',
  },
} as const satisfies Record<string, ProblemMeaning>

/**
 * Every code that a problem can have. A `DomainError` with another code is a mistake of ours: it is
 * answered as `internal_error`, and test/http/problem-codes.test.ts finds it in the sources.
 */
export const PROBLEMS = {
  ...FRAME_PROBLEMS,
  ...LEDGER_PROBLEMS,
  ...ACCESS_PROBLEMS,
  ...NETWORK_PROBLEMS,
  ...PLAN_PROBLEMS,
  ...VOUCHER_PROBLEMS,
  ...WEBHOOK_PROBLEMS,
  ...CURRENCY_PROBLEMS,
  ...MONITORING_PROBLEMS,
  ...STUDY_PROBLEMS,
}

export type ProblemCode = keyof typeof PROBLEMS

/** Tells whether a code is one of the closed list. */
export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code)
}
