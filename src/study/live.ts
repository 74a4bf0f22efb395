import { createWatch, type Watch } from '../db/watch.ts'
import type { Study, StudyRunInFull } from './service.ts'

/** How far runs are, told as they go on. */
export type LiveRuns = Watch<StudyRunInFull>

const LOOK_MS = 1000

/** @example createLiveRuns(study).follow(id, { hear: (run) => …, lost: (error) => … }) */
export function createLiveRuns(study: Pick<Study, 'getAll'>): LiveRuns {
  return createWatch({
    everyMs: LOOK_MS,
    look: async (ids) => new Map((await study.getAll(ids)).map((run) => [run.id, run])),
  })
}
