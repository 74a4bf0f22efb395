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
  // plans
  beneficiary_not_found: {
    status: 404,
    title: 'There is no such beneficiary',
    advice:
      'Look at the code; `GET /api/v1/beneficiaries` lists those of your contact points. Others are not told apart from none.',
  },
  beneficiary_id_taken: {
    status: 409,
    title: 'The code belongs to somebody else',
    advice: 'Choose another code, or leave it out and one is made.',
  },
  person_contact_point_unknown: {
    status: 422,
    title: 'You have no such contact point',
    advice: 'Look at `contactPointId`: it has to be one that you work for.',
  },
  person_request_conflict: {
    status: 409,
    title: 'This id was used for another person',
    advice: 'Give each person that you enter a `requestId` of their own, a fresh UUID.',
  },
  person_erased: {
    status: 409,
    title: 'What is personal about this person was erased',
    advice: 'Nothing can be entered under the code any more. Enter the person anew under another.',
  },
  view_needs_purpose: {
    status: 422,
    title: 'Say why you have to know who it is',
    advice:
      'Give a `purpose` of the list. It is written into the access log together with who looked.',
  },
  search_too_little: {
    status: 422,
    title: 'There is nothing to look for',
    advice:
      'Give a name with a letter in it, a telephone number, a number of a document or a day of birth.',
  },
  export_needs_operator: {
    status: 403,
    title: 'Only an operator takes along who people are',
    advice: 'Leave out `personal`: the file then has the codes.',
  },
  eligibility_rules_not_found: {
    status: 404,
    title: 'The programme has no rules of eligibility',
    advice:
      'Look at the id of the programme, or write its rules with `PUT /api/v1/programmes/{id}/eligibility-rules`.',
  },
  eligibility_rules_conflict: {
    status: 409,
    title: 'The rules stand at another version',
    advice: 'Read the rules again; the next version has the number after theirs.',
  },
  territory_unknown: {
    status: 422,
    title: 'There is no such territory',
    advice: 'Look at `territoryId`, or leave it out while it is not known.',
  },
  assessment_not_found: {
    status: 404,
    title: 'There is no such assessment',
    advice: 'Look at the id; the assessments of a person are listed under their code.',
  },
  assessment_conflict: {
    status: 409,
    title: 'This id belongs to another assessment',
    advice: 'Give each assessment an id of its own, a fresh UUID.',
  },
  assessment_superseded: {
    status: 409,
    title: 'A newer assessment counts',
    advice: 'Nothing was changed. Look at the newest assessment, and ask for an override of that.',
  },
  not_enrolled: {
    status: 409,
    title: 'The person was never assessed',
    advice: 'Only who was assessed for the programme can leave it.',
  },
  override_not_found: {
    status: 404,
    title: 'There is no such override',
    advice: 'Look at the id; the overrides of a person are listed under their code.',
  },
  override_not_needed: {
    status: 409,
    title: 'The person meets the rules',
    advice: 'There is nothing to override.',
  },
  override_conflict: {
    status: 409,
    title: 'This id belongs to another override',
    advice: 'Give each override an id of its own, a fresh UUID.',
  },
  plan_not_found: {
    status: 404,
    title: 'There is no such plan',
    advice: 'Look at the id; a plan that is new has `version` 0.',
  },
  plan_conflict: {
    status: 409,
    title: 'This id belongs to another plan',
    advice: 'Give each plan an id of its own. The unit of a plan does not change.',
  },
  plan_changed_meanwhile: {
    status: 409,
    title: 'Somebody else changed the plan',
    advice: 'Read the plan again and send your change with the version that you see.',
  },
  plan_closed: {
    status: 409,
    title: 'The plan cannot go on so',
    advice: 'A draft becomes active, what is active is closed, and what is closed stays so.',
  },
  plan_active_exists: {
    status: 409,
    title: 'The person has an active plan',
    advice: 'Close it before another begins.',
  },
  plan_ceiling_below_committed: {
    status: 422,
    title: 'The ceiling is below what was issued',
    advice: 'The details tell the area and the figures. Cancel vouchers first, or leave it higher.',
  },
  notice_not_found: {
    status: 404,
    title: 'There is no such notice',
    advice: 'Look at the language and the version; `GET /api/v1/privacy-notices` lists them.',
  },
  notice_conflict: {
    status: 409,
    title: 'The notice stands at another version',
    advice: 'A published notice stays as it is; the next version has the number after it.',
  },
  consent_not_found: {
    status: 404,
    title: 'There is no such consent',
    advice: 'Look at the id; the consents of a person are listed under their code.',
  },
  consent_conflict: {
    status: 409,
    title: 'This id belongs to another consent',
    advice: 'Give each consent an id of its own, a fresh UUID.',
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
