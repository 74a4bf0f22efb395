import { expect, test } from 'vitest'
import { parseUuid } from '../../src/kernel/ids.ts'
import { accountId, hot, spread, Transfers } from './transfers.ts'

const ACCOUNTS = 50
const MANY = 100_000
const accounts = Array.from({ length: ACCOUNTS }, (_, index) => accountId(index))
const made = (stream: number, pick = spread(ACCOUNTS)) =>
  new Transfers({ accounts, pick, stream, beganMs: 1_790_000_000_000 })

test('ids are of version 7, rise with time, and no two are the same, in whatever stream', () => {
  const ids = [made(1), made(2)].flatMap((transfers) =>
    Array.from({ length: MANY }, (_, index) => transfers.id(index)),
  )
  expect(new Set(ids).size).toBe(2 * MANY)
  expect(ids.every((id) => parseUuid(id) === id && id[14] === '7' && id[19] === '8')).toBe(true)
  expect((ids[0] ?? '') < (ids[MANY - 1] ?? '')).toBe(true)
})

test('the same number is the same transfer, whoever asks and as often as he likes', () => {
  const [one, other] = [made(7), made(7)]
  for (const index of [0, 1, 19, 20, 4711, 20, 1]) expect(one.at(index)).toEqual(other.at(index))
})

test('every account is as likely as any other, and never on both sides', () => {
  const transfers = made(1)
  const counts = new Map<string, number>()
  for (let index = 0; index < MANY; index += 1) {
    const { debitAccountId, creditAccountId } = transfers.at(index)
    expect(debitAccountId === creditAccountId).toBe(false)
    for (const id of [debitAccountId, creditAccountId]) counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  const expected = (2 * MANY) / ACCOUNTS
  expect(counts.size).toBe(ACCOUNTS)
  // Five standard deviations of a binomial count.
  const most = 5 * Math.sqrt(expected)
  for (const count of counts.values()) expect(Math.abs(count - expected)).toBeLessThan(most)
})

test('a hot account has all credits and no debits', () => {
  const transfers = made(1, hot(ACCOUNTS))
  for (let index = 0; index < 1000; index += 1) {
    const { debitAccountId, creditAccountId } = transfers.at(index)
    expect(creditAccountId).toBe(accounts[0])
    expect(debitAccountId).not.toBe(accounts[0])
  }
})

test('a body holds the same transfers as JSON', () => {
  const transfers = made(3)
  const first = transfers.take(5)
  const shown = Array.from({ length: 5 }, (_, offset) => {
    const { flags: _flags, amount, ...rest } = transfers.at(first + offset)
    return { ...rest, amount: amount.toString() }
  })
  expect(JSON.parse(transfers.body(first, 5))).toEqual({ transfers: shown })
  expect(transfers.take(1)).toBe(5)
})
