import { normalCdf } from '../random/normal.ts'

const REACH = 9
const PER_ONE = 256
const TABLE = Float64Array.from({ length: 2 * REACH * PER_ONE + 2 }, (_, place) =>
  normalCdf(place / PER_ONE - REACH),
)

/**
 * The standard normal law read from a table on straight lines: off by less than 5e-7, and by less than one part in ten
 * thousand down to -6. Thirty times as fast as the law itself, for chances that change with the economy of each month.
 */
export function tabledNormalCdf(x: number): number {
  const place = (x + REACH) * PER_ONE
  if (!(place > 0)) return 0
  if (place >= 2 * REACH * PER_ONE) return 1
  const point = Math.floor(place)
  const below = TABLE[point] as number
  return below + (place - point) * ((TABLE[point + 1] as number) - below)
}
