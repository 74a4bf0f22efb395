import { describe, expect, test } from 'vitest'
import { INSTRUMENT_PRESETS } from '../../src/currency/core/presets.ts'
import { type InstrumentRules, instrumentRules } from '../../src/currency/core/rules.ts'
import { earliestDay, fixedFields, versionOn } from '../../src/currency/core/versions.ts'
import type { Day } from '../../src/kernel/days.ts'

const day = (text: string) => text as Day

function preset(key: string): InstrumentRules {
  const found = INSTRUMENT_PRESETS.find((one) => one.key === key)
  if (found === undefined) throw new Error(`there is no preset ${key}`)
  return found.rules
}

describe('what further rules may not change', () => {
  const before = preset('chiemgauer-2003')
  const pathsOf = (change: Partial<InstrumentRules>) =>
    fixedFields(before, instrumentRules.parse({ ...before, ...change })).map(({ path }) => path)

  test('is the unit, how it is issued, the backing, the discount and the credit', () => {
    expect(pathsOf({ unit: 'OTHER' })).toEqual(['unit'])
    expect(pathsOf({ issuance: { by: 'grant' } })).toEqual(['issuance.by'])
    expect(pathsOf({ backing: '0.9' })).toEqual(['backing'])
    const free = { backing: '0', redemption: null, issuance: { by: 'grant' } } as const
    const discount = { most: '0.3', least: '0' }
    expect(pathsOf({ ...free, discount })).toEqual(['issuance.by', 'backing', 'discount'])
    const credit = { below: '100', above: null }
    const mutual = { ...free, issuance: { by: 'credit' }, credit } as const
    expect(pathsOf({ ...mutual, demurrage: { kind: 'none' } })).toEqual([
      ...['issuance.by', 'backing', 'credit'],
    ])
  })

  test('is nothing else: the rules of 2015 can follow those of 2003', () => {
    expect(fixedFields(before, preset('chiemgauer-2015'))).toEqual([])
    expect(pathsOf({ backing: '1.0', payeeFee: '0.02', limits: noLimit('5000') })).toEqual([])
  })
})

function noLimit(payment: string): InstrumentRules['limits'] {
  return { payment, day: null, month: null, balance: null }
}

test('first rules can count today, further ones from tomorrow on', () => {
  const rules = preset('eusko')
  const approved = [{ version: 1, validFrom: day('2026-05-01'), rules }]
  expect(earliestDay([], day('2026-05-31'))).toBe('2026-05-31')
  expect(earliestDay(approved, day('2026-05-31'))).toBe('2026-06-01')
})

test('of versions that began the last counts, and of those of one day the later one', () => {
  const one = (version: number, validFrom: string) => ({ version, validFrom: day(validFrom) })
  const all = [
    one(1, '2026-01-01'),
    one(2, '2026-07-01'),
    one(3, '2026-07-01'),
    one(4, '2026-03-01'),
  ]
  const on = (text: string) => versionOn(all, day(text))
  expect(on('2025-12-31')).toBeUndefined()
  expect(on('2026-02-28')).toBe(1)
  expect(on('2026-03-01')).toBe(4)
  expect(on('2026-07-01')).toBe(3)
})
