import { describe, expect, test } from 'vitest'
import { balanceAfter } from '../../../simulations/analytic/loans.ts'
import { RATING_MATRIX } from '../../../simulations/analytic/registry/matrices.ts'
import { Chances } from '../../../simulations/model/microcredit/chances.ts'
import { placeOf } from '../../../simulations/model/microcredit/kernel.ts'
import { OUTPUT, SERIES_PLACE } from '../../../simulations/model/microcredit/layout.ts'
import { PathRunner } from '../../../simulations/path-runner.ts'
import { drawingOf, setupOf } from '../../../simulations/plan.ts'
import { Stream } from '../../../simulations/random/stream.ts'
import { Streams } from '../../../simulations/random/streams.ts'
import { FactorSampler } from '../../../simulations/sampling/factors.ts'
import type { JsonObject } from '../../../simulations/scenario/json.ts'
import { checkScenario } from '../../../simulations/scenario/scenario.ts'
import { expectedShortfall, valueAtRisk } from '../../../simulations/stats/sample.ts'
import {
  type ScrambledSample,
  scrambledMean,
  scrambledQuantile,
  scrambledShortfall,
} from '../../../simulations/stats/scrambled.ts'
import {
  weightedMean,
  weightedTailOf,
  weightedValueAtRisk,
} from '../../../simulations/stats/weighted.ts'
import { type Estimate, meanOf, readTargets, type Target } from './runs.ts'

type Method = 'chance' | 'even' | 'tail'

/** The outputs that are asked for. */
const KEPT = ['defaults', 'grossLoss', 'prepaid', 'loanMonths'] as const
type Kept = (typeof KEPT)[number]

/** What paths left, and into how many parts they are taken apart for an error. */
interface Drawn {
  /** A column for each output that is kept. */
  readonly outputs: readonly Float64Array[]
  /** The series of all paths, one path after the other. */
  readonly series: Float64Array
  readonly weights: Float64Array
  readonly parts: number
  /** Whether the parts are scrambles of evenly spread points. */
  readonly isEven: boolean
}

const SCRAMBLES = 16
const known = new Map<string, Drawn>()

interface Options {
  /** Of a tail: the share of worst paths that is asked for. */
  readonly worst?: number
  /** What the pilot runs instead: a cheaper scenario whose losses are in the same places. */
  readonly pilot?: object
}

/** Runs a scenario once for all that is asked of it. Evenly spread points come in scrambles, the others in parts. */
function draw(parameters: object, method: Method, paths: number, options: Options = {}): Drawn {
  const { worst = 0.01, pilot = parameters } = options
  const even = { method, scrambles: SCRAMBLES, pilotPaths: 512 }
  const tail = { ...even, worst: `${Number((worst * 100).toPrecision(12))} %` }
  const sampling = method === 'chance' ? { method } : method === 'even' ? even : tail
  const text = { schemaVersion: 1, name: 'value', model: 'microcredit', seed: 11, paths, sampling }
  const key = JSON.stringify({ ...text, parameters })
  const before = known.get(key)
  if (before !== undefined) return before
  const { scenario, model } = checkScenario(JSON.parse(key))
  const small = checkScenario({ ...text, parameters: pilot } as JsonObject)
  const runner = new PathRunner(setupOf(scenario, model, drawingOf(small.scenario, model)))
  const weights = new Float64Array(paths)
  const outputs = KEPT.map(() => new Float64Array(paths))
  const places = KEPT.map((name) => OUTPUT[name])
  const width = runner.series.length
  const series = new Float64Array(paths * width)
  for (let path = 0; path < paths; path++) {
    weights[path] = runner.run(path)
    for (let kept = 0; kept < places.length; kept++) {
      const values = outputs[kept] as Float64Array
      values[path] = runner.outputs[places[kept] as number] as number
    }
    series.set(runner.series, path * width)
  }
  const drawn = {
    outputs,
    series,
    weights,
    parts: method === 'chance' ? 64 : SCRAMBLES,
    isEven: method !== 'chance',
  }
  known.set(key, drawn)
  return drawn
}

