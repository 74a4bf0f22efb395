import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page, Route } from 'playwright-core'
import QRCode from 'qrcode'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { violations } from '../support/axe.ts'
import {
  launchBrowser,
  openPage,
  type PageOptions,
  scrollsSideways,
  type WatchedPage,
} from '../support/browser.ts'
import { filmPicture } from '../support/camera-film.ts'
import { CLOTHIER, GROCER, type Pilot, startPilot } from './pilot.ts'
import { enterAmount, enterCode, enterPairing, outcome, pair, smallTargets } from './till-driver.ts'

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

/** Opens the till, paired with the grocer. */
async function openTill(options: PageOptions = {}): Promise<WatchedPage> {
  const opened = await openPage(browser, `${pilot.url}/till`, options)
  await pair(opened.page, await pilot.pairingCode(GROCER))
  await opened.page.locator('#amount').waitFor()
  return opened
}

describe('pairing', () => {
  test('takes a code once, by hand, and says whose till this is now', async () => {
    const expected = /status of 40[49]/
    const code = await pilot.pairingCode(GROCER)
    const { page, complaints, close } = await openPage(browser, `${pilot.url}/till`, { expected })
    await enterPairing(page, 'nonsense')
    await page.getByText('Il codice ha 22 lettere').waitFor()
    await enterPairing(page, code.split('').reverse().join(''))
    await page.getByText('Questo codice non vale più').waitFor()
    await enterPairing(page, ` ${code} `)
    await page.getByText('Da ora questo dispositivo incassa per Alimentari del Ponte').waitFor()
    const other = await openPage(browser, `${pilot.url}/till`, { expected })
    await enterPairing(other.page, code)
    await other.page.getByText('Questo codice non vale più').waitFor()
    expect([...complaints, ...other.complaints]).toEqual([])
    await other.close()
    await close()
  })

  test('comes with the scanned address, and the code stays neither there nor in the history', async () => {
    const code = await pilot.pairingCode(GROCER)
    const { page, close } = await openPage(browser, `${pilot.url}/till#pair=${code}`)
    await page.getByRole('button', { name: 'Collega', exact: true }).click()
    await page.getByText('Cassa collegata').waitFor()
    expect(page.url()).toBe(`${pilot.url}/till`)
    expect(await page.evaluate(() => history.length)).toBeLessThanOrEqual(2)
    await close()
  })

  test('answered too late to be heard is asked again with the same code and key', async () => {
    const expected = /ERR_/
    const { page, close } = await openPage(browser, `${pilot.url}/till`, { expected })
    await page.route('**/api/v1/terminals', loseFirstReply())
    const code = await pilot.pairingCode(GROCER)
    await enterPairing(page, code)
    await page.getByText('Nessuna risposta').waitFor()
    await page.reload()
    await pair(page, code)
    await page.locator('#amount').waitFor()
    await close()
  })

  test('lasts through a reload; the key cannot be taken out of the browser', async () => {
    const { page, close } = await openTill()
    await page.reload()
    await page.locator('#amount').waitFor()
    const kept = await page.evaluate(keptKey)
    expect(kept).toEqual({ extractable: false, exported: 'InvalidAccessError' })
    await page.getByRole('button', { name: 'La giornata' }).click()
    await page.getByRole('button', { name: 'Scollega questo dispositivo' }).click()
    await page.getByRole('button', { name: 'Sì, scollega' }).click()
    await page.getByLabel('Codice di collegamento').waitFor()
    await page.reload()
    await page.getByLabel('Codice di collegamento').waitFor()
    await close()
  })

  test('survives a clock that is wrong by a day', async () => {
    const code = await pilot.pairingCode(GROCER)
    const expected = /status of 401/
    const { page, close } = await openPage(browser, `${pilot.url}/till`, { expected })
    await page.clock.install({ time: Date.now() - 86_400_000 })
    await page.reload()
    await pair(page, code)
    await page.locator('#amount').waitFor()
    await close()
  })
})

