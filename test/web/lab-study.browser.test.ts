import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Principal } from '../../src/access/core/principal.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { newId } from '../http/programme.ts'
import { sitDown } from './desk-seat.ts'
import { isWell, type Lab, openLab } from './lab-seats.ts'
import { SMALL_STUDY } from './lab-study.ts'

let lab: Lab

beforeAll(async () => {
  lab = await openLab()
}, 300_000)

afterAll(() => lab?.close())

test('from the question to the verdict: an assumption is changed, the study runs, and its result is read by its address', async () => {
  const id = newId() as Uuid
  const by: Principal = { kind: 'person', id: lab.analyst.id, role: 'analyst' }
  await lab.desk.services.studies.create({ id, text: SMALL_STUDY, note: 'Come viene' }, by)
  const narrow = { width: 360, expected: /422/ }
  const seated = await sitDown(lab.browser, lab.desk, lab.analyst, '/lab', narrow)
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
  const other = await sitDown(lab.browser, lab.desk, lab.treasurer, run, { width: 360 })
  const download = other.page.waitForEvent('download')
  await other.page.getByRole('link', { name: 'Le forme a due a due (CSV)' }).click()
  expect(await (await download).failure()).toBeNull()
  await other.page.getByRole('link', { name: 'Apri il rapporto intero' }).click()
  await other.page.getByRole('heading', { name: 'Planted' }).first().waitFor()
  expect(other.complaints).toEqual([])
  await other.close()

  await page.getByRole('link', { name: 'Torna allo studio' }).click()
  await page.goto(`${lab.desk.url}/lab/studies/${id}`)
  await page
    .locator('#runs')
    .getByText(/Deciso: |Non deciso/)
    .waitFor()
  await isWell(page)
  expect(seated.complaints).toEqual([])
  await seated.close()
}, 240_000)
