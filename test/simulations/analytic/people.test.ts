import { describe, expect, test } from 'vitest'
import {
  absorbingStates,
  arrivals,
  ends,
  fittedRow,
  matrixFault,
  quasiStationary,
  sharesAfter,
} from '../../../simulations/analytic/chains.ts'
import {
  philoxBlock,
  sobolCoordinate,
  xoshiroWord,
} from '../../../simulations/analytic/generators.ts'
import {
  fittedFactorModel,
  quantileRanks,
  sampleQuantile,
  uniformPosterior,
  vintageLogLikelihood,
} from '../../../simulations/analytic/inference.ts'
import { deviationOf, meanOf } from '../../../simulations/analytic/law.ts'
import {
  annualPercentageRate,
  balanceAfter,
  defaultedWithin,
  instalmentOf,
  prepaidWithin,
} from '../../../simulations/analytic/loans.ts'
import { betaBelow } from '../../../simulations/analytic/numeric/beta.ts'
import { sum } from '../../../simulations/analytic/numeric/elements.ts'
import { RATING_MATRIX, ROLL_MATRIX } from '../../../simulations/analytic/registry/matrices.ts'
import { ishigamiIndices, productIndices } from '../../../simulations/analytic/sensitivity.ts'
import {
  collectedDeviation,
  collectedInstalments,
  costPerSuccess,
  expectedCollected,
  fittedRetention,
  logisticNormal,
  meanWait,
  mustWait,
  retained,
  retentionLogLikelihood,
  turnedAway,
} from '../../../simulations/analytic/sponsors.ts'
import { clopperPearson, wilson } from '../../../simulations/stats/intervals.ts'

describe('a loan', () => {
  const loan = { principal: 5_000, rateAnnual: 0.08, months: 36 }

  test('is paid back when its months are over, also at no interest', () => {
    expect(balanceAfter(loan, 36)).toBe(0)
    expect(balanceAfter(loan, 35) * (1 + 0.08 / 12)).toBeCloseTo(instalmentOf(loan, 0), 9)
    const free = { ...loan, rateAnnual: 0 }
    expect([instalmentOf(free, 0), balanceAfter(free, 18)]).toEqual([5_000 / 36, 2_500])
  })

  test('without a fee costs its nominal rate, compounded', () => {
    expect(annualPercentageRate(loan, 0)).toBeCloseTo((1 + 0.08 / 12) ** 12 - 1, 11)
  })

  test('ends by default, early, or at its term', () => {
    const hazards = { defaulting: 0.006, prepaying: 0.01 }
    const staying = (1 - 0.016) ** 24
    expect(defaultedWithin(hazards, 24) + prepaidWithin(hazards, 24) + staying).toBeCloseTo(1, 13)
    expect(defaultedWithin({ defaulting: 0, prepaying: 0 }, 24)).toBe(0)
  })
})

describe('a chain', () => {
  const { matrix } = ROLL_MATRIX

  test('arrives where it is in the end', () => {
    const found = ends(matrix)
    expect(absorbingStates(matrix)).toEqual([4, 5])
    const late = sharesAfter(matrix, 2, 5_000)
    expect(found.probabilities[2]).toEqual(
      [late[4], late[5]].map((v) => expect.closeTo(v ?? 0, 11)),
    )
    expect(found.probabilities[4]).toEqual([1, 0])
    expect(sum(arrivals(matrix, 0, 4, 36))).toBeCloseTo(sharesAfter(matrix, 0, 36)[4] ?? 0, 13)
  })

  test('spreads in the long run over what is open as its first vector says', () => {
    const { shares, staying } = quasiStationary(matrix)
    const next = sharesAfter(matrix, 0, 400)
    const open = sum(next.slice(0, 4))
    expect(shares.slice(0, 4)).toEqual(next.slice(0, 4).map((v) => expect.closeTo(v / open, 11)))
    expect(open / sum(sharesAfter(matrix, 0, 399).slice(0, 4))).toBeCloseTo(staying, 11)
  })

  test('with rows that do not sum to one is named by its row', () => {
    expect(matrixFault(matrix)).toBeUndefined()
    expect(matrixFault(RATING_MATRIX.matrix)).toMatch(/^row 3 sums to 0\.999/)
    expect(matrixFault([[1, 0], [0.5]])).toBe('row 2 has 1 numbers')
    expect(
      matrixFault([
        [1.5, -0.5],
        [0, 1],
      ]),
    ).toBe('row 1 has one below zero')
  })

  test('is estimated by what was counted, and a prior draws it to the middle', () => {
    expect(fittedRow([12, 7, 10, 0, 0, 1])[2]).toBeCloseTo(1 / 3, 14)
    expect(fittedRow([3, 1], 1)).toEqual([4 / 6, 2 / 6])
  })
})

