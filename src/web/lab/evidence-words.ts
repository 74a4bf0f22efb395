import { numberText, valueText } from '../../../simulations/chart/format.ts'
import { unitWord } from '../../../simulations/chart/words.ts'
import type { ShownTable } from '../../study/core/evidence/suppression.ts'
import { fill } from '../desk/show.ts'
import { type LabEvidenceTexts, labEvidenceEn, labEvidenceIt } from '../messages/lab-evidence.ts'
import { type LabFiguresTexts, labFiguresEn, labFiguresIt } from '../messages/lab-figures.ts'
import { tillEn, tillIt } from '../messages/till.ts'
import type { LabLanguage } from './kit.tsx'
import { SCENARIO_TEXTS } from './labels.tsx'

export const DATASETS_PATH = '/lab/datasets'
export const REPLAYS_PATH = '/lab/replays'

export const EVIDENCE_TEXTS: Readonly<Record<LabLanguage, LabEvidenceTexts & LabFiguresTexts>> = {
  it: { ...labEvidenceIt, ...labFiguresIt },
  en: { ...labEvidenceEn, ...labFiguresEn },
}

const CATEGORIES: Readonly<Record<LabLanguage, Readonly<Record<string, string>>>> = {
  it: tillIt.categories,
  en: tillEn.categories,
}

const LAG_FIGURE = /^(hand_over|first_use|next_use|emptied)(?:_(\w+))?$/

/** A figure or a curve of a dataset in words; what is not ours is called as it is. */
export function figureName(name: string, language: LabLanguage): string {
  const texts = EVIDENCE_TEXTS[language]
  const known: Readonly<Record<string, string>> = {
    ...texts.figures,
    ...texts.lags,
    ...texts.tableNames,
  }
  if (known[name] !== undefined) return known[name]
  const [, lag = '', stat = ''] = LAG_FIGURE.exec(name) ?? []
  const stats: Readonly<Record<string, string>> = texts.stats
  if (stats[stat] !== undefined) return fill(stats[stat], { lag: known[lag] ?? lag })
  const [kind = '', of = ''] = name.split(/:(.*)/s)
  const kinds: Readonly<Record<string, string>> = texts.figuresOf
  if (kinds[kind] === undefined) return name
  return fill(kinds[kind], { of: kind === 'spending_share' ? categoryName(of, language) : of })
}

/** What something is bought as, in words where there are some. */
export function categoryName(category: string, language: LabLanguage): string {
  if (category === 'not said') return EVIDENCE_TEXTS[language].notSaid
  return CATEGORIES[language][category] ?? category
}

/** A column of a table in words. */
export function columnName(
  { columnsAre }: Pick<ShownTable, 'columnsAre'>,
  column: string,
  language: LabLanguage,
): string {
  const { outcomes, answers } = EVIDENCE_TEXTS[language]
  const words: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    outcome: outcomes,
    answer: answers,
  }
  return words[columnsAre]?.[column] ?? categoryName(column, language)
}

/** Units that are signs in every language, or none. */
const SIGNS: Readonly<Record<string, string>> = {
  ...{ cents: '€', EUR: '€', share: '%', '%': '%', ratio: '', number: '' },
}

/** A unit as a study writes it, in words: `% / month` is `% al mese`. */
export function unitWords(unit: string, language: LabLanguage): string {
  const known: Readonly<Record<string, string>> = SCENARIO_TEXTS[language].units
  return SIGNS[unit] ?? known[unit] ?? unitWord(unit, language, 2)
}

const UNITS: Readonly<Record<string, string>> = { cent: 'cents', share: 'share', days: 'days' }

/**
 * A figure with its unit.
 *
 * @param near how exactly it is known, in its unit
 */
export function figureText(
  value: number,
  unit: string,
  language: LabLanguage,
  near?: number,
): string {
  const known = UNITS[unit]
  if (known !== undefined) return valueText(value, known, language, near)
  const text = plainNumber(value, language, near)
  const words: Readonly<Record<string, string>> = EVIDENCE_TEXTS[language].units
  const word = words[unit] ?? unitWords(unit, language)
  return word === '' ? text : `${text}\u00a0${word}`
}

/** Of a number without a unit no more is written than anybody reads. */
function plainNumber(value: number, language: LabLanguage, near: number | undefined): string {
  const isSmall = Math.abs(value) < 0.00005
  return isSmall ? '0' : valueText(value, 'number', language, Math.max(near ?? 0, 0.0005))
}

/** What is in a cell of a table: money, or how many tries. */
export function cellText(value: number, unit: string, language: LabLanguage): string {
  return unit === 'cent' ? valueText(value, 'cents', language, 0.01) : numberText(value, language)
}
