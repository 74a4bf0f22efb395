import { binomial } from '../../random/distributions.ts'
import type { Stream } from '../../random/stream.ts'
import { ConditionalChance, nextEconomy } from '../economy.ts'
import type { Kernel, Path } from '../model.ts'
import { PURPOSE } from './layout.ts'
import { monthsOf, type RentGuarantee } from './parameters.ts'
import { RentSettlement } from './settlement.ts'
import { cureAfter, monthlyChance } from './tables.ts'

/**
 * The fast way: of homes of one kind only their numbers are kept, by months without rent and by months empty, and one
 * binomial number moves all that stand alike.
 */
export class RentKernel implements Kernel {
  readonly #parameters: RentGuarantee
  readonly #settlement: RentSettlement
  readonly #months: number
  readonly #begins: ConditionalChance
  /** By months unpaid less one: that a household goes on without paying. */
  readonly #goesOn: readonly ConditionalChance[]
  readonly #goesOnNow: Float64Array
  readonly #paying: Float64Array
  /** At `kind * endsAfter + months`; at 0 months nobody is. */
  readonly #unpaid: Float64Array
  /** At `kind * vacancy + months still empty`. */
  readonly #empty: Float64Array

  constructor(parameters: RentGuarantee) {
    const { homes, arrears } = parameters
    const { endsAfter, vacancy, correlation } = arrears
    this.#parameters = parameters
    this.#settlement = new RentSettlement(parameters)
    this.#months = monthsOf(parameters)
    this.#begins = new ConditionalChance(monthlyChance(arrears.begins), correlation)
    this.#goesOn = Array.from(
      { length: endsAfter - 1 },
      (_, place) => new ConditionalChance(1 - cureAfter(parameters, place + 1), correlation),
    )
    this.#goesOnNow = new Float64Array(endsAfter)
    this.#paying = new Float64Array(homes.length)
    this.#unpaid = new Float64Array(homes.length * endsAfter)
    this.#empty = new Float64Array(homes.length * vacancy)
  }

  run(path: Path): void {
    const { homes, arrears, horizon } = this.#parameters
    const settlement = this.#settlement
    for (let kind = 0; kind < homes.length; kind++) {
      this.#paying[kind] = (homes[kind] as (typeof homes)[number]).homes
    }
    this.#unpaid.fill(0)
    this.#empty.fill(0)
    settlement.open(path)
    let economy = 0
    for (let month = 1; month <= this.#months; month++) {
      path.books.month = month
      const innovation = path.factors[month - 1] as number
      economy = nextEconomy(month, economy, innovation, arrears.persistence)
      const isOpen = month <= horizon
      this.#earn(path, isOpen)
      const begins = isOpen ? this.#begins.given(economy) : 0
      for (let place = 0; place < this.#goesOn.length; place++) {
        const chance = this.#goesOn[place] as ConditionalChance
        this.#goesOnNow[place + 1] = chance.given(economy)
      }
      for (let kind = 0; kind < homes.length; kind++) this.#move(path, kind, begins)
      settlement.settle(path, month, total(this.#unpaid))
    }
    settlement.end(path)
  }

  /** The fee is that of the homes which are let when the month begins. */
  #earn(path: Path, isOpen: boolean): void {
    const { homes } = this.#settlement
    const { endsAfter } = this.#parameters.arrears
    let count = 0
    let rents = 0
    for (let kind = 0; isOpen && kind < homes.length; kind++) {
      let occupied = this.#paying[kind] as number
      for (let months = 1; months < endsAfter; months++) {
        occupied += this.#unpaid[kind * endsAfter + months] as number
      }
      count += occupied
      rents += occupied * (homes[kind] as (typeof homes)[number]).rent
    }
    this.#settlement.earn(path, count, rents)
  }

  /** A month of the homes of a kind. */
  #move(path: Path, kind: number, begins: number): void {
    const { endsAfter, vacancy, damaged } = this.#parameters.arrears
    const month = path.books.month
    const cures = path.stream(PURPOSE.cures, month, kind)
    const paid = this.#paying[kind] as number
    let paying = paid
    const row = kind * endsAfter
    let cleared = 0
    for (let months = endsAfter - 1; months >= 1; months--) {
      const households = this.#unpaid[row + months] as number
      if (households === 0) continue
      const goOn = binomial(cures, households, this.#goesOnNow[months] as number)
      paying += households - goOn
      this.#unpaid[row + months] = 0
      cleared += this.#reach(path, kind, months + 1, goOn)
    }
    if (begins > 0) {
      const stop = binomial(path.stream(PURPOSE.begins, month, kind), paid, begins)
      paying -= stop
      cleared += this.#reach(path, kind, 1, stop)
    }
    if (cleared > 0) {
      const stream: Stream = path.stream(PURPOSE.damage, month, kind)
      this.#settlement.clear(path, kind, cleared, binomial(stream, cleared, damaged))
    }
    this.#paying[kind] = paying + this.#letAgain(kind * vacancy, vacancy, cleared)
  }

  /** So many households have so many months unpaid. Returns how many homes are given up by that. */
  #reach(path: Path, kind: number, months: number, households: number): number {
    if (households === 0) return 0
    const { endsAfter } = this.#parameters.arrears
    this.#settlement.unpaid(path, kind, months, households)
    if (months === endsAfter) return households
    this.#unpaid[kind * endsAfter + months] = households
    return 0
  }

  /** Homes are empty for some months; returns how many are let from the next month on. */
  #letAgain(row: number, vacancy: number, cleared: number): number {
    const ready = this.#empty[row] as number
    for (let left = 0; left < vacancy - 1; left++) {
      this.#empty[row + left] = this.#empty[row + left + 1] as number
    }
    this.#empty[row + vacancy - 1] = cleared
    return ready
  }
}

function total(values: Float64Array): number {
  let sum = 0
  for (let place = 0; place < values.length; place++) sum += values[place] as number
  return sum
}