describe('sponsors', () => {
  const sponsors = { sponsors: 40, monthly: 50, lapseHazard: 0.03, months: 12 }

  test('pay on average and spread as the law of their instalments', () => {
    const law = collectedInstalments(sponsors)
    expect(50 * meanOf(law)).toBeCloseTo(expectedCollected(sponsors), 8)
    expect(50 * deviationOf(law)).toBeCloseTo(collectedDeviation(sponsors), 6)
    expect(expectedCollected({ ...sponsors, lapseHazard: 0 })).toBe(24_000)
  })

  test('of a beta law are found again from what they did', () => {
    const truth = { alpha: 1.4, beta: 7 }
    const stayed = Array.from({ length: 9 }, (_, year) => 5_000 * retained(truth, year))
    const stopped = stayed.slice(1).map((count, i) => (stayed[i] ?? 0) - count)
    const found = fittedRetention(stopped, stayed[8] ?? 0)
    expect(found.alpha).toBeCloseTo(truth.alpha, 4)
    expect(found.beta).toBeCloseTo(truth.beta, 3)
    const nearby = { alpha: found.alpha * 1.02, beta: found.beta }
    expect(retentionLogLikelihood(found, stopped, stayed[8] ?? 0)).toBeGreaterThan(
      retentionLogLikelihood(nearby, stopped, stayed[8] ?? 0),
    )
  })
})

describe('hosts', () => {
  test('are those of the tables of Erlang', () => {
    // Five servers and an offered load of three: B = 0.110054, C = 0.236153.
    expect(turnedAway(5, 3)).toBeCloseTo(0.110054, 6)
    expect(mustWait(5, 3)).toBeCloseTo(0.236153, 5)
    expect(mustWait(1, 0.6)).toBeCloseTo(0.6, 14)
    expect(meanWait(1, 0.6, 1)).toBeCloseTo(0.6 / 0.4, 13)
  })

  test('who are too few keep everybody waiting for ever', () => {
    expect([mustWait(3, 3), meanWait(3, 3, 1)]).toEqual([1, Number.POSITIVE_INFINITY])
  })
})

test('families that differ succeed less often than the middle one', () => {
  expect(logisticNormal(0.4, 0)).toBeCloseTo(1 / (1 + Math.exp(-0.4)), 13)
  expect(logisticNormal(0, 3)).toBeCloseTo(0.5, 13)
  expect(logisticNormal(0.4, 0.8)).toBeLessThan(logisticNormal(0.4, 0))
})

test('a mean of quotients is dearer than the quotient of means', () => {
  const { ofMeans, meanOfRatios } = costPerSuccess(12, 0.7, 80_400)
  expect(ofMeans).toBeCloseTo(9_571.43, 2)
  expect(meanOfRatios).toBeGreaterThan(ofMeans)
  expect(costPerSuccess(12, 1, 1_200)).toEqual({ ofMeans: 100, meanOfRatios: 100 })
})

