import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { now } from '../../src/web/client/runtime.ts'
import type { Snapshot, Token } from '../../src/web/wallet/client/model.ts'
import * as storage from '../../src/web/wallet/client/storage.ts'
import { fillUp } from '../../src/web/wallet/client/wallet.ts'

const [MINE, OTHER, OVER] = ['voucher-1', 'voucher-2', 'voucher-3']
const HOUR_MS = 3_600_000
/** What the phone asked for, and how it is answered. */
let answers: Map<string, (tokens: readonly Token[]) => void>

const tokens = (name: string, count: number, hours = 24): readonly Token[] =>
  Array.from({ length: count }, (_, index) => ({
    token: `${name}-${index}`,
    expiresAt: new Date(now() + hours * HOUR_MS).toISOString(),
  }))

const voucher = (id: string | undefined, status = 'active') => ({ id, status })
const snapshot = (...vouchers: object[]) => ({ vouchers }) as unknown as Snapshot
const kept = (id = MINE) => storage.readTokens()[id ?? '']?.map(({ token }) => token)

beforeEach(() => {
  const texts = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => texts.get(name) ?? null,
    setItem: (name: string, text: string) => texts.set(name, text),
    removeItem: (name: string) => texts.delete(name),
  })
  answers = new Map()
  vi.stubGlobal('fetch', (path: string) => {
    const id = path.split('/').at(-2) ?? ''
    return new Promise<Response>((resolve) => {
      answers.set(id, (items) => resolve(Response.json({ items }, { status: 201 })))
    })
  })
  storage.keepSnapshot(snapshot())
})
afterEach(() => vi.unstubAllGlobals())

test('a code that is taken while spare ones of another voucher are fetched stays taken', async () => {
  const held = { [MINE ?? '']: tokens('old', 10), [OTHER ?? '']: [] }
  storage.keepTokens({ ...held, [OVER ?? '']: tokens('over', 3) })
  const vouchers = snapshot(voucher(OTHER), voucher(MINE), voucher(OVER, 'used_up'))
  const filled = fillUp(vouchers)
  await vi.waitFor(() => expect(answers.has(OTHER ?? '')).toBe(true))
  // The till is offline in this moment: the person shows one of the codes of the first voucher.
  expect(storage.takeToken(MINE ?? '', now())?.token).toBe('old-0')
  answers.get(OTHER ?? '')?.(tokens('new', 10))
  await vi.waitFor(() => expect(answers.has(MINE ?? '')).toBe(true))
  expect(storage.takeToken(MINE ?? '', now())?.token).toBe('old-1')
  answers.get(MINE ?? '')?.([])
  await filled
  expect(kept()).toEqual([])
  expect(kept(OTHER)).toHaveLength(10)
  expect(kept(OVER)).toBeUndefined()
})

test('where no spare code can be fetched, those that were not taken stay', async () => {
  storage.keepTokens({ [MINE ?? '']: tokens('old', 3) })
  vi.stubGlobal('fetch', async () => {
    storage.takeToken(MINE ?? '', now())
    throw new TypeError('no network')
  })
  await fillUp(snapshot(voucher(MINE)))
  expect(kept()).toEqual(['old-1', 'old-2'])
})

test('a wallet that is taken back in the meantime keeps no code', async () => {
  const filled = fillUp(snapshot(voucher(MINE)))
  await vi.waitFor(() => expect(answers.has(MINE ?? '')).toBe(true))
  storage.forget()
  answers.get(MINE ?? '')?.(tokens('new', 10))
  await filled
  expect(storage.readTokens()).toEqual({})
})
