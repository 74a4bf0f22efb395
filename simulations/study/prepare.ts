import type { Law } from '../analysis/laws.ts'
import { type VariedField, variedFields } from '../analysis/varied.ts'
import type { Model } from '../model/model.ts'
import { mergePatch } from '../scenario/effective.ts'
import type { Json, JsonObject } from '../scenario/json.ts'
import {
  checkScenario,
  type ReadScenario,
  readScenario,
  ScenarioError,
  type ScenarioFault,
} from '../scenario/scenario.ts'
import type { InputEntry, PartEntry, StudyFile } from './study-file.ts'
import { termOf } from './study-file.ts'
import { drawWorlds, type EvidenceEstimate, lawOfEstimate } from './worlds.ts'

/** A dataset of evidence that a study names, read. */
export interface ReadEvidence {
  readonly name: string
  readonly hash: string
  /** From our own books, from elsewhere, or what others published. */
  readonly kind: 'ledger' | 'outside' | 'prior'
  readonly day: string
  readonly description: string
  readonly estimates: readonly EvidenceEstimate[]
}

/** What a study needs beside itself. */
export interface StudyTexts {
  /** Of scenario files, by the name that the study gives them. */
  readonly scenarios: ReadonlyMap<string, string>
  readonly evidence: readonly ReadEvidence[]
}

/** A scenario of a design: one for each place, or one for all. */
export interface Instance {
  readonly design: number
  readonly part: string
  /** Its place in the list; nothing where it is one for all. */
  readonly place: number | undefined
  readonly read: ReadScenario
  readonly model: Model
  /** What of it is not known: the number of the input, and its field. */
  readonly varied: readonly { readonly input: number; readonly field: VariedField }[]
  /** By stress: what is laid over it; nothing where it is not touched. */
  readonly stresses: readonly (JsonObject | undefined)[]
}

/** A study with everything that it is of, checked; nothing was run. */
export interface PreparedStudy {
  readonly file: StudyFile
  readonly evidence: readonly ReadEvidence[]
  readonly instances: readonly Instance[]
  readonly laws: readonly Law[]
  /** `[input][world]` */
  readonly drawn: readonly Float64Array[]
}

/**
 * Makes a study ready to run.
 *
 * @throws ScenarioError with everything that is wrong
 */
export function prepareStudy(file: StudyFile, texts: StudyTexts): PreparedStudy {
  const faults: ScenarioFault[] = []
  const told = (found: readonly ScenarioFault[]) => faults.push(...found)
  const instances = instancesOf(file, texts, told)
  const laws = file.inputs.map((entry, index) => {
    const law = lawOf(entry, index, instances, texts.evidence, told)
    if (!instances.some(({ varied }) => varied.some(({ input }) => input === index)))
      told([{ path: `inputs.${index}.at`, message: 'no design has such a field' }])
    return law
  })
  told(termFaults(file, instances))
  if (faults.length > 0) throw new ScenarioError(faults)
  const drawn = drawWorlds(laws, file.worlds, file.seed)
  const prepared = { file, evidence: texts.evidence, instances, laws, drawn }
  told(rangeFaults(prepared))
  if (faults.length > 0) throw new ScenarioError(faults)
  return prepared
}

/**
 * The scenario of an instance in a world.
 *
 * @param stress the number of a stress that it is in
 * @throws ScenarioError where there is none
 */
export function scenarioIn(
  { drawn }: Pick<PreparedStudy, 'drawn'>,
  instance: Instance,
  world: number,
  stress?: number,
): ReadScenario {
  const varied = instance.varied.reduce<JsonObject>((scenario, { input, field }) => {
    const value = drawn[input]?.[world]
    return value === undefined ? scenario : field.lay(scenario, field.written(value))
  }, instance.read.effective)
  const change = stress === undefined ? undefined : instance.stresses[stress]
  return checkScenario(change === undefined ? varied : mergePatch(varied, change))
}

function instancesOf(
  file: StudyFile,
  texts: StudyTexts,
  told: (faults: readonly ScenarioFault[]) => void,
): Instance[] {
  return file.designs.flatMap((design, number) =>
    design.parts.flatMap((entry, index) => {
      const path = `designs.${number}.parts.${index}`
      const places: readonly (number | undefined)[] =
        entry.where === 'each' ? file.places.map((_, place) => place) : [undefined]
      return places.flatMap((place): Instance[] => {
        try {
          const read = readPart(file, entry, place, texts)
          return [instanceOf(file, { number, entry, place, read }, told)]
        } catch (error) {
          if (!(error instanceof ScenarioError)) throw error
          const where = place === undefined ? '' : `${file.places[place]?.name}: `
          told(
            error.faults.map((fault) => ({
              path,
              message: `${where}${fault.path === '' ? '' : `${fault.path}: `}${fault.message}`,
            })),
          )
          return []
        }
      })
    }),
  )
}

/** The scenario of a part of a design in a place. @throws ScenarioError where there is none */
export function readPart(
  { seed, places }: StudyFile,
  { name, scenario, overlays, change }: PartEntry,
  place: number | undefined,
  { scenarios }: Pick<StudyTexts, 'scenarios'>,
): ReadScenario {
  const text = scenarios.get(scenario)
  if (text === undefined)
    throw new ScenarioError([{ path: '', message: `there is no scenario ${scenario}` }])
  const ofPlace = place === undefined ? {} : (places[place]?.change[name] ?? {})
  // All designs of a study have one randomness, and are drawn by chance.
  const common: Json = { seed, stop: null, sampling: null }
  const changes = [ofPlace, change, common].reduce<Json>(laid, {})
  return readScenario(text, overlays, changes as JsonObject)
}

