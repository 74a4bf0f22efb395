import { describe, expect, test } from 'vitest'
import { INSTRUMENT_PRESETS } from '../../src/currency/core/presets.ts'
import { type InstrumentRules, instrumentRules } from '../../src/currency/core/rules.ts'
import { workExample } from '../../src/currency/core/worked-example.ts'
import type { Day } from '../../src/kernel/days.ts'

const JANUARY = '2026-01-15' as Day

function example(key: string, change: Partial<InstrumentRules> = {}, day = JANUARY) {
  const preset = INSTRUMENT_PRESETS.find((one) => one.key === key)
  return workExample(instrumentRules.parse({ ...preset?.rules, ...change }), day)
}

/** What is left of 100.00 after 1, 3 and 12 months. */
const left = (...args: Parameters<typeof example>) =>
  example(...args).idle.map((one) => Number(one.left))

describe('100.00 that nobody touches', () => {
  test('lose what each preset says', () => {
    expect(left('merits-cash')).toEqual([10_000, 10_000, 10_000])
    // 2 % on the first of April, July, October and January.
    expect(left('chiemgauer-2003')).toEqual([10_000, 9_800, 9_224])
    // 3 % on the first of July and January.
    expect(left('chiemgauer-2015')).toEqual([10_000, 10_000, 9_409])
    // 6 % over 365 each day, after 90 days: none in three months of 90 days, then 275 days.
    expect(left('chiemgauer-digital')).toEqual([10_000, 10_000, 9_558])
    // 7 % in 365.25 days.
    expect(left('circles')).toEqual([9_939, 9_823, 9_300])
  })

  test('expire where they do', () => {
    const { idle } = example('merits-cash', { expiry: { days: 60 } })
    expect(idle.map(({ expired }) => expired)).toEqual([0n, 10_000n, 10_000n])
  })

  test('are counted to the last day of a month that is shorter', () => {
    const monthly = { demurrage: { kind: 'stamp', lost: '0.1', every: 'month' } } as const
    expect(left('scec', monthly, '2026-01-31' as Day)).toEqual([9_000, 7_290, 2_824])
  })
})

test('a payment of 20.00 keeps the fee, or says why it is none', () => {
  expect(example('bristol-pound').payment).toEqual({
    ...{ status: 'paid', fee: 40n, from: 'person', to: 'partner' },
  })
  expect(example('sardex').payment).toMatchObject({ status: 'paid', from: 'partner', fee: 0n })
  expect(example('scec').payment).toMatchObject({ status: 'paid' })
  const limits = { payment: '1000', day: null, month: null, balance: null }
  expect(example('rec', { limits }).payment).toMatchObject({ status: 'exceeds_payment_limit' })
  expect(example('rec', { payments: [] }).payment).toBeNull()
})

test('a price of 50.00 is split', () => {
  expect(example('scec').price).toMatchObject({ tokens: 1_500n, currency: 0n, euro: 3_500n })
  expect(example('rec').price).toMatchObject({ tokens: 0n, currency: 3_000n, euro: 2_000n })
})

test('a conversion of 100.00, and what lies behind it', () => {
  expect(example('chiemgauer-2003').conversion).toEqual({
    ...{ paidOut: 9_500n, association: 300n, system: 200n },
  })
  expect(example('sardex').conversion).toBeNull()
  expect(example('eusko').reserve).toBe(10_000n)
  expect(example('sardex').reserve).toBe(0n)
})

test('how it comes into being', () => {
  expect(example('merits-cash').issued).toEqual({ by: 'grant' })
  expect(example('eusko').issued).toEqual({ by: 'purchase', donated: 300n })
  expect(example('merits-sconto').issued).toEqual({ by: 'gift', amount: 1_000n, every: 'month' })
  expect(example('sardex').issued).toEqual({ by: 'credit', below: 1_000_000n })
  // 24 a day; of 14 days what time left of each.
  expect(example('circles').issued).toEqual({ by: 'universal', day: 2_400n, most: 33_557n })
})
