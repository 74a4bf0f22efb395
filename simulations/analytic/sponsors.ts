import { normalDensity } from '../random/normal.ts'
import { defaultsWeights } from './factor.ts'
import { convolvedPower, type Law, latticeLaw, limitedMean, shareUpTo } from './law.ts'
import { at } from './numeric/elements.ts'
import { logBeta } from './numeric/gamma.ts'
import { minimumOf } from './numeric/minimum.ts'

/** Sponsors who each pay so much a month, and then stop with a chance that is the same in every month. */
export interface Sponsors {
  readonly sponsors: number
  readonly monthly: number
  readonly lapseHazard: number
  readonly months: number
}

/** How many instalments one sponsor pays: pay first, lapse then. */
export function instalmentWeights({ lapseHazard, months }: Sponsors): Float64Array {
  return Float64Array.from({ length: months + 1 }, (_, paid) => {
    if (paid === 0) return 0
    const staying = (1 - lapseHazard) ** (paid - 1)
    return paid < months ? staying * lapseHazard : staying
  })
}

/** The law of the instalments of all sponsors together. */
export function collectedInstalments(sponsors: Sponsors): Law {
  return latticeLaw(convolvedPower(instalmentWeights(sponsors), sponsors.sponsors))
}

/** What all sponsors are expected to pay: N a (1 - (1 - h)ⁿ) / h. */
export function expectedCollected({ sponsors, monthly, lapseHazard, months }: Sponsors): number {
  const paid = lapseHazard === 0 ? months : (1 - (1 - lapseHazard) ** months) / lapseHazard
  return sponsors * monthly * paid
}

/** The standard deviation of what they pay. */
export function collectedDeviation(sponsors: Sponsors): number {
  const weights = instalmentWeights(sponsors)
  let mean = 0
  let square = 0
  for (let paid = 0; paid < weights.length; paid++) {
    mean += at(weights, paid) * paid
    square += at(weights, paid) * paid * paid
  }
  return sponsors.monthly * Math.sqrt(sponsors.sponsors * (square - mean * mean))
}

/** Pledges that are each honoured by chance, and a funder who gives as much again, up to a cap: E[min(a K, M)]. */
export function expectedMatch(
  pledgers: number,
  honoured: number,
  amount: number,
  cap: number,
): number {
  return limitedMean(latticeLaw(defaultsWeights(pledgers, honoured, 0), amount), cap)
}

/** How probable it is that enough of those who were invited join. @param rho how much they hang together */
export function thresholdReached(
  invited: number,
  joining: number,
  rho: number,
  needed: number,
): number {
  return 1 - shareUpTo(latticeLaw(defaultsWeights(invited, joining, rho)), needed - 1)
}

/** A beta law over sponsors of the chance to stop in a period. */
export interface BetaGeometric {
  readonly alpha: number
  readonly beta: number
}

/**
 * The share still there after so many periods: B(α, β + t) / B(α, β).
 * Source: P. Fader and B. Hardie, How to project customer retention, J. Interactive Marketing 21 (2007), equation 6.
 */
export function retained({ alpha, beta }: BetaGeometric, periods: number): number {
  return Math.exp(logBeta(alpha, beta + periods) - logBeta(alpha, beta))
}

/** How likely it is that of a cohort just so many stopped in each period, and the rest stayed; its logarithm. */
export function retentionLogLikelihood(
  law: BetaGeometric,
  stopped: readonly number[],
  staying: number,
): number {
  const ended = stopped.map((count, period) =>
    count === 0 ? 0 : count * Math.log(retained(law, period) - retained(law, period + 1)),
  )
  return ended.reduce((all, part) => all + part, staying * Math.log(retained(law, stopped.length)))
}

/** The beta law that makes what was seen most likely. */
export function fittedRetention(stopped: readonly number[], staying: number): BetaGeometric {
  const lawOf = (point: readonly number[]): BetaGeometric => ({
    alpha: Math.exp(at(point, 0)),
    beta: Math.exp(at(point, 1)),
  })
  return lawOf(
    minimumOf((point) => -retentionLogLikelihood(lawOf(point), stopped, staying), [0, 0], 0.5),
  )
}

/** How probable it is that hosts are all taken when a family comes, and no family waits (Erlang B). */
export function turnedAway(hosts: number, offered: number): number {
  let blocked = 1
  for (let host = 1; host <= hosts; host++)
    blocked = (offered * blocked) / (host + offered * blocked)
  return blocked
}

/** The same where families wait for a host (Erlang C); certain where there are too few hosts for all who come. */
export function mustWait(hosts: number, offered: number): number {
  if (offered >= hosts) return 1
  const blocked = turnedAway(hosts, offered)
  return (hosts * blocked) / (hosts - offered * (1 - blocked))
}

/** How long a family waits on average: C / (c μ - λ). */
export function meanWait(hosts: number, arrivals: number, meanStay: number): number {
  const offered = arrivals * meanStay
  if (offered >= hosts) return Number.POSITIVE_INFINITY
  return mustWait(hosts, offered) / (hosts / meanStay - arrivals)
}

/** The mean of expit(m + s Z) over a standard normal Z: success where families differ. */
export function logisticNormal(mean: number, deviation: number): number {
  const steps = 128
  let total = 0
  for (let i = -9 * steps; i <= 9 * steps; i++) {
    const z = i / steps
    total += normalDensity(z) / steps / (1 + Math.exp(-mean - deviation * z))
  }
  return total
}

/** What a success costs, in two ways that differ. */
export interface CostPerSuccess {
  /** E[cost] / E[successes]: what the money buys in the long run. */
  readonly ofMeans: number
  /** E[cost / successes] of the years with a success. It leaves out the years without, and weighs bad years more. */
  readonly meanOfRatios: number
}

export function costPerSuccess(families: number, success: number, cost: number): CostPerSuccess {
  const weights = defaultsWeights(families, success, 0)
  let ratio = 0
  for (let k = 1; k <= families; k++) ratio += (at(weights, k) * cost) / k
  return {
    ofMeans: cost / (families * success),
    meanOfRatios: ratio / (1 - at(weights, 0)),
  }
}
