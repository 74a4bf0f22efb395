import { describe, expect, test } from 'vitest'
import { Streams } from '../../simulations/random/streams.ts'
import { axesAlong, dot } from '../../simulations/sampling/axes.ts'
import { FactorSampler } from '../../simulations/sampling/factors.ts'
import { Moments } from '../../simulations/stats/moments.ts'
import { checkpointsOf, inflationOf, isPrecise } from '../../simulations/stats/stopping.ts'
import { type Figure, summarise } from '../../simulations/summary.ts'
import { columnsOf } from './coverage.ts'
import { gf500Setup, readGf500 } from './gf500.ts'

describe('the factors of a path', () => {
  const streams = new Streams(11)
  const draw = (sampler: FactorSampler, path: number, factors = 5) => {
    const values = new Float64Array(factors)
    return { weight: sampler.fill(path, values), values }
  }

  test('do not depend on how many there are', () => {
    const few = draw(new FactorSampler(streams, 11, 3, {}), 7, 3)
    const many = draw(new FactorSampler(streams, 11, 6, {}), 7, 6)
    expect(few.values).toEqual(many.values.subarray(0, 3))
    expect(few.weight).toBe(1)
  })

  test('are turned to a direction without changing how far they are from the middle', () => {
    const axes = [
      [0.6, 0, 0.8, 0, 0],
      [0, 1, 0, 0, 0],
    ]
    const plain = draw(new FactorSampler(streams, 11, 5, {}), 3)
    const turned = draw(new FactorSampler(streams, 11, 5, { axes }), 3)
    const length = (values: Float64Array) => Math.hypot(...values)
    expect(length(turned.values)).toBeCloseTo(length(plain.values), 12)
    for (const [place, axis] of axes.entries()) {
      const along = dot(axis, [...turned.values])
      expect(along).toBeCloseTo(plain.values[place] ?? 0, 12)
    }
    expect(() => new FactorSampler(streams, 11, 2, { axes: [[1, 1]] })).toThrow('length 1')
  })

  test('have axes at right angles: those that are given, then slow waves', () => {
    const axes = axesAlong(
      [
        [3, 4, 0, 0, 0],
        [0, 0, 0, 0, 0],
      ],
      5,
      9,
    )
    expect(axes).toHaveLength(5)
    expect(axes[0]).toEqual([0.6, 0.8, 0, 0, 0])
    for (const [row, one] of axes.entries()) {
      for (const [column, other] of axes.entries()) {
        expect(dot(one, other)).toBeCloseTo(row === column ? 1 : 0, 12)
      }
    }
  })

  test('that lie in layers are as many as is said, and weigh one on average', () => {
    // Half of the paths beyond the point that one in a hundred passes.
    const layers = { beyond: [1, 0.01, 0], shares: [0.5, 0.5] }
    const layered = new FactorSampler(streams, 11, 2, { axes: [[0.6, -0.8]], layers })
    const moments = new Moments()
    let beyond = 0
    for (let path = 0; path < 4000; path++) {
      const { weight, values } = draw(layered, path, 2)
      moments.add(weight)
      const far = 0.6 * (values[0] ?? 0) - 0.8 * (values[1] ?? 0) > 2.3263478740408408
      expect(weight).toBeCloseTo(far ? 0.02 : 1.98, 12)
      if (far) beyond += 1
    }
    expect(Math.abs(moments.mean - 1)).toBeLessThan(4 * moments.standardError)
    expect(Math.abs(beyond - 2000)).toBeLessThan(4 * Math.sqrt(1000))
    const odd = { beyond: [1, 0.01, 0], shares: [0.5, 0.4] }
    expect(() => new FactorSampler(streams, 11, 2, { layers: odd })).toThrow('1 together')
  })

  test('that are pushed weigh nothing', () => {
    const pushed = draw(new FactorSampler(streams, 11, 2, { push: [0, -2] }), 5, 2)
    const plain = draw(new FactorSampler(streams, 11, 2, {}), 5, 2)
    expect(pushed.values[1]).toBeCloseTo((plain.values[1] ?? 0) - 2, 14)
    expect([pushed.values[0], pushed.weight]).toEqual([plain.values[0], 1])
  })

  test('that are spread evenly have one point in each strip, in every scramble', () => {
    const even = new FactorSampler(streams, 11, 3, { sobol: { scrambles: 4, dimensions: 2 } })
    const positive = [0, 0, 0, 0]
    for (let path = 0; path < 256; path++) {
      const { values } = draw(even, path, 3)
      if ((values[1] ?? 0) > 0) positive[path % 4] = (positive[path % 4] ?? 0) + 1
    }
    expect(positive).toEqual([32, 32, 32, 32])
  })
})

