import { hashOf } from '../../simulations/checkpoint.ts'
import { findModel } from '../../simulations/model/models.ts'
import { widthOf } from '../../simulations/plan.ts'
import type { Answer } from '../../simulations/quantity.ts'
import type { Result } from '../../simulations/result.ts'
import type { JsonObject } from '../../simulations/scenario/json.ts'
import {
  type ReadScenario,
  readScenario,
  ScenarioError,
  scenarioJsonSchema,
} from '../../simulations/scenario/scenario.ts'
import type { Principal } from '../access/core/principal.ts'
import { assert } from '../kernel/assert.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import { estimatesOf, type OutputSums, type RunEstimate } from './core/estimates.ts'
import {
  chunksOf,
  nextChunks,
  RUN_NUMBERS_MAX,
  RUN_PATHS_MAX,
  RUN_STEPS_MAX,
  type RunKind,
  type RunState,
} from './core/run.ts'
import type { StudyDeps } from './deps.ts'
import { type KnownValue, listKnown, listPresets, type Preset } from './library.ts'
import * as store from './store.ts'
import { enqueue, refuseAbove } from './submitting.ts'
import { ReckoningFailed, type Threads, TookTooLong } from './threads.ts'

/** A scenario as somebody sends it. */
export interface SentScenario {
  /** YAML or JSON. */
  readonly text: string
  /** Names of overlays of the file, in the order in which they are laid over it. */
  readonly overlays: readonly string[]
}

export interface NewRun extends SentScenario {
  readonly id: Uuid
  readonly title: string
}

/** A run, and how far it is. */
export interface StudyRun {
  readonly id: Uuid
  readonly kind: RunKind
  /** Of a study: which, and which version of it. */
  readonly studyId: Uuid | null
  readonly studyVersion: number | null
  readonly title: string
  readonly state: RunState
  /** How many paths are done. */
  readonly pathsDone: number
  /** How many were asked for; the run may need fewer where it may stop early. */
  readonly paths: number
  /** Since it began; 0 while nothing is done. */
  readonly pathsPerSecond: number
  /** Until all paths are done, at this pace; nothing while it is not known, or where it is over. */
  readonly secondsLeft: number | null
  readonly model: string
  readonly scenario: string
  readonly overlays: readonly string[]
  readonly scenarioHash: string
  readonly seed: number
  readonly createdAt: Date
  readonly createdBy: Uuid
  readonly startedAt: Date | null
  readonly endedAt: Date | null
  readonly failure: string | null
}

/** With what is known so far. */
export interface StudyRunInFull extends StudyRun {
  readonly estimates: readonly RunEstimate[]
}

/** A scenario with every default. */
export interface CheckedScenario {
  readonly effective: JsonObject
  /** SHA-256 of it. */
  readonly scenarioHash: string
}

/** Runs of the laboratory, which the workers do, and what it knows. */
export interface Study {
  listPresets(): readonly Preset[]
  findPreset(name: string): Preset | undefined
  /** What a model is made of. @throws DomainError `model_not_found` */
  describeModel(name: string): ModelDescription
  /** The values that the engine is checked against. */
  listOracles(): readonly KnownValue[]
  /** @throws DomainError `scenario_unfit`, with every fault as [path, what is wanted] in `details.faults` */
  check(sent: SentScenario): CheckedScenario
  /**
   * Has a scenario run. The same again gives the same run.
   *
   * @throws DomainError `scenario_unfit`, `scenario_too_large`, `run_id_conflict`, `too_many_runs`
   */
  submit(wanted: NewRun, by: Principal): Promise<StudyRunInFull>
  /** Of scenarios, or of all versions of a study; the newest first. */
  list(page: {
    readonly limit: number
    readonly after?: Uuid
    readonly studyId?: Uuid
  }): Promise<readonly StudyRun[]>
  /** @throws DomainError `run_not_found` */
  get(id: Uuid): Promise<StudyRunInFull>
  /** As `get`, for several; those that are not there are left out. */
  getAll(ids: readonly string[]): Promise<readonly StudyRunInFull[]>
  /** Breaks it off between two chunks. One that is over stays as it is. @throws DomainError `run_not_found` */
  cancel(id: Uuid, by: Principal): Promise<StudyRunInFull>
  /** Removes a run with all it left. @throws DomainError `run_not_found`, `run_is_open` */
  erase(id: Uuid, reason: string, by: Principal): Promise<void>
  /** @throws DomainError `run_not_found`, `run_not_complete` */
  result(id: Uuid): Promise<Result>
  /** A file that a run left, to the byte. @throws DomainError `run_not_found`, `run_not_complete`, `file_not_found` */
  file(id: Uuid, name: string): Promise<Uint8Array>
  /** Answers questions of {model, case, inputs, quantity}. @throws DomainError `question_too_hard` */
  answer(questions: readonly unknown[]): Promise<readonly Answer[]>
}

