import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { connect } from '../../src/db/client.ts'
import { migrate } from '../../src/db/migrate.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { createLedger, type Ledger } from '../../src/ledger/service.ts'
import { systemRuntime } from '../../src/runtime.ts'
import { startTestCluster } from '../support/cluster.ts'
import { startService } from '../support/service.ts'
import { HttpClient } from './http-client.ts'
import { type Measured, median } from './measure.ts'
import { findPgbench, preparePgbench } from './pgbench.ts'
import { httpWorkloads, openAccounts, storeWorkloads, type Workload } from './workloads.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '3' },
    'no-http': { type: 'boolean', default: false },
  },
})
const rounds = Number(values.rounds)
const seconds = Number(values.seconds)

// The same durability as in production: every commit reaches the disk.
const cluster = await startTestCluster({ max_connections: '200' })
try {
  const owner = connect(cluster.ownerUrl, { role: null, poolSize: 1 })
  await owner.sql`CREATE DATABASE books`
  await owner.sql`CREATE DATABASE pgbench`
  await owner.close()
  await bench(onDatabase('books'), onDatabase('pgbench'))
} finally {
  await cluster.stop()
}

async function bench(booksUrl: string, pgbenchUrl: string): Promise<void> {
  await migrate({ ownerUrl: booksUrl, runtime: systemRuntime })
  const db = connect(booksUrl)
  const ledger = createLedger({ db, runtime: systemRuntime })
  const accounts = await openAccounts(ledger)
  const workloads = storeWorkloads(ledger, accounts)
  const http = values['no-http'] ? undefined : await serve(booksUrl, accounts)
  if (http !== undefined) workloads.push(...http.workloads)
  const ruler = await rulerOf(pgbenchUrl)
  const results = await interleave(ruler, workloads)
  await http?.stop()
  print(results)
  await check(ledger)
  await ledger.close()
  await db.close()
}

/** The service in a process of its own, on the same database. */
async function serve(booksUrl: string, accounts: readonly Uuid[]) {
  const secret = 'only for the benchmark, 32 characters'
  const service = await startService({
    env: { DATABASE_URL: booksUrl, FRANOI_SECRET: secret, LOG_LEVEL: 'warn' },
  })
  const client = new HttpClient(service.url, await service.createKey('administrator'), 64)
  return {
    workloads: httpWorkloads(client, accounts),
    stop: async () => {
      client.close()
      await service.dispose()
    },
  }
}

async function rulerOf(url: string): Promise<Workload | undefined> {
  const program = await findPgbench()
  if (program === undefined) {
    say('pgbench is not on this machine, so there are no ratios.')
    return undefined
  }
  const pgbench = await preparePgbench(program, url)
  return { title: 'pgbench tpcb-like, prepared, 8 clients', run: (time) => pgbench.measure(time) }
}

interface Line {
  readonly title: string
  readonly measured: readonly Measured[]
  /** How many times the ruler's rate of the same round. */
  readonly ratios: readonly number[]
}

/** Runs all of them in turn, round after round, so that what disturbs the machine disturbs them alike. */
async function interleave(
  ruler: Workload | undefined,
  workloads: readonly Workload[],
): Promise<readonly Line[]> {
  const all = ruler === undefined ? workloads : [ruler, ...workloads]
  const lines = all.map(({ title }) => ({
    title,
    measured: [] as Measured[],
    ratios: [] as number[],
  }))
  for (let round = 1; round <= rounds; round += 1) {
    let unit: number | undefined
    for (const [index, workload] of all.entries()) {
      const measured = await workload.run(seconds)
      if (workload === ruler) unit = measured.perSecond
      lines[index]?.measured.push(measured)
      if (unit !== undefined) lines[index]?.ratios.push(measured.perSecond / unit)
      process.stderr.write(
        `round ${round}: ${workload.title}: ${Math.round(measured.perSecond)}/s\n`,
      )
    }
  }
  return lines
}

function print(lines: readonly Line[]): void {
  say(
    `Medians of ${rounds} rounds of ${seconds} s, ${cpus().length} CPUs, Node ${process.version}.\n`,
  )
  say('| what | transfers/s | × pgbench | p50 ms | p99 ms |')
  say('| --- | ---: | ---: | ---: | ---: |')
  for (const { title, measured, ratios } of lines) {
    const of = (key: keyof Measured) => median(measured.map((one) => one[key]))
    const ratio = ratios.length === 0 ? '' : median(ratios).toFixed(2)
    say(
      `| ${title} | ${Math.round(of('perSecond'))} | ${ratio} | ${inMs(of('p50Ms'))} | ${inMs(of('p99Ms'))} |`,
    )
  }
}

/** A benchmark of wrong books would be worth nothing. */
async function check(ledger: Ledger): Promise<void> {
  for (const { unit, debits, credits } of await ledger.trialBalance()) {
    if (debits !== credits) throw new Error(`${unit}: debits ${debits}, credits ${credits}`)
    say(`\n${unit}: ${debits} transfers of one minor unit; debits equal credits.`)
  }
}

function inMs(value: number): string {
  return Number.isNaN(value) ? '' : value.toFixed(1)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function onDatabase(name: string): string {
  const url = new URL(cluster.ownerUrl)
  url.pathname = `/${name}`
  return url.href
}
