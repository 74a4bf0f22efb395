import type { Brand } from '../../kernel/ids.ts'

/** An instant to the microsecond, counted from 1970: the order of batches needs more than milliseconds. */
export type Micros = Brand<bigint, 'Micros'>

export const MICROS_PER_SECOND = 1_000_000n

/** The instant of a count of microseconds since 1970. */
export function micros(count: bigint): Micros {
  return count as Micros
}

/** The instant so many whole seconds later. */
export function addSeconds(at: Micros, seconds: number): Micros {
  return micros(at + BigInt(seconds) * MICROS_PER_SECOND)
}

/** The instant as a date; what lies below the millisecond is dropped. */
export function dateOf(at: Micros): Date {
  return new Date(Number(at / 1000n))
}
