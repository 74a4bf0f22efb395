import type { Path } from '../model.ts'
import { isLentNow, owedAfter, type Portfolio } from './contracts.ts'
import { ACCOUNT, CODE, OUTPUT, SERIES_PLACE } from './layout.ts'
import { type Microcredit, RUNNING_STATES } from './parameters.ts'
import { Workout } from './workout.ts'

const { cash, loans, defaulted, provisions, impairment } = ACCOUNT
const STATES = RUNNING_STATES.length

/** The loans of the beginning together: how many in each state, and what those owe that are late. */
export interface Opening {
  readonly loans: number
  /** Those among them that do not stand in the books from before: they cost, and pay their fee. */
  readonly lentNow: number
  readonly lent: number
  readonly fees: number
  readonly counts: readonly number[]
  readonly owedLate: readonly number[]
}

/** Adds up the loans of the beginning. */
export function openingOf(portfolio: Portfolio): Opening {
  const { start, base, late, fee } = portfolio
  const counts = [0, 0, 0, 0]
  const owedLate = [0, 0, 0, 0]
  let [lent, fees, lentNow] = [0, 0, 0]
  for (const [loan, state] of late.entries()) {
    if ((start[loan] ?? 0) > 0) continue
    const paid = -(base[loan] ?? 0) - state
    const owed = owedAfter(portfolio, loan, paid)
    lent += owed
    if (isLentNow(portfolio, loan)) {
      fees += fee[loan] ?? 0
      lentNow += 1
    }
    counts[state] = (counts[state] ?? 0) + 1
    if (state > 0) owedLate[state] = (owedLate[state] ?? 0) + owed
  }
  return { loans: counts.reduce((sum, one) => sum + one), lentNow, lent, fees, counts, owedLate }
}

/**
 * The money of one path. Whoever moves the loans tells what became of each in a month, and closes it. In full books each
 * event is an entry; else there is one a month for all of a kind.
 */
export class Settlement {
  readonly #portfolio: Portfolio
  readonly #parameters: Microcredit
  readonly #workout: Workout
  /** What each class of arrears is provided for, current first. */
  readonly #shares: Float64Array
  /** Of this month: how many loans stand in each state at its end, and what the late ones owe. */
  readonly #counts = new Float64Array(STATES)
  readonly #owedLate = new Float64Array(STATES)
  /** Of this month, in cents; the loans that came, and those among them that were not in the books from before. */
  #lent = 0
  #fees = 0
  #interest = 0
  #principal = 0
  #prepaid = 0
  #called = 0
  #newLoans = 0
  #costly = 0
  /** What was owed at the end of the month before, loans in default too. */
  #owed = 0
  #isFull = false
  #path!: Path

  constructor(parameters: Microcredit, portfolio: Portfolio) {
    const { provisions: table } = parameters
    this.#parameters = parameters
    this.#portfolio = portfolio
    this.#workout = new Workout(parameters, portfolio.loans)
    this.#shares = Float64Array.from(RUNNING_STATES, (state) => table[state])
  }

  /** Opens the books of a path. */
  open(path: Path): void {
    this.#path = path
    this.#isFull = path.books.mode === 'full'
    this.#workout.open()
    this.#owed = 0
    this.#clear()
  }

  /** All that is lent at the beginning, at once; in short books only. */
  lendTogether({ loans: count, lentNow, lent, fees, counts, owedLate }: Opening): void {
    this.#newLoans += count
    this.#costly += lentNow
    this.#lent += lent
    this.#fees += fees
    this.#counts.set(counts)
    this.#owedLate.set(owedLate)
  }

  /** Begins a month. */
  begin(month: number): void {
    this.#path.books.month = month
  }

