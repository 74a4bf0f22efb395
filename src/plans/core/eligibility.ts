import type { Day } from '../../kernel/days.ts'
import { addMonths } from './months.ts'
import type { EnrolmentState, Verdict } from './words.ts'

/**
 * The forms of protection that a permit can be for. `special_cases`: victims of trafficking, violence or exploitation;
 * `humanitarian`: permits of the kind that was given until 2018. General knowledge of Italian law, not legal advice.
 */
export const PROTECTION_FORMS = [
  'refugee_status',
  'subsidiary_protection',
  'special_protection',
  'special_cases',
  'humanitarian',
  'temporary_protection',
] as const
export type ProtectionForm = (typeof PROTECTION_FORMS)[number]

/** Where somebody was received. SPRAR, SIPROIMI and SAI are names of one system over the years. */
export const RECEPTION_KINDS = [
  'sprar',
  'siproimi',
  'sai',
  'cas',
  'humanitarian_corridor',
  'other',
] as const
export type ReceptionKind = (typeof RECEPTION_KINDS)[number]

/** What is known of a person; `null` for what is not. */
export interface EligibilityFacts {
  readonly protection: ProtectionForm | null
  readonly reception: ReceptionKind | null
  /** The last day in reception. */
  readonly exitedOn: Day | null
  readonly enrolledOn: Day | null
  /** The territory where the person lives, then those around it, up to the outermost; empty where unknown. */
  readonly territories: readonly string[]
}

/** What a programme asks. */
export interface EligibilityRules {
  readonly protections: readonly ProtectionForm[]
  readonly receptions: readonly ReceptionKind[]
  /** Calendar months that may lie between the exit and the enrolment. */
  readonly maxMonthsSinceExit: number
  /** Those where it works, with all that lies in them; `null` for everywhere. */
  readonly territories: readonly string[] | null
}

export const RULE_NAMES = [
  'protection_accepted',
  'reception_accepted',
  'exit_not_after_enrolment',
  'exit_recent_enough',
  'territory_covered',
] as const
export type RuleName = (typeof RULE_NAMES)[number]

/** `missing`: what the rule looks at is not known. */
export const RULE_OUTCOMES = ['met', 'not_met', 'missing'] as const
export type RuleOutcome = (typeof RULE_OUTCOMES)[number]

/** What one rule says about a person, and what it looked at. */
export interface Finding {
  readonly rule: RuleName
  readonly outcome: RuleOutcome
  /** Facts and limits by name, as text. */
  readonly evidence: Readonly<Record<string, string>>
  /** The key of the sentence that tells it to a person. */
  readonly sentence: `eligibility.${RuleName}.${RuleOutcome}`
}

export interface Assessment {
  readonly verdict: Verdict
  /** One for each rule, in their order. */
  readonly findings: readonly Finding[]
}

/**
 * Holds what is known of a person against the rules of a programme. One rule that is not met is enough to be not
 * eligible, whatever else is missing.
 *
 * @example assess(facts, rules).findings.filter(({ outcome }) => outcome !== 'met')
 */
export function assess(facts: EligibilityFacts, rules: EligibilityRules): Assessment {
  const findings = [
    accepted('protection_accepted', facts.protection, rules.protections),
    accepted('reception_accepted', facts.reception, rules.receptions),
    exitOrder(facts),
    exitAge(facts, rules),
    territory(facts, rules),
  ]
  const has = (outcome: RuleOutcome) => findings.some((finding) => finding.outcome === outcome)
  return {
    findings,
    verdict: has('not_met') ? 'not_eligible' : has('missing') ? 'incomplete' : 'eligible',
  }
}

/** How somebody stands on a day, of what was decided about them. Who is to leave later has not left. */
export function stateOf(
  enrolment: {
    readonly verdict: Verdict | null
    readonly overrideId: string | null
    readonly leftOn: string | null
  },
  today: Day,
): EnrolmentState {
  const { verdict, overrideId, leftOn } = enrolment
  if (leftOn !== null && leftOn <= today) return 'left'
  if (verdict === 'eligible') return 'eligible'
  if (overrideId !== null) return 'overridden'
  return verdict === 'not_eligible' ? 'not_eligible' : 'not_assessed'
}

function accepted(
  rule: 'protection_accepted' | 'reception_accepted',
  fact: string | null,
  list: readonly string[],
): Finding {
  const evidence = { accepted: list.join(', ') }
  if (fact === null) return finding(rule, 'missing', evidence)
  return finding(rule, list.includes(fact) ? 'met' : 'not_met', { found: fact, ...evidence })
}

function exitOrder({ exitedOn, enrolledOn }: EligibilityFacts): Finding {
  const rule = 'exit_not_after_enrolment'
  const evidence = known({ exitedOn, enrolledOn })
  if (exitedOn === null || enrolledOn === null) return finding(rule, 'missing', evidence)
  return finding(rule, exitedOn <= enrolledOn ? 'met' : 'not_met', evidence)
}

function exitAge({ exitedOn, enrolledOn }: EligibilityFacts, rules: EligibilityRules): Finding {
  const rule = 'exit_recent_enough'
  const evidence = {
    ...known({ exitedOn, enrolledOn }),
    maxMonths: String(rules.maxMonthsSinceExit),
  }
  if (exitedOn === null || enrolledOn === null) return finding(rule, 'missing', evidence)
  const lastDay = addMonths(exitedOn, rules.maxMonthsSinceExit)
  return finding(rule, enrolledOn <= lastDay ? 'met' : 'not_met', { ...evidence, lastDay })
}

function territory({ territories }: EligibilityFacts, rules: EligibilityRules): Finding {
  const rule = 'territory_covered'
  if (rules.territories === null) return finding(rule, 'met', { covered: 'everywhere' })
  const covered = rules.territories.join(', ')
  if (territories.length === 0) return finding(rule, 'missing', { covered })
  const isCovered = territories.some((id) => rules.territories?.includes(id))
  return finding(rule, isCovered ? 'met' : 'not_met', { found: territories.join(' in '), covered })
}

function finding(
  rule: RuleName,
  outcome: RuleOutcome,
  evidence: Readonly<Record<string, string>>,
): Finding {
  return { rule, outcome, evidence, sentence: `eligibility.${rule}.${outcome}` }
}

function known(facts: Readonly<Record<string, string | null>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(facts).filter((entry): entry is [string, string] => entry[1] !== null),
  )
}
