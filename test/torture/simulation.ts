import type { Uuid } from '../../src/kernel/ids.ts'
import type { AccountState } from '../../src/ledger/core/account.ts'
import { type Micros, micros } from '../../src/ledger/core/instant.ts'
import { MemoryLedger } from '../../src/ledger/core/memory.ts'
import { takeBooks } from './audit.ts'
import { CAST } from './cast.ts'
import type { TortureCluster } from './cluster.ts'
import type { Findings } from './findings.ts'
import { idOf } from './ids.ts'
import { checkExport } from './inspection.ts'
import { checkMetamorphic } from './metamorphic.ts'
import type { Answer, PostQuestion } from './protocol.ts'
import { Random } from './random.ts'
import { countersText, requestOf, rowText, transferRow } from './rows.ts'
import { type ServiceProcess, startServiceProcess } from './service.ts'
import { Workload } from './workload.ts'

/** A service with a clock that stands until it is moved, alone on a fresh database: everything is as the seed says. */
export interface Simulation {
  readonly cluster: TortureCluster
  readonly seed: number
  readonly root?: string
  readonly prepare?: (url: string) => Promise<void>
}

const START_MS = Date.UTC(2027, 0, 15, 8)
const STEPS = 60
const SHARES = 200

/** 18, 31, 32, 33, 38: what holds of one service under a clock of the test. */
export async function checkSimulation(simulation: Simulation, findings: Findings): Promise<void> {
  const first = await play(simulation, findings)
  const second = await play(simulation, findings)
  const isSame = first.answers === second.answers && first.root === second.root
  findings.expect(38, isSame, () => 'the same seed gave other answers or another root')
  const right = playInMemory(simulation.seed)
  findings.expect(38, right.answers === first.answers, () => 'the rules in memory answer otherwise')
  findings.expect(38, right.rows === first.rows, () => 'the rules in memory come to other rows')
  await withService(simulation, async (service) => {
    await checkMetamorphic(service, simulation.seed, findings)
    await checkAlgebra(service, simulation.seed, findings)
    await checkShares(service, simulation.seed, findings)
  })
}

/** Posts that arrive together, so many milliseconds after those before. */
interface Step {
  readonly waitMs: number
  readonly questions: readonly PostQuestion[]
}

function stepsOf(seed: number): readonly Step[] {
  const workload = new Workload(seed)
  const random = new Random(seed, 5)
  const opening = workload.opening().map((question) => ({ waitMs: 1, questions: [question] }))
  const steps = Array.from({ length: STEPS }, () => ({
    waitMs: random.pick([0, 0, 1, 700, 3000]),
    questions: Array.from({ length: random.between(1, 12) }, () => workload.next()).flatMap(
      // What companions and readers add has no part in the log.
      (question) => (question.kind === 'post' ? [bare(question)] : []),
    ),
  }))
  return [...opening, ...steps.filter(({ questions }) => questions.length > 0)]
}

function bare({ companion: _, ...question }: PostQuestion): PostQuestion {
  return question
}

async function play(simulation: Simulation, findings: Findings) {
  return withService(simulation, async (service, url) => {
    const answers: string[] = []
    let nowMs = START_MS
    for (const { waitMs, questions } of stepsOf(simulation.seed)) {
      nowMs += waitMs
      service.setClock(nowMs)
      const found = (await service.askTogether(questions)) ?? []
      answers.push(...found.map(answerText))
    }
    const head = await service.ask({ kind: 'head' })
    const root = head?.kind === 'head' ? Buffer.from(head.root).toString('hex') : 'none'
    // Nobody else posts: all whole tiles are made of the leaves that the service remembers.
    const write = async (folder: string) =>
      (await service.ask({ kind: 'bundle', folder }))?.kind === 'text'
    await checkExport(write, findings)
    const { transfers } = await takeBooks(url)
    return { answers: answers.join('\n'), root, rows: transfers.map(rowText).join('\n') }
  })
}

function playInMemory(seed: number) {
  const memory = new MemoryLedger()
  const answers: string[] = []
  const times = new Map<Uuid, Micros>()
  let nowMs = START_MS
  for (const { waitMs, questions } of stepsOf(seed)) {
    nowMs += waitMs
    const now = micros(BigInt(nowMs) * 1000n)
    const { outcomes, changes } = memory.post(questions.map(requestOf), now)
    for (const { id } of changes.transfers) times.set(id, changes.at)
    answers.push(...outcomes.map((outcome) => answerText({ kind: 'outcome', outcome })))
  }
  const rows = [...memory.transfers.values()].map((one) =>
    rowText(transferRow(one, times.get(one.id) ?? 0n)),
  )
  return { answers: answers.join('\n'), rows: rows.join('\n') }
}

function answerText(answer: Answer): string {
  if (answer.kind !== 'outcome') return rowText(answer)
  const { accounts, transfers, states, recordedAt } = answer.outcome
  const statuses = [...accounts, ...transfers].map(({ id, status }) => `${id} ${status}`)
  const shown = [...states.values()].map((one) => `${one.id} ${countersText(one)} ${one.version}`)
  return [...statuses, ...shown, recordedAt.getTime()].join(' ')
}