describe('redeeming by hand', () => {
  test('goes from amount to code to green, and shows the same rest as the API', async () => {
    const voucher = await pilot.issue('5000')
    const { page, complaints, close } = await openTill()
    await enterAmount(page, '12.50')
    await enterCode(page, voucher.typedCode.toLowerCase().replaceAll('-', ''))
    const shown = await outcome(page, 'green')
    expect(shown.colour).toBe('green')
    expect(shown.text).toMatch(/12,50 €[\s\S]*37,50 €/)
    expect((await pilot.voucher(voucher.id)).remaining).toBe('3750')
    await page.getByRole('button', { name: 'Nuovo incasso' }).click()
    const [newest] = await page.getByRole('listitem').allInnerTexts()
    expect(newest?.replaceAll('\u00a0', ' ')).toMatch(/✓ 12,50 €[\s\S]*restano 37,50 €/)
    expect(complaints).toEqual([])
    await close()
  })

  test('takes the keypad of the screen, too, and nothing that is no amount', async () => {
    const { page, close } = await openTill()
    for (const key of ['1', '2', ',', ',', '5', '0', '9']) {
      await page.getByRole('button', { name: key, exact: true }).click()
    }
    expect(await page.inputValue('#amount')).toBe('12,50')
    await page.getByText('Scrivi l’importo così').waitFor()
    await page.getByRole('button', { name: 'Cancella l’ultima cifra' }).click()
    expect(await page.inputValue('#amount')).toBe('12,5')
    await page.fill('#amount', '')
    await page.getByRole('button', { name: 'Avanti' }).click()
    await page.getByText('Scrivi l’importo così').waitFor()
    await page.fill('#amount', '0')
    await page.getByRole('button', { name: 'Avanti' }).click()
    await page.getByText('più di zero').waitFor()
    await close()
  })

  test.each(['1.250,00', '1.250', '12,505'])(
    'never makes another amount of %s: it stays as typed and is refused',
    async (typed) => {
      const { page, close } = await openTill()
      await page.locator('#amount:focus').waitFor()
      await page.keyboard.type(typed)
      expect(await page.inputValue('#amount')).toBe(typed)
      await page.keyboard.press('Enter')
      await page.getByText('Scrivi l’importo così').waitFor()
      expect(await page.getByLabel('Oppure scrivi il codice').isVisible()).toBe(false)
      await close()
    },
  )

  test('takes a scanner that types the whole address of the card', async () => {
    const voucher = await pilot.issue('2000')
    const { page, close } = await openTill()
    await enterAmount(page, '20')
    await enterCode(page, String(await pilot.get(`/vouchers/${voucher.id}/qr`)))
    expect((await outcome(page, 'green')).text).toContain('Il buono è finito')
    expect(await pilot.voucher(voucher.id)).toMatchObject({ status: 'used_up', remaining: '0' })
    await close()
  })

  test('takes a photo of the code', async () => {
    const voucher = await pilot.issue('2000')
    const { page, complaints, close } = await openTill()
    await enterAmount(page, '1')
    const picture = await fetch(`${pilot.url}/api/v1/vouchers/${voucher.id}/qr.png`, {
      headers: { authorization: `Bearer ${pilot.operatorKey}` },
    })
    const buffer = Buffer.from(await picture.arrayBuffer())
    await page
      .getByLabel('Fai una foto del codice')
      .setInputFiles({ name: 'code.png', mimeType: 'image/png', buffer })
    await outcome(page, 'green')
    expect((await pilot.voucher(voucher.id)).remaining).toBe('1900')
    expect(complaints).toEqual([])
    await close()
  })

  test('notices a slip in the code at once and asks nobody', async () => {
    const voucher = await pilot.issue('2000')
    const { page, close } = await openTill()
    await enterAmount(page, '1')
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    const slip = voucher.typedCode.endsWith('7') ? '8' : '7'
    await enterCode(page, voucher.typedCode.slice(0, -1) + slip)
    await page.getByText('Una lettera o un numero è sbagliato').waitFor()
    expect(asked).toEqual([])
    await close()
  })
})

describe('the camera', () => {
  test('passes over the code of something else and says what to look for', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fra-noi-till-'))
    const film = join(folder, 'menu.y4m')
    filmPicture(await QRCode.toBuffer('https://example.org/menu', { scale: 8 }), film)
    const withCamera = await launchBrowser(film)
    const address = `${pilot.url}/till`
    const { page, complaints } = await openPage(withCamera, address, { width: 320, height: 568 })
    await pair(page, await pilot.pairingCode(GROCER))
    await enterAmount(page, '1')
    await page.getByText('Questo codice non è di un buono').waitFor()
    expect(await scrollsSideways(page)).toBe(false)
    expect(await smallTargets(page)).toEqual([])
    expect(complaints).toEqual([])
    await withCamera.close()
    rmSync(folder, { recursive: true })
  })
})

