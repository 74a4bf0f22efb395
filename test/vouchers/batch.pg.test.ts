import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Uuid } from '../../src/kernel/ids.ts'
import { EUR } from '../../src/kernel/money.ts'
import type { BatchOrder } from '../../src/vouchers/issuing.ts'
import { type IssuingProgramme, openIssuingProgramme, operator } from './issuing-programme.ts'
import { ENVELOPE, faultsIn, readBooks } from './programme.ts'

let programme: IssuingProgramme
const anna = operator('BI-SC')
const bruno = operator('BI-SC', 'BI-POOR')
const stranger = operator('MT-1')

beforeAll(async () => {
  programme = await openIssuingProgramme('batches')
  const product = { unit: EUR, categories: ['food'], minAmount: 100n, maxAmount: 100_000n }
  await programme.vouchers.addProducts([
    { ...product, id: 'HEALTH', name: 'Health', validityDays: 30, area: 'health' },
    {
      ...{ ...product, id: 'SCALE', name: 'Food by household', validityDays: 30 },
      ...{ faceValue: 'scale', faceAmounts: [15_000n], faceFurther: 10_000n },
    },
    { ...product, id: 'OVER', name: 'Over', validityDays: 30, validUntil: '2026-01-31' as never },
  ])
})
afterAll(() => programme.close())

function order(people: BatchOrder['people'], change: Partial<BatchOrder> = {}): BatchOrder {
  return {
    ...{ id: programme.id(), productId: 'FOOD', contactPointId: 'BI-SC', people, amount: 5000n },
    ...{ reason: 'May', ...change },
  }
}

const each = (ids: readonly string[]) => ids.map((beneficiaryId) => ({ beneficiaryId }))

async function issued(people: readonly string[], change: Partial<BatchOrder> = {}) {
  const batch = await programme.issuing.prepareBatch(order(each(people), change), anna)
  await programme.issuing.decideBatch(batch.id, { state: 'approved' }, bruno)
  await programme.issuing.issueDue()
  return programme.issuing.listBatchLines(batch.id, { limit: 200 }, anna)
}

