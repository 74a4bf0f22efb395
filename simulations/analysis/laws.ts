import { z } from 'zod'
import { exp, log } from '../random/elementary.ts'
import { normalCdf, normalQuantile } from '../random/normal.ts'
import { betaQuantile } from '../stats/incomplete-beta.ts'

/** A number in the unit of its field, `15 %`, or a bare one. */
const place = z.union([z.number(), z.string().max(60)])

/** What is not known of a field, as it stands in an analysis file. */
export const lawSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('uniform'), low: place, high: place }),
  z.strictObject({ kind: z.literal('triangular'), low: place, mode: place, high: place }),
  z.strictObject({
    kind: z.literal('normal'),
    mean: place,
    deviation: place,
    low: place.optional(),
    high: place.optional(),
  }),
  z.strictObject({
    kind: z.literal('lognormal'),
    median: place,
    /** The standard deviation of the logarithm. */
    spread: z.number().positive().max(5),
  }),
  z.strictObject({
    kind: z.literal('beta'),
    low: place,
    high: place,
    alpha: z.number().positive().max(1e6),
    beta: z.number().positive().max(1e6),
  }),
])

/** The same with numbers in the unit of the field. */
export type Law =
  | { readonly kind: 'uniform'; readonly low: number; readonly high: number }
  | {
      readonly kind: 'triangular'
      readonly low: number
      readonly mode: number
      readonly high: number
    }
  | {
      readonly kind: 'normal'
      readonly mean: number
      readonly deviation: number
      readonly low: number
      readonly high: number
    }
  | { readonly kind: 'lognormal'; readonly median: number; readonly spread: number }
  | {
      readonly kind: 'beta'
      readonly low: number
      readonly high: number
      readonly alpha: number
      readonly beta: number
    }

/** What is wrong in a law, in a sentence without a full stop. */
export function lawFault(law: Law): string | undefined {
  switch (law.kind) {
    case 'uniform':
    case 'beta':
      return law.low < law.high ? undefined : 'low must be below high'
    case 'triangular':
      return law.low < law.high && law.low <= law.mode && law.mode <= law.high
        ? undefined
        : 'low, mode and high must rise'
    case 'normal':
      if (!(law.deviation > 0)) return 'deviation must be above zero'
      return law.low < law.high ? undefined : 'low must be below high'
    case 'lognormal':
      return law.median > 0 ? undefined : 'median must be above zero'
  }
}

/**
 * The value below which a law has a share: so a number that is spread evenly becomes one of the law.
 *
 * @param u strictly between 0 and 1
 * @example lawQuantile({ kind: 'triangular', low: 0, mode: 1, high: 1 }, 0.25) // 0.5
 */
export function lawQuantile(law: Law, u: number): number {
  switch (law.kind) {
    case 'uniform':
      return law.low + u * (law.high - law.low)
    case 'triangular':
      return triangularQuantile(law, u)
    case 'normal': {
      const { mean, deviation, low, high } = law
      const below = normalCdf((low - mean) / deviation)
      const above = normalCdf((high - mean) / deviation)
      const value = mean + deviation * normalQuantile(below + u * (above - below))
      return Math.min(high, Math.max(low, value))
    }
    case 'lognormal':
      return law.median * exp(law.spread * normalQuantile(u))
    case 'beta':
      return law.low + (law.high - law.low) * betaQuantile(u, law.alpha, law.beta)
  }
}

/** How dense a law is at a value, but for a factor; zero outside. Weights of particles are quotients of it. */
export function lawDensity(law: Law, value: number): number {
  switch (law.kind) {
    case 'uniform':
      return value >= law.low && value <= law.high ? 1 : 0
    case 'triangular': {
      const { low, mode, high } = law
      if (value < low || value > high) return 0
      if (value === mode) return 1
      return value < mode ? (value - low) / (mode - low) : (high - value) / (high - mode)
    }
    case 'normal': {
      if (value < law.low || value > law.high) return 0
      const z = (value - law.mean) / law.deviation
      return exp(-0.5 * z * z)
    }
    case 'lognormal': {
      if (!(value > 0)) return 0
      const z = log(value / law.median) / law.spread
      return exp(-0.5 * z * z) / value
    }
    case 'beta': {
      const x = (value - law.low) / (law.high - law.low)
      if (!(x > 0 && x < 1)) return 0
      return exp((law.alpha - 1) * log(x) + (law.beta - 1) * log(1 - x))
    }
  }
}

function triangularQuantile(law: Law & { kind: 'triangular' }, u: number): number {
  const { low, mode, high } = law
  const width = high - low
  const turn = (mode - low) / width
  if (u < turn) return low + Math.sqrt(u * width * (mode - low))
  return high - Math.sqrt((1 - u) * width * (high - mode))
}
