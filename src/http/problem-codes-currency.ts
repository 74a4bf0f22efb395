import type { ProblemMeaning } from './problem-meaning.ts'

/** The codes of instruments, wallets and what is paid from them. */
export const CURRENCY_PROBLEMS = {
  instrument_not_found: {
    status: 404,
    title: 'There is no such instrument',
    advice: 'Look at the id. One whose rules nobody has approved yet cannot be used.',
  },
  currency_wallet_not_found: {
    status: 404,
    title: 'There is no such wallet',
    advice: 'Look at the id.',
  },
  currency_holder_not_found: {
    status: 422,
    title: 'Nobody is there who could hold it',
    advice: 'Look at the code of the person, or the id of the partner or the association.',
  },
  currency_payment_not_found: {
    status: 404,
    title: 'There is no such payment',
    advice: 'Look at the id. What was declined cannot be given back.',
  },
  currency_payment_conflict: {
    status: 409,
    title: 'This id was used for another payment',
    advice: 'Give each payment an id of its own; keep it for sending the same one again.',
  },
  currency_refund_exceeds: {
    status: 409,
    title: 'So much of the payment is not left',
    advice: 'Look at `refunded` of the payment: no more comes back than was paid.',
  },
  currency_busy: {
    status: 503,
    title: 'Too much happens on this wallet in the same moment',
    advice: 'Send the same request again, with the same id.',
  },
  currency_request_not_found: {
    status: 404,
    title: 'There is no request with this code',
    advice:
      'Scan or type the code again. For what is paid again and again, ask for the code without an amount.',
  },
  currency_request_conflict: {
    status: 409,
    title: 'This id was used for another request',
    advice: 'Give each request an id of its own; keep it for sending the same one again.',
  },
  currency_request_expired: {
    status: 409,
    title: 'The request is too old',
    advice: 'Ask whoever wants to be paid for a new one: each is good for fifteen minutes.',
  },
  currency_request_paid: {
    status: 409,
    title: 'The request was paid already',
    advice: 'Nothing more is due. Look at the statement to see by whom it was paid.',
  },
  currency_request_differs: {
    status: 409,
    title: 'The request is of another amount',
    advice: 'Read the request again, and confirm the amount that it names.',
  },
  currency_schedule_not_found: {
    status: 404,
    title: 'There is no such schedule',
    advice: 'Look at the id, and at whose wallet it is paid from.',
  },
  currency_schedule_days: {
    status: 422,
    title: 'These days are none for a schedule',
    advice: 'Let it begin today or later, and end after its first turn.',
  },
  currency_schedule_conflict: {
    status: 409,
    title: 'This id was used for another schedule',
    advice: 'Give each schedule an id of its own; keep it for sending the same one again.',
  },
  payment_card_not_found: {
    status: 404,
    title: 'There is no such card',
    advice: 'Look at the id. A card of a person of another contact point is answered so, too.',
  },
} as const satisfies Record<string, ProblemMeaning>
