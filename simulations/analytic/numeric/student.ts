import { normalQuantile } from '../../random/normal.ts'
import { betaBelow } from './beta.ts'
import { rootOf } from './roots.ts'

/**
 * Student's distribution function. Source: DLMF 8.17.23, by the incomplete beta function.
 *
 * @param freedom degrees of freedom, above 0
 * @example studentBelow(-2, 4) // 0.05805826175840779
 */
export function studentBelow(x: number, freedom: number): number {
  const tail = betaBelow(freedom / (freedom + x * x), freedom / 2, 0.5) / 2
  return x < 0 ? tail : 1 - tail
}

/** The inverse of {@link studentBelow}. @param share above 0, below 1 */
export function studentQuantile(share: number, freedom: number): number {
  if (share === 0.5) return 0
  if (share > 0.5) return -studentQuantile(1 - share, freedom)
  // The tails of Student's law are heavier than those of the normal law.
  let low = Math.min(-1, normalQuantile(share))
  while (studentBelow(low, freedom) > share) low *= 2
  return rootOf((x) => studentBelow(x, freedom) - share, low, 0)
}
