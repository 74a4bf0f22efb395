import postgres from 'postgres'
import type { Tx } from '../db/client.ts'
import { assert } from '../kernel/assert.ts'
import type { AccountId, TransferId } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import { ConnectionLost, type LaneConnection } from './connection.ts'
import type { AccountState } from './core/account.ts'
import {
  applyBatch,
  type BatchDecision,
  isChange,
  type LedgerChanges,
  type LedgerRequest,
} from './core/apply.ts'
import { isDue } from './core/expiry.ts'
import type { Micros } from './core/instant.ts'
import { touchedBy } from './core/touched.ts'
import type { Transfer } from './core/transfer.ts'
import type { FailedTransfer, LedgerView, Pending } from './core/view.ts'
import { CommitUnknown, isConnectionFailure, isPassingFailure, RequestFault } from './failure.ts'
import type { BatchResult, CompanionWrite, LaneEntry, PostingOutcome } from './posting.ts'
import * as store from './store.ts'

export interface BatchOptions {
  readonly now: store.Clock
  /** An earlier try of the same batch of which it is not known whether it was committed. */
  readonly earlier?: CommitUnknown<BatchResult> | undefined
}

/**
 * Posts a batch in one transaction, in two round trips: what it touches is read under the lock of the lane, the
 * rules decide, and all that changes is sent with the COMMIT behind it.
 *
 * @throws RequestFault where a companion failed: nothing is kept, and the entries are to be tried one by one
 * @throws CommitUnknown where the connection was lost before the answer to the COMMIT came
 */
export async function postBatch(
  connection: LaneConnection,
  entries: readonly LaneEntry[],
  options: BatchOptions,
): Promise<BatchResult> {
  const { tx } = connection
  try {
    const requests = entries.map(requestOf)
    const loaded = await Promise.race([load(tx, entries, requests, options.now), connection.lost])
    const { earlier } = options
    if (earlier !== undefined && (await store.wereWritten(tx, earlier.changes))) {
      await tx`ROLLBACK`
      return earlier.result
    }
    const decision = applyBatch(loaded.view, requests, loaded)
    const writes = await companionWrites(entries, decision.outcomes)
    const result = { outcomes: decision.outcomes, expired: expiredOf(decision.changes) }
    if (!connection.isOpen()) throw new ConnectionLost('the connection was lost before the commit')
    await write(connection, decision, writes, result)
    return result
  } catch (error) {
    const isUsable = !isConnectionFailure(error) && !(error instanceof CommitUnknown)
    if (isUsable && connection.isOpen()) await Promise.race([tx`ROLLBACK`, connection.lost])
    throw error
  }
}

interface Loaded {
  readonly view: LedgerView
  readonly lastPosition: bigint
  readonly at: Micros
  readonly due: readonly TransferId[]
}

/** The first round trip. The statements are sent together; the first takes the lane, the others see what it left. */
async function load(
  tx: Tx,
  entries: readonly LaneEntry[],
  requests: readonly LedgerRequest[],
  now: store.Clock,
): Promise<Loaded> {
  const touched = touchedBy(requests)
  const accountIds = new Set<AccountId>(touched.accountIds)
  for (const { touches } of entries) for (const id of touches) accountIds.add(id)
  tx`BEGIN`.execute().catch(() => {})
  const [head, accounts, transfers, failures, reversed] = await Promise.all([
    store.enterLane(tx, now),
    store.loadAccounts(tx, accountIds, now),
    store.loadTransfers(tx, touched.transferIds, accountIds, now),
    store.loadFailures(tx, touched.transferIds),
    touched.reversedIds.size === 0 ? NOTHING : store.loadReversed(tx, touched.reversedIds),
  ])
  const due = transfers
    .filter(({ transfer, pending }) => {
      const { debitAccountId, creditAccountId } = transfer
      const isTouched = accountIds.has(debitAccountId) || accountIds.has(creditAccountId)
      return isTouched && pending !== undefined && isDue(pending, head.at)
    })
    .sort((a, b) => {
      const byTime = compare(a.pending?.expiresAt, b.pending?.expiresAt)
      return byTime === 0 ? compare(a.transfer.position, b.transfer.position) : byTime
    })
    .map(({ transfer }) => transfer.id)
  return { view: viewOf(accounts, transfers, failures, reversed), ...head, due }
}

/** The second round trip: all that changes, the companions' rows, and COMMIT. */
async function write(
  connection: LaneConnection,
  decision: BatchDecision,
  companions: readonly CompanionWrite[],
  result: BatchResult,
): Promise<void> {
  const { tx } = connection
  const { changes } = decision
  const own = companions.length > 0 || isChange(changes) ? sendChanges(tx, changes) : []
  for (const statement of own) statement.then(undefined, () => {})
  const theirs = companions.length > 0 ? await sendCompanions(tx, companions) : []
  if (!connection.isOpen()) throw new ConnectionLost('the connection was lost before the commit')
  const commit = tx`COMMIT`.execute()
  const all = Promise.allSettled([...own, ...theirs, commit])
  const settled = await Promise.race([all, connection.lost]).catch((reason: unknown) => [
    { status: 'rejected', reason } as const,
  ])
  const errors = settled.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
  const [first] = errors
  if (errors.some(isConnectionFailure)) throw new CommitUnknown(changes, result, first)
  if (isPassingFailure(first)) throw first
  // A transaction in which a statement failed answers COMMIT with ROLLBACK, even if a companion hid the failure.
  const isCommitted = (await commit.catch(() => undefined))?.command === 'COMMIT'
  assert(!isCommitted || errors.length === 0, 'a companion failed outside its statements')
  if (!isCommitted) throw new RequestFault(first ?? new Error('a companion hid a failed statement'))
}

