import { ENGINE_VERSION } from '../result.ts'
import type { JsonObject } from '../scenario/json.ts'
import { type ReadScenario, readScenario, ScenarioError } from '../scenario/scenario.ts'
import type { AnalysisFile } from './analysis-file.ts'
import {
  type AbcFindings,
  type BackTestFindings,
  type CalibrationFindings,
  calibrate,
  type Estimated,
  meansOf,
  observedOutputs,
  runAbc,
  runBackTest,
  testedOutputs,
  valuesOf,
  valuesWidth,
} from './estimation.ts'
import { type DesignFindings, type FailedPoint, failedPoints, findingsOf } from './findings.ts'
import { type Look, lookName, looksOf, partsOf, record, recordWidth } from './looks.ts'
import { type Planned, planned } from './planned.ts'
import { type Digest, Evaluator, type EvaluatorOptions } from './points.ts'
import { readSheet, type Sheet } from './sheet.ts'
import type { AnalysisProvenance } from './tables.ts'
import { type VariedField, variedFields } from './varied.ts'

export type Findings = DesignFindings | AbcFindings | CalibrationFindings | BackTestFindings

/** An analysis with everything that it is of, checked; nothing was run. */
export interface Prepared {
  readonly file: AnalysisFile
  readonly base: ReadScenario
  readonly fields: readonly VariedField[]
  readonly looks: readonly Look[]
  readonly sheet: Sheet | undefined
  /** Its points, where they are known before the first is run. */
  readonly plan: Planned | undefined
  readonly digest: Digest
  readonly width: number
}

/** The result of an analysis. It has no clock in it: the same inputs give the same bytes. */
export interface AnalysisResult {
  readonly provenance: AnalysisProvenance
  readonly name: string
  readonly outputs: readonly { readonly name: string; readonly unit: string }[]
  readonly fields: readonly { readonly name: string; readonly unit: string }[]
  /** Points that could not be run, and why. */
  readonly failed: readonly FailedPoint[]
  readonly findings: Findings
  /** What a calibration changes in the scenario. */
  readonly overlay?: JsonObject
  readonly analysis: AnalysisFile
  readonly scenario: JsonObject
}

/** The file of figures that an analysis reads, if it reads one. */
export function sheetOf({ analysis }: AnalysisFile): string | undefined {
  return 'file' in analysis ? analysis.file : undefined
}

/**
 * Makes an analysis ready to run.
 *
 * @param texts of the scenario that it names, and of its file of figures
 * @throws ScenarioError with everything that is wrong
 */
export function prepare(
  file: AnalysisFile,
  texts: { readonly scenario: string; readonly sheet?: string },
): Prepared {
  const base = readScenario(texts.scenario, file.overlays, file.changes)
  const { scenario, model, effective } = base
  const { fields, faults } = variedFields(file.fields, model, effective)
  const { looks, faults: lookFaults } = looksOf(file.outputs, model)
  const all = [...faults, ...lookFaults]
  if (all.length > 0) throw new ScenarioError(all)
  const name = sheetOf(file)
  const sheet =
    name === undefined || texts.sheet === undefined ? undefined : readSheet(name, texts.sheet)
  const plan = planned(file, fields, scenario.seed, sheet)
  if (plan !== undefined && looks.length === 0)
    throw new ScenarioError([{ path: 'outputs', message: 'at least one is wanted' }])
  return {
    file,
    base,
    fields,
    looks,
    sheet,
    plan,
    ...digestOf(file, base, { fields, looks, sheet }),
  }
}

/** What a point leaves, and how many numbers that is. */
function digestOf(
  { analysis }: AnalysisFile,
  { scenario, model }: ReadScenario,
  { fields, looks, sheet }: Pick<Prepared, 'fields' | 'looks' | 'sheet'>,
): Pick<Prepared, 'digest' | 'width'> {
  if (analysis.kind === 'abc' || analysis.kind === 'back-test') wantChance(scenario.sampling.method)
  if (analysis.kind === 'abc') {
    const places = observedOutputs(analysis, model)
    return { digest: (_, __, columns) => meansOf(places, columns), width: places.length }
  }
  if (analysis.kind === 'back-test' && sheet !== undefined) {
    const places = testedOutputs(sheet, fields, model)
    return {
      digest: (_, __, columns) => valuesOf(places, columns),
      width: valuesWidth(places, scenario),
    }
  }
  if (analysis.kind === 'uncertainty') wantChance(scenario.sampling.method)
  return {
    digest: (of, one, columns) => record(looks, of, one, columns),
    width: recordWidth(looks, partsOf(scenario)),
  }
}

/** Runs an analysis. @throws BrokenOff where it was asked to stop @throws ScenarioError where too much failed */
export async function analyse(
  prepared: Prepared,
  options: Omit<EvaluatorOptions, 'base' | 'fields' | 'digest' | 'width'>,
  {
    analysisHash,
    scenarioHash,
    nodeMajor,
  }: { analysisHash: string; scenarioHash: string; nodeMajor: number },
): Promise<AnalysisResult> {
  const { file, base, fields, looks, digest, width } = prepared
  const evaluator = new Evaluator({ ...options, base, fields, digest, width })
  const { findings, overlay, answers } = await runWith(prepared, evaluator)
  const { scenario, model, effective } = base
  return {
    provenance: {
      analysisHash,
      scenarioHash,
      seed: scenario.seed,
      paths: file.analysis.kind === 'abc' ? file.analysis.paths : scenario.paths,
      points: evaluator.count,
      engine: ENGINE_VERSION,
      model: { name: model.name, version: model.version },
      nodeMajor,
    },
    name: file.name,
    outputs: looks.map((look) => ({ name: lookName(look), unit: look.unit })),
    fields: fields.map(({ name, unit }) => ({ name, unit })),
    failed: failedPoints(answers),
    findings,
    ...(overlay === undefined ? {} : { overlay }),
    analysis: file,
    scenario: effective,
  }
}

async function runWith(prepared: Prepared, evaluator: Evaluator): Promise<Estimated<Findings>> {
  const { file, base, fields, plan, looks, sheet } = prepared
  const { analysis } = file
  if (plan !== undefined) {
    const { seed, paths } = base.scenario
    const answers = await evaluator.run(plan.points, { which: plan.which })
    return { findings: findingsOf({ file, fields, looks, plan, answers, seed, paths }), answers }
  }
  if (analysis.kind === 'abc') return runAbc(analysis, fields, base, evaluator)
  if (sheet === undefined)
    throw new ScenarioError([{ path: 'analysis.file', message: 'is missing' }])
  if (analysis.kind === 'back-test') return runBackTest(analysis, sheet, fields, base, evaluator)
  if (
    analysis.kind === 'roll-rates' ||
    analysis.kind === 'default-correlation' ||
    analysis.kind === 'lapse'
  ) {
    return calibrate(analysis, sheet, base)
  }
  throw new RangeError(`${analysis.kind} was not laid out`)
}

/** Points with paths of their own want such as are independent of each other. */
function wantChance(method: string): void {
  if (method === 'chance') return
  throw new ScenarioError([
    { path: 'sampling.method', message: 'must be chance for this analysis' },
  ])
}
