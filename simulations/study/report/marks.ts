import { element, escaped } from '../../chart/svg.ts'
import type { PairState } from '../findings.ts'
import type { Light } from '../study-result.ts'
import type { Standing } from '../table.ts'
import type { StudyReader } from './study-reader.ts'

// A mark is a shape and a word beside it: neither needs its colour.

const LIGHTS: Readonly<Record<Light, readonly [ground: string, sign: string]>> = {
  green: ['<circle cx="8" cy="8" r="7"/>', 'M4.5 8.2l2.5 2.6 4.6-5.2'],
  amber: ['<path d="M8 .8l7.4 13.6H.6z"/>', 'M8 5.6v4.2M8 11.6v1.2'],
  red: ['<path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z"/>', 'M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6'],
  unknown: ['<circle cx="8" cy="8" r="6.6"/>', 'M6 6.2a2 2 0 1 1 2.6 1.9q-.6.2-.6 1.2M8 11.2v1'],
}

const STATES: Readonly<Record<PairState, string>> = {
  better: '<path class="f" d="M8 2l6 11H2z"/>',
  worse: '<path class="f" d="M8 14L2 3h12z"/>',
  alike: '<path class="s" d="M2 5.5h12M2 10.5h12"/>',
  open: '<path class="s" d="M8 2l6 6-6 6-6-6z"/>',
}

const STANDINGS: Readonly<Record<Standing, string>> = {
  evidence: '<circle class="f" cx="8" cy="8" r="6"/>',
  prior: '<circle class="s" cx="8" cy="8" r="5.4"/><path class="f" d="M8 2a6 6 0 0 0 0 12z"/>',
  assumption: '<circle class="s" cx="8" cy="8" r="5.4"/>',
}

function picture(kind: string, content: string): string {
  const attributes = { class: `mark ${kind}`, viewBox: '0 0 16 16', 'aria-hidden': 'true' }
  return element('svg', attributes, content)
}

function withWord(sign: string, written: string): string {
  return element('span', { class: 'marked' }, sign, element('span', {}, escaped(written)))
}

/** A light of feasibility: tick in a circle, exclamation mark in a triangle, cross in an octagon, question mark in a ring. */
export function lightMark(light: Light, reader: StudyReader): string {
  const [ground, sign] = LIGHTS[light]
  const shape = picture(`light-${light}`, `${ground}<path class="sign" d="${sign}"/>`)
  return withWord(shape, reader.say(`light ${light}`))
}

/** How a design stands against another: a triangle up or down, two lines, or an empty diamond. */
export function stateMark(state: PairState, reader: StudyReader): string {
  return withWord(picture(`state-${state}`, STATES[state]), reader.say(`state ${state}`))
}

/** Where a number comes from: a full, a half or an empty circle. */
export function standingMark(standing: Standing, reader: StudyReader): string {
  return withWord(picture('standing', STANDINGS[standing]), reader.say(`standing ${standing}`))
}
