import { demurrageOf, type InstrumentRules } from '../../../src/currency/core/rules.ts'
import { beta } from '../../random/distributions.ts'
import { log } from '../../random/elementary.ts'
import type { Stream } from '../../random/stream.ts'
import { ConditionalChance, nextEconomy } from '../economy.ts'
import type { Kernel, Path } from '../model.ts'
import { isBaseline } from './baselines.ts'
import { calendarOf, isDue } from './calendar.ts'
import { gapOf, type WAYS, wayOf } from './chances.ts'
import { Claims } from './claims.ts'
import { rulesOf } from './instrument.ts'
import { ACCOUNT, CODE, PURPOSE } from './layout.ts'
import { leversOf } from './levers.ts'
import { Office } from './office.ts'
import { OUTPUT, SERIES_PLACE } from './outputs.ts'
import type { CirculationParameters } from './parameters.ts'
import { populationOf } from './population.ts'
import { type Owner, ownersOf } from './purses.ts'
import { Shopping } from './shopping.ts'
import { choiceOf, choose, oneOf, popularityOf, priceTable } from './tables.ts'
import { tellPath } from './telling.ts'

const WORD = 2 ** 32
const DRAWN_MAX = 16

/**
 * The slow and obvious way: owners are objects, and every rule of the instrument is asked of `currency/core` when it is needed.
 * It draws what the kernel draws, in the same order, so that both give the same cents on every path.
 */
export class CirculationReference implements Kernel {
  readonly #parameters: CirculationParameters

  constructor(parameters: CirculationParameters) {
    this.#parameters = parameters
  }

  run(path: Path): void {
    new Town(this.#parameters, path).live()
  }
}

class Town {
  readonly #parameters: CirculationParameters
  readonly #path: Path
  readonly #rules: InstrumentRules
  readonly #calendar
  readonly #levers
  readonly #office: Office
  readonly #claims: Claims | undefined
  readonly #shopping: Shopping
  readonly #owners: readonly Owner[]
  readonly #people: readonly Owner[]
  readonly #shops: readonly Owner[]
  readonly #partners: readonly Owner[]
  readonly #amounts
  readonly #payees

