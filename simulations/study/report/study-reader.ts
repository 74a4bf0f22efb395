import { numberText, shownFactor, unitTitle, valueText } from '../../chart/format.ts'
import type { Language, Texts } from '../../chart/language.ts'
import { quantityText } from '../../report/assumptions.ts'
import { modelTexts } from '../../report/labels/labels.ts'
import type { Interval } from '../../stats/intervals.ts'
import type { Estimated, Pair, Weighing } from '../findings.ts'
import type { StudyResult } from '../study-result.ts'
import type { IndicatorHead } from '../table.ts'
import { type StudyWord, say } from './study-words.ts'

/** The score of all indicators, where an indicator is named. */
export const SCORE = 'score'
/** Scores are told in points of a hundred. */
export const SCORE_POINTS = 100

/** No line ends between the two. */
const PLUS_EURO = '+\u2060€'

type DesignOfStudy = StudyResult['designs'][number]

/** Reads a result in a language: names become titles, numbers become texts. */
export class StudyReader {
  readonly result: StudyResult
  readonly language: Language

  constructor(result: StudyResult, language: Language) {
    this.result = result
    this.language = language
  }

  say(name: StudyWord, fill: Readonly<Record<string, string>> = {}): string {
    return say(name, this.language, fill)
  }

  text(texts: Texts): string {
    return texts[this.language]
  }

