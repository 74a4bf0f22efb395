import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Principal } from '../../src/access/core/principal.ts'
import { addDays, type Day, parseDay } from '../../src/kernel/days.ts'
import { EUR } from '../../src/kernel/money.ts'
import { acceptanceOf } from '../../src/network/core/agreement.ts'
import { PARTNER_STATUSES } from '../../src/network/core/kinds.ts'
import type { NewAgreement } from '../../src/network/desk.ts'
import { propertySeed } from '../support/seed.ts'
import { type Desk, openDesk } from './desk.ts'

let it: Desk
let operator: Principal
const TODAY = parseDay('2026-05-04') as Day

beforeAll(async () => {
  it = await openDesk('partnership')
  operator = it.person('operator', 'BI-1')
})
afterAll(() => it.close())

const shop = (id: string) => ({
  ...{ id, name: 'Bottega', territoryId: 'BI', kind: 'shop' as const, unit: EUR, area: null },
  categories: ['food', 'pharmacy'],
})

function agreement(partnerId: string, change: Partial<NewAgreement> = {}): NewAgreement {
  return {
    ...{ id: it.runtime.newId(), partnerId, signedOn: TODAY, validUntil: null, products: null },
    ...{ categories: null, settlementPeriod: 'monthly', settlementDays: 30 },
    ...{ documents: [{ name: 'convenzione.pdf', sha256: 'ab'.repeat(32) }], ...change },
  }
}

describe('whoever works at a contact point', () => {
  test('keeps the partners of its territory and of what lies within it, and of no other', async () => {
    await it.network.addTerritories([
      { id: 'PI', name: 'Piemonte', kind: 'region', parentId: null },
      { id: 'VC', name: 'Vercelli', kind: 'province', parentId: 'PI' },
      { id: 'VC-TOWN', name: 'Varallo', kind: 'municipality', parentId: 'VC' },
    ])
    const point = { territoryId: 'VC', unit: EUR, envelope: 0n }
    await it.network.addContactPoint({ ...point, id: 'VC-1', name: 'Vercelli' })
    const administrator = it.person('administrator')
    for (const [id, territoryId] of [
      ['K-REGION', 'PI'],
      ['K-OWN', 'VC'],
      ['K-TOWN', 'VC-TOWN'],
      ['K-FAR', 'MT'],
    ] as const) {
      await it.desk.admitPartner({ ...shop(id), territoryId }, administrator)
    }
    const keeper = it.person('operator', 'BI-1', 'VC-1')
    const change = { name: 'New name', kind: 'shop', categories: ['food'] } as const
    const put = (id: string, territoryId: string) =>
      it.desk.changePartner(id, { ...change, territoryId }, keeper)
    expect(await put('K-OWN', 'VC')).toMatchObject({ name: 'New name' })
    expect(await put('K-TOWN', 'BI')).toMatchObject({ territoryId: 'BI' })
    const elsewhere = { code: 'partner_elsewhere' }
    for (const id of ['K-REGION', 'K-FAR']) {
      await expect(put(id, 'VC')).rejects.toMatchObject(elsewhere)
      await expect(it.desk.agree(agreement(id), keeper)).rejects.toMatchObject(elsewhere)
      const step = { id: it.runtime.newId(), reason: 'Why' }
      await expect(it.desk.stepPartner(id, 'end', step, keeper)).rejects.toMatchObject(elsewhere)
      const outlet = { id: `${id}-A`, name: 'A', town: 'A', openingHours: null, isOpen: true }
      await expect(it.desk.putOutlet({ ...outlet, partnerId: id }, keeper)).rejects.toMatchObject(
        elsewhere,
      )
      expect(await it.desk.keepsPartner(id, keeper)).toBe(false)
      expect(await it.desk.keepsPartner(id, administrator)).toBe(true)
    }
    // Nor is one of theirs given away, or one made elsewhere.
    await expect(put('K-OWN', 'MT')).rejects.toMatchObject(elsewhere)
    await expect(
      it.desk.admitPartner({ ...shop('K-NEW'), territoryId: 'MT' }, keeper),
    ).rejects.toMatchObject(elsewhere)
    const log = await it.accessLog.list({ limit: 50, action: 'partner.changed' })
    const refused = log.filter(
      ({ outcome, actorId }) => outcome === 'refused' && actorId === keeper.id,
    )
    expect(refused.length).toBeGreaterThanOrEqual(9)
  })
})

