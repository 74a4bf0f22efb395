import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { simulate } from '../../simulations/cli.ts'
import { createAccessLog } from '../../src/access/access-log.ts'
import type { Principal } from '../../src/access/core/principal.ts'
import { jobSender, type RunningJobs, startJobs } from '../../src/db/jobs.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { createLog } from '../../src/log.ts'
import { systemRuntime } from '../../src/runtime.ts'
import type { StudyDeps } from '../../src/study/deps.ts'
import { createStudyWork, type StudyWork } from '../../src/study/jobs.ts'
import { createStudy, type Study } from '../../src/study/service.ts'
import * as store from '../../src/study/store.ts'
import { createThreads, type Threads } from '../../src/study/threads.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

const { newId, now } = systemRuntime
const analyst: Principal = { kind: 'person', id: newId(), role: 'analyst' }
const log = createLog('silent', { write: () => {} })

let fresh: TestDatabase
let deps: StudyDeps
let threads: Threads
let study: Study
let work: StudyWork
let jobs: RunningJobs | undefined

beforeAll(async () => {
  fresh = await createTestDatabase()
  const { db } = fresh
  const runtime = systemRuntime
  deps = { db, runtime, accessLog: createAccessLog({ db, runtime }), send: jobSender(db) }
  threads = createThreads(2)
  study = createStudy(deps, threads)
  work = createStudyWork(deps, threads, 2)
})
afterAll(async () => {
  await jobs?.stop()
  await threads.close()
  await fresh.drop()
})

/** The benchmark, for fewer paths, with its own grades. */
async function scenario(changes: readonly (readonly [RegExp, string])[]): Promise<string> {
  const path = new URL('../../simulations/scenario/presets/gf500.yaml', import.meta.url)
  const text = await readFile(path, 'utf8')
  return changes.reduce((now, [from, to]) => now.replace(from, to), text)
}

/** What the command writes for the same scenario. */
async function commandResult(text: string): Promise<string> {
  const out = await mkdtemp(join(tmpdir(), 'fra-noi-study-'))
  const options = { scenario: text, overlays: [], threads: 1, chunk: 100, out, resume: false }
  const nodeMajor = Number(process.versions.node.split('.')[0])
  const host = { now, isStopAsked: () => false, print: () => {}, show: () => {}, nodeMajor }
  await simulate({ ...options, yes: true }, host)
  const result = await readFile(join(out, 'result.json'), 'utf8')
  await rm(out, { recursive: true })
  return result
}

function submit(text: string, id: Uuid = newId()) {
  return study.submit({ id, title: 'A run', text, overlays: [] }, analyst)
}

async function over(id: Uuid) {
  for (let look = 0; look < 600; look++) {
    const run = await study.get(id)
    if (run.endedAt !== null) return run
    await sleep(50)
  }
  throw new Error('the run is not over')
}

/** Does one chunk here, as a worker would. */
async function doChunk(runId: Uuid, number: number): Promise<void> {
  await work.queues[0]?.run({ runId, number })
}

async function doSettle(runId: Uuid): Promise<void> {
  await work.queues[1]?.run({ runId })
}

/** As if so long had passed that whoever was at a chunk is taken for dead. */
async function letLeasesLapse(): Promise<void> {
  await fresh.db
    .sql`update study_chunk set leased_until = now() - interval '1 s' where done_at is null`
}

