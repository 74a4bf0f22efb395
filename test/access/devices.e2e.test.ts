import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createApp } from '../../src/app.ts'
import type { Api } from '../../src/http/openapi.ts'
import { createLog } from '../../src/log.ts'
import { systemRuntime } from '../../src/runtime.ts'
import {
  BENEFICIARY_ID,
  newId,
  openProgramme,
  PARTNER_ID,
  PRODUCT_ID,
  type Programme,
} from '../http/programme.ts'
import { createTestTerminal, type TestTerminal } from '../support/terminal.ts'

const API = '/api/v1'
const HTTPS = 'https://voucher.example'
/** The clock of the frame stands still, so that time gives no guess back. */
const standing = { ...systemRuntime, now: () => Date.parse('2026-05-04T09:30:00Z') }
let programme: Programme
let app: Api
const logged: string[] = []

beforeAll(async () => {
  programme = await openProgramme()
  openApp()
  const outlet = { name: 'Via Italia', town: 'Biella', status: 'open' }
  const path = `/partners/${PARTNER_ID}/outlets/BI-ALI-01-A`
  expect((await asOperator('PUT', path, outlet)).status).toBeLessThan(300)
})
// Each test begins with an app that has counted no wrong key yet.
beforeEach(() => openApp())
afterAll(() => programme.close())

function openApp(): void {
  const log = createLog('info', { write: (line) => logged.push(line) })
  const { services, database } = programme
  const deps = { services, db: database.db, runtime: standing, publicUrl: HTTPS, log }
  app = createApp(deps)
}

