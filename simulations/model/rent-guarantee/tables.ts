import { type RentCover, rentCoverPays } from '../../../src/credit/core/cover.ts'
import { exp, log } from '../../random/elementary.ts'
import type { Home, RentGuarantee } from './parameters.ts'

const MONTHS_A_YEAR = 12

/** What a home costs the guarantee as its months without rent go on, in cents. */
export interface HomeTable {
  readonly homes: number
  readonly rent: number
  /** At k what is called when k months are unpaid; place 0 is not used. */
  readonly called: Float64Array
  /** What is called besides when the home is cleared: legal costs alone, and with damage. */
  readonly cleared: number
  readonly clearedDamaged: number
  /** The most that is ever called for one household. */
  readonly most: number
}

/** The tables of all kinds of homes, by the contract of `src/credit/core/cover.ts`. */
export function homeTables(parameters: RentGuarantee): readonly HomeTable[] {
  const { endsAfter } = parameters.arrears
  return parameters.homes.map((home) => {
    const called = new Float64Array(endsAfter + 1)
    for (let unpaid = 1; unpaid <= endsAfter; unpaid++) {
      called[unpaid] =
        rentCalled(parameters, home, unpaid) - rentCalled(parameters, home, unpaid - 1)
    }
    const whole = payout(parameters, home, endsAfter, true)
    const cleared = Number(whole.legal)
    const clearedDamaged = Number(whole.legal + whole.damage)
    const rent = rentCalled(parameters, home, endsAfter)
    return {
      ...{ homes: home.homes, rent: home.rent, called, cleared, clearedDamaged },
      most: rent + clearedDamaged,
    }
  })
}

function rentCalled(parameters: RentGuarantee, home: Home, unpaid: number): number {
  if (unpaid === 0) return 0
  const { rent } = payout(parameters, home, unpaid, false)
  return Math.min(Number(rent), parameters.cover.rentCap)
}

function payout(
  { cover, arrears }: RentGuarantee,
  home: Home,
  unpaidMonths: number,
  isDamaged: boolean,
): ReturnType<typeof rentCoverPays> {
  const contract: RentCover = {
    triggerMonths: cover.trigger,
    paysTriggerMonths: cover.paysTrigger,
    monthsMax: cover.covered,
    deposit: BigInt(home.deposit),
    damageMax: BigInt(cover.damageCap),
    legalMax: BigInt(cover.legalCap),
  }
  return rentCoverPays(contract, {
    rentMonthly: BigInt(home.rent),
    unpaidMonths,
    damage: isDamaged ? BigInt(home.damage) : 0n,
    legal: BigInt(arrears.legal),
  })
}

/** The chance of a month that makes the chance of a year, where all months have the same. */
export function monthlyChance(yearly: number): number {
  return yearly >= 1 ? 1 : 1 - exp(log(1 - yearly) / MONTHS_A_YEAR)
}

/** How many pay again with so many months unpaid; the last that is given holds on. */
export function cureAfter({ arrears: { cures } }: RentGuarantee, unpaid: number): number {
  return cures[Math.min(unpaid, cures.length) - 1] as number
}
