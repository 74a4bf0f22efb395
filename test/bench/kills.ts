import { parseArgs } from 'node:util'
import { runCommand } from '../support/program.ts'
import { propertySeed } from '../support/seed.ts'
import { startService, type TestService } from '../support/service.ts'
import { Acknowledgements, type Asked } from './acknowledgements.ts'
import { HttpClient } from './http-client.ts'
import { say, sayTable, tell } from './table.ts'
import { accountId, CODE, spread, Transfers, UNIT } from './transfers.ts'

// Kills the service and its PostgreSQL at random moments under load, and counts what was acknowledged and is not there.

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '24' },
    callers: { type: 'string', default: '32' },
    'longest-ms': { type: 'string', default: '1500' },
  },
})
const kills = Number(values.kills)
const callers = Number(values.callers)
const longestMs = Number(values['longest-ms'])
const ACCOUNTS = 1000
/** How many transfers are in a request: single ones and small lists in turn. */
const REQUESTS = [1, 1, 1, 10, 40] as const
const SETTLE_MS = 120_000
const PAUSE_MS = 50

const next = numbersFrom(propertySeed('kills'))

interface Round {
  readonly victim: 'service' | 'postgresql'
  readonly afterMs: number
  readonly acknowledged: number
  readonly lost: number
  /** Committed, but the answer never came. */
  readonly unheard: number
  /** Neither committed nor answered: done by the retry. */
  readonly redone: number
  readonly backAfterMs: number
}

const service = await startService({ env: { LOG_LEVEL: 'warn' } })
let exitCode = 1
try {
  exitCode = await run(service)
} finally {
  await service.dispose()
}
process.exitCode = exitCode

async function run(service: TestService): Promise<number> {
  const client = new HttpClient(service.url, await service.createKey('administrator'), callers)
  const accounts = Array.from({ length: ACCOUNTS }, (_, index) => accountId(index))
  await openAccounts(client)
  const transfers = new Transfers({
    ...{ accounts, pick: spread(ACCOUNTS), stream: 1 },
    beganMs: Date.now(),
  })
  const rounds: Round[] = []
  for (let index = 0; index < kills; index += 1) {
    const round = await killOnce(service, client, transfers, index)
    rounds.push(round)
    const { victim, afterMs, acknowledged, lost, unheard, redone, backAfterMs } = round
    tell(
      `kill ${index + 1}: ${victim} after ${afterMs} ms: ${acknowledged} acknowledged, ${lost} lost, ` +
        `${unheard} unheard, ${redone} redone, back after ${Math.round(backAfterMs)} ms`,
    )
  }
  client.close()
  return judge(service, rounds, transfers.taken)
}

/** One load, one kill in the middle of it, and a question about every transfer of the load. */
async function killOnce(
  service: TestService,
  client: HttpClient,
  transfers: Transfers,
  index: number,
): Promise<Round> {
  const victim = index % 2 === 0 ? 'service' : 'postgresql'
  const afterMs = 100 + next(longestMs - 100)
  const seen = new Acknowledgements()
  let isLoading = true
  const call = async (): Promise<void> => {
    while (isLoading) {
      const count = REQUESTS[next(REQUESTS.length)] ?? 1
      const asked = { first: transfers.take(count), count }
      seen.add(asked, await post(client, transfers, asked))
    }
  }
  const load = Promise.all(Array.from({ length: callers }, call))
  await pause(afterMs)
  const killed = performance.now()
  const killing = kill(service, victim)
  await pause(200)
  isLoading = false
  await killing
  await load
  await untilAnswered(client, transfers, { first: transfers.take(1), count: 1 })
  const backAfterMs = performance.now() - killed
  const counts = { lost: 0, unheard: 0, redone: 0 }
  for (const asked of seen.asked()) {
    const statuses = await untilAnswered(client, transfers, asked)
    for (const [offset, status] of statuses.entries()) {
      const was = seen.wasAcknowledged(asked.first + offset)
      if (status === 'exists') counts.unheard += was ? 0 : 1
      else if (status !== 'created') throw new Error(`a transfer is ${status} when sent again`)
      else if (was) counts.lost += 1
      else counts.redone += 1
    }
  }
  return { victim, afterMs, acknowledged: seen.count, ...counts, backAfterMs }
}

