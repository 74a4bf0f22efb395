import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, type Day, daysBetween } from '../../src/kernel/days.ts'
import {
  assess,
  type EligibilityFacts,
  type EligibilityRules,
  PROTECTION_FORMS,
  RECEPTION_KINDS,
  RULE_NAMES,
  stateOf,
} from '../../src/plans/core/eligibility.ts'
import { addMonths } from '../../src/plans/core/months.ts'
import { propertySeed } from '../support/seed.ts'

const RULES: EligibilityRules = {
  protections: ['refugee_status', 'subsidiary_protection'],
  receptions: ['sprar', 'siproimi', 'sai', 'cas', 'humanitarian_corridor', 'other'],
  maxMonthsSinceExit: 18,
  territories: ['piemonte'],
}

const FACTS: EligibilityFacts = {
  protection: 'refugee_status',
  reception: 'sai',
  exitedOn: '2020-08-31' as Day,
  enrolledOn: '2022-02-28' as Day,
  territories: ['biella', 'piemonte'],
}

function outcomeOf(changes: Partial<EligibilityFacts>, rules: Partial<EligibilityRules> = {}) {
  const { verdict, findings } = assess({ ...FACTS, ...changes }, { ...RULES, ...rules })
  const others = findings.filter(({ outcome }) => outcome !== 'met')
  return [verdict, ...others.map(({ rule, outcome }) => `${rule} ${outcome}`)]
}

describe('months', () => {
  test.each([
    ['2020-08-31', 18, '2022-02-28'],
    ['2018-08-31', 18, '2020-02-29'],
    ['2020-02-29', 12, '2021-02-28'],
    ['2020-02-29', 48, '2024-02-29'],
    ['2020-01-30', 1, '2020-02-29'],
    ['2020-12-31', 0, '2020-12-31'],
    ['2020-10-15', 18, '2022-04-15'],
  ])('%s and %i months is %s', (day, months, then) => {
    expect(addMonths(day as Day, months)).toBe(then)
  })

  test('never go backwards, and never skip a month', () => {
    const start = '2016-01-01' as Day
    fc.assert(
      fc.property(fc.nat(8000), fc.nat(60), (offset, months) => {
        const day = addDays(start, offset)
        const then = addMonths(day, months)
        expect(addMonths(addDays(day, 1), months) >= then).toBe(true)
        const apart = daysBetween(day, then)
        expect(apart).toBeGreaterThanOrEqual(Math.floor(months * 30.4) - 3)
        expect(apart).toBeLessThanOrEqual(months * 31)
      }),
      { seed: propertySeed('months') },
    )
  })
})

describe('eligibility', () => {
  test('is met on the last day, which is the last of a shorter month', () => {
    expect(outcomeOf({})).toEqual(['eligible'])
    expect(outcomeOf({ enrolledOn: '2022-03-01' as Day })).toEqual([
      'not_eligible',
      'exit_recent_enough not_met',
    ])
  })

  test.each<[Partial<EligibilityFacts>, string]>([
    [{ protection: 'temporary_protection' }, 'protection_accepted not_met'],
    [{ territories: ['matera', 'basilicata'] }, 'territory_covered not_met'],
    [{ exitedOn: '2022-03-01' as Day }, 'exit_not_after_enrolment not_met'],
  ])('is refused with the one rule that is not met: %o', (changes, rule) => {
    expect(outcomeOf(changes)).toEqual(['not_eligible', rule])
  })

  test('wants a kind of reception that is accepted', () => {
    expect(outcomeOf({ reception: 'cas' }, { receptions: ['sai'] })).toEqual([
      'not_eligible',
      'reception_accepted not_met',
    ])
  })

  test('says what is missing, and stays open as long as nothing speaks against it', () => {
    const none = { protection: null, reception: null, exitedOn: null, territories: [] }
    expect(outcomeOf(none)).toEqual(['incomplete', ...RULE_NAMES.map((rule) => `${rule} missing`)])
    expect(outcomeOf({ ...none, protection: 'humanitarian' })[0]).toBe('not_eligible')
    expect(outcomeOf({ territories: [] }, { territories: null })).toEqual(['eligible'])
  })

  test('tells for every rule what it looked at, and a sentence', () => {
    const { findings } = assess(FACTS, RULES)
    expect(findings.map(({ rule }) => rule)).toEqual(RULE_NAMES)
    expect(findings[3]).toEqual({
      rule: 'exit_recent_enough',
      outcome: 'met',
      evidence: {
        exitedOn: '2020-08-31',
        enrolledOn: '2022-02-28',
        maxMonths: '18',
        lastDay: '2022-02-28',
      },
      sentence: 'eligibility.exit_recent_enough.met',
    })
    expect(findings[4]?.evidence).toEqual({ found: 'biella in piemonte', covered: 'piemonte' })
  })

  test('is monotone: knowing more never opens what was refused', () => {
    const fact = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values))
    const day = fc.nat(1500).map((offset) => addDays('2020-01-01' as Day, offset))
    const facts = fc.record({
      protection: fact(PROTECTION_FORMS),
      reception: fact(RECEPTION_KINDS),
      exitedOn: fc.option(day),
      enrolledOn: fc.option(day),
      territories: fc.constantFrom([], ['biella', 'piemonte'], ['matera']),
    })
    fc.assert(
      fc.property(facts, fc.constantFrom(...Object.keys(FACTS)), (known, name) => {
        const before = assess(known, RULES).verdict
        const less = { ...known, [name]: name === 'territories' ? [] : null }
        if (assess(less, RULES).verdict === 'not_eligible') expect(before).toBe('not_eligible')
      }),
      { seed: propertySeed('eligibility') },
    )
  })
})

test.each([
  [{ verdict: null, overrideId: null, leftOn: null }, 'not_assessed'],
  [{ verdict: 'incomplete', overrideId: null, leftOn: null }, 'not_assessed'],
  [{ verdict: 'incomplete', overrideId: 'o', leftOn: null }, 'overridden'],
  [{ verdict: 'not_eligible', overrideId: null, leftOn: null }, 'not_eligible'],
  [{ verdict: 'not_eligible', overrideId: 'o', leftOn: null }, 'overridden'],
  [{ verdict: 'eligible', overrideId: null, leftOn: null }, 'eligible'],
  [{ verdict: 'eligible', overrideId: 'o', leftOn: '2026-06-01' }, 'left'],
  [{ verdict: 'eligible', overrideId: null, leftOn: '2026-06-02' }, 'eligible'],
  [{ verdict: 'not_eligible', overrideId: null, leftOn: '2026-06-02' }, 'not_eligible'],
] as const)('%o is %s on the first of June', (enrolment, state) => {
  expect(stateOf(enrolment, '2026-06-01' as Day)).toBe(state)
})
