import { createLocalJWKSet, jwtVerify } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { includes, isBeginning } from '../../../src/ledger/core/proof/check.ts'
import { TREE_HEAD_TYPE } from '../../../src/ledger/core/proof/head.ts'
import { fromHex, toHex } from '../../../src/ledger/core/proof/text-codes.ts'
import { leafHash } from '../../../src/ledger/core/proof/tree.ts'
import { sha256 } from '../../../src/ledger/proof/sha256.ts'
import { openProgramme, type Programme } from '../../http/programme.ts'
import { openAccounts, postMany, transferId } from './busy-books.ts'

let programme: Programme
beforeAll(async () => {
  programme = await openProgramme()
  await openAccounts(programme.services.ledger)
  await postMany(programme.services.ledger, 300)
})
afterAll(() => programme.close())

async function get(path: string) {
  const response = await programme.ask('auditor', 'GET', `/api/v1/ledger${path}`)
  return { status: response.status, body: await response.json() }
}

function bytes(hex: string): Uint8Array {
  return fromHex(hex) ?? new Uint8Array(0)
}

test('a proof leads from a transfer to a head that the published keys have signed', async () => {
  const { body: proof } = await get(`/transfers/${transferId(7)}/proof`)
  const hash = leafHash(sha256, Buffer.from(proof.leaf))
  expect(toHex(hash)).toBe(proof.leafHash)
  const tree = { size: Number(proof.head.size), root: bytes(proof.head.root) }
  const leaf = { hash, index: Number(proof.leafIndex) }
  expect(includes(sha256, leaf, tree, proof.path.map(bytes))).toBe(true)
  const keys = await (await programme.app.request('/.well-known/jwks.json')).json()
  const { payload } = await jwtVerify(proof.head.jws, createLocalJWKSet(keys), {
    algorithms: ['EdDSA'],
    typ: TREE_HEAD_TYPE,
  })
  const { size, root, time } = proof.head
  expect(payload).toEqual({ log: expect.any(String), size, root, time })
  expect(await get(`/transfers/${transferId(9999)}/proof`)).toMatchObject({
    status: 404,
    body: { code: 'transfer_not_found' },
  })
})

test('the newest head is signed when it is asked for, and continues the one before', async () => {
  const { body: before } = await get('/tree-heads/latest')
  expect((await get('/tree-heads/latest')).body).toEqual(before)
  await postMany(programme.services.ledger, 100, 300)
  const { body: after } = await get('/tree-heads/latest')
  expect(Number(after.size)).toBe(Number(before.size) + 100)
  const { body: proof } = await get(`/consistency?first=${before.size}&second=${after.size}`)
  expect(proof).toMatchObject({
    first: { size: before.size, root: before.root },
    second: { size: after.size, root: after.root },
  })
  const trees = [before, after].map(({ size, root }) => ({ size: Number(size), root: bytes(root) }))
  const [first, second] = trees
  if (first === undefined || second === undefined) throw new Error('two trees')
  expect(isBeginning(sha256, first, second, proof.path.map(bytes))).toBe(true)
  expect(await get(`/consistency?first=1&second=${Number(after.size) + 1}`)).toMatchObject({
    status: 422,
    body: { code: 'tree_size_out_of_range' },
  })
  expect((await get('/consistency?first=1')).status).toBe(400)
})

test('the heads are listed from the oldest on, page by page', async () => {
  const { body: all } = await get('/tree-heads')
  expect(all.items.map((head: { number: string }) => head.number)).toEqual(['1', '2'])
  const { body: first } = await get('/tree-heads?limit=1')
  const { body: second } = await get(`/tree-heads?limit=1&cursor=${first.nextCursor}`)
  expect([...first.items, ...second.items]).toEqual(all.items)
  expect(second.nextCursor).toBeNull()
})