test('runs by jobs come to the very bytes of the command, however they stop and sample', async () => {
  const plain = await scenario([[/^paths: .*$/m, 'paths: 300']])
  const tail = 'sampling: { method: tail, scrambles: 8, pilotPaths: 512 }'
  const stop = 'stop: { relativeError: 20 %, of: [grossClaims] }'
  const precise = await scenario([[/^paths: .*$/m, `paths: 8192\n${tail}\n${stop}`]])
  const waiting = await submit(plain)
  expect(waiting).toMatchObject({ state: 'queued', pathsDone: 0, estimates: [] })
  jobs = await startJobs(fresh.url, [], log, work.queues)
  // Nobody had ever worked here, so it was not asked for: it is when its wait is over.
  await letLeasesLapse()
  await work.tend()
  const runs = [await submit(precise), waiting]
  for (const [index, text] of [precise, plain].entries()) {
    const run = await over(runs[index]?.id as Uuid)
    expect(run).toMatchObject({ state: 'complete', failure: null, secondsLeft: null })
    const body = await study.file(run.id, 'result.json')
    expect(Buffer.from(body).toString()).toBe(await commandResult(text))
    const { figures, ending, provenance } = await study.result(run.id)
    const { paths, scenarioHash } = provenance
    expect(run).toMatchObject({ pathsDone: paths, scenarioHash })
    expect([ending, paths < run.paths]).toEqual(
      text === precise ? ['precise', true] : ['complete', false],
    )
    if (text === plain) {
      const mean = figures.find(({ of, statistic }) => of === 'grossClaims' && statistic === 'mean')
      const estimate = run.estimates.find(({ of }) => of === 'grossClaims')
      expect(estimate?.mean).toBeCloseTo(mean?.value as number, 5)
      expect(estimate?.standardError).toBeCloseTo(mean?.standardError as number, 5)
    }
    const [kept] = await fresh.db.sql`
      select count(digest)::int as digests, count(rows)::int as rows from study_chunk where run_id = ${run.id}`
    expect(kept).toMatchObject({ rows: 0, digests: expect.any(Number) })
    expect(kept?.digests).toBeGreaterThan(1)
  }
  await jobs.stop()
  jobs = undefined
})

test('what a worker that died has left is done by another, and its late answer is compared', async () => {
  const { id } = await submit(await scenario([[/^paths: .*$/m, 'paths: 520']]))
  const { sql } = fresh.db
  const lease = { at: new Date(now()), leaseMs: 60_000 }
  const dead = await store.claimChunk(sql, { runId: id, number: 0 }, lease)
  expect(dead).toMatchObject({ from: 0, to: 256, tries: 1 })
  // While it is believed to live, nobody else begins the same.
  await doChunk(id, 0)
  await doChunk(id, 1)
  await doChunk(id, 2)
  expect(await study.get(id)).toMatchObject({ state: 'running', pathsDone: 264 })
  await doSettle(id)
  await letLeasesLapse()
  expect(await work.tend()).toBe(1)
  await doChunk(id, 0)
  expect(await study.get(id)).toMatchObject({ state: 'running', pathsDone: 520 })
  const [kept] =
    await sql`select digest, rows, sums from study_chunk where run_id = ${id} and number = 0`
  const late = { runId: id, number: 0, at: new Date(now()), sums: '[]', rows: kept?.rows }
  expect(await store.keepChunk(sql, { ...late, digest: kept?.digest })).toEqual(kept?.digest)
  await doSettle(id)
  await doSettle(id)
  expect(await study.get(id)).toMatchObject({ state: 'complete', pathsDone: 520 })
})

test('a chunk that comes to something else the second time fails the run', async () => {
  const { id } = await submit(await scenario([[/^paths: .*$/m, 'paths: 300']]))
  const { sql } = fresh.db
  const asked = threads.ask
  const other = { digest: Buffer.alloc(32), rows: Buffer.alloc(8), sums: '[]', at: new Date(now()) }
  const slow: Threads = {
    ...threads,
    ask: async (request) => {
      // Somebody else is faster, and a bit of it is another.
      if (request.kind === 'chunk') await store.keepChunk(sql, { ...other, runId: id, number: 0 })
      return asked(request)
    },
  }
  await createStudyWork(deps, slow, 1).queues[0]?.run({ runId: id, number: 0 })
  expect(await study.get(id)).toMatchObject({
    state: 'failed',
    failure: 'Paths 0 to 255 came to something else the second time.',
  })
  await expect(study.result(id)).rejects.toMatchObject({ code: 'run_not_complete' })
})

