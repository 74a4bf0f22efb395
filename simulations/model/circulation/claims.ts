import type { Stream } from '../../random/stream.ts'
import type { Path } from '../model.ts'
import { ACCOUNT, CODE, PURPOSE } from './layout.ts'
import type { Office } from './office.ts'
import { OUTPUT } from './outputs.ts'
import type { CirculationParameters } from './parameters.ts'
import type { Owner } from './purses.ts'
import { priceTable, SLOTS } from './tables.ts'

const WORD = 2 ** 32

/** A receipt that was handed in. */
interface Claim {
  readonly person: Owner
  readonly cents: number
  readonly bought: number
  readonly isRefused: boolean
  due: number
}

/** Receipts as the reference has them: each by itself, until it is repaid or refused. */
export class Claims {
  readonly #receipts: NonNullable<CirculationParameters['receipts']>
  readonly #path: Path
  readonly #office: Office
  readonly #holder: Owner
  #open: readonly Claim[] = []
  outstandingDays = 0

  constructor(
    { receipts }: CirculationParameters,
    parts: { readonly path: Path; readonly office: Office; readonly owners: readonly Owner[] },
  ) {
    const holder = parts.owners.at(-1)
    if (receipts === null || holder === undefined) throw new RangeError('there are no receipts')
    this.#receipts = receipts
    this.#path = parts.path
    this.#office = parts.office
    this.#holder = holder
  }

  drawMeans(people: readonly Owner[]): void {
    const { liquidity, spread, none } = this.#receipts
    const stream = this.#path.stream(PURPOSE.means, 0)
    const table = priceTable(liquidity, spread)
    for (const { ownAccount } of people) {
      const hasNone = stream.nextWord() < none * WORD
      const cents = table[Math.floor((stream.nextWord() / WORD) * SLOTS)] ?? 0
      this.#path.books.post(CODE.own, ACCOUNT.public, ownAccount, hasNone ? 0 : cents)
    }
  }

  makeGood(people: readonly Owner[]): void {
    for (const person of people) {
      this.#path.books.post(CODE.madeGood, ACCOUNT.public, person.ownAccount, person.missing)
      person.missing = 0
    }
  }

  /** @returns whether the person had so much own euro */
  pay(person: Owner, shop: Owner, cents: number, stream: Stream): boolean {
    const { refused, delay, work } = this.#receipts
    const office = this.#office
    const isRefused = stream.nextWord() < refused * WORD
    if (this.#path.books.balance(person.ownAccount) < cents) {
      office.add('unfinanced', 1)
      return false
    }
    this.#path.books.post(CODE.advance, person.ownAccount, ACCOUNT.partners, cents)
    const { day } = office
    this.#open = [...this.#open, { person, cents, bought: day, isRefused, due: day + delay }]
    office.dues += work
    office.add('receipts', 1)
    office.add('advanced', cents)
    if (isRefused) {
      office.add('refused', 1)
      office.add('unpaid', cents)
      return true
    }
    office.pay(CODE.spend, person, this.#holder, cents)
    shop.takings += cents
    if (shop.isThere) office.add('inNetwork', cents)
    return true
  }

  /** What is due is repaid to each person together, or handed in again. */
  settle(people: readonly Owner[]): void {
    const { day } = this.#office
    const due = this.#open.filter((claim) => claim.due === day)
    for (const { person, cents } of due.filter(({ isRefused }) => isRefused)) {
      person.missing += cents
    }
    this.#open = this.#open.filter((claim) => !(claim.due === day && claim.isRefused))
    for (const person of people) {
      const own = due.filter((claim) => claim.person === person && !claim.isRefused)
      const cents = own.reduce((sum, claim) => sum + claim.cents, 0)
      if (cents === 0) continue
      if (this.#office.ask(cents)) this.#repay(person, own, cents)
      else for (const claim of own) claim.due += this.#receipts.delay
    }
    this.outstandingDays += this.#open.reduce((sum, claim) => sum + claim.cents, 0)
  }

  #repay(person: Owner, claims: readonly Claim[], cents: number): void {
    const { purses, day } = this.#office
    purses.leave(CODE.change, this.#holder, ACCOUNT.redeemed, cents, day)
    this.#path.books.post(CODE.repaid, ACCOUNT.reserve, person.ownAccount, cents)
    this.#office.add('changed', cents)
    this.#office.add('repaid', cents)
    for (const claim of claims) {
      const { outputs } = this.#path
      const days = day - claim.bought
      outputs[OUTPUT.repaidYears] = (outputs[OUTPUT.repaidYears] ?? 0) + claim.cents * days
    }
    if (person.firstRepaid === 0) person.firstRepaid = day
    this.#open = this.#open.filter((claim) => !claims.includes(claim))
  }
}
