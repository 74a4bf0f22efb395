import { describe, expect, test } from 'vitest'
import { aggregateWeights } from '../../../simulations/analytic/aggregate.ts'
import { monthlyRuin, monthlyUltimateRuin } from '../../../simulations/analytic/monthly-fund.ts'
import type { JsonObject } from '../../../simulations/scenario/json.ts'
import { expectPrecise, expectValue, figureOf, figuresOf, type Method } from './figures.ts'
import { readTargets, type Target } from './runs.ts'

const NO_TERMS = { waiting: '0 months', fee: '0 % / year', income: '0 EUR' }
const NOBODY = { injections: [], topUp: null, counterGuarantee: null, recovery: null }
const BARE = { ...NO_TERMS, ...NOBODY, fund: '10000000 EUR' }

/** A pool in its only month. */
function pool(inputs: Target['inputs'], loans: unknown, exposure: unknown): JsonObject {
  const group = {
    ...{ loans: Number(loans), exposure: `${Number(exposure)} EUR`, term: '1 month' },
    ...{ defaults: `${Number(inputs.PD) * 100} %`, correlation: Number(inputs.rho) },
    lossGivenDefault: `${Number(inputs.LGD) * 100} %`,
  }
  return { ...BARE, horizon: '1 month', portfolio: { kind: 'loans', groups: [group] } }
}

const percent = (share: unknown): string => `${Number((Number(share) * 100).toFixed(10))} %`

/** Losses of the months in units of a euro, and their law. */
const COMPOUND = {
  frequency: { law: 'poisson', mean: 0.45 },
  sizes: ['50 %', '30 %', '0 %', '20 %'],
  weights: aggregateWeights({ kind: 'poisson', mean: 0.45 }, [0, 0.5, 0.3, 0, 0.2]),
}
/** A walk of single steps: one comes in, none or two go out. */
const WALK = {
  frequency: { law: 'counts', shares: ['60 %', '40 %'] },
  sizes: ['0 %', '100 %'],
  weights: Float64Array.of(0.6, 0, 0.4),
}

/** A fund that gets a euro a month and pays all losses of a portfolio. */
function monthlyFund(
  { u, injections = {} }: Target['inputs'],
  horizon: number,
  { frequency, sizes }: typeof COMPOUND | typeof WALK,
): JsonObject {
  return {
    ...BARE,
    horizon: `${horizon} months`,
    fund: `${u} EUR`,
    income: '1 EUR',
    injections: Object.entries(injections as Record<string, number>).map(([month, amount]) => ({
      ...{ month: `${month} months`, amount: `${amount} EUR` },
    })),
    guarantee: { kind: 'individual', coverage: '100 %', cap: '1000 EUR' },
    portfolio: {
      ...{ kind: 'claims', volume: '1000 EUR', unit: '1 EUR', frequency, sizes },
    },
  }
}

interface Question {
  readonly parameters: JsonObject
  readonly of: string
  readonly statistic: 'mean' | 'probability' | 'valueAtRisk' | 'expectedShortfall'
  readonly level?: number
  /** What a cent of the model, or a whole, is in the target. */
  readonly unit: number
  readonly paths: number
  /** Besides by chance. */
  readonly method?: Method
  /** What comes after the horizon, where that is known exactly. */
  readonly later?: number
}

/** A fund without end: simulated for some months; what is ruined after them is added from its exact law. */
function endless({ inputs }: Target, months: number, law: typeof COMPOUND | typeof WALK) {
  const fund = { fund: Number(inputs.u), income: 1, claims: law.weights }
  const later = monthlyUltimateRuin(fund) - monthlyRuin(fund, months)
  return { parameters: monthlyFund(inputs, months, law), later }
}

const EUROS = 0.01
const targets = readTargets('guarantee')
const capOne = targets.find(({ id }) => id === 'C.cap.1')

function cappedQuestion({ inputs, quantity }: Target): Question {
  const guarantee = {
    ...{ kind: 'pari-passu', coverage: percent(inputs.coverage) },
    // The smallest fund is asked for without a cap.
    cap: quantity.startsWith('smallest') ? '100 %' : percent(inputs.cap_rate_on_portfolio),
  }
  const parameters = { ...pool(inputs, inputs.loans, inputs.EAD), guarantee }
  const of: Pick<Question, 'of' | 'statistic' | 'level' | 'unit'> = quantity.startsWith('P(')
    ? { of: 'capHit', statistic: 'probability', unit: 1 }
    : quantity.startsWith('VaR')
      ? { of: 'lenderLoss', statistic: 'valueAtRisk', level: 0.99, unit: EUROS }
      : quantity.startsWith('ES')
        ? { of: 'lenderLoss', statistic: 'expectedShortfall', level: 0.99, unit: EUROS }
        : quantity.startsWith('smallest')
          ? { of: 'fundNeeded', statistic: 'valueAtRisk', level: 0.99, unit: EUROS }
          : {
              of: quantity.includes('lender') ? 'lenderLoss' : 'paid',
              statistic: 'mean',
              unit: EUROS,
            }
  const isBoth = of.statistic === 'mean' || quantity.startsWith('smallest')
  return { parameters, ...of, paths: isBoth ? 2 ** 14 : 2 ** 16 }
}

