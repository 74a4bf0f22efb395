/**
 * Who buys something on which day: a bit for each person and day of the path. A day is gone through without looking at those
 * who buy nothing.
 */
export class Agenda {
  /** The days one after the other, each of `words` words. The first of 32 people is the highest bit of a word. */
  readonly bits: Int32Array
  readonly words: number
  readonly #days: number

  constructor(people: number, days: number) {
    this.words = Math.ceil(people / 32)
    this.#days = days
    this.bits = new Int32Array(this.words * (days + 1))
  }

  clear(): void {
    this.bits.fill(0)
  }

  /** Notes a person for a day; nothing where that is after the path. */
  note(person: number, day: number): void {
    if (day > this.#days) return
    const at = day * this.words + (person >>> 5)
    this.bits[at] = (this.bits[at] as number) | (FIRST >>> (person & 31))
  }
}

/** The bit of the first of 32. */
export const FIRST = -(2 ** 31)
