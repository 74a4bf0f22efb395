import { defaultsWeights } from './factor.ts'
import { at } from './numeric/elements.ts'

/** A slice of a pool of like names whose times of default hang together by a one-factor Gaussian copula. */
export interface Tranche {
  readonly names: number
  /** Of default, a year. */
  readonly hazard: number
  /** What is left of a defaulted name. */
  readonly recovery: number
  readonly rho: number
  /** As shares of the pool. */
  readonly attach: number
  readonly detach: number
  /** The interest of a year, compounded continuously. */
  readonly rateContinuous: number
  readonly years: number
  readonly paymentsAYear: number
}

/**
 * The fair premium of a tranche in basis points a year of what is left of it: paid at the end of each period, for
 * what defaults in the middle of one for half of it. What the pool lost by each date is a binomial mixture.
 * Source: J. Hull and A. White, Valuation of a CDO and an nth to default CDS without Monte Carlo simulation,
 * J. Derivatives 12 (2004), section 2.
 */
export function trancheSpread(tranche: Tranche): number {
  const { years, paymentsAYear, rateContinuous, attach, detach } = tranche
  const period = 1 / paymentsAYear
  const size = detach - attach
  let before = 0
  let premium = 0
  let protection = 0
  for (let number = 1; number <= years * paymentsAYear; number++) {
    const end = number * period
    const lost = trancheLoss(tranche, end) / size
    const atEnd = Math.exp(-rateContinuous * end)
    const atMiddle = Math.exp(-rateContinuous * (end - period / 2))
    premium += period * (1 - lost) * atEnd + (period / 2) * (lost - before) * atMiddle
    protection += (lost - before) * atMiddle
    before = lost
  }
  return (10_000 * protection) / premium
}

/** What a tranche is expected to have lost after so many years, as a share of the pool. */
export function trancheLoss(tranche: Tranche, years: number): number {
  const { names, hazard, recovery, rho, attach, detach } = tranche
  const weights = defaultsWeights(names, 1 - Math.exp(-hazard * years), rho)
  let loss = 0
  for (let defaults = 0; defaults <= names; defaults++) {
    const poolLoss = (defaults * (1 - recovery)) / names
    loss += at(weights, defaults) * Math.min(Math.max(poolLoss - attach, 0), detach - attach)
  }
  return loss
}
