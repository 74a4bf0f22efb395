import type { Stream } from '../../random/stream.ts'
import type { Path } from '../model.ts'
import { FIRST } from './agenda.ts'
import { Cash } from './cash.ts'
import { ACCOUNT, CODE, FIRST_HOLDER, PURPOSE } from './layout.ts'
import { OUTPUT } from './outputs.ts'
import { halfUp } from './part.ts'
import { Receipts } from './receipts.ts'
import { type NeedTables, needTables, SLOTS } from './tables.ts'
import type { Treasury } from './treasury.ts'
import type { World } from './world.ts'

const WORD = 2 ** 32
/** How often who looks for a shop that takes it asks one that does not. */
const ASKED_MAX = 8

// A name of this module is a constant to the compiler, an imported one is looked up each time.
const { needed: NEEDED, attempts: ATTEMPTS, without: WITHOUT, refused: REFUSED } = OUTPUT
const { spend: SPEND } = CODE
const OWN = FIRST_HOLDER
const SIZE = SLOTS
const TOP = FIRST

/** What people buy. */
export class Till {
  readonly #world: World
  readonly #tables: NeedTables
  /** By place of the tables: the kind of need. Each person has so many places. */
  readonly #kinds: Int32Array
  readonly #places: Uint8Array
  readonly #prices: Float64Array
  readonly #placesEach: number
  readonly #spendsAll: boolean
  readonly #topsUp: boolean
  readonly #seeks: number
  readonly #hasTokens: boolean
  readonly #hasLimits: boolean
  /** Purchases in which a shop takes tokens, of 4096. */
  readonly #tokenBorder: number
  /** Where the accounts of tokens begin: those of people, then those of shops. */
  readonly #firstToken: number
  /** Of people, what they paid on the day and in the month of their last purchase. */
  readonly #paidOn: Int32Array
  readonly #paidDay: Float64Array
  readonly #paidMonth: Float64Array
  readonly #month: Int32Array
  readonly #cash: Cash | undefined
  /** Where purchases are repaid against receipts. */
  readonly receipts: Receipts | undefined
  /** Euro are taken by every shop, an instrument by those of the network. */
  readonly takesEuro: boolean
  #seeking!: Stream

