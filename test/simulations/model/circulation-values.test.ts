import { describe, expect, test } from 'vitest'
import { circulation } from '../../../simulations/model/circulation/circulation.ts'
import { SERIES_PLACE } from '../../../simulations/model/circulation/outputs.ts'
import {
  type CirculationParameters,
  circulationParameters,
} from '../../../simulations/model/circulation/parameters.ts'
import type { JsonObject } from '../../../simulations/scenario/json.ts'
import { turn } from './circulation-towns.ts'
import { expectClosedForms, figureOf, figuresOf, METHODS, type Method } from './figures.ts'
import {
  type Estimate,
  expectNear,
  meanOf,
  type Ran,
  ratioOf,
  readTargets,
  runPaths,
  type Target,
  valuesOf,
} from './runs.ts'

/** A shop and nothing else; what a case needs is put in. */
function world(changes: Readonly<Record<string, object | string>> = {}): JsonObject {
  const still = { shops: turn(), suppliers: turn(), associations: turn() }
  const base: Record<string, object | string> = {
    months: '1 months',
    instrument: { rules: 'eusko' },
    people: {
      ...{ beneficiaries: 0, grant: '0 EUR', payday: 'month', spends: 'all' },
      habit: { kind: 'alike', trips: 0 },
    },
    needs: [{ kind: 'other', share: '100 %', basket: '1 EUR', shops: 1, joined: '100 %' }],
    network: { favourites: 1, suppliers: 0 },
    partners: { decides: 'month', ...still },
  }
  for (const [name, change] of Object.entries(changes)) {
    const part = base[name]
    const isPart = typeof change === 'object' && !Array.isArray(change) && part !== undefined
    base[name] = isPart ? { ...(part as object), ...change } : change
  }
  return base as JsonObject
}

const parse = (written: JsonObject): CirculationParameters => circulationParameters.parse(written)

const shops = (count: number) => [
  { kind: 'other', share: '100 %', basket: '1 EUR', shops: count, joined: '100 %' },
]

/** A period of a value is a day here: the chance of a day as purchases of a month. */
const alike = (chance: number) => ({ kind: 'alike', trips: (chance * 365.25) / 12 })

/** Shops change on the same day what they were paid. */
const AT_ONCE = { decides: 'day', shops: turn({ change: 100 }) }

type Inputs = Readonly<Record<string, number>>

const numbers = (target: Target): Inputs => target.inputs as Inputs

function once({ expiry_periods: expiry }: Inputs, habit: object): JsonObject {
  return world({
    instrument: { rules: 'merits-cash', expiry },
    people: { beneficiaries: 500, start: '10 EUR', habit },
    partners: AT_ONCE,
  })
}

function outstanding({ redeem_hazard: hazard = 0, expiry_periods: expiry }: Inputs): JsonObject {
  return world({
    months: '2 months',
    instrument: { rules: 'merits-cash', expiry },
    people: { beneficiaries: 100, grant: '10 EUR', payday: 'day', habit: alike(hazard) },
    partners: AT_ONCE,
  })
}

function invoicing(members: number, start: string, instrument: object): JsonObject {
  return world({
    ...{ months: '60 months', instrument, needs: shops(members) },
    partners: { start },
    invoices: { each: 300, amount: '1 EUR', spread: 0 },
  })
}

/** A beneficiary, a shop, suppliers: where their money goes is the chain of the value. */
const CHAIN = world({
  months: '3 months',
  people: { beneficiaries: 12, start: '1 EUR', habit: alike(0.98) },
  network: { suppliers: 2 },
  partners: {
    decides: 'day',
    shops: turn({ people: 15, suppliers: 35, change: 50 }),
    suppliers: turn({ shops: 25, suppliers: 10, change: 65 }),
  },
})

/** @param asked the chance that a voucher is changed; that of the value where it is not said */
function running(
  { vouchers = 0, redeem_prob = 0, reserve_units = 0 }: Inputs,
  asked = redeem_prob,
): JsonObject {
  const backing = `${(reserve_units / vouchers) * 100} %`
  return world({
    instrument: { rules: 'eusko', backing },
    needs: shops(vouchers),
    partners: { start: '1 EUR', shops: turn({ change: asked * 100 }) },
  })
}

const ran = new Map<string, Ran>()

/** A world is run once for all that is asked of it. */
function run(written: JsonObject, paths: number): Ran {
  const name = JSON.stringify(written)
  const found = ran.get(name) ?? runPaths(circulation, parse(written), paths)
  ran.set(name, found)
  return found
}

