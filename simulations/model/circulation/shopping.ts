import { splitPrice } from '../../../src/currency/core/price.ts'
import { parseRate } from '../../../src/kernel/decimal.ts'
import type { Stream } from '../../random/stream.ts'
import type { Path } from '../model.ts'
import type { Claims } from './claims.ts'
import { presetRules } from './instrument.ts'
import { ACCOUNT, CODE, PURPOSE } from './layout.ts'
import type { Office } from './office.ts'
import type { CirculationParameters } from './parameters.ts'
import type { Owner } from './purses.ts'
import { choiceOf, choose, needTables, popularityOf, SLOTS } from './tables.ts'

const WORD = 2 ** 32
const ASKED_MAX = 8

/** What people of the reference buy. */
export class Shopping {
  readonly #parameters: CirculationParameters
  readonly #path: Path
  readonly #office: Office
  readonly #shops: readonly Owner[]
  readonly #claims: Claims | undefined
  readonly #tables
  readonly #choices
  #seeking: Stream | undefined
  #receipts: Stream | undefined
  #elsewhere: Stream | undefined

  constructor(
    parameters: CirculationParameters,
    parts: {
      readonly path: Path
      readonly office: Office
      readonly shops: readonly Owner[]
      readonly claims: Claims | undefined
    },
  ) {
    const { needs, network } = parameters
    this.#parameters = parameters
    this.#path = parts.path
    this.#office = parts.office
    this.#shops = parts.shops
    this.#claims = parts.claims
    this.#tables = needTables(parameters)
    this.#choices = needs.map((one) => choiceOf(popularityOf(one.shops, network.popularity)))
  }

  openMonth(month: number): void {
    this.#seeking = this.#path.stream(PURPOSE.seeking, month)
    this.#receipts = this.#path.stream(PURPOSE.receipts, month)
    this.#elsewhere = this.#path.stream(PURPOSE.elsewhere, month)
  }

  /** A shop of a kind, by its popularity. */
  shopOf(kind: number, word: number): number {
    const first = this.#shops.findIndex((shop) => shop.kind === kind)
    const choice = this.#choices[kind]
    return choice === undefined ? -1 : first + choose(choice, word)
  }

  buy(person: Owner, word: number): void {
    const { people, network, tokens, cash } = this.#parameters
    const place = this.#tables.places[word % SLOTS] ?? 0
    const kind = Math.floor(place / network.favourites)
    this.#office.purses.age(person, this.#office.day)
    const held = this.#office.purses.balance(person)
    const row = kind * SLOTS + (Math.floor(word / SLOTS) % SLOTS)
    const price = people.spends === 'all' ? held : (this.#tables.prices[row] ?? 0)
    this.#office.add('needed', price)
    if (this.#office.day <= person.knowsAfter) {
      this.#office.add('unlearned', 1)
      return
    }
    if (held === 0 && person.tokens === 0) {
      this.#office.add('without', 1)
      return
    }
    this.#office.add('attempts', 1)
    const shop = this.#shops[person.favourites[place] ?? 0] as Owner
    const takesEuro = cash !== null || this.#claims !== undefined
    if (!shop.isThere && !takesEuro) {
      this.#office.add('refused', 1)
      if (network.seeking > 0) this.#seek(person, place, kind)
      return
    }
    const takesTokens = tokens !== null && Math.floor(word / 2 ** 24) * 16 < tokens.accepted * SLOTS
    const discount = takesTokens ? presetRules(tokens.rules).discount : null
    const parts = splitPrice(
      BigInt(price),
      { tokens: BigInt(person.tokens), vouchers: BigInt(held), currency: 0n },
      discount === null
        ? undefined
        : { most: parseRate(discount.most), least: parseRate(discount.least) },
    )
    const paid = Number(parts.vouchers)
    if (paid > 0 && !this.#spend(person, shop, paid)) return
    if (parts.tokens > 0n) this.#discount(person, shop, Number(parts.tokens))
    if (paid > 0 && person.firstUse === 0) person.firstUse = this.#office.day
    const missing = people.topsUp ? Number(parts.euro) : 0
    this.#path.books.post(CODE.euro, ACCOUNT.public, ACCOUNT.partners, missing)
    this.#office.add('euro', missing)
    if (cash !== null) this.#buyElsewhere(person, cash.elsewhere)
  }

  /** Pays a shop: with the instrument, in cash, or with own euro against a receipt. */
  #spend(person: Owner, shop: Owner, cents: number): boolean {
    if (this.#claims !== undefined) {
      return this.#claims.pay(person, shop, cents, this.#receipts as Stream)
    }
    if (this.#parameters.cash === null) {
      const isPaid = this.#office.pay(CODE.spend, person, shop, cents)
      if (!isPaid) this.#office.add('refused', 1)
      return isPaid
    }
    this.#office.payOut(CODE.spend, person, cents)
    shop.takings += cents
    if (shop.isThere) this.#office.add('inNetwork', cents)
    return true
  }

  #buyElsewhere(person: Owner, share: number): void {
    const stream = this.#elsewhere as Stream
    if (stream.nextWord() >= (share / (1 - share)) * WORD) return
    const word = stream.nextWord()
    const kind = Math.floor(
      (this.#tables.places[word % SLOTS] ?? 0) / this.#parameters.network.favourites,
    )
    const row = kind * SLOTS + (Math.floor(word / SLOTS) % SLOTS)
    const held = this.#office.purses.balance(person)
    const cents = Math.min(held, this.#tables.prices[row] ?? 0)
    if (cents > 0) this.#office.payOut(CODE.elsewhere, person, cents)
  }

  #discount(person: Owner, shop: Owner, cents: number): void {
    this.#path.books.post(CODE.discount, person.tokenAccount, shop.tokenAccount, cents)
    person.tokens -= cents
    shop.discounts += cents
    this.#office.add('discounts', cents)
  }

  #seek(person: Owner, place: number, kind: number): void {
    const stream = this.#seeking as Stream
    if (stream.nextWord() >= this.#parameters.network.seeking * WORD) return
    for (let asked = 0; asked < ASKED_MAX; asked++) {
      const shop = this.shopOf(kind, stream.nextWord())
      if (this.#shops[shop]?.isThere !== true) continue
      person.favourites[place] = shop
      return
    }
  }
}
