import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RedemptionId, Uuid, VoucherId } from '../../src/kernel/ids.ts'
import {
  BENEFICIARY_ID,
  CONTACT_POINT_ID,
  newId,
  PARTNER_ID,
  PRODUCT_ID,
} from '../http/programme.ts'
import { ELIGIBLE, newcomer } from '../plans/contact-points.ts'
import { violations } from '../support/axe.ts'
import { launchBrowser, scrollsSideways } from '../support/browser.ts'
import { filmPicture } from '../support/camera-film.ts'
import { giveNotice } from '../support/eligible.ts'
import { readCodes, readPdf } from '../support/pdf.ts'
import { type Desk, openDeskProgramme, type Seat, sitDown } from './desk-seat.ts'

let desk: Desk
let browser: Browser
let rita: Seat
let bruno: Seat

beforeAll(async () => {
  desk = await openDeskProgramme()
  browser = await launchBrowser()
  rita = await desk.seat('operator', 'Rita Verdi', [CONTACT_POINT_ID])
  bruno = await desk.seat('operator', 'Bruno Neri', [CONTACT_POINT_ID])
}, 300_000)

afterAll(async () => {
  await browser?.close()
  await desk?.shut()
})

test('a batch is prepared, approved by another, handed over, and a lost card is replaced', async () => {
  const person = await enrol()
  const seated = await sitDown(browser, desk, rita, '/desk/issue', { expected: /422/ })
  const { page } = seated
  const fits = async () => expect(await scrollsSideways(page), page.url()).toBe(false)
  await fits()
  await page.getByRole('button', { name: 'Controlla prima' }).click()
  await page.getByText('Scrivi almeno un codice').waitFor()
  await page.getByLabel('Prodotto').selectOption(PRODUCT_ID)
  await page.getByLabel('Punto di contatto', { exact: true }).selectOption(CONTACT_POINT_ID)
  await page
    .getByLabel('Persone, un codice per riga')
    .fill(`${person} 25,00\nNOBODY 10,00\n${person} 25,00`)
  await page.getByRole('button', { name: 'Controlla prima' }).click()

  // The dry run: each row with its reason, and nothing written.
  await page.getByText('Si possono emettere: 1 di 3, per 25,00').waitFor()
  await page.getByText('Non c’è nessuna persona con questo codice').waitFor()
  await page.getByText('Il codice c’è già in una riga sopra').waitFor()
  await fits()
  expect(await desk.services.issuing.listBatches({ limit: 1 }, admin())).toEqual([])
  await page.getByLabel('Motivo').fill('Maggio')
  await page.getByRole('button', { name: 'Prepara il lotto' }).click()
  await page.getByText('Il lotto è scritto e aspetta').waitFor()
  await page.getByText('Lo hai preparato tu').waitFor()
  await fits()
  const batchAddress = new URL(page.url()).pathname

  const other = await sitDown(browser, desk, bruno, '/desk/approvals', { width: 1280 })
  await other.page.getByText('Preparato da Rita Verdi').waitFor()
  await other.page.getByText('25,00').first().waitFor()
  await other.page.getByRole('button', { name: 'Approva', exact: true }).click()
  await other.page.getByText('Niente aspetta una tua decisione').waitFor()
  await other.page.getByRole('cell', { name: 'Approvato' }).waitFor()

  await page.goto(`${desk.url}${batchAddress}`)
  await page.getByText('In emissione').waitFor()
  expect(await desk.services.issuing.issueDue()).toBe(1)
  // The page follows by itself.
  expect(await printedCodes(page)).toHaveLength(1)
  await page.getByRole('link', { name: 'Consegna le carte di questo lotto' }).click()
  await page.getByRole('checkbox').check()
  await fits()
  await page.getByRole('button', { name: 'Consegno: rendi buone' }).click()
  await page.getByText('Consegnato: da ora è buono').waitFor()

  // A lost card: the voucher, the reason, the new card.
  await page.getByRole('status').getByRole('link').click()
  await page.getByText('Attivo').waitFor()
  await fits()
  await page.getByText('Carta persa').first().click()
  await page.getByRole('button', { name: 'Sostituisci la carta' }).click()
  await page.getByText('La carta vecchia non vale più').waitFor()
  await page.getByText('Emesso, da consegnare').waitFor()
  await page.getByText('Sostituzione della carta').waitFor()
  await fits()
  const vouchers = await desk.services.vouchers.list({ limit: 10 }, admin())
  expect(vouchers.map(({ status, remaining }) => [status, remaining])).toEqual([
    ['issued', 2500n],
    ['replaced', 0n],
  ])
  await page.getByRole('button', { name: 'La carta è in mano alla persona' }).click()
  await page.getByText('Il buono è consegnato').waitFor()
  expect([...seated.complaints, ...other.complaints]).toEqual([])
  await seated.close()
  await other.close()
}, 120_000)

