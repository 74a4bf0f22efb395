import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import jsQR from 'jsqr'
import type { Browser, Page } from 'playwright-core'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser, openPage, scrollsSideways } from '../support/browser.ts'
import { filmPicture } from '../support/camera-film.ts'
import { GROCER, type Pilot, startPilot, type Voucher } from './pilot.ts'
import { enterAmount, outcome, pair } from './till-driver.ts'

/** CSS pixels a millimetre. */
const MM = 96 / 25.4
/** Pixels of a picture for each CSS pixel: 192 dots an inch. */
const SCALE = 2
const folder = mkdtempSync(join(tmpdir(), 'fra-noi-print-'))
let pilot: Pilot
let browser: Browser

beforeAll(async () => {
  pilot = await startPilot()
  browser = await launchBrowser()
}, 300_000)

afterAll(async () => {
  await browser?.close()
  await pilot?.dispose()
  rmSync(folder, { recursive: true, force: true })
})

/** Opens the page as an operator, with the list loaded. */
async function openList(width = 1280) {
  const opened = await openPage(browser, `${pilot.url}/print/vouchers`, {
    width,
    height: 900,
    scale: SCALE,
  })
  await signInAs(opened.page, pilot.operatorKey)
  await opened.page.getByRole('table').waitFor()
  return opened
}

async function signInAs(page: Page, key: string): Promise<void> {
  await page.getByLabel('Chiave dell’operatore').fill(key)
  await page.getByRole('button', { name: 'Entra' }).click()
}

/** Chooses all in the list and waits for the sheets. */
async function prepareAll(page: Page): Promise<void> {
  await page.getByLabel(/Scegli tutti/).click()
  await page.getByRole('button', { name: 'Prepara i fogli' }).click()
  await page.getByRole('button', { name: 'Stampa' }).waitFor()
}

async function vouchersByStatus(status: string): Promise<readonly Voucher[]> {
  const page = await pilot.get(`/vouchers?status=${status}&limit=200`)
  return (page as { items: readonly Voucher[] }).items
}

/** Takes a picture of each sheet and cuts the cards out of it, as scissors would. */
async function cutOut(page: Page): Promise<readonly { id: string | null; picture: PNG }[]> {
  const cards: { id: string | null; picture: PNG }[] = []
  for (const sheet of await page.locator('.sheet').all()) {
    const whole = PNG.sync.read(await sheet.screenshot())
    const places = await sheet.evaluate((element) => {
      const corner = element.getBoundingClientRect()
      return Array.from(element.querySelectorAll('.card-place'), (card) => {
        const face = card.querySelector('.card-face')?.getBoundingClientRect() ?? corner
        const [left, top] = [face.left - corner.left, face.top - corner.top]
        const id = card.getAttribute('data-voucher')
        return { id, left, top, width: face.width, height: face.height }
      })
    })
    for (const { id, left, top, width, height } of places) {
      const inPixels = (length: number) => Math.floor(length * SCALE)
      const picture = new PNG({ width: inPixels(width), height: inPixels(height) })
      const { width: across, height: down } = picture
      PNG.bitblt(whole, picture, inPixels(left), inPixels(top), across, down, 0, 0)
      cards.push({ id, picture })
    }
  }
  return cards
}

/** Reads a picture with a reader that is not the till's. */
function decode({ data, width, height }: PNG): string | undefined {
  return jsQR.default(new Uint8ClampedArray(data), width, height)?.data
}

describe('the printed sheets', () => {
  test('have every chosen voucher once, each with the code that the API gives for it', async () => {
    const { page, complaints, close } = await openList()
    await prepareAll(page)
    await page.emulateMedia({ media: 'print' })
    const issued = [...(await vouchersByStatus('active')), ...(await vouchersByStatus('issued'))]
    expect(issued.length).toBeGreaterThan(50)
    const cards = await cutOut(page)
    expect(cards.map(({ id }) => id).sort()).toEqual(issued.map(({ id }) => id).sort())
    const texts = new Set<string>()
    for (const { id, picture } of cards) {
      const text = decode(picture)
      expect(text, `the card of ${id}`).toBe(await pilot.get(`/vouchers/${id}/qr`))
      texts.add(text ?? '')
    }
    expect(texts.size).toBe(issued.length)
    expect(complaints).toEqual([])
    await close()
  }, 120_000)

  test('say on each card what the API says, and name nobody inside the cutting line', async () => {
    const { page, close } = await openList()
    await prepareAll(page)
    const languages = new Map(
      (
        (await pilot.get('/beneficiaries?limit=200')) as {
          items: { id: string; language: string }[]
        }
      ).items.map(({ id, language }) => [id, language]),
    )
    for (const voucher of await vouchersByStatus('active')) {
      const card = page.locator(`[data-voucher="${voucher.id}"]`)
      const face = await card.locator('.card-face').innerText()
      const inside = face.replaceAll('\u00a0', ' ').replace('.', '')
      const cents = BigInt(voucher.amount)
      expect(inside).toContain(`${cents / 100n},${String(cents % 100n).padStart(2, '0')} €`)
      expect(inside).toContain(voucher.typedCode)
      expect(inside).toContain(voucher.expiresOn.split('-').reverse().join('/'))
      expect(inside).not.toContain(voucher.beneficiaryId)
      expect(await card.locator('.card-owner').innerText()).toContain(voucher.beneficiaryId)
      const spoken = await card
        .locator('.card-use p')
        .evaluateAll((all) => all.map((line) => line.getAttribute('lang')))
      const own = languages.get(voucher.beneficiaryId)?.split('-')[0] ?? ''
      expect(spoken).toEqual([...new Set(['it', 'en', own])])
    }
    await close()
  })

  test('are A4 and bank-card sized, and the same on the screen as on paper', async () => {
    const { page, close } = await openList()
    await prepareAll(page)
    const onScreen = await layout(page)
    await page.emulateMedia({ media: 'print' })
    const onPaper = await layout(page)
    expect(onPaper).toEqual(onScreen)
    const [sheet] = onPaper
    expect(sheet?.width).toBeCloseTo(210 * MM, 0)
    expect(sheet?.height).toBeCloseTo(297 * MM, 0)
    expect(sheet?.cards).toHaveLength(8)
    for (const { width, height } of onPaper.flatMap(({ cards }) => cards)) {
      expect(width).toBeCloseTo(85 * MM, 0)
      expect(height).toBeCloseTo(54 * MM, 0)
    }
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true })
    expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(onPaper.length)
    await close()
  })

  test('hold what was filtered and ticked, and nothing else', async () => {
    const { page, complaints, close } = await openList()
    await page.getByLabel('Punto di contatto').selectOption('MT-1')
    await page.getByLabel('Prodotto').selectOption('LAVORO')
    const wanted = (await vouchersByStatus('active')).filter(
      ({ contactPointId, productId }) => contactPointId === 'MT-1' && productId === 'LAVORO',
    )
    expect(wanted.length).toBeGreaterThan(1)
    const [left] = wanted
    await page.getByLabel(/Scegli tutti/).click()
    await page.getByLabel(`Scegli ${left?.typedCode}`).click()
    await page.getByRole('button', { name: 'Prepara i fogli' }).click()
    await page.locator('.card-place').first().waitFor()
    const printed = await page
      .locator('.card-place')
      .evaluateAll((all) => all.map((card) => card.getAttribute('data-voucher')))
    expect(printed.sort()).toEqual(
      wanted
        .slice(1)
        .map(({ id }) => id)
        .sort(),
    )
    expect(complaints).toEqual([])
    await close()
  })
})

