import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exportPeople } from '../../src/plans/people-export.ts'
import {
  type ContactPoints,
  identity,
  newcomer,
  newId,
  openContactPoints,
  person,
} from './contact-points.ts'

let house: ContactPoints
const anna = person('operator', 'BI')
const marta = person('operator', 'MT')

beforeAll(async () => {
  house = await openContactPoints()
})
afterAll(() => house.close())

function enter(changes: Parameters<typeof newcomer>[0] = {}, asker = anna) {
  return house.casework.people.enter(asker, newcomer(changes))
}

async function entriesOf(id: string, action: string) {
  return house.accessLog.list({ limit: 20, subjectId: id, action })
}

describe('entering a person', () => {
  test('takes everything that is known in one request, under a code that is made', async () => {
    const entered = await enter()
    expect(entered.id).toMatch(/^BI-P-[2-9A-HJ-NP-Z]{8}$/)
    expect(entered).toMatchObject({ contactPointId: 'BI', state: 'eligible', isErased: false })
    const [line] = (await house.plans.planLinesOf([entered.id], 'housing')).values()
    expect(line).toMatchObject({ ceiling: 80_000n, planCeiling: 100_000n, planStatus: 'active' })
    const seen = await house.casework.identities.view(anna, entered.id, undefined)
    expect(seen.personal).toEqual(identity())
    expect([...seen.objectives.values()]).toEqual(['A room of his own before summer.'])
    expect(await entriesOf(entered.id, 'beneficiary.entered')).toHaveLength(1)
  })

  test('is the same when it is sent again, also many times at once', async () => {
    const sent = newcomer()
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => house.casework.people.enter(anna, sent)),
    )
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
    expect(await house.casework.people.enter(anna, sent)).toEqual(answers[0])
    const named = newcomer({ id: 'BI-P-SAME' })
    const both = await Promise.all([1, 2, 3].map(() => house.casework.people.enter(anna, named)))
    expect(both.map(({ id }) => id)).toEqual(['BI-P-SAME', 'BI-P-SAME', 'BI-P-SAME'])
    const other = { ...sent, personal: identity({ givenName: 'Yousuf' }) }
    await expect(house.casework.people.enter(anna, other)).rejects.toMatchObject({
      code: 'person_request_conflict',
    })
  })

  test('keeps nothing where a part of it cannot be', async () => {
    const facts = { protection: null, reception: null, exitedOn: null, enrolledOn: null }
    const assessment = { programmeId: 'FRANOI-2', facts: { ...facts, territoryId: 'atlantis' } }
    await expect(enter({ id: 'BI-P-LOST', assessment })).rejects.toMatchObject({
      code: 'territory_unknown',
    })
    await expect(house.casework.people.get(anna, 'BI-P-LOST')).rejects.toMatchObject({
      code: 'beneficiary_not_found',
    })
    await enter({ id: 'BI-P-ONE' })
    await expect(enter({ id: 'BI-P-ONE' })).rejects.toMatchObject({ code: 'beneficiary_id_taken' })
  })

  test('is not done at the contact point of others', async () => {
    await expect(enter({ contactPointId: 'MT' })).rejects.toMatchObject({
      code: 'person_contact_point_unknown',
    })
    const [entry] = await house.accessLog.list({ limit: 1, actorId: anna.who.id })
    expect(entry).toMatchObject({ outcome: 'refused', subjectId: 'MT' })
    await expect(enter({ contactPointId: 'XX' })).rejects.toMatchObject({
      code: 'person_contact_point_unknown',
    })
  })
})

