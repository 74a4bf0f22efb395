import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Uuid } from '../../src/kernel/ids.ts'
import { EUR, type Minor } from '../../src/kernel/money.ts'
import type { AreaOfNeed } from '../../src/network/core/areas.ts'
import type { WantedPlan } from '../../src/plans/individual-plans.ts'
import { propertySeed } from '../support/seed.ts'
import { type ContactPoints, newcomer, newId, openContactPoints, person } from './contact-points.ts'

let house: ContactPoints
const anna = person('operator', 'BI')

beforeAll(async () => {
  house = await openContactPoints()
})
afterAll(() => house.close())

async function someone(): Promise<string> {
  const personal = null
  return (await house.casework.people.enter(anna, newcomer({ personal, plan: null }))).id
}

function plan(changes: Partial<WantedPlan> = {}): WantedPlan {
  const lines = new Map<AreaOfNeed, Minor>([
    ['housing', 700n],
    ['work', 600n],
  ])
  const wanted = { id: newId(), version: 0, unit: EUR, ceiling: 1000n, objectives: null }
  return { ...wanted, status: 'active', lines, ...changes }
}

const save = (id: string, wanted: WantedPlan) =>
  house.casework.individualPlans.save(anna, id, wanted)

async function lineOf(id: string, area: AreaOfNeed) {
  const line = (await house.plans.planLinesOf([id], area)).get(id)
  if (line === undefined) throw new Error(`there is a line for ${area}`)
  return line
}

type Use = { readonly planLineId: Uuid; readonly amount: Minor }

function commit(...uses: Use[]) {
  return house.database.db.sql.begin((tx) => Promise.all(house.plans.commitIn(tx, uses)))
}

function release(...uses: Use[]) {
  return house.database.db.sql.begin((tx) => Promise.all(house.plans.releaseIn(tx, uses)))
}

