import type { ProblemMeaning } from './problem-meaning.ts'

/** The codes of where the programme works, through whom, with whom and with what money. */
export const NETWORK_PROBLEMS = {
  cap_raise_needs_two: {
    status: 422,
    title: 'Raising this takes two people',
    advice:
      'Leave `emergencyMonthlyCap` as it is or lower it, and prepare the raise with `POST /api/v1/contact-points/{id}/cap-raises`.',
  },
  cap_raise_lower: {
    status: 422,
    title: 'This is no raise',
    advice: 'Lower or equal caps are written with `PUT /api/v1/contact-points/{id}`, at once.',
  },
  cap_raise_not_found: {
    status: 404,
    title: 'There is no such raise of a cap',
    advice: 'Look at the id; what waits is in `GET /api/v1/approvals?kind=emergency_cap`.',
  },
  partner_not_found: {
    status: 404,
    title: 'There is no such partner',
    advice: 'Look at the id; `GET /api/v1/partners` lists those that exist.',
  },
  partner_elsewhere: {
    status: 403,
    title: 'The partner is of another territory',
    advice:
      'Operators of a contact point keep the partners of its territory and of what lies within it. Ask a contact point there, or an administrator.',
  },
  programme_unknown: {
    status: 422,
    title: 'There is no such programme',
    advice: 'Look at `programmeId`; `GET /api/v1/programmes` lists those that exist.',
  },
  programme_unit_differs: {
    status: 422,
    title: 'The programme is kept in another unit',
    advice: 'Give the unit of the programme, or name another programme.',
  },
  programme_id_conflict: {
    status: 409,
    title: 'The id or the colour belongs to another programme',
    advice: 'A programme is never changed. Give a new one an id and a colour of its own.',
  },
  territory_unknown: {
    status: 422,
    title: 'There is no such territory',
    advice: 'Look at `territoryId`; `GET /api/v1/territories` lists those that exist.',
  },
  colour_unfit: {
    status: 422,
    title: 'Money of this area cannot be had here',
    advice:
      'Money that is restricted to an area is for contact points that belong to it, and only a programme with a colour has it.',
  },
  received_in_future: {
    status: 422,
    title: 'The tranche was not received yet',
    advice: 'Prepare it on the day on which it was received, or later.',
  },
  network_request_conflict: {
    status: 409,
    title: 'This id was used for something else',
    advice: 'Give each request an id of its own, a fresh UUID.',
  },
  funding_not_found: {
    status: 404,
    title: 'There is no such tranche',
    advice: 'Look at the id; `GET /api/v1/funding` lists those that exist.',
  },
  envelope_not_found: {
    status: 404,
    title: 'There is no such envelope',
    advice: 'Look at the id. An operator sees the envelopes of their own contact points.',
  },
  envelope_exists: {
    status: 409,
    title: 'The contact point has such an envelope',
    advice: 'It has one for each area of need and each money: use that.',
  },
  envelopes_unfit: {
    status: 422,
    title: 'These two envelopes hold different money',
    advice: 'Money keeps its unit and its colour: move it between envelopes that have the same.',
  },
  envelope_move_not_found: {
    status: 404,
    title: 'There is no such move',
    advice: 'Look at the id. An operator sees the moves of their own contact points.',
  },
  envelope_busy: {
    status: 503,
    title: 'Too much happens on this envelope at once',
    advice: 'Nothing was moved. Send the same request again in a moment.',
  },
  contact_point_not_found: {
    status: 404,
    title: 'There is no such contact point',
    advice: 'Look at the id. An operator sees their own.',
  },
  contact_point_id_conflict: {
    status: 409,
    title: 'The id belongs to another contact point',
    advice: 'Give each contact point an id of its own.',
  },
  approver_unfit: {
    status: 422,
    title: 'Nobody there could approve',
    advice: 'Name another contact point that exists.',
  },
  partner_id_conflict: {
    status: 409,
    title: 'The id belongs to another partner',
    advice: 'Give each partner an id of its own.',
  },
  partner_step_unfit: {
    status: 409,
    title: 'The status of the partner does not allow it',
    advice: 'Who has ended does not come back, and only who is suspended is resumed.',
  },
  agreement_unfit: {
    status: 422,
    title: 'The partner does not sell what was agreed',
    advice: 'Say first that it sells it, or leave it out of the agreement.',
  },
  outlet_id_conflict: {
    status: 409,
    title: 'The id belongs to an outlet of another partner',
    advice: 'Give each outlet an id of its own.',
  },
} as const satisfies Record<string, ProblemMeaning>
