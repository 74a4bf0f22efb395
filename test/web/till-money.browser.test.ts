import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApp } from '../../src/app.ts'
import { parsePayeeCode } from '../../src/currency/core/code.ts'
import { type Listening, listen } from '../../src/http/server.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { createLog } from '../../src/log.ts'
import { type CounterMarket, offerVouchers } from '../currency/counter.ts'
import { type Market, openMarket } from '../currency/market.ts'
import { violations } from '../support/axe.ts'
import { launchBrowser, openIn, scrollsSideways } from '../support/browser.ts'
import { buildIfStale } from '../support/build.ts'
import { outcome, pair } from './till-driver.ts'

const SHOP = 'BI-SHOP-1'
const PIN = '25806'

let market: Market
let server: Listening
let browser: Browser
let shopsCash: Uuid
let voucher: CounterMarket['voucher']
let till: BrowserContext

beforeAll(async () => {
  await buildIfStale()
  market = await openMarket('till pages', { people: 2, shops: 2, associations: 1 })
  keepTime()
  await market.add('merits-cash', {
    payments: [
      { from: 'person', to: 'partner' },
      { from: 'partner', to: 'association' },
    ],
  })
  await market.add('merits-sconto')
  const person = market.person(1)
  await market.wallet('MERITS-CASH', 'person', person, 1_000n)
  await market.wallet('MERITS-SCONTO', 'person', person, 500n)
  shopsCash = await market.wallet('MERITS-CASH', 'partner', SHOP)
  await market.wallet('MERITS-CASH', 'association', 'BI-ASS-0')
  await market.wallet('MERITS-SCONTO', 'partner', SHOP)
  await market.pins.setOwnerPin({ partnerId: SHOP, pin: PIN, by: owner() })
  await market.keys.prepare()
  voucher = await offerVouchers(market, { people: 2, shops: 2 })
  await market.wallet('MERITS-CASH', 'person', market.person(2), 1_000n)
  await market.wallet('MERITS-SCONTO', 'person', market.person(2), 500n)
  const deps = { services: market, db: market.test.db, runtime: market.runtime }
  const app = createApp({ ...deps, publicUrl: 'https://fra-noi.example', log: createLog('silent') })
  server = await listen(app, { port: 0, host: '127.0.0.1' })
  browser = await launchBrowser()
  const viewport = { width: 360, height: 720 }
  till = await browser.newContext({ viewport, locale: 'it-IT' })
}, 300_000)

afterAll(async () => {
  await browser?.close()
  await server?.close()
  await market?.close()
})

/** A till in a browser signs with the time of the day, and a slow machine takes long. */
function keepTime(): void {
  market.runtime.advance(Math.max(0, Date.now() - market.runtime.now()))
}

function owner() {
  return { kind: 'person', id: market.id(), role: 'partner_owner', partnerId: SHOP } as const
}

/** A code that a person shows. */
async function codeOf(person: number): Promise<string> {
  const { token } = await market.wallets.createLink({
    ...{ beneficiaryId: market.person(person), hours: 1 },
    by: { kind: 'person', id: market.id(), role: 'operator' },
  })
  const { cookie } = await market.wallets.open(token, 'x'.repeat(43))
  const app = createApp({
    ...{ services: market, db: market.test.db, runtime: market.runtime },
    ...{ publicUrl: 'https://fra-noi.example', log: createLog('silent') },
  })
  const answer = await app.request('/api/v1/wallet/currencies/MERITS-CASH/codes', {
    method: 'POST',
    headers: { cookie: `franoi_wallet=${cookie}`, origin: 'https://fra-noi.example' },
  })
  return String((await answer.json()).code)
}

/** The till of the shop: one device, paired once. */
async function openTill() {
  keepTime()
  const { page, complaints } = await openIn(till, `http://localhost:${server.port}/till`, {
    expected: /ERR_|status of 40[0134]/,
  })
  return { page, complaints }
}

async function looks(page: Page): Promise<void> {
  expect(await violations(page)).toEqual([])
  expect(await scrollsSideways(page)).toBe(false)
  keepTime()
}

/** Types a price and goes on to the codes. */
async function price(page: Page, figure: string): Promise<void> {
  await page.getByLabel('Quanto deve pagare?').fill(figure)
  await page.getByRole('button', { name: 'Avanti: leggi il codice' }).click()
}

async function show(page: Page, code: string, button: string): Promise<void> {
  await page.getByLabel('Oppure scrivi il codice').fill(code)
  await page.getByRole('button', { name: button, exact: true }).click()
}

const partsOf = async (page: Page) =>
  (await page.locator('.till-parts').innerText()).replace(/\s+/g, ' ')
const shopHas = async () => (await market.currency.getPurse(shopsCash)).balance

