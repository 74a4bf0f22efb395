import { ACCOUNT, Backing } from '../backing/backing.ts'
import { roundedCents } from '../backing/cents.ts'
import type { Path } from '../model.ts'
import { OUTPUT, SERIES_PLACE } from './layout.ts'
import { monthsOf, type RentGuarantee } from './parameters.ts'
import { type HomeTable, homeTables } from './tables.ts'

const MONTHS_A_YEAR = 12

/** What follows from unpaid months, common to the kernel and its reference. */
export class RentSettlement {
  readonly homes: readonly HomeTable[]
  readonly #parameters: RentGuarantee
  readonly #backing: Backing
  readonly #months: number
  readonly #guaranteed: number
  /** By month: calls that are paid then, and what tenants pay back then. */
  readonly #due: Float64Array
  readonly #back: Float64Array
  #homeMonths = 0

  constructor(parameters: RentGuarantee) {
    this.#parameters = parameters
    this.#months = monthsOf(parameters)
    this.#backing = new Backing(parameters, this.#months)
    this.homes = homeTables(parameters)
    this.#guaranteed = this.homes.reduce((sum, { homes, most }) => sum + homes * most, 0)
    this.#due = new Float64Array(this.#months + 1)
    this.#back = new Float64Array(this.#months + 1)
  }

  /** Begins a path. */
  open(path: Path): void {
    this.#backing.open(path)
    this.#due.fill(0)
    this.#back.fill(0)
    this.#homeMonths = 0
    path.series[SERIES_PLACE.fund * (this.#months + 1)] = this.#parameters.fund
  }

  /** The fee of a month. @param homes how many are let and guaranteed @param rents of all of them, in cents */
  earn(path: Path, homes: number, rents: number): void {
    this.#homeMonths += homes
    this.#backing.earn(path, roundedCents(rents * this.#parameters.fee))
  }

  /** So many households reach so many months without rent. */
  unpaid(path: Path, kind: number, months: number, households: number): void {
    const { outputs } = path
    if (months === 1) add(outputs, OUTPUT.arrears, households)
    if (months === this.#parameters.cover.trigger) add(outputs, OUTPUT.triggered, households)
    const { called } = this.homes[kind] as HomeTable
    this.#backing.call(path, households, called[months] as number)
  }

  /** So many homes are given up or cleared, and of them so many are damaged. */
  clear(path: Path, kind: number, homes: number, damaged: number): void {
    const { cleared, clearedDamaged } = this.homes[kind] as HomeTable
    add(path.outputs, OUTPUT.cleared, homes)
    this.#backing.call(path, homes - damaged, cleared)
    this.#backing.call(path, damaged, clearedDamaged)
  }

  /** The end of a month. @param inArrears households that do not pay */
  settle(path: Path, month: number, inArrears: number): void {
    const { cover, recovery } = this.#parameters
    const { outputs, series } = path
    const paidIn = month + cover.waiting
    const calledNow = this.#backing.endCalls(path)
    if (calledNow > 0) {
      add(outputs, OUTPUT.calls, calledNow)
      this.#due[paidIn] = calledNow
      if (recovery !== null) {
        this.#back[paidIn + recovery.lag] = roundedCents(calledNow * recovery.share)
      }
    }
    this.#backing.recover(path, this.#back[month] as number)
    add(outputs, OUTPUT.unpaid, this.#backing.settle(path, this.#due[month] as number))
    this.#backing.close(path, month)
    const places = this.#months + 1
    series[SERIES_PLACE.fund * places + month] = path.books.balance(ACCOUNT.fund)
    series[SERIES_PLACE.inArrears * places + month] = inArrears
    series[SERIES_PLACE.calls * places + month] = outputs[OUTPUT.calls] as number
  }

  end({ outputs, books }: Path): void {
    const backing = this.#backing
    const own = backing.paid - backing.counterPaid
    outputs[OUTPUT.paid] = backing.paid
    outputs[OUTPUT.fundPaid] = own
    outputs[OUTPUT.recovered] = backing.recovered
    outputs[OUTPUT.netCost] = own - backing.recovered
    outputs[OUTPUT.filledUp] = backing.filledUp
    outputs[OUTPUT.ruined] = backing.ruined ? 1 : 0
    outputs[OUTPUT.fundNeeded] = backing.needed
    outputs[OUTPUT.fundAtEnd] = books.balance(ACCOUNT.fund)
    outputs[OUTPUT.homeYears] = this.#homeMonths / MONTHS_A_YEAR
    outputs[OUTPUT.guaranteed] = this.#guaranteed
    outputs[OUTPUT.opening] = this.#parameters.fund
  }
}

function add(outputs: Float64Array, place: number, amount: number): void {
  outputs[place] = (outputs[place] as number) + amount
}
