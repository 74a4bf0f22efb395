import { availableParallelism } from 'node:os'
import { readConfig } from '../config.ts'
import { createLog } from '../log.ts'
import { openProgram, startWork } from '../main.ts'
import { endOnFault, listenForStop } from './stopping.ts'
import { tell } from './terminal.ts'

/** Does the scheduled work and that of the laboratory until told to stop. Any number of workers share it. */
export async function work(): Promise<void> {
  const config = readConfig()
  const log = createLog(config.logLevel)
  endOnFault(log)
  const stopping = listenForStop()
  // One processor is left to the database, the service or whatever else is on the machine.
  const studyThreads = Math.max(1, availableParallelism() - 1)
  const program = await openProgram(config, { purpose: 'command', studyThreads })
  try {
    const jobs = await startWork(program, log, studyThreads)
    tell(`The worker is running on ${program.database.place} (Ctrl-C stops it).`)
    log.info({ signal: await stopping.asked }, 'stopping')
    await jobs.stop().catch((error) => log.warn({ err: error }, 'the jobs did not stop'))
  } finally {
    await program.close()
    stopping.release()
  }
}
