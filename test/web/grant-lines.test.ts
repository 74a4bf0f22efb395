import { describe, expect, test } from 'vitest'
import { INVARIANTS } from '../../src/currency/core/invariants.ts'
import { EUR, type Unit } from '../../src/kernel/money.ts'
import { GRANT_LINES_MAX, readGrantLines } from '../../src/web/core/grant-lines.ts'
import { Breaches } from '../../src/web/desk/reserve.tsx'

describe('the lines of a grant', () => {
  test.each([
    ['BI-P-001 25,50', 2_550n],
    ['  BI-P-001\t25.5  ', 2_550n],
    ['BI-P-001;25', 2_500n],
    ['BI-P-001 ; 25', 2_500n],
    ['BI-P-001,25.50', 2_550n],
    ['"BI-P-001","25,50"', 2_550n],
    ['\uFEFFcodice;importo\r\nBI-P-001;25', 2_500n],
    ['Person,Amount\nBI-P-001,25', 2_500n],
  ])('%j gives a person an amount', (text, amount) => {
    const { lines, faults } = readGrantLines(text)
    expect(faults).toEqual([])
    expect(lines).toMatchObject([{ code: 'BI-P-001', amount }])
  })

  test.each([
    ['BI-P-001', 'unreadable'],
    ['BI-P-001 25 50', 'unreadable'],
    ['BI-P-001;25;50', 'unreadable'],
    [';25', 'unreadable'],
    // The second comma could stand between cells or before cents.
    ['BI-P-001,25,50', 'unreadable'],
    ['BI-P-001 1.000,00', 'amount'],
    ['BI-P-001 0', 'amount'],
    ['BI-P-001 -5', 'amount'],
    ['BI-P-001 ten', 'amount'],
    // Only at the top it is a head.
    ['BI-P-002 1\nperson;amount', 'amount'],
  ])('%j is not taken and not lost', (text, fault) => {
    const { faults } = readGrantLines(text)
    const rows = text.split('\n')
    expect(faults).toEqual([{ line: rows.length, text: rows.at(-1), fault }])
  })

  test('are counted as they stand, a person stands once, and there is an end to them', () => {
    const twice = readGrantLines('\n\nBI-P-001 1\r\nBI-P-001 x\rBI-P-001 2')
    expect(twice.lines).toEqual([{ line: 3, code: 'BI-P-001', amount: 100n }])
    expect(twice.faults.map(({ line, fault }) => [line, fault])).toEqual([
      [4, 'amount'],
      [5, 'twice'],
    ])
    const many = Array.from({ length: GRANT_LINES_MAX + 1 }, (_, index) => `P-${index} 1`)
    const { lines, faults } = readGrantLines(many.join('\n'))
    expect(lines).toHaveLength(GRANT_LINES_MAX)
    expect(faults).toMatchObject([{ line: GRANT_LINES_MAX + 1, fault: 'too_many' }])
  })
})

test('what does not hold is said in words, amounts as amounts and things as things', () => {
  const instrument = { unit: 'MERIT' as Unit, reserveUnit: EUR }
  const things = ['credit_stays_within_its_lines', 'a_discount_never_becomes_euro']
  for (const language of ['it', 'en'] as const) {
    for (const invariant of INVARIANTS) {
      const found = [{ instrumentId: 'M', invariant, is: 123_456n, should: 7n }]
      const said = `${Breaches({ found, instrument, language })}`
      const isOfThings = [...things, 'lots_are_the_books'].includes(invariant)
      expect(said).toMatch(isOfThings ? /\D123456\D/ : /1[.,]234[.,]56/)
      expect(said).toMatch(isOfThings ? /\D7\D/ : /0[.,]07/)
      expect(said).not.toContain('{')
    }
  }
})
