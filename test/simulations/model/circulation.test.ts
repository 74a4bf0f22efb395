import { describe, expect, test } from 'vitest'
import { circulation } from '../../../simulations/model/circulation/circulation.ts'
import { OUTPUTS } from '../../../simulations/model/circulation/layout.ts'
import { TOWNS, townOf } from './circulation-towns.ts'
import { runPaths } from './runs.ts'

describe('the kernel of circulation', () => {
  test.each(Object.keys(TOWNS))('gives every cent that the reference gives: %s', (name) => {
    const parameters = townOf(TOWNS[name])
    const fast = runPaths(circulation, parameters, 2)
    const slow = runPaths(circulation, parameters, 2, { reference: true })
    const named = (outputs: Float64Array) =>
      Object.fromEntries(OUTPUTS.map((output, place) => [output.name, outputs[place]]))
    for (const path of [0, 1]) {
      const [ours, theirs] = [fast.paths[path], slow.paths[path]].map((one) =>
        named(one as Float64Array),
      )
      for (const [output, value] of Object.entries(theirs ?? {})) {
        expect(ours?.[output], `${output} of path ${path}`).toBeCloseTo(value ?? Number.NaN, 6)
      }
      expect(fast.series[path]).toEqual(slow.series[path])
    }
  })
})