function questionOf(target: Target): Question {
  const { inputs, quantity } = target
  const mean = { statistic: 'mean', unit: EUROS, paths: 2 ** 13 } as const
  const ruin = { of: 'ruined', statistic: 'probability', unit: 1, paths: 2 ** 15 } as const
  /** Once in a hundred: two targets are of this fund. */
  const rare = { paths: 2 ** 17, method: 'tail' } as const
  switch (target.case) {
    case 'cap':
      return cappedQuestion(target)
    case 'counter': {
      const base = cappedQuestion(capOne as Target).parameters
      const counterGuarantee = {
        share: percent(inputs.counter_share),
        cap: `${inputs.counter_cap_EUR} EUR`,
      }
      return { ...mean, parameters: { ...base, counterGuarantee }, of: 'fundPaid' }
    }
    case 'first_loss_fin': {
      const guarantee = { kind: 'first-loss', piece: percent(inputs.first_loss_share) }
      const parameters = { ...pool(inputs, inputs.loans, inputs.EAD), guarantee }
      return { ...mean, parameters, of: 'paid' }
    }
    case 'first_loss_inf': {
      const guarantee = { kind: 'first-loss', piece: percent(inputs.first_loss) }
      const parameters = { ...pool(inputs, 1_000_000, 1), guarantee }
      if (quantity.startsWith('P(')) return { ...ruin, parameters, of: 'capHit' }
      const of = quantity.includes('lender') ? 'lenderLoss' : 'paid'
      return { ...mean, parameters, of, unit: 1e-8 }
    }
    case 'tranche_inf': {
      const guarantee = {
        kind: 'layer',
        attach: percent(inputs.attach),
        detach: percent(inputs.detach),
      }
      const parameters = { ...pool(inputs, 1_000_000, 1), guarantee }
      return { ...mean, parameters, of: 'paid', unit: 1e-8 }
    }
    case 'gambler':
      return { ...ruin, ...endless(target, 36, WALK), paths: 2 ** 14, method: 'even' }
    case 'dp_ult': {
      const rest = endless(target, 36, COMPOUND)
      return { ...ruin, ...rest, ...(inputs.u === 20 ? rare : { paths: 2 ** 14, method: 'even' }) }
    }
    default: {
      const parameters = monthlyFund(inputs, Number(inputs.T), COMPOUND)
      return { ...ruin, parameters, ...(inputs.u === 20 ? rare : { method: 'even' }) }
    }
  }
}

describe('every value of guarantees of loans comes out of the model', () => {
  const cases = ['cap', 'counter', 'first_loss_fin', 'first_loss_inf', 'tranche_inf']
  const funds = ['gambler', 'dp_ruin', 'dp_ult', 'opt_reserve']
  const simulated = targets.filter(
    ({ case: name, id }) => [...cases, ...funds].includes(name) && id !== 'C.opt_reserve.1',
  )
  const ran = new Map<string, ReturnType<typeof figuresOf>>()
  const of = ['paid', 'fundPaid', 'lenderLoss', 'capHit', 'ruined', 'fundNeeded']
  const figures = (parameters: JsonObject, paths: number, method: Method) => {
    const name = JSON.stringify([parameters, paths, method])
    const found =
      ran.get(name) ?? figuresOf('portfolio-guarantee', parameters, { paths, method, of })
    ran.set(name, found)
    return found
  }

  test.each(simulated)('$id $quantity', (target) => {
    const {
      parameters,
      statistic,
      level,
      unit,
      paths,
      method,
      later = 0,
      ...one
    } = questionOf(target)
    const best = method ?? (statistic === 'mean' ? 'even' : 'tail')
    for (const how of ['chance', best] as const) {
      const name = `${target.id} ${how}`
      const few = how === 'chance' ? 2 ** 14 : paths
      const found = figureOf(figures(parameters, few, how), one.of, statistic, level)
      const told = { value: found.value * unit + later, standardError: found.standardError * unit }
      if (statistic !== 'valueAtRisk') {
        expectValue(told, target.value, name)
        if (how === best) expectPrecise(told, target.value, name)
        continue
      }
      // Of a law of few values: it lies between order statistics.
      const { interval } = found.figure
      expect((interval?.lower ?? 0) * unit, name).toBeLessThanOrEqual(target.value + 1e-6)
      expect((interval?.upper ?? 0) * unit, name).toBeGreaterThanOrEqual(target.value - 1e-6)
    }
  })

  test('and none is left out', () => {
    expect(simulated).toHaveLength(28)
  })
})
