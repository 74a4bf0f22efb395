import { describe, expect, it } from 'vitest'
import type { Day } from '../../src/kernel/days.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import {
  isOpen,
  VOUCHER_STATUSES,
  type VoucherFacts,
  voucherStatus,
} from '../../src/vouchers/core/status.ts'

const AT = new Date('2026-03-01T10:00:00Z')
const LAST_DAY = '2026-06-30' as Day
const FRESH: VoucherFacts = {
  cancelledAt: null,
  replacedBy: null,
  expiredAt: null,
  blockedAt: null,
  activatedAt: AT,
  expiresOn: LAST_DAY,
  remaining: 1000n,
}

describe('the state of a voucher', () => {
  it.each<[string, Partial<VoucherFacts>, string, string]>([
    ['not handed over', { activatedAt: null }, '2026-03-01', 'issued'],
    ['handed over', {}, '2026-03-01', 'active'],
    ['used in part', { remaining: 1n }, '2026-03-01', 'active'],
    ['on its last day', {}, LAST_DAY, 'active'],
    ['not handed over in time', { activatedAt: null }, '2026-07-01', 'expired'],
    ['a day later', {}, '2026-07-01', 'expired'],
    ['used up', { remaining: 0n }, '2026-03-01', 'used_up'],
    ['used up, then past its last day', { remaining: 0n }, '2026-07-01', 'used_up'],
    ['given back after its last day', { expiredAt: AT, remaining: 0n }, '2026-07-01', 'expired'],
    ['blocked', { blockedAt: AT }, '2026-03-01', 'blocked'],
    [
      'blocked before it was handed over',
      { blockedAt: AT, activatedAt: null },
      '2026-03-01',
      'blocked',
    ],
    ['blocked and past its last day', { blockedAt: AT }, '2026-07-01', 'expired'],
    ['blocked and used up', { blockedAt: AT, remaining: 0n }, '2026-03-01', 'used_up'],
    ['cancelled', { cancelledAt: AT, remaining: 0n }, '2026-03-01', 'cancelled'],
    [
      'cancelled while blocked',
      { cancelledAt: AT, blockedAt: AT, remaining: 0n },
      '2026-07-01',
      'cancelled',
    ],
    ['replaced', { replacedBy: 'x' as Uuid, remaining: 0n }, '2026-07-01', 'replaced'],
  ])('%s', (_, facts, today, status) => {
    expect(voucherStatus({ ...FRESH, ...facts }, today as Day)).toBe(status)
  })

  it('is the first that applies, in the order of the list, for every mixture of facts', () => {
    for (let mixture = 0; mixture < 2 ** 7; mixture++) {
      const has = (bit: number) => (mixture >> bit) % 2 === 1
      const facts: VoucherFacts = {
        ...FRESH,
        cancelledAt: has(0) ? AT : null,
        replacedBy: has(1) ? ('x' as Uuid) : null,
        expiredAt: has(2) ? AT : null,
        blockedAt: has(3) ? AT : null,
        activatedAt: has(4) ? AT : null,
        remaining: has(5) ? 0n : 5n,
      }
      const isPast = has(6)
      const applies = {
        cancelled: has(0),
        replaced: has(1),
        used_up: has(5) && !has(2),
        expired: has(2) || isPast,
        blocked: has(3),
        issued: !has(4),
        active: true,
      }
      const expected = VOUCHER_STATUSES.find((status) => applies[status])
      expect(voucherStatus(facts, (isPast ? '2026-07-01' : '2026-06-30') as Day)).toBe(expected)
    }
  })

  it('is open where it can still be spent or stopped', () => {
    expect(VOUCHER_STATUSES.filter(isOpen)).toEqual(['blocked', 'issued', 'active'])
  })
})
