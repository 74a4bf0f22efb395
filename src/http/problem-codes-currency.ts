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
  association_not_found: {
    status: 404,
    title: 'There is no such association',
    advice: 'Look at the id; whoever acts for an association sees that one.',
  },
  association_id_conflict: {
    status: 409,
    title: 'Another association has this id',
    advice: 'Choose another id, or send the same name, territory and programme.',
  },
  association_ended: {
    status: 409,
    title: 'The association takes part no more',
    advice: 'Choose another one. What it holds stays its own.',
  },
  association_busy: {
    status: 409,
    title: 'Another association was chosen in the same moment',
    advice: 'Look at what counts now, then send the same request again.',
  },
  association_member_not_found: {
    status: 422,
    title: 'The person did not belong to the association on this day',
    advice: 'The contact point of the person lets them belong to it first; look at the day, too.',
  },
  member_from_past: {
    status: 422,
    title: 'The day is over',
    advice: 'Somebody joins today or on a day to come: what was shared until now stays.',
  },
  activity_not_found: {
    status: 404,
    title: 'Nothing was told under this id',
    advice: 'Look at the id; others see to what is told of their own people.',
  },
  activity_conflict: {
    status: 409,
    title: 'This id was used to tell of something else',
    advice: 'Give each activity an id of its own; keep it for sending the same one again.',
  },
  activity_in_future: {
    status: 422,
    title: 'The day has not come yet',
    advice: 'Tell of it when it has happened.',
  },
  activity_unrewarded: {
    status: 422,
    title: 'The rules of this money reward no such thing on this day',
    advice: 'Look at `rewards` of the rules that counted on the day.',
  },
  activity_not_confirmed: {
    status: 409,
    title: 'The association has not confirmed it yet',
    advice: 'Somebody who acts for the association confirms it first.',
  },
  activity_not_own: {
    status: 403,
    title: 'Somebody else told of this',
    advice: 'Whoever told of it takes it back, or the association.',
  },
  activity_closed: {
    status: 409,
    title: 'This was decided or taken back before',
    advice: 'Look at `state`. Tell of it again under another id where it was a mistake.',
  },
  reward_not_possible: {
    status: 409,
    title: 'The reward cannot be paid now',
    advice: 'Look at `status`. It stays confirmed, and can be approved later.',
  },
} as const satisfies Record<string, ProblemMeaning>
