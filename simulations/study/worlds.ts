import { type Law, lawQuantile } from '../analysis/laws.ts'
import { log } from '../random/elementary.ts'
import { Stream } from '../random/stream.ts'
import { DOMAINS, Streams } from '../random/streams.ts'
import { standardErrorsOf } from '../stats/intervals.ts'

/** The purpose that worlds are drawn for, among those of analyses. */
const WORLDS = 200

/**
 * Draws what is not known: for each input a value in each world. What an input is in a world depends on the seed, its place in the list
 * and the number of the world alone, so that more worlds change none of those before.
 *
 * @returns `[input][world]`
 */
export function drawWorlds(laws: readonly Law[], worlds: number, seed: number): Float64Array[] {
  const streams = new Streams(seed, DOMAINS.analysis)
  const stream = new Stream()
  return laws.map((law, input) =>
    Float64Array.from({ length: worlds }, (_, world) =>
      lawQuantile(law, streams.open(stream, world, WORLDS, input).uniform()),
    ),
  )
}

/** An estimate of a dataset of evidence. */
export interface EvidenceEstimate {
  readonly name: string
  readonly value: number
  readonly low: number
  /** Nothing where the figures do not bound it. */
  readonly high: number | null
  /** The confidence of the interval, such as 0.95. */
  readonly level: number
  readonly n: number
  readonly method: string
  readonly unit: string
}

/** An estimate with both ends. */
export type BoundEstimate = EvidenceEstimate & { readonly high: number }

/**
 * What an estimate leaves open, as a law: of a share a beta law of the same mean and spread, of what is above zero a lognormal one,
 * of anything else a normal one.
 *
 * @param times what the estimate is multiplied by
 */
export function lawOfEstimate(estimate: BoundEstimate, times: number): Law {
  const { value, low, high, level, unit } = estimate
  const reach = 2 * standardErrorsOf(level)
  const deviation = (high - low) / reach
  if (unit === 'share' && value > 0 && value < 1 && deviation > 0) {
    // A beta law is never wider than all at its ends.
    const variance = Math.min(deviation * deviation, 0.9 * value * (1 - value))
    const size = (value * (1 - value)) / variance - 1
    const [alpha, beta] = [value * size, (1 - value) * size]
    return { kind: 'beta', low: 0, high: times, alpha, beta }
  }
  if (low > 0 && high > low) {
    const spread = log(high / low) / reach
    return { kind: 'lognormal', median: value * times, spread }
  }
  const widest = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY }
  const least = Math.abs(value * times) * 1e-9 + 1e-12
  const wide = Math.max(Math.abs(deviation * times), least)
  return { kind: 'normal', mean: value * times, deviation: wide, ...widest }
}