/** Two patches as one: what the second says, and what the first says beside it. */
function laid(first: Json, second: Json): Json {
  if (!isPatch(first) || !isPatch(second)) return second
  const result: Record<string, Json> = { ...first }
  for (const [key, value] of Object.entries(second)) {
    const before = result[key]
    result[key] = before === undefined ? value : laid(before, value)
  }
  return result
}

function isPatch(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function instanceOf(
  file: StudyFile,
  {
    number,
    entry,
    place,
    read,
  }: {
    readonly number: number
    readonly entry: PartEntry
    readonly place: number | undefined
    readonly read: ReadScenario
  },
  told: (faults: readonly ScenarioFault[]) => void,
): Instance {
  const { model, effective } = read
  const varied = file.inputs.flatMap(({ name, at, change, law }, input) => {
    const path = at[entry.name]
    if (path === undefined) return []
    const field = { name, path, change, ...(law === undefined ? {} : { law }) }
    const { fields, faults } = variedFields([field], model, effective)
    // A design that has no such field does not depend on it.
    if (faults.some(({ message }) => message.startsWith('the scenario has no field'))) return []
    told(faults.map(({ message }) => ({ path: `inputs.${input}`, message })))
    return fields[0] === undefined ? [] : [{ input, field: fields[0] }]
  })
  const stresses = file.stresses.map(({ change }) => change[entry.name])
  return { design: number, part: entry.name, place, read, model, varied, stresses }
}

/** What is held possible of an input, in the unit of its field. */
function lawOf(
  { law, evidence, times, name, standing }: InputEntry,
  index: number,
  instances: readonly Instance[],
  datasets: readonly ReadEvidence[],
  told: (faults: readonly ScenarioFault[]) => void,
): Law {
  const path = `inputs.${index}`
  const nothing: Law = { kind: 'uniform', low: 0, high: 1 }
  if (evidence !== undefined) {
    const [dataset, estimate] = evidence.split('/')
    const read = datasets.find((one) => one.name === dataset)
    const found = read?.estimates.find((one) => one.name === estimate)
    if (read?.kind === 'prior' && standing === 'evidence')
      told([{ path: `${path}.standing`, message: 'is prior: others published it' }])
    if (found !== undefined && found.high !== null)
      return lawOfEstimate({ ...found, high: found.high }, times)
    const message = found === undefined ? 'there is no estimate' : 'nothing bounds the estimate'
    told([{ path: `${path}.evidence`, message: `${message} ${evidence}` }])
    return nothing
  }
  const field = instances
    .flatMap(({ varied }) => varied)
    .find(({ input }) => input === index)?.field
  if (field?.law !== undefined) return field.law
  if (law !== undefined && field !== undefined)
    told([{ path: `${path}.law`, message: `is none for ${name}` }])
  return nothing
}

/** Whether what indicators name is there. */
function termFaults(file: StudyFile, instances: readonly Instance[]): readonly ScenarioFault[] {
  const isThere = (text: string, of: 'outputs' | 'series'): string | undefined => {
    const { part, output } = termOf(text)
    const without = instances.find(
      (one) => one.part === part && !one.model[of].some(({ name }) => name === output),
    )
    if (without === undefined) return undefined
    const names = without.model[of].map(({ name }) => name).join(', ')
    return `${without.model.name} has no ${output}; there are: ${names}`
  }
  const faultsOf = (path: string, terms: readonly string[], of: 'outputs' | 'series') =>
    terms.flatMap((text) => {
      const message = isThere(text, of)
      return message === undefined ? [] : [{ path, message }]
    })
  return [
    ...file.indicators.flatMap(({ top, bottom = [] }, index) =>
      faultsOf(`indicators.${index}`, [...top, ...bottom], 'outputs'),
    ),
    ...file.smallest.flatMap(({ of }, index) => faultsOf(`smallest.${index}.of`, [of], 'outputs')),
    ...file.fans.flatMap(({ of }, index) => faultsOf(`fans.${index}.of`, [of], 'series')),
  ]
}

/** Tries the worlds in which an input is smallest and largest: what they make impossible is told before anything is run. */
function rangeFaults(prepared: PreparedStudy): readonly ScenarioFault[] {
  const { drawn, file, instances } = prepared
  const found = new Map<string, ScenarioFault>()
  for (const [input, values] of drawn.entries()) {
    const order = Array.from(values.keys()).sort(
      (a, b) => (values[a] as number) - (values[b] as number),
    )
    for (const world of [order[0] ?? 0, order.at(-1) ?? 0]) {
      const touched = instances.filter(({ varied }) => varied.some((one) => one.input === input))
      for (const instance of touched) {
        const message = faultIn(prepared, instance, world)
        if (message === undefined) continue
        const name = file.inputs[input]?.name
        const path = `inputs.${input}`
        found.set(path, { path, message: `${name} is ${values[world]}: ${message}` })
      }
    }
  }
  for (const [stress, { name }] of file.stresses.entries()) {
    for (const instance of instances.filter(({ stresses }) => stresses[stress] !== undefined)) {
      const message = faultIn(prepared, instance, 0, stress)
      if (message === undefined) continue
      const path = `stresses.${stress}.change.${instance.part}`
      found.set(path, { path, message: `${name}: ${message}` })
    }
  }
  return [...found.values()]
}

function faultIn(
  prepared: PreparedStudy,
  instance: Instance,
  world: number,
  stress?: number,
): string | undefined {
  try {
    scenarioIn(prepared, instance, world, stress)
    return undefined
  } catch (error) {
    if (error instanceof ScenarioError) return error.message.split('\n')[0]
    throw error
  }
}
