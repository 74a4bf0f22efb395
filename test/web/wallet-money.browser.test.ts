import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WALLET_COOKIE } from '../../src/access/wallets.ts'
import { createApp } from '../../src/app.ts'
import { type Listening, listen } from '../../src/http/server.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { createLog } from '../../src/log.ts'
import { systemRuntime } from '../../src/runtime.ts'
import { type Market, openMarket } from '../currency/market.ts'
import { violations } from '../support/axe.ts'
import { launchBrowser, openIn, scrollsSideways } from '../support/browser.ts'
import { buildIfStale } from '../support/build.ts'

const HALF_A_YEAR_MS = 182 * 24 * 3_600_000
const OPERATOR = { kind: 'key', id: systemRuntime.newId(), role: 'operator' } as const
const BOTH_WAYS = [
  { from: 'person', to: 'person' },
  { from: 'person', to: 'partner' },
] as const

let market: Market
let server: Listening
let browser: Browser
let adas: Uuid
let beas: Uuid

beforeAll(async () => {
  await buildIfStale()
  market = await openMarket('wallet pages')
  const money = await market.add(
    'chiemgauer-2015',
    {
      ...{ issuance: { by: 'grant' }, backing: '0', redemption: null, payments: [...BOTH_WAYS] },
      limits: { payment: '10000', day: '15000', month: null, balance: null },
    },
    'SOLE',
  )
  adas = await market.wallet(money, 'person', market.person(1), 20_000n)
  beas = await market.wallet(money, 'person', market.person(2), 500n)
  market.runtime.advance(HALF_A_YEAR_MS)
  const deps = { services: market, db: market.test.db, runtime: market.runtime }
  const app = createApp({ ...deps, publicUrl: 'https://fra-noi.example', log: createLog('silent') })
  server = await listen(app, { port: 0, host: '127.0.0.1' })
  browser = await launchBrowser()
}, 300_000)

afterAll(async () => {
  await browser?.close()
  await server?.close()
  await market?.close()
})

const urlOf = (path: string) => `http://localhost:${server.port}${path}`

/** The phone of a person, at a page of ours. */
async function phoneOf(person: string, locale: string, path: string) {
  const { token } = await market.wallets.createLink({
    ...{ beneficiaryId: person, hours: 72, by: OPERATOR },
  })
  const { cookie } = await market.wallets.open(token, person.padEnd(43, 'x'))
  const viewport = { width: 320, height: 640 }
  const context = await browser.newContext({ viewport, locale })
  const url = urlOf('')
  await context.addCookies([{ url, name: WALLET_COOKIE, value: cookie, sameSite: 'Strict' }])
  // Without its camera a phone says so, and takes the code by hand.
  const watched = await openIn(context, urlOf(path), { expected: /status of 40[0149]|ERR_FAILED/ })
  const looks = async () => {
    expect(await violations(watched.page)).toEqual([])
    expect(await scrollsSideways(watched.page)).toBe(false)
    expect(watched.complaints).toEqual([])
  }
  return { ...watched, looks, close: () => context.close() }
}

const balance = async (id: Uuid) => (await market.currency.getPurse(id)).balance

test('one asks for an amount in Italian, the other is led to it by the camera and pays in Arabic', async () => {
  const bea = await phoneOf(market.person(2), 'it-IT', '/wallet')
  await bea.page.getByRole('button', { name: 'Soldi' }).click()
  await bea.page.getByRole('heading', { name: 'I tuoi soldi del programma' }).waitFor()
  await bea.page.getByText(/Chi lo tiene ne perde/).waitFor()
  await bea.looks()
  await bea.page.getByRole('button', { name: 'Fatti pagare' }).click()
  await bea.page.getByLabel(/Quanto vuoi ricevere/).fill('12,50')
  await bea.looks()
  await bea.page.getByRole('button', { name: 'Fai il codice' }).click()
  await bea.page.getByRole('img', { name: /Codice quadrato/ }).waitFor()
  await bea.looks()
  const code = (await bea.page.locator('.wallet-typed').innerText()).replaceAll('-', '')

  const [mine, hers] = [await balance(adas), await balance(beas)]
  const ada = await phoneOf(market.person(1), 'ar', `/R/${code}`)
  await ada.page.getByText(`الشخص ${market.person(2)}`).waitFor()
  expect(ada.page.url()).toBe(urlOf('/wallet'))
  expect(await ada.page.locator('html').getAttribute('dir')).toBe('rtl')
  await ada.looks()
  await ada.page.getByRole('button', { name: 'ادفع الآن' }).click()
  await ada.page.getByText('تم الدفع').waitFor()
  await ada.looks()
  await bea.page.getByText('Ricevuto!').waitFor()
  expect([await balance(adas), await balance(beas)]).toEqual([mine - 1_250n, hers + 1_250n])

  await ada.page.getByRole('button', { name: 'رجوع' }).click()
  await ada.page.getByText('ما فقده المال وهو ساكن').waitFor()
  await ada.looks()
  await ada.page.getByRole('button', { name: 'الحركات' }).click()
  await ada.page.getByText('فُقد وهو ساكن').waitFor()
  await ada.looks()
  await ada.close()
  await bea.close()
})

test('a payment whose answer was lost is made once; what cannot be paid says why', async () => {
  const sign = await market.paymentRequests.standing(beas)
  const ada = await phoneOf(market.person(1), 'it-IT', '/wallet')
  const { page } = ada
  await page.getByRole('button', { name: 'Soldi' }).click()
  await page.getByRole('button', { name: 'Paga', exact: true }).click()
  await page.getByText(/La fotocamera non va/).waitFor()
  await page.getByLabel('Oppure scrivi il codice').fill('0000-0000-1A1B')
  await page.getByRole('button', { name: 'Avanti' }).click()
  await page.getByText('Questo codice è scritto male. Controllalo.').waitFor()
  await ada.looks()
  await page.getByLabel('Oppure scrivi il codice').fill(sign.code.toLowerCase())
  await page.getByRole('button', { name: 'Avanti' }).click()
  await page.getByLabel(/Quanto/).fill('3,00')
  let lost = 0
  await page.route('**/payments', async (route) => {
    if (lost++ > 0) return route.continue()
    await route.fetch()
    return route.abort()
  })
  const before = await balance(adas)
  await page.getByRole('button', { name: 'Paga adesso' }).click()
  await page.getByText(/Premi di nuovo/).waitFor()
  await page.getByRole('button', { name: 'Paga adesso' }).click()
  await page.getByText('Pagato', { exact: true }).waitFor()
  expect(await balance(adas)).toBe(before - 300n)

  await page.getByRole('button', { name: 'Indietro' }).click()
  await page.getByRole('button', { name: 'Paga', exact: true }).click()
  await page.getByLabel('Oppure scrivi il codice').fill(sign.code)
  await page.getByRole('button', { name: 'Avanti' }).click()
  await page.getByLabel(/Quanto/).fill('101')
  await page.getByRole('button', { name: 'Paga adesso' }).click()
  await page.getByText(/È più di quanto puoi pagare in una volta/).waitFor()
  await ada.looks()
  await page.getByRole('button', { name: 'Indietro' }).click()
  await page.getByRole('button', { name: 'Mostra il codice alla cassa' }).click()
  await page.getByRole('img', { name: /Codice quadrato/ }).waitFor()
  await ada.looks()
  await ada.close()
})
