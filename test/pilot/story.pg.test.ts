import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createServices, type Services } from '../../src/app.ts'
import { romeDay } from '../../src/kernel/days.ts'
import { DEMO_ASSOCIATION, DEMO_PEOPLE, DEMO_SHOP } from '../../src/pilot/core/cast.ts'
import { CASH, SCONTO } from '../../src/pilot/core/story-money.ts'
import { STORY_PEOPLE } from '../../src/pilot/core/story-people.ts'
import { demoId } from '../../src/pilot/demonstration.ts'
import { markDemonstration } from '../../src/pilot/demonstration-store.ts'
import { importPilot, loadDemonstrationPilot } from '../../src/pilot/service.ts'
import { walletOf } from '../../src/pilot/stage.ts'
import { tellStory } from '../../src/pilot/story.ts'
import { systemRuntime } from '../../src/runtime.ts'
import { actualOf } from '../../src/study/core/replay/outcome.ts'
import { replay } from '../../src/study/core/replay/replay.ts'
import { AS_IT_WAS } from '../../src/study/core/replay/rule.ts'
import { readHistory } from '../../src/study/evidence-history.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { DEMONSTRATION } from './folders.ts'

let test: TestDatabase
let services: Services

beforeAll(async () => {
  test = await createTestDatabase()
  services = createServices({
    ...{ db: test.db, runtime: systemRuntime, publicUrl: 'http://localhost:3000' },
    secret: 'a secret of thirty-two characters.',
  })
  await services.keys.prepare()
})
afterAll(async () => {
  await services.ledger.close()
  await test.drop()
})

const deps = () => ({ ...services, db: test.db, runtime: systemRuntime })
const auditor = () => ({ kind: 'person', id: demoId('test'), role: 'auditor' }) as const

/** How much there is of what the story writes. */
async function counts(): Promise<unknown> {
  const { sql } = test.db
  const tables = [
    'staff',
    'currency_payment',
    'activity',
    'currency_wallet',
    'clearing_run',
    'beneficiary',
    'voucher',
    'redemption',
    'refund',
    'approval',
    'register_version',
    'monitoring_interview',
  ]
  const more = ['ledger_transfer', 'agreement', 'outlet', 'envelope', 'personal_record', 'consent']
  const found = await Promise.all(
    [...tables, ...more].map(async (table) => {
      const [row] = await sql<[{ n: number }]>`select count(*)::int as n from ${sql(table)}`
      return [table, row.n]
    }),
  )
  return Object.fromEntries(found)
}

