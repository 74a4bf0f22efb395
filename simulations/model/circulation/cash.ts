import type { Stream } from '../../random/stream.ts'
import type { Path } from '../model.ts'
import { ACCOUNT, CODE, PURPOSE } from './layout.ts'
import { OUTPUT } from './outputs.ts'
import { formatRate, halfUp, type Part, partOf } from './part.ts'
import { type NeedTables, SLOTS } from './tables.ts'
import type { Treasury } from './treasury.ts'
import type { World } from './world.ts'

const WORD = 2 ** 32

/** Euro without conditions: every shop takes them, and they are spent elsewhere as well. */
export class Cash {
  readonly #world: World
  readonly #treasury: Treasury
  readonly #tables: NeedTables
  /** Below it, of 2^32, something is bought besides what is needed. */
  readonly #border: number
  readonly #card: Part
  #stream!: Stream

  constructor(world: World, treasury: Treasury, tables: NeedTables) {
    const { elsewhere = 0, card = 0 } = world.parameters.cash ?? {}
    this.#world = world
    this.#treasury = treasury
    this.#tables = tables
    // So many besides each that is needed that they are their share of all.
    this.#border = (elsewhere / (1 - elsewhere)) * WORD
    this.#card = partOf(formatRate(card))
  }

  openMonth(path: Path, month: number): void {
    this.#stream = path.stream(PURPOSE.elsewhere, month)
  }

  /** A purchase of what is needed, in a shop. */
  pay(person: number, shop: number, cents: number, day: number): void {
    const { takings, firstUse, member } = this.#world
    this.#payOut(CODE.spend, person, cents, day)
    this.#treasury.payOut(CODE.paidOut, ACCOUNT.partners, cents)
    this.#world.add(OUTPUT.changed, cents)
    takings[shop] = (takings[shop] as number) + cents
    if (member[shop] === 1) this.#world.add(OUTPUT.inNetwork, cents)
    if (firstUse[person] === 0) firstUse[person] = day
  }

  /** Whoever has bought what was needed may buy something else, at prices like those of needs. */
  buyElsewhere(person: number, day: number): void {
    if (this.#stream.nextWord() >= this.#border) return
    const word = this.#stream.nextWord() | 0
    const place = this.#tables.places[word & (SLOTS - 1)] as number
    const kind = Math.floor(place / this.#world.parameters.network.favourites)
    const price = this.#tables.prices[kind * SLOTS + ((word >>> 12) & (SLOTS - 1))] as number
    const held = this.#world.holdings.balance(person)
    const cents = held < price ? held : price
    if (cents === 0) return
    this.#payOut(CODE.elsewhere, person, cents, day)
    this.#treasury.payOut(CODE.elsewhere, ACCOUNT.elsewhere, cents)
    this.#world.add(OUTPUT.elsewhere, cents)
  }

  #payOut(code: number, person: number, cents: number, day: number): void {
    this.#world.holdings.payOut(code, person, cents, day)
    this.#world.dues += halfUp(cents, this.#card)
  }
}
