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
  // access: terminals, wallets, PINs
  pairing_not_found: {
    status: 404,
    title: 'There is no such pairing code',
    advice: 'Show the terminal the QR code that the shop or the contact point sees now.',
  },
  pairing_expired: {
    status: 409,
    title: 'The pairing code is too old',
    advice:
      'A code is good for ten minutes. Make a new one with `POST /api/v1/terminals/pairings`.',
  },
  pairing_used: {
    status: 409,
    title: 'The pairing code was used',
    advice:
      'A code pairs one terminal. Where nobody of the shop used it, unpair that terminal; then make a new code.',
  },
  proof_wrong: {
    status: 401,
    title: 'The proof does not stand for this request',
    advice:
      'Sign anew: method, path, body and time must be those of this very request, and the key the one that is sent.',
  },
  terminal_key_unfit: {
    status: 422,
    title: 'This is no public key for a terminal',
    advice: 'Send the public half of an ECDSA key on P-256, as WebCrypto exports it.',
  },
  terminal_key_used: {
    status: 409,
    title: 'The key belongs to a terminal already',
    advice: 'Make a new key for each pairing, also after the terminal was unpaired.',
  },
  terminal_not_found: {
    status: 404,
    title: 'There is no such terminal',
    advice: 'Look at the id; `GET /api/v1/terminals` lists those that you may see.',
  },
  beneficiary_not_found: {
    status: 404,
    title: 'There is no such beneficiary',
    advice: 'Look at the code. An operator sees only the people of their own contact points.',
  },
  wallet_link_not_found: {
    status: 404,
    title: 'This link is not known',
    advice: 'Open the link exactly as it was sent. A printed card opens no wallet.',
  },
  wallet_link_expired: {
    status: 409,
    title: 'This link is too old',
    advice: 'Ask the contact point for a new one.',
  },
  wallet_link_used: {
    status: 409,
    title: 'This link was opened before',
    advice: 'A link opens one phone, once. Ask the contact point for a new one.',
  },
  pin_too_simple: {
    status: 422,
    title: 'This PIN is too easy to guess',
    advice: 'Choose five digits that are neither all the same nor in a row.',
  },
  pin_wrong: {
    status: 403,
    title: 'The PIN is wrong',
    advice: 'Type it again. The details say how many tries are left before it is locked.',
  },
  pin_locked: {
    status: 403,
    title: 'The PIN is locked',
    advice: 'It was typed wrong five times. The contact point can set another one.',
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
  // access: people who sign in
  second_factor_needed: {
    status: 401,
    title: 'The second factor is still to come',
    advice: 'Enter the code of the authenticator, or set one up: `/sign-in` leads there.',
  },
  sign_in_refused: {
    status: 401,
    title: 'That is not right',
    advice:
      'The address, the password or the code is wrong, or the person may not sign in. A code is good once.',
  },
  sign_in_wait: {
    status: 429,
    title: 'Too many tries',
    advice:
      'Wait as long as `Retry-After` says. Whoever is signed in stays signed in; a right password gives all tries back.',
  },
  cross_site_request: {
    status: 403,
    title: 'The request did not come from a page of this service',
    advice:
      'Use the pages of this service. A program sends a key instead of a cookie, and `Origin` where it signs in.',
  },
  factor_exists: {
    status: 409,
    title: 'A second factor is set up already',
    advice: 'Sign in with it. For a lost phone use a code from paper, or ask an administrator.',
  },
  link_not_valid: {
    status: 404,
    title: 'This link is not good any more',
    advice: 'It was used before, or its time is over. Ask an administrator for another one.',
  },
  password_weak: {
    status: 422,
    title: 'This password is too easy to guess',
    advice: 'Choose a longer one; several words in a row are good.',
  },
  provider_absent: {
    status: 404,
    title: 'There is no sign-in through another provider',
    advice: 'Sign in with e-mail and password, or configure `OIDC_ISSUER`.',
  },
  provider_unreachable: {
    status: 503,
    title: 'The sign-in of the organisation does not answer',
    advice: 'Try again in a moment, or sign in with e-mail and password.',
  },
  staff_not_found: {
    status: 404,
    title: 'There is no such person',
    advice: 'Look at the id: `GET /api/v1/staff` lists everybody.',
  },
  staff_email_wrong: {
    status: 422,
    title: 'This is no e-mail address',
    advice: 'Give the address that the person reads.',
  },
  staff_email_taken: {
    status: 409,
    title: 'Somebody has this address already',
    advice: 'Change the role of the person who is there, or use another address.',
  },
  staff_id_conflict: {
    status: 409,
    title: 'This id was used for another invitation',
    advice: 'Give each invitation an id of its own, a fresh UUID.',
  },
  staff_scope_wrong: {
    status: 422,
    title: 'Role and scope do not fit',
    advice:
      'An operator has contact points, the owner of a partner has a partner, and nobody else has either.',
  },
  contact_point_unknown: {
    status: 422,
    title: 'There is no such contact point',
    advice: 'Look at the id: `GET /api/v1/contact-points` lists them.',
  },
  staff_own: {
    status: 403,
    title: 'Nobody does this to themselves',
    advice: 'Ask another administrator.',
  },
  staff_active: {
    status: 409,
    title: 'This person has signed in before, or is suspended',
    advice: 'For a forgotten password there is a link on the sign-in page.',
  },
  outbox_message_not_found: {
    status: 404,
    title: 'There is no such message',
    advice: 'Look at the id: `GET /api/v1/outbox` lists what waits.',
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
