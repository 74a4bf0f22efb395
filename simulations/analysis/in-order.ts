/** Hands things on in the order of their numbers, from 0, whichever comes first. */
export class InOrder<Item> {
  readonly #hand: (number: number, item: Item) => void
  readonly #waiting = new Map<number, Item>()
  #next = 0

  /** @param hand called once for each number, one after the other */
  constructor(hand: (number: number, item: Item) => void) {
    this.#hand = hand
  }

  add(number: number, item: Item): void {
    this.#waiting.set(number, item)
    for (;;) {
      const next = this.#next
      const ready = this.#waiting.get(next)
      if (ready === undefined) return
      this.#waiting.delete(next)
      this.#next += 1
      this.#hand(next, ready)
    }
  }
}
