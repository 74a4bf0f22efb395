import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codeOf, openPeople, PASSWORD, type People, type TestBrowser } from './people.ts'

const SESSION = '/api/v1/session'
const HALF_MINUTE = 30_000
const COOKIE = 'franoi-session'

let people: People

beforeAll(async () => {
  people = await openPeople()
})
afterAll(() => people.close())

function signIn(browser: TestBrowser, email: string, password = PASSWORD) {
  return browser.send('POST', SESSION, { email, password })
}

function show(browser: TestBrowser, code: string) {
  return browser.send('POST', `${SESSION}/code`, { code })
}

/** A code that was not shown before: every call is half a minute later. */
function nextCode(secret: string): string {
  people.runtime.advance(HALF_MINUTE)
  return codeOf(secret, people.runtime.now())
}

describe('an invitation', () => {
  test('leads over a password and a second factor to a session, and opens once', async () => {
    const { email, token, id } = await people.invite({ role: 'treasurer', name: 'Bruno' })
    const browser = people.browser()
    expect((await browser.send('GET', SESSION)).body).toMatchObject({ status: 'none', who: null })

    const weak = await browser.send('POST', `${SESSION}/password`, { token, password: 'short' })
    expect([weak.status, weak.body.code]).toEqual([422, 'password_weak'])
    const first = await browser.send('POST', `${SESSION}/password`, { token, password: PASSWORD })
    expect(first.body).toMatchObject({ status: 'factor_needed' })
    const again = await people.browser().send('POST', `${SESSION}/password`, {
      token,
      password: 'another long password',
    })
    expect([again.status, again.body.code]).toEqual([404, 'link_not_valid'])

    // Nothing else is answered before the second factor.
    const early = await browser.send('GET', '/api/v1/ledger/balances')
    expect([early.status, early.body.code]).toEqual([401, 'second_factor_needed'])
    expect((await browser.send('GET', SESSION)).body).toMatchObject({
      status: 'factor_needed',
      who: null,
    })

    const offer = await browser.send('POST', `${SESSION}/factor`)
    expect(offer.body.svg).toContain('<svg')
    expect(offer.body.uri).toContain(encodeURIComponent(email))
    const wrong = await browser.send('POST', `${SESSION}/factor/confirm`, { code: '000000' })
    expect(wrong.status).toBe(401)
    const code = codeOf(String(offer.body.secret), people.runtime.now())
    const before = browser.cookies.get(COOKIE)
    const done = await browser.send('POST', `${SESSION}/factor/confirm`, { code })
    expect(done.body).toMatchObject({ status: 'open' })
    expect(done.body.backupCodes).toHaveLength(10)
    // Whoever knew the cookie of the half session has nothing.
    expect(browser.cookies.get(COOKIE)).not.toBe(before)

    expect((await browser.send('GET', SESSION)).body).toMatchObject({
      status: 'open',
      who: { kind: 'person', id, role: 'treasurer', name: 'Bruno', contactPointIds: null },
    })
    expect((await browser.send('GET', '/api/v1/ledger/balances')).status).toBe(200)
    const [entry] = await people.services.accessLog.list({ limit: 1, actorId: id })
    expect(entry).toMatchObject({ action: 'session.opened', detail: { factor: 'authenticator' } })
  })

  test('is over after seven days, and another one takes its place', async () => {
    const guest = await people.invite({ role: 'auditor' })
    const link = await people.services.staff.inviteAgain(guest.id, null)
    const newer = link.split('/').at(-1) ?? ''
    const open = (token: string) =>
      people.browser().send('POST', `${SESSION}/password`, { token, password: PASSWORD })
    expect((await open(guest.token)).body.code).toBe('link_not_valid')
    people.runtime.advance(7 * 24 * 3_600_000)
    expect((await open(newer)).body.code).toBe('link_not_valid')
  })

  test('of a made-up or changed token opens nothing', async () => {
    const { token } = await people.invite({ role: 'auditor' })
    const other = `${token.slice(0, -3)}${token.endsWith('AAA') ? 'BBB' : 'AAA'}`
    for (const guess of [other, 'x', token.slice(0, 22), '00000000-0000-7000-8000-000000000000']) {
      const reply = await people
        .browser()
        .send('POST', `${SESSION}/password`, { token: guess, password: PASSWORD })
      expect(reply.body.code).toBe('link_not_valid')
    }
  })
})

