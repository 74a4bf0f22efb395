import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { includes, isBeginning } from '../../../src/ledger/core/proof/check.ts'
import {
  consistencyRanges,
  inclusionRanges,
  rangeRoot,
  type Subtree,
} from '../../../src/ledger/core/proof/paths.ts'
import { Sha256Stream, sha256 } from '../../../src/ledger/core/proof/sha256.ts'
import { fromHex, toHex } from '../../../src/ledger/core/proof/text-codes.ts'
import {
  completeRoot,
  emptyRoot,
  GrowingTree,
  leafHash,
  nodeHash,
} from '../../../src/ledger/core/proof/tree.ts'
import { propertySeed } from '../../support/seed.ts'

// The inputs, roots and proofs of the reference implementation of Certificate Transparency:
// https://github.com/google/certificate-transparency/blob/master/cpp/merkletree/merkle_tree_test.cc
const INPUTS = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
]
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const A = '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7'
const B = '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e'
const C = '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4'
const D = 'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b'
const E = 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0'
const F = '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a'
const [ROOT_1 = '', ROOT_2 = '', , ROOT_4 = ''] = ROOTS
const INCLUSIONS: readonly [number, number, readonly string[]][] = [
  [0, 1, []],
  [0, 8, [A, B, C]],
  [5, 8, [D, E, ROOT_4]],
  [2, 3, [ROOT_2]],
  [1, 5, [ROOT_1, B, D]],
]
const CONSISTENCIES: readonly [number, number, readonly string[]][] = [
  [1, 1, []],
  [1, 8, [A, B, C]],
  [6, 8, [F, E, ROOT_4]],
  [2, 5, [B, D]],
]

const hash = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest())
const leaves = INPUTS.map((hex) => leafHash(hash, bytesOf(hex)))

describe('the tree of the reference implementation', () => {
  test('without a leaf has the hash of nothing as its root', () => {
    const root = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
    expect(toHex(emptyRoot(hash))).toBe(root)
    expect(toHex(new GrowingTree(hash).root())).toBe(root)
  })

  test('has the published root at every size', () => {
    const tree = new GrowingTree(hash)
    const roots = leaves.map((leaf) => {
      tree.append(leaf)
      return toHex(tree.root())
    })
    expect(roots).toEqual(ROOTS)
    expect(ROOTS.map((_, at) => toHex(naiveRoot(leaves.slice(0, at + 1))))).toEqual(ROOTS)
  })

  test.each(INCLUSIONS)(
    'has the published audit path of leaf %i in size %i',
    (index, size, path) => {
      expect(inclusion(leaves, index, size).map(toHex)).toEqual(path)
    },
  )

  test.each(CONSISTENCIES)('has the published proof from size %i to %i', (first, second, proof) => {
    expect(consistency(leaves, first, second).map(toHex)).toEqual(proof)
  })
})

describe('any tree of up to 70 leaves', () => {
  const many = Array.from({ length: 70 }, (_, at) => leafHash(hash, Uint8Array.of(at)))
  const roots = [emptyRoot(hash), ...many.map((_, at) => naiveRoot(many.slice(0, at + 1)))]
  const treeOf = (size: number) => ({ size, root: roots[size] ?? emptyRoot(hash) })

  test('grows to the root of the recursive definition', () => {
    const tree = new GrowingTree(hash)
    for (const [at, leaf] of many.entries()) {
      tree.append(leaf)
      expect(toHex(tree.root())).toBe(toHex(treeOf(at + 1).root))
    }
  })

  test('proves each of its leaves, by the path of the recursive definition', () => {
    for (let size = 1; size <= many.length; size++) {
      for (let index = 0; index < size; index++) {
        const path = inclusion(many, index, size)
        expect(path).toEqual(naivePath(index, many.slice(0, size)))
        const leaf = { hash: many[index] ?? hash(Uint8Array.of()), index }
        expect(includes(hash, leaf, treeOf(size), path)).toBe(true)
      }
    }
  })

  test('proves each of its beginnings, by the proof of the recursive definition', () => {
    for (let second = 1; second <= many.length; second++) {
      for (let first = 1; first <= second; first++) {
        const proof = consistency(many, first, second)
        expect(proof).toEqual(naiveProof(first, many.slice(0, second), true))
        expect(isBeginning(hash, treeOf(first), treeOf(second), proof)).toBe(true)
      }
    }
    expect(isBeginning(hash, treeOf(0), treeOf(9), [])).toBe(true)
  })

  test('proves nothing by a proof that was altered, cut, lengthened or taken from elsewhere', () => {
    const seed = propertySeed('proofs altered')
    const change = fc.tuple(fc.constantFrom('flip', 'cut', 'more', 'index', 'size'), fc.nat())
    const places = fc.tuple(fc.integer({ min: 1, max: 70 }), fc.nat(), change)
    fc.assert(
      fc.property(places, ([size, rawIndex, [kind, where]]) => {
        const index = rawIndex % size
        const path = inclusion(many, index, size)
        const leaf = { hash: many[index] ?? hash(Uint8Array.of()), index }
        const changed = altered(path, kind, where)
        if (kind === 'index') {
          const other = { ...leaf, index: (index + 1 + where) % (size + 1) }
          if (other.index === index) return
          expect(includes(hash, other, treeOf(size), path)).toBe(false)
        } else if (kind === 'size') {
          const other = 1 + ((size + where) % 70)
          if (other === size) return
          expect(includes(hash, leaf, treeOf(other), path)).toBe(false)
        } else if (changed !== undefined) {
          expect(includes(hash, leaf, treeOf(size), changed)).toBe(false)
        }
        const first = 1 + (rawIndex % size)
        const proof = altered(consistency(many, first, size), kind, where)
        if (proof !== undefined) {
          expect(isBeginning(hash, treeOf(first), treeOf(size), proof)).toBe(false)
        }
      }),
      { seed, numRuns: 2000 },
    )
  })
})

