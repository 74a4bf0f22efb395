import type { Database, Sql, Tx } from '../db/client.ts'

/** The connection that batches go through, and what it knows of its own end. */
export interface LaneConnection {
  readonly tx: Tx
  readonly isOpen: () => boolean
  /** Rejects in the moment the connection is gone; never resolves. */
  readonly lost: Promise<never>
}

/** The connection was gone before anything was sent that could have been committed. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost'
}

// A process that hangs loses the lane after two seconds (between batches `ledger_take` sees to it), and a batch waits
// five for others at most. Whatever a batch asks for it asks by key. So plans are made once, and of index look-ups alone: a
// plan made while a table was small would go on reading it whole for ever, and making one for each batch costs as much
// as all the rest.
const SETTINGS = {
  idle_in_transaction_session_timeout: '2s',
  lock_timeout: '5s',
  statement_timeout: '30s',
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  jit: 'off',
} as const

/**
 * Keeps one connection of the ledger's own, so that a batch can send its statements at once without anybody
 * else's between them. It is opened when first needed and again when it was lost.
 */
export class LaneConnections {
  readonly #db: Database
  #client: Sql | undefined
  #current: LaneConnection | undefined
  #knowsTypes = false

  constructor(db: Database) {
    this.#db = db
  }

  /** The connection, opened if need be. Use it in the same turn of the event loop, or ask `isOpen` first. */
  async open(): Promise<LaneConnection> {
    if (this.#current?.isOpen() === true) return this.#current
    await this.close()
    let isOpen = true
    let lose = (_reason: Error): void => {}
    const lost = new Promise<never>((_, reject) => {
      lose = reject
    })
    lost.catch(() => {})
    if (!this.#knowsTypes) {
      // The pool learns the array types with its first connection; the one that is opened here takes them over.
      await this.#db.sql`SELECT 1`
      this.#knowsTypes = true
    }
    const client = this.#db.dedicate({
      settings: SETTINGS,
      onClose: () => {
        isOpen = false
        lose(new ConnectionLost('the connection of the posting lane was lost'))
      },
    })
    this.#client = client
    await Promise.race([client`SELECT 1`, lost])
    const tx = await Promise.race([client.reserve(), lost])
    this.#current = { tx, lost, isOpen: () => isOpen }
    return this.#current
  }

  /** Closes the connection at once; a transaction that was open on it is rolled back. */
  async close(): Promise<void> {
    const client = this.#client
    this.#client = undefined
    this.#current = undefined
    await client?.end({ timeout: 0 })
  }
}
