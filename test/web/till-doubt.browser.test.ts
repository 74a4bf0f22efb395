import type { Browser, Page, Route } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser, openIn, openPage, type WatchedPage } from '../support/browser.ts'
import { type Pilot, startPilot, type Voucher } from './pilot.ts'
import { enterAmount, enterCode, outcome, signIn } from './till-driver.ts'

/** What a browser says on its console of a connection that is cut or refused on purpose. */
const CUT = /ERR_|status of (401|502)/
const GATEWAY_404 = { status: 404, body: '{"title":"no Route matched","status":404}' }
const REDEMPTIONS = '**/api/v1/redemptions'

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

async function openTill(): Promise<WatchedPage> {
  const opened = await openPage(browser, `${pilot.url}/till`, { expected: CUT })
  await signIn(opened.page, pilot.grocerKey)
  return opened
}

/** Redeems 10,00 of a fresh voucher while the connection does what `disturb` says, until it is restored. */
async function redeemThrough(page: Page, disturb: (route: Route) => Promise<void>) {
  const voucher = await pilot.issue('5000')
  const ids: string[] = []
  let isDisturbed = true
  await page.route(REDEMPTIONS, async (route) => {
    const request = route.request()
    if (request.method() === 'POST') ids.push(request.postDataJSON().id)
    if (isDisturbed && request.method() === 'POST') await disturb(route)
    else await route.continue()
  })
  await enterAmount(page, '10')
  await enterCode(page, voucher.typedCode)
  const restore = () => {
    isDisturbed = false
  }
  return { voucher, ids, restore }
}

/** The request arrives and is answered; the answer is lost. */
async function loseReply(route: Route): Promise<void> {
  await route.fetch()
  await route.abort('connectionreset')
}

async function expectChargedOnce(voucher: Voucher, ids: readonly string[]): Promise<void> {
  expect((await pilot.voucher(voucher.id)).remaining).toBe('4000')
  const mine = (await pilot.redemptions()).filter(({ voucherId }) => voucherId === voucher.id)
  expect(mine.map(({ id, status }) => ({ id, status }))).toEqual([
    { id: ids[0], status: 'redeemed' },
  ])
}

describe('an answer that does not arrive', () => {
  test('is amber, stays amber through a reload, and turns green with the voucher charged once', async () => {
    const { page, complaints, close } = await openTill()
    const { voucher, ids, restore } = await redeemThrough(page, loseReply)
    const doubt = await outcome(page, 'amber')
    expect(doubt.colour).toBe('amber')
    expect(doubt.text).toContain('Non si sa ancora')
    expect(await page.locator('.till-green').count()).toBe(0)
    expect(await page.locator('#amount').count()).toBe(0)
    expect(await page.getByRole('button', { name: 'Esci' }).isDisabled()).toBe(true)

    const asked = ids.length
    await page.reload()
    await outcome(page, 'amber')
    await expect.poll(() => ids.length, { timeout: 30_000 }).toBeGreaterThanOrEqual(asked + 4)
    // By itself it asks again in eight seconds, whether the fourth answer is lost already or about to be.
    const before = ids.length
    await page.getByRole('button', { name: 'Chiedi subito' }).click()
    await expect.poll(() => ids.length, { timeout: 6_000 }).toBeGreaterThan(before)
    expect(await page.locator('#amount').count()).toBe(0)

    restore()
    await page.reload()
    expect((await outcome(page, 'green')).text.replaceAll('\u00a0', ' ')).toContain('40,00 €')
    expect(new Set(ids).size).toBe(1)
    await expectChargedOnce(voucher, ids)
    expect(complaints).toEqual([])
    await close()
  })

  test('is amber as well where the request never arrived, and is charged when it does', async () => {
    const { page, close } = await openTill()
    const { voucher, ids, restore } = await redeemThrough(page, (route) =>
      route.abort('internetdisconnected'),
    )
    await outcome(page, 'amber')
    expect((await pilot.voucher(voucher.id)).remaining).toBe('5000')
    restore()
    await outcome(page, 'green')
    await expectChargedOnce(voucher, ids)
    await close()
  })

  test('is amber while the answer is only late', async () => {
    const { page, close } = await openTill()
    let release: () => void = () => undefined
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    const { voucher, ids } = await redeemThrough(page, async (route) => {
      const response = await route.fetch()
      await released
      await route.fulfill({ response })
    })
    await outcome(page, 'amber')
    release()
    await outcome(page, 'green')
    expect(ids).toHaveLength(1)
    await expectChargedOnce(voucher, ids)
    await close()
  })

  test.each([
    ['a page of the Wi-Fi', { status: 200, contentType: 'text/html', body: '<h1>Welcome</h1>' }],
    ['JSON of something else', { status: 200, contentType: 'application/json', body: '{}' }],
    ['a refusal by a proxy', { status: 403, contentType: 'text/html', body: 'Forbidden' }],
    ['a gateway that knows no such address', { ...GATEWAY_404, contentType: 'application/json' }],
    ['a problem of another service', { ...GATEWAY_404, contentType: 'application/problem+json' }],
    ['a gateway without a service', { status: 502, contentType: 'text/html', body: 'Bad gateway' }],
  ])('is not taken from %s', async (_, stranger) => {
    const opened = await openPage(browser, `${pilot.url}/till`, {
      expected: /status of (403|404|502)/,
    })
    const { page } = opened
    await signIn(page, pilot.grocerKey)
    const { voucher, ids, restore } = await redeemThrough(page, (route) => route.fulfill(stranger))
    await outcome(page, 'amber')
    restore()
    await outcome(page, 'green')
    await expectChargedOnce(voucher, ids)
    expect(opened.complaints).toEqual([])
    await opened.close()
  })
})

