import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { walletIdOf } from '../../src/currency/identity.ts'
import { romeDay } from '../../src/kernel/days.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import type { Unit } from '../../src/kernel/money.ts'
import { preset } from '../currency/market.ts'
import { fundProgramme } from '../currency/treasury.ts'
import { BENEFICIARY_ID, newId } from '../http/programme.ts'
import { violations } from '../support/axe.ts'
import { launchBrowser, scrollsSideways } from '../support/browser.ts'
import { type Desk, openDeskProgramme, sitDown } from './desk-seat.ts'

let desk: Desk
let browser: Browser

beforeAll(async () => {
  desk = await openDeskProgramme()
  browser = await launchBrowser()
  const { currency, networkDesk } = desk.services
  const today = romeDay(Date.now())
  const rules = preset('merits-cash')
  await currency.addInstrument(
    { id: 'MERITS', programmeId: 'FRANOI-2', unit: rules.unit as Unit },
    { rules, validFrom: today, preparedBy: newId() as Uuid },
  )
  await fundProgramme({ id: () => newId() as Uuid, today: () => today, networkDesk }, 10_000n)
}, 300_000)

afterAll(async () => {
  await browser?.close()
  await desk?.shut()
})

test('a grant that one typed on a phone is in the wallet once another approved it', async () => {
  const rita = await desk.seat('operator', 'Rita Verdi', ['BI-SC'])
  const ada = await desk.seat('administrator', 'Ada Riva')
  const options = { width: 360, expected: /422/ }
  const seated = await sitDown(browser, desk, rita, '/desk/instruments', options)
  const { page, complaints } = seated
  await page.getByRole('link', { name: 'Merits-cash' }).click()
  await page.getByRole('link', { name: 'Assegnare a persone' }).click()
  const lines = page.getByLabel('Persone e importi')
  await lines.fill(`codice;importo\n${BENEFICIARY_ID};venti\nBI-P-404;5`)
  await page.getByLabel('Perché').fill('Il mese di maggio')
  await page.getByRole('button', { name: 'Guarda prima' }).click()
  await page.getByText('Righe da correggere: 2').waitFor()
  await page.getByRole('row', { name: /^3 BI-P-404 Questa persona non c’è/ }).waitFor()
  expect(await scrollsSideways(page)).toBe(false)
  expect(await violations(page)).toEqual([])
  await lines.fill(`${BENEFICIARY_ID};20,50`)
  await page.getByRole('button', { name: 'Guarda prima' }).click()
  await page.getByText('In tutto: 20,50').waitFor()
  await page.getByRole('button', { name: 'Cambia' }).click()
  expect(await lines.inputValue()).toBe(`${BENEFICIARY_ID};20,50`)
  // With keys: under a pointer the colours of a button are still on their way.
  await page.mouse.move(0, 0)
  await page.getByRole('button', { name: 'Guarda prima' }).press('Enter')
  await page.getByText('In tutto: 20,50').waitFor()
  expect(await violations(page)).toEqual([])
  await page.getByRole('button', { name: 'Prepara 20,50' }).click()
  await page.getByText('Ora un’altra persona la approva').waitFor()

  const other = await sitDown(browser, desk, ada, '/desk/approvals', { width: 1280 })
  await other.page.getByRole('heading', { name: 'Assegnazione di una moneta' }).waitFor()
  await other.page.getByRole('link', { name: 'Guarda le righe' }).click()
  await other.page.getByText('Il mese di maggio').waitFor()
  expect(await violations(other.page)).toEqual([])
  await other.page.getByRole('button', { name: 'Approva', exact: true }).click()
  await other.page.getByText('Approvato.').waitFor()
  const wallet = walletIdOf('MERITS', 'person', BENEFICIARY_ID)
  expect((await desk.services.currency.getPurse(wallet)).balance).toBe(2_050n)
  expect([...complaints, ...other.complaints]).toEqual([])
  await Promise.all([seated.close(), other.close()])
})
