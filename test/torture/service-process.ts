import { createSigningKeys } from '../../src/access/keys.ts'
import { connect, type Database } from '../../src/db/client.ts'
import { AssertionFailed } from '../../src/kernel/assert.ts'
import { DomainError } from '../../src/kernel/errors.ts'
import { allocate } from '../../src/kernel/money.ts'
import { writeBook } from '../../src/ledger/book.ts'
import type { LedgerChanges } from '../../src/ledger/core/apply.ts'
import { micros } from '../../src/ledger/core/instant.ts'
import { BUNDLE_TYPE, TREE_HEAD_TYPE } from '../../src/ledger/core/proof/head.ts'
import type { BalanceLine } from '../../src/ledger/core/reading.ts'
import { isConnectionFailure } from '../../src/ledger/failure.ts'
import type { CompanionWrite, PostingOutcome } from '../../src/ledger/posting.ts'
import { writeBundle } from '../../src/ledger/proof/bundle.ts'
import { keepSealing } from '../../src/ledger/proof/keep-sealing.ts'
import { RecentLeaves } from '../../src/ledger/proof/recent-leaves.ts'
import { createProofs } from '../../src/ledger/proof/service.ts'
import { createBookReader } from '../../src/ledger/reading.ts'
import { createLedger } from '../../src/ledger/service.ts'
import { systemRuntime as runtime } from '../../src/runtime.ts'
import type {
  Answer,
  FromService,
  Inspection,
  OpenOptions,
  PostQuestion,
  Question,
  ToService,
} from './protocol.ts'

/*
 * A service in a process of its own, which the torture may kill: the books as `createLedger` opens them, asked over the
 * channel of the parent. It imports of the project only `src`, so that it can run from a changed copy of it.
 */

const SECRET = 'only for torture, thirty-two characters'

let clockMs = 0
let opened: ReturnType<typeof open> | undefined

function say(message: FromService): void {
  // A parent that is gone hears nothing, and the child ends with it.
  process.send?.(message, () => {})
}

function open(options: OpenOptions) {
  clockMs = options.clockMs
  const pool = connect(options.url, { poolSize: 4, applicationName: 'torture' })
  const db: Database = {
    ...pool,
    dedicate: (own) =>
      pool.dedicate({ ...own, settings: { ...own.settings, ...options.settings } }),
  }
  const clock = options.clock === 'frozen' ? () => clockMs : () => runtime.now() + clockMs
  const now = options.clock === 'database' ? {} : { now: clock }
  const recent = new RecentLeaves()
  const onCommitted = (changes: LedgerChanges) => recent.keep(changes)
  const ledger = createLedger({ db, runtime, ...now, queueMax: options.queueMax, onCommitted })
  const keys = createSigningKeys({ db, runtime, secret: SECRET })
  const proofs = createProofs({
    db,
    recent,
    publicKeys: () => keys.treeKeys(),
    sign: (claims) => keys.signToken('tree', TREE_HEAD_TYPE, { ...claims }),
    ...(options.clock === 'frozen' ? { now: clock } : {}),
  })
  const sealing = options.seals
    ? keepSealing(proofs, (error) => {
        if (error instanceof AssertionFailed) say({ kind: 'fault', text: `sealing: ${error}` })
      })
    : { stop: async () => {} }
  const reader = createBookReader({ db, ...now })
  return { db, ledger, keys, proofs, reader, sealing }
}

type Service = ReturnType<typeof open>

async function post({ ledger }: Service, question: PostQuestion): Promise<Answer> {
  const { accounts, transfers, rawOnly, companion } = question
  const outcome = await ledger.post(
    {
      accounts,
      transfers,
      ...(companion === undefined ? {} : { companion: companionOf(companion) }),
    },
    { rawOnly },
  )
  return { kind: 'outcome', outcome }
}

