import { AssertionFailed } from '../kernel/assert.ts'
import { DomainError } from '../kernel/errors.ts'
import {
  CommitUnknown,
  isConnectionFailure,
  isKnownId,
  isPassingFailure,
  OutdatedDecision,
  RequestFault,
  unavailable,
} from './failure.ts'
import { Poster, type PosterDeps } from './poster.ts'
import type { BatchResult, LaneEntry, PostingOutcome } from './posting.ts'

/** What a request is answered with once its batch is committed. */
export interface LaneAnswer {
  readonly outcome: PostingOutcome
  /** The pending transfers that lapsed in its batch. */
  readonly expired: BatchResult['expired']
}

export interface LaneOptions extends PosterDeps {
  /** How much may wait: transfers, where a request without any counts as one. */
  readonly queueMax: number
}

/**
 * The most transfers of several requests that share a commit; a request of more is a batch by itself. With as many callers
 * as two batches hold, the database writes one of them while the other is decided.
 */
export const BATCH_TRANSFERS_MAX = 512

/** How many batches may be on their way: while the database writes one, the next is decided. */
const BATCHES_MAX = 2
const ATTEMPTS_MAX = 10
const BACKOFF_FIRST_MS = 10
const BACKOFF_MAX_MS = 500
/** How long a process that others wait for goes on posting: taking turns more often would cost more than it serves. */
const TURN_MS = 80
/** How long a process keeps the lane when there is nothing to post. */
const LINGER_MS = 5

interface Waiting {
  readonly entry: LaneEntry
  readonly weight: number
  readonly resolve: (answer: LaneAnswer) => void
  readonly reject: (error: unknown) => void
}

/** A batch on its way. */
interface Going {
  readonly batch: readonly Waiting[]
  readonly weight: number
  /** Resolves to what went wrong, `undefined` where it was answered. Never rejects. */
  readonly failed: Promise<{ readonly error: unknown } | undefined>
  hasFailed: boolean
}

/**
 * The posting lane of this process: what arrives while batches are on their way is the next batch. Answers are given
 * after the commit, in the order of arrival.
 */
export class Lane {
  readonly #options: LaneOptions
  readonly #poster: Poster
  #waiting: Waiting[] = []
  #waitingWeight = 0
  #going: Going[] = []
  #running: Promise<void> | undefined
  #leaving: NodeJS.Timeout | undefined
  /** Wakes the lane when enough has gathered behind what is on its way. */
  #arrived: (() => void) | undefined
  #stopped: Error | undefined

  constructor(options: LaneOptions) {
    this.#options = options
    this.#poster = new Poster(options)
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
      if (this.#isWorthSending()) this.#arrived?.()
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
    clearTimeout(this.#leaving)
    await this.#poster.leave()
    await this.#options.connections.close()
  }

  async #run(): Promise<void> {
    clearTimeout(this.#leaving)
    while (this.#waiting.length > 0 || this.#going.length > 0) {
      const isFull = this.#going.length >= BATCHES_MAX
      if (this.#going.some(({ hasFailed }) => hasFailed)) await this.#recover()
      else if (isFull) await this.#going[0]?.failed
      else if (!this.#isWorthSending()) await this.#gather()
      else if (this.#poster.awaitedMs > TURN_MS) await this.#giveTurn()
      else await this.#forward(this.#cut())
    }
    this.#running = undefined
    this.#leaving = setTimeout(() => this.#leave(), LINGER_MS)
  }

  /** Behind a batch on its way the next one goes when it is half as large: a smaller one would cost more than it serves. */
  #isWorthSending(): boolean {
    const onItsWay = this.#going.reduce((sum, { weight }) => sum + weight, 0)
    return this.#waiting.length > 0 && 2 * this.#waitingWeight >= onItsWay
  }

  /** Waits until enough has come, with all that comes in the same turn, or until what is on its way is done. */
  async #gather(): Promise<void> {
    const arrival = new Promise<void>((resolve) => {
      this.#arrived = resolve
    }).then(() => new Promise((resolve) => setImmediate(resolve)))
    await Promise.race([this.#going[0]?.failed, arrival])
    this.#arrived = undefined
  }

  /** Whoever posts one transfer after the other keeps the lane; whoever has nothing to post does not hold up others. */
  #leave(): void {
    this.#running ??= this.#poster.leave().then(() => {
      this.#running = this.#waiting.length > 0 ? this.#run() : undefined
    })
  }

  /** Lets the others post that wait for it. */
  async #giveTurn(): Promise<void> {
    const failures = await Promise.all(this.#going.map(({ failed }) => failed))
    if (failures.every((failure) => failure === undefined)) await this.#poster.leave()
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

  /** Sends a batch behind those that are on their way. */
  async #forward(batch: readonly Waiting[]): Promise<void> {
    const entries = batch.map(({ entry }) => entry)
    const isBehind = this.#going.length > 0
    const sent = this.#poster.forward(entries, { isBehind }).then(
      ({ answer }) => ({ answer, hasFailed: false }),
      (error: unknown) => ({ answer: Promise.reject(error), hasFailed: true }),
    )
    const { answer, hasFailed } = await sent
    answer.catch(() => {})
    const going = this.#follow(batch, answer)
    // Known at once, so that nothing is sent behind a batch that is not on its way.
    going.hasFailed = hasFailed
    this.#going.push(going)
  }

  /** Answers a batch when it is committed, and what it was decided on too. */
  #follow(batch: readonly Waiting[], answer: Promise<BatchResult>): Going {
    const before = this.#going.at(-1)
    const settle = async () => {
      try {
        const failure = await before?.failed
        if (failure !== undefined) throw await reasonBehind(answer)
        this.#answer(batch, await answer)
        this.#going = this.#going.filter((one) => one !== going)
        return undefined
      } catch (error) {
        going.hasFailed = true
        return { error }
      }
    }
    const weight = batch.reduce((sum, one) => sum + one.weight, 0)
    const failed = Promise.resolve().then(settle)
    const going: Going = { batch, weight, hasFailed: false, failed }
    return going
  }

