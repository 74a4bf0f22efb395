import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { age, totalOf } from '../../src/currency/core/holding.ts'
import { ageUnder, isUsable, rulesOn, stretchesOf } from '../../src/currency/core/instrument.ts'
import { INSTRUMENT_PRESETS } from '../../src/currency/core/presets.ts'
import { demurrageOf, type InstrumentRules } from '../../src/currency/core/rules.ts'
import { addDays, type Day } from '../../src/kernel/days.ts'
import { propertySeed } from '../support/seed.ts'

const START = '2027-01-15' as Day

function rulesOf(key: string, change: Partial<InstrumentRules> = {}): InstrumentRules {
  const preset = INSTRUMENT_PRESETS.find((one) => one.key === key)
  if (preset === undefined) throw new Error(`there is no preset ${key}`)
  return { ...preset.rules, ...change }
}

function versionsOf(...rules: readonly (readonly [Day, InstrumentRules])[]) {
  return {
    versions: rules.map(([validFrom, one], index) => ({
      ...{ version: index + 1, validFrom, rules: one },
    })),
  }
}

const stamps = rulesOf('chiemgauer-2003')
const dearer = rulesOf('chiemgauer-2003', {
  demurrage: { kind: 'stamp', lost: '0.03', every: 'half_year' },
})
const free = rulesOf('eusko')

describe('rules that count from a day on', () => {
  const later = addDays(START, 100)
  const both = versionsOf([START, stamps], [later, dearer])

  test('count until the day before the next ones', () => {
    expect(rulesOn(both, addDays(later, -1))).toBe(stamps)
    expect(rulesOn(both, later)).toBe(dearer)
    expect([isUsable(both, addDays(START, -1)), isUsable(both, START)]).toEqual([false, true])
  })

  test('with the same demurrage are one stretch, whatever else they change', () => {
    const limited = { ...stamps, payeeFee: '0.01' }
    const three = versionsOf([START, stamps], [later, limited], [addDays(later, 50), dearer])
    expect(stretchesOf(three).map(({ until }) => until)).toEqual([addDays(later, 49), null])
    const lot = { amount: 12_345n, receivedOn: START, valuedOn: START, lastDay: null }
    const day = addDays(later, 30)
    expect(ageUnder(versionsOf([START, stamps], [later, limited]), [lot], day)).toEqual(
      age([lot], demurrageOf(stamps), day),
    )
  })

  test('take each what they take in their own days, a change counting as a movement', () => {
    const kinds = [stamps, dearer, free, rulesOf('circles'), rulesOf('chiemgauer-digital')]
    const change = fc.record({ days: fc.integer({ min: 1, max: 400 }), rules: fc.nat(4) })
    fc.assert(
      fc.property(
        fc.array(change, { minLength: 1, maxLength: 4 }),
        fc.bigInt({ min: 1n, max: 10n ** 9n }),
        fc.nat(500),
        fc.nat(900),
        (changes, amount, received, waited) => {
          let begin = START
          const versions = changes.map(({ days, rules }, index) => {
            const version = { version: index + 1, validFrom: begin, rules: kinds[rules] ?? free }
            begin = addDays(begin, days)
            return version
          })
          const receivedOn = addDays(START, received)
          const day = addDays(receivedOn, waited)
          const lot = { amount, receivedOn, valuedOn: receivedOn, lastDay: null }
          const aged = ageUnder({ versions }, [lot], day)
          // The same, one evening after another: an evening before other demurrage rounds, the others do not.
          let holding = [lot] as ReturnType<typeof age>['holding']
          for (const [index, { rules }] of versions.entries()) {
            const next = versions[index + 1]
            if (next === undefined || next.rules.demurrage === rules.demurrage) continue
            const end = addDays(next.validFrom, -1)
            if (end < receivedOn || end > day) continue
            holding = age(holding, demurrageOf(rules), end).holding
          }
          const inForce = rulesOn({ versions }, day)
          holding = age(holding, demurrageOf(inForce), day).holding
          expect(totalOf(aged.holding)).toBe(totalOf(holding))
          expect(totalOf(aged.holding) + aged.demurrage).toBe(amount)
        },
      ),
      { numRuns: 200, seed: propertySeed('versions') },
    )
  })
})
