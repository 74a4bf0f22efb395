import { fittedLapse } from '../../../../simulations/analysis/calibration.ts'
import { profileInterval } from '../../../../simulations/analysis/likelihood.ts'
import { rootOf } from '../../../../simulations/analytic/numeric/roots.ts'
import { exp, log, pow } from '../../../../simulations/random/elementary.ts'
import { type Interval, standardErrorsOf } from '../../../../simulations/stats/intervals.ts'
import type { Spell } from './survival.ts'

/** A parameter of a law, from censored spells. */
export interface LawParameter {
  readonly value: number
  readonly interval: Interval
}

/** What happened on a day happened, on the average, at its middle. */
const MIDDLE = 0.5

/**
 * The rate of an exponential law: those seen, by the days that all were watched. Its interval is that of the logarithm,
 * whose error is one by the root of those seen. Source: Cox and Oakes, Analysis of Survival Data (1984), 3.2.
 *
 * @returns per day; nothing where none was seen
 */
export function exponentialRate(spells: readonly Spell[], level = 0.95): LawParameter | undefined {
  const seen = spells.filter(({ isSeen }) => isSeen).length
  if (seen === 0) return undefined
  const value = seen / spells.reduce((sum, { days }) => sum + days + MIDDLE, 0)
  const reach = exp(standardErrorsOf(level) / Math.sqrt(seen))
  return { value, interval: { lower: value / reach, upper: value * reach } }
}

/** A law with the survival `exp(-(t/scale)^shape)`, days. */
export interface WeibullFit {
  /** Above 1 the wish to use it grows with the days, below 1 it fades. */
  readonly shape: LawParameter
  readonly scale: LawParameter
  readonly logLikelihood: number
}

const SHAPE_MIN = 0.02
const SHAPE_MAX = 50

/**
 * The Weibull law that makes the spells most likely: of a shape, the scale follows in closed form; the shape solves one
 * equation. Intervals by the profile of the likelihood. Source: Lawless, Statistical Models and Methods for Lifetime Data
 * (2003), 5.2.
 *
 * @returns nothing where fewer than two different days were seen
 */
export function weibullFit(spells: readonly Spell[], level = 0.95): WeibullFit | undefined {
  const seen = spells.filter(({ isSeen }) => isSeen)
  if (new Set(seen.map(({ days }) => days)).size < 2) return undefined
  const times = spells.map(({ days }) => days + MIDDLE)
  // Days near 1 keep the powers within what a double holds.
  const unit = Math.max(...times)
  const logs = times.map((time) => log(time / unit))
  const count = seen.length
  const seenLogs = seen.reduce((sum, { days }) => sum + log((days + MIDDLE) / unit), 0)
  const powers = (shape: number) => logs.map((one) => exp(shape * one))
  const score = (shape: number): number => {
    const weights = powers(shape)
    const whole = weights.reduce((sum, weight) => sum + weight, 0)
    const of = weights.reduce((sum, weight, at) => sum + weight * (logs[at] as number), 0)
    return of / whole - 1 / shape - seenLogs / count
  }
  // All that was seen lies at the very end of the watching: no shape is too steep.
  if (score(SHAPE_MAX) < 0) return undefined
  const shape = rootOf(score, SHAPE_MIN, SHAPE_MAX)
  const sum = powers(shape).reduce((all, power) => all + power, 0)
  const scale = pow(sum / count, 1 / shape)
  const at = ([logShape = 0, logScale = 0]: readonly number[]): number => {
    const k = exp(logShape)
    const spent = powers(k).reduce((all, power) => all + power, 0) * exp(-k * logScale)
    return count * (logShape - k * logScale) + (k - 1) * seenLogs - spent
  }
  const best = [log(shape), log(scale)] as const
  const [ofShape, ofScale] = ([0, 1] as const).map((place) => {
    const { lower, upper } = profileInterval({ at, best: [...best] }, place, level)
    return { lower: exp(lower), upper: exp(upper) }
  }) as [Interval, Interval]
  return {
    shape: { value: shape, interval: ofShape },
    scale: {
      value: scale * unit,
      interval: { lower: ofScale.lower * unit, upper: ofScale.upper * unit },
    },
    logLikelihood: at(best) - count * log(unit),
  }
}

/** How likely it is that somebody uses it in a week, who did not before: different for everybody, by a beta law. */
export interface BetaGeometricFit {
  readonly alpha: LawParameter
  readonly beta: LawParameter
  readonly logLikelihood: number
}

const PERIOD_DAYS = 7

/**
 * The beta-geometric law of whole weeks. Who was watched for a part of a week only counts with the whole weeks before.
 *
 * @returns nothing where none was seen
 */
export function betaGeometricFit(
  spells: readonly Spell[],
  level = 0.95,
): BetaGeometricFit | undefined {
  const periods: { stopped: number; censored: number }[] = []
  const period = (number: number) => {
    while (periods.length < number) periods.push({ stopped: 0, censored: 0 })
    return periods[number - 1] as { stopped: number; censored: number }
  }
  for (const { days, isSeen } of spells) {
    const whole = Math.floor(days / PERIOD_DAYS)
    if (isSeen) period(whole + 1).stopped += 1
    else if (whole > 0) period(whole).censored += 1
  }
  if (!periods.some(({ stopped }) => stopped > 0)) return undefined
  const rows = periods.map(({ stopped, censored }, at) => ({
    period: `${at + 1}`,
    stopped: `${stopped}`,
    censored: `${censored}`,
  }))
  const headings = ['period', 'stopped', 'censored']
  const { alpha, beta, logLikelihood } = fittedLapse({ name: 'spells', headings, rows }, level)
  return { alpha, beta, logLikelihood }
}
