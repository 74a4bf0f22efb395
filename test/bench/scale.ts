import { parseArgs } from 'node:util'
import { runCommand } from '../support/program.ts'
import { type Costs, withCosts } from './costs.ts'
import { fillBook, fillTransfers } from './filling.ts'
import { type Measured, median } from './measure.ts'
import { findPgbench, type Pgbench, preparePgbench } from './pgbench.ts'
import { measureReads } from './reads.ts'
import { startSealing, watchSealing } from './sealing.ts'
import { saySizes } from './sizes.ts'
import {
  atStand,
  type Closers,
  checkBooks,
  connectBooks,
  openBooks,
  SECRET,
  type Stand,
  serveBooks,
} from './stand.ts'
import { machine, say, sayGoal, sayTable, shown, tell } from './table.ts'
import type { Transfers } from './transfers.ts'
import { WireClient } from './wire-client.ts'
import { httpWorkloads, storeWorkloads } from './workloads.ts'

// The same figures on a small book and on a large one, and what a transfer takes on the disk: see README.md.

const { values } = parseArgs({
  options: {
    transfers: { type: 'string', default: '10000000' },
    small: { type: 'string', default: '10000' },
    accounts: { type: 'string', default: '100000' },
    busy: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    warm: { type: 'string', default: '2' },
    audit: { type: 'boolean', default: false },
  },
})
const [accounts, busy] = [Number(values.accounts), Number(values.busy)]
const [rounds, seconds, warm] = [values.rounds, values.seconds, values.warm].map(Number) as [
  number,
  number,
  number,
]
const counts = { small: Number(values.small), large: Number(values.transfers) }
const SIZES = ['small', 'large'] as const
type Size = (typeof SIZES)[number]
const WORKLOADS = ['flight-1024', 'hot', 'http-1', 'http-100'] as const
const CALLERS = 64

/** A filled book: how to name what is in it, and when it was posted. */
interface Filled {
  readonly transfers: Transfers
  readonly from: number
  readonly to: number
}

let copies = 0

type Results = Map<string, Record<Size, (Measured & Partial<Costs>)[]>>

await atStand(async (stand, closers) => {
  const filled = { small: await fill(stand, 'small'), large: await fill(stand, 'large') }
  await saySizes(stand.urlOf('large'))
  const results: Results = new Map()
  const pgbench = await ruler(stand)
  const rates: number[] = []
  for (let round = 1; round <= rounds; round += 1) {
    rates.push((await pgbench?.measure(seconds))?.perSecond ?? Number.NaN)
    for (const name of WORKLOADS) {
      await eachSize(stand, async (size, url) => {
        const measured = await load(stand, closers, url, name)
        keep(results, name, size, measured)
        tell(`round ${round}: ${name}, ${size}: ${Math.round(measured.perSecond)}/s`)
      })
    }
    await eachSize(stand, async (size, url) => {
      for (const read of await reads(closers, url, filled[size])) {
        keep(results, read.title, size, read.measured)
        tell(`round ${round}: ${read.title}, ${size}: p99 ${shown(read.measured.p99Ms, 1)} ms`)
      }
    })
  }
  print(results, rates)
  await check(stand)
})

/** Makes a book with so many transfers. */
async function fill(stand: Stand, size: Size): Promise<Filled> {
  await stand.create(size)
  const books = await openBooks(stand.urlOf(size), accounts)
  const from = Date.now()
  const sealing = await startSealing(books)
  const transfers = fillTransfers(books, busy, from)
  const began = performance.now()
  const { lag } = await watchSealing(books.db, () => fillBook(books, transfers, counts[size]))
  const took = (performance.now() - began - lag.caughtUpMs) / 1000
  tell(
    `${size}: ${counts[size]} transfers in ${shown(took, 1)} s; the tree ${shown(lag.caughtUpMs)} ms later`,
  )
  await sealing.stop()
  await books.close()
  await stand.analyse(size)
  return { transfers, from, to: Date.now() }
}

async function ruler(stand: Stand): Promise<Pgbench | undefined> {
  const program = await findPgbench()
  if (program === undefined) return undefined
  await stand.create('pgbench')
  return preparePgbench(program, stand.urlOf('pgbench'))
}

/**
 * Works on a fresh copy of the small book, so that it is as small each time, and then on the large one. The copies stay
 * until the end: dropping one is a checkpoint, after which every page of the large book is written twice.
 */
async function eachSize(
  stand: Stand,
  work: (size: Size, url: string) => Promise<void>,
): Promise<void> {
  copies += 1
  const copy = `copy_${copies}`
  await stand.create(copy, 'small')
  await work('small', stand.urlOf(copy))
  await work('large', stand.urlOf('large'))
}

