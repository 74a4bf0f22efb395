import type { Uuid } from '../../src/kernel/ids.ts'

/*
 * Ids that look like chance and can be read backwards: the index of a thing, permuted, so that neighbours in the
 * workload are strangers in every index of the database, and a finding can say which request it speaks of.
 */

export type IdKind = 'account' | 'transfer' | 'reference'

const DIGITS: Readonly<Record<IdKind, string>> = { account: 'a', transfer: 'f', reference: 'e' }
const ROUNDS = 4

/**
 * The id of the thing with an index, 0 to 2^32 - 1, among its kind.
 *
 * @example indexOfId(idOf('transfer', 12, 7), 7) // 12
 */
export function idOf(kind: IdKind, index: number, seed: number): Uuid {
  const head = permute(index, seed).toString(16).padStart(8, '0')
  const tail = (seed >>> 0).toString(16).padStart(12, '0')
  return `${head}-000${DIGITS[kind]}-4000-8000-${tail}` as Uuid
}

/** The index that an id was made from. */
export function indexOfId(id: string, seed: number): number {
  return restore(Number.parseInt(id.slice(0, 8), 16), seed)
}

/** A Feistel network over 32 bits: a permutation whatever the round function is. */
function permute(index: number, seed: number): number {
  let [left, right] = [index >>> 16, index & 0xffff]
  for (let round = 0; round < ROUNDS; round += 1) {
    ;[left, right] = [right, left ^ mix(right, round, seed)]
  }
  return ((left << 16) | right) >>> 0
}

function restore(value: number, seed: number): number {
  let [left, right] = [value >>> 16, value & 0xffff]
  for (let round = ROUNDS - 1; round >= 0; round -= 1) {
    ;[left, right] = [right ^ mix(left, round, seed), left]
  }
  return ((left << 16) | right) >>> 0
}

function mix(half: number, round: number, seed: number): number {
  let value = Math.imul(half + 1, 0x9e3779b1) ^ Math.imul(seed + round, 0x85ebca6b)
  value = Math.imul(value ^ (value >>> 15), 0xc2b2ae35)
  return (value ^ (value >>> 13)) & 0xffff
}
