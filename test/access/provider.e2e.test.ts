import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { CLIENT, type OpenIdProvider, startOpenIdProvider } from '../support/openid-provider.ts'
import { openPeople, PASSWORD, type People, type TestBrowser } from './people.ts'

const SESSION = '/api/v1/session'

let people: People
let provider: OpenIdProvider

beforeAll(async () => {
  provider = await startOpenIdProvider()
  people = await openPeople({ provider: { issuer: provider.issuer, ...CLIENT } })
})
beforeEach(() => {
  provider.spoiled = {}
})
afterAll(async () => {
  await people.close()
  await provider.close()
})

/** Goes to the provider and comes back, as a browser does; returns where it ends up. */
async function travel(browser: TestBrowser, change = (query: string) => query) {
  const there = await browser.send('GET', '/sign-in/provider')
  const back = await fetch(there.headers.get('location') ?? '', { redirect: 'manual' })
  const { pathname, search } = new URL(back.headers.get('location') ?? '')
  const home = await browser.send('GET', `${pathname}${change(search)}`)
  return { status: home.status, location: home.headers.get('location'), there }
}

async function statusOf(browser: TestBrowser): Promise<unknown> {
  return (await browser.send('GET', SESSION)).body.status
}

describe('the organisation’s provider', () => {
  test('lets in whoever was invited, by an address that it vouches for', async () => {
    const { email, id } = await people.invite({ role: 'treasurer' })
    provider.account = { sub: 'one', email, email_verified: true, amr: ['pwd', 'mfa'] }
    const browser = people.browser()
    expect(await travel(browser)).toMatchObject({ status: 303, location: '/sign-in' })
    expect((await browser.send('GET', SESSION)).body).toMatchObject({
      status: 'open',
      hasProvider: true,
      who: { id, role: 'treasurer' },
    })
    // From then on by its own name for them, whatever their address is.
    provider.account = { sub: 'one', email: 'other@example.org', amr: ['mfa'] }
    const again = people.browser()
    await travel(again)
    expect(await statusOf(again)).toBe('open')
    const [entry] = await people.services.accessLog.list({ limit: 1, actorId: id })
    expect(entry).toMatchObject({ action: 'session.opened', detail: { factor: 'provider' } })
  })

  test('that asked for a password only leaves the second factor to us', async () => {
    const { email } = await people.invite({ role: 'treasurer' })
    provider.account = { sub: 'two', email, email_verified: true, amr: ['pwd'] }
    const browser = people.browser()
    await travel(browser)
    expect(await statusOf(browser)).toBe('factor_needed')
    expect((await browser.send('GET', '/api/v1/ledger/balances')).status).toBe(401)
  })

  test.each([
    ['nobody invited', () => ({ sub: 'x1', email: 'stranger@example.org', email_verified: true })],
    ['an address it does not vouch for', (email: string) => ({ sub: 'x2', email })],
    ['no address', () => ({ sub: 'x3' })],
  ])('does not let in %s', async (_, account) => {
    const { email } = await people.invite({ role: 'treasurer' })
    provider.account = account(email)
    const browser = people.browser()
    expect((await travel(browser)).location).toBe('/sign-in?refused=provider')
    expect(await statusOf(browser)).toBe('none')
  })

  test('does not let in another account with the address of somebody who came before', async () => {
    const { email } = await people.invite({ role: 'treasurer' })
    provider.account = { sub: 'first', email, email_verified: true, amr: ['mfa'] }
    await travel(people.browser())
    provider.account = { ...provider.account, sub: 'second' }
    expect((await travel(people.browser())).location).toBe('/sign-in?refused=provider')
  })

  test('uses the invitation up: its link makes no password for who came in', async () => {
    const { email, token } = await people.invite({ role: 'treasurer' })
    provider.account = { sub: 'invited', email, email_verified: true, amr: ['mfa'] }
    const browser = people.browser()
    await travel(browser)
    expect(await statusOf(browser)).toBe('open')
    const reply = await people
      .browser()
      .send('POST', '/api/v1/session/password', { token, password: PASSWORD })
    expect(reply.body.code).toBe('link_not_valid')
  })

  test('does not let in somebody who was suspended', async () => {
    const { email, id } = await people.invite({ role: 'treasurer' })
    provider.account = { sub: 'gone', email, email_verified: true, amr: ['mfa'] }
    const browser = people.browser()
    await travel(browser)
    await people.services.staff.suspend(id, null)
    expect(await statusOf(browser)).toBe('none')
    expect((await travel(browser)).location).toBe('/sign-in?refused=provider')
  })
})

describe('a journey to the provider', () => {
  beforeEach(async () => {
    const { email, id } = await people.invite({ role: 'treasurer' })
    provider.account = { sub: id, email, email_verified: true, amr: ['mfa'] }
  })

  test.each([
    ['nonce', { nonce: 'another' }],
    ['audience', { aud: 'another' }],
    ['issuer', { iss: 'https://evil.example' }],
    ['time', { exp: 1_000_000_000 }],
  ])('that brings back a token with a wrong %s leads nowhere', async (_, spoiled) => {
    provider.spoiled = spoiled
    const browser = people.browser()
    expect((await travel(browser)).location).toBe('/sign-in?refused=provider')
    expect(await statusOf(browser)).toBe('none')
  })

  test('that brings back another state leads nowhere', async () => {
    const browser = people.browser()
    const change = (query: string) => query.replace(/state=[^&]*/, 'state=another')
    expect((await travel(browser, change)).location).toBe('/sign-in?refused=provider')
  })

  test('cannot be ended in another browser', async () => {
    const [mine, other] = [people.browser(), people.browser()]
    const there = await mine.send('GET', '/sign-in/provider')
    const back = await fetch(there.headers.get('location') ?? '', { redirect: 'manual' })
    const { pathname, search } = new URL(back.headers.get('location') ?? '')
    const reply = await other.send('GET', `${pathname}${search}`)
    expect(reply.headers.get('location')).toBe('/sign-in?refused=provider')
  })

  test('that takes longer than ten minutes leads nowhere', async () => {
    const browser = people.browser()
    const change = (query: string) => {
      people.runtime.advance(600_001)
      return query
    }
    expect((await travel(browser, change)).location).toBe('/sign-in?refused=provider')
  })

  test('carries nothing that could be read on the way', async () => {
    const { there } = await travel(people.browser())
    const address = new URL(there.headers.get('location') ?? '')
    expect(address.searchParams.get('code_challenge_method')).toBe('S256')
    expect(address.searchParams.get('scope')).toBe('openid email')
    const [cookie = ''] = there.headers.getSetCookie()
    expect(cookie).toMatch(/HttpOnly/)
    expect(cookie).toMatch(/SameSite=Lax/)
    expect(cookie).not.toContain(address.searchParams.get('state') ?? 'none')
  })
})

test('a provider that does not answer says so, and a service without one has none', async () => {
  const settings = { issuer: 'http://127.0.0.1:1', ...CLIENT }
  const away = await openPeople({ provider: settings })
  const reply = await away.browser().send('GET', '/sign-in/provider')
  expect([reply.status, reply.body.code]).toEqual([503, 'provider_unreachable'])
  await away.close()
  const without = await openPeople()
  const none = await without.browser().send('GET', '/sign-in/provider')
  expect([none.status, none.body.code]).toEqual([404, 'provider_absent'])
  await without.close()
})