async function load(
  stand: Stand,
  closers: Closers,
  url: string,
  name: string,
): Promise<Measured & Costs> {
  const books = connectBooks(url, busy)
  const service = name.startsWith('http') ? await serve(closers, url) : undefined
  const sealing = service === undefined ? await startSealing(books) : undefined
  try {
    const all =
      service === undefined
        ? storeWorkloads(books.ledger, books.accounts)
        : httpWorkloads({ ...service, callers: CALLERS, crowd: CALLERS }, books.accounts)
    const workload = all.find((one) => one.name === name)
    if (workload === undefined) throw new Error(`there is no workload ${name}`)
    if (warm > 0) await workload.run(warm)
    const before = workload.created()
    const { result, per } = await withCosts(stand, service?.pid, () =>
      watchSealing(books.db, () => workload.run(seconds)),
    )
    return { ...result.result, ...per(workload.created() - before) }
  } finally {
    await sealing?.stop()
    await books.close()
    await service?.dispose()
  }
}

async function serve(closers: Closers, url: string) {
  const service = await serveBooks(url)
  closers.push(service.dispose)
  const key = await service.createKey('administrator')
  return {
    url: service.url,
    key,
    pid: service.pid(),
    connect: (connections: number) => new WireClient(service.url, [key], connections),
    dispose: async () => {
      closers.splice(closers.indexOf(service.dispose), 1)
      await service.dispose()
    },
  }
}

async function reads(closers: Closers, url: string, { transfers, from, to }: Filled) {
  const { key, dispose, url: address } = await serve(closers, url)
  return measureReads({ url: address, key, busy, transfers, from, to }, seconds).finally(dispose)
}

function keep(results: Results, name: string, size: Size, measured: Measured): void {
  const both = results.get(name) ?? { small: [], large: [] }
  both[size].push(measured)
  results.set(name, both)
}

function print(results: Results, rates: readonly number[]): void {
  say(
    `\nMedians of ${rounds} rounds of ${seconds} s, ${machine()}, pgbench ${shown(median(rates))}/s.\n`,
  )
  const titles = ['what', 'transfers', 'a second', '× pgbench', 'p50 ms', 'p99 ms', 'poster µs']
  sayTable(
    [...titles, 'database µs', 'WAL bytes', 'small / large'],
    [...results].flatMap(([name, both]) =>
      SIZES.map((size) => {
        const of = (key: keyof Measured | keyof Costs) =>
          median(both[size].map((one) => one[key] ?? Number.NaN))
        const ratios = both[size].map(({ perSecond }, round) => perSecond / (rates[round] ?? 0))
        const isLoad = both[size].every(({ walBytes }) => walBytes !== undefined)
        return [
          name,
          counts[size],
          shown(of('perSecond')),
          isLoad ? shown(median(ratios), 2) : '',
          ...[shown(of('p50Ms'), 1), shown(of('p99Ms'), 1)],
          ...[shown(of('posterUs'), 1), shown(of('databaseUs'), 1), shown(of('walBytes'))],
          size === 'large' ? shown(slowdown(both), 2) : '',
        ]
      }),
    ),
  )
  say('\nGoals:\n')
  for (const [name, both] of results) {
    const p99 = median(both.large.map(({ p99Ms }) => p99Ms))
    if ((WORKLOADS as readonly string[]).includes(name)) {
      sayGoal(`${name}: small / large, at most 1.3`, slowdown(both), slowdown(both) <= 1.3)
    } else if (name.startsWith('trial balance')) {
      sayGoal(`${name} of ${accounts} accounts: p99 in ms, below 1000`, p99, p99 < 1000, 0)
    } else {
      sayGoal(`${name}: p99 in ms, below 20`, p99, p99 < 20, 1)
    }
  }
}

/** How many times faster the small book is, round by round. */
function slowdown({ small, large }: Record<Size, readonly Measured[]>): number {
  return median(
    small.map(({ perSecond }, round) => perSecond / (large[round]?.perSecond ?? Number.NaN)),
  )
}

/** The large book must balance; with `--audit` everything in it is recomputed. */
async function check(stand: Stand): Promise<void> {
  const url = stand.urlOf('large')
  const books = connectBooks(url)
  say(`\n${await checkBooks(books.ledger)} transfers of one minor unit; debits equal credits.`)
  await books.close()
  if (!values.audit) return
  const env = { DATABASE_URL: url, FRANOI_SECRET: SECRET, LOG_LEVEL: 'warn' }
  const { exitCode, output, messages } = await runCommand(['audit'], env)
  say(`\nfra-noi audit: ${output}${messages}`)
  if (exitCode !== 0) throw new Error('the audit found something')
}