/** The codes on the sheets that the page of a batch gives. */
async function printedCodes(page: Page): Promise<readonly (string | undefined)[]> {
  const coming = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Fogli A4 (PDF)', exact: true }).click()
  const codes: (string | undefined)[] = []
  for await (const sheet of readPdf(readFileSync(await (await coming).path()))) {
    codes.push(...(await readCodes(sheet, { columns: 2, rows: 4, count: 1 })))
  }
  return codes.filter((code) => code !== undefined)
}

test('a card before the camera is handed over, and a lost one is replaced in three clicks', async () => {
  const person = await enrol()
  const order = { id: newId(), productId: PRODUCT_ID, beneficiaryId: person, amount: '2500' }
  const made = await desk.ask('operator', 'POST', '/api/v1/vouchers', order)
  expect(made.status).toBe(201)

  // By whom it is known, from any page; then the voucher, that it is lost, the new card.
  const seated = await sitDown(browser, desk, rita, '/desk')
  await seated.page.getByLabel('Trova ovunque').fill(person)
  await seated.page.keyboard.press('Enter')
  await seated.page.getByRole('heading', { name: person, level: 1 }).waitFor()
  let clicks = 0
  for (const next of [
    seated.page.locator('#vouchers ~ div a').first(),
    seated.page.getByText('Carta persa').first(),
    seated.page.getByRole('button', { name: 'Sostituisci la carta' }),
  ]) {
    await next.click()
    clicks++
  }
  await seated.page.getByText('La carta vecchia non vale più').waitFor()
  expect(clicks).toBe(3)
  expect(seated.complaints).toEqual([])
  await seated.close()

  const [card] = await desk.services.vouchers.list({
    limit: 1,
    beneficiaryId: person,
    status: 'issued',
  })
  const picture = await desk.ask('operator', 'GET', `/api/v1/vouchers/${card?.id}/qr.png`)
  const folder = mkdtempSync(join(tmpdir(), 'fra-noi-camera-'))
  const film = join(folder, 'card.y4m')
  filmPicture(new Uint8Array(await picture.arrayBuffer()), film, { turned: 8 })
  const seeing = await launchBrowser(film)
  const { page, complaints } = await sitDown(seeing, desk, rita, '/desk/hand-over')
  await page.getByRole('button', { name: 'Accendi la fotocamera' }).click()
  const line = page.locator('#scanned li')
  await line.getByText('Consegnato: da ora è buono').waitFor()
  expect(await line.count()).toBe(1)
  expect((await desk.services.vouchers.get(card?.id as never, admin())).status).toBe('active')
  // What the camera saw stands in no address.
  expect(page.url()).toBe(`${desk.url}/desk/hand-over`)
  await page.getByRole('button', { name: 'Spegni la fotocamera' }).click()
  expect(await violations(page)).toEqual([])
  expect(await scrollsSideways(page)).toBe(false)
  expect(complaints).toEqual([])
  await seeing.close()
  rmSync(folder, { recursive: true })
}, 120_000)

