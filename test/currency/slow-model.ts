import { addDays, type Day } from '../../src/kernel/days.ts'

/** A number with sixty decimals: an arithmetic that shares nothing with the one that is tested. */
const SCALE = 10n ** 60n

interface Lot {
  exact: bigint
  /** What the books say of it. */
  told: bigint
}

/** What is left of one, with sixty decimals, in the evening of each day. */
export type KeptOn = (day: Day) => bigint

/** So much of one is left where a part of it, in hundredths, is lost on the first of these months. */
export function stampOf(hundredths: bigint, months: readonly string[]): KeptOn {
  const kept = (SCALE * (100n - hundredths)) / 100n
  return (day) => (day.endsWith('-01') && months.includes(day.slice(5, 7)) ? kept : SCALE)
}

/** So much of one is left each day, as decimals. */
export function dailyOf(decimals: string): KeptOn {
  const kept = BigInt(decimals.padEnd(60, '0').slice(0, 60))
  return () => kept
}

/**
 * Money as it is defined, day after day: each evening something is taken of every lot, the exact value goes on, and only
 * where money moves is it rounded and the rest forgotten.
 */
export class SlowModel {
  readonly #lots = new Map<string, Lot[]>()
  /** What time took, as it was posted. */
  lost = 0n
  day: Day

  readonly #keptOn: KeptOn

  constructor(keptOn: KeptOn, start: Day) {
    this.#keptOn = keptOn
    this.day = start
  }

  until(day: Day): void {
    while (this.day < day) {
      this.day = addDays(this.day, 1)
      const kept = this.#keptOn(this.day)
      for (const lot of [...this.#lots.values()].flat()) lot.exact = (lot.exact * kept) / SCALE
    }
  }

  /** What somebody can spend. */
  balance(who: string): bigint {
    return this.#lotsOf(who).reduce((sum, { exact }) => sum + rounded(exact), 0n)
  }

  receive(who: string, amount: bigint): void {
    if (amount > 0n) this.#lotsOf(who).push({ exact: amount * SCALE, told: amount })
  }

  /** Takes from somebody what time took and what they pay. */
  spend(who: string, amount: bigint): void {
    const left = this.balance(who) - amount
    if (left < 0n) throw new Error(`${who} has too little`)
    this.lost += this.#lotsOf(who).reduce((sum, { told, exact }) => sum + told - rounded(exact), 0n)
    this.#lots.set(who, [])
    this.receive(who, left)
  }

  /** What the books say is outstanding, without what the programme holds. */
  nominal(): bigint {
    return [...this.#lots.values()].flat().reduce((sum, { told }) => sum + told, 0n)
  }

  #lotsOf(who: string): Lot[] {
    const lots = this.#lots.get(who) ?? []
    this.#lots.set(who, lots)
    return lots
  }
}

function rounded(exact: bigint): bigint {
  return (exact + SCALE / 2n) / SCALE
}
