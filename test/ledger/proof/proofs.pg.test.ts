import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSigningKeys, type SigningKeys } from '../../../src/access/keys.ts'
import { connect } from '../../../src/db/client.ts'
import { includes, isBeginning } from '../../../src/ledger/core/proof/check.ts'
import { asciiBytes, TREE_HEAD_TYPE } from '../../../src/ledger/core/proof/head.ts'
import { transferLines } from '../../../src/ledger/core/proof/records.ts'
import { toHex } from '../../../src/ledger/core/proof/text-codes.ts'
import { GrowingTree, leafHash } from '../../../src/ledger/core/proof/tree.ts'
import { createProofs, type Proofs, type TreeHead } from '../../../src/ledger/proof/service.ts'
import { sha256 } from '../../../src/ledger/proof/sha256.ts'
import { selectLines } from '../../../src/ledger/proof-store.ts'
import { createLedger, type Ledger } from '../../../src/ledger/service.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { frozenRuntime } from '../../support/frozen-runtime.ts'
import { openAccounts, postMany, transferId } from './busy-books.ts'

const runtime = frozenRuntime('proofs', '2027-01-15T08:00:00Z')
let database: TestDatabase
let keys: SigningKeys
let ledger: Ledger
let proofs: Proofs
const open = (db = database.db) =>
  createProofs({
    db,
    now: runtime.now,
    publicKeys: () => keys.treeKeys(),
    sign: (claims) => keys.signToken('tree', TREE_HEAD_TYPE, { ...claims }),
  })

beforeAll(async () => {
  database = await createTestDatabase()
  keys = createSigningKeys({ db: database.db, runtime, secret: 'the secret of the proofs test' })
  ledger = createLedger({ db: database.db, runtime, now: runtime.now })
  proofs = open()
})
afterAll(async () => {
  await ledger.close()
  await database.drop()
})

/** The roots of the log at every size, from its transfers alone. */
async function rootsOfLog(): Promise<readonly string[]> {
  const tree = new GrowingTree(sha256)
  const roots = [toHex(tree.root())]
  for (const line of await selectLines(database.db.sql, 0, 100_000)) {
    expect(line.position).toBe(String(roots.length))
    tree.append(leafHash(sha256, asciiBytes(transferLines.write(line))))
    roots.push(toHex(tree.root()))
  }
  return roots
}

async function claimsOf({ jws }: TreeHead) {
  const verified = await keys.verifyToken('tree', TREE_HEAD_TYPE, jws)
  return verified.status === 'valid' ? verified.claims : verified.status
}

