import { nextEconomy } from '../economy.ts'
import type { Kernel, Path } from '../model.ts'
import { isDue } from './calendar.ts'
import { SUM } from './holdings.ts'
import { ACCOUNT, CODE, PURPOSE } from './layout.ts'
import { type Levers, leversOf } from './levers.ts'
import { giniOf, topShareOf } from './measures.ts'
import { OUTPUT, SERIES_PLACE } from './outputs.ts'
import type { CirculationParameters } from './parameters.ts'
import { Till } from './till.ts'
import { Treasury } from './treasury.ts'
import { Turns } from './turns.ts'
import { World } from './world.ts'

const WORD = 2 ** 32
const YEAR_DAYS = 365.25

/** The fast way: day by day, each payment posted, on typed arrays. The order of a day is that of `docs/models/circulation.md`. */
export class CirculationKernel implements Kernel {
  readonly #parameters: CirculationParameters
  readonly #world: World
  readonly #treasury: Treasury
  readonly #till: Till
  readonly #turns: Turns
  readonly #levers: Levers
  readonly #sorted: Float64Array
  #month = 0
  #state = 0
  #stockDays = 0
  /** What was paid and changed until the end of the month before. */
  #turnover = 0
  #changed = 0
  #payments = 0

  constructor(parameters: CirculationParameters) {
    this.#parameters = parameters
    this.#world = new World(parameters)
    this.#treasury = new Treasury(this.#world)
    this.#till = new Till(this.#world, this.#treasury)
    this.#turns = new Turns(this.#world, this.#treasury)
    this.#levers = leversOf(parameters)
    this.#sorted = new Float64Array(this.#world.population.partners)
  }

  run(path: Path): void {
    const { months } = this.#parameters
    this.#begin(path)
    for (let month = 1; month <= months; month++) this.#runMonth(path, month)
    this.#tell(path)
  }

