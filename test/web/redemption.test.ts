import { afterEach, expect, test, vi } from 'vitest'
import { settle } from '../../src/web/till/client/redemption.ts'

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('whoever asks at once while a try is on its way does not wait after it', async () => {
  // Nobody moves this clock: a wait would never end.
  vi.useFakeTimers()
  const statement = {
    id: '01890000-0000-7000-8000-000000000001',
    presented: { typedCode: '7K3M-9QXT-2B4D' },
    amount: '1000',
    partnerId: 'BI-ALI-01',
  }
  const answer = { id: statement.id, status: 'redeemed', amount: '1000', remaining: '4000' }
  let nudging = new AbortController()
  let tries = 0
  vi.stubGlobal('fetch', async () => {
    tries += 1
    if (tries === 2) return Response.json(answer)
    nudging.abort()
    nudging = new AbortController()
    throw new TypeError('the connection was lost')
  })
  let unknown = 0
  const settled = await settle(
    'key',
    statement,
    () => {
      unknown += 1
    },
    () => nudging.signal,
  )
  expect(settled).toEqual({ kind: 'answered', answer })
  expect([tries, unknown]).toEqual([2, 1])
})
