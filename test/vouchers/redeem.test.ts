import { describe, expect, it } from 'vitest'
import type { Day } from '../../src/kernel/days.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { EUR, parseUnit, type Unit } from '../../src/kernel/money.ts'
import type { Area, Colour } from '../../src/ledger/core/colour.ts'
import { redemptionSentence } from '../../src/vouchers/core/messages.ts'
import {
  type AcceptingPartner,
  decideRedemption,
  type PinState,
  type Presented,
  REDEMPTION_STATUSES,
  type RedeemableVoucher,
  type RedemptionStatus,
  STATEMENT_STATUSES,
} from '../../src/vouchers/core/redeem.ts'
import { PLAIN_RULES } from '../../src/vouchers/core/rules.ts'

const AT = new Date('2026-03-01T10:00:00Z')
const TODAY = '2026-03-01' as Day
const SHOWN: Presented = { kind: 'serial', serial: 7n }
const VOUCHER: RedeemableVoucher = {
  cancelledAt: null,
  replacedBy: null,
  expiredAt: null,
  blockedAt: null,
  activatedAt: AT,
  expiresOn: '2026-06-30' as Day,
  remaining: 1000n,
  unit: EUR,
  categories: ['food', 'pharmacy', 'tobacco'],
  ...PLAIN_RULES,
  forbiddenCategories: ['tobacco'],
  firstUsedAt: null,
  colour: null,
  acceptsPartner: true,
  spentToday: 0n,
}
const PARTNER: AcceptingPartner = {
  status: 'active',
  hasAgreement: true,
  area: null,
  unit: EUR,
  categories: ['hardware', 'food', 'tobacco'],
}

interface Change {
  readonly shown?: Presented
  readonly voucher?: Partial<RedeemableVoucher> | null
  readonly partner?: Partial<AcceptingPartner>
  readonly amount?: bigint
  readonly categories?: readonly string[]
  readonly pin?: PinState
  readonly unit?: Unit
}

function decide({ shown, voucher, partner, amount, categories, pin, unit }: Change): string {
  const shownVoucher = voucher === null ? undefined : { ...VOUCHER, ...voucher }
  return decideRedemption(
    shown ?? SHOWN,
    shownVoucher,
    { ...PARTNER, ...partner },
    { amount: amount ?? 1000n, categories: categories ?? [], unit: unit ?? null },
    TODAY,
    pin ?? 'unknown',
  )
}

