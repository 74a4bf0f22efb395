import { parseArgs } from 'node:util'
import { type Costs, withCosts } from './costs.ts'
import { type Measured, median } from './measure.ts'
import { findPgbench, preparePgbench, scriptOf } from './pgbench.ts'
import { type PostOne, preparePostOne } from './post-one.ts'
import { profiled } from './profile.ts'
import { type SealingLag, startSealing, watchSealing } from './sealing.ts'
import {
  atStand,
  type Books,
  type Closers,
  checkBooks,
  openBooks,
  type Stand,
  serveBooks,
} from './stand.ts'
import { machine, say, sayGoal, sayTable, shown, tell } from './table.ts'
import { accountId } from './transfers.ts'
import { WireClient } from './wire-client.ts'
import { costOfMaking, httpWorkloads, storeWorkloads, type Workload } from './workloads.ts'

// Transfers a second beside pgbench, on the same server in the same run, in turns: see README.md.

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    only: { type: 'string', default: '' },
    'no-http': { type: 'boolean', default: false },
    'no-sealing': { type: 'boolean', default: false },
    profile: { type: 'boolean', default: false },
  },
})
const rounds = Number(values.rounds)
const seconds = Number(values.seconds)
const wanted = values.only.split(',').filter((name) => name !== '')
const CALLERS = 64
/** At a fixed rate many more may be on their way. */
const CROWD = 1024

/** A workload, and where what it costs is to be seen. */
interface Entry {
  readonly workload: Workload
  readonly books?: Books
  readonly pid?: () => number
}

interface Line {
  readonly name: string
  readonly title: string
  readonly measured: Measured[]
  /** How many times the rate of the same round of `pgbench`, and of `post_one`. */
  readonly ratios: number[]
  readonly postOneRatios: number[]
  readonly costs: Costs[]
  readonly lags: SealingLag[]
}

await atStand(bench)

async function bench(stand: Stand, closers: Closers): Promise<void> {
  const entries = [...(await rulers(stand, closers)), ...(await inProcess(stand, closers))]
  if (!values['no-http']) entries.push(...(await overHttp(stand, closers)))
  const chosen = entries.filter(({ workload: { name } }) => {
    const isRuler = name === 'pgbench' || name === 'post_one'
    return isRuler || wanted.length === 0 || wanted.includes(name)
  })
  const lines = await interleave(stand, chosen)
  print(lines)
  sayGoals(lines)
  for (const books of new Set(chosen.flatMap(({ books }) => books ?? []))) {
    const total = await checkBooks(books.ledger)
    say(`\n${total} transfers of one minor unit; debits equal credits.`)
  }
}

/** What the ledger is held against. */
async function rulers(stand: Stand, closers: Closers): Promise<Entry[]> {
  const program = await findPgbench()
  if (program === undefined) {
    say('pgbench is not on this machine, so there are no ratios.')
    return []
  }
  await stand.create('pgbench')
  await stand.create('post_one')
  const postOne: PostOne = await preparePostOne(stand.urlOf('post_one'))
  closers.push(postOne.dispose)
  const tpcb = await preparePgbench(program, stand.urlOf('pgbench'))
  const script = (file: string) => scriptOf(program, stand.urlOf('post_one'), file)
  const ruler = (name: string, title: string, { measure }: typeof tpcb): Entry => ({
    workload: { name, title, run: measure, created: () => Number.NaN },
  })
  return [
    ruler('pgbench', 'pgbench tpcb-like, prepared, 8 clients', tpcb),
    ruler('post_one', 'post_one, 8 clients', script(postOne.spread)),
    ruler('post_one-hot', 'post_one, 8 clients, one hot account', script(postOne.hot)),
  ]
}

async function inProcess(stand: Stand, closers: Closers): Promise<Entry[]> {
  await stand.create('books')
  const books = await openBooks(stand.urlOf('books'))
  closers.push(books.close)
  if (!values['no-sealing']) closers.push((await startSealing(books)).stop)
  return storeWorkloads(books.ledger, books.accounts).map((workload) => ({ workload, books }))
}

/** The service in a process of its own, on books of its own, so that each process hashes what it posts. */
async function overHttp(stand: Stand, closers: Closers): Promise<Entry[]> {
  await stand.create('served')
  const books = await openBooks(stand.urlOf('served'))
  closers.push(books.close)
  const service = await serveBooks(books.url)
  closers.push(service.dispose)
  const keys = [await service.createKey('administrator')]
  const connect = (connections: number) => new WireClient(service.url, keys, connections)
  const workloads = httpWorkloads({ connect, callers: CALLERS, crowd: CROWD }, books.accounts)
  return workloads.map((workload) => ({ workload, books, pid: service.pid }))
}

