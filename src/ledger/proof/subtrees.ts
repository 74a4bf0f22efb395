import type { Tx } from '../../db/client.ts'
import { assert } from '../../kernel/assert.ts'
import {
  type LeafRange,
  rangeRoot,
  type Subtree,
  type SubtreeRoots,
  subtreesOf,
} from '../core/proof/paths.ts'
import { completeRoot, HASH_BYTES } from '../core/proof/tree.ts'
import * as store from '../proof-store.ts'
import { LEVELS_PER_NODE, leafHashes, TILE_LEAVES } from './sealing.ts'
import { sha256 } from './sha256.ts'

/** Hashes the leaves from `start` up to `end`, which are behind the last whole tile. */
export type TailHashes = (tx: Tx, start: number, end: number) => Promise<readonly Uint8Array[]>

/**
 * Remembers the hashes behind the last whole tile, 255 at most: a transfer never changes, so it is hashed once for
 * all proofs. Not for signing, which must look at the transfers themselves.
 */
export function rememberTail(): TailHashes {
  let kept: { readonly start: number; readonly hashes: readonly Uint8Array[] } = {
    start: 0,
    hashes: [],
  }
  return async (tx, start, end) => {
    const known = kept.start === start ? kept.hashes : []
    if (known.length >= end - start) return known.slice(0, end - start)
    const hashes = [...known, ...(await leafHashes(tx, start + known.length, end))]
    kept = { start, hashes }
    return hashes
  }
}

/**
 * The roots of some ranges of the tree. Every whole tile within them must have been sealed. Three statements at
 * most, and no more than a few thousand hashes, however large the log is.
 *
 * @param size how many leaves the tree has that is asked about
 */
export async function rootsOf(
  tx: Tx,
  ranges: readonly LeafRange[],
  size: number,
  tail: TailHashes = leafHashes,
): Promise<Uint8Array[]> {
  const roots = await loadSubtrees(tx, ranges.flatMap(subtreesOf), size, tail)
  return ranges.map((range) => rangeRoot(sha256, range, roots))
}

async function loadSubtrees(
  tx: Tx,
  subtrees: readonly Subtree[],
  size: number,
  tail: TailHashes,
): Promise<SubtreeRoots> {
  const places = subtrees.filter(({ level }) => level >= LEVELS_PER_NODE).flatMap(nodesOf)
  const low = subtrees.filter(({ level }) => level < LEVELS_PER_NODE)
  const [tiles, nodes] = await Promise.all([
    loadTiles(tx, [...new Set(low.map(tileOf))], size, tail),
    places.length === 0 ? [] : store.selectNodes(tx, places),
  ])
  const nodeByPlace = new Map(nodes.map(({ level, index, hash }) => [`${level} ${index}`, hash]))
  return (subtree) => {
    if (subtree.level >= LEVELS_PER_NODE) {
      const hashes = nodesOf(subtree).map(({ level, index }) => {
        const hash = nodeByPlace.get(`${level} ${index}`)
        assert(hash !== undefined, 'the nodes above whole tiles are stored')
        return hash
      })
      return completeRoot(sha256, hashes)
    }
    const width = 2 ** subtree.level
    const start = (subtree.index * width) % TILE_LEAVES
    const hashes = tiles.get(tileOf(subtree))?.slice(start, start + width) ?? []
    assert(hashes.length === width, 'the leaves of a tree are hashed')
    return completeRoot(sha256, hashes)
  }
}

/** The leaves' hashes of some tiles: stored, or at the end of the log hashed now. */
async function loadTiles(
  tx: Tx,
  indexes: readonly number[],
  size: number,
  tail: TailHashes,
): Promise<ReadonlyMap<number, readonly Uint8Array[]>> {
  const tiles = new Map<number, readonly Uint8Array[]>()
  if (indexes.length === 0) return tiles
  for (const { index, hashes } of await store.selectTiles(tx, indexes)) {
    tiles.set(index, split(hashes))
  }
  for (const index of indexes) {
    if (tiles.has(index)) continue
    const start = index * TILE_LEAVES
    tiles.set(index, await tail(tx, start, Math.min(start + TILE_LEAVES, size)))
  }
  return tiles
}

/** The stored nodes that a complete subtree of whole tiles consists of. */
function nodesOf({ level, index }: Subtree): readonly store.NodePlace[] {
  const width = 2 ** (level % LEVELS_PER_NODE)
  return Array.from({ length: width }, (_, at) => ({
    level: Math.floor(level / LEVELS_PER_NODE),
    index: index * width + at,
  }))
}

function tileOf({ level, index }: Subtree): number {
  return Math.floor((index * 2 ** level) / TILE_LEAVES)
}

function split(hashes: Uint8Array): readonly Uint8Array[] {
  return Array.from({ length: hashes.length / HASH_BYTES }, (_, at) =>
    hashes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES),
  )
}
