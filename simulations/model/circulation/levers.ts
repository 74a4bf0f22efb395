import { further, leverByMonth, multiplier } from '../shocks.ts'
import type { CirculationParameters, CirculationShock, Turn } from './parameters.ts'

/** What shocks make of each month; place 0 is the beginning. */
export interface Levers {
  readonly grants: Float64Array
  readonly deposits: Float64Array
  readonly change: Float64Array
  /** How many of the largest shops of each kind stay away. */
  readonly largest: Float64Array
}

export function leversOf({ shocks, months }: CirculationParameters): Levers {
  const by = leverByMonth<CirculationShock>
  return {
    grants: by(
      shocks,
      months,
      multiplier((one) => one.grants),
    ),
    deposits: by(
      shocks,
      months,
      multiplier((one) => one.deposits),
    ),
    change: by(
      shocks,
      months,
      further((one) => one.change),
    ),
    largest: by(shocks, months, {
      moveOf: (one) => one.largest,
      together: (one, other) => Math.max(one, other),
      neutral: 0,
    }),
  }
}

/** Between what a turn may become there are so many borders. */
export const BORDERS = 5

/** What may become of what is held, in the order of the borders. */
export const TO = {
  change: 0,
  people: 1,
  shops: 2,
  suppliers: 3,
  associations: 4,
  keep: 5,
} as const

/**
 * Where the chances of a turn lie one after the other, as parts of 2^32. The change to euro comes first, with another chance
 * in bad times; the others share the rest as they did.
 *
 * @param change the chance of a change in this month
 * @param borders takes five borders from `at` on; beyond the last it is kept
 */
export function setBorders(borders: Float64Array, at: number, row: Turn, change: number): void {
  const scale = row.change < 1 ? (1 - change) / (1 - row.change) : 0
  let upTo = change
  for (let border = 0; border < BORDERS; border++) {
    borders[at + border] = upTo * 2 ** 32
    upTo +=
      scale *
      (border === 0
        ? row.people
        : border === 1
          ? row.shops
          : border === 2
            ? row.suppliers
            : row.associations)
  }
}
