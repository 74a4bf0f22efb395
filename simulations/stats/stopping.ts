import { standardErrorsOf } from './intervals.ts'

/**
 * At how many paths a run with a rule to stop looks whether it may: powers of two times the first, and the last. To look
 * whenever one likes would stop on lucky errors.
 *
 * @example checkpointsOf(1024, 5000) // [1024, 2048, 4096, 5000]
 */
export function checkpointsOf(first: number, last: number): readonly number[] {
  const points: number[] = []
  for (let paths = first; paths < last; paths *= 2) points.push(paths)
  return [...points, last]
}

/**
 * By how much a standard error is inflated because it is looked at several times: as if the interval had to hold at
 * every look (Bonferroni).
 *
 * @example inflationOf(1) // 1
 */
export function inflationOf(looks: number): number {
  return standardErrorsOf(1 - 0.05 / looks) / standardErrorsOf(0.95)
}

/** Whether an estimate is as near as was asked. Nothing is known yet of what was never seen. */
export function isPrecise(
  { value, standardError }: { readonly value: number; readonly standardError: number },
  relativeError: number,
  looks: number,
): boolean {
  if (!(standardError > 0)) return false
  return standardError * inflationOf(looks) <= relativeError * Math.abs(value)
}