describe('while an answer is open', () => {
  test('no other window of the device starts a redemption', async () => {
    const { page, close } = await openTill()
    const second = await openIn(page.context(), `${pilot.url}/till`, { expected: CUT })
    await enterAmount(second.page, '1')
    const { voucher, ids, restore } = await redeemThrough(page, loseReply)
    await outcome(page, 'amber')

    const other = await pilot.issue('5000')
    await enterCode(second.page, other.typedCode)
    expect((await outcome(second.page, 'amber')).text).toContain('Cassa occupata')
    expect((await pilot.voucher(other.id)).remaining).toBe('5000')

    restore()
    await outcome(page, 'green')
    await expectChargedOnce(voucher, ids)
    await second.page.getByRole('button', { name: 'Indietro' }).click()
    await enterAmount(second.page, '1')
    await enterCode(second.page, other.typedCode)
    await outcome(second.page, 'green')
    await close()
  })

  test('a window that is about to leave is waited for', async () => {
    const { page, close } = await openTill()
    await enterAmount(page, '10')
    await page.evaluate(() => {
      const hold = () => new Promise((leave) => Object.assign(globalThis, { leave }))
      void navigator.locks.request('fra-noi-redemption', hold)
    })
    const voucher = await pilot.issue('5000')
    await enterCode(page, voucher.typedCode)
    await page.locator('.till-wait').waitFor()
    await page.evaluate(() => Reflect.get(globalThis, 'leave')())
    await outcome(page, 'green')
    expect((await pilot.voucher(voucher.id)).remaining).toBe('4000')
    await close()
  })

  test('a window that was closed leaves it to the next one', async () => {
    const { page, close } = await openTill()
    const { voucher, ids } = await redeemThrough(page, loseReply)
    await outcome(page, 'amber')
    const device = page.context()
    await page.close()
    const next = await openIn(device, `${pilot.url}/till`, { expected: CUT })
    await outcome(next.page, 'green')
    await expectChargedOnce(voucher, ids)
    await close()
  })

  test('a key that is refused meanwhile can be replaced by one of the same shop only', async () => {
    const { page, close } = await openTill()
    let isLost = false
    const { voucher, ids, restore } = await redeemThrough(page, (route) => {
      if (!isLost) {
        isLost = true
        return loseReply(route)
      }
      const problem = { code: 'key_unknown', title: 'The key is not known', status: 401 }
      const body = JSON.stringify(problem)
      return route.fulfill({ status: 401, contentType: 'application/problem+json', body })
    })
    await page.getByText('La chiave non è più valida').waitFor({ timeout: 30_000 })
    restore()
    await signIn(page, pilot.clothierKey)
    await page.getByText('C’è un incasso in sospeso di un altro negozio').waitFor()
    await signIn(page, pilot.grocerKey)
    await outcome(page, 'green')
    await expectChargedOnce(voucher, ids)
    await close()
  })
})