  /** What was on its way was decided on what did not get through: it is tried again, in order, before anything else. */
  async #recover(): Promise<void> {
    const going = this.#going
    const failures = await Promise.all(going.map(({ failed }) => failed))
    this.#going = []
    const wasKnown = failures.some((failure) => isKnownId(failure?.error))
    await this.#poster.doubt({ wasKnown })
    for (const [index, { batch }] of going.entries()) {
      const failure = failures[index]
      if (failure !== undefined) await this.#settle(batch, failure)
    }
  }

  /** Posts a batch that failed before, and answers its callers. Never rejects. */
  async #settle(batch: readonly Waiting[], failure?: { readonly error: unknown }): Promise<void> {
    try {
      this.#answer(
        batch,
        await this.#repeat(
          batch.map(({ entry }) => entry),
          failure,
        ),
      )
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

  /** Tries a batch until it is committed, refused, or too often tried. Nothing else is on its way. */
  async #repeat(
    entries: readonly LaneEntry[],
    first?: { readonly error: unknown },
  ): Promise<BatchResult> {
    const { connections } = this.#options
    let failure = first
    let earlier: CommitUnknown<BatchResult> | undefined
    for (let attempt = 1; ; attempt += 1) {
      if (failure !== undefined) {
        const { error } = failure
        // A companion that was asked about ids which were only taken to be new is asked again when that is certain.
        const isFirst = failure === first && error instanceof RequestFault
        if (!isFirst && !isPassingFailure(error)) throw error
        if (error instanceof CommitUnknown) earlier = error
        if (error instanceof CommitUnknown || isConnectionFailure(error)) await connections.close()
        // Companions that wrote where the ledger did not would write twice: only the caller can find out.
        const isLost = earlier !== undefined && !earlier.isRecognisable && hasCompanion(entries)
        if (isLost || attempt > ATTEMPTS_MAX) throw unavailable(error)
        if (!isFirst) await this.#pause(attempt)
      }
      try {
        const { answer } = await this.#poster.forward(entries, { isThorough: true, earlier })
        return await answer
      } catch (error) {
        failure = { error }
        await this.#poster.doubt({ wasKnown: false })
      }
    }
  }

  #answer(batch: readonly Waiting[], { outcomes, expired }: BatchResult): void {
    for (const [index, { resolve, reject }] of batch.entries()) {
      const outcome = outcomes[index]
      if (outcome === undefined) reject(new AssertionFailed('each request gets an outcome'))
      else resolve({ outcome, expired })
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

/** Why a batch behind one that failed did not get through; with the connection both of them may have been committed. */
async function reasonBehind(answer: Promise<BatchResult>): Promise<unknown> {
  const own = await answer.then(
    () => undefined,
    (error: unknown) => error,
  )
  return own instanceof CommitUnknown ? own : new OutdatedDecision()
}

function hasCompanion(entries: readonly LaneEntry[]): boolean {
  return entries.some(({ request }) => request.companion !== undefined)
}
