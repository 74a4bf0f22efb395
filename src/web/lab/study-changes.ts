import { differencesOf } from '../../../simulations/scenario/effective.ts'
import { isObject, type Json, type JsonObject } from '../../../simulations/scenario/json.ts'
import type { LabLanguage } from './kit.tsx'
import { studyIn } from './study-edit.ts'

/** Something that two versions of a study say otherwise. */
export interface StudyChange {
  /** `inputs`, `designs`, …: the field of the study that it is in. */
  readonly section: string
  /** What it is about, as the study calls it; nothing where the study as a whole. */
  readonly title: string | undefined
  /** Where in it, `law.low`; empty where all of it came or went. */
  readonly place: string
  readonly before: string | undefined
  readonly after: string | undefined
}

/** What is other in a second version than in a first; what bears a name is the same wherever it stands in its list. */
export function changesBetween(
  before: string,
  after: string,
  language: LabLanguage,
): readonly StudyChange[] {
  const [left, right] = [before, after].map((text) => byName(studyIn(text) ?? {}) as JsonObject)
  if (left === undefined || right === undefined) return []
  const sections = [...new Set([...Object.keys(left), ...Object.keys(right)])]
  return sections.flatMap((section) => {
    const [one, other] = [left[section], right[section]]
    const names = namesIn(one, other)
    if (names === undefined) return changed(section, undefined, one, other)
    return names.flatMap((name) => {
      const [was, is] = [one, other].map((list) =>
        isObject(list ?? null) ? (list as JsonObject)[name] : undefined,
      )
      return changed(section, titleOf(is ?? was, name, language), was, is)
    })
  })
}

function changed(
  section: string,
  title: string | undefined,
  was: Json | undefined,
  is: Json | undefined,
): readonly StudyChange[] {
  const isWhole = title !== undefined && (was === undefined || is === undefined)
  if (isWhole && was === is) return []
  if (isWhole) {
    const [before, after] = [was, is].map((one) => (one === undefined ? undefined : ''))
    return [{ section, title, place: '', before, after }]
  }
  return differencesOf(was, is).map(({ path, before, after }) => ({
    ...{ section, title, place: path },
    ...{ before: written(before), after: written(after) },
  }))
}

function written(value: Json | undefined): string | undefined {
  if (value === undefined) return undefined
  return typeof value === 'object' ? JSON.stringify(value) : `${value}`
}

function titleOf(value: Json | undefined, name: string, language: LabLanguage): string {
  const title = isObject(value ?? null) ? (value as JsonObject).title : undefined
  return isObject(title ?? null) ? `${(title as JsonObject)[language] ?? name}` : name
}

/** The names of two lists that were made to be by name; nothing where they are no such lists. */
function namesIn(one: Json | undefined, other: Json | undefined): readonly string[] | undefined {
  const lists = [one, other].filter((list) => list !== undefined)
  const isNamed = (list: Json): list is JsonObject =>
    isObject(list) && Object.values(list).some((each) => isObject(each) && each.name !== undefined)
  if (lists.length === 0 || !lists.some(isNamed)) return undefined
  return [...new Set(lists.flatMap((list) => (isObject(list) ? Object.keys(list) : [])))]
}

/** Lists of what bears a name, as objects by that name. */
function byName(value: Json): Json {
  if (Array.isArray(value)) {
    const items = value.map(byName)
    const names = items.map((one) => (isObject(one) ? one.name : undefined))
    const isNamed = items.length > 0 && names.every((name) => typeof name === 'string')
    return isNamed ? Object.fromEntries(items.map((one, at) => [`${names[at]}`, one])) : items
  }
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, byName(one)]))
}
