import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { packageRoot } from '../../src/package-root.ts'
import { launchBrowser, openPage, scrollsSideways } from '../support/browser.ts'
import { type Pilot, startPilot } from './pilot.ts'

const PERSON = 'BI-P-001'
let pilot: Pilot
let browser: Browser

beforeAll(async () => {
  pilot = await startPilot()
  browser = await launchBrowser()
}, 300_000)

afterAll(async () => {
  await browser?.close()
  await pilot?.dispose()
})

async function order(path: string, body: object): Promise<Record<string, string>> {
  const response = await fetch(`${pilot.url}/api/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${pilot.operatorKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(response.status).toBe(201)
  return response.json()
}

async function newLink(): Promise<string> {
  const { url = '' } = await order(`/beneficiaries/${PERSON}/wallet-links`, {})
  return url
}

describe('the page of a wallet link', () => {
  test('binds the phone at the press of its button, in Arabic from right to left', async () => {
    const link = await newLink()
    const expected = /status of 409/
    const phone = await openPage(browser, link, { width: 320, locale: 'ar', expected })
    const { page } = phone
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl')
    expect(await scrollsSideways(page)).toBe(false)
    expect(await page.context().cookies()).toEqual([])
    await page.getByRole('button').click()
    // In the place of the link, the wallet.
    await page.waitForURL('**/wallet')
    await page.getByRole('heading', { name: 'قسائمك' }).waitFor()
    const [cookie] = await page.context().cookies()
    expect(cookie).toMatchObject({ name: 'franoi_wallet', httpOnly: true, sameSite: 'Strict' })
    expect(await page.evaluate('document.cookie')).toBe('')
    expect(await page.evaluate('sessionStorage.length')).toBe(0)

    const other = await openPage(browser, link, { expected })
    await other.page.getByRole('button', { name: 'Apri su questo telefono' }).click()
    await other.page.getByText(/Questo link non apre più nulla/).waitFor()
    expect(await other.page.context().cookies()).toEqual([])
    for (const one of [phone, other]) {
      expect(one.complaints).toEqual([])
      await one.close()
    }
  })

  test('whose answer was lost binds the same phone at the next press', async () => {
    const phone = await openPage(browser, await newLink(), { expected: /ERR_FAILED/ })
    const { page } = phone
    let lost = 0
    await page.route('**/api/v1/wallets', async (route) => {
      if (lost++ > 0) return route.continue()
      // The service did it; the answer never arrives.
      await route.fetch()
      return route.abort()
    })
    await page.getByRole('button').click()
    await page.getByText(/Nessuna risposta/).waitFor()
    await page.getByRole('button').click()
    await page.waitForURL('**/wallet')
    expect(phone.complaints).toEqual([])
    await phone.close()
  })
})

describe('a browser', () => {
  test('pairs itself with a key that cannot be copied, and proves each request', async () => {
    const terminal = { partnerId: 'BI-ALI-01', name: 'Cassa 1' }
    const { url = '' } = await order('/terminals/pairings', terminal)
    const page = readFileSync(join(packageRoot(), 'docs/reference/terminal-proof.md'), 'utf8')
    const [, making = ''] = /## Making one.*?```js\n(.*?)```/s.exec(page) ?? []
    // Not the till's page: that takes the code out of the address.
    const code = url.split('#pair=')[1] ?? ''
    const till = await openPage(browser, `${pilot.url}/`)
    const answer = await till.page.evaluate(`(async () => {
      ${making}
      const how = { name: 'ECDSA', namedCurve: 'P-256' }
      const key = await crypto.subtle.generateKey(how, false, ['sign', 'verify'])
      const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', key.publicKey)
      const ask = async (method, target, body) => {
        const authorization = 'Terminal ' + (await prove(key, method, target, body))
        const headers = { authorization, 'content-type': 'application/json' }
        const response = await fetch(target, { method, headers, body })
        return { status: response.status, body: await response.json() }
      }
      const code = ${JSON.stringify(code)}
      const paired = await ask('POST', '/api/v1/terminals', JSON.stringify({ code, jwk: { kty, crv, x, y } }))
      const me = await ask('GET', '/api/v1/terminals/me')
      const copied = await crypto.subtle.exportKey('jwk', key.privateKey).catch((error) => error.name)
      return { paired, me, copied }
    })()`)
    const shown = { ...terminal, status: 'active' }
    expect(answer).toMatchObject({
      paired: { status: 201, body: shown },
      me: { status: 200, body: shown },
      copied: 'InvalidAccessError',
    })
    await till.close()
  })
})
