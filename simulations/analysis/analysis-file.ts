import { z } from 'zod'
import type { Json, JsonObject } from '../scenario/json.ts'
import { ScenarioError } from '../scenario/scenario.ts'
import { plainFaults, readYaml } from '../scenario/written-file.ts'
import { lawSchema } from './laws.ts'

/** The form of analysis files; another form gets another number. */
export const ANALYSIS_VERSION = 1
const FIELDS_MAX = 64

const name = z
  .string()
  .regex(/^[A-Za-z][\w-]{0,39}$/, 'must be a short name of letters, digits, - and _')
const written = z.union([z.number(), z.string().max(60)])
const json = z.custom<Json>(() => true)
const powerOfTwo = (min: number, max: number, preset: number) => {
  const error = `must be a power of two from ${min} to ${max}`
  return z
    .int(error)
    .min(min, error)
    .max(max, error)
    .refine((value) => (value & (value - 1)) === 0, error)
    .prefault(preset)
}
const confidence = z.number().min(0.5).max(0.999).prefault(0.95)

const field = z.strictObject({
  name,
  /** `parameters.fund`; a star stands for every place of a list. Several get the same value. */
  path: z.union([z.string().min(1), z.array(z.string().min(1)).min(1).max(50)]),
  /** Whether a value is written there (`to`), or what stands there is multiplied (`by`). */
  change: z.enum(['to', 'by']).prefault('to'),
  /** A field that gives what this one takes: a row of chances stays whole. */
  balance: z.string().min(1).optional(),
  values: z.array(json).min(1).max(10_000).optional(),
  low: written.optional(),
  high: written.optional(),
  law: lawSchema.optional(),
})

const look = z.strictObject({
  of: z.string().min(1),
  statistic: z
    .enum(['mean', 'probability', 'quantile', 'valueAtRisk', 'expectedShortfall', 'ratio'])
    .optional(),
  /** `99 %`. */
  level: z
    .string()
    .regex(/^[0-9]{1,2}(\.[0-9]{1,4})? ?%$/, 'must be written like "99 %"')
    .transform((text) => Number(/^[0-9.]+/.exec(text)?.[0]) / 100)
    .optional(),
})

const sweep = z.strictObject({
  kind: z.literal('sweep'),
  /** How values are put together is always said: two lists are not paired by accident. */
  design: z.enum(['grid', 'zip', 'list', 'latin', 'sobol', 'csv']),
  points: z.int().min(2).max(65_536).optional(),
  /** Of the design `list`: each with a value for every field. */
  list: z.array(z.record(z.string(), json)).min(1).max(10_000).optional(),
  /** Of the design `csv`: a column for every field. */
  file: z.string().min(1).optional(),
})

const tornado = z.strictObject({ kind: z.literal('tornado'), confidence })

const sobol = z.strictObject({
  kind: z.literal('sobol'),
  scrambles: z.int().min(8).max(64).prefault(16),
  /** Of each scramble. */
  blocks: powerOfTwo(8, 65_536, 32),
  confidence,
  groups: z.record(name, z.array(name).min(1)).optional(),
})

const morris = z.strictObject({
  kind: z.literal('morris'),
  trajectories: z.int().min(4).max(2000).prefault(20),
  levels: z
    .int()
    .min(4)
    .max(32)
    .refine((value) => value % 2 === 0, 'must be even')
    .prefault(4),
  confidence,
})

const uncertainty = z.strictObject({
  kind: z.literal('uncertainty'),
  points: powerOfTwo(32, 4096, 128),
  correlations: z
    .array(z.strictObject({ of: z.tuple([name, name]), rank: z.number().gt(-1).lt(1) }))
    .max(200)
    .prefault([]),
  /** Into how many slices the values of a field are cut, for PAWN. */
  slices: z.int().min(4).max(20).prefault(8),
  confidence,
})