  #begin(path: Path): void {
    const { people, partners } = this.#parameters
    const world = this.#world
    world.open(path)
    this.#till.openPath(path)
    this.#stockDays = 0
    this.#turnover = 0
    this.#changed = 0
    this.#payments = 0
    this.#month = 0
    this.#state = 0
    const { population, holdings } = world
    for (let holder = 0; holder < population.people + population.partners; holder++) {
      const cents = holder < population.people ? people.start : partners.start
      holdings.issue(CODE.start, holder, cents, 0)
      this.#treasury.deposit(ACCOUNT.funder, cents, 1)
    }
    world.add(OUTPUT.granted, people.beneficiaries * people.start)
    this.#issue(0, false)
    this.#close(0)
    this.#note(path, 0)
  }

  #runMonth(path: Path, month: number): void {
    const { calendar } = this.#world
    const { partners, economy, people } = this.#parameters
    path.books.month = month
    this.#month = month
    this.#treasury.openMonth()
    this.#openMonth(path, month)
    if (economy.correlation > 0) {
      const innovation = path.factors[month - 1] as number
      this.#state = nextEconomy(month, this.#state, innovation, economy.persistence)
    }
    this.#turns.openMonth(this.#state, this.#levers.change[month] as number)
    this.#till.openMonth(path, month)
    const trips = path.stream(PURPOSE.trips, month)
    const turns = path.stream(PURPOSE.turns, month)
    const invoices = path.stream(PURPOSE.invoices, month)
    const last = calendar.lastOf[month] as number
    for (let day = (calendar.lastOf[month - 1] as number) + 1; day <= last; day++) {
      this.#till.openDay(trips, day)
      this.#turns.payInvoices(invoices, day)
      if (isDue(partners.decides, day, day === last)) this.#turns.decide(turns, day)
      this.#issue(day, day < calendar.days && isDue(people.payday, day, day === last))
      this.#till.receipts?.settle(day)
      this.#close(day)
    }
    this.#closeMonth(path, month, last)
  }

  /** People and shops leave, shops join, large ones stay away. */
  #openMonth(path: Path, month: number): void {
    const { people, network, needs } = this.#parameters
    const world = this.#world
    const { active, member, population, firstShop } = world
    const today = (world.calendar.lastOf[month - 1] as number) + 1
    if (people.leaving > 0) {
      const stream = path.stream(PURPOSE.leaving, month)
      for (let person = 0; person < population.people; person++) {
        const leaves = stream.nextWord() < people.leaving * WORD
        if (leaves && active[person] === 1) this.#leave(person, today)
      }
    }
    if (network.joining > 0 || network.leaving > 0) {
      const stream = path.stream(PURPOSE.members, month)
      for (let shop = 0; shop < population.shops; shop++) {
        const word = stream.nextWord()
        if (member[shop] === 0) member[shop] = word < network.joining * WORD ? 1 : 0
        else if (word < network.leaving * WORD) this.#stayAway(shop, today)
      }
    }
    const largest = this.#levers.largest[month] as number
    for (let kind = 0; kind < needs.length; kind++) {
      const first = firstShop[kind] as number
      const end = Math.min(first + largest, firstShop[kind + 1] as number)
      for (let shop = first; shop < end; shop++) if (member[shop] === 1) this.#stayAway(shop, today)
    }
  }

  /** What a person still holds is left behind, unless it is euro. */
  #leave(person: number, day: number): void {
    const { holdings, active } = this.#world
    active[person] = 0
    if (this.#parameters.cash !== null) return
    holdings.age(person, day)
    const cents = holdings.balance(person)
    holdings.leave(CODE.left, person, ACCOUNT.expired, cents, day)
    this.#treasury.release(ACCOUNT.funder, cents)
    this.#world.add(OUTPUT.expired, cents)
    this.#world.add(OUTPUT.unspent, cents)
  }

  /** A shop takes it no longer, and changes what it holds where it may. */
  #stayAway(shop: number, day: number): void {
    const { holdings, member, population, rules } = this.#world
    member[shop] = 0
    const holder = population.people + shop
    holdings.age(holder, day)
    if (rules.redemption !== null) this.#treasury.change(holder, holdings.balance(holder), day)
  }

  /** New money in the evening: first grants in hand, and those of a payday. */
  #issue(day: number, isPayday: boolean): void {
    const { active, handover, handovers, population } = this.#world
    if (!isPayday && handovers[day] === 0) return
    for (let person = 0; person < population.people; person++) {
      const since = handover[person] as number
      if (since === day) this.#receive(person, day, true)
      else if (isPayday && since < day && active[person] === 1) this.#receive(person, day, false)
    }
  }

  #receive(person: number, day: number, isFirst: boolean): void {
    const { people, costs, tokens } = this.#parameters
    const world = this.#world
    const { holdings, terms, books } = world
    const grants = this.#levers.grants[this.#month] as number
    const isBeneficiary = person < people.beneficiaries
    holdings.age(person, day)
    if (terms.minted.length > 0) {
      const since = world.lastMint[person] as number
      holdings.issue(CODE.mint, person, terms.minted[day - since] as number, day)
      world.lastMint[person] = day
    } else if (isBeneficiary) {
      this.#grant(person, Math.floor(people.grant * grants + 0.5), day)
    } else {
      holdings.issue(CODE.purchase, person, people.bought, day)
      this.#treasury.deposit(ACCOUNT.public, people.bought, 1)
      this.#treasury.donate(people.bought)
    }
    if (tokens !== null && tokens.gift > 0) this.#till.giveTokens(person, tokens.gift)
    if (isFirst && isBeneficiary) {
      books.post(CODE.cost, ACCOUNT.funder, ACCOUNT.costs, costs.person)
      world.add(OUTPUT.costs, costs.person)
    }
  }

  /** What a beneficiary is granted; of cash only what the funder pays. */
  #grant(person: number, due: number, day: number): void {
    const world = this.#world
    const { cash } = this.#parameters
    const paid = this.#levers.deposits[this.#month] as number
    const cents = cash === null ? due : Math.floor(due * paid + 0.5)
    world.holdings.issue(CODE.grant, person, cents, day)
    this.#treasury.deposit(ACCOUNT.funder, cents, cash === null ? paid : 1)
    world.add(OUTPUT.granted, cents)
    if (cash !== null && cents > 0) world.dues += cash.transfer
  }

  /** The day ends: what had its last day expires, a stamp falls due. */
  #close(day: number): void {
    const { holdings, calendar, population } = this.#world
    if (holdings.expires) this.#expire(day)
    for (let stamp = 0; stamp < (calendar.stamps[day] as number); stamp++) {
      for (let holder = 0; holder < population.holders; holder++) holdings.stamp(holder, day)
    }
    this.#stockDays += holdings.sums[SUM.stock] as number
  }

  #expire(day: number): void {
    const { holdings, population } = this.#world
    let next = holdings.nextExpiring(0, day)
    while (next < population.holders) {
      const holder = next
      next = holdings.nextExpiring(holder + 1, day)
      if (!holdings.hasLastDay(holder, day)) continue
      holdings.age(holder, day)
      const expired = holdings.expire(holder, day)
      if (expired === 0) continue
      this.#treasury.release(ACCOUNT.funder, expired)
      this.#world.add(OUTPUT.expired, expired)
      if (holder < population.people) this.#world.add(OUTPUT.unspent, expired)
    }
  }

  #closeMonth(path: Path, month: number, last: number): void {
    const { costs } = this.#parameters
    const world = this.#world
    for (let holder = 0; holder < world.population.holders; holder++) {
      world.holdings.age(holder, last + 1)
    }
    const payments = world.holdings.sums[SUM.payments] as number
    const cost = costs.month + costs.payment * (payments - this.#payments) + world.dues
    this.#payments = payments
    world.dues = 0
    world.books.post(CODE.cost, ACCOUNT.funder, ACCOUNT.costs, cost)
    world.add(OUTPUT.costs, cost)
    this.#note(path, month)
  }

  #note({ series, outputs, books }: Path, month: number): void {
    const { holdings, member, calendar } = this.#world
    const places = calendar.lastOf.length
    let members = 0
    for (let partner = 0; partner < member.length; partner++) members += member[partner] as number
    const place = (name: keyof typeof SERIES_PLACE) => SERIES_PLACE[name] * places + month
    const { sums } = holdings
    const turnover = (sums[SUM.turned] as number) + (sums[SUM.spent] as number)
    const changed = outputs[OUTPUT.changed] as number
    series[place('stock')] = holdings.sums[SUM.stock] as number
    series[place('turnover')] = turnover - this.#turnover
    series[place('changed')] = changed - this.#changed
    series[place('members')] = members
    series[place('reserve')] = books.balance(ACCOUNT.reserve)
    this.#turnover = turnover
    this.#changed = changed
  }

  #tell({ outputs, books }: Path): void {
    const { holdings, rules } = this.#world
    const { sums } = holdings
    const spent = sums[SUM.spent] as number
    const paid = (sums[SUM.turned] as number) + spent
    const changed = sums[SUM.moved] as number
    const waited = sums[SUM.waitDays] as number
    outputs[OUTPUT.spent] = spent
    outputs[OUTPUT.met] =
      spent +
      (outputs[OUTPUT.discounts] as number) +
      (outputs[OUTPUT.euro] as number) +
      (outputs[OUTPUT.unpaid] as number)
    outputs[OUTPUT.outlay] = spent + (outputs[OUTPUT.elsewhere] as number)
    // Whoever takes it is of the network, but for euro.
    if (!this.#till.takesEuro) outputs[OUTPUT.inNetwork] = spent
    outputs[OUTPUT.turnover] = paid
    outputs[OUTPUT.issued] = books.debits[ACCOUNT.issued] as number
    outputs[OUTPUT.demurrage] = books.balance(ACCOUNT.demurrage)
    outputs[OUTPUT.stockAtEnd] = sums[SUM.stock] as number
    outputs[OUTPUT.stockYears] = this.#stockDays / YEAR_DAYS
    outputs[OUTPUT.heldYears] = ((sums[SUM.heldDays] as number) + waited) / YEAR_DAYS
    outputs[OUTPUT.moved] = rules.credit === null ? paid + changed : changed
    outputs[OUTPUT.waitYears] = waited / YEAR_DAYS
    outputs[OUTPUT.lagYears] = (sums[SUM.lagDays] as number) / YEAR_DAYS
    outputs[OUTPUT.repaidYears] = (outputs[OUTPUT.repaidYears] as number) / YEAR_DAYS
    this.#tellShops(outputs)
    this.#tellPeople(outputs)
  }

  #tellShops(outputs: Float64Array): void {
    const { population, takings, discounts } = this.#world
    let taken = 0
    let worst = 0
    for (let shop = 0; shop < population.shops; shop++) {
      const own = takings[shop] as number
      const given = discounts[shop] as number
      taken += own
      if (given > 0) worst = Math.max(worst, given / (given + own))
    }
    outputs[OUTPUT.taken] = taken
    outputs[OUTPUT.worstDiscount] = worst
    this.#sorted.set(takings)
    this.#sorted.sort()
    outputs[OUTPUT.gini] = giniOf(this.#sorted)
    outputs[OUTPUT.topTenth] = topShareOf(this.#sorted, 0.1)
    outputs[OUTPUT.topHundredth] = topShareOf(this.#sorted, 0.01)
  }

  /** Whoever never had it, or never paid with it, counts with all days of the path; of receipts it is the first euro. */
  #tellPeople(outputs: Float64Array): void {
    const { handover, firstUse, calendar, holdings, population } = this.#world
    const { receipts } = this.#till
    let unspent = outputs[OUTPUT.unspent] as number
    for (let person = 0; person < population.people; person++) unspent += holdings.balance(person)
    outputs[OUTPUT.unspent] = unspent
    const { beneficiaries } = this.#parameters.people
    if (beneficiaries === 0) return
    let toHave = 0
    let toUse = 0
    for (let person = 0; person < beneficiaries; person++) {
      const used = firstUse[person] as number
      const since = receipts?.firstRepaid(person) ?? (handover[person] as number)
      toHave +=
        receipts !== undefined && since === 0 ? calendar.days : Math.min(since, calendar.days)
      toUse += used === 0 ? calendar.days : used
    }
    outputs[OUTPUT.daysToHave] = toHave / beneficiaries
    outputs[OUTPUT.daysToUse] = toUse / beneficiaries
    const advanced = receipts?.outstandingDays ?? 0
    outputs[OUTPUT.advancedEach] = advanced / calendar.days / beneficiaries
  }
}
