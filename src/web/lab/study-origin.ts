import { type Document, isMap } from 'yaml'
import { lawQuantile } from '../../../simulations/analysis/laws.ts'
import { log } from '../../../simulations/random/elementary.ts'
import { isObject, type Json, type JsonObject } from '../../../simulations/scenario/json.ts'
import { standardErrorsOf } from '../../../simulations/stats/intervals.ts'
import { lawOfEstimate } from '../../../simulations/study/worlds.ts'
import type { EvidenceEstimate } from '../../study/core/evidence/estimate.ts'

/** The laws that an uncertain number may have, with the numbers that each of them needs. */
export const LAW_KEYS = {
  uniform: ['low', 'high'],
  triangular: ['low', 'mode', 'high'],
  normal: ['mean', 'deviation'],
  lognormal: ['median', 'spread'],
  beta: ['low', 'high', 'alpha', 'beta'],
} as const

export type LawKind = keyof typeof LAW_KEYS

export const LAW_KINDS = Object.keys(LAW_KEYS) as readonly LawKind[]

/** A dataset that the assumptions of a study may rest on. */
export interface OfferedDataset {
  readonly sha256: string
  readonly kind: 'ledger' | 'outside' | 'prior'
  readonly title: string
  readonly estimates: readonly EvidenceEstimate[]
}

/**
 * The kind of law that an assumption stands on, or the hash of a dataset and the estimate of it; nothing where neither is
 * said. Whatever the study calls a dataset, a form calls it by its hash.
 */
export function originOf({ law, evidence }: JsonObject, study: JsonObject): string {
  if (typeof evidence === 'string') {
    const [name = '', estimate = ''] = evidence.split(/\/(.*)/s)
    const hash = datasetsIn(study).find((one) => one.name === name)?.hash
    return `${hash ?? name}/${estimate}`
  }
  return isObject(law ?? null) ? `${(law as JsonObject).kind}` : ''
}

export function isLawKind(text: string): text is LawKind {
  return Object.hasOwn(LAW_KEYS, text)
}

/** An estimate that an origin names, by the hash of its dataset, among the datasets that there are. */
export function estimateAt(
  origin: string,
  datasets: readonly OfferedDataset[],
): { readonly dataset: OfferedDataset; readonly estimate: EvidenceEstimate } | undefined {
  const [hash, name] = origin.split(/\/(.*)/s)
  const dataset = datasets.find(({ sha256 }) => sha256 === hash)
  const estimate = dataset?.estimates.find((one) => one.name === name)
  return dataset === undefined || estimate === undefined ? undefined : { dataset, estimate }
}

/** Estimates that a study can read: with both ends, and a name that it can write. */
export function usable({ estimates }: OfferedDataset): readonly EvidenceEstimate[] {
  return estimates.filter(({ name, high }) => high !== null && /^\w[\w:. -]*$/.test(name))
}

/** Nine tenths of what is held possible, and the middle of it. */
interface Spread {
  readonly low: number
  readonly middle: number
  readonly high: number
  /** As the study writes it behind its numbers. */
  readonly unit: string
}

/** A law of another kind that says about the same; what is not known of the first is left to who fills in the form. */
function lawLike(
  study: JsonObject,
  input: JsonObject,
  kind: LawKind,
  datasets: readonly OfferedDataset[],
): JsonObject {
  const estimate = estimateAt(originOf(input, study), datasets)?.estimate
  const spread = spreadIn(input, estimate)
  const empty = Object.fromEntries(LAW_KEYS[kind].map((key) => [key, '']))
  return { kind, ...(spread === undefined ? empty : numbersOf(kind, spread)) }
}

function numbersOf(kind: LawKind, { low, middle, high, unit }: Spread): JsonObject {
  const written = (value: number): Json => {
    const short = Number(value.toPrecision(3))
    return unit === '' ? short : `${short} ${unit}`
  }
  const deviation = (high - low) / (2 * standardErrorsOf(NINE_TENTHS))
  switch (kind) {
    case 'uniform':
      return { low: written(low), high: written(high) }
    case 'triangular':
      return { low: written(low), mode: written(middle), high: written(high) }
    case 'normal':
      return { mean: written(middle), deviation: written(deviation) }
    case 'lognormal': {
      const reach = 2 * standardErrorsOf(NINE_TENTHS)
      const spread = low > 0 && high > low ? log(high / low) / reach : 0.5
      return { median: written(middle), spread: Number(spread.toPrecision(3)) }
    }
    case 'beta':
      return { low: written(low), high: written(high), alpha: 2, beta: 2 }
  }
}

const NINE_TENTHS = 0.9
const SHARES = [0.05, 0.5, 0.95] as const

function spreadIn(
  { law, evidence, times, unit }: JsonObject,
  estimate: EvidenceEstimate | undefined,
): Spread | undefined {
  if (typeof evidence === 'string') {
    if (estimate === undefined || estimate.high === null) return undefined
    const bound = { ...estimate, high: estimate.high }
    const read = lawOfEstimate(bound, Number(times ?? 1))
    const [low = 0, middle = 0, high = 0] = SHARES.map((share) => lawQuantile(read, share))
    // Percent and months stand behind the numbers of a study; other units are those of the field.
    return { low, middle, high, unit: `${unit ?? ''}`.startsWith('%') ? `${unit}` : '' }
  }
  if (!isObject(law ?? null)) return undefined
  return spreadOfLaw(law as JsonObject)
}

