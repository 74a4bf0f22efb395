import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvLine, plainCell } from '../../src/kernel/csv.ts'
import { decimalText } from '../../src/kernel/money.ts'
import { propertySeed } from '../support/seed.ts'

test.each([
  [['a', 'b'], 'a,b\r\n'],
  [['a,b', 'say "no"', 'two\r\nlines', ''], '"a,b","say ""no""","two\r\nlines",\r\n'],
  [['=1+1', '+39 015', '-2+3', '@SUM(A1)'], "'=1+1,'+39 015,'-2+3,'@SUM(A1)\r\n"],
  [['\t=1', '\r=1'], '\'\t=1,"\'\r=1"\r\n'],
  [['-12.50', '-7', '0.00'], '-12.50,-7,0.00\r\n'],
  [['a=b', '1-2', "'a"], "a=b,1-2,'a\r\n"],
  [["'=1", "''+2", "'-12.50"], "''=1,'''+2,''-12.50\r\n"],
])('the cells %j are the line %j', (cells, line) => {
  expect(csvLine(cells)).toBe(line)
})

test('what is written is what another reader of CSV reads, and no cell of it is a formula', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 5 }),
      (cells) => {
        const [read = []] = parse(csvLine(cells), { record_delimiter: '\r\n' })
        expect(read.map(plainCell)).toEqual(cells)
        for (const cell of read) expect(cell).not.toMatch(/^[=+@\t\r]|^-(?![0-9]+(\.[0-9]+)?$)/)
      },
    ),
    { seed: propertySeed('csv') },
  )
})

test.each([
  [0n, '0.00'],
  [5n, '0.05'],
  [-5n, '-0.05'],
  [123456n, '1234.56'],
  [-(2n ** 63n), '-92233720368547758.08'],
])('%s minor units are %s for programs', (amount, text) => {
  expect(decimalText(amount)).toBe(text)
})