describe('signing in', () => {
  test('takes the password and a fresh code; no code counts twice', async () => {
    const { email, secret } = await people.member({ role: 'auditor' })
    const browser = people.browser()
    const first = await signIn(browser, ` ${email.toUpperCase()} `)
    expect(first.body).toMatchObject({ status: 'code_needed' })
    // The code that confirmed the factor was taken already.
    const used = codeOf(secret, people.runtime.now())
    expect((await show(browser, used)).status).toBe(401)
    const code = nextCode(secret)
    expect((await show(browser, code)).body).toMatchObject({ status: 'open' })

    const thief = people.browser()
    await signIn(thief, email)
    const replayed = await show(thief, code)
    expect([replayed.status, replayed.body.code]).toEqual([401, 'sign_in_refused'])
  })

  test('takes a code from paper once', async () => {
    const { email, backupCodes } = await people.member({ role: 'auditor' })
    const paper = backupCodes[3] ?? ''
    const browser = people.browser()
    await signIn(browser, email)
    expect((await show(browser, paper.toLowerCase())).body).toMatchObject({ status: 'open' })
    const other = people.browser()
    await signIn(other, email)
    expect((await show(other, paper)).status).toBe(401)
  })

  test('tells nobody whether it was the address or the password', async () => {
    const { email } = await people.member({ role: 'auditor' })
    people.runtime.advance(1000)
    const wrong = await signIn(people.browser(), email, 'not the password')
    const unknown = await signIn(people.browser(), 'nobody@example.org', 'not the password')
    expect(wrong.status).toBe(401)
    const told = ({ body }: typeof wrong) => [body.status, body.code, body.detail]
    expect(told(wrong)).toEqual(told(unknown))
    expect((await people.refusals()).slice(0, 2)).toEqual(['wrong_password', 'wrong_password'])
  })

  test('sets a cookie that no script reads and no other site sends', async () => {
    const { email } = await people.member({ role: 'auditor' })
    const { headers } = await signIn(people.browser(), email)
    const [cookie = ''] = headers.getSetCookie()
    expect(cookie).toMatch(/^franoi-session=[A-Za-z0-9_-]{43};/)
    for (const part of ['HttpOnly', 'SameSite=Strict', 'Path=/']) expect(cookie).toContain(part)
    expect(cookie).not.toContain('Domain')
    expect(headers.get('cache-control')).toBe('no-store')
  })

  test('ends after a working day, and when it is signed out of', async () => {
    const { browser } = await people.member({ role: 'auditor' })
    const cookie = browser.cookies.get(COOKIE) ?? ''
    expect((await browser.send('DELETE', SESSION)).status).toBe(204)
    expect(browser.cookies.has(COOKIE)).toBe(false)
    browser.cookies.set(COOKIE, cookie)
    expect((await browser.send('GET', '/api/v1/staff')).body.code).toBe('unauthenticated')

    const other = await people.member({ role: 'auditor' })
    people.runtime.advance(12 * 3_600_000 - 1)
    expect((await other.browser.send('GET', '/api/v1/staff')).status).toBe(200)
    people.runtime.advance(1)
    expect((await other.browser.send('GET', '/api/v1/staff')).status).toBe(401)
  })

  test('needs the second factor within a quarter of an hour', async () => {
    const { email, secret } = await people.member({ role: 'auditor' })
    const browser = people.browser()
    await signIn(browser, email)
    people.runtime.advance(15 * 60_000)
    const late = await show(browser, nextCode(secret))
    expect([late.status, late.body.code]).toEqual([401, 'sign_in_refused'])
  })
})

