import PgBoss from 'pg-boss'
import type { Logger } from 'pino'
import { APPLICATION_ROLE } from './client.ts'
import { JOB_SCHEMA } from './job-tables.ts'

/** Work that is done at set times. Must be safe to run twice, also at once in two processes. */
export interface ScheduledJob {
  /** Letters, digits, dots and dashes; stays the same over versions. */
  readonly name: string
  /** When: five fields of cron, in the time of Rome. */
  readonly cron: string
  /** Returns how much there was to do. */
  readonly run: () => Promise<number>
}

export interface RunningJobs {
  /** Finishes what has begun, then closes the connections. */
  stop(): Promise<void>
}

const TIME_ZONE = 'Europe/Rome'
const STOP_WAIT_MS = 20_000

/**
 * Does scheduled jobs in this process, beside however many others: each due job is done by one of them.
 *
 * @param url a login that is a member of `franoi_app`
 */
export async function startJobs(
  url: string,
  jobs: readonly ScheduledJob[],
  log: Logger,
): Promise<RunningJobs> {
  const boss = new PgBoss({
    connectionString: url,
    schema: JOB_SCHEMA,
    max: 3,
    application_name: 'fra-noi jobs',
    cronMonitorIntervalSeconds: 15,
    ...asRole(),
  })
  boss.on('error', (error) => log.warn({ err: error }, 'the job queue stumbled'))
  await boss.start()
  for (const job of jobs) {
    await boss.createQueue(job.name, { name: job.name, retryLimit: 2, expireInSeconds: 600 })
    await boss.schedule(job.name, job.cron, {}, { tz: TIME_ZONE })
    await boss.work(job.name, () => runLogged(job, log))
  }
  return { stop: () => boss.stop({ graceful: true, timeout: STOP_WAIT_MS }) }
}

async function runLogged(job: ScheduledJob, log: Logger): Promise<void> {
  try {
    const count = await job.run()
    if (count > 0) log.info({ job: job.name, count }, 'job done')
    else log.debug({ job: job.name, count }, 'job done')
  } catch (error) {
    log.error({ err: error, job: job.name }, 'job failed')
    // The queue keeps what it is told about a failure: only the kind, never the words.
    throw new Error(error instanceof Error ? error.name : 'failed')
  }
}

/** `pg` passes `options` to the server; pg-boss hands its whole configuration to `pg`. */
function asRole(): object {
  return { options: `-c role=${APPLICATION_ROLE}` }
}