describe('intervals', () => {
  test('of Clopper and Pearson leave out what they promise on either side', () => {
    const { lower, upper } = clopperPearson(187, 20_000, 0.95)
    expect(1 - betaBelow(lower, 187, 19_814)).toBeCloseTo(0.975, 9)
    expect(betaBelow(upper, 188, 19_813)).toBeCloseTo(0.975, 9)
    expect(clopperPearson(5, 5, 0.95).upper).toBe(1)
  })

  test('of Wilson lie within those of Clopper and Pearson, and hold the share', () => {
    for (const events of [1, 7, 30, 59]) {
      const [exact, about] = [clopperPearson(events, 60, 0.95), wilson(events, 60, 0.95)]
      expect(about.lower).toBeGreaterThan(exact.lower)
      expect(about.upper).toBeLessThan(exact.upper)
      expect(about.lower < events / 60 && events / 60 < about.upper).toBe(true)
    }
  })

  test('of a median of ten are the second and the ninth value', () => {
    expect(quantileRanks(10, 0.5, 0.95)).toEqual({ lower: 2, upper: 9 })
  })
})

describe('quantiles of a sample', () => {
  // What R says of quantile(c(2, 4, 7, 11, 20), 0.4, type = 1:9).
  test.each([
    [1, 4],
    [2, 5.5],
    [3, 4],
    [4, 4],
    [5, 5.5],
    [6, 5.2],
    [7, 5.8],
    [8, 5.4],
    [9, 5.425],
  ])('are those of R, type %i', (type, value) => {
    expect(sampleQuantile([11, 2, 20, 7, 4], 0.4, type)).toBeCloseTo(value, 12)
  })

  test('stay within the sample at its ends', () => {
    for (let type = 1; type <= 9; type++) {
      expect(sampleQuantile([1, 2, 3], 1e-9, type)).toBeCloseTo(1, 6)
      expect(sampleQuantile([1, 2, 3], 1 - 1e-9, type)).toBeCloseTo(3, 6)
    }
  })
})

describe('estimates', () => {
  test('of years that are all alike find no correlation', () => {
    const years = Array.from({ length: 12 }, () => [400, 20] as const)
    const fit = fittedFactorModel(years)
    expect(fit.probability).toBeCloseTo(0.05, 3)
    expect(fit.rho).toBeLessThan(1e-3)
    expect(fit.logLikelihood).toBeGreaterThan(vintageLogLikelihood(years, 0.05, 0.02))
  })

  test('of a share after a count are those of its beta law', () => {
    expect(uniformPosterior(7, 60)).toMatchObject({ a: 8, b: 54, mean: 8 / 62 })
    expect(uniformPosterior(0, 1).deviation).toBeCloseTo(Math.sqrt(1 / 18), 12)
  })
})

describe('parts of a variance', () => {
  test('alone are no more than with all others, and together no more than all', () => {
    for (const { first, total } of [ishigamiIndices(7, 0.1), productIndices([0, 1, 4.5, 9, 99])]) {
      for (const [i, share] of first.entries()) expect(share).toBeLessThanOrEqual(total[i] ?? 0)
      expect(sum(first)).toBeLessThanOrEqual(1)
      expect(sum(total)).toBeGreaterThanOrEqual(1)
    }
  })
})

describe('reference generators', () => {
  test('give the known answers', () => {
    expect(philoxBlock([0, 0, 0, 0], [0, 0])).toEqual([
      0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8,
    ])
    expect([0, 1, 2].map((i) => xoshiroWord([1, 2, 3, 4], i))).toEqual([11_520, 0, 5_927_040])
  })

  test('fill every half, quarter and eighth once in each dimension', () => {
    for (let dimension = 0; dimension < 10; dimension++) {
      const cells = Array.from({ length: 64 }, (_, i) =>
        Math.floor(64 * sobolCoordinate(i, dimension)),
      )
      expect(new Set(cells).size).toBe(64)
    }
  })
})
