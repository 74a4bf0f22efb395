import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Uuid } from '../../src/kernel/ids.ts'
import { BENEFICIARY_ID, newId, PARTNER_ID, PRODUCT_ID } from '../http/programme.ts'
import { violations } from '../support/axe.ts'
import { launchBrowser, openPage, scrollsSideways } from '../support/browser.ts'
import { filmPicture } from '../support/camera-film.ts'
import { readCodes, readPdf } from '../support/pdf.ts'
import { type Desk, openDeskProgramme, type Seat, sitDown } from './desk-seat.ts'
import { enterAmount, outcome, pair } from './till-driver.ts'

interface Issued {
  readonly id: Uuid
  readonly typedCode: string
}

const VOUCHERS = 10
const folder = mkdtempSync(join(tmpdir(), 'fra-noi-print-'))
let desk: Desk
let browser: Browser
let rita: Seat
let issued: readonly Issued[]

beforeAll(async () => {
  desk = await openDeskProgramme()
  browser = await launchBrowser()
  rita = await desk.seat('operator', 'Rita Verdi', ['BI-SC'])
  const vouchers: Issued[] = []
  for (let count = 0; count < VOUCHERS; count += 1) {
    const order = { id: newId(), productId: PRODUCT_ID, beneficiaryId: BENEFICIARY_ID }
    vouchers.push(await ask('/vouchers', { ...order, amount: '5000' }))
  }
  issued = vouchers
}, 300_000)

afterAll(async () => {
  await browser?.close()
  await desk?.shut()
  rmSync(folder, { recursive: true, force: true })
})

async function ask<Answer>(path: string, body: object): Promise<Answer> {
  const answer = await desk.ask('operator', 'POST', `/api/v1${path}`, body)
  expect(answer.status).toBe(201)
  return (await answer.json()) as Answer
}

async function openList(width = 1280) {
  const opened = await sitDown(browser, desk, rita, '/print/vouchers', { width, height: 900 })
  await opened.page.getByRole('table').waitFor()
  return opened
}

/** Presses a button and takes the file that comes. */
async function fileOf(page: Page, button: string): Promise<Buffer> {
  const coming = page.waitForEvent('download')
  await page.getByRole('button', { name: button }).click()
  return readFileSync(await (await coming).path())
}

describe('the printing page', () => {
  test('gives a file with the cards that were ticked, each once, and no other', async () => {
    const { page, complaints, close } = await openList()
    await page.getByLabel('Prodotto').selectOption(PRODUCT_ID)
    await page.getByLabel(/Scegli tutti/).click()
    await page.getByLabel(`Scegli ${issued[3]?.typedCode}`).click()
    const pdf = await fileOf(page, 'Fogli A4')
    await page.getByText(`Carte nel file: ${VOUCHERS - 1}`).waitFor()
    const wanted = issued.filter((_, index) => index !== 3).map(({ id }) => id)
    const who = { kind: 'person', id: rita.id, role: 'operator' } as const
    const cards = await desk.services.issuing.printData(wanted, who)
    const read: (string | undefined)[] = []
    for await (const sheet of readPdf(pdf)) {
      const count = Math.min(8, wanted.length - read.length)
      read.push(...(await readCodes(sheet, { columns: 2, rows: 4, count })))
      expect(sheet.text).not.toContain(issued[3]?.typedCode)
    }
    expect(read.filter((code) => code !== undefined).sort()).toEqual(
      cards.map(({ card }) => card).sort(),
    )
    expect(complaints).toEqual([])
    await close()
  })

  test('says who may print, and that a file did not arrive', async () => {
    const address = `${desk.url}/print/vouchers`
    const nobody = await openPage(browser, address, { expected: /status of 401/ })
    await nobody.page.getByText('Per stampare bisogna accedere').waitFor()
    await nobody.page.getByRole('link', { name: 'Entra' }).click()
    await nobody.page.waitForURL('**/sign-in')
    const treasurer = await desk.seat('treasurer', 'Teo Riva')
    const other = await sitDown(browser, desk, treasurer, '/print/vouchers', {
      expected: /status of 403/,
    })
    await other.page.getByText('Solo un operatore può stampare').waitFor()
    const { page, close } = await openList()
    await page.route('**/vouchers/cards.pdf', (route) => route.abort())
    await page.getByLabel(/Scegli tutti/).click()
    await page.getByRole('button', { name: 'Lettere A6' }).click()
    await page.getByText('Il file non è arrivato intero').waitFor()
    expect([...nobody.complaints, ...other.complaints]).toEqual([])
    await Promise.all([nobody.close(), other.close(), close()])
  })

  test('fits a phone of 320 pixels', async () => {
    const { page, close } = await openList(320)
    expect(await scrollsSideways(page)).toBe(false)
    expect(await violations(page)).toEqual([])
    await close()
  })
})

test('a printed letter is read by the till through its camera and redeemed, once, to the cent', async () => {
  const [voucher] = issued
  if (voucher === undefined) throw new Error('nothing was issued')
  const { page, close } = await openList()
  await page.getByLabel(`Scegli ${voucher.typedCode}`).click()
  const pdf = await fileOf(page, 'Lettere A6')
  await close()
  const film = join(folder, 'letter.y4m')
  for await (const letter of readPdf(pdf)) {
    filmPicture(PNG.sync.write(upperHalf(await letter.render(200))), film)
  }
  const withCamera = await launchBrowser(film)
  const till = await openPage(withCamera, `${desk.url}/till`, { width: 320, height: 568 })
  const order = { partnerId: PARTNER_ID, name: 'Cassa 1' }
  const { url } = await ask<{ url: string }>('/terminals/pairings', order)
  await pair(till.page, url.split('#pair=')[1] ?? '')
  await enterAmount(till.page, '12,50')
  const shown = await outcome(till.page, 'green')
  expect(shown.text).toContain('12,50 €')
  expect(shown.text).toMatch(/Sul buono restano\s+37,50 €/)
  const who = { kind: 'person', id: rita.id, role: 'operator' } as const
  expect(await desk.services.vouchers.get(voucher.id, who)).toMatchObject({ remaining: 3750n })
  expect(till.complaints).toEqual([])
  await withCamera.close()
}, 120_000)

/** What a hand holds before a camera: the part of a letter with the code. */
function upperHalf(letter: PNG): PNG {
  const height = Math.floor(letter.height / 2)
  const half = new PNG({ width: letter.width, height })
  PNG.bitblt(letter, half, 0, 0, letter.width, height, 0, 0)
  return half
}
