import { levelText, numberText } from '../../chart/format.ts'
import type { Language } from '../../chart/language.ts'
import type { StudyResult } from '../study-result.ts'
import { StudyReader } from './study-reader.ts'
import { verdictText } from './verdict-text.ts'

/** So much of a hash tells studies apart. */
const HASH_SHOWN = 16
const WIDTH_MAX = 100

/** What a study came to, for a terminal: the verdict, why, the designs by their deciding indicators, provenance. */
export function studySummary(result: StudyResult, language: Language): string {
  const reader = new StudyReader(result, language)
  const { head, lead, reasons, wants } = verdictText(reader)
  const { worlds, paths, seed, studyHash } = result.provenance
  const lines = [
    reader.text(result.title),
    '',
    head,
    ...[lead, ...reasons, ...(wants === null ? [] : [wants])].flatMap(broken),
    '',
    ...designLines(reader),
    '',
    reader.say('textSize', {
      worlds: numberText(worlds, language),
      paths: numberText(paths, language),
      seed: String(seed),
      hash: studyHash.slice(0, HASH_SHOWN),
    }),
  ]
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`
}

/** A line for each design: score, then each deciding indicator with how it stands against the best. */
function designLines(reader: StudyReader): readonly string[] {
  const names = reader.deciding.map(({ name }) => name)
  const level = levelText(reader.result.level, reader.language)
  const head = [
    reader.say('design'),
    `${reader.say('score')} (${level})`,
    ...names.map((name) => reader.indicator(name)),
  ]
  const rows = reader.ordered.map(({ name }) => [
    reader.design(name),
    scoreText(name, reader),
    ...names.map((indicator) => valueText(name, indicator, reader)),
  ])
  const all = [head, ...rows]
  const widths = head.map((_, column) =>
    Math.max(...all.map((row) => [...(row[column] ?? '')].length)),
  )
  return all.map((row) =>
    row
      .map((cell, column) => `${cell}${' '.repeat((widths[column] ?? 0) - [...cell].length)}`)
      .join('  '),
  )
}

function scoreText(design: string, reader: StudyReader): string {
  const found = reader.weighing(design)
  if (found === undefined) return '–'
  return `${reader.points(found.score)} (${reader.scoreRange(found.scoreInterval)})`
}

function valueText(design: string, indicator: string, reader: StudyReader): string {
  const found = reader.estimate(design, indicator)
  if (found === undefined) return '–'
  const value = reader.value(found.mean, reader.unitOf(indicator), found.interval)
  const best = reader.result.findings.verdict.design
  const pair = reader.pair(design, best, indicator)
  return pair === undefined ? value : `${value} ${reader.say(`state ${pair.state}`)}`
}

/** Broken at spaces; what goes on is indented. */
function broken(sentence: string): readonly string[] {
  const lines: string[] = []
  let current = ' '
  for (const part of sentence.split(' ')) {
    if (current.trim() !== '' && current.length + part.length + 1 > WIDTH_MAX) {
      lines.push(current)
      current = '   '
    }
    current = `${current} ${part}`
  }
  return [...lines, current]
}
