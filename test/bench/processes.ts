import { parseArgs } from 'node:util'
import { type Acknowledged, type Busy, busyLedger, busyService, type StartBusy } from './busy.ts'
import { median } from './measure.ts'
import { startSealing } from './sealing.ts'
import { atStand, type Books, type Closers, checkBooks, openBooks } from './stand.ts'
import { machine, say, sayGoal, sayTable, shown, tell } from './table.ts'

// Several processes on one database: what each keeps of a lone one's rate, and how soon one that dies is replaced.

const { values } = parseArgs({
  options: {
    processes: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    deaths: { type: 'string', default: '10' },
    hangs: { type: 'string', default: '1' },
    through: { type: 'string', default: 'ledger,http-1,http-100' },
  },
})
const [count, rounds, deaths] = [values.processes, values.rounds, values.deaths].map(Number) as [
  number,
  number,
  number,
]
const seconds = Number(values.seconds)
const hangs = Number(values.hangs)
/** How long a survivor is looked at. */
const AFTER_MS = 3000
const AFTER_HANG_MS = 20_000

const KINDS: Readonly<Record<string, { title: string; start: StartBusy }>> = {
  ledger: { title: 'in process, 512 in flight', start: busyLedger(512) },
  'http-1': { title: 'HTTP, 64 connections, 1 a request', start: busyService(64, 1) },
  'http-100': { title: 'HTTP, 64 connections, 100 a request', start: busyService(64, 100) },
}

/** Each process that is started gets ids of its own. */
let streams = 10

await atStand(async (stand, closers) => {
  await stand.create('books')
  const books = await openBooks(stand.urlOf('books'))
  closers.push(books.close)
  closers.push((await startSealing(books)).stop)
  for (const name of values.through.split(',')) {
    const kind = KINDS[name]
    if (kind === undefined) throw new Error(`--through knows ${Object.keys(KINDS).join(', ')}`)
    const group = await startGroup(books, kind.start, closers)
    say(`\n## ${kind.title}, ${count} processes, ${machine()}\n`)
    await sayShares(group)
    await sayTakeOver(group, 'SIGKILL', deaths, AFTER_MS)
    await sayTakeOver(group, 'SIGSTOP', hangs, AFTER_HANG_MS)
    await group.dispose()
  }
  say(`\n${await checkBooks(books.ledger)} transfers of one minor unit; debits equal credits.`)
})

interface Group {
  readonly members: Busy[]
  /** Puts a new process in the place of one. */
  replace(index: number): Promise<void>
  dispose(): Promise<void>
}

async function startGroup({ url }: Books, start: StartBusy, closers: Closers): Promise<Group> {
  const startOne = () => {
    streams += 1
    return start(url, streams)
  }
  const members: Busy[] = []
  const dispose = async () => {
    for (const member of members.splice(0)) await member.dispose()
  }
  closers.push(dispose)
  for (let index = 0; index < count; index += 1) members.push(await startOne())
  return {
    members,
    async replace(index) {
      await members[index]?.dispose()
      members[index] = await startOne()
    },
    dispose,
  }
}

/** Each alone, then all at once, round after round. */
async function sayShares({ members }: Group): Promise<void> {
  const shares = members.map((): number[] => [])
  const sums: number[] = []
  const gaps = members.map((): number[] => [])
  for (let round = 1; round <= rounds; round += 1) {
    const alone: number[] = []
    for (const member of members) alone.push(rateOf((await keepBusy([member]))[0] ?? []))
    const together = await keepBusy(members)
    const rates = together.map(rateOf)
    for (const [index, rate] of rates.entries()) {
      shares[index]?.push(rate / (alone[index] ?? Number.NaN))
      gaps[index]?.push(longestGap(together[index] ?? []))
    }
    sums.push(rates.reduce((a, b) => a + b, 0) / median(alone))
    tell(
      `round ${round}: alone ${alone.map(Math.round).join(', ')}/s, together ${rates.map(Math.round).join(', ')}/s`,
    )
  }
  sayTable(
    ['process', 'share of its rate alone', 'least', 'longest wait together, ms'],
    members.map((_, index) => [
      index + 1,
      shown(median(shares[index] ?? []), 2),
      shown(Math.min(...(shares[index] ?? [])), 2),
      shown(Math.max(...(gaps[index] ?? []))),
    ]),
  )
  const least = Math.min(...shares.map(median))
  say(`\nAll together post ${shown(median(sums), 2)} times what one alone does.\n`)
  if (count === 2) sayGoal('each keeps of its rate alone, at least 0.4', least, least >= 0.4)
}

/** What each acknowledged in so many seconds, after a short warming up. */
async function keepBusy(members: readonly Busy[]): Promise<readonly (readonly Acknowledged[])[]> {
  for (const member of members) member.go()
  await pause(500)
  const from = performance.now()
  await pause(seconds * 1000)
  const to = performance.now()
  const all = await Promise.all(members.map((member) => member.rest()))
  return all.map((list) => list.filter(([at]) => at >= from && at <= to))
}

/** Kills or stops one of the busy processes at another moment each time, and looks at the others. */
async function sayTakeOver(
  group: Group,
  signal: 'SIGKILL' | 'SIGSTOP',
  times: number,
  afterMs: number,
): Promise<void> {
  const gaps: number[] = []
  for (let time = 0; time < times; time += 1) {
    const victim = time % count
    for (const member of group.members) member.go()
    // Steps that fit into nothing: so the moments within a batch differ.
    await pause(700 + ((time * 137.7) % 400))
    const at = performance.now()
    const { pid } = group.members[victim] ?? { pid: 0 }
    process.kill(pid, signal)
    await pause(afterMs)
    const until = performance.now()
    if (signal === 'SIGSTOP') process.kill(pid, 'SIGCONT')
    const others = group.members.filter((_, index) => index !== victim)
    for (const list of await Promise.all(others.map((other) => other.rest()))) {
      const after = list.filter(([when]) => when >= at && when <= until)
      gaps.push(longestGap([[at, 0], ...after, [until, 0]]))
    }
    if (signal === 'SIGKILL') await group.replace(victim)
    else await group.members[victim]?.rest()
    tell(
      `${signal} ${time + 1}: the others waited ${Math.round(gaps.at(-1) ?? Number.NaN)} ms at most`,
    )
  }
  if (gaps.length === 0) return
  const longest = Math.max(...gaps)
  if (signal === 'SIGKILL') {
    say(`- killed ${times} times: the others waited ${shown(median(gaps))} ms in the middle`)
    sayGoal('longest wait after a death in ms, below 2000', longest, longest < 2000, 0)
  } else {
    say(`- stopped without dying ${times} times: the others waited ${shown(longest)} ms at most`)
  }
}

function rateOf(list: readonly Acknowledged[]): number {
  return list.reduce((sum, [, transfers]) => sum + transfers, 0) / seconds
}

/** The longest time between two acknowledgements, milliseconds. */
function longestGap(list: readonly Acknowledged[]): number {
  let longest = list.length < 2 ? Number.POSITIVE_INFINITY : 0
  for (const [index, [at]] of list.entries()) {
    const before = list[index - 1]
    if (before !== undefined) longest = Math.max(longest, at - before[0])
  }
  return longest
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
