import { access, constants, mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { Checkpoint, hashOf } from './checkpoint.ts'
import { writeResult } from './files.ts'
import { inMegabytes, memoryOf } from './memory.ts'
import { MODELS } from './model/models.ts'
import { PathRunner } from './path-runner.ts'
import { setupOf, widthOf } from './plan.ts'
import { WorkerPool } from './pool.ts'
import { pathJournal } from './report/journal.ts'
import { progressText, resultText } from './report/text.ts'
import { ENGINE_VERSION, type Result, resultOf } from './result.ts'
import { type RunOptions, type RunOutcome, runPaths } from './run.ts'
import { differencesOf } from './scenario/effective.ts'
import type { JsonObject } from './scenario/json.ts'
import { type ReadScenario, readScenario, scenarioJsonSchema } from './scenario/scenario.ts'
import { sourcesOf } from './scenario/sources.ts'

/** What the command line asks for. */
export interface SimulateOptions {
  /** The text of the scenario file. */
  readonly scenario: string
  readonly overlays: readonly string[]
  readonly seed?: number
  readonly paths?: number
  readonly threads: number
  readonly chunk?: number
  /** Seconds after which the run breaks off. */
  readonly seconds?: number
  /** Megabytes that the run may take; by itself {@link MEMORY_DEFAULT}. */
  readonly memory?: number
  /** A folder for the result. */
  readonly out?: string
  readonly resume: boolean
  /** Whether a long run may begin without a budget. */
  readonly yes: boolean
}

/** What the process around has, and the laboratory has not. */
export interface Host {
  readonly now: () => number
  readonly isStopAsked: () => boolean
  readonly print: (line: string) => void
  /** Shows a line that the next one replaces. */
  readonly show: (line: string) => void
  readonly nodeMajor: number
}

/** Something that the person who asked can put right. */
export class SimulateRefusal extends Error {
  override readonly name = 'SimulateRefusal'
}

/** So many megabytes a run may take where nothing else is said. */
export const MEMORY_DEFAULT = 1024
/** Longer than this, a run is asked about first. */
const LONG_SECONDS = 600
const PROBE_PATHS = 16

/** Runs a scenario: figures to standard output, and everything into the folder, if there is one. */
export async function simulate(options: SimulateOptions, host: Host): Promise<Result> {
  const read = readWith(options)
  const setup = setupOf(read.scenario, read.model)
  const scenarioHash = hashOf(read.effective)
  if (options.out !== undefined) await makeFolder(options.out)
  refuseIfLarge(read, options)
  refuseIfLong(read, options, host)
  const startedAt = host.now()
  const { effective } = read
  const pool = await WorkerPool.start(options.threads, { effective, sampling: setup.sampling })
  let outcome: RunOutcome
  try {
    outcome = await runOn(pool, read, options, host)
  } finally {
    await pool.close()
  }
  const { scenario, model } = read
  const { columns, sketch, ending } = outcome
  const paths = sketch?.paths ?? columns.paths
  if (paths === 0) throw new SimulateRefusal('Broken off before a path was done.')
  const result = resultOf({
    ...read,
    scenario,
    model,
    setup,
    columns,
    ...(sketch === undefined ? {} : { sketch }),
    ending,
    scenarioHash,
    nodeMajor: host.nodeMajor,
    sources: sourcesOf(options.scenario, options.overlays),
  })
  if (options.out !== undefined) {
    const seconds = (host.now() - startedAt) / 1000
    await writeResult(
      options.out,
      { result, model, columns },
      {
        startedAt: new Date(startedAt).toISOString(),
        seconds,
        threads: options.threads,
        pathsPerSecond: paths / seconds,
      },
    )
    if (ending === 'complete' || ending === 'precise')
      await rm(join(options.out, PATHS_KEPT), { force: true })
  }
  host.print(resultText(result))
  return result
}

/** The scenario with its overlays and every default, as YAML. */
export function printScenario(options: SimulateOptions, host: Host): void {
  host.print(stringify(readWith(options).effective).trimEnd())
}

/** Where two scenarios differ: a line for each field. */
export function printDifferences(options: SimulateOptions, other: string, host: Host): void {
  const before = readWith(options).effective
  const after = readScenario(other).effective
  for (const { path, before: was, after: is } of differencesOf(before, after)) {
    const written = (value: unknown): string =>
      value === undefined ? 'nothing' : JSON.stringify(value)
    host.print(`${path}: ${written(was)} -> ${written(is)}`)
  }
}

/** The JSON Schema of the scenarios of a model. */
export function printSchema(name: string, host: Host): void {
  const model = MODELS.find((one) => one.name === name)
  const names = MODELS.map((one) => one.name).join(', ')
  if (model === undefined)
    throw new SimulateRefusal(`There is no model ${name}; there are: ${names}.`)
  host.print(JSON.stringify(scenarioJsonSchema(model), null, 2))
}

/** One path again, every entry by itself, as a journal for hledger. */
export function printJournal(options: SimulateOptions, path: number, host: Host): void {
  const { scenario, model } = readWith(options)
  const runner = new PathRunner({ ...setupOf(scenario, model), mode: 'full', journal: true })
  runner.run(path)
  host.print(pathJournal(runner, model, path).trimEnd())
}

function readWith({ scenario, overlays, seed, paths }: SimulateOptions): ReadScenario {
  const changes: JsonObject = {
    ...(seed === undefined ? {} : { seed }),
    ...(paths === undefined ? {} : { paths }),
  }
  return readScenario(scenario, overlays, changes)
}

/** Runs the paths that are not on the disk yet. */
async function runOn(
  pool: WorkerPool,
  { scenario, model, effective }: ReadScenario,
  options: SimulateOptions,
  host: Host,
): Promise<RunOutcome> {
  const width = widthOf(model)
  const checkpoint =
    options.out === undefined
      ? undefined
      : await openCheckpoint(keptIn(options.out, options.resume), runKeyOf(effective, host), width)
  const { chunk, seconds } = options
  const runOptions: RunOptions = {
    pool,
    now: host.now,
    isStopAsked: host.isStopAsked,
    onProgress: (progress) => host.show(progressText(progress)),
    ...(checkpoint === undefined || !options.resume ? {} : { done: checkpoint.done() }),
    ...(chunk === undefined ? {} : { chunk }),
    ...(seconds === undefined ? {} : { budgetMs: seconds * 1000 }),
    ...(checkpoint === undefined ? {} : { checkpoint }),
  }
  try {
    return await runPaths(scenario, setupOf(scenario, model), runOptions)
  } finally {
    host.show('')
    await checkpoint?.close()
  }
}

/** A file in which a run keeps what it has done, and what it is called where it cannot be gone on with. */
export interface KeptFile {
  /** The folder of the result. */
  readonly out: string
  readonly name: string
  readonly resume: boolean
  /** `scenario`, `study`, … */
  readonly what: string
}

/** Begins such a file, or opens the one that is there. @throws SimulateRefusal where there is none, or it is of another run */
export async function openCheckpoint(
  { out, name, resume, what }: KeptFile,
  key: string,
  width: number,
): Promise<Checkpoint> {
  const path = join(out, name)
  if (!resume) return Checkpoint.create(path, key, width)
  const found = await Checkpoint.resume(path, key, width).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    throw new SimulateRefusal(`There is nothing to resume in ${out}.`)
  })
  if (found !== undefined) return found
  throw new SimulateRefusal(`What was begun in ${out} is another ${what}, or of another version.`)
}

