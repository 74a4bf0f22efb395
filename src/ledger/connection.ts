import type { Database, Sql, Tx } from '../db/client.ts'

/** The connection that batches go through, and what it knows of its own end. */
export interface LaneConnection {
  readonly tx: Tx
  readonly isOpen: () => boolean
  /** Waits for what is asked on it; rejects in the moment the connection is gone, whatever becomes of the answer. */
  readonly unlessLost: <T>(work: PromiseLike<T>) => Promise<T>
}

const LOST = 'the connection of the posting lane was lost'

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
    // Not a promise to race against: one that lives as long as the connection would keep, for every race, what won it.
    const waiting = new Set<(reason: Error) => void>()
    const unlessLost = <T>(work: PromiseLike<T>): Promise<T> =>
      new Promise<T>((resolve, reject) => {
        if (isOpen) waiting.add(reject)
        else reject(new ConnectionLost(LOST))
        work.then(
          (answer) => {
            waiting.delete(reject)
            resolve(answer)
          },
          (error: unknown) => {
            waiting.delete(reject)
            reject(error)
          },
        )
      })
    if (!this.#knowsTypes) {
      // The pool learns the array types with its first connection; the one that is opened here takes them over.
      await this.#db.sql`SELECT 1`
      this.#knowsTypes = true
    }
    const client = this.#db.dedicate({
      settings: SETTINGS,
      onClose: () => {
        isOpen = false
        for (const reject of waiting) reject(new ConnectionLost(LOST))
        waiting.clear()
      },
    })
    this.#client = client
    await unlessLost(client`SELECT 1`)
    const tx = await unlessLost(client.reserve())
    this.#current = { tx, unlessLost, isOpen: () => isOpen }
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
