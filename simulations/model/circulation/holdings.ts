import { type Demurrage, keptBetween } from '../../../src/currency/core/demurrage.ts'
import { demurrageOf, type InstrumentRules } from '../../../src/currency/core/rules.ts'
import type { Books } from '../../books.ts'
import { dayOf } from './calendar.ts'
import { ACCOUNT, CODE, FIRST_HOLDER } from './layout.ts'
import { Lots, worth } from './lots.ts'
import { halfUp, type Part, partOf } from './part.ts'

/**
 * What is added up of all that moves, besides the books: purchases of people apart from what others pay (`turned`) and
 * hold (`heldDays`); `moved` is what left a holding otherwise, or all of it in mutual credit.
 */
export const SUM = {
  stock: 0,
  turned: 1,
  moved: 2,
  heldDays: 3,
  waitDays: 4,
  lagDays: 5,
  spent: 6,
  payments: 7,
} as const

/**
 * What everybody holds of the instrument: the rules of `currency/core/holding.ts` in typed arrays. Balances are those of the
 * books; beside them stand the days on which money came and was issued, as sums of cents times days. Where some of a
 * balance leaves, it takes its part of both: the money of a holder is mixed. Lots are kept only where the rules
 * tell old money from new: it expires, or the first days cost nothing.
 */
export class Holdings {
  readonly sums = new Float64Array(8)
  /** Whether anything expires. */
  readonly expires: boolean
  readonly #received: Float64Array
  readonly #issued: Float64Array
  readonly #valued: Int32Array
  readonly #demurrage: Demurrage
  /** What is left after so many days that cost something. */
  readonly #kept: Float64Array
  readonly #stamp: Part
  readonly #isCredit: boolean
  readonly #isDaily: boolean
  readonly #lots: Lots
  readonly #hasLots: boolean
  #books!: Books

  constructor(rules: InstrumentRules, holders: number, days: number) {
    this.#demurrage = demurrageOf(rules)
    this.#isCredit = rules.credit !== null
    this.#isDaily = this.#demurrage.kind === 'daily'
    this.#kept = keptTable(this.#demurrage, days)
    this.#stamp = stampPart(rules)
    this.#received = new Float64Array(holders)
    this.#issued = new Float64Array(holders)
    this.#valued = new Int32Array(holders)
    const expiry = rules.expiry?.days ?? 0
    const free = this.#demurrage.kind === 'daily' ? this.#demurrage.freeDays : 0
    this.expires = expiry > 0
    this.#hasLots = this.expires || free > 0
    this.#lots = new Lots({ expiry, free, kept: this.#kept }, { holders, days })
  }

  /** Begins a path with empty hands. */
  open(books: Books): void {
    this.#books = books
    this.sums.fill(0)
    this.#received.fill(0)
    this.#issued.fill(0)
    this.#valued.fill(0)
    this.#lots.clear()
  }

  balance(holder: number): number {
    return this.#books.balance(FIRST_HOLDER + holder)
  }

