import { aggregateMoments, aggregateWeights, fourierWeights } from '../../analytic/aggregate.ts'
import type { Frequency } from '../../analytic/frequency.ts'
import { expectation, type Law, latticeLaw } from '../../analytic/law.ts'
import { transform } from '../../analytic/numeric/fourier.ts'
import { latticeOfMean, layerMean, type Severity } from '../../analytic/severity.ts'
import { borneBy, lognormalShape, paidOf, sizesOf } from './claims.ts'
import type { InsuranceParameters, Layer, Line, SeverityOfLine } from './parameters.ts'

/** A law of single claims has at most so many points; a finer one is drawn to them, keeping its mean. */
const POINTS_MAX = 1_024
/** Panjer's recursion takes a product for each size and sum; above so many sizes the transform is faster. */
const RECURSION_MAX = 128
/** The mean of the largest claims that the points reach. */
const MEANS_MAX = 40

/** What the policy pays of one claim, on a lattice of whole cents. */
interface ClaimLaw {
  readonly step: number
  readonly weights: Float64Array
  /** Whether the lattice holds each size as it is. */
  readonly exact: boolean
}

/** Before the first day: what a year is expected to bring, and what the premiums are. */
export interface YearlyTerms {
  readonly expectedClaims: number
  readonly premium: number
  readonly reinsurancePremium: number
  /** The law of the claims of a year in cents, and whether it is exact or drawn to a lattice. */
  readonly law: Law
  readonly exact: boolean
}

/** Works out the terms of a year from the laws of its lines. Amounts in cents, the premiums whole. */
export function yearlyTerms(parameters: InsuranceParameters): YearlyTerms {
  const { lines, premium, reinsurance } = parameters
  const { step, laws, exact } = commonLattice(lines)
  const moments = lines.map((line, index) => {
    const found = aggregateMoments(frequencyLaw(line), laws[index] ?? [])
    return { mean: expectedOf(line, found.mean * step), variance: found.variance * step * step }
  })
  const expectedClaims = moments.reduce((sum, { mean }) => sum + mean, 0)
  const deviation = Math.sqrt(moments.reduce((sum, { variance }) => sum + variance, 0))
  const law = latticeLaw(sumOfLines(lines, laws), step)
  const excess = lines.reduce((sum, line, index) => {
    const one = latticeLaw(laws[index] ?? [], step)
    return sum + claimsOf(line) * expectation(one, (cents) => borneBy(reinsurance.excess, cents))
  }, 0)
  const kept = laws.map((weights) => keptLaw({ step, weights }, reinsurance.excess))
  const keptSum = reinsurance.excess === null ? law : latticeLaw(sumOfLines(lines, kept), step)
  const stopLoss = expectation(keptSum, (cents) => borneBy(reinsurance.stopLoss, cents))
  const loaded =
    premium.principle === 'given'
      ? premium.yearly
      : premium.principle === 'expected-value'
        ? expectedClaims * (1 + premium.loading)
        : expectedClaims + premium.loading * deviation
  return {
    ...{ expectedClaims, law, exact },
    premium: Math.round(loaded),
    reinsurancePremium: Math.round((excess + stopLoss) * (1 + reinsurance.loading)),
  }
}

/** The law of the claims of a year, all lines together. */
function sumOfLines(lines: readonly Line[], laws: readonly Float64Array[]): Float64Array {
  return lines
    .map((line, index) => sumOfYear(frequencyLaw(line), laws[index] ?? new Float64Array(1)))
    .reduce(summed)
}

function sumOfYear(frequency: Frequency, weights: Float64Array): Float64Array {
  const isLong = weights.length > RECURSION_MAX
  return isLong ? fourierWeights(frequency, weights) : aggregateWeights(frequency, weights)
}

/** The law of the number of claims of a year, as the closed forms name it. */
export function frequencyLaw({ frequency }: Line): Frequency {
  switch (frequency.kind) {
    case 'poisson':
      return frequency
    case 'negative-binomial':
      return { kind: 'negative_binomial', r: frequency.size, beta: frequency.mean / frequency.size }
    case 'binomial':
      return { kind: 'binomial', trials: frequency.trials, share: frequency.probability }
    case 'counts':
      return { kind: 'counts', weights: Float64Array.from(frequency.shares) }
  }
}

function claimsOf(line: Line): number {
  return aggregateMoments(frequencyLaw(line), [0, 1]).mean
}

/** The exact mean of a year: the lattice's, or by the formula of the layer where the lattice cuts off the tail. */
function expectedOf(line: Line, latticeMean: number): number {
  const law = continuousLaw(line.severity)
  if (law === undefined) return latticeMean
  return claimsOf(line) * layerMean(law, line.deductible, line.limit)
}

