import { describe, expect, test } from 'vitest'
import { balanceAfter } from '../../../simulations/analytic/loans.ts'
import { RATING_MATRIX } from '../../../simulations/analytic/registry/matrices.ts'
import { Chances } from '../../../simulations/model/microcredit/chances.ts'
import { placeOf } from '../../../simulations/model/microcredit/kernel.ts'
import { SERIES_PLACE } from '../../../simulations/model/microcredit/layout.ts'
import { Stream } from '../../../simulations/random/stream.ts'
import { Streams } from '../../../simulations/random/streams.ts'
import { FactorSampler } from '../../../simulations/sampling/factors.ts'
import {
  column,
  type Drawn,
  deviationIn,
  draw,
  estimate,
  expectQuantile,
  type Method,
  meanIn,
  percent,
  quantileIn,
  SCRAMBLES,
  shortfallIn,
} from './microcredit-draws.ts'
import { type Estimate, readTargets, type Target } from './runs.ts'

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
