import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { connect } from '../../src/db/client.ts'
import { migrate } from '../../src/db/migrate.ts'
import { systemRuntime } from '../../src/runtime.ts'
import { startTestCluster } from '../support/cluster.ts'
import { startService } from '../support/service.ts'
import { measureAtRate } from './at-rate.ts'
import { type Measured, measure, median } from './measure.ts'
import { findPgbench, type Pgbench, preparePgbench } from './pgbench.ts'
import { cpuMs, postmasterPid } from './process-cpu.ts'
import { openShops, type Shops } from './shops.ts'
import { WireClient } from './wire-client.ts'

// Redemptions a second through HTTP, beside pgbench on the same server in the same run: cards checked, journals and
// rows written, receipts signed. npx tsx test/bench/redemptions.ts --rounds 5 --seconds 5

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '3' },
    vouchers: { type: 'string', default: '5000' },
    'log-level': { type: 'string', default: 'warn' },
  },
})
const rounds = Number(values.rounds)
const seconds = Number(values.seconds)
const CONNECTIONS = 64
/** An open loop may have many more in flight than there are tills. */
const OPEN_CONNECTIONS = 1024
const SECRET = 'only for the benchmark, 32 characters'
const PUBLIC_URL = 'https://vouchers.example.org'

/** What one round came to. */
interface Round {
  readonly pgbench: number
  readonly closed: Measured
  readonly open: Measured
  /** Microseconds of computing for each redemption of the closed loop. */
  readonly serviceUs: number
  readonly databaseUs: number
  readonly clientUs: number
}

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
  const options = { db, publicUrl: PUBLIC_URL, secret: SECRET, vouchers: Number(values.vouchers) }
  const shops = await openShops(options)
  const program = await findPgbench()
  const pgbench = program === undefined ? undefined : await preparePgbench(program, pgbenchUrl)
  const service = await startService({
    env: {
      DATABASE_URL: booksUrl,
      FRANOI_SECRET: SECRET,
      FRANOI_PUBLIC_URL: PUBLIC_URL,
      LOG_LEVEL: values['log-level'],
    },
  })
  try {
    print(await run(service, shops, pgbench))
  } finally {
    await service.dispose()
  }
  await check(shops, db.sql)
  await shops.services.ledger.close()
  await db.close()
}

async function run(
  service: { readonly url: string; pid(): number },
  shops: Shops,
  pgbench: Pgbench | undefined,
): Promise<readonly Round[]> {
  const tills = new WireClient(service.url, shops.keys, CONNECTIONS)
  const crowd = new WireClient(service.url, shops.keys, OPEN_CONNECTIONS)
  const redeem = redeemer(shops.cards)
  const databasePid = postmasterPid(cluster.folder)
  const results: Round[] = []
  for (let round = 1; round <= rounds; round += 1) {
    const ruler = (await pgbench?.measure(seconds))?.perSecond ?? Number.NaN
    const before = [cpuMs(service.pid()), cpuMs(databasePid), ownMs()] as const
    let sent = 0
    const send = () => {
      sent += 1
      return redeem(tills)
    }
    const closed = await measure({ callers: CONNECTIONS, seconds, send })
    const after = [cpuMs(service.pid()), cpuMs(databasePid), ownMs()] as const
    const [serviceUs = 0, databaseUs = 0, clientUs = 0] = after.map(
      (ms, index) => ((ms - (before[index] ?? 0)) * 1000) / sent,
    )
    const half = closed.perSecond / 2
    const open = await measureAtRate({ perSecond: half, seconds, send: () => redeem(crowd) })
    results.push({ pgbench: ruler, closed, open, serviceUs, databaseUs, clientUs })
    process.stderr.write(
      `round ${round}: ${Math.round(closed.perSecond)}/s, pgbench ${Math.round(ruler)}/s\n`,
    )
  }
  tills.close()
  crowd.close()
  return results
}

/** Redeems one cent of the next card. */
function redeemer(cards: readonly string[]): (client: WireClient) => Promise<number> {
  // Ids as of version 7, counted: making them shall cost next to nothing.
  const began = Date.now().toString(16).padStart(12, '0')
  const prefix = `${began.slice(0, 8)}-${began.slice(8)}-7000-8000-`
  let count = 0
  return async (client) => {
    count += 1
    const id = prefix + count.toString(16).padStart(12, '0')
    // A step that shares no divisor with their number visits all cards before any of them again.
    const qr = cards[(count * 7919) % cards.length] ?? ''
    const { status, body } = await client.post(
      '/api/v1/redemptions',
      `{"id":"${id}","qr":"${qr}","amount":"1"}`,
    )
    if (status !== 201) throw new Error(`a redemption was answered ${status}: ${body}`)
    return 1
  }
}

function print(results: readonly Round[]): void {
  const of = (pick: (round: Round) => number) => median(results.map(pick))
  say(
    `Medians of ${rounds} rounds of ${seconds} s, ${cpus().length} CPUs, Node ${process.version}.\n`,
  )
  say('| redemptions | a second | × pgbench | p50 ms | p99 ms |')
  say('| --- | ---: | ---: | ---: | ---: |')
  const line = (title: string, pick: (round: Round) => Measured) => {
    const ratio = of((round) => pick(round).perSecond / round.pgbench)
    const [perSecond, p50, p99] = [
      of((round) => pick(round).perSecond),
      of((round) => pick(round).p50Ms),
      of((round) => pick(round).p99Ms),
    ]
    say(
      `| ${title} | ${Math.round(perSecond)} | ${ratio.toFixed(2)} | ${p50.toFixed(1)} | ${p99.toFixed(1)} |`,
    )
  }
  line(`closed loop, ${CONNECTIONS} connections`, ({ closed }) => closed)
  line('open loop, half of that rate, latency from when it was due', ({ open }) => open)
  const us = [of((r) => r.serviceUs), of((r) => r.databaseUs), of((r) => r.clientUs)].map(
    Math.round,
  )
  say(
    `\nMicroseconds of CPU for each of the closed loop: service ${us[0]}, database ${us[1]}, client ${us[2]}.`,
  )
}

/** A benchmark of wrong books would be worth nothing. */
async function check({ services }: Shops, sql: ReturnType<typeof connect>['sql']): Promise<void> {
  for (const { unit, debits, credits } of await services.ledger.trialBalance()) {
    if (debits !== credits) throw new Error(`${unit}: debits ${debits}, credits ${credits}`)
  }
  const [sums] = await sql<{ rows: bigint; transfers: bigint }[]>`
    select (select count(*) from redemption where status = 'redeemed') as rows,
      (select count(*) from ledger_transfer where code = 40) as transfers`
  if (sums === undefined || sums.rows !== sums.transfers) throw new Error('a row is missing')
  say(`\n${sums.rows} redemptions with their transfers; debits equal credits.`)
}

function ownMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function onDatabase(name: string): string {
  const url = new URL(cluster.ownerUrl)
  url.pathname = `/${name}`
  return url.href
}