describe('the SHA-256 for places without one', () => {
  test('is that of node, for any length, in one piece and in several', () => {
    const seed = propertySeed('sha256')
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.array(fc.nat(300)), (bytes, cuts) => {
        expect(toHex(sha256(bytes))).toBe(toHex(hash(bytes)))
        const stream = new Sha256Stream()
        const edges = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length]
        edges.sort((a, b) => a - b)
        for (const [at, edge] of edges.entries()) stream.update(bytes.subarray(edges[at - 1], edge))
        expect(toHex(stream.digest())).toBe(toHex(hash(bytes)))
      }),
      { seed, numRuns: 1000 },
    )
  })
})

/** RFC 9162, section 2.1.1, word for word. */
function naiveRoot(hashes: readonly Uint8Array[]): Uint8Array {
  const [only] = hashes
  if (only === undefined) return hash(Uint8Array.of())
  if (hashes.length === 1) return only
  const k = split(hashes.length)
  return nodeHash(hash, naiveRoot(hashes.slice(0, k)), naiveRoot(hashes.slice(k)))
}

/** RFC 9162, section 2.1.3.1. */
function naivePath(index: number, hashes: readonly Uint8Array[]): Uint8Array[] {
  if (hashes.length === 1) return []
  const k = split(hashes.length)
  return index < k
    ? [...naivePath(index, hashes.slice(0, k)), naiveRoot(hashes.slice(k))]
    : [...naivePath(index - k, hashes.slice(k)), naiveRoot(hashes.slice(0, k))]
}

/** RFC 9162, section 2.1.4.1. */
function naiveProof(first: number, hashes: readonly Uint8Array[], isKnown: boolean): Uint8Array[] {
  if (first === hashes.length) return isKnown ? [] : [naiveRoot(hashes)]
  const k = split(hashes.length)
  return first <= k
    ? [...naiveProof(first, hashes.slice(0, k), isKnown), naiveRoot(hashes.slice(k))]
    : [...naiveProof(first - k, hashes.slice(k), false), naiveRoot(hashes.slice(0, k))]
}

function split(count: number): number {
  return 2 ** (Math.ceil(Math.log2(count)) - 1)
}

function inclusion(hashes: readonly Uint8Array[], index: number, size: number): Uint8Array[] {
  return inclusionRanges(index, size).map((range) => rangeRoot(hash, range, rootsOf(hashes)))
}

function consistency(hashes: readonly Uint8Array[], first: number, second: number): Uint8Array[] {
  return consistencyRanges(first, second).map((range) => rangeRoot(hash, range, rootsOf(hashes)))
}

function rootsOf(hashes: readonly Uint8Array[]) {
  return ({ level, index }: Subtree) => {
    const width = 2 ** level
    return completeRoot(hash, hashes.slice(index * width, (index + 1) * width))
  }
}

/** A proof with one thing wrong; `undefined` where there is nothing to alter. */
function altered(
  proof: readonly Uint8Array[],
  kind: string,
  where: number,
): Uint8Array[] | undefined {
  if (kind === 'more') return [...proof, hash(Uint8Array.of(1))]
  if (proof.length === 0) return undefined
  if (kind === 'cut') return proof.filter((_, at) => at !== where % proof.length)
  if (kind !== 'flip') return undefined
  return proof.map((one, at) => {
    const bytes = one.slice()
    if (at === where % proof.length)
      bytes[where % 32] = (bytes[where % 32] ?? 0) ^ (1 << (where % 8))
    return bytes
  })
}

function bytesOf(hex: string): Uint8Array {
  const bytes = fromHex(hex)
  if (bytes === undefined) throw new Error(`no hexadecimal digits: ${hex}`)
  return bytes
}
