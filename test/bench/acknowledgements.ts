/** A request for transfers with consecutive numbers. */
export interface Asked {
  readonly first: number
  readonly count: number
}

/** What was asked for, and what of it was answered as done. */
export class Acknowledgements {
  readonly #asked: Asked[] = []
  readonly #acknowledged = new Set<number>()

  /**
   * Notes a request and its answer.
   *
   * @param statuses one for each transfer; `undefined` where no answer came
   * @throws Error where a transfer that is asked for the first time was not created
   */
  add(asked: Asked, statuses: readonly string[] | undefined): void {
    this.#asked.push(asked)
    if (statuses === undefined) return
    for (const [offset, status] of statuses.entries()) {
      if (status !== 'created') throw new Error(`a new transfer is ${status}`)
      this.#acknowledged.add(asked.first + offset)
    }
  }

  /** How many transfers were acknowledged. */
  get count(): number {
    return this.#acknowledged.size
  }

  asked(): readonly Asked[] {
    return this.#asked
  }

  wasAcknowledged(index: number): boolean {
    return this.#acknowledged.has(index)
  }
}
