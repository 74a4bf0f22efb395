import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Minor } from '../../src/kernel/money.ts'
import { balanceOf } from '../../src/ledger/core/account.ts'
import { ACCOUNT_CODES } from '../../src/ledger/core/chart.ts'
import { formatReport, type ImportReport } from '../../src/pilot/report.ts'
import { importPilot, loadDemonstrationPilot } from '../../src/pilot/service.ts'
import { importedVoucherId } from '../../src/pilot/standing.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { frozenRuntime } from '../support/frozen-runtime.ts'
import { added, changedPilot, DEMONSTRATION, line, PILOT, removeCopies } from './folders.ts'
import { createPilotServices, type PilotServices } from './services.ts'

const ENVELOPES = 1250000n + 475050n + 1000000n
const VOUCHERS = 460530n + 125730n + 378450n

let test: TestDatabase
let services: PilotServices

beforeEach(async () => {
  test = await createTestDatabase()
  services = createPilotServices(test.db, frozenRuntime('pilot', '2026-11-23T09:00:00Z'))
})
afterEach(async () => {
  await services.ledger.close()
  await test.drop()
})
afterAll(removeCopies)

/** How many rows each file brought, in the order of the files; a refusal is told whole. */
function newRows(report: ImportReport | undefined): unknown {
  return report?.status === 'imported' ? report.files.map(({ added }) => added) : report
}

/** Everything that an import writes, as text. */
async function everything(): Promise<string> {
  const { sql } = test.db
  const tables = [
    sql`select * from territory order by id`,
    sql`select * from contact_point order by id`,
    sql`select * from partner order by id`,
    sql`select * from beneficiary order by id`,
    sql`select * from product order by id`,
    sql`select id, product_id, beneficiary_id, amount, expires_on from voucher order by id`,
    sql`select id, debits_posted, credits_posted from ledger_account order by id`,
    sql`select id, amount, code from ledger_transfer order by id`,
  ]
  const rows = await Promise.all(tables)
  return JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? String(value) : value))
}

/** What all accounts of a code hold, credits less debits. */
async function held(code: number): Promise<Minor> {
  const balances = await services.ledger.trialBalance()
  const euros = balances.find(({ colour }) => colour === 'FRANOI-2')
  expect(euros?.debits).toBe(euros?.credits)
  const accounts = euros?.accounts.filter((account) => account.code === code) ?? []
  return accounts.reduce((sum, account) => sum + balanceOf(account), 0n)
}

