import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Principal } from '../../src/access/core/principal.ts'
import { createServices, type Services } from '../../src/app.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { EUR } from '../../src/kernel/money.ts'
import { packageRoot } from '../../src/package-root.ts'
import { systemRuntime } from '../../src/runtime.ts'
import { buildIfStale } from '../support/build.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { makeEligible } from '../support/eligible.ts'

const PEOPLE = 700
const AMOUNT = 1001n
const SECRET = 'the secret of a test, long enough for it'
const LIMIT_MS = 240_000
const PROGRAM = join(packageRoot(), 'src', 'command', 'fra-noi.js')

let test: TestDatabase
let services: Services
const [anna, bruno] = [0, 1].map(
  (): Principal => ({ kind: 'person', id: systemRuntime.newId(), role: 'operator' }),
) as [Principal, Principal]

beforeAll(async () => {
  await buildIfStale()
  test = await createTestDatabase()
  const publicUrl = 'https://vouchers.example.org'
  services = createServices({ db: test.db, runtime: systemRuntime, publicUrl, secret: SECRET })
  const { network, plans, vouchers, casework } = services
  await network.addTerritories([{ id: 'BI', name: 'Biella', kind: 'province', parentId: null }])
  const point = { id: 'BI-1', name: 'Centre', territoryId: 'BI', unit: EUR }
  await network.addContactPoint({ ...point, envelope: AMOUNT * BigInt(PEOPLE) })
  const person = { householdSize: 2, language: 'fr', contactPointId: 'BI-1' }
  const ids = Array.from({ length: PEOPLE }, (_, index) => `P-${index}`)
  await plans.addBeneficiaries(ids.map((id) => ({ ...person, id })))
  await makeEligible(casework, ids, anna)
  const limits = { minAmount: 100n, maxAmount: 10_000n, validityDays: 90 }
  await vouchers.addProducts([
    { ...limits, id: 'FOOD', name: 'Food', unit: EUR, categories: ['food'] },
  ])
})
afterAll(async () => {
  await services.ledger.close()
  await test.drop()
})

/** `fra-noi worker`, as a process of its own. */
async function startWorker() {
  const child = spawn(process.execPath, [PROGRAM, 'worker'], {
    env: { DATABASE_URL: test.url, FRANOI_SECRET: SECRET, LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said: string[] = []
  child.stdout.on('data', (chunk) => said.push(String(chunk)))
  child.stderr.on('data', (chunk) => said.push(String(chunk)))
  const ended = once(child, 'close')
  while (!said.join('').includes('The worker is running')) {
    expect(child.exitCode, said.join('')).toBeNull()
    await wait(20)
  }
  return { child, ended, said }
}

async function countVouchers(): Promise<number> {
  const [row] = await test.db.sql<{ n: number }[]>`select count(*)::int as n from voucher`
  return row?.n ?? 0
}

it(
  'a worker that is killed again and again issues every voucher of a batch once',
  async () => {
    const { issuing } = services
    const id = systemRuntime.newId()
    const order = { id, productId: 'FOOD', contactPointId: 'BI-1', amount: AMOUNT, reason: 'May' }
    await issuing.prepareBatch({ ...order, people: 'all' }, anna)
    for (const enough of [1, 200, 450]) {
      const worker = await startWorker()
      // The same decision again asks a worker again.
      await issuing.decideBatch(id, { state: 'approved' }, bruno)
      while ((await countVouchers()) < enough) {
        expect(worker.child.exitCode, worker.said.join('')).toBeNull()
        await wait(2)
      }
      worker.child.kill('SIGKILL')
      await worker.ended
      expect(await countVouchers()).toBeLessThan(PEOPLE)
      expect(await progress(id)).toMatchObject({ failed: 0, finishedAt: null })
    }
    const last = await startWorker()
    await issuing.decideBatch(id, { state: 'approved' }, bruno)
    while ((await progress(id)).finishedAt === null) {
      expect(last.child.exitCode, last.said.join('')).toBeNull()
      await wait(50)
    }
    last.child.kill('SIGTERM')
    await last.ended
    expect(await progress(id)).toMatchObject({ issued: PEOPLE, failed: 0 })
    const [books] = await test.db.sql<{ issued: bigint; left: bigint; orphans: number }[]>`
      select
        (select sum(credits_posted)::bigint from ledger_account where code = 2210) as issued,
        (select sum(credits_posted - debits_posted)::bigint
          from ledger_account where code = 2110) as left,
        (select count(*)::int from ledger_account a where a.code = 2210
          and not exists (select from voucher where id = a.id)) as orphans`
    expect(books).toEqual({ issued: AMOUNT * BigInt(PEOPLE), left: 0n, orphans: 0 })
    const people = await test.db.sql`select count(distinct beneficiary_id)::int as n from voucher`
    expect(people).toEqual([{ n: PEOPLE }])
  },
  LIMIT_MS,
)

function progress(id: Uuid) {
  return services.issuing.getBatch(id, anna)
}
