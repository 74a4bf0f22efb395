import { fittedRow } from '../analytic/chains.ts'
import { fittedFactorModel, type Vintage, vintageLogLikelihood } from '../analytic/inference.ts'
import { minimumOf } from '../analytic/numeric/minimum.ts'
import { normalBelow } from '../analytic/numeric/normal.ts'
import { type BetaGeometric, retained, retentionLogLikelihood } from '../analytic/sponsors.ts'
import { normalQuantile } from '../random/normal.ts'
import { clopperPearson, type Interval } from '../stats/intervals.ts'
import { type Fitted, profileInterval } from './likelihood.ts'
import { cellIn, countIn, faultIn, type Sheet } from './sheet.ts'

/** Of loans that are no longer watched it is not known where they went: they count in no row. */
const CENSORED = 'censored'

/** A row of a roll matrix. */
export interface FittedRow {
  readonly from: string
  /** How many moves the row rests on. */
  readonly moves: number
  readonly censored: number
  readonly to: readonly {
    readonly state: string
    readonly moves: number
    readonly share: number
    readonly interval: Interval
  }[]
}

/**
 * Monthly rows of a roll matrix from counted moves: the shares, which are most likely, each with its exact interval.
 *
 * @param sheet columns `from`, `to`, `count`: how many loans were in the one state at the end of a month and in the other a
 * month later; `to` is `censored` where it was not seen any more
 */
export function fittedRollRates(sheet: Sheet, confidence: number): readonly FittedRow[] {
  const counts = new Map<string, Map<string, number>>()
  for (const row of sheet.rows.keys()) {
    const from = cellIn(sheet, row, 'from')
    const to = cellIn(sheet, row, 'to')
    if (from === '' || to === '')
      throw faultIn(sheet.name, `row ${row + 1}: from and to are wanted`)
    const states = counts.get(from) ?? new Map<string, number>()
    counts.set(from, states)
    // Several rows of the same move, such as one for each month, are added up.
    states.set(to, (states.get(to) ?? 0) + countIn(sheet, row, 'count'))
  }
  return [...counts].map(([from, states]): FittedRow => {
    const censored = states.get(CENSORED) ?? 0
    const seen = [...states].filter(([state]) => state !== CENSORED)
    const moves = seen.reduce((sum, [, count]) => sum + count, 0)
    if (moves === 0) throw faultIn(sheet.name, `from ${from} no move was seen`)
    const shares = fittedRow(seen.map(([, count]) => count))
    const to = seen.map(([state, count], at) => ({
      state,
      moves: count,
      share: shares[at] as number,
      interval: clopperPearson(count, moves, confidence),
    }))
    return { from, moves, censored, to }
  })
}

/** A probability of default and a correlation, from years with their defaults. */
export interface FittedDefaults {
  readonly probability: Fitted
  readonly correlation: Fitted
  readonly logLikelihood: number
  /** The same where defaults are independent: how much the correlation explains. */
  readonly independent: { readonly probability: number; readonly logLikelihood: number }
}

/**
 * The one-factor model that makes the defaults of all years most likely, with intervals by its profile.
 * Source: Gordy and Heitfield, Estimating default correlations from short panels (2002).
 *
 * @param sheet columns `loans` and `defaults`, a row for each year
 */
export function fittedDefaults(sheet: Sheet, confidence: number): FittedDefaults {
  const vintages = [...sheet.rows.keys()].map((row): Vintage => {
    const loans = countIn(sheet, row, 'loans')
    const defaults = countIn(sheet, row, 'defaults')
    if (loans === 0 || defaults > loans)
      throw faultIn(sheet.name, `row ${row + 1}: no more defaults than loans, and at least a loan`)
    return [loans, defaults]
  })
  const loans = vintages.reduce((sum, [count]) => sum + count, 0)
  const defaults = vintages.reduce((sum, [, count]) => sum + count, 0)
  if (vintages.length < 2 || defaults === 0)
    throw faultIn(sheet.name, 'at least two years and a default are wanted')
  const { probability, rho, logLikelihood } = fittedFactorModel(vintages)
  const rhoOf = (free: number): number => 1 / (1 + Math.exp(-free))
  const likelihood = {
    at: ([threshold = 0, free = 0]: readonly number[]) =>
      // Where years hardly differ the correlation runs off to zero; the likelihood is flat there.
      vintageLogLikelihood(vintages, normalBelow(threshold), rhoOf(Math.max(-14, free))),
    best: [normalQuantile(probability), Math.max(-14, Math.log(rho / (1 - rho)))],
  }
  const [ofProbability, ofRho] = ([0, 1] as const).map((place) =>
    profileInterval(likelihood, place, confidence),
  ) as [Interval, Interval]
  const share = defaults / loans
  return {
    probability: {
      name: 'probability',
      value: probability,
      interval: {
        lower: normalBelow(ofProbability.lower),
        upper: normalBelow(ofProbability.upper),
      },
    },
    correlation: {
      name: 'correlation',
      value: rho,
      interval: { lower: rhoOf(ofRho.lower), upper: rhoOf(ofRho.upper) },
    },
    logLikelihood,
    independent: { probability: share, logLikelihood: vintageLogLikelihood(vintages, share, 0) },
  }
}

