import { z } from 'zod'
import { normalQuantile } from '../random/normal.ts'
import { pure } from '../scenario/fields.ts'
import { tabledNormalCdf } from './normal-table.ts'

/** How entities share a fortune, in every model that has a monthly economy. */
export const economyFields = z.strictObject({
  correlation: pure({
    description: 'How much of a fortune is that of all, as the square of a loading',
    min: 0,
    max: 0.99,
    default: 0,
  }),
  persistence: pure({
    description: 'How much of the state of the economy stays from month to month',
    min: 0,
    max: 0.999,
    default: 0,
  }),
})

/**
 * The state of the economy in a month: standard normal in the long run. It keeps a part of what it was and gets
 * something new.
 *
 * @param before the state in the month before; it does not matter in month 1
 * @param innovation the month's place of `path.factors`
 */
export function nextEconomy(
  month: number,
  before: number,
  innovation: number,
  persistence: number,
): number {
  if (month === 1) return innovation
  return persistence * before + Math.sqrt(1 - persistence * persistence) * innovation
}

/**
 * How probable something bad is, given the state of the economy, where over all states it is as probable as it is said. A
 * fortune is √ρ times the economy and √(1-ρ) times a number of its own; bad is what lies below a threshold.
 */
export class ConditionalChance {
  readonly #chance: number
  readonly #threshold: number
  readonly #loading: number
  readonly #own: number

  /** @param chance 0 to 1, over all states of the economy @param correlation ρ, 0 to below 1 */
  constructor(chance: number, correlation: number) {
    this.#chance = chance
    this.#threshold = normalQuantile(chance)
    this.#loading = Math.sqrt(correlation)
    this.#own = Math.sqrt(1 - correlation)
  }

  given(economy: number): number {
    if (this.#loading === 0 || this.#chance <= 0 || this.#chance >= 1) return this.#chance
    return tabledNormalCdf((this.#threshold - this.#loading * economy) / this.#own)
  }
}
