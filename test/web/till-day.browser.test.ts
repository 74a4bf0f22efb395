import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { violations } from '../support/axe.ts'
import {
  launchBrowser,
  openPage,
  type PageOptions,
  scrollsSideways,
  type WatchedPage,
} from '../support/browser.ts'
import { CLOTHIER, GENERAL_STORE, GROCER, type Pilot, startPilot } from './pilot.ts'
import { enterAmount, enterCode, outcome, pair, smallTargets } from './till-driver.ts'

const PERSON = 'BI-P-001'
const PIN = '27149'
const OWNER_PIN = '80351'

let pilot: Pilot
let browser: Browser

beforeAll(async () => {
  pilot = await startPilot()
  browser = await launchBrowser()
  const admin = await pilot.createKey('administrator')
  const worth = { unit: 'EUR', minAmount: '100', maxAmount: '50000', validityDays: 90 }
  await pilot.askAs(admin, '/products', {
    ...{ id: 'PIN', name: 'Con PIN', categories: ['food'], ...worth },
    ...{ pinFrom: '2000', capPerPurchase: '3000' },
  })
  await pilot.askAs(admin, '/products', {
    ...{ id: 'MIX', name: 'Spesa e casa', categories: ['food', 'housing goods'], ...worth },
  })
  await setPin()
}, 300_000)

afterAll(async () => {
  await browser?.close()
  await pilot?.dispose()
})

async function setPin(): Promise<void> {
  const response = await fetch(`${pilot.url}/api/v1/beneficiaries/${PERSON}/pin`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${pilot.operatorKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ pin: PIN }),
  })
  expect(response.status).toBe(200)
}

async function openTill(partnerId: string, options: PageOptions = {}): Promise<WatchedPage> {
  const opened = await openPage(browser, `${pilot.url}/till`, options)
  await pair(opened.page, await pilot.pairingCode(partnerId))
  return opened
}

describe('a voucher that asks for a PIN', () => {
  test('is redeemed with the right one; a wrong one says how many tries are left', async () => {
    const voucher = await pilot.issue('5000', 'PIN')
    const { page, complaints, close } = await openTill(GROCER, { width: 320, height: 568 })
    await enterAmount(page, '25')
    await enterCode(page, voucher.typedCode)
    await page.getByRole('heading', { name: 'Serve il PIN' }).waitFor()
    expect(await page.locator('.till-red').count()).toBe(0)
    expect(await scrollsSideways(page)).toBe(false)
    expect(await smallTargets(page)).toEqual([])
    expect(await violations(page)).toEqual([])
    await page.getByLabel('PIN', { exact: true }).fill('11112')
    await page.getByRole('button', { name: 'Conferma' }).click()
    await page.getByText('Tentativi rimasti: 4').waitFor()
    await page.getByLabel('PIN', { exact: true }).fill(PIN)
    await page.getByRole('button', { name: 'Conferma' }).click()
    await outcome(page, 'green')
    expect((await pilot.voucher(voucher.id)).remaining).toBe('2500')
    expect(complaints).toEqual([])
    await close()
  })

  test('pays up to its cap with one touch, and the rest is cash', async () => {
    const voucher = await pilot.issue('5000', 'PIN')
    const { page, close } = await openTill(GROCER)
    await enterAmount(page, '42')
    await enterCode(page, voucher.typedCode)
    await page.getByLabel('PIN', { exact: true }).fill(PIN)
    await page.getByRole('button', { name: 'Conferma' }).click()
    expect((await outcome(page, 'red')).text).toContain('30,00')
    await page.getByRole('button', { name: /Incassa solo\s30,00/ }).click()
    await page.getByLabel('PIN', { exact: true }).fill(PIN)
    await page.getByRole('button', { name: 'Conferma' }).click()
    expect((await outcome(page, 'green')).text).toMatch(/30,00 €[\s\S]*In contanti 12,00 €/)
    await close()
  })
})

