import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainCell } from '../../src/kernel/csv.ts'
import { readSheet } from '../../src/pilot/core/sheet.ts'

const known = (heading: string) => ['id', 'name', 'amount'].includes(heading)

function read(text: string) {
  const sheet = readSheet('f.csv', text, known)
  if (sheet.headings === undefined) throw new Error('the sheet is empty')
  return sheet
}

describe('sheets', () => {
  it('finds the delimiter that brings out the headings, not the one that is met most', () => {
    const { rows } = read('id;name;"amount"\n1;"a,b,c,d,e";2,50\n')
    expect(rows).toEqual([{ line: 2, cells: ['1', 'a,b,c,d,e', '2,50'] }])
  })

  it('fills up short rows and forgets empty cells beyond the headings', () => {
    const { rows, problems } = read('id,name,amount,,\n1\n2,x,3,,\n')
    expect(problems).toEqual([])
    expect(rows.map(({ cells }) => cells)).toEqual([
      ['1', '', ''],
      ['2', 'x', '3'],
    ])
  })

  it('tells every row with a broken quotation mark, and reads the others', () => {
    const { rows, problems } = read('id,name\n1,"a"b\n2,c\n3,d"e"\n4,"f\n5,g\n')
    expect(problems.map(({ line }) => line)).toEqual([2, 4, 5])
    expect(rows).toEqual([
      { line: 3, cells: ['2', 'c'] },
      { line: 6, cells: ['5', 'g'] },
    ])
  })

  it('gives a row the line that it begins on, after cells over several lines', () => {
    const { rows } = read('id,name\n1,"a\nb\nc"\n\n2,d\n')
    expect(rows.map(({ line }) => line)).toEqual([2, 6])
  })

  it('refuses a row of 100,001 characters without reading on for ever', () => {
    const { rows, problems } = read(`id,name\n1,${'x'.repeat(100_001)}\n2,y\n`)
    expect(problems.map(({ line }) => line)).toEqual([2])
    expect(rows).toEqual([{ line: 3, cells: ['2', 'y'] }])
  })

  it('reads back any cells, with any delimiter, quoted where they must be or always', () => {
    const cell = fc
      .string({ unit: fc.oneof(fc.constantFrom(',', ';', '\t', '"', '|', "'", 'è'), fc.string()) })
      .map((text) => text.replace(/[\r\n\0]/g, '').trim())
    const row = fc.tuple(cell, cell, cell).filter((cells) => cells.some((text) => text !== ''))
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 8 }),
        fc.constantFrom(',', ';', '\t'),
        fc.boolean(),
        (rows, delimiter, always) => {
          const write = (text: string) =>
            always || /[",;\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
          const lines = [['id', 'name', 'amount'], ...rows]
          const text = lines.map((cells) => cells.map(write).join(delimiter)).join('\n')
          const sheet = read(text)
          expect(sheet.problems).toEqual([])
          // The apostrophe by which a list of ours keeps a cell from being a formula says nothing.
          const said = rows.map((cells) => cells.map(plainCell))
          expect(sheet.rows.map(({ cells }) => cells)).toEqual(said)
        },
      ),
      { numRuns: 300 },
    )
  })
})
