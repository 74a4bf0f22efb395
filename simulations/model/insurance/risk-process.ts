import { discrete, exponential } from '../../random/distributions.ts'
import { exp } from '../../random/elementary.ts'
import type { Stream } from '../../random/stream.ts'

/** A fund in continuous time: premiums flow in, claims come after exponential waits (Cramér and Lundberg). */
export interface RiskProcess {
  readonly fund: number
  /** What flows in within a unit of time. */
  readonly premium: number
  /** Claims within a unit of time. */
  readonly intensity: number
  /** A claim is exponential with one of these means. */
  readonly means: readonly number[]
  /** The shares of the means, added up; the last is 1. */
  readonly shares: readonly number[]
}

/** Above so many mean claims more a fund is safe: with premiums of 120 % of the claims it is ruined from there once in 10^7. */
const SAFE_MEANS = 100

/**
 * Runs a fund until it is ruined or safe: one claim after the other, so that it shows what closed forms of ruin compute.
 *
 * @returns whether it was ruined
 */
export function isRuined(stream: Stream, process: RiskProcess): boolean {
  const { fund, premium, intensity, means, shares } = process
  const safe = fund + SAFE_MEANS * Math.max(...means)
  let held = fund
  for (;;) {
    held += premium * exponential(stream, 1 / intensity)
    if (held > safe) return false
    held -= exponential(stream, means[discrete(stream.uniform(), shares)] ?? 0)
    if (held < 0) return true
  }
}

/** A fund whose claims are all of one exponential law. */
export interface ExponentialProcess {
  readonly fund: number
  readonly premium: number
  readonly intensity: number
  readonly mean: number
}

/**
 * Runs such a fund where claims are more frequent and larger than they are, so that ruin comes often, and weighs it by how
 * much more likely that made it: its mean over paths is the probability of ruin, with a far smaller error where that is rare.
 * Without a tilt it is 1 or 0. Source: S. Asmussen and H. Albrecher, Ruin probabilities (2010), chapter XV.
 *
 * @param within the time that is looked at; infinite where the tilt makes ruin certain
 * @param tilt θ, 0 to below 1 / mean
 */
export function weighedRuin(
  stream: Stream,
  { fund, premium, intensity, mean }: ExponentialProcess,
  within: number,
  tilt: number,
): number {
  const growth = 1 / (1 - tilt * mean)
  const rate = intensity * growth
  let time = 0
  let lost = 0
  for (;;) {
    const wait = exponential(stream, 1 / rate)
    time += wait
    if (time > within) return 0
    lost += exponential(stream, mean * growth) - premium * wait
    if (lost > fund) break
  }
  if (tilt === 0) return 1
  return exp((intensity * (growth - 1) - premium * tilt) * time - tilt * lost)
}

/** A tilt with which ruin comes before the time is over: Lundberg's exponent, or more where there is little time. */
export function tiltFor(
  { fund, premium, intensity, mean }: ExponentialProcess,
  within: number,
): number {
  const untilEnd = (1 - Math.sqrt((intensity * mean) / (premium + fund / within))) / mean
  const lundberg = 1 / mean - intensity / premium
  return Math.max(0, untilEnd, lundberg)
}
