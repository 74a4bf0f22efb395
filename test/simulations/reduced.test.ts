import { describe, expect, test } from 'vitest'
import { setupOf } from '../../simulations/plan.ts'
import type { JsonObject } from '../../simulations/scenario/json.ts'
import { readScenario } from '../../simulations/scenario/scenario.ts'
import { type Figure, summarise } from '../../simulations/summary.ts'
import { columnsOf } from './coverage.ts'
import { GF500_TEXT } from './gf500.ts'
import { readTargets, type Target } from './model/runs.ts'

/** A pool of equal loans that default in one month or not at all. */
interface Pool {
  readonly loans: number
  readonly PD: number
  readonly rho: number
}

const POOLS = readTargets('microcredit').filter((target) => target.case === 'pool')
const CHAIN = readTargets('guarantee').filter(({ id }) => id === 'C.gf500.1')
const METHODS = {
  chance: { sampling: { method: 'chance' }, paths: 8192 },
  even: { sampling: { method: 'even', pilotPaths: 1024 }, paths: 8192 },
  tail: { sampling: { method: 'tail', pilotPaths: 1024 }, paths: 8192 },
} as const

describe.each(Object.keys(METHODS) as (keyof typeof METHODS)[])(
  'paths drawn by the method %s',
  (method) => {
    test('give quantile and expected shortfall of the defaults of pools', () => {
      const inputs = new Map(POOLS.map((target) => [JSON.stringify(target.inputs), target.inputs]))
      expect(inputs.size).toBeGreaterThan(4)
      for (const [key, pool] of inputs) {
        const figures = figuresOf(method, poolOf(pool as unknown as Pool))
        const own = POOLS.filter((target) => JSON.stringify(target.inputs) === key)
        const quantile = own.find(({ quantity }) => quantity.startsWith('99% quantile')) as Target
        const shortfall = own.find(({ quantity }) => quantity.startsWith('ES99')) as Target
        const risk = figureOf(figures, 'defaults', 'valueAtRisk')
        expect(risk.interval?.lower, quantile.id).toBeLessThanOrEqual(quantile.value)
        expect(risk.interval?.upper, quantile.id).toBeGreaterThanOrEqual(quantile.value)
        near(figureOf(figures, 'defaults', 'expectedShortfall'), shortfall.value, shortfall.id)
      }
    })

    test('give the mean claims of the benchmark without persistence', () => {
      const [target] = CHAIN
      const figures = figuresOf(method, { paths: 2048, parameters: { persistence: 0 } })
      near(figureOf(figures, 'grossClaims', 'mean'), 100 * (target?.value ?? 0), 'C.gf500.1')
    })
  },
)

function poolOf({ loans, PD, rho }: Pool): JsonObject {
  const row = (parts: JsonObject): JsonObject => ({
    current: '0 % / month',
    days30: '0 % / month',
    days60: '0 % / month',
    days90: '0 % / month',
    defaulted: '0 % / month',
    prepaid: '0 % / month',
    ...parts,
  })
  const late = row({ current: '100 % / month' })
  const percent = (value: number) => `${Number((100 * value).toFixed(10))} % / month`
  return {
    parameters: {
      horizon: '2 months',
      portfolio: [
        {
          copies: loans,
          grade: 1,
          principal: '1000 EUR',
          term: '12 months',
          lossGivenDefault: '50 %',
        },
      ],
      grades: [
        {
          correlation: rho,
          // A current loan cannot default at once: so many are late in the first month, and those default.
          current: row({ current: percent(1 - PD), days30: percent(PD) }),
          days30: row({ defaulted: '100 % / month' }),
          days60: late,
          days90: late,
        },
      ],
    },
  }
}

function figuresOf(method: keyof typeof METHODS, changes: JsonObject): readonly Figure[] {
  const { scenario, model } = readScenario(GF500_TEXT, [], {
    levels: ['99 %'],
    ...METHODS[method],
    ...changes,
  })
  return summarise(model, scenario, columnsOf(setupOf(scenario, model), scenario.paths))
}

function figureOf(figures: readonly Figure[], of: string, statistic: Figure['statistic']): Figure {
  const found = figures.find((one) => one.of === of && one.statistic === statistic)
  if (found?.value === null || found === undefined) throw new Error(`no ${statistic} of ${of}`)
  return found
}

function near({ value, standardError }: Figure, truth: number, id: string): void {
  expect(Math.abs((value ?? Number.NaN) - truth), id).toBeLessThan(4 * (standardError ?? 0))
}
