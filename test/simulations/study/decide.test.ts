import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exp } from '../../../simulations/random/elementary.ts'
import { normalQuantile } from '../../../simulations/random/normal.ts'
import { Stream } from '../../../simulations/random/stream.ts'
import { Streams } from '../../../simulations/random/streams.ts'
import { decide, swingsOf } from '../../../simulations/study/decide/decide.ts'
import { fitOf } from '../../../simulations/study/decide/regression.ts'
import { reachedBy, spreadOf } from '../../../simulations/study/decide/spread.ts'
import type { Findings, Pair } from '../../../simulations/study/findings.ts'
import type { Cell, IndicatorHead, StudyTable } from '../../../simulations/study/table.ts'

const both = (text: string) => ({ it: text, en: text })

interface World {
  readonly input: number
  /** A standard normal number of a path of the world. */
  noise(path: number, of: number): number
}

interface Setup {
  readonly worlds?: number
  readonly paths?: number
  readonly seed?: number
  readonly indifference?: number
  readonly indicators?: readonly Partial<IndicatorHead>[]
  /** What a design is in a world on a path, by indicator. */
  readonly designs: readonly ((world: World, path: number) => readonly number[])[]
}

/** A table of designs whose law is known: what a design is, is said as a function. */
function tableOf(setup: Setup): StudyTable {
  const { worlds = 64, paths = 4, seed = 1, designs, indicators = [{}], indifference = 0 } = setup
  const streams = new Streams(seed)
  const stream = new Stream()
  const uniform = (at: number, of: number) => streams.open(stream, at, of, 0).uniform()
  const input = Float64Array.from({ length: worlds }, (_, world) =>
    normalQuantile(uniform(world, 1)),
  )
  const cells = designs.map((design) =>
    indicators.map((_, indicator): Cell => {
      const all = Array.from({ length: worlds }, (__, world) =>
        Array.from({ length: paths }, (___, path) => {
          const noise = (one: number, of: number) =>
            normalQuantile(uniform(world * paths + one, of + 2))
          return design({ input: input[world] as number, noise }, path)[indicator] as number
        }),
      )
      const values = Float64Array.from(all, (row) => row.reduce((sum, one) => sum + one, 0) / paths)
      const parts = Float64Array.from(
        all.flatMap((row, world) => row.map((one) => one - (values[world] as number))),
      )
      return { values, parts }
    }),
  )
  return {
    designs: designs.map((_, index) => ({ name: `d${index}`, title: both(`d${index}`) })),
    indicators: indicators.map((head, index) => ({
      ...{ name: `i${index}`, title: both(`i${index}`), unit: '', worst: -100, best: 100 },
      ...{ weight: 1, isDeciding: true, indifference: 0 },
      ...head,
    })),
    inputs: [
      { name: 'x', title: both('x'), unit: '', standing: 'assumption', source: 'drawn here' },
    ],
    viewpoints: [],
    worlds,
    paths,
    drawn: [input],
    reaches: [designs.map(() => true)],
    cells,
    level: 0.9,
    scoreIndifference: indifference,
  }
}

function pair({ pairs }: Findings, indicator: string): Pair {
  const found = pairs.find(
    (one) => one.design === 'd0' && one.against === 'd1' && one.indicator === indicator,
  )
  if (found === undefined) throw new Error(`no pair on ${indicator}`)
  return found
}

describe('a figure over worlds', () => {
  test('has its variance taken apart into what is not known and chance', () => {
    const table = tableOf({
      worlds: 4000,
      designs: [({ input, noise }, path) => [3 * input + 2 * noise(path, 0)]],
    })
    const { unknown, chance, mean, standardError } = spreadOf(table.cells[0]?.[0] as Cell, 4)
    expect(unknown).toBeGreaterThan(8.4)
    expect(unknown).toBeLessThan(9.6)
    expect(chance).toBeGreaterThan(3.8)
    expect(chance).toBeLessThan(4.2)
    expect(Math.abs(mean)).toBeLessThan(4 * standardError)
    expect(standardError).toBeCloseTo(Math.sqrt((9 + 4 / 4) / 4000), 2)
  })
})

