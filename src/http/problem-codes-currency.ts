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
  instrument_id_conflict: {
    status: 409,
    title: 'Another instrument has this id',
    advice: 'Choose another id. For other rules of this instrument, prepare a further version.',
  },
  instrument_unit_taken: {
    status: 409,
    title: 'Another instrument of the programme is counted in this unit',
    advice: 'Choose another unit: money of two kinds is never added up.',
  },
  instrument_version_waiting: {
    status: 409,
    title: 'Other rules of this instrument wait',
    advice: 'Have them decided, or take them back, before further ones are prepared.',
  },
  instrument_rules_fixed: {
    status: 422,
    title: 'These rules stay as they are while the instrument lives',
    advice:
      'Look at `details.faults`: the path of each field, and why it stays. What is to be otherwise there is another instrument.',
  },
  instrument_day_unfit: {
    status: 422,
    title: 'Rules cannot count from this day on',
    advice: 'Choose `details.earliest` or a later day: rules never count backwards.',
  },
  instrument_day_passed: {
    status: 409,
    title: 'The day from which the rules were to count has come',
    advice: 'Refuse them, and have them prepared again for a later day.',
  },
  instrument_without_credit: {
    status: 422,
    title: 'Nobody goes below zero in this instrument',
    advice: 'Lines belong to instruments that are issued by credit.',
  },
} as const satisfies Record<string, ProblemMeaning>
