import type { Columns } from './summary.ts'

/** What paths leave, as it comes in from several threads, in any order. */
export class PathStore {
  readonly #columns: readonly Float64Array[]
  readonly #width: number
  /** Rows that came before those in front of them, by their first path. */
  readonly #waiting = new Map<number, Float64Array>()
  /** All paths below this are there. */
  complete = 0

  /** @param width how many numbers a path leaves; the last is its weight */
  constructor(pathsMax: number, width: number) {
    this.#width = width
    this.#columns = Array.from({ length: width }, () => new Float64Array(pathsMax))
  }

  /**
   * Takes rows in.
   *
   * @returns the rows that are complete now and were not before, in the order of the paths
   */
  add(from: number, rows: Float64Array): readonly { from: number; rows: Float64Array }[] {
    this.#waiting.set(from, rows)
    const ready: { from: number; rows: Float64Array }[] = []
    for (;;) {
      const start = this.complete
      const next = this.#waiting.get(start)
      if (next === undefined) return ready
      this.#waiting.delete(start)
      this.#keep(start, next)
      ready.push({ from: start, rows: next })
    }
  }

  /** The columns of the first so many paths. */
  columns(paths: number): Columns {
    const parts = this.#columns.map((column) => column.subarray(0, paths))
    return { paths, outputs: parts.slice(0, -1), weights: parts.at(-1) ?? new Float64Array(0) }
  }

  #keep(start: number, rows: Float64Array): void {
    const count = rows.length / this.#width
    for (const [column, values] of this.#columns.entries()) {
      for (let row = 0; row < count; row++) {
        values[start + row] = rows[row * this.#width + column] as number
      }
    }
    this.complete = start + count
  }
}