describe('where a figure lies', () => {
  const cellOf = (design: (world: World, path: number) => number, worlds: number) =>
    tableOf({ worlds, designs: [(world, path) => [design(world, path)]] }).cells[0]?.[0] as Cell

  test('is skewed as its worlds are, with so much at either side as the level leaves', () => {
    const { lower, upper } = reachedBy(
      cellOf(({ input }) => exp(0.8 * input), 4000),
      4,
      0.9,
    )
    // Quantiles of the lognormal law.
    expect(lower).toBeCloseTo(exp(-0.8 * normalQuantile(0.95)), 1)
    expect(Math.abs(upper / exp(0.8 * normalQuantile(0.95)) - 1)).toBeLessThan(0.06)
  })

  test('has no chance in it: what paths add is drawn out of it', () => {
    const cell = cellOf(({ input, noise }, path) => 10 + input + 4 * noise(path, 0), 4000)
    const { lower, upper } = reachedBy(cell, 4, 0.9)
    // Worlds alone would reach 2.24 times as far: each has 1 of its own and 16 / 4 by chance.
    expect(upper - lower).toBeGreaterThan(2 * 1.645 * 0.9)
    expect(upper - lower).toBeLessThan(2 * 1.645 * 1.1)
  })

  test.each([4, 8, 19, 96])('is not below zero where none of %i worlds is', (worlds) => {
    const cell = cellOf(({ input }) => Math.max(0, input) ** 3, worlds)
    const { mean } = spreadOf(cell, 4)
    const { lower, upper } = reachedBy(cell, 4, 0.9)
    expect(lower).toBeGreaterThanOrEqual(0)
    expect(lower).toBeLessThanOrEqual(mean)
    expect(upper).toBeGreaterThanOrEqual(mean)
    const turned = { values: cell.values.map((one) => -one), parts: cell.parts }
    expect(reachedBy(turned, 4, 0.9).upper).toBeLessThanOrEqual(0)
  })

  test('holds the next world as often as it says, of few worlds too', () => {
    const worlds = 40
    const cell = cellOf(({ input }) => exp(input), 200 * worlds)
    const isHeld = Array.from({ length: 199 }, (_, at) => {
      const values = cell.values.slice(at * worlds, (at + 1) * worlds)
      const { lower, upper } = reachedBy({ values, parts: new Float64Array(4 * worlds) }, 4, 0.9)
      const next = cell.values[(at + 1) * worlds] as number
      return next >= lower && next <= upper
    })
    // Nine of ten, within three standard errors of 199 trials.
    const held = isHeld.filter(Boolean).length / isHeld.length
    expect(Math.abs(held - 0.9)).toBeLessThan(0.064)
  })
})

