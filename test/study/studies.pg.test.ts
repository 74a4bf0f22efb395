import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { studyFile } from '../../simulations/study-cli.ts'
import { createAccessLog } from '../../src/access/access-log.ts'
import type { Principal } from '../../src/access/core/principal.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { packageRoot } from '../../src/package-root.ts'
import { systemRuntime } from '../../src/runtime.ts'
import type { StudyDeps } from '../../src/study/deps.ts'
import { createEvidence } from '../../src/study/evidence.ts'
import { findContent } from '../../src/study/evidence-dataset-store.ts'
import { createStudyWork, type StudyWork } from '../../src/study/jobs.ts'
import { createStudy, type Study } from '../../src/study/service.ts'
import * as store from '../../src/study/store.ts'
import { createStudies, type Studies } from '../../src/study/studies.ts'
import { createThreads, type Threads } from '../../src/study/threads.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { SMALL_STUDY } from '../web/lab-study.ts'

const { newId, now } = systemRuntime
const analyst: Principal = { kind: 'person', id: newId(), role: 'analyst' }
const PRESETS = join(packageRoot(), 'simulations', 'scenario', 'presets')

let fresh: TestDatabase
let deps: StudyDeps
let threads: Threads
let study: Study
let studies: Studies
let work: StudyWork

beforeAll(async () => {
  fresh = await createTestDatabase()
  const { db } = fresh
  const accessLog = createAccessLog({ db, runtime: systemRuntime })
  deps = { db, runtime: systemRuntime, accessLog, send: async () => {} }
  threads = createThreads(1)
  study = createStudy(deps, threads)
  studies = createStudies({ ...deps, findDataset: (sha256) => findContent(db.sql, sha256) })
  work = createStudyWork(deps, threads, 1)
})
afterAll(async () => {
  await threads.close()
  await fresh.drop()
})

async function doAll(runId: Uuid): Promise<void> {
  const { asked } = await store.countChunks(deps.db.sql, runId)
  for (let number = 0; number < asked; number++) await work.queues[0]?.run({ runId, number })
  await work.queues[1]?.run({ runId })
}

test('a study is kept in versions, and a version that is there already stays', async () => {
  const id = newId()
  const first = await studies.create({ id, text: SMALL_STUDY, note: 'first' }, analyst)
  expect(first.newest).toMatchObject({ number: 1, note: 'first', madeBy: analyst.id })
  await studies.create({ id, text: SMALL_STUDY, note: 'first' }, analyst)
  await expect(
    studies.create({ id, text: SMALL_STUDY, note: 'other' }, analyst),
  ).rejects.toMatchObject({
    code: 'study_id_conflict',
  })
  const other = SMALL_STUDY.replace('low: 5.5', 'low: 6')
  const revision = { id, number: 2, text: other, note: 'the pilot says six' }
  const second = await studies.revise(revision, analyst)
  expect(second.versions.map(({ number, note }) => [number, note])).toEqual([
    [2, 'the pilot says six'],
    [1, 'first'],
  ])
  expect(await studies.revise(revision, analyst)).toEqual(second)
  // Somebody else had the first version before them.
  await expect(studies.revise({ ...revision, note: 'mine' }, analyst)).rejects.toMatchObject({
    code: 'study_was_revised',
    details: { newest: 2 },
  })
  await expect(
    studies.revise(
      { ...revision, number: 3, text: SMALL_STUDY.replace('weight: 2', 'weight: x') },
      analyst,
    ),
  ).rejects.toMatchObject({ code: 'study_unfit' })
  expect((await studies.list({ limit: 5 })).map(({ studyId }) => studyId)).toContain(id)
  await expect(
    fresh.db.sql`update feasibility_study_version set note = 'never' where study_id = ${id}`,
  ).rejects.toThrow()
})

test('lists read the columns, and the text only of versions that are older than them', async () => {
  const id = newId()
  await studies.create({ id, text: SMALL_STUDY, note: 'first' }, analyst)
  const { title, question } = (await studies.get(id)).newest
  const { sql } = fresh.db
  const add = (number: number, text: string, hasHead: boolean) => sql`
    insert into feasibility_study_version (study_id, number, text, title, question, note, made_at, made_by)
    select study_id, ${number}, ${text}, ${hasHead ? sql`title, question` : sql`null, null`}, note, made_at, made_by
    from feasibility_study_version where study_id = ${id} and number = 1`
  await add(2, 'what no program reads', true)
  await add(3, 'what no program reads', false)
  await add(4, SMALL_STUDY, false)
  const { newest, versions } = await studies.get(id)
  expect(newest).toMatchObject({ number: 4, title, question })
  const unknown = { title: { it: '?', en: '?' }, question: { it: '', en: '' } }
  expect(versions.map(({ title, question }) => ({ title, question }))).toEqual([
    ...[{ title, question }, unknown, { title, question }, { title, question }],
  ])
  expect(versions[0]).not.toHaveProperty('text')
  expect(await studies.version(id, 2)).toMatchObject({ title, text: 'what no program reads' })
  await expect(studies.version(id, 5)).rejects.toMatchObject({ code: 'study_not_found' })
})

