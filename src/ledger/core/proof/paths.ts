import { assert } from '../../../kernel/assert.ts'
import type { Sha256 } from './sha256.ts'
import { rootOfRoots } from './tree.ts'

/** Leaves from `start` on, up to but without `end`. */
export interface LeafRange {
  readonly start: number
  readonly end: number
}

/** A complete subtree: the leaves from `index * 2^level` on, 2^level of them. */
export interface Subtree {
  readonly level: number
  readonly index: number
}

/** What gives the root of a complete subtree. */
export type SubtreeRoots = (subtree: Subtree) => Uint8Array

/**
 * The ranges whose roots are the audit path of a leaf, the nearest to it first.
 * Source: RFC 9162, section 2.1.3.1.
 */
export function inclusionRanges(index: number, size: number): readonly LeafRange[] {
  assert(index >= 0 && index < size, 'a leaf is within its tree')
  const ranges: LeafRange[] = []
  let [start, end] = [0, size]
  while (end - start > 1) {
    const middle = start + largestPowerBelow(end - start)
    if (index < middle) {
      ranges.push({ start: middle, end })
      end = middle
    } else {
      ranges.push({ start, end: middle })
      start = middle
    }
  }
  return ranges.reverse()
}

/**
 * The ranges whose roots prove that a tree is the beginning of a larger one.
 * Source: RFC 9162, section 2.1.4.1.
 */
export function consistencyRanges(first: number, second: number): readonly LeafRange[] {
  assert(first > 0 && first <= second, 'a consistency proof leads from a tree to a larger one')
  const ranges: LeafRange[] = []
  let [start, end] = [0, second]
  // Whether the first tree is a whole subtree so far, which the asker knows the root of.
  let isKnown = true
  while (first < end) {
    const middle = start + largestPowerBelow(end - start)
    if (first <= middle) {
      ranges.push({ start: middle, end })
      end = middle
    } else {
      ranges.push({ start, end: middle })
      start = middle
      isKnown = false
    }
  }
  if (!isKnown) ranges.push({ start, end })
  return ranges.reverse()
}

/** The complete subtrees that a range of a tree consists of, from left to right. */
export function subtreesOf({ start, end }: LeafRange): readonly Subtree[] {
  const subtrees: Subtree[] = []
  let at = start
  while (at < end) {
    let [level, width] = [0, 1]
    while (at % (width * 2) === 0 && at + width * 2 <= end) {
      level += 1
      width *= 2
    }
    subtrees.push({ level, index: at / width })
    at += width
  }
  return subtrees
}

/** The root of a range, from those of its complete subtrees. */
export function rangeRoot(sha256: Sha256, range: LeafRange, roots: SubtreeRoots): Uint8Array {
  return rootOfRoots(sha256, subtreesOf(range).map(roots))
}

/** The largest power of two below a number above 1. */
function largestPowerBelow(count: number): number {
  let power = 1
  while (power * 2 < count) power *= 2
  return power
}