/** The statements that write what changed, on their way in an order that no foreign key minds. */
function sendChanges(tx: Tx, changes: LedgerChanges): PromiseLike<unknown>[] {
  const {
    at,
    accountsOpened,
    accountsClosed,
    transfers,
    pendingsOpened,
    pendingsResolved,
    failures,
  } = changes
  return [
    store.advance(tx, changes),
    ...(accountsOpened.length > 0 ? [store.insertAccounts(tx, accountsOpened, at)] : []),
    ...(accountsClosed.length > 0 ? [store.closeAccounts(tx, accountsClosed)] : []),
    ...(transfers.length > 0 ? [store.insertTransfers(tx, changes)] : []),
    ...(pendingsOpened.length > 0 ? [store.insertPendings(tx, pendingsOpened)] : []),
    ...(pendingsResolved.length > 0 ? [store.resolvePendings(tx, pendingsResolved)] : []),
    ...(failures.length > 0 ? [store.insertFailures(tx, failures)] : []),
  ]
}

/**
 * Puts the companions' statements on their way: postgres.js sends one only when it is asked for its answer.
 *
 * @throws RequestFault where one fails before it is sent, so that there is still something to roll back
 */
async function sendCompanions(
  tx: Tx,
  companions: readonly CompanionWrite[],
): Promise<readonly Promise<unknown>[]> {
  const sent: Promise<unknown>[] = []
  let fault: RequestFault | undefined
  const note = (cause: unknown) => {
    // What the database or the connection says is looked at together with the answer to COMMIT.
    const isAnswer = cause instanceof postgres.PostgresError || isConnectionFailure(cause)
    if (!isAnswer) fault ??= new RequestFault(cause)
  }
  for (const companion of companions) {
    try {
      sent.push(...companion(tx).map((statement) => Promise.resolve(statement)))
    } catch (error) {
      note(error)
    }
  }
  for (const statement of sent) statement.catch(note)
  // After one turn of the event loop all are on their way, and COMMIT can go behind them.
  await new Promise(setImmediate)
  if (fault !== undefined) throw fault
  return sent
}

/** Asks the companions of a batch, all at once, what they want to write. */
async function companionWrites(
  entries: readonly LaneEntry[],
  outcomes: readonly PostingOutcome[],
): Promise<CompanionWrite[]> {
  const asked = await Promise.allSettled(
    entries.map(async ({ request }, index) => {
      const outcome = outcomes[index]
      return outcome === undefined ? undefined : request.companion?.(outcome)
    }),
  )
  const writes: CompanionWrite[] = []
  for (const answer of asked) {
    if (answer.status === 'rejected') throw new RequestFault(answer.reason)
    if (answer.value !== undefined) writes.push(answer.value)
  }
  return writes
}

function requestOf({ request, rawOnly }: LaneEntry): LedgerRequest {
  return {
    accounts: request.accounts ?? [],
    transfers: request.transfers,
    rules: { rawOnly },
  }
}

function expiredOf(changes: LedgerChanges): TransferId[] {
  return changes.pendingsResolved
    .filter((pending) => pending.state === 'expired')
    .map((pending) => pending.transferId)
}

function viewOf(
  accounts: readonly AccountState[],
  transfers: readonly { readonly transfer: Transfer; readonly pending: Pending | undefined }[],
  failures: readonly FailedTransfer[],
  reversed: ReadonlyMap<TransferId, Minor>,
): LedgerView {
  const accountById = new Map(accounts.map((account) => [account.id, account]))
  const transferById = new Map(transfers.map(({ transfer }) => [transfer.id, transfer]))
  const failureById = new Map(failures.map((failure) => [failure.id, failure]))
  const pendingById = new Map<TransferId, Pending>()
  for (const { pending } of transfers) {
    if (pending !== undefined) pendingById.set(pending.transferId, pending)
  }
  return {
    account: (id) => accountById.get(id),
    transfer: (id) => transferById.get(id),
    pending: (id) => pendingById.get(id),
    failed: (id) => failureById.get(id),
    reversedAmount: (id) => reversed.get(id) ?? 0n,
  }
}

const NOTHING: ReadonlyMap<TransferId, Minor> = new Map()

function compare(a: bigint | undefined, b: bigint | undefined): number {
  if (a === undefined || b === undefined || a === b) return 0
  return a < b ? -1 : 1
}
