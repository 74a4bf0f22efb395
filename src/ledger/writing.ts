import { assert } from '../kernel/assert.ts'
import { sendCompanions } from './companions.ts'
import { ConnectionLost, type LaneConnection } from './connection.ts'
import type { LedgerChanges } from './core/apply.ts'
import { CommitUnknown, isConnectionFailure, isPassingFailure, RequestFault } from './failure.ts'
import * as lane from './lane-store.ts'
import type { BatchResult, CompanionWrite } from './posting.ts'
import * as store from './store.ts'

/** A decided batch. */
export interface Writing {
  /** The end of the log that it was decided on. */
  readonly before: lane.LogEnd
  readonly changes: LedgerChanges
  readonly companions: readonly CompanionWrite[]
  /** What it comes to if it is committed. */
  readonly result: BatchResult
}

/** A batch that is on its way: whatever is sent on the connection from now on comes behind it. */
export interface Sent {
  /**
   * Rejects with `RequestFault` where a companion failed (nothing is kept, and the entries are to be tried one by one) and with
   * `CommitUnknown` where the connection was lost before the answer came.
   */
  readonly posted: Promise<lane.Posted>
}

/**
 * Sends a batch, all or nothing.
 *
 * @throws RequestFault where a companion failed before everything was sent
 * @throws ConnectionLost where nothing of it can have been committed
 */
export async function send(connection: LaneConnection, writing: Writing): Promise<Sent> {
  if (!connection.isOpen()) throw new ConnectionLost('the connection was lost before the commit')
  if (isPlain(writing)) return { posted: sendPlain(connection, writing) }
  const { tx } = connection
  const { before, changes, companions } = writing
  const begun = tx`BEGIN`.execute()
  const opened =
    changes.accountsOpened.length > 0
      ? [store.insertAccounts(tx, changes.accountsOpened, changes.at)]
      : []
  const posted = lane.postChanges(tx, before, changes)
  const own = [begun, ...opened, posted, ...sendRows(connection, changes)]
  for (const statement of own) statement.then(undefined, () => {})
  const theirs = companions.length === 0 ? [] : await sendTheirs(connection, companions)
  if (!connection.isOpen()) throw new ConnectionLost('the connection was lost before the commit')
  const commit = tx`COMMIT`.execute()
  return {
    posted: answerOf(connection, writing, { statements: [...own, ...theirs], commit, posted }),
  }
}

/** Whether one statement says everything: it is then a transaction of its own. */
function isPlain({ changes, companions }: Writing): boolean {
  const others = [
    companions,
    changes.accountsOpened,
    changes.accountsClosed,
    changes.pendingsOpened,
    changes.pendingsResolved,
    changes.failures,
  ]
  return others.every((list) => list.length === 0)
}

async function sendPlain(
  { tx, unlessLost }: LaneConnection,
  writing: Writing,
): Promise<lane.Posted> {
  const { before, changes, result } = writing
  try {
    return await unlessLost(lane.postChanges(tx, before, changes))
  } catch (error) {
    if (isConnectionFailure(error)) throw new CommitUnknown(changes, result, error)
    throw isPassingFailure(error) ? error : new RequestFault(error)
  }
}

async function sendTheirs(
  { tx, unlessLost, isOpen }: LaneConnection,
  companions: readonly CompanionWrite[],
): Promise<readonly Promise<unknown>[]> {
  try {
    return await sendCompanions(tx, companions)
  } catch (error) {
    if (isOpen()) await unlessLost(tx`ROLLBACK`)
    throw error
  }
}

/** The statements behind `ledger_post`, in an order that no foreign key minds. */
function sendRows({ tx }: LaneConnection, changes: LedgerChanges): PromiseLike<unknown>[] {
  const { accountsClosed, pendingsOpened, pendingsResolved, failures } = changes
  return [
    ...(accountsClosed.length > 0 ? [store.closeAccounts(tx, accountsClosed)] : []),
    ...(pendingsOpened.length > 0 ? [store.insertPendings(tx, pendingsOpened)] : []),
    ...(pendingsResolved.length > 0 ? [store.resolvePendings(tx, pendingsResolved)] : []),
    ...(failures.length > 0 ? [store.insertFailures(tx, failures)] : []),
  ]
}

interface Transaction {
  readonly statements: readonly PromiseLike<unknown>[]
  readonly commit: PromiseLike<{ readonly command: string }>
  readonly posted: PromiseLike<lane.Posted>
}

async function answerOf(
  { unlessLost }: LaneConnection,
  { changes, result }: Writing,
  { statements, commit, posted }: Transaction,
): Promise<lane.Posted> {
  const all = Promise.allSettled([...statements, commit])
  const settled = await unlessLost(all).catch((reason: unknown) => [
    { status: 'rejected', reason } as const,
  ])
  const errors = settled.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
  const [first] = errors
  if (errors.some(isConnectionFailure)) throw new CommitUnknown(changes, result, first)
  if (isPassingFailure(first)) throw first
  // A transaction in which a statement failed answers COMMIT with ROLLBACK, even if a companion hid the failure.
  const { command } = await commit
  const isCommitted = command === 'COMMIT'
  assert(!isCommitted || errors.length === 0, 'a companion failed outside its statements')
  if (!isCommitted) throw new RequestFault(first ?? new Error('a companion hid a failed statement'))
  return posted
}
