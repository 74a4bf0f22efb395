import { halfUp, type Part } from './part.ts'

/** Later than any day of a path. */
const NEVER = 2 ** 30
/** Holders are looked through for what expires in groups of so many, two to this power. */
const GROUP_BITS = 6
/** What stands in the row of a holder: days of the oldest and the newest lot, how many there are, where the oldest stands. */
const ROW_BITS = 2
const NEWEST = 1
const COUNT = 2
const FIRST = 3

/** What holders keep apart by the day on which it came; empty where the rules make no difference. */
export class Lots {
  readonly #expiry: number
  readonly #free: number
  readonly #kept: Float64Array
  readonly #mask: number
  readonly #holders: number
  readonly #rows: Int32Array
  /** Cents of the oldest lot of each holder, of which is paid. */
  readonly #oldest: Float64Array
  /** The other lots, in a ring for each holder: so many places, a power of two. */
  readonly #cents: Float64Array
  readonly #days: Int32Array
  /** By day, for each group of holders: 1 where something of one of them may expire when it ends. */
  readonly #expiring: Uint8Array
  readonly #groups: number

  /** @param terms.kept what is left after so many days that cost something */
  constructor(
    terms: { readonly expiry: number; readonly free: number; readonly kept: Float64Array },
    size: { readonly holders: number; readonly days: number },
  ) {
    const { expiry, free } = terms
    const { days } = size
    const isNeeded = expiry > 0 || free > 0
    const holders = isNeeded ? size.holders : 0
    this.#expiry = expiry
    this.#free = free
    this.#kept = terms.kept
    const places = powerOfTwo(Math.min(Math.max(expiry, free), days) + 3)
    this.#mask = places - 1
    this.#holders = holders
    this.#rows = new Int32Array(holders << ROW_BITS)
    this.#oldest = new Float64Array(holders)
    this.#cents = new Float64Array(this.#holders * places)
    this.#days = new Int32Array(this.#holders * places)
    this.#groups = (holders >>> GROUP_BITS) + 1
    this.#expiring = new Uint8Array(expiry > 0 ? (days + expiry + 2) * this.#groups : 0)
  }

  /** Begins a path with nothing. */
  clear(): void {
    const rows = this.#rows
    rows.fill(0)
    for (let row = 0; row < rows.length; row += 1 << ROW_BITS) rows[row] = NEVER
    this.#expiring.fill(0)
  }