  /** The title of what bears a name; the name where nothing does. */
  #titleOf(
    list: readonly { readonly name: string; readonly title: Texts }[],
    name: string,
  ): string {
    const found = list.find((one) => one.name === name)
    return found === undefined ? name : this.text(found.title)
  }

  design(name: string): string {
    return this.#titleOf(this.result.designs, name)
  }

  input(name: string): string {
    return this.#titleOf(this.result.inputs, name)
  }

  place(name: string): string {
    return this.#titleOf(this.result.places, name)
  }

  /** What a model simulates, in a few words. */
  model(name: string): string {
    const texts = modelTexts(name)
    return texts === undefined ? name : this.text(texts.title)
  }

  viewpoint(name: string): string {
    return this.#titleOf(this.result.viewpoints, name)
  }

  stress(name: string): string {
    return this.#titleOf(this.result.stresses, name)
  }

  indicator(name: string): string {
    return name === SCORE ? this.say('score') : this.#titleOf(this.result.indicators, name)
  }

  quoted(title: string): string {
    return this.say('quoted', { title })
  }

  /** Joined with commas and, before the last, with “and”. */
  listed(parts: readonly string[]): string {
    const last = parts.at(-1) ?? ''
    if (parts.length < 2) return last
    return `${parts.slice(0, -1).join(', ')} ${this.say('and')} ${last}`
  }

  /** Designs as they are told: the best, its rival, then by score. */
  get ordered(): readonly DesignOfStudy[] {
    const { design, rival } = this.result.findings.verdict
    const rank = ({ name }: DesignOfStudy): number =>
      name === design ? 2 : name === rival ? 1 : (this.weighing(name)?.score ?? 0)
    const ranks = ({ name }: DesignOfStudy): number => Number(name === design || name === rival)
    return [...this.result.designs].sort((a, b) => ranks(b) - ranks(a) || rank(b) - rank(a))
  }

  get deciding(): readonly IndicatorHead[] {
    return this.result.indicators.filter(({ isDeciding }) => isDeciding)
  }

  weighing(design: string): Weighing | undefined {
    return this.result.findings.weighings.find((one) => one.design === design)
  }

  estimate(design: string, indicator: string): Estimated | undefined {
    return this.result.findings.estimates.find(
      (one) => one.design === design && one.indicator === indicator,
    )
  }

  pair(design: string, against: string, indicator: string): Pair | undefined {
    return this.result.findings.pairs.find(
      (one) => one.design === design && one.against === against && one.indicator === indicator,
    )
  }

  unitOf(indicator: string): string {
    if (indicator === SCORE) return 'points'
    return this.result.indicators.find(({ name }) => name === indicator)?.unit ?? 'none'
  }

  /** A value with so many digits as its interval allows, and its unit. */
  value(value: number, unit: string, interval?: Interval): string {
    const near = interval === undefined ? 0 : 2 * (interval.upper - interval.lower)
    if (near <= 0) return valueText(value, unit, this.language)
    return valueText(roundedTo(value, unit, near), unit, this.language, near)
  }

  /** A value that somebody set, with no more decimals than it has. */
  exact(value: number, unit: string): string {
    const factor = shownFactor(unit)
    const shown = String(Number((value * factor).toPrecision(9)))
    const decimals = shown.split('.')[1]?.length ?? 0
    if (unit === 'cents') return valueText(value, unit, this.language, decimals === 0 ? 100 : 10)
    return valueText(value, unit, this.language, 10 ** (1 - decimals) / factor)
  }

  /** A value of an input, in the unit of a scenario file: `%`, `EUR`, `% / month`. */
  setting(value: number, unit: string): string {
    if (!/[%]|EUR/.test(unit)) return valueText(value, unit, this.language)
    return quantityText(`${Number(value.toPrecision(3))} ${unit}`, this.language)
  }

  /** From where to where, the unit once. */
  range(interval: Interval, unit: string): string {
    const told = (one: number): string => this.value(one, unit, interval)
    return this.#between(interval, told)
  }

  /** A difference with its sign; those of shares in points of percent. */
  difference(value: number, unit: string, interval?: Interval): string {
    const text = this.value(value, unit, interval)
    const signed = value > 0 && /[1-9]/.test(text) ? `+${text}`.replace('+€', PLUS_EURO) : text
    return unit === 'share' ? signed.replace('%', this.say('percentagePoints')) : signed
  }

  differenceRange(interval: Interval, unit: string): string {
    return this.#between(interval, (one) => this.difference(one, unit, interval), true)
  }

  scoreRange(interval: Interval): string {
    return this.#between(interval, (one) => this.points(one))
  }

  #between(
    { lower, upper }: Interval,
    told: (value: number) => string,
    withSigns = lower < 0,
  ): string {
    const [low, unit] = told(lower).split('\u00a0')
    const high = told(upper)
    const isShared = low !== undefined && unit !== undefined && high.endsWith(`\u00a0${unit}`)
    const fill = { lower: isShared ? low : told(lower), upper: high }
    return this.say(withSigns ? 'signedRange' : 'range', fill)
  }

  /** A difference of a pair with its interval; that of scores in points. */
  pairTexts(pair: Pair): { readonly difference: string; readonly range: string } {
    const { indicator, difference, interval } = pair
    if (indicator === SCORE) {
      const text = `${this.signedPoints(difference)} ${this.say('points')}`
      return { difference: text, range: this.signedPointsRange(interval) }
    }
    const unit = this.unitOf(indicator)
    return {
      difference: this.difference(difference, unit, interval),
      range: this.differenceRange(interval, unit),
    }
  }

  /** A score or a difference of scores, of 0 to 1, in points. */
  points(score: number): string {
    return numberText(score * SCORE_POINTS, this.language, 1)
  }

  signedPoints(score: number): string {
    const text = this.points(score)
    return score > 0 && /[1-9]/.test(text) ? `+${text}` : text
  }

  signedPointsRange(interval: Interval): string {
    return this.#between(interval, (one) => this.signedPoints(one), true)
  }

  percent(share: number): string {
    return valueText(share, 'share', this.language, 0.1)
  }

  /** What a unit is called in the head of a table; nothing where it has no name. */
  unit(unit: string): string {
    return unitTitle(unit, this.language)
  }
}

/** Rounded to two digits of how near it is known, where that leaves whole units out. */
function roundedTo(value: number, unit: string, near: number): number {
  const factor = shownFactor(unit)
  let step = 1
  while (step * 100 <= near * factor) step *= 10
  return step === 1 ? value : (Math.round((value * factor) / step) * step) / factor
}
