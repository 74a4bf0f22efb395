import type { AccountRow, Books, FailureRow, TransferRow } from './books.ts'
import type { Findings } from './findings.ts'
import { describe, type History, isPost, isUnknown, type PostOperation } from './history.ts'

/** What one commit left in the tables: all of it has one time, and no other commit has it. */
export interface BatchRows {
  readonly at: bigint
  readonly transfers: TransferRow[]
  readonly accounts: AccountRow[]
  readonly failures: FailureRow[]
}

/** The commits of the log, in order. */
export function batchesOf(books: Books): readonly BatchRows[] {
  const batches = new Map<bigint, BatchRows>()
  const of = (at: bigint): BatchRows => {
    const known = batches.get(at)
    if (known !== undefined) return known
    const fresh: BatchRows = { at, transfers: [], accounts: [], failures: [] }
    batches.set(at, fresh)
    return fresh
  }
  for (const row of books.transfers) of(row.at).transfers.push(row)
  for (const row of books.accounts) of(row.at).accounts.push(row)
  for (const row of books.failures) of(row.at).failures.push(row)
  return [...batches.values()].sort((a, b) => (a.at < b.at ? -1 : 1))
}

/** Who may have written a row: the one who was told so, or those who were told nothing. */
export class Owners {
  readonly #transfers = new Map<string, PostOperation[]>()
  readonly #accounts = new Map<string, PostOperation[]>()
  readonly #findings: Findings

  constructor(history: History, findings: Findings) {
    this.#findings = findings
    for (const operation of history.operations) {
      if (!isPost(operation)) continue
      const { accounts, transfers } = operation.question
      for (const id of new Set(transfers.map((one) => one.id))) add(this.#transfers, id, operation)
      for (const id of new Set(accounts.map((one) => one.id))) add(this.#accounts, id, operation)
    }
  }

  /** Everybody who asked for a transfer with this id. */
  askedFor(id: string): readonly PostOperation[] {
    return this.#transfers.get(id) ?? []
  }

  ofTransfer({ id }: TransferRow): readonly PostOperation[] {
    return this.#told(this.askedFor(id), `the transfer ${id}`, (one) =>
      one.transfers.some((found) => found.id === id && found.status === 'created'),
    )
  }

  ofAccount({ id }: AccountRow): readonly PostOperation[] {
    return this.#told(this.#accounts.get(id) ?? [], `the account ${id}`, (one) =>
      one.accounts.some((found) => found.id === id && found.status === 'created'),
    )
  }

  /** A failure that is not a passing one is told again to whoever asks again: the first of them recorded it. */
  ofFailure({ id, status, at }: FailureRow): readonly PostOperation[] {
    const told = this.askedFor(id).filter(
      ({ answer }) =>
        answer?.kind === 'outcome' &&
        BigInt(answer.outcome.recordedAt.getTime()) === at / 1000n &&
        answer.outcome.transfers.some((found) => found.id === id && found.status === status),
    )
    return told.length > 0 ? told : this.askedFor(id).filter(isUnknown)
  }

  #told(
    asked: readonly PostOperation[],
    what: string,
    isTold: (outcome: Outcome) => boolean,
  ): readonly PostOperation[] {
    const told = asked.filter(({ answer }) => answer?.kind === 'outcome' && isTold(answer.outcome))
    if (told.length > 1) {
      this.#findings.add(13, `${what} was created for ${told.map(describe).join(' and for ')}`)
    }
    if (told.length > 0) return told
    const unknown = asked.filter(isUnknown)
    if (unknown.length === 0) {
      const those = asked.length === 0 ? 'nobody asked for it' : asked.map(toldOf).join('; ')
      this.#findings.add(6, `${what} is there, and no caller was told so: ${those}`)
    }
    return unknown
  }
}

function toldOf(operation: PostOperation): string {
  const { answer } = operation
  const told = answer?.kind === 'outcome' ? answer.outcome.transfers : []
  return `${describe(operation)} told ${told.map(({ status }) => status).join(', ') || 'nothing'}`
}

type Outcome = Extract<
  NonNullable<PostOperation['answer']>,
  { readonly kind: 'outcome' }
>['outcome']

function add(map: Map<string, PostOperation[]>, id: string, operation: PostOperation): void {
  const known = map.get(id)
  if (known === undefined) map.set(id, [operation])
  else known.push(operation)
}
