import { betaFront } from './numeric/beta.ts'

/**
 * The binomial law: how probable 0 to `trials` successes are. Worked out from the most probable number to both sides,
 * so that nothing underflows before it is too small to matter.
 *
 * @example binomialWeights(2, 0.5) // 0.25, 0.5, 0.25
 */
export function binomialWeights(trials: number, share: number): Float64Array {
  const weights = new Float64Array(trials + 1)
  if (share <= 0 || share >= 1) {
    weights[share <= 0 ? 0 : trials] = 1
    return weights
  }
  const mode = Math.min(trials, Math.floor((trials + 1) * share))
  const odds = share / (1 - share)
  const front = betaFront(share, mode + 1, trials - mode + 1)
  weights[mode] = front / ((trials + 1) * share * (1 - share))
  for (let k = mode; k < trials; k++) {
    weights[k + 1] = ((weights[k] ?? 0) * (trials - k) * odds) / (k + 1)
  }
  for (let k = mode; k > 0; k--)
    weights[k - 1] = ((weights[k] ?? 0) * k) / ((trials - k + 1) * odds)
  return weights
}