describe('a balance', () => {
  test('is told without spending anything', async () => {
    const voucher = await pilot.issue('1234')
    const { page, complaints, close } = await openTill(GROCER)
    await page.getByRole('button', { name: 'Quanto resta su un buono?' }).click()
    await enterCode(page, voucher.typedCode)
    await page.getByRole('heading', { name: 'Il buono vale qui' }).waitFor()
    expect(await violations(page)).toEqual([])
    const text = (await page.locator('dl').innerText()).replaceAll('\u00a0', ' ')
    expect(text).toMatch(/12,34 €[\s\S]*Alimentari/)
    expect(await page.locator('.till-green').count()).toBe(0)
    expect((await pilot.voucher(voucher.id)).remaining).toBe('1234')
    expect(complaints).toEqual([])
    await close()
  })

  test('says where a voucher does not pay', async () => {
    const voucher = await pilot.issue('1234')
    const { page, close } = await openTill(CLOTHIER)
    await page.getByRole('button', { name: 'Quanto resta su un buono?' }).click()
    await enterCode(page, voucher.typedCode)
    await page.getByText('Questo buono non vale in questo negozio').waitFor()
    await close()
  })
})

describe('a shop that sells several kinds of things', () => {
  test('says what is paid for, splits, and has it all in the figures of its day', async () => {
    const voucher = await pilot.issue('5000', 'MIX')
    const { page, complaints, close } = await openTill(GENERAL_STORE)
    await page.getByRole('button', { name: 'Alimentari' }).click()
    await page.locator('#amount:focus').waitFor()
    await page.keyboard.type('12,50')
    await page.getByRole('button', { name: 'Mobili e casalinghi' }).click()
    await page.locator('#amount:focus').waitFor()
    await page.keyboard.type('3')
    await page.getByRole('button', { name: 'Una parte in contanti' }).click()
    await page.locator('#amount:focus').waitFor()
    await page.keyboard.type('4,50')
    await page.getByText(/Dal buono\s15,50\s€ · In contanti\s4,50\s€/).waitFor()
    await page.keyboard.press('Enter')
    await enterCode(page, voucher.typedCode)
    expect((await outcome(page, 'green')).text).toMatch(/15,50 €[\s\S]*In contanti 4,50 €/)
    await page.getByRole('button', { name: 'Nuovo incasso' }).click()

    await page.getByRole('button', { name: 'La giornata' }).click()
    await page.getByText('Totale dai buoni').waitFor()
    const day = (await page.locator('dl').first().innerText()).replaceAll(/[\u00a0\n]+/g, ' ')
    expect(day).toContain('Incassi 1')
    expect(day).toContain('Totale dai buoni 15,50 €')
    expect(day).toContain('Alimentari 12,50 €')
    expect(day).toContain('Mobili e casalinghi 3,00 €')
    expect(day).toContain('accanto ai buoni 4,50 €')
    await page.getByText(/Il programma ti deve\s*15,50/).waitFor()
    expect(await violations(page)).toEqual([])
    const saving = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Scarica la giornata' }).click()
    const csv = readFileSync(await (await saving).path(), 'utf8').split('\r\n')
    expect(csv[0]).toBe('id,recorded_at,status,amount,cash,refunded,lines')
    expect(csv[1]).toMatch(/,redeemed,15\.50,4\.50,0\.00,food 12\.50; housing goods 3\.00$/)
    expect(complaints).toEqual([])
    await close()
  })
})

describe('the day', () => {
  test('shows what another till of the shop does, and that this one was unpaired', async () => {
    const { page, complaints, close } = await openTill(GROCER, { expected: /status of 401/ })
    const { id } = (await page.evaluate(ownTerminal)) as { readonly id: string }
    await page.getByRole('button', { name: 'La giornata' }).click()
    await page.getByText('Totale dai buoni').waitFor()
    const { typedCode } = await pilot.issue('5000')
    const paid = { id: randomUUID(), typedCode, amount: '4321' }
    await pilot.askAs(pilot.grocerKey, '/redemptions', paid)
    await page.getByText(/43,21/).first().waitFor()
    await pilot.order(`/terminals/${id}/unpair`, {})
    await page.getByText('Cassa scollegata').first().waitFor()
    expect(complaints).toEqual([])
    await close()
  })
})

