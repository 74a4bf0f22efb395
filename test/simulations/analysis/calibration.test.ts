import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  fittedDefaults,
  fittedLapse,
  fittedRollRates,
} from '../../../simulations/analysis/calibration.ts'
import { readSheet, type Sheet } from '../../../simulations/analysis/sheet.ts'
import { retained, retentionLogLikelihood } from '../../../simulations/analytic/sponsors.ts'
import { binomial, beta as drawBeta, normal } from '../../../simulations/random/distributions.ts'
import { normalCdf, normalQuantile } from '../../../simulations/random/normal.ts'
import { Stream } from '../../../simulations/random/stream.ts'
import { Streams } from '../../../simulations/random/streams.ts'

interface Target {
  readonly case: string
  readonly inputs: Readonly<Record<string, unknown>>
  readonly quantity: string
  readonly value: number
  readonly tolerance: number
}

const targets = ['analytics', 'microcredit', 'sponsorship'].flatMap((name) => {
  const path = new URL(`../../fixtures/oracles/${name}.json`, import.meta.url)
  return (JSON.parse(readFileSync(path, 'utf8')) as { targets: readonly Target[] }).targets
})

function targetsOf(name: string): readonly Target[] {
  return targets.filter((target) => target.case === name)
}

function sheetOf(headings: string, rows: readonly (readonly (string | number)[])[]): Sheet {
  return readSheet('figures.csv', [headings, ...rows.map((row) => row.join(','))].join('\n'))
}

const streams = new Streams(2718)
const stream = new Stream()

describe('roll rates', () => {
  test('are the shares of the moves: the reference value', () => {
    const [target] = targetsOf('roll_fit')
    const counts = target?.inputs.counts_from_30 as readonly number[]
    const states = ['current', '30', '60', '90', 'default', 'prepaid']
    const sheet = sheetOf(
      'from,to,count',
      counts.map((count, at) => ['30', states[at] ?? '', count]),
    )
    const [row] = fittedRollRates(sheet, 0.95)
    const found = row?.to.find(({ state }) => state === '60')
    expect(Math.abs((found?.share ?? 0) - (target?.value ?? 1))).toBeLessThan(
      target?.tolerance ?? 0,
    )
    expect(found?.interval.lower).toBeLessThan(1 / 3)
  })

  test('come back from moves that were drawn, as often as their intervals say; censored ones count nowhere', () => {
    const [slip, total] = [0.012, 500]
    let inside = 0
    for (let run = 0; run < 300; run++) {
      const slipped = binomial(streams.open(stream, run, 1, 0), total, slip)
      const sheet = sheetOf('from,to,count', [
        ['current', 'days30', slipped],
        ['current', 'current', total - slipped],
        ['current', 'censored', 250],
      ])
      const [row] = fittedRollRates(sheet, 0.95)
      const { lower = 1, upper = 0 } = row?.to[0]?.interval ?? {}
      if (lower <= slip && slip <= upper) inside += 1
      expect([row?.moves, row?.censored]).toEqual([total, 250])
    }
    // Exact intervals are never too narrow.
    expect(inside / 300).toBeGreaterThan(0.93)
  })

  test('add up the rows of several months, and refuse a state from which nothing was seen', () => {
    const sheet = sheetOf('from,to,count', [
      ['current', 'days30', 1],
      ['current', 'current', 9],
      ['current', 'days30', 3],
      ['current', 'current', 7],
    ])
    expect(fittedRollRates(sheet, 0.95)[0]?.to.map(({ share }) => share)).toEqual([0.2, 0.8])
    const empty = sheetOf('from,to,count', [['days30', 'censored', 4]])
    expect(() => fittedRollRates(empty, 0.95)).toThrow('from days30 no move was seen')
    const wrong = sheetOf('from,to,count', [['current', 'days30', 'many']])
    expect(() => fittedRollRates(wrong, 0.95)).toThrow('row 1, count: a whole number is wanted')
  })
})

describe('defaults of years', () => {
  const years = (targetsOf('calib')[0]?.inputs.vintages ?? []) as readonly [number, number][]
  const fit = fittedDefaults(sheetOf('loans,defaults', years), 0.95)

  test.each(targetsOf('calib').map((target) => [target.quantity, target] as const))(
    'meet the reference value: %s',
    (quantity, { value, tolerance }) => {
      const fitted = quantity.includes('rho') ? fit.correlation : fit.probability
      expect(Math.abs(fitted.value - value)).toBeLessThan(tolerance)
      expect(fitted.interval.lower).toBeLessThan(value)
      expect(fitted.interval.upper).toBeGreaterThan(value)
    },
  )

  test('tell by how much a correlation explains them better, and where eight years leave it open', () => {
    expect(fit.logLikelihood).toBeGreaterThan(fit.independent.logLikelihood)
    // Twice the difference is 2.07, below 3.84: none at all cannot be ruled out.
    expect(fit.correlation.interval.lower).toBeLessThan(1e-4)
    expect(fit.independent.probability).toBeCloseTo(39 / 800, 12)
  })

  test('give back what was planted', () => {
    const [probability, rho] = [0.06, 0.12]
    const planted = Array.from({ length: 16 }, (_, year) => {
      const factor = normal(streams.open(stream, year, 2, 0))
      const share = normalCdf(
        (normalQuantile(probability) - Math.sqrt(rho) * factor) / Math.sqrt(1 - rho),
      )
      return [200, binomial(streams.open(stream, year, 3, 0), 200, share)]
    })
    const found = fittedDefaults(sheetOf('loans,defaults', planted), 0.99)
    for (const [fitted, value] of [
      [found.probability, probability],
      [found.correlation, rho],
    ] as const) {
      expect(fitted.interval.lower).toBeLessThan(value)
      expect(fitted.interval.upper).toBeGreaterThan(value)
    }
    expect(found.correlation.interval.lower).toBeGreaterThan(0.01)
    expect(found.correlation.interval.upper).toBeLessThan(0.5)
  })
})

