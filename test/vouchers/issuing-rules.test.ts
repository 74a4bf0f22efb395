import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { addDays, type Day } from '../../src/kernel/days.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { type BatchFacts, checkBatch, type RowFacts } from '../../src/vouchers/core/batch-check.ts'
import { faceValueFor } from '../../src/vouchers/core/face-value.ts'
import { PRODUCT_PRESETS } from '../../src/vouchers/core/presets.ts'
import { duePeriods } from '../../src/vouchers/core/schedule.ts'
import { propertySeed } from '../support/seed.ts'

const seed = propertySeed('rules of issuing')

describe('what a voucher is worth', () => {
  const novara = { faceValue: 'scale', faceAmounts: [15_000n], faceFurther: 10_000n } as const
  const table = {
    faceValue: 'scale',
    faceAmounts: [7500n, 15_000n, 22_500n],
    faceFurther: 0n,
  } as const
  it.each([
    ['first and further', novara, 1, 15_000n],
    ['first and further', novara, 4, 45_000n],
    ['a table', table, 2, 15_000n],
    ['a table', table, 9, 22_500n],
    ['fixed', { faceValue: 'fixed', faceAmounts: [800n], faceFurther: 0n } as const, 5, 800n],
    ['free', { faceValue: 'free', faceAmounts: [], faceFurther: 0n } as const, 5, undefined],
  ])('%s (%#)', (_, rule, size, worth) => {
    expect(faceValueFor(rule, size)).toBe(worth)
  })

  test('every preset gives every household between one and twenty an amount within its limits', () => {
    for (const preset of PRODUCT_PRESETS) {
      expect(preset.source, preset.key).not.toBe('')
      expect(preset.minAmount <= preset.maxAmount, preset.key).toBe(true)
      for (let size = 1; size <= 20; size++) {
        const worth = faceValueFor(preset, size) ?? preset.minAmount
        expect(worth >= preset.minAmount && worth <= preset.maxAmount, preset.key).toBe(true)
      }
    }
    expect(new Set(PRODUCT_PRESETS.map(({ key }) => key)).size).toBe(PRODUCT_PRESETS.length)
  })
})

describe('the days of a schedule', () => {
  const weekly = {
    cadence: 'weekly',
    dueDay: 7,
    fromDay: '2026-05-04',
    untilDay: '2026-06-01',
  } as const
  const rhythm = { ...weekly, fromDay: weekly.fromDay as Day, untilDay: weekly.untilDay as Day }

  test('are its weekdays or its day of the month, from the first day to the last', () => {
    expect(duePeriods(rhythm, '2026-05-20' as Day)).toEqual(['2026-05-10', '2026-05-17'])
    expect(duePeriods(rhythm, '2026-05-20' as Day, '2026-05-10' as Day)).toEqual(['2026-05-17'])
    expect(duePeriods(rhythm, '2027-01-01' as Day)).toHaveLength(4)
    const monthly = { ...rhythm, cadence: 'monthly', dueDay: 28 } as const
    expect(duePeriods(monthly, '2027-01-01' as Day)).toEqual(['2026-05-28'])
  })

  test('are the same served day by day or all at once', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), (first, second) => {
        const [early, late] = [Math.min(first, second), Math.max(first, second)]
        const [at, then] = [addDays(rhythm.fromDay, early), addDays(rhythm.fromDay, late)]
        const served = duePeriods(rhythm, at)
        const rest = duePeriods(rhythm, then, served.at(-1))
        expect([...served, ...rest]).toEqual(duePeriods(rhythm, then))
      }),
      { seed },
    )
  })
})

test('a table never promises more than an envelope or a line of a plan holds, and skips nobody for another', () => {
  const row = fc.record({ amount: fc.bigInt(1n, 900n), free: fc.bigInt(0n, 900n) })
  fc.assert(
    fc.property(
      fc.array(row, { maxLength: 30 }),
      fc.array(fc.bigInt(0n, 3000n), { maxLength: 3 }),
      (people, held) => {
        const batch: BatchFacts = {
          ...{
            minAmount: 1n,
            maxAmount: 800n,
            isExpiryInRange: true,
            needsLine: true,
            isRunning: true,
          },
          envelopes: held.map((available, index) => ({ id: `e${index}` as Uuid, available })),
        }
        const rows = people.map(
          ({ amount, free }, index): RowFacts => ({
            ...{ beneficiaryId: `P-${index}`, person: 'here', isInformed: true, amount },
            line: { id: `l${index}` as Uuid, isActive: true, free, planFree: free },
          }),
        )
        const checked = checkBatch(batch, rows)
        for (const [index, { fault, amount, envelopeId }] of checked.rows.entries()) {
          const free = people[index]?.free ?? 0n
          if (fault === null) expect((amount ?? 0n) <= free && envelopeId !== null).toBe(true)
          else expect(envelopeId).toBeNull()
        }
        for (const { used, available } of checked.envelopes) expect(used <= available).toBe(true)
        const paid = checked.envelopes.reduce((sum, { used }) => sum + used, 0n)
        expect(paid).toBe(checked.total)
        const left = checked.envelopes.map(({ used, available }) => available - used)
        for (const one of checked.rows) {
          // Who is told that the envelopes are exhausted could not be paid from what is left at the end either.
          if (one.fault === 'envelope_exhausted') {
            expect(left.every((rest) => rest < (one.amount ?? 0n))).toBe(true)
          }
        }
      },
    ),
    { seed },
  )
})
