import { describe, expect, test } from 'vitest'
import { readInvoices } from '../../src/currency/core/invoices.ts'

const HEAD = 'id,debtor,creditor,amount,due\n'

describe('a file of invoices', () => {
  test('is read with commas or semicolons, amounts and days of either writing, columns in any order', () => {
    const english = readInvoices(`${HEAD}F-1,BI-A,BI-B,120.50,2027-01-31\n`)
    const italian = readInvoices(
      '\uFEFFdue;amount;ID;creditor;debtor\n31/1/2027;120,5;F-1;BI-B;BI-A',
    )
    const invoice = { line: 2, number: 'F-1', debtorId: 'BI-A', creditorId: 'BI-B' }
    const one = { ...invoice, amount: 12_050n, due: '2027-01-31' }
    expect(english).toEqual({ invoices: [one], faults: [] })
    expect(italian).toEqual(english)
  })

  test('tells what is wrong with each line, and loses none', () => {
    const lines = [
      'F-1,BI-A,BI-B,1,2027-01-31',
      'F-1,BI-C,BI-B,2,2027-01-31',
      'F-1,BI-B,BI-A,2,2027-01-31',
      'F-2,BI-A,BI-B,3',
      'F-3,BI-A,BI-A,3,2027-01-31',
      '',
      'F-4,BI A,BI-B,3,2027-01-31',
      'F-5,BI-A,?,3,2027-01-31',
      'F-6,BI-A,BI-B,1.234.567,2027-01-31',
      'F-7,BI-A,BI-B,0.00,2027-01-31',
      'F-8,BI-A,BI-B,3,30/02/2027',
      'F-9,BI-A,BI-B,100000000.01,2027-01-31',
    ]
    const read = readInvoices(HEAD + lines.join('\n'))
    if ('problem' in read) throw new Error(read.problem)
    expect(read.invoices.map(({ line }) => line)).toEqual([2, 4])
    expect(read.faults.map(({ line, fault }) => [line, fault])).toEqual([
      [3, 'stands_twice'],
      [5, 'cells_missing'],
      [6, 'owed_to_oneself'],
      [8, 'debtor_unfit'],
      [9, 'creditor_unfit'],
      [10, 'amount_unfit'],
      [11, 'amount_unfit'],
      [12, 'day_unfit'],
      [13, 'amount_unfit'],
    ])
    expect(read.faults[0]?.cells).toEqual(['F-1', 'BI-C', 'BI-B', '2', '2027-01-31'])
  })

  test('is none without its heads, or with a quote that stays open', () => {
    for (const text of ['', 'id,debtor\n', `${HEAD}"F-1,BI-A`]) {
      expect(readInvoices(text)).toHaveProperty('problem')
    }
  })
})
