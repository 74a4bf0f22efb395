import { afterEach, describe, expect, test, vi } from 'vitest'
import { type Amounts, readBill } from '../../src/web/till/client/bill-typing.ts'
import { digestOf, makeDeviceKey } from '../../src/web/till/client/device.ts'
import { settle } from '../../src/web/till/client/redemption.ts'
import { reduceTo } from '../../src/web/till/client/statement.ts'

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('whoever asks at once while a try is on its way does not wait after it', async () => {
  const pair = await makeDeviceKey()
  const statement = {
    id: '01890000-0000-7000-8000-000000000001',
    compact: 'e30.e30.e30',
    presented: { typedCode: '7K3M-9QXT-2B4D' },
    bill: { lines: [{ category: 'food', amount: '1000' }], cash: '0' },
    terminalId: '01890000-0000-7000-8000-000000000002',
    partnerId: 'BI-ALI-01',
  }
  const redemption = { id: statement.id, status: 'redeemed', amount: '1000', remaining: '4000' }
  const chain = { seq: 1, head: await digestOf(statement.compact) }
  const treeHead = { size: '12', root: 'mmXFbMVyWLqPKNoKTta5-40_nYQq02yNLE1g6aSP0rM' }
  const answer = { status: 'redeemed', digest: chain.head, chain, treeHead, redemption }
  let nudging = new AbortController()
  let tries = 0
  vi.stubGlobal('fetch', async () => {
    tries += 1
    if (tries === 2) return Response.json(answer)
    nudging.abort()
    nudging = new AbortController()
    throw new TypeError('the connection was lost')
  })
  // Nobody moves this clock: a wait would never end.
  vi.useFakeTimers()
  let unknown = 0
  const settled = await settle({
    key: pair,
    statement,
    onUnknown: () => {
      unknown += 1
    },
    nudge: () => nudging.signal,
  })
  const seen = { ...chain, seen: treeHead }
  expect(settled).toEqual({ kind: 'answered', answer: redemption, chain: seen })
  expect([tries, unknown]).toEqual([2, 1])
})

describe('a bill that the voucher cannot pay', () => {
  const lines = [
    { category: 'food', amount: '1250' },
    { category: 'household', amount: '300' },
  ]

  test.each([
    [2000n, ['1250', '300'], '100'],
    [1300n, ['1250', '50'], '350'],
    [1250n, ['1250'], '400'],
    [10n, ['10'], '1640'],
  ])('of which it pays %s', (most, amounts, cash) => {
    const reduced = reduceTo({ lines, cash: '100' }, most)
    expect(reduced.lines.map(({ amount }) => amount)).toEqual(amounts)
    expect(reduced.cash).toBe(cash)
  })
})

describe('a bill as it is typed', () => {
  test.each([
    [{ food: '12,50' }, { lines: [{ category: 'food', amount: '1250' }], cash: '0' }],
    [
      { food: '1', ' cash': '2.5' },
      { lines: [{ category: 'food', amount: '100' }], cash: '250' },
    ],
    [
      { food: '', 'housing goods': '3' },
      { lines: [{ category: 'housing goods', amount: '300' }], cash: '0' },
    ],
    [{}, 'wrong'],
    [{ ' cash': '3' }, 'wrong'],
    [{ food: '0' }, 'zero'],
    [{ food: '1', 'housing goods': '1.2.3' }, 'wrong'],
    [{ food: '1', ' cash': 'x' }, 'wrong'],
  ])('%j', (amounts, bill) => {
    expect(readBill(amounts as Amounts, ['food', 'housing goods'])).toEqual(bill)
  })
})
