import jsQR from 'jsqr'
import { Secret, TOTP } from 'otpauth'
import type { Browser, Page } from 'playwright-core'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { violations } from '../support/axe.ts'
import { launchBrowser, openPage, scrollsSideways } from '../support/browser.ts'
import { startPilotService } from '../support/pilot-service.ts'
import type { TestService } from '../support/service.ts'

/** What Chromium writes on the console about an answer that says no. */
const REFUSED = /Failed to load resource.*(401|404|422)/
const PASSWORD = 'four quiet words here'

let service: TestService
let browser: Browser

beforeAll(async () => {
  service = await startPilotService()
  browser = await launchBrowser()
}, 300_000)

afterAll(async () => {
  await browser?.close()
  await service?.dispose()
})

/** Invites a treasurer; returns the path of the link. */
async function invite(email: string): Promise<string> {
  return new URL(await service.invite(email, 'Dora Bianchi', '--role', 'treasurer')).pathname
}

/** Reads the secret from the picture, as an authenticator does. */
async function scanSecret(page: Page): Promise<string> {
  const shot = await page.getByRole('img').screenshot({ scale: 'css' })
  const { data, width, height } = PNG.sync.read(shot)
  const read = jsQR.default(new Uint8ClampedArray(data), width, height)
  return new URL(read?.data ?? '').searchParams.get('secret') ?? ''
}

function codeOf(secret: string, ahead = 0): string {
  const timestamp = Date.now() + ahead * 30_000
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp })
}

async function choosePassword(page: Page, password: string) {
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Salva e continua' }).click()
}

describe('an invitation on a phone', () => {
  test('leads to a session, and the next sign-in takes password and code', async () => {
    const email = 'dora@example.org'
    const path = await invite(email)
    const opened = await openPage(browser, `${service.url}${path}`, { expected: REFUSED })
    const { page, complaints } = opened
    await page.getByRole('heading', { name: 'Scegli la tua password' }).waitFor()
    // The secret of the link does not stay in the bar.
    expect(new URL(page.url()).pathname).toBe('/sign-in')
    await choosePassword(page, 'too short')
    await page.getByText('troppo facile da indovinare').waitFor()
    expect(await violations(page)).toEqual([])
    await choosePassword(page, PASSWORD)

    await page.getByRole('heading', { name: 'Collega il telefono' }).waitFor()
    expect(await scrollsSideways(page)).toBe(false)
    expect(await violations(page)).toEqual([])
    const secret = await scanSecret(page)
    expect(await page.locator('code').textContent()).toBe(secret)
    await page.getByLabel('Codice a sei cifre').fill(codeOf(secret))
    await page.getByRole('button', { name: 'Conferma' }).click()

    await page.getByRole('heading', { name: 'Codici da tenere su carta' }).waitFor()
    const codes = await page.locator('.sign-in-codes code').allTextContents()
    expect(codes).toHaveLength(10)
    expect(await scrollsSideways(page)).toBe(false)
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Li ho messi al sicuro' }).click()
    await page.getByText('Dora Bianchi').waitFor()
    await page.getByText('Tesoreria').waitFor()

    await page.reload()
    await page.getByRole('button', { name: 'Esci' }).click()
    await page.getByRole('heading', { name: 'Accesso' }).waitFor()
    await page.getByLabel('Indirizzo e-mail').fill(email)
    await page.getByLabel('Password').fill('not the password')
    await page.getByRole('button', { name: 'Entra', exact: true }).click()
    await page.getByText('non sono giusti').waitFor()
    await page.getByLabel('Password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Entra', exact: true }).click()
    await page.getByRole('heading', { name: 'Secondo passo' }).waitFor()
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('heading', { name: 'Second step' }).waitFor()
    expect(await violations(page)).toEqual([])
    await page.getByLabel('Code').fill(codeOf(secret, 1))
    await page.getByRole('button', { name: 'Confirm' }).click()
    await page.getByText('You are signed in').waitFor()

    const cookies = await page.context().cookies()
    expect(cookies).toMatchObject([{ name: 'franoi-session', httpOnly: true, sameSite: 'Strict' }])
    expect(complaints).toEqual([])
    await opened.close()
  }, 120_000)

  test('that was used says so', async () => {
    const path = await invite('used@example.org')
    const first = await openPage(browser, `${service.url}${path}`)
    await choosePassword(first.page, PASSWORD)
    await first.page.getByRole('heading', { name: 'Collega il telefono' }).waitFor()
    const second = await openPage(browser, `${service.url}${path}`, { expected: REFUSED })
    await choosePassword(second.page, PASSWORD)
    await second.page.getByText('non vale più').waitFor()
    expect([...first.complaints, ...second.complaints]).toEqual([])
    await first.close()
    await second.close()
  }, 60_000)
})

test('a forgotten password is asked for without telling who there is', async () => {
  const { page, complaints, close } = await openPage(browser, `${service.url}/sign-in`)
  await page.getByRole('button', { name: 'Ho dimenticato la password' }).click()
  await page.getByLabel('Indirizzo e-mail').fill('nobody@example.org')
  await page.getByRole('button', { name: 'Manda il link' }).click()
  await page.getByText('è in viaggio').waitFor()
  expect(await scrollsSideways(page)).toBe(false)
  expect(complaints).toEqual([])
  await close()
}, 60_000)
