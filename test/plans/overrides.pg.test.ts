import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addDays, type Day, romeDay } from '../../src/kernel/days.ts'
import { EUR } from '../../src/kernel/money.ts'
import type { Colour } from '../../src/ledger/core/colour.ts'
import { DEFAULT_RULES } from '../../src/network/core/programme.ts'
import { createNetworkDesk } from '../../src/network/desk.ts'
import { createCasework } from '../../src/plans/casework.ts'
import type { GivenFacts } from '../../src/plans/eligibility.ts'
import {
  type ContactPoints,
  ELIGIBLE,
  newcomer,
  newId,
  openContactPoints,
  person,
} from './contact-points.ts'

let house: ContactPoints
const anna = person('operator', 'BI')
const bruno = person('operator', 'BI')
const marta = person('operator', 'MT')
const LATE: GivenFacts = { ...ELIGIBLE, exitedOn: '2024-10-31' as Day }

beforeAll(async () => {
  house = await openContactPoints()
})
afterAll(() => house.close())

/** A person who left reception too long ago, and the assessment that says so. */
async function latecomer() {
  const { id } = await house.casework.people.enter(
    anna,
    newcomer({ assessment: { programmeId: 'FRANOI-2', facts: LATE }, plan: null }),
  )
  const [assessment] = await house.casework.eligibility.assessmentsOf(anna, id)
  if (assessment === undefined) throw new Error('the assessment is there')
  return { id, assessment }
}

function wanted(assessmentId: Awaited<ReturnType<typeof latecomer>>['assessment']['id']) {
  const words = {
    ground: 'late_documents',
    explanation: 'The permit came after 19 months.',
  } as const
  return { id: newId(), assessmentId, ...words }
}

/** Gives a contact point an envelope of another programme. */
async function giveEnvelope(programmeId: string, contactPointId: string): Promise<void> {
  const rules = DEFAULT_RULES
  const wide = {
    id: programmeId,
    name: programmeId,
    unit: EUR,
    startsOn: null,
    endsOn: null,
    rules,
  }
  const network = createNetworkDesk({ ...house.deps, ledger: house.ledger })
  const admin = person('administrator').who
  await network.addProgramme({ ...wide, colour: programmeId as Colour }, admin)
  const envelope = { id: newId(), programmeId, contactPointId, area: 'general' } as const
  await network.openEnvelope({ ...envelope, colourArea: null }, admin)
}

const today = () => romeDay(house.deps.runtime.now())
const stateOf = async (id: string) => (await house.plans.enrolmentOf([id], today())).get(id)

