import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { binomialWeights } from '../../../simulations/analytic/binomial.ts'
import {
  compoundBinomialWeights,
  defaultsWeights,
  groupedLossWeights,
  studentDefaultsWeights,
} from '../../../simulations/analytic/factor.ts'
import {
  capitalShare,
  firstLossMean,
  jointProbability,
  type LargePool,
  largePoolQuantile,
  largePoolShareUpTo,
  largePoolShortfall,
  rateDeviation,
  retailCorrelation,
} from '../../../simulations/analytic/large-pool.ts'
import {
  deviationOf,
  excessOver,
  expectedShortfall,
  type Law,
  latticeLaw,
  limitedMean,
  meanOf,
  quantileOf,
  shareUpTo,
} from '../../../simulations/analytic/law.ts'
import { sum } from '../../../simulations/analytic/numeric/elements.ts'
import { integral } from '../../../simulations/analytic/numeric/integral.ts'
import { type Tranche, trancheLoss, trancheSpread } from '../../../simulations/analytic/tranches.ts'

function pool(probability: number, rho: number, lossGivenDefault = 1): LargePool {
  return { probability, rho, lossGivenDefault }
}

/** Risk weights of other retail exposures, in percent. Source: Basel II, annex 5. */
const BASEL_ANNEX_5 = [
  [0.0003, 4.45, 8.41],
  [0.0005, 6.63, 12.52],
  [0.001, 11.16, 21.08],
  [0.0025, 21.15, 39.96],
  [0.005, 32.36, 61.13],
  [0.01, 45.77, 86.46],
  [0.015, 53.37, 100.81],
  [0.02, 57.99, 109.53],
  [0.025, 60.9, 115.03],
  [0.1, 75.54, 142.69],
  [0.2, 100.28, 189.41],
] as const

describe('a large pool', () => {
  test.each(BASEL_ANNEX_5)('has the risk weights that Basel prints: PD %d', (pd, at45, at85) => {
    const weight = (lossGivenDefault: number): number =>
      1250 * capitalShare(pool(pd, retailCorrelation(pd), lossGivenDefault))
    expect(Math.abs(weight(0.45) - at45)).toBeLessThan(0.01)
    expect(Math.abs(weight(0.85) - at85)).toBeLessThan(0.01)
  })

  test.each([
    [0.01, 0.1, [1.188, 3.823, 7.012, 10.665]],
    [0.01, 0.4, [0.548, 4.511, 11.041, 18.185]],
    [0.001, 0.1, [0.979, 4.086, 8.834, 15.367]],
    [0.001, 0.4, [0.117, 3.245, 13.177, 31.746]],
  ])('has the quantiles of Vasicek in deviations: PD %d, rho %d', (pd, rho, quantiles) => {
    const deviation = rateDeviation(pd, rho)
    for (const [index, level] of [0.9, 0.99, 0.999, 0.9999].entries()) {
      const distance = (largePoolQuantile(pool(pd, rho), level) - pd) / deviation
      expect(distance).toBeCloseTo(quantiles[index] ?? 0, 3)
    }
  })

  test('has an expected shortfall that is the mean of its quantiles beyond the level', () => {
    const one = pool(0.05, 0.12, 0.6)
    const mean = integral((level) => largePoolQuantile(one, level), 0.95, 1 - 1e-12, 1e-12) / 0.05
    expect(largePoolShortfall(one, 0.95)).toBeCloseTo(mean, 9)
    expect(largePoolShareUpTo(one, largePoolQuantile(one, 0.95))).toBeCloseTo(0.95, 12)
  })

  test('loses in a first-loss piece what lies below it', () => {
    const one = pool(0.14, 0.1, 0.7)
    const below = integral((x) => 1 - largePoolShareUpTo(one, x), 0, 0.2, 1e-12)
    expect(firstLossMean(one, 0.2)).toBeCloseTo(below, 10)
    expect(firstLossMean(one, 0)).toBe(0)
    expect(firstLossMean(one, 0.7)).toBeCloseTo(0.14 * 0.7, 12)
  })
})

