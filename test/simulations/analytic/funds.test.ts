import { describe, expect, test } from 'vitest'
import {
  aggregateMoments,
  aggregateWeights,
  fourierWeights,
  panjerWeights,
} from '../../../simulations/analytic/aggregate.ts'
import type { Frequency } from '../../../simulations/analytic/frequency.ts'
import {
  convolvedPower,
  deviationOf,
  latticeLaw,
  meanOf,
} from '../../../simulations/analytic/law.ts'
import {
  gamblersRuin,
  monthlyRuin,
  monthlyUltimateRuin,
  smallestFund,
} from '../../../simulations/analytic/monthly-fund.ts'
import { at, sum } from '../../../simulations/analytic/numeric/elements.ts'
import { gammaBelow } from '../../../simulations/analytic/numeric/gamma.ts'
import { integral } from '../../../simulations/analytic/numeric/integral.ts'
import { expectedPaidMonths, purePremiumShare } from '../../../simulations/analytic/rent.ts'
import {
  adjustmentCoefficient,
  latticeAdjustment,
  ruinWithin,
  ultimateRuin,
  ultimateRuinOfMixture,
} from '../../../simulations/analytic/ruin.ts'
import {
  latticeOfMean,
  layerMean,
  limitedValue,
  type Severity,
  severityBelow,
  severityMeanOf,
} from '../../../simulations/analytic/severity.ts'
import { rentCoverPays } from '../../../src/credit/core/cover.ts'

const SEVERITY = [0.1, 0.35, 0.25, 0.15, 0.1, 0, 0.05]
const FREQUENCIES: readonly Frequency[] = [
  { kind: 'poisson', mean: 12 },
  { kind: 'negative_binomial', r: 3, beta: 4 },
  { kind: 'negative_binomial', r: 0.7, beta: 1.5 },
  { kind: 'binomial', trials: 60, share: 0.2 },
  { kind: 'geometric', going: 0.8 },
]

describe('all claims together', () => {
  test.each(FREQUENCIES)('come out alike by recursion and by transform: $kind', (frequency) => {
    const recursive = panjerWeights(frequency, SEVERITY)
    const transformed = fourierWeights(frequency, SEVERITY)
    for (let x = 0; x < Math.min(recursive.length, transformed.length, 200); x++) {
      expect(at(recursive, x), `at ${x}`).toBeCloseTo(at(transformed, x), 11)
    }
  })

  test.each(FREQUENCIES)('have the mean and the deviation of their parts: $kind', (frequency) => {
    const law = latticeLaw(aggregateWeights(frequency, SEVERITY))
    const { mean, variance } = aggregateMoments(frequency, SEVERITY)
    expect(sum(law.weights)).toBeCloseTo(1, 10)
    expect(meanOf(law)).toBeCloseTo(mean, 7)
    expect(deviationOf(law)).toBeCloseTo(Math.sqrt(variance), 6)
  })

  test('of a fixed number are its convolution', () => {
    const weights = [0, 0, 0, 0, 1]
    const summed = aggregateWeights({ kind: 'counts', weights }, SEVERITY)
    const convolved = convolvedPower(Float64Array.from(SEVERITY), 4)
    for (const [x, weight] of convolved.entries()) expect(summed[x]).toBeCloseTo(weight, 13)
  })

  test('are also found where none at all has a weight too small to begin from', () => {
    const law = latticeLaw(aggregateWeights({ kind: 'poisson', mean: 2_000 }, SEVERITY))
    expect(sum(law.weights)).toBeCloseTo(1, 9)
    expect(
      meanOf(law) / aggregateMoments({ kind: 'poisson', mean: 2_000 }, SEVERITY).mean,
    ).toBeCloseTo(1, 9)
  })
})

