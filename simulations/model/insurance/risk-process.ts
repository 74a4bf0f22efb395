import { discrete, exponential } from '../../random/distributions.ts'
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
