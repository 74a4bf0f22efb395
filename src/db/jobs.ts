import PgBoss from 'pg-boss'
import type { Logger } from 'pino'
import { APPLICATION_ROLE, connect, type Database } from './client.ts'
import { JOB_SCHEMA } from './job-tables.ts'

/** Work that is done at set times, and when it is asked for. Must be safe to run twice, also at once in two processes. */
export interface ScheduledJob {
  /** Letters, digits, dots and dashes; stays the same over versions. */
  readonly name: string
  /** When: five fields of cron, in the time of Rome. */
  readonly cron: string
  /** Returns how much there was to do. */
  readonly run: () => Promise<number>
}

/** Work that is done whenever it is asked for, by any of the workers. Must be safe to do twice, also at once. */
export interface QueuedWork {
  /** As that of a scheduled job. */
  readonly name: string
  /** How many at a time, in this process. */
  readonly atOnce: number
  readonly run: (data: object) => Promise<void>
}

/** Asks for queued work. */
export type SendJobs = (
  name: string,
  jobs: readonly {
    readonly data: object
    /** Jobs of one key are one, within so many seconds. */
    readonly once?: { readonly key: string; readonly seconds: number }
  }[],
) => Promise<void>

export interface RunningJobs {
  /** Finishes what has begun, then closes the connections. */
  stop(): Promise<void>
}

const TIME_ZONE = 'Europe/Rome'
/** How long asked work waits at most for a worker that has nothing else to do. */
const LOOK_SECONDS = 0.5
const STOP_WAIT_MS = 20_000
/** Queues are made by one process at a time: made at once, they would wait for each other in a circle. */
const PREPARATION_LOCK = 0x667261_20

/**
 * Does scheduled jobs in this process, beside however many others: each due job is done by one of them.
 *
 * @param url a login that is a member of `franoi_app`
 */
export async function startJobs(
  url: string,
  jobs: readonly ScheduledJob[],
  log: Logger,
  queues: readonly QueuedWork[] = [],
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
  await alone(url, async () => {
    await boss.start()
    for (const { name, cron } of jobs) {
      await boss.createQueue(name, { name, retryLimit: 2, expireInSeconds: 600 })
      await boss.schedule(name, cron, {}, { tz: TIME_ZONE })
    }
    for (const { name } of queues) await boss.createQueue(name, { name, expireInSeconds: 600 })
  })
  for (const job of jobs) await boss.work(job.name, () => runLogged(job, log))
  for (const queue of queues) {
    for (let place = 0; place < queue.atOnce; place++) await workOff(boss, queue, log)
  }
  return { stop: () => boss.stop({ graceful: true, timeout: STOP_WAIT_MS }) }
}

/** Does what is asked for, one after the other; as long as there is something, without waiting. */
async function workOff(boss: PgBoss, { name, run }: QueuedWork, log: Logger): Promise<void> {
  const options = { pollingIntervalSeconds: LOOK_SECONDS }
  const worker: string = await boss.work<object>(name, options, async ([job]) => {
    if (job === undefined) return
    const work = { name, run: async () => run(job.data).then(() => 0) }
    await runLogged(work, log)
    boss.notifyWorker(worker)
  })
}

/**
 * Makes what has a scheduled job done now, by one of the workers, without waiting for its hour. Waits for no worker; where
 * none has ever run, nothing is kept, and the job is done at its hour.
 *
 * @example const wake = jobWaker(db); await wake('vouchers.issue-batches')
 */
export function jobWaker(db: Database): (name: string) => Promise<void> {
  const boss = sendingBoss(db)
  return async (name) => {
    await boss.send({ name })
  }
}

/** @example const send = jobSender(db); await send('study.chunk', [{ data: { number: 0 } }]) */
export function jobSender(db: Database): SendJobs {
  const boss = sendingBoss(db)
  return async (name, jobs) => {
    const plain = jobs.filter(({ once }) => once === undefined)
    if (plain.length > 0) await boss.insert(plain.map(({ data }) => ({ name, data })))
    for (const { data, once } of jobs) {
      if (once === undefined) continue
      await boss.send(name, data, { singletonKey: once.key, singletonSeconds: once.seconds })
    }
  }
}

/** Our connections take JSON as text. */
function parameterOf(value: unknown) {
  const isJson = typeof value === 'object' && value !== null && !(value instanceof Date)
  return isJson ? JSON.stringify(value) : ((value as string | null | undefined) ?? null)
}

/** One that only sends, on the connections of the service. */
function sendingBoss({ sql }: Database): PgBoss {
  return new PgBoss({
    schema: JOB_SCHEMA,
    db: {
      executeSql: async (text, values) => ({
        rows: await sql.unsafe(text, values.map(parameterOf)),
      }),
    },
  })
}

async function alone(url: string, prepare: () => Promise<void>): Promise<void> {
  const lock = connect(url, { poolSize: 1, applicationName: 'fra-noi jobs' })
  try {
    await lock.sql`SELECT pg_advisory_lock(${PREPARATION_LOCK})`
    await prepare()
  } finally {
    await lock.close()
  }
}

async function runLogged(job: Pick<ScheduledJob, 'name' | 'run'>, log: Logger): Promise<void> {
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
