import { describe, expect, test } from 'vitest'
import { HERE } from '../../../simulations/analysis/points.ts'
import { tableOf } from '../../../simulations/study/cells.ts'
import { decide } from '../../../simulations/study/decide/decide.ts'
import type { Verdict } from '../../../simulations/study/findings.ts'
import { runTasks } from '../../../simulations/study/run-tasks.ts'
import { isSoak } from '../../support/soak.ts'
import { KNOWN, type Planted, type PlantedOptions, planted } from './planted.ts'

/** All hundred are for the long run; a tenth of them are run with the other tests. */
const SEEDS = isSoak() ? 100 : 10
const TIMEOUT_MS = isSoak() ? 600_000 : 120_000
/** Chance is allowed to mislead five of a hundred. */
const RIGHT_MIN = isSoak() ? 95 : 9

async function verdictOf(options: PlantedOptions): Promise<Verdict> {
  const prepared = planted(options)
  const rows = await runTasks(prepared, { threads: HERE })
  return decide(tableOf(prepared, rows, { worlds: options.worlds })).verdict
}

async function verdicts(options: Omit<PlantedOptions, 'seed'>): Promise<readonly Verdict[]> {
  const found: Verdict[] = []
  for (let seed = 1; seed <= SEEDS; seed++) found.push(await verdictOf({ ...options, seed }))
  return found
}

describe('a world in which the better design is known', { timeout: TIMEOUT_MS }, () => {
  test('is found with a budget that is enough', async () => {
    const found = await verdicts({ worlds: 20, paths: 8 })
    const right = found.filter(({ kind, design }) => kind === 'decided' && design === 'best')
    const wrong = found.filter(({ kind, design }) => kind === 'decided' && design !== 'best')
    process.stdout.write(`the better design is found with ${right.length} of ${SEEDS} seeds\n`)
    expect(right.length).toBeGreaterThanOrEqual(RIGHT_MIN)
    expect(wrong).toEqual([])
  })

  test('is left undecided with one that is too small, which says that more worlds would do', async () => {
    const found = await verdicts({ worlds: 4, paths: 2, designs: CLOSE })
    const undecided = found.filter(({ kind }) => kind === 'undecided')
    expect(undecided.length).toBeGreaterThanOrEqual(RIGHT_MIN)
    const wanting = undecided.filter(
      ({ wants: { timesWorlds, inputs } }) => timesWorlds !== null || inputs.length > 0,
    )
    expect(wanting.length).toBeGreaterThanOrEqual(RIGHT_MIN)
  })

  test('in which two designs are the same is never decided between them', async () => {
    const twins = [...KNOWN.slice(0, 2), named('one'), named('other')]
    const found = await verdictOf({ seed: 3, worlds: 16, paths: 8, designs: twins })
    expect(found.kind).toBe('undecided')
    expect(found.open.map(({ state }) => state)).toContain('alike')
  })
})

function named(name: string): Planted {
  return { name, joined: 95, costs: 150 }
}

/** The best is better by so little that few courses cannot show it. */
const CLOSE: readonly Planted[] = [
  ...KNOWN.slice(0, 2),
  { name: 'poorer', joined: 92, costs: 155 },
  { name: 'best', joined: 95, costs: 150 },
]