/** Runs all of them in turn, round after round, so that what disturbs the machine disturbs them alike. */
async function interleave(stand: Stand, entries: readonly Entry[]): Promise<readonly Line[]> {
  const lines = entries.map(({ workload: { name, title } }) => emptyLine(name, title))
  for (let round = 1; round <= rounds; round += 1) {
    const rates = new Map<string, number>()
    for (const [index, entry] of entries.entries()) {
      const line = lines[index] ?? emptyLine('', '')
      const measured = await runOne(stand, entry, line)
      rates.set(line.name, measured.perSecond)
      line.measured.push(measured)
      line.ratios.push(measured.perSecond / (rates.get('pgbench') ?? Number.NaN))
      line.postOneRatios.push(measured.perSecond / (rates.get('post_one') ?? Number.NaN))
      tell(`round ${round}: ${line.title}: ${Math.round(measured.perSecond)}/s`)
    }
  }
  return lines
}

async function runOne(
  stand: Stand,
  { workload, books, pid }: Entry,
  line: Line,
): Promise<Measured> {
  if (books === undefined) return workload.run(seconds)
  const before = workload.created()
  const load = () =>
    values.profile && pid === undefined
      ? profiled(line.title, books.url, () => workload.run(seconds))
      : workload.run(seconds)
  const { result, per } = await withCosts(stand, pid?.(), async () =>
    values['no-sealing'] && pid === undefined
      ? { result: await load(), lag: undefined }
      : watchSealing(books.db, load),
  )
  line.costs.push(per(workload.created() - before))
  if (result.lag !== undefined) line.lags.push(result.lag)
  return result.result
}

function print(lines: readonly Line[]): void {
  say(`Medians of ${rounds} rounds of ${seconds} s, ${machine()}.\n`)
  const titles = ['what', 'transfers/s', '× pgbench', '× post_one', 'p50 ms', 'p99 ms']
  const costs = ['poster µs', 'database µs', 'WAL bytes', 'tree behind', 'caught up ms']
  sayTable(
    [...titles, ...costs],
    lines.map((line) => [
      line.title,
      shown(median(line.measured.map(({ perSecond }) => perSecond))),
      shown(median(line.ratios), 2),
      shown(median(line.postOneRatios), 2),
      shown(median(line.measured.map(({ p50Ms }) => p50Ms)), 1),
      shown(median(line.measured.map(({ p99Ms }) => p99Ms)), 1),
      shown(median(line.costs.map(({ posterUs }) => posterUs)), 1),
      shown(median(line.costs.map(({ databaseUs }) => databaseUs)), 1),
      shown(median(line.costs.map(({ walBytes }) => walBytes))),
      shown(median(line.lags.map(({ mostBehind }) => mostBehind))),
      shown(median(line.lags.map(({ caughtUpMs }) => caughtUpMs))),
    ]),
  )
  const { objectUs, jsonUs } = costOfMaking(
    [...Array(10_000).keys()].map((index) => accountId(index)),
  )
  say(
    `\nMaking a transfer takes the load ${shown(objectUs, 2)} µs as an object, ${shown(jsonUs, 2)} µs as JSON.`,
  )
}

function sayGoals(lines: readonly Line[]): void {
  const line = (name: string) => lines.find((one) => one.name === name) ?? emptyLine('', '')
  const ratio = (name: string) => median(line(name).ratios)
  const inFlight = line('flight-1024').ratios
  const hot = median(line('hot').ratios.map((one, round) => one / (inFlight[round] ?? Number.NaN)))
  const single = median(line('http-1').measured.map(({ p99Ms }) => p99Ms))
  say('\nGoals:\n')
  sayGoal(
    'in process, 1024 in flight, × pgbench, at least 8',
    ratio('flight-1024'),
    ratio('flight-1024') >= 8,
  )
  sayGoal('one hot account, share of that, at least 0.9', hot, hot >= 0.9)
  sayGoal('HTTP, one a request, × pgbench, at least 2', ratio('http-1'), ratio('http-1') >= 2)
  sayGoal('HTTP, one a request, p99 in ms, below 25', single, single < 25)
  sayGoal('HTTP, 100 a request, × pgbench, at least 8', ratio('http-100'), ratio('http-100') >= 8)
}

function emptyLine(name: string, title: string): Line {
  return { name, title, measured: [], ratios: [], postOneRatios: [], costs: [], lags: [] }
}