test('a chunk that ends every worker fails the run', async () => {
  const { id } = await submit(await scenario([[/^paths: .*$/m, 'paths: 300']]))
  const dying: Threads = { ...threads, ask: () => Promise.reject(new Error('died')) }
  const chunk = createStudyWork(deps, dying, 1).queues[0]
  for (let time = 0; time < 5; time++) {
    await expect(chunk?.run({ runId: id, number: 1 })).rejects.toThrow('died')
    await letLeasesLapse()
    await work.tend()
  }
  await chunk?.run({ runId: id, number: 1 })
  const failure = 'Paths 256 to 299 were begun 5 times and never done.'
  expect(await study.get(id)).toMatchObject({ state: 'failed', failure })
})

test('a run that was cancelled is begun by nobody, and goes when it is erased', async () => {
  const { id } = await submit(await scenario([[/^paths: .*$/m, 'paths: 300']]))
  await doChunk(id, 0)
  await expect(study.erase(id, 'Too early', analyst)).rejects.toMatchObject({ code: 'run_is_open' })
  const cancelled = await study.cancel(id, analyst)
  expect(cancelled).toMatchObject({ state: 'cancelled', pathsDone: 256 })
  expect(await study.cancel(id, analyst)).toEqual(cancelled)
  await doChunk(id, 1)
  expect(await study.get(id)).toMatchObject({ state: 'cancelled', pathsDone: 256 })
  await study.erase(id, 'A slip', analyst)
  await expect(study.get(id)).rejects.toMatchObject({ code: 'run_not_found' })
  const log = await deps.accessLog.list({ limit: 10, subjectKind: 'study_run', subjectId: id })
  expect(log.map(({ action, detail }) => [action, detail])).toEqual([
    ['study_run.erased', { reason: 'A slip' }],
    ['study_run.cancelled', {}],
    ['study_run.submitted', {}],
  ])
})

test('the same again is the same run, other content under its id is refused, and too much is refused', async () => {
  const text = await scenario([[/^paths: .*$/m, 'paths: 300']])
  const runs = await Promise.all(
    [newId(), newId(), newId(), newId(), newId()].map((id) => submit(text, id)),
  )
  const [first] = runs
  const id = first?.id as Uuid
  expect(await submit(text, id)).toEqual(first)
  await expect(submit(`${text} `, id)).rejects.toMatchObject({ code: 'run_id_conflict' })
  await expect(submit(text)).rejects.toMatchObject({ code: 'too_many_runs' })
  const page = await study.list({ limit: 2, after: runs[4]?.id as Uuid })
  expect(page).toHaveLength(2)
  for (const run of runs) await study.cancel(run.id, analyst)
  const large = await scenario([[/^paths: .*$/m, 'paths: 5000000']])
  await expect(submit(large)).rejects.toMatchObject({ code: 'scenario_too_large' })
})

test('every fault of a scenario is named with its path', async () => {
  const text = await scenario([
    [/^paths: .*$/m, 'paths: 3'],
    [/coverage: .*$/m, 'coverage: 180 %'],
  ])
  const refused = await submit(text).catch((error) => error)
  expect(refused).toMatchObject({ code: 'scenario_unfit' })
  expect(refused.details.faults.map(([path]: readonly [string]) => path).sort()).toEqual([
    'parameters.coverage',
    'paths',
  ])
})

test('questions are answered in a thread, and known values are met there', async () => {
  const known = study.listOracles()
  expect(known).toHaveLength(248)
  const some = known.filter(({ model }) => model === 'sponsorship')
  const answers = await study.answer([...some, { id: 'x', model: 'none' }])
  for (const [index, { id, value, tolerance }] of some.entries()) {
    const answer = answers[index]
    expect(answer).toMatchObject({ id, standardError: 0 })
    const ours = answer !== undefined && 'value' in answer ? answer.value : Number.NaN
    expect(Math.abs(ours - value)).toBeLessThanOrEqual(tolerance)
  }
  expect(answers.at(-1)).toMatchObject({ id: 'x', error: expect.any(String) })
})
