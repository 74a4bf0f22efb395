import { createLocalJWKSet, jwtVerify } from 'jose'
import jsqr from 'jsqr'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Day } from '../../src/kernel/days.ts'
import { parseUuid, UUID_ZERO } from '../../src/kernel/ids.ts'
import { EUR } from '../../src/kernel/money.ts'
import { expiryTransferId } from '../../src/vouchers/identity.ts'
import { RECEIPT_TYPE } from '../../src/vouchers/receipt.ts'
import {
  BENEFICIARY_ID,
  newId,
  openProgramme,
  PARTNER_ID,
  PRODUCT_ID,
  type Programme,
} from '../http/programme.ts'
import { makeEligible } from '../support/eligible.ts'

let programme: Programme
beforeAll(async () => {
  programme = await openProgramme()
})
afterAll(async () => {
  expect(programme.faults()).toEqual([])
  await programme.close()
})

type Json = Record<string, unknown>
const bodyOf = async (answer: Response): Promise<Json> => answer.json() as Promise<Json>

async function issue(amount = '5000'): Promise<Json> {
  const order = { id: newId(), productId: PRODUCT_ID, beneficiaryId: BENEFICIARY_ID, amount }
  const answer = await programme.ask('operator', 'POST', '/api/v1/vouchers', order)
  expect(answer.status).toBe(201)
  return bodyOf(answer)
}

const redeem = (body: Json) => programme.ask('partner', 'POST', '/api/v1/redemptions', body)

