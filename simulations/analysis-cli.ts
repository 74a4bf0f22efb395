import { mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { stringify } from 'yaml'
import {
  type AnalysisResult,
  analyse,
  type Prepared,
  prepare,
  sheetOf,
} from './analysis/analysis.ts'
import { analysisJsonSchema, readAnalysis } from './analysis/analysis-file.ts'
import { runTable } from './analysis/planned.ts'
import { BrokenOff } from './analysis/points.ts'
import { tablesOf } from './analysis/reports.ts'
import { tableCsv, tableText } from './analysis/tables.ts'
import { hashOf } from './checkpoint.ts'
import { brokenOff, type Host, openKeeper, readText, SimulateRefusal } from './cli.ts'
import { writeFiles } from './files.ts'
import { WorkerPool } from './pool.ts'
import { ENGINE_VERSION } from './result.ts'
import { mergePatch } from './scenario/effective.ts'
import type { JsonObject } from './scenario/json.ts'

const KEPT = 'points.part'

/** What the command line asks for. */
export interface AnalyseOptions {
  /** The path of the analysis file. */
  readonly file: string
  /** Finds the scenario that the analysis names: beside it, or among the presets. */
  readonly scenarioPath: (name: string, folder: string) => string
  readonly threads: number
  /** A folder for the result. */
  readonly out?: string
  readonly resume: boolean
  /** Whether to print all of the run table, and run nothing. */
  readonly tableOnly: boolean
  /** Seconds after which it breaks off. */
  readonly seconds?: number
}

/** So many rows of a table are shown before it is run; the file has all. */
const ROWS_SHOWN = 12
const FOUND_SHOWN = 40

/** Runs an analysis file: tables to standard output, and everything into the folder, if there is one. */
export async function analyseFile(
  options: AnalyseOptions,
  host: Host,
): Promise<AnalysisResult | undefined> {
  const startedAt = host.now()
  const { prepared, hashes } = await prepareFile(options)
  const { out } = options
  showTable(prepared, options, host)
  if (options.tableOnly) return undefined
  refuseIfOverBudget(prepared)
  if (out !== undefined) await mkdir(out, { recursive: true })
  const { nodeMajor } = host
  const result = await run(prepared, { ...hashes, nodeMajor }, options, host)
  if (out !== undefined) {
    const seconds = (host.now() - startedAt) / 1000
    await writeResult(out, result, {
      startedAt: new Date(startedAt).toISOString(),
      seconds,
      threads: options.threads,
      points: result.provenance.points,
    })
    await rm(join(out, KEPT), { force: true })
  }
  for (const table of tablesOf(result).filter(({ isListing }) => isListing !== true))
    host.print(`\n${table.name}\n${tableText(table, FOUND_SHOWN)}`)
  for (const { point, fault } of result.failed.slice(0, FOUND_SHOWN))
    host.print(`point ${point} could not be run: ${fault}`)
  return result
}

/** The JSON Schema of analysis files, for editors. */
export function printAnalysisSchema(host: Pick<Host, 'print'>): void {
  host.print(JSON.stringify(analysisJsonSchema(), null, 2))
}

interface Hashes {
  readonly analysisHash: string
  readonly scenarioHash: string
}

async function prepareFile({ file: path, scenarioPath }: AnalyseOptions): Promise<{
  readonly prepared: Prepared
  readonly hashes: Hashes
}> {
  const folder = dirname(path)
  const file = readAnalysis(await readText(path))
  const sheetName = sheetOf(file)
  const sheet = sheetName === undefined ? undefined : await readText(join(folder, sheetName))
  const scenario = await readText(scenarioPath(file.scenario, folder))
  const prepared = prepare(file, { scenario, ...(sheet === undefined ? {} : { sheet }) })
  const scenarioHash = hashOf(prepared.base.effective)
  const analysisHash = hashOf({ file, scenarioHash, sheet: sheet ?? null } as unknown as JsonObject)
  return { prepared, hashes: { analysisHash, scenarioHash } }
}

async function run(
  prepared: Prepared,
  known: Hashes & { readonly nodeMajor: number },
  options: AnalyseOptions,
  host: Host,
): Promise<AnalysisResult> {
  const { out, seconds } = options
  const { base, width, plan } = prepared
  // A row says first whether the point could be run.
  const { keeper, done = [] } =
    out === undefined
      ? {}
      : await openKeeper(
          { out, name: KEPT, resume: options.resume, what: 'analysis' },
          keyOf(known),
          width + 1,
        )
  const startedAt = host.now()
  const progress = (points: number, ms: number): string => {
    if (plan === undefined) return `${points} points`
    const all = plan.points.length
    const ran = points - done.length
    const left = ran > 0 ? `, ${Math.ceil(((all - points) * ms) / ran / 1000)} s left` : ''
    return `${points} of ${all} points${left}`
  }
  const isLate = (): boolean => seconds !== undefined && host.now() - startedAt > seconds * 1000
  const pool = await WorkerPool.start(options.threads, { effective: base.effective, sampling: {} })
  try {
    return await analyse(
      prepared,
      {
        threads: pool,
        done,
        isStopAsked: () => host.isStopAsked() || isLate(),
        onPoint: (points) => host.show(progress(points, host.now() - startedAt)),
        ...(keeper === undefined ? {} : { keeper }),
      },
      known,
    )
  } catch (error) {
    if (!(error instanceof BrokenOff)) throw error
    throw brokenOff(out)
  } finally {
    host.show('')
    await pool.close()
    await keeper?.close()
  }
}

function showTable(
  { plan, fields, base }: Prepared,
  { tableOnly }: AnalyseOptions,
  host: Host,
): void {
  const { scenario } = base
  if (plan === undefined) {
    if (tableOnly) host.print('This analysis finds its points on the way.')
    return
  }
  const table = runTable(plan, fields)
  host.print(`${plan.points.length} points of ${scenario.paths} paths`)
  host.print(tableText(table, tableOnly ? Number.POSITIVE_INFINITY : ROWS_SHOWN))
}

function refuseIfOverBudget({ plan, base, file }: Prepared): void {
  const { analysis, budget } = file
  const points = analysis.kind === 'abc' ? analysis.simulations : (plan?.points.length ?? 0)
  const paths = points * (analysis.kind === 'abc' ? analysis.paths : base.scenario.paths)
  if (paths <= budget.paths) return
  throw new SimulateRefusal(
    `${points} points come to ${paths} paths; the budget is ${budget.paths} (budget.paths in the file).`,
  )
}

/** What rows of points depend on. */
function keyOf({ analysisHash, nodeMajor }: Hashes & { readonly nodeMajor: number }): string {
  return hashOf({ analysisHash, nodeMajor, engine: ENGINE_VERSION })
}

async function writeResult(
  folder: string,
  result: AnalysisResult,
  times: JsonObject,
): Promise<void> {
  const { overlay, provenance, scenario } = result
  const calibrated: Readonly<Record<string, string>> =
    overlay === undefined
      ? {}
      : {
          'overlay.yaml': stringify({ overlays: { calibrated: overlay } }),
          'scenario.yaml': stringify(mergePatch(scenario, overlay)),
        }
  const files: Readonly<Record<string, string>> = {
    'analysis.json': `${JSON.stringify(result, null, 2)}\n`,
    ...Object.fromEntries(
      tablesOf(result).map((table) => [`${table.name}.csv`, tableCsv(table, provenance)]),
    ),
    ...calibrated,
    'run.json': `${JSON.stringify(times, null, 2)}\n`,
  }
  await writeFiles(folder, files)
}
