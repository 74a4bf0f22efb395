import type { ComparedFigure, Comparison } from './compare.ts'

export type SentenceLanguage = 'it' | 'en'

/** How an output or a ratio is called in a sentence; its name where nothing is said. */
export type LabelOf = (name: string) => string

/** The words of one language. */
interface Words {
  readonly thousands: string
  readonly decimal: string
  readonly points: string
  readonly statistic: (
    statistic: ComparedFigure['statistic'],
    label: string,
    level: string,
  ) => string
  readonly head: (after: string, before: string, paths: string) => string
  readonly differs: (
    name: string,
    isMore: boolean,
    by: string,
    lower: string,
    upper: string,
  ) => string
  readonly certain: string
  readonly nothingCertain: string
  readonly open: (list: string) => string
  readonly same: (list: string) => string
}

const WORDS: Readonly<Record<SentenceLanguage, Words>> = {
  en: {
    thousands: ',',
    decimal: '.',
    points: 'percentage points',
    statistic: (statistic, label, level) =>
      ({
        mean: `the mean of ${label}`,
        probability: `the probability of ${label}`,
        valueAtRisk: `the value at risk of ${label} at ${level}`,
        expectedShortfall: `the expected shortfall of ${label} at ${level}`,
        ratio: `the ratio ${label}`,
      })[statistic],
    head: (after, before, paths) =>
      `"${after}" against "${before}", ${paths} paths of the same randomness.`,
    differs: (name, isMore, by, lower, upper) =>
      `${name} is ${isMore ? 'higher' : 'lower'} by ${by} (between ${lower} and ${upper})`,
    certain: 'For certain:',
    nothingCertain: 'For certain nothing differs.',
    open: (list) => `Not to be told from so many paths whether higher or lower: ${list}.`,
    same: (list) => `The same in every path: ${list}.`,
  },
  it: {
    thousands: '.',
    decimal: ',',
    points: 'punti percentuali',
    statistic: (statistic, label, level) =>
      ({
        mean: `la media di ${label}`,
        probability: `la probabilità di ${label}`,
        valueAtRisk: `il valore a rischio di ${label} al ${level}`,
        expectedShortfall: `la perdita attesa in coda di ${label} al ${level}`,
        ratio: `il rapporto ${label}`,
      })[statistic],
    head: (after, before, paths) =>
      `"${after}" rispetto a "${before}", ${paths} percorsi con lo stesso caso.`,
    differs: (name, isMore, by, lower, upper) =>
      `${name} ${isMore ? 'cresce' : 'cala'} di ${by} (tra ${lower} e ${upper})`,
    certain: 'Di certo:',
    nothingCertain: 'Di certo non cambia nulla.',
    open: (list) => `Con questi percorsi non si può dire se di più o di meno: ${list}.`,
    same: (list) => `Uguale in ogni percorso: ${list}.`,
  },
}

/**
 * What differs between two scenarios for certain, a line for each figure, what cannot be told and what is the same. Certain is what an interval for all figures
 * together leaves no doubt of.
 */
export function sentencesOf(
  { before, after, paths, figures }: Comparison,
  language: SentenceLanguage,
  labelOf: LabelOf = (name) => name,
): readonly string[] {
  const words = WORDS[language]
  const nameOf = ({ of, statistic, level }: ComparedFigure): string => {
    const percent = level === undefined ? '' : `${rounded(level * 100, words)} %`
    return words.statistic(statistic, labelOf(of), percent)
  }
  const certain = figures
    .filter(({ verdict }) => verdict === 'more' || verdict === 'less')
    .map((figure) => {
      const { verdict, difference, jointInterval, unit } = figure
      const ends = [jointInterval.lower, jointInterval.upper].map(Math.abs)
      const [least = 0, most = 0] = ends.toSorted((a, b) => a - b)
      const [by = '', lower = '', upper = ''] = [Math.abs(difference), least, most].map((value) =>
        written(value, unit, words),
      )
      return `- ${words.differs(nameOf(figure), verdict === 'more', by, lower, upper)};`
    })
  const listOf = (verdict: ComparedFigure['verdict']): string =>
    figures
      .filter((figure) => figure.verdict === verdict)
      .map(nameOf)
      .join(', ')
  const [open, same] = [listOf('open'), listOf('same')]
  return [
    words.head(after, before, grouped(String(paths), words)),
    ...(certain.length === 0 ? [words.nothingCertain] : [words.certain, ...certain]),
    ...(open === '' ? [] : [words.open(open)]),
    ...(same === '' ? [] : [words.same(same)]),
  ]
}

function written(value: number, unit: string, words: Words): string {
  switch (unit) {
    case 'cents': {
      const [whole = '', part = ''] = (value / 100).toFixed(2).split('.')
      return `${grouped(whole, words)}${words.decimal}${part} EUR`
    }
    case 'probability':
    case 'share':
      return `${rounded(value * 100, words)} ${words.points}`
    default:
      return `${rounded(value, words)} ${unit}`
  }
}

function grouped(digits: string, { thousands }: Words): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, thousands)
}

function rounded(value: number, { decimal }: Words): string {
  return String(Number(value.toPrecision(3))).replace('.', decimal)
}
