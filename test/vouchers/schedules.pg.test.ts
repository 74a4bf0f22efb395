import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Day } from '../../src/kernel/days.ts'
import type { ScheduleOrder } from '../../src/vouchers/issuing.ts'
import { type IssuingProgramme, openIssuingProgramme, operator } from './issuing-programme.ts'
import { faultsIn, readBooks } from './programme.ts'

const DAY_MS = 86_400_000
let programme: IssuingProgramme
const anna = operator('BI-SC')
const bruno = operator('BI-SC')

beforeAll(async () => {
  programme = await openIssuingProgramme('schedules')
})
afterAll(() => programme.close())

function schedule(people: readonly string[], maxTotal = 100_000n): ScheduleOrder {
  return {
    ...{ id: programme.id(), productId: 'FOOD', contactPointId: 'BI-SC', people, maxTotal },
    ...{ amount: 3000n, cadence: 'weekly', dueDay: 1, reason: 'pocket money' },
    ...{ fromDay: '2026-05-04' as Day, untilDay: '2026-05-31' as Day },
  }
}

async function batchesOf(scheduleId: string) {
  const all = await programme.issuing.listBatches({ limit: 200 }, anna)
  return all.filter((batch) => batch.scheduleId === scheduleId)
}

it('gives in each turn once, approved once, whoever serves it and however often', async () => {
  const { issuing, runtime } = programme
  const people = await programme.addPeople('WEEK', 3)
  const order = schedule(people)
  await issuing.prepareSchedule(order, anna)
  expect(await issuing.serveSchedules()).toBe(0)
  await expect(issuing.decideSchedule(order.id, { state: 'approved' }, anna)).rejects.toMatchObject(
    { code: 'approval_own' },
  )
  await issuing.decideSchedule(order.id, { state: 'approved' }, bruno)
  const other = await programme.anotherProcess()
  const serve = () =>
    Promise.all([
      issuing.serveSchedules(),
      other.issuing.serveSchedules(),
      issuing.serveSchedules(),
    ])
  await serve()
  expect(await issuing.issueDue()).toBe(3)
  await serve()
  expect(await issuing.issueDue()).toBe(0)
  expect((await batchesOf(order.id)).map(({ period }) => period)).toEqual(['2026-05-04'])
  // A service that stood still for two turns serves the newest; somebody decides on the one that was missed.
  programme.setEnrolment(people[0] ?? '', 'left')
  const missed = async () =>
    (await issuing.listSchedules({ limit: 9 }, anna)).find(({ id }) => id === order.id)?.missed
  expect(await missed()).toEqual([])
  runtime.advance(14 * DAY_MS)
  expect(await missed()).toEqual(['2026-05-11'])
  await serve()
  expect(await issuing.issueDue()).toBe(2)
  const late = await batchesOf(order.id)
  expect(late.map(({ period }) => period).sort()).toEqual(['2026-05-04', '2026-05-18'])
  expect(late.map(({ failed }) => failed).sort()).toEqual([0, 1])
  expect(await missed()).toEqual(['2026-05-11'])
  await issuing.endSchedule(order.id, anna)
  await issuing.endSchedule(order.id, bruno)
  // Nothing else tells who stopped it.
  expect(
    await programme.test.db.sql`
      select action, actor_id, contact_point_id from access_log where subject_id = ${order.id}
      order by recorded_at`,
  ).toEqual(
    ['voucher_schedule.prepared', 'voucher_schedule.stopped'].map((action) => ({
      ...{ action, actor_id: anna.id, contact_point_id: 'BI-SC' },
    })),
  )
  runtime.advance(7 * DAY_MS)
  await serve()
  expect(await issuing.issueDue()).toBe(0)
  expect(await missed()).toEqual(['2026-05-11'])
  expect(faultsIn(await readBooks(programme))).toEqual([])
})

