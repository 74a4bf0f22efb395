import { numberText, valueText } from '../../../../simulations/chart/format.ts'
import { meanInterval } from '../../../../simulations/stats/intervals.ts'
import { Moments } from '../../../../simulations/stats/moments.ts'
import type { LabBoardTexts } from '../../messages/lab-board.ts'
import { figureOf } from './board-data.ts'
import type { BoardAnswer } from './board-run.ts'
import { filled } from './words.ts'

/** What the sentences are made of. */
export interface BoardFacts {
  readonly answer: BoardAnswer
  readonly language: 'it' | 'en'
  readonly texts: LabBoardTexts
  readonly loans: number
  /** What the fund holds at first, in cents. */
  readonly start: number
}

/** In how many futures the fund is not enough. */
export function drySentence({ answer, language, texts }: BoardFacts): string {
  const ruin = figureOf(answer, 'ruin', 'probability')
  const { value = null, interval = null } = ruin ?? {}
  if (value === null || interval === null) return ''
  const of100 = (share: number) => numberText(share * 100, language, 1)
  const words = { count: of100(value), low: of100(interval.lower), high: of100(interval.upper) }
  return filled(value === 0 ? texts.dryNever : texts.dry, words)
}

/** The rest of what happens, a sentence each; what is not known well enough is not said. */
export function sentencesOf(facts: BoardFacts): readonly string[] {
  const { answer, language, texts, loans, start } = facts
  const money = (cents: number) => valueText(Math.round(cents / 10_000) * 10_000, 'cents', language)
  const said: string[] = []
  const defaults = figureOf(answer, 'defaults', 'mean')
  if (defaults?.value != null) {
    const reach = (1.96 * (defaults.standardError ?? 0) * 100) / loans
    const count = numberText((defaults.value * 100) / loans, language, 1)
    said.push(filled(texts.defaults, { count, error: numberText(reach, language, 1) }))
  }
  const paid = figureOf(answer, 'paidClaims', 'mean')
  if (paid?.value != null) {
    const error = money(1.96 * (paid.standardError ?? 0))
    said.push(filled(texts.paid, { amount: money(paid.value), error }))
  }
  const bad = figureOf(answer, 'grossClaims', 'valueAtRisk', 0.95)
  if (bad?.value != null) said.push(filled(texts.bad, { amount: money(bad.value) }))
  const share = figureOf(answer, 'paidOfClaimed', 'ratio')
  if (share?.value != null) {
    said.push(filled(texts.paidOf, { share: numberText(share.value * 100, language, 1) }))
  }
  const left = figureOf(answer, 'fundAtEnd', 'mean')
  if (left?.value != null) {
    said.push(filled(texts.left, { amount: money(left.value), start: money(start) }))
  }
  return said
}

/** What differs from the levers as they began: path by path, as both were run on the same futures. */
export function changeSentence(
  { answer, language, texts }: BoardFacts,
  first: BoardAnswer,
): string {
  if (answer.number === first.number) return texts.same
  const before = first.outputs.ruin ?? new Float64Array(0)
  const after = answer.outputs.ruin ?? new Float64Array(0)
  const moments = new Moments()
  for (const [path, value] of after.entries()) moments.add(value - (before[path] ?? 0))
  const { mean, standardError } = moments
  const { lower, upper } = meanInterval(mean, standardError)
  const of100 = (value: number) => numberText(Math.abs(value) * 100, language, 1)
  if (lower <= 0 && upper >= 0) {
    return filled(texts.unclear, { paths: numberText(answer.paths, language) })
  }
  const ends =
    mean < 0 ? { low: of100(upper), high: of100(lower) } : { low: of100(lower), high: of100(upper) }
  return filled(mean < 0 ? texts.fewer : texts.moreDry, { count: of100(mean), ...ends })
}