describe('a pair of designs', () => {
  test('is told apart where they share their chance, however loud that is', () => {
    const found = decide(
      tableOf({
        designs: [
          ({ noise }, path) => [1 + 50 * noise(path, 0)],
          ({ noise }, path) => [50 * noise(path, 0)],
        ],
      }),
    )
    expect(pair(found, 'i0')).toMatchObject({ state: 'better', betterIn: 1, needs: 'nothing' })
    expect(pair(found, 'i0').difference).toBeCloseTo(1, 9)
  })

  test('is open where what is not known is wider than the gap, and more worlds do not help', () => {
    const found = decide(
      tableOf({ worlds: 2048, designs: [({ input }) => [1 + 3 * input], () => [0]] }),
    )
    expect(pair(found, 'i0')).toMatchObject({ state: 'open', needs: 'evidence', timesWorlds: null })
    expect(found.verdict).toMatchObject({ kind: 'undecided', wants: { inputs: ['x'] } })
    expect(found.information[0]?.value).toBeGreaterThan(0)
    // A number is above -1/3 with the probability 0.6306.
    expect(pair(found, 'i0').betterIn).toBeGreaterThan(0.59)
    expect(pair(found, 'i0').betterIn).toBeLessThan(0.67)
  })

  test('is decided by what it goes with: not by what has nothing to do with it, nor by what neither has', () => {
    const table = tableOf({ worlds: 96, designs: [({ input }) => [1 + 3 * input], () => [0]] })
    const [x] = table.inputs as [StudyTable['inputs'][number]]
    const among = (drawn: Float64Array, reached: boolean): StudyTable => ({
      ...table,
      inputs: [{ ...x, name: 'other' }, x],
      drawn: [drawn, ...table.drawn],
      reaches: [
        [reached, reached],
        [true, true],
      ],
    })
    const chance = new Float64Array(96).map((_, world) => (world * 37) % 96)
    expect(decide(among(chance, true)).verdict.wants.inputs).toEqual(['x'])
    // The very numbers of x, but of an input that neither design has.
    const strange = decide(among(table.drawn[0] as Float64Array, false))
    expect(strange.verdict.wants.inputs).toEqual(['x'])
    expect(strange.information[0]).toMatchObject({ input: 'other', value: 0, standardError: 0 })
  })

  test('is open where there are too few worlds, and so many more as it says do decide it', () => {
    const designs: Setup['designs'] = [({ noise }, path) => [1 + 6 * noise(path, 0)], () => [0]]
    const first = pair(decide(tableOf({ worlds: 32, designs })), 'i0')
    expect(first).toMatchObject({ state: 'open', needs: 'worlds' })
    const times = first.timesWorlds ?? 0
    expect(times).toBeGreaterThanOrEqual(2)
    const second = pair(decide(tableOf({ worlds: 32 * times * 2, designs })), 'i0')
    expect(second.state).toBe('better')
  })

  test('is alike where it lies within what does not matter', () => {
    const table = tableOf({
      indicators: [{ indifference: 5 }],
      designs: [({ noise }, path) => [1 + noise(path, 0)], () => [0]],
    })
    expect(pair(decide(table), 'i0').state).toBe('alike')
  })

  test('is worse where less is better', () => {
    const indicators = [{ worst: 100, best: 0 }]
    const found = decide(tableOf({ indicators, designs: [() => [40], () => [10]] }))
    expect(pair(found, 'i0').state).toBe('worse')
    expect(found.verdict).toMatchObject({ kind: 'decided', design: 'd1', rival: 'd0' })
  })

  test('turned round says the contrary', () => {
    const numbers = fc.double({ min: -90, max: 90, noNaN: true })
    fc.assert(
      fc.property(numbers, numbers, fc.double({ min: 0, max: 9, noNaN: true }), (a, b, loud) => {
        const { pairs } = decide(
          tableOf({
            worlds: 8,
            designs: [({ noise }, path) => [a + loud * noise(path, 0)], () => [b]],
          }),
        )
        const [one, other] = ['d0', 'd1'].map((name) =>
          pairs.find(({ design, indicator }) => design === name && indicator === 'i0'),
        ) as [Pair, Pair]
        expect(one.difference).toBeCloseTo(-other.difference, 9)
        expect(one.betterIn + other.betterIn).toBeCloseTo(1, 9)
        const turned = { better: 'worse', worse: 'better', alike: 'alike', open: 'open' }
        expect(turned[one.state]).toBe(other.state)
      }),
      { numRuns: 40, seed: 7 },
    )
  })
})

