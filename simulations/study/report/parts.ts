import type { Chart } from '../../chart/chart.ts'
import { element, escaped } from '../../chart/svg.ts'
import type { StudyReader } from './study-reader.ts'

/** How wide charts are drawn that stand two in a row. */
export const HALF_WIDTH = 440

/** Charts two in a row where there is room. */
export function sideBySide(figures: readonly string[]): string {
  if (figures.length === 0) return ''
  return element('div', { class: 'charts' }, ...figures)
}

/** A chart of half the width, and what is said beside it. */
export function beside(one: string, other: string): string {
  return element('div', { class: 'charts' }, one, element('div', {}, other))
}

/** What opens with a click. On paper its heading alone remains, which says where the rest is. */
export function folded(heading: string, ...body: readonly string[]): string {
  return element('details', {}, element('summary', {}, escaped(heading)), ...body)
}

/** A chart with its words under it. */
export function figure({ svg, alternative }: Chart): string {
  const caption = element('figcaption', {}, escaped(alternative))
  // It scrolls by itself where it is too wide.
  const frame = { role: 'group', 'aria-label': alternative, tabindex: 0 }
  return element('figure', {}, element('div', frame, svg), caption)
}

/** Sentences as a list; nothing where there are none. */
export function bullets(items: readonly string[]): readonly string[] {
  if (items.length === 0) return []
  const points = items.map((one) => element('li', {}, escaped(one)))
  return [element('ul', { class: 'plain' }, ...points)]
}

/** The name of a design with what it is: recommended, a baseline. */
export function designHead(name: string, reader: StudyReader): string {
  const { verdict: found } = reader.result.findings
  const baseline = reader.result.designs.find((one) => one.name === name)?.baseline
  const isBest = found.design === name
  const notes = [
    ...(isBest ? [reader.say(found.kind === 'decided' ? 'recommended' : 'bestSoFar')] : []),
    ...(baseline === undefined
      ? []
      : [`${reader.say('baseline')}: ${reader.say(`baseline ${baseline}`)}`]),
  ]
  const of = notes.map((note) => element('span', { class: 'of' }, escaped(note)))
  return escaped(reader.design(name)) + of.join('')
}
