import { hashOf } from '../../simulations/checkpoint.ts'
import { ScenarioError } from '../../simulations/scenario/scenario.ts'
import {
  needsOf,
  openBundle,
  type StudyAtHand,
  type StudyBundle,
} from '../../simulations/study/bundle.ts'
import { readStudy } from '../../simulations/study/study-file.ts'
import { rowWidth, tasksOf } from '../../simulations/study/tasks.ts'
import type { Principal } from '../access/core/principal.ts'
import { assert } from '../kernel/assert.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import { RUN_NUMBERS_MAX, STUDY_TASKS_MAX, taskChunksOf } from './core/run.ts'
import type { StudyDeps } from './deps.ts'
import { listPresets, listStudyFiles, type StudyPreset } from './library.ts'
import * as runs from './store.ts'
import * as store from './studies-store.ts'
import { enqueue, refuseAbove } from './submitting.ts'

/** A version without what it says in full. */
export interface StudyVersionHead extends store.HeadRow {
  /** As the version says it. */
  readonly title: store.InLanguages
  readonly question: store.InLanguages
}

export interface StudyVersion extends StudyVersionHead {
  /** The study file. */
  readonly text: string
}

/** A study as it stands, and how it came to that. */
export interface FeasibilityStudy {
  readonly id: Uuid
  readonly newest: StudyVersion
  /** The newest first. */
  readonly versions: readonly StudyVersionHead[]
}

export interface NewStudy {
  readonly id: Uuid
  /** A study file: YAML or JSON. */
  readonly text: string
  readonly note: string
}

export interface Revision extends NewStudy {
  /** The number that the version is to have: one more than the newest. */
  readonly number: number
}

export interface CheckedStudy {
  readonly studyHash: string
  readonly designs: number
  readonly tasks: number
}

/** Studies and their versions; a version is run by the workers like any run. */
export interface Studies {
  /** Those that the program comes with, to begin from. */
  listFiles(): readonly StudyPreset[]
  /** @throws DomainError `study_unfit`, with every fault as [path, what is wanted] in `details.faults`, `scenario_too_large` */
  check(text: string): Promise<CheckedStudy>
  /** The same again gives the same. @throws DomainError `study_unfit`, `study_id_conflict` */
  create(wanted: NewStudy, by: Principal): Promise<FeasibilityStudy>
  /** The one changed last first. */
  list(page: {
    readonly limit: number
    readonly after?: Uuid
  }): Promise<readonly StudyVersionHead[]>
  /** @throws DomainError `study_not_found` */
  get(id: Uuid): Promise<FeasibilityStudy>
  /** @throws DomainError `study_not_found` */
  version(id: Uuid, number: number): Promise<StudyVersion>
  /** @throws DomainError `study_not_found`, `study_unfit`, `study_was_revised` */
  revise(revision: Revision, by: Principal): Promise<FeasibilityStudy>
  /**
   * Has a version run. The same again is the same run.
   *
   * @throws DomainError `study_not_found`, `study_unfit`, `scenario_too_large`, `run_id_conflict`, `too_many_runs`
   */
  run(
    wanted: { readonly runId: Uuid; readonly studyId: Uuid; readonly number: number },
    by: Principal,
  ): Promise<Uuid>
}

export interface StudiesDeps extends StudyDeps {
  /** The content of a dataset of evidence by its SHA-256. */
  findDataset(hash: string): Promise<string | undefined>
}

export function createStudies(deps: StudiesDeps): Studies {
  const { sql } = deps.db
  const get = async (id: Uuid): Promise<FeasibilityStudy> => {
    const newest = await newestOf(deps, id)
    const versions = await headsOf(deps, await store.listVersions(sql, id))
    return { id, newest, versions }
  }
  const version = async (id: Uuid, number: number): Promise<StudyVersion> => {
    const row = await store.findVersion(sql, id, number)
    if (row !== undefined) return shown(row)
    throw new DomainError('study_not_found', 'The study has no version of this number.')
  }
  return {
    listFiles: listStudyFiles,
    check: async (text) => {
      const { study } = await ready(deps, text)
      const { prepared, studyHash } = study
      const designs = prepared.file.designs.length
      return { studyHash, designs, tasks: tasksOf(prepared).length }
    },
    create: async (wanted, by) => {
      await create(deps, wanted, await ready(deps, wanted.text), by)
      return get(wanted.id)
    },
    list: async (page) => headsOf(deps, await store.listNewest(sql, page)),
    get,
    version,
    revise: async (revision, by) => {
      await newestOf(deps, revision.id)
      await revise(deps, revision, await ready(deps, revision.text), by)
      return get(revision.id)
    },
    run: async (wanted, by) => {
      await run(deps, wanted, await version(wanted.studyId, wanted.number), by)
      return wanted.runId
    },
  }
}

async function newestOf({ db }: StudiesDeps, id: Uuid): Promise<StudyVersion> {
  const row = await store.findVersion(db.sql, id)
  if (row !== undefined) return shown(row)
  throw new DomainError('study_not_found', 'There is no study with this id.')
}

/** Versions as lists have them. The text is read of those only that are older than the columns of a list. */
async function headsOf(
  { db }: StudiesDeps,
  rows: readonly store.HeadRow[],
): Promise<readonly StudyVersionHead[]> {
  const heads: StudyVersionHead[] = []
  for (const row of rows) {
    const { title, question } = row
    if (title !== null && question !== null) heads.push({ ...row, title, question })
    else {
      const whole = await store.findVersion(db.sql, row.studyId, row.number)
      assert(whole, 'a version that is listed is there')
      const { text: _, ...head } = shown(whole)
      heads.push(head)
    }
  }
  return heads
}

