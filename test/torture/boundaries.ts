import { takeBooks } from './audit.ts'
import { CAST } from './cast.ts'
import type { Findings } from './findings.ts'
import { idOf } from './ids.ts'
import type { Answer, PostQuestion } from './protocol.ts'
import { Random } from './random.ts'
import { type ServiceProcess, startServiceProcess } from './service.ts'
import type { Simulation } from './simulation.ts'
import { type Side, startWire, type TortureWire } from './wire.ts'
import { Workload } from './workload.ts'

export interface Sweep extends Simulation {
  /** At how many boundaries the service is killed, and at how many the server; at the others the connection breaks. */
  readonly kills?: { readonly service: number; readonly server: number }
}

export interface Swept {
  /** How many messages a batch is, by the side that sends them. */
  readonly messages: Readonly<Record<Side, number>>
}

const MESSAGES_MAX = 500
const TRIES_MAX = 40

/**
 * 35: one batch after another, each broken off in front of another message, from the first to the last, in both
 * directions: what was asked must be there once, with its companion's row, and the caller told so.
 */
export async function sweepBoundaries(sweep: Sweep, findings: Findings): Promise<Swept> {
  const url = await sweep.cluster.createDatabase()
  await sweep.prepare?.(url)
  const wire = await startWire(sweep.cluster.port)
  const dock = new Dock(sweep, url, wire)
  try {
    await dock.start()
    const workload = new Workload(sweep.seed)
    for (const question of workload.opening()) await dock.service.ask(question)
    const messages = { client: 0, server: 0 }
    for (const side of ['client', 'server'] as const) {
      messages[side] = await sweepSide(dock, side, findings)
    }
    await killAtSome(dock, messages, findings)
    await dock.checkRows(findings)
    return { messages }
  } finally {
    await dock.stop()
  }
}

/** @returns in front of how many messages the connection was broken */
async function sweepSide(dock: Dock, side: Side, findings: Findings): Promise<number> {
  for (let messages = 1; messages <= MESSAGES_MAX; messages += 1) {
    dock.wire.cut({ side, messages })
    const question = dock.question()
    const answer = await dock.service.ask(question)
    const isOver = dock.wire.isArmed()
    const isCreated = statusesOf(answer).every((status) => status === 'created')
    const where = () => `broken in front of message ${messages} of the ${side}`
    findings.expect(35, isCreated, () => `${where()}: the only caller was told ${told(answer)}`)
    if (isOver) {
      dock.wire.disarm()
      return messages - 1
    }
  }
  findings.add(35, `a batch of the ${side} has more than ${MESSAGES_MAX} messages`)
  return MESSAGES_MAX
}

/** Kills the service, or the server, in front of some messages, and asks again. */
async function killAtSome(dock: Dock, counts: Swept['messages'], findings: Findings) {
  const { kills = { service: 0, server: 0 }, seed, cluster } = dock.sweep
  const random = new Random(seed, 9)
  const whom = [
    ...Array.from({ length: kills.service }, () => 'service' as const),
    ...Array.from({ length: kills.server }, () => 'server' as const),
  ]
  for (const victim of whom) {
    const side = random.pick<Side>(['client', 'server'])
    const messages = random.between(1, counts[side])
    let killed: Promise<void> = Promise.resolve()
    const meanwhile = () => {
      killed = victim === 'service' ? dock.service.kill() : cluster.killAndRestart()
    }
    dock.wire.cut({ side, messages, meanwhile })
    const question = dock.question()
    const first = await dock.service.ask(question)
    if (dock.wire.isArmed()) {
      // A batch can be a message shorter than the one that was counted: then it dies behind the last.
      dock.wire.disarm()
      meanwhile()
    }
    await killed
    if (victim === 'service') await dock.start()
    const answer = await dock.askUntilAnswered(question)
    const statuses = new Set(statusesOf(answer))
    const isOne = statuses.size === 1 && (statuses.has('created') || statuses.has('exists'))
    const isKept = !statusesOf(first).includes('created') || statuses.has('exists')
    const where = `${victim} killed in front of message ${messages} of the ${side}`
    findings.expect(
      35,
      isOne && isKept,
      () => `${where}: told ${told(first)}, then ${told(answer)}`,
    )
  }
}

