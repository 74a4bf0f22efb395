import type { Cell } from './tables.ts'

export interface DominanceRules {
  /**
   * Nobody can bound from above what another one has in a cell closer than by this share of it, not even who knows what they
   * have themselves; 0 for no such rule. It is the p% rule. Source: Hundepool et al., Statistical Disclosure Control (2012), 4.2.
   */
  readonly dominance: number
}

/**
 * How much more than it is a cell must look like it might be. Who has the second most in it takes that off the whole, and
 * is left with what the largest has and a rest; the rest has to be the share that the rule says, or the whole be uncertain
 * by what is missing.
 *
 * @param viewer the person who looks; left out, whoever knows most
 * @returns in the unit of the cell, not below zero
 * @example upperNeedOf({ value: 100, people: new Map([[0, 90], [1, 6], [2, 4]]) }, { dominance: 0.1 }) // 90 / 10 - 4 = 5
 */
export function upperNeedOf(
  { value, people }: Cell,
  { dominance }: DominanceRules,
  viewer?: number,
): number {
  const others = new Map(people)
  if (viewer !== undefined) others.delete(viewer)
  const [first = 0, second = 0] = [...others.values()].sort((a, b) => b - a)
  const own = viewer === undefined ? second : (people.get(viewer) ?? 0)
  return Math.max(0, dominance * first - (value - own - first))
}

/** Whether one makes up a cell so nearly alone that whoever has the second most in it knows what that one has. */
export function isDominated(cell: Cell, rules: DominanceRules): boolean {
  return upperNeedOf(cell, rules) > 0
}
