import type { ProblemMeaning } from './problem-meaning.ts'

/** The codes of vouchers, from the envelope to the partner. */
export const VOUCHER_PROBLEMS = {
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
  product_id_conflict: {
    status: 409,
    title: 'This id belongs to another product',
    advice: 'A product stays as it was added. Give the new one an id of its own.',
  },
  issue_needs_approval: {
    status: 403,
    title: 'This is not issued one by one',
    advice: 'Prepare a batch with `POST /api/v1/voucher-batches`; somebody else approves it.',
  },
  batch_not_found: {
    status: 404,
    title: 'There is no such batch',
    advice: 'Look at the id; `GET /api/v1/voucher-batches` lists those that you may see.',
  },
  batch_id_conflict: {
    status: 409,
    title: 'This id belongs to another batch',
    advice: 'Give each batch an id of its own, a fresh UUID.',
  },
  batch_empty: {
    status: 422,
    title: 'Nobody would get a voucher',
    advice: 'Name people, or look in the check why those of the contact point cannot get one.',
  },
  batch_too_large: {
    status: 422,
    title: 'The batch is too large',
    advice: 'The detail says how many there may be. Send it in several.',
  },
  batch_rows_fail: {
    status: 422,
    title: 'Some of the vouchers could not be issued',
    advice:
      'The details count the reasons. `POST /api/v1/voucher-batches/check` shows the same row by row: correct or leave out those rows.',
  },
  emergency_cap_reached: {
    status: 422,
    title: 'So much is not given without a second person',
    advice:
      'The details hold what one person can be given in a month. Ask a second person to approve instead.',
  },
  plan_exceeded: {
    status: 422,
    title: 'The plan of the person does not allow so much',
    advice: 'Nothing was changed. Raise the line of the plan first, or ask for less.',
  },
  person_not_entitled: {
    status: 422,
    title: 'The person could not get a voucher now',
    advice:
      'Nothing was changed. `reason` says why: look at the eligibility and the consent of the person.',
  },
  voucher_change_not_found: {
    status: 404,
    title: 'There is no such change of a voucher',
    advice: 'Look at the id: it is the one that the change was prepared with.',
  },
  schedule_not_found: {
    status: 404,
    title: 'There is no such schedule',
    advice: 'Look at the id; `GET /api/v1/voucher-schedules` lists those that you may see.',
  },
  schedule_id_conflict: {
    status: 409,
    title: 'This id belongs to another schedule',
    advice: 'Give each schedule an id of its own, a fresh UUID.',
  },
  schedule_not_running: {
    status: 409,
    title: 'The schedule does not run',
    advice: 'Only a schedule that was approved and not ended can rest and go on.',
  },
  schedule_days: {
    status: 422,
    title: 'The days of the schedule do not fit',
    advice: 'A schedule begins today or later, and ends on that day or after it.',
  },
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
  too_many_codes: {
    status: 429,
    title: 'Too many typed codes of no voucher',
    advice:
      'Wait as many seconds as `Retry-After` says before the next typed code, or read the QR code: that is taken meanwhile.',
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
} as const satisfies Record<string, ProblemMeaning>
