import { type Document, isMap, isScalar, isSeq, parseDocument } from 'yaml'
import { shownFactor } from '../../../simulations/chart/format.ts'
import { isObject, type Json, type JsonObject } from '../../../simulations/scenario/json.ts'
import { termOf } from '../../../simulations/study/study-file.ts'
import type { LabLanguage } from './kit.tsx'
import { pathOf, valueAt } from './shapes.ts'
import {
  dropUnused,
  isLawKind,
  LAW_KEYS,
  moveInput,
  type OfferedDataset,
  originOf,
} from './study-origin.ts'

/** Fields of the form that stand for a place of the study begin with this. */
export const FIELD = 'f.'
/** Which law or which estimate an assumption stands on: the field of it ends with this. */
export const ORIGIN = '.from'
/** Designs that the form may leave out. */
export const DESIGN = 'design.'

/** A study as its text says it, right or wrong; nothing where it is no list of fields. */
export function studyIn(text: string): JsonObject | undefined {
  const document = parseDocument(text, { uniqueKeys: true, logLevel: 'error' })
  if (document.errors.length > 0) return undefined
  const value = document.toJS() as Json
  return isObject(value) ? value : undefined
}

/** The objects of a list of a study, such as its inputs. */
export function listAt(study: JsonObject, path: string): readonly JsonObject[] {
  const found = valueAt(study, pathOf(path))
  return Array.isArray(found) ? found.filter(isObject) : []
}

/** The numbers of a law, in the order in which they are told. */
export function lawKeys(law: Json | undefined): readonly string[] {
  return isObject(law ?? null) ? Object.keys(law as JsonObject).filter((key) => key !== 'kind') : []
}

/** What a field shows: as it stands in the file, with a comma where the language has one. */
export function shownText(value: Json | undefined, language: LabLanguage): string {
  if (value === undefined || value === null || value === false) return ''
  if (value === true) return 'yes'
  const text = `${value}`
  return language === 'it' ? text.replace(/^(-?[0-9]+)\.([0-9])/, '$1,$2') : text
}

/** What was typed, as a file would say it; what is no number stays a text, for the study to refuse. */
export function typedValue(text: string): Json {
  const trimmed = text.trim().replace(/^(-?[0-9]+),([0-9])/, '$1.$2')
  return /^-?[0-9]+(?:\.[0-9]+)?$/.test(trimmed) ? Number(trimmed) : trimmed
}

/** Every field that a form of a study has, with the path of what it changes. */
export function editablePaths(study: JsonObject): readonly string[] {
  const indicators = listAt(study, 'indicators')
  return [
    ...['title', 'question', 'population', 'budget'].flatMap(inBoth),
    ...listAt(study, 'inputs').flatMap(({ law, evidence }, index) => [
      ...lawKeys(law).map((key) => `inputs.${index}.law.${key}`),
      ...(evidence === undefined ? [] : [`inputs.${index}.times`]),
      ...['standing', 'source'].map((key) => `inputs.${index}.${key}`),
    ]),
    ...indicators.flatMap((_, index) => INDICATOR_KEYS.map((key) => `indicators.${index}.${key}`)),
    ...listAt(study, 'viewpoints').flatMap((_, index) =>
      indicators.map(({ name }) => `viewpoints.${index}.weights.${name}`),
    ),
    ...listAt(study, 'feasibility').flatMap((criterion, index) =>
      criterionKeys(criterion).map((key) => `feasibility.${index}.${key}`),
    ),
    ...SIZE_KEYS,
  ]
}

export const INDICATOR_KEYS = ['worst', 'best', 'weight', 'indifference', 'deciding'] as const
export const SIZE_KEYS = [
  ...['worlds', 'paths', 'seed', 'level', 'indifference', 'stressWorlds'],
] as const

/** What of a criterion can be changed: from where on it is green or amber, or what somebody found. */
export function criterionKeys({ rule }: JsonObject): readonly string[] {
  return isObject(rule ?? null) ? ['rule.green', 'rule.amber'] : ['light', ...inBoth('found')]
}

function inBoth(key: string): readonly string[] {
  return ['it', 'en'].map((language) => `${key}.${language}`)
}

/** A study as a form is drawn of it the first time: the text of each field. */
export function formOf(study: JsonObject, language: LabLanguage): Readonly<Record<string, string>> {
  const fields = editablePaths(study).map((path) => [
    `${FIELD}${path}`,
    shownAt(study, path, language),
  ])
  const origins = listAt(study, 'inputs').map((input, index) => [
    ...[`${FIELD}inputs.${index}${ORIGIN}`, originOf(input, study)],
  ])
  const designs = listAt(study, 'designs').map(({ name }) => [`${DESIGN}${name}`, 'yes'])
  return Object.fromEntries([...fields, ...origins, ...designs])
}