describe('what is told of the tail', () => {
  // From long runs of several programs: value at risk 365,130 (125), expected shortfall 423,415 (67), ruin 0.01024.
  const TRUTH = {
    risk: 36_513_000,
    shortfall: 42_341_500,
    ruin: 0.01024,
    mean: 8_853_000,
    paidOfClaimed: 0.993,
  }

  test('is the same from evenly spread points, with less error', () => {
    const changes = { paths: 2048, sampling: { method: 'even', scrambles: 16, pilotPaths: 1024 } }
    const { model, scenario } = readGf500(changes)
    const figures = summarise(model, scenario, columnsOf(gf500Setup(changes), 2048))
    const mean = figureOf(figures, 'grossClaims', 'mean')
    expect(mean.method).toBe('between scrambles')
    near(mean, TRUTH.mean)
    // By chance it would be 177,000 cents: a fifteenth of the paths would do; of 2,048 points in a scramble, a fiftieth.
    expect(mean.standardError).toBeLessThan(177_000 / Math.sqrt(15))
    near(figureOf(figures, 'grossClaims', 'valueAtRisk', 0.95), 25_070_000)
  })

  test('is the same from paths that were drawn there, with far less error, and so is the mean', () => {
    const changes = { paths: 2048, sampling: { method: 'tail', pilotPaths: 1024 } }
    const { model, scenario } = readGf500(changes)
    const figures = summarise(model, scenario, columnsOf(gf500Setup(changes), 2048))
    const shortfall = figureOf(figures, 'grossClaims', 'expectedShortfall', 0.99)
    near(figureOf(figures, 'grossClaims', 'valueAtRisk', 0.99), TRUTH.risk)
    near(shortfall, TRUTH.shortfall)
    // By chance it would be 1,700,000 cents.
    expect(shortfall.standardError).toBeLessThan(1_700_000 / Math.sqrt(40))
    const ruin = figureOf(figures, 'ruin', 'probability')
    near(ruin, TRUTH.ruin)
    // By chance it would be 0.0022.
    expect(ruin.standardError).toBeLessThan(0.0022 / Math.sqrt(15))
    near(figureOf(figures, 'grossClaims', 'mean'), TRUTH.mean)
    near(figureOf(figures, 'paidOfClaimed', 'ratio'), TRUTH.paidOfClaimed)
  })

  test('is not told where the paths do not reach so far', () => {
    const { model, scenario } = readGf500({ paths: 1000 })
    const figures = summarise(model, scenario, columnsOf(gf500Setup(), 1000))
    const risk = figureOf(figures, 'grossClaims', 'valueAtRisk', 0.99)
    expect([risk.value, risk.withheld]).toEqual([null, 'at least 5000 paths are needed'])
    expect(figureOf(figures, 'grossClaims', 'valueAtRisk', 0.95).value).toBeGreaterThan(0)
  })

  test('is worse in a recession, by the same economy otherwise', () => {
    const base = columnsOf(gf500Setup(), 300)
    const worse = columnsOf(gf500Setup({}, ['recession']), 300)
    const difference = new Moments()
    for (let path = 0; path < 300; path++) {
      difference.add((worse.outputs[0]?.[path] ?? 0) - (base.outputs[0]?.[path] ?? 0))
    }
    expect(difference.mean).toBeGreaterThan(10 * difference.standardError)
  })
})

describe('a rule to stop', () => {
  test('looks at powers of two, and asks for more the more often it looks', () => {
    expect(checkpointsOf(1024, 5000)).toEqual([1024, 2048, 4096, 5000])
    expect(inflationOf(1)).toBe(1)
    expect(inflationOf(4)).toBeCloseTo(1.2744, 3)
    expect(isPrecise({ value: 100, standardError: 1 }, 0.01, 1)).toBe(true)
    expect(isPrecise({ value: 100, standardError: 1 }, 0.01, 2)).toBe(false)
    expect(isPrecise({ value: 0, standardError: 0 }, 0.5, 1)).toBe(false)
  })
})

function figureOf(
  figures: readonly Figure[],
  of: string,
  statistic: Figure['statistic'],
  level?: number,
): Figure {
  const found = figures.find(
    (one) => one.of === of && one.statistic === statistic && one.level === level,
  )
  if (found === undefined) throw new Error(`there is no ${statistic} of ${of}`)
  return found
}

function near({ value, standardError }: Figure, truth: number): void {
  expect(Math.abs((value ?? Number.NaN) - truth)).toBeLessThan(4 * (standardError ?? 0))
}
