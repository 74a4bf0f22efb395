import { normalCdf, normalQuantile } from '../../random/normal.ts'
import { further, leverByMonth, multiplier } from '../shocks.ts'
import { costOf } from './cost-tables.ts'
import type { Lapse, SponsorshipParameters, SponsorshipShock } from './parameters.ts'

/** What a household of one size costs, in whole cents: what is paid, and what is given in kind. */
export interface CostTables {
  readonly startUpPaid: Float64Array
  readonly startUpInKind: Float64Array
  readonly supportPaid: Float64Array
  readonly supportInKind: Float64Array
  /** Shares of the sizes, added up; the last is 1. */
  readonly sizes: Float64Array
}

/** The costs by size, from 1 member on: place 0 is one member. */
export function costTables({ costs, families }: SponsorshipParameters): CostTables {
  const count = families.households.length
  const made = () => new Float64Array(count)
  const tables = {
    ...{ startUpPaid: made(), startUpInKind: made(), supportPaid: made(), supportInKind: made() },
    sizes: made(),
  }
  let cumulative = 0
  for (let place = 0; place < count; place++) {
    const { startUp, monthly } = costOf(costs.table, place + 1, costs.euroPerUnit)
    tables.startUpInKind[place] = Math.floor(startUp * costs.inKind + 0.5)
    tables.supportInKind[place] = Math.floor(monthly * costs.inKind + 0.5)
    tables.startUpPaid[place] = startUp - (tables.startUpInKind[place] as number)
    tables.supportPaid[place] = monthly - (tables.supportInKind[place] as number)
    cumulative += families.households[place] as number
    tables.sizes[place] = place === count - 1 ? 1 : cumulative
  }
  return tables
}

/**
 * The chance that somebody joins, given the common factor (one-factor Gaussian copula: few join where it is low).
 *
 * @param factor standard normal
 */
export function joinProbability(join: number, correlation: number, factor: number): number {
  if (correlation === 0 || join <= 0 || join >= 1) return join
  const distance = normalQuantile(join) + Math.sqrt(correlation) * factor
  return normalCdf(distance / Math.sqrt(1 - correlation))
}

/**
 * The chance that who has paid so many times stops now. Of sponsors whose readiness is beta(alpha, beta) those who are
 * left are the readier to stay: alpha / (alpha + beta + payments - 1).
 *
 * @param payments from 1
 */
export function lapseHazard(lapse: Lapse, payments: number): number {
  if (lapse.kind === 'constant') return lapse.hazard
  return lapse.alpha / (lapse.alpha + lapse.beta + payments - 1)
}

/** Families that come in a month on average, by month; place 0 is empty. */
export function arrivalsByMonth({ families, months, shocks }: SponsorshipParameters): Float64Array {
  const times = leverByMonth(
    shocks,
    months,
    multiplier<SponsorshipShock>((one) => one.arrivals),
  )
  return times.map((factor, month) => (month === 0 ? 0 : families.arrivals * factor))
}

/** The share of the sponsors that a shock stops in a month, whoever they are, by month. */
export function stoppedByShocks({ months, shocks }: SponsorshipParameters): Float64Array {
  return leverByMonth(
    shocks,
    months,
    further<SponsorshipShock>((one) => one.stopping),
  )
}

/** The chance to stop in a month: by oneself, or else by the shock. */
export function hazardWith(hazard: number, stopped: number): number {
  return stopped === 0 ? hazard : 1 - (1 - hazard) * (1 - stopped)
}
