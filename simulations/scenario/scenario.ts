import { parse, YAMLParseError } from 'yaml'
import { z } from 'zod'
import type { Model } from '../model/model.ts'
import { findModel, MODELS } from '../model/models.ts'
import { SEED_MAX } from '../random/streams.ts'
import { fillDefaults, mergePatch } from './effective.ts'
import { count, months, pure, share } from './fields.ts'
import { isObject, type Json, type JsonObject } from './json.ts'

/** The form of scenario files; another form gets another number. */
export const SCENARIO_VERSION = 1
/** More would take days on one machine. */
export const PATHS_MAX = 1_000_000_000
/** So many are kept, to the cent, for exact quantiles; of more a sketch is made. */
export const PATHS_KEPT_MAX = 5_000_000
/** How faults begin, where a field is not there or is none. */
const MISSING = 'is missing: '
const UNKNOWN = 'there is no such field'
/** Fewer tell nothing. */
const PATHS_MIN = 16

const shock = z.strictObject({
  start: months({ description: 'The first month that it changes', min: 1, max: 480 }),
  duration: months({ description: 'For how many months', min: 1, max: 480 }),
  economy: pure({
    description:
      'How many standard deviations the economy is pushed in each of them; down is below zero',
    min: -10,
    max: 10,
  }),
})

const firstMonth = months({ description: 'The first month that is supposed', min: 1, max: 480 })

/** A course of the economy that is supposed: month by month, or so bad that it is so rarely worse. */
const given = z.union([
  z.strictObject({
    start: firstMonth,
    states: z
      .array(pure({ description: 'In standard deviations; bad is below zero', min: -10, max: 10 }))
      .min(1)
      .max(480)
      .meta({ description: 'How the economy is in that month and in those after it' }),
  }),
  z.strictObject({
    start: firstMonth,
    duration: months({ description: 'For how many months', min: 1, max: 480 }),
    quantile: share({
      description: 'The share of months that are worse: 5 % is a deep recession',
      min: 0.01,
      max: 99.99,
    }),
  }),
])

/** Points that are spread evenly, first along the direction in which losses grow, which a pilot run finds. */
const even = {
  scrambles: count({ description: 'Repetitions, for the error', min: 8, max: 256, default: 16 }),
  dimensions: count({ description: 'Factors spread evenly', min: 1, max: 128, default: 8 }),
  pilotPaths: count({
    description: 'Paths that look for where the losses are',
    min: 512,
    max: 100_000,
    default: 4096,
  }),
}

const sampling = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('chance') }),
  z.strictObject({ method: z.literal('even'), ...even }),
  z.strictObject({
    method: z.literal('tail'),
    ...even,
    worst: share({
      description: 'The part of worst paths that is to be known best',
      min: 0.1,
      max: 20,
      default: '1 %',
    }),
    means: share({
      description: 'How much means count beside them',
      min: 0,
      max: 100,
      default: '10 %',
    }),
  }),
])

const stopping = z.strictObject({
  relativeError: share({
    description: 'How large the standard error may be, of the figure',
    min: 0.01,
    max: 50,
  }),
  of: z
    .array(z.string())
    .min(1)
    .meta({ description: 'The outputs whose mean or probability counts' }),
})

/** What a scenario of a model looks like in a file. */
function schemaFor(model: Model) {
  return z.strictObject({
    schemaVersion: z.literal(SCENARIO_VERSION),
    name: z.string().min(1).max(120).meta({ description: 'What the scenario is called' }),
    model: z.literal(model.name),
    seed: count({ description: 'Where the randomness begins', min: 0, max: SEED_MAX, default: 1 }),
    paths: count({
      description: 'How many courses of the months are run, at most where there is a rule to stop',
      min: PATHS_MIN,
      max: PATHS_MAX,
      default: 20_000,
    }),
    levels: z
      .array(share({ description: 'A level of tails', min: 50, max: 99.99 }))
      .min(1)
      .max(10)
      .prefault(['95 %', '99 %'])
      .meta({ description: 'The levels of value at risk and expected shortfall' }),
    sampling: sampling.prefault({ method: 'chance' }),
    stop: stopping.optional(),
    shocks: z.array(shock).max(100).prefault([]),
    given: z.array(given).max(100).prefault([]),
    parameters: model.parameters,
  })
}

