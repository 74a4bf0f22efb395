import type { Sha256 } from './sha256.ts'
import { emptyRoot, nodeHash } from './tree.ts'

/**
 * Whether a leaf is in a tree, as its audit path says. Source: RFC 9162, section 2.1.3.2.
 *
 * @param hash the hash of the leaf
 */
export function includes(
  sha256: Sha256,
  leaf: { readonly hash: Uint8Array; readonly index: number },
  tree: { readonly size: number; readonly root: Uint8Array },
  path: readonly Uint8Array[],
): boolean {
  if (!isCount(leaf.index) || !isCount(tree.size) || leaf.index >= tree.size) return false
  let [first, last] = [leaf.index, tree.size - 1]
  let root = leaf.hash
  for (const sibling of path) {
    if (last === 0) return false
    if (first % 2 === 1 || first === last) {
      root = nodeHash(sha256, sibling, root)
      while (first % 2 === 0 && first !== 0) [first, last] = [first / 2, half(last)]
    } else {
      root = nodeHash(sha256, root, sibling)
    }
    ;[first, last] = [half(first), half(last)]
  }
  return last === 0 && sameHash(root, tree.root)
}

interface Tree {
  readonly size: number
  readonly root: Uint8Array
}

/**
 * Whether a tree is the beginning of another, as the proof says. An empty tree is the beginning of every one, by
 * an empty proof. Source: RFC 9162, section 2.1.4.2.
 */
export function isBeginning(
  sha256: Sha256,
  first: Tree,
  second: Tree,
  proof: readonly Uint8Array[],
): boolean {
  if (!isCount(first.size) || !isCount(second.size) || first.size > second.size) return false
  if (first.size === second.size) return proof.length === 0 && sameHash(first.root, second.root)
  if (first.size === 0) return proof.length === 0 && sameHash(first.root, emptyRoot(sha256))
  const path = isPowerOfTwo(first.size) ? [first.root, ...proof] : proof
  const [start, ...siblings] = path
  if (start === undefined) return false
  let [at, last] = [first.size - 1, second.size - 1]
  while (at % 2 === 1) [at, last] = [half(at), half(last)]
  let [firstRoot, secondRoot] = [start, start]
  for (const sibling of siblings) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      firstRoot = nodeHash(sha256, sibling, firstRoot)
      secondRoot = nodeHash(sha256, sibling, secondRoot)
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, half(last)]
    } else {
      secondRoot = nodeHash(sha256, secondRoot, sibling)
    }
    ;[at, last] = [half(at), half(last)]
  }
  return last === 0 && sameHash(firstRoot, first.root) && sameHash(secondRoot, second.root)
}

export function sameHash(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at])
}

function half(value: number): number {
  return Math.floor(value / 2)
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

function isPowerOfTwo(value: number): boolean {
  let power = 1
  while (power < value) power *= 2
  return power === value
}
