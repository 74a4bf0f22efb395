import type { Tx } from '../db/client.ts'
import type { CompanionWrite } from './posting.ts'

/**
 * Makes the companions of one batch write their rows in one go: rows that are asked for in the same turn, on the same
 * transaction, share the statements. A row asked for later has statements of its own, so nothing depends on the joining.
 *
 * @param write sends the statements for some rows without awaiting their answers
 * @example const write = joinRows<Row>((tx, rows) => [insertRows(tx, rows)]) // companion: () => write(row)
 */
export function joinRows<Row>(
  write: (tx: Tx, rows: readonly Row[]) => readonly PromiseLike<unknown>[],
): (row: Row) => CompanionWrite {
  const gathering = new WeakMap<Tx, Row[]>()
  return (row) => (tx) => {
    const gathered = gathering.get(tx)
    if (gathered !== undefined) {
      gathered.push(row)
      // What the first one sends is the answer for all.
      return []
    }
    const rows = [row]
    gathering.set(tx, rows)
    // A microtask comes after all that is asked in this turn, and before the turn after which COMMIT goes.
    const sent = Promise.resolve().then(() => {
      gathering.delete(tx)
      return Promise.all(write(tx, rows))
    })
    return [sent]
  }
}
