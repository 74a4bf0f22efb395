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
  clearing_not_found: {
    status: 404,
    title: 'There is no such run of clearing',
    advice: 'Look at the id. A partner sees only runs with invoices of its own.',
  },
  clearing_unfit: {
    status: 422,
    title: 'Nothing can be settled in this instrument',
    advice: 'Choose an instrument on credit, with which partners may pay each other.',
  },
  clearing_unreadable: {
    status: 422,
    title: 'This is no file of invoices',
    advice: 'Send CSV with the heads `id`, `debtor`, `creditor`, `amount` and `due`.',
  },
  clearing_faulty: {
    status: 422,
    title: 'Some lines cannot be taken',
    advice:
      'Correct the lines that `faults` tells, or send `leaveOut`: then they are kept beside, and the rest is taken.',
  },
  clearing_too_large: {
    status: 422,
    title: 'The run would have too many invoices',
    advice: 'Make two runs of it, so that circles of debts stand in one of them.',
  },
  clearing_conflict: {
    status: 409,
    title: 'This does not fit to what was filed before',
    advice:
      'Give each run an id of its own, and send its parts one after the other, 1, 2, 3; once it is reckoned it can be decided on.',
  },
  clearing_overtaken: {
    status: 409,
    title: 'Its invoices were cleared by another run',
    advice: 'Refuse the run, and file what is left of the invoices.',
  },
  meter_not_found: {
    status: 404,
    title: 'There is no such meter',
    advice: 'Look at the keys in `GET /api/v1/meters`; that of VAT is `vat_nature`.',
  },
} as const satisfies Record<string, ProblemMeaning>
