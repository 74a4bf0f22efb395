import { describe, expect, test } from 'vitest'
import { coverageOf } from './coverage.ts'

const RUNS = 400

describe('an interval of 95 in a hundred holds the truth as often as it says, of paths drawn', () => {
  test('by chance: means, probabilities, quantiles, tails and quotients', () => {
    const all = coverageOf('chance', RUNS)
    expect(all).toHaveLength(19)
    expect(outside(all)).toEqual([])
  })

  test('evenly, by the error between scrambles', () => {
    const all = coverageOf('even', RUNS)
    expect(all).toHaveLength(18)
    expect(outside(all)).toEqual([])
  })

  test('in the tail, with weights', () => {
    const all = coverageOf('tail', RUNS)
    expect(all.map(({ name }) => name)).toEqual([
      'loss mean',
      'loss valueAtRisk 0.9',
      'loss expectedShortfall 0.9',
      'loss valueAtRisk 0.95',
      'loss expectedShortfall 0.95',
      'event probability',
      'insured mean',
      'share ratio',
    ])
    expect(outside(all)).toEqual([])
  })
})

/** Those that held less often than 92 or more often than 98 times in a hundred. */
function outside(all: ReturnType<typeof coverageOf>): readonly string[] {
  return all
    .filter(({ held, runs }) => held < 0.92 * runs || held > 0.98 * runs)
    .map(({ name, held, runs }) => `${name}: ${held} of ${runs}`)
}
