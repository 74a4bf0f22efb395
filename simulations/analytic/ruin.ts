import { panjerWeights } from './aggregate.ts'
import { at } from './numeric/elements.ts'
import { exponential, rowTimes } from './numeric/linear.ts'
import { rootOf } from './numeric/roots.ts'

/** A fund that takes a steady premium, and claims that come at random with exponential sizes. */
export interface RiskProcess {
  /** What the fund has at the beginning. */
  readonly fund: number
  /** Claims a unit of time. */
  readonly intensity: number
  readonly meanClaim: number
  /** Premium a unit of time. */
  readonly premium: number
}

/**
 * How probable it is that the fund is ever below zero: (λ μ / c) exp(-(1/μ - λ/c) u); certain where the premium does
 * not pay for the claims. Source: H. Cramér, On the mathematical theory of risk (1930).
 *
 * @example ultimateRuin({ fund: 10, intensity: 1, meanClaim: 1, premium: 1.2 }) // 0.15739633569796826
 */
export function ultimateRuin({ fund, intensity, meanClaim, premium }: RiskProcess): number {
  const used = (intensity * meanClaim) / premium
  return used >= 1 ? 1 : used * Math.exp(-(1 / meanClaim - intensity / premium) * fund)
}

/**
 * How probable it is that the fund is below zero at some time before the end of a period.
 * Source: S. Asmussen and H. Albrecher, Ruin probabilities (2010), proposition V.1.3, in units in which the premium and
 * the mean claim are one. The integrand has a period, so that the midpoint rule converges faster than any power.
 */
export function ruinWithin(process: RiskProcess, period: number): number {
  const time = (period * process.premium) / process.meanClaim
  const fund = process.fund / process.meanClaim
  const beta = (process.intensity * process.meanClaim) / process.premium
  const root = Math.sqrt(beta)
  const points = ruinPoints(process, period)
  let total = 0
  for (let i = 0; i < points; i++) {
    const angle = (Math.PI * (i + 0.5)) / points
    const cosine = Math.cos(angle)
    const turn = fund * root * Math.sin(angle)
    const weight = Math.exp(
      2 * root * time * cosine - (1 + beta) * time + fund * (root * cosine - 1),
    )
    const wave = Math.cos(turn) - Math.cos(turn + 2 * angle)
    total += (beta * weight * wave) / (1 + beta - 2 * root * cosine)
  }
  return ultimateRuin(process) - total / points
}

/** At how many points {@link ruinWithin} looks. */
export function ruinPoints(process: RiskProcess, period: number): number {
  const { fund, intensity, meanClaim, premium } = process
  const root = Math.sqrt((intensity * meanClaim) / premium)
  const time = (period * premium) / meanClaim
  return 512 + Math.ceil(16 * Math.sqrt(time * (1 + root)) + (8 * fund * root) / meanClaim)
}

/** A part of a mixture of exponential claims. */
export interface ExponentialPart {
  readonly weight: number
  readonly rate: number
}

/**
 * Ultimate ruin where claims are a mixture of exponential laws: a₊ exp((T + t a₊) u) 1, with a₊ = -(λ/c) a T⁻¹.
 * Source: Asmussen and Albrecher, Ruin probabilities (2010), corollary IX.3.1.
 */
export function ultimateRuinOfMixture(
  parts: readonly ExponentialPart[],
  intensity: number,
  premium: number,
  fund: number,
): number {
  const start = parts.map(({ weight, rate }) => (intensity / premium) * (weight / rate))
  const used = start.reduce((all, share) => all + share, 0)
  if (used >= 1) return 1
  const generator = parts.map(({ rate }, i) =>
    start.map((share, j) => fund * (rate * share - (i === j ? rate : 0))),
  )
  return rowTimes(start, exponential(generator)).reduce((all, share) => all + share, 0)
}

/**
 * The adjustment coefficient: the t above zero with M_X(t) M_W(-c t) = 1, exponential claims and waiting times, of
 * which the insurer keeps a share. Source: V. Goulet et al., actuar, vignette "Risk and ruin theory", section 4.
 *
 * @param claimRate the inverse of the mean claim
 * @param waitRate the inverse of the mean time between claims
 * @param premium a unit of time, after what the reinsurer takes
 * @param retention the share kept, 1 where there is no reinsurer
 */
export function adjustmentCoefficient(
  claimRate: number,
  waitRate: number,
  premium: number,
  retention: number,
): number {
  return Math.max(0, claimRate / retention - waitRate / premium)
}

/** Beekman's bounds of ultimate ruin. */
export interface RuinBounds {
  readonly lower: number
  readonly upper: number
}

/**
 * Bounds of ultimate ruin: the fund's largest loss is a geometric number of records, whose law is moved down and up to
 * a lattice. Source: H. Panjer and G. Willmot, Insurance risk models (1992), 11.6; J. Beekman (1968).
 *
 * @param recordDown weights of a record moved down to the lattice
 * @param recordUp the same moved up
 * @param loading what the premium has above the mean claims, as a share of them
 * @param fund in steps of the lattice
 */
export function ruinBounds(
  recordDown: ArrayLike<number>,
  recordUp: ArrayLike<number>,
  loading: number,
  fund: number,
): RuinBounds {
  const going = 1 / (1 + loading)
  const above = (record: ArrayLike<number>): number => {
    const weights = panjerWeights({ kind: 'geometric', going }, record)
    let below = 0
    for (let x = 0; x <= Math.min(fund, weights.length - 1); x++) below += at(weights, x)
    return 1 - below
  }
  return { lower: above(recordDown), upper: above(recordUp) }
}

/**
 * The adjustment coefficient of Poisson many claims of a severity on a lattice: the t above zero with λ (M(t) - 1) = c t.
 * No fund u is ever ruined with a probability above exp(-t u) (Lundberg's bound).
 *
 * @param premiumPerClaim c / λ, in steps of the lattice
 * @returns a number per step; 0 where the premium does not pay for the claims
 */
export function latticeAdjustment(severity: ArrayLike<number>, premiumPerClaim: number): number {
  const excess = (t: number): number => {
    let total = -1 - premiumPerClaim * t
    for (let x = 0; x < severity.length; x++) total += at(severity, x) * Math.exp(t * x)
    return total
  }
  let high = 1e-3
  while (excess(high) < 0) high *= 2
  let low = high
  while (excess(low) >= 0 && low > 1e-12) low /= 2
  return excess(low) < 0 ? rootOf(excess, low, high) : 0
}