it('what comes to more than was approved waits for an approval of its own', async () => {
  const { issuing } = programme
  const people = await programme.addPeople('MORE', 3)
  const order = {
    ...schedule(people, 8999n),
    fromDay: '2026-06-01' as Day,
    untilDay: '2026-06-30' as Day,
  }
  await expect(
    issuing.prepareSchedule({ ...order, fromDay: '2026-05-01' as Day }, anna),
  ).rejects.toMatchObject({ code: 'schedule_days' })
  await issuing.prepareSchedule(order, anna)
  await issuing.decideSchedule(order.id, { state: 'approved' }, bruno)
  programme.runtime.advance(7 * DAY_MS)
  expect(await issuing.serveSchedules()).toBe(1)
  expect(await issuing.issueDue()).toBe(0)
  const [batch] = await batchesOf(order.id)
  if (batch === undefined) throw new Error('there is one')
  expect(batch).toMatchObject({ approvalState: 'waiting', total: 9000n })
  await expect(issuing.decideBatch(batch.id, { state: 'approved' }, anna)).rejects.toMatchObject({
    code: 'approval_own',
  })
  await issuing.decideBatch(batch.id, { state: 'approved' }, bruno)
  expect(await issuing.issueDue()).toBe(3)
})

it('rests and goes on: what fell on the days between is not made up for', async () => {
  const { issuing, runtime } = programme
  const people = await programme.addPeople('REST', 1)
  const order = {
    ...schedule(people),
    ...{ fromDay: '2026-06-08' as Day, untilDay: '2026-07-31' as Day },
  }
  await issuing.prepareSchedule(order, anna)
  await expect(issuing.pauseSchedule(order.id, anna)).rejects.toMatchObject({
    code: 'schedule_not_running',
  })
  await issuing.decideSchedule(order.id, { state: 'approved' }, bruno)
  await expect(issuing.pauseSchedule(order.id, operator('MT-SC'))).rejects.toMatchObject({
    code: 'schedule_not_found',
  })
  expect(await issuing.pauseSchedule(order.id, anna)).toMatchObject({ nextOn: null })
  expect((await issuing.pauseSchedule(order.id, bruno)).pausedAt).not.toBeNull()
  // Two turns go by, the 8th and the 15th of June, and the third is of the day on which it goes on.
  runtime.advance(14 * DAY_MS)
  const served = async () => {
    await issuing.serveSchedules()
    const batches = await issuing.listBatches({ limit: 9, scheduleId: order.id }, anna)
    return batches.map(({ period }) => period)
  }
  expect(await served()).toEqual([])
  expect(await issuing.resumeSchedule(order.id, anna)).toMatchObject({ nextOn: '2026-06-15' })
  expect(await served()).toEqual(['2026-06-15'])
  expect(await issuing.resumeSchedule(order.id, anna)).toMatchObject({ nextOn: '2026-06-22' })
  await issuing.endSchedule(order.id, anna)
  await expect(issuing.resumeSchedule(order.id, anna)).rejects.toMatchObject({
    code: 'schedule_not_running',
  })
})

it('under the id of a batch is a conflict, and so is a batch under that of a schedule', async () => {
  const { issuing } = programme
  const people = await programme.addPeople('SHARED', 1)
  const order = { ...schedule(people), fromDay: '2026-12-01' as Day, untilDay: '2026-12-31' as Day }
  const batch = {
    ...{ id: programme.id(), productId: 'FOOD', contactPointId: 'BI-SC', amount: 3000n },
    ...{ people: people.map((beneficiaryId) => ({ beneficiaryId })), reason: 'once' },
  }
  await issuing.prepareBatch(batch, anna)
  await expect(issuing.prepareSchedule({ ...order, id: batch.id }, anna)).rejects.toMatchObject({
    code: 'schedule_id_conflict',
  })
  await issuing.prepareSchedule(order, anna)
  await expect(issuing.prepareBatch({ ...batch, id: order.id }, anna)).rejects.toMatchObject({
    code: 'batch_id_conflict',
  })
})