interface Schemas {
  readonly zod: ReturnType<typeof schemaFor>
  readonly json: JsonObject
}

const SCHEMAS = new WeakMap<Model, Schemas>()

/** A scenario with everything in it: what a run depends on, besides the program. */
export interface Scenario extends z.output<ReturnType<typeof schemaFor>> {}

/** A scenario that was read: as numbers for the model, and as it would be written with nothing left out. */
export interface ReadScenario {
  readonly scenario: Scenario
  readonly model: Model
  /** Every default filled in; two scenarios are the same run where this is the same. */
  readonly effective: JsonObject
}

/** What is wrong in a scenario: where, and what is allowed there. */
export interface ScenarioFault {
  /** `parameters.grades.0.current`, empty for the whole file. */
  readonly path: string
  readonly message: string
}

export class ScenarioError extends Error {
  override readonly name = 'ScenarioError'
  readonly faults: readonly ScenarioFault[]

  constructor(faults: readonly ScenarioFault[]) {
    super(
      faults.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('\n'),
    )
    this.faults = faults
  }
}

/**
 * Reads a scenario file: YAML, or JSON, which is YAML as well.
 *
 * @param overlays names of overlays of the file, laid over it in this order
 * @param changes what is laid over all of them, such as another seed
 * @throws ScenarioError with everything that is wrong
 */
export function readScenario(
  text: string,
  overlays: readonly string[] = [],
  changes: JsonObject = {},
): ReadScenario {
  const { overlays: offered = {}, ...base } = parseObject(text)
  let merged: Json = base
  for (const name of overlays) {
    const overlay = isObject(offered) ? offered[name] : undefined
    if (overlay === undefined) {
      const names = isObject(offered) ? Object.keys(offered).join(', ') : ''
      throw new ScenarioError([
        {
          path: 'overlays',
          message: `there is none called ${name}; there are: ${names || 'none'}`,
        },
      ])
    }
    merged = mergePatch(merged, overlay)
  }
  return checkScenario(mergePatch(merged, changes))
}

/** Checks a scenario that is no text any more. @throws ScenarioError */
export function checkScenario(value: Json): ReadScenario {
  const model = findModel(isObject(value) ? value.model : undefined)
  if (model === undefined) {
    const names = MODELS.map(({ name }) => name).join(', ')
    throw new ScenarioError([{ path: 'model', message: `must be one of: ${names}` }])
  }
  const effective = fillDefaults(scenarioJsonSchema(model), value) as JsonObject
  const result = schemasOf(model).zod.safeParse(effective)
  if (!result.success) throw new ScenarioError(faultsOf(result.error, effective))
  const scenario: Scenario = result.data
  const faults = crossFaults(scenario, model)
  if (faults.length > 0) throw new ScenarioError(faults)
  return { scenario, model, effective }
}

/** The JSON Schema of the scenarios of a model, for editors and forms. */
export function scenarioJsonSchema(model: Model): JsonObject {
  return schemasOf(model).json
}

/** Both schemas of a model; an analysis asks for them thousands of times. */
function schemasOf(model: Model): Schemas {
  const known = SCHEMAS.get(model)
  if (known !== undefined) return known
  const zod = schemaFor(model)
  const made = { zod, json: z.toJSONSchema(zod, { io: 'input' }) as JsonObject }
  SCHEMAS.set(model, made)
  return made
}