describe('a severity', () => {
  const severities: readonly Severity[] = [
    { kind: 'exponential', mean: 1500 },
    { kind: 'pareto', shape: 3, scale: 2000 },
    { kind: 'gamma', shape: 2.5, rate: 0.002 },
    { kind: 'lognormal', mu: 6.5, sigma: 0.9 },
  ]

  test.each(severities)('pays in a layer what lies between its ends: $kind', (severity) => {
    const above = integral((x) => 1 - severityBelow(severity, x), 500, 3500, 1e-9)
    expect(layerMean(severity, 500, 3000)).toBeCloseTo(above, 6)
    expect(limitedValue(severity, 1e9) / severityMeanOf(severity)).toBeCloseTo(1, 5)
  })

  test.each(severities)('keeps its limited mean on a lattice: $kind', (severity) => {
    const weights = latticeOfMean(severity, 100, 200)
    expect(sum(weights)).toBeCloseTo(severityBelow(severity, 20_000), 12)
    const beyond = 20_000 * (1 - severityBelow(severity, 20_000))
    const mean = meanOf(latticeLaw(weights, 100))
    expect(mean + beyond).toBeCloseTo(limitedValue(severity, 20_000), 6)
  })
})

describe('a cover of rent', () => {
  test.each([
    [0, true],
    [3, true],
    [3, false],
    [6, false],
  ])(
    'pays on average what the contract pays: trigger %i, paid %s',
    (triggerMonths, paysTriggerMonths) => {
      const risk = {
        arrearsShare: 0.05,
        endHazard: 0.12,
        triggerMonths,
        paysTriggerMonths,
        monthsMax: 12,
      }
      const cover = { ...risk, deposit: 0n, damageMax: 0n, legalMax: 0n }
      let months = 0
      for (let unpaidMonths = 1; unpaidMonths <= 400; unpaidMonths++) {
        const payout = rentCoverPays(cover, {
          rentMonthly: 1n,
          unpaidMonths,
          damage: 0n,
          legal: 0n,
        })
        months += 0.12 * 0.88 ** (unpaidMonths - 1) * Number(payout.rent)
      }
      expect(expectedPaidMonths(risk)).toBeCloseTo(months, 12)
      expect(purePremiumShare(risk)).toBeCloseTo((0.05 * months) / 12, 13)
    },
  )

  test('costs, for one tenant in fifteen and eight months, what lies within the premiums of Italian insurers', () => {
    // Premiums were found between 1.4% and 4.4% of the yearly rent.
    const risk = {
      arrearsShare: 1 / 15,
      endHazard: 1 / 8,
      triggerMonths: 3,
      paysTriggerMonths: true,
      monthsMax: 12,
    }
    expect(purePremiumShare(risk)).toBeGreaterThan(0.014)
    expect(purePremiumShare(risk)).toBeLessThan(0.044)
  })
})