test('a price is split before it is taken, a code is good once, and what was taken is changed back', async () => {
  const pairing = await market.terminals.createPairing({ partnerId: SHOP, name: '1', by: owner() })
  const { page, complaints } = await openTill()
  await pair(page, pairing.code)
  const code = await codeOf(1)
  await price(page, '20,00')
  await show(page, code, 'Incassa')
  await page.getByRole('heading', { name: 'Come si paga' }).waitFor()
  // At most 30 % are a discount, of which there are 5.00; then what is on the account; the rest is cash.
  expect(await partsOf(page)).toMatch(/Sconto .*5,00 .*10,00 .*contanti .*5,00/)
  await looks(page)
  await page.getByRole('button', { name: 'Incassa così' }).click()
  await page.getByRole('heading', { name: 'Incassato' }).waitFor()
  await looks(page)
  expect(await shopHas()).toBe(1_000n)

  await page.getByRole('button', { name: 'Nuovo incasso' }).click()
  await price(page, '3,00')
  await show(page, code, 'Incassa')
  await page.getByText('Il codice è già stato usato').waitFor()
  await looks(page)
  await page.getByRole('button', { name: 'Nuovo incasso' }).click()

  await page.getByRole('button', { name: 'Monete del negozio' }).click()
  await page.getByLabel('Quanto cambiare').fill('10,00')
  await page.getByLabel('PIN del titolare').fill('13579')
  await page.getByRole('button', { name: 'Cambia in euro' }).click()
  await page.getByText('Il PIN del titolare non è giusto. Tentativi rimasti: 4.').waitFor()
  await looks(page)
  await page.getByLabel('PIN del titolare').fill(PIN)
  await page.getByRole('button', { name: 'Cambia in euro' }).click()
  expect((await outcome(page, 'green')).text).toMatch(/Cambiato[\s\S]*10,00[\s\S]*deve 10,00 €/)
  expect(await shopHas()).toBe(0n)
  const partner = await market.network.findPartner(SHOP)
  expect(partner === undefined ? 0n : await market.network.owedTo(partner)).toBe(1_000n)
  expect(complaints).toEqual([])
  await page.close()
})

test('a voucher and currency pay together, once, though the page was killed before the answer', async () => {
  const { page } = await openTill()
  const { id, typedCode } = await voucher(2, 400n)
  await price(page, '20,00')
  await page.getByRole('button', { name: 'Buono e altra moneta insieme' }).click()
  await looks(page)
  await show(page, typedCode, 'Vedi')
  await page.getByRole('heading', { name: 'Come si paga' }).waitFor()
  expect(await partsOf(page)).toMatch(/^Buono 4,00 .*contanti 16,00 €$/)
  await page.getByRole('button', { name: 'Aggiungi il codice della persona' }).click()
  await show(page, await codeOf(2), 'Vedi')
  await page.getByRole('heading', { name: 'Come si paga' }).waitFor()
  expect(await partsOf(page)).toMatch(/^Sconto .*5,00 .*Buono 4,00 .*10,00 .*contanti 1,00 €$/)
  await looks(page)
  const bodies: string[] = []
  let isKilled = false
  await till.route('**/api/v1/till/purchases', async (route) => {
    bodies.push(route.request().postData() ?? '')
    if (isKilled) return route.continue()
    if (bodies.length === 1) await route.fetch()
    await route.abort('connectionreset')
  })
  await page.getByRole('button', { name: 'Incassa così' }).click()
  expect((await outcome(page, 'amber')).text).toContain('20,00')
  await looks(page)
  expect(await shopHas()).toBe(1_000n)
  await page.close()
  isKilled = true

  const next = await openTill()
  const green = await outcome(next.page, 'green')
  expect(green.text.replace(/\s+/g, ' ')).toMatch(
    /Incassato Sconto .*5,00 .*Buono 4,00 .*1,00 € Ricevuta/,
  )
  await looks(next.page)
  expect(new Set(bodies).size).toBe(1)
  expect(await shopHas()).toBe(1_000n)
  expect((await market.vouchers.get(id)).remaining).toBe(0n)
  // The chain went on behind the purchase: the next voucher fits it.
  await next.page.getByRole('button', { name: 'Nuovo incasso' }).click()
  await price(next.page, '2,00')
  await show(next.page, (await voucher(2, 300n)).typedCode, 'Incassa')
  expect((await outcome(next.page, 'green')).text).toContain('1,00')
  const conflicts = await market.test.db.sql`select 1 from statement_conflict`
  expect(conflicts).toHaveLength(0)
  expect(next.complaints).toEqual([])
  await next.page.close()
})