/** What single fields cannot know. */
function crossFaults(scenario: Scenario, model: Model): readonly ScenarioFault[] {
  const faults: ScenarioFault[] = []
  const { factors, months: horizon } = model.extent(scenario.parameters)
  const supposed = [
    ...scenario.shocks.map(({ start, duration }, index) => ({
      path: `shocks.${index}.duration`,
      isMonthly: factors === horizon,
      end: start + duration - 1,
    })),
    ...scenario.given.map((one, index) => ({
      path: `given.${index}.${'states' in one ? 'states' : 'duration'}`,
      isMonthly: factors === horizon && model.economy !== undefined,
      end: one.start + ('states' in one ? one.states.length : one.duration) - 1,
    })),
  ]
  for (const { path, isMonthly, end } of supposed) {
    if (!isMonthly) {
      const [field = ''] = path.split('.')
      faults.push({ path: field, message: `the economy of ${model.name} is not one of months` })
    } else if (end > horizon) {
      faults.push({ path, message: `it must end by the horizon, in month ${horizon}` })
    }
  }
  const { sampling: how, paths, stop } = scenario
  if (how.method !== 'chance' && factors === 0) {
    faults.push({ path: 'sampling', message: `${model.name} has no common factors; use chance` })
  }
  if (how.method !== 'chance' && !isPowerOfTwo(paths / how.scrambles)) {
    const message = `must be the number of scrambles, ${how.scrambles}, times a power of two`
    faults.push({ path: 'paths', message })
  }
  if (how.method !== 'chance' && paths > PATHS_KEPT_MAX) {
    const message = `must be at most ${PATHS_KEPT_MAX} where paths are not drawn by chance, which need far fewer`
    faults.push({ path: 'paths', message })
  }
  for (const [index, name] of (stop?.of ?? []).entries()) {
    if (model.outputs.some((output) => output.name === name)) continue
    const names = model.outputs.map((output) => output.name).join(', ')
    faults.push({ path: `stop.of.${index}`, message: `must be one of: ${names}` })
  }
  return faults
}

function isPowerOfTwo(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && (value & (value - 1)) === 0
}

function parseObject(text: string): JsonObject {
  try {
    const value = parse(text, { uniqueKeys: true, logLevel: 'error' }) as Json
    if (isObject(value)) return value
  } catch (error) {
    // An alias of nothing, or of far too much, is told as a ReferenceError.
    if (!(error instanceof YAMLParseError || error instanceof ReferenceError)) throw error
    throw new ScenarioError([{ path: '', message: `is no YAML: ${error.message.split('\n')[0]}` }])
  }
  throw new ScenarioError([{ path: '', message: 'a scenario is a list of fields with values' }])
}

function faultsOf(error: z.ZodError, value: Json): readonly ScenarioFault[] {
  return error.issues.flatMap((issue) => faultsOfIssue(issue, [], value))
}

function faultsOfIssue(
  issue: z.core.$ZodIssue,
  above: readonly PropertyKey[],
  value: Json,
): readonly ScenarioFault[] {
  const path = [...above, ...issue.path]
  if (issue.code === 'invalid_union') {
    // Of the alternatives, the one that came furthest, and of those the one whose fields they are.
    const inner = issue.errors.map((issues) =>
      issues.flatMap((one) => faultsOfIssue(one, path, value)),
    )
    const depth = (faults: readonly ScenarioFault[]) =>
      Math.max(...faults.map((fault) => fault.path.split('.').length))
    const strange = (faults: readonly ScenarioFault[]) =>
      faults.filter(({ message }) => message === UNKNOWN || message.startsWith(MISSING)).length
    const [best] = inner.sort((a, b) => depth(b) - depth(a) || strange(a) - strange(b))
    if (best !== undefined && best.length > 0) return best
  }
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key].map(String).join('.'),
      message: UNKNOWN,
    }))
  }
  const missing = valueAt(value, path) === undefined ? MISSING : ''
  return [{ path: path.map(String).join('.'), message: `${missing}${issue.message}` }]
}

function valueAt(value: Json, path: readonly PropertyKey[]): Json | undefined {
  let inner: Json | undefined = value
  for (const key of path) {
    if (typeof inner !== 'object' || inner === null) return undefined
    inner = Reflect.get(inner, key) as Json | undefined
  }
  return inner
}