const SIMULATED: Readonly<Record<string, (target: Target) => Estimate>> = {
  breakage_geom: (target) => {
    const inputs = numbers(target)
    return ratioOf(run(once(inputs, alike(inputs.redeem_hazard ?? 0)), 60), 'expired', 'issued')
  },
  breakage_betageom: (target) => {
    const { alpha, beta } = numbers(target)
    const habit = { kind: 'beta', alpha, beta }
    return ratioOf(run(once(numbers(target), habit), 60), 'expired', 'issued')
  },
  outstanding_geom: (target) => {
    const { series } = run(outstanding(numbers(target)), 40)
    return meanOf(series.map((row) => (row[SERIES_PLACE.stock * 3 + 1] ?? 0) / 100))
  },
  holding_time: (target) => {
    const chance = numbers(target).spend_prob_per_unit_per_period ?? 0
    const people = { beneficiaries: 200, start: '10 EUR', habit: alike(chance) }
    const held = ratioOf(run(world({ months: '3 months', people }), 20), 'waitYears', 'spent')
    return { mean: held.mean * 365.25, error: held.error * 365.25 }
  },
  circulation: ({ quantity }) => {
    const chain = run(CHAIN, 1_500)
    if (quantity.includes('shop')) return ratioOf(chain, 'taken', 'issued')
    const paid = ratioOf(chain, 'turnover', 'issued')
    return { mean: 1 + paid.mean, error: paid.error }
  },
  exchange: (target) => {
    const { agents = 0, units = 0 } = numbers(target)
    const written = invoicing(agents, `${units / agents} EUR`, { rules: 'eusko' })
    return ratioOf(run(written, 4), 'invoicesRefused', 'invoices')
  },
  mutual_credit: (target) => {
    const { members = 0, limit = 0 } = numbers(target)
    const written = invoicing(members, '0 EUR', { rules: 'sardex', line: `${limit} EUR` })
    return ratioOf(run(written, 4), 'invoicesRefused', 'invoices')
  },
  reserve_run: (target) => tilted(numbers(target)),
}

/**
 * A run is rare: as many are asked for as the reserve has, and each path weighs as much more or less as it is likelier or less
 * likely by the law that is meant.
 */
function tilted(inputs: Inputs): Estimate {
  const { vouchers = 0, redeem_prob: meant = 0, reserve_units: reserve = 0 } = inputs
  const asked = Number(((reserve + 4) / vouchers).toFixed(4))
  const ran = runPaths(circulation, parse(running(inputs, asked)), 2_800_000 / vouchers)
  const need = valuesOf(ran, 'reserveNeed')
  const weighed = valuesOf(ran, 'run').map((isRun, path) => {
    const changed = (need[path] ?? 0) / 100
    const ofThose = changed * Math.log(meant / asked)
    return isRun * Math.exp(ofThose + (vouchers - changed) * Math.log((1 - meant) / (1 - asked)))
  })
  return meanOf(weighed)
}

describe('every value of vouchers that can be simulated comes out of the paths', () => {
  const simulated = readTargets('voucher').filter(({ kind }) => kind === 'mc')

  test.each(simulated)('$id $quantity', (target) => {
    const found = SIMULATED[target.case]?.(target)
    expect(found).toBeDefined()
    if (found === undefined) return
    expect(found.error).toBeLessThan(target.value < 0.01 ? 2e-4 : 0.02 * target.value)
    expectNear(found, target.value, target.id)
  })

  test.each(simulated.filter((target) => target.case === 'reserve_run'))(
    '$id by chance as well, not as near',
    (target) => {
      const ran = runPaths(circulation, parse(running(numbers(target))), 1_000)
      expectNear(meanOf(valuesOf(ran, 'run')), target.value, target.id)
    },
  )

  test('and none is left out', () => {
    expect(simulated).toHaveLength(14)
    expect(new Set(simulated.map((target) => target.case))).toEqual(new Set(Object.keys(SIMULATED)))
  })
})

describe.each(Object.keys(METHODS) as Method[])('a run on the reserve, drawn %s', (method) => {
  test('is as probable as the mixed binomial law says, where bad times are bad for all', () => {
    const written = {
      ...running({ vouchers: 50, redeem_prob: 0.1, reserve_units: 14 }),
      economy: { correlation: 0.2 },
    }
    const figures = figuresOf('circulation', written, {
      paths: 4_096,
      method,
      of: ['run', 'issued'],
    })
    expect(expectClosedForms(figures)).toBe(2)
    const { value } = figureOf(figures, 'run', 'probability')
    expect(value).toBeGreaterThan(0.02)
  })
})
