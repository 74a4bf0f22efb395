import { ACCOUNT, CODE, OUTPUT } from './layout.ts'
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
   */
  change(holder: number, cents: number, day: number): void {
    if (cents === 0) return
    const world = this.#world
    const { books, outputs, terms } = world
    this.#asked += cents
    if (this.#asked > (outputs[OUTPUT.reserveNeed] as number)) {
      outputs[OUTPUT.reserveNeed] = this.#asked
    }
    if (books.balance(ACCOUNT.reserve) < cents) {
      world.add(OUTPUT.changeRefused, cents)
      outputs[OUTPUT.run] = 1
      return
    }
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
  }
}