/** A version with what it says of itself; one that a later program cannot read any more is still there. */
function shown(row: store.VersionRow): StudyVersion {
  const { title, question } = row
  if (title !== null && question !== null) return { ...row, title, question }
  try {
    const { title, question } = readStudy(row.text)
    return { ...row, title, question }
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    return { ...row, title: { it: '?', en: '?' }, question: { it: '', en: '' } }
  }
}

interface ReadyStudy {
  readonly bundle: StudyBundle
  readonly study: StudyAtHand
}

/** Gathers what a study names, and checks all of it. */
async function ready(deps: StudiesDeps, text: string): Promise<ReadyStudy> {
  try {
    const bundle = await bundleOf(deps, text)
    const study = openBundle(bundle, hashOf)
    refuseIfLarge(study)
    return { bundle, study }
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    const faults = error.faults.map(({ path, message }) => [path, message])
    throw new DomainError('study_unfit', error.message, { faults })
  }
}

async function bundleOf(deps: StudiesDeps, text: string): Promise<StudyBundle> {
  const needs = needsOf(text)
  const presets = new Map(listPresets().map(({ name, text: file }) => [name, file]))
  const scenarios: Record<string, string> = {}
  for (const name of needs.scenarios) {
    const preset = presets.get(name)
    if (preset !== undefined) scenarios[name] = preset
  }
  const evidence: Record<string, string> = {}
  for (const { name, hash } of needs.evidence) {
    const path = `evidence.${name}`
    if (hash === undefined)
      throw new ScenarioError([{ path, message: 'needs the SHA-256 of a dataset' }])
    const content = await deps.findDataset(hash)
    if (content === undefined)
      throw new ScenarioError([{ path, message: `there is no dataset with the SHA-256 ${hash}` }])
    evidence[name] = content
  }
  return { text, scenarios, evidence, changes: {} }
}

/** @throws DomainError `scenario_too_large` */
function refuseIfLarge({ prepared }: StudyAtHand): void {
  const tasks = tasksOf(prepared).length
  refuseAbove('study', [
    ['runs', tasks, STUDY_TASKS_MAX],
    ['runs x paths x outputs', tasks * rowWidth(prepared), RUN_NUMBERS_MAX],
  ])
}

async function create(
  deps: StudiesDeps,
  wanted: NewStudy,
  { study }: ReadyStudy,
  by: Principal,
): Promise<void> {
  const { id, text, note } = wanted
  const { title, question } = study.prepared.file
  const at = new Date(deps.runtime.now())
  await deps.db.sql.begin(async (tx) => {
    await store.lockStudy(tx, id)
    const first = await store.findVersion(tx, id, 1)
    if (first !== undefined) {
      if (first.text === text && first.note === note) return
      throw new DomainError('study_id_conflict', 'This id was used for another study.')
    }
    await store.insertStudy(tx, { id, createdAt: at, createdBy: by.id })
    const said = { text, title, question, note }
    await store.insertVersion(tx, { studyId: id, number: 1, ...said, madeAt: at, madeBy: by.id })
    await deps.accessLog.recordIn(tx, entry(by, 'study.created', id))
  })
}

async function revise(
  deps: StudiesDeps,
  revision: Revision,
  { study }: ReadyStudy,
  by: Principal,
): Promise<void> {
  const { id, number, text, note } = revision
  const { title, question } = study.prepared.file
  const at = new Date(deps.runtime.now())
  await deps.db.sql.begin(async (tx) => {
    await store.lockStudy(tx, id)
    const same = await store.findVersion(tx, id, number)
    if (same !== undefined && same.text === text && same.note === note) return
    const newest = (await store.findVersion(tx, id))?.number ?? 0
    if (number !== newest + 1) {
      const sentence = `The study has ${newest} versions by now: look at the newest, and change that.`
      throw new DomainError('study_was_revised', sentence, { newest })
    }
    const said = { text, title, question, note }
    await store.insertVersion(tx, { studyId: id, number, ...said, madeAt: at, madeBy: by.id })
    await deps.accessLog.recordIn(tx, {
      ...entry(by, 'study.revised', id),
      detail: { number: String(number) },
    })
  })
}

async function run(
  deps: StudiesDeps,
  { runId, studyId, number }: { runId: Uuid; studyId: Uuid; number: number },
  version: StudyVersion,
  by: Principal,
): Promise<void> {
  const { db, runtime } = deps
  const requireSame = (one: runs.RunRow) => {
    if (one.studyId === studyId && one.studyVersion === number) return
    throw new DomainError('run_id_conflict', 'This id was used for another run.')
  }
  const before = await runs.selectRun(db.sql, runId)
  if (before !== undefined) return requireSame(before)
  const { bundle, study } = await ready(deps, version.text)
  const { prepared, studyHash } = study
  const tasks = tasksOf(prepared).length
  const chunks = taskChunksOf(tasks)
  const row: runs.NewRun = {
    ...{ id: runId, kind: 'study', studyId, studyVersion: number },
    ...{ title: version.title.it, scenario: version.text, overlays: [] },
    ...{ effective: JSON.stringify(bundle), scenarioHash: studyHash, model: 'study' },
    ...{ seed: BigInt(prepared.file.seed), paths: tasks },
    ...{ createdAt: new Date(runtime.now()), createdBy: by.id },
  }
  await enqueue(deps, { row, chunks }, requireSame, by)
}

function entry(actor: Principal, action: `${string}.${string}`, id: Uuid) {
  return { actor, action, outcome: 'done', subject: { kind: 'study', id } } as const
}
