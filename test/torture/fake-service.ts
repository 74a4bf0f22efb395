import { ACCOUNT_FLAGS } from '../../src/ledger/core/account.ts'
import { flagBits } from '../../src/ledger/core/flags.ts'
import { type Micros, micros } from '../../src/ledger/core/instant.ts'
import { MemoryLedger } from '../../src/ledger/core/memory.ts'
import { withoutLapsed } from '../ledger/memory-books.ts'
import type { Books } from './books.ts'
import { History, type PostOperation } from './history.ts'
import type { PostQuestion } from './protocol.ts'
import { Random } from './random.ts'
import { failureRow, pendingRow, requestOf, transferRow } from './rows.ts'
import { Workload } from './workload.ts'

/** What a perfect service with two queues would have done and told: for tests of the auditor, which must believe it. */
export interface FakeRun {
  readonly workload: Workload
  readonly history: History
  readonly books: Books
}

const START = 1_800_000_000_000_000n
const ROUNDS = 120

/** Posts batches of either queue in turn, with a clock that moves a few hundred milliseconds each time. */
export function fakeRun(seed: number): FakeRun {
  const workload = new Workload(seed)
  const random = new Random(seed, 11)
  const history = new History()
  const memory = new MemoryLedger()
  const times = new Map<string, Micros>()
  let now = START
  const commit = (questions: readonly PostQuestion[], incarnation: number) => {
    now += BigInt(random.below(400)) * 1000n
    const nowMs = Number(now / 1000n)
    const asked = questions.map(
      (question) => history.asked(question, incarnation, nowMs) as PostOperation,
    )
    const { outcomes, changes } = memory.post(questions.map(requestOf), micros(now))
    for (const { id } of [...changes.transfers, ...changes.accountsOpened]) {
      times.set(id, changes.at)
    }
    for (const [index, operation] of asked.entries()) {
      const outcome = outcomes[index]
      if (outcome !== undefined) history.answered(operation, { kind: 'outcome', outcome }, nowMs)
    }
  }
  for (const question of workload.opening()) commit([question], 1)
  for (let round = 0; round < ROUNDS; round += 1) {
    const questions = Array.from({ length: random.between(1, 8) }, () => workload.next())
    const incarnation = random.between(1, 2)
    commit(
      questions.flatMap((one) => (one.kind === 'post' ? [withoutCompanion(one)] : [])),
      incarnation,
    )
    const ids = [1, 2, 0].map((index) => workload.account(index))
    const read = history.asked({ kind: 'accounts', ids }, incarnation, Number(now / 1000n))
    const states = ids.flatMap((id) => withoutLapsed(memory, id, now) ?? [])
    history.answered(read, { kind: 'states', states }, Number(now / 1000n))
  }
  return { workload, history, books: booksOf(memory, times) }
}

function withoutCompanion({ companion: _, ...question }: PostQuestion): PostQuestion {
  return question
}

function booksOf(memory: MemoryLedger, times: ReadonlyMap<string, Micros>): Books {
  const accounts = [...memory.accounts.values()].map((account) => ({
    ...account,
    flags: flagBits(ACCOUNT_FLAGS, account.flags),
    reference128: account.reference128 ?? null,
    reference64: account.reference64 ?? null,
    colour: account.colour ?? null,
    area: account.area ?? null,
    closedBy: account.closedBy ?? null,
    at: times.get(account.id) ?? 0n,
  }))
  return {
    accounts: accounts.sort((a, b) => (a.id < b.id ? -1 : 1)),
    transfers: [...memory.transfers.values()].map((one) =>
      transferRow(one, times.get(one.id) ?? 0n),
    ),
    pendings: [...memory.pendings.values()].map(pendingRow),
    failures: [...memory.failures.values()].map(failureRow),
    head: {
      lastPosition: memory.lastPosition,
      lastAt: memory.lastAt,
      lastAccount: memory.lastAccount,
    },
    companions: new Set(),
  }
}
