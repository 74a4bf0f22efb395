import {
  binomial,
  discrete,
  exponential,
  gamma,
  lognormal,
  poisson,
} from '../../random/distributions.ts'
import { exp, log } from '../../random/elementary.ts'
import type { Stream } from '../../random/stream.ts'
import { addedUp } from '../added-up.ts'
import type { FrequencyOfLine, Layer, Line, SeverityOfLine } from './parameters.ts'

/** The sizes that a claim can have, in cents and before deductible and limit; `undefined` where they are not few. */
export interface Sizes {
  readonly cents: Float64Array
  readonly shares: Float64Array
}

export function sizesOf(severity: SeverityOfLine): Sizes | undefined {
  if (severity.kind === 'units') {
    const cents = Float64Array.from(severity.shares, (_, place) => (place + 1) * severity.unit)
    return { cents, shares: Float64Array.from(severity.shares) }
  }
  if (severity.kind !== 'unpaid-rent') return undefined
  const { rent, unpaid, waiting, covered, legal } = severity
  const cents = Float64Array.from(unpaid, (_, place) => {
    const paidMonths = Math.min(Math.max(place + 1 - waiting, 0), covered)
    return paidMonths === 0 ? 0 : paidMonths * rent + legal
  })
  return { cents, shares: Float64Array.from(unpaid) }
}

/** How many claims a year has. */
export function yearlyClaims(stream: Stream, frequency: FrequencyOfLine): number {
  switch (frequency.kind) {
    case 'poisson':
      return poisson(stream, frequency.mean)
    case 'negative-binomial': {
      // A Poisson number whose mean is a gamma number: a good or a bad year for all policies.
      const { mean, size } = frequency
      return poisson(stream, (gamma(stream, size) * mean) / size)
    }
    case 'binomial':
      return binomial(stream, frequency.trials, frequency.probability)
    case 'counts':
      return discrete(stream.uniform(), addedUp(frequency.shares))
  }
}

/** How large one claim is, in whole cents, where the sizes are not few. */
export function claimSize(stream: Stream, severity: SeverityOfLine): number {
  switch (severity.kind) {
    case 'exponential':
      return Math.round(exponential(stream, severity.mean))
    case 'pareto':
      return Math.round(severity.scale * (exp(-log(stream.uniform()) / severity.shape) - 1))
    case 'lognormal': {
      const { mu, sigma } = lognormalShape(severity)
      return Math.round(lognormal(stream, mu, sigma))
    }
    default:
      throw new RangeError(`the sizes of ${severity.kind} are few`)
  }
}

/** Mean and deviation of the logarithm from mean and variation. */
export function lognormalShape(severity: { readonly mean: number; readonly variation: number }) {
  const square = log(1 + severity.variation * severity.variation)
  return { mu: log(severity.mean) - square / 2, sigma: Math.sqrt(square) }
}

/** What the policy pays of a claim: what is above the deductible, up to the limit. */
export function paidOf({ deductible, limit }: Line, cents: number): number {
  return Math.min(Math.max(cents - deductible, 0), limit)
}

/** What a layer bears of an amount. */
export function borneBy(layer: Layer | null, cents: number): number {
  return layer === null ? 0 : Math.min(Math.max(cents - layer.retention, 0), layer.limit)
}
