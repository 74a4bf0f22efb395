import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AccessLog, createAccessLog } from '../../src/access/access-log.ts'
import { type Approvals, createApprovals } from '../../src/access/approvals.ts'
import type { Principal } from '../../src/access/core/principal.ts'
import { systemRuntime as runtime } from '../../src/runtime.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase
let approvals: Approvals
let accessLog: AccessLog

beforeAll(async () => {
  database = await createTestDatabase()
  const { db } = database
  accessLog = createAccessLog({ db, runtime })
  approvals = createApprovals({ db, runtime, accessLog })
})
afterAll(() => database.drop())

function operator(...contactPointIds: string[]): Principal {
  return { kind: 'person', id: runtime.newId(), role: 'operator', contactPointIds }
}

async function prepared(by: Principal, contactPointId = 'BI-1') {
  const id = runtime.newId()
  await database.db.sql.begin(async (tx) => {
    await approvals.prepareIn(tx, {
      ...{ id, kind: 'voucher_batch', subjectId: runtime.newId(), preparedBy: by },
      ...{
        contactPointIds: [contactPointId],
        summary: { count: '3', amount: '4500', unit: 'EUR' },
      },
    })
  })
  return id
}

function decide(id: Awaited<ReturnType<typeof prepared>>, by: Principal) {
  return database.db.sql.begin((tx) =>
    Promise.all(approvals.decideIn(tx, { id, by, state: 'approved' })),
  )
}

describe('four eyes', () => {
  test('another person of the contact point decides, and it is written down', async () => {
    const [anna, bruno] = [operator('BI-1'), operator('BI-1', 'BI-2')]
    const id = await prepared(anna)
    expect(await approvals.claim(id, bruno)).toMatchObject({
      state: 'waiting',
      summary: { count: '3' },
    })
    await decide(id, bruno)
    expect(await approvals.find(id)).toMatchObject({ state: 'approved', decidedBy: bruno.id })
    const [entry] = await accessLog.list({ limit: 10, actorId: bruno.id })
    expect(entry).toMatchObject({ action: 'approval.decided', outcome: 'done', subjectId: id })
  })

  test('a refusal says why, and is in the log before it is told', async () => {
    const anna = operator('BI-1')
    const id = await prepared(anna)
    await expect(approvals.claim(id, anna)).rejects.toMatchObject({ code: 'approval_own' })
    await expect(approvals.claim(id, operator('MT-1'))).rejects.toMatchObject({
      code: 'approval_scope',
    })
    const [entry] = await accessLog.list({ limit: 1, actorId: anna.id })
    expect(entry).toMatchObject({ outcome: 'refused', detail: { reason: 'approval_own' } })
  })

  test('the database refuses whoever prepared it, whatever the program believes', async () => {
    const anna = operator('BI-1')
    const id = await prepared(anna)
    await expect(decide(id, anna)).rejects.toMatchObject({ constraint_name: 'approval_by_another' })
    expect(await approvals.find(id)).toMatchObject({ state: 'waiting' })
  })

  test('of many who decide at once, one does', async () => {
    const id = await prepared(operator('BI-1'))
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, () => decide(id, operator('BI-1'))),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const one of tries) {
      if (one.status === 'fulfilled') continue
      expect(one.reason).toMatchObject({ constraint_name: 'approval_decided_once' })
    }
    await expect(approvals.claim(id, operator('BI-1'))).rejects.toMatchObject({
      code: 'approval_closed',
    })
  })

  test('what one prepared one may take back, until it is decided', async () => {
    const anna = operator('BI-1')
    const id = await prepared(anna)
    expect(await approvals.withdraw(id, operator('BI-1'))).toBe(false)
    expect(await approvals.withdraw(id, anna)).toBe(true)
    expect(await approvals.withdraw(id, anna)).toBe(false)
    expect(await approvals.find(id)).toMatchObject({ state: 'withdrawn' })
    const log = await accessLog.list({ limit: 9, subjectId: id })
    expect(log.map(({ action, actorId }) => [action, actorId])).toEqual([
      ['approval.withdrawn', anna.id],
    ])
  })

  test('a list shows what somebody can decide on, and no more', async () => {
    const [here, there] = [
      await prepared(operator('BI-9'), 'BI-9'),
      await prepared(operator('MT-9'), 'MT-9'),
    ]
    const seen = await approvals.list(operator('BI-9'), { limit: 200, state: 'waiting' })
    expect(seen.map(({ id }) => id)).toEqual([here])
    const auditor: Principal = { kind: 'person', id: runtime.newId(), role: 'auditor' }
    const all = (await approvals.list(auditor, { limit: 200 })).map(({ id }) => id)
    expect(all).toEqual(expect.arrayContaining([here, there]))
    const [last] = await approvals.list(auditor, { limit: 1 })
    const before = await approvals.list(auditor, { limit: 1, ...(last && { after: last.id }) })
    // Ids of the same millisecond have no order between them.
    expect([last?.id, before[0]?.id].toSorted()).toEqual([here, there].toSorted())
  })
})

describe('the access log', () => {
  test('cannot be changed or emptied, not even by its owner', async () => {
    await accessLog.record({
      ...{ actor: null, action: 'session.opened', outcome: 'refused' },
      subject: { kind: 'person', id: 'unknown' },
    })
    const { sql } = database.db
    await expect(sql`update access_log set outcome = 'done'`).rejects.toThrow(/permission denied/)
    await expect(sql`delete from access_log`).rejects.toThrow(/permission denied/)
  })

  test('keeps the order of what was recorded in one millisecond, also of a clock that went back', async () => {
    let now = runtime.now()
    const log = createAccessLog({ db: database.db, runtime: { ...runtime, now: () => now } })
    const actor = operator('BI-1')
    const steps = Array.from({ length: 12 }, (_, index) => `STEP-${index}`)
    for (const [index, id] of steps.entries()) {
      if (index === 6) now -= 5
      const subject = { kind: 'beneficiary', id }
      await log.record({ actor, action: 'beneficiary.viewed', outcome: 'done', subject })
    }
    const listed = await log.list({ limit: 50, actorId: actor.id })
    expect(listed.map(({ subjectId }) => subjectId)).toEqual(steps.toReversed())
  })

  test('keeps what was recorded in the same moment, the newest first, in pages', async () => {
    const actor = operator('BI-1')
    const subjects = Array.from({ length: 20 }, (_, index) => `P-${index}`)
    await Promise.all(
      subjects.map((id) =>
        accessLog.record({
          ...{ actor, action: 'beneficiary.viewed', outcome: 'done', contactPointId: 'BI-1' },
          ...{ subject: { kind: 'beneficiary', id }, detail: { why: 'said "hello", {twice}' } },
        }),
      ),
    )
    const first = await accessLog.list({ limit: 15, actorId: actor.id })
    const last = first.at(-1)
    const rest = await accessLog.list({
      limit: 15,
      actorId: actor.id,
      ...(last && { after: last.id }),
    })
    const ids = [...first, ...rest].map(({ subjectId }) => subjectId)
    expect(ids).toHaveLength(20)
    expect(new Set(ids)).toEqual(new Set(subjects))
    expect(first[0]).toMatchObject({ role: 'operator', detail: { why: 'said "hello", {twice}' } })
    expect(
      await accessLog.list({ limit: 9, subjectKind: 'beneficiary', subjectId: 'P-3' }),
    ).toHaveLength(1)
  })
})
