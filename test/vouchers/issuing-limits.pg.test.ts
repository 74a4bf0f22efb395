import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addDays, type Day, romeDay } from '../../src/kernel/days.ts'
import { EUR } from '../../src/kernel/money.ts'
import { emergencyCapIn } from '../../src/vouchers/batch.ts'
import type { BatchOrder, ChangeOrder } from '../../src/vouchers/issuing.ts'
import type { Voucher } from '../../src/vouchers/service.ts'
import { type IssuingProgramme, openIssuingProgramme, operator } from './issuing-programme.ts'
import { faultsIn, MERIT, readBooks } from './programme.ts'

let programme: IssuingProgramme
const anna = operator('BI-SC')
const bruno = operator('BI-SC')

beforeAll(async () => {
  programme = await openIssuingProgramme('limits of issuing')
  const product = { unit: EUR, categories: ['food'], minAmount: 100n, maxAmount: 100_000n }
  await programme.vouchers.addProducts([
    { ...product, id: 'SHORT', name: 'Short', validityDays: 1 },
  ])
})
afterAll(async () => {
  expect(faultsIn(await readBooks(programme))).toEqual([])
  await programme.close()
})

function order(people: BatchOrder['people'], change: Partial<BatchOrder> = {}): BatchOrder {
  return {
    ...{ id: programme.id(), productId: 'FOOD', contactPointId: 'BI-SC', people, amount: 5000n },
    ...{ reason: 'May', ...change },
  }
}
const each = (ids: readonly string[]) => ids.map((beneficiaryId) => ({ beneficiaryId }))
const topUp = (voucher: Voucher, amount = 1000n): ChangeOrder => ({
  ...{ id: programme.id(), voucherId: voucher.id, kind: 'top_up', amount, reason: 'baby' },
})
const approve = (id: ChangeOrder['id']) =>
  programme.issuing.decideChange(id, { state: 'approved' }, bruno)
const replacement = () => ({
  ...{ id: programme.id(), newVoucherId: programme.id(), reason: 'lost card' },
})

it('what may be given at once counts in the unit of the contact point, and of no other', () => {
  const duties = { approverContactPointId: null, emergencyMonthlyCap: 500n, unit: EUR }
  expect([emergencyCapIn(duties, EUR), emergencyCapIn(duties, MERIT)]).toEqual([500n, 0n])
})

describe('a programme', () => {
  it('gives nothing before a programme begins or after it ends, not even what was approved', async () => {
    const [person] = await programme.addPeople('DAYS', 1)
    const { id: _, reason: __, ...terms } = order(each([person ?? '']))
    const faultOn = async (startsOn: Day | null, endsOn: Day | null) => {
      programme.setProgramme({ startsOn, endsOn })
      return (await programme.issuing.checkBatch(terms, anna)).rows[0]?.fault
    }
    const day = romeDay(programme.runtime.now())
    expect(await faultOn(addDays(day, 1), null)).toBe('programme_not_running')
    expect(await faultOn(null, addDays(day, -1))).toBe('programme_not_running')
    expect(await faultOn(day, day)).toBeNull()
    const batch = await programme.issuing.prepareBatch(order(each([person ?? ''])), anna)
    await programme.issuing.decideBatch(batch.id, { state: 'approved' }, bruno)
    programme.setProgramme({ endsOn: addDays(day, -1) })
    expect(await programme.issuing.issueDue()).toBe(0)
    programme.setProgramme({})
    const lines = await programme.issuing.listBatchLines(batch.id, { limit: 1 }, anna)
    expect(lines).toMatchObject([{ outcome: 'failed', fault: 'programme_not_running' }])
  })

  it('asks whether people were told about their data, unless the programme does without', async () => {
    const [silent] = await programme.addPeople('SILENT-2', 1)
    const { id: _, reason: __, ...terms } = order(each([silent ?? '']))
    const fault = async () => (await programme.issuing.checkBatch(terms, anna)).rows[0]?.fault
    expect(await fault()).toBe('not_informed')
    const single = { productId: 'FOOD', beneficiaryId: silent ?? '', amount: 500n }
    const key = { kind: 'key', id: programme.id(), role: 'operator' } as const
    await expect(
      programme.vouchers.issue({ ...single, id: programme.id() }, key),
    ).rejects.toMatchObject({ code: 'person_not_entitled', details: { reason: 'not_informed' } })
    programme.setProgramme({ noticeRequired: false })
    expect(await fault()).toBeNull()
    programme.setProgramme({})
  })
})

describe('a top-up', () => {
  it('never fills a voucher beyond its product, though two were prepared that fit alone', async () => {
    const voucher = await programme.issue()
    const orders = [topUp(voucher, 60_000n), topUp(voucher, 60_000n), topUp(voucher, 60_000n)]
    for (const order of orders) await programme.issuing.prepareChange(order, anna)
    const [last, ...both] = orders
    const done = await Promise.allSettled(both.map(({ id }) => approve(id)))
    expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect(approve(last?.id ?? programme.id())).rejects.toMatchObject({
      code: 'amount_outside_product',
    })
    expect(await programme.vouchers.get(voucher.id)).toMatchObject({ remaining: 65_000n })
    expect(faultsIn(await readBooks(programme))).toEqual([])
  })
})

it('whoever does something to a voucher is in the access log, once, and in the same commit', async () => {
  const { issuing, vouchers, accessLog } = programme
  const [voucher, other] = [await programme.issue({ productId: 'SHORT' }), await programme.issue()]
  const request = () => ({ id: programme.id(), reason: 'test' })
  const longer: ChangeOrder = {
    ...{ id: programme.id(), voucherId: voucher.id, kind: 'extend', reason: 'ill' },
    expiresOn: addDays(voucher.expiresOn, 3),
  }
  const more = topUp(voucher)
  const block = request()
  for (let again = 0; again < 2; again++) {
    await vouchers.block(voucher.id, block, anna)
  }
  await vouchers.unblock(voucher.id, request(), anna)
  for (const order of [longer, more]) {
    await issuing.prepareChange(order, anna)
    await approve(order.id)
  }
  await issuing.replace(voucher.id, replacement(), anna)
  await vouchers.cancel(other.id, request(), anna)
  // What is refused is in nobody's name.
  await expect(vouchers.cancel(other.id, request(), anna)).rejects.toMatchObject({
    code: 'voucher_closed',
  })
  const logged = async (subjectId: string) =>
    (await accessLog.list({ limit: 20, subjectId })).map(({ action, actorId }) => [action, actorId])
  expect(await logged(voucher.id)).toEqual([
    ['voucher.replaced', anna.id],
    ['voucher.topped_up', bruno.id],
    ['voucher.extended', bruno.id],
    ['voucher.unblocked', anna.id],
    ['voucher.blocked', anna.id],
  ])
  expect(await logged(other.id)).toEqual([['voucher.cancelled', anna.id]])
  expect(await logged(more.id)).toEqual([['voucher_change.prepared', anna.id]])
})
