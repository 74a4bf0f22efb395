import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Principal } from '../../src/access/core/principal.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { newId } from '../http/programme.ts'
import { sitDown } from './desk-seat.ts'
import { isWell, type Lab, openLab } from './lab-seats.ts'
import { SMALL_STUDY } from './lab-study.ts'

/** What stands in the form of a dataset of others. */
const BROUGHT = [
  ...([
    ['Titolo', 'Altrove'],
    ['Di chi, quando e dove', 'Trenta persone'],
  ] as const),
  ['Chi lo dice, e dove si legge', 'example.org'],
  [
    ...(['La tabella'] as const),
    'name,value,low,high,level,n,method,unit\ntrips,7,6,8,0.95,31,counted,purchases',
  ],
] as const

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

  // What others measured is frozen, and takes the place of what was supposed.
  await page.getByRole('link', { name: 'Dati raccolti' }).click()
  await page.getByRole('link', { name: 'Porta dentro dati di altri' }).click()
  for (const [label, text] of BROUGHT) await page.getByLabel(label).fill(text)
  await page.getByRole('button', { name: 'Porta dentro e fissa' }).click()
  await page.getByText('Questo dataset non cambia più.').waitFor()
  await isWell(page)
  await page.getByRole('link', { name: 'Planted' }).click()
  await page.getByText('Mostra le sue cifre').waitFor()
  const hash = new URL(page.url()).searchParams.get('dataset')
  await page.getByLabel('Da dove viene il numero').selectOption(`${hash}/trips`)
  await page.getByLabel('Che cosa hai cambiato').fill('Contati altrove')
  await page.getByRole('button', { name: 'Salva la nuova versione' }).click()
  await page.getByRole('cell', { name: 'evidenza' }).waitFor()
  await isWell(page)

  await page.getByRole('link', { name: 'Cambia ipotesi, pesi e confronto' }).click()
  await page.getByLabel('Da dove viene il numero').selectOption('uniform')
  await page.getByLabel('Che cosa hai cambiato').fill('Almeno sei')
  await page.getByRole('button', { name: 'Salva la nuova versione' }).click()
  await page.getByText('Hai cambiato la legge di 1 ipotesi').waitFor()
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
  await page.getByText('versione 3 dello studio').waitFor()
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