describe('a cohort of sponsors', () => {
  const cases = targetsOf('sbg_fit')
  const survival = (cases[0]?.inputs.survival_percent_years_0_7 ?? []) as readonly number[]
  const cohort = survival.slice(1).map((share, at) => {
    const stopped = Math.round(10 * ((survival[at] ?? 0) - share))
    return [at + 1, stopped, at === 6 ? Math.round(10 * share) : 0]
  })
  const known = fittedLapse(sheetOf('period,stopped,censored', cohort), 0.95)

  test.each(cases.map((target) => [target.quantity, target] as const))(
    'meets the reference value: %s',
    (quantity, { value, tolerance }) => {
      const { alpha, beta, logLikelihood } = known
      const found = {
        'MLE alpha': alpha.value,
        'MLE beta': beta.value,
        'max log-likelihood': logLikelihood,
        'projected survival in year 12': retained({ alpha: alpha.value, beta: beta.value }, 12),
      }[quantity]
      expect(Math.abs((found ?? Number.NaN) - value)).toBeLessThan(tolerance)
    },
  )

  test('has intervals at whose ends the likelihood has fallen by half of 3.84', () => {
    const { alpha, logLikelihood } = known
    const stopped = cohort.map(([, stops = 0]) => stops)
    const staying = cohort.at(-1)?.[2] ?? 0
    for (const end of [alpha.interval.lower, alpha.interval.upper]) {
      // Every beta tried: the best for this alpha.
      const profile = Array.from({ length: 1000 }, (_, at) =>
        retentionLogLikelihood({ alpha: end, beta: 1 + at / 100 }, stopped, staying),
      )
      expect(logLikelihood - Math.max(...profile)).toBeCloseTo(3.841459 / 2, 3)
    }
  })

  test('gives back what was planted, where many were not watched to their end', () => {
    const law = { alpha: 0.8, beta: 6 }
    // Somebody in twelve is last heard of after each period: sooner or later than they stop.
    const planted = Array.from({ length: 12 }, (_, at) => [at + 1, 0, 0])
    for (let person = 0; person < 4000; person++) {
      streams.open(stream, person, 4, 0)
      const chance = drawBeta(stream, law.alpha, law.beta)
      const watched = 1 + (person % 12)
      let period = 1
      while (period <= watched && stream.uniform() >= chance) period += 1
      const row = planted[Math.min(period, watched) - 1] ?? []
      const column = period <= watched ? 1 : 2
      row[column] = (row[column] ?? 0) + 1
    }
    const { alpha, beta, survival } = fittedLapse(sheetOf('period,stopped,censored', planted), 0.99)
    for (const [fitted, value] of [
      [alpha, law.alpha],
      [beta, law.beta],
    ] as const) {
      expect(fitted.interval.lower).toBeLessThan(value)
      expect(fitted.interval.upper).toBeGreaterThan(value)
    }
    const last = survival.at(-1)
    expect(last?.seen).toBeCloseTo(retained(law, 12), 1)
    expect(last?.fitted).toBeCloseTo(retained(law, 12), 1)
    // Taking those not watched any longer for stopped would be far off.
    const stopped = planted.map(([period = 0, stops = 0, left = 0]) => [period, stops + left, 0])
    const wrong = fittedLapse(sheetOf('period,stopped,censored', stopped), 0.99)
    expect(wrong.survival.at(-1)?.fitted).toBeLessThan(0.1)
  })

  test('has no upper end where all stop alike', () => {
    const rows = [200, 160, 128, 102, 82].map((stops, at) => [at + 1, stops, at === 4 ? 328 : 0])
    const { alpha, logLikelihood, constant } = fittedLapse(
      sheetOf('period,stopped,censored', rows),
      0.95,
    )
    expect(alpha.interval.upper).toBe(Number.POSITIVE_INFINITY)
    expect(constant.hazard).toBeCloseTo(0.2, 3)
    expect(logLikelihood).toBeLessThan(constant.logLikelihood + 0.1)
  })

  test('wants its periods one after the other', () => {
    const sheet = sheetOf('period,stopped,censored', [
      [1, 5, 0],
      [3, 5, 90],
    ])
    expect(() => fittedLapse(sheet, 0.95)).toThrow('row 2: periods are 1, 2, 3 and so on')
  })
})
