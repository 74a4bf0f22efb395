import { AssertionFailed } from '../kernel/assert.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Runtime } from '../runtime.ts'
import { postBatch } from './batch.ts'
import type { LaneConnections } from './connection.ts'
import {
  CommitUnknown,
  isConnectionFailure,
  isPassingFailure,
  RequestFault,
  unavailable,
} from './failure.ts'
import type { BatchResult, LaneEntry, PostingOutcome } from './posting.ts'
import type { Clock } from './store.ts'

/** What a request is answered with once its batch is committed. */
export interface LaneAnswer {
  readonly outcome: PostingOutcome
  /** The pending transfers that lapsed in its batch. */
  readonly expired: BatchResult['expired']
}

export interface LaneOptions {
  readonly connections: LaneConnections
  readonly runtime: Runtime
  /** The time of batches; `null` leaves it to the database. */
  readonly clock: () => Clock
  /** How much may wait: transfers, where a request without any counts as one. */
  readonly queueMax: number
}

/** The most transfers that share a commit. */
export const BATCH_TRANSFERS_MAX = 1000

const ATTEMPTS_MAX = 10
const BACKOFF_FIRST_MS = 10
const BACKOFF_MAX_MS = 500

interface Waiting {
  readonly entry: LaneEntry
  readonly weight: number
  readonly resolve: (answer: LaneAnswer) => void
  readonly reject: (error: unknown) => void
}

/**
 * The posting lane of this process: what arrives while a batch is on its way is the next batch. Answers are
 * given after the commit, in the order of arrival.
 */
export class Lane {
  readonly #options: LaneOptions
  #waiting: Waiting[] = []
  #waitingWeight = 0
  #running: Promise<void> | undefined
  #stopped: Error | undefined

  constructor(options: LaneOptions) {
    this.#options = options
  }

  /**
   * Joins the next batch.
   *
   * @throws DomainError `queue_full`: nothing of it was done; `ledger_unavailable`: it is not known
   */
  submit(entry: LaneEntry): Promise<LaneAnswer> {
    if (this.#stopped !== undefined) return Promise.reject(this.#stopped)
    const weight = Math.max(1, entry.request.transfers.length, entry.request.accounts?.length ?? 0)
    if (this.#waitingWeight + weight > this.#options.queueMax) {
      return Promise.reject(
        new DomainError('queue_full', 'Too much is waiting to be posted. Try again in a second.'),
      )
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ entry, weight, resolve, reject })
      this.#waitingWeight += weight
      this.#running ??= Promise.resolve().then(() => this.#run())
    })
  }

  /** The broken promise after which nothing more is posted; `undefined` as long as none was broken. */
  fault(): AssertionFailed | undefined {
    return this.#stopped instanceof AssertionFailed ? this.#stopped : undefined
  }

  /** Takes nothing more, and waits for what is on its way. */
  async close(): Promise<void> {
    this.#stopped ??= new DomainError('ledger_unavailable', 'The service is stopping.')
    await this.#running
    await this.#options.connections.close()
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) await this.#settle(this.#cut())
    this.#running = undefined
  }

  /** Takes as many requests from the front as a batch may hold; at least one. */
  #cut(): Waiting[] {
    let weight = 0
    let count = 0
    for (const waiting of this.#waiting) {
      if (count > 0 && weight + waiting.weight > BATCH_TRANSFERS_MAX) break
      weight += waiting.weight
      count += 1
    }
    this.#waitingWeight -= weight
    return this.#waiting.splice(0, count)
  }

  /** Posts a batch and answers its callers. Never rejects. */
  async #settle(batch: readonly Waiting[]): Promise<void> {
    try {
      const { outcomes, expired } = await this.#post(batch.map(({ entry }) => entry))
      for (const [index, { resolve, reject }] of batch.entries()) {
        const outcome = outcomes[index]
        if (outcome === undefined) reject(new AssertionFailed('each request gets an outcome'))
        else resolve({ outcome, expired })
      }
    } catch (error) {
      if (error instanceof RequestFault && batch.length > 1) {
        // One of them is at fault and shall not take its neighbours down: each on its own, still in order.
        for (const waiting of batch) await this.#settle([waiting])
        return
      }
      const reason = error instanceof RequestFault ? error.cause : error
      for (const { reject } of batch) reject(reason)
      if (reason instanceof DomainError || reason instanceof AssertionFailed) {
        if (!(error instanceof RequestFault)) this.#refuseWaiting(reason)
      }
    }
  }

  /** Tries a batch until it is committed, refused, or too often tried. */
  async #post(entries: readonly LaneEntry[]): Promise<BatchResult> {
    const { connections, clock } = this.#options
    let earlier: CommitUnknown<BatchResult> | undefined
    for (let attempt = 1; ; attempt += 1) {
      try {
        const connection = await connections.open()
        return await postBatch(connection, entries, { now: clock(), earlier })
      } catch (error) {
        if (!isPassingFailure(error)) throw error
        if (error instanceof CommitUnknown) earlier = error
        if (error instanceof CommitUnknown || isConnectionFailure(error)) await connections.close()
        // Companions that wrote where the ledger did not would write twice: only the caller can find out.
        const isLost = earlier !== undefined && !earlier.isRecognisable && hasCompanion(entries)
        if (isLost || attempt === ATTEMPTS_MAX) throw unavailable(error)
        await this.#pause(attempt)
      }
    }
  }

  /** Where the books cannot be reached, those behind shall not wait for the same end; where they broke, nobody posts on. */
  #refuseWaiting(reason: unknown): void {
    if (reason instanceof AssertionFailed) this.#stopped = reason
    const waiting = this.#waiting
    this.#waiting = []
    this.#waitingWeight = 0
    for (const { reject } of waiting) reject(reason)
  }

  /** Waits before another try: twice as long each time, less up to half by chance. */
  #pause(attempt: number): Promise<void> {
    const longestMs = Math.min(BACKOFF_FIRST_MS * 2 ** (attempt - 1), BACKOFF_MAX_MS)
    const chance = (this.#options.runtime.randomBytes(1)[0] ?? 0) / 256
    return new Promise((resolve) => setTimeout(resolve, longestMs * (1 - chance / 2)))
  }
}

function hasCompanion(entries: readonly LaneEntry[]): boolean {
  return entries.some(({ request }) => request.companion !== undefined)
}