interface Asked {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

function ask(method: string, path: string, { body, headers = {} }: Asked = {}) {
  const text = body === undefined ? {} : { body: JSON.stringify(body) }
  const type = body === undefined ? {} : { 'content-type': 'application/json' }
  return app.request(path, { method, ...text, headers: { ...type, ...headers } })
}

function asOperator(method: string, path: string, body?: unknown) {
  const headers = { authorization: `Bearer ${programme.keys.operator}` }
  return ask(method, `${API}${path}`, { headers, ...(body === undefined ? {} : { body }) })
}

function asTill(till: TestTerminal, method: string, path: string, body?: unknown) {
  const text = body === undefined ? '' : JSON.stringify(body)
  const headers = { authorization: till.authorization(method, `${API}${path}`, text) }
  return ask(method, `${API}${path}`, { headers, ...(body === undefined ? {} : { body }) })
}

async function pair(till: TestTerminal) {
  const order = { partnerId: PARTNER_ID, name: 'Cassa 1', outletId: 'BI-ALI-01-A' }
  const made = await asOperator('POST', '/terminals/pairings', order)
  expect(made.status).toBe(201)
  const { url, qrSvg } = await made.json()
  expect(url).toMatch(/^https:\/\/voucher\.example\/till#pair=[A-Za-z0-9_-]{22}$/)
  expect(qrSvg).toMatch(/^<svg /)
  const code = new URL(url).hash.slice('#pair='.length)
  const response = await asTill(till, 'POST', '/terminals', { code, jwk: till.jwk })
  return { code, response }
}

async function newToken(): Promise<string> {
  const made = await asOperator('POST', `/beneficiaries/${BENEFICIARY_ID}/wallet-links`, {})
  expect(made.status).toBe(201)
  const { url } = await made.json()
  expect(url).toMatch(/^https:\/\/voucher\.example\/w\/[A-Za-z0-9_-]{43}$/)
  return url.slice(`${HTTPS}/w/`.length)
}

function newPhone(): string {
  return Buffer.from(systemRuntime.randomBytes(32)).toString('base64url')
}

async function openedWallet() {
  const body = { token: await newToken(), phone: newPhone() }
  const response = await ask('POST', `${API}/wallets`, { body })
  expect(response.status).toBe(201)
  const setCookie = response.headers.get('set-cookie') ?? ''
  return { setCookie, cookie: setCookie.split(';')[0] ?? '', body }
}

describe('a terminal over HTTP', () => {
  test('is paired by a code, answers for itself, and is ended', async () => {
    const till = createTestTerminal()
    const { response } = await pair(till)
    expect(response.status).toBe(201)
    const terminal = await response.json()
    expect(terminal).toMatchObject({
      ...{ partnerId: PARTNER_ID, outletId: 'BI-ALI-01-A', name: 'Cassa 1', status: 'active' },
    })
    const me = await asTill(till, 'GET', '/terminals/me')
    expect(await me.json()).toEqual(terminal)
    const listed = await asOperator('GET', `/terminals?partnerId=${PARTNER_ID}&status=active`)
    expect((await listed.json()).items).toContainEqual(terminal)
    // What a cashier may not do stays forbidden, whatever the proof.
    expect((await asTill(till, 'GET', '/terminals')).status).toBe(403)
    const ended = await asOperator('POST', `/terminals/${terminal.id}/unpair`)
    expect(await ended.json()).toMatchObject({ id: terminal.id, status: 'unpaired' })
    expect((await asTill(till, 'GET', '/terminals/me')).status).toBe(401)
  })

  test('is not taken for another by a proof for another request', async () => {
    const till = createTestTerminal()
    await pair(till)
    const path = `${API}/terminals/me`
    const get = (authorization: string, at = path) => ask('GET', at, { headers: { authorization } })
    expect((await get(till.authorization('GET', path))).status).toBe(200)
    expect((await get(till.authorization('GET', path), `${path}?x=1`)).status).toBe(401)
    expect((await get(till.authorization('POST', path))).status).toBe(401)
    expect((await get(till.authorization('GET', path, '{}'))).status).toBe(401)
    expect((await get('Terminal x')).status).toBe(401)
  })

  test('must prove its key to be paired', async () => {
    const [till, other] = [createTestTerminal(), createTestTerminal()]
    const { code } = await pair(createTestTerminal())
    const body = { code, jwk: till.jwk }
    const text = JSON.stringify(body)
    const authorization = other.authorization('POST', `${API}/terminals`, text)
    const response = await ask('POST', `${API}/terminals`, { body, headers: { authorization } })
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({ code: 'proof_wrong' })
  })
})

describe('a wallet over HTTP', () => {
  test('is not opened by looking at the link, as messengers do', async () => {
    const token = await newToken()
    for (const method of ['HEAD', 'GET', 'GET', 'GET']) {
      const seen = await ask(method, `/w/${token}`, { headers: { 'user-agent': 'WhatsApp/2.23' } })
      expect(seen.status).toBe(200)
      expect(seen.headers.get('set-cookie')).toBeNull()
      expect(seen.headers.get('referrer-policy')).toBe('no-referrer')
      expect(seen.headers.get('x-robots-tag')).toBe('noindex')
      expect(await seen.text()).not.toContain(token)
    }
    const body = { token, phone: newPhone() }
    expect((await ask('POST', `${API}/wallets`, { body })).status).toBe(201)
  })

  test('gives a cookie that no script reads and no other site sends', async () => {
    const { setCookie, body } = await openedWallet()
    for (const part of ['HttpOnly', 'SameSite=Strict', 'Secure', 'Path=/']) {
      expect(setCookie.split('; ')).toContain(part)
    }
    expect(setCookie).not.toMatch(/domain=/i)
    // The same phone, whose answer was lost.
    const again = await ask('POST', `${API}/wallets`, { body })
    expect(again.headers.get('set-cookie')).toBe(setCookie)
    const stolen = await ask('POST', `${API}/wallets`, { body: { ...body, phone: newPhone() } })
    expect(await stolen.json()).toMatchObject({ status: 409, code: 'wallet_link_used' })
    expect(stolen.headers.get('set-cookie')).toBeNull()
  })

  test('belongs to one person, who sets the PIN; it ends when it is taken back', async () => {
    const { cookie } = await openedWallet()
    const put = (id: string, body: object, from = 'same-origin') =>
      ask('PUT', `${API}/beneficiaries/${id}/pin`, {
        ...{ body, headers: { cookie, 'sec-fetch-site': from } },
      })
    expect((await put(BENEFICIARY_ID, { pin: '40718' }, 'cross-site')).status).toBe(403)
    expect((await put('BI-P-002', { pin: '40718' })).status).toBe(404)
    expect((await put(BENEFICIARY_ID, { pin: '40718' })).status).toBe(200)
    const wrong = await put(BENEFICIARY_ID, { pin: '52631', currentPin: '11223' })
    expect(await wrong.json()).toMatchObject({ code: 'pin_wrong', details: { triesLeft: 4 } })
    expect((await put(BENEFICIARY_ID, { pin: '52631', currentPin: '40718' })).status).toBe(200)
    const own = `/beneficiaries/${BENEFICIARY_ID}`
    expect((await asOperator('PUT', `${own}/pin`, { pin: '93215' })).status).toBe(200)
    expect(await programme.services.pins.checkPin(BENEFICIARY_ID, '93215')).toEqual({
      status: 'right',
    })
    const state = await (await asOperator('GET', `${own}/wallet`)).json()
    expect(state).toMatchObject({ wallet: { boundAt: expect.any(String) }, link: null })
    expect((await asOperator('POST', `${own}/wallet/revoke`)).status).toBe(200)
    expect((await put(BENEFICIARY_ID, { pin: '52631', currentPin: '93215' })).status).toBe(401)
  })

  test('is never opened by a printed card, its photo, or anything that stands on it', async () => {
    const id = newId()
    const order = { id, productId: PRODUCT_ID, beneficiaryId: BENEFICIARY_ID, amount: '500' }
    const issued = await (await asOperator('POST', '/vouchers', order)).json()
    const card = await (await asOperator('GET', `/vouchers/${id}/qr`)).text()
    const payload = card.slice(card.lastIndexOf('/') + 1)
    const token = await (await asOperator('GET', `/vouchers/${id}/phone-token`)).text()
    expect(payload.length).toBeGreaterThan(50)
    const shown = [card, payload, payload.slice(0, 43), token, token.slice(0, 43), id]
    const onCard = [...shown, ...Object.values(issued).filter((value) => typeof value === 'string')]
    for (const text of onCard) {
      openApp()
      const body = { token: text, phone: newPhone() }
      const opened = await ask('POST', `${API}/wallets`, { body })
      expect([400, 404]).toContain(opened.status)
      expect(opened.headers.get('set-cookie')).toBeNull()
      const cookie = `franoi_wallet=${text.replace(/[^ -~]/g, '')}`
      const headers = { cookie, 'sec-fetch-site': 'same-origin' }
      const pin = { body: { pin: '40718' }, headers }
      const used = await ask('PUT', `${API}/beneficiaries/${BENEFICIARY_ID}/pin`, pin)
      expect(used.status).toBe(401)
    }
    const camera = await ask('GET', `/C/${payload}`)
    expect(camera.status).toBe(200)
    expect(camera.headers.get('set-cookie')).toBeNull()
  })
})

test('guesses of codes and links are slowed down, and good keys are not', async () => {
  const till = createTestTerminal()
  const statuses: number[] = []
  for (let tries = 0; tries < 15; tries++) {
    const code = Buffer.from(systemRuntime.randomBytes(16)).toString('base64url')
    statuses.push((await asTill(till, 'POST', '/terminals', { code, jwk: till.jwk })).status)
    const body = { token: newPhone(), phone: newPhone() }
    statuses.push((await ask('POST', `${API}/wallets`, { body })).status)
  }
  expect(statuses.slice(0, 20)).toEqual(Array(20).fill(404))
  expect(statuses.slice(20)).toEqual(Array(10).fill(429))
  expect((await pair(till)).response.status).toBe(201)
  await openedWallet()
  expect((await asOperator('GET', '/terminals')).status).toBe(200)
})

test('no code, link, PIN, cookie or proof is in the log', async () => {
  const lines = logged.join('\n')
  expect(lines).toContain('/api/v1/terminals')
  expect(lines).toContain('/w/:token')
  expect(lines).toContain('"actor":"terminal"')
  expect(lines).toContain('"actor":"wallet"')
  for (const secret of ['40718', '93215', 'eyJ', 'franoi_wallet', '#pair=']) {
    expect(lines).not.toContain(secret)
  }
  // Whatever is as long as a secret would be.
  expect(lines).not.toMatch(/[A-Za-z0-9_-]{43}/)
})
