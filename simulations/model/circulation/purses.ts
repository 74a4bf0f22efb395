import { age, type Holding, receive, spend } from '../../../src/currency/core/holding.ts'
import { demurrageOf, type InstrumentRules, type Party } from '../../../src/currency/core/rules.ts'
import { addDays } from '../../../src/kernel/days.ts'
import type { Books } from '../../books.ts'
import { dayOf } from './calendar.ts'
import { ACCOUNT, CODE, FIRST_HOLDER } from './layout.ts'
import type { CirculationParameters } from './parameters.ts'
import { populationOf } from './population.ts'

/** Somebody of the reference. */
export interface Owner {
  readonly name: string
  readonly party: Party
  readonly trade: 'shops' | 'suppliers'
  readonly account: number
  readonly tokenAccount: number
  readonly ownAccount: number
  readonly isBeneficiary: boolean
  /** Of a shop, the kind of need that it sells for. */
  readonly kind: number
  holding: Holding
  /** Sums of cents times the day on which they came, and on which they were issued. */
  received: number
  issued: number
  tokens: number
  isThere: boolean
  favourites: number[]
  handover: number
  chance: number
  nextTrip: number
  firstUse: number
  /** The last day on which it is not known how to use it. */
  knowsAfter: number
  mintedOn: number
  takings: number
  discounts: number
  paidOn: number
  paidDay: number
  paidIn: number
  paidMonth: number
  /** Of receipts: what refusals cost in this month, and the day of the first euro that was repaid. */
  missing: number
  firstRepaid: number
}

/** All of a path: people, shops, suppliers, associations. */
export function ownersOf(parameters: CirculationParameters): readonly Owner[] {
  const { people, shops, partners, claims, holders } = populationOf(parameters)
  const kinds = parameters.needs.flatMap((need, kind) => Array<number>(need.shops).fill(kind))
  return Array.from({ length: holders }, (_, place): Owner => {
    const isPerson = place < people
    const isPartner = !isPerson && place < people + partners
    return {
      name: String(place),
      party: isPerson
        ? 'person'
        : isPartner
          ? 'partner'
          : place === claims
            ? 'programme'
            : 'association',
      trade: place < people + shops ? 'shops' : 'suppliers',
      account: FIRST_HOLDER + place,
      tokenAccount: FIRST_HOLDER + holders + place,
      ownAccount: FIRST_HOLDER + holders + place,
      isBeneficiary: place < parameters.people.beneficiaries,
      kind: kinds[place - people] ?? -1,
      ...{ holding: [], received: 0, issued: 0, tokens: 0, isThere: true, favourites: [] },
      ...{ handover: 0, chance: 0, nextTrip: 0, firstUse: 0, knowsAfter: 0 },
      ...{ takings: 0, discounts: 0, paidOn: 0, paidDay: 0, paidIn: 0, paidMonth: 0 },
      ...{ mintedOn: 0, missing: 0, firstRepaid: 0 },
    }
  })
}

/** What owners hold, by `currency/core/holding.ts`, and what is added up of all that moves. */
export class Purses {
  stock = 0
  turnover = 0
  moved = 0
  spent = 0
  heldDays = 0
  waitDays = 0
  lagDays = 0
  paymentsOfMonth = 0
  changedOfMonth = 0
  readonly #books: Books
  readonly #rules: InstrumentRules
  readonly #demurrage

  constructor(books: Books, rules: InstrumentRules) {
    this.#books = books
    this.#rules = rules
    this.#demurrage = demurrageOf(rules)
  }

  openMonth(): void {
    this.paymentsOfMonth = 0
    this.changedOfMonth = 0
  }

  balance(owner: Owner): number {
    return this.#books.balance(owner.account)
  }

  issue(code: number, owner: Owner, cents: number, day: number): void {
    if (cents === 0) return
    this.#books.post(code, ACCOUNT.issued, owner.account, cents)
    this.#receive(owner, cents, day)
    owner.received += cents * day
    owner.issued += cents * day
    this.stock += cents
  }

