import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { violations } from '../support/axe.ts'
import { launchBrowser, openPage, scrollsSideways } from '../support/browser.ts'
import { startPilotService } from '../support/pilot-service.ts'
import type { TestService } from '../support/service.ts'

let service: TestService
let browser: Browser

beforeAll(async () => {
  service = await startPilotService()
  browser = await launchBrowser()
}, 300_000)

afterAll(async () => {
  await browser?.close()
  await service?.dispose()
})

/** The rows of an account, as they stand on the page. */
async function accountOf(page: Page, name: string): Promise<readonly string[]> {
  const cells = await page
    .locator(`[data-account=${name}] tr`)
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent)))
  return cells.map((row) => row.join(' | ').replaceAll('\u00a0', ' ').trim())
}

async function begin(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Comincia' }).click()
  await page.frameLocator('#till iframe').locator('#amount').waitFor()
  await page.frameLocator('#phone iframe').getByText('50,00').first().waitFor()
  await page.locator('[data-account=voucher] .demo-new').waitFor()
}

describe('the demonstration', () => {
  test('pays between a phone and a till, and the accounts move', async () => {
    const { page, complaints, close } = await openPage(browser, `${service.url}/demo`, {
      ...{ width: 1360, height: 1000 },
      // The till in the frame has no camera, so that nobody is asked for one.
      expected: /camera is not allowed/,
    })
    expect(await violations(page)).toEqual([])
    await begin(page)
    expect(await accountOf(page, 'voucher')).toEqual([
      '| Dare | Avere',
      'Prima |  | 0,00 €',
      'buono emesso |  | 50,00 €',
      'Resta |  | 50,00 €',
    ])
    expect(await violations(page)).toEqual([])
    const till = page.frameLocator('#till iframe')
    await page.getByRole('button', { name: 'Mostra il codice alla cassa' }).click()
    await page.getByText('Prima scrivi un importo').waitFor()
    await till.locator('#amount').fill('12,50')
    await till.getByRole('button', { name: 'Avanti' }).click()
    await till.locator('#typed').waitFor()
    await page.getByRole('button', { name: 'Mostra il codice alla cassa' }).click()
    await page.getByText('Il codice è nella cassa').waitFor()
    await till.getByRole('button', { name: 'Incassa', exact: true }).click()
    await till.locator('.till-green').waitFor()
    // The newest transfer stands in both of its accounts.
    await page.locator('[data-account=payable] .demo-new').waitFor()
    expect(await accountOf(page, 'voucher')).toEqual([
      '| Dare | Avere',
      'Prima |  | 0,00 €',
      'buono emesso |  | 50,00 €',
      'spesa | 12,50 € |',
      'Resta |  | 37,50 €',
    ])
    expect((await accountOf(page, 'payable')).slice(-2)).toEqual([
      'spesa |  | 12,50 €',
      'Resta |  | 26,70 €',
    ])
    await page.getByText(/Spesi\s12,50/).waitFor()
    await page.frameLocator('#phone iframe').getByText('37,50').first().waitFor()
    expect(complaints).toEqual([])
    // Loaded again it stands where it was.
    await page.reload()
    await page.getByText(/37,50/).first().waitFor()
    await close()
  })

  test('fits on a phone, in English', async () => {
    const { page, complaints, close } = await openPage(browser, `${service.url}/demo`, {
      ...{ width: 360, height: 740, locale: 'en-GB' },
    })
    await page.getByRole('button', { name: 'Begin' }).click()
    await page.locator('[data-account=voucher] .demo-new').waitFor()
    await page.frameLocator('#phone iframe').getByText('You can spend').first().waitFor()
    expect(await scrollsSideways(page)).toBe(false)
    expect(complaints).toEqual([])
    await close()
  })

  test.each([
    ['Operatrice', '/desk', 'Rita Verdi'],
    ['Secondo operatore', '/desk/approvals', 'Bruno Neri'],
    ['Amministratrice', '/desk', 'Ada Bianchi'],
    ['Tesoriere', '/desk/funding', 'Tullio Conti'],
    ['Revisora', '/desk/access-log', 'Aurora Guidi'],
    ['Analista', '/desk', 'Nora Serra'],
    ['Titolare di un negozio', '/desk', 'Olga Ponte'],
    ['Associazione', '/association', 'Gino Sala'],
  ])('lets anybody in as %s', async (door, path, name) => {
    const { page, complaints, close } = await openPage(browser, `${service.url}/demo`)
    await page.getByRole('button', { name: door }).click()
    await page.locator('.desk-who').getByText(name).waitFor()
    expect(new URL(page.url()).pathname).toBe(path)
    expect(complaints).toEqual([])
    await close()
  })

  test('puts pages of ours in frames nowhere else', async () => {
    const policyOf = async (path: string) => {
      const answer = await fetch(service.url + path)
      return answer.headers.get('content-security-policy') ?? ''
    }
    for (const path of ['/demo/till', '/demo/wallet']) {
      expect(await policyOf(path)).toContain("frame-ancestors 'self'")
    }
    for (const path of ['/demo', '/till', '/wallet', '/sign-in']) {
      expect(await policyOf(path)).toContain("frame-ancestors 'none'")
    }
    expect(await policyOf('/demo')).toContain("frame-src 'self'")
    expect(await policyOf('/till')).not.toContain('frame-src')
  })

  test('is not begun by pages of others, and is over once somebody real is invited', async () => {
    const send = (path: string, headers: Readonly<Record<string, string>> = {}) =>
      fetch(service.url + path, { method: 'POST', headers, redirect: 'manual' })
    expect((await send('/demo/begin', { origin: 'https://elsewhere.example' })).status).toBe(403)
    expect((await send('/demo/begin', { origin: service.url })).status).toBe(201)
    await service.invite('anna@example.org', 'Anna', '--role', 'auditor')
    for (const path of ['/demo', '/demo/till', '/demo/wallet', '/demo/events']) {
      expect((await fetch(service.url + path)).status, path).toBe(404)
    }
    const form = new URLSearchParams({ part: 'administrator' })
    for (const path of ['/demo/begin', '/demo/sign-in']) {
      const answer = await fetch(service.url + path, {
        ...{ method: 'POST', body: form, headers: { origin: service.url } },
      })
      expect(answer.status, path).toBe(404)
      expect(answer.headers.getSetCookie()).toEqual([])
    }
  })
})