/** A row under the id of the first transfer where that was created; or a statement that fails. */
function companionOf(kind: 'writes' | 'fails') {
  return ({ transfers: [first] }: PostingOutcome): CompanionWrite | undefined => {
    if (first?.status !== 'created') return undefined
    const times = kind === 'writes' ? 1 : 2
    return (tx) =>
      Array.from(
        { length: times },
        () => tx`INSERT INTO territory VALUES (${first.id}, 'torture', 'province')`,
      )
  }
}

async function answer(service: Service, question: Question | Inspection): Promise<Answer> {
  const { ledger } = service
  switch (question.kind) {
    case 'post':
      return post(service, question)
    case 'accounts': {
      const states = await ledger.findAccounts(question.ids)
      return { kind: 'states', states: [...states.values()] }
    }
    case 'transfer': {
      const found = await ledger.findTransfer(question.id)
      return { kind: 'transfers', transfers: found === undefined ? [] : [found] }
    }
    case 'statement': {
      const { id, limit, afterPosition } = question
      const transfers = await ledger.listAccountTransfers(id, { limit, afterPosition })
      return { kind: 'transfers', transfers }
    }
    case 'trial': {
      const units = await ledger.trialBalance()
      return { kind: 'states', states: units.flatMap(({ accounts }) => accounts) }
    }
    case 'expire':
      return { kind: 'count', count: await ledger.expireDue() }
    default:
      return inspect(service, question)
  }
}

async function inspect(service: Service, question: Inspection): Promise<Answer> {
  const { db, keys, proofs, reader } = service
  switch (question.kind) {
    case 'head': {
      const { jws, size, root } = await proofs.head()
      return { kind: 'head', jws, size, root }
    }
    case 'book': {
      let text = ''
      await writeBook(db, question.format, async (lines) => {
        text += lines
      })
      return { kind: 'text', text }
    }
    case 'balances': {
      const { before, by } = question
      const moment = await reader.moment(before === undefined ? undefined : micros(before), by)
      const lines: BalanceLine[] = []
      for await (const page of reader.allBalances(moment)) lines.push(...page)
      return { kind: 'balances', lines }
    }
    case 'bundle': {
      const sign = (claims: object) => keys.signToken('tree', BUNDLE_TYPE, { ...claims })
      await proofs.snapshot((book) => writeBundle(question.folder, book, sign))
      return { kind: 'text', text: question.folder }
    }
    case 'allocate':
      return { kind: 'amounts', amounts: allocate(question.total, question.weights) }
  }
}

/** What the caller of a question would be told. */
function failureOf(error: unknown, isPost: boolean): Answer {
  if (error instanceof DomainError) return { kind: 'refused', code: error.code }
  // Of reads, the frame says that the database is away; the lane has its own name for it.
  if (!isPost && isConnectionFailure(error)) return { kind: 'refused', code: 'service_unavailable' }
  if (isOurCompanion(error)) return { kind: 'refused', code: 'companion_failed' }
  const code = error instanceof Error && 'code' in error ? ` [${String(error.code)}]` : ''
  return { kind: 'error', text: `${String(error)}${code}` }
}

function isOurCompanion(error: unknown): boolean {
  return error instanceof Error && 'table_name' in error && error.table_name === 'territory'
}

function hear(message: ToService): void {
  switch (message.kind) {
    case 'open':
      opened = open(message.options)
      say({ kind: 'ready' })
      return
    case 'clock':
      clockMs = message.clockMs
      return
    case 'ask': {
      const { number, question } = message
      ask(question).then((found) => say({ kind: 'answer', number, answer: found }))
      return
    }
    case 'together': {
      const { number, questions } = message
      Promise.all(questions.map(ask)).then((answers) => say({ kind: 'answers', number, answers }))
      return
    }
    case 'close':
      close()
  }
}

async function ask(question: Question | Inspection): Promise<Answer> {
  try {
    if (opened === undefined) throw new Error('the service was asked before it was opened')
    return await answer(opened, question)
  } catch (error) {
    return failureOf(error, question.kind === 'post')
  }
}

async function close(): Promise<void> {
  const service = opened
  await service?.sealing.stop()
  await service?.ledger.close()
  await service?.db.close()
  process.disconnect?.()
}

process.on('message', hear)
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
