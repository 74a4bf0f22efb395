import { describe, expect, test } from 'vitest'
import { csvLine } from '../../src/kernel/csv.ts'
import { type EntryContent, faultsOf, isSameContent } from '../../src/monitoring/core/register.ts'
import {
  cellsOfEntry,
  REGISTER_HEADS,
  readRegister,
  WRITTEN_HEADS,
} from '../../src/monitoring/core/register-file.ts'

const TODAY = '2026-05-04'
const SHA = 'a'.repeat(64)

const table: EntryContent = {
  ...{ kind: 'system_table', day: '2026-04-30', place: 'Biella', territoryId: 'BI' },
  ...{ title: '=Primo "tavolo", di sistema', notes: null, details: { decisions: 3 } },
  tookPart: { operators: 9, citizens: 24 },
  documents: [{ sha256: SHA, name: 'verbale 1.pdf' }],
  isWithdrawn: false,
}

describe('an entry', () => {
  test.each([
    [{ details: { level: 'local' } }, 'level: not_of_this_kind'],
    [{ details: { decisions: 1.5 } }, 'decisions: unfit'],
    [{ details: { decisions: -1 } }, 'decisions: unfit'],
    [{ kind: 'agreement', details: { level: 'global' } }, 'level: unfit'],
    [{ tookPart: { friends: 3 } }, 'friends: unfit'],
    [{ day: '2026-05-05' }, 'day: in_the_future'],
    [
      { kind: 'awareness', details: { asked_before: 10, favourable_before: 11 } },
      'favourable_before: more_than_asked',
    ],
  ] as const)('with %o is refused', (part, told) => {
    const faults = faultsOf({ ...table, ...part }, TODAY)
    expect(faults.map(({ field, fault }) => `${field}: ${fault}`)).toEqual([told])
  })

  test('is the same in whichever order its fields stand, and not with another figure', () => {
    const turned = { ...table, tookPart: { citizens: 24, operators: 9 } }
    expect(isSameContent(table, turned)).toBe(true)
    expect(isSameContent(table, { ...table, tookPart: { citizens: 24 } })).toBe(false)
    expect(isSameContent(table, { ...table, isWithdrawn: true })).toBe(false)
  })
})

describe('a file of the register', () => {
  test('says what was written into it', () => {
    const heads = csvLine([...REGISTER_HEADS, ...WRITTEN_HEADS])
    const text = heads + csvLine([...cellsOfEntry('TS-1', table), '2', '2026-05-01T00:00:00Z'])
    const read = readRegister(text, TODAY)
    expect(read).toEqual({ lines: [{ line: 2, reference: 'TS-1', content: table }], faults: [] })
  })

  test('names every line that is wrong, and what is wrong with it', () => {
    const text = [
      'reference;kind;day;place;title;decisions;documents',
      'TS-1;system_table;30/04/2026;Biella;Primo tavolo;2;',
      'TS-1;system_table;30/04/2026;Biella;Di nuovo;2;',
      'TS-2;system_tables;31/04/2026;Biella;;two;',
      'TS-3;system_table;2026-04-30;Biella;Terzo;many;abc verbale.pdf',
    ].join('\n')
    const read = readRegister(text, TODAY)
    if ('problem' in read) throw new Error(read.problem)
    expect(read.lines.map(({ reference }) => reference)).toEqual(['TS-1'])
    expect(read.faults.map(({ line, field, fault }) => `${line} ${field} ${fault}`)).toEqual([
      '3 reference stands_twice',
      ...['4 title missing', '4 kind unfit', '4 day unfit'],
      ...['5 documents unfit', '5 decisions unfit'],
    ])
  })

  test.each([
    ['kind,day\n', 'The first line lacks reference, place, title.'],
    ['reference,kind,day,place,title,who\n', 'The first line has heads that no file has: who.'],
    ['reference,"kind\n', 'The file cannot be read as CSV'],
  ])('%o is none', (text, problem) => {
    const read = readRegister(text, TODAY)
    expect('problem' in read && read.problem).toContain(problem)
  })
})
