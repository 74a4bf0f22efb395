/** Something that does not hold: the number of the invariant, and what was seen. */
export interface Finding {
  readonly invariant: number
  readonly message: string
}

const KEPT_MAX = 40

/** Collects findings; of each invariant the first few are kept, and all are counted. */
export class Findings {
  readonly kept: Finding[] = []
  readonly #counts = new Map<number, number>()

  add(invariant: number, message: string): void {
    const count = (this.#counts.get(invariant) ?? 0) + 1
    this.#counts.set(invariant, count)
    if (count <= 3 && this.kept.length < KEPT_MAX) this.kept.push({ invariant, message })
  }

  /** Adds a finding where something is not so. */
  expect(invariant: number, holds: boolean, message: () => string): void {
    if (!holds) this.add(invariant, message())
  }

  /** The numbers of the invariants that do not hold, in order. */
  get invariants(): readonly number[] {
    return [...this.#counts.keys()].sort((a, b) => a - b)
  }

  /** A line for each that was kept. */
  lines(): readonly string[] {
    return this.kept.map(({ invariant, message }) => `invariant ${invariant}: ${message}`)
  }
}
