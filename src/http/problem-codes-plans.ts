import type { ProblemMeaning } from './problem-meaning.ts'

/** The codes of the `DomainError`s about people: what is personal, eligibility, plans, consent. */
export const PLAN_PROBLEMS = {
  beneficiary_not_found: {
    status: 404,
    title: 'There is no such beneficiary',
    advice:
      'Look at the code; `GET /api/v1/beneficiaries` lists those of your contact points. Others are not told apart from none.',
  },
  beneficiary_id_taken: {
    status: 409,
    title: 'The code belongs to somebody else',
    advice: 'Choose another code, or leave it out and one is made.',
  },
  person_contact_point_unknown: {
    status: 422,
    title: 'You have no such contact point',
    advice: 'Look at `contactPointId`: it has to be one that you work for.',
  },
  person_request_conflict: {
    status: 409,
    title: 'This id was used for another person',
    advice: 'Give each person that you enter a `requestId` of their own, a fresh UUID.',
  },
  person_erased: {
    status: 409,
    title: 'What is personal about this person was erased',
    advice: 'Nothing can be entered under the code any more. Enter the person anew under another.',
  },
  view_needs_purpose: {
    status: 422,
    title: 'Say why you have to know who it is',
    advice:
      'Give a `purpose` of the list. It is written into the access log together with who looked.',
  },
  personal_secret_wrong: {
    status: 503,
    title: 'Personal data cannot be opened',
    advice:
      'Start the service with the secret that its database was made with. Where that is lost, who the people are is lost with it.',
  },
  search_too_little: {
    status: 422,
    title: 'There is nothing to look for',
    advice:
      'Give a name with a letter in it, a telephone number, a number of a document or a day of birth.',
  },
  export_needs_operator: {
    status: 403,
    title: 'Only an operator takes along who people are',
    advice: 'Leave out `personal`: the file then has the codes.',
  },
  eligibility_rules_not_found: {
    status: 404,
    title: 'The programme has no rules of eligibility',
    advice:
      'Look at the id of the programme, or write its rules with `PUT /api/v1/programmes/{id}/eligibility-rules`.',
  },
  assessment_programme: {
    status: 422,
    title: 'The contact point does not work for this programme',
    advice:
      'Assess the person for the programme of their contact point, or for one that put money into its envelopes.',
  },
  eligibility_rules_conflict: {
    status: 409,
    title: 'The rules stand at another version',
    advice: 'Read the rules again; the next version has the number after theirs.',
  },
  assessment_not_found: {
    status: 404,
    title: 'There is no such assessment',
    advice: 'Look at the id; the assessments of a person are listed under their code.',
  },
  assessment_conflict: {
    status: 409,
    title: 'This id belongs to another assessment',
    advice: 'Give each assessment an id of its own, a fresh UUID.',
  },
  assessment_superseded: {
    status: 409,
    title: 'A newer assessment counts',
    advice: 'Nothing was changed. Look at the newest assessment, and ask for an override of that.',
  },
  not_enrolled: {
    status: 409,
    title: 'The person was never assessed',
    advice: 'Only who was assessed for the programme can leave it.',
  },
  household_since_ahead: {
    status: 422,
    title: 'The day is still to come',
    advice: 'A household is written down when it has changed: give a day up to today.',
  },
  feedback_is_complaint: {
    status: 409,
    title: 'A complaint is answered',
    advice: 'Only what is no complaint is closed without an answer. Answer it.',
  },
  override_not_found: {
    status: 404,
    title: 'There is no such override',
    advice: 'Look at the id; the overrides of a person are listed under their code.',
  },
  override_not_needed: {
    status: 409,
    title: 'The person meets the rules',
    advice: 'There is nothing to override.',
  },
  override_conflict: {
    status: 409,
    title: 'This id belongs to another override',
    advice: 'Give each override an id of its own, a fresh UUID.',
  },
  plan_not_found: {
    status: 404,
    title: 'There is no such plan',
    advice: 'Look at the id; a plan that is new has `version` 0.',
  },
  plan_conflict: {
    status: 409,
    title: 'This id belongs to another plan',
    advice: 'Give each plan an id of its own. The unit of a plan does not change.',
  },
  plan_changed_meanwhile: {
    status: 409,
    title: 'Somebody else changed the plan',
    advice: 'Read the plan again and send your change with the version that you see.',
  },
  plan_closed: {
    status: 409,
    title: 'The plan cannot go on so',
    advice: 'A draft becomes active, what is active is closed, and what is closed stays so.',
  },
  plan_active_exists: {
    status: 409,
    title: 'The person has an active plan',
    advice: 'Close it before another begins.',
  },
  plan_ceiling_below_committed: {
    status: 422,
    title: 'The ceiling is below what was issued',
    advice: 'The details tell the area and the figures. Cancel vouchers first, or leave it higher.',
  },
  notice_not_found: {
    status: 404,
    title: 'There is no such notice',
    advice: 'Look at the language and the version; `GET /api/v1/privacy-notices` lists them.',
  },
  notice_conflict: {
    status: 409,
    title: 'The notice stands at another version',
    advice: 'A published notice stays as it is; the next version has the number after it.',
  },
  consent_not_found: {
    status: 404,
    title: 'There is no such consent',
    advice: 'Look at the id; the consents of a person are listed under their code.',
  },
  consent_conflict: {
    status: 409,
    title: 'This id belongs to another consent',
    advice: 'Give each consent an id of its own, a fresh UUID.',
  },
  feedback_not_found: {
    status: 404,
    title: 'There is no such feedback',
    advice: 'Look at the id; `GET /api/v1/feedback` lists what you may see.',
  },
  feedback_partner_unknown: {
    status: 404,
    title: 'There is no such partner',
    advice: 'Look at `partnerId`; `GET /api/v1/wallet/places` lists where vouchers are good.',
  },
  feedback_conflict: {
    status: 409,
    title: 'This id belongs to something else that was said',
    advice: 'Give each thing that is said an id of its own, a fresh random UUID.',
  },
  feedback_answered: {
    status: 409,
    title: 'It was answered before',
    advice: 'Nothing was changed. Read it again: the answer that stands is shown in the wallet.',
  },
} as const satisfies Record<string, ProblemMeaning>
