import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CONTACT_POINT_ID } from '../http/programme.ts'
import { type Seat, sitDown } from './desk-seat.ts'
import { isWell, type Lab, openLab } from './lab-seats.ts'

const PRESET = '/lab/scenario?preset=microcredit-guarantee-fund'
/** Enough for every figure that is looked at here, and done in a moment. */
const PATHS = '1024'

let lab: Lab

beforeAll(async () => {
  lab = await openLab()
}, 300_000)

afterAll(() => lab?.close())

/** Runs the scenario of the form; gives the address of the run when its figures stand there. */
async function runAndWait(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Lancia la simulazione' }).first().click()
  await page.getByRole('heading', { name: 'Le cifre' }).waitFor({ timeout: 60_000 })
  return new URL(page.url()).pathname
}

/** The page of a run by its address, for somebody who only looks on; and its files. */
async function lookOn(path: string): Promise<void> {
  const other = await sitDown(lab.browser, lab.desk, lab.treasurer, path)
  await other.page.getByRole('heading', { name: 'Da dove vengono queste cifre' }).waitFor()
  expect(await other.page.getByRole('button', { name: 'Riparti da questo scenario' }).count()).toBe(
    0,
  )
  expect(await other.page.locator('svg.c-chart').count()).toBeGreaterThan(3)
  for (const name of ['Scarica il grafico', 'Scarica i dati', 'Le cifre (CSV)']) {
    const download = other.page.waitForEvent('download')
    await other.page.getByRole('link', { name }).first().click()
    expect(await (await download).failure()).toBeNull()
  }
  expect(other.complaints).toEqual([])
  await other.close()
}

test('a preset is changed, refused, put right, run, opened by its address, and compared', async () => {
  const seated = await sitDown(lab.browser, lab.desk, lab.analyst, '/lab', { expected: /422/ })
  const { page } = seated
  await page.getByRole('link', { name: 'Scenari' }).click()
  await page.getByRole('link', { name: 'A guarantee fund for 200 microcredits' }).click()
  expect(page.url()).toContain(PRESET)

  // What is wrong is said at its field, what was typed stays, and what was changed is marked.
  const coverage = page.locator('[name="f.parameters.coverage"]')
  const paths = page.locator('[name="f.paths"]')
  await coverage.fill('180')
  await paths.fill(PATHS)
  await page.getByRole('button', { name: 'Controlla' }).first().click()
  const fault = page.locator('[id="f.parameters.coverage-fault"]')
  await fault.getByText(/Deve essere da 0 a 100\s%/).waitFor()
  expect(await coverage.inputValue()).toBe('180')
  await page.locator('[id="f-paths"]').getByText('Cambiato: era 20000').waitFor()
  await isWell(page)

  // One click brings it back.
  await page.getByRole('button', { name: /^Torna com’era: Quanto di una perdita/ }).click()
  expect(await coverage.inputValue()).toBe('80')
  expect(await paths.inputValue()).toBe(PATHS)

  // A row of chances that is not whole is refused in the words of the page.
  await page.locator('[name="f.parameters.grades.0.days30.current"]').fill('41')
  await page.getByRole('button', { name: 'Controlla' }).first().click()
  await page.getByText('devono fare 100 % insieme, non 99 %').first().waitFor()
  await page.locator('[name="f.parameters.grades.0.days30.current"]').fill('42')

  // A table gets longer and shorter.
  const loans = page.locator('[name^="f.parameters.portfolio."][name$=".principal"]')
  await page.getByRole('button', { name: /^Aggiungi: I prestiti, oppure/ }).click()
  expect(await loans.count()).toBe(3)
  await page.getByRole('button', { name: /^Togli: I prestiti.* 3$/ }).click()
  expect(await loans.count()).toBe(2)

  await page.getByRole('button', { name: 'Controlla' }).first().click()
  await page.getByText('Lo scenario è completo.').waitFor()
  await page.getByRole('cell', { name: PATHS, exact: true }).waitFor()
  await isWell(page)
  const first = await runAndWait(page)
  await isWell(page)

  await lookOn(first)

  // What matters most, in the browser.
  await page.getByRole('button', { name: 'Fai il conto' }).click()
  await page.getByText('percorsi per ogni prova').waitFor({ timeout: 60_000 })
  expect(await page.locator('#sensitivity-charts svg').count()).toBe(2)
  await isWell(page)

  // Beside another with less covered.
  await page.getByRole('button', { name: 'Riparti da questo scenario' }).click()
  await coverage.fill('50')
  const second = await runAndWait(page)
  const runs = [first, second].map((path) => `run=${path.split('/').at(-1)}`).join('&')
  await page.goto(`${lab.desk.url}/lab/compare?${runs}`)
  const claims = page.getByRole('row', { name: /Quanto chi presta chiede al fondo.*, media/ })
  await claims.getByText('B è di meno').waitFor()
  await page.getByRole('cell', { name: '"50 %"' }).waitFor()
  await isWell(page)
  expect(seated.complaints).toEqual([])
  await seated.close()
}, 180_000)

