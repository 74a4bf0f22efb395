import { Secret, TOTP } from 'otpauth'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser, openPage, scrollsSideways } from '../support/browser.ts'
import { startPilotService } from '../support/pilot-service.ts'
import type { TestService } from '../support/service.ts'

/** What Chromium writes on the console about an answer that says no. */
const REFUSED = /Failed to load resource.*(404|422)/
const PASSWORD = 'four quiet words here'

let service: TestService
let browser: Browser
let adminKey: string
let points: readonly { readonly id: string }[]

beforeAll(async () => {
  service = await startPilotService()
  adminKey = await service.createKey('administrator')
  points = (await ask('GET', '/contact-points')).items
  browser = await launchBrowser()
}, 300_000)

afterAll(async () => {
  await browser?.close()
  await service?.dispose()
})

async function ask(method: string, path: string, body?: unknown, cookie?: string) {
  const who = cookie === undefined ? { authorization: `Bearer ${adminKey}` } : { cookie }
  const response = await fetch(`${service.url}/api/v1${path}`, {
    method,
    headers: { ...who, origin: service.url, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const [set = ''] = response.headers.getSetCookie()
  return { ...(await response.json()), cookie: set.split(';')[0] }
}

/** Somebody who was invited and has set up the second factor; gives its secret. */
async function operatorOf(email: string, contactPointId: string): Promise<string> {
  const where = ['--role', 'operator', '--contact-points', contactPointId]
  const link = await service.invite(email, 'Nadia Conti', ...where)
  const token = new URL(link).pathname.split('/').at(-1)
  const opened = await ask('POST', '/session/password', { token, password: PASSWORD }, '')
  const { secret } = await ask('POST', '/session/factor', {}, opened.cookie)
  await ask('POST', '/session/factor/confirm', { code: codeOf(secret) }, opened.cookie)
  return secret
}

function codeOf(secret: string, ahead = 0): string {
  const timestamp = Date.now() + ahead * 30_000
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp })
}

async function signIn(page: Page, email: string, secret: string): Promise<void> {
  await page.getByLabel('Indirizzo e-mail').fill(email)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Entra', exact: true }).click()
  await page.getByLabel('Codice').fill(codeOf(secret, 1))
  await page.getByRole('button', { name: 'Conferma' }).click()
  await page.getByRole('link', { name: 'Vai al banco' }).click()
  await page.getByRole('heading', { name: 'Da fare', level: 1 }).waitFor()
}

interface Facts {
  readonly name: string
  readonly exitedOn: string
}

/** By the menu, which is folded on a phone. */
async function goToPeople(page: Page): Promise<void> {
  await page.getByText('Menu:').click()
  await page.getByRole('link', { name: 'Persone', exact: true }).click()
}

/** Types a person with the keyboard: from field to field with Tab, as somebody in a hurry does. */
async function enrol(page: Page, { name, exitedOn }: Facts): Promise<void> {
  await goToPeople(page)
  await page.getByRole('link', { name: 'Nuova persona' }).click()
  await page.getByLabel('Nome', { exact: true }).waitFor()
  // The first field has the focus already.
  await page.keyboard.type(name)
  await page.keyboard.press('Tab')
  await page.keyboard.type('Diallo')
  await page.getByLabel('Forma di protezione').selectOption('refugee_status')
  await page.getByLabel('Accoglienza lasciata').selectOption('cas')
  await page.getByLabel('Uscita dall’accoglienza').fill(exitedOn)
  await page.getByLabel('Presa in carico').fill('2026-05-04')
  await page.getByLabel('Casa').fill('600,00')
  await page.getByLabel('Istruzione').fill('400')
  await page.getByLabel('Ha ricevuto l’informativa').check()
  await page.getByRole('button', { name: 'Controlla i requisiti' }).click()
  await page.getByRole('table').waitFor()
}

/**
 * So long a practised person needs for what was typed, seconds, and for the four clicks before and after it. Source:
 * Card, Moran, Newell: The keystroke-level model, CACM 23(7), 1980: 0.28 for a key, 1.10 to point, 0.20 to click, 0.40 to
 * move a hand, 1.35 to think.
 */
async function secondsOfTyping(page: Page): Promise<number> {
  const typed = await page.locator('main form').evaluateAll((forms) =>
    forms.flatMap((form) =>
      [...form.querySelectorAll('input, select, textarea')].flatMap((field) => {
        if (field.matches('[type=hidden]') || !('value' in field)) return []
        if (field instanceof HTMLInputElement && field.type === 'checkbox') {
          return field.checked ? [1] : []
        }
        return field instanceof HTMLSelectElement ? [1] : [String(field.value).length]
      }),
    ),
  )
  const filled = typed.filter((length) => length > 0)
  const keys = filled.reduce((sum, length) => sum + length, 0)
  const fields = filled.length * (1.1 + 0.2 + 0.4 + 1.35)
  return keys * 0.28 + fields + 4 * (1.1 + 0.2 + 1.35)
}

test('the day of an operator', async () => {
  const [here] = points
  const secret = await operatorOf('nadia@example.org', here?.id ?? '')
  const opened = await openPage(browser, `${service.url}/desk`, { expected: REFUSED })
  const { page, complaints } = opened
  // Nobody is let in before signing in.
  expect(new URL(page.url()).pathname).toBe('/sign-in')
  await signIn(page, 'nadia@example.org', secret)
  await page.getByText('Nadia Conti').waitFor()
  expect(await scrollsSideways(page)).toBe(false)

  await enrol(page, { name: 'Amina', exitedOn: '2026-01-31' })
  await page.getByText('Ha i requisiti').waitFor()
  expect(await scrollsSideways(page)).toBe(false)
  expect(await secondsOfTyping(page)).toBeLessThan(120)
  await page.getByRole('button', { name: 'Inserisci la persona' }).click()
  await page.getByText('La persona è inserita.').waitFor()
  await page.getByRole('heading', { name: /Ammissione al programma: Ammessa/ }).waitFor()
  const plan = page.getByRole('table', { name: /Massimali/ })
  await plan.getByRole('row', { name: /Casa 600,00 € 0,00 € 600,00 €/ }).waitFor()
  expect(await page.textContent('main')).not.toContain('Diallo')
  expect(await scrollsSideways(page)).toBe(false)
  await page.getByRole('button', { name: 'Mostra chi è' }).click()
  await expect.poll(() => page.getByLabel('Cognome').inputValue()).toBe('Diallo')

  await enrol(page, { name: 'Binta', exitedOn: '2024-01-31' })
  await page.getByText('Non ha i requisiti').waitFor()
  await page.getByText('i 18 mesi finivano il 31/07/2025').waitFor()
  await page.getByRole('button', { name: 'Inserisci la persona' }).click()
  await page.getByRole('heading', { name: /Ammissione al programma: Non ammessa/ }).waitFor()
  await page.getByRole('link', { name: 'Chiedi una deroga' }).waitFor()
  const refused = new URL(page.url()).pathname

  await goToPeople(page)
  await page.getByLabel('Nome, codice della persona').fill('dialo')
  await page.keyboard.press('Enter')
  const found = page.getByRole('table', { name: 'Trovate per nome: 2' })
  await found.getByRole('row', { name: /Binta Diallo .* Non ammessa/ }).waitFor()
  // What was looked for stands in no address.
  expect(page.url()).toBe(`${service.url}/desk/people`)

  await page.getByRole('button', { name: 'English' }).click()
  await page.getByRole('heading', { name: 'People', level: 1 }).waitFor()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Accesso' }).waitFor()
  await page.goto(`${service.url}${refused}`)
  expect(new URL(page.url()).pathname).toBe('/sign-in')
  expect(complaints).toEqual([])
  await opened.close()
}, 180_000)

test('people of another contact point are not there, whatever is tried', async () => {
  const [here, there] = points
  await operatorOf('elsewhere@example.org', here?.id ?? '')
  const secret = await operatorOf('other@example.org', there?.id ?? '')
  const { items } = await ask('GET', `/beneficiaries?contactPointId=${here?.id}&limit=1`)
  const code: string = items[0].id
  const opened = await openPage(browser, `${service.url}/sign-in`, { expected: REFUSED })
  const { page, complaints } = opened
  await signIn(page, 'other@example.org', secret)
  for (const end of ['', '/plan', '/assess', '/override']) {
    const answer = await page.goto(`${service.url}/desk/people/${code}${end}`)
    expect(answer?.status()).toBe(404)
    await page.getByText('Non c’è nessuna persona con questo codice').waitFor()
  }
  await page.goto(`${service.url}/desk/people`)
  await page.getByLabel('Nome, codice della persona').fill(code)
  await page.keyboard.press('Enter')
  await page.getByText('Nessuno. Controlla come è scritto').waitFor()
  const path = `/access-log?subjectId=${code}&outcome=refused`
  const log = await ask('GET', path)
  expect(log.items.length).toBeGreaterThanOrEqual(4)
  expect(complaints).toEqual([])
  await opened.close()
}, 120_000)

test('a file is dropped on its place and answered line by line', async () => {
  const [here] = points
  const secret = await operatorOf('files@example.org', here?.id ?? '')
  const opened = await openPage(browser, `${service.url}/sign-in`, { expected: REFUSED })
  const { page, complaints } = opened
  await signIn(page, 'files@example.org', secret)
  await page.goto(`${service.url}/desk/people/import`)
  const drop = (csv: string) =>
    page.evaluate((text) => {
      const data = new DataTransfer()
      data.items.add(new File([text], 'people.csv', { type: 'text/csv' }))
      const event = new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })
      document.querySelector('[data-drop]')?.dispatchEvent(event)
    }, csv)
  const head = 'contact_point;household_size;language;given_name;family_name\n'
  await drop(`${head}${here?.id};molti;fr;Awa;Ba\n`)
  await page.getByRole('row', { name: /2 household_size molti/ }).waitFor()
  await drop(`${head}${here?.id};2;fr;Awa;Ba\n`)
  await page.getByRole('button', { name: 'Inserisci 1 persone' }).click()
  await page.getByText('Persone inserite: 1 su 1.').waitFor()
  expect(await scrollsSideways(page)).toBe(false)
  expect(complaints).toEqual([])
  await opened.close()
}, 120_000)