/** A statistic of all paths, its error that between the parts. */
function estimate(
  values: Float64Array,
  weights: Float64Array,
  parts: number,
  of: (values: Float64Array, weights: Float64Array) => number,
): Estimate {
  const every = (all: Float64Array, part: number) =>
    Float64Array.from({ length: all.length / parts }, (_, place) => all[place * parts + part] ?? 0)
  const each = Array.from({ length: parts }, (_, part) =>
    of(every(values, part), every(weights, part)),
  )
  return { mean: of(values, weights), error: meanOf(each).error }
}

function meanIn({ weights, parts, isEven }: Drawn, values: Float64Array): Estimate {
  const { value, standardError } = isEven
    ? scrambledMean({ values, weights, scrambles: parts })
    : weightedMean(values, weights)
  return { mean: value, error: standardError }
}

function deviationIn({ weights, parts }: Drawn, values: Float64Array): Estimate {
  return estimate(values, weights, parts, (part) => {
    const { mean } = meanOf([...part])
    return Math.sqrt(part.reduce((sum, value) => sum + (value - mean) ** 2, 0) / part.length)
  })
}

function sampleOf({ weights, parts }: Drawn, values: Float64Array): ScrambledSample {
  const tail = weightedTailOf(values, weights)
  const quantileAt = (level: number) => weightedValueAtRisk(tail, level).value
  return { values, weights, scrambles: parts, quantileAt }
}

/** Its error by the share of weight beyond it, since few points of a scramble lie there. */
function quantileIn(drawn: Drawn, values: Float64Array, level: number): Estimate {
  const { value, standardError } = drawn.isEven
    ? scrambledQuantile(sampleOf(drawn, values), level)
    : valueAtRisk(values.slice().sort(), level)
  return { mean: value, error: standardError }
}

function shortfallIn(drawn: Drawn, values: Float64Array, level: number): Estimate {
  const { value, standardError } = drawn.isEven
    ? scrambledShortfall(sampleOf(drawn, values), level)
    : expectedShortfall(values.slice().sort(), level)
  return { mean: value, error: standardError }
}

/** How probable it is that values lie at or above a point. */
function reaching(drawn: Drawn, values: Float64Array, point: number): Estimate {
  return meanIn(
    drawn,
    values.map((value) => Number(value >= point)),
  )
}

/** Whether a value can be the quantile: no more than 1 - q lies above it, no less at it or above. */
function expectQuantile(drawn: Drawn, values: Float64Array, value: number, level: number): void {
  const errors = 3.3
  const [at, above] = [reaching(drawn, values, value), reaching(drawn, values, value + 1e-9)]
  expect(at.mean).toBeGreaterThanOrEqual(1 - level - errors * at.error)
  expect(above.mean).toBeLessThanOrEqual(1 - level + errors * above.error)
}

const percent = (share: number): string => `${Number((share * 100).toPrecision(12))} % / month`
const column = ({ outputs }: Drawn, name: Kept): Float64Array =>
  outputs[KEPT.indexOf(name)] ?? new Float64Array(0)

/** Rows of which only the first is of account: a month leads to default, to early repayment, or nowhere. */
function simpleGrade(defaulting: number, prepaying: number, correlation: number): object {
  const stay = { current: '100 % / month' }
  const current = {
    current: percent(1 - defaulting - prepaying),
    ...{ defaulted: percent(defaulting), prepaid: percent(prepaying) },
  }
  return { correlation, current, days30: stay, days60: stay, days90: stay }
}

interface PoolGroup {
  readonly n: number
  readonly PD: number
  readonly loss_units: number
}

/** Loans that default in the one month there is, or do not; a unit is 100 euro. */
function poolOf(groups: readonly PoolGroup[], rho: number): object {
  return {
    horizon: '1 months',
    portfolio: groups.map(({ n, loss_units: units }, index) => ({
      ...{ copies: n, grade: index + 1, principal: `${units * 100} EUR`, rate: '0 % / year' },
      ...{ instalments: '12 months', lossGivenDefault: '100 %' },
    })),
    grades: groups.map(({ PD }) => simpleGrade(PD, 0, rho)),
  }
}

const onePool = (loans: number, { PD = 0, rho = 0 }: Numbers): object =>
  poolOf([{ n: loans, PD, loss_units: 1 }], rho)