describe('the table before a batch is prepared', () => {
  it('says of each row what would fail, and what each envelope would pay', async () => {
    const [ready, draft, tight, whole] = await programme.addPeople('TABLE', 4)
    await programme.addPeople('SILENT', 1)
    if (!ready || !draft || !tight || !whole) throw new Error('there are four')
    await programme.planFor(ready, { line: 10_000n })
    const lineOfDraft = await programme.planFor(draft, { line: 10_000n })
    await programme.test.db.sql`
      update test_plan set status = 'draft'
      where id = (select plan_id from test_plan_line where id = ${lineOfDraft})`
    await programme.planFor(tight, { line: 4999n })
    await programme.planFor(whole, { line: 10_000n, plan: 4999n })
    programme.setEnrolment('BI-LEFT', 'left')
    await programme.plans.addBeneficiaries([
      { id: 'BI-LEFT', contactPointId: 'BI-SC', householdSize: 1, language: 'it' },
    ])
    const people = [
      ...each([ready, ready, draft, tight, whole, 'BI-P-001', 'BI-P-002', 'NOBODY', 'BI-LEFT']),
      { beneficiaryId: 'SILENT-1000' },
    ]
    const { id: _, reason: __, ...terms } = order(people, { productId: 'HEALTH' })
    const table = await programme.issuing.checkBatch(terms, anna)
    expect(table.rows.map(({ fault }) => fault)).toEqual([
      ...[null, 'duplicate', 'plan_not_active', 'line_exceeded', 'person_exceeded'],
      ...['plan_missing', 'other_contact_point', 'beneficiary_unknown', 'left', 'not_informed'],
    ])
    expect(table.total).toBe(5000n)
    expect(table.envelopes).toMatchObject([{ available: ENVELOPE, used: 5000n }])
    expect(await programme.issuing.listBatches({ limit: 10 }, anna)).toEqual([])
  })

  it('counts the rows before: the envelope is gone at the third of three', async () => {
    const person = { householdSize: 2, language: 'fr', contactPointId: 'BI-POOR' }
    const ids = ['POOR-1', 'POOR-2', 'POOR-3']
    await programme.plans.addBeneficiaries(ids.map((id) => ({ ...person, id })))
    const {
      id: _,
      reason: __,
      ...terms
    } = order(each(ids), {
      ...{ contactPointId: 'BI-POOR', amount: 700n },
    })
    const { rows } = await programme.issuing.checkBatch(terms, bruno)
    expect(rows.map(({ fault }) => fault)).toEqual([null, null, 'envelope_exhausted'])
  })

  it('asks the product: its scale, its limits, its last day', async () => {
    const check = async (change: Partial<BatchOrder>) => {
      const { id: _, reason: __, ...terms } = order(each(['BI-P-001']), change)
      return (await programme.issuing.checkBatch(terms, anna)).rows[0]
    }
    expect(await check({ productId: 'SCALE', amount: undefined })).toMatchObject({
      ...{ amount: 25_000n, fault: null },
    })
    expect(await check({ productId: 'SCALE', amount: 24_999n })).toMatchObject({
      fault: 'amount_outside_product',
    })
    expect(await check({ amount: 99n })).toMatchObject({ fault: 'amount_outside_product' })
    expect(await check({ amount: undefined })).toMatchObject({ fault: 'amount_missing' })
    expect(await check({ productId: 'OVER' })).toMatchObject({ fault: 'expiry_out_of_range' })
  })

  it('takes of all people of a contact point those who can get one', async () => {
    const { id: _, reason: __, ...terms } = order('all')
    const { rows } = await programme.issuing.checkBatch(terms, anna)
    const ids = rows.map(({ beneficiaryId }) => beneficiaryId)
    expect(ids).toContain('BI-P-001')
    expect(ids).not.toContain('BI-LEFT')
    expect(ids).not.toContain('BI-P-002')
  })

  it('is shown for a contact point of one’s own only, and the question is in the log', async () => {
    const { id: _, reason: __, ...terms } = order(each(['BI-P-001']))
    await expect(programme.issuing.checkBatch(terms, stranger)).rejects.toMatchObject({
      code: 'contact_point_unknown',
    })
    const asked = { limit: 1, actorId: stranger.id, action: 'contact_point.asked' }
    expect(await programme.accessLog.list(asked)).toMatchObject([{ outcome: 'refused' }])
  })
})