  /** A loan is lent, or stands in the books from before. @param paid rows of its plan that were paid before */
  lends(loan: number, paid: number): void {
    const cents = owedAfter(this.#portfolio, loan, paid)
    const isNew = isLentNow(this.#portfolio, loan)
    const fee = isNew ? (this.#portfolio.fee[loan] as number) : 0
    this.#newLoans += 1
    this.#costly += isNew ? 1 : 0
    if (this.#isFull) {
      this.#path.books.post(CODE.lent, loans, cash, cents)
      this.#path.books.post(CODE.fee, cash, ACCOUNT.fees, fee)
    }
    this.#lent += cents
    this.#fees += fee
  }

  /** A borrower pays the rows after `before` up to `after`, and is paid the tranches that come with them. */
  pays(loan: number, before: number, after: number): void {
    const { plan, interest, repaid, drawn } = this.#portfolio
    const from = (plan[loan] as number) + before
    const to = (plan[loan] as number) + after
    const cost = (interest[to] as number) - (interest[from] as number)
    const principal = (repaid[to] as number) - (repaid[from] as number)
    const lent = (drawn[to] as number) - (drawn[from] as number)
    if (this.#isFull) {
      const { books } = this.#path
      books.post(CODE.lent, loans, cash, lent)
      books.post(CODE.interest, cash, ACCOUNT.interest, cost)
      books.post(CODE.principal, cash, loans, principal)
    }
    this.#lent += lent
    this.#interest += cost
    this.#principal += principal
  }

  /** As so many loans like this one pay one row of their plan in time and stay up to date; in short books only. */
  payTogether(loan: number, row: number, count: number): void {
    const { plan, interest, repaid, drawn } = this.#portfolio
    const to = (plan[loan] as number) + row
    const from = to - 1
    this.#lent += count * ((drawn[to] as number) - (drawn[from] as number))
    this.#interest += count * ((interest[to] as number) - (interest[from] as number))
    this.#principal += count * ((repaid[to] as number) - (repaid[from] as number))
    this.#counts[0] = (this.#counts[0] as number) + count
  }

  /** A borrower pays all that is owed. @param due up to which row the interest is due */
  prepays(loan: number, paid: number, due: number): void {
    const { plan, interest } = this.#portfolio
    const place = plan[loan] as number
    const cost = (interest[place + due] as number) - (interest[place + paid] as number)
    const owed = owedAfter(this.#portfolio, loan, paid)
    if (this.#isFull) {
      this.#path.books.post(CODE.interest, cash, ACCOUNT.interest, cost)
      this.#path.books.post(CODE.prepaid, cash, loans, owed)
    }
    this.#interest += cost
    this.#prepaid += owed
    this.#count(OUTPUT.prepaid, 1)
  }

  /** A loan defaults. @param paid rows of its plan that were paid */
  defaults(loan: number, paid: number, month: number): void {
    const exposure = owedAfter(this.#portfolio, loan, paid)
    const lost = this.#portfolio.lossGivenDefault[loan] as number
    this.#workout.add(this.#path.outputs, exposure, lost, month)
    if (this.#isFull) this.#path.books.post(CODE.defaulted, defaulted, loans, exposure)
    this.#called += exposure
  }

  /** The missed instalments of a loan are moved to the end. */
  restructures(): void {
    this.#count(OUTPUT.restructured, 1)
  }

  /** A loan runs at the end of the month. @param state how late it is @param paid rows of its plan that were paid */
  stands(loan: number, state: number, paid: number): void {
    this.#counts[state] = (this.#counts[state] as number) + 1
    if (state === 0) return
    this.#owedLate[state] =
      (this.#owedLate[state] as number) + owedAfter(this.#portfolio, loan, paid)
  }

  /** Closes a month. @param running how many loans ran at its beginning */
  close(month: number, running: number): void {
    if (!this.#isFull) this.#postTogether()
    this.#workout.follow(this.#path, month)
    if (month > 0) this.#postCosts(running)
    this.#count(OUTPUT.loans, this.#newLoans)
    this.#count(OUTPUT.lent, this.#lent)
    this.#count(OUTPUT.repaid, this.#principal + this.#prepaid)
    this.#count(OUTPUT.loanMonths, running)
    this.#standAtEnd(month)
    if (month === this.#parameters.horizon) this.#conclude()
    this.#clear()
  }

  #postTogether(): void {
    const { books } = this.#path
    books.post(CODE.lent, loans, cash, this.#lent)
    books.post(CODE.fee, cash, ACCOUNT.fees, this.#fees)
    books.post(CODE.interest, cash, ACCOUNT.interest, this.#interest)
    books.post(CODE.principal, cash, loans, this.#principal)
    books.post(CODE.prepaid, cash, loans, this.#prepaid)
    books.post(CODE.defaulted, defaulted, loans, this.#called)
  }

  #postCosts(running: number): void {
    const { books } = this.#path
    const { costs, tutoring } = this.#parameters
    const operating = costs.fixed + costs.perMonth * running
    const funding = Math.floor((costs.funding / 12) * this.#owed + 0.5)
    books.post(CODE.operating, ACCOUNT.operating, cash, operating)
    books.post(CODE.tutoring, ACCOUNT.tutoring, cash, tutoring.cost * running)
    books.post(CODE.funding, ACCOUNT.funding, cash, funding)
  }

  /** New loans cost; then provisions, and what is told of the end of the month. */
  #standAtEnd(month: number): void {
    const { books, outputs, series } = this.#path
    const { costs, provisions: table, horizon } = this.#parameters
    books.post(CODE.operating, ACCOUNT.operating, cash, costs.perLoan * this.#costly)
    const late30 = this.#owedLate[1] as number
    const late60 = this.#owedLate[2] as number
    const late90 = this.#owedLate[3] as number
    const running = 0 - books.balance(loans)
    const called = 0 - books.balance(defaulted)
    const current = running - late30 - late60 - late90
    const shares = this.#shares
    this.#provide(
      Math.floor((shares[0] as number) * current + 0.5) +
        Math.floor((shares[1] as number) * late30 + 0.5) +
        Math.floor((shares[2] as number) * late60 + 0.5) +
        Math.floor((shares[3] as number) * late90 + 0.5) +
        Math.floor(table.defaulted * (called - this.#workout.pending) + 0.5),
    )
    const owed = running + called
    const late = late30 + late60 + late90 + called
    const veryLate = late90 + called
    const at = (place: number): number => place * (horizon + 1) + month
    for (let state = 0; state < STATES; state++) series[at(state)] = this.#counts[state] as number
    series[at(SERIES_PLACE.defaults)] = outputs[OUTPUT.defaults] as number
    series[at(SERIES_PLACE.grossLoss)] = outputs[OUTPUT.grossLoss] as number
    series[at(SERIES_PLACE.owed)] = owed
    series[at(SERIES_PLACE.late)] = late
    series[at(SERIES_PLACE.veryLate)] = veryLate
    series[at(SERIES_PLACE.provisions)] = books.balance(provisions)
    if (month < horizon) {
      this.#count(OUTPUT.averageOwed, owed)
      this.#count(OUTPUT.averageLate, late)
      this.#count(OUTPUT.averageVeryLate, veryLate)
    }
    outputs[OUTPUT.owedAtEnd] = owed
    outputs[OUTPUT.lateAtEnd] = late
    outputs[OUTPUT.veryLateAtEnd] = veryLate
    this.#owed = owed
  }

  /** Brings the provisions to what they must be. */
  #provide(wanted: number): void {
    const { books } = this.#path
    const more = wanted - books.balance(provisions)
    if (more > 0) books.post(CODE.provision, impairment, provisions, more)
    else books.post(CODE.release, provisions, impairment, -more)
  }

  /** What the accounts say of the whole run; sums over months become averages. */
  #conclude(): void {
    const { books, outputs } = this.#path
    const { horizon } = this.#parameters
    const income = books.balance(ACCOUNT.interest) + books.balance(ACCOUNT.fees)
    const tutoring = 0 - books.balance(ACCOUNT.tutoring)
    const operating = tutoring - books.balance(ACCOUNT.operating)
    const expenses = operating - books.balance(ACCOUNT.funding) - books.balance(impairment)
    outputs[OUTPUT.income] = income
    outputs[OUTPUT.tutoringCosts] = tutoring
    outputs[OUTPUT.operatingCosts] = operating
    outputs[OUTPUT.expenses] = expenses
    outputs[OUTPUT.result] = income - expenses
    outputs[OUTPUT.sustainable] = income >= expenses ? 1 : 0
    outputs[OUTPUT.yearlyIncome] = (income * 12) / horizon
    outputs[OUTPUT.yearlyWrittenOff] = ((outputs[OUTPUT.writtenOff] as number) * 12) / horizon
    for (let place = OUTPUT.averageOwed; place <= OUTPUT.averageVeryLate; place++) {
      outputs[place] = (outputs[place] as number) / horizon
    }
  }

  #count(place: number, value: number): void {
    const { outputs } = this.#path
    outputs[place] = (outputs[place] as number) + value
  }

  #clear(): void {
    this.#counts.fill(0)
    this.#owedLate.fill(0)
    this.#lent = 0
    this.#fees = 0
    this.#interest = 0
    this.#principal = 0
    this.#prepaid = 0
    this.#called = 0
    this.#newLoans = 0
    this.#costly = 0
  }
}
