import { isObject, type Json, type JsonObject } from '../../../simulations/scenario/json.ts'
import {
  type ReadScenario,
  ScenarioError,
  scenarioJsonSchema,
} from '../../../simulations/scenario/scenario.ts'
import { readPart } from '../../../simulations/study/prepare.ts'
import type { StudyFile } from '../../../simulations/study/study-file.ts'
import type { LabLanguage } from './kit.tsx'
import { fieldName, type Label } from './labels.tsx'
import { pathOf, schemaAt } from './shapes.ts'

/** A row of designs beside each other: a cell for each design, nothing where it has none. */
export interface DesignRow {
  readonly part: string
  /** Of the scenario; empty where the row is of the part itself. */
  readonly path: string
  readonly label: Label
  readonly cells: readonly (string | undefined)[]
}

/** What parts the designs of a study have: a row for each, with the scenario that it is. */
export function partRows(
  study: StudyFile,
  titles: ReadonlyMap<string, string>,
): readonly DesignRow[] {
  return partNames(study).map((part) => ({
    ...{ part, path: '', label: { text: part } },
    cells: study.designs.map(({ parts }) => {
      const entry = parts.find(({ name }) => name === part)
      return entry === undefined ? undefined : (titles.get(entry.scenario) ?? entry.scenario)
    }),
  }))
}

/**
 * Where the numbers of the designs differ, in the first place of the study: fields that two designs have otherwise.
 *
 * @param scenarios texts of scenarios, by the name that the study gives them
 */
export function differingRows(
  study: StudyFile,
  scenarios: ReadonlyMap<string, string>,
  language: LabLanguage,
): readonly DesignRow[] {
  return partNames(study).flatMap((part) => {
    const read = study.designs.map((design) => scenarioOf(study, design, part, scenarios))
    const first = read.find((one) => one !== undefined)
    if (first === undefined) return []
    const schema = scenarioJsonSchema(first.model)
    const leaves = read.map((one) =>
      one === undefined ? undefined : new Map(leavesOf(one.effective.parameters ?? null, '')),
    )
    const paths = new Set(leaves.flatMap((one) => [...(one?.keys() ?? [])]))
    return [...paths].flatMap((path) => {
      const cells = leaves.map((one) => one?.get(path))
      const having = cells.filter((_, at) => leaves[at] !== undefined)
      if (new Set(having).size < 2) return []
      const owner = read.find((_, at) => cells[at] !== undefined) ?? first
      const steps = pathOf(`parameters.${path}`)
      const found = schemaAt(schema, owner.effective, steps) ?? {}
      const name = steps.filter((step) => !/^[0-9]+$/.test(step)).at(-1) ?? path
      const label = fieldName({ name, schema: found }, first.model.name, language)
      return [{ part, path, label, cells }]
    })
  })
}

function partNames({ designs }: StudyFile): readonly string[] {
  return [...new Set(designs.flatMap(({ parts }) => parts.map(({ name }) => name)))]
}

/** The scenario of a part of a design; nothing where it has none, or it does not fit any more. */
function scenarioOf(
  study: StudyFile,
  design: StudyFile['designs'][number],
  part: string,
  scenarios: ReadonlyMap<string, string>,
): ReadScenario | undefined {
  const entry = design.parts.find(({ name }) => name === part)
  if (entry === undefined) return undefined
  try {
    return readPart(study, entry, entry.where === 'each' ? 0 : undefined, { scenarios })
  } catch (error) {
    if (error instanceof ScenarioError) return undefined
    throw error
  }
}

function* leavesOf(value: Json, path: string): Generator<readonly [string, string]> {
  if (value === null) return
  if (typeof value !== 'object') {
    yield [path, `${value}`]
    return
  }
  const inner = isObject(value) ? Object.entries(value as JsonObject) : value.entries()
  for (const [key, one] of inner) yield* leavesOf(one, path === '' ? `${key}` : `${path}.${key}`)
}
