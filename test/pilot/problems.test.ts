import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { Day } from '../../src/kernel/days.ts'
import { parseUnit } from '../../src/kernel/money.ts'
import type { Standing } from '../../src/pilot/core/check.ts'
import { planImport } from '../../src/pilot/core/plan.ts'
import type { FileProblem } from '../../src/pilot/core/problem.ts'
import { readPilot } from '../../src/pilot/reading.ts'
import { added, type Change, changedPilot, DEMONSTRATION, line, removeCopies } from './folders.ts'

const EMPTY: Standing = {
  territories: new Map(),
  contactPoints: new Map(),
  partners: new Map(),
  beneficiaries: new Map(),
  products: new Map(),
  vouchers: new Map(),
  envelopesLeft: new Map(),
  programmes: new Map(),
}

async function problemsOf(folder: string): Promise<FileProblem[]> {
  const { tables, problems } = await readPilot(folder)
  return [...problems, ...planImport(tables, EMPTY, '2026-11-23' as Day).problems]
}

/** The places of all problems of the changed pilot, as `file:line:column`. */
async function placesOf(changes: Readonly<Record<string, Change>>): Promise<string[]> {
  const problems = await problemsOf(await changedPilot(changes))
  return problems.map(({ file, line, column }) => `${file}:${line ?? ''}:${column ?? ''}`)
}

afterAll(removeCopies)

describe('the programme of a contact point', () => {
  const MERIT = parseUnit('MERIT')
  const named = (rows: string) => `id;name;territory;envelope;unit;programme;area\n${rows}`

  async function placesWith(rows: string): Promise<string[]> {
    const folder = await changedPilot({ 'contact-points.csv': () => named(rows) })
    const { tables } = await readPilot(folder)
    const programmes = new Map(MERIT === undefined ? [] : [['HOURS', MERIT]])
    const { problems } = planImport(tables, { ...EMPTY, programmes }, '2026-11-23' as Day)
    return problems
      .filter(({ file }) => file === 'contact-points.csv')
      .map(({ line, column }) => `${line}:${column}`)
  }

  it('stands, and is kept in the unit of the contact point', async () => {
    expect(await placesWith('X;X;biella;0;MERIT;HOURS;biella\n')).toEqual([])
    expect(await placesWith('X;X;biella;0;MERIT;NONE;\n')).toEqual(['2:programme'])
    expect(await placesWith('X;X;biella;0;EUR;HOURS;\n')).toEqual(['2:unit'])
    expect(await placesWith('X;X;biella;0;EUR;;two words\n')).toEqual(['2:area'])
  })
})