async function withService<Result>(
  { cluster, root, prepare }: Simulation,
  work: (service: ServiceProcess, url: string) => Promise<Result>,
): Promise<Result> {
  const url = await cluster.createDatabase()
  await prepare?.(url)
  const clock = { clock: 'frozen', clockMs: START_MS } as const
  const options = { url, ...clock, queueMax: 20_000, settings: {}, seals: false }
  const service = await startServiceProcess(options, root)
  try {
    return await work(service, url)
  } finally {
    await service.close()
  }
}

/** 32: a transfer and its reversal move nothing; a reservation or a closing and its release, or its lapse, change nothing. */
async function checkAlgebra(service: ServiceProcess, seed: number, findings: Findings) {
  const workload = new Workload(seed)
  for (const question of workload.opening()) await service.ask(question)
  const ids = [CAST.funds, CAST.shop, CAST.walletFirst].map((index) => workload.account(index))
  const [funds, shop, wallet] = ids
  if (funds === undefined || shop === undefined || wallet === undefined) return
  let count = 0
  const between = (debitAccountId: Uuid, creditAccountId: Uuid, amount: bigint) => {
    count += 1
    const id = idOf('transfer', 3_000_000 + count, seed)
    const unit = 'EUR' as never
    return { id, debitAccountId, creditAccountId, amount, unit, code: 1, flags: [] as const }
  }
  const before = await statesOf(service, ids)
  const there = between(wallet, shop, 17n)
  const back = between(shop, wallet, 17n)
  await post(service, [there, { ...back, reversal: { of: there.id, reason: 'other' } }])
  const after = await statesOf(service, ids)
  const isBack = before.every((one, at) => netOf(one) === netOf(after[at]))
  findings.expect(
    32,
    isBack,
    () => `there and back leaves ${after.map(netOf)}, not ${before.map(netOf)}`,
  )
  for (const way of ['void', 'lapse', 'void', 'lapse'] as const) {
    const start = await statesOf(service, ids)
    count += 1
    // Every other time it also closes the account that it reserves on.
    const flags = count % 2 === 0 ? (['pending', 'closing_debit'] as const) : (['pending'] as const)
    const reserved = { ...between(wallet, shop, 13n), flags }
    await post(service, [way === 'lapse' ? { ...reserved, timeoutSeconds: 1 } : reserved])
    if (way === 'lapse') service.setClock(service.clockMs + 2000)
    else {
      const released = { ...between(wallet, shop, 0n), flags: ['void_pending'] as const }
      await post(service, [{ ...released, pendingId: reserved.id }])
    }
    const end = await statesOf(service, ids)
    const isSame = start.every((one, at) => text(one) === text(end[at]))
    findings.expect(32, isSame, () => `after a ${way}: ${end.map(text)}, not ${start.map(text)}`)
  }
}

function post(service: ServiceProcess, transfers: PostQuestion['transfers']) {
  return service.ask({ kind: 'post', accounts: [], transfers, rawOnly: false })
}

async function statesOf(service: ServiceProcess, ids: readonly Uuid[]) {
  const answer = await service.ask({ kind: 'accounts', ids })
  const states = answer?.kind === 'states' ? answer.states : []
  return ids.map((id) => states.find((state) => state.id === id))
}

function netOf(state: AccountState | undefined): string {
  if (state === undefined) return 'nothing'
  const { creditsPosted, debitsPosted, debitsPending, creditsPending } = state
  return `${creditsPosted - debitsPosted} ${debitsPending} ${creditsPending}`
}

function text(state: AccountState | undefined): string {
  return state === undefined ? 'nothing' : countersText(state)
}

/** 33: shares sum to the whole, and none is a minor unit or more from its exact part. */
async function checkShares(service: ServiceProcess, seed: number, findings: Findings) {
  const random = new Random(seed, 6)
  for (let times = 0; times < SHARES; times += 1) {
    const total = BigInt(random.below(random.pick([3, 100, 1_000_000])))
    const weights = Array.from({ length: random.between(1, 7) }, () => BigInt(random.below(9)))
    weights[0] = (weights[0] ?? 0n) + 1n
    const answer = await service.ask({ kind: 'allocate', total, weights })
    const parts = answer?.kind === 'amounts' ? answer.amounts : []
    const whole = weights.reduce((sum, weight) => sum + weight, 0n)
    const sum = parts.reduce((all, part) => all + part, 0n)
    const isNear = weights.every((weight, at) => {
      const error = (parts[at] ?? 0n) * whole - total * weight
      return error < whole && error > -whole
    })
    const message = () => `${total} by ${weights.join(':')} is ${parts.join(' + ')}`
    findings.expect(33, sum === total && isNear && parts.length === weights.length, message)
  }
}