/** Of a law with ends those, of another nine tenths of it. */
function spreadOfLaw(law: JsonObject): Spread | undefined {
  const kind = `${law.kind}`
  if (!isLawKind(kind)) return undefined
  const read = new Map(LAW_KEYS[kind].map((key) => [key as string, placeOf(law[key])]))
  const at = (key: string) => read.get(key)?.value ?? Number.NaN
  const unit = [...read.values()].find((place) => place.unit !== '')?.unit ?? ''
  const [low, high] = [at('low'), at('high')]
  const spread = (): readonly [number, number, number] => {
    switch (kind) {
      case 'uniform':
      case 'beta':
        return [low, (low + high) / 2, high]
      case 'triangular':
        return [low, at('mode'), high]
      case 'normal': {
        const reach = at('deviation') * standardErrorsOf(NINE_TENTHS)
        return [at('mean') - reach, at('mean'), at('mean') + reach]
      }
      case 'lognormal': {
        const [median, width] = [at('median'), at('spread')]
        const one = { kind: 'lognormal', median, spread: width } as const
        return [lawQuantile(one, 0.05), median, lawQuantile(one, 0.95)]
      }
    }
  }
  const [first, middle, last] = spread()
  return [first, middle, last].every(Number.isFinite)
    ? { low: first, middle, high: last, unit }
    : undefined
}

function placeOf(value: Json | undefined): { readonly value: number; readonly unit: string } {
  const [, number = '', unit = ''] = /^(-?[0-9]*\.?[0-9]+)\s*(.*)$/.exec(`${value}`.trim()) ?? []
  return { value: number === '' ? Number.NaN : Number(number), unit }
}

/** What the source of an assumption says that rests on an estimate. */
export function sourceOf(dataset: OfferedDataset, { name, n }: EvidenceEstimate): string {
  return `${dataset.title}: ${name} (n = ${n}), SHA-256 ${dataset.sha256.slice(0, 12)}`
}

/** Puts an assumption onto another law, or onto an estimate of a dataset; comments elsewhere stay. */
export function moveInput(
  document: Document,
  index: number,
  origin: string,
  datasets: readonly OfferedDataset[],
): void {
  const study = document.toJS() as JsonObject
  const { inputs } = study
  const input = Array.isArray(inputs) ? inputs[index] : undefined
  if (!isObject(input ?? null)) return
  const node: unknown = document.getIn(['inputs', index], true)
  if (!isMap(node)) return
  const set = (key: string, value: Json) => node.set(key, document.createNode(value))
  if (isLawKind(origin)) {
    node.set(
      'law',
      document.createNode(lawLike(study, input as JsonObject, origin, datasets), { flow: true }),
    )
    for (const key of ['evidence', 'times']) node.delete(key)
    // What no dataset says any more is supposed, until somebody says who published it.
    if ((input as JsonObject).standing === 'evidence') set('standing', 'assumption')
    return
  }
  const found = estimateAt(origin, datasets)
  node.delete('law')
  // What is not there is for the study to refuse.
  if (found === undefined) {
    set('evidence', origin)
    return
  }
  const { dataset, estimate } = found
  set('evidence', `${nameIn(document, dataset)}/${estimate.name}`)
  set('standing', dataset.kind === 'prior' ? 'prior' : 'evidence')
  set('source', sourceOf(dataset, estimate))
}

/** How the study calls a dataset; one that it does not name yet gets a name. */
function nameIn(document: Document, { sha256, title, kind }: OfferedDataset): string {
  const named = datasetsIn(document.toJS() as JsonObject)
  const known = named.find(({ hash }) => hash === sha256)
  if (known !== undefined) return `${known.name}`
  const words = title.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-+|-+$/g, '')
  const begun = /^[A-Za-z]/.test(words) ? words : `${kind}-${words}`
  const wanted = begun.slice(0, 30)
  const isTaken = named.some(({ name }) => name === wanted)
  const name = isTaken ? `${wanted}-${sha256.slice(0, 6)}` : wanted
  const entry = document.createNode({ name, hash: sha256 }, { flow: true })
  if (named.length === 0) document.setIn(['evidence'], document.createNode([]))
  document.addIn(['evidence'], entry)
  return name
}

function datasetsIn({ evidence }: JsonObject): readonly JsonObject[] {
  return Array.isArray(evidence) ? evidence.filter(isObject) : []
}

/** Takes away datasets that an assumption rested on before, and none does any more. */
export function dropUnused(document: Document, before: JsonObject): void {
  const namedIn = (study: JsonObject) => {
    const { inputs } = study
    const all = Array.isArray(inputs) ? inputs.filter(isObject) : []
    return new Set(all.map(({ evidence }) => `${evidence ?? ''}`.split('/')[0]))
  }
  const [was, is] = [namedIn(before), namedIn(document.toJS() as JsonObject)]
  for (const [index, { name }] of [
    ...datasetsIn(document.toJS() as JsonObject).entries(),
  ].reverse()) {
    if (was.has(`${name}`) && !is.has(`${name}`)) document.deleteIn(['evidence', index])
  }
  if (datasetsIn(document.toJS() as JsonObject).length === 0) document.deleteIn(['evidence'])
}
