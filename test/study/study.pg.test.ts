import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { simulate } from '../../simulations/cli.ts'
import { createAccessLog } from '../../src/access/access-log.ts'
import type { Principal } from '../../src/access/core/principal.ts'
import { jobSender, type RunningJobs, startJobs } from '../../src/db/jobs.ts'
import { DomainError } from '../../src/kernel/errors.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { createLog } from '../../src/log.ts'
import { systemRuntime } from '../../src/runtime.ts'
import type { StudyDeps } from '../../src/study/deps.ts'
import { createStudyWork, type StudyWork } from '../../src/study/jobs.ts'
import { createStudy, type Study } from '../../src/study/service.ts'
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

/** Does all jobs that there are for a run, here, without a queue. */
async function doChunk(runId: Uuid, number: number): Promise<void> {
  await work.queues[0]?.run({ runId, number })
}

test('a run by jobs comes to the very bytes of the command, however it stops and samples', async () => {
  const plain = await scenario([[/^paths: .*$/m, 'paths: 1100']])
  const stopping = await scenario([
    [/^paths: .*$/m, 'paths: 8000\nstop:\n  relativeError: 4 %\n  of: [grossClaims]'],
  ])
  const tail = await scenario([
    [/^paths: .*$/m, 'paths: 1024\nsampling: { method: tail, scrambles: 8, pilotPaths: 512 }'],
  ])
  const waiting = await submit(plain)
  expect(waiting).toMatchObject({ state: 'queued', pathsDone: 0, estimates: [] })
  jobs = await startJobs(fresh.url, [], log, work.queues)
  await work.tend()
  // Nobody had ever worked here, so the first was not asked for: it is when its wait is over.
  await fresh.db.sql`update study_chunk set leased_until = now() - interval '1 s'`
  await work.tend()
  const runs = [waiting, await submit(stopping), await submit(tail)]
  for (const [index, text] of [plain, stopping, tail].entries()) {
    const run = await over(runs[index]?.id as Uuid)
    expect(run).toMatchObject({ state: 'complete', failure: null, secondsLeft: null })
    const body = await study.file(run.id, 'result.json')
    expect(Buffer.from(body).toString()).toBe(await commandResult(text))
    const { figures, ending, provenance } = await study.result(run.id)
    expect(run.pathsDone).toBe(provenance.paths)
    expect(run.scenarioHash).toBe(provenance.scenarioHash)
    expect(ending).toBe(text === stopping ? 'precise' : 'complete')
    if (text === plain) {
      const mean = figures.find(({ of, statistic }) => of === 'grossClaims' && statistic === 'mean')
      const estimate = run.estimates.find(({ of }) => of === 'grossClaims')
      expect(estimate?.mean).toBeCloseTo(mean?.value as number, 5)
      expect(estimate?.standardError).toBeCloseTo(mean?.standardError as number, 5)
    }
    const kept = await fresh.db.sql`
      select count(digest)::int as digests, count(rows)::int as rows from study_chunk where run_id = ${run.id}`
    expect(kept[0]?.rows).toBe(0)
    expect(kept[0]?.digests).toBeGreaterThan(1)
  }
  await jobs.stop()
  jobs = undefined
})