describe('an assessment', () => {
  test('is kept with the facts, the rules and what every rule says', async () => {
    const { id, assessment } = await latecomer()
    expect(assessment).toMatchObject({ verdict: 'not_eligible', rulesVersion: 1 })
    expect(assessment.facts.territories).toEqual(['biella', 'piemonte'])
    expect(assessment.findings.filter(({ outcome }) => outcome !== 'met')).toEqual([
      {
        rule: 'exit_recent_enough',
        outcome: 'not_met',
        sentence: 'eligibility.exit_recent_enough.not_met',
        evidence: {
          ...{ exitedOn: '2024-10-31', enrolledOn: '2026-05-04' },
          ...{ maxMonths: '18', lastDay: '2026-04-30' },
        },
      },
    ])
    expect(await stateOf(id)).toBe('not_eligible')
    await expect(
      house.database.db.sql`update eligibility_assessment set verdict = 'eligible'`,
    ).rejects.toThrow(/permission denied/)
  })

  test('can be sent again, and another under its id cannot', async () => {
    const { id } = await latecomer()
    const asked = { id: newId(), beneficiaryId: id, programmeId: 'FRANOI-2', facts: ELIGIBLE }
    const { eligibility } = house.casework
    const all = await Promise.all([1, 2, 3].map(() => eligibility.assess(anna, asked)))
    expect(new Set(all.map((one) => one.assessedAt.getTime())).size).toBe(1)
    expect(await stateOf(id)).toBe('eligible')
    await expect(eligibility.assess(anna, { ...asked, facts: LATE })).rejects.toMatchObject({
      code: 'assessment_conflict',
    })
    expect(await eligibility.assessmentsOf(anna, id)).toHaveLength(2)
  })

  test('follows the newest rules; what was assessed before stays', async () => {
    const admin = person('administrator')
    const { eligibility } = house.casework
    const { rules } = await eligibility.rulesOf('FRANOI-2')
    expect(rules.maxMonthsSinceExit).toBe(18)
    const wide = { programmeId: 'WIDE', version: 1, rules: { ...rules, maxMonthsSinceExit: 24 } }
    const both = [1, 2].map(() =>
      eligibility.changeRules(admin, { ...wide, source: 'the funder, 2026' }),
    )
    await Promise.all(both)
    const again = await eligibility.changeRules(admin, { ...wide, source: 'the funder, 2026' })
    expect(again.version).toBe(1)
    await expect(
      eligibility.changeRules(admin, { ...wide, source: 'somebody else' }),
    ).rejects.toMatchObject({ code: 'eligibility_rules_conflict' })
    const { id } = await latecomer()
    const asked = { id: newId(), beneficiaryId: id, programmeId: 'WIDE', facts: LATE }
    // Nobody is assessed for a programme that their contact point has no part in, because its rules are wider.
    await expect(eligibility.assess(anna, asked)).rejects.toMatchObject({
      code: 'assessment_programme',
    })
    await giveEnvelope('WIDE', 'BI')
    expect((await eligibility.assess(anna, asked)).verdict).toBe('eligible')
    expect((await eligibility.assessmentsOf(anna, id)).map((one) => one.verdict)).toEqual([
      'eligible',
      'not_eligible',
    ])
  })

  test('counts until the day on which the person leaves, and in the lists as well', async () => {
    const { eligibility, people } = house.casework
    const { id } = await people.enter(anna, newcomer({ plan: null }))
    const listed = async (state: 'eligible' | 'left') =>
      (await people.list(anna, { limit: 9, codeStart: id, state })).length
    await eligibility.leave(anna, id, { on: addDays(today(), 1), reason: 'other' })
    expect([await stateOf(id), (await people.get(anna, id)).state]).toEqual([
      'eligible',
      'eligible',
    ])
    expect([await listed('eligible'), await listed('left')]).toEqual([1, 0])
    await eligibility.leave(anna, id, { on: today(), reason: 'other' })
    expect([await stateOf(id), (await people.get(anna, id)).state]).toEqual(['left', 'left'])
    expect([await listed('eligible'), await listed('left')]).toEqual([0, 1])
  })
})

