import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { packageRoot } from '../../src/package-root.ts'
import type { TestService } from '../support/service.ts'
import { measureAtRate } from './at-rate.ts'
import { slopeOf } from './slope.ts'
import { atStand, type Books, checkBooks, openBooks, serveBooks } from './stand.ts'
import { machine, say, sayTable, shown, tell } from './table.ts'
import { spread, Transfers } from './transfers.ts'
import { WireClient } from './wire-client.ts'
import { postThrough } from './workloads.ts'

// Minutes of load, and whether the memory of the service grows with them: see README.md.

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    'per-second': { type: 'string', default: '4000' },
  },
})
const minutes = Number(values.minutes)
const perSecond = Number(values['per-second'])
const SAMPLE_MS = 10_000
const ACCOUNTS = 10_000
/** One transfer in twenty is sent alone, the others a hundred at a time. */
const SINGLE_SHARE = 0.05
const TOGETHER = 100
/** Caches fill and the compiler works at first: this share of the run is shown and not judged. */
const SETTLING_SHARE = 0.2
/** Garbage makes saws of a minute or less, so the minimum of some samples in a row is taken as one. */
const BLOCK = 6
/** What is alive is measured once in a block: a full collection takes its time. */
const COLLECT_EVERY = BLOCK
/** So many rows of the table. */
const ROWS = 15
const CONNECTIONS = 64
const MB = 1e6
const HOUR_S = 3600

/** What the service says of its memory, bytes, and when, in seconds since it started. */
interface Sample {
  readonly seconds: number
  readonly rss: number
  readonly heapUsed: number
  readonly external: number
  /** The heap right after a full collection: no garbage in it. As it was at the last of them. */
  readonly alive: number
}
const KINDS = ['rss', 'heapUsed', 'external', 'alive'] as const

await atStand(async (stand, closers) => {
  await stand.create('books')
  const books = await openBooks(stand.urlOf('books'), ACCOUNTS)
  closers.push(books.close)
  const folder = mkdtempSync(join(tmpdir(), 'fra-noi-bench-'))
  closers.push(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'memory.jsonl')
  const service = await serveBooks(books.url, {}, watchedCommand(file))
  closers.push(service.dispose)
  tell(`${minutes} minutes at ${perSecond} transfers a second`)
  const rate = await load(service, books)
  report(readSamples(file), rate)
  say(`\n${await checkBooks(books.ledger)} transfers of one minor unit; debits equal credits.`)
})

/** Keeps the service busy at a fixed rate; gives the rate at which it answered. */
async function load(service: TestService, { accounts }: Books): Promise<number> {
  const keys = [await service.createKey('administrator')]
  const client = new WireClient(service.url, keys, CONNECTIONS)
  const transfers = new Transfers({
    ...{ accounts, pick: spread(accounts.length) },
    ...{ stream: 1, beganMs: Date.now() },
  })
  const at = (share: number, count: number) =>
    measureAtRate({
      ...{ perSecond: (perSecond * share) / count, seconds: minutes * 60 },
      send: postThrough(client, transfers, count),
    })
  const [alone, together] = await Promise.all([at(SINGLE_SHARE, 1), at(1 - SINGLE_SHARE, TOGETHER)])
  client.close()
  return alone.perSecond + together.perSecond
}

/** `fra-noi serve`, with a few lines before it that write down what the process says of its memory. */
function watchedCommand(file: string): string[] {
  const watch = `
    import { appendFileSync } from 'node:fs'
    import { setFlagsFromString } from 'node:v8'
    import { runInNewContext } from 'node:vm'
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc')
    let taken = 0
    let alive = 0
    setInterval(() => {
      const { rss, heapUsed, external } = process.memoryUsage()
      if (taken % ${COLLECT_EVERY} === 0) {
        collect()
        alive = process.memoryUsage().heapUsed
      }
      taken += 1
      const sample = { seconds: process.uptime(), rss, heapUsed, external, alive }
      appendFileSync(${JSON.stringify(file)}, JSON.stringify(sample) + '\\n')
    }, ${SAMPLE_MS}).unref()`
  const program = join(packageRoot(), 'src', 'command', 'fra-noi.js')
  return ['--import', `data:text/javascript,${encodeURIComponent(watch)}`, program, 'serve']
}

function readSamples(file: string): readonly Sample[] {
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  return lines.map((line) => JSON.parse(line) as Sample)
}

function report(samples: readonly Sample[], rate: number): void {
  say(`${minutes} minutes at ${Math.round(rate)} transfers a second, ${machine()}.\n`)
  const inMinutes = Math.max(1, Math.round((minutes * 60_000) / SAMPLE_MS / ROWS))
  sayTable(
    ['minute', 'resident MB', 'heap MB', 'external MB', 'alive MB'],
    samples
      .filter((_, index) => index % inMinutes === 0)
      .map(({ seconds, ...sample }) => [
        shown(seconds / 60, 1),
        ...KINDS.map((kind) => shown(sample[kind] / MB, 1)),
      ]),
  )
  const settled = samples.slice(Math.floor(samples.length * SETTLING_SHARE))
  say(
    `\nGrowth of the last ${settled.length} samples, MB an hour (and where it lies, 95 times in 100):\n`,
  )
  for (const kind of KINDS) {
    const { middle, low, high } = slopeOf(lowest(settled, kind))
    if (Number.isNaN(middle)) {
      say(`- ${kind}: the run was too short to tell`)
      continue
    }
    const isFlat = low <= 0
    say(
      `- ${kind}: ${shown(middle, 1)} (${shown(low, 1)} to ${shown(high, 1)})${isFlat ? ', flat' : ', grows'}`,
    )
  }
}

/** The least of each block of samples, as points of hours and MB. */
function lowest(samples: readonly Sample[], kind: (typeof KINDS)[number]) {
  const points: (readonly [number, number])[] = []
  for (let start = 0; start + BLOCK <= samples.length; start += BLOCK) {
    const block = samples.slice(start, start + BLOCK)
    const hours = (block[0]?.seconds ?? 0) / HOUR_S
    points.push([hours, Math.min(...block.map((sample) => sample[kind])) / MB])
  }
  return points
}