export interface ModelDescription {
  readonly name: string
  readonly version: number
  readonly description: string
  /** The JSON Schema of its scenarios. */
  readonly schema: JsonObject
  readonly outputs: readonly {
    readonly name: string
    readonly description: string
    readonly kind: string
    readonly unit: string
    readonly tail: string
  }[]
  readonly series: readonly {
    readonly name: string
    readonly description: string
    readonly unit: string
  }[]
}

/** So long somebody waits for answers, then they are given up. */
const ANSWER_MS = 20_000

/** @param threads where questions are answered, so that nobody else waits */
export function createStudy(deps: StudyDeps, threads: Threads): Study {
  const { sql } = deps.db
  const find = async (id: Uuid) => {
    const run = await store.selectRun(sql, id)
    if (run !== undefined) return run
    throw new DomainError('run_not_found', 'There is no run with this id.')
  }
  const file = async (id: Uuid, name: string) => {
    const { state } = await find(id)
    const body = await store.selectFile(sql, id, name)
    if (body !== undefined) return body
    if (state === 'complete')
      throw new DomainError('file_not_found', 'The run left no file of this name.')
    throw new DomainError('run_not_complete', `The run is ${state}: it has no result.`, { state })
  }
  const getAll = (ids: readonly string[]) => readInFull(deps, ids)
  const get = async (id: Uuid) => {
    const [run] = await getAll([(await find(id)).id])
    assert(run, 'a run that was found is read')
    return run
  }
  return {
    listPresets,
    findPreset: (name) => listPresets().find((preset) => preset.name === name),
    describeModel,
    listOracles: listKnown,
    check: (sent) => {
      const { effective } = read(sent)
      return { effective, scenarioHash: hashOf(effective) }
    },
    submit: async (wanted, by) => {
      await submit(deps, wanted, by)
      return get(wanted.id)
    },
    list: async (page) => withProgress(deps, await store.listRuns(sql, page)),
    ...{ get, getAll, file },
    cancel: async (id, by) => {
      await find(id)
      await cancel(deps, id, by)
      return get(id)
    },
    erase: async (id, reason, by) => {
      await find(id)
      await erase(deps, id, reason, by)
    },
    result: async (id) => JSON.parse(Buffer.from(await file(id, 'result.json')).toString()),
    answer: (questions) => answer(threads, questions),
  }
}

/** @throws DomainError `scenario_unfit` */
function read({ text, overlays }: SentScenario): ReadScenario {
  try {
    return readScenario(text, overlays)
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    const faults = error.faults.map(({ path, message }) => [path, message])
    throw new DomainError('scenario_unfit', error.message, { faults })
  }
}

/** @throws DomainError `scenario_too_large` */
function refuseIfLarge({ scenario, model }: ReadScenario): void {
  const { paths, parameters } = scenario
  const { months, entities } = model.extent(parameters)
  refuseAbove('run', [
    ['paths', paths, RUN_PATHS_MAX],
    ['paths x outputs', paths * widthOf(model), RUN_NUMBERS_MAX],
    ['paths x months x entities', paths * months * Math.max(1, entities), RUN_STEPS_MAX],
  ])
}

