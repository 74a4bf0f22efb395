import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BUNDLE_TYPE } from '../../src/ledger/core/proof/head.ts'
import { writeBundle } from '../../src/ledger/proof/bundle.ts'
import { packageRoot } from '../../src/package-root.ts'
import { openProgramme, type Programme } from '../http/programme.ts'
import { openAccounts, postMany } from '../ledger/proof/busy-books.ts'
import { violations } from '../support/axe.ts'
import { launchBrowser, openPage } from '../support/browser.ts'
import { buildIfStale } from '../support/build.ts'

const home = mkdtempSync(join(tmpdir(), 'fra-noi-verify-'))
const bundle = join(home, 'bundle')
const TRANSFERS = 3000
let programme: Programme
let browser: Browser
let fromDisk: string

beforeAll(async () => {
  await buildIfStale()
  fromDisk = pathToFileURL(join(packageRoot(), 'dist', 'web', 'verify.html')).href
  programme = await openProgramme()
  const { ledger, proofs, keys } = programme.services
  await openAccounts(ledger)
  await postMany(ledger, TRANSFERS)
  await proofs.snapshot((book) =>
    writeBundle(bundle, book, (claims) => keys.signToken('tree', BUNDLE_TYPE, claims)),
  )
  browser = await launchBrowser()
}, 300_000)
afterAll(async () => {
  await browser.close()
  await programme.close()
  rmSync(home, { recursive: true, force: true })
})

async function verify(page: Page, folder: string): Promise<string> {
  await page.setInputFiles(
    '#files',
    readdirSync(folder).map((name) => join(folder, name)),
  )
  await page.waitForSelector('#outcome.well, #outcome.wrong')
  return page.innerText('#outcome')
}

describe('the page that verifies, opened from a disk', () => {
  test('says in the language of the reader that all is well, and what the bundle holds', async () => {
    const watched = await openPage(browser, fromDisk)
    expect(await verify(watched.page, bundle)).toMatch(/^Tutto in ordine/)
    expect(await watched.page.innerText('#facts')).toMatch(/3\.?00\d/)
    const kid = (await programme.services.keys.treeKeys())[0]?.kid ?? ''
    expect(await watched.page.innerText('#facts')).toContain(kid)
    expect(watched.complaints).toEqual([])
    expect(await violations(watched.page)).toEqual([])
    await watched.page.fill('#key', 'A'.repeat(43))
    expect(await verify(watched.page, bundle)).toMatch(/^Non in ordine: 1 /)
    await watched.close()
    const english = await openPage(browser, fromDisk, { locale: 'en-GB' })
    expect(await verify(english.page, bundle)).toMatch(/^All is well/)
    await english.close()
  })

  test('names the line in which a single digit was changed', async () => {
    const changed = mkdtempSync(join(home, 'changed-'))
    for (const name of readdirSync(bundle)) {
      const text = readFileSync(join(bundle, name), 'latin1')
      const lines = text.split('\n')
      if (name === 'transfers.jsonl') {
        lines[99] = (lines[99] ?? '').replace(/"code":\d/, '"code":9')
      }
      writeFileSync(join(changed, name), lines.join('\n'), 'latin1')
    }
    const watched = await openPage(browser, fromDisk, { locale: 'en-GB' })
    expect(await verify(watched.page, changed)).toMatch(/^Not well: \d+ findings/)
    expect(await watched.page.innerText('#findings')).toMatch(
      /transfers\.jsonl:100: is not the line that was hashed/,
    )
    expect(watched.complaints).toEqual([])
    await watched.close()
  })

  test('can reach nobody, and brings its policy along', async () => {
    const watched = await openPage(browser, fromDisk, { expected: /Content.Security.Policy|fetch/ })
    const reached = await watched.page.evaluate(() =>
      fetch('https://example.org/').then(
        () => 'reached',
        () => 'refused',
      ),
    )
    expect(reached).toBe('refused')
    await watched.close()
    const response = await programme.app.request('/verify')
    const served = await response.text()
    expect(served).toBe(readFileSync(join(packageRoot(), 'dist', 'web', 'verify.html'), 'utf8'))
    const policy = response.headers.get('content-security-policy') ?? ''
    expect(policy).toMatch(
      /^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'/,
    )
    expect(served).toContain(policy.replace("; frame-ancestors 'none'", ''))
    expect(served).not.toMatch(/https?:\/\//)
  })
})
