/*
 * The closed lists of the plans. What is kept for good about a person is a word of one of these and never a sentence:
 * a sentence may say who it is about, and cannot be taken back.
 */

/** Where an assessment of eligibility comes out. */
export const VERDICTS = ['eligible', 'not_eligible', 'incomplete'] as const
export type Verdict = (typeof VERDICTS)[number]

/** How a person stands to the programme. `overridden`: not eligible by the rules, admitted by two people. */
export const ENROLMENT_STATES = [
  'eligible',
  'overridden',
  'not_eligible',
  'not_assessed',
  'left',
] as const
export type EnrolmentState = (typeof ENROLMENT_STATES)[number]

/** Why somebody left the programme. */
export const LEAVING_REASONS = [
  'plan_completed',
  'moved_away',
  'own_wish',
  'rules_not_met_any_more',
  'not_reached_any_more',
  'other',
] as const
export type LeavingReason = (typeof LEAVING_REASONS)[number]

/** Why somebody is admitted against the rules. */
export const OVERRIDE_GROUNDS = [
  'family_unity',
  'late_documents',
  'authority_decision',
  'programme_exception',
] as const
export type OverrideGround = (typeof OVERRIDE_GROUNDS)[number]

/** Why an override is refused. */
export const OVERRIDE_REFUSALS = ['not_justified', 'evidence_missing', 'other_programme'] as const
export type OverrideRefusal = (typeof OVERRIDE_REFUSALS)[number]

export const PLAN_STATUSES = ['draft', 'active', 'closed'] as const
export type PlanStatus = (typeof PLAN_STATUSES)[number]

/** Why personal data is looked at. An operator walks with the person; everybody else has to say more. */
export const VIEW_PURPOSES = [
  'accompaniment',
  'expenditure_check',
  'data_subject_request',
  'complaint',
  'incident',
] as const
export type ViewPurpose = (typeof VIEW_PURPOSES)[number]

/** Why personal data is erased. */
export const ERASURE_GROUNDS = [
  'request_of_person',
  'retention_over',
  'entered_by_mistake',
] as const
export type ErasureGround = (typeof ERASURE_GROUNDS)[number]

/** What a person was told, or agreed to. `information`: was given the notice, which asks for no consent. */
export const CONSENT_PURPOSES = ['information', 'contact_after_end', 'evaluation'] as const
export type ConsentPurpose = (typeof CONSENT_PURPOSES)[number]

/** How it was given. */
export const CONSENT_METHODS = [
  'signed_paper',
  'spoken',
  'spoken_with_interpreter',
  'on_screen',
] as const
export type ConsentMethod = (typeof CONSENT_METHODS)[number]
