import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EUR } from '../../src/kernel/money.ts'
import { buildIfStale } from '../support/build.ts'
import { enter, openDesk, type TestDesk } from './desk.ts'

let desk: TestDesk
beforeAll(async () => {
  await buildIfStale()
  desk = await openDesk()
  await desk.people.services.vouchers.addProducts([
    {
      ...{ id: 'SPESA', name: 'Spesa', unit: EUR, categories: ['food'], validityDays: 90 },
      ...{ minAmount: 100n, maxAmount: 100_000n, faceValue: 'scale' },
      ...{ faceAmounts: [15_000n], faceFurther: 10_000n },
    },
  ])
}, 300_000)
afterAll(() => desk?.close())

const asOperator = () =>
  ({ who: { kind: 'person', id: desk.operator.id, role: 'operator' } }) as const

describe('the household', () => {
  test('says what a change does before it is made, and keeps how it was', async () => {
    const code = await enter(desk)
    const path = `/desk/people/${code}/household`
    const { text } = await desk.open(desk.operator, path)
    expect(text).toContain('The household is 3 now')
    expect(text).toContain('Spesa €350.00 €450.00 €250.00')
    const form = { householdSize: '4', language: 'fr', since: '2026-05-02' }
    const saved = await desk.open(desk.operator, path, form)
    expect(saved.location).toBe(`/desk/people/${code}?done=household`)
    // Sent twice, it is written once.
    await desk.open(desk.operator, path, form)
    const after = await desk.open(desk.operator, path)
    expect(after.text).toContain('Spesa €450.00 €550.00 €350.00')
    expect(after.text.match(/4 since 02\/05\/2026/g)).toHaveLength(1)
    const { people } = desk.people.services.casework
    expect(await people.householdsOf(asOperator(), code)).toHaveLength(1)
  })

  test('says what is wrong at its field, and loses nothing that was typed', async () => {
    const code = await enter(desk)
    const path = `/desk/people/${code}/household`
    const form = { householdSize: '99', language: '??', since: '2030-01-01' }
    const { status, text, html } = await desk.open(desk.operator, path, form)
    expect(status).toBe(422)
    expect(text).toContain('a whole number from 1 to 20')
    expect(text).toContain('This day is still to come')
    for (const typed of Object.values(form)) expect(html).toContain(`value="${typed}"`)
    expect((await desk.people.services.plans.findBeneficiary(code))?.householdSize).toBe(3)
  })

  test('is for operators of the contact point', async () => {
    const code = await enter(desk)
    for (const end of ['household', 'leave']) {
      const path = `/desk/people/${code}/${end}`
      expect((await desk.open(desk.elsewhere, path)).status).toBe(404)
      expect((await desk.open(desk.administrator, path)).status).toBe(403)
    }
  })
})

describe('leaving', () => {
  test('is written with its day and reason, and a new assessment takes it back', async () => {
    const code = await enter(desk)
    const path = `/desk/people/${code}/leave`
    const wrong = await desk.open(desk.operator, path, { on: '2026-05-03', reason: '' })
    expect([wrong.status, wrong.html.includes('value="2026-05-03"')]).toEqual([422, true])
    const done = await desk.open(desk.operator, path, { on: '2026-05-03', reason: 'moved_away' })
    expect(done.location).toBe(`/desk/people/${code}?done=left`)
    const { text } = await desk.open(desk.operator, `/desk/people/${code}?done=left`)
    expect(text).toContain('Left the programme on 03/05/2026: Moved away.')
    expect(text).not.toContain('Leaves the programme')
    const entries = await desk.people.services.accessLog.list({
      limit: 1,
      subjectId: code,
      action: 'beneficiary.left',
    })
    expect(entries[0]?.detail).toEqual({ on: '2026-05-03', reason: 'moved_away' })
    const { eligibility, people } = desk.people.services.casework
    const [newest] = await eligibility.assessmentsOf(asOperator(), code)
    const facts = { ...newest?.facts, territoryId: 'biella' }
    await eligibility.assess(asOperator(), {
      ...{ id: desk.people.runtime.newId(), beneficiaryId: code, programmeId: 'FRANOI-2' },
      facts: facts as never,
    })
    expect(await people.get(asOperator(), code)).toMatchObject({
      ...{ state: 'eligible', leftOn: null, leavingReason: null },
    })
  })

  test('is refused in words where the person was never assessed', async () => {
    const code = await enter(desk, {
      protection: '',
      reception: '',
      exitedOn: '',
      enrolledOn: '',
      territoryId: '',
    })
    const form = { on: '2026-05-03', reason: 'other' }
    const { status, text } = await desk.open(desk.operator, `/desk/people/${code}/leave`, form)
    expect([status, text.includes('never assessed')]).toEqual([422, true])
  })
})