describe('the import of a pilot', () => {
  it('brings in a pilot, with books that balance', async () => {
    const report = await importPilot(PILOT, services)
    expect(newRows(report)).toEqual([7, 3, 12, 40, 3, 60])
    expect(await held(ACCOUNT_CODES.bank)).toBe(-ENVELOPES)
    expect(await held(ACCOUNT_CODES.grant)).toBe(0n)
    expect(await held(ACCOUNT_CODES.envelope)).toBe(ENVELOPES - VOUCHERS)
    expect(await held(ACCOUNT_CODES.voucher)).toBe(VOUCHERS)
    expect(await held(ACCOUNT_CODES.partner_payable)).toBe(0n)
    const voucher = await services.vouchers.get(importedVoucherId('V-056'))
    expect(voucher).toMatchObject({ amount: 89990n, status: 'active', expiresOn: '2040-06-01' })
    const first = await services.vouchers.get(importedVoucherId('V-001'))
    expect(first).toMatchObject({ beneficiaryId: 'BI-P-001', expiresOn: '2027-05-22' })
  })

  it('changes nothing the second time, nor on another day', async () => {
    await importPilot(PILOT, services)
    const before = await everything()
    const later = { ...services, runtime: frozenRuntime('later', '2026-12-24T09:00:00Z') }
    for (const deps of [services, later]) {
      const report = await importPilot(PILOT, deps)
      expect(newRows(report)).toEqual([0, 0, 0, 0, 0, 0])
      expect(formatReport(report).at(-1)).toBe('Imported: 0 new, 125 unchanged.')
    }
    expect(await everything()).toBe(before)
  })

  it('adds what is new, with references to what stands already', async () => {
    await importPilot(PILOT, services)
    const folder = await changedPilot({
      'territories.csv': 'id,name,kind,parent\nbiella-2,Pavignano,municipality,prov-biella\n',
      'contact-points.csv': 'id,name,territory,envelope\nBI-3,Sportello Nuovo,biella,0\n',
      'partners.csv': 'id,name,territory,kind,categories\nN-1,Forno Nuovo,cossato,shop,food\n',
      'beneficiaries.csv': 'id,contact_point,household_size\nN-P-1,BI-1,2\n',
      'products.csv': 'id,name,categories,min_amount,max_amount,validity_days\n',
      'vouchers.csv':
        'code,product,beneficiary,amount\nN-1,SPESA,BI-P-001,20\nN-2,SPESA,N-P-1,20\n',
    })
    expect(newRows(await importPilot(folder, services))).toEqual([1, 1, 1, 1, 0, 2])
    const left = await services.network.findContactPoints(['BI-1', 'BI-3'])
    expect(await services.network.envelopesLeft([...left.values()])).toEqual(
      new Map([
        ['BI-1', 1250000n - 460530n - 4000n],
        ['BI-3', 0n],
      ]),
    )
  })

  it('keeps nothing of a folder in which one file has one bad row', async () => {
    const folder = await changedPilot({ 'vouchers.csv': added('X;SPESA;BI-P-001;1;') })
    const before = await everything()
    const report = await importPilot(folder, services)
    expect(report).toMatchObject({ status: 'refused', problems: [{ line: 62, column: 'amount' }] })
    expect(formatReport(report)).toEqual([
      'vouchers.csv, line 62, column amount: 1,00 is not an amount of the product SPESA: it goes from 10,00 to 200,00 EUR.',
      'Nothing was imported: 1 problem in 1 file.',
    ])
    expect(await everything()).toBe(before)
    expect(before).not.toContain('BI-1')
  })

  it('tells what differs from what stands, column by column, and changes nothing', async () => {
    await importPilot(PILOT, services)
    const before = await everything()
    const folder = await changedPilot({
      'territories.csv': line(6, 'biella,Biella,municipality,piemonte'),
      'contact-points.csv': line(2, 'BI-1;Sportello Biella;biella;12.500,01;EUR'),
      'partners.csv': line(3, 'BI-ALI-02;Bottega Tre Valli;cossato;shop;food;suspended'),
      'beneficiaries.csv': line(2, 'BI-P-001,BI-1,4,fr'),
      'products.csv': line(2, 'SPESA;Buono spesa;EUR;food|pharmacy;10,00;200,00;180'),
      'vouchers.csv': (text) =>
        line(
          2,
          'V-001;SPESA;BI-P-001;130,01;',
        )(line(57, 'V-056;CASA;BI-P-010;899,90;2/6/2040')(text)),
    })
    const report = await importPilot(folder, services)
    const problems = report.status === 'refused' ? report.problems : []
    expect(problems.map(({ file, line, column, got }) => [file, line, column, got])).toEqual([
      ['territories.csv', 6, 'parent', 'piemonte'],
      ['contact-points.csv', 2, 'dotazione', '12.500,01'],
      ['partners.csv', 3, 'categories', 'food'],
      ['partners.csv', 3, 'status', 'suspended'],
      ['beneficiaries.csv', 2, 'household_size', '4'],
      ['products.csv', 2, 'name', 'Buono spesa'],
      ['vouchers.csv', 2, 'amount', '130,01'],
      ['vouchers.csv', 57, 'expires_on', '2/6/2040'],
    ])
    expect(problems[1]?.message).toContain('stands in the programme with 12.500,00')
    expect(await everything()).toBe(before)
  })

  it('asks of the envelopes only what vouchers that are not issued yet need', async () => {
    await importPilot(PILOT, services)
    const more = (last: string) =>
      added(`N-1;CASA;BI-P-017;1.400,00;\nN-2;CASA;BI-P-018;1.400,00;\nN-3;CASA;BI-P-019;${last};`)
    expect(475050n - 125730n).toBe(140000n + 140000n + 69320n)
    const tooMuch = await changedPilot({ 'vouchers.csv': more('693,21') })
    expect(await importPilot(tooMuch, services)).toMatchObject({
      status: 'refused',
      problems: [{ file: 'vouchers.csv', line: 64, column: 'amount' }],
    })
    const enough = await changedPilot({ 'vouchers.csv': more('693,20') })
    expect(newRows(await importPilot(enough, services))).toEqual([0, 0, 0, 0, 0, 3])
  })
})