/** Loans that go by a roll matrix, too long to end within the run. */
function chainOf(
  matrix: readonly (readonly number[])[],
  start: string,
  months: number,
  copies: number,
) {
  const rowOf = (row: readonly number[] = []) => {
    const [current = 0, days30 = 0, days60 = 0, days90 = 0, defaulted = 0, prepaid = 0] = row
    const parts = { current, days30, days60, days90, defaulted, prepaid }
    return Object.fromEntries(
      Object.entries(parts).flatMap(([name, part]) => (part === 0 ? [] : [[name, percent(part)]])),
    )
  }
  const [current, days30, days60, days90] = matrix.map(rowOf)
  return {
    horizon: `${months} months`,
    portfolio: [
      {
        ...{ copies, principal: '3000 EUR', rate: '0 % / year', instalments: '480 months' },
        ...{ lossGivenDefault: '65 %', late: start === 'current' ? start : `days${start}` },
      },
    ],
    grades: [{ correlation: 0.05, current, days30, days60, days90 }],
  }
}

type Numbers = Readonly<Record<string, number>>
interface Asked {
  readonly target: Target
  readonly numbers: Numbers
  readonly method: Method
}

const ROLL = (target: Target) => target.inputs.P as readonly (readonly number[])[]
const monthly = (drawn: Drawn, months: number, place: number, month: number): Float64Array =>
  drawn.weights.map((_, path) => {
    const width = drawn.series.length / drawn.weights.length
    return drawn.series[path * width + place * (months + 1) + month] ?? 0
  })

const COPIES = 400
/** A pilot only looks for the months that count: fewer loans tell as well. */
const PILOT_COPIES = 50
const CHAIN_PATHS = 1024

function afterMonths({ target, numbers, method }: Asked): Estimate {
  const { months = 0 } = numbers
  // Both horizons are months of one run.
  const chain = (copies: number) => chainOf(ROLL(target), 'current', 36, copies)
  const drawn = draw(chain(COPIES), method, CHAIN_PATHS, { pilot: chain(PILOT_COPIES) })
  const at = (place: number) => monthly(drawn, 36, place, months)
  if (target.case === 'roll_par30') {
    const { current, days30, days60, days90 } = SERIES_PLACE
    const late = [days30, days60, days90].map(at)
    const lateLoans = late.reduce((sum, one) => sum.map((value, path) => value + (one[path] ?? 0)))
    const live = at(current).map((value, path) => value + (lateLoans[path] ?? 0))
    const share = meanIn(drawn, lateLoans).mean / meanIn(drawn, live).mean
    const rest = lateLoans.map((value, path) => value - share * (live[path] ?? 0))
    return { mean: share, error: meanIn(drawn, rest).error / meanIn(drawn, live).mean }
  }
  const place = target.quantity.includes('state=30') ? SERIES_PLACE.days30 : SERIES_PLACE.current
  return meanIn(
    drawn,
    at(place).map((loans) => loans / COPIES),
  )
}

function untilTheEnd({ target, method }: Asked): Estimate {
  const chain = (copies: number) => chainOf(ROLL(target), String(target.inputs.start), 240, copies)
  const drawn = draw(chain(200), method, 256, { pilot: chain(PILOT_COPIES) })
  const what = target.quantity.startsWith('expected') ? 'loanMonths' : 'defaults'
  return meanIn(
    drawn,
    column(drawn, what).map((value) => value / 200),
  )
}

/** What is lost where a default of a month costs what the plan owed before its instalment. */
function creditLoss({ target, numbers, method }: Asked): Estimate {
  const start = String(target.inputs.start)
  const matrix = ROLL(
    readTargets('microcredit').find(({ case: its }) => its === 'roll_12m') as Target,
  )
  const paths = start === 'current' ? CHAIN_PATHS : CHAIN_PATHS / 4
  const chain = (copies: number) => chainOf(matrix, start, 36, copies)
  const drawn = draw(chain(COPIES), method, paths, { pilot: chain(PILOT_COPIES) })
  const { principal = 0, nominal_rate: rateAnnual = 0, months = 0, LGD = 0 } = numbers
  const last = target.quantity.startsWith('12-month') ? 12 : months
  const loss = new Float64Array(paths)
  for (let month = 1; month <= last; month++) {
    const [before, now] = [month - 1, month].map((one) =>
      monthly(drawn, 36, SERIES_PLACE.defaults, one),
    )
    const owed = balanceAfter({ principal, rateAnnual, months }, month - 1)
    for (const path of loss.keys()) {
      const defaults = (now?.[path] ?? 0) - (before?.[path] ?? 0)
      loss[path] = (loss[path] ?? 0) + (defaults * LGD * owed) / COPIES
    }
  }
  return meanIn(drawn, loss)
}