describe('several indicators', () => {
  const two = [
    { worst: 0, best: 1 },
    { worst: 0, best: 1 },
  ]

  test('leave on the front what nothing else is as good as', () => {
    const { front } = decide(
      tableOf({
        indicators: two,
        designs: [() => [1, 0], () => [0, 1], () => [0.9, 0], () => [0, 0]],
      }),
    )
    expect(front.map(({ isOnFront }) => isOnFront)).toEqual([true, true, false, false])
    expect(front[2]?.dominatedBy).toEqual(['d0'])
    expect(front[3]?.dominatedBy).toEqual(['d0', 'd1', 'd2'])
  })

  test('make a design the best for as many weights as geometry says', () => {
    // With w on the first, d0 has w and d1 a steady 0.25: d0 wins for w above a quarter.
    const { weighings } = decide(
      tableOf({ indicators: two, designs: [() => [1, 0], () => [0.25, 0.25]] }),
    )
    expect(weighings[0]?.shareOfWeights).toBeCloseTo(0.75, 1)
    expect(weighings[0]?.shareOfWeights).toBeGreaterThan(0.735)
    expect(weighings[0]?.shareOfWeights).toBeLessThan(0.765)
    expect(weighings[0]?.centralWeights?.i0).toBeCloseTo(0.625, 1)
  })

  test('are weighed otherwise by who looks at them', () => {
    const table = tableOf({ indicators: two, designs: [() => [1, 0], () => [0.2, 0.6]] })
    const viewpoints = [
      { name: 'first', title: both('first'), weights: { i0: 1 } },
      { name: 'second', title: both('second'), weights: { i1: 5 } },
    ]
    const found = decide({ ...table, viewpoints })
    expect(found.viewpoints.map(({ best, isSure }) => [best, isSure])).toEqual([
      ['d0', true],
      ['d1', true],
    ])
    expect(found.viewpoints[1]?.scores.d1).toBeCloseTo(0.6, 9)
  })
})

describe('the value of information', () => {
  // A lead of x, normal: knowing it is worth the mean of its positive part, 1 / sqrt(2 pi), of a range of 200.
  const exact = 1 / Math.sqrt(2 * Math.PI) / 200

  test('of an input that decides is the mean of the positive part', () => {
    const found = decide(tableOf({ worlds: 4000, designs: [({ input }) => [input], () => [0]] }))
    const [information] = found.information
    const value = information?.value ?? 0
    expect(Math.abs(value - exact)).toBeLessThan(4 * (information?.standardError ?? 0))
    expect(value).toBeCloseTo(found.perfectInformation, 6)
    expect(information?.share).toBeCloseTo(1, 3)
  })

  test('of an input that does nothing is nothing, whatever chance does', () => {
    const worthless = Array.from({ length: 20 }, (_, seed) =>
      decide(
        tableOf({
          ...{ worlds: 64, seed: seed + 1 },
          designs: [({ noise }, path) => [0.3 + noise(path, 0)], () => [0]],
        }),
      ),
    )
    const values = worthless.map(({ information }) => information[0]?.value ?? 1)
    expect(values.filter((value) => value < exact / 100).length).toBeGreaterThanOrEqual(16)
    expect(Math.max(...values)).toBeLessThan(exact / 3)
  })

  test('shows in a tornado how the lead goes with the input', () => {
    const table = tableOf({ worlds: 500, designs: [({ input }) => [2 * input + 1], () => [0]] })
    const [swing] = swingsOf(table, decide(table))
    expect(swing?.low.difference).toBeCloseTo((2 * (swing?.low.input ?? 0) + 1) / 200, 9)
    expect(swing?.high.input).toBeGreaterThan(1.4)
    expect(swing?.low.input).toBeLessThan(-1.4)
  })
})

describe('a regression', () => {
  test('takes the degree that foretells best, and comes to the same anywhere', () => {
    const inputs = Float64Array.from({ length: 40 }, (_, at) => 1e6 + at)
    const square = inputs.map((input) => ((input - 1e6) / 10) ** 2)
    const fit = fitOf(inputs, square)
    expect(fit.degree).toBeGreaterThanOrEqual(2)
    expect(fit.at(1e6 + 17.5)).toBeCloseTo(1.75 ** 2, 6)
    expect(fitOf(new Float64Array(8).fill(3), square.subarray(0, 8)).degree).toBe(0)
  })
})