describe('a guesser', () => {
  test('gets ten passwords from however many connections, and locks nobody out who is in', async () => {
    const { email, browser } = await people.member({ role: 'auditor' })
    const tries = await Promise.all(
      Array.from({ length: 30 }, (_, i) => signIn(people.browser(), email, `wrong password ${i}`)),
    )
    const statuses = tries.map(({ status }) => status)
    expect(statuses.filter((status) => status === 401)).toHaveLength(10)
    expect(statuses.filter((status) => status === 429)).toHaveLength(20)
    const [refused] = tries.filter(({ status }) => status === 429)
    expect(refused?.headers.get('retry-after')).toBe('60')
    // The right one is not looked at either, but the open session goes on.
    expect((await signIn(people.browser(), email)).status).toBe(429)
    expect((await browser.send('GET', '/api/v1/staff')).status).toBe(200)
    people.runtime.advance(60_000)
    expect((await signIn(people.browser(), email)).status).toBe(200)
    // A right password gives all tries back.
    for (let i = 0; i < 10; i++)
      expect((await signIn(people.browser(), email, 'no')).status).toBe(401)
  })

  test('gets five codes from a hundred connections', async () => {
    const { email, secret } = await people.member({ role: 'auditor' })
    const browser = people.browser()
    await signIn(browser, email)
    const right = nextCode(secret)
    const guesses = Array.from({ length: 100 }, (_, i) => String(i).padStart(6, '0'))
    const replies = await Promise.all(
      guesses.filter((guess) => guess !== right).map((guess) => show(browser, guess)),
    )
    expect(replies.filter(({ status }) => status === 401)).toHaveLength(5)
    expect((await show(browser, right)).status).toBe(429)
  })

  test('meets the same limit at an address that nobody has', async () => {
    const statuses = []
    for (let i = 0; i < 11; i++) {
      statuses.push((await signIn(people.browser(), 'ghost@example.org', 'x')).status)
    }
    expect(statuses.indexOf(429)).toBe(10)
  })
})

describe('a page of another site', () => {
  const elsewhere = { origin: 'https://evil.example' }

  test('cannot act with the cookie of somebody who is signed in', async () => {
    const { browser, id } = await people.member({ role: 'administrator' })
    const path = `/api/v1/staff/${id}/suspend`
    for (const headers of [
      elsewhere,
      { ...elsewhere, 'sec-fetch-site': 'cross-site' },
      { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-site' },
      { origin: 'null' },
    ]) {
      const reply = await browser.send('POST', path, undefined, headers)
      expect([reply.status, reply.body.code]).toEqual([403, 'cross_site_request'])
    }
    const form = await browser.send('POST', '/api/v1/staff', undefined, {
      'content-type': 'application/x-www-form-urlencoded',
    })
    expect([400, 415]).toContain(form.status)
  })

  test('cannot sign anybody in or out', async () => {
    const { browser, email } = await people.member({ role: 'auditor' })
    const body = { email, password: PASSWORD }
    const login = await people.browser().send('POST', SESSION, body, elsewhere)
    expect(login.body.code).toBe('cross_site_request')
    const logout = await browser.send('DELETE', SESSION, undefined, elsewhere)
    expect(logout.body.code).toBe('cross_site_request')
    expect((await browser.send('GET', '/api/v1/staff')).status).toBe(200)
  })
})

test('a forgotten password is set anew by a link, and ends every session', async () => {
  const { email, browser, secret } = await people.member({ role: 'auditor' })
  const ask = (address: string) =>
    people.browser().send('POST', `${SESSION}/forgotten`, { email: address })
  for (const address of [email, 'nobody@example.org']) {
    const reply = await ask(address)
    expect([reply.status, reply.body]).toEqual([202, { status: 'taken' }])
  }
  const who = { kind: 'person', id: people.runtime.newId(), role: 'administrator' } as const
  const waiting = await people.services.outbox.list(who, { limit: 200 })
  const letters = waiting.filter(({ purpose }) => purpose === 'staff_new_password')
  expect(letters.map(({ recipient }) => recipient)).toEqual([email])
  const token = /\/sign-in\/password\/(\S+)/.exec(letters[0]?.text ?? '')?.[1]

  const mine = people.browser()
  const set = await mine.send('POST', `${SESSION}/password`, {
    token,
    password: 'a new long password',
  })
  // The second factor is still asked for: whoever reads the mail alone does not come in.
  expect(set.body).toMatchObject({ status: 'code_needed' })
  expect((await browser.send('GET', '/api/v1/staff')).status).toBe(401)
  expect((await show(mine, nextCode(secret))).body).toMatchObject({ status: 'open' })
  expect((await signIn(people.browser(), email)).status).toBe(401)
})