test('three levers answer at once with the keys, on the same paths as the service to the last digit', async () => {
  const seated = await sitDown(lab.browser, lab.desk, lab.analyst, '/lab/board')
  const { page } = seated
  const board = page.locator('#board')
  const done = () => page.locator('#board[data-done=yes]').waitFor({ timeout: 60_000 })
  await done()
  await page.getByText('nessuna leva è stata mossa').waitFor()
  const before = await page.locator('#board-dry').textContent()
  expect(before).toMatch(/^In 1\d,\d futuri su 100/)

  const fund = page.getByLabel('Grandezza del fondo')
  await fund.focus()
  for (let press = 0; press < 4; press++) await fund.press('ArrowRight')
  expect(await fund.getAttribute('aria-valuetext')).toMatch(
    /^16\s% dei prestiti, cioè 280\.000\s€$/,
  )
  await done()
  expect(await page.locator('#board-dry').textContent()).not.toBe(before)
  await page.getByText(/negli stessi futuri: \d+,\d su 100 in meno/).waitFor()
  expect(await page.locator('#board-loss svg, #board-fan svg').count()).toBe(2)
  expect(await board.getAttribute('data-done')).toBe('yes')
  await isWell(page)

  await page.getByRole('button', { name: 'Rifai il conto sul servizio' }).click()
  const state = page.locator('#board-server-state')
  await state.getByText(/stesse cifre|altre cifre|non ha risposto/).waitFor({ timeout: 60_000 })
  expect(await state.textContent()).toMatch(/stesse cifre, fino all’ultima: \d\d confrontate/)
  expect(seated.complaints).toEqual([])
  await seated.close()
}, 180_000)

test('the known values are worked out again in the browser, and one that does not agree is loud', async () => {
  const seated = await sitDown(
    lab.browser,
    lab.desk,
    lab.treasurer,
    '/lab/oracles?file=sponsorship',
  )
  const { page } = seated
  const again = page.getByRole('button', { name: 'Rifai i conti' })
  await again.click()
  await page.getByText('Tutti i 21 valori sono dentro la loro tolleranza.').waitFor()
  const last = page.locator('#oracles tr').last()
  await last.evaluate((row: HTMLElement) => {
    row.dataset.value = '12345'
  })
  await again.click()
  await page.getByText('ATTENZIONE: 1 valori su 21 non tornano').waitFor()
  await page.locator('#oracles tr').first().getByText('NON TORNA').waitFor()
  await isWell(page)
  expect(seated.complaints).toEqual([])
  await seated.close()
}, 120_000)

test('a long run is watched, survives a reload, and is stopped', async () => {
  const seated = await sitDown(lab.browser, lab.desk, lab.analyst, PRESET)
  const { page } = seated
  await page.locator('[name="f.paths"]').fill('400000')
  await page.getByRole('button', { name: 'Lancia la simulazione' }).first().click()
  await page.getByText('in corso').waitFor({ timeout: 60_000 })
  await page.locator('#progress svg').first().waitFor({ timeout: 60_000 })
  await page.reload()
  await page.locator('#progress svg').first().waitFor()
  await isWell(page)
  await page.getByRole('button', { name: 'Ferma' }).click()
  await page.getByText('È stata fermata').waitFor()
  expect(seated.complaints).toEqual([])
  await seated.close()
}, 120_000)

test('those whom it does not concern do not get in', async () => {
  const operator = await lab.desk.seat('operator', 'Rita Verdi', [CONTACT_POINT_ID])
  const status = async (seat: Seat, path: string) => {
    const cookie = `${seat.cookie.name}=${seat.cookie.value}`
    return (await lab.desk.app.request(path, { headers: { cookie } })).status
  }
  expect(await status(operator, '/lab')).toBe(403)
  expect(await status(lab.treasurer, '/lab/scenario')).toBe(403)
  expect(await status(lab.treasurer, '/lab/runs/nothing')).toBe(404)
  expect((await lab.desk.app.request('/lab/board')).headers.get('location')).toBe('/sign-in')
})
