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
  currency_grant_not_found: {
    status: 404,
    title: 'There is no such grant',
    advice: 'Look at the id.',
  },
  currency_grant_unfit: {
    status: 422,
    title: 'So nothing can be granted',
    advice:
      'Look at how the instrument comes into being, at who is given something, and at the limit of what each may hold.',
  },
  currency_grant_conflict: {
    status: 409,
    title: 'This id belongs to another grant',
    advice: 'Give each grant an id of its own; keep it for sending the same one again.',
  },
  currency_funds_exhausted: {
    status: 409,
    title: 'The grants of the programme do not hold so much',
    advice: 'Enter a tranche of funding, then approve it again.',
  },
  nothing_to_fetch: {
    status: 409,
    title: 'Nothing of this instrument is there to be fetched',
    advice: 'Only what everybody may make, or is given, is fetched, and only by a person.',
  },
  currency_fetch_refused: {
    status: 409,
    title: 'It cannot be fetched now',
    advice: 'Look at `status`: where it is a limit, spend first.',
  },
  nothing_to_donate: {
    status: 409,
    title: 'Nothing is due to an association',
    advice: 'A share is due where the rules give one and something was bought since the last run.',
  },
  reserve_release_not_found: {
    status: 404,
    title: 'There is no such release',
    advice: 'Look at the id.',
  },
  reserve_release_conflict: {
    status: 409,
    title: 'This id belongs to another release',
    advice: 'Give each release an id of its own; keep it for sending the same one again.',
  },
  reserve_needed: {
    status: 409,
    title: 'So much has to stay in the reserve',
    advice: 'Release at most what lies there above what the rules ask for.',
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
  currency_request_withdrawn: {
    status: 409,
    title: 'The request was taken back',
    advice: 'Nothing is due by it. Ask whoever wants to be paid for a new one.',
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
  meter_not_found: {
    status: 404,
    title: 'There is no such meter',
    advice: 'Look at the keys in `GET /api/v1/meters`; that of VAT is `vat_nature`.',
  },
} as const satisfies Record<string, ProblemMeaning>
