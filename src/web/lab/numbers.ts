import { numberText, valueText } from '../../../simulations/chart/format.ts'
import type { Figure } from '../../../simulations/summary.ts'
import { fill } from '../desk/show.ts'
import type { LabRunTexts } from '../messages/lab-run.ts'
import type { LabLanguage } from './kit.tsx'

/** How many of something. */
export function count(value: number, language: LabLanguage): string {
  return numberText(value, language)
}

/** A figure, in as many digits as are known of it. */
export function figureText({ value, unit, standardError }: Figure, language: LabLanguage): string {
  return value === null ? '' : valueText(value, unit, language, standardError ?? undefined)
}

/** From where to where a figure lies. */
export function intervalText(
  { interval, unit, standardError }: Figure,
  language: LabLanguage,
): string {
  if (interval === null) return ''
  const near = standardError ?? undefined
  const [lower, upper] = [interval.lower, interval.upper].map((end) =>
    valueText(end, unit, language, near),
  )
  return `${lower} – ${upper}`
}

/** `valore a rischio 99 %` */
export function statisticText(
  { statistic, level }: Pick<Figure, 'statistic' | 'level'>,
  texts: LabRunTexts,
  language: LabLanguage,
): string {
  const shown = level === undefined ? '' : valueText(level, 'share', language)
  return fill(texts[statistic], { level: shown })
}