describe('a plan', () => {
  test('is begun, and changed by those who have seen it', async () => {
    const id = await someone()
    const wanted = plan({ objectives: 'Learns to drive.' })
    const begun = await save(id, wanted)
    expect(begun).toMatchObject({ version: 1, status: 'active', ceiling: 1000n, committed: 0n })
    expect(await save(id, wanted)).toEqual(begun)
    const more = { ...wanted, version: 1, ceiling: 1200n }
    expect(await save(id, more)).toMatchObject({ version: 2, ceiling: 1200n })
    expect(await save(id, more)).toMatchObject({ version: 2 })
    await expect(save(id, { ...wanted, version: 1, ceiling: 900n })).rejects.toMatchObject({
      code: 'plan_changed_meanwhile',
      details: { version: 2 },
    })
    const seen = await house.casework.identities.view(anna, id, undefined)
    expect(seen.objectives.get(wanted.id)).toBe('Learns to drive.')
  })

  test('of many who change it at once one does', async () => {
    const id = await someone()
    const wanted = plan()
    await save(id, wanted)
    const tries = await Promise.allSettled(
      [1100n, 1200n, 1300n, 1400n].map((ceiling) => save(id, { ...wanted, version: 1, ceiling })),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('is one that is active for each person; what is closed stays so', async () => {
    const id = await someone()
    const first = plan()
    await save(id, first)
    await expect(save(id, plan())).rejects.toMatchObject({ code: 'plan_active_exists' })
    await save(id, plan({ status: 'draft' }))
    await save(id, { ...first, version: 1, status: 'closed' })
    await expect(save(id, { ...first, version: 2 })).rejects.toMatchObject({ code: 'plan_closed' })
    const next = plan()
    await save(id, next)
    expect(await lineOf(id, 'work')).toMatchObject({ planId: next.id, planStatus: 'active' })
    const tries = await Promise.allSettled(
      [await someone()].flatMap((other) => Array.from({ length: 5 }, () => save(other, plan()))),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('is not that of somebody else', async () => {
    const wanted = plan()
    await save(await someone(), wanted)
    const other = await someone()
    await expect(save(other, { ...wanted, version: 1 })).rejects.toMatchObject({
      code: 'plan_conflict',
    })
    await expect(save(other, plan({ version: 3 }))).rejects.toMatchObject({
      code: 'plan_not_found',
    })
  })

  test('does not go below what was committed, and says the figures', async () => {
    const id = await someone()
    const wanted = plan()
    await save(id, wanted)
    await commit(
      { planLineId: (await lineOf(id, 'housing')).id, amount: 500n },
      { planLineId: (await lineOf(id, 'work')).id, amount: 300n },
    )
    const lower = (changes: Partial<WantedPlan>) => save(id, { ...wanted, version: 1, ...changes })
    await expect(lower({ ceiling: 799n })).rejects.toMatchObject({
      code: 'plan_ceiling_below_committed',
      details: { area: null, ceiling: '799', committed: '800' },
    })
    await expect(lower({ lines: new Map([['housing', 500n]]) })).rejects.toMatchObject({
      details: { area: 'work', ceiling: '0', committed: '300' },
    })
    const just = new Map<AreaOfNeed, Minor>([
      ['housing', 500n],
      ['work', 300n],
    ])
    expect(await lower({ ceiling: 800n, lines: just })).toMatchObject({ version: 2 })
    const { sql } = house.database.db
    await expect(sql`update plan set ceiling = 799 where id = ${wanted.id}`).rejects.toMatchObject({
      constraint_name: 'plan_ceiling',
    })
    await expect(sql`delete from plan_line`).rejects.toThrow(/permission denied/)
    await expect(sql`update plan_version set ceiling = 1`).rejects.toThrow(/permission denied/)
  })
})

describe('committing', () => {
  test('stops at the ceiling of the line, then at that of the person, all or none', async () => {
    const id = await someone()
    await save(id, plan())
    const [housing, work] = [(await lineOf(id, 'housing')).id, (await lineOf(id, 'work')).id]
    await expect(commit({ planLineId: housing, amount: 701n })).rejects.toMatchObject({
      constraint_name: 'plan_line_ceiling',
    })
    await commit({ planLineId: housing, amount: 700n })
    await expect(commit({ planLineId: work, amount: 301n })).rejects.toMatchObject({
      constraint_name: 'plan_ceiling',
    })
    await expect(
      commit({ planLineId: work, amount: 200n }, { planLineId: work, amount: 101n }),
    ).rejects.toMatchObject({ constraint_name: 'plan_ceiling' })
    expect(await lineOf(id, 'work')).toMatchObject({ committed: 0n, planCommitted: 700n })
    await expect(release({ planLineId: housing, amount: 701n })).rejects.toMatchObject({
      constraint_name: 'plan_line_committed',
    })
    await expect(commit({ planLineId: newId(), amount: 1n })).rejects.toMatchObject({
      constraint_name: 'plan_line_known',
    })
  })

  test('needs an active plan; giving back does not', async () => {
    const id = await someone()
    const wanted = plan()
    await save(id, wanted)
    const { id: planLineId } = await lineOf(id, 'work')
    await commit({ planLineId, amount: 100n })
    await save(id, { ...wanted, version: 1, status: 'closed' })
    await expect(commit({ planLineId, amount: 1n })).rejects.toMatchObject({
      constraint_name: 'plan_active',
    })
    await release({ planLineId, amount: 100n })
    expect(await lineOf(id, 'work')).toMatchObject({ committed: 0n, planStatus: 'closed' })
  })

  test('at once from many sides never exceeds and never waits in a circle', async () => {
    const id = await someone()
    await save(id, plan())
    const uses = [(await lineOf(id, 'housing')).id, (await lineOf(id, 'work')).id].map(
      (planLineId) => ({ planLineId, amount: 60n }),
    )
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        commit(...(index % 2 === 0 ? uses : [...uses].reverse())),
      ),
    )
    // 1000 of the person are eight times twice 60.
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(8)
    for (const one of tries) {
      if (one.status === 'rejected') expect(one.reason.constraint_name).toBe('plan_ceiling')
    }
    expect((await lineOf(id, 'work')).planCommitted).toBe(960n)
  })

  test('on one line and on several at once never waits in a circle', async () => {
    const id = await someone()
    await save(id, plan())
    const ids = [(await lineOf(id, 'housing')).id, (await lineOf(id, 'work')).id].sort()
    const uses = ids.map((planLineId) => ({ planLineId, amount: 1n }))
    const tries = Array.from({ length: 60 }, (_, index) =>
      commit(...(index % 2 === 0 ? uses : uses.slice(1))),
    )
    await Promise.all(tries)
    expect((await lineOf(id, 'work')).planCommitted).toBe(90n)
  })

  test('and giving back, in any order, never exceeds and never loses', async () => {
    const AREAS = ['housing', 'work'] as const
    const step = fc.record({
      kind: fc.constantFrom('commit', 'release'),
      uses: fc.array(
        fc.record({ area: fc.constantFrom(...AREAS), amount: fc.bigInt({ min: 1n, max: 400n }) }),
        { minLength: 1, maxLength: 3 },
      ),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const id = await someone()
        await save(id, plan())
        const ids = {
          housing: (await lineOf(id, 'housing')).id,
          work: (await lineOf(id, 'work')).id,
        }
        const model = { housing: 0n, work: 0n }
        for (const { kind, uses } of steps) {
          const next = { ...model }
          for (const { area, amount } of uses) next[area] += kind === 'commit' ? amount : -amount
          const fits =
            next.housing >= 0n &&
            next.work >= 0n &&
            next.housing <= 700n &&
            next.work <= 600n &&
            next.housing + next.work <= 1000n
          const asked = uses.map(({ area, amount }) => ({ planLineId: ids[area], amount }))
          const done = await (kind === 'commit' ? commit : release)(...asked).then(
            () => true,
            () => false,
          )
          expect(done).toBe(fits)
          if (done) Object.assign(model, next)
        }
        for (const area of AREAS) {
          const line = await lineOf(id, area)
          expect(line.committed).toBe(model[area])
          expect(line.planCommitted).toBe(model.housing + model.work)
        }
      }),
      { seed: propertySeed('plan'), numRuns: 40 },
    )
  }, 60_000)
})