describe('a partner', () => {
  test('accepts nothing before it is agreed, and the same again changes nothing', async () => {
    expect(await it.desk.admitPartner(shop('S-1'), operator)).toMatchObject({ created: true })
    expect(await it.desk.admitPartner(shop('S-1'), operator)).toMatchObject({ created: false })
    await expect(
      it.desk.admitPartner({ ...shop('S-1'), name: 'Other' }, operator),
    ).rejects.toMatchObject({ code: 'partner_id_conflict' })
    expect(await it.network.agreementsOn(['S-1'], TODAY)).toEqual(new Map())
    const agreed = agreement('S-1')
    expect(await it.desk.agree(agreed, operator)).toMatchObject({ created: true })
    expect(await it.desk.agree(agreed, operator)).toMatchObject({ created: false })
    await expect(it.desk.agree({ ...agreed, settlementDays: 60 }, operator)).rejects.toMatchObject({
      code: 'network_request_conflict',
    })
    expect((await it.network.agreementsOn(['S-1'], TODAY)).get('S-1')).toMatchObject(agreed)
  })

  test('agrees to what it sells', async () => {
    await expect(
      it.desk.agree(agreement('S-1', { categories: ['food', 'clothing'] }), operator),
    ).rejects.toMatchObject({ code: 'agreement_unfit', details: { categories: ['clothing'] } })
    await expect(it.desk.agree(agreement('NONE'), operator)).rejects.toMatchObject({
      code: 'partner_not_found',
    })
  })

  test('is suspended, resumed and ended, each with a reason and once', async () => {
    const ask = () => {
      it.runtime.advance(1)
      return { id: it.runtime.newId(), reason: 'Closed for works' }
    }
    const first = ask()
    const step = it.desk.stepPartner
    expect(await step('S-1', 'suspend', first, operator)).toMatchObject({ status: 'suspended' })
    expect(await step('S-1', 'suspend', first, operator)).toMatchObject({ status: 'suspended' })
    await expect(step('S-1', 'suspend', ask(), operator)).rejects.toMatchObject({
      code: 'partner_step_unfit',
    })
    expect(await step('S-1', 'resume', ask(), operator)).toMatchObject({ status: 'active' })
    expect(await step('S-1', 'suspend', first, operator)).toMatchObject({ status: 'active' })
    await expect(step('S-1', 'end', first, operator)).rejects.toMatchObject({
      code: 'network_request_conflict',
    })
    expect(await step('S-1', 'end', ask(), operator)).toMatchObject({ status: 'ended' })
    await expect(step('S-1', 'resume', ask(), operator)).rejects.toMatchObject({
      code: 'partner_step_unfit',
    })
    const { sql } = it.test.db
    await expect(sql`update partner set status = 'active' where id = 'S-1'`).rejects.toThrow(
      /has ended/,
    )
    const { events, agreements } = await it.desk.historyOf('S-1', operator)
    expect(events.map(({ kind }) => kind)).toEqual(['suspend', 'resume', 'end'])
    expect(agreements).toHaveLength(1)
  })

  test('is ended once, where several ask at once', async () => {
    await it.desk.admitPartner(shop('S-2'), operator)
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, () =>
        it.desk.stepPartner('S-2', 'end', { id: it.runtime.newId(), reason: 'Over' }, operator),
      ),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await it.desk.historyOf('S-2', operator)).events).toHaveLength(1)
  })

  test('is nobody else’s owner’s', async () => {
    await it.desk.admitPartner(shop('S-3'), operator)
    const owner: Principal = { ...it.person('partner_owner'), partnerId: 'S-3' }
    const outlet = { id: 'S-3-A', name: 'Via Italia', town: 'Biella', openingHours: null }
    const put = (partnerId: string, id: string, isOpen = true) =>
      it.desk.putOutlet({ ...outlet, id, partnerId, isOpen }, owner)
    expect(await put('S-3', 'S-3-A')).toMatchObject({ town: 'Biella', closedAt: null })
    const closed = await put('S-3', 'S-3-A', false)
    expect(closed.closedAt).not.toBeNull()
    it.runtime.advance(1000)
    expect(await put('S-3', 'S-3-A', false)).toEqual(closed)
    for (const ask of [
      () => put('S-1', 'S-1-A'),
      () => it.desk.findPartner('S-1', owner),
      () => it.desk.historyOf('S-1', owner),
    ]) {
      await expect(ask()).rejects.toMatchObject({ code: 'partner_not_found' })
    }
    const log = await it.accessLog.list({ limit: 9, actorId: owner.id, outcome: 'refused' })
    expect(log).toHaveLength(3)
    const taken = { ...outlet, id: 'S-3-A', partnerId: 'S-2', isOpen: true }
    await expect(it.desk.putOutlet(taken, operator)).rejects.toMatchObject({
      code: 'outlet_id_conflict',
    })
  })

  test('has what was agreed for ever', async () => {
    const { sql } = it.test.db
    await expect(sql`update agreement set valid_until = null`).rejects.toThrow(/permission denied/)
    await expect(sql`delete from partner_event`).rejects.toThrow(/permission denied/)
  })
})

