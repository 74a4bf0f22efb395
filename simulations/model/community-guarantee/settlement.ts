import { binomial } from '../../random/distributions.ts'
import type { Path } from '../model.ts'
import { ACCOUNT, CODE, OUTPUT, PURPOSE, SERIES_PLACE } from './layout.ts'
import type { CommunityGuarantee } from './parameters.ts'

/** What follows from what members pay: reserve, then pledges, then the lender's loss; common to kernel and reference. */
export class CommunitySettlement {
  readonly #parameters: CommunityGuarantee
  /** What supporters who keep their promise have promised in all, and the largest of their pledges. */
  #promised = 0
  #largestPledge = 0
  #called = 0
  #own = 0
  #forOthers = 0
  #saved = 0

  constructor(parameters: CommunityGuarantee) {
    this.#parameters = parameters
  }

  /** Begins a path: the reserve, and who keeps a promise. */
  open(path: Path): void {
    const { reserve, supporters, honour } = this.#parameters
    path.books.month = 0
    path.books.post(CODE.opening, ACCOUNT.founders, ACCOUNT.reserve, reserve)
    path.series[SERIES_PLACE.reserve * (this.#parameters.months + 1)] = reserve
    this.#promised = 0
    this.#largestPledge = 0
    this.#called = 0
    for (let kind = 0; kind < supporters.length; kind++) {
      const { count, pledge } = supporters[kind] as (typeof supporters)[number]
      const keeping = binomial(path.stream(PURPOSE.honour, 0, kind), count, honour)
      this.#promised += keeping * pledge
      if (keeping > 0 && pledge > this.#largestPledge) this.#largestPledge = pledge
    }
  }

  begin(): void {
    this.#own = 0
    this.#forOthers = 0
    this.#saved = 0
  }

  /** What a group pays in this month, for its own instalments, for those of others, and into the reserve. */
  collect(path: Path, own: number, forOthers: number, saved: number): void {
    this.#own += own
    this.#forOthers += forOthers
    this.#saved += saved
    if (path.books.mode === 'full') this.#enter(path)
  }

  /**
   * The end of a month.
   *
   * @param due what must come back in it, in cents
   * @param missing what members left open, and would have if each had answered alone
   */
  settle(path: Path, month: number, due: number, missing: number, missingAlone: number): void {
    const { books, outputs, series } = path
    if (books.mode === 'aggregate') this.#enter(path)
    const held = books.postAtMost(CODE.fromReserve, ACCOUNT.reserve, ACCOUNT.lender, missing)
    const called = Math.min(missing - held, this.#promised - this.#called)
    books.post(CODE.fromSupporters, ACCOUNT.supporters, ACCOUNT.lender, called)
    this.#called += called
    add(outputs, OUTPUT.due, due)
    add(outputs, OUTPUT.missing, missing)
    add(outputs, OUTPUT.missingAlone, missingAlone)
    add(outputs, OUTPUT.fromReserve, held)
    add(outputs, OUTPUT.fromSupporters, called)
    add(outputs, OUTPUT.lost, missing - held - called)
    const places = this.#parameters.months + 1
    series[SERIES_PLACE.reserve * places + month] = books.balance(ACCOUNT.reserve)
    series[SERIES_PLACE.missing * places + month] = outputs[OUTPUT.missing] as number
    series[SERIES_PLACE.missingAlone * places + month] = outputs[OUTPUT.missingAlone] as number
  }

  /** The end of a path. @param burdens what each member paid for others */
  end({ outputs, books }: Path, burdens: Float64Array): void {
    let burdened = 0
    let largest = 0
    for (let member = 0; member < burdens.length; member++) {
      const burden = burdens[member] as number
      if (burden > 0) burdened += 1
      if (burden > largest) largest = burden
    }
    const missing = outputs[OUTPUT.missing] as number
    outputs[OUTPUT.burdened] = burdened
    outputs[OUTPUT.largestBurden] = largest
    outputs[OUTPUT.exhausted] = (outputs[OUTPUT.lost] as number) > 0 ? 1 : 0
    outputs[OUTPUT.worseThanAlone] = missing > (outputs[OUTPUT.missingAlone] as number) ? 1 : 0
    outputs[OUTPUT.rounds] = this.#parameters.groups * this.#parameters.months
    outputs[OUTPUT.reserveAtEnd] = books.balance(ACCOUNT.reserve)
    // Each supporter pays the same part of a pledge, up to a cent.
    outputs[OUTPUT.largestCall] =
      this.#called === 0 ? 0 : Math.ceil((this.#largestPledge * this.#called) / this.#promised)
  }

  #enter({ books, outputs }: Path): void {
    books.post(CODE.instalment, ACCOUNT.members, ACCOUNT.lender, this.#own)
    books.post(CODE.forOthers, ACCOUNT.members, ACCOUNT.lender, this.#forOthers)
    books.post(CODE.saving, ACCOUNT.members, ACCOUNT.reserve, this.#saved)
    add(outputs, OUTPUT.repaid, this.#own + this.#forOthers)
    add(outputs, OUTPUT.paidForOthers, this.#forOthers)
    this.begin()
  }
}

/** Adds to an output. */
export function add(outputs: Float64Array, place: number, amount: number): void {
  outputs[place] = (outputs[place] as number) + amount
}
