import { type Audited, audit, takeBooks } from './audit.ts'
import type { Books } from './books.ts'
import { type Load, open, runClients, settle } from './clients.ts'
import type { TortureCluster } from './cluster.ts'
import { FAULTS, type FaultName, type Surroundings } from './faults.ts'
import { Findings } from './findings.ts'
import { Fleet } from './fleet.ts'
import { History } from './history.ts'
import { inspect } from './inspection.ts'
import { Random } from './random.ts'
import { Workload } from './workload.ts'

/** A run: a fresh database, two services, and rounds of load and faults, each with an audit behind it. */
export interface RunOptions {
  readonly cluster: TortureCluster
  readonly seed: number
  /** Of each round the faults, in the order in which they happen. */
  readonly rounds: readonly (readonly FaultName[])[]
  readonly questionsPerRound: number
  /** The services' code; this checkout's where left out. */
  readonly root?: string
  /** Changes the database of the run before anything is opened on it, as its owner. */
  readonly prepare?: (url: string) => Promise<void>
  /** Looks at the database when the last round is over, before it is given up. */
  readonly afterwards?: (run: FinishedRun) => Promise<void>
  readonly say?: (line: string) => void
}

export interface FinishedRun {
  readonly url: string
  readonly books: Books
  readonly history: History
  readonly workload: Workload
  readonly fleet: Fleet
}

export interface RunReport {
  readonly seed: number
  readonly findings: Findings
  readonly questions: number
  readonly transfers: number
  readonly audited: Audited
  /** How often each answer was given. */
  readonly answers: ReadonlyMap<string, number>
}

/** Runs the workload under faults, and stops at the end of the first round in which something does not hold. */
export async function run(options: RunOptions): Promise<RunReport> {
  const { cluster, seed, root, prepare } = options
  const url = await cluster.createDatabase()
  await prepare?.(url)
  // Half of all seeds leave the time to the database, as in production; with the others clocks can jump.
  const clock = seed % 2 === 0 ? 'database' : 'stepped'
  const fleet = await Fleet.start({ cluster, url, clock, root })
  const history = new History()
  const workload = new Workload(seed)
  const findings = new Findings()
  const load: Load = { fleet, history, workload, random: new Random(seed, 2) }
  const around: Surroundings = { cluster, fleet, url, random: new Random(seed, 3) }
  let isGentle = false
  try {
    await open(load, workload.opening())
    const books = await playRounds({ options, load, around, findings })
    await options.afterwards?.({ url, books: books.books, history, workload, fleet })
    isGentle = findings.kept.length === 0
    return {
      seed,
      findings,
      questions: history.operations.length,
      transfers: books.books.transfers.length,
      audited: books.audited,
      answers: answersOf(history),
    }
  } finally {
    await fleet.stop(isGentle)
  }
}

interface Playing {
  readonly options: RunOptions
  readonly load: Load
  readonly around: Surroundings
  readonly findings: Findings
}

async function playRounds({ options, load, around, findings }: Playing) {
  const { cluster, rounds, questionsPerRound, say } = options
  const { fleet, history, workload } = load
  let before: Books | undefined
  let audited: Audited = { commits: 0, explained: 0 }
  for (const [index, faults] of rounds.entries()) {
    const racesBefore = cluster.countRaces()
    await playRound(load, around, faults, questionsPerRound)
    const races = cluster.countRaces() - racesBefore
    const isCalm = faults.length === 0
    if (isCalm && races > 0) {
      findings.add(26, `the lane let two in at a time: ${races} batches were decided again in calm`)
    }
    const books = await takeBooks(around.url)
    audited = audit({ books, history, workload, before }, findings)
    await inspect({ fleet, books, url: around.url, seed: options.seed, round: index }, findings)
    for (const fault of fleet.faults()) findings.add(21, `a service broke: ${fault}`)
    say?.(
      `seed ${options.seed} round ${index + 1} [${faults.join(' ')}]: ${history.operations.length} asked, ` +
        `${books.transfers.length} transfers in ${audited.commits} commits, ${audited.explained} answers placed between, ` +
        `${findings.kept.length === 0 ? 'all invariants hold' : `broken: ${findings.invariants.join(', ')}`}`,
    )
    before = books
    if (findings.kept.length > 0) break
  }
  return { books: before ?? (await takeBooks(around.url)), audited }
}

/** Faults happen one behind the other, each when a certain part of the questions has been asked. */
async function playRound(
  load: Load,
  around: Surroundings,
  faults: readonly FaultName[],
  questions: number,
): Promise<void> {
  let happening: Promise<unknown> = Promise.resolve()
  const waiting = faults.map((name, index) => ({
    name,
    at: Math.floor(((index + 1) * questions) / (faults.length + 1)),
  }))
  await runClients(load, questions, (asked) => {
    while (waiting[0] !== undefined && waiting[0].at <= asked) {
      const next = waiting.shift()
      if (next === undefined) break
      happening = happening.then(() => FAULTS[next.name](around))
    }
  })
  await happening
  await settle(load)
}

function answersOf({ operations }: History): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  const count = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1)
  for (const { answer, question } of operations) {
    if (answer?.kind === 'outcome') {
      for (const { status } of [...answer.outcome.accounts, ...answer.outcome.transfers]) {
        count(status)
      }
    } else if (answer?.kind === 'refused') count(answer.code)
    else count(answer === undefined ? 'no answer' : `${question.kind}: ${answer.kind}`)
  }
  return counts
}
