import { z } from 'zod'
import { count } from '../scenario/fields.ts'

const MONTHS_MAX = 1_200

/** When a shock begins and how long it lasts, in the months of a path. */
interface Spell {
  /** The first month in which it is felt, from 1. */
  readonly start: number
  /** Months. */
  readonly duration: number
}

/**
 * The field of a scenario that lists shocks: each begins in a month, lasts some, and moves the levers of its model.
 *
 * @param levers the fields of a lever each, with a default that moves nothing
 */
export function shocksField<Levers extends z.core.$ZodShape>(levers: Levers, description: string) {
  const shock = z.strictObject({
    start: count({ description: 'The first month in which it is felt', min: 1, max: MONTHS_MAX }),
    duration: count({ description: 'How many months it lasts', min: 1, max: MONTHS_MAX }),
    ...levers,
  })
  return z.array(shock).max(24).default([]).meta({ description })
}

/**
 * What several shocks make of a lever in each month.
 *
 * @param months the last month that is told
 * @param moveOf what a shock moves the lever by
 * @param together how two that fall in a month add up
 * @returns `months + 1` places; place 0 and months without a shock have `neutral`
 */
export function leverByMonth<Shock extends Spell>(
  shocks: readonly Shock[],
  months: number,
  { moveOf, together, neutral }: Lever<Shock>,
): Float64Array {
  const lever = new Float64Array(months + 1).fill(neutral)
  for (const shock of shocks) {
    const last = Math.min(months, shock.start + shock.duration - 1)
    for (let month = shock.start; month <= last; month++) {
      lever[month] = together(lever[month] as number, moveOf(shock))
    }
  }
  return lever
}

export interface Lever<Shock> {
  readonly moveOf: (shock: Shock) => number
  readonly together: (one: number, other: number) => number
  readonly neutral: number
}

/** A lever that multiplies: two shocks of twice are four times. */
export function multiplier<Shock>(moveOf: (shock: Shock) => number): Lever<Shock> {
  return { moveOf, together: (one, other) => one * other, neutral: 1 }
}

/** A lever that takes a share away: of two shocks the second takes of what the first left. */
export function further<Shock>(moveOf: (shock: Shock) => number): Lever<Shock> {
  return { moveOf, together: (one, other) => 1 - (1 - one) * (1 - other), neutral: 0 }
}