describe('an override', () => {
  test('counts once another person approved it', async () => {
    const { overrides } = house.casework
    const { id, assessment } = await latecomer()
    const asked = wanted(assessment.id)
    expect(await overrides.prepare(anna, asked)).toMatchObject({ state: 'waiting' })
    expect(await overrides.prepare(anna, asked)).toMatchObject({ state: 'waiting' })
    expect(await stateOf(id)).toBe('not_eligible')
    for (const [who, code] of [
      [anna, 'approval_own'],
      [marta, 'approval_scope'],
      [person('auditor'), 'approval_role'],
      [{ who: { ...bruno.who, kind: 'key' as const } }, 'approval_needs_person'],
    ] as const) {
      await expect(overrides.decide(who, asked.id, { state: 'approved' })).rejects.toMatchObject({
        code,
      })
    }
    expect(await stateOf(id)).toBe('not_eligible')
    expect(await overrides.explanationOf(bruno, asked.id)).toBe(asked.explanation)
    await expect(overrides.explanationOf(marta, asked.id)).rejects.toMatchObject({
      code: 'override_not_found',
    })
    await overrides.decide(bruno, asked.id, { state: 'approved' })
    expect(await overrides.decide(bruno, asked.id, { state: 'approved' })).toMatchObject({
      state: 'approved',
    })
    expect(await stateOf(id)).toBe('overridden')
    expect(await overrides.overridesOf(anna, id)).toMatchObject([{ state: 'approved' }])
    const log = await house.accessLog.list({ limit: 50, subjectId: id })
    expect(log.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['override.prepared', 'override.viewed']),
    )
    expect(JSON.stringify(log)).not.toContain('permit came')
  })

  test('that is refused changes nothing, and another may be asked for', async () => {
    const { overrides } = house.casework
    const { id, assessment } = await latecomer()
    const asked = wanted(assessment.id)
    await overrides.prepare(anna, asked)
    await overrides.decide(bruno, asked.id, { state: 'refused', reason: 'evidence_missing' })
    expect(await stateOf(id)).toBe('not_eligible')
    await expect(
      overrides.decide(person('operator', 'BI'), asked.id, { state: 'approved' }),
    ).rejects.toMatchObject({ code: 'approval_closed' })
    expect(await overrides.prepare(anna, wanted(assessment.id))).toMatchObject({ state: 'waiting' })
  })

  test('of many who decide at once one decides', async () => {
    const { overrides } = house.casework
    const { assessment } = await latecomer()
    const asked = wanted(assessment.id)
    await overrides.prepare(anna, asked)
    const tries = await Promise.allSettled(
      Array.from({ length: 6 }, () =>
        overrides.decide(person('operator', 'BI'), asked.id, { state: 'approved' }),
      ),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const one of tries) {
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'approval_closed' })
    }
  })

  test('holds for its assessment alone', async () => {
    const { overrides, eligibility } = house.casework
    const { id, assessment } = await latecomer()
    const asked = wanted(assessment.id)
    await overrides.prepare(anna, asked)
    const facts = { ...LATE, protection: 'temporary_protection' as const }
    await eligibility.assess(anna, {
      id: newId(),
      beneficiaryId: id,
      programmeId: 'FRANOI-2',
      facts,
    })
    await expect(overrides.decide(bruno, asked.id, { state: 'approved' })).rejects.toMatchObject({
      code: 'assessment_superseded',
    })
    // Nothing of the decision was kept.
    expect(await house.approvals.find(asked.id)).toMatchObject({ state: 'waiting' })
    expect(await stateOf(id)).toBe('not_eligible')
    await expect(overrides.prepare(anna, wanted(assessment.id))).rejects.toMatchObject({
      code: 'assessment_superseded',
    })
  })

  test('is not asked for where it is not needed, nor for the people of others', async () => {
    const { overrides, people, eligibility } = house.casework
    const { id } = await people.enter(anna, newcomer())
    const [met] = await eligibility.assessmentsOf(anna, id)
    if (met === undefined) throw new Error('the assessment is there')
    await expect(overrides.prepare(anna, wanted(met.id))).rejects.toMatchObject({
      code: 'override_not_needed',
    })
    await expect(overrides.prepare(marta, wanted(met.id))).rejects.toMatchObject({
      code: 'assessment_not_found',
    })
  })

  test('may be decided at another contact point, where that approves for it', async () => {
    const casework = createCasework({
      ...house.deps,
      network: {
        ...house.deps.network,
        dutiesOf: async () => ({
          ...{ approverContactPointId: 'MT', emergencyMonthlyCap: 0n, unit: EUR },
        }),
      },
    })
    const { id, assessment } = await latecomer()
    const asked = wanted(assessment.id)
    await casework.overrides.prepare(anna, asked)
    expect(await casework.overrides.explanationOf(marta, asked.id)).toBe(asked.explanation)
    await casework.overrides.decide(marta, asked.id, { state: 'approved' })
    expect(await stateOf(id)).toBe('overridden')
    await expect(casework.people.get(marta, id)).rejects.toMatchObject({
      code: 'beneficiary_not_found',
    })
  })
})
