import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readAsked, readRows, writeRows } from '../../src/web/desk/issue-order.ts'
import { deskApprovalsEn, deskApprovalsIt } from '../../src/web/messages/desk-approvals.ts'
import { deskIssueEn, deskIssueIt } from '../../src/web/messages/desk-issue.ts'
import { deskMoneyEn, deskMoneyIt } from '../../src/web/messages/desk-money.ts'
import { deskMoneyFaultsEn, deskMoneyFaultsIt } from '../../src/web/messages/desk-money-faults.ts'
import { deskVouchersEn, deskVouchersIt } from '../../src/web/messages/desk-vouchers.ts'

const CHOSEN = { product: 'FOOD', place: 'BI-SC' }
const read = (values: Record<string, string>) =>
  readAsked({ ...CHOSEN, ...values }, 'en', deskIssueEn)

describe('the list of people', () => {
  test('has a code on a line, and an amount where one is written', () => {
    const { order } = read({ people: ' BI-P-001  25,50\r\n\r\nBI-P-002\n' })
    expect(order?.people).toEqual([
      { beneficiaryId: 'BI-P-001', amount: 2550n },
      { beneficiaryId: 'BI-P-002' },
    ])
  })

  test.each([
    ['', deskIssueEn.noPeople],
    ['BI-P-001\nBI-P-002 ten', 'Line 2 cannot be read'],
    ['BI-P-001 1.000,00', 'Line 1 cannot be read'],
    ['BI-P-001 5 6', 'Line 1 cannot be read'],
    ['BI-P-001 0', 'Line 1 cannot be read'],
  ])('%j is not taken, with a sentence', (people, sentence) => {
    const { order, form } = read({ people })
    expect(order).toBeUndefined()
    expect(form.faults.people).toContain(sentence)
  })

  test('is not read where everybody is meant', () => {
    expect(read({ everybody: 'yes', people: '???  ???' }).order?.people).toBe('all')
  })

  test('goes through the confirming form as it was, without the rows that fail', () => {
    const row = fc.record({
      beneficiaryId: fc.stringMatching(/^[A-Z0-9-]{1,20}$/),
      amount: fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }),
      fault: fc.constantFrom(null, 'not_informed' as const),
      envelopeId: fc.constant(null),
      planLineId: fc.constant(null),
    })
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const good = rows.filter(({ fault }) => fault === null)
        expect(readRows(writeRows(rows))).toEqual(
          good.map(({ beneficiaryId, amount }) => ({ beneficiaryId, amount })),
        )
      }),
    )
  })
})

const CATALOGUES: readonly (readonly [object, object])[] = [
  [deskIssueIt, deskIssueEn],
  [deskVouchersIt, deskVouchersEn],
  [deskApprovalsIt, deskApprovalsEn],
  [deskMoneyIt, deskMoneyEn],
  [deskMoneyFaultsIt, deskMoneyFaultsEn],
]

/** Every text with its path, and the names in its braces. */
function placesOf(catalogue: object, path = ''): readonly (readonly [string, string])[] {
  return Object.entries(catalogue).flatMap(([name, text]) =>
    typeof text === 'string'
      ? [[`${path}${name}`, (text.match(/\{\w+\}/g) ?? []).sort().join()] as const]
      : placesOf(text as object, `${path}${name}.`),
  )
}

test('both languages say the same things with the same figures', () => {
  for (const [italian, english] of CATALOGUES) {
    expect(placesOf(english)).toEqual(placesOf(italian))
  }
})