describe('a fund with a steady premium', () => {
  const fund = { fund: 8, intensity: 1, meanClaim: 1, premium: 1.2 }

  test('is ruined ever, as published for a loading of 20%', () => {
    for (const [units, ruin] of [
      [0, 0.83333],
      [5, 0.36217],
      [10, 0.1574],
      [20, 0.02973],
    ] as const) {
      expect(ultimateRuin({ ...fund, fund: units })).toBeCloseTo(ruin, 5)
    }
    expect(
      ultimateRuin({ fund: 500_000, intensity: 1, meanClaim: 10_000, premium: 12_500 }),
    ).toBeCloseTo(3.63e-5, 7)
  })

  test('is ruined within a period more often the longer it is, and at last as often as ever', () => {
    const periods = [0.5, 1, 5, 20, 100, 5_000]
    const ruins = periods.map((period) => ruinWithin(fund, period))
    for (const [i, ruin] of ruins.entries()) expect(ruin).toBeGreaterThan(ruins[i - 1] ?? 0)
    expect(ruins.at(-1)).toBeCloseTo(ultimateRuin(fund), 12)
  })

  test('is ruined within a period as Seal says where it begins with nothing', () => {
    // Survival until T from nothing is the mean of (1 - S / (c T))+, S being all claims. Source: Takács (1967).
    const [premium, period] = [1.2, 10]
    const income = premium * period
    let weight = Math.exp(-period)
    let surviving = weight
    for (let n = 1; n < 100; n++) {
      weight *= period / n
      surviving += weight * (gammaBelow(n, income) - (n / income) * gammaBelow(n + 1, income))
    }
    const ruin = ruinWithin({ fund: 0, intensity: 1, meanClaim: 1, premium }, period)
    expect(ruin).toBeCloseTo(1 - surviving, 13)
  })

  test('is ruined by one exponential law as by a mixture of two that are the same', () => {
    const parts = [
      { weight: 0.3, rate: 1 },
      { weight: 0.7, rate: 1 },
    ]
    expect(ultimateRuinOfMixture(parts, 1, 1.2, 8)).toBeCloseTo(ultimateRuin(fund), 13)
    expect(ultimateRuinOfMixture(parts, 1, 0.9, 8)).toBe(1)
  })

  test('has an adjustment coefficient that solves its equation', () => {
    const r = adjustmentCoefficient(1, 2, 2.4, 0.8)
    expect((1 / (1 - 0.8 * r)) * (2 / (2 + 2.4 * r))).toBeCloseTo(1, 13)
    const lattice = latticeAdjustment([0, 0.5, 0.5], 1.8)
    expect(0.5 * Math.exp(lattice) + 0.5 * Math.exp(2 * lattice)).toBeCloseTo(1 + 1.8 * lattice, 12)
    expect(latticeAdjustment([0, 0.5, 0.5], 1.4)).toBe(0)
  })
})

describe('a fund in whole units', () => {
  const claims = aggregateWeights({ kind: 'poisson', mean: 0.45 }, [0, 0.5, 0.3, 0, 0.2])

  test('is ruined more often the longer it goes, and never more often than without an end', () => {
    const within = [12, 36, 240, 600].map((months) =>
      monthlyRuin({ fund: 5, income: 1, claims }, months),
    )
    for (const [i, ruin] of within.entries()) expect(ruin).toBeGreaterThan(within[i - 1] ?? 0)
    const ever = monthlyUltimateRuin({ fund: 5, income: 1, claims })
    expect(within.at(-1)).toBeLessThan(ever)
    expect(within.at(-1)).toBeCloseTo(ever, 2)
  })

  test('is ruined ever as by a system of equations, in units of half the size', () => {
    const halves = new Float64Array(2 * claims.length)
    for (const [units, share] of claims.entries()) halves[2 * units] = share
    const solved = monthlyUltimateRuin({ fund: 10, income: 2, claims: halves })
    expect(solved).toBeCloseTo(monthlyUltimateRuin({ fund: 5, income: 1, claims }), 6)
    expect(monthlyUltimateRuin({ fund: 3, income: 1, claims: Float64Array.of(0, 1) })).toBe(1)
  })

  test('on single steps is a gambler', () => {
    // A month of one unit in and zero or two out is a step of one up or down.
    const ruin = monthlyUltimateRuin({ fund: 3, income: 1, claims: Float64Array.of(0.6, 0, 0.4) })
    expect(ruin).toBeCloseTo(gamblersRuin(3, 0.4), 12)
    expect(gamblersRuin(3, 0.5)).toBe(1)
  })

  test('is large enough at its smallest, and not one unit below', () => {
    const smallest = smallestFund({ income: 1, claims }, 36, 0.05)
    expect(monthlyRuin({ fund: smallest, income: 1, claims }, 36)).toBeLessThan(0.05)
    expect(monthlyRuin({ fund: smallest - 1, income: 1, claims }, 36)).toBeGreaterThanOrEqual(0.05)
  })

  test('is helped by money put in after a month, but not in that month', () => {
    const helped = (month: number, months: number): number =>
      monthlyRuin({ fund: 2, income: 1, claims, injections: new Map([[month, 4]]) }, months)
    const alone = (months: number): number => monthlyRuin({ fund: 2, income: 1, claims }, months)
    expect(helped(6, 6)).toBe(alone(6))
    expect(helped(6, 12)).toBeLessThan(alone(12))
  })
})
