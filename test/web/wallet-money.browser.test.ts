import type { Browser, Page, Route } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WALLET_COOKIE } from '../../src/access/wallets.ts'
import { createApp } from '../../src/app.ts'
import { type Listening, listen } from '../../src/http/server.ts'
import { addDays } from '../../src/kernel/days.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { createLog } from '../../src/log.ts'
import { systemRuntime } from '../../src/runtime.ts'
import { type Market, openMarket } from '../currency/market.ts'
import { violations } from '../support/axe.ts'
import { launchBrowser, openIn, scrollsSideways } from '../support/browser.ts'
import { buildIfStale } from '../support/build.ts'

const DAY_MS = 24 * 3_600_000
const HALF_A_YEAR_MS = 182 * DAY_MS
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
  // Its clock is that of the service.
  await context.clock.setFixedTime(market.runtime.now())
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

/** Lets a request arrive, and its answer not. What is sent for a page lacks what tells where it comes from. */
async function arrive(route: Route): Promise<void> {
  const headers = { ...route.request().headers(), origin: 'https://fra-noi.example' }
  expect((await route.fetch({ headers })).status()).toBe(201)
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
  // Taken back, it is asked for anew.
  await bea.page.getByRole('button', { name: 'Ritira la richiesta' }).click()
  await bea.page.getByText('Ritirata: nessuno la può più pagare.').waitFor()
  await bea.looks()
  await bea.page.getByRole('button', { name: 'Indietro' }).click()
  await bea.page.getByRole('button', { name: 'Fatti pagare' }).click()
  await bea.page.getByLabel(/Quanto vuoi ricevere/).fill('12,50')
  await bea.page.getByRole('button', { name: 'Fai il codice' }).click()
  await bea.page.getByRole('img', { name: /Codice quadrato/ }).waitFor()
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
    await arrive(route)
    return route.abort()
  })
  const before = await balance(adas)
  await page.getByRole('button', { name: 'Paga adesso' }).click()
  await page.getByText(/Premi di nuovo/).waitFor()
  await ada.looks()
  // The page is killed, and opened again: it was paid.
  await page.reload()
  await page.getByText('Pagato', { exact: true }).waitFor()
  expect(await balance(adas)).toBe(before - 300n)

  // What did not arrive is sent again as the very same, or left.
  const payAgain = async () => {
    await page.getByRole('button', { name: 'Indietro' }).click()
    await page.getByRole('button', { name: 'Paga', exact: true }).click()
    await page.getByLabel('Oppure scrivi il codice').fill(sign.code)
    await page.getByRole('button', { name: 'Avanti' }).click()
    await page.getByLabel(/Quanto/).fill('2,00')
    await page.route('**/payments', (route) => route.abort(), { times: 1 })
    await page.getByRole('button', { name: 'Paga adesso' }).click()
    await page.getByText(/Premi di nuovo/).waitFor()
    await page.reload()
    await page.getByText(/Premi di nuovo/).waitFor()
  }
  await payAgain()
  await page.getByRole('button', { name: 'Paga adesso' }).click()
  await page.getByText('Pagato', { exact: true }).waitFor()
  expect(await balance(adas)).toBe(before - 500n)
  await payAgain()
  await page.getByRole('button', { name: 'Non pagare più' }).click()
  await page.getByRole('heading', { name: 'I tuoi soldi del programma' }).waitFor()
  expect(await balance(adas)).toBe(before - 500n)

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

async function typeCode(page: Page, label: string, code: string): Promise<void> {
  await page.getByLabel(label).fill(code)
  await page.getByLabel(label).press('Enter')
}

test('a payment each week is said again before it is so, is paid on its day, and is ended', async () => {
  const sign = await market.paymentRequests.standing(beas)
  const ada = await phoneOf(market.person(1), 'it-IT', '/wallet')
  const { page } = ada
  await page.getByRole('button', { name: 'Soldi' }).click()
  await page.getByRole('button', { name: 'Paga ogni settimana o ogni mese' }).click()
  await page.getByText(/La fotocamera non va/).waitFor()
  await ada.looks()
  await typeCode(page, 'Oppure scrivi il codice', sign.code)
  const today = market.today()
  await page.getByLabel(/Quanto ogni volta/).fill('2,00')
  await page.getByLabel('La prima volta').fill(addDays(today, 1))
  await page.getByLabel('Fino a').fill(today)
  await ada.looks()
  await page.getByRole('button', { name: 'Avanti' }).click()
  await page.getByText(/Scrivi due giorni/).waitFor()
  await page.getByLabel('Fino a').fill(addDays(today, 30))
  await page.getByRole('button', { name: 'Avanti' }).click()
  await page.getByRole('heading', { name: 'Guarda prima di confermare' }).waitFor()
  await ada.looks()
  // An answer that was lost is asked for again, and it is one schedule.
  let lost = 0
  await page.route('**/schedules', async (route) => {
    if (route.request().method() !== 'POST' || lost++ > 0) return route.continue()
    await arrive(route)
    return route.abort()
  })
  await page.getByRole('button', { name: 'Va bene così' }).click()
  await page.getByText(/Nessuna risposta/).waitFor()
  await page.reload()
  await page.getByText('Fatto. La prima volta il').waitFor()
  await ada.looks()

  const { schedules } = market.walletCurrency
  market.runtime.advance(DAY_MS)
  const before = await balance(beas)
  await schedules.payDue()
  expect(await balance(beas)).toBe(before + 200n)

  await page.getByRole('button', { name: 'Indietro' }).click()
  await page.getByText(/La prossima volta il/).waitFor()
  await ada.looks()
  await page.getByRole('button', { name: 'Smetti' }).click()
  await page.getByText(/La prossima volta il/).waitFor({ state: 'detached' })
  await ada.close()
})

test('a payment each month is written from right to left; a day that not each month has is refused', async () => {
  const sign = await market.paymentRequests.standing(beas)
  const once = await market.paymentRequests.create({
    ...{ id: market.id(), walletId: beas, amount: 100n },
  })
  const ada = await phoneOf(market.person(1), 'ar', '/wallet')
  const { page } = ada
  await page.getByRole('button', { name: 'المال' }).click()
  await page.getByRole('button', { name: 'ادفع كل أسبوع أو كل شهر' }).click()
  await typeCode(page, 'أو اكتب الرمز', once.code)
  await page.getByText('هذا الرمز يصلح مرة واحدة فقط').waitFor()
  await typeCode(page, 'أو اكتب الرمز', sign.code)
  await page.getByLabel(/كم في كل مرة/).fill('1')
  await page.getByLabel('كل كم').selectOption('monthly')
  const [year = '', month = ''] = addDays(market.today(), 40).split('-')
  await page.getByLabel('المرة الأولى').fill(`${year}-${month}-29`)
  await page.getByLabel('حتى').fill(addDays(market.today(), 200))
  await page.getByRole('button', { name: 'التالي' }).click()
  await page.getByText('اختر يومًا من 1 إلى 28').waitFor()
  await ada.looks()
  await page.getByLabel('المرة الأولى').fill(`${year}-${month}-28`)
  await page.getByRole('button', { name: 'التالي' }).click()
  await page.getByRole('heading', { name: 'انظر قبل أن تؤكد' }).waitFor()
  await ada.looks()
  await page.getByRole('button', { name: 'هذا صحيح' }).click()
  await page.getByText(`28/${month}/${year}`).waitFor()
  await ada.looks()
  await ada.close()
})
