/** The earliest of many instants first: a binary heap over RFC 3339 texts. */
export class DueTimes<Value> {
  readonly #heap: { readonly at: string; readonly value: Value }[] = []

  add(at: string, value: Value): void {
    const heap = this.#heap
    const own = { at, value }
    let place = heap.length
    while (place > 0) {
      const parent = Math.floor((place - 1) / 2)
      const above = heap[parent]
      if (above === undefined || above.at <= at) break
      heap[place] = above
      place = parent
    }
    heap[place] = own
  }

  /** Takes the earliest one that is not later than an instant. */
  take(until: string): Value | undefined {
    const [first] = this.#heap
    if (first === undefined || first.at > until) return undefined
    const last = this.#heap.pop()
    if (last !== undefined && this.#heap.length > 0) this.#sink(last)
    return first.value
  }

  #sink(own: { readonly at: string; readonly value: Value }): void {
    const heap = this.#heap
    let place = 0
    for (;;) {
      const [left, right] = [heap[2 * place + 1], heap[2 * place + 2]]
      const isRight = right !== undefined && left !== undefined && right.at < left.at
      const child = isRight ? right : left
      if (child === undefined || child.at >= own.at) break
      heap[place] = child
      place = 2 * place + (isRight ? 2 : 1)
    }
    heap[place] = own
  }
}
