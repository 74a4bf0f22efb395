import { z } from 'zod'
import { lawSchema } from '../analysis/laws.ts'
import { SEED_MAX } from '../random/streams.ts'
import { isObject, type Json, type JsonObject } from '../scenario/json.ts'
import { ScenarioError, type ScenarioFault } from '../scenario/scenario.ts'
import { plainFaults, readYaml } from '../scenario/written-file.ts'
import { DIMENSIONS } from './study-result.ts'

/** The form of study files; another form gets another number. */
export const STUDY_VERSION = 1
const NAME = /^[A-Za-z][\w-]{0,39}$/

const name = z.string().regex(NAME, 'must be a short name of letters, digits, - and _')
const words = z.string().trim().min(1).max(2000)
const texts = z.strictObject({ it: words, en: words })
const patch = z.custom<JsonObject>((value) => isObject(value as Json), 'must be a list of fields')
/** By part of a design: what is laid over its scenario. */
const changes = z.record(name, patch).prefault({})
const standing = z.enum(['evidence', 'prior', 'assumption'])

const place = z.strictObject({ name, title: texts, change: changes })

const part = z.strictObject({
  name,
  /** A preset, or a file beside the study. */
  scenario: z.string().min(1).max(200),
  overlays: z.array(z.string()).max(20).prefault([]),
  change: patch.prefault({}),
  /** Whether there is one in each place, or one for all. */
  where: z.enum(['each', 'once']).prefault('each'),
})

const design = z.strictObject({
  name,
  title: texts,
  description: texts,
  baseline: z.enum(['receipts', 'cash']).optional(),
  parts: z.array(part).min(1).max(12),
})

const paths = z.union([z.string().min(1), z.array(z.string().min(1)).min(1).max(50)])

const input = z.strictObject({
  name,
  title: texts,
  unit: z.string().max(40).prefault(''),
  /** What is held possible; left out where evidence says it. */
  law: lawSchema.optional(),
  /** `pilot/breakage`, `pilot/velocity:MERITS`: an estimate of a dataset, whose interval becomes the law. */
  evidence: z
    .string()
    .regex(/^[\w-]+\/\w[\w:. -]*$/, 'must be dataset/estimate')
    .optional(),
  /** What an estimate is multiplied by, to be in the unit of the field. */
  times: z.number().prefault(1),
  /** By part: the field or fields that it stands in, in the designs that have them. */
  at: z.record(name, paths),
  change: z.enum(['to', 'by']).prefault('to'),
  standing,
  source: words,
})

/** `support.costs`, with a minus in front where it is taken away. */
const term = z.string().regex(/^-?\s*[\w-]+\.[\w-]+$/, 'must be part.output')

const indicator = z.strictObject({
  name,
  title: texts,
  unit: z.string().max(40),
  /** Outputs that are added up over parts and places. */
  top: z.array(term).min(1).max(12),
  /** What they are divided by; by nothing where it is left out. */
  bottom: z.array(term).min(1).max(12).optional(),
  /** What a sum without a divisor is divided by: `places` makes the mean of places. */
  per: z.enum(['all', 'places']).prefault('all'),
  times: z.number().prefault(1),
  worst: z.number(),
  best: z.number(),
  weight: z.number().min(0).max(1000),
  deciding: z.boolean().prefault(false),
  indifference: z.number().min(0).prefault(0),
})

const viewpoint = z.strictObject({ name, title: texts, weights: z.record(name, z.number().min(0)) })
const stress = z.strictObject({ name, title: texts, change: changes })

const smallest = z.strictObject({
  name,
  title: texts,
  /** An output that is what a path needs: `support.reserveNeed`. Places are added up. */
  of: term,
  level: z.number().min(0.5).max(0.9999).prefault(0.99),
})

const fan = z.strictObject({ name, title: texts, of: term })

const evidenceText = z.strictObject({ text: words, standing })

const criterion = z.strictObject({
  name,
  title: texts,
  dimension: z.enum(DIMENSIONS),
  /** Of which designs; all where it is left out. */
  designs: z.array(name).min(1).optional(),
  /** An indicator that the study reckons, and from where on it is green or no more than amber. */
  rule: z
    .strictObject({
      indicator: name,
      green: z.number(),
      amber: z.number(),
    })
    .optional(),
  /** What somebody found who looked; left out where a rule says it. */
  light: z.enum(['green', 'amber', 'red', 'unknown']).optional(),
  found: texts.optional(),
  evidence: z.array(evidenceText).max(20).prefault([]),
})

