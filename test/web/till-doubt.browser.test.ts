import type { Browser, Page, Route } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { violations } from '../support/axe.ts'
import { launchBrowser, openIn, openPage, type WatchedPage } from '../support/browser.ts'
import { CLOTHIER, GROCER, type Pilot, startPilot, type Voucher } from './pilot.ts'
import { enterAmount, enterCode, enterPairing, outcome, pair } from './till-driver.ts'

/** What a browser says on its console of a connection that is cut or refused on purpose. */
const CUT = /ERR_|status of (401|502)/
const GATEWAY_404 = { status: 404, body: '{"title":"no Route matched","status":404}' }
const STATEMENTS = '**/api/v1/statements'

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
  await pair(opened.page, await pilot.pairingCode(GROCER))
  return opened
}

/** Redeems 10,00 of a fresh voucher while the connection does what `disturb` says, until it is restored. */
async function redeemThrough(page: Page, disturb: (route: Route) => Promise<void>) {
  const voucher = await pilot.issue('5000')
  const ids: string[] = []
  let isDisturbed = true
  await page.route(STATEMENTS, async (route) => {
    const request = route.request()
    ids.push(claimsOf(request.postDataJSON().statement).id)
    if (isDisturbed) await disturb(route)
    else await route.continue()
  })
  await enterAmount(page, '10')
  await enterCode(page, voucher.typedCode)
  const restore = () => {
    isDisturbed = false
  }
  return { voucher, ids, restore }
}

/** What a statement says. */
function claimsOf(statement: string): { readonly id: string; readonly seq: number } {
  return JSON.parse(Buffer.from(statement.split('.')[1] ?? '', 'base64url').toString())
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
    expect(await violations(page)).toEqual([])
    expect(await page.locator('.till-green').count()).toBe(0)
    expect(await page.locator('#amount').count()).toBe(0)
    expect(await page.getByRole('button', { name: 'La giornata' }).count()).toBe(0)

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
    await pair(page, await pilot.pairingCode(GROCER))
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

  test('a till that is unpaired meanwhile stays amber, until one of the same shop clears it up', async () => {
    const { page, close } = await openTill()
    let isLost = false
    const { voucher, ids, restore } = await redeemThrough(page, async (route) => {
      if (isLost) return route.continue()
      isLost = true
      await loseReply(route)
      await unpairAll(GROCER)
    })
    await page
      .locator('.till-amber', { hasText: 'Un incasso è rimasto in sospeso' })
      .waitFor({ timeout: 30_000 })
    expect((await outcome(page, 'amber')).text).toContain(ids[0] ?? 'an id')
    restore()
    await page.reload()
    await outcome(page, 'amber')
    await enterPairing(page, await pilot.pairingCode(CLOTHIER))
    await page.getByText('C’è un incasso in sospeso di un altro negozio').waitFor()
    await enterPairing(page, await pilot.pairingCode(GROCER))
    await outcome(page, 'green')
    await expectChargedOnce(voucher, ids)
    await close()
  })

  test('a till that is unpaired before anything arrived is told that nothing was charged', async () => {
    const expected = /ERR_|status of 40[14]/
    const opened = await openPage(browser, `${pilot.url}/till`, { expected })
    const { page } = opened
    await pair(page, await pilot.pairingCode(GROCER))
    const { voucher } = await redeemThrough(page, async (route) => {
      await route.abort('connectionreset')
      await unpairAll(GROCER)
      await page.unroute(STATEMENTS)
    })
    await page
      .locator('.till-amber', { hasText: 'Un incasso è rimasto in sospeso' })
      .waitFor({ timeout: 30_000 })
    await enterPairing(page, await pilot.pairingCode(GROCER))
    expect((await outcome(page, 'red')).text).toContain('Niente è stato scalato')
    expect((await pilot.voucher(voucher.id)).remaining).toBe('5000')
    await opened.close()
  })
})

describe('the chain', () => {
  test('is one for two windows that redeem in the same moment, and takes declined ones along', async () => {
    const { page, close } = await openTill()
    const second = await openIn(page.context(), `${pilot.url}/till`, { expected: CUT })
    const seqs: number[] = []
    for (const window of [page, second.page]) {
      window.on('request', (request) => {
        if (!request.url().endsWith('/statements')) return
        seqs.push(claimsOf(request.postDataJSON().statement).seq)
      })
    }
    const voucher = await pilot.issue('5000')
    for (const amount of ['1', '99']) {
      await Promise.all([enterAmount(page, amount), enterAmount(second.page, amount)])
      await Promise.all([
        enterCode(page, voucher.typedCode),
        enterCode(second.page, voucher.typedCode),
      ])
      for (const window of [page, second.page]) {
        await outcome(window, amount === '1' ? 'green' : 'red')
        await window.getByRole('button', { name: 'Nuovo incasso' }).click()
      }
    }
    expect(seqs).toEqual([1, 2, 3, 4])
    expect((await pilot.voucher(voucher.id)).remaining).toBe('4800')
    await close()
  })

  test('that was lost on the device is taken up where the service says it ends', async () => {
    const { page, close } = await openTill()
    const voucher = await pilot.issue('5000')
    await enterAmount(page, '1')
    await enterCode(page, voucher.typedCode)
    await outcome(page, 'green')
    await page.evaluate(forgetChain)
    await page.getByRole('button', { name: 'Nuovo incasso' }).click()
    await enterAmount(page, '2')
    await enterCode(page, voucher.typedCode)
    await outcome(page, 'green')
    expect((await pilot.voucher(voucher.id)).remaining).toBe('4700')
    await close()
  })
})

/** Ends every terminal of a shop. */
async function unpairAll(partnerId: string): Promise<void> {
  const found = await pilot.get(`/terminals?partnerId=${partnerId}&status=active&limit=200`)
  for (const { id } of (found as { items: readonly { id: string }[] }).items) {
    await pilot.order(`/terminals/${id}/unpair`, {})
  }
}

/** Runs in the page. */
async function forgetChain(): Promise<void> {
  const database = await new Promise<IDBDatabase>((resolve) => {
    const opening = indexedDB.open('fra-noi-till')
    opening.onsuccess = () => resolve(opening.result)
  })
  await new Promise((resolve) => {
    const transaction = database.transaction('kept', 'readwrite')
    transaction.objectStore('kept').delete('chain')
    transaction.oncomplete = resolve
  })
}