describe('a batch', () => {
  it('is issued once another person approved, and is good for nothing before it is handed over', async () => {
    const people = await programme.addPeople('FIRST', 7)
    const wanted = order(each(people))
    const batch = await programme.issuing.prepareBatch(wanted, anna)
    expect(batch).toMatchObject({ approvalState: 'waiting', count: 7, total: 35_000n })
    expect(await programme.issuing.issueDue()).toBe(0)
    await programme.issuing.decideBatch(batch.id, { state: 'approved' }, bruno)
    expect(await programme.issuing.issueDue()).toBe(7)
    expect(await programme.issuing.issueDue()).toBe(0)
    const done = await programme.issuing.getBatch(batch.id, anna)
    expect(done).toMatchObject({ issued: 7, issuedTotal: 35_000n, failed: 0 })
    expect(done.finishedAt).not.toBeNull()
    const [line] = await programme.issuing.listBatchLines(batch.id, { limit: 1 }, anna)
    if (line === undefined) throw new Error('there are seven')
    const voucher = await programme.vouchers.get(line.voucherId)
    expect(voucher).toMatchObject({ status: 'issued', remaining: 5000n })
    expect(await programme.redeem(voucher, 100n)).toMatchObject({ status: 'not_active' })
    const request = { id: programme.id(), voucherIds: [line.voucherId, line.voucherId] }
    for (let again = 0; again < 2; again++) {
      const handed = await programme.issuing.activate(request, anna)
      expect([...handed.values()]).toEqual(['activated'])
    }
    expect(await programme.redeem(voucher, 100n)).toMatchObject({ status: 'redeemed' })
    expect((await programme.vouchers.events(line.voucherId)).map(({ kind }) => kind)).toEqual([
      'activate',
    ])
    const other = { ...request, id: programme.id() }
    expect([...(await programme.issuing.activate(other, anna)).values()]).toEqual(['was_active'])
    expect([...(await programme.issuing.activate(other, stranger)).values()]).toEqual(['not_found'])
    expect(faultsIn(await readBooks(programme))).toEqual([])
  })

  it('is the same batch when it is sent again, and another under its id is a conflict', async () => {
    const wanted = order(each(await programme.addPeople('AGAIN', 2)))
    const sent = await Promise.all(
      Array.from({ length: 8 }, () => programme.issuing.prepareBatch(wanted, anna)),
    )
    expect(new Set(sent.map((one) => JSON.stringify([one.approvalId, one.count]))).size).toBe(1)
    await expect(
      programme.issuing.prepareBatch({ ...wanted, reason: 'June' }, anna),
    ).rejects.toMatchObject({ code: 'batch_id_conflict' })
  })

  it('is not prepared while a row would fail: the reasons are counted', async () => {
    const people = [...each(['BI-P-001', 'NOBODY']), { beneficiaryId: 'BI-P-002' }]
    await expect(programme.issuing.prepareBatch(order(people), anna)).rejects.toMatchObject({
      code: 'batch_rows_fail',
      details: { beneficiary_unknown: 1, other_contact_point: 1 },
    })
  })

  it('is decided by another person in scope, once, and every refusal says why', async () => {
    const people = await programme.addPeople('DECIDE', 1)
    const { issuing } = programme
    const batch = await issuing.prepareBatch(order(each(people)), anna)
    const approve = (who: typeof anna) => issuing.decideBatch(batch.id, { state: 'approved' }, who)
    await expect(approve(anna)).rejects.toMatchObject({ code: 'approval_own' })
    await expect(approve(stranger)).rejects.toMatchObject({ code: 'approval_scope' })
    await expect(approve({ ...bruno, kind: 'key' })).rejects.toMatchObject({
      code: 'approval_needs_person',
    })
    await expect(issuing.getBatch(batch.id, stranger)).rejects.toMatchObject({
      code: 'batch_not_found',
    })
    const many = await Promise.allSettled(
      [bruno, ...Array.from({ length: 6 }, () => operator('BI-SC'))].map(approve),
    )
    const won = many.filter(({ status }) => status === 'fulfilled')
    expect(won).toHaveLength(1)
    for (const one of many) {
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'approval_closed' })
    }
    expect(await issuing.issueDue()).toBe(1)
  })

  it('that was refused is never issued', async () => {
    const { issuing } = programme
    const batch = await issuing.prepareBatch(
      order(each(await programme.addPeople('REFUSED', 2))),
      anna,
    )
    await issuing.decideBatch(batch.id, { state: 'refused', reason: 'too much' }, bruno)
    expect(await issuing.issueDue()).toBe(0)
    await expect(issuing.decideBatch(batch.id, { state: 'approved' }, bruno)).rejects.toMatchObject(
      { code: 'approval_closed' },
    )
  })
})

describe('a program that issues one by one', () => {
  it('gives nothing that is earmarked for an area of need: that counts against a plan', async () => {
    const [beneficiaryId = ''] = await programme.addPeople('PROGRAM', 1)
    await programme.planFor(beneficiaryId, { line: 1000n })
    await expect(programme.issue({ beneficiaryId, productId: 'HEALTH' })).rejects.toMatchObject({
      code: 'issue_needs_approval',
    })
  })
})

