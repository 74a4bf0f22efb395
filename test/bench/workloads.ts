import type { Uuid } from '../../src/kernel/ids.ts'
import type { Unit } from '../../src/kernel/money.ts'
import type { NewTransfer } from '../../src/ledger/core/transfer.ts'
import type { Ledger } from '../../src/ledger/service.ts'
import { systemRuntime } from '../../src/runtime.ts'
import type { HttpClient } from './http-client.ts'
import { type Measured, measure } from './measure.ts'

/** One line of the table: what is sent, by how many callers. */
export interface Workload {
  readonly title: string
  readonly run: (seconds: number) => Promise<Measured>
}

const UNIT = 'BENCH' as Unit
const ACCOUNTS = 10_000

/** Opens the accounts that all workloads use. */
export async function openAccounts(ledger: Ledger): Promise<readonly Uuid[]> {
  const ids = Array.from({ length: ACCOUNTS }, () => systemRuntime.newId())
  for (let start = 0; start < ids.length; start += 1000) {
    const accounts = ids
      .slice(start, start + 1000)
      .map((id) => ({ id, unit: UNIT, code: 1, flags: [], origin: 'raw' as const }))
    await ledger.post({ accounts, transfers: [] })
  }
  return ids
}

/** Through the ledger's service, in this process. */
export function storeWorkloads(ledger: Ledger, accounts: readonly Uuid[]): Workload[] {
  const send = (count: number, pick: Picker) => async () => {
    const transfers = Array.from({ length: count }, () => newTransfer(pick))
    const outcome = await ledger.post({ transfers })
    return created(outcome.transfers)
  }
  const spread = spreadOver(accounts)
  const hot = hotAmong(accounts)
  const line = (title: string, callers: number, count: number, pick: Picker): Workload => ({
    title,
    run: (seconds) => measure({ callers, seconds, send: send(count, pick) }),
  })
  return [
    ...[1, 10, 100, 1000].map((count) => line(`store, batches of ${count}`, 1, count, spread)),
    ...[64, 1024].map((callers) =>
      line(`store, ${callers} requests in flight`, callers, 1, spread),
    ),
    line('store, 1024 in flight, one hot account', 1024, 1, hot),
  ]
}

/** Through HTTP, against the service in a process of its own. */
export function httpWorkloads(client: HttpClient, accounts: readonly Uuid[]): Workload[] {
  const pick = spreadOver(accounts)
  const send = (count: number) => async () => {
    const transfers = Array.from({ length: count }, () => {
      const { amount, ...transfer } = newTransfer(pick)
      return { ...transfer, amount: amount.toString() }
    })
    const answer = await client.post('/api/v1/ledger/transfers', JSON.stringify({ transfers }))
    return created(JSON.parse(answer).results)
  }
  return [1, 100].map((count) => ({
    title: `HTTP, 64 connections, ${count} a request`,
    run: (seconds) => measure({ callers: 64, seconds, send: send(count) }),
  }))
}

type Picker = () => readonly [Uuid, Uuid]

function newTransfer(pick: Picker): NewTransfer {
  const [debitAccountId, creditAccountId] = pick()
  const id = systemRuntime.newId()
  return { id, debitAccountId, creditAccountId, amount: 1n, unit: UNIT, code: 1, flags: [] }
}

function created(results: readonly { readonly status: string }[]): number {
  const count = results.filter(({ status }) => status === 'created').length
  if (count < results.length) throw new Error(`a transfer was ${results[0]?.status}`)
  return count
}

/** Two accounts of all, each as likely as any other; the same in every run. */
function spreadOver(accounts: readonly Uuid[]): Picker {
  const next = numbers(1)
  return () => {
    const from = next() % accounts.length
    const to = (from + 1 + (next() % (accounts.length - 1))) % accounts.length
    return [at(accounts, from), at(accounts, to)]
  }
}

/** All credits go to the first account. */
function hotAmong(accounts: readonly Uuid[]): Picker {
  const next = numbers(2)
  return () => [at(accounts, 1 + (next() % (accounts.length - 1))), at(accounts, 0)]
}

function at(accounts: readonly Uuid[], index: number): Uuid {
  const id = accounts[index]
  if (id === undefined) throw new RangeError('no such account')
  return id
}

/** A linear congruential generator: Numerical Recipes, third edition, section 7.1. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state >>> 8
  }
}
