import type { Cell } from '../table.ts'
import { type Fit, fitOf, untouched } from './regression.ts'

/** How the lead of one design before another goes with an input, of which it is known whether either depends on it. */
export function leadFit(
  drawn: Float64Array,
  [one, other]: readonly [Cell, Cell],
  isReached: boolean,
): Fit {
  const lead = one.values.map((value, world) => value - (other.values[world] as number))
  return isReached ? fitOf(drawn, lead) : untouched(lead)
}
