import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Principal } from '../../src/access/core/principal.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { newId } from '../http/programme.ts'
import { violations } from '../support/axe.ts'
import { launchBrowser, scrollsSideways } from '../support/browser.ts'
import { type Desk, openDeskProgramme, type Seat, sitDown } from './desk-seat.ts'
import { SMALL_STUDY } from './lab-study.ts'
import { startStudyWork } from './study-work.ts'

let desk: Desk
let browser: Browser
let analyst: Seat
let treasurer: Seat
let stopWork: () => Promise<void>

beforeAll(async () => {
  desk = await openDeskProgramme()
  stopWork = await startStudyWork(desk)
  browser = await launchBrowser()
  analyst = await desk.seat('analyst', 'Anna Neri')
  treasurer = await desk.seat('treasurer', 'Ugo Bianchi')
}, 300_000)

afterAll(async () => {
  await browser?.close()
  await stopWork?.()
  await desk?.shut()
})

/** That a page is as a page has to be, at the width of a phone. */
async function isWell(page: Page): Promise<void> {
  expect(await violations(page), page.url()).toEqual([])
  expect(await scrollsSideways(page), page.url()).toBe(false)
}

test('from the question to the verdict: an assumption is changed, the study runs, and its result is read by its address', async () => {
  const id = newId() as Uuid
  const by: Principal = { kind: 'person', id: analyst.id, role: 'analyst' }
  await desk.services.studies.create({ id, text: SMALL_STUDY, note: 'Come viene' }, by)
  const narrow = { width: 360, expected: /422/ }
  const seated = await sitDown(browser, desk, analyst, '/lab', narrow)
  const { page } = seated
  await page.getByRole('link', { name: 'Decidi con uno studio' }).click()
  await page.getByRole('link', { name: 'Planted' }).click()
  await page.getByRole('cell', { name: 'ipotesi' }).first().waitFor()
  await isWell(page)

  await page.getByRole('link', { name: 'Cambia ipotesi, pesi e confronto' }).click()
  await page.getByLabel('Basso').fill('9')
  await page.getByLabel('Che cosa hai cambiato').fill('Almeno sei')
  await page.getByRole('button', { name: 'Salva la nuova versione' }).click()
  await page.getByText('Il basso deve stare sotto l’alto.').first().waitFor()
  expect(await page.getByLabel('Che cosa hai cambiato').inputValue()).toBe('Almeno sei')
  await isWell(page)
  await page.getByLabel('Basso').fill('6')
  await page.getByRole('button', { name: 'Salva la nuova versione' }).click()
  await page.getByRole('cell', { name: 'Almeno sei' }).waitFor()

  await page.getByRole('button', { name: 'Fai girare questa versione' }).click()
  await page.getByRole('heading', { name: 'Il verdetto' }).waitFor({ timeout: 120_000 })
  await page.getByText('versione 2 dello studio').waitFor()
  expect(await page.locator('#compared svg.c-chart').count()).toBe(1)
  await isWell(page)
  const run = new URL(page.url()).pathname

  // By its address, for somebody who only reads; the report whole, and a table.
  const other = await sitDown(browser, desk, treasurer, run, { width: 360 })
  const download = other.page.waitForEvent('download')
  await other.page.getByRole('link', { name: 'Le forme a due a due (CSV)' }).click()
  expect(await (await download).failure()).toBeNull()
  await other.page.getByRole('link', { name: 'Apri il rapporto intero' }).click()
  await other.page.getByRole('heading', { name: 'Planted' }).first().waitFor()
  expect(other.complaints).toEqual([])
  await other.close()

  await page.getByRole('link', { name: 'Torna allo studio' }).click()
  await page.goto(`${desk.url}/lab/studies/${id}`)
  await page
    .locator('#runs')
    .getByText(/Deciso: |Non deciso/)
    .waitFor()
  await isWell(page)
  expect(seated.complaints).toEqual([])
  await seated.close()
}, 240_000)
