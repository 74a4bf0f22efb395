import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser, openPage } from '../support/browser.ts'
import { type Bad, filmPicture } from '../support/camera-film.ts'
import { GROCER, type Pilot, startPilot, type Voucher } from './pilot.ts'
import { enterAmount, outcome, pair } from './till-driver.ts'

const SCANS = 60

const folder = mkdtempSync(join(tmpdir(), 'fra-noi-camera-'))
let pilot: Pilot

beforeAll(async () => {
  pilot = await startPilot()
}, 300_000)

afterAll(async () => {
  await pilot?.dispose()
  rmSync(folder, { recursive: true, force: true })
})

/** Opens a paired till that looks at the card of a voucher. */
async function openLookingAt(voucher: Voucher, bad: Bad = {}) {
  const picture = await fetch(`${pilot.url}/api/v1/vouchers/${voucher.id}/qr.png`, {
    headers: { authorization: `Bearer ${pilot.operatorKey}` },
  })
  const film = join(folder, `${voucher.id}.y4m`)
  filmPicture(new Uint8Array(await picture.arrayBuffer()), film, bad)
  const browser = await launchBrowser(film)
  const opened = await openPage(browser, `${pilot.url}/till`)
  await pair(opened.page, await pilot.pairingCode(GROCER))
  return { ...opened, close: () => browser.close() }
}

describe('a card before the camera', () => {
  test.each([
    ['turned by 15 degrees', { turned: 15 }],
    ['blurred', { blur: 5 }],
    ['in dim light', { light: 0.35 }],
    ['turned, blurred and in dim light', { turned: 15, blur: 3, light: 0.5 }],
  ])('%s is redeemed', async (_, bad) => {
    const voucher = await pilot.issue('2000')
    const { page, complaints, close } = await openLookingAt(voucher, bad)
    await enterAmount(page, '5')
    await outcome(page, 'green')
    expect((await pilot.voucher(voucher.id)).remaining).toBe('1500')
    expect(complaints).toEqual([])
    await close()
  })
})

test(`${SCANS} scans in a row are ${SCANS} redemptions; the time from frame to green is printed`, async () => {
  const voucher = await pilot.issue('20000')
  const { page, complaints, close } = await openLookingAt(voucher, { turned: 15 })
  await page.evaluate(watchFrames)
  for (let scan = 0; scan < SCANS; scan++) {
    await page.locator('#amount:focus').waitFor()
    await page.keyboard.type('0,10')
    await page.keyboard.press('Enter')
    await page.locator('.till-green').waitFor({ timeout: 45_000 })
    await page.getByRole('button', { name: 'Nuovo incasso' }).click()
  }
  const times = await frameTimes(page)
  expect(times).toHaveLength(SCANS)
  const median = times.toSorted((a, b) => a - b)[SCANS / 2] ?? 0
  process.stdout.write(`${SCANS} scans: median ${Math.round(median)} ms from frame to green\n`)
  const { remaining } = await pilot.voucher(voucher.id)
  expect(remaining).toBe(String(20_000 - SCANS * 10))
  expect(complaints).toEqual([])
  await close()
}, 600_000)

/** Notes the time from the first frame that the camera shows to the green screen, each time. Runs in the page. */
function watchFrames(): void {
  const times: number[] = []
  Object.assign(globalThis, { times })
  let firstFrame: number | undefined
  const onFrame = () => {
    firstFrame ??= performance.now()
  }
  new MutationObserver(() => {
    const video = document.querySelector('video')
    if (video !== null) video.onloadeddata = onFrame
    if (document.querySelector('.till-green') === null || firstFrame === undefined) return
    times.push(performance.now() - firstFrame)
    firstFrame = undefined
  }).observe(document.body, { childList: true, subtree: true })
}

function frameTimes(page: Page): Promise<readonly number[]> {
  return page.evaluate(() => Reflect.get(globalThis, 'times') as readonly number[])
}