function continuousLaw(severity: SeverityOfLine): Severity | undefined {
  switch (severity.kind) {
    case 'exponential':
      return { kind: 'exponential', mean: severity.mean }
    case 'pareto':
      return { kind: 'pareto', shape: severity.shape, scale: severity.scale }
    case 'lognormal':
      return { kind: 'lognormal', ...lognormalShape(severity) }
    default:
      return undefined
  }
}

/** All lines on one lattice: on the largest step that holds every size, or drawn to one of few enough points. */
function commonLattice(lines: readonly Line[]): {
  readonly step: number
  readonly laws: readonly Float64Array[]
  readonly exact: boolean
} {
  const laws = lines.map(claimLaw)
  const step = laws.map((law) => law.step).reduce(commonDivisor)
  const largest = Math.max(...laws.map((law) => law.step * (law.weights.length - 1)))
  const exact = laws.every((law) => law.exact) && largest / step <= POINTS_MAX
  if (exact) return { step, exact, laws: laws.map((law) => spread(law, step)) }
  const coarse = Math.max(1, Math.ceil(largest / POINTS_MAX))
  return { step: coarse, exact: false, laws: laws.map((law) => spread(law, coarse)) }
}

function claimLaw(line: Line): ClaimLaw {
  const sizes = sizesOf(line.severity)
  if (sizes !== undefined) {
    const paid = sizes.cents.map((cents) => paidOf(line, cents))
    const step = paid.reduce(commonDivisor, 0) || 1
    const weights = new Float64Array(Math.max(...paid) / step + 1)
    for (let place = 0; place < paid.length; place++) {
      const at = (paid[place] ?? 0) / step
      weights[at] = (weights[at] ?? 0) + (sizes.shares[place] ?? 0)
    }
    return { step, weights, exact: true }
  }
  const law = continuousLaw(line.severity)
  if (law === undefined) throw new RangeError('a claim has few sizes or a continuous law')
  const mean = layerMean(law, 0, Number.MAX_SAFE_INTEGER)
  const most = Math.min(line.limit, mean * MEANS_MAX)
  const step = Math.max(1, Math.ceil(most / POINTS_MAX))
  const points = Math.ceil(most / step)
  const whole = latticeOfMean(law, step, points + Math.ceil(line.deductible / step))
  const weights = new Float64Array(points + 1)
  for (let place = 0; place < whole.length; place++) {
    const at = Math.min(points, Math.round(paidOf(line, place * step) / step))
    weights[at] = (weights[at] ?? 0) + (whole[place] ?? 0)
  }
  return { step, weights, exact: false }
}

/** A law on another step. */
function spread({ step, weights }: Pick<ClaimLaw, 'step' | 'weights'>, to: number): Float64Array {
  return moved(weights, (place) => (place * step) / to)
}

/** What is left of a claim when the reinsurance has borne its layer. */
function keptLaw({ step, weights }: Omit<ClaimLaw, 'exact'>, excess: Layer | null): Float64Array {
  return moved(weights, (place) => place - borneBy(excess, place * step) / step)
}

/** A law whose places move: each is split between the two points beside its new one, so that the mean stays. */
function moved(weights: Float64Array, to: (place: number) => number): Float64Array {
  const last = Math.ceil(to(weights.length - 1))
  const made = new Float64Array(last + 2)
  for (let place = 0; place < weights.length; place++) {
    const exact = to(place)
    const below = Math.floor(exact)
    const above = exact - below
    const weight = weights[place] ?? 0
    made[below] = (made[below] ?? 0) + weight * (1 - above)
    made[below + 1] = (made[below + 1] ?? 0) + weight * above
  }
  return made.subarray(0, last + 1)
}

/** The law of the sum of two, by the Fourier transform: those of a year have too many points for the sum of products. */
function summed(left: Float64Array, right: Float64Array): Float64Array {
  const length = left.length + right.length - 1
  const size = 2 ** Math.ceil(Math.log2(length))
  const wave = (weights: Float64Array) => {
    const real = new Float64Array(size)
    real.set(weights)
    const pair = { real, imaginary: new Float64Array(size) }
    transform(pair, -1)
    return pair
  }
  const [a, b] = [wave(left), wave(right)]
  for (let place = 0; place < size; place++) {
    const [x, y] = [a.real[place] ?? 0, a.imaginary[place] ?? 0]
    const [u, v] = [b.real[place] ?? 0, b.imaginary[place] ?? 0]
    a.real[place] = x * u - y * v
    a.imaginary[place] = x * v + y * u
  }
  transform(a, 1)
  return a.real.subarray(0, length).map((value) => Math.max(0, value / size))
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b)
}