test('a study that names what is not there is refused with every fault', async () => {
  const text = SMALL_STUDY.replaceAll('circulation-vouchers', 'circulation-wings')
  await expect(studies.check(text)).rejects.toMatchObject({
    code: 'study_unfit',
    details: { faults: expect.arrayContaining([expect.arrayContaining(['designs.0.parts.0'])]) },
  })
})

test('a study takes what is not known from a dataset that the service keeps', async () => {
  const evidence = createEvidence(deps)
  const head = {
    kind: 'outside' as const,
    title: 'A count',
    source: 'counted',
    population: 'forty people',
  }
  const csv =
    'name,value,low,high,level,n,method,unit\r\ntrips,6,5.5,6.6,0.9,40,counted,purchases\r\n'
  const { sha256 } = await evidence.bring(head, csv, analyst)
  const study = parse(SMALL_STUDY)
  const [{ law: _, ...input }] = study.inputs
  const known = { ...input, evidence: 'count/trips', standing: 'evidence' }
  const named = { ...study, inputs: [known], evidence: [{ name: 'count', hash: sha256 }] }
  expect((await studies.check(stringify(named))).tasks).toBeGreaterThan(0)
  const other = { ...named, evidence: [{ name: 'count', hash: '0'.repeat(64) }] }
  await expect(studies.check(stringify(other))).rejects.toThrow('there is no dataset')
})

test('workers run it, whoever is killed on the way, to the bytes of the command', async () => {
  const [studyId, runId] = [newId(), newId()]
  await studies.create({ id: studyId, text: SMALL_STUDY, note: 'to be run' }, analyst)
  await studies.run({ runId, studyId, number: 1 }, analyst)
  await studies.run({ runId, studyId, number: 1 }, analyst)
  await expect(studies.run({ runId, studyId: newId(), number: 1 }, analyst)).rejects.toMatchObject({
    code: 'study_not_found',
  })
  // Somebody takes a chunk and is never heard of again: when the lease is over another one does it.
  const name = { runId, number: 0 }
  await store.claimChunk(deps.db.sql, name, { at: new Date(now()), leaseMs: -1 })
  expect(await work.tend()).toBe(1)
  await doAll(runId)
  const run = await study.get(runId)
  expect(run).toMatchObject({ state: 'complete', kind: 'study', studyId, studyVersion: 1 })
  expect(run.pathsDone).toBe(run.paths)
  expect((await study.list({ limit: 5, studyId })).map(({ id }) => id)).toEqual([runId])
  expect((await study.list({ limit: 5 })).map(({ id }) => id)).not.toContain(runId)
  const files = await commandFiles()
  for (const [file, text] of Object.entries(files)) {
    const kept = Buffer.from(await study.file(runId, file)).toString()
    expect(kept, file).toBe(text)
  }
})

async function commandFiles(): Promise<Readonly<Record<string, string>>> {
  const out = await mkdtemp(join(tmpdir(), 'fra-noi-study-'))
  await writeFile(join(out, 'study.yaml'), SMALL_STUDY)
  const nodeMajor = Number(process.versions.node.split('.')[0])
  const host = { now, isStopAsked: () => false, print: () => {}, show: () => {}, nodeMajor }
  const scenarioPath = (preset: string) => join(PRESETS, `${preset}.yaml`)
  const options = { file: join(out, 'study.yaml'), scenarioPath, threads: 1, out, resume: false }
  await studyFile({ ...options, language: 'en' }, host)
  const names = ['study.json', 'report.it.html', 'report.en.html', 'estimates.csv', 'pairs.csv']
  const texts = await Promise.all(names.map((name) => readFile(join(out, name), 'utf8')))
  await rm(out, { recursive: true })
  return Object.fromEntries(names.map((name, index) => [name, texts[index] ?? '']))
}