async function submit(deps: StudyDeps, wanted: NewRun, by: Principal): Promise<void> {
  const { db, runtime } = deps
  const { id, title, text, overlays } = wanted
  const before = await store.selectRun(db.sql, id)
  if (before !== undefined) return requireSame(before, wanted)
  const scenario = read(wanted)
  refuseIfLarge(scenario)
  const { effective } = scenario
  const { paths, seed, stop } = scenario.scenario
  const all = chunksOf(paths)
  const chunks = all.slice(0, nextChunks(0, { count: all.length, mayStop: stop !== undefined }))
  const row = {
    ...({ id, kind: 'scenario', studyId: null, studyVersion: null } as const),
    ...{ title, scenario: text, overlays, effective: JSON.stringify(effective) },
    ...{ scenarioHash: hashOf(effective), model: scenario.model.name, seed: BigInt(seed), paths },
    ...{ createdAt: new Date(runtime.now()), createdBy: by.id },
  }
  await enqueue(deps, { row, chunks }, (run) => requireSame(run, wanted), by)
}

/** @throws DomainError `run_id_conflict` */
function requireSame(run: store.RunRow, { title, text, overlays }: NewRun): void {
  const isSame =
    run.title === title &&
    run.scenario === text &&
    JSON.stringify(run.overlays) === JSON.stringify(overlays)
  if (isSame) return
  throw new DomainError('run_id_conflict', 'This id was used for another run.')
}

async function cancel({ db, runtime, accessLog }: StudyDeps, id: Uuid, by: Principal) {
  const at = new Date(runtime.now())
  await db.sql.begin(async (tx) => {
    if (!(await store.endRun(tx, id, { state: 'cancelled', at }))) return
    await store.dropRows(tx, id)
    await accessLog.recordIn(tx, entry(by, 'study_run.cancelled', id))
  })
}

async function erase({ db, accessLog }: StudyDeps, id: Uuid, reason: string, by: Principal) {
  await db.sql.begin(async (tx) => {
    if (!(await store.deleteRun(tx, id))) {
      throw new DomainError('run_is_open', 'The run is not over. Cancel it first.')
    }
    await accessLog.recordIn(tx, { ...entry(by, 'study_run.erased', id), detail: { reason } })
  })
}

function entry(actor: Principal, action: `${string}.${string}`, id: Uuid) {
  return { actor, action, outcome: 'done', subject: { kind: 'study_run', id } } as const
}

async function answer(threads: Threads, questions: readonly unknown[]) {
  try {
    return await threads.ask({ kind: 'quantities', questions }, ANSWER_MS)
  } catch (error) {
    if (!(error instanceof TookTooLong || error instanceof ReckoningFailed)) throw error
    throw new DomainError('question_too_hard', `The questions were not answered: ${error.message}.`)
  }
}

async function readInFull(
  deps: StudyDeps,
  ids: readonly string[],
): Promise<readonly StudyRunInFull[]> {
  const { sql } = deps.db
  const sums = await store.listSums(sql, ids)
  return (await withProgress(deps, await store.findRuns(sql, ids))).map((run) => {
    const names = findModel(run.model)?.outputs.map(({ name }) => name) ?? []
    const own = sums.filter(({ runId }) => runId === run.id)
    const chunks = own.map((one) => JSON.parse(one.sums) as readonly OutputSums[])
    return { ...run, estimates: estimatesOf(names, chunks) }
  })
}

async function withProgress(
  { db }: StudyDeps,
  rows: readonly store.RunRow[],
): Promise<readonly StudyRun[]> {
  const ids = rows.map(({ id }) => id)
  const counted = new Map((await store.countPaths(db.sql, ids)).map((one) => [one.runId, one]))
  return rows.map((row) => {
    const done = counted.get(row.id)
    const { effective: _effective, pathsUsed, ...run } = row
    const seconds =
      done === undefined || row.startedAt === null
        ? 0
        : (done.last.getTime() - row.startedAt.getTime()) / 1000
    const pathsDone = pathsUsed ?? done?.paths ?? 0
    const pathsPerSecond = seconds > 0 ? (done?.paths ?? 0) / seconds : 0
    const isKnown = row.endedAt === null && pathsPerSecond > 0
    const secondsLeft = isKnown ? (row.paths - pathsDone) / pathsPerSecond : null
    return { ...run, seed: Number(row.seed), pathsDone, pathsPerSecond, secondsLeft }
  })
}

function describeModel(name: string): ModelDescription {
  const model = findModel(name)
  if (model === undefined) throw new DomainError('model_not_found', 'There is no such model.')
  const { version, description, outputs, series } = model
  return { name, version, description, schema: scenarioJsonSchema(model), outputs, series }
}
