import type { Tx } from '../../db/client.ts'
import { assert } from '../../kernel/assert.ts'
import { asciiBytes } from '../core/proof/head.ts'
import { transferLines } from '../core/proof/records.ts'
import { completeRoot, HASH_BYTES, leafHash } from '../core/proof/tree.ts'
import * as store from '../proof-store.ts'
import type { RecentLeaves } from './recent-leaves.ts'
import { sha256 } from './sha256.ts'

/** How many leaves a tile has. */
export const TILE_LEAVES = 256
/** How many levels of the binary tree lie between a node that is stored and the next. */
export const LEVELS_PER_NODE = 8
/** How many tiles are hashed in one transaction at most. */
const BATCH_TILES = 16
const NODE_LEVEL_MAX = 7
/** After so many the process sees to what else has come in: a millisecond, where a whole batch takes thirty. */
const HASHES_AT_ONCE = 128

/**
 * Hashes some of the transfers that are not yet in a tile, as far as they fill one. Within the lock of the tree.
 *
 * @param size how many transfers the log has at least
 * @param recent hashes that need not be made of rows read back
 * @returns how many tiles were added; 0 where no tile is whole
 */
export async function sealBatch(tx: Tx, size: bigint, recent?: RecentLeaves): Promise<number> {
  const sealed = await store.countTiles(tx)
  const whole = Number(size / BigInt(TILE_LEAVES))
  const end = Math.min(whole, sealed + BATCH_TILES)
  if (end <= sealed) return 0
  const [first, last] = [sealed * TILE_LEAVES, end * TILE_LEAVES]
  const hashes = recent?.range(first, last) ?? (await leafHashes(tx, first, last))
  const tiles: store.Tile[] = []
  const nodes: store.Node[] = []
  for (let index = sealed; index < end; index++) {
    const at = (index - sealed) * TILE_LEAVES
    const own = hashes.slice(at, at + TILE_LEAVES)
    tiles.push({ index, hashes: joined(own) })
    nodes.push({ level: 1, index, hash: completeRoot(sha256, own) })
  }
  await store.insertTiles(tx, tiles)
  await store.insertNodes(tx, nodes)
  await raiseNodes(tx, sealed, end)
  return end - sealed
}

/**
 * The hashes of leaves, from their transfers. The positions of the log have no gap, and this is where it would show.
 *
 * @param start the first leaf
 * @param end the one after the last
 */
export async function leafHashes(tx: Tx, start: number, end: number): Promise<Uint8Array[]> {
  if (start >= end) return []
  const lines = await store.selectLines(tx, start, end)
  assert(lines.length === end - start, 'the positions of the log have no gap')
  const hashes: Uint8Array[] = []
  for (const [at, line] of lines.entries()) {
    assert(line.position === String(start + at + 1), 'the log is read in its order')
    hashes.push(leafHash(sha256, asciiBytes(transferLines.write(line))))
    if (hashes.length % HASHES_AT_ONCE === 0) await new Promise(setImmediate)
  }
  return hashes
}

/** Adds the nodes above the tiles from `before` up to `after`, as far as they are complete. */
async function raiseNodes(tx: Tx, before: number, after: number): Promise<void> {
  let [from, to] = [before, after]
  for (let level = 2; level <= NODE_LEVEL_MAX; level++) {
    ;[from, to] = [Math.floor(from / TILE_LEAVES), Math.floor(to / TILE_LEAVES)]
    if (from === to) return
    for (let index = from; index < to; index++) {
      const below = Array.from({ length: TILE_LEAVES }, (_, at) => ({
        level: level - 1,
        index: index * TILE_LEAVES + at,
      }))
      const nodes = await store.selectNodes(tx, below)
      assert(nodes.length === TILE_LEAVES, 'a complete node has all its children')
      nodes.sort((a, b) => a.index - b.index)
      const children = nodes.map(({ hash }) => hash)
      await store.insertNodes(tx, [{ level, index, hash: completeRoot(sha256, children) }])
    }
  }
}

function joined(hashes: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(hashes.length * HASH_BYTES)
  for (const [at, hash] of hashes.entries()) bytes.set(hash, at * HASH_BYTES)
  return bytes
}