/** Loans that leave by two ways, of which each month has the same chances. */
function leaving({ target, numbers, method }: Asked): Estimate {
  const { months, principal = 3000, nominal_rate: rate = 0, LGD = 1 } = numbers
  const { default_hazard: defaulting = 0, prepay_hazard: prepaying = 0 } = numbers
  const parameters = (copies: number) => ({
    horizon: `${months} months`,
    portfolio: [
      {
        ...{ copies, principal: `${principal} EUR`, instalments: `${months} months` },
        ...{
          rate: `${Number((rate * 100).toPrecision(12))} % / year`,
          lossGivenDefault: `${LGD * 100} %`,
        },
      },
    ],
    grades: [simpleGrade(defaulting, prepaying, 0.02)],
  })
  const pilot = parameters(PILOT_COPIES)
  const drawn = draw(parameters(COPIES), method, CHAIN_PATHS / 2, { pilot })
  const name =
    target.case === 'el_amort'
      ? 'grossLoss'
      : target.quantity.includes('prepaid')
        ? 'prepaid'
        : 'defaults'
  const unit = name === 'grossLoss' ? 100 : 1
  return meanIn(
    drawn,
    column(drawn, name).map((value) => value / (COPIES * unit)),
  )
}

/** Moves between ratings, by the same thresholds as months in arrears. */
function rated({ numbers, method }: Asked): Estimate {
  const { start_row: start = 0, years = 0 } = numbers
  const [paths, obligors] = [2048, 100]
  const worstFirst = RATING_MATRIX.matrix.slice(0, -1).map((row) => [...row].reverse())
  const chances = new Chances([{ correlation: 0.1, rows: worstFirst }])
  const streams = new Streams(5)
  const sobol = { scrambles: SCRAMBLES, dimensions: years }
  const sampler = new FactorSampler(streams, 5, years, method === 'even' ? { sobol } : {})
  const factors = new Float64Array(years)
  const defaulted = new Float64Array(paths)
  const last = RATING_MATRIX.states.length - 1
  for (const path of defaulted.keys()) {
    sampler.fill(path, factors)
    const ratings = new Uint8Array(obligors).fill(start)
    for (const [year, economy] of factors.entries()) {
      chances.set(economy, 1)
      const stream = streams.open(new Stream(), path, 1, year)
      for (const [obligor, rating] of ratings.entries()) {
        const word = stream.nextWord()
        if (rating === last) continue
        const { cuts, cutsPerRow } = chances
        ratings[obligor] = last - placeOf(cuts, rating * cutsPerRow, cutsPerRow, word)
      }
    }
    defaulted[path] = ratings.filter((rating) => rating === last).length / obligors
  }
  const weights = new Float64Array(paths).fill(1)
  const isEven = method === 'even'
  return meanIn(
    { outputs: [], series: new Float64Array(0), weights, parts: SCRAMBLES, isEven },
    defaulted,
  )
}

/** By how much the number of defaults spreads more than if loans had nothing in common. */
function defaultCorrelation({ numbers, method }: Asked): Estimate {
  const loans = 200
  const drawn = draw(onePool(loans, numbers), method, method === 'chance' ? 32_768 : 8192)
  return estimate(column(drawn, 'defaults'), drawn.weights, drawn.parts, (part) => {
    const rate = part.reduce((sum, value) => sum + value, 0) / part.length / loans
    const square = part.reduce((sum, value) => sum + (value - rate * loans) ** 2, 0) / part.length
    return (square / (loans * rate * (1 - rate)) - 1) / (loans - 1)
  })
}

const CENTS_PER_UNIT = 10_000

