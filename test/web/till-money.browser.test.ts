import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApp } from '../../src/app.ts'
import { type Listening, listen } from '../../src/http/server.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { createLog } from '../../src/log.ts'
import { type Market, openMarket } from '../currency/market.ts'
import { violations } from '../support/axe.ts'
import { launchBrowser, openIn, scrollsSideways } from '../support/browser.ts'
import { buildIfStale } from '../support/build.ts'

const SHOP = 'BI-SHOP-1'
const PIN = '25806'

let market: Market
let server: Listening
let browser: Browser
let shopsCash: Uuid

beforeAll(async () => {
  await buildIfStale()
  market = await openMarket('till pages', { people: 1, shops: 1 })
  // A till in a browser signs with the time of the day.
  market.runtime.advance(Date.now() - market.runtime.now())
  await market.add('merits-cash')
  await market.add('merits-sconto')
  const person = market.person(1)
  await market.wallet('MERITS-CASH', 'person', person, 1_000n)
  await market.wallet('MERITS-SCONTO', 'person', person, 500n)
  shopsCash = await market.wallet('MERITS-CASH', 'partner', SHOP)
  await market.wallet('MERITS-SCONTO', 'partner', SHOP)
  await market.pins.setOwnerPin({ partnerId: SHOP, pin: PIN, by: owner() })
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

function owner() {
  return { kind: 'person', id: market.id(), role: 'partner_owner', partnerId: SHOP } as const
}

/** A code that the person shows. */
async function codeOfPerson(): Promise<string> {
  const { token } = await market.wallets.createLink({
    ...{ beneficiaryId: market.person(1), hours: 1 },
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

test('a price is split before it is taken, a code is good once, and what was taken is changed back', async () => {
  const pairing = await market.terminals.createPairing({ partnerId: SHOP, name: '1', by: owner() })
  const viewport = { width: 360, height: 720 }
  const context = await browser.newContext({ viewport, locale: 'it-IT' })
  const url = `http://localhost:${server.port}/till#pair=${pairing.code}`
  const { page, complaints } = await openIn(context, url, { expected: /status of 40[0134]/ })
  const looks = async () => {
    expect(await violations(page)).toEqual([])
    expect(await scrollsSideways(page)).toBe(false)
  }
  await page.getByRole('button', { name: 'Collega', exact: true }).click()
  await page.getByRole('button', { name: 'Inizia a incassare' }).click()

  const code = await codeOfPerson()
  const price = async (figure: string, typed: string) => {
    await page.getByLabel('Quanto deve pagare?').fill(figure)
    await page.getByRole('button', { name: 'Avanti: leggi il codice' }).click()
    await page.getByLabel('Oppure scrivi il codice').fill(typed)
    await page.getByRole('button', { name: 'Incassa' }).click()
  }
  await price('20,00', code)
  await page.getByRole('heading', { name: 'Come si paga' }).waitFor()
  const parts = await page.locator('.till-parts').innerText()
  // At most 30 % are a discount, of which there are 5.00; then what is on the account; the rest is cash.
  expect(parts.replace(/\s+/g, ' ')).toMatch(/Sconto .*5,00 .*10,00 .*contanti .*5,00/)
  await looks()
  await page.getByRole('button', { name: 'Incassa così' }).click()
  await page.getByRole('heading', { name: 'Incassato' }).waitFor()
  await looks()
  expect((await market.currency.getPurse(shopsCash)).balance).toBe(1_000n)

  await page.getByRole('button', { name: 'Nuovo incasso' }).click()
  await price('3,00', code)
  await page.getByText('Il codice è già stato usato').waitFor()
  await looks()
  await page.getByRole('button', { name: 'Nuovo incasso' }).click()

  await page.getByRole('button', { name: 'Monete del negozio' }).click()
  await page.getByLabel('Quanto cambiare').fill('10,00')
  await page.getByLabel('PIN del titolare').fill('13579')
  await page.getByRole('button', { name: 'Cambia in euro' }).click()
  await page
    .getByText(/PIN|tries/)
    .first()
    .waitFor()
  await looks()
  await page.getByLabel('PIN del titolare').fill(PIN)
  await page.getByRole('button', { name: 'Cambia in euro' }).click()
  await page.getByText('Merits-cash').waitFor()
  await expect.poll(async () => (await market.currency.getPurse(shopsCash)).balance).toBe(0n)
  const partner = await market.network.findPartner(SHOP)
  expect(partner === undefined ? 0n : await market.network.owedTo(partner)).toBe(1_000n)
  expect(complaints).toEqual([])
  await context.close()
})