describe('a voucher over HTTP', () => {
  it('is issued, fetched as a picture, read by an independent reader, and redeemed to the end', async () => {
    const voucher = await issue()
    expect(voucher).toMatchObject({
      status: 'active',
      amount: '5000',
      remaining: '5000',
      unit: 'EUR',
      typedCode: expect.stringMatching(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/),
      expiresOn: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
      issuedAt: expect.stringMatching(/Z$/),
      productId: PRODUCT_ID,
      beneficiaryId: BENEFICIARY_ID,
    })
    const path = `/api/v1/vouchers/${voucher.id}`
    const text = await programme.ask('operator', 'GET', `${path}/qr`)
    expect(text.headers.get('content-type')).toMatch(/^text\/plain/)
    expect(text.headers.get('cache-control')).toBe('no-store')
    const qr = await text.text()
    const png = await programme.ask('operator', 'GET', `${path}/qr.png`)
    expect(png.headers.get('content-type')).toBe('image/png')
    const picture = PNG.sync.read(Buffer.from(await png.arrayBuffer()))
    const read = jsqr.default(new Uint8ClampedArray(picture.data), picture.width, picture.height)
    expect(read?.data).toBe(qr)
    const svg = await programme.ask('operator', 'GET', `${path}/qr.svg`)
    expect(svg.headers.get('content-type')).toBe('image/svg+xml')
    expect(await svg.text()).toContain('<svg')

    const first = await redeem({ id: newId(), qr: read?.data, amount: '2000' })
    expect(first.status).toBe(201)
    expect(await bodyOf(first)).toMatchObject({ status: 'redeemed', remaining: '3000' })
    const rest = {
      id: newId(),
      typedCode: voucher.typedCode,
      amount: '3000',
      partnerId: PARTNER_ID,
    }
    const second = await redeem(rest)
    expect(second.status).toBe(201)
    const answer = await bodyOf(second)
    const again = await redeem(rest)
    expect(again.status).toBe(201)
    expect(await bodyOf(again)).toEqual(answer)
    const third = await redeem({ id: newId(), qr, amount: '1' })
    expect(third.status).toBe(200)
    expect(await bodyOf(third)).toMatchObject({
      status: 'used_up',
      amount: '1',
      remaining: '0',
      receipt: null,
      message: {
        it: 'Buono già speso del tutto: non resta nulla.',
        en: 'This voucher has been spent: nothing is left on it.',
      },
    })
    const found = await programme.ask('partner', 'GET', `/api/v1/redemptions/${answer.id}`)
    expect(await bodyOf(found)).toEqual(answer)
    const now = await programme.ask('auditor', 'GET', path)
    expect(await bodyOf(now)).toMatchObject({ status: 'used_up', remaining: '0' })
  })

  it('is redeemed with a receipt that the published keys verify', async () => {
    const voucher = await issue()
    const answer = await bodyOf(
      await redeem({ id: newId(), typedCode: voucher.typedCode, amount: '1250' }),
    )
    const keySet = await (await programme.ask('nobody', 'GET', '/.well-known/jwks.json')).json()
    const { payload } = await jwtVerify(String(answer.receipt), createLocalJWKSet(keySet), {
      algorithms: ['ES256'],
      typ: RECEIPT_TYPE,
      issuer: 'http://localhost:3000',
    })
    expect(payload).toEqual({
      iss: 'http://localhost:3000',
      redemptionId: answer.id,
      voucherId: voucher.id,
      partnerId: PARTNER_ID,
      amount: '1250',
      unit: 'EUR',
      remaining: '3750',
      redeemedAt: answer.recordedAt,
    })
  })

  it('is shown by a phone with a token that is good once', async () => {
    const voucher = await issue()
    const path = `/api/v1/vouchers/${voucher.id}/phone-token`
    const { token, expiresAt } = await bodyOf(await programme.ask('operator', 'GET', path))
    expect(Date.parse(String(expiresAt)) - Date.now()).toBeGreaterThan(100_000)
    const answers = [
      await redeem({ id: newId(), qr: token, amount: '1' }),
      await redeem({ id: newId(), qr: token, amount: '1' }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([201, 200])
    expect(await answers[1]?.json()).toMatchObject({ status: 'token_expired', remaining: null })
  })

  it('is blocked, unblocked and cancelled by the operator, each with a reason', async () => {
    const voucher = await issue()
    const change = async (verb: string, body: Json = { id: newId(), reason: 'lost card' }) => {
      const answer = await programme.ask(
        'operator',
        'POST',
        `/api/v1/vouchers/${voucher.id}/${verb}`,
        body,
      )
      return { status: answer.status, ...(await bodyOf(answer)) }
    }
    const card = async () =>
      bodyOf(await redeem({ id: newId(), typedCode: voucher.typedCode, amount: '1' }))
    expect(await change('block')).toMatchObject({ status: 'blocked' })
    expect(await card()).toMatchObject({ status: 'blocked' })
    expect(await change('unblock')).toMatchObject({ status: 'active' })
    const request = { id: newId(), reason: 'no longer needed' }
    expect(await change('cancel', request)).toMatchObject({ status: 'cancelled', remaining: '0' })
    expect(await change('cancel', request)).toMatchObject({ status: 'cancelled', remaining: '0' })
    expect(await card()).toMatchObject({ status: 'cancelled' })
    expect(await change('cancel')).toMatchObject({ status: 409, code: 'voucher_closed' })
    expect(await change('cancel', { id: newId(), reason: '' })).toMatchObject({ status: 400 })
    const events = await programme.ask('auditor', 'GET', `/api/v1/vouchers/${voucher.id}/events`)
    const { items } = await bodyOf(events)
    const told = { recordedAt: expect.stringMatching(/Z$/), actorId: expect.any(String) }
    expect(items).toEqual([
      { ...told, id: expect.any(String), kind: 'block', reason: 'lost card' },
      { ...told, id: expect.any(String), kind: 'unblock', reason: 'lost card' },
      { ...told, ...request, kind: 'cancel' },
    ])
    const none = await programme.ask('auditor', 'GET', `/api/v1/vouchers/${newId()}/events`)
    expect(await bodyOf(none)).toMatchObject({ status: 404, code: 'voucher_not_found' })
  })

  it("is not made or ended under an id of the service's own, which follow from names", async () => {
    const victim = await issue()
    const voucherId = parseUuid(String(victim.id)) ?? UUID_ZERO
    const id = expiryTransferId(voucherId, 1n)
    const reason = 'in its way'
    const order = { productId: PRODUCT_ID, beneficiaryId: BENEFICIARY_ID, amount: '5000' }
    const answers = [
      await redeem({ id, typedCode: victim.typedCode, amount: '1' }),
      await redeem({ id: id.toUpperCase(), typedCode: victim.typedCode, amount: '1' }),
      await programme.ask('operator', 'POST', '/api/v1/vouchers', { ...order, id }),
    ]
    for (const verb of ['cancel', 'block', 'unblock']) {
      const path = `/api/v1/vouchers/${victim.id}/${verb}`
      answers.push(await programme.ask('operator', 'POST', path, { id, reason }))
    }
    for (const answer of answers) {
      expect(await bodyOf(answer)).toMatchObject({
        status: 400,
        code: 'invalid_request',
        errors: [{ field: 'id', message: expect.stringContaining('version 8') }],
      })
    }
    expect(await programme.services.ledger.findTransfer(id)).toBeUndefined()
  })

  it('is declined by a program as a batch would decline it', async () => {
    const { plans, vouchers, casework } = programme.services
    const stranger = { id: 'BI-P-777', contactPointId: 'BI-SC', householdSize: 2, language: 'it' }
    await plans.addBeneficiaries([stranger])
    const limits = { minAmount: 100n, maxAmount: 10_000n, validityDays: 9, categories: ['food'] }
    const fixed = { faceValue: 'fixed', faceAmounts: [2500n] } as const
    await vouchers.addProducts([{ ...limits, ...fixed, id: 'FIXED', name: 'Fixed', unit: EUR }])
    const ask = async (change: Json) => {
      const order = { id: newId(), productId: 'FIXED', beneficiaryId: BENEFICIARY_ID, ...change }
      return bodyOf(await programme.ask('operator', 'POST', '/api/v1/vouchers', order))
    }
    const theirs = { beneficiaryId: stranger.id, amount: '2500' }
    expect(await ask(theirs)).toMatchObject({
      ...{ status: 422, code: 'person_not_entitled', details: { reason: 'not_assessed' } },
    })
    const who = { kind: 'person', id: parseUuid(newId()) ?? UUID_ZERO, role: 'operator' } as const
    await makeEligible(casework, [stranger.id], who)
    expect(await ask(theirs)).toMatchObject({ status: 'active', amount: '2500' })
    expect(await ask({ amount: '2400' })).toMatchObject({ code: 'amount_outside_product' })
    await casework.eligibility.leave({ who }, stranger.id, {
      ...{ on: '2026-05-01' as Day, reason: 'other' },
    })
    expect(await ask(theirs)).toMatchObject({
      code: 'person_not_entitled',
      details: { reason: 'left' },
    })
  })

  it('and its redemptions are found page by page, a partner seeing its own', async () => {
    for (let index = 0; index < 5; index++) {
      const voucher = await issue('100')
      await redeem({ id: newId(), typedCode: voucher.typedCode, amount: '100' })
    }
    for (const [role, path] of [
      ['operator', '/api/v1/vouchers?limit=2&status=used_up'],
      ['partner', '/api/v1/redemptions?limit=2'],
      ['auditor', '/api/v1/redemptions?limit=2'],
    ] as const) {
      const ids: unknown[] = []
      let next: string | null = ''
      while (next !== null) {
        const answer = await programme.ask(
          role,
          'GET',
          next === '' ? path : `${path}&cursor=${next}`,
        )
        const page = (await answer.json()) as { items: Json[]; nextCursor: string | null }
        ids.push(...page.items.map(({ id }) => id))
        next = page.nextCursor
      }
      expect(ids.length).toBeGreaterThanOrEqual(5)
      expect(new Set(ids).size).toBe(ids.length)
    }
  })

  it("is not shown another partner's redemptions", async () => {
    const { access, network } = programme.services
    await network.addPartner({
      id: 'BI-ALI-02',
      name: 'Bottega Seconda',
      kind: 'shop',
      categories: ['food'],
      status: 'active',
      territoryId: 'BI',
      unit: EUR,
    })
    const key = await access.createKey({ role: 'partner', partnerId: 'BI-ALI-02' })
    const ask = (path: string) =>
      programme.app.request(path, { headers: { authorization: `Bearer ${key}` } })
    const voucher = await issue()
    const asked = { id: newId(), typedCode: voucher.typedCode, amount: '1' }
    await redeem(asked)
    const found = await ask(`/api/v1/redemptions/${asked.id}`)
    expect(found.status).toBe(404)
    expect(await found.json()).toMatchObject({ code: 'redemption_not_found' })
    expect(await (await ask('/api/v1/redemptions')).json()).toEqual({ items: [], nextCursor: null })
    const other = await redeem({ ...asked, id: newId(), partnerId: 'BI-ALI-02' })
    expect(other.status).toBe(403)
    expect(await other.json()).toMatchObject({ code: 'forbidden' })
  })

  it.each<[string, Json, number, string]>([
    ['an amount that is a number', { amount: 5000 }, 400, 'invalid_request'],
    ['no money', { amount: '0' }, 400, 'invalid_request'],
    ['an unknown field', { note: 'x' }, 400, 'invalid_request'],
    ['an id of zeros', { id: '00000000-0000-0000-0000-000000000000' }, 400, 'invalid_request'],
    ['an unknown product', { productId: 'NONE' }, 422, 'product_unknown'],
    ['an unknown beneficiary', { beneficiaryId: 'NONE' }, 422, 'beneficiary_unknown'],
    ['too large an amount', { amount: '10001' }, 422, 'amount_outside_product'],
    [
      'the largest amount there is',
      { amount: '9223372036854775807' },
      422,
      'amount_outside_product',
    ],
    ['more than any amount', { amount: '9223372036854775808' }, 400, 'invalid_request'],
  ])('cannot be issued with %s', async (_, change, status, code) => {
    const order = {
      id: newId(),
      productId: PRODUCT_ID,
      beneficiaryId: BENEFICIARY_ID,
      amount: '5000',
    }
    const answer = await programme.ask('operator', 'POST', '/api/v1/vouchers', {
      ...order,
      ...change,
    })
    expect(answer.status).toBe(status)
    expect(await bodyOf(answer)).toMatchObject({ code })
  })

  it.each<[string, Json, number]>([
    ['neither qr nor typedCode', { typedCode: undefined }, 400],
    ['both', { qr: 'x' }, 400],
    ['a number for an amount', { amount: 1 }, 400],
    ['a qr that no QR code can hold', { typedCode: undefined, qr: 'x'.repeat(4297) }, 400],
    ['garbage', { typedCode: undefined, qr: '\u0000\ud800 <script>' }, 200],
    ['the largest amount there is', { amount: '9223372036854775807' }, 200],
  ])('redeemed with %s gets an answer that says so', async (_, change, status) => {
    const voucher = await issue()
    const body = { id: newId(), typedCode: voucher.typedCode, amount: '1', ...change }
    expect((await redeem(body)).status).toBe(status)
  })

  it('can be good for the products that are listed', async () => {
    const answer = await programme.ask('operator', 'GET', '/api/v1/products')
    expect(await answer.json()).toMatchObject({
      items: [
        { id: 'FIXED' },
        { id: PRODUCT_ID, unit: 'EUR', categories: ['food'], minAmount: '100' },
      ],
      nextCursor: null,
    })
  })
})
