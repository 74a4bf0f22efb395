import { assert } from '../kernel/assert.ts'
import { romeDay } from '../kernel/days.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import { settle } from '../kernel/settling.ts'
import { runInSlices, type Steps } from '../kernel/steps.ts'
import { TRANSFER_CODES } from '../ledger/core/chart.ts'
import type { ClearingDeps } from './clearing-deps.ts'
import * as store from './clearing-store.ts'
import { clearing, type Obligation } from './core/clearing.ts'
import { type CreditAccount, type CreditStep, settling } from './core/credit-settlement.ts'
import type { Move, Purse } from './core/deed.ts'
import { named, walletIdOf } from './identity.ts'
import { readPursesOf } from './opening.ts'
import type { PaymentRow } from './payment-store.ts'
import { currencyBusy, digestOf } from './payments.ts'
import { boundsOf, postDeed } from './posting.ts'

/** The job that reckons and settles runs of clearing: every minute, and when one was filed or approved. */
export const CLEARING_JOB = 'currency.clear'

/** So many payments are one journal. */
const CHUNK = 100

/**
 * Does what is due of a run: finds out what can be netted, or settles the rest of what was approved. May be broken off at any
 * point, and done by several at once: what was netted is written in one commit, what was paid in that of its transfers.
 *
 * @returns how many invoices were netted or payments made
 */
export async function workOn(deps: ClearingDeps, runId: Uuid): Promise<number> {
  const run = await store.selectRun(deps.db.sql, runId)
  if (run?.state === 'queued') return reckon(deps, run)
  return run?.state === 'approved' ? settleRun(deps, run) : 0
}

/** Works on all runs that wait for it. */
export async function workOnDue(deps: ClearingDeps): Promise<number> {
  let done = 0
  for (const id of await store.listDue(deps.db.sql)) done += await workOn(deps, id)
  return done
}

/** The approval that decides on a run. */
export function clearingApprovalId(runId: Uuid): Uuid {
  return named(`approval clearing ${runId}`)
}

/** So long, in milliseconds, a large run keeps its process from answering others. */
const SLICE_MS = 20

function inSlices<T>({ runtime }: Pick<ClearingDeps, 'runtime'>, steps: Steps<T>): Promise<T> {
  const rest = () => new Promise(setImmediate)
  return runInSlices(steps, { now: () => runtime.now(), sliceMs: SLICE_MS, rest })
}

/** Invoices as the functions that net them have them. */
interface Book {
  readonly invoices: readonly store.RunInvoice[]
  readonly members: readonly string[]
  readonly obligations: readonly Obligation[]
}

function bookOf(invoices: readonly store.RunInvoice[]): Book {
  const places = new Map<string, number>()
  const placeOf = (id: string) => {
    const place = places.get(id) ?? places.size
    places.set(id, place)
    return place
  }
  const obligations = invoices.map(({ debtorId, creditorId, amount }) => ({
    debtor: placeOf(debtorId),
    creditor: placeOf(creditorId),
    amount: Number(amount),
  }))
  return { invoices, members: [...places.keys()], obligations }
}

async function reckon(deps: ClearingDeps, run: store.ClearingRun): Promise<number> {
  const { db, runtime, approvals } = deps
  const book = bookOf(await store.selectInvoices(db.sql, run.id))
  const netted = await inSlices(deps, clearing(book.members.length, book.obligations))
  const open = Float64Array.from(book.obligations, ({ amount }, index) => {
    return amount - (netted.cleared[index] ?? 0)
  })
  const accounts = accountsOf(await pursesOf(deps, run, book))
  const { paid } = await inSlices(deps, settling(accounts, book.obligations, open))
  const foreseen = BigInt(paid.reduce((sum, one) => sum + one, 0))
  const cleared = book.invoices.flatMap(({ part, line }, index) => {
    const amount = BigInt(netted.cleared[index] ?? 0)
    return amount === 0n ? [] : [{ part, line, amount }]
  })
  const done = await db.sql.begin(async (tx) => {
    const at = new Date(runtime.now())
    if (!(await store.markReckoned(tx, run.id, { at, foreseen, cleared }))) return false
    await approvals.prepareIn(tx, {
      ...{ id: clearingApprovalId(run.id), kind: 'clearing', subjectId: run.id },
      ...{ contactPointIds: [], preparedBy: { id: run.preparedBy } },
      summary: summaryOf(run, { cleared: BigInt(netted.clearedTotal), foreseen }),
    })
    return true
  })
  return done ? cleared.length : 0
}

function summaryOf(
  { instrumentId, invoices, members, total, unit }: store.ClearingRun,
  { cleared, foreseen }: { readonly cleared: Minor; readonly foreseen: Minor },
): Record<string, string> {
  return {
    ...{ instrumentId, unit, count: `${invoices}`, members: `${members}` },
    ...{ total: `${total}`, cleared: `${cleared}`, amount: `${foreseen}` },
  }
}

