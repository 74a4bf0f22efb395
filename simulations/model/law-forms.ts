import { expectedShortfall, type Law, meanOf, quantileOf } from '../analytic/law.ts'
import type { ClosedForm } from './model.ts'

const LEVELS = [0.95, 0.99, 0.995] as const

/** All that is told of an output whose whole law is known: its mean, its quantiles and what lies beyond them. */
export function formsOfLaw(of: string, law: Law, formula: string): readonly ClosedForm[] {
  const form = { of, formula, nature: 'exact' } as const
  return [
    { ...form, statistic: 'mean', value: meanOf(law) },
    ...LEVELS.flatMap((level): readonly ClosedForm[] => [
      { ...form, statistic: 'quantile', level, value: quantileOf(law, level) },
      { ...form, statistic: 'expectedShortfall', level, value: expectedShortfall(law, level) },
    ]),
  ]
}

/** The largest whole number that divides them all; zeros do not count. */
export function commonUnit(cents: readonly number[]): number {
  return cents.reduce((unit, one) => {
    let [a, b] = [unit, one]
    while (b > 0) [a, b] = [b, a % b]
    return a
  }, 0)
}
