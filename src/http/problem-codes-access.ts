import type { ProblemMeaning } from './problem-meaning.ts'

/** The codes of who may do what: keys, people who sign in, approvals, terminals, wallets, PINs. */
export const ACCESS_PROBLEMS = {
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
  outlet_not_found: {
    status: 404,
    title: 'The shop has no such outlet',
    advice:
      'Look at the id: `GET /api/v1/outlets` lists them. One that is closed pairs no terminal.',
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
  staff_needs_person: {
    status: 403,
    title: 'Only a person changes who signs in',
    advice: 'Sign in as an administrator, or use `fra-noi staff` on the machine of the service.',
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
  demonstration_closed: {
    status: 404,
    title: 'There is no demonstration here',
    advice:
      'It is there on a database that was filled with the demonstration while it was empty, until somebody real is invited.',
  },
} as const satisfies Record<string, ProblemMeaning>