const dataset = z.strictObject({
  name,
  /** A file beside the study; left out where it is one that the service keeps. */
  file: z.string().min(1).max(200).optional(),
  /** The SHA-256 that it must have; that of a dataset of the service. */
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hex')
    .optional(),
})

const studySchema = z.strictObject({
  studyVersion: z.literal(STUDY_VERSION),
  name,
  title: texts,
  question: texts,
  population: texts,
  budget: texts,
  seed: z.int().min(0).max(SEED_MAX).prefault(1),
  /** How many times what is not known is drawn. */
  worlds: z.int().min(4).max(4096).prefault(64),
  /** How many courses of chance each of them is run on. */
  paths: z.int().min(2).max(1024).prefault(4),
  /** How sure a verdict must be. */
  level: z.number().min(0.5).max(0.999).prefault(0.9),
  /** So small a difference of scores, of 0 to 1, does not matter. */
  indifference: z.number().min(0).max(0.5).prefault(0.01),
  evidence: z.array(dataset).max(20).prefault([]),
  places: z.array(place).min(1).max(30),
  designs: z.array(design).min(2).max(30),
  inputs: z.array(input).max(60).prefault([]),
  indicators: z.array(indicator).min(1).max(40),
  viewpoints: z.array(viewpoint).max(12).prefault([]),
  stresses: z.array(stress).max(12).prefault([]),
  /** Worlds that a stress is tried in. */
  stressWorlds: z.int().min(4).max(4096).prefault(16),
  smallest: z.array(smallest).max(12).prefault([]),
  fans: z.array(fan).max(6).prefault([]),
  feasibility: z.array(criterion).max(200).prefault([]),
  limits: z.array(texts).max(30).prefault([]),
})

export interface StudyFile extends z.output<typeof studySchema> {}
export type DesignEntry = StudyFile['designs'][number]
export type PartEntry = DesignEntry['parts'][number]
export type InputEntry = StudyFile['inputs'][number]
export type IndicatorEntry = StudyFile['indicators'][number]
export type CriterionEntry = StudyFile['feasibility'][number]

/** The JSON Schema of study files, for editors. */
export function studyJsonSchema(): JsonObject {
  return z.toJSONSchema(studySchema, { io: 'input', unrepresentable: 'any' }) as JsonObject
}

/** Reads a study file: YAML, or JSON. @throws ScenarioError with everything that is wrong */
export function readStudy(text: string): StudyFile {
  const result = studySchema.safeParse(readYaml(text, 'a study'))
  if (!result.success) throw new ScenarioError(result.error.issues.flatMap(plainFaults))
  const faults = crossFaults(result.data)
  if (faults.length > 0) throw new ScenarioError(faults)
  return result.data
}

/** Where a term of an indicator stands. @example termOf('- loans.income') // { sign: -1, part: 'loans', output: 'income' } */
export function termOf(text: string): {
  readonly sign: 1 | -1
  readonly part: string
  readonly output: string
} {
  const isTaken = text.startsWith('-')
  const [part = '', output = ''] = text.replace(/^-\s*/, '').split('.')
  return { sign: isTaken ? -1 : 1, part, output }
}