describe('looking for a person', () => {
  test('finds a name as it is heard, a number however it is written', async () => {
    const personal = identity({
      givenName: 'Mohammed Amin',
      familyName: 'Al-Khatib',
      phone: '0039 347.765.4321',
    })
    const { id } = await enter({ personal })
    const search = (query: object) =>
      house.casework.identities
        .search(anna, query, { limit: 10 })
        .then((all) => all.map((p) => p.id))
    for (const name of ['muhamad', 'Khatib Mohamed', 'محمد', 'AMIN al khatib']) {
      expect(await search({ name })).toEqual([id])
    }
    expect(await search({ phone: '347 7654321' })).toEqual([id])
    expect(await search({ name: 'mohamed', phone: '347 0000000' })).toEqual([])
    expect(await search({ name: 'Khatibovic' })).toEqual([])
    await expect(search({ name: '!!!' })).rejects.toMatchObject({ code: 'search_too_little' })
  })

  test('never finds the people of others, by whatever is asked', async () => {
    const personal = identity({ familyName: 'Zerihun', phone: '+251 911 223344' })
    const { id } = await enter({ contactPointId: 'MT', personal }, marta)
    const { identities, people, individualPlans } = house.casework
    for (const query of [{ name: 'Zerihun' }, { phone: '+251 911 223344' }]) {
      expect(await identities.search(anna, query, { limit: 10 })).toEqual([])
      expect(await identities.search(marta, query, { limit: 10 })).toHaveLength(1)
    }
    const listed = await people.list(anna, { limit: 200 })
    expect(listed.every(({ contactPointId }) => contactPointId === 'BI')).toBe(true)
    expect(await people.list(anna, { limit: 200, contactPointId: 'MT' })).toEqual([])
    expect(await people.list(anna, { limit: 200, codeStart: id })).toEqual([])
    const tries = [
      () => people.get(anna, id),
      () => identities.view(anna, id, 'accompaniment'),
      () => identities.change(anna, id, personal),
      () => identities.erase(anna, id, 'entered_by_mistake'),
      () => individualPlans.plansOf(anna, id),
      () => house.casework.eligibility.assessmentsOf(anna, id),
      () => house.casework.overrides.overridesOf(anna, id),
      () => house.casework.consents.consentsOf(anna, id),
      () => people.changeHousehold(anna, id, { householdSize: 1, language: 'it' }),
      () =>
        house.casework.eligibility.leave(anna, id, { on: '2026-01-01' as never, reason: 'other' }),
    ]
    for (const one of tries) {
      await expect(one()).rejects.toMatchObject({ code: 'beneficiary_not_found' })
    }
    const refused = await house.accessLog.list({ limit: 50, subjectId: id, outcome: 'refused' })
    expect(refused).toHaveLength(tries.length)
    expect(refused.every(({ actorId }) => actorId === anna.who.id)).toBe(true)
    expect((await identities.view(marta, id, undefined)).personal).toEqual(personal)
  })

  test('is in the access log, for each who was shown', async () => {
    const personal = identity({ familyName: 'Haileselassie' })
    const { id } = await enter({ personal })
    await house.casework.identities.search(anna, { name: 'Haileselassie' }, { limit: 10 })
    const [entry] = await entriesOf(id, 'beneficiary.viewed')
    expect(entry).toMatchObject({ actorId: anna.who.id, detail: { purpose: 'accompaniment' } })
    expect(JSON.stringify(entry)).not.toContain('Haile')
  })

  test('an auditor has to say why, and an operator need not', async () => {
    const { id } = await enter()
    const auditor = person('auditor')
    const { identities } = house.casework
    for (const purpose of [undefined, 'accompaniment'] as const) {
      await expect(identities.view(auditor, id, purpose)).rejects.toMatchObject({
        code: 'view_needs_purpose',
      })
    }
    await identities.view(auditor, id, 'expenditure_check')
    const [entry] = await entriesOf(id, 'beneficiary.viewed')
    expect(entry).toMatchObject({ role: 'auditor', detail: { purpose: 'expenditure_check' } })
  })
})

describe('the export', () => {
  async function exported(asker: typeof anna, withPersonal: boolean): Promise<string> {
    let text = ''
    for await (const part of exportPeople(house.casework, asker, { filter: {}, withPersonal })) {
      text += part
    }
    return text
  }

  test('has codes alone, or who they are for an operator, whose formulas do nothing', async () => {
    const personal = identity({ givenName: '=cmd|calc', familyName: '@SUM(A1)' })
    const { id } = await enter({ personal })
    const codes = await exported(anna, false)
    expect(codes).toContain(`${id},BI,2,fr,eligible,no\r\n`)
    expect(codes).not.toContain('cmd')
    const whole = await exported(anna, true)
    expect(whole).toContain(`${id},BI,2,fr,eligible,no,'=cmd|calc,'@SUM(A1),1994-03-08,'+39 333`)
    expect(await entriesOf(id, 'beneficiary.exported')).toHaveLength(1)
  })

  test('never has the people of others, and names for nobody else', async () => {
    const { id } = await enter({ contactPointId: 'MT' }, marta)
    expect(await exported(anna, true)).not.toContain(id)
    expect(await exported(person('auditor'), false)).toContain(id)
    await expect(exported(person('auditor'), true)).rejects.toMatchObject({
      code: 'export_needs_operator',
    })
    await expect(exported(person('administrator'), true)).rejects.toMatchObject({
      code: 'export_needs_operator',
    })
  })
})

test('the household can be changed, and the code alone cannot be guessed into being', async () => {
  const { id } = await enter()
  const household = { householdSize: 5, language: 'ar' }
  expect(await house.casework.people.changeHousehold(anna, id, household)).toMatchObject(household)
  await expect(house.casework.people.get(anna, newId())).rejects.toMatchObject({
    code: 'beneficiary_not_found',
  })
})
