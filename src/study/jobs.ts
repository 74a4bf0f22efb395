import { sourcesOf } from '../../simulations/scenario/sources.ts'
import type { QueuedWork } from '../db/jobs.ts'
import type { Uuid } from '../kernel/ids.ts'
import { chunksOf, nextChunks } from './core/run.ts'
import type { StudyDeps } from './deps.ts'
import type { Piece } from './reckoned.ts'
import * as store from './store.ts'
import { ReckoningFailed, type Threads } from './threads.ts'

export const CHUNK_JOB = 'study.chunk'
export const SETTLE_JOB = 'study.settle'

/** Whoever runs a chunk says so more often than this; who says nothing for so long is taken for dead. */
const LEASE_MS = 15_000
/** A job that waits in the queue for so long is asked for again. */
export const WAIT_MS = 5 * 60_000
const TEND_MS = 5000
const RENEWALS = 3
/** A chunk that ends so many workers is at fault itself. */
const TRIES_MAX = 5
const LAPSED_MAX = 500
const SETTLE_SECONDS = 60

interface ChunkName {
  readonly runId: Uuid
  readonly number: number
}

export interface StudyWork {
  readonly queues: readonly QueuedWork[]
  /** Asks again for what a worker that died has left, or what was never asked for. Returns how much that was. */
  tend(): Promise<number>
  /** Tends from time to time. What it returns ends that. */
  keepTending(onError: (error: unknown) => void): () => void
}

/**
 * Runs the chunks of runs, beside however many other processes, and writes their results.
 *
 * @param atOnce how many chunks in this process; no more than there are threads
 */
export function createStudyWork(deps: StudyDeps, threads: Threads, atOnce: number): StudyWork {
  const tend = async () => {
    const { sql } = deps.db
    const lapsed = await store.takeLapsed(sql, { limit: LAPSED_MAX, leaseMs: WAIT_MS })
    await deps.send(
      CHUNK_JOB,
      lapsed.map((data) => ({ data })),
    )
    const ready = await store.listReady(sql)
    for (const id of ready) await sendSettle(deps, id)
    return lapsed.length + ready.length
  }
  return {
    queues: [
      { name: CHUNK_JOB, atOnce, run: (data) => runOne(deps, threads, data as ChunkName) },
      { name: SETTLE_JOB, atOnce: 1, run: (data) => settle(deps, threads, data as ChunkName) },
    ],
    tend,
    keepTending: (onError) => {
      const turn = () => void tend().catch(onError)
      turn()
      const timer = setInterval(turn, TEND_MS)
      return () => clearInterval(timer)
    },
  }
}

/** Asks once a minute at most for the same state of a run. */
async function sendSettle({ db, send }: StudyDeps, runId: Uuid): Promise<void> {
  const { done } = await store.countChunks(db.sql, runId)
  await send(SETTLE_JOB, [
    { data: { runId }, once: { key: `${runId}:${done}`, seconds: SETTLE_SECONDS } },
  ])
}

/** Runs a chunk and keeps its rows. What was run before must have come to the same, to the bit. */
async function runOne(deps: StudyDeps, threads: Threads, name: ChunkName): Promise<void> {
  const { db, runtime } = deps
  const lease = { at: new Date(runtime.now()), leaseMs: LEASE_MS }
  const chunk = await store.claimChunk(db.sql, name, lease)
  if (chunk === undefined) return
  const { kind, effective, scenarioHash, from, to } = chunk
  const range = `${kind === 'study' ? 'Runs' : 'Paths'} ${from} to ${to - 1}`
  if (chunk.tries > TRIES_MAX) {
    return fail(deps, name.runId, `${range} were begun ${TRIES_MAX} times and never done.`)
  }
  const renewing = setInterval(
    () => void Promise.resolve(store.renewLease(db.sql, name, LEASE_MS)).catch(() => {}),
    LEASE_MS / RENEWALS,
  )
  try {
    const done =
      kind === 'study'
        ? await threads.ask({ kind: 'tasks', bundle: effective, from, to })
        : await threads.ask({ kind: 'chunk', effective, scenarioHash, from, to })
    const { rows, digest } = done
    const sums = JSON.stringify(done.sums)
    const at = new Date(runtime.now())
    const kept = await store.keepChunk(db.sql, { ...name, digest, rows, sums, at })
    if (kept !== undefined && !Buffer.from(kept).equals(digest)) {
      return await fail(deps, name.runId, `${range} came to something else the second time.`)
    }
  } catch (error) {
    if (!(error instanceof ReckoningFailed)) throw error
    return await fail(deps, name.runId, error.message)
  } finally {
    clearInterval(renewing)
  }
  const { asked, done } = await store.countChunks(db.sql, name.runId)
  if (done === asked) await sendSettle(deps, name.runId)
}

/** Looks at a run of which all is done that was asked for: it asks for more, or ends. */
async function settle(
  deps: StudyDeps,
  threads: Threads,
  { runId }: Pick<ChunkName, 'runId'>,
): Promise<void> {
  const { sql } = deps.db
  const run = await store.selectRun(sql, runId)
  if (run === undefined || run.endedAt !== null) return
  const { asked, done } = await store.countChunks(sql, runId)
  if (done < asked) return
  const { effective, scenarioHash, scenario, overlays } = run
  const pieces = (await store.readRows(sql, runId)).map(pieceOf)
  try {
    const settled =
      run.kind === 'study'
        ? await threads.ask({ kind: 'conclude', bundle: effective, pieces })
        : await threads.ask({
            ...{ kind: 'settle', effective, scenarioHash, pieces },
            sources: sourcesOf(scenario, overlays),
          })
    if (settled === undefined) await askForMore(deps, run, done)
    else await finish(deps, runId, settled)
  } catch (error) {
    if (!(error instanceof ReckoningFailed)) throw error
    await fail(deps, runId, error.message)
  }
}

/** The bytes of the database lie anywhere in memory; numbers must begin at a multiple of eight. */
function pieceOf({ from, rows }: { readonly from: number; readonly rows: Uint8Array }): Piece {
  const bytes = new Uint8Array(rows.length)
  bytes.set(rows)
  return { from, rows: new Float64Array(bytes.buffer) }
}

async function askForMore(deps: StudyDeps, run: store.RunRow, done: number): Promise<void> {
  const chunks = chunksOf(run.paths)
  const more = chunks.slice(done, nextChunks(done, { count: chunks.length, mayStop: true }))
  await deps.db.sql.begin((tx) => store.insertChunks(tx, run.id, more, WAIT_MS))
  await deps.send(
    CHUNK_JOB,
    more.map(({ number }) => ({ data: { runId: run.id, number } })),
  )
}

async function finish(
  { db, runtime }: StudyDeps,
  runId: Uuid,
  {
    paths,
    files,
  }: { readonly paths: number; readonly files: Readonly<Record<string, Uint8Array>> },
): Promise<void> {
  const at = new Date(runtime.now())
  await db.sql.begin(async (tx) => {
    // Somebody may have been faster, or have cancelled it.
    if (!(await store.endRun(tx, runId, { state: 'complete', at, pathsUsed: paths }))) return
    for (const [name, body] of Object.entries(files))
      await store.insertFile(tx, { runId, name, body })
    await store.dropRows(tx, runId)
  })
}

async function fail({ db, runtime }: StudyDeps, runId: Uuid, failure: string): Promise<void> {
  const at = new Date(runtime.now())
  await db.sql.begin(async (tx) => {
    if (await store.endRun(tx, runId, { state: 'failed', at, failure }))
      await store.dropRows(tx, runId)
  })
}