/** The same for rows of points, and reads those that are there. */
export async function openKeeper(
  file: KeptFile,
  key: string,
  width: number,
): Promise<{ readonly keeper: Checkpoint; readonly done: readonly Float64Array[] }> {
  const keeper = await openCheckpoint(file, key, width)
  const done: Float64Array[] = []
  if (file.resume) for await (const { rows } of keeper.done()) done.push(rows)
  return { keeper, done }
}

/** What is told where somebody broke it off. */
export function brokenOff(out: string | undefined): SimulateRefusal {
  const how = out === undefined ? '' : '; --resume with the same --out goes on'
  return new SimulateRefusal(`Broken off before the end${how}.`)
}

/** What rows of paths depend on: all of the scenario but how many there are and what is told of them. */
function runKeyOf(effective: JsonObject, { nodeMajor }: Host): string {
  const { paths: _paths, stop: _stop, levels: _levels, name: _name, ...rest } = effective
  return hashOf({ rest, engine: ENGINE_VERSION, nodeMajor })
}

const PATHS_KEPT = 'paths.part'

function keptIn(out: string, resume: boolean): KeptFile {
  return { out, name: PATHS_KEPT, resume, what: 'scenario' }
}

/** Does not begin a run that takes more memory than it may. */
function refuseIfLarge({ scenario, model }: ReadScenario, options: SimulateOptions): void {
  const needed = memoryOf(model, scenario, options.threads)
  const allowed = (options.memory ?? MEMORY_DEFAULT) * 2 ** 20
  if (needed <= allowed) return
  throw new SimulateRefusal(
    `This could take up to ${inMegabytes(needed)}, and may take ${inMegabytes(allowed)}. Say --memory, or fewer paths or threads.`,
  )
}

/** Says how long a run would take, and does not begin a long one that nobody limited. */
function refuseIfLong(
  { scenario, model }: ReadScenario,
  options: SimulateOptions,
  host: Host,
): void {
  if (options.yes || options.seconds !== undefined) return
  const runner = new PathRunner({
    model,
    parameters: scenario.parameters,
    seed: scenario.seed,
    sampling: {},
    mode: 'aggregate',
  })
  const startedAt = host.now()
  for (let path = 0; path < PROBE_PATHS; path++) runner.run(path)
  const msPerPath = (host.now() - startedAt) / PROBE_PATHS
  // The first paths are several times slower than the rest: an estimate from above.
  const seconds = (msPerPath * scenario.paths) / options.threads / 1000
  if (seconds < LONG_SECONDS) return
  throw new SimulateRefusal(
    `This could take up to ${Math.ceil(seconds / 60)} minutes. Say --yes, or how many --seconds it may take.`,
  )
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true })
    await access(path, constants.W_OK)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    throw new SimulateRefusal(`Nothing can be written into ${path} (${String(error.code)}).`)
  }
}

/** Reads a text file, or says in a sentence that it is not there. */
export async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT' && error.code !== 'EISDIR') throw error
    throw new SimulateRefusal(`There is no file ${path}.`)
  })
}