test('the database says of every partner and day what the rule says', async () => {
  const offset = fc.integer({ min: -20, max: 20 })
  const term = fc.record({ from: offset, days: fc.option(fc.nat(15)) })
  let count = 0
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...PARTNER_STATUSES),
      fc.array(term, { maxLength: 3 }),
      offset,
      async (status, terms, at) => {
        const id = `P-${count++}`
        await it.desk.admitPartner(shop(id), operator)
        for (const { from, days } of terms) {
          const signedOn = addDays(TODAY, from)
          const validUntil = days === null ? null : addDays(signedOn, days)
          it.runtime.advance(1)
          await it.desk.agree(agreement(id, { signedOn, validUntil }), operator)
        }
        const ask = () => ({ id: it.runtime.newId(), reason: 'Chosen' })
        if (status === 'suspended') await it.desk.stepPartner(id, 'suspend', ask(), operator)
        if (status === 'ended') await it.desk.stepPartner(id, 'end', ask(), operator)
        const day = addDays(TODAY, at)
        const agreed = (await it.network.agreementsOn([id], day)).get(id)
        const said = acceptanceOf({ ...shop(id), status }, agreed, day).status === 'accepting'
        const [row] = await it.test.db.sql<{ accepts: boolean }[]>`
          select partner_accepts(${id}, ${day}::text::date) as accepts`
        expect(row?.accepts).toBe(said)
      },
    ),
    { seed: propertySeed('who accepts'), numRuns: 60 },
  )
})

