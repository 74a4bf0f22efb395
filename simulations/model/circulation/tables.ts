import { multiply, parseRate } from '../../../src/kernel/decimal.ts'
import { exp, pow } from '../../random/elementary.ts'
import { normalQuantile } from '../../random/normal.ts'
import { presetRules } from './instrument.ts'
import type { CirculationParameters } from './parameters.ts'

/** Purchases and places are drawn from tables of so many places: shares are rounded to 4096ths. */
export const SLOTS = 4096
const WORD = 2 ** 32

/** What people buy where: a place of the table for each of 4096 equal chances. */
export interface NeedTables {
  /** By slot: the kind of need, times the favourites of a kind, plus which of them. */
  readonly places: Uint8Array
  /** Prices in whole cents: those of a kind of need one after the other, rising. */
  readonly prices: Float64Array
  /** The largest and the least part of each price that may be paid with tokens; empty without them. */
  readonly tokensMost: Float64Array
  readonly tokensLeast: Float64Array
}

export function needTables(parameters: CirculationParameters): NeedTables {
  const { needs, network, tokens } = parameters
  const { favourites } = network
  // The n-th favourite is gone to 1/n as often as the first.
  const chances = needs.flatMap(({ share }) => {
    const weights = Array.from({ length: favourites }, (_, rank) => 1 / (rank + 1))
    const all = weights.reduce((sum, one) => sum + one, 0)
    return weights.map((weight) => (share * weight) / all)
  })
  const places = new Uint8Array(SLOTS)
  let [place, upTo] = [0, chances[0] ?? 1]
  for (let slot = 0; slot < SLOTS; slot++) {
    while (place < chances.length - 1 && (slot + 0.5) / SLOTS > upTo) {
      place += 1
      upTo += chances[place] ?? 0
    }
    places[slot] = place
  }
  const prices = new Float64Array(needs.length * SLOTS)
  for (const [kind, { basket, spread }] of needs.entries()) {
    prices.set(priceTable(basket, spread), kind * SLOTS)
  }
  const { discount } = tokens === null ? { discount: null } : presetRules(tokens.rules)
  if (discount === null) return { places, prices, ...NO_TOKENS }
  const ofPrices = (part: string, rounding: 'down' | 'up'): Float64Array =>
    prices.map((price) => Number(multiply(BigInt(price), parseRate(part), rounding)))
  const tokensMost = ofPrices(discount.most, 'down')
  return { places, prices, tokensMost, tokensLeast: ofPrices(discount.least, 'up') }
}

const NO_TOKENS = { tokensMost: new Float64Array(0), tokensLeast: new Float64Array(0) }

/** The quantiles of a lognormal law of a mean, in whole cents, at least one. */
export function priceTable(mean: number, spread: number): Float64Array {
  const raw = Float64Array.from({ length: SLOTS }, (_, slot) =>
    spread === 0 ? 1 : exp(spread * normalQuantile((slot + 0.5) / SLOTS)),
  )
  const scale = (mean * SLOTS) / raw.reduce((sum, one) => sum + one, 0)
  return raw.map((one) => Math.max(1, Math.floor(one * scale + 0.5)))
}

/** A table that draws one of many by their weights, with one word (Walker's alias method, after Vose). */
export interface Choice {
  readonly size: number
  /** Below it, of 2^32, the place itself; else its alias. */
  readonly own: Float64Array
  readonly alias: Int32Array
}

export function choiceOf(weights: readonly number[]): Choice {
  const size = weights.length
  const all = weights.reduce((sum, one) => sum + one, 0)
  const scaled = weights.map((weight) => (weight * size) / all)
  const own = new Float64Array(size).fill(WORD)
  const alias = Int32Array.from({ length: size }, (_, place) => place)
  const small = scaled.flatMap((one, place) => (one < 1 ? [place] : []))
  const large = scaled.flatMap((one, place) => (one < 1 ? [] : [place]))
  while (small.length > 0 && large.length > 0) {
    const less = small.pop() as number
    const more = large[large.length - 1] as number
    own[less] = (scaled[less] as number) * WORD
    alias[less] = more
    scaled[more] = (scaled[more] as number) - (1 - (scaled[less] as number))
    if ((scaled[more] as number) < 1) small.push(large.pop() as number)
  }
  return { size, own, alias }
}

/** The weights of so many partners: that of the n-th is 1 / n to a power. */
export function popularityOf(count: number, power: number): readonly number[] {
  return Array.from({ length: count }, (_, rank) => pow(rank + 1, -power))
}

/** Draws by a table. @param word 0 to 2^32 - 1 */
export function choose({ size, own, alias }: Choice, word: number): number {
  const product = word * size
  const place = Math.floor(product / WORD)
  return product - place * WORD < (own[place] as number) ? place : (alias[place] as number)
}

/** One of so many, all alike. @param word with or without its sign */
export function oneOf(count: number, word: number): number {
  return Math.floor(((word >>> 0) * count) / WORD)
}

/**
 * Days from one purchase to the next, where each day has the same chance: a geometric law, exact to 2^-32. A gap beyond the
 * table is one beyond the path.
 */
export class Gaps {
  readonly #upTo: Float64Array
  readonly #guide: Int32Array

  constructor(chance: number, days: number) {
    this.#upTo = new Float64Array(days + 2)
    let left = 1
    for (let gap = 1; gap < this.#upTo.length; gap++) {
      left *= 1 - chance
      this.#upTo[gap] = (1 - left) * WORD
    }
    this.#upTo[days + 1] = WORD
    this.#guide = new Int32Array(256)
    for (let top = 0, gap = 1; top < 256; top++) {
      while ((this.#upTo[gap] as number) <= top * 2 ** 24) gap += 1
      this.#guide[top] = gap
    }
  }

  /** @param signed a word, with or without its sign */
  of(signed: number): number {
    const word = signed >>> 0
    let gap = this.#guide[word >>> 24] as number
    while (word >= (this.#upTo[gap] as number)) gap += 1
    return gap
  }
}