/** What single fields cannot know. */
function crossFaults(study: StudyFile): readonly ScenarioFault[] {
  const { designs, inputs, indicators, places, viewpoints, stresses, smallest, fans } = study
  const { feasibility, evidence } = study
  const parts = new Set(designs.flatMap((one) => one.parts.map((entry) => entry.name)))
  const known = (path: string, part: string): readonly ScenarioFault[] =>
    parts.has(part) ? [] : [{ path, message: `no design has a part ${part}` }]
  const names = (list: readonly { readonly name: string }[], path: string) =>
    list.flatMap(({ name: one }, index) =>
      list.findIndex((other) => other.name === one) === index
        ? []
        : [{ path: `${path}.${index}.name`, message: `${one} is there twice` }],
    )
  const ofIndicators = new Set(indicators.map((one) => one.name))
  const asked = (path: string, one: string): readonly ScenarioFault[] =>
    ofIndicators.has(one) ? [] : [{ path, message: `there is no indicator ${one}` }]
  return [
    ...[names(designs, 'designs'), names(inputs, 'inputs'), names(indicators, 'indicators')].flat(),
    ...[names(places, 'places'), names(stresses, 'stresses'), names(evidence, 'evidence')].flat(),
    ...designs.flatMap((one, index) => names(one.parts, `designs.${index}.parts`)),
    ...places.flatMap(({ change }, index) =>
      Object.keys(change).flatMap((part) => known(`places.${index}.change.${part}`, part)),
    ),
    ...stresses.flatMap(({ change }, index) =>
      Object.keys(change).flatMap((part) => known(`stresses.${index}.change.${part}`, part)),
    ),
    ...indicators.flatMap(({ top, bottom = [], worst, best }, index) => [
      ...[...top, ...bottom].flatMap((one) => known(`indicators.${index}`, termOf(one).part)),
      ...(worst === best
        ? [{ path: `indicators.${index}.best`, message: 'must not be the worst as well' }]
        : []),
    ]),
    ...smallest.flatMap(({ of }, index) => known(`smallest.${index}.of`, termOf(of).part)),
    ...fans.flatMap(({ of }, index) => known(`fans.${index}.of`, termOf(of).part)),
    ...viewpoints.flatMap(({ weights }, index) =>
      Object.keys(weights).flatMap((one) => asked(`viewpoints.${index}.weights.${one}`, one)),
    ),
    ...(indicators.some(({ weight }) => weight > 0)
      ? []
      : [{ path: 'indicators', message: 'one of them must have a weight above zero' }]),
    ...inputs.flatMap((one, index) => inputFaults(one, `inputs.${index}`, study, known)),
    ...feasibility.flatMap((one, index) =>
      criterionFaults(one, `feasibility.${index}`, study, asked),
    ),
    ...baselineFaults(designs),
  ]
}

function inputFaults(
  { at, law, evidence, standing: how }: InputEntry,
  path: string,
  study: StudyFile,
  known: (path: string, part: string) => readonly ScenarioFault[],
): readonly ScenarioFault[] {
  const dataset = evidence?.split('/')[0]
  const isThere = study.evidence.some((one) => one.name === dataset)
  return [
    ...Object.keys(at).flatMap((part) => known(`${path}.at.${part}`, part)),
    ...((law === undefined) === (evidence === undefined)
      ? [{ path, message: 'needs either a law or evidence' }]
      : []),
    ...(evidence !== undefined && !isThere
      ? [{ path: `${path}.evidence`, message: `there is no dataset ${dataset}` }]
      : []),
    // What others published may come as a dataset, too.
    ...(how === (evidence === undefined ? 'evidence' : 'assumption')
      ? [{ path: `${path}.standing`, message: 'is evidence where a dataset is named, only there' }]
      : []),
  ]
}

function criterionFaults(
  { designs = [], rule, light, found, evidence }: CriterionEntry,
  path: string,
  study: StudyFile,
  asked: (path: string, one: string) => readonly ScenarioFault[],
): readonly ScenarioFault[] {
  return [
    ...designs.flatMap((one) =>
      study.designs.some(({ name: other }) => other === one)
        ? []
        : [{ path: `${path}.designs`, message: `there is no design ${one}` }],
    ),
    ...(rule === undefined ? [] : asked(`${path}.rule.indicator`, rule.indicator)),
    ...((rule === undefined) === (light === undefined)
      ? [{ path, message: 'needs either a rule or a light' }]
      : []),
    ...(light !== undefined && light !== 'unknown' && found === undefined
      ? [{ path: `${path}.found`, message: 'must say what was found' }]
      : []),
    ...(light === 'green' && evidence.length === 0
      ? [{ path: `${path}.light`, message: 'nothing is green without evidence' }]
      : []),
  ]
}

/** Every study is held against what is done today, and against money that may be spent on anything. */
function baselineFaults(designs: StudyFile['designs']): readonly ScenarioFault[] {
  return (['receipts', 'cash'] as const).flatMap((kind) => {
    const count = designs.filter(({ baseline }) => baseline === kind).length
    return count === 1
      ? []
      : [
          {
            path: 'designs',
            message: `one design must be the baseline ${kind}; there are ${count}`,
          },
        ]
  })
}
