import type { Principal } from '../access/core/principal.ts'
import { DomainError } from '../kernel/errors.ts'
import { type Chunk, OPEN_RUNS_MAX } from './core/run.ts'
import type { StudyDeps } from './deps.ts'
import { CHUNK_JOB, WAIT_MS } from './jobs.ts'
import * as store from './store.ts'

/**
 * Writes a run down with the chunks that are asked for first, in one commit, and asks the workers for them. One that is there already stays.
 *
 * @param requireSame throws where the run of that id is another one
 * @throws DomainError `too_many_runs`
 */
export async function enqueue(
  deps: StudyDeps,
  { row, chunks }: { readonly row: store.NewRun; readonly chunks: readonly Chunk[] },
  requireSame: (run: store.RunRow) => void,
  by: Principal,
): Promise<void> {
  const { id } = row
  const isNew = await deps.db.sql.begin(async (tx) => {
    await store.lockSubmitting(tx)
    const meanwhile = await store.selectRun(tx, id)
    if (meanwhile !== undefined) {
      requireSame(meanwhile)
      return false
    }
    if ((await store.countOpenRuns(tx)) >= OPEN_RUNS_MAX) {
      const sentence = `${OPEN_RUNS_MAX} runs wait or are on their way already.`
      throw new DomainError('too_many_runs', sentence)
    }
    await store.insertRun(tx, row)
    await store.insertChunks(tx, id, chunks, WAIT_MS)
    await deps.accessLog.recordIn(tx, {
      ...{ actor: by, action: 'study_run.submitted', outcome: 'done' },
      subject: { kind: 'study_run', id },
    })
    return true
  })
  if (!isNew) return
  await deps.send(
    CHUNK_JOB,
    chunks.map(({ number }) => ({ data: { runId: id, number } })),
  )
}

/** What there is of a run, how much of it, and the most that the service runs. @throws DomainError `scenario_too_large` */
export function refuseAbove(
  of: string,
  limits: readonly (readonly [what: string, size: number, most: number])[],
): void {
  for (const [what, size, most] of limits) {
    if (size <= most) continue
    const sentence = `The ${of} has ${size} ${what}; the service runs at most ${most}. The command line runs larger ones.`
    throw new DomainError('scenario_too_large', sentence, { what, size, most })
  }
}
