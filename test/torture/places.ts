import type { History, Operation, PostOperation } from './history.ts'
import type { Effect, Replayed } from './replay.ts'

/** Between which commits something may have been done, and at what times. Boundary n is after the first n commits. */
export interface Place {
  readonly boundary: number
  readonly step: number
  readonly from: bigint
  readonly to: bigint
}

/**
 * Where in the log an operation without a trace may stand. Operations must be settled in the order in which they were
 * asked; each takes the earliest place that explains it, which leaves the most room for those behind it.
 */
export class Places {
  readonly #replayed: Replayed
  /** The earliest boundary that is behind all that had been answered at an event. */
  readonly #answered: Int32Array
  /** The latest boundary that is before all that was asked after an event. */
  readonly #asked: Int32Array
  readonly #queues = new Map<number, Effect[]>()
  /** Settled operations whose answers have not been passed yet, by the event of the answer. */
  #floor = 0
  #passed = 0

  constructor(replayed: Replayed, history: History) {
    this.#replayed = replayed
    const events = history.events + 2
    this.#answered = new Int32Array(events)
    this.#asked = new Int32Array(events).fill(replayed.batches.length)
    for (const effect of replayed.effects.values()) {
      const { operation, batch, sentAt } = effect
      if (Number.isFinite(operation.answeredAt)) {
        this.#answered[operation.answeredAt] = batch + 1
      }
      this.#asked[sentAt] = Math.min(this.#asked[sentAt] ?? 0, batch)
      const queue = this.#queues.get(operation.incarnation)
      if (queue === undefined) this.#queues.set(operation.incarnation, [effect])
      else queue.push(effect)
    }
    for (const queue of this.#queues.values()) {
      queue.sort((a, b) => a.operation.sentAt - b.operation.sentAt)
    }
    for (let event = events - 2; event >= 0; event -= 1) {
      const next = this.#asked[event + 1] ?? 0
      if (next < (this.#asked[event] ?? 0)) this.#asked[event] = next
    }
  }

  stepAt(boundary: number): number {
    return this.#replayed.batches[boundary - 1]?.lastStep ?? 0
  }

  /** The boundaries at which a read may have seen the books. */
  *ofRead(operation: Operation): Generator<number> {
    const last = this.#latest(operation)
    for (let boundary = this.#earliest(operation); boundary <= last; boundary += 1) yield boundary
  }

  /**
   * The places at which a request may have been decided, by what its process had done before it and did after it.
   *
   * @param told the time that its caller was told, microseconds to the millisecond
   */
  *ofPost(operation: PostOperation, told: bigint): Generator<Place> {
    const { before, after } = this.#neighbours(operation)
    const { batches } = this.#replayed
    const last = Math.min(this.#latest(operation), after?.batch ?? batches.length)
    const first = Math.max(this.#earliest(operation), (before?.batch ?? -1) + 1)
    // In the same commit as the one before it in the queue.
    if (before !== undefined && this.#earliest(operation) <= before.batch + 1) {
      const at = batches[before.batch]?.at ?? 0n
      if (at / 1000n === told / 1000n) {
        yield { boundary: before.batch + 1, step: before.step, from: at, to: at }
      }
    }
    for (let boundary = first; boundary <= last; boundary += 1) {
      const end = batches[boundary - 1]?.at ?? 0n
      const from = end + 1n > told ? end + 1n : told
      if (from / 1000n === told / 1000n) {
        yield { boundary, step: this.stepAt(boundary), from, to: told + 999n }
      }
      // In the same commit as the one behind it in the queue.
      const next = batches[boundary]
      if (boundary === after?.batch && next !== undefined && next.at / 1000n === told / 1000n) {
        yield { boundary, step: after.step - 1, from: next.at, to: next.at }
      }
    }
  }

  /**
   * The times at which a read may have happened: by the clock of its process, and after the last commit. A service whose
   * clock is ahead may have released what lapses, and then it has lapsed for all.
   */
  timesOf(operation: Operation, boundary: number): { readonly from: bigint; readonly to: bigint } {
    const end = this.#replayed.batches[boundary - 1]?.at ?? 0n
    const least = BigInt(Math.trunc(operation.sentMs)) * 1000n
    const most = (BigInt(Math.trunc(operation.latestMs)) + 1n) * 1000n
    const from = end + 1n > least ? end + 1n : least
    return { from, to: most > from ? most : from }
  }

  settle(operation: Operation, boundary: number): void {
    if (!Number.isFinite(operation.answeredAt)) return
    const known = this.#answered[operation.answeredAt] ?? 0
    if (boundary > known) this.#answered[operation.answeredAt] = boundary
  }

  #earliest({ sentAt }: Operation): number {
    for (; this.#passed < sentAt; this.#passed += 1) {
      this.#floor = Math.max(this.#floor, this.#answered[this.#passed] ?? 0)
    }
    return this.#floor
  }

  #latest({ answeredAt }: Operation): number {
    const { length } = this.#replayed.batches
    return Number.isFinite(answeredAt) ? (this.#asked[answeredAt] ?? length) : length
  }

  #neighbours(operation: PostOperation): {
    readonly before: Effect | undefined
    readonly after: Effect | undefined
  } {
    const queue = this.#queues.get(operation.incarnation) ?? []
    let [low, high] = [0, queue.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((queue[middle]?.operation.sentAt ?? 0) < operation.sentAt) low = middle + 1
      else high = middle
    }
    return { before: queue[low - 1], after: queue[low] }
  }
}