/**
 * The text of a study with what was typed in a form; comments and everything else stay where they are.
 *
 * @param form the fields as they came back; those that are not of the study are passed over
 * @param datasets those that an assumption may be put onto
 */
export function typedStudy(
  text: string,
  form: Readonly<Record<string, string>>,
  language: LabLanguage,
  datasets: readonly OfferedDataset[] = [],
): string {
  const typed = typedFields(text, form, language, datasets)
  const study = studyIn(typed)
  if (study === undefined) return text
  const leftOut = leftOutOf(study, form)
  if (leftOut.length === 0) return typed
  const document = parseDocument(typed, { uniqueKeys: true, logLevel: 'error' })
  leaveOut(document, leftOut)
  return document.toString({ lineWidth: 0, flowCollectionPadding: true })
}

/** The same with all its designs, as the form is drawn again. */
export function typedFields(
  text: string,
  form: Readonly<Record<string, string>>,
  language: LabLanguage,
  datasets: readonly OfferedDataset[] = [],
): string {
  const document = parseDocument(text, { uniqueKeys: true, logLevel: 'error' })
  const study = studyIn(text)
  if (study === undefined) return text
  let isSame = true
  for (const [index, input] of listAt(study, 'inputs').entries()) {
    const origin = form[`${FIELD}inputs.${index}${ORIGIN}`]?.trim() ?? ''
    if (origin === '' || origin === originOf(input, study)) continue
    moveInput(document, index, origin, datasets)
    isSame = false
  }
  const moved = document.toJS() as JsonObject
  for (const path of editablePaths(moved)) {
    const typed = typedAt(form, path)
    const before = shownAt(study, path, language)
    const now = shownAt(moved, path, language)
    if (typed === undefined || typed === now.trim()) continue
    // What came with another dataset stays where nobody wrote something else.
    if (/\.(?:source|standing)$/.test(path) && typed === before.trim()) continue
    isSame = false
    put(document, path, typed, factorAt(moved, path))
  }
  if (isSame) return text
  dropUnused(document, study)
  return document.toString({ lineWidth: 0, flowCollectionPadding: true })
}

/** What was typed at a place; a tick that is not sent is one that was taken away, where its form was sent. */
function typedAt(form: Readonly<Record<string, string>>, path: string): string | undefined {
  const typed = form[`${FIELD}${path}`]?.trim()
  if (typed !== undefined || !path.endsWith('.deciding')) return typed
  return form[`${FIELD}${path.replace(/deciding$/, 'weight')}`] === undefined ? undefined : ''
}

/** Assumptions that were put onto another law whose numbers nobody has seen yet. */
export function unseenLaws(
  text: string,
  form: Readonly<Record<string, string>>,
): readonly number[] {
  const study = studyIn(text) ?? {}
  return listAt(study, 'inputs').flatMap((input, index) => {
    const origin = form[`${FIELD}inputs.${index}${ORIGIN}`] ?? ''
    if (!isLawKind(origin) || origin === originOf(input, study)) return []
    const isSeen = LAW_KEYS[origin].every(
      (key) => form[`${FIELD}inputs.${index}.law.${key}`] !== undefined,
    )
    return isSeen ? [] : [index]
  })
}

/** Which designs a form leaves out; baselines always stay. */
export function leftOutOf(
  study: JsonObject,
  form: Readonly<Record<string, string>>,
): readonly string[] {
  return listAt(study, 'designs')
    .filter(({ baseline, name }) => baseline === undefined && form[`${DESIGN}${name}`] !== 'yes')
    .map(({ name }) => `${name}`)
}

/** What a place of the form shows: cents as euro, shares as percent. */
function shownAt(study: JsonObject, path: string, language: LabLanguage): string {
  const value = valueAt(study, pathOf(path))
  if (typeof value !== 'number') return shownText(value, language)
  return shownText(Number((value * factorAt(study, path)).toPrecision(12)), language)
}

/** What a threshold is multiplied by to be shown; other places are shown as they stand. */
function factorAt(study: JsonObject, path: string): number {
  const [section = '', index = '', key = ''] = path.split('.')
  const indicators = listAt(study, 'indicators')
  if (section === 'indicators' && ['worst', 'best', 'indifference'].includes(key))
    return shownFactor(`${indicators[Number(index)]?.unit}`)
  if (section !== 'feasibility' || key !== 'rule') return 1
  const name = valueAt(study, [section, index, key, 'indicator'])
  return shownFactor(`${indicators.find((one) => one.name === name)?.unit}`)
}

