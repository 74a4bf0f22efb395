import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { violations } from '../support/axe.ts'
import { launchBrowser, scrollsSideways } from '../support/browser.ts'
import { type Desk, openDeskProgramme, type Seat, sitDown } from './desk-seat.ts'

let desk: Desk
let browser: Browser
let tea: Seat
let ada: Seat

beforeAll(async () => {
  desk = await openDeskProgramme()
  browser = await launchBrowser()
  tea = await desk.seat('treasurer', 'Tea Gallo')
  ada = await desk.seat('administrator', 'Ada Riva')
}, 300_000)

afterAll(async () => {
  await browser?.close()
  await desk?.shut()
})

test('rules begin with a preset, show what they come to as one types, and count once another approves', async () => {
  const path = '/desk/new-instrument?preset=chiemgauer-2003'
  const seated = await sitDown(browser, desk, tea, path, { expected: /422/ })
  const { page, complaints } = seated
  const example = page.locator('#example-lines')
  await example.getByText('100,00 CHIEM cambiati in euro: 95,00').waitFor()
  await example.getByText('3,00 CHIEM all’associazione, 2,00 CHIEM al sistema').waitFor()

  // As one types, and only of the alternative that is chosen.
  await page.getByLabel('Commissione sul cambio').fill('10')
  await example.getByText('cambiati in euro: 90,00').waitFor()
  const lost = page.getByLabel('Perso a ogni scadenza')
  expect(await lost.isVisible()).toBe(true)
  await page.getByLabel('Che cosa costa tenerla ferma').selectOption('none')
  await example.getByText('Chi li tiene fermi non perde niente').waitFor()
  expect(await lost.isVisible()).toBe(false)
  await page.getByLabel('Commissione sul cambio').fill('tanto')
  await example.getByText('Le regole non stanno ancora insieme').waitFor()
  expect(await scrollsSideways(page)).toBe(false)

  await page.getByRole('button', { name: 'Prepara e manda' }).click()
  await page.getByText('Scrivi una percentuale che qui è ammessa').waitFor()
  expect(await page.getByLabel('Commissione sul cambio').inputValue()).toBe('tanto')
  expect(await violations(page)).toEqual([])
  await page.getByLabel('Commissione sul cambio').fill('2,5')
  await page.getByLabel('Identificativo').fill('CHIEM')
  await page.getByRole('button', { name: 'Prepara e manda' }).click()
  await page.getByText('Ora un’altra persona la approva').waitFor()
  await page.getByText('Lo hai preparato tu').waitFor()
  await page.getByText('cambiati in euro: 97,50').waitFor()
  expect(await scrollsSideways(page)).toBe(false)

  const other = await sitDown(browser, desk, ada, '/desk/approvals', { width: 1280 })
  await other.page.getByRole('heading', { name: 'Regole di una moneta' }).waitFor()
  await other.page.getByRole('link', { name: 'Guarda le righe' }).click()
  await other.page.getByRole('button', { name: 'Approva', exact: true }).click()
  await other.page.getByText('Niente aspetta una tua decisione').waitFor()
  await other.page.goto(`${desk.url}/desk/instruments`)
  await other.page.getByRole('cell', { name: /^versione 1, dal/ }).waitFor()
  expect(await violations(other.page)).toEqual([])
  expect((await desk.services.currency.getInstrument('CHIEM')).versions).toHaveLength(1)

  // What stays while it lives is said at its field.
  await page.goto(`${desk.url}/desk/instruments/CHIEM/rules`)
  await page.getByLabel('Sigla').fill('ALTRO')
  await page.getByRole('button', { name: 'Prepara e manda' }).click()
  await page.getByText('per cambiarlo fai un’altra moneta').waitFor()
  await page.getByLabel('Sigla').fill('CHIEM')
  await page.getByRole('button', { name: 'Prepara e manda' }).click()
  await page.getByText('Versione 2: aspetta una seconda persona').waitFor()
  expect([...complaints, ...other.complaints]).toEqual([])
  await Promise.all([seated.close(), other.close()])
})
