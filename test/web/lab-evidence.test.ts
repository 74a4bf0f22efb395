import { expect, test } from 'vitest'
import { REPLAY_LIMITS, type ShownReplay } from '../../src/study/core/replay/shown.ts'
import { estimateText, rangeText } from '../../src/web/lab/dataset-parts.tsx'
import { columnName, figureName, figureText } from '../../src/web/lab/evidence-words.ts'
import { readReplay } from '../../src/web/lab/replay-form.ts'
import { besides, replaySentences, ruleWords } from '../../src/web/lab/replay-words.ts'
import { labReplayEn, labReplayIt } from '../../src/web/messages/lab-replay.ts'

const ASKED = { programme: 'FRANOI-2', day: '2026-05-31' }
const words = { texts: labReplayEn, language: 'en' } as const
const asked = (more: Readonly<Record<string, string>>) =>
  readReplay({ ...ASKED, ...more }, 'en', labReplayEn)

const table = (name: string, columns: readonly string[], cells: readonly (number | null)[]) => ({
  ...{ name, unit: '', rowsAre: null, columnsAre: 'outcome', rows: [''] },
  ...{ columns, cells: [[...cells, null]] },
})
const shown: ShownReplay = {
  peopleTouched: 12,
  actual: [
    table('money', ['cancelled', 'expired', 'left', 'spent'], [null, 5000, null, 40_000]),
    table('answers', ['exceeds_remaining', 'in_full'], [7, 20]),
  ],
  replayed: [
    table(
      'money',
      ['cancelled', 'demurrage', 'expired', 'left', 'spent'],
      [null, 1250, 5000, null, 43_000],
    ),
    table('answers', ['in_full', 'in_part'], [20, 7]),
  ],
  commission: 2150,
  withheld: null,
  limits: REPLAY_LIMITS,
}

test('the address of a replay holds its rule, and is read back to it', () => {
  expect(asked({}).order).toMatchObject({ threshold: 5, rule: { inPart: false } })
  const { order } = asked({
    ...{ validityDays: '60', 'category.food': 'yes', 'category.rent': 'no', commission: '2,5 %' },
    ...{ capPerPurchase: '30', noCapPerDay: 'yes', yearlyShare: '10', freeDays: '30' },
    ...{ inPart: 'yes', threshold: '8' },
  })
  expect(order).toEqual({
    ...{ programmeId: 'FRANOI-2', day: '2026-05-31', threshold: 8 },
    rule: {
      ...{ validityDays: 60, categories: ['food'], capPerPurchase: 3000, capPerDay: null },
      demurrage: { yearlyShare: 0.1, freeDays: 30 },
      ...{ commissionPerTenThousand: 250, inPart: true },
    },
  })
  if (order === undefined) throw new Error('it is read')
  expect(ruleWords(order.rule, words)).toBe(
    'vouchers good for 60 days; Food only; at most €30.00 for a purchase; no limit for a day; what lies idle loses 10\u00a0% a year after 30 days; 2.5\u00a0% is kept when shops are paid; a voucher may pay a part',
  )
  expect(ruleWords({ commissionPerTenThousand: 0, inPart: false }, words)).toBeUndefined()
})

test('what is wrong in an address is said at its field', () => {
  const { order, form } = asked({
    ...{ day: 'yesterday', validityDays: '0', commission: '101', yearlyShare: '99.5' },
    ...{ capPerPurchase: '0', capPerDay: '20', noCapPerDay: 'yes', freeDays: '-1', threshold: '2' },
  })
  expect(order).toBeUndefined()
  expect(Object.keys(form.faults).sort()).toEqual([
    ...['capPerDay', 'capPerPurchase', 'commission', 'day', 'freeDays', 'threshold'],
    ...['validityDays', 'yearlyShare'],
  ])
  expect(asked({ freeDays: '30' }).form.faults).toEqual({ yearlyShare: labReplayEn.freeDaysAlone })
})

test('a replay is told in sentences; what is hidden is in none of them', () => {
  expect(besides(shown, 'money')).toContainEqual({
    name: 'cancelled',
    was: undefined,
    would: undefined,
  })
  expect(replaySentences(shown, words)).toEqual([
    'For 12 people it would have gone differently.',
    '€30.00 more would have been spent: €430.00 instead of €400.00.',
    'As much would have expired: €50.00.',
    '€12.50 would have been lost by lying idle.',
    '7 fewer refusals at the till: 0 instead of 7.',
    'Shops would have been paid €21.50 less.',
  ])
  const few = {
    ...shown,
    peopleTouched: null,
    actual: [],
    replayed: [],
    withheld: 'few_people',
  } as const
  expect(replaySentences(few, words)).toEqual([labReplayEn.few])
  for (const { limits } of [labReplayIt, labReplayEn])
    expect(Object.keys(limits)).toHaveLength(REPLAY_LIMITS.length)
})

test('figures are called by words, with their units; what is not ours is called as it is', () => {
  expect(figureName('first_use_median', 'en')).toBe(
    'From hand-over to the first purchase: half of them within',
  )
  expect(figureName('spending_share:food', 'it')).toBe('Parte della spesa: Alimentari')
  expect(figureName('velocity:BI-BONUS', 'en')).toContain('BI-BONUS')
  expect(figureName('their own', 'en')).toBe('their own')
  expect(columnName({ columnsAre: 'answer' }, 'expired', 'en')).toBe('voucher expired')
  expect(columnName({ columnsAre: 'outcome' }, 'expired', 'en')).toBe('expired')
  expect(figureText(0.11, 'per day', 'it', 0.02)).toBe('0,110\u00a0al giorno')
  const estimate = {
    ...{ name: 'breakage', value: 0.08, low: 0.04, high: null, level: 0.95, n: 31 },
    ...{ method: '', unit: 'share' },
  }
  expect([estimateText(estimate, 'en'), rangeText(estimate, 'en')]).toEqual([
    ...['8.0\u00a0%', '4.0\u00a0% or more'],
  ])
})
