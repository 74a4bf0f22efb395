import { describe, expect, test } from 'vitest'
import { UUID_MAX, type Uuid } from '../../src/kernel/ids.ts'
import { MINOR_MAX } from '../../src/kernel/money.ts'
import type { Area, Colour } from '../../src/ledger/core/colour.ts'
import { micros } from '../../src/ledger/core/instant.ts'
import { MemoryLedger } from '../../src/ledger/core/memory.ts'
import type { NewTransfer } from '../../src/ledger/core/transfer.ts'
import { checkRequest } from '../../src/ledger/posting.ts'
import { newAccount, newTransfer } from './accounts.ts'

const [A, B, T] = ['a1', 'b2', 'c3'].map(
  (end) => `01900000-0000-7000-8000-0000000000${end}` as Uuid,
) as [Uuid, Uuid, Uuid]
const rate = {
  of: UUID_MAX,
  rateNumerator: 1n,
  rateDenominator: MINOR_MAX,
  rounding: 'up',
} as const

describe('a request that no caller of ours should make', () => {
  const refused: readonly [string, Partial<NewTransfer>][] = [
    ['an instant before 1900', { occurredAt: micros(-2_208_988_800_000_001n) }],
    ['an instant after 2999', { occurredAt: micros(32_503_680_000_000_000n) }],
    ['a reason that is not of the list', { reversal: { of: B, reason: 'toString' as 'other' } }],
    ['a rate of nothing', { conversion: { ...rate, rateNumerator: 0n } }],
    ['a rate below nothing', { conversion: { ...rate, rateDenominator: -1n } }],
    ['a rate beyond 63 bits', { conversion: { ...rate, rateNumerator: MINOR_MAX + 1n } }],
    ['a rounding that is not of the list', { conversion: { ...rate, rounding: 'off' as 'up' } }],
  ]

  test.each(refused)('is refused: %s', (_, fields) => {
    const transfers = [{ ...newTransfer(T, A, B), ...fields }]
    expect(() => checkRequest({ transfers })).toThrow(RangeError)
  })

  test('is refused: a colour or an area of another form', () => {
    for (const told of [{ colour: 'winter' as Colour }, { area: 'A/B' as Area }]) {
      const accounts = [{ ...newAccount(A), ...told }]
      expect(() => checkRequest({ accounts, transfers: [] })).toThrow(RangeError)
    }
  })

  test('is none where it stays within the bounds', () => {
    const accounts = [{ ...newAccount(A), colour: 'W/B' as Colour, area: 'B' as Area }]
    const transfers: NewTransfer[] = [
      { ...newTransfer(T, A, B), conversion: rate, flags: ['linked'] },
      { ...newTransfer(T, A, B), occurredAt: micros(-2_208_988_800_000_000n) },
    ]
    checkRequest({ accounts, transfers })
  })
})

test('what happened at the very time of its batch is no future, a microsecond later is', () => {
  const ledger = new MemoryLedger()
  const accounts = [newAccount(A), newAccount(B)]
  const rules = { rawOnly: false }
  ledger.post([{ accounts, transfers: [], rules }], micros(1000n))
  const statuses = [2000n, 3001n].map((at, index) => {
    const id = `01900000-0000-7000-8000-00000000000${index}` as Uuid
    const transfers = [{ ...newTransfer(id, A, B), occurredAt: micros(at) }]
    const now = micros(index === 0 ? 2000n : 3000n)
    return ledger.post([{ accounts: [], transfers, rules }], now).outcomes[0]?.transfers[0]?.status
  })
  expect(statuses).toEqual(['created', 'occurred_at_must_not_be_in_the_future'])
})
