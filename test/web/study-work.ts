import { jobSender, startJobs } from '../../src/db/jobs.ts'
import { createLog } from '../../src/log.ts'
import { systemRuntime } from '../../src/runtime.ts'
import { createStudyWork } from '../../src/study/jobs.ts'
import type { Desk } from './desk-seat.ts'

/** Does the runs of a programme's laboratory, as a worker would. What it returns ends that. */
export async function startStudyWork({ services, database }: Desk): Promise<() => Promise<void>> {
  const { db, url } = database
  const { accessLog, studyThreads } = services
  const deps = { db, runtime: systemRuntime, accessLog, send: jobSender(db) }
  const work = createStudyWork(deps, studyThreads, 1)
  const jobs = await startJobs(url, [], createLog('silent', { write: () => {} }), work.queues)
  return async () => {
    await jobs.stop()
    await studyThreads.close()
  }
}
