import { defaultsWeights } from './factor.ts'
import { type LargePool, largePoolQuantile } from './large-pool.ts'
import { type Law, latticeLaw, mappedLaw, quantileOf, shareAbove } from './law.ts'

/** A pool of like loans, and the factor they share. */
export interface LoanPool {
  readonly loans: number
  readonly probability: number
  readonly rho: number
  /** What is owed at default, each. */
  readonly exposure: number
  readonly lossGivenDefault: number
}

/** A guarantee of a share of each loss, up to a share of the pool. */
export interface CappedGuarantee {
  readonly coverage: number
  readonly capShare: number
}

/** The law of what a pool loses, in euro. */
export function poolLoss(pool: LoanPool): Law {
  const weights = defaultsWeights(pool.loans, pool.probability, pool.rho)
  return latticeLaw(weights, pool.exposure * pool.lossGivenDefault)
}

/** What a capped guarantee of a pool pays, and what it leaves. */
export interface CappedOutcome {
  /** What the guarantor is asked for, before the cap. */
  readonly claims: Law
  readonly payout: Law
  readonly lenderLoss: Law
  /** The largest payout. */
  readonly cap: number
}

/** The laws of what is asked for, paid and left with the lender, all in the number of defaults. */
export function cappedOutcome(pool: LoanPool, guarantee: CappedGuarantee): CappedOutcome {
  const cap = guarantee.capShare * pool.loans * pool.exposure
  const loss = poolLoss(pool)
  const paid = (lost: number): number => Math.min(guarantee.coverage * lost, cap)
  return {
    claims: mappedLaw(loss, (lost) => guarantee.coverage * lost),
    payout: mappedLaw(loss, paid),
    lenderLoss: mappedLaw(loss, (lost) => lost - paid(lost)),
    cap,
  }
}

/** How probable it is that more is asked for than the cap. */
export function shareOverCap({ claims, cap }: CappedOutcome): number {
  return shareAbove(claims, cap)
}

/** The smallest fund that claims exceed with a probability of at most 1 - level. */
export function fundFor(outcome: CappedOutcome, level: number): number {
  return quantileOf(outcome.claims, level)
}

/** What the fund pays itself where somebody stands behind it for a share of each payout, up to a cap. */
export function netOfCounter(payout: Law, share: number, cap: number): Law {
  return mappedLaw(payout, (paid) => paid - Math.min(share * paid, cap))
}

/** The largest pool that a fund may guarantee: fund / (coverage VaR). */
export function largestPortfolio(
  fund: number,
  coverage: number,
  pool: LargePool,
  ruinTarget: number,
): number {
  return fund / (coverage * largePoolQuantile(pool, 1 - ruinTarget))
}