describe('a contact point', () => {
  const administrator = () => it.person('administrator')
  const details = {
    ...{ name: 'Sportello Biella', phone: '+39 015 123456', openingHours: 'Mon 9-12' },
    ...{ approverContactPointId: 'MT-1', emergencyMonthlyCap: 15_000n },
  }

  test('says who approves elsewhere and what may be given at once', async () => {
    const same = { ...details, emergencyMonthlyCap: 0n }
    const changed = await it.desk.changeContactPoint('BI-1', same, administrator())
    expect(changed).toMatchObject(same)
    expect(await it.network.dutiesOf('BI-1')).toEqual({
      ...{ approverContactPointId: 'MT-1', emergencyMonthlyCap: 0n, unit: EUR },
    })
    for (const approverContactPointId of ['BI-1', 'NONE']) {
      const asked = { ...same, approverContactPointId }
      await expect(
        it.desk.changeContactPoint('BI-1', asked, administrator()),
      ).rejects.toMatchObject({ code: 'approver_unfit' })
    }
  })

  test('gives more without a second person once two people said so, and less at once', async () => {
    const { desk } = it
    const [ada, tea] = [administrator(), it.person('treasurer')]
    const cap = async () => (await it.network.dutiesOf('BI-1')).emergencyMonthlyCap
    await expect(desk.changeContactPoint('BI-1', details, ada)).rejects.toMatchObject({
      code: 'cap_raise_needs_two',
    })
    const raise = { id: it.runtime.newId(), contactPointId: 'BI-1', cap: 15_000n, reason: 'August' }
    const waiting = await desk.prepareCapRaise(raise, ada)
    expect(await desk.prepareCapRaise(raise, ada)).toEqual(waiting)
    expect([waiting.state, await cap()]).toEqual(['waiting', 0n])
    await expect(desk.prepareCapRaise({ ...raise, cap: 20_000n }, ada)).rejects.toMatchObject({
      code: 'network_request_conflict',
    })
    const approve = (who: typeof ada) => desk.decideCapRaise(raise.id, { state: 'approved' }, who)
    await expect(approve(ada)).rejects.toMatchObject({ code: 'approval_own' })
    await expect(approve(operator)).rejects.toMatchObject({ code: 'approval_role' })
    expect(await cap()).toBe(0n)
    expect(await approve(tea)).toMatchObject({ state: 'approved', decidedBy: tea.id })
    expect(await approve(tea)).toMatchObject({ state: 'approved' })
    expect(await cap()).toBe(15_000n)
    const same = { ...raise, id: it.runtime.newId() }
    await expect(desk.prepareCapRaise(same, ada)).rejects.toMatchObject({ code: 'cap_raise_lower' })
    await desk.changeContactPoint('BI-1', { ...details, emergencyMonthlyCap: 100n }, ada)
    expect(await cap()).toBe(100n)
    const log = await it.accessLog.list({ limit: 9, subjectId: raise.id })
    expect(log.map(({ action }) => action)).toEqual(['cap_raise.prepared'])
    // The database itself asks for the second person.
    await expect(
      it.test.db.sql`update contact_point set emergency_monthly_cap = 20000 where id = 'BI-1'`,
    ).rejects.toMatchObject({ constraint_name: 'contact_point_cap_raised_by_two' })
  })

  test('is opened giving nothing at once: what was asked for waits', async () => {
    const given = {
      ...{ id: 'BI-8', name: 'Newer', territoryId: 'BI', programmeId: 'FRANOI-2', unit: EUR },
      emergencyMonthlyCap: 5_000n,
    }
    const who = administrator()
    expect(await it.desk.openContactPoint(given, who)).toMatchObject({
      contactPoint: { emergencyMonthlyCap: 0n },
    })
    expect(await it.desk.openContactPoint(given, who)).toMatchObject({ created: false })
    const asked = { limit: 1, kind: 'emergency_cap', state: 'waiting' } as const
    const [waiting] = await it.approvals.list(who, asked)
    expect(waiting).toMatchObject({
      ...{ state: 'waiting', summary: { contactPoint: 'BI-8', amount: '5000', unit: 'EUR' } },
    })
  })

  test('is opened with nothing in it, and seen by whoever reaches it', async () => {
    const given = {
      ...{ id: 'BI-7', name: 'New', territoryId: 'BI', programmeId: 'FRANOI-2', unit: EUR },
    }
    const who = administrator()
    expect(await it.desk.openContactPoint(given, who)).toMatchObject({ created: true })
    expect(await it.desk.openContactPoint(given, who)).toMatchObject({ created: false })
    await expect(it.desk.openContactPoint({ ...given, name: 'Other' }, who)).rejects.toMatchObject({
      code: 'contact_point_id_conflict',
    })
    await expect(it.desk.findContactPoint('BI-7', operator)).rejects.toMatchObject({
      code: 'contact_point_not_found',
    })
    const seen = await it.network.listContactPoints({ limit: 9, ids: ['BI-7'] })
    expect(seen.map(({ id }) => id)).toEqual(['BI-7'])
  })
})