describe('what changed between approval and issue', () => {
  it('stops the rows it concerns, with the reason, and the others are issued', async () => {
    const people = await programme.addPeople('CHANGED', 4)
    const [left, tight] = people
    if (left === undefined || tight === undefined) throw new Error('there are four')
    const lines: Uuid[] = []
    for (const id of people) lines.push(await programme.planFor(id, { line: 6000n }))
    const { issuing } = programme
    const batch = await issuing.prepareBatch(order(each(people), { productId: 'HEALTH' }), anna)
    await issuing.decideBatch(batch.id, { state: 'approved' }, bruno)
    programme.setEnrolment(left, 'left')
    await programme.test.db.sql`
      update test_plan_line set committed = 2000 where id = ${lines[1] ?? ''}`
    expect(await issuing.issueDue()).toBe(2)
    const rows = await issuing.listBatchLines(batch.id, { limit: 10 }, anna)
    expect(rows.map(({ outcome, fault }) => fault ?? outcome)).toEqual([
      ...['left', 'line_exceeded', 'issued', 'issued'],
    ])
    expect(await programme.committed(lines[2] ?? ('' as Uuid))).toBe(5000n)
    const [, , third] = rows
    if (third === undefined) throw new Error('there are four')
    const cancel = { id: programme.id(), reason: 'moved away' }
    await programme.vouchers.cancel(third.voucherId, cancel, anna)
    expect(await programme.committed(lines[2] ?? ('' as Uuid))).toBe(0n)
  })

  it('gives nothing against a plan that another one took the place of', async () => {
    const [person = ''] = await programme.addPeople('RENEWED', 1)
    const before = await programme.planFor(person, { line: 6000n })
    const { issuing, test } = programme
    const batch = await issuing.prepareBatch(order(each([person]), { productId: 'HEALTH' }), anna)
    await issuing.decideBatch(batch.id, { state: 'approved' }, bruno)
    await test.db.sql`
      update test_plan_line set beneficiary_id = 'the plan is closed' where id = ${before}`
    await programme.planFor(person, { line: 6000n })
    await issuing.issueDue()
    const [row] = await issuing.listBatchLines(batch.id, { limit: 1 }, anna)
    expect(row).toMatchObject({ outcome: 'failed', fault: 'plan_not_active' })
    expect(await programme.committed(before)).toBe(0n)
  })

  it('two batches for one line of a plan, issued at once: the line is never exceeded', async () => {
    const [person = ''] = await programme.addPeople('RACE', 1)
    const line = await programme.planFor(person, { line: 8000n })
    const { issuing } = programme
    const batches = []
    for (let index = 0; index < 2; index++) {
      const batch = await issuing.prepareBatch(order(each([person]), { productId: 'HEALTH' }), anna)
      await issuing.decideBatch(batch.id, { state: 'approved' }, bruno)
      batches.push(batch)
    }
    const other = await programme.anotherProcess()
    await Promise.all([issuing.issueDue(), other.issuing.issueDue(), issuing.issueDue()])
    const rows = await Promise.all(
      batches.map(({ id }) => issuing.listBatchLines(id, { limit: 1 }, anna)),
    )
    expect(
      rows
        .flat()
        .map(({ fault, outcome }) => fault ?? outcome)
        .sort(),
    ).toEqual([...['issued', 'line_exceeded']])
    expect(await programme.committed(line)).toBe(5000n)
    expect(faultsIn(await readBooks(programme))).toEqual([])
  })

  it('an envelope that is gone: what it still pays is issued, the rest is given up', async () => {
    const person = { householdSize: 2, language: 'fr', contactPointId: 'BI-POOR' }
    const ids = ['GONE-1', 'GONE-2']
    await programme.plans.addBeneficiaries(ids.map((id) => ({ ...person, id })))
    const place = { contactPointId: 'BI-POOR', amount: 700n }
    const carla = operator('BI-POOR')
    const batch = await programme.issuing.prepareBatch(order(each(ids), place), carla)
    // The contact point of one person has its approver elsewhere, who sees what is asked and nothing else of it.
    const far = operator('BI-SC')
    const shown = async () =>
      (await programme.issuing.listBatches({ limit: 200 }, far)).some(({ id }) => id === batch.id)
    const codes = async () =>
      (await programme.issuing.listBatchLines(batch.id, { limit: 9 }, far)).map(
        ({ beneficiaryId }) => beneficiaryId,
      )
    expect([await shown(), await codes()]).toEqual([true, ids])
    const handed = { ...order(each(ids), place), id: programme.id() }
    await expect(programme.issuing.checkBatch(handed, far)).rejects.toMatchObject({
      code: 'contact_point_unknown',
    })
    await expect(programme.issuing.getBatch(batch.id, stranger)).rejects.toMatchObject({
      code: 'batch_not_found',
    })
    await expect(
      programme.issuing.decideBatch(batch.id, { state: 'approved' }, operator('BI-POOR')),
    ).rejects.toMatchObject({ code: 'approval_scope' })
    await programme.issuing.decideBatch(batch.id, { state: 'approved' }, anna)
    expect([await shown(), await codes()]).toEqual([true, []])
    await programme.issue({ beneficiaryId: 'BI-P-002', amount: 800n })
    expect(await programme.issuing.issueDue()).toBe(1)
    const rows = await programme.issuing.listBatchLines(batch.id, { limit: 2 }, carla)
    expect(rows.map(({ fault }) => fault).sort()).toEqual(['envelope_exhausted', null].sort())
    expect(await programme.issuing.getBatch(batch.id, carla)).toMatchObject({ failed: 1 })
  })

  it('is issued once by several processes at once', async () => {
    const people = await programme.addPeople('MANY', 150)
    const rows = await (async () => {
      const batch = await programme.issuing.prepareBatch(order(each(people)), anna)
      await programme.issuing.decideBatch(batch.id, { state: 'approved' }, bruno)
      const other = await programme.anotherProcess()
      const counts = await Promise.all([programme.issuing.issueDue(), other.issuing.issueDue()])
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(150)
      return programme.issuing.listBatchLines(batch.id, { limit: 200 }, anna)
    })()
    expect(rows.every(({ outcome }) => outcome === 'issued')).toBe(true)
    expect(faultsIn(await readBooks(programme))).toEqual([])
  })
})

