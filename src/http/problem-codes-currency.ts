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
  currency_payment_of_purchase: {
    status: 409,
    title: 'This payment is a part of a purchase',
    advice: 'Give back the purchase, whose id `purchaseId` says.',
  },
  currency_wallet_elsewhere: {
    status: 403,
    title: 'Others keep this wallet',
    advice: 'The contact points of its territory pay on behalf of a shop.',
  },
  purchase_id_conflict: {
    status: 409,
    title: 'This id was used for another purchase',
    advice: 'Give each purchase an id of its own; keep it for sending the same one again.',
  },
  purchase_does_not_add_up: {
    status: 422,
    title: 'The parts are not the price',
    advice:
      'What is paid with each instrument, with the voucher and in euro must come to the price.',
  },
  purchase_statement_differs: {
    status: 422,
    title: 'The statement says something else',
    advice:
      'A terminal signs what the voucher pays, with the euro in `cash`; a program with a key sends the code that was shown.',
  },
  purchase_voucher_conflict: {
    status: 409,
    title: 'The voucher was redeemed by itself',
    advice:
      'This redemption is no part of this purchase: give it back, and begin again with new ids.',
  },
  purchase_not_found: {
    status: 404,
    title: 'There is no such purchase',
    advice: 'Look at the id. What was declined cannot be given back.',
  },
  purchase_given_back: {
    status: 409,
    title: 'All of this purchase was given back before',
    advice: 'Nothing is left to be done.',
  },
} as const satisfies Record<string, ProblemMeaning>