describe('what is wrong with a pilot', () => {
  it('is nothing in the demonstration', async () => {
    const { tables } = await readPilot(DEMONSTRATION)
    const plan = planImport(tables, EMPTY, '2026-11-23' as Day)
    expect(plan.problems).toEqual([])
    expect(plan.notes).toEqual([])
    const sizes = Object.values(tables).map((table) => table.rows.length)
    expect(sizes).toEqual([31, 14, 27, 72, 6, 80])
  })

  it.each<[string, string, Change, string]>([
    ['a code with a blank', 'territories.csv', added('a b,X,region,'), '9:id'],
    ['a code that stands twice', 'territories.csv', added('matera,X,region,'), '9:id'],
    ['an empty name', 'territories.csv', added('x,,region,'), '9:name'],
    ['a name of 121 letters', 'territories.csv', added(`x,${'n'.repeat(121)},region,`), '9:name'],
    ['a name on two lines', 'territories.csv', added('x,"a\nb",region,'), '9:name'],
    ['a kind that is none', 'territories.csv', added('x,X,county,'), '9:kind'],
    ['a parent that is nowhere', 'territories.csv', added('x,X,region,y'), '9:parent'],
    ['a territory in itself', 'territories.csv', added('x,X,region,x'), '9:parent'],
    ['a territory that is nowhere', 'contact-points.csv', added('X;X;y;1;'), '5:territorio'],
    ['a negative envelope', 'contact-points.csv', added('X;X;biella;-1;'), '5:dotazione'],
    ['an envelope to be guessed', 'contact-points.csv', added('X;X;biella;5.000;'), '5:dotazione'],
    ['a unit that is none', 'contact-points.csv', added('X;X;biella;1;€'), '5:valuta'],
    ['a partner in no territory', 'partners.csv', added('X;X;y;shop;food;'), '14:territory'],
    ['a kind of partner that is none', 'partners.csv', added('X;X;biella;bar;food;'), '14:kind'],
    ['no categories', 'partners.csv', added('X;X;biella;shop;|;'), '14:categories'],
    ['a status that is none', 'partners.csv', added('X;X;biella;shop;food;open'), '14:status'],
    ['a contact point that is nowhere', 'beneficiaries.csv', added('X,y,1,it'), '42:contact_point'],
    ['a household of nobody', 'beneficiaries.csv', added('X,BI-1,0,it'), '42:household_size'],
    ['a household of 21', 'beneficiaries.csv', added('X,BI-1,21,it'), '42:household_size'],
    ['half a person', 'beneficiaries.csv', added('X,BI-1,1.5,it'), '42:household_size'],
    ['a language that is none', 'beneficiaries.csv', added('X,BI-1,1,italiano'), '42:language'],
    ['a largest below the smallest', 'products.csv', added('X;X;;food;2;1;9'), '5:max_amount'],
    ['a smallest of nothing', 'products.csv', added('X;X;;food;0;1;9'), '5:min_amount'],
    ['no days of validity', 'products.csv', added('X;X;;food;1;2;0'), '5:validity_days'],
    ['a product that is nowhere', 'vouchers.csv', added('X;Y;BI-P-001;20;'), '62:product'],
    ['a beneficiary that is nowhere', 'vouchers.csv', added('X;SPESA;Y;20;'), '62:beneficiary'],
    ['less than the product allows', 'vouchers.csv', added('X;SPESA;BI-P-001;9,99;'), '62:amount'],
    [
      'more than the product allows',
      'vouchers.csv',
      added('X;SPESA;BI-P-001;200,01;'),
      '62:amount',
    ],
    ['three decimals', 'vouchers.csv', added('X;SPESA;BI-P-001;20,0000;'), '62:amount'],
    ['a code used before', 'vouchers.csv', added('V-001;SPESA;BI-P-001;20;'), '62:code'],
    [
      'a last day that is over',
      'vouchers.csv',
      added('X;SPESA;BI-P-001;20;22/11/2026'),
      '62:expires_on',
    ],
    [
      'a last day in another century',
      'vouchers.csv',
      added('X;SPESA;BI-P-001;20;1/1/2206'),
      '62:expires_on',
    ],
    ['a month first', 'vouchers.csv', added('X;SPESA;BI-P-001;20;12/31/2027'), '62:expires_on'],
    ['a cell too many', 'vouchers.csv', added('X;SPESA;BI-P-001;20;;;x'), '62:'],
    ['a quotation mark that stays open', 'vouchers.csv', added('"X;SPESA;BI-P-001;20;'), '62:'],
    ['a quotation mark in the middle', 'vouchers.csv', added('X;SPESA;BI-"P";20;'), '62:'],
  ])('tells %s by file, line and column', async (_, file, change, place) => {
    expect(await placesOf({ [file]: change })).toEqual([`${file}:${place}`])
  })

  it('tells every problem of every file at once, in the order of the files', async () => {
    const places = await placesOf({
      'vouchers.csv': (text) =>
        line(62, 'X;SPESA;BI-P-999;1.000;31/2/2027')(line(2, 'V-001;SPESA;BI-P-001;;')(text)),
      'partners.csv': line(3, 'BI-ALI-02;;cossato;shop;food;shut'),
      'territories.csv': line(1, 'id,name,kind,parent,notes'),
    })
    expect(places).toEqual([
      'territories.csv:1:notes',
      'partners.csv:3:name',
      'partners.csv:3:status',
      'vouchers.csv:2:amount',
      'vouchers.csv:62:amount',
      'vouchers.csv:62:expires_on',
      'vouchers.csv:62:beneficiary',
    ])
  })

  it('tells the problem of a row, and not what only follows from it', async () => {
    expect(await placesOf({ 'products.csv': line(2, 'SPESA;;EUR;food;10,00;200,00;180') })).toEqual(
      ['products.csv:2:name'],
    )
    expect(await placesOf({ 'products.csv': 'id;name\nX;Y\n' })).toEqual([
      'products.csv:1:categories',
      'products.csv:1:min_amount',
      'products.csv:1:max_amount',
      'products.csv:1:validity_days',
    ])
    expect(await placesOf({ 'beneficiaries.csv': null })).toEqual(['beneficiaries.csv::'])
  })

  it('counts lines as an editor does, over blank lines and rows of nothing', async () => {
    const places = await placesOf({ 'vouchers.csv': added('\n\n;;;;\r\n\nX;SPESA;BI-P-001;1;') })
    expect(places).toEqual(['vouchers.csv:66:amount'])
  })

  it('says what stands there, what may, and both in a sentence', async () => {
    const folder = await changedPilot({ 'vouchers.csv': added('X;SPESA;BI-P-001;1.234;') })
    const allowed =
      'an amount above 0 with at most two decimals, such as 1234,50 or 1.234,50 or 1234.50'
    expect(await problemsOf(folder)).toEqual([
      {
        file: 'vouchers.csv',
        line: 62,
        column: 'amount',
        got: '1.234',
        allowed,
        wanted: { want: 'amount_above_zero', facts: {} },
        message: `"1.234" may be a thousand or a fraction: write 1.234,00 if that is what it means; allowed is ${allowed}.`,
      },
    ])
  })

  it('tells an envelope that is too small at the voucher that finds too little left', async () => {
    const folder = await changedPilot({
      'contact-points.csv': line(3, 'BI-2;Sportello Cossato;cossato;1.257,29;'),
    })
    const [problem, ...others] = await problemsOf(folder)
    expect(others).toEqual([])
    expect(problem).toMatchObject({ file: 'vouchers.csv', column: 'amount' })
    expect(problem?.message).toContain('BI-2 holds 1.257,29')
    expect(problem?.message).toContain('come to 1.257,30')
  })

  it('refuses a voucher in another unit than the envelope that pays', async () => {
    const places = await placesOf({
      'products.csv': added('M;In merits;MERIT;food;1;9;9'),
      'vouchers.csv': added('X;M;BI-P-001;5;'),
    })
    expect(places).toEqual(['vouchers.csv:62:product'])
  })

  it.each(['Nome', 'cognome', 'Data di nascita', 'CODICE FISCALE', 'e-mail', 'Telefono', 'note'])(
    'refuses the column %j about people, and says why',
    async (heading) => {
      const folder = await changedPilot({
        'beneficiaries.csv': `id,contact_point,household_size,${heading}\nBI-P-001,BI-1,1,Amina\n`,
        'vouchers.csv': 'code;product;beneficiary;amount\n',
      })
      const [problem, ...others] = await problemsOf(folder)
      expect(others).toEqual([])
      expect(problem).toMatchObject({ file: 'beneficiaries.csv', line: 1, column: heading })
      expect(problem?.message).toContain('looks like personal data, which is never imported')
      expect(JSON.stringify(problem)).not.toContain('Amina')
    },
  )

  it('refuses a tax code in the place of a pseudonym, and does not repeat it', async () => {
    const folder = await changedPilot({ 'beneficiaries.csv': added('RSSMRA80A01H501U,BI-1,1,it') })
    const problems = await problemsOf(folder)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatchObject({ line: 42, column: 'id' })
    expect(JSON.stringify(problems)).not.toContain('RSSMRA')
  })

  it.each<[string, (folder: string) => string, RegExp]>([
    ['is not there', (folder) => join(folder, 'nowhere'), /does not exist/],
    ['is a file', (folder) => join(folder, 'vouchers.csv'), /is a file and not a folder/],
  ])('says so where the folder %s', async (_, path, reason) => {
    const problems = await problemsOf(path(await changedPilot()))
    const aboutFolder = problems.filter(({ file }) => file === '.')
    expect(aboutFolder).toHaveLength(1)
    expect(problems).toHaveLength(1)
    expect(aboutFolder[0]?.message).toMatch(reason)
    expect(aboutFolder[0]?.message).toContain('territories.csv')
  })

  it('says so where the folder is empty, or holds other things', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'franoi-pilot-'))
    expect((await problemsOf(folder)).map(({ message }) => message)).toEqual([
      expect.stringMatching(/is empty: a pilot is a folder with territories\.csv/),
    ])
    await writeFile(join(folder, 'pilot.xlsx'), 'x')
    expect((await problemsOf(folder)).map(({ message }) => message)).toEqual([
      expect.stringMatching(/holds none of the six files/),
    ])
  })

  it.each<[string, Change, RegExp]>([
    ['is missing', null, /missing from the folder/],
    ['is empty', '', /the file is empty/],
    ['has blank lines alone', '\r\n;;\r\n', /the file is empty/],
    ['is a workbook', Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0), /save it as CSV/],
    ['is too large', 'x'.repeat(8 * 1024 * 1024 + 1), /at most 8388608 are read/],
    [
      'has too many rows',
      `id,name,kind\n${'a,b,region\n'.repeat(50_001)}`,
      /at most 50000 are read/,
    ],
  ])('says so where a file %s', async (_, change, reason) => {
    const problems = await problemsOf(await changedPilot({ 'territories.csv': change }))
    expect(problems.map(({ file, line }) => ({ file, line }))).toEqual([
      { file: 'territories.csv', line: null },
    ])
    expect(problems[0]?.message).toMatch(reason)
  })

  it('tells CSV files that it does not read', async () => {
    const folder = await changedPilot({ 'voucher.csv': 'x', 'notes.txt': 'x' })
    expect((await readPilot(folder)).ignored).toEqual(['voucher.csv'])
  })

  it('notes a product that no partner takes', async () => {
    const folder = await changedPilot({ 'products.csv': added('X;X;;alimentari;1;9;9') })
    const { tables } = await readPilot(folder)
    expect(planImport(tables, EMPTY, '2026-11-23' as Day).notes).toEqual([
      'products.csv, line 5: no active partner in partners.csv sells what X is good for (alimentari)',
    ])
  })
})
