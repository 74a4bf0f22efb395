import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { completeValues, plainHeading } from '../../src/pilot/core/table.ts'
import { readPilot } from '../../src/pilot/reading.ts'

const FIXTURES = join(dirname(fileURLToPath(import.meta.url)), '..', 'fixtures')

/** What all of the fixtures say, each in its own way of writing. */
const SAID = {
  territories: [
    { id: 'TO', name: 'Città metropolitana di Torino', kind: 'metropolitan city', parent: null },
    { id: 'IVR', name: 'Ivrèa – centro storico', kind: 'municipality', parent: 'TO' },
  ],
  contactPoints: [
    {
      id: 'TO-1',
      name: 'Sportello «Perché no»',
      territory: 'IVR',
      envelope: 123450n,
      unit: 'EUR',
      programme: null,
      area: null,
    },
  ],
  partners: [
    {
      id: 'CAF',
      name: 'Caffè “Così”; di Niccolò',
      territory: 'IVR',
      kind: 'shop',
      categories: ['alimentari', 'caffè'],
      status: 'active',
      unit: 'EUR',
      area: null,
    },
    {
      id: 'OSP',
      name: 'Famiglia in più',
      territory: 'IVR',
      kind: 'host family',
      categories: ['alloggio'],
      status: 'suspended',
      unit: 'EUR',
      area: null,
    },
  ],
  beneficiaries: [
    { id: 'P-1', contact_point: 'TO-1', household_size: 2, language: 'fr' },
    { id: 'P-2', contact_point: 'TO-1', household_size: 1, language: 'it' },
  ],
  products: [
    {
      id: 'ALI',
      name: 'Buono alimentari (fino a 600 €)',
      unit: 'EUR',
      categories: ['alimentari'],
      min_amount: 500n,
      max_amount: 60000n,
      validity_days: 90,
    },
  ],
  vouchers: [
    { code: 'V1', product: 'ALI', beneficiary: 'P-1', amount: 43450n, expires_on: '2040-12-31' },
    { code: 'V2', product: 'ALI', beneficiary: 'P-2', amount: 60000n, expires_on: '2040-02-01' },
    { code: 'V3', product: 'ALI', beneficiary: 'P-2', amount: 20000n, expires_on: null },
  ],
}

describe('the ways in which spreadsheets write', () => {
  it.each([
    ['semicolons in Windows-1252, as Excel saves CSV in Italy', 'pilot-windows-1252'],
    ['commas in UTF-8 with a byte order mark, as Excel saves CSV UTF-8', 'pilot-utf-8-bom'],
    ['tabs in UTF-16, as Excel saves Unicode text', 'pilot-utf-16-tabs'],
    ['old Mac line ends after a line that names the delimiter', 'pilot-mac'],
  ])('all say the same: %s', async (_, folder) => {
    const { tables, problems } = await readPilot(join(FIXTURES, folder))
    expect(problems).toEqual([])
    expect(Object.values(tables).flatMap((table) => table.problems)).toEqual([])
    const values = Object.entries(tables).map(([name, { rows }]) => [
      name,
      rows.map(completeValues),
    ])
    expect(Object.fromEntries(values)).toEqual(SAID)
  })

  it('knows a heading whatever its capitals, accents, blanks and dashes', () => {
    const spellings = ['validity_days', 'Validity Days', ' VALIDITY-DAYS ', 'validitydays']
    expect(new Set(spellings.map(plainHeading))).toEqual(new Set(['validitydays']))
    expect(plainHeading('Giorni di validità')).toBe('giornidivalidita')
  })
})
