import { describe, expect, test } from 'vitest'
import type { Kernel, Model, Path } from '../../simulations/model/model.ts'
import { PathRunner } from '../../simulations/path-runner.ts'
import { setupOf } from '../../simulations/plan.ts'
import type { JsonObject } from '../../simulations/scenario/json.ts'
import { ScenarioError } from '../../simulations/scenario/scenario.ts'
import { readGf500 } from './gf500.ts'

const START = 13
const PATHS = 40
const RECESSION = { start: `${START} months`, duration: '6 months', economy: -1 }
const SLUMP = { start: '16 months', duration: '2 months', economy: -0.5 }

describe('a course of the economy that is supposed', () => {
  test.each<[string, JsonObject]>([
    ['a shock', { shocks: [RECESSION] }],
    ['two shocks', { shocks: [RECESSION, SLUMP] }],
    ['states', { given: [{ start: `${START} months`, states: [-1, -2, -2] }] }],
    [
      'a quantile',
      { given: [{ start: `${START} months`, duration: '6 months', quantile: '5 %' }] },
    ],
  ])('by %s changes nothing before it starts, and all after it', (_, changes) => {
    const base = seriesOf({})
    const changed = seriesOf(changes)
    let later = 0
    for (const [path, before] of base.entries()) {
      const after = changed[path] as Float64Array
      const months = before.length / 2
      for (let place = 0; place < before.length; place++) {
        if (place % months < START) expect(after[place]).toBe(before[place])
        else if (after[place] !== before[place]) later += 1
      }
    }
    expect(later).toBeGreaterThan(PATHS * 20)
  })

  test('by shocks adds up where they meet', () => {
    const [plain, both] = [factorsOf({}), factorsOf({ shocks: [RECESSION, SLUMP] })]
    const pushed = both.map((factor, month) => factor - (plain[month] ?? 0))
    expect(pushed.slice(11, 20).map((one) => Number(one.toFixed(12)))).toEqual([
      0, -1, -1, -1, -1.5, -1.5, -1, 0, 0,
    ])
  })

  test('by states holds in those months, and the economy goes on from there by itself', () => {
    const given = [
      { start: '1 months', states: [-0.5] },
      { start: '13 months', duration: '3 months', quantile: '5 %' },
    ]
    const plain = factorsOf({})
    const held = factorsOf({ given })
    const states = statesOf(held)
    expect(states[0]).toBe(-0.5)
    for (const month of [12, 13, 14]) expect(states[month]).toBeCloseTo(-1.6448536269514729, 12)
    // Factors of other months are those of chance.
    expect(held.slice(1, 12)).toEqual(plain.slice(1, 12))
    expect(held.slice(15)).toEqual(plain.slice(15))
  })

  test('is kept also where the paths are drawn in the tail', () => {
    const given = [{ start: '1 months', duration: '36 months', quantile: '50 %' }]
    const sampling = { method: 'tail', pilotPaths: 512 }
    const states = statesOf(factorsOf({ given, sampling, paths: 1024 }))
    for (const state of states) expect(state).toBeCloseTo(0, 12)
  })

  test('is refused where it cannot be', () => {
    const late = { given: [{ start: '36 months', states: [0, 0] }] }
    expect(() => readGf500(late)).toThrow(
      new ScenarioError([
        { path: 'given.0.states', message: 'it must end by the horizon, in month 36' },
      ]),
    )
    const wrong = { given: [{ start: '36 months', duration: '1 months', quantile: '0 %' }] }
    expect(() => readGf500(wrong)).toThrow(/^given\.0\.quantile: 0 % is out of range: must be from/)
  })
})

/** The fund and what is owed at the end of each month, of the first paths. */
function seriesOf(changes: JsonObject): readonly Float64Array[] {
  const { scenario, model } = readGf500(changes)
  const runner = new PathRunner(setupOf(scenario, model))
  return Array.from({ length: PATHS }, (_, path) => {
    runner.run(path)
    return runner.series.slice()
  })
}

/** The factors that the model is given in one path. */
function factorsOf(changes: JsonObject): readonly number[] {
  const { scenario, model } = readGf500(changes)
  const seen: number[] = []
  const watched = (kernel: Kernel): Kernel => ({
    run(path: Path) {
      seen.splice(0, seen.length, ...path.factors)
      kernel.run(path)
    },
  })
  const watching: Model = { ...model, kernel: (parameters) => watched(model.kernel(parameters)) }
  new PathRunner(setupOf(scenario, watching)).run(7)
  return [...seen]
}

/** The states that the benchmark makes of them. */
function statesOf(factors: readonly number[]): readonly number[] {
  const states: number[] = []
  for (const [month, factor] of factors.entries()) {
    states.push(month === 0 ? factor : 0.9 * (states[month - 1] ?? 0) + Math.sqrt(0.19) * factor)
  }
  return states
}