describe('the printing page', () => {
  test('tells a wrong key from one that may not print', async () => {
    const { page, complaints, close } = await openPage(browser, `${pilot.url}/print/vouchers`, {
      expected: /status of 40[13]/,
    })
    await signInAs(page, 'franoi_nonsense')
    await page.getByText('Questa chiave non è valida').waitFor()
    await signInAs(page, pilot.grocerKey)
    await page.getByText('serve quella di un operatore').waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  test('keeps the key through a reload, forgets it on the way out', async () => {
    const { page, close } = await openList()
    await page.reload()
    await page.getByRole('table').waitFor()
    await page.getByRole('button', { name: 'Esci' }).click()
    await page.reload()
    await page.getByLabel('Chiave dell’operatore').waitFor()
    await close()
  })

  test('prepares no sheet where a card does not arrive', async () => {
    const { page, close } = await openList()
    const [missing] = await vouchersByStatus('active')
    await page.route(`**/vouchers/${missing?.id}/qr.svg`, (route) => route.abort())
    await page.getByLabel(/Scegli tutti/).click()
    await page.getByRole('button', { name: 'Prepara i fogli' }).click()
    await page.getByText('Nessun foglio è stato preparato').waitFor()
    expect(await page.locator('.card-place').count()).toBe(0)
    await close()
  })

  test('fits a phone of 320 pixels', async () => {
    const { page, close } = await openList(320)
    expect(await scrollsSideways(page)).toBe(false)
    await close()
  })
})

describe('a printed card', () => {
  test('is read by the till through its camera and redeemed, once, to the cent', async () => {
    const { page, close } = await openList()
    const voucher = await pilot.issue('5000')
    await page.reload()
    await page.getByRole('table').waitFor()
    await page.getByLabel(`Scegli ${voucher.typedCode}`).click()
    await page.getByRole('button', { name: 'Prepara i fogli' }).click()
    await page.locator('.card-place').waitFor()
    await page.emulateMedia({ media: 'print' })
    const film = join(folder, 'card.y4m')
    filmPicture(await page.locator('.card-face').screenshot(), film)
    await close()

    const withCamera = await launchBrowser(film)
    const till = await openPage(withCamera, `${pilot.url}/till`, { width: 320, height: 568 })
    await pair(till.page, await pilot.pairingCode(GROCER))
    await enterAmount(till.page, '12,50')
    const shown = await outcome(till.page, 'green')
    expect(shown.colour).toBe('green')
    const after = await pilot.voucher(voucher.id)
    expect(after).toMatchObject({ status: 'active', remaining: '3750' })
    expect(shown.text).toContain('12,50 €')
    expect(shown.text).toMatch(/Sul buono restano\s+37,50 €/)
    const mine = (await pilot.redemptions()).filter(({ voucherId }) => voucherId === voucher.id)
    expect(mine).toHaveLength(1)
    expect(till.complaints).toEqual([])
    await withCamera.close()
  })
})

/** Where the sheets and, within each, its cards stand, in CSS pixels. */
function layout(page: Page) {
  return page.locator('.sheet').evaluateAll((sheets) =>
    sheets.map((sheet) => {
      const place = sheet.getBoundingClientRect()
      const cards = Array.from(sheet.querySelectorAll('.card-face'), (card) => {
        const { left, top, width, height } = card.getBoundingClientRect()
        const round = (value: number) => Math.round(value * 10) / 10
        return {
          left: round(left - place.left),
          top: round(top - place.top),
          width: round(width),
          height: round(height),
        }
      })
      return { width: place.width, height: place.height, cards }
    }),
  )
}
