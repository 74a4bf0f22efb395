import type { RunSketch } from './path-sketch.ts'
import type { Columns } from './summary.ts'

/** Of the paths of a sketch so many are kept all the same, for pictures. */
export const PATHS_SHOWN = 65_536

/** What paths leave, as it comes in from several threads, in any order. */
export class PathStore {
  readonly #columns: readonly Float64Array[]
  readonly #width: number
  readonly #pathsMax: number
  readonly #sketch: RunSketch | undefined
  /** Rows that came before those in front of them, by their first path. */
  readonly #waiting = new Map<number, Float64Array>()
  /** All paths below this are there. */
  complete = 0

  /**
   * @param width how many numbers a path leaves; the last is its weight
   * @param sketch takes the paths where they are too many; only the first are kept then
   */
  constructor(pathsMax: number, width: number, sketch?: RunSketch) {
    this.#width = width
    this.#pathsMax = pathsMax
    this.#sketch = sketch
    const kept = sketch === undefined ? pathsMax : Math.min(pathsMax, PATHS_SHOWN)
    this.#columns = Array.from({ length: width }, () => new Float64Array(kept))
  }

  /**
   * Takes rows in; what is beyond the last path is left out.
   *
   * @returns the rows that are complete now and were not before, in the order of the paths
   */
  add(from: number, rows: Float64Array): readonly { from: number; rows: Float64Array }[] {
    this.#waiting.set(from, rows.subarray(0, (this.#pathsMax - from) * this.#width))
    const ready: { from: number; rows: Float64Array }[] = []
    for (;;) {
      const start = this.complete
      const next = this.#waiting.get(start)
      if (next === undefined || next.length === 0) return ready
      this.#waiting.delete(start)
      this.#keep(start, next)
      ready.push({ from: start, rows: next })
    }
  }

  /** The columns of the first so many paths; of fewer, where there is a sketch. */
  columns(paths: number): Columns {
    const kept = Math.min(paths, this.#columns[0]?.length ?? 0)
    const parts = this.#columns.map((column) => column.subarray(0, kept))
    return {
      paths: kept,
      outputs: parts.slice(0, -1),
      weights: parts.at(-1) ?? new Float64Array(0),
    }
  }

  #keep(start: number, rows: Float64Array): void {
    const count = rows.length / this.#width
    for (const [column, values] of this.#columns.entries()) {
      const end = Math.min(count, values.length - start)
      for (let row = 0; row < end; row++) {
        values[start + row] = rows[row * this.#width + column] as number
      }
    }
    this.#sketch?.add(rows)
    this.complete = start + count
  }
}
