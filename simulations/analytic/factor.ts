import { normalDensity, normalQuantile } from '../random/normal.ts'
import { binomialWeights } from './binomial.ts'
import { convolved, convolvedPower } from './law.ts'
import { at } from './numeric/elements.ts'
import { logGamma } from './numeric/gamma.ts'
import { normalBelow } from './numeric/normal.ts'
import { studentQuantile } from './numeric/student.ts'

/** Beyond it the factor has a weight of 10^-19. */
const FACTOR_MAX = 9

/**
 * The probability of default given the common factor, of loans whose hidden values correlate by `rho`; a low factor
 * is a bad year. Source: O. Vasicek, The distribution of loan portfolio value, Risk (2002).
 *
 * @param probability above 0, below 1
 * @param rho 0 to below 1
 * @example conditionalProbability(0.05, 0.12, -2) // 0.1571
 */
export function conditionalProbability(probability: number, rho: number, factor: number): number {
  if (probability <= 0 || probability >= 1) return probability
  const threshold = normalQuantile(probability)
  return normalBelow((threshold - Math.sqrt(rho) * factor) / Math.sqrt(1 - rho))
}

/**
 * The mean over a standard normal factor of a vector that depends on it, by the trapezoidal rule, which converges
 * faster than any power for functions like these.
 *
 * @param steps how many to one unit of the factor; 64 is enough for what changes no faster than the density
 */
export function overFactor(
  of: (factor: number) => Float64Array,
  length: number,
  steps: number,
): Float64Array {
  const mean = new Float64Array(length)
  const last = Math.round(FACTOR_MAX * steps)
  for (let i = -last; i <= last; i++) {
    const factor = i / steps
    const weight = normalDensity(factor) / steps
    const values = of(factor)
    for (let k = 0; k < length; k++) mean[k] = (mean[k] ?? 0) + weight * (values[k] ?? 0)
  }
  return mean
}

/** So many steps that the conditional law of a pool does not change by more than its own width between two. */
export function stepsFor(loans: number, rho: number): number {
  if (rho === 0) return 8
  const slope = Math.sqrt(rho / (1 - rho))
  return Math.ceil(Math.max(32, 6 * slope * Math.sqrt(loans)))
}

/**
 * How many of a pool of like loans default: a binomial law mixed over the common factor.
 *
 * @returns the probability of 0 to `loans` defaults
 */
export function defaultsWeights(loans: number, probability: number, rho: number): Float64Array {
  if (rho === 0) return binomialWeights(loans, probability)
  return overFactor(
    (factor) => binomialWeights(loans, conditionalProbability(probability, rho, factor)),
    loans + 1,
    stepsFor(loans, rho),
  )
}

/** So many loans alike, each losing so many whole units where it defaults. */
export interface LoanGroup {
  readonly count: number
  readonly probability: number
  readonly lossUnits: number
}

/** What a pool of unlike loans under one factor loses, in units: given the factor a convolution, mixed over it. */
export function groupedLossWeights(groups: readonly LoanGroup[], rho: number): Float64Array {
  const length = 1 + groups.reduce((all, { count, lossUnits }) => all + count * lossUnits, 0)
  const loans = groups.reduce((all, { count }) => all + count, 0)
  return overFactor(
    (factor) =>
      groups
        .map(({ count, probability, lossUnits }) =>
          spread(
            binomialWeights(count, conditionalProbability(probability, rho, factor)),
            lossUnits,
          ),
        )
        .reduce(convolved, Float64Array.of(1)),
    length,
    stepsFor(loans, rho),
  )
}

function spread(weights: Float64Array, units: number): Float64Array {
  const wide = new Float64Array((weights.length - 1) * units + 1)
  for (const [index, weight] of weights.entries()) wide[index * units] = weight
  return wide
}

/** What independent contracts pay, in units: each pays with a probability, then a drawn number of units. */
export function compoundBinomialWeights(
  contracts: number,
  probability: number,
  severity: ArrayLike<number>,
): Float64Array {
  const one = Float64Array.from(severity, (weight) => weight * probability)
  one[0] = at(one, 0) + 1 - probability
  return convolvedPower(one, contracts)
}

/**
 * The same where the hidden values follow Student's law: a bad year divides them all by one common number as well, so
 * that defaults come together more often than the correlation says.
 * Source: R. Frey and A. McNeil, Dependent defaults in models of portfolio credit risk, J. Risk 6 (2003).
 *
 * @param freedom degrees of freedom; the larger, the nearer to {@link defaultsWeights}
 */
export function studentDefaultsWeights(
  loans: number,
  probability: number,
  rho: number,
  freedom: number,
): Float64Array {
  const mean = new Float64Array(loans + 1)
  if (probability <= 0 || probability >= 1) return binomialWeights(loans, probability)
  const threshold = studentQuantile(probability, freedom)
  const half = freedom / 2
  // The logarithm of the common number, chi-square over its degrees: the trapezoidal rule ends where it has no weight.
  const step = Math.min(0.25, 1 / Math.sqrt(freedom))
  const density = (log: number): number =>
    Math.exp(half * (Math.log(half) + log) - half * Math.exp(log) - logGamma(half))
  for (let side = -1; side <= 1; side += 2) {
    for (let i = side === 1 ? 0 : 1; ; i++) {
      const log = side * i * step
      const weight = density(log) * step
      if (weight < 1e-17) break
      const scaled = threshold * Math.exp(log / 2)
      const given = defaultsWeights(loans, normalBelow(scaled), rho)
      for (let k = 0; k <= loans; k++) mean[k] = (mean[k] ?? 0) + weight * (given[k] ?? 0)
    }
  }
  return mean
}
