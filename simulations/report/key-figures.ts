import { levelText, numberText, valueText } from '../chart/format.ts'
import type { Language } from '../chart/language.ts'
import { element, escaped } from '../chart/svg.ts'
import { findModel } from '../model/models.ts'
import type { Result } from '../result.ts'
import type { Figure } from '../summary.ts'
import { say } from './report-words.ts'
import { nameOf } from './result-charts.ts'

/** As many as a reader takes in at once. */
const KEYS_MAX = 6

type ToldFigure = Figure & {
  readonly value: number
  readonly interval: NonNullable<Figure['interval']>
}

/** What a board reads first: probabilities, the first mean and its tail, ratios, each with its interval in words. */
export function keyFigures(result: Result, language: Language): string {
  const cards = keysOf(result)
    .slice(0, KEYS_MAX)
    .map((figure) => card(figure, result, language))
  return element('ul', { class: 'keys' }, ...cards)
}

function keysOf(result: Result): readonly ToldFigure[] {
  const worstBy = findModel(result.provenance.model.name)?.worstBy
  const told = result.figures.filter((figure): figure is ToldFigure => isTold(figure))
  const of = (statistic: Figure['statistic'], name?: string): readonly ToldFigure[] =>
    told.filter((one) => one.statistic === statistic && (name === undefined || one.of === name))
  const amounts = of('mean').filter(({ unit, of: name }) => unit === 'cents' && name !== worstBy)
  return [
    ...of('probability').slice(0, 2),
    ...of('mean', worstBy),
    ...of('expectedShortfall', worstBy).slice(-1),
    ...of('ratio').slice(0, 2),
    ...amounts,
  ]
}

function isTold({ value, interval }: Figure): boolean {
  return value !== null && interval !== null
}

function card(figure: ToldFigure, result: Result, language: Language): string {
  const { of, statistic, unit, value, standardError, interval } = figure
  const near = standardError ?? 0
  const written = (one: number): string => valueText(one, unit, language, near)
  const name = nameOf(of, result, language)
  const title =
    statistic === 'expectedShortfall' ? say('keyTailName', language, { of: name }) : name
  const lower = written(interval.lower)
  const upper = written(interval.upper)
  return element(
    'li',
    {},
    escaped(title),
    element('b', {}, escaped(written(value))),
    element('span', { class: 'small' }, escaped(inWords(figure, result, language, lower, upper))),
  )
}

/** The interval in words, and what else makes the figure plain. */
function inWords(
  { of, statistic, level = 0, unit, value, standardError }: ToldFigure,
  result: Result,
  language: Language,
  lower: string,
  upper: string,
): string {
  if (statistic === 'probability') {
    return say('keyProbability', language, { often: oftenText(value, language), lower, upper })
  }
  if (statistic === 'expectedShortfall') {
    return say('keyTail', language, { share: levelText(1 - level, language), lower, upper })
  }
  const quantileOf = (wanted: number): number | null =>
    result.figures.find(
      (one) => one.of === of && one.statistic === 'quantile' && one.level === wanted,
    )?.value ?? null
  const [low, high] = [quantileOf(0.05), quantileOf(0.95)]
  if (statistic !== 'mean' || low === null || high === null) {
    return say('keyRatio', language, { lower, upper })
  }
  const near = standardError ?? 0
  return say('keyMean', language, {
    ...{ lower, upper },
    low: valueText(low, unit, language, near),
    high: valueText(high, unit, language, near),
  })
}

/** How often in words: about 1 of 98 paths, about 37 of 100. */
function oftenText(probability: number, language: Language): string {
  if (probability <= 0) return say('never', language)
  if (probability >= 1) return say('always', language)
  const isRare = probability < 0.15
  const of = isRare ? Math.round(1 / probability) : 100
  const one = isRare ? 1 : Math.round(probability * 100)
  return say('often', language, { one: String(one), of: numberText(of, language) })
}