/** Pays of what is left as much as lines of credit allow, in journals of {@link CHUNK} payments. */
async function settleRun(deps: ClearingDeps, run: store.ClearingRun): Promise<number> {
  let payments = 0
  await settle(async () => {
    const book = bookOf(await store.selectInvoices(deps.db.sql, run.id))
    const purses = await pursesOf(deps, run, book)
    const open = Float64Array.from(book.invoices, (one) =>
      Number(one.amount - one.cleared - one.settled),
    )
    const accounts = accountsOf(purses)
    const { steps } = await inSlices(deps, settling(accounts, book.obligations, open))
    const paid = book.invoices.map(({ settled }) => settled)
    for (let at = 0; at < steps.length; at += CHUNK) {
      const lines = linesOf(steps.slice(at, at + CHUNK), book, purses, paid)
      if (!(await post(deps, run, lines))) return undefined
      for (const { index, amount } of lines) paid[index] = (paid[index] ?? 0n) + amount
      payments += lines.length
    }
    return true
  }, currencyBusy)
  await store.markSettled(deps.db.sql, run.id, new Date(deps.runtime.now()))
  return payments
}

/** A payment of an invoice, as far as one journal has it. */
interface Line {
  readonly index: number
  readonly invoice: store.RunInvoice
  readonly from: Purse
  readonly to: Purse
  readonly amount: Minor
  /** What was paid of the invoice before. */
  readonly before: Minor
}

function linesOf(
  steps: readonly CreditStep[],
  { invoices, obligations }: Book,
  purses: readonly (Purse | undefined)[],
  paid: readonly Minor[],
): readonly Line[] {
  const amounts = new Map<number, Minor>()
  for (const { index, amount } of steps) {
    amounts.set(index, (amounts.get(index) ?? 0n) + BigInt(amount))
  }
  return [...amounts].map(([index, amount]) => {
    const invoice = invoices[index]
    const from = purses[obligations[index]?.debtor ?? -1]
    const to = purses[obligations[index]?.creditor ?? -1]
    assert(invoice && from && to, 'only those who hold the instrument pay or are paid in it')
    return { index, invoice, from, to, amount, before: paid[index] ?? 0n }
  })
}

/** Whether it was posted; nothing is where somebody was faster. */
async function post(
  deps: ClearingDeps,
  run: store.ClearingRun,
  lines: readonly Line[],
): Promise<boolean> {
  const rows = lines.map((line) => ({ line, row: paymentOf(run, line) }))
  const moves = rows.map(
    ({ line: { from, to, amount }, row: { id } }): Move => ({
      from: { kind: 'wallet', purse: from },
      to: { kind: 'wallet', purse: to },
      ...{ amount, code: TRANSFER_CODES.currency_cleared, paymentId: id },
    }),
  )
  const settled = lines.map(({ invoice: { part, line }, amount }) => ({ part, line, amount }))
  const posted = await postDeed(deps, {
    ...{ day: romeDay(deps.runtime.now()), moves, payments: rows.map(({ row }) => row) },
    beside: () => (tx) => [store.addSettled(tx, run.id, settled)],
  })
  return typeof posted !== 'string'
}

/** Its id follows from what was paid before, so the same is paid once, whoever else settles the run. */
function paymentOf(
  { id: runId, instrumentId, decidedBy }: store.ClearingRun,
  { invoice: { part, line, number }, from, to, amount, before }: Line,
): Omit<PaymentRow, 'day' | 'recordedAt'> {
  const id = named(`clearing ${runId} ${part} ${line} ${before}`)
  return {
    ...{ id, instrumentId, kind: 'clearing', status: 'paid', channel: 'system', amount },
    ...{ payerId: from.wallet.id, payeeId: to.wallet.id, fee: 0n, refunded: 0n, refundOf: null },
    ...{ purchaseId: null, actorId: decidedBy, reason: number },
    requestDigest: digestOf(['clearing', runId, BigInt(part), BigInt(line), before]),
  }
}

/** What the members hold of the instrument, by their places; not of those who hold none. */
async function pursesOf(
  { db, runtime }: ClearingDeps,
  { instrumentId }: store.ClearingRun,
  { members }: Book,
): Promise<readonly (Purse | undefined)[]> {
  const ids = members.map((id) => walletIdOf(instrumentId, 'partner', id))
  const found = await readPursesOf(db, ids, romeDay(runtime.now()))
  return ids.map((id) => found.get(id))
}

/** How far each may go; whoever holds no wallet, or one that was stopped, neither pays nor is paid. */
function accountsOf(purses: readonly (Purse | undefined)[]): readonly CreditAccount[] {
  return purses.map((purse) => {
    if (purse === undefined) return { balance: 0, line: 0, room: 0 }
    const balance = Number(purse.balance)
    if (purse.wallet.stoppedAt !== null) return { balance, line: -balance, room: balance }
    const { least, most } = boundsOf(purse.wallet, purse.day)
    return { balance, line: -Number(least), room: most === undefined ? null : Number(most) }
  })
}