/** One service behind one wire, and everything that was asked of it. */
class Dock {
  readonly sweep: Sweep
  readonly wire: TortureWire
  readonly #url: string
  readonly #asked: PostQuestion[] = []
  #service: ServiceProcess | undefined

  constructor(sweep: Sweep, url: string, wire: TortureWire) {
    this.sweep = sweep
    this.wire = wire
    this.#url = url
  }

  get service(): ServiceProcess {
    if (this.#service === undefined) throw new Error('the service was not started')
    return this.#service
  }

  async start(): Promise<void> {
    const through = new URL(this.#url)
    through.port = String(this.wire.port)
    const clock = { clock: 'database', clockMs: 0 } as const
    const options = { url: through.href, ...clock, queueMax: 1000, settings: {}, seals: false }
    this.#service = await startServiceProcess(options, this.sweep.root)
  }

  async stop(): Promise<void> {
    await this.#service?.kill()
    await this.wire.close()
  }

  /** A journal that opens an account, moves and reserves, with a row of a companion. */
  question(): PostQuestion {
    const { seed } = this.sweep
    const workload = new Workload(seed)
    const [funds, shop, wallet] = [CAST.funds, CAST.shop, CAST.walletFirst].map((index) =>
      workload.account(index),
    )
    const at = 5_000_000 + 3 * this.#asked.length
    const shared = { amount: 1n, unit: 'EUR' as never, code: 1, debitAccountId: funds as never }
    const transfers: PostQuestion['transfers'] = [
      {
        ...shared,
        id: idOf('transfer', at, seed),
        creditAccountId: shop as never,
        flags: ['linked'],
      },
      {
        ...shared,
        id: idOf('transfer', at + 1, seed),
        creditAccountId: wallet as never,
        flags: ['linked'],
      },
      {
        ...shared,
        id: idOf('transfer', at + 2, seed),
        creditAccountId: shop as never,
        flags: ['pending'],
      },
    ]
    const account = {
      id: idOf('account', at, seed),
      unit: 'EUR' as never,
      code: 1,
      flags: [],
      origin: 'raw',
    } as const
    const question = {
      kind: 'post',
      accounts: [account],
      transfers,
      rawOnly: false,
      companion: 'writes',
    } as const
    this.#asked.push(question)
    return question
  }

  async askUntilAnswered(question: PostQuestion): Promise<Answer | undefined> {
    let answer: Answer | undefined
    for (let tries = 0; tries < TRIES_MAX; tries += 1) {
      answer = await this.service.ask(question)
      if (answer?.kind === 'outcome') break
    }
    return answer
  }

  /** Everything that was asked is there once and whole, its companion with it, and nothing else. */
  async checkRows(findings: Findings): Promise<void> {
    const { accounts, transfers, companions } = await takeBooks(this.#url)
    const opened = new Set(accounts.map(({ id }) => id as string))
    for (const { id } of this.#asked.flatMap((question) => question.accounts)) {
      findings.expect(35, opened.has(id), () => `the account ${id} is not there`)
    }
    const ids = new Set(transfers.map(({ id }) => id as string))
    const asked = this.#asked.flatMap((question) => question.transfers.map(({ id }) => id))
    for (const id of asked) findings.expect(35, ids.has(id), () => `${id} is not there`)
    const opening = new Workload(this.sweep.seed).opening().flatMap((one) => one.transfers)
    const right = asked.length + opening.length
    findings.expect(35, transfers.length === right, () => `${transfers.length} rows, not ${right}`)
    for (const { transfers: own } of this.#asked) {
      const has = companions.has(own[0]?.id ?? '')
      findings.expect(35, has, () => `the companion of ${own[0]?.id} is not there`)
    }
    findings.expect(35, companions.size === this.#asked.length, () => 'companions of nobody')
  }
}

function statusesOf(answer: Answer | undefined): readonly string[] {
  if (answer?.kind !== 'outcome') return []
  return [...answer.outcome.accounts, ...answer.outcome.transfers].map(({ status }) => status)
}

function told(answer: Answer | undefined): string {
  if (answer?.kind === 'outcome') return statusesOf(answer).join(' ')
  if (answer?.kind === 'error') return answer.text
  return answer?.kind === 'refused' ? answer.code : 'nothing'
}