describe('what is given at once', () => {
  it('stays within the cap of a person and a month, however many ask in the same moment', async () => {
    programme.setCap(12_000n)
    const [person = ''] = await programme.addPeople('URGENT', 1)
    const { issuing } = programme
    const tries = await Promise.allSettled(
      Array.from({ length: 6 }, () =>
        issuing.prepareBatch(order(each([person]), { isAtOnce: true }), anna),
      ),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
    for (const one of tries) {
      if (one.status === 'rejected') {
        expect(one.reason).toMatchObject({ code: 'emergency_cap_reached' })
      }
    }
    expect(await issuing.issueDue()).toBe(2)
    const uses = await issuing.emergencies('2026-05-20' as never, anna)
    expect(uses).toEqual([
      expect.objectContaining({ beneficiaryId: person, used: 10_000n, cap: 12_000n }),
    ])
    const given = await programme.approvals.list(anna, { limit: 10, state: 'at_once' })
    expect(given).toHaveLength(2)
    expect(await issuing.emergencies('2026-06-20' as never, anna)).toEqual([])
    expect(await issuing.emergencies('2026-05-20' as never, stranger)).toEqual([])
  })

  it('is refused to a program, and where the contact point has no cap', async () => {
    const people = each(['BI-P-001'])
    const key = { ...anna, kind: 'key' } as const
    await expect(
      programme.issuing.prepareBatch(order(people, { isAtOnce: true }), key),
    ).rejects.toMatchObject({ code: 'approval_needs_person' })
    programme.setCap(0n)
    await expect(
      programme.issuing.prepareBatch(order(people, { isAtOnce: true }), anna),
    ).rejects.toMatchObject({ code: 'emergency_cap_reached' })
  })
})

it('the data for printing has a card for each that can be spent, and is noted in the log', async () => {
  const rows = await issued(await programme.addPeople('PRINT', 3))
  const ids = rows.map(({ voucherId }) => voucherId)
  const cards = await programme.issuing.printData(ids, anna)
  expect(cards.map(({ voucher }) => voucher.id)).toEqual(ids)
  expect(new Set(cards.map(({ card }) => card)).size).toBe(3)
  expect(cards[0]).toMatchObject({ productName: 'Food', language: 'fr' })
  expect(await programme.issuing.printData(ids, stranger)).toEqual([])
  const asked = { limit: 1, actorId: stranger.id, action: 'voucher.printed' }
  expect(await programme.accessLog.list(asked)).toMatchObject([{ outcome: 'refused' }])
})