  /** Something comes to a holder. */
  add(holder: number, cents: number, day: number): void {
    const rows = this.#rows
    const row = holder << ROW_BITS
    const count = rows[row + COUNT] as number
    if (count === 0) {
      rows[row] = day
      this.#oldest[holder] = cents
    } else {
      const isNew = rows[row + NEWEST] !== day
      const lot = isNew ? count : count - 1
      if (lot === 0) {
        this.#oldest[holder] = (this.#oldest[holder] as number) + cents
        return
      }
      const at = (((rows[row + FIRST] as number) + lot) & this.#mask) * this.#holders + holder
      if (!isNew) {
        this.#cents[at] = (this.#cents[at] as number) + cents
        return
      }
      this.#cents[at] = cents
      this.#days[at] = day
    }
    rows[row + NEWEST] = day
    rows[row + COUNT] = count + 1
    if (this.#expiry > 0) {
      this.#expiring[(day + this.#expiry) * this.#groups + (holder >>> GROUP_BITS)] = 1
    }
  }

  /** Something is taken of what a holder has, of the oldest first. */
  take(holder: number, cents: number): void {
    let due = cents
    while (due > 0) {
      const lot = this.#oldest[holder] as number
      if (lot > due) {
        this.#oldest[holder] = lot - due
        return
      }
      due -= lot
      this.#drop(holder)
    }
  }

  /** Each lot loses its part. @returns what is left of all, in cents */
  stamp(holder: number, part: Part): number {
    this.#putBack(holder)
    let left = 0
    const count = this.#rows[(holder << ROW_BITS) + COUNT] as number
    for (let lot = 0; lot < count; lot++) {
      const at = this.#placeOf(holder, lot)
      const cents = halfUp(this.#cents[at] as number, part)
      this.#cents[at] = cents
      left += cents
    }
    this.#pickUp(holder)
    return left
  }

  /** The first holder from one on of whom something may have its last day. */
  nextExpiring(from: number, day: number): number {
    const base = day * this.#groups
    let group = from >>> GROUP_BITS
    if (this.#expiring[base + group] === 1) return from
    do group += 1
    while (group < this.#groups && this.#expiring[base + group] === 0)
    return group << GROUP_BITS
  }

  /** Whether something of a holder has its last day. */
  hasLastDay(holder: number, day: number): boolean {
    return (this.#rows[holder << ROW_BITS] as number) + this.#expiry <= day
  }

  /** Drops what had its last day. @returns cents */
  expire(holder: number, day: number): number {
    let expired = 0
    while (this.hasLastDay(holder, day)) {
      expired += this.#oldest[holder] as number
      this.#drop(holder)
    }
    return expired
  }

  /**
   * Takes what each day cost of every lot.
   *
   * @param valued the day up to which that is done
   * @returns what is left of all, in cents
   */
  age(holder: number, valued: number, day: number): number {
    this.#putBack(holder)
    const row = holder << ROW_BITS
    const count = this.#rows[row + COUNT] as number
    let total = 0
    let kept = 0
    for (let lot = 0; lot < count; lot++) {
      const from = this.#placeOf(holder, lot)
      const received = this.#days[from] as number
      const free = this.#free - (valued - received)
      const due = day - valued - (free > 0 ? free : 0)
      const cents = worth(this.#cents[from] as number, due, this.#kept)
      total += cents
      if (cents === 0) continue
      // Lots that fare alike from now on become one.
      const isOld = this.#expiry === 0 && day - received >= this.#free
      if (kept > 0 && isOld) {
        const into = this.#placeOf(holder, kept - 1)
        this.#cents[into] = (this.#cents[into] as number) + cents
        continue
      }
      const to = this.#placeOf(holder, kept)
      this.#cents[to] = cents
      this.#days[to] = received
      this.#rows[row + NEWEST] = received
      kept += 1
    }
    this.#rows[row + COUNT] = kept
    this.#pickUp(holder)
    return total
  }

  #placeOf(holder: number, lot: number): number {
    const first = this.#rows[(holder << ROW_BITS) + FIRST] as number
    return ((first + lot) & this.#mask) * this.#holders + holder
  }

  /** The oldest lot goes to its place in the ring, where all are changed alike. */
  #putBack(holder: number): void {
    const at = this.#placeOf(holder, 0)
    this.#cents[at] = this.#oldest[holder] as number
    this.#days[at] = this.#rows[holder << ROW_BITS] as number
  }

  #pickUp(holder: number): void {
    const row = holder << ROW_BITS
    if (this.#rows[row + COUNT] === 0) {
      this.#rows[row] = NEVER
      return
    }
    const at = this.#placeOf(holder, 0)
    this.#oldest[holder] = this.#cents[at] as number
    this.#rows[row] = this.#days[at] as number
  }

  #drop(holder: number): void {
    const row = holder << ROW_BITS
    this.#rows[row + FIRST] = ((this.#rows[row + FIRST] as number) + 1) & this.#mask
    this.#rows[row + COUNT] = (this.#rows[row + COUNT] as number) - 1
    this.#pickUp(holder)
  }
}

/** What is left of cents after so many days that cost something. */
export function worth(cents: number, days: number, kept: Float64Array): number {
  return days <= 0 ? cents : Math.floor(cents * (kept[days] as number) + 0.5)
}

function powerOfTwo(least: number): number {
  let places = 1
  while (places < least) places *= 2
  return places
}
