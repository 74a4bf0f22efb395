import type { Day } from '../../kernel/days.ts'
import { daysBetween } from '../../kernel/days.ts'
import { multiply, parseRate, power, type Rate } from '../../kernel/decimal.ts'
import type { Minor } from '../../kernel/money.ts'
import { DEMURRAGE_ROUNDING } from './demurrage.ts'

/** Money that everybody may make: so much a day, fetched within some days. */
export interface UniversalIssuance {
  readonly perDay: Minor
  /** Older days than these are lost. */
  readonly daysBack: number
  /** What is left of the amount of a day after each further day. */
  readonly keep: Rate
}

/**
 * What the amounts of today and so many days before are worth today together, for one a day:
 * 1 + keep + keep^2 + … + keep^days.
 *
 * Source: the mint table of Circles v2, which has it for 24 a day.
 */
export function mintedShare(keep: Rate, days: number): Rate {
  let sum = parseRate('0')
  for (let past = 0; past <= days; past++) sum = sum.plus(power(keep, past))
  return sum
}

/**
 * What somebody may fetch today.
 *
 * @param since the day up to which everything was fetched, or on which the person joined
 * @returns minor units, rounded half up, and the day up to which all is fetched then
 */
export function mint(
  { perDay, daysBack, keep }: UniversalIssuance,
  since: Day,
  today: Day,
): { readonly amount: Minor; readonly upTo: Day } {
  const days = Math.min(daysBetween(since, today), daysBack)
  if (days <= 0) return { amount: 0n, upTo: since }
  return { amount: multiply(perDay, mintedShare(keep, days - 1), DEMURRAGE_ROUNDING), upTo: today }
}
