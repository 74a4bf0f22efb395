/** What a problem code means: its HTTP status, its title, and what the caller can do about it. */
export interface ProblemMeaning {
  readonly status: ProblemStatus
  readonly title: string
  /** One or two sentences, shown at the code's address and kept in docs/problems.md. */
  readonly advice: string
}

export type ProblemStatus =
  | 400
  | 401
  | 403
  | 404
  | 405
  | 408
  | 409
  | 413
  | 415
  | 422
  | 429
  | 431
  | 500
  | 503

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
    title: 'A key is needed',
    advice:
      'Send a key that is known and not revoked: `Authorization: Bearer franoi_…`. `fra-noi keys create` makes one.',
  },
  forbidden: {
    status: 403,
    title: 'This key may not do that',
    advice: 'The detail names the roles that may. Use a key of one of them.',
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

/** The codes of the `DomainError`s that the capabilities throw, by capability. */
const CAPABILITY_PROBLEMS = {
  // ledger
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
  // access
  key_not_found: {
    status: 404,
    title: 'There is no such key',
    advice: 'Look at the id; keys have ids of their own, beside their text.',
  },
  key_needs_partner: {
    status: 422,
    title: 'A key for a till needs its partner',
    advice: 'Say whose till it is: `--partner ID`.',
  },
  key_without_partner: {
    status: 422,
    title: 'Only a key for a till has a partner',
    advice: 'Leave the partner out, or ask for the role `partner`.',
  },
  signing_secret_wrong: {
    status: 503,
    title: 'The signing keys cannot be opened',
    advice:
      'Start the service with the secret that its database was made with. Where that is lost, `fra-noi keys rotate` makes new keys.',
  },
  // network
  partner_not_found: {
    status: 404,
    title: 'There is no such partner',
    advice: 'Look at the id; `GET /api/v1/partners` lists those that exist.',
  },
  // vouchers
  approval_not_found: {
    status: 404,
    title: 'There is nothing to approve with this id',
    advice: 'Look at the id: the list of approvals shows those that wait.',
  },
  approval_needs_person: {
    status: 403,
    title: 'Only a person can decide',
    advice: 'A key is a program: it can prepare. Sign in to approve or refuse.',
  },
  approval_role: {
    status: 403,
    title: 'Somebody of another role decides on this',
    advice: 'The detail names the roles that may. Ask one of them.',
  },
  approval_own: {
    status: 403,
    title: 'Whoever prepared it does not decide on it',
    advice: 'Ask somebody else of your contact point, or of the one that approves for it.',
  },
  approval_scope: {
    status: 403,
    title: 'Others decide on this',
    advice: 'It belongs to another contact point or shop. Ask somebody there.',
  },
  approval_closed: {
    status: 409,
    title: 'This was decided before',
    advice: 'Nothing was changed. The approval says who decided, when and why.',
  },
  voucher_not_found: {
    status: 404,
    title: 'There is no such voucher',
    advice: 'Look at the id.',
  },
  product_unknown: {
    status: 422,
    title: 'There is no such product',
    advice: 'Look at `productId`; `GET /api/v1/products` lists those that exist.',
  },
  beneficiary_unknown: {
    status: 422,
    title: 'There is no such beneficiary',
    advice: 'Look at `beneficiaryId`; `GET /api/v1/beneficiaries` lists those that exist.',
  },
  partner_unknown: {
    status: 422,
    title: 'There is no such partner',
    advice: 'Look at `partnerId`; a key of the role `partner` can leave it out.',
  },
  amount_outside_product: {
    status: 422,
    title: 'Vouchers of this product are not worth so much or so little',
    advice: 'The details hold the least and the greatest amount, in minor units.',
  },
  envelope_unit_differs: {
    status: 422,
    title: 'The contact point has no money of this unit',
    advice: 'Issue a product that is counted in the unit of its envelope.',
  },
  expiry_out_of_range: {
    status: 422,
    title: 'The last day of the voucher is out of range',
    advice: 'The validity of the product leads beyond what a card can carry. Correct the product.',
  },
  voucher_id_conflict: {
    status: 409,
    title: 'This id belongs to something else',
    advice: 'Give each new voucher an id of its own, a fresh UUID.',
  },
  envelope_exhausted: {
    status: 422,
    title: 'The envelope does not hold so much',
    advice:
      'Fund the envelope of the contact point, or issue less. The same id may be used again then.',
  },
  voucher_closed: {
    status: 409,
    title: 'The voucher is at its end',
    advice: 'The details say how it ended. Nothing can be done with it any more.',
  },
  voucher_request_conflict: {
    status: 409,
    title: 'This id was used for another request',
    advice: 'Give each request an id of its own, a fresh UUID.',
  },
  voucher_busy: {
    status: 503,
    title: 'Too much happens on this voucher at once',
    advice: 'Nothing was changed. Send the same request again in a moment.',
  },
  redemption_id_conflict: {
    status: 409,
    title: 'This id was used for another redemption',
    advice: 'Give each redemption an id of its own, a fresh UUID.',
  },
  redemption_not_found: {
    status: 404,
    title: 'There is no such redemption',
    advice: 'Look at the id. A till sees only what was redeemed with a key of its own partner.',
  },
  // redeeming
  statement_invalid: {
    status: 422,
    title: 'This is not a statement by this terminal',
    advice:
      'The detail says what is wrong. Nothing was written, and the place in the chain is still free. The form is in docs/reference/statement.md.',
  },
  too_many_checks: {
    status: 429,
    title: 'Too many balances were asked for',
    advice: 'Wait as many seconds as `Retry-After` says. Redeeming goes on meanwhile.',
  },
  claim_exceeds_redeemed: {
    status: 409,
    title: 'So much is not left of this redemption',
    advice:
      'What was refunded, waits to be, or is in dispute is counted. `details.left` says what is left.',
  },
  refund_not_found: {
    status: 404,
    title: 'There is no such refund',
    advice: 'Look at the id. Everybody sees the refunds of their own shop or contact point only.',
  },
  refund_id_conflict: {
    status: 409,
    title: 'This id was used for another refund',
    advice: 'Give each refund an id of its own, a fresh UUID.',
  },
  owner_pin_missing: {
    status: 409,
    title: "The shop's owner has no PIN yet",
    advice: 'The owner sets one first; until then a contact point can refund.',
  },
  owner_pin_wrong: {
    status: 403,
    title: "The PIN of the shop's owner is needed",
    advice: 'Send it as `ownerPin`. `details.triesLeft` says how many tries are left.',
  },
  owner_pin_locked: {
    status: 403,
    title: "The PIN of the shop's owner is locked",
    advice: 'An operator can reset it; until then a contact point can refund.',
  },
  dispute_not_found: {
    status: 404,
    title: 'There is no such dispute',
    advice: 'Look at the id. Everybody sees the disputes of their own shop or contact point only.',
  },
  dispute_id_conflict: {
    status: 409,
    title: 'This id was used for something else',
    advice: 'Give each dispute and each note an id of its own, a fresh UUID.',
  },
  dispute_after_settlement: {
    status: 409,
    title: 'The partner was paid for this already',
    advice:
      'Nothing is left to be frozen. Ask for a refund: it waits until the partner is owed enough again.',
  },
  public_url_unfit: {
    status: 500,
    title: 'Cards cannot carry the address of this service',
    advice: 'Start the service with a FRANOI_PUBLIC_URL that fits on a card.',
  },
} as const satisfies Record<string, ProblemMeaning>

/**
 * Every code that a problem can have. A `DomainError` with another code is a mistake of ours: it is
 * answered as `internal_error`, and test/http/problem-codes.test.ts finds it in the sources.
 */
export const PROBLEMS = { ...FRAME_PROBLEMS, ...CAPABILITY_PROBLEMS }

export type ProblemCode = keyof typeof PROBLEMS

/** Tells whether a code is one of the closed list. */
export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code)
}