function put(document: Document, path: string, typed: string, factor: number): void {
  const keys = keysOf(path)
  if (typed === '' && isOptional(keys)) {
    document.deleteIn(keys)
    return
  }
  const value =
    keys.at(-1) === 'deciding'
      ? typed === 'yes'
      : isText(keys)
        ? typed
        : scaled(typedValue(typed), factor)
  const node: unknown = document.getIn(keys, true)
  // The node stays, and with it what is written beside it.
  if (isScalar(node)) node.value = value
  else document.setIn(keys, value)
}

type Keys = readonly (string | number)[]

/** A number as the study has it; what is none stays as it was typed. */
function scaled(value: Json, factor: number): Json {
  return typeof value === 'number' ? Number((value / factor).toPrecision(12)) : value
}

/** What a study has a value for where nothing is said. */
function isOptional(keys: Keys): boolean {
  const last = `${keys.at(-1)}`
  const isSize = keys.length === 1 && (SIZE_KEYS as readonly string[]).includes(last)
  return keys[0] === 'viewpoints' || isSize || ['times', 'indifference', 'deciding'].includes(last)
}

function isText(keys: Keys): boolean {
  const last = `${keys.at(-1)}`
  return ['it', 'en', 'source', 'standing', 'light'].includes(last)
}

function keysOf(path: string): Keys {
  return pathOf(path).map((key) => (/^[0-9]+$/.test(key) ? Number(key) : key))
}

/** Takes designs away, and what only they had: parts, inputs, terms of indicators. */
function leaveOut(document: Document, names: readonly string[]): void {
  const study = () => document.toJS() as JsonObject
  removeFrom(document, 'designs', ({ name }) => names.includes(`${name}`))
  const parts = new Set(
    listAt(study(), 'designs').flatMap((design) => listAt(design, 'parts').map(({ name }) => name)),
  )
  const isGone = (term: Json) => !parts.has(termOf(`${term}`).part)
  for (const list of ['places', 'stresses'])
    pruneKeys(document, list, 'change', (key) => !parts.has(key))
  pruneKeys(document, 'inputs', 'at', (key) => !parts.has(key))
  removeFrom(document, 'inputs', ({ at }) => isEmpty(at))
  for (const end of ['top', 'bottom']) pruneItems(document, 'indicators', end, isGone)
  const without = (one: JsonObject) =>
    isEmpty(one.top) || (one.bottom !== undefined && isEmpty(one.bottom))
  const lost = new Set(
    listAt(study(), 'indicators')
      .filter(without)
      .map(({ name }) => `${name}`),
  )
  removeFrom(document, 'indicators', without)
  pruneKeys(document, 'viewpoints', 'weights', (key) => lost.has(key))
  for (const list of ['smallest', 'fans']) removeFrom(document, list, ({ of }) => isGone(of ?? ''))
  pruneItems(document, 'feasibility', 'designs', (one) => names.includes(`${one}`))
  removeFrom(document, 'feasibility', ({ designs, rule }) => {
    const indicator = isObject(rule ?? null) ? (rule as JsonObject).indicator : undefined
    return (designs !== undefined && isEmpty(designs)) || lost.has(`${indicator}`)
  })
}

function isEmpty(value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.length === 0
  return !isObject(value ?? null) || Object.keys(value as JsonObject).length === 0
}

/** Takes away those of a list of which something is true, the last first. */
function removeFrom(document: Document, list: string, isOut: (one: JsonObject) => boolean): void {
  const all = listAt(document.toJS() as JsonObject, list)
  for (const [index, one] of [...all.entries()].reverse()) {
    if (isOut(one)) document.deleteIn([list, index])
  }
}

function pruneKeys(
  document: Document,
  list: string,
  field: string,
  isOut: (key: string) => boolean,
): void {
  for (const index of listAt(document.toJS() as JsonObject, list).keys()) {
    const node: unknown = document.getIn([list, index, field], true)
    if (!isMap(node)) continue
    const keys = node.items.map(({ key }) => `${isScalar(key) ? key.value : key}`)
    for (const key of keys.filter(isOut)) node.delete(key)
  }
}

function pruneItems(
  document: Document,
  list: string,
  field: string,
  isOut: (item: Json) => boolean,
): void {
  for (const index of listAt(document.toJS() as JsonObject, list).keys()) {
    const node: unknown = document.getIn([list, index, field], true)
    if (!isSeq(node)) continue
    const items = node.toJSON() as Json[]
    for (const [at, item] of [...items.entries()].reverse()) if (isOut(item)) node.delete(at)
  }
}
