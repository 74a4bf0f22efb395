import { describe, expect, test } from 'vitest'
import { INSTRUMENT_PRESETS } from '../../src/currency/core/presets.ts'
import { instrumentRules } from '../../src/currency/core/rules.ts'
import {
  fieldNameOf,
  formOfRules,
  RULE_FIELDS,
  rulesOfForm,
} from '../../src/currency/core/rules-form.ts'

const keys = INSTRUMENT_PRESETS.map(({ key }) => key)
const rulesOf = (key: string) =>
  instrumentRules.parse(INSTRUMENT_PRESETS.find((one) => one.key === key)?.rules)

describe('the form of the rules', () => {
  test('has every field of the schema', () => {
    const names = Object.keys(rulesOf('rec')).filter((name) => name !== 'schemaVersion')
    expect(RULE_FIELDS.map(({ name }) => name)).toEqual(names)
  })

  test.each(keys)('of %s gives the very rules back, in both languages', (key) => {
    const rules = rulesOf(key)
    for (const language of ['it', 'en'] as const) {
      const read = instrumentRules.parse(rulesOfForm(formOfRules(rules, language)))
      const inOrder = (all: typeof rules.payments) =>
        all.map(({ from, to }) => `${from} ${to}`).sort()
      expect(inOrder(read.payments)).toEqual(inOrder(rules.payments))
      expect({ ...read, payments: [] }).toEqual({ ...rules, payments: [] })
    }
  })

  test('shows parts in percent and amounts with cents, and rounds nothing', () => {
    const rules = { ...rulesOf('rec'), payeeFee: '0.00123', backing: '1' }
    const limits = { payment: '5', day: '1250', month: '100000', balance: null }
    expect(formOfRules({ ...rules, limits }, 'it')).toMatchObject({
      ...{ payeeFee: '0,123', backing: '100' },
      ...{ 'limits.payment': '0,05', 'limits.day': '12,50', 'limits.month': '1000' },
    })
    expect(rulesOfForm({ payeeFee: '0.123', backing: '100' })).toMatchObject({
      ...{ payeeFee: '0.00123', backing: '1' },
    })
  })

  test('leaves what is wrong for the schema to refuse, and knows where it stands', () => {
    const values = { ...formOfRules(rulesOf('circles'), 'it'), 'demurrage.yearly.lost': 'much' }
    const { error } = instrumentRules.safeParse(rulesOfForm({ ...values, payeeFee: '' }))
    const names = error?.issues.map(({ path }) => fieldNameOf(path, values))
    expect(names).toEqual(['demurrage.yearly.lost', 'payeeFee'])
    expect(fieldNameOf(['payments', 0, 'from'], values)).toBe('payments')
    expect(fieldNameOf([], values)).toBe('')
  })
})
