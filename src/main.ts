import { join } from 'node:path'
import type { Logger } from 'pino'
import { createServices, type Services } from './app.ts'
import type { Config } from './config.ts'
import { CLEARING_JOB } from './currency/clearing.ts'
import { EXPIRE_CURRENCY_JOB } from './currency/expiring.ts'
import { METERS_JOB } from './currency/meters.ts'
import { jobSender, type RunningJobs, type ScheduledJob, startJobs } from './db/jobs.ts'
import { type OpenDatabase, type OpenOptions, openDatabase } from './db/open.ts'
import { packageRoot } from './package-root.ts'
import type { DemonstrationPilotDeps } from './pilot/service.ts'
import type { StoryDeps } from './pilot/story.ts'
import { systemRuntime } from './runtime.ts'
import { createStudyWork } from './study/jobs.ts'
import { ISSUE_BATCHES_JOB } from './vouchers/batch-issuing.ts'

/** Everything that a command works with. */
export interface Program {
  readonly config: Config
  readonly database: OpenDatabase
  readonly services: Services
  /** Finishes what was begun and closes the database. */
  close(): Promise<void>
}

/**
 * Puts the program together: configuration, database, services. Whoever opens it closes it.
 *
 * @throws StartError, DomainError with a sentence for a person
 */
export async function openProgram(
  config: Config,
  options: Omit<OpenOptions, 'runtime'> & { readonly studyThreads?: number },
): Promise<Program> {
  const runtime = systemRuntime
  const database = await openDatabase(config, { ...options, runtime })
  try {
    const { db, secret } = database
    const { publicUrl, mail, provider, webhookNetworks } = config
    const services = createServices({
      ...{ db, runtime, publicUrl, secret, webhookNetworks },
      studyThreads: options.studyThreads ?? 1,
      ...(mail === undefined ? {} : { mail }),
      ...(provider === undefined ? {} : { provider }),
    })
    return {
      config,
      database,
      services,
      close: async () => {
        await services.studyThreads.close()
        await services.ledger.close()
        await database.close()
      },
    }
  } catch (error) {
    await database.close()
    throw error
  }
}

/** What is to be done at set times, by a worker or by a service with a database of its own. */
export function scheduledJobs(services: Services): readonly ScheduledJob[] {
  const { ledger, proofs, vouchers, issuing, outbox, signIn, webhooks, clearing } = services
  const { walletCurrency, payerCodes, minting, meters } = services
  return [
    { name: 'access.send-messages', cron: '* * * * *', run: () => outbox.sendDue() },
    { name: 'access.forget-old-tries', cron: '17 4 * * *', run: () => signIn.forgetOldTries() },
    { name: 'ledger.expire-due', cron: '* * * * *', run: () => ledger.expireDue() },
    { name: 'ledger.sign-tree-head', cron: '*/5 * * * *', run: () => proofs.signIfDue() },
    { name: 'vouchers.expire', cron: '0 * * * *', run: () => vouchers.expireDue() },
    { name: ISSUE_BATCHES_JOB, cron: '* * * * *', run: () => issuing.issueDue() },
    { name: 'vouchers.schedules', cron: '20 * * * *', run: () => issuing.serveSchedules() },
    { name: EXPIRE_CURRENCY_JOB, cron: '40 0 * * *', run: () => minting.expire() },
    { name: 'webhooks.deliver', cron: '* * * * *', run: () => webhooks.deliverDue() },
    { name: CLEARING_JOB, cron: '* * * * *', run: () => clearing.workDue() },
    { name: METERS_JOB, cron: '40 5 * * *', run: () => meters.notifyDue() },
    { name: 'vouchers.net', cron: '*/15 * * * *', run: () => vouchers.resolveNetting() },
    {
      name: 'currency.schedules',
      cron: '40 * * * *',
      run: () => walletCurrency.schedules.payDue(),
    },
    { name: 'currency.clear-codes', cron: '50 3 * * *', run: () => payerCodes.clear() },
  ]
}

/**
 * Does the scheduled work and that of the laboratory in this process, beside however many others.
 *
 * @param studyThreads how many chunks of runs at a time; no more than the program was opened with
 */
export async function startWork(
  { database, services }: Program,
  log: Logger,
  studyThreads: number,
): Promise<RunningJobs> {
  const { accessLog, studyThreads: threads } = services
  const { db, url } = database
  const deps = { db, runtime: systemRuntime, accessLog, send: jobSender(db) }
  const study = createStudyWork(deps, threads, studyThreads)
  const jobs = await startJobs(url, scheduledJobs(services), log, study.queues)
  const leave = study.keepTending((err) => log.warn({ err }, 'runs were not looked after'))
  return {
    stop: async () => {
      leave()
      await jobs.stop()
    },
  }
}

/** What an import writes through. */
export function pilotDeps({ services, database }: Program): DemonstrationPilotDeps & StoryDeps {
  return { ...services, db: database.db, runtime: systemRuntime }
}

/** The folder of the demonstration pilot. */
export function demonstrationFolder(): string {
  return join(packageRoot(), 'docs', 'pilot')
}
