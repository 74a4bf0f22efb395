import type { Stream } from '../../random/stream.ts'
import { ConditionalChance } from '../economy.ts'
import { ACCOUNT, CODE } from './layout.ts'
import { BORDERS, setBorders, TO } from './levers.ts'
import { OUTPUT } from './outputs.ts'
import type { Turn } from './parameters.ts'
import { halfUp } from './part.ts'
import { type Choice, choiceOf, choose, oneOf, popularityOf, priceTable } from './tables.ts'
import type { Treasury } from './treasury.ts'
import type { World } from './world.ts'

const SHOP = 0
const SUPPLIER = 1
const ASSOCIATION = 2
/** How often a payee is drawn anew who is the payer. */
const DRAWN_MAX = 16

/** What partners and associations do with what they hold, and the invoices that partners pay each other. */
export class Turns {
  readonly #world: World
  readonly #treasury: Treasury
  readonly #rows: readonly Turn[]
  readonly #chances: readonly ConditionalChance[]
  /** For shops, suppliers and associations the borders between what a turn becomes. */
  readonly #borders = new Float64Array(3 * BORDERS)
  readonly #part: number
  readonly #invoices: Float64Array
  readonly #payees: Choice
  readonly #isEven: boolean
  readonly #invoicesADay: number

  constructor(world: World, treasury: Treasury) {
    const { partners, economy, invoices, network } = world.parameters
    this.#world = world
    this.#treasury = treasury
    this.#rows = [partners.shops, partners.suppliers, partners.associations]
    this.#chances = this.#rows.map(
      ({ change }) => new ConditionalChance(change, economy.correlation),
    )
    this.#part = partners.part
    this.#invoices = priceTable(invoices.amount, invoices.spread)
    const count = world.population.partners
    this.#isEven = network.popularity === 0
    this.#payees = choiceOf(popularityOf(count, network.popularity))
    this.#invoicesADay = (invoices.each * count * 12) / 365.25
  }

  /** @param change decisions that become a change to euro by a shock, 0 to 1 */
  openMonth(economy: number, change: number): void {
    for (let kind = 0; kind < this.#rows.length; kind++) {
      const usual = (this.#chances[kind] as ConditionalChance).given(economy)
      setBorders(
        this.#borders,
        kind * BORDERS,
        this.#rows[kind] as Turn,
        usual + (1 - usual) * change,
      )
    }
  }

  /** Everybody decides, in their order. Two words for each, whatever they hold. */
  decide(stream: Stream, day: number): void {
    const { partners, associations, shops } = this.#world.population
    for (let one = 0; one < partners + associations; one++) {
      const kind = one < shops ? SHOP : one < partners ? SUPPLIER : ASSOCIATION
      // With a sign, or words beyond 2^31 would be allocated.
      const word = stream.nextWord() | 0
      this.#turn(one, kind, word, stream.nextWord() | 0, day)
    }
  }

  /** The invoices of a day: so many that those of a month come to what each pays in a month. */
  payInvoices(stream: Stream, day: number): void {
    const count = Math.floor(day * this.#invoicesADay) - Math.floor((day - 1) * this.#invoicesADay)
    const { partners } = this.#world.population
    for (let one = 0; one < count; one++) {
      const payer = oneOf(partners, stream.nextWord())
      const payee = this.#payeeOf(payer, stream)
      const cents = this.#invoices[stream.nextWord() >>> 20] as number
      this.#payInvoice(payer, payee, cents, day)
    }
  }

  #payeeOf(payer: number, stream: Stream): number {
    const { partners } = this.#world.population
    if (this.#isEven) {
      const other = oneOf(partners - 1, stream.nextWord())
      return other < payer ? other : other + 1
    }
    let payee = payer
    for (let drawn = 0; drawn < DRAWN_MAX && payee === payer; drawn++) {
      payee = choose(this.#payees, stream.nextWord())
    }
    return payee
  }

  #payInvoice(payer: number, payee: number, cents: number, day: number): void {
    const world = this.#world
    const { member, holdings, terms, population } = world
    if (payer === payee || member[payer] === 0 || member[payee] === 0) return
    world.add(OUTPUT.invoices, 1)
    const from = population.people + payer
    const to = population.people + payee
    holdings.age(from, day)
    const after = holdings.balance(from) - cents
    if (after < -terms.line || holdings.balance(to) + cents > terms.room) {
      world.add(OUTPUT.invoicesRefused, 1)
      return
    }
    this.#pay(CODE.invoice, from, to, cents, day)
  }

  #turn(one: number, kind: number, signed: number, whom: number, day: number): void {
    const world = this.#world
    const { holdings, population } = world
    const holder = population.people + one
    if (!(holdings.balance(holder) > 0)) return
    holdings.age(holder, day)
    const cents = Math.floor(holdings.balance(holder) * this.#part + 0.5)
    if (cents === 0) return
    const word = signed >>> 0
    let what = 0
    while (what < BORDERS && word >= (this.#borders[kind * BORDERS + what] as number)) what += 1
    if (what === TO.change) {
      this.#treasury.change(holder, cents, day)
      return
    }
    const payee = this.#payeeOfTurn(one, what, whom)
    if (payee < 0) return
    this.#pay(CODE.turn, holder, payee, cents, day)
  }

  /** Whom a turn pays; below zero nobody. Nobody pays who left, nor oneself. */
  #payeeOfTurn(one: number, what: number, whom: number): number {
    const { active, member, population } = this.#world
    const { people, shops, partners, associations } = population
    if (what === TO.people) {
      const person = people === 0 ? 0 : oneOf(people, whom)
      return active[person] === 1 ? person : -1
    }
    if (what === TO.shops || what === TO.suppliers) {
      const first = what === TO.shops ? 0 : shops
      const partner = otherOf(first, what === TO.shops ? shops : partners - shops, one, whom)
      return partner >= 0 && member[partner] === 1 ? people + partner : -1
    }
    if (what !== TO.associations) return -1
    const association = otherOf(partners, associations, one, whom)
    return association < 0 ? -1 : people + association
  }

  #pay(code: number, from: number, to: number, cents: number, day: number): void {
    const world = this.#world
    const { holdings, population, terms, takings } = world
    const { people, partners } = population
    const partner = to - people
    holdings.age(to, day)
    if (partner < 0 && holdings.balance(to) + cents > terms.limits.balance) return
    holdings.pay(code, from, to, cents, day)
    if (partner < 0 || partner >= partners) return
    takings[partner] = (takings[partner] as number) + cents
    const fee = terms.payeeFee.above === 0 ? 0 : halfUp(cents, terms.payeeFee)
    if (fee === 0) return
    holdings.leave(CODE.fee, to, ACCOUNT.fees, fee, day)
    world.add(OUTPUT.fees, fee)
  }
}

/** One of so many from a place on, but not oneself; below zero where there is no other. */
function otherOf(first: number, count: number, self: number, word: number): number {
  const isIn = self >= first && self < first + count
  const others = isIn ? count - 1 : count
  if (others === 0) return -1
  const other = first + oneOf(others, word)
  return isIn && other >= self ? other + 1 : other
}