describe('a refund', () => {
  test('wants the PIN of the owner, and goes back to the voucher once', async () => {
    const voucher = await pilot.issue('5000')
    const expected = /status of 4(03|09|22)/
    const { page, complaints, close } = await openTill(GROCER, { expected })
    await enterAmount(page, '10')
    await enterCode(page, voucher.typedCode)
    await outcome(page, 'green')
    await page.getByRole('button', { name: 'Nuovo incasso' }).click()
    await page.getByRole('button', { name: 'La giornata' }).click()
    await page.getByRole('button', { name: 'Storna' }).first().click()
    const give = async (pin: string) => {
      await page.getByLabel('PIN del titolare').fill(pin)
      await page.getByRole('button', { name: 'Storna', exact: true }).click()
    }
    await give(OWNER_PIN)
    await page.getByText('Se non lo ha ancora, lo sceglie').waitFor()
    expect(await violations(page)).toEqual([])
    await pilot.setOwnerPin(GROCER, OWNER_PIN)
    await give('13131')
    await page.getByText('Tentativi rimasti: 4').waitFor()
    await page.getByLabel('Importo da stornare').fill('4,00')
    await page.getByLabel('Motivo').selectOption('goods_returned')
    await give(OWNER_PIN)
    await page.getByText('l’importo è tornato sul buono').waitFor()
    expect((await pilot.voucher(voucher.id)).remaining).toBe('4400')
    expect(complaints).toEqual([])
    await close()
  })
})

describe('the app', () => {
  test('can be installed, and opens without a network', async () => {
    const expected = /ERR_|Failed to fetch/
    const { page, complaints, close } = await openTill(GROCER, { expected })
    const manifest = await page.getAttribute('link[rel=manifest]', 'href')
    const told = await (await fetch(`${pilot.url}${manifest}`)).json()
    expect(told).toMatchObject({ start_url: '/till', scope: '/till', display: 'standalone' })
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
    await page.context().setOffline(true)
    await page.reload()
    await page.locator('#amount').waitFor()
    expect(await page.evaluate(keptBesides)).toEqual([])
    await page.context().setOffline(false)
    expect(complaints).toEqual([])
    await close()
  })

  test('has a poster and a cashier’s card to print, in both languages, each on one sheet', async () => {
    const { page, complaints, close } = await openPage(browser, `${pilot.url}/till/kit`, {
      width: 900,
    })
    for (const sheet of await page.locator('.kit-sheet').all()) {
      const fits = await sheet.evaluate(
        (element) => element.scrollHeight <= element.clientHeight + 1,
      )
      expect(fits).toBe(true)
    }
    await page.getByText('FRA NOI vouchers are accepted here').waitFor()
    expect(await page.locator('.kit-colour').count()).toBe(6)
    const pdf = await page.pdf({ preferCSSPageSize: true })
    expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(2)
    expect(complaints).toEqual([])
    await close()
  })
})

/** Which terminal this browser is. Runs in the page. */
async function ownTerminal(): Promise<unknown> {
  const opened = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open('fra-noi-till')
    opening.onsuccess = () => resolve(opening.result)
    opening.onerror = () => reject(opening.error)
  })
  const reading = opened.transaction('kept').objectStore('kept').get('session')
  await new Promise((resolve) => {
    reading.onsuccess = resolve
  })
  opened.close()
  return { id: reading.result.terminal.id }
}

/** What the worker keeps besides the page and its files. Runs in the page. */
async function keptBesides(): Promise<readonly string[]> {
  const shell = await caches.open('fra-noi-till-shell')
  const paths = (await shell.keys()).map(({ url }) => new URL(url).pathname)
  return paths.filter((path) => path !== '/till' && !path.startsWith('/assets/'))
}