/** How sponsors stop, from a cohort. */
export interface FittedLapse {
  readonly alpha: Fitted
  readonly beta: Fitted
  readonly logLikelihood: number
  /** Where all stop alike. */
  readonly constant: { readonly hazard: number; readonly logLikelihood: number }
  /** The share still there after each period: seen (Kaplan and Meier), and by the law. */
  readonly survival: readonly {
    readonly period: number
    readonly seen: number
    readonly fitted: number
  }[]
}

/** A period of a cohort. */
interface Period {
  readonly stopped: number
  /** Who were still there at its end, and were not watched any longer. */
  readonly censored: number
}

/**
 * The beta-geometric law that makes it most likely when sponsors stopped. Those who had not stopped when last seen count
 * with the chance to be still there: leaving them out, or taking them for stopped, would bias it.
 * Source: Fader and Hardie, J. Interactive Marketing 21 (2007).
 *
 * @param sheet columns `period` (1, 2, 3, …), `stopped`, `censored` (still there at its end and not watched any longer;
 * in the last row all who stayed)
 */
export function fittedLapse(sheet: Sheet, confidence: number): FittedLapse {
  const periods = [...sheet.rows.keys()].map((row): Period => {
    if (countIn(sheet, row, 'period') !== row + 1)
      throw faultIn(sheet.name, `row ${row + 1}: periods are 1, 2, 3 and so on, one in each row`)
    return { stopped: countIn(sheet, row, 'stopped'), censored: countIn(sheet, row, 'censored') }
  })
  const stopped = periods.map((period) => period.stopped)
  const stops = stopped.reduce((sum, count) => sum + count, 0)
  if (stops === 0) throw faultIn(sheet.name, 'at least one who stopped is wanted')
  const lawOf = ([a = 0, b = 0]: readonly number[]): BetaGeometric => ({
    alpha: Math.exp(a),
    beta: Math.exp(b),
  })
  const logLikelihood = (law: BetaGeometric): number =>
    periods.reduce(
      (sum, { censored }, at) =>
        censored === 0 ? sum : sum + censored * Math.log(retained(law, at + 1)),
      retentionLogLikelihood(law, stopped, 0),
    )
  const at = (point: readonly number[]): number => logLikelihood(lawOf(point))
  const best = minimumOf((point) => -at(point), [0, 0], 0.5)
  const law = lawOf(best)
  const [ofAlpha, ofBeta] = ([0, 1] as const).map((place) => {
    const { lower, upper } = profileInterval({ at, best }, place, confidence)
    return { lower: Math.exp(lower), upper: Math.exp(upper) }
  }) as [Interval, Interval]
  return {
    alpha: { name: 'alpha', value: law.alpha, interval: ofAlpha },
    beta: { name: 'beta', value: law.beta, interval: ofBeta },
    logLikelihood: logLikelihood(law),
    constant: constantHazard(periods),
    survival: survivalOf(periods, law),
  }
}

function constantHazard(periods: readonly Period[]): FittedLapse['constant'] {
  let stops = 0
  let exposed = 0
  let left = periods.reduce((sum, { stopped, censored }) => sum + stopped + censored, 0)
  for (const { stopped, censored } of periods) {
    stops += stopped
    exposed += left
    left -= stopped + censored
  }
  const hazard = stops / exposed
  const stays = exposed - stops
  const logLikelihood = stops * Math.log(hazard) + (stays === 0 ? 0 : stays * Math.log1p(-hazard))
  return { hazard, logLikelihood }
}

function survivalOf(periods: readonly Period[], law: BetaGeometric): FittedLapse['survival'] {
  let left = periods.reduce((sum, { stopped, censored }) => sum + stopped + censored, 0)
  let seen = 1
  return periods.map(({ stopped, censored }, at) => {
    if (left > 0) seen *= 1 - stopped / left
    left -= stopped + censored
    return { period: at + 1, seen, fitted: retained(law, at + 1) }
  })
}
