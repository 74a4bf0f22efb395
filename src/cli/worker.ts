import { readConfig } from '../config.ts'
import { startJobs } from '../db/jobs.ts'
import { createLog } from '../log.ts'
import { openProgram, scheduledJobs } from '../main.ts'
import { endOnFault, listenForStop } from './stopping.ts'
import { tell } from './terminal.ts'

/** Does the scheduled work until told to stop. Any number of workers share it. */
export async function work(): Promise<void> {
  const config = readConfig()
  const log = createLog(config.logLevel)
  endOnFault(log)
  const stopping = listenForStop()
  const program = await openProgram(config, { purpose: 'command' })
  try {
    const jobs = await startJobs(program.database.url, scheduledJobs(program.services), log)
    tell(`The worker is running on ${program.database.place} (Ctrl-C stops it).`)
    log.info({ signal: await stopping.asked }, 'stopping')
    await jobs.stop().catch((error) => log.warn({ err: error }, 'the jobs did not stop'))
  } finally {
    await program.close()
    stopping.release()
  }
}
