import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decidePayment, type PaymentRequest } from '../../src/currency/core/payment.ts'
import { INSTRUMENT_PRESETS } from '../../src/currency/core/presets.ts'
import {
  demurrageOf,
  type InstrumentRules,
  instrumentRules,
} from '../../src/currency/core/rules.ts'
import { propertySeed } from '../support/seed.ts'

function preset(key: string): InstrumentRules {
  const found = INSTRUMENT_PRESETS.find((one) => one.key === key)
  if (found === undefined) throw new RangeError(`no preset ${key}`)
  return found.rules
}

function faultsOf(rules: unknown): readonly string[] {
  const { error } = instrumentRules.safeParse(rules)
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`)
}

describe('the presets', () => {
  test.each(INSTRUMENT_PRESETS)('$key keeps the rules for rules, and has a source', (one) => {
    expect(faultsOf(one.rules)).toEqual([])
    expect(instrumentRules.parse(one.rules)).toEqual(one.rules)
    expect(one.source).toMatch(/\w\.\w+.*: ./)
    expect(() => demurrageOf(one.rules)).not.toThrow()
  })

  test('have names of their own', () => {
    expect(new Set(INSTRUMENT_PRESETS.map(({ key }) => key)).size).toBe(INSTRUMENT_PRESETS.length)
  })
})

test('rules that contradict each other are refused by field', () => {
  const sconto = preset('merits-sconto')
  const redemption = { by: ['partner'], fee: '0', association: 0, system: 0 }
  expect(faultsOf({ ...sconto, redemption })).toEqual([
    'redemption: without a reserve nothing can be changed to euro',
    'redemption: a discount never becomes euro',
  ])
  expect(faultsOf({ ...sconto, discount: { most: '0.1', least: '0.2' } })).toEqual([
    'discount.least: must not be above the most',
  ])
  expect(faultsOf({ ...preset('eusko'), backing: '0', redemption: null })).toEqual([
    'backing: the euro that it is bought with must lie in the reserve',
  ])
  expect(faultsOf({ ...preset('sardex'), credit: null })).toEqual([
    'credit: credit limits belong to issuance by credit, and it to them',
  ])
  const aging = { kind: 'yearly', lost: '0.07', freeDays: 0 }
  expect(faultsOf({ ...preset('sardex'), demurrage: aging, expiry: { days: 9 } })).toEqual([
    'demurrage: balances must add up to zero',
    'expiry: balances must add up to zero',
  ])
  expect(faultsOf({ ...preset('merits-cash'), unit: 'EUR', backing: '0.9' })).toEqual([
    'backing: what is counted in euro is backed in full',
  ])
  expect(faultsOf({ ...preset('rec'), payeeFee: '0.3', unit: 'x' })).toEqual([
    'unit: must be 2 to 12 capitals, like MERIT',
    'payeeFee: must be a decimal from 0 to 0.2, like "0.05"',
  ])
})

describe('a payment', () => {
  const request = (changes: {
    readonly amount?: bigint
    readonly payer?: Partial<PaymentRequest['payer']>
    readonly payee?: Partial<PaymentRequest['payee']>
  }): PaymentRequest => ({
    amount: changes.amount ?? 500n,
    payer: {
      ...{ account: 'a', party: 'person', balance: 1000n, paidToday: 0n, paidThisMonth: 0n },
      ...changes.payer,
    },
    payee: { account: 'b', party: 'partner', balance: 0n, ...changes.payee },
  })
  const limits = { payment: '600', day: '900', month: '1500', balance: '2000' }
  const limited = { ...preset('rec'), limits }

  test.each([
    ['paid', limited, {}],
    ['amount_must_not_be_zero', limited, { amount: 0n }],
    ['payer_and_payee_are_the_same', limited, { payee: { account: 'a' } }],
    ['payment_not_allowed', limited, { payee: { party: 'programme' } }],
    ['exceeds_payment_limit', limited, { amount: 601n }],
    ['exceeds_day_limit', limited, { payer: { paidToday: 401n } }],
    ['exceeds_month_limit', limited, { payer: { paidThisMonth: 1001n } }],
    ['exceeds_funds', limited, { payer: { balance: 499n } }],
    ['exceeds_balance_limit', limited, { payee: { party: 'person', balance: 1501n } }],
    // Limits are for people, not for shops.
    ['paid', limited, { payer: { party: 'partner', paidToday: 10_000n } }],
    ['paid', limited, { payee: { balance: 10_000n } }],
  ] as const)('is %s', (status, rules, changes) => {
    expect(decidePayment(rules, request(changes)).status).toBe(status)
  })

  test('of mutual credit goes as far as the lines of both, to the cent', () => {
    const sardex = preset('sardex')
    const from = (balance: bigint, line?: bigint) =>
      ({ party: 'partner', balance, ...(line === undefined ? {} : { line }) }) as const
    const status = (payer: object, payee: object = {}) =>
      decidePayment(sardex, request({ payer, payee })).status
    expect(status(from(-999_500n))).toBe('paid')
    expect(status(from(-999_501n))).toBe('exceeds_credit_line')
    expect(status(from(0n, 499n))).toBe('exceeds_credit_line')
    expect(status(from(0n), { room: 499n })).toBe('exceeds_balance_limit')
    expect(status(from(0n), { room: 500n })).toBe('paid')
  })

  test('whose payee pays a fee is its amount still', () => {
    const amount = fc.bigInt({ min: 1n, max: 10n ** 9n })
    fc.assert(
      fc.property(amount, (value) => {
        const payer = { balance: value }
        const { status, fee } = decidePayment(
          preset('bristol-pound'),
          request({ amount: value, payer }),
        )
        expect(status).toBe('paid')
        expect(fee).toBe((value * 2n + 50n) / 100n)
      }),
      { seed: propertySeed('payments') },
    )
    const toPerson = request({ payee: { party: 'person' } })
    expect(decidePayment(preset('bristol-pound'), toPerson).fee).toBe(0n)
  })
})