test('the pages about partners, money and files have nothing that axe-core finds wrong, on 320 pixels', async () => {
  const { vouchers } = desk.services
  const ada = await desk.seat('administrator', 'Ada Riva')
  const order = { id: newId() as VoucherId, productId: PRODUCT_ID, beneficiaryId: BENEFICIARY_ID }
  const { voucher } = await vouchers.issue({ ...order, amount: 9000n }, null)
  const shown = { kind: 'typedCode', text: voucher.typedCode } as const
  const redemptionId = newId() as RedemptionId
  await vouchers.redeem({ id: redemptionId, shown, amount: 9000n, partnerId: PARTNER_ID })
  const [refundId, disputeId] = [newId() as Uuid, newId() as Uuid]
  const claim = { redemptionId, amount: 6000n }
  await vouchers.refund({ ...claim, id: refundId, reason: 'goods_returned' }, admin())
  await vouchers.openDispute(
    { ...claim, id: disputeId, amount: 1000n, reason: 'faulty' },
    { ...admin(), id: ada.id },
  )
  const seated = await sitDown(browser, desk, ada, '/desk', { width: 320, expected: /422/ })
  const { page } = seated
  const partner = `/desk/partners/${PARTNER_ID}`
  for (const path of [
    ...['/desk', '/desk/new-partner', partner, `${partner}/details`, `${partner}/outlet`],
    ...['/desk/envelopes', '/desk/new-envelope', '/desk/funding', '/desk/schedules'],
    ...['/desk/new-schedule', '/desk/claims', `/desk/refunds/${refundId}`],
    ...[`/desk/disputes/${disputeId}`, `/desk/redemptions/${redemptionId}`],
    ...[`${partner}/agreement`, '/desk/files'],
  ]) {
    await page.goto(`${desk.url}${path}`)
    expect(await violations(page), path).toEqual([])
    expect(await scrollsSideways(page), path).toBe(false)
  }

  // A file that is dropped is checked at once, and says what is wrong line by line.
  await page.getByLabel('Che cosa contiene il file').selectOption('partners')
  await page.evaluate(() => {
    const dropped = new DataTransfer()
    dropped.items.add(new File(['id;name;territory;kind;categories\nX;X;LOST;shop;x'], 'p.csv'))
    const event = new DragEvent('drop', { dataTransfer: dropped, bubbles: true })
    document.querySelector('[data-drop]')?.dispatchEvent(event)
  })
  await page.getByRole('cell', { name: 'LOST' }).waitFor()
  expect(await violations(page)).toEqual([])

  // The fingerprint of a document is computed here: nothing of the document is sent.
  await page.goto(`${desk.url}${partner}/agreement`)
  const file = { name: 'signed.pdf', mimeType: 'application/pdf' }
  await page.getByLabel('Calcola l’impronta').setInputFiles({
    ...{ ...file, buffer: Buffer.from('what was signed') },
  })
  await page.waitForFunction(() => document.querySelector('textarea')?.value !== '')
  const [sent] = await Promise.all([
    page.waitForRequest((request) => request.method() === 'POST'),
    page.getByRole('button', { name: 'Scrivi l’accordo' }).click(),
  ])
  await page.getByText('L’accordo è scritto').waitFor()
  expect(sent.postData()).not.toContain('what was signed')
  await page.getByText('signed.pdf').waitFor()
  expect(seated.complaints).toEqual([])
  await seated.close()
}, 120_000)

test('the menu is one fold on a phone, and stands beside the page on a wide screen', async () => {
  const auditor = await desk.seat('auditor', 'Lia Fonte')
  const seated = await sitDown(browser, desk, auditor, '/desk/people', { width: 360 })
  const { page } = seated
  const menu = page.getByRole('navigation', { name: 'Pagine del banco' })
  const link = menu.getByRole('link', { name: 'Limiti di legge' })
  expect(await link.isVisible()).toBe(false)
  await menu.getByText('Menu: Persone').focus()
  await page.keyboard.press('Enter')
  await link.waitFor()
  expect(await menu.getByRole('list', { name: 'Monete del programma' }).count()).toBe(1)
  expect(await violations(page)).toEqual([])
  expect(await scrollsSideways(page)).toBe(false)
  await link.click()
  await page.getByRole('heading', { name: 'Limiti di legge', level: 1 }).waitFor()
  expect(await link.isVisible()).toBe(false)
  await page.setViewportSize({ width: 1280, height: 800 })
  expect(await link.getAttribute('aria-current')).toBe('page')
  // The first page of the menu follows the bar, with no fold to open before it.
  await menu.getByRole('link', { name: 'Da fare' }).focus()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Approvazioni', level: 1 }).waitFor()
  expect(await scrollsSideways(page)).toBe(false)
  expect(seated.complaints).toEqual([])
  await seated.close()
}, 60_000)

/** Somebody who may get a voucher; returns their code. */
async function enrol(): Promise<string> {
  const who = { kind: 'person', id: rita.id, role: 'operator' } as const
  const facts = { ...ELIGIBLE, territoryId: 'BI' }
  const assessment = { programmeId: 'FRANOI-2', facts }
  const entered = newcomer({ contactPointId: CONTACT_POINT_ID, assessment, plan: null })
  const { id } = await desk.services.casework.people.enter({ who }, entered)
  await giveNotice(desk.services.casework, [id], who)
  return id
}

function admin() {
  return { kind: 'person', id: bruno.id, role: 'administrator' } as const
}
