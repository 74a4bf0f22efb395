import { assert } from '../../../src/kernel/assert.ts'

/** A vector as this folder hands it about: typed or plain, never written to by who is given it. */
export type Vector = ArrayLike<number>

/**
 * The element at a position that must be there. Loops that run a million times read typed arrays themselves, with
 * `?? 0`: this one has seen arrays of every kind, which costs them ten times as much.
 */
export function at(values: Vector, index: number): number {
  const value = values[index]
  assert(value !== undefined, 'an element was asked for beyond the end')
  return value
}

/** The sum by Neumaier's compensated summation: the error does not grow with the number of terms. */
export function sum(values: Vector): number {
  let total = 0
  let lost = 0
  for (let i = 0; i < values.length; i++) {
    const value = at(values, i)
    const next = total + value
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total
    total = next
  }
  return total + lost
}