describe('the log', () => {
  test('has a signed head before anything is posted', async () => {
    const head = await proofs.head()
    expect(head).toMatchObject({ number: 1n, size: 0n, time: '2027-01-15T08:00:00.000000Z' })
    expect(toHex(head.root)).toBe((await rootsOfLog())[0])
    expect(await claimsOf(head)).toMatchObject({ size: '0', time: head.time })
    await openAccounts(ledger)
  })

  test('is signed when it has grown, and when a day has passed, and not otherwise', async () => {
    expect(await proofs.signIfDue()).toBe(0)
    await postMany(ledger, 1)
    runtime.advance(1000)
    expect(await proofs.signIfDue()).toBe(1)
    expect(await proofs.signIfDue()).toBe(0)
    const before = await proofs.head()
    runtime.advance(86_400_000)
    expect(await proofs.signIfDue()).toBe(1)
    const after = await proofs.head()
    expect(after).toMatchObject({ number: before.number + 1n, size: 1n })
    expect(after.root).toEqual(before.root)
  })

  test('is hashed into tiles as far as they are full, and stays as it was hashed', async () => {
    await postMany(ledger, 5000 - 1, 1)
    expect(await open().seal()).toBe(19 * 256)
    expect(await open().seal()).toBe(0)
    const [tiles] = await database.db.sql`SELECT count(*)::int AS count FROM ledger_tree_tile`
    expect(tiles?.count).toBe(19)
    const owner = connect(database.ownerUrl, { role: null, poolSize: 1 })
    for (const table of [
      'ledger_tree',
      'ledger_tree_tile',
      'ledger_tree_node',
      'ledger_tree_head',
    ]) {
      for (const statement of [`DELETE FROM ${table}`, `TRUNCATE ${table}`]) {
        await expect(owner.sql.unsafe(statement)).rejects.toThrow(/stays as it is/)
        await expect(database.db.sql.unsafe(statement)).rejects.toThrow(/permission denied/)
      }
    }
    await owner.close()
  })

  test('proves its transfers, sealed in a tile or not, against a head that anybody can check', async () => {
    const roots = await rootsOfLog()
    for (const number of [0, 1, 255, 256, 257, 4095, 4096, 4863, 4864, 4998, 4999]) {
      const proof = await proofs.prove(transferId(number))
      if (proof === undefined) throw new Error('the transfer is there')
      const { head, path, leaf, leafIndex } = proof
      expect(leafIndex).toBe(BigInt(number))
      expect(transferLines.read(leaf)?.id).toBe(transferId(number))
      const hash = leafHash(sha256, Buffer.from(leaf))
      expect(toHex(hash)).toBe(toHex(proof.leafHash))
      const tree = { size: Number(head.size), root: head.root }
      expect(toHex(head.root)).toBe(roots[tree.size])
      expect(includes(sha256, { hash, index: number }, tree, path)).toBe(true)
      expect(await claimsOf(head)).toMatchObject({
        size: String(tree.size),
        root: toHex(head.root),
      })
    }
    expect(await proofs.prove(transferId(123_456))).toBeUndefined()
  })

  test('proves that every size is the beginning of every later one', async () => {
    const roots = await rootsOfLog()
    const sizes = [1, 2, 255, 256, 257, 1000, 4095, 4096, 4097, 4864, 4999, 5000]
    for (const second of sizes) {
      for (const first of sizes.filter((size) => size <= second)) {
        const proof = await proofs.proveConsistency(BigInt(first), BigInt(second))
        const [one, two] = [proof.first, proof.second]
        expect([toHex(one.root), toHex(two.root)]).toEqual([roots[first], roots[second]])
        const trees = [one, two].map(({ size, root }) => ({ size: Number(size), root }))
        const [small, large] = trees
        if (small === undefined || large === undefined) throw new Error('two trees')
        expect(isBeginning(sha256, small, large, proof.path)).toBe(true)
      }
    }
    for (const [first, second] of [
      [0n, 1n],
      [2n, 1n],
      [1n, 5001n],
    ] as const) {
      await expect(proofs.proveConsistency(first, second)).rejects.toMatchObject({
        code: 'tree_size_out_of_range',
        details: { size: '5000' },
      })
    }
  })

  test('is hashed once, however many processes do it at the same time', async () => {
    await postMany(ledger, 3000, 5000)
    const others = Array.from({ length: 4 }, () => connect(database.url))
    await Promise.all(others.flatMap((db) => [open(db).seal(), open(db).head(), open(db).seal()]))
    const heads = await proofs.listHeads({ limit: 100 })
    expect(heads.filter(({ size }) => size === 8000n)).toHaveLength(1)
    expect(heads.map(({ number }) => number)).toEqual(heads.map((_, at) => BigInt(at + 1)))
    expect(toHex(heads.at(-1)?.root ?? new Uint8Array())).toBe((await rootsOfLog())[8000])
    await Promise.all(others.map((db) => db.close()))
  })

  test('leaves nothing out while a writer keeps its transaction open for five seconds', async () => {
    const second = createLedger({ db: database.db, runtime, now: runtime.now })
    const slow = ledger.post({
      transfers: [await copyOf(8000)],
      companion: () => (tx) => [tx`SELECT pg_sleep(5)`],
    })
    await new Promise((resolve) => setTimeout(resolve, 300))
    const quick = postMany(second, 600, 8001)
    let isOver = false
    const both = Promise.all([slow, quick]).finally(() => {
      isOver = true
    })
    const sizes: bigint[] = []
    while (!isOver) {
      await open().seal()
      sizes.push((await open().head()).size)
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
    await both
    expect(sizes.filter((size) => size === 8000n).length).toBeGreaterThan(10)
    const head = await proofs.head()
    expect(head.size).toBe(8601n)
    expect(toHex(head.root)).toBe((await rootsOfLog())[8601])
    expect((await proofs.prove(transferId(8000)))?.leafIndex).toBe(8000n)
    await second.close()
  })

  test('is not signed any more once what was signed has been changed', async () => {
    await postMany(ledger, 10, 8601)
    await proofs.head()
    await postMany(ledger, 1, 8611)
    const owner = connect(database.ownerUrl, { role: null, poolSize: 1 })
    await owner.sql`ALTER TABLE ledger_log DISABLE TRIGGER ledger_log_is_final`
    await owner.sql`UPDATE ledger_log SET code = code + 1 WHERE position = 8605`
    await expect(proofs.head()).rejects.toThrow('the log continues the one that was signed')
    await owner.sql`UPDATE ledger_log SET code = code - 1 WHERE position = 8605`
    expect((await proofs.head()).size).toBe(8612n)
    await owner.sql`ALTER TABLE ledger_log ENABLE TRIGGER ledger_log_is_final`
    await owner.close()
  })
})

/** A plain transfer of one cent under the id of a number. */
async function copyOf(number: number) {
  const found = await ledger.findTransfer(transferId(0))
  if (found === undefined) throw new Error('the first transfer is there')
  const { debitAccountId, creditAccountId, unit } = found
  const id = transferId(number)
  return { id, debitAccountId, creditAccountId, unit, amount: 1n, code: 1, flags: [] }
}