describe('a redemption', () => {
  it.each<[string, Change, string]>([
    ['of all there is', {}, 'redeemed'],
    ['of one cent', { amount: 1n }, 'redeemed'],
    ['on the last day', { voucher: { expiresOn: TODAY } }, 'redeemed'],
    ['of one cent too much', { amount: 1001n }, 'exceeds_remaining'],
    ['with a code that is none', { shown: { kind: 'invalid' }, voucher: null }, 'token_invalid'],
    ['with a phone token too old', { shown: { kind: 'expired' }, voucher: null }, 'token_expired'],
    ['of a voucher nobody knows', { voucher: null }, 'unknown_voucher'],
    ['of a cancelled one', { voucher: { cancelledAt: AT, remaining: 0n } }, 'cancelled'],
    ['of a replaced one', { voucher: { replacedBy: 'x' as Uuid } }, 'replaced'],
    ['of one that was never handed over', { voucher: { activatedAt: null } }, 'not_active'],
    ['of one for a single use', { voucher: { oneUse: true } }, 'redeemed'],
    [
      'of one whose single use was made, though something is left and its day is over',
      { voucher: { oneUse: true, firstUsedAt: AT, expiresOn: '2026-02-28' as Day } },
      'used_up',
    ],
    ['of goods that are allowed', { categories: ['food'] }, 'redeemed'],
    [
      'of goods that the product does not name',
      { categories: ['food', 'hardware'] },
      'category_not_allowed',
    ],
    ['of goods that are forbidden', { categories: ['food', 'tobacco'] }, 'category_not_allowed'],
    [
      'of goods that the partner does not sell',
      { categories: ['pharmacy'] },
      'category_not_allowed',
    ],
    ['counted in another unit', { unit: parseUnit('MERIT') ?? EUR }, 'partner_not_accepted'],
    ['below the amount that a PIN is asked from', { voucher: { pinFrom: 1001n } }, 'redeemed'],
    [
      'from that amount up, before the PIN was looked at',
      { voucher: { pinFrom: 1000n } },
      'pin_needed',
    ],
    [
      'with the right PIN, or without one to ask for',
      { voucher: { pinFrom: 0n }, pin: 'good' },
      'redeemed',
    ],
    ['with a wrong PIN', { voucher: { pinFrom: 0n }, pin: 'wrong' }, 'pin_wrong'],
    ['with a PIN that is locked', { voucher: { pinFrom: 0n }, pin: 'locked' }, 'pin_locked'],
    ['by whoever bears it', { voucher: { bearer: true, pinFrom: 0n } }, 'redeemed'],
    ['up to the cap of a purchase', { voucher: { capPerPurchase: 1000n } }, 'redeemed'],
    ['above the cap of a purchase', { voucher: { capPerPurchase: 999n } }, 'cap_reached'],
    [
      'up to what is left of the day',
      { voucher: { capPerDay: 1500n, spentToday: 500n } },
      'redeemed',
    ],
    [
      'above what is left of the day',
      { voucher: { capPerDay: 1500n, spentToday: 501n } },
      'cap_reached',
    ],
    ['of a used up one', { voucher: { remaining: 0n } }, 'used_up'],
    ['of an expired one', { voucher: { expiresOn: '2026-02-28' as Day } }, 'expired'],
    ['of one that was given back', { voucher: { expiredAt: AT, remaining: 0n } }, 'expired'],
    ['of a blocked one', { voucher: { blockedAt: AT } }, 'blocked'],
    ['at a suspended partner', { partner: { status: 'suspended' } }, 'partner_not_accepted'],
    [
      'at one whose agreement is over',
      { partner: { hasAgreement: false } },
      'partner_not_accepted',
    ],
    [
      'of money of an area at a partner of that area',
      { voucher: { colour: 'FRANOI/BIELLA' as Colour }, partner: { area: 'BIELLA' as Area } },
      'redeemed',
    ],
    [
      'of money of an area at a partner elsewhere',
      { voucher: { colour: 'FRANOI/BIELLA' as Colour }, partner: { area: null } },
      'partner_not_accepted',
    ],
    [
      'at a partner of another unit',
      { partner: { unit: parseUnit('MERIT') ?? EUR } },
      'partner_not_accepted',
    ],
    [
      'at a partner that sells other things',
      { partner: { categories: ['hardware'] } },
      'partner_not_accepted',
    ],
    [
      'at a partner that the product does not name',
      { voucher: { acceptsPartner: false } },
      'partner_not_accepted',
    ],
    [
      'at a partner that sells what is forbidden only',
      { partner: { categories: ['tobacco'] } },
      'partner_not_accepted',
    ],
    ['at a partner that sells nothing', { partner: { categories: [] } }, 'partner_not_accepted'],
  ])('%s', (_, change, status) => {
    expect(decide(change)).toBe(status)
  })

  it('is declined for the first reason that applies, in the order of the list', () => {
    const reasons: readonly [RedemptionStatus, Change][] = [
      ['token_invalid', { shown: { kind: 'invalid' } }],
      ['cancelled', { voucher: { cancelledAt: AT } }],
      ['replaced', { voucher: { replacedBy: 'x' as Uuid } }],
      ['used_up', { voucher: { remaining: 0n } }],
      ['expired', { voucher: { expiresOn: '2020-01-01' as Day } }],
      ['blocked', { voucher: { blockedAt: AT } }],
      ['not_active', { voucher: { activatedAt: null } }],
      ['partner_not_accepted', { partner: { status: 'suspended' } }],
      ['category_not_allowed', { categories: ['hardware'] }],
      ['pin_wrong', { voucher: { pinFrom: 0n }, pin: 'wrong' }],
      ['cap_reached', { voucher: { capPerDay: 10n } }],
      ['exceeds_remaining', { amount: 5000n }],
    ]
    const order = reasons.map(([status]) => REDEMPTION_STATUSES.indexOf(status))
    expect(order).toEqual([...order].sort((a, b) => a - b))
    for (let from = 0; from < reasons.length; from++) {
      const changes = reasons.slice(from).map(([, change]) => change)
      const all: Change = {
        ...Object.assign({}, ...changes),
        voucher: Object.assign({}, ...changes.map(({ voucher }) => voucher)),
      }
      expect(decide(all)).toBe(reasons[from]?.[0])
    }
  })
})

describe('what a cashier is told', () => {
  const facts = { amount: 900n, remaining: 750n, unit: EUR, triesLeft: 3, capLeft: 250n }

  it('is a sentence of its own for every answer, in Italian and in English', () => {
    for (const language of ['it', 'en'] as const) {
      const sentences = STATEMENT_STATUSES.map((one) => redemptionSentence(one, facts, language))
      expect(new Set(sentences).size).toBe(STATEMENT_STATUSES.length)
      for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].{15,100}\.$/)
    }
  })

  it('tells how many tries and how much are left only where that is known', () => {
    const told = (status: 'pin_wrong' | 'cap_reached', known: boolean) =>
      redemptionSentence(status, known ? facts : { amount: 1n, remaining: 1n, unit: EUR }, 'en')
    expect(told('pin_wrong', true)).toBe('The right PIN of the person is needed; tries left: 3.')
    expect(told('pin_wrong', false)).toBe('The right PIN of the person is needed.')
    expect(told('cap_reached', true)).toBe('Limit of the voucher: 2.50 EUR can be spent for now.')
    expect(told('cap_reached', false)).not.toMatch(/[0-9]/)
  })

  it('says amounts as people write them', () => {
    expect(redemptionSentence('exceeds_remaining', facts, 'it')).toBe(
      'Importo troppo alto: sul buono restano 7,50 EUR.',
    )
    expect(redemptionSentence('redeemed', { ...facts, amount: 123_456n }, 'it')).toBe(
      'Accettato: 1.234,56 EUR. Sul buono restano 7,50 EUR.',
    )
    expect(redemptionSentence('redeemed', { ...facts, remaining: 0n }, 'en')).toBe(
      'Accepted: 9.00 EUR. The voucher is now used up.',
    )
    expect(
      redemptionSentence('unknown_voucher', { amount: 1n, remaining: null, unit: null }, 'en'),
    ).toBe('Unknown voucher. Do not accept it, and tell the contact point.')
  })
})
