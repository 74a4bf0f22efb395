import { ACCOUNT, CODE } from './layout.ts'
import { OUTPUT } from './outputs.ts'
import { halfUp } from './part.ts'
import type { World } from './world.ts'

/** The euro behind the instrument: what is paid in for it, what it is changed to, what is let out again. */
export class Treasury {
  readonly #world: World
  /** What was asked for in euro in this month, in cents. */
  #asked = 0

  constructor(world: World) {
    this.#world = world
  }

  openMonth(): void {
    this.#asked = 0
  }

  /** Pays into the reserve what backs new money. @param paid the part that is paid in, 1 unless the funder is late */
  deposit(account: number, cents: number, paid: number): void {
    const { books, terms } = this.#world
    const due = halfUp(cents, terms.backing)
    books.post(CODE.deposit, account, ACCOUNT.reserve, Math.floor(due * paid + 0.5))
  }

  /** What an association gets on top of a purchase, from the funder. */
  donate(bought: number): void {
    const { books, terms } = this.#world
    const cents = halfUp(bought, terms.donated)
    books.post(CODE.donation, ACCOUNT.funder, ACCOUNT.associations, cents)
    this.#world.add(OUTPUT.donated, cents)
  }

  /** Money left circulation without being changed: its euro goes back to whom it is due. */
  release(account: number, cents: number): void {
    const { books, terms } = this.#world
    books.postAtMost(CODE.release, ACCOUNT.reserve, account, halfUp(cents, terms.backing))
  }

  /**
   * A holder changes to euro what it can; of what the reserve cannot pay nothing is changed.
   *
   * @param holder was aged to the day
   * @returns whether it was changed
   */
  change(holder: number, cents: number, day: number): boolean {
    if (cents === 0 || !this.#ask(cents)) return false
    const world = this.#world
    const { books, terms } = world
    world.holdings.leave(CODE.change, holder, ACCOUNT.redeemed, cents, day)
    const fee = halfUp(cents, terms.fee)
    const weights = terms.toAssociation + terms.toSystem
    let toAssociation = 0
    if (weights > 0) {
      toAssociation = Math.floor((fee * terms.toAssociation) / weights)
      const rest = fee * terms.toAssociation - toAssociation * weights
      // The cent that cannot be shared goes where more of it belongs.
      if (rest > 0 && 2 * rest >= weights) toAssociation += 1
    }
    books.post(CODE.paidOut, ACCOUNT.reserve, ACCOUNT.partners, cents - fee)
    books.post(CODE.toAssociation, ACCOUNT.reserve, ACCOUNT.associations, toAssociation)
    books.post(CODE.toSystem, ACCOUNT.reserve, ACCOUNT.system, fee - toAssociation)
    world.add(OUTPUT.changed, cents)
    world.add(OUTPUT.donated, toAssociation)
    world.add(OUTPUT.fees, fee)
    return true
  }

  /** Euro of what a person has are paid to somebody else. */
  payOut(code: number, account: number, cents: number): void {
    this.#ask(cents)
    this.#world.books.post(code, ACCOUNT.reserve, account, cents)
  }

  /**
   * A person is repaid what was paid in advance, or not yet, where the reserve does not have it.
   *
   * @param own the account of the person's own euro
   * @returns whether it was repaid
   */
  repay(own: number, cents: number, day: number): boolean {
    if (!this.#ask(cents)) return false
    const { holdings, population, books } = this.#world
    holdings.leave(CODE.change, population.claims, ACCOUNT.redeemed, cents, day)
    books.post(CODE.repaid, ACCOUNT.reserve, own, cents)
    this.#world.add(OUTPUT.changed, cents)
    return true
  }

  /** Asks the reserve for euro. @returns whether it has them */
  #ask(cents: number): boolean {
    const { books, outputs } = this.#world
    this.#asked += cents
    if (this.#asked > (outputs[OUTPUT.reserveNeed] as number)) {
      outputs[OUTPUT.reserveNeed] = this.#asked
    }
    if (books.balance(ACCOUNT.reserve) >= cents) return true
    this.#world.add(OUTPUT.changeRefused, cents)
    outputs[OUTPUT.run] = 1
    return false
  }
}
