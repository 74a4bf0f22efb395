/** Where a run is on its way. */
export const RUN_STATES = ['queued', 'running', 'complete', 'cancelled', 'failed'] as const

export type RunState = (typeof RUN_STATES)[number]

/** What is run: a scenario on many paths, or a study, which is many tasks. */
export const RUN_KINDS = ['scenario', 'study'] as const

export type RunKind = (typeof RUN_KINDS)[number]

/** Whether paths of it may still be run. */
export function isOpen(state: RunState): boolean {
  return state === 'queued' || state === 'running'
}

/** More paths than this are for the command line, on a machine of one's own. */
export const RUN_PATHS_MAX = 1_000_000
/** What the rows of a run may take in the database until its result is written: eight bytes each. */
export const RUN_NUMBERS_MAX = 16_000_000
/** Paths x months x entities of a run, as its model estimates them. */
export const RUN_STEPS_MAX = 1e12
/** Scenarios in worlds that a study runs; more are for the command line. */
export const STUDY_TASKS_MAX = 50_000
/** Runs that wait or are on their way, of everybody together. */
export const OPEN_RUNS_MAX = 5

const CHUNKS_WANTED = 128
const CHUNK_PATHS_MIN = 256
const CHUNK_TASKS_MIN = 8
/** With a rule to stop, a run begins with a part of its paths, and then doubles them. */
const FIRST_PART = 16

/** A range of paths that is one job: from the first up to, not including, the last. */
export interface Chunk {
  readonly number: number
  readonly from: number
  readonly to: number
}

/**
 * How a run is cut. It depends on the number of paths alone, so that a chunk is the same wherever it is run.
 *
 * @example chunksOf(600) // [{ number: 0, from: 0, to: 256 }, …, { number: 2, from: 512, to: 600 }]
 */
export function chunksOf(paths: number): readonly Chunk[] {
  return rangesOf(paths, Math.max(CHUNK_PATHS_MIN, Math.ceil(paths / CHUNKS_WANTED)))
}

function rangesOf(all: number, size: number): readonly Chunk[] {
  const count = Math.ceil(all / size)
  return Array.from({ length: count }, (_, number) => ({
    number,
    from: number * size,
    to: Math.min(all, (number + 1) * size),
  }))
}

/** How a study is cut into chunks of tasks: by the number of tasks alone. */
export function taskChunksOf(tasks: number): readonly Chunk[] {
  const size = Math.max(CHUNK_TASKS_MIN, Math.ceil(tasks / CHUNKS_WANTED))
  return rangesOf(tasks, size)
}

/** How many chunks of a run are asked for next, when so many are done: all, or twice as many where it may stop early. */
export function nextChunks(
  done: number,
  { count, mayStop }: { readonly count: number; readonly mayStop: boolean },
): number {
  if (!mayStop) return count
  return Math.min(count, Math.max(2 * done, Math.ceil(count / FIRST_PART)))
}
