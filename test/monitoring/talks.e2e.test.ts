import { afterAll, beforeAll, expect, test } from 'vitest'
import type { KeyRole } from '../../src/access/core/principal.ts'
import type { RedemptionId, Uuid, VoucherId } from '../../src/kernel/ids.ts'
import { selectMoney, sumGranted } from '../../src/monitoring/results-store.ts'
import {
  BENEFICIARY_ID,
  newId,
  openProgramme,
  PARTNER_ID,
  PRODUCT_ID,
  type Programme,
} from '../http/programme.ts'

let programme: Programme
beforeAll(async () => {
  programme = await openProgramme()
})
afterAll(() => programme?.close())

async function ask(role: KeyRole, method: string, path: string, body?: unknown) {
  const answer = await programme.ask(role, method, `/api/v1${path}`, body)
  return { status: answer.status, body: await answer.json() }
}

const TALKS = `/beneficiaries/${BENEFICIARY_ID}/talks`
const TARGETS = '/programmes/FRANOI-2/targets'

test('a talk is written down once, corrected by a further one, and never changed', async () => {
  const said = { id: newId(), wave: 6, day: '2026-05-04', language: 'FR', answers: { home: 2 } }
  const first = await ask('operator', 'POST', TALKS, said)
  expect(first.body).toMatchObject({ language: 'fr', answers: { home: 2 }, counts: true })
  expect((await ask('operator', 'POST', TALKS, said)).body).toEqual(first.body)
  const other = await ask('operator', 'POST', TALKS, { ...said, answers: { home: 3 } })
  expect([other.status, other.body.code]).toEqual([409, 'interview_id_conflict'])
  const right = { ...said, id: newId(), answers: { home: 3 } }
  expect((await ask('administrator', 'POST', TALKS, right)).body.counts).toBe(true)
  const { items } = (await ask('operator', 'GET', TALKS)).body
  expect(items.map(({ counts }: { counts: boolean }) => counts)).toEqual([true, false])
  const { db } = programme.database
  await expect(db.sql`delete from monitoring_interview`).rejects.toThrow()
})

test.each([
  [{ answers: { home: 6 } }, 400],
  [{ answers: { luck: 1 } }, 400],
  [{ wave: 3 }, 400],
  [{ day: '2999-01-01' }, 422],
  [{ language: 'Rita V.' }, 422],
])('a talk with %o is refused', async (part, status) => {
  const said = { id: newId(), wave: 0, day: '2026-05-04', language: 'fr' }
  expect((await ask('operator', 'POST', TALKS, { ...said, ...part })).status).toBe(status)
})

test('of a target the last counts, what stood there is kept, and the same is written once', async () => {
  const target = { indicator: 'people_accompanied', month: 22, value: 400 }
  expect((await ask('analyst', 'POST', TARGETS, target)).body).toMatchObject(target)
  const sent = [1, 2, 3].map(() => ask('administrator', 'POST', TARGETS, { ...target, value: 340 }))
  for (const { status } of await Promise.all(sent)) expect(status).toBe(200)
  const taken = { ...target, month: 12, value: null }
  await ask('analyst', 'POST', TARGETS, taken)
  const { items } = (await ask('auditor', 'GET', TARGETS)).body
  expect(items).toMatchObject([
    { ...taken, counts: true },
    { ...target, value: 340, counts: true },
    { ...target, counts: false },
  ])
  const unknown = { ...target, indicator: 'luck' }
  expect((await ask('analyst', 'POST', TARGETS, unknown)).status).toBe(400)
  expect((await ask('operator', 'GET', TARGETS)).status).toBe(403)
  const nowhere = await ask('analyst', 'POST', '/programmes/NONE/targets', target)
  expect(nowhere.body.code).toBe('programme_unknown')
})

test('money is what the books say: what was cancelled was not issued, what came back was not spent', async () => {
  const { vouchers } = programme.services
  const who = { kind: 'person', id: newId() as Uuid, role: 'administrator' } as const
  const issue = async (amount: bigint) => {
    const order = { productId: PRODUCT_ID, beneficiaryId: BENEFICIARY_ID, amount }
    return (await vouchers.issue({ ...order, id: newId() as VoucherId }, null)).voucher
  }
  const spent = await issue(9000n)
  const cancelled = await issue(4000n)
  const redemptionId = newId() as RedemptionId
  const shown = { kind: 'typedCode', text: spent.typedCode } as const
  await vouchers.redeem({ id: redemptionId, shown, amount: 7000n, partnerId: PARTNER_ID })
  const back = { id: newId() as Uuid, redemptionId, amount: 2500n }
  await vouchers.refund({ ...back, reason: 'goods_returned' }, who)
  await vouchers.cancel(cancelled.id, { id: newId() as Uuid, reason: 'Mistake' }, who)
  const { sql } = programme.database.db
  const money = await selectMoney(sql, 'FRANOI-2')
  expect(money.get(BENEFICIARY_ID)).toEqual({ issued: 9000n, redeemed: 4500n, expired: 0n })
  expect(await sumGranted(sql, 'FRANOI-2')).toBeGreaterThan(0n)
})
