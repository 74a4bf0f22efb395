import type { Logger } from 'pino'
import { createApp } from '../app.ts'
import { type Config, readConfig } from '../config.ts'
import { listen } from '../http/server.ts'
import { keepSealing } from '../ledger/proof/keep-sealing.ts'
import { createLog } from '../log.ts'
import { demonstrationFolder, openProgram, type Program, pilotDeps, startWork } from '../main.ts'
import { loadDemonstrationPilot } from '../pilot/service.ts'
import { tellStory } from '../pilot/story.ts'
import { systemRuntime } from '../runtime.ts'
import { bannerLines } from './banner.ts'
import { endOnFault, listenForStop } from './stopping.ts'
import { print } from './terminal.ts'

/** Serves until told to stop; then answers what is being asked, closes, and stops its own database. */
export async function serve(): Promise<void> {
  const config = readConfig()
  const log = createLog(config.logLevel)
  endOnFault(log)
  const stopping = listenForStop()
  let lose = (_error: unknown): void => {}
  const lost = new Promise<never>((_, reject) => {
    lose = reject
  })
  lost.catch(() => {})
  const program = await openProgram(config, {
    purpose: 'service',
    onRestart: () => log.warn('the database had died and was started again'),
    onLost: lose,
  })
  const closers: Closer[] = [program.close]
  try {
    const notes = await prepare(program, log)
    const jobs = await startOwnJobs(program, log)
    if (jobs !== undefined) closers.unshift(jobs.stop)
    const { services, database } = program
    closers.unshift(
      keepSealing(services.proofs, (err) => log.error({ err }, 'sealing failed')).stop,
    )
    const { publicUrl, trustedProxies } = config
    const served = { services, db: database.db, runtime: systemRuntime }
    const app = createApp({ ...served, publicUrl, trustedProxies, log })
    const [partner] = await services.network.listPartners({ limit: 1 })
    const isDemo = await services.demonstration.isOpen()
    const facts = { place: database.place, partnerId: partner?.id ?? 'ID', notes, isDemo }
    const listening = await listen(app, config)
    closers.unshift(listening.close)
    closers.unshift(async () => services.streams.close())
    log.info({ port: listening.port, host: config.host }, 'serving')
    for (const line of bannerLines(config, facts)) print(line)
    const signal = await Promise.race([stopping.asked, lost])
    log.info({ signal }, 'stopping')
  } finally {
    await closeAll(closers, log)
    stopping.release()
  }
  log.info('stopped')
}

type Closer = () => Promise<void>

/** Closes one after the other. What cannot be closed, as when the database is gone, keeps nothing else open. */
async function closeAll(closers: readonly Closer[], log: Logger): Promise<void> {
  for (const close of closers) {
    await close().catch((error: unknown) => log.warn({ err: error }, 'something did not close'))
  }
}

/** Opens the signing keys, so that a wrong secret is told at the start, and fills an empty built-in database. */
async function prepare(program: Program, log: Logger): Promise<readonly string[]> {
  const { config, database, services } = program
  if (database.migrated > 0) log.info({ migrations: database.migrated }, 'database migrated')
  await services.keys.prepare()
  if (config.database.kind !== 'embedded') return []
  const report = await loadDemonstrationPilot(demonstrationFolder(), pilotDeps(program))
  if (report === undefined || report.status === 'imported') await tellStory(pilotDeps(program))
  if (report === undefined) return []
  if (report.status !== 'imported') {
    const { problems } = report
    log.warn({ problems: problems.length }, 'the demonstration pilot was refused')
    return [
      `The demonstration pilot was NOT loaded (${problems.length} problems): see npx fra-noi demo.`,
    ]
  }
  const rows = report.files.reduce((sum, file) => sum + file.added, 0)
  return [`The demonstration pilot was loaded (${rows} rows of docs/pilot).`]
}

/** With its own database the service is alone, so it does the scheduled work too, and runs of the laboratory in one thread. */
async function startOwnJobs(program: Program, log: Logger) {
  return doesOwnJobs(program.config) ? startWork(program, log, 1) : undefined
}

function doesOwnJobs(config: Config): boolean {
  return config.database.kind === 'embedded'
}
