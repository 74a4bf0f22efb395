import { type Document, isMap, isScalar, isSeq, parseDocument } from 'yaml'
import { isObject, type Json, type JsonObject } from '../../../simulations/scenario/json.ts'
import { termOf } from '../../../simulations/study/study-file.ts'
import type { LabLanguage } from './kit.tsx'
import { pathOf, valueAt } from './shapes.ts'

/** Fields of the form that stand for a place of the study begin with this. */
export const FIELD = 'f.'
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
  if (value === undefined || value === null) return ''
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
    ...listAt(study, 'inputs').flatMap(({ law }, index) => [
      ...lawKeys(law).map((key) => `inputs.${index}.law.${key}`),
      ...['standing', 'source'].map((key) => `inputs.${index}.${key}`),
    ]),
    ...indicators.map((_, index) => `indicators.${index}.weight`),
    ...listAt(study, 'viewpoints').flatMap((_, index) =>
      indicators.map(({ name }) => `viewpoints.${index}.weights.${name}`),
    ),
    ...['worlds', 'paths'],
  ]
}

/** A study as a form is drawn of it the first time: the text of each field. */
export function formOf(study: JsonObject, language: LabLanguage): Readonly<Record<string, string>> {
  const fields = editablePaths(study).map((path) => [
    `${FIELD}${path}`,
    shownText(valueAt(study, pathOf(path)), language),
  ])
  const designs = listAt(study, 'designs').map(({ name }) => [`${DESIGN}${name}`, 'yes'])
  return Object.fromEntries([...fields, ...designs])
}

/**
 * The text of a study with what was typed in a form; comments and everything else stay where they are.
 *
 * @param form the fields as they came back; those that are not of the study are passed over
 */
export function typedStudy(
  text: string,
  form: Readonly<Record<string, string>>,
  language: LabLanguage,
): string {
  const document = parseDocument(text, { uniqueKeys: true, logLevel: 'error' })
  const study = studyIn(text)
  if (study === undefined) return text
  let isSame = true
  for (const path of editablePaths(study)) {
    const typed = form[`${FIELD}${path}`]?.trim()
    const before = shownText(valueAt(study, pathOf(path)), language)
    if (typed === undefined || typed === before.trim()) continue
    isSame = false
    put(document, path, typed)
  }
  const leftOut = leftOutOf(study, form)
  if (isSame && leftOut.length === 0) return text
  if (leftOut.length > 0) leaveOut(document, leftOut)
  return document.toString({ lineWidth: 0, flowCollectionPadding: true })
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

function put(document: Document, path: string, typed: string): void {
  const keys = keysOf(path)
  if (typed === '' && keys[0] === 'viewpoints') {
    document.deleteIn(keys)
    return
  }
  const isText = keys[0] === 'inputs' && (keys[2] === 'source' || keys[2] === 'standing')
  const value = isText ? typed : typedValue(typed)
  const node: unknown = document.getIn(keys, true)
  // The node stays, and with it what is written beside it.
  if (isScalar(node)) node.value = value
  else document.setIn(keys, value)
}

function keysOf(path: string): readonly (string | number)[] {
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