const approximate = z.strictObject({
  kind: z.literal('abc'),
  /** What was seen of outputs, in their units: `{ defaults: 21 }`. */
  observed: z.record(z.string(), z.number()),
  /** How many paths one simulation is the mean of: 1 where a single course was seen. */
  paths: z.int().min(1).max(10_000).prefault(1),
  particles: z.int().min(50).max(5000).prefault(200),
  /** Of the distances of a generation, the part that the next one must be within. */
  quantile: z.number().min(0.1).max(0.9).prefault(0.5),
  /** Near enough: it ends there. */
  epsilon: z.number().min(0).prefault(0),
  /** It ends where a generation brought the distance down by less than this part of it, … */
  epsilonChange: z.number().min(0).max(0.5).prefault(0.05),
  /** … where fewer of the proposals are taken, … */
  acceptance: z.number().min(0.0001).max(0.5).prefault(0.02),
  /** … and where so many simulations were run, also in the middle of a generation. */
  simulations: z.int().min(100).max(1_000_000).prefault(20_000),
  confidence,
})

const paths = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)])

const rollRates = z.strictObject({
  kind: z.literal('roll-rates'),
  file: z.string().min(1),
  /** Where the rows go: each state is a field of what is named. */
  into: paths,
  confidence,
})

const defaults = z.strictObject({
  kind: z.literal('default-correlation'),
  file: z.string().min(1),
  /** Where the probability of default and the correlation go, where they go anywhere. */
  probability: paths.optional(),
  correlation: paths.optional(),
  confidence,
})

const lapse = z.strictObject({
  kind: z.literal('lapse'),
  file: z.string().min(1),
  into: paths,
  confidence,
})

const backTest = z.strictObject({
  kind: z.literal('back-test'),
  /** Outcomes: a row for each, a column for each output; columns of fields change the scenario of their row. */
  file: z.string().min(1),
  levels: z.array(z.number().gt(0).lt(1)).min(1).max(20).prefault([0.5, 0.8, 0.9, 0.95]),
  confidence,
})

const analysisSchema = z.strictObject({
  schemaVersion: z.literal(ANALYSIS_VERSION),
  name: z.string().min(1).max(120),
  /** A preset, or a file beside this one. */
  scenario: z.string().min(1),
  overlays: z.array(z.string()).max(20).prefault([]),
  /** What is laid over the scenario for all points, such as fewer paths. */
  changes: z
    .record(z.string(), json)
    .prefault({})
    .transform((value) => value as JsonObject),
  fields: z.array(field).max(FIELDS_MAX).prefault([]),
  outputs: z.array(look).max(20).prefault([]),
  /** More paths than this, in all points together, are refused. */
  budget: z
    .strictObject({ paths: z.int().min(1000).max(10_000_000_000).prefault(50_000_000) })
    .prefault({}),
  analysis: z.discriminatedUnion('kind', [
    sweep,
    tornado,
    sobol,
    morris,
    uncertainty,
    approximate,
    rollRates,
    defaults,
    lapse,
    backTest,
  ]),
})

export type FieldEntry = z.output<typeof field>
export type LookEntry = z.output<typeof look>
export type SweepSettings = z.output<typeof sweep>
export type SobolSettings = z.output<typeof sobol>
export type MorrisSettings = z.output<typeof morris>
export type UncertaintySettings = z.output<typeof uncertainty>
export type AbcSettings = z.output<typeof approximate>
export type BackTestSettings = z.output<typeof backTest>
export type CalibrationSettings = z.output<typeof rollRates | typeof defaults | typeof lapse>

/** An analysis: what is varied, what is looked at, and how. */
export interface AnalysisFile extends z.output<typeof analysisSchema> {}

/** Reads an analysis file: YAML, or JSON. @throws ScenarioError with everything that is wrong */
export function readAnalysis(text: string): AnalysisFile {
  const result = analysisSchema.safeParse(readYaml(text, 'an analysis'))
  if (result.success) return result.data
  throw new ScenarioError(result.error.issues.flatMap(plainFaults))
}

/** The JSON Schema of analysis files, for editors. */
export function analysisJsonSchema(): JsonObject {
  return z.toJSONSchema(analysisSchema, { io: 'input', unrepresentable: 'any' }) as JsonObject
}
