import { log } from '../random/elementary.ts'

/** Puts values onto a line: `at(value)` is where on the drawing. */
export interface Scale {
  readonly ticks: readonly number[]
  /** The distance of ticks; on a logarithmic scale 0. */
  readonly step: number
  readonly least: number
  readonly most: number
  at(value: number): number
}

const STEPS = [1, 2, 2.5, 5, 10]

/**
 * A scale with ticks at round numbers, which reaches from one to another of them.
 *
 * @param range where on the drawing it begins and ends
 */
export function linearScale(
  values: readonly number[],
  range: readonly [number, number],
  options: { readonly withZero?: boolean; readonly ticks?: number; readonly least?: number } = {},
): Scale {
  const known = values.filter(Number.isFinite)
  const zero = options.withZero === true ? [0] : []
  let low = Math.min(...known, ...zero)
  let high = Math.max(...known, ...zero)
  if (!Number.isFinite(low)) [low, high] = [0, 1]
  if (high - low <= 1e-12 * Math.max(Math.abs(low), Math.abs(high))) {
    const room = low === 0 ? 1 : Math.abs(low) / 10
    low -= low === 0 ? 0 : room
    high += room
  }
  const step = Math.max(niceStep((high - low) / (options.ticks ?? 5)), options.least ?? 0)
  const first = Math.floor(low / step + 1e-9)
  const last = Math.ceil(high / step - 1e-9)
  const ticks: number[] = []
  for (let count = first; count <= last; count++) ticks.push(Number((count * step).toPrecision(12)))
  const [least = 0, most = 1] = [ticks[0], ticks.at(-1)]
  const [begin, end] = range
  const at = (value: number): number => begin + ((value - least) / (most - least)) * (end - begin)
  return { ticks, step, least, most, at }
}

/** A scale of powers of a base. What is at or below zero stands at its lower end. */
export function logScale(
  least: number,
  most: number,
  base: number,
  range: readonly [number, number],
): Scale {
  let tick = 1
  while (tick > least * (1 + 1e-9)) tick /= base
  while (tick * base <= least * (1 + 1e-9)) tick *= base
  const low = tick
  const ticks: number[] = []
  for (; tick <= most * (1 + 1e-9); tick *= base) ticks.push(Number(tick.toPrecision(12)))
  const high = Math.max(most, ticks.at(-1) ?? most)
  const [begin, end] = range
  const width = log(high) - log(low)
  const at = (value: number): number => {
    const share = value <= low ? 0 : (log(value) - log(low)) / width
    return begin + share * (end - begin)
  }
  return { ticks, step: 0, least: low, most: high, at }
}

/** The least of 1, 2, 2.5, 5 times a power of ten that is not below a length. */
function niceStep(length: number): number {
  let power = 1
  while (power > length) power /= 10
  while (power * 10 <= length) power *= 10
  const factor = STEPS.find((one) => one * power >= length * (1 - 1e-9)) ?? 10
  return Number((factor * power).toPrecision(12))
}