describe('the story of the demonstration', () => {
  it('is told of a demonstration only', async () => {
    await tellStory(deps())
    expect(await services.staff.list({ limit: 1 })).toEqual([])
    expect(await services.demonstration.isOpen()).toBe(false)
  })

  it('ends the same, wherever it was broken off', async () => {
    await loadDemonstrationPilot(DEMONSTRATION, deps())
    expect(await services.demonstration.isOpen()).toBe(true)
    // The power goes away at each step that the till, the desk or the contact point makes.
    let steps = 0
    const failing = <T extends object>(service: T): T =>
      new Proxy(service, {
        get: (target, name) => {
          const found: unknown = Reflect.get(target, name)
          if (typeof found !== 'function') return found
          return (...given: unknown[]) => {
            if (steps === 0) throw new Error('the power is gone')
            steps -= 1
            return found.apply(target, given)
          }
        },
      })
    for (const allowed of [3, 12, 29, 50, 90, 120, 150]) {
      steps = allowed
      const { networkDesk, issuing, vouchers, currency, minting, associations, clearing } = services
      const broken = {
        ...{ ...deps(), networkDesk: failing(networkDesk) },
        ...{ issuing: failing(issuing), vouchers: failing(vouchers), currency: failing(currency) },
        ...{ minting: failing(minting), associations: failing(associations) },
        clearing: failing(clearing),
      }
      await expect(tellStory(broken)).rejects.toThrow('the power is gone')
    }
    await tellStory(deps())
    const told = await counts()
    await tellStory(deps())
    expect(await counts()).toEqual(told)
    // The files say nothing else than what stands now.
    const again = await importPilot(DEMONSTRATION, deps())
    expect(again.status === 'imported' && again.files.every(({ added }) => added === 0)).toBe(true)
    const [units] = await services.ledger.trialBalance()
    expect(units?.debits).toBe(units?.credits)
    expect(await services.demonstration.isOpen()).toBe(true)
  })

  it('is replayed to the cent under the rule that was in force', async () => {
    const day = romeDay(systemRuntime.now())
    const { vouchers } = await readHistory(test.db.sql, { programmeId: 'FRANOI-2', day })
    const actual = actualOf(vouchers)
    expect(actual.tries.length).toBeGreaterThan(10)
    expect(actual.totals.returnedToVouchers).toBeGreaterThan(0)
    expect(replay(vouchers, AS_IT_WAS)).toEqual(actual)
  })

  it('has something for every page', async () => {
    const page = { limit: 50 }
    const { issuing, vouchers, casework, networkDesk, approvals, network } = services
    const batches = await issuing.listBatches(page, auditor())
    expect(batches.map(({ issued, count }) => [issued, count]).sort()).toEqual([
      [0, 1],
      [3, 3],
    ])
    expect(await issuing.listSchedules(page, auditor())).toHaveLength(1)
    const refunds = await vouchers.listRefunds(page, auditor())
    expect(refunds.map(({ state }) => state).sort()).toEqual(['done', 'waiting'])
    expect(await vouchers.listDisputes(page, auditor())).toMatchObject([{ state: 'open' }])
    const redemptions = await vouchers.listRedemptions({ limit: 50 })
    expect(new Set(redemptions.map(({ status }) => status)).size).toBeGreaterThan(1)
    const states = new Set((await vouchers.list({ limit: 200 })).map(({ status }) => status))
    expect([...states].sort()).toEqual([
      ...['active', 'blocked', 'cancelled', 'issued', 'replaced', 'used_up'],
    ])
    const people = await casework.people.list({ who: auditor() }, { limit: 200 })
    const own = new Set(STORY_PEOPLE.map(({ id }) => id))
    const enrolled = people.filter(({ id }) => own.has(id)).map(({ state }) => state)
    expect(new Set(enrolled)).toEqual(
      new Set(['eligible', 'overridden', 'not_eligible', 'not_assessed']),
    )
    const { indicators } = await services.monitoring.board({ programmeId: 'FRANOI-2' })
    const figure = (id: string) => indicators.find((one) => one.id === id)?.value ?? 0n
    for (const outcome of ['hired', 'housed', 'italian_improved', 'autonomy_raised']) {
      expect(figure(outcome)).toBeGreaterThan(4n)
      expect(figure('people_accompanied')).toBeGreaterThanOrEqual(figure(outcome))
    }
    expect(await networkDesk.listTranches({ limit: 10 })).toHaveLength(3)
    expect((await networkDesk.listMoves({ limit: 10 })).length).toBe(4)
    expect((await network.listOutlets({ limit: 10 })).length).toBe(6)
    const waiting = await approvals.list(auditor(), { limit: 50, state: 'waiting' })
    expect(new Set(waiting.map(({ kind }) => kind)).size).toBeGreaterThan(4)
  })

  it('has money that operates, with something that waits on each page of it', async () => {
    const { currency, minting, associations, clearing, approvals, walletCurrency } = services
    expect(await minting.breaches()).toEqual([])
    const [visitor] = DEMO_PEOPLE
    const held = await currency.pursesOf('person', visitor ?? '')
    expect(held.map(({ wallet, balance }) => [wallet.instrument.id, balance])).toEqual([
      [CASH, 3_350n],
      [SCONTO, 0n],
    ])
    expect(await walletCurrency.schedules.list(walletOf(visitor ?? ''), CASH)).toHaveLength(1)
    const taken = await currency.pursesOf('partner', DEMO_SHOP)
    expect(taken.map(({ balance }) => balance)).toEqual([7_800n, 0n])
    const told = await associations.listActivities(auditor(), { limit: 10 })
    expect(told.map(({ state }) => state).sort()).toEqual([
      ...['confirmed', 'confirmed', 'rewarded', 'told'],
    ])
    // A gift of 10.00, and 3 of each 100 that shops changed back.
    const [cash] = await currency.pursesOf('association', DEMO_ASSOCIATION)
    expect(cash?.balance).toBe(1_195n)
    expect((await clearing.list({ limit: 5 })).map(({ state }) => state).sort()).toEqual([
      ...['settled', 'waiting'],
    ])
    const waiting = await approvals.list(auditor(), { limit: 50, state: 'waiting' })
    const kinds = new Set(waiting.map(({ kind }) => kind))
    for (const kind of ['currency_grant', 'reward', 'clearing'] as const) {
      expect(kinds).toContain(kind)
    }
  })

  it('marks no database that somebody works with', async () => {
    const other = await createTestDatabase()
    await services.network.count()
    const { sql } = other.db
    await sql`insert into territory (id, name, kind) values ('x', 'X', 'region')`
    expect(await markDemonstration(other.db, new Date(systemRuntime.now()))).toBe(false)
    await expect(sql`insert into demonstration (marked_at) values (now())`).rejects.toThrow(
      'only an empty database becomes the demonstration',
    )
    await other.drop()
  })
})
