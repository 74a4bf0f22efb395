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

// A name of this module is a constant to the compiler, an imported or exported one is looked up each time.
const { stock: STOCK, turned: TURNED, moved: MOVED, spent: SPENT, payments: PAYMENTS } = SUM
const { heldDays: HELD_DAYS, waitDays: WAIT_DAYS, lagDays: LAG_DAYS } = SUM
const { spend: SPEND, change: CHANGE, elsewhere: ELSEWHERE, fee: FEE, left: LEFT } = CODE
const OWN = FIRST_HOLDER

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
    return this.#books.balance(OWN + holder)
  }

  /** New money comes to a holder, who was aged to the day. */
  issue(code: number, holder: number, cents: number, day: number): void {
    if (cents === 0) return
    this.#books.post(code, ACCOUNT.issued, OWN + holder, cents)
    this.sums[STOCK] = (this.sums[STOCK] as number) + cents
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
    const held = this.#books.balance(OWN + from)
    this.#books.post(code, OWN + from, OWN + to, cents)
    const part = cents / held
    const received = (this.#received[from] as number) * part
    const issued = (this.#issued[from] as number) * part
    this.#received[from] = (this.#received[from] as number) - received
    this.#issued[from] = (this.#issued[from] as number) - issued
    this.#received[to] = (this.#received[to] as number) + cents * day
    this.#issued[to] = (this.#issued[to] as number) + issued
    sums[PAYMENTS] = (sums[PAYMENTS] as number) + 1
    if (code === SPEND) {
      sums[WAIT_DAYS] = (sums[WAIT_DAYS] as number) + (cents * day - received)
      sums[SPENT] = (sums[SPENT] as number) + cents
    } else {
      sums[TURNED] = (sums[TURNED] as number) + cents
      sums[HELD_DAYS] = (sums[HELD_DAYS] as number) + (cents * day - received)
    }
    if (this.#hasLots) {
      this.#lots.take(from, cents)
      this.#lots.add(to, cents, day)
    }
  }

  /** A payment in cash: who is paid has euro at once. */
  payOut(code: number, holder: number, cents: number, day: number): void {
    const { sums } = this
    sums[PAYMENTS] = (sums[PAYMENTS] as number) + 1
    if (code === SPEND) {
      const part = cents / this.balance(holder)
      const received = (this.#received[holder] as number) * part
      sums[SPENT] = (sums[SPENT] as number) + cents
      sums[WAIT_DAYS] = (sums[WAIT_DAYS] as number) + (cents * day - received)
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
    this.#books.post(code, OWN + holder, account, cents)
    const received = (this.#received[holder] as number) * part
    const issued = (this.#issued[holder] as number) * part
    this.#received[holder] = (this.#received[holder] as number) - received
    this.#issued[holder] = (this.#issued[holder] as number) - issued
    sums[STOCK] = (sums[STOCK] as number) - cents
    if (code === CHANGE || code === ELSEWHERE) {
      sums[MOVED] = (sums[MOVED] as number) + cents
      sums[HELD_DAYS] = (sums[HELD_DAYS] as number) + (cents * day - received)
      if (code === CHANGE) this.#lag(cents * day - issued)
    }
    // What expires and what is lost has its lots changed by itself.
    const isByHand = code === CHANGE || code === FEE || code === LEFT
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
    this.sums[LAG_DAYS] = (this.sums[LAG_DAYS] as number) + centDays
  }

  /** What is taken below zero was not money that is held. */
  #leaveOnCredit(code: number, holder: number, account: number, cents: number): void {
    const held = Math.max(0, this.balance(holder))
    const spent = Math.min(cents, held)
    this.#books.post(code, OWN + holder, account, cents)
    if (spent === 0) return
    const received = (this.#received[holder] as number) * (spent / held)
    this.#received[holder] = (this.#received[holder] as number) - received
    this.sums[STOCK] = (this.sums[STOCK] as number) - spent
  }

  /** Only what stands above zero is money that is held; what goes below zero makes some, what comes back unmakes it. */
  #payOnCredit(code: number, from: number, to: number, cents: number, day: number): void {
    const { sums } = this
    const held = Math.max(0, this.balance(from))
    const owed = Math.max(0, -this.balance(to))
    const spent = Math.min(cents, held)
    const kept = cents - Math.min(cents, owed)
    this.#books.post(code, OWN + from, OWN + to, cents)
    if (spent > 0) {
      const received = ((this.#received[from] as number) * spent) / held
      this.#received[from] = (this.#received[from] as number) - received
      sums[MOVED] = (sums[MOVED] as number) + spent
      sums[HELD_DAYS] = (sums[HELD_DAYS] as number) + (spent * day - received)
    }
    this.#received[to] = (this.#received[to] as number) + kept * day
    sums[STOCK] = (sums[STOCK] as number) + kept - spent
    sums[TURNED] = (sums[TURNED] as number) + cents
    sums[PAYMENTS] = (sums[PAYMENTS] as number) + 1
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