  /** New money comes to a holder, who was aged to the day. */
  issue(code: number, holder: number, cents: number, day: number): void {
    if (cents === 0) return
    this.#books.post(code, ACCOUNT.issued, FIRST_HOLDER + holder, cents)
    this.sums[SUM.stock] = (this.sums[SUM.stock] as number) + cents
    this.#received[holder] = (this.#received[holder] as number) + cents * day
    this.#issued[holder] = (this.#issued[holder] as number) + cents * day
    if (this.#hasLots) this.#lots.add(holder, cents, day)
  }

  /** A payment of what the payer has. Both were aged to the day. */
  pay(code: number, from: number, to: number, cents: number, day: number): void {
    if (this.#isCredit) {
      this.#payOnCredit(code, from, to, cents, day)
      return
    }
    const { sums } = this
    const held = this.#books.balance(FIRST_HOLDER + from)
    this.#books.post(code, FIRST_HOLDER + from, FIRST_HOLDER + to, cents)
    const part = cents / held
    const received = (this.#received[from] as number) * part
    const issued = (this.#issued[from] as number) * part
    this.#received[from] = (this.#received[from] as number) - received
    this.#issued[from] = (this.#issued[from] as number) - issued
    this.#received[to] = (this.#received[to] as number) + cents * day
    this.#issued[to] = (this.#issued[to] as number) + issued
    sums[SUM.payments] = (sums[SUM.payments] as number) + 1
    if (code === CODE.spend) {
      sums[SUM.waitDays] = (sums[SUM.waitDays] as number) + (cents * day - received)
      sums[SUM.spent] = (sums[SUM.spent] as number) + cents
    } else {
      sums[SUM.turned] = (sums[SUM.turned] as number) + cents
      sums[SUM.heldDays] = (sums[SUM.heldDays] as number) + (cents * day - received)
    }
    if (this.#hasLots) {
      this.#lots.take(from, cents)
      this.#lots.add(to, cents, day)
    }
  }

  /** A payment in cash: who is paid has euro at once. */
  payOut(code: number, holder: number, cents: number, day: number): void {
    const { sums } = this
    sums[SUM.payments] = (sums[SUM.payments] as number) + 1
    if (code === CODE.spend) {
      const part = cents / this.balance(holder)
      const received = (this.#received[holder] as number) * part
      sums[SUM.spent] = (sums[SUM.spent] as number) + cents
      sums[SUM.waitDays] = (sums[SUM.waitDays] as number) + (cents * day - received)
      this.#lag(cents * day - (this.#issued[holder] as number) * part)
    }
    this.leave(code, holder, ACCOUNT.redeemed, cents, day)
  }

  /** What a holder has goes out of circulation, to an account of the system. @param isChange whether to euro */
  leave(code: number, holder: number, account: number, cents: number, day: number): void {
    if (cents === 0) return
    if (this.#isCredit) {
      this.#leaveOnCredit(code, holder, account, cents)
      return
    }
    const { sums } = this
    const part = cents / this.balance(holder)
    this.#books.post(code, FIRST_HOLDER + holder, account, cents)
    const received = (this.#received[holder] as number) * part
    const issued = (this.#issued[holder] as number) * part
    this.#received[holder] = (this.#received[holder] as number) - received
    this.#issued[holder] = (this.#issued[holder] as number) - issued
    sums[SUM.stock] = (sums[SUM.stock] as number) - cents
    if (code === CODE.change || code === CODE.elsewhere) {
      sums[SUM.moved] = (sums[SUM.moved] as number) + cents
      sums[SUM.heldDays] = (sums[SUM.heldDays] as number) + (cents * day - received)
      if (code === CODE.change) this.#lag(cents * day - issued)
    }
    // What expires and what is lost has its lots changed by itself.
    const isByHand = code === CODE.change || code === CODE.fee || code === CODE.left
    if (this.#hasLots && isByHand) this.#lots.take(holder, cents)
  }

  /** Takes what each day until the beginning of a day cost. */
  age(holder: number, day: number): void {
    if (!this.#isDaily) return
    const valued = this.#valued[holder] as number
    if (valued === day) return
    this.#valued[holder] = day
    const held = this.balance(holder)
    if (held === 0) return
    const left = this.#hasLots
      ? this.#lots.age(holder, valued, day)
      : worth(held, day - valued, this.#kept)
    this.leave(CODE.demurrage, holder, ACCOUNT.demurrage, held - left, day)
  }

  /** A stamp falls due: each lot loses its part. */
  stamp(holder: number, day: number): void {
    const held = this.balance(holder)
    if (held <= 0) return
    const left = this.#hasLots ? this.#lots.stamp(holder, this.#stamp) : halfUp(held, this.#stamp)
    this.leave(CODE.demurrage, holder, ACCOUNT.demurrage, held - left, day)
  }

  /** What had its last day expires. @returns cents */
  expire(holder: number, day: number): number {
    const expired = this.#lots.expire(holder, day)
    this.leave(CODE.expiry, holder, ACCOUNT.expired, expired, day)
    return expired
  }

  /** The first holder from one on of whom something may have its last day. */
  nextExpiring(from: number, day: number): number {
    return this.#lots.nextExpiring(from, day)
  }

  /** Whether something of a holder has its last day. */
  hasLastDay(holder: number, day: number): boolean {
    return this.#lots.hasLastDay(holder, day)
  }

  #lag(centDays: number): void {
    this.sums[SUM.lagDays] = (this.sums[SUM.lagDays] as number) + centDays
  }

  /** What is taken below zero was not money that is held. */
  #leaveOnCredit(code: number, holder: number, account: number, cents: number): void {
    const held = Math.max(0, this.balance(holder))
    const spent = Math.min(cents, held)
    this.#books.post(code, FIRST_HOLDER + holder, account, cents)
    if (spent === 0) return
    const received = (this.#received[holder] as number) * (spent / held)
    this.#received[holder] = (this.#received[holder] as number) - received
    this.sums[SUM.stock] = (this.sums[SUM.stock] as number) - spent
  }

  /** Only what stands above zero is money that is held; what goes below zero makes some, what comes back unmakes it. */
  #payOnCredit(code: number, from: number, to: number, cents: number, day: number): void {
    const { sums } = this
    const held = Math.max(0, this.balance(from))
    const owed = Math.max(0, -this.balance(to))
    const spent = Math.min(cents, held)
    const kept = cents - Math.min(cents, owed)
    this.#books.post(code, FIRST_HOLDER + from, FIRST_HOLDER + to, cents)
    if (spent > 0) {
      const received = ((this.#received[from] as number) * spent) / held
      this.#received[from] = (this.#received[from] as number) - received
      sums[SUM.moved] = (sums[SUM.moved] as number) + spent
      sums[SUM.heldDays] = (sums[SUM.heldDays] as number) + (spent * day - received)
    }
    this.#received[to] = (this.#received[to] as number) + kept * day
    sums[SUM.stock] = (sums[SUM.stock] as number) + kept - spent
    sums[SUM.turned] = (sums[SUM.turned] as number) + cents
    sums[SUM.payments] = (sums[SUM.payments] as number) + 1
  }
}

function keptTable(demurrage: Demurrage, days: number): Float64Array {
  if (demurrage.kind !== 'daily') return new Float64Array(0)
  const { keep } = demurrage
  const rule: Demurrage = { kind: 'daily', keep, freeDays: 0 }
  const [receivedOn, valuedOn] = [dayOf(0), dayOf(0)]
  return Float64Array.from({ length: days + 2 }, (_, day) =>
    Number(keptBetween(rule, { receivedOn, valuedOn }, dayOf(day)) ?? 1),
  )
}

function stampPart({ demurrage }: InstrumentRules): Part {
  const lost = partOf(demurrage.kind === 'stamp' ? demurrage.lost : '0')
  return { above: lost.below - lost.above, below: lost.below }
}
