import type { Language, Texts } from '../chart/language.ts'
import { labelOf } from '../report/labels/labels.ts'
import { alternativesOf, propertiesFor } from '../scenario/effective.ts'
import { isObject, type Json, type JsonObject } from '../scenario/json.ts'
import { scenarioJsonSchema } from '../scenario/scenario.ts'
import { sourcesOf } from '../scenario/sources.ts'
import type { PreparedStudy, StudyTexts } from './prepare.ts'
import type { Assumption } from './study-result.ts'
import type { Standing } from './table.ts'

/** Every number that a study takes for granted: the inputs that it varies first, then the fields of its scenarios. */
export function assumptionsOf(
  { file, instances }: PreparedStudy,
  texts: StudyTexts,
  studyText: string,
): readonly Assumption[] {
  const ofStudy = sourcesOf(studyText)
  const rows = new Map<string, { row: Assumption; designs: Set<string> }>()
  for (const instance of instances) {
    const design = file.designs[instance.design]
    const number = design?.parts.findIndex(({ name }) => name === instance.part) ?? 0
    const entry = design?.parts[number]
    if (design === undefined || entry === undefined) continue
    const text = texts.scenarios.get(entry.scenario) ?? ''
    const ofScenario = sourcesOf(text, entry.overlays)
    const overDesign = prefixed(ofStudy, `designs.${instance.design}.parts.${number}.change.`)
    const overPlace = prefixed(ofStudy, `places.${instance.place ?? 0}.change.${instance.part}.`)
    const place = instance.place === undefined ? '' : (file.places[instance.place]?.name ?? '')
    const { model, part } = instance
    const leaves = leavesOf(instance.read.effective.parameters ?? null, {
      path: 'parameters',
      schema: propertiesFor(scenarioJsonSchema(model), instance.read.effective).parameters,
      within: '',
    })
    for (const { path, value, said, within } of leaves) {
      const found = overDesign(path) ?? overPlace(path) ?? nearest(ofScenario, path) ?? ''
      const ofPlaceAlone = overDesign(path) === undefined && overPlace(path) !== undefined
      const where = `${instance.part}${ofPlaceAlone ? `, ${place}` : ''}: ${path.replace(/^parameters\./, '')}`
      const key = JSON.stringify([where, value, found])
      const kept = rows.get(key) ?? {
        row: {
          ...{ where, value, source: found, standing: standingOf(found) },
          ...{ part, model: model.name, designs: [], place: ofPlaceAlone ? place : null },
          ...{ label: textsOf(said, model.name), within: textsOf(within, model.name) },
        },
        designs: new Set<string>(),
      }
      kept.designs.add(design.name)
      rows.set(key, kept)
    }
  }
  const all = file.designs.length
  return [...rows.values()].map(({ row, designs }) =>
    designs.size === all
      ? row
      : { ...row, where: `${row.where} (${[...designs].join(', ')})`, designs: [...designs] },
  )
}

/** What a model says of a field, in each language. */
function textsOf(sentence: string, model: string): Texts {
  const textIn = (language: Language) => labelOf(sentence, model, language)
  return { it: textIn('it'), en: textIn('en') }
}

/** What is written without a source is an assumption, as is what says so. */
function standingOf(source: string): Standing {
  return source === '' || /^assum/i.test(source) ? 'assumption' : 'prior'
}

function prefixed(
  sources: Readonly<Record<string, string>>,
  start: string,
): (path: string) => string | undefined {
  return (path) => sources[`${start}${path}`]
}

/** What is said beside a field, or over what it is part of. */
function nearest(sources: Readonly<Record<string, string>>, path: string): string | undefined {
  const steps = path.split('.')
  for (let length = steps.length; length > 1; length--) {
    const found = sources[steps.slice(0, length).join('.')]
    if (found !== undefined) return found
  }
  return undefined
}

/** Where one is in a scenario: the path, its schema, and what the model says of what is around it. */
interface Spot {
  readonly path: string
  readonly schema: Json | undefined
  readonly within: string
}

interface Leaf {
  readonly path: string
  readonly value: string
  /** What the model says of it; empty where it says nothing. */
  readonly said: string
  readonly within: string
}

/** The numbers and choices of a scenario. */
function* leavesOf(value: Json, { path, schema, within }: Spot): Generator<Leaf> {
  if (value === null) return
  const own: JsonObject = isObject(schema) ? schema : {}
  const alternatives = alternativesOf(own)
  const described = [own, ...alternatives].find((one) => typeof one.description === 'string')
  const said = typeof described?.description === 'string' ? described.description : ''
  if (typeof value !== 'object') {
    yield { path, value: String(value), said, within }
    return
  }
  const properties = isObject(value) ? propertiesFor(own, value) : {}
  const items = alternatives.find((one) => one.items !== undefined)?.items
  for (const [key, inner] of Object.entries(value)) {
    const next = isObject(value) ? properties[key] : items
    yield* leavesOf(inner, {
      ...{ path: `${path}.${key}`, schema: next },
      within: said === '' ? within : said,
    })
  }
}
