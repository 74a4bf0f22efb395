import { normalQuantile } from '../../random/normal.ts'
import { roundedCents } from '../backing/cents.ts'
import { ConditionalChance } from '../economy.ts'
import type { CommunityGuarantee } from './parameters.ts'

/**
 * What members can do, from the worst: level 0 cannot pay; level k can, and has `spare[k]` cents for others. A fortune
 * decides, of which a part is that of all.
 */
export interface Levels {
  readonly spare: Float64Array
  /** How probable each level or a worse one is, over all states of the economy; the last is 1. */
  readonly upTo: readonly number[]
}

export function levelsOf({ ability, instalment }: CommunityGuarantee): Levels {
  if (ability === null) throw new RangeError('the kinds of members say who can pay')
  const spare = Float64Array.from([
    0,
    ...ability.spare.map(({ of }) => roundedCents(of * instalment)),
  ])
  let sum = ability.unable
  const upTo = [sum]
  for (const level of ability.spare) {
    sum += level.share
    upTo.push(sum)
  }
  upTo[upTo.length - 1] = 1
  return { spare, upTo }
}

/** Where a fortune lies between levels, worst first; for the slow way. */
export function thresholdsOf({ upTo }: Levels): readonly number[] {
  return upTo.map(normalQuantile)
}

/** The same as chances given the economy; for the fast way. */
export function chancesOf({ upTo }: Levels, correlation: number): readonly ConditionalChance[] {
  return upTo.map((chance) => new ConditionalChance(chance, correlation))
}