  pay(code: number, from: Owner, to: Owner, cents: number, day: number): void {
    const held = Math.max(0, this.balance(from))
    const owed = Math.max(0, -this.balance(to))
    const spent = Math.min(cents, held)
    const kept = cents - Math.min(cents, owed)
    this.#books.post(code, from.account, to.account, cents)
    const isCredit = this.#rules.credit !== null
    const part = cents / held
    const received = isCredit
      ? spent > 0
        ? (from.received * spent) / held
        : 0
      : from.received * part
    const issued = isCredit ? 0 : from.issued * part
    from.received -= received
    from.issued -= issued
    to.received += kept * day
    to.issued += issued
    this.stock += kept - spent
    this.turnover += cents
    this.moved += spent
    this.heldDays += spent * day - received
    this.paymentsOfMonth += 1
    if (code === CODE.spend) {
      this.spent += cents
      this.waitDays += cents * day - received
    }
    if (isCredit) return
    this.#take(from, cents)
    this.#receive(to, cents, day)
  }

  /** A payment in cash: who is paid has euro at once. */
  payOut(code: number, owner: Owner, cents: number, day: number): void {
    this.paymentsOfMonth += 1
    this.#count(code, owner, ACCOUNT.redeemed, cents, day)
    this.#take(owner, cents)
  }

  leave(code: number, owner: Owner, account: number, cents: number, day: number): void {
    if (cents === 0) return
    this.#count(code, owner, account, cents, day)
    if (this.#rules.credit === null) this.#take(owner, cents)
  }

  /** Takes what holding cost until the beginning of a day. */
  age(owner: Owner, day: number): void {
    if (this.#demurrage.kind === 'none') return
    const aged = age(owner.holding, this.#demurrage, dayOf(day))
    owner.holding = aged.holding
    const lost = Number(aged.demurrage)
    if (lost > 0) this.#count(CODE.demurrage, owner, ACCOUNT.demurrage, lost, day)
  }

  /** What had its last day on a day. @returns cents */
  expire(owner: Owner, day: number): number {
    const today = dayOf(day)
    if (!owner.holding.some(({ lastDay }) => lastDay === today)) return 0
    if (this.#demurrage.kind === 'daily') this.age(owner, day)
    const { holding } = owner
    owner.holding = holding.filter(({ lastDay }) => lastDay !== today)
    const over = holding.filter(({ lastDay }) => lastDay === today)
    const expired = Number(age(over, this.#demurrage, dayOf(day + 1)).expired)
    if (expired > 0) this.#count(CODE.expiry, owner, ACCOUNT.expired, expired, day)
    return expired
  }

  #count(code: number, owner: Owner, account: number, cents: number, day: number): void {
    const balance = this.balance(owner)
    // What is taken below zero was not money that is held.
    const held = this.#rules.credit === null ? cents : Math.max(0, Math.min(cents, balance))
    const part = held === 0 ? 0 : held / balance
    this.#books.post(code, owner.account, account, cents)
    const received = owner.received * part
    const issued = owner.issued * part
    owner.received -= received
    owner.issued -= issued
    this.stock -= held
    if (code !== CODE.change && code !== CODE.spend && code !== CODE.elsewhere) return
    this.moved += cents
    this.heldDays += cents * day - received
    if (code === CODE.elsewhere) return
    if (code === CODE.spend) {
      this.turnover += cents
      this.spent += cents
      this.waitDays += cents * day - received
    }
    this.lagDays += cents * day - issued
    this.changedOfMonth += cents
  }

  #receive(owner: Owner, cents: number, day: number): void {
    const { expiry } = this.#rules
    const lastDay = expiry === null ? null : addDays(dayOf(day), expiry.days)
    const received = { amount: BigInt(cents), day: dayOf(day), lastDay }
    // As lots that fare alike are one in the kernel, they become one here at once.
    const holding = receive(owner.holding, received)
    owner.holding = age(holding, this.#demurrage, dayOf(day)).holding
  }

  #take(owner: Owner, cents: number): void {
    const spent = spend(owner.holding, BigInt(cents))
    if (spent === undefined) throw new RangeError(`${owner.name} does not hold ${cents}`)
    owner.holding = spent.holding
  }
}
