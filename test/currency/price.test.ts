import fc from 'fast-check'
import { expect, test } from 'vitest'
import { convert, donationOf, isBacked } from '../../src/currency/core/conversion.ts'
import { splitPrice } from '../../src/currency/core/price.ts'
import { parseRate } from '../../src/kernel/decimal.ts'
import { propertySeed } from '../support/seed.ts'

const CHIEMGAUER = { fee: parseRate('0.05'), association: 3n, system: 2n }
const SCEC = { most: parseRate('0.3'), least: parseRate('0.05') }

test('a partner of the Chiemgauer gets 95 of 100, an association 3, the system 2', () => {
  expect(convert(10_000n, CHIEMGAUER)).toEqual({ paidOut: 9_500n, association: 300n, system: 200n })
  expect(convert(10n, CHIEMGAUER)).toEqual({ paidOut: 9n, association: 1n, system: 0n })
  expect(convert(10n, { ...CHIEMGAUER, association: 0n, system: 0n }).system).toBe(1n)
})

test('what is changed is what is paid out and the parts of the fee', () => {
  const weight = fc.bigInt({ min: 0n, max: 9n })
  const fee = fc.integer({ min: 0, max: 999 }).map((parts) => parseRate(`${parts / 1000}`))
  const amount = fc.bigInt({ min: 0n, max: 10n ** 12n })
  fc.assert(
    fc.property(amount, fee, weight, weight, (value, rate, association, system) => {
      const parts = convert(value, { fee: rate, association, system })
      expect(parts.paidOut + parts.association + parts.system).toBe(value)
      expect([parts.paidOut, parts.association, parts.system].every((part) => part >= 0n)).toBe(
        true,
      )
    }),
    { seed: propertySeed('conversion') },
  )
})

test('a donation is exactly its share', () => {
  // Chiemgauer 2018: 3 % of 1,200,000 is 36,000.
  expect(donationOf(120_000_000n, parseRate('0.03'))).toBe(3_600_000n)
})

test('a reserve backs what is outstanding, to the cent', () => {
  const full = parseRate('1')
  expect(isBacked(full, { outstanding: 100n, reserve: 100n })).toBe(true)
  expect(isBacked(full, { outstanding: 101n, reserve: 100n })).toBe(false)
  // A third of 100 is 33.33: 33 is too little.
  const third = parseRate('0.3333')
  expect(isBacked(third, { outstanding: 100n, reserve: 33n })).toBe(false)
  expect(isBacked(third, { outstanding: 100n, reserve: 34n })).toBe(true)
})

test('a discount comes off first, then vouchers, then currency; euro pays the rest', () => {
  const means = { tokens: 900n, vouchers: 250n, currency: 100n }
  expect(splitPrice(1000n, means, SCEC)).toEqual({
    ...{ tokens: 300n, vouchers: 250n, currency: 100n, euro: 350n },
  })
  expect(splitPrice(1000n, means, undefined)).toMatchObject({ tokens: 0n, euro: 650n })
  // Fewer than a shop takes at least: none.
  expect(splitPrice(1000n, { ...means, tokens: 49n }, SCEC).tokens).toBe(0n)
  expect(splitPrice(1000n, { ...means, tokens: 50n }, SCEC).tokens).toBe(50n)
})

test('the parts of a price are the price, and never more tokens than the rules say', () => {
  const held = fc.bigInt({ min: 0n, max: 5_000n })
  const price = fc.bigInt({ min: 1n, max: 10_000n })
  fc.assert(
    fc.property(price, held, held, held, (value, tokens, vouchers, currency) => {
      const means = { tokens, vouchers, currency }
      const parts = splitPrice(value, means, SCEC)
      expect(parts.tokens + parts.vouchers + parts.currency + parts.euro).toBe(value)
      expect(parts.tokens * 10n).toBeLessThanOrEqual(value * 3n)
      for (const kind of ['tokens', 'vouchers', 'currency'] as const) {
        expect(parts[kind]).toBeLessThanOrEqual(means[kind])
      }
      expect(parts.euro).toBeGreaterThanOrEqual(0n)
    }),
    { seed: propertySeed('prices') },
  )
})
