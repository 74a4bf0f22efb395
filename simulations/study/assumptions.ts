import type { Json } from '../scenario/json.ts'
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
    for (const [path, value] of leavesOf(
      instance.read.effective.parameters ?? null,
      'parameters',
    )) {
      const found = overDesign(path) ?? overPlace(path) ?? nearest(ofScenario, path) ?? ''
      const ofPlaceAlone = overDesign(path) === undefined && overPlace(path) !== undefined
      const where = `${instance.part}${ofPlaceAlone ? `, ${place}` : ''}: ${path.replace(/^parameters\./, '')}`
      const key = JSON.stringify([where, value, found])
      const kept = rows.get(key) ?? {
        row: { where, value, source: found, standing: standingOf(found) },
        designs: new Set<string>(),
      }
      kept.designs.add(design.name)
      rows.set(key, kept)
    }
  }
  const all = file.designs.length
  return [...rows.values()].map(({ row, designs }) =>
    designs.size === all ? row : { ...row, where: `${row.where} (${[...designs].join(', ')})` },
  )
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

/** The numbers and choices of a scenario, each with its path. */
function* leavesOf(value: Json, path: string): Generator<readonly [string, string]> {
  if (value === null) return
  if (typeof value !== 'object') {
    yield [path, String(value)]
    return
  }
  for (const [key, inner] of Object.entries(value)) yield* leavesOf(inner, `${path}.${key}`)
}