  constructor(parameters: CirculationParameters, path: Path) {
    const { people, partners, shops } = populationOf(parameters)
    const { network, invoices } = parameters
    this.#parameters = parameters
    this.#path = path
    this.#rules = rulesOf(parameters.instrument)
    this.#calendar = calendarOf(parameters.months, demurrageOf(this.#rules))
    this.#levers = leversOf(parameters)
    this.#office = new Office(parameters, path)
    this.#owners = ownersOf(parameters)
    const parts = { path, office: this.#office, owners: this.#owners }
    this.#claims = parameters.receipts === null ? undefined : new Claims(parameters, parts)
    this.#people = this.#owners.slice(0, people)
    this.#shops = this.#owners.slice(people, people + shops)
    const claims = this.#claims
    this.#shopping = new Shopping(parameters, { ...parts, claims, shops: this.#shops })
    this.#partners = this.#owners.slice(people, people + partners)
    this.#amounts = priceTable(invoices.amount, invoices.spread)
    this.#payees = choiceOf(popularityOf(partners, network.popularity))
  }

  live(): void {
    this.#settleIn()
    for (const owner of [...this.#people, ...this.#partners]) {
      const { people, partners } = this.#parameters
      const cents = owner.party === 'person' ? people.start : partners.start
      this.#office.purses.issue(CODE.start, owner, cents, 0)
      this.#office.deposit(ACCOUNT.funder, cents, 1)
      this.#office.add('granted', owner.isBeneficiary ? cents : 0)
    }
    this.#issue(false)
    this.#closeDay()
    this.#note()
    for (let month = 1; month <= this.#parameters.months; month++) this.#liveMonth(month)
    tellPath(this.#path, this.#office.purses, this.#owners, {
      days: this.#calendar.days,
      takesEuro: isBaseline(this.#parameters.instrument.rules),
      advanced: this.#claims?.outstandingDays,
    })
  }

  /** Favourites, members, when people have it and know how to use it. */
  #settleIn(): void {
    const { needs, network, people, cash } = this.#parameters
    const stream = this.#path.stream(PURPOSE.network, 0)
    for (const person of this.#people) {
      for (const kind of needs.keys()) {
        for (let rank = 0; rank < network.favourites; rank++) {
          person.favourites.push(this.#shopping.shopOf(kind, stream.nextWord()))
        }
      }
    }
    for (const shop of this.#shops) {
      const { joined } = needs[shop.kind] ?? { joined: 0 }
      shop.isThere = stream.nextWord() < joined * WORD
    }
    this.#claims?.drawMeans(this.#people)
    const own = this.#path.stream(PURPOSE.people, 0)
    const accounts = this.#path.stream(PURPOSE.accounts, 0)
    const first = this.#path.stream(PURPOSE.trips, 0)
    const { days, lastOf } = this.#calendar
    for (const person of this.#people) {
      const hasNone = cash !== null && accounts.nextWord() >= cash.accounts * WORD
      const mean = people.delivery + (hasNone ? cash.waiting : 0)
      const wait = Math.floor(-log(own.coarseUniform()) * mean)
      person.handover = person.isBeneficiary ? Math.min(wait, days + 1) : 0
      const knows = own.coarseUniform() < people.knowing
      const u = own.coarseUniform()
      const months = knows ? 0 : 1 + Math.floor(log(u) / log(1 - people.learning))
      person.knowsAfter = lastOf[months] ?? days + 1
      const { habit } = people
      person.chance =
        habit.kind === 'beta' ? beta(own, habit.alpha, habit.beta) : (habit.trips * 12) / 365.25
      person.nextTrip = this.#gapOf(person.chance, first.nextWord())
    }
  }

  #liveMonth(month: number): void {
    const { partners, people, economy } = this.#parameters
    const path = this.#path
    path.books.month = month
    this.#office.month = month
    this.#office.day = (this.#calendar.lastOf[month - 1] ?? 0) + 1
    this.#office.asked = 0
    this.#leaveAndJoin()
    let state = 0
    for (let one = 1; one <= month && economy.correlation > 0; one++) {
      state = nextEconomy(one, state, path.factors[one - 1] ?? 0, economy.persistence)
    }
    const trips = path.stream(PURPOSE.trips, month)
    const turns = path.stream(PURPOSE.turns, month)
    const invoices = path.stream(PURPOSE.invoices, month)
    this.#shopping.openMonth(month)
    this.#claims?.makeGood(this.#people)
    const last = this.#calendar.lastOf[month] ?? 0
    for (; this.#office.day <= last; this.#office.day++) {
      const isLast = this.#office.day === last
      this.#buy(trips)
      this.#payInvoices(invoices)
      if (isDue(partners.decides, this.#office.day, isLast)) this.#decide(turns, state)
      const isPayday = isDue(people.payday, this.#office.day, isLast)
      this.#issue(isPayday && this.#office.day < this.#calendar.days)
      this.#claims?.settle(this.#people)
      this.#closeDay()
    }
    this.#office.day = last
    this.#closeMonth()
  }

  #leaveAndJoin(): void {
    const { people, network, cash } = this.#parameters
    const leaving = this.#path.stream(PURPOSE.leaving, this.#office.month)
    for (const person of people.leaving > 0 ? this.#people : []) {
      const leaves = leaving.nextWord() < people.leaving * WORD
      if (!leaves || !person.isThere) continue
      person.isThere = false
      if (cash !== null) continue
      this.#office.purses.age(person, this.#office.day)
      const left = this.#office.purses.balance(person)
      this.#office.purses.leave(CODE.left, person, ACCOUNT.expired, left, this.#office.day)
      this.#office.release(left)
      this.#office.add('expired', left)
      this.#office.add('unspent', left)
    }
    const members = this.#path.stream(PURPOSE.members, this.#office.month)
    for (const shop of network.joining + network.leaving > 0 ? this.#shops : []) {
      const word = members.nextWord()
      if (!shop.isThere) shop.isThere = word < network.joining * WORD
      else if (word < network.leaving * WORD) this.#stayAway(shop)
    }
    const largest = this.#levers.largest[this.#office.month] ?? 0
    for (const kind of this.#parameters.needs.keys()) {
      const ofKind = this.#shops.filter((shop) => shop.kind === kind)
      for (const shop of ofKind.slice(0, largest)) if (shop.isThere) this.#stayAway(shop)
    }
  }

  #stayAway(shop: Owner): void {
    shop.isThere = false
    this.#office.purses.age(shop, this.#office.day)
    if (this.#rules.redemption !== null)
      this.#office.change(shop, this.#office.purses.balance(shop))
  }

  #buy(trips: Stream): void {
    for (const person of this.#people) {
      if (person.nextTrip !== this.#office.day) continue
      person.nextTrip += this.#gapOf(person.chance, trips.nextWord())
      const word = trips.nextWord()
      if (person.isThere) this.#shopping.buy(person, word)
    }
  }

  #payInvoices(stream: Stream): void {
    const { invoices, network } = this.#parameters
    const count = this.#partners.length
    const aDay = (invoices.each * count * 12) / 365.25
    const today = Math.floor(this.#office.day * aDay) - Math.floor((this.#office.day - 1) * aDay)
    for (let one = 0; one < today; one++) {
      const payer = oneOf(count, stream.nextWord())
      let payee = payer
      if (network.popularity === 0) {
        const other = oneOf(count - 1, stream.nextWord())
        payee = other < payer ? other : other + 1
      } else {
        for (let drawn = 0; drawn < DRAWN_MAX && payee === payer; drawn++) {
          payee = choose(this.#payees, stream.nextWord())
        }
      }
      const cents = this.#amounts[Math.floor(stream.nextWord() / 2 ** 20)] ?? 0
      const [from, to] = [this.#partners[payer] as Owner, this.#partners[payee] as Owner]
      if (from === to || !from.isThere || !to.isThere) continue
      this.#office.add('invoices', 1)
      if (!this.#office.pay(CODE.invoice, from, to, cents)) this.#office.add('invoicesRefused', 1)
    }
  }

  /** Partners and associations. */
  get #deciders(): readonly Owner[] {
    const all = this.#owners.slice(this.#people.length)
    return all.filter(({ party }) => party !== 'programme')
  }

  #decide(stream: Stream, state: number): void {
    const { partners, economy } = this.#parameters
    for (const [place, owner] of this.#deciders.entries()) {
      const [word, whom] = [stream.nextWord(), stream.nextWord()]
      if (this.#office.purses.balance(owner) <= 0) continue
      this.#office.purses.age(owner, this.#office.day)
      const cents = Math.floor(this.#office.purses.balance(owner) * partners.part + 0.5)
      if (cents === 0) continue
      const row = owner.party === 'association' ? partners.associations : partners[owner.trade]
      const usual = new ConditionalChance(row.change, economy.correlation).given(state)
      const shock = this.#levers.change[this.#office.month] ?? 0
      const way = wayOf(row, usual + (1 - usual) * shock, word)
      if (way === 'change') this.#office.change(owner, cents)
      if (way === 'change' || way === 'keep') continue
      const payee = this.#payeeOf(place, way, whom)
      if (payee?.isThere === true) this.#office.pay(CODE.turn, owner, payee, cents)
    }
  }

  /** One of those who could be paid, oneself left out. */
  #payeeOf(place: number, way: (typeof WAYS)[number], whom: number): Owner | undefined {
    const rest = this.#deciders
    const self = rest[place]
    const all = {
      people: this.#people,
      shops: this.#shops,
      suppliers: this.#partners.slice(this.#shops.length),
      associations: rest.slice(this.#partners.length),
    }[way]
    const others = all.filter((one) => one !== self)
    return others.length === 0 ? undefined : others[oneOf(others.length, whom)]
  }

  #issue(isPayday: boolean): void {
    for (const person of this.#people) {
      const isFirst = person.handover === this.#office.day
      if (!isFirst && !(isPayday && person.handover < this.#office.day && person.isThere)) continue
      this.#office.purses.age(person, this.#office.day)
      this.#office.give(person)
      const { tokens, costs } = this.#parameters
      if (tokens !== null) {
        person.tokens += tokens.gift
        this.#path.books.post(CODE.tokens, ACCOUNT.tokensIssued, person.tokenAccount, tokens.gift)
      }
      if (!isFirst || !person.isBeneficiary) continue
      this.#path.books.post(CODE.cost, ACCOUNT.funder, ACCOUNT.costs, costs.person)
      this.#office.add('costs', costs.person)
    }
  }

  #closeDay(): void {
    for (const owner of this.#owners) {
      const expired = this.#office.purses.expire(owner, this.#office.day)
      this.#office.release(expired)
      this.#office.add('expired', expired)
      if (owner.party === 'person') this.#office.add('unspent', expired)
    }
    if ((this.#calendar.stamps[this.#office.day] ?? 0) > 0) {
      for (const owner of this.#owners) this.#office.purses.age(owner, this.#office.day + 1)
    }
    this.#office.add('stockYears', this.#office.purses.stock)
  }

  #closeMonth(): void {
    const { costs } = this.#parameters
    for (const owner of this.#owners) this.#office.purses.age(owner, this.#office.day + 1)
    const { purses, dues } = this.#office
    const cost = costs.month + costs.payment * purses.paymentsOfMonth + dues
    this.#office.dues = 0
    this.#path.books.post(CODE.cost, ACCOUNT.funder, ACCOUNT.costs, cost)
    this.#office.add('costs', cost)
    this.#note()
  }

  #note(): void {
    const { series, books, outputs } = this.#path
    const places = this.#parameters.months + 1
    const values: Record<keyof typeof SERIES_PLACE, number> = {
      stock: this.#office.purses.stock,
      turnover: this.#office.purses.turnover - (outputs[OUTPUT.turnover] ?? 0),
      changed: this.#office.purses.changedOfMonth,
      members: this.#partners.filter((partner) => partner.isThere).length,
      reserve: books.balance(ACCOUNT.reserve),
    }
    for (const [name, value] of Object.entries(values)) {
      const place = SERIES_PLACE[name as keyof typeof SERIES_PLACE]
      series[place * places + this.#office.month] = value
    }
    outputs[OUTPUT.turnover] = this.#office.purses.turnover
    this.#office.purses.openMonth()
  }

  #gapOf(chance: number, word: number): number {
    const { habit } = this.#parameters.people
    return gapOf(habit.kind, { chance, word, days: this.#calendar.days })
  }
}