async function kill(service: TestService, victim: Round['victim']): Promise<void> {
  if (victim === 'service') {
    await service.kill()
    await service.start()
    return
  }
  const pid = await service.databasePid()
  if (pid === undefined) throw new Error('there is no PostgreSQL to be killed')
  process.kill(pid, 'SIGKILL')
}

/** Posts and gives the statuses; `undefined` where it is not known what became of it. */
async function post(
  client: HttpClient,
  transfers: Transfers,
  { first, count }: Asked,
): Promise<readonly string[] | undefined> {
  const body = transfers.body(first, count)
  const answer = await client.post('/api/v1/ledger/transfers', body).catch(() => undefined)
  if (answer === undefined || answer.status >= 500) {
    await pause(PAUSE_MS)
    return undefined
  }
  if (answer.status >= 300) throw new Error(`${answer.status}: ${answer.body}`)
  const { results } = JSON.parse(answer.body) as { results: readonly { status: string }[] }
  if (results.length !== count) throw new Error(`${results.length} answers to ${count} transfers`)
  return results.map(({ status }) => status)
}

async function untilAnswered(
  client: HttpClient,
  transfers: Transfers,
  asked: Asked,
): Promise<readonly string[]> {
  const giveUpAt = performance.now() + SETTLE_MS
  while (performance.now() < giveUpAt) {
    const statuses = await post(client, transfers, asked)
    if (statuses !== undefined) return statuses
  }
  throw new Error('the service does not come back')
}

/** All that was ever asked is there exactly once, and the books are what they must be. */
async function judge(
  service: TestService,
  rounds: readonly Round[],
  asked: number,
): Promise<number> {
  const sum = (pick: (round: Round) => number) =>
    rounds.reduce((all, round) => all + pick(round), 0)
  sayTable(
    [
      'killed',
      'times',
      'acknowledged',
      'lost',
      'committed unheard',
      'redone',
      'back after, at most, ms',
    ],
    (['service', 'postgresql'] as const).map((victim) => {
      const own = rounds.filter((round) => round.victim === victim)
      const of = (pick: (round: Round) => number) => own.reduce((all, one) => all + pick(one), 0)
      return [
        victim,
        own.length,
        of(({ acknowledged }) => acknowledged),
        of(({ lost }) => lost),
        of(({ unheard }) => unheard),
        of(({ redone }) => redone),
        Math.round(Math.max(0, ...own.map(({ backAfterMs }) => backAfterMs))),
      ]
    }),
  )
  const lost = sum((round) => round.lost)
  say(`\n${lost} acknowledged transfers were lost in ${rounds.length} kills.`)
  const audit = await runCommand(['audit'], service.env)
  say(`\nfra-noi audit:\n${audit.output}${audit.messages}`)
  const isWhole = audit.messages
    .concat(audit.output)
    .includes(`${UNIT}: debits ${asked}, credits ${asked}`)
  if (!isWhole) say(`The books do not hold ${asked} transfers.`)
  return lost === 0 && audit.exitCode === 0 && isWhole ? 0 : 1
}

async function openAccounts(client: HttpClient): Promise<void> {
  const accounts = Array.from({ length: ACCOUNTS }, (_, index) => ({
    ...{ id: accountId(index), unit: UNIT, code: CODE },
  }))
  const body = JSON.stringify({ accounts })
  const { status, body: text } = await client.post('/api/v1/ledger/accounts', body)
  if (status >= 300) throw new Error(`${status}: ${text}`)
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** Whole numbers below a bound, from a seed: a linear congruential generator (Numerical Recipes, third edition, 7.1). */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state >>> 8) % below
  }
}