  constructor(world: World, treasury: Treasury) {
    const { people, needs, network, tokens, cash, receipts } = world.parameters
    const count = world.terms.hasLimits ? world.population.people : 0
    this.#world = world
    this.#tables = needTables(world.parameters)
    this.#places = this.#tables.places
    this.#prices = this.#tables.prices
    this.#placesEach = needs.length * network.favourites
    this.#kinds = Int32Array.from({ length: this.#placesEach }, (_, place) =>
      Math.floor(place / network.favourites),
    )
    this.#hasTokens = tokens !== null
    this.#hasLimits = world.terms.hasLimits
    this.#spendsAll = people.spends === 'all'
    this.#topsUp = people.topsUp
    this.#seeks = network.seeking * WORD
    this.#tokenBorder = (tokens?.accepted ?? 0) * SLOTS
    this.#firstToken = FIRST_HOLDER + world.population.holders
    this.#paidOn = new Int32Array(count)
    this.#paidDay = new Float64Array(count)
    this.#paidMonth = new Float64Array(count)
    this.#month = new Int32Array(count)
    this.#cash = cash === null ? undefined : new Cash(world, treasury, this.#tables)
    this.takesEuro = cash !== null || receipts !== null
    this.receipts = receipts === null ? undefined : new Receipts(world, treasury)
  }

  openPath(path: Path): void {
    this.#paidOn.fill(0)
    this.#month.fill(0)
    this.receipts?.openPath(path)
  }

  openMonth(path: Path, month: number): void {
    this.#cash?.openMonth(path, month)
    this.receipts?.openMonth(path, month)
    if (this.#seeks > 0) this.#seeking = path.stream(PURPOSE.seeking, month)
  }

  /**
   * Everybody whose day it is buys something. Two words for each, whatever comes of it; they are made here, as `Stream`
   * makes them, because that takes a quarter of the time. Words are
   * handed on with a sign: those beyond 2^31 would be allocated without.
   */
  openDay({ state }: Stream, day: number): void {
    const { agenda, active } = this.#world
    const { bits, words } = agenda
    let s0 = state[0] as number
    let s1 = state[1] as number
    let s2 = state[2] as number
    let s3 = state[3] as number
    for (let at = 0; at < words; at++) {
      let left = bits[day * words + at] as number
      while (left !== 0) {
        const place = Math.clz32(left)
        left ^= TOP >>> place
        const person = at * 32 + place
        let fives = Math.imul(s1, 5)
        const gap = Math.imul((fives << 7) | (fives >>> 25), 9)
        let shifted = s1 << 9
        s2 ^= s0
        s3 ^= s1
        s1 ^= s2
        s0 ^= s3
        s2 ^= shifted
        s3 = (s3 << 11) | (s3 >>> 21)
        fives = Math.imul(s1, 5)
        const word = Math.imul((fives << 7) | (fives >>> 25), 9)
        shifted = s1 << 9
        s2 ^= s0
        s3 ^= s1
        s1 ^= s2
        s0 ^= s3
        s2 ^= shifted
        s3 = (s3 << 11) | (s3 >>> 21)
        this.#world.planTrip(person, day, gap)
        if (active[person] === 1) this.#buy(person, word, day)
      }
    }
    state[0] = s0
    state[1] = s1
    state[2] = s2
    state[3] = s3
  }

  /** Gives tokens to a person. */
  giveTokens(person: number, cents: number): void {
    this.#world.books.post(CODE.tokens, ACCOUNT.tokensIssued, this.#firstToken + person, cents)
  }

  /** @param word of its bits 12 say what is bought where, 12 what it costs, 8 whether tokens are taken */
  #buy(person: number, word: number, day: number): void {
    const { holdings, books, outputs, favourites, member, knowsAfter } = this.#world
    const place = this.#places[word & (SIZE - 1)] as number
    const row = (this.#kinds[place] as number) * SIZE + ((word >>> 12) & (SIZE - 1))
    holdings.age(person, day)
    const held = books.balance(OWN + person)
    const price = this.#spendsAll ? held : (this.#prices[row] as number)
    outputs[NEEDED] = (outputs[NEEDED] as number) + price
    if (day <= (knowsAfter[person] as number)) {
      this.#world.add(OUTPUT.unlearned, 1)
      return
    }
    const offered = this.#hasTokens ? books.balance(this.#firstToken + person) : 0
    if (held === 0 && offered === 0) {
      this.#world.add(WITHOUT, 1)
      return
    }
    outputs[ATTEMPTS] = (outputs[ATTEMPTS] as number) + 1
    const slot = person * this.#placesEach + place
    const shop = favourites[slot] as number
    if (member[shop] === 0 && !this.takesEuro) {
      this.#world.add(REFUSED, 1)
      if (this.#seeks > 0) this.#seek(slot, this.#kinds[place] as number)
      return
    }
    const tokens = this.#hasTokens ? this.#tokensOf(row, word, offered) : 0
    const due = price - tokens
    const paid = held < due ? held : due
    if (this.#hasLimits && !this.#isWithin(person, paid, day)) {
      this.#world.add(REFUSED, 1)
      return
    }
    if (tokens > 0) this.#discount(person, shop, tokens)
    if (paid > 0 && !this.#pay(person, shop, paid, day)) return
    if (paid < due && this.#topsUp) {
      books.post(CODE.euro, ACCOUNT.public, ACCOUNT.partners, due - paid)
      this.#world.add(OUTPUT.euro, due - paid)
    }
    if (this.#cash !== undefined) this.#cash.buyElsewhere(person, day)
  }

  /** @returns whether it could be paid */
  #pay(person: number, shop: number, paid: number, day: number): boolean {
    if (this.receipts !== undefined) return this.receipts.pay(person, shop, paid, day)
    if (this.#cash !== undefined) {
      this.#cash.pay(person, shop, paid, day)
      return true
    }
    const { holdings, population, terms, takings, firstUse } = this.#world
    const holder = population.people + shop
    holdings.age(holder, day)
    holdings.pay(SPEND, person, holder, paid, day)
    takings[shop] = (takings[shop] as number) + paid
    if (firstUse[person] === 0) firstUse[person] = day
    if (terms.payeeFee.above === 0) return true
    const fee = halfUp(paid, terms.payeeFee)
    holdings.leave(CODE.fee, holder, ACCOUNT.fees, fee, day)
    this.#world.add(OUTPUT.fees, fee)
    return true
  }

  #discount(person: number, shop: number, tokens: number): void {
    const { books, discounts, population } = this.#world
    const to = this.#firstToken + population.people + shop
    books.post(CODE.discount, this.#firstToken + person, to, tokens)
    discounts[shop] = (discounts[shop] as number) + tokens
    this.#world.add(OUTPUT.discounts, tokens)
  }

  #tokensOf(row: number, word: number, offered: number): number {
    if ((word >>> 24) * 16 >= this.#tokenBorder) return 0
    const most = this.#tables.tokensMost[row] as number
    const tokens = offered < most ? offered : most
    return tokens < (this.#tables.tokensLeast[row] as number) ? 0 : tokens
  }

  #isWithin(person: number, paid: number, day: number): boolean {
    const { limits } = this.#world.terms
    const month = this.#world.books.month
    const today = this.#paidOn[person] === day ? (this.#paidDay[person] as number) : 0
    const before = this.#month[person] === month ? (this.#paidMonth[person] as number) : 0
    if (paid > limits.payment || today + paid > limits.day || before + paid > limits.month) {
      return false
    }
    this.#paidOn[person] = day
    this.#paidDay[person] = today + paid
    this.#month[person] = month
    this.#paidMonth[person] = before + paid
    return true
  }

  /** Whoever was refused looks, sometimes, for another shop of the kind that takes it. */
  #seek(slot: number, kind: number): void {
    const { member, favourites } = this.#world
    if (this.#seeking.nextWord() >= this.#seeks) return
    for (let asked = 0; asked < ASKED_MAX; asked++) {
      const shop = this.#world.chooseShop(kind, this.#seeking.nextWord())
      if (member[shop] === 0) continue
      favourites[slot] = shop
      return
    }
  }
}