describe('a finite pool', () => {
  test('has as many defaults as expected, whatever the correlation and the size', () => {
    for (const loans of [1, 100, 1000]) {
      for (const rho of [0, 0.12, 0.9]) {
        for (const pd of [0.002, 0.05]) {
          const weights = defaultsWeights(loans, pd, rho)
          expect(sum(weights), `${loans} ${rho} ${pd}`).toBeCloseTo(1, 11)
          expect(meanOf(latticeLaw(weights)) / loans, `${loans} ${rho} ${pd}`).toBeCloseTo(pd, 10)
        }
      }
    }
  })

  test('has the deviation that pairs of defaults give', () => {
    const [loans, pd, rho] = [200, 0.06, 0.18]
    const pairs = loans * (loans - 1) * (jointProbability(pd, rho) - pd * pd)
    const expected = Math.sqrt(loans * pd * (1 - pd) + pairs)
    expect(deviationOf(latticeLaw(defaultsWeights(loans, pd, rho)))).toBeCloseTo(expected, 9)
  })

  test('of fifty loans at 14% has the quantiles worked out by others', () => {
    const independent = latticeLaw(binomialWeights(50, 0.14))
    expect([0.95, 0.99].map((level) => quantileOf(independent, level))).toEqual([11, 13])
    const tied = latticeLaw(defaultsWeights(50, 0.14, 0.1))
    const levels = [0.9, 0.95, 0.99, 0.999]
    expect(levels.map((level) => quantileOf(tied, level))).toEqual([13, 15, 20, 26])
  })

  test.each([
    [1, 0.018455499802319],
    [2.5, 0.012197358282321],
    [4, 0.009795611711316],
    [30, 0.00586310363573],
    [1000, 0.005263895900328],
  ])('under a t copula of %d degrees defaults in pairs as scipy integrates', (freedom, both) => {
    const weights = studentDefaultsWeights(2, 0.05, 0.2, freedom)
    expect(weights[2]).toBeCloseTo(both, 12)
    expect(meanOf(latticeLaw(weights))).toBeCloseTo(0.1, 11)
  })

  test('under a t copula has the wilder tail, though each loan is as likely to default', () => {
    const [gauss, student] = [
      defaultsWeights(100, 0.05, 0.12),
      studentDefaultsWeights(100, 0.05, 0.12, 4),
    ]
    expect(meanOf(latticeLaw(student))).toBeCloseTo(5, 9)
    const tails = [gauss, student].map((weights) => quantileOf(latticeLaw(weights), 0.999))
    expect(tails[1]).toBeGreaterThan(1.5 * (tails[0] ?? 0))
    expect(studentDefaultsWeights(10, 0, 0.12, 4)[0]).toBe(1)
  })

  test('of unlike loans is the pool of like ones where they are alike', () => {
    const groups = [
      { count: 30, probability: 0.07, lossUnits: 1 },
      { count: 20, probability: 0.07, lossUnits: 1 },
    ]
    const apart = groupedLossWeights(groups, 0.2)
    const together = defaultsWeights(50, 0.07, 0.2)
    for (const [k, weight] of together.entries()) expect(apart[k]).toBeCloseTo(weight, 12)
  })

  test('with a capped guarantee costs guarantor and lender what was worked out for a large one', () => {
    const [pd, lgd, rho, coverage, cap] = [0.14, 0.7, 0.1, 0.8, 0.2]
    const one = pool(pd, rho, lgd)
    expect(coverage * firstLossMean(one, cap)).toBeCloseTo(0.07723, 5)
    expect(1 - largePoolShareUpTo(one, cap)).toBeCloseTo(0.0429, 4)
  })
})

describe('a discrete law', () => {
  const laws = fc
    .array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 })
    .map((raw): Law => {
      const total = sum(raw)
      return latticeLaw(
        raw.map((weight) => weight / total),
        2.5,
      )
    })
  const levels = fc.double({ min: 0.01, max: 0.99, noNaN: true })

  test('has at its quantile at least the level, and before it less', () => {
    fc.assert(
      fc.property(laws, levels, (law, level) => {
        const quantile = quantileOf(law, level)
        expect(shareUpTo(law, quantile)).toBeGreaterThanOrEqual(level - 1e-12)
        expect(shareUpTo(law, quantile - 2.5)).toBeLessThan(level)
      }),
    )
  })

  test('has an expected shortfall not below its quantile, and its mean at level zero', () => {
    fc.assert(
      fc.property(laws, levels, (law, level) => {
        const shortfall = expectedShortfall(law, level)
        expect(shortfall).toBeGreaterThanOrEqual(quantileOf(law, level) - 1e-12)
        expect(expectedShortfall(law, 1e-12)).toBeCloseTo(meanOf(law), 9)
      }),
    )
  })

  test('falls apart into what lies below a cap and what lies above', () => {
    fc.assert(
      fc.property(laws, fc.double({ min: 0, max: 80, noNaN: true }), (law, cap) => {
        expect(limitedMean(law, cap) + excessOver(law, cap)).toBeCloseTo(meanOf(law), 10)
      }),
    )
  })
})

describe('a tranche', () => {
  const mezzanine: Tranche = {
    names: 100,
    hazard: 0.01,
    recovery: 0.4,
    rho: 0.1,
    attach: 0.03,
    detach: 0.06,
    rateContinuous: 0.05,
    years: 5,
    paymentsAYear: 4,
  }

  test('costs what Hull and White print, within the difference of conventions', () => {
    const published = [
      [0, 0.03, 2279],
      [0.06, 0.1, 89],
    ] as const
    for (const [attach, detach, spread] of published) {
      const ours = trancheSpread({ ...mezzanine, attach, detach })
      expect(Math.abs(ours - spread)).toBeLessThan(Math.max(1, 0.04 * spread))
    }
  })

  test('loses with all others together what the pool loses', () => {
    const edges = [0, 0.03, 0.06, 0.1, 0.6, 1]
    const parts = edges
      .slice(1)
      .map((detach, i) => trancheLoss({ ...mezzanine, attach: edges[i] ?? 0, detach }, 5))
    expect(sum(parts)).toBeCloseTo(0.6 * (1 - Math.exp(-0.05)), 10)
  })
})

test('contracts that pay by chance pay on average what each does', () => {
  const weights = compoundBinomialWeights(40, 0.12, [0, 0.4, 0.4, 0.2])
  expect(sum(weights)).toBeCloseTo(1, 13)
  expect(meanOf(latticeLaw(weights))).toBeCloseTo(40 * 0.12 * 1.8, 11)
})
