import postgres from 'postgres'
import type { Tx } from '../db/client.ts'
import { isConnectionFailure, RequestFault } from './failure.ts'
import type { CompanionWrite, LaneEntry, PostingOutcome } from './posting.ts'

/**
 * Asks the companions of a batch, all at once, what they want to write.
 *
 * @throws RequestFault where one fails
 */
export async function companionWrites(
  entries: readonly LaneEntry[],
  outcomes: readonly PostingOutcome[],
): Promise<readonly CompanionWrite[]> {
  if (entries.every(({ request }) => request.companion === undefined)) return []
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

/**
 * Puts the companions' statements on their way: postgres.js sends one only when it is asked for its answer.
 *
 * @throws RequestFault where one fails before it is sent, so that there is still something to roll back
 */
export async function sendCompanions(
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
