import type { Stream } from '../../random/stream.ts'
import type { Path } from '../model.ts'
import { ACCOUNT, CODE, FIRST_HOLDER, PURPOSE } from './layout.ts'
import { OUTPUT } from './outputs.ts'
import { priceTable } from './tables.ts'
import type { Treasury } from './treasury.ts'
import type { World } from './world.ts'

const WORD = 2 ** 32

/** Purchases with own euro that are repaid against receipts, as far as somebody has own euro. */
export class Receipts {
  readonly #world: World
  readonly #treasury: Treasury
  readonly #means: Float64Array
  readonly #none: number
  readonly #refused: number
  readonly #delay: number
  readonly #work: number
  /** Where the accounts of own euro begin. */
  readonly #firstOwn: number
  readonly #people: number
  /**
   * By the day on which it falls due, modulo one more than the delay, and by person: what will be repaid, the same times the
   * days of the purchases, what will be refused.
   */
  readonly #due: Float64Array
  readonly #bought: Float64Array
  readonly #lost: Float64Array
  /** By person, what refusals cost in this month; the day of the first euro that was repaid. */
  readonly #missing: Float64Array
  readonly #firstRepaid: Int32Array
  /** What all have paid in advance and not got back, and the same added up over days. */
  #outstanding = 0
  #outstandingDays = 0
  #stream!: Stream

  constructor(world: World, treasury: Treasury) {
    const { receipts } = world.parameters
    if (receipts === null) throw new RangeError('a scenario without receipts')
    const { people, holders } = world.population
    this.#world = world
    this.#treasury = treasury
    this.#means = priceTable(receipts.liquidity, receipts.spread)
    this.#none = receipts.none * WORD
    this.#refused = receipts.refused * WORD
    this.#delay = receipts.delay
    this.#work = receipts.work
    this.#firstOwn = FIRST_HOLDER + holders
    this.#people = people
    const places = (receipts.delay + 1) * people
    this.#due = new Float64Array(places)
    this.#bought = new Float64Array(places)
    this.#lost = new Float64Array(places)
    this.#missing = new Float64Array(people)
    this.#firstRepaid = new Int32Array(people)
  }

  /** Draws what everybody has to pay in advance with. */
  openPath(path: Path): void {
    for (const table of [this.#due, this.#bought, this.#lost, this.#missing]) table.fill(0)
    this.#firstRepaid.fill(0)
    this.#outstanding = 0
    this.#outstandingDays = 0
    const stream = path.stream(PURPOSE.means, 0)
    for (let person = 0; person < this.#people; person++) {
      const hasSome = stream.nextWord() >= this.#none
      const cents = this.#means[stream.nextWord() >>> 20] as number
      if (hasSome) path.books.post(CODE.own, ACCOUNT.public, this.#firstOwn + person, cents)
    }
  }

  /** With a new month own income makes good what refusals cost in the one before. */
  openMonth(path: Path, month: number): void {
    this.#stream = path.stream(PURPOSE.receipts, month)
    for (let person = 0; person < this.#people; person++) {
      const cents = this.#missing[person] as number
      path.books.post(CODE.madeGood, ACCOUNT.public, this.#firstOwn + person, cents)
      this.#missing[person] = 0
    }
  }

  /** Pays with own euro and hands in the receipt. @returns whether there was enough of them */
  pay(person: number, shop: number, cents: number, day: number): boolean {
    const world = this.#world
    const { books, takings, member, firstUse } = world
    const isRefused = this.#stream.nextWord() < this.#refused
    const own = this.#firstOwn + person
    if (books.balance(own) < cents) {
      world.add(OUTPUT.unfinanced, 1)
      return false
    }
    books.post(CODE.advance, own, ACCOUNT.partners, cents)
    this.#outstanding += cents
    world.dues += this.#work
    world.add(OUTPUT.receipts, 1)
    world.add(OUTPUT.advanced, cents)
    if (firstUse[person] === 0) firstUse[person] = day
    const at = this.#placeOf(day + this.#delay) + person
    if (isRefused) {
      this.#lost[at] = (this.#lost[at] as number) + cents
      world.add(OUTPUT.refused, 1)
      world.add(OUTPUT.unpaid, cents)
      return true
    }
    world.holdings.pay(CODE.spend, person, world.population.claims, cents, day)
    this.#due[at] = (this.#due[at] as number) + cents
    this.#bought[at] = (this.#bought[at] as number) + cents * day
    takings[shop] = (takings[shop] as number) + cents
    if (member[shop] === 1) world.add(OUTPUT.inNetwork, cents)
    return true
  }

  /** In the evening what is due is repaid; what the reserve does not have is handed in again. */
  settle(day: number): void {
    const today = this.#placeOf(day)
    const later = this.#placeOf(day + this.#delay)
    for (let person = 0; person < this.#people; person++) {
      const at = today + person
      const lost = this.#lost[at] as number
      if (lost > 0) {
        this.#missing[person] = (this.#missing[person] as number) + lost
        this.#outstanding -= lost
        this.#lost[at] = 0
      }
      const cents = this.#due[at] as number
      if (cents === 0) continue
      const bought = this.#bought[at] as number
      this.#due[at] = 0
      this.#bought[at] = 0
      if (this.#treasury.repay(this.#firstOwn + person, cents, day)) {
        this.#outstanding -= cents
        this.#world.add(OUTPUT.repaid, cents)
        this.#world.add(OUTPUT.repaidYears, cents * day - bought)
        if (this.#firstRepaid[person] === 0) this.#firstRepaid[person] = day
      } else {
        this.#due[later + person] = (this.#due[later + person] as number) + cents
        this.#bought[later + person] = (this.#bought[later + person] as number) + bought
      }
    }
    this.#outstandingDays += this.#outstanding
  }

  /** The day on which a person had the first euro of the programme; 0 where there was none. */
  firstRepaid(person: number): number {
    return this.#firstRepaid[person] as number
  }

  get outstandingDays(): number {
    return this.#outstandingDays
  }

  #placeOf(day: number): number {
    return (day % (this.#delay + 1)) * this.#people
  }
}