/** What is rare needs most paths: that none of many loans defaults. The run is the same for all that is asked of a pool. */
function pathsFor(groups: readonly PoolGroup[], method: Method): number {
  const loans = groups.length > 1 ? 0 : (groups[0]?.n ?? 0)
  // Of few loans, little of a loss is the economy's.
  if (method === 'tail') return loans === 30 ? 8192 : 4096
  if (loans === 500 && method === 'chance') return 110_592
  if (loans > 100 || (loans === 30 && method === 'even')) return 65_536
  return method === 'chance' ? 32_768 : 16_384
}

/** The figures of a pool: its centre from all paths, its tail from those drawn there, unless they come by chance. */
function pooled({ target, method }: Asked): Estimate | undefined {
  const { inputs, quantity, value, kind } = target
  const rho = Number(inputs.rho)
  const groups = (inputs.groups as readonly PoolGroup[] | undefined) ?? [
    { n: Number(inputs.loans), PD: Number(inputs.PD), loss_units: 1 },
  ]
  const isTail = kind === 'mc-quantile' || quantity.startsWith('ES')
  const how = isTail && method === 'even' ? 'tail' : method
  const drawn = draw(poolOf(groups, rho), how, pathsFor(groups, how))
  const losses = column(drawn, 'grossLoss').map((cents) => cents / CENTS_PER_UNIT)
  if (quantity.startsWith('P(no'))
    return meanIn(
      drawn,
      losses.map((loss) => Number(loss === 0)),
    )
  if (quantity.startsWith('std')) return deviationIn(drawn, losses)
  if (quantity.startsWith('ES')) return shortfallIn(drawn, losses, 0.99)
  expectQuantile(drawn, losses, value, 0.99)
  return undefined
}

/** How many paths and loans a quantile takes by chance: what so many loans keep from their limit is below its error. */
const BY_CHANCE: Readonly<Record<number, readonly [number, number]>> = {
  0.95: [3072, 6000],
  0.99: [18_000, 2000],
  0.995: [12_288, 1500],
}

/** A pool of so many loans that it is near the limit. */
function granular({ target, numbers, method }: Asked): Estimate {
  const { LGD = 0, q = 0 } = numbers
  const how = method === 'chance' ? method : 'tail'
  const [paths = 0, loans = 0] = how === 'tail' ? [512, 10_000] : (BY_CHANCE[q] ?? [])
  // Where the losses are, fewer loans tell as well.
  const pilot = onePool(1000, numbers)
  const drawn = draw(onePool(loans, numbers), how, paths, { worst: 1 - q, pilot })
  const losses = column(drawn, 'defaults').map((defaults) => (LGD * defaults) / loans)
  const isShortfall = target.quantity.startsWith('ES')
  return isShortfall ? shortfallIn(drawn, losses, q) : quantileIn(drawn, losses, q)
}

const SIMULATED: Readonly<Record<string, (asked: Asked) => Estimate | undefined>> = {
  compete: leaving,
  el_amort: leaving,
  default_corr: defaultCorrelation,
  ecl: creditLoss,
  het_pool: pooled,
  pool: pooled,
  jlt: rated,
  roll_12m: afterMonths,
  roll_36m: afterMonths,
  roll_par30: afterMonths,
  roll_absorb: untilTheEnd,
  vasicek_inf: granular,
}

const targets = readTargets('microcredit').filter(({ kind }) => kind.startsWith('mc'))

describe.each(['chance', 'even'] as const)('paths drawn by %s', (method) => {
  test.each(targets)('come to $id $quantity', (target) => {
    const found = SIMULATED[target.case]?.({ target, numbers: target.inputs as Numbers, method })
    // A quantile is looked at where it is found.
    if (target.kind === 'mc-quantile') return
    expect(found).toBeDefined()
    if (found === undefined) return
    const { mean, error } = found
    const isRare = target.quantity.startsWith('P(') && target.value < 0.01
    expect(error).toBeLessThanOrEqual(isRare ? 2e-4 : 0.02 * target.value)
    const text = `${target.id}: ${mean} ± ${error} for ${target.value}`
    expect(Math.abs(mean - target.value), text).toBeLessThanOrEqual(4 * error)
  })
})

test('no case is left out', () => {
  expect(targets.length).toBeGreaterThan(40)
  expect(new Set(targets.map((target) => target.case))).toEqual(new Set(Object.keys(SIMULATED)))
})