describe('an import that is broken off', () => {
  /** Services that work so many times and then are gone, as after a power cut. */
  function failingAfter(steps: number): PilotServices {
    let left = steps
    const spend = async <T>(act: () => Promise<T>): Promise<T> => {
      if (left <= 0) throw new Error('the power is gone')
      left -= 1
      return act()
    }
    const { network, plans, vouchers } = services
    return {
      ...services,
      network: {
        ...network,
        addTerritories: (rows) => spend(() => network.addTerritories(rows)),
        addContactPoint: (row) => spend(() => network.addContactPoint(row)),
        addPartner: (row) => spend(() => network.addPartner(row)),
      },
      plans: { ...plans, addBeneficiaries: (rows) => spend(() => plans.addBeneficiaries(rows)) },
      vouchers: {
        ...vouchers,
        addProducts: (rows) => spend(() => vouchers.addProducts(rows)),
        issue: (order, actor) => spend(() => vouchers.issue(order, actor)),
      },
    }
  }

  it('ends as one that was not, wherever it was broken off and however often', async () => {
    let attempts = 0
    for (let report: ImportReport | undefined; report === undefined; attempts++) {
      report = await importPilot(PILOT, failingAfter(1)).catch((error: Error) => {
        expect(error.message).toBe('the power is gone')
        return undefined
      })
    }
    // The territories, 3 contact points, 12 partners, the beneficiaries, the products, 60 vouchers.
    expect(attempts).toBe(78)
    const broken = await everything()
    expect(newRows(await importPilot(PILOT, services))).toEqual([0, 0, 0, 0, 0, 0])
    expect(await everything()).toBe(broken)
    expect(await held(ACCOUNT_CODES.bank)).toBe(-ENVELOPES)
    expect(await held(ACCOUNT_CODES.voucher)).toBe(VOUCHERS)
  })

  it('doubles nothing where two run at once', async () => {
    const other = createPilotServices(test.db, services.runtime)
    const reports = await Promise.all([importPilot(PILOT, services), importPilot(PILOT, other)])
    await other.ledger.close()
    expect(reports.map(({ status }) => status)).toEqual(['imported', 'imported'])
    expect(await held(ACCOUNT_CODES.bank)).toBe(-ENVELOPES)
    expect(await held(ACCOUNT_CODES.voucher)).toBe(VOUCHERS)
    expect(newRows(await importPilot(PILOT, services))).toEqual([0, 0, 0, 0, 0, 0])
  })

  it('says that it was overtaken where somebody else makes another one in the meantime', async () => {
    const { network } = services
    const overtaken: PilotServices = {
      ...services,
      network: {
        ...network,
        addContactPoint: async (point) => {
          await network.addContactPoint({ ...point, name: 'Somebody else’s' })
          return network.addContactPoint(point)
        },
      },
    }
    await expect(importPilot(PILOT, overtaken)).rejects.toThrow(
      /stopped half way.* made the contact point BI-1 just now, another one\. What it wrote stands/,
    )
    expect(await importPilot(PILOT, services)).toMatchObject({
      status: 'refused',
      problems: [{ file: 'contact-points.csv', column: 'denominazione' }, {}, {}],
    })
  })

  it('is completed by the next start, where it was the demonstration', async () => {
    await expect(loadDemonstrationPilot(PILOT, failingAfter(30))).rejects.toThrow('power')
    const report = await loadDemonstrationPilot(PILOT, services)
    expect(report?.status).toBe('imported')
    expect(await held(ACCOUNT_CODES.voucher)).toBe(VOUCHERS)
    expect(await loadDemonstrationPilot(PILOT, services)).toBeUndefined()
  })
})

describe('the demonstration', () => {
  it('is loaded into an empty programme', async () => {
    expect(newRows(await loadDemonstrationPilot(DEMONSTRATION, services))).toEqual([
      31, 14, 27, 72, 6, 80,
    ])
    // Its bank is the first funding of all envelopes, and the grant account is empty again.
    expect([await held(ACCOUNT_CODES.bank), await held(ACCOUNT_CODES.grant)]).toEqual([
      -12515050n,
      0n,
    ])
    const report = await importPilot(DEMONSTRATION, services)
    expect(formatReport(report).at(-1)).toBe('Imported: 0 new, 230 unchanged.')
  })

  it('is not loaded where another programme stands', async () => {
    await services.network.addTerritories([
      { id: 'roma', name: 'Roma', kind: 'municipality', parentId: null },
    ])
    const before = await everything()
    expect(await loadDemonstrationPilot(PILOT, services)).toBeUndefined()
    expect(await everything()).toBe(before)
  })

  it('is not touched once people work with it', async () => {
    await loadDemonstrationPilot(PILOT, services)
    await services.plans.addBeneficiaries([
      { id: 'BI-P-100', contactPointId: 'BI-1', householdSize: 1, language: 'it' },
    ])
    const before = await everything()
    expect(await loadDemonstrationPilot(PILOT, services)).toBeUndefined()
    expect(await everything()).toBe(before)
  })

  it('tells what is wrong with the folder that it should come from', async () => {
    const report = await loadDemonstrationPilot('/nowhere/pilot', services)
    expect(report).toMatchObject({ status: 'refused', problems: [{ file: '.' }] })
  })
})