describe('erasing', () => {
  test('wants the code typed, takes who it is, and leaves the rest', async () => {
    const code = await enter(desk)
    const path = `/desk/people/${code}/erase`
    expect((await desk.open(desk.operator, path)).status).toBe(403)
    const page = await desk.open(desk.administrator, path)
    expect(page.text).toContain('Gone for good')
    expect(page.text).toContain('the books: vouchers, purchases, receipts')
    await desk.open(desk.operator, `/desk/people/${code}/wallet/message`, {})
    expect((await desk.open(desk.operator, '/desk/outbox')).text).toContain(code)
    const ground = 'request_of_person'
    const other = await desk.open(desk.administrator, path, { ground, confirm: 'BI-P-OTHER' })
    expect([other.status, other.html.includes('value="BI-P-OTHER"')]).toEqual([422, true])
    expect(other.text).toContain('This is not the code of this person')
    const { identities, people } = desk.people.services.casework
    expect((await identities.view(asOperator(), code, undefined)).personal).not.toBeNull()
    const done = await desk.open(desk.administrator, path, { ground, confirm: code })
    expect(done.location).toBe(`/desk/people/${code}?done=erased`)
    const after = await desk.open(desk.administrator, `/desk/people/${code}?done=erased`)
    expect(after.text).toContain('The personal data is erased for good.')
    expect(after.text).not.toContain('Diallo')
    expect((await people.get(asOperator(), code)).isErased).toBe(true)
    // A message with their number waits no more either.
    expect((await desk.open(desk.operator, '/desk/outbox')).text).not.toContain(code)
    expect((await identities.view(asOperator(), code, undefined)).personal).toBeNull()
  })
})

describe('looking for somebody', () => {
  test('works from every page of the desk, for those who may', async () => {
    const code = await enter(desk, { familyName: 'Sarr' })
    for (const path of ['/desk', '/desk/envelopes', '/desk/hand-over', '/desk/feedback']) {
      const { html } = await desk.open(desk.operator, path)
      expect(html).toMatch(/<search[^>]*><form method="post" action="\/desk\/people">/)
    }
    expect((await desk.open(desk.operator, '/desk/people', { q: code })).location).toBe(
      `/desk/people/${code}`,
    )
    expect((await desk.open(desk.operator, '/desk/people', { q: 'sarr' })).text).toContain(code)
    const why = await desk.open(desk.auditor, '/desk/people', { q: 'sarr' })
    expect([why.status, why.html.includes('value="sarr"')]).toEqual([422, true])
  })
})

describe('notices', () => {
  test('are read by operators and published by administrators, each text once', async () => {
    const path = '/desk/notices'
    const form = { language: 'fr', text: 'Nous gardons ces données pour vous.' }
    expect((await desk.open(desk.operator, path, form)).status).toBe(403)
    const empty = await desk.open(desk.administrator, path, { ...form, language: '' })
    expect([empty.status, empty.html.includes(form.text)]).toEqual([422, true])
    for (const _ of [1, 2]) {
      const { location } = await desk.open(desk.administrator, path, form)
      expect(location).toBe(`${path}?done=published`)
    }
    const { text } = await desk.open(desk.operator, path)
    expect(text).toContain('Notice in language fr, version 1')
    expect(text).toContain(form.text)
  })
})
