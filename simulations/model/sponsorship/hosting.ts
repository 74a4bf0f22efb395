import { normal } from '../../random/distributions.ts'
import { exp, pow } from '../../random/elementary.ts'
import type { Stream } from '../../random/stream.ts'
import type { Outcome } from './parameters.ts'

/**
 * The chance of an outcome for a family that leaves.
 *
 * @param stayed months with the host
 * @param effect what is the family's own: a standard normal number
 */
export function outcomeProbability(outcome: Outcome, stayed: number, effect: number): number {
  if (outcome.kind === 'monthly') {
    return outcome.probability >= 1 ? 1 : 1 - pow(1 - outcome.probability, stayed)
  }
  return 1 / (1 + exp(-(outcome.mean + outcome.spread * effect)))
}

/**
 * Decides what a family leaves with; always takes the same number of draws, so that a change of one outcome leaves the
 * other as it was.
 *
 * @returns 1 for a home, 2 for work, 3 for both
 */
export function decideOutcomes(
  stream: Stream,
  outcomes: { readonly housing: Outcome; readonly work: Outcome },
  stayed: number,
): number {
  const effect = normal(stream)
  const home = stream.uniform() < outcomeProbability(outcomes.housing, stayed, effect) ? 1 : 0
  const work = stream.uniform() < outcomeProbability(outcomes.work, stayed, effect) ? 2 : 0
  return home + work
}