describe('a declined redemption', () => {
  test('is red with its sentence; what is left can be redeemed with one touch', async () => {
    const voucher = await pilot.issue('1000')
    const { page, complaints, close } = await openTill()
    await enterAmount(page, '12,50')
    await enterCode(page, voucher.typedCode)
    const declined = await outcome(page, 'red')
    expect(declined.colour).toBe('red')
    expect(declined.text).toContain('Importo troppo alto')
    expect((await pilot.voucher(voucher.id)).remaining).toBe('1000')
    await page.getByRole('button', { name: /Incassa solo\s10,00/ }).click()
    await outcome(page, 'green')
    await page.getByRole('button', { name: 'Nuovo incasso' }).click()
    await enterAmount(page, '1')
    await enterCode(page, voucher.typedCode)
    expect((await outcome(page, 'red')).text).toContain('già speso')
    expect((await pilot.voucher(voucher.id)).remaining).toBe('0')
    expect(complaints).toEqual([])
    await close()
  })

  test('says so in a shop where the voucher is not good', async () => {
    const voucher = await pilot.issue('1000')
    const { page, close } = await openPage(browser, `${pilot.url}/till`)
    await pair(page, await pilot.pairingCode(CLOTHIER))
    await enterAmount(page, '1')
    await enterCode(page, voucher.typedCode)
    expect((await outcome(page, 'red')).text).toContain('non vale in questo negozio')
    await close()
  })
})

describe('on a small phone', () => {
  test('every screen fits 320 pixels, with targets for fingers, in both languages', async () => {
    const voucher = await pilot.issue('1000')
    const opened = await openPage(browser, `${pilot.url}/till`, { width: 320, height: 568 })
    const { page } = opened
    const check = async (screen: string) => {
      expect(await scrollsSideways(page), `${screen} scrolls sideways`).toBe(false)
      expect(await smallTargets(page), `${screen} has small targets`).toEqual([])
      expect(await violations(page), screen).toEqual([])
    }
    await check('pairing')
    await pair(page, await pilot.pairingCode(GROCER))
    await page.locator('#amount:focus').waitFor()
    await check('amount')
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByText('How much is to be paid?').waitFor()
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en')
    await page.getByRole('button', { name: 'Italiano' }).click()
    await page.locator('#amount').click()
    await enterAmount(page, '99')
    await check('code')
    await enterCode(page, voucher.typedCode)
    await outcome(page, 'red')
    await check('red')
    expect(await announced(page)).toContain('Importo troppo alto')
    await page.getByRole('button', { name: /Incassa solo/ }).click()
    await outcome(page, 'green')
    await check('green')
    expect(opened.complaints).toEqual([])
    await opened.close()
  })
})

/** Lets the first request arrive and loses its answer. */
function loseFirstReply(): (route: Route) => Promise<void> {
  let isLost = false
  return async (route) => {
    if (isLost) return route.continue()
    isLost = true
    await route.fetch()
    await route.abort('connectionreset')
  }
}

/** What the browser gives away of the private key that it keeps. Runs in the page. */
async function keptKey(): Promise<unknown> {
  const database = await new Promise<IDBDatabase>((resolve) => {
    const opening = indexedDB.open('fra-noi-till')
    opening.onsuccess = () => resolve(opening.result)
  })
  const session = await new Promise<{ key: { pair: CryptoKeyPair } }>((resolve) => {
    const reading = database.transaction('kept').objectStore('kept').get('session')
    reading.onsuccess = () => resolve(reading.result)
  })
  const { privateKey } = session.key.pair
  const exported = await crypto.subtle.exportKey('jwk', privateKey).catch((error) => error.name)
  return { extractable: privateKey.extractable, exported }
}

/** What a screen reader is told without being asked. */
async function announced(page: Page): Promise<string> {
  return (await page.locator('.visually-hidden[role=alert]').textContent()) ?? ''
}
