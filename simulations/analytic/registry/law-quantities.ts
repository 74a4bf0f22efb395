import {
  deviationOf,
  excessOver,
  expectedShortfall,
  type Law,
  limitedMean,
  meanOf,
  quantileOf,
  shareAbove,
  shareAt,
  shareUpTo,
} from '../law.ts'
import { type AnswerUnit, levelOf, type Quantity } from './quantity-case.ts'

/** Whose figure it is, where that is the law itself, and notes behind it; a question about something else is not answered. */
const SUBJECT =
  '(?: of (?:the )?(?:loss(?:es)?|(?:number of )?defaults|(?:all )?claims|payout|total|[a-z]))?'
const END = '(?: eur)?(?: \\(.*\\))?$'

/** A number in a question. */
const X = '(-?[0-9]+(?:\\.[0-9]+)?)'

/**
 * What may be asked of any discrete law: mean and deviation, value at risk and expected shortfall at a level, and how
 * probable some outcomes are.
 *
 * @param lawOf the law of the inputs
 */
export function lawQuantities<Inputs>(
  lawOf: (inputs: Inputs) => Law,
  unit: AnswerUnit,
): readonly Quantity<Inputs>[] {
  const one = (
    pattern: string,
    example: string,
    of: (law: Law, x: number) => number,
    answerUnit: AnswerUnit = unit,
  ): Quantity<Inputs> => ({
    pattern: new RegExp(pattern),
    example,
    unit: answerUnit,
    answer: (inputs, words) => of(lawOf(inputs), Number(words.find((word) => word !== ''))),
  })
  const level = (
    pattern: string,
    example: string,
    of: (law: Law, level: number) => number,
  ): Quantity<Inputs> => ({
    pattern: new RegExp(pattern),
    example,
    unit,
    answer: (inputs, words) => {
      const wanted = levelOf(words.find((word) => word !== ''))
      return wanted > 0 && wanted < 1 ? of(lawOf(inputs), wanted) : Number.NaN
    },
  })
  return [
    level(`^(?:var ?([0-9.]*[0-9])|([0-9.]+)% quantile)${SUBJECT}${END}`, 'VaR99', quantileOf),
    one(`^quantile (0?\\.[0-9]+)${END}`, 'quantile 0.99', quantileOf),
    level(`^(?:es|tvar|cte) ?([0-9.]*[0-9])${SUBJECT}${END}`, 'ES99', expectedShortfall),
    one(`^std dev${SUBJECT}${END}`, 'std dev', deviationOf),
    one(`^variance${SUBJECT}${END}`, 'variance', (law) => deviationOf(law) ** 2),
    one(
      `^(?:mean${SUBJECT}|e\\[[a-z]\\]|expected (?:loss|claims|number of defaults))${END}`,
      'mean',
      meanOf,
    ),
    one('^p\\(no (?:default|loss|claim)', 'P(no default)', (law) => shareAt(law, 0), 'share'),
    one(`^p\\([a-z]+ ?= ?${X}\\)`, 'P(S=0)', shareAt, 'share'),
    one(`^p\\([a-z]+ ?<= ?${X}\\)`, 'P(S<=12)', shareUpTo, 'share'),
    one(`^p\\([a-z]+ ?> ?${X}\\)`, 'P(S>12)', shareAbove, 'share'),
    one(
      `^p\\([a-z]+ ?>= ?${X}\\)`,
      'P(S>=12)',
      (law, x) => shareAbove(law, x) + shareAt(law, x),
      'share',
    ),
    one(`^e\\(?\\[?\\(?[a-z]- ?${X}\\)\\+`, 'E(S-30)+', excessOver),
    one(`^e\\[min\\([a-z], ?${X}\\)\\]`, 'E[min(S,30)]', limitedMean),
    {
      pattern: new RegExp(`e\\[min\\(\\([a-z]- ?${X}\\)\\+, ?${X}\\)\\]`),
      example: 'E[min((S-20)+,30)]',
      unit,
      answer: (inputs, [deductible, limit]) => {
        const law = lawOf(inputs)
        const [from, to] = [Number(deductible), Number(deductible) + Number(limit)]
        return limitedMean(law, to) - limitedMean(law, from)
      },
    },
  ]
}
