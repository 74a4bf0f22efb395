import { assert } from '../../../kernel/assert.ts'
import type { Sha256 } from './sha256.ts'

/** How many bytes a hash has. */
export const HASH_BYTES = 32
/** The most leaves that a tree may have: what a JavaScript number counts exactly. */
export const TREE_SIZE_MAX = Number.MAX_SAFE_INTEGER

const LEAF = 0x00
const NODE = 0x01

/** The hash of a leaf: SHA-256 of the byte 0 and its bytes. Source: RFC 9162, section 2.1.1. */
export function leafHash(sha256: Sha256, leaf: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + leaf.length)
  bytes[0] = LEAF
  bytes.set(leaf, 1)
  return sha256(bytes)
}

/** The hash of a node: SHA-256 of the byte 1 and the hashes of its two children. */
export function nodeHash(sha256: Sha256, left: Uint8Array, right: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + 2 * HASH_BYTES)
  bytes[0] = NODE
  bytes.set(left, 1)
  bytes.set(right, 1 + HASH_BYTES)
  return sha256(bytes)
}

/** The root of a tree without leaves: SHA-256 of nothing. */
export function emptyRoot(sha256: Sha256): Uint8Array {
  return sha256(new Uint8Array(0))
}

/**
 * A tree that grows leaf by leaf and keeps only the roots of its complete subtrees: as many as its size has
 * bits. Enough to know the root at every size, however large the log is.
 *
 * @example const tree = new GrowingTree(sha256); tree.append(leafHash(sha256, leaf)); tree.root()
 */
export class GrowingTree {
  readonly #sha256: Sha256
  /** Roots of complete subtrees, the largest and leftmost first. */
  readonly #roots: Uint8Array[] = []
  #size = 0

  constructor(sha256: Sha256) {
    this.#sha256 = sha256
  }

  get size(): number {
    return this.#size
  }

  append(hash: Uint8Array): void {
    assert(this.#size < TREE_SIZE_MAX, 'a tree has at most 2^53 - 1 leaves')
    let root = hash
    // Each complete pair becomes one: as many as the size has ones at its end.
    for (let rest = this.#size; rest % 2 === 1; rest = (rest - 1) / 2) {
      const left = this.#roots.pop()
      assert(left !== undefined, 'a tree of odd size has a root to its left')
      root = nodeHash(this.#sha256, left, root)
    }
    this.#roots.push(root)
    this.#size += 1
  }

  root(): Uint8Array {
    return rootOfRoots(this.#sha256, this.#roots)
  }
}

/** The root over the roots of neighbouring complete subtrees, which become smaller from left to right. */
export function rootOfRoots(sha256: Sha256, roots: readonly Uint8Array[]): Uint8Array {
  const last = roots.at(-1)
  if (last === undefined) return emptyRoot(sha256)
  let root = last
  for (let at = roots.length - 2; at >= 0; at--) {
    const left = roots[at]
    assert(left !== undefined, 'a list has what is within its length')
    root = nodeHash(sha256, left, root)
  }
  return root
}

/** The root of a complete subtree: the hashes are as many as a power of two. */
export function completeRoot(sha256: Sha256, hashes: readonly Uint8Array[]): Uint8Array {
  let row = hashes
  while (row.length > 1) {
    const above: Uint8Array[] = []
    for (let at = 0; at < row.length; at += 2) {
      const [left, right] = [row[at], row[at + 1]]
      assert(left !== undefined && right !== undefined, 'a complete subtree has pairs only')
      above.push(nodeHash(sha256, left, right))
    }
    row = above
  }
  const [root] = row
  assert(root !== undefined, 'a complete subtree has a leaf')
  return root
}