test('the shop gives a purchase back, pays an association, and shows an amount to a phone', async () => {
  await market.give(shopsCash, 1_000n)
  const { page, complaints } = await openTill()
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
  await press('Monete del negozio')
  const cash = page.locator('.till-account').filter({ hasText: 'Merits-cash' })
  await cash.getByText('Ultimi movimenti').click()
  await cash.getByRole('button', { name: 'Storna' }).first().click()
  await page.getByText('Sul buono').waitFor()
  expect(await partsOf(page)).toMatch(/portafoglio.*portafoglio.*Sul buono 4,00 .*cassa 1,00/)
  await looks(page)
  await page.getByLabel('PIN del titolare').fill(PIN)
  await press('Storna')
  const back = await outcome(page, 'green')
  expect(back.text.replace(/\s+/g, ' ')).toContain('Ridai 1,00 € in contanti')
  expect(await shopHas()).toBe(1_000n)
  const payer = await market.wallet('MERITS-CASH', 'person', market.person(2))
  expect((await market.currency.getPurse(payer)).balance).toBe(1_000n)

  await press('Indietro')
  await cash.getByRole('button', { name: 'Paga un negozio o un’associazione' }).click()
  await page.getByLabel('Scrivi il nome o il codice').fill('association 0')
  await looks(page)
  await page.getByRole('button', { name: 'Association 0' }).click()
  await page.getByLabel('Quanto deve pagare?').fill('4,00')
  await press('Avanti')
  expect(await page.locator('form.till-step').innerText()).toMatch(/4,00[\s\S]*Association 0/)
  await looks(page)
  await page.getByLabel('PIN del titolare').fill(PIN)
  await press('Paga adesso')
  expect((await outcome(page, 'green')).text).toMatch(/Pagato[\s\S]*Association 0[\s\S]*4,00/)
  await looks(page)
  expect(await shopHas()).toBe(600n)

  await press('Indietro')
  const askFor = async (amount: string) => {
    await cash.getByRole('button', { name: 'Chiedi un pagamento' }).click()
    await page.getByLabel('Quanto deve pagare?').fill(amount)
    await press('Mostra il codice')
    await page.getByText('Aspetto il pagamento').waitFor()
  }
  await askFor('2,00')
  await press('Ritira la richiesta')
  expect((await outcome(page, 'red')).text).toMatch(/Richiesta ritirata[\s\S]*Niente è stato preso/)
  await press('Indietro')
  await askFor('3,00')
  await looks(page)
  const serial = parsePayeeCode(await page.locator('.till-code').innerText())
  const payment = { id: market.id(), instrumentId: 'MERITS-CASH', amount: 300n }
  const own = { kind: 'wallet', role: 'beneficiary', beneficiaryId: market.person(2) } as const
  await market.walletCurrency.pay({ ...own, id: market.id() }, { ...payment, serial: serial ?? 0n })
  expect((await outcome(page, 'green')).text).toContain('3,00')
  expect(await shopHas()).toBe(900n)
  expect(complaints).toEqual([])
  await page.close()
})

test('what the owner consented to is done once, though the page was killed before or after it arrived', async () => {
  const before = await shopHas()
  await market.give(shopsCash, 1_000n)
  const { page } = await openTill()
  let tries = 0
  await till.route('**/api/v1/till/payments', async (route) => {
    tries++
    if (tries === 3) await route.fetch()
    return tries === 1 || tries === 3 ? route.abort('connectionreset') : route.continue()
  })
  const press = (on: Page, name: string) => on.getByRole('button', { name, exact: true }).click()
  await press(page, 'Monete del negozio')
  await press(page, 'Paga un negozio o un’associazione')
  await press(page, 'Association 0 BI-ASS-0')
  await page.getByLabel('Quanto deve pagare?').fill('4,00')
  await press(page, 'Avanti')
  await page.getByLabel('PIN del titolare').fill(PIN)
  await press(page, 'Paga adesso')
  expect((await outcome(page, 'amber')).text).toMatch(/Association 0[\s\S]*4,00/)
  await looks(page)
  await page.close()

  // It had not arrived: the PIN is wanted, and nothing else begins under another id.
  const second = await openTill()
  await second.page.getByText('Era rimasto in sospeso').waitFor()
  await looks(second.page)
  expect(await shopHas()).toBe(before + 1_000n)
  await second.page.getByLabel('PIN del titolare').fill(PIN)
  await press(second.page, 'Fallo adesso')
  await outcome(second.page, 'amber')
  await second.page.close()

  // Now it had: the next page is told so, without a PIN.
  const third = await openTill()
  expect((await outcome(third.page, 'green')).text).toMatch(/Pagato[\s\S]*Association 0/)
  expect(await shopHas()).toBe(before + 600n)
  expect(third.complaints).toEqual([])
  await third.page.close()
})
