import { defaultsWeights } from '../../analytic/factor.ts'
import {
  logisticNormal,
  meanWait,
  mustWait,
  retained,
  thresholdReached,
  turnedAway,
} from '../../analytic/sponsors.ts'
import type { ClosedForm } from '../model.ts'
import type { Lapse, Outcome, SponsorshipParameters } from './parameters.ts'
import { arrivalsByMonth, stoppedByShocks } from './tables.ts'

/** What is known of a scenario without simulation. */
export function sponsorshipClosedForms(parameters: SponsorshipParameters): readonly ClosedForm[] {
  return [...givingForms(parameters), ...hostingForms(parameters)]
}

function givingForms(parameters: SponsorshipParameters): readonly ClosedForm[] {
  const { sponsors, months } = parameters
  const { invited, join, correlation, needed, pledge, lapse } = sponsors
  const weights = defaultsWeights(invited, join, correlation)
  let joinedAndBegun = 0
  for (let joined = needed; joined <= invited; joined++) {
    joinedAndBegun += joined * (weights[joined] ?? 0)
  }
  const stopped = stoppedByShocks(parameters)
  let payments = 0
  let untouched = 1
  for (let paid = 0; paid < months; paid++) {
    untouched *= 1 - (stopped[paid] ?? 0)
    payments += staying(lapse, paid) * untouched
  }
  return [
    mean('sponsors', invited * join, 'N p'),
    {
      ...{ of: 'started', statistic: 'probability', nature: 'exact' },
      value: thresholdReached(invited, join, correlation, needed),
      formula: correlation === 0 ? 'binomial tail' : 'tail of the binomial mixed over the factor',
    },
    mean('collected', joinedAndBegun * pledge * payments, 'E[K; K ≥ needed] a Σ S(t)'),
  ]
}

/** The share of sponsors that is left after so many payments. */
function staying(lapse: Lapse, payments: number): number {
  if (lapse.kind === 'constant') return (1 - lapse.hazard) ** payments
  return retained(lapse, payments)
}

function hostingForms(parameters: SponsorshipParameters): readonly ClosedForm[] {
  const { families, outcomes, shocks } = parameters
  const { arrivals, hosts, stay, waiting } = families
  const offered = arrivals * stay
  const { invited, join, correlation, needed } = parameters.sponsors
  const begins = thresholdReached(invited, join, correlation, needed)
  const expected = arrivalsByMonth(parameters).reduce((sum, one) => sum + one, 0)
  const forms: ClosedForm[] = [
    mean('arrived', begins * expected, 'P(begun) Σ λ'),
    leaving('housedShare', outcomes.housing, stay),
    leaving('workShare', outcomes.work, stay),
  ]
  // A long run settles; a shock within it does not.
  if (arrivals === 0 || shocks.length > 0) return forms
  if (!waiting) {
    forms.push(limit('turnedAwayShare', turnedAway(hosts, offered), 'Erlang B'))
  } else if (offered < hosts) {
    forms.push(limit('waitProbability', mustWait(hosts, offered), 'Erlang C'))
    forms.push(limit('meanWait', meanWait(hosts, arrivals, stay), 'C / (c μ − λ)'))
  }
  return forms
}

/**
 * With what a family leaves. In a run that ends, those who stayed long have not left yet: where the outcome depends on
 * the stay, the value is that of a long run.
 */
function leaving(of: string, outcome: Outcome, stay: number): ClosedForm {
  if (outcome.kind === 'logistic-normal') {
    const value = logisticNormal(outcome.mean, outcome.spread)
    return { of, statistic: 'mean', value, formula: '∫ expit(m + s z) φ(z) dz', nature: 'exact' }
  }
  const rate = -Math.log1p(-outcome.probability)
  return limit(of, outcome.probability === 1 ? 1 : rate / (rate + 1 / stay), 'h / (h + μ)')
}

function mean(of: string, value: number, formula: string): ClosedForm {
  return { of, statistic: 'mean', value, formula, nature: 'exact' }
}

function limit(of: string, value: number, formula: string): ClosedForm {
  return { of, statistic: 'mean', value, formula, nature: 'limit' }
}
