import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Uuid } from '../../src/kernel/ids.ts'
import { systemRuntime } from '../../src/runtime.ts'
import {
  BENEFICIARY_ID,
  CONTACT_POINT_ID,
  newId,
  openProgramme,
  PARTNER_ID,
  PRODUCT_ID,
  type Programme,
} from '../http/programme.ts'
import { makeEligible } from '../support/eligible.ts'
import { bindPhone, givePhone, type Phone } from './phone.ts'

const OTHER = 'BI-P-002'
let programme: Programme
let phone: Phone
beforeAll(async () => {
  programme = await openProgramme()
  await programme.services.plans.addBeneficiaries([
    { id: OTHER, contactPointId: CONTACT_POINT_ID, householdSize: 1, language: 'ar' },
  ])
  const who = { kind: 'person', id: systemRuntime.newId(), role: 'operator' } as const
  await makeEligible(programme.services.casework, [OTHER], who)
  phone = await givePhone(programme, BENEFICIARY_ID)
})
afterEach(() => expect(programme.faults()).toEqual([]))
afterAll(() => programme.close())

async function issue(beneficiaryId: string, amount = '5000'): Promise<string> {
  const order = { id: newId(), productId: PRODUCT_ID, beneficiaryId, amount }
  const issued = await programme.ask('operator', 'POST', '/api/v1/vouchers', order)
  expect(issued.status).toBe(201)
  return order.id
}

async function redeem(text: string, amount: string) {
  const body = { id: newId(), qr: text, amount }
  const answer = await programme.ask('partner', 'POST', '/api/v1/redemptions', body)
  return (await answer.json()).status
}

async function desk(
  role: 'operator' | 'administrator',
  method: string,
  path: string,
  body?: unknown,
) {
  const answer = await programme.ask(role, method, `/api/v1${path}`, body)
  return { status: answer.status, body: await answer.json() }
}

describe('a wallet', () => {
  test('shows its own vouchers, pays with a fresh code, and shows what was bought', async () => {
    const id = await issue(BENEFICIARY_ID)
    await issue(OTHER)
    const { body } = await phone.ask('GET', '/wallet/vouchers')
    expect(body.items).toMatchObject([{ id, remaining: '5000', status: 'active', unit: 'EUR' }])
    const code = await phone.ask('POST', `/wallet/vouchers/${id}/code`)
    expect(code.status).toBe(201)
    expect(await redeem(String(code.body.token), '3000')).toBe('redeemed')
    expect(await redeem(String(code.body.token), '100')).toBe('token_expired')
    const spent = await phone.ask('GET', '/wallet/spending?limit=1')
    expect(spent.body).toMatchObject({
      items: [{ voucherId: id, partnerName: 'Bottega Prima', amount: '3000', remaining: '2000' }],
      nextCursor: null,
    })
  })

  test('says that a purchase is not right, which is frozen and decided by two', async () => {
    const { services } = programme
    const id = await issue(BENEFICIARY_ID)
    const code = await phone.ask('POST', `/wallet/vouchers/${id}/code`)
    await redeem(String(code.body.token), '3000')
    const line = async () => {
      const { body } = await phone.ask('GET', '/wallet/spending')
      const items = body.items as unknown as { id: string; voucherId: string }[]
      return items.find(({ voucherId }) => voucherId === id)
    }
    const bought = await line()
    expect(bought).toMatchObject({ disputable: '3000', refunded: '0', dispute: null })
    const address = `/wallet/spending/${bought?.id}/disputes`
    const said = { id: newId(), amount: '2000', reason: 'not_received' }
    const own = { ...said, reason: 'My neighbour Amina took it' }
    expect((await phone.ask('POST', address, own)).status).toBe(400)
    const stranger = await givePhone(programme, OTHER)
    expect((await stranger.ask('POST', address, said)).body.code).toBe('redemption_not_found')
    const opened = await phone.ask('POST', address, said)
    expect(opened).toMatchObject({ status: 201, body: { state: 'open', amount: '2000' } })
    expect(await phone.ask('POST', address, said)).toEqual(opened)
    expect((await phone.ask('POST', address, { ...said, amount: '1' })).status).toBe(409)
    const frozen = { disputable: '1000', dispute: { id: said.id, state: 'open', amount: '2000' } }
    expect(await line()).toMatchObject(frozen)
    const more = { ...said, id: newId(), amount: '1001' }
    expect((await phone.ask('POST', address, more)).body.code).toBe('claim_exceeds_redeemed')
    const anna = { kind: 'person', id: newId() as Uuid, role: 'operator' } as const
    const standing = await services.vouchers.getDispute(said.id as Uuid, anna)
    expect(standing.dispute.side).toBe('beneficiary')
    expect(standing.events.map(({ reason }) => reason)).toEqual(['not_received'])
    const decision = { id: said.id as Uuid, outcome: 'to_voucher', reason: 'Proof' } as const
    await services.vouchers.decideDispute(decision, anna)
    expect(await line()).toMatchObject({ refunded: '2000', dispute: { state: 'to_voucher' } })
    const { body } = await phone.ask('GET', '/wallet/vouchers')
    const items = body.items as unknown as { id: string; remaining: string }[]
    expect(items.find((one) => one.id === id)?.remaining).toBe('4000')
  })

  test("cannot show another person's voucher, and the try is written down", async () => {
    const id = await issue(OTHER)
    for (const what of ['code', 'kept-codes']) {
      const answer = await phone.ask('POST', `/wallet/vouchers/${id}/${what}`)
      expect(answer).toMatchObject({ status: 404, body: { code: 'voucher_not_found' } })
      const none = await phone.ask('POST', `/wallet/vouchers/${newId()}/${what}`)
      expect({ ...answer.body, requestId: '' }).toMatchObject({ code: none.body.code })
    }
    const log = await programme.services.accessLog.list({ limit: 10, subjectId: id })
    expect(log.map(({ outcome, role }) => [outcome, role])).toEqual([
      ['refused', 'beneficiary'],
      ['refused', 'beneficiary'],
    ])
  })

  test('keeps ten codes for no network: each good once, and for a small amount only', async () => {
    const id = await issue(BENEFICIARY_ID, '10000')
    const { body, status } = await phone.ask('POST', `/wallet/vouchers/${id}/kept-codes`)
    expect(status).toBe(201)
    const tokens = (body.items as unknown as { token: string; expiresAt: string }[]) ?? []
    expect(new Set(tokens.map(({ token }) => token)).size).toBe(10)
    const [first, second] = tokens
    const hours = (Date.parse(first?.expiresAt ?? '') - Date.now()) / 3_600_000
    expect(hours).toBeGreaterThan(23.9)
    expect(hours).toBeLessThanOrEqual(24)
    expect(await redeem(first?.token ?? '', '2501')).toBe('token_expired')
    const forged = [...(first?.token ?? '')].with(-9, first?.token.at(-9) === 'A' ? 'B' : 'A')
    expect(await redeem(forged.join(''), '100')).toBe('token_invalid')
    const [, payload] = (first?.token ?? '').split('.')
    const none = Buffer.from('{"alg":"none","typ":"fra-noi-kept+jwt"}').toString('base64url')
    expect(await redeem(`${none}.${payload}.`, '100')).toBe('token_invalid')
    expect(await redeem(first?.token ?? '', '2500')).toBe('redeemed')
    expect(await redeem(first?.token ?? '', '100')).toBe('token_expired')
    const many = await Promise.all(
      Array.from({ length: 8 }, () => redeem(second?.token ?? '', '10')),
    )
    expect(many.filter((one) => one === 'redeemed')).toHaveLength(1)
  })

  test('opens nothing any more once it was taken back, and a link opens one phone', async () => {
    const path = `/api/v1/beneficiaries/${OTHER}/wallet-links`
    const { url } = await (await programme.ask('operator', 'POST', path, {})).json()
    const token = String(url).split('/w/')[1] ?? ''
    const [mine, stolen] = [await bindPhone(programme, token), await bindPhone(programme, token)]
    expect(stolen).toBe(409)
    if (typeof mine === 'number') throw new Error(`answered ${mine}`)
    const id = await issue(OTHER, '3000')
    const kept = await mine.ask('POST', `/wallet/vouchers/${id}/kept-codes`)
    const [first, second] = kept.body.items as unknown as { token: string }[]
    const shown = await mine.ask('POST', `/wallet/vouchers/${id}/code`)
    expect(await redeem(first?.token ?? '', '100')).toBe('redeemed')
    expect((await mine.ask('GET', '/wallet/me')).body).toMatchObject({
      beneficiaryId: OTHER,
      language: 'ar',
      contactPoint: { name: 'Social Centre' },
    })
    await programme.ask('operator', 'POST', `/api/v1/beneficiaries/${OTHER}/wallet/revoke`)
    // What the phone keeps or shows pays for nothing from now on; the card still does.
    expect(await redeem(second?.token ?? '', '100')).toBe('token_expired')
    expect(await redeem(String(shown.body.token), '100')).toBe('token_expired')
    const card = await programme.ask('operator', 'GET', `/api/v1/vouchers/${id}/qr`)
    expect(await redeem(await card.text(), '100')).toBe('redeemed')
    for (const what of ['me', 'vouchers', 'spending', 'places', 'pin', 'feedback']) {
      expect((await mine.ask('GET', `/wallet/${what}`)).status, what).toBe(401)
    }
  })

  test('is not opened by a photo of the card', async () => {
    const id = await issue(BENEFICIARY_ID)
    const card = await (await programme.ask('operator', 'GET', `/api/v1/vouchers/${id}/qr`)).text()
    const code = card.slice(card.lastIndexOf('/') + 1)
    for (const token of [card, code, code.slice(0, 43)]) {
      expect(await bindPhone(programme, token)).toBeGreaterThanOrEqual(400)
    }
    expect(
      (
        await programme.app.request('/api/v1/wallet/me', {
          headers: { cookie: `franoi_wallet=${code.slice(0, 43)}` },
        })
      ).status,
    ).toBe(401)
  })

  test('says where vouchers are good, outlet by outlet', async () => {
    const before = await phone.ask('GET', '/wallet/places')
    expect(before.body.items).toMatchObject([
      { name: 'Bottega Prima', town: 'Biella', outlet: null, categories: ['food'] },
    ])
    const outlet = {
      name: 'Via Italia 12',
      town: 'Cossato',
      openingHours: 'lun-sab 8-19',
      status: 'open',
    }
    const put = await programme.ask(
      'operator',
      'PUT',
      `/api/v1/partners/${PARTNER_ID}/outlets/BI-ALI-01-A`,
      outlet,
    )
    expect(put.status).toBeLessThan(300)
    const after = await phone.ask('GET', '/wallet/places')
    expect(after.body.items).toMatchObject([
      { town: 'Cossato', outlet: 'Via Italia 12', openingHours: 'lun-sab 8-19' },
    ])
  })

  test('sets its own PIN', async () => {
    expect((await phone.ask('GET', '/wallet/pin')).body).toEqual({ status: 'none' })
    expect((await phone.ask('PUT', '/wallet/pin', { pin: '40718' })).status).toBe(200)
    expect((await phone.ask('GET', '/wallet/pin')).body).toEqual({ status: 'set' })
    const wrong = await phone.ask('PUT', '/wallet/pin', { pin: '51829', currentPin: '99887' })
    expect(wrong.body).toMatchObject({ code: 'pin_wrong', details: { triesLeft: 4 } })
  })
})

describe('what is said from a wallet', () => {
  const complaint = (changes: object = {}) => ({
    ...{ id: randomUUID(), kind: 'complaint', about: 'partner', partnerId: PARTNER_ID },
    ...{ anonymous: false, text: 'They did not take the voucher.', ...changes },
  })

  test('is answered once, and the answer shows in the wallet', async () => {
    const said = complaint()
    const first = await phone.ask('POST', '/wallet/feedback', said)
    expect(first).toMatchObject({ status: 201, body: { anonymous: false, answer: null } })
    expect(await phone.ask('POST', '/wallet/feedback', said)).toEqual(first)
    const other = await phone.ask('POST', '/wallet/feedback', { ...said, text: 'Another.' })
    expect(other.body.code).toBe('feedback_conflict')
    const days =
      (Date.parse(String(first.body.dueOn)) - Date.parse(String(first.body.receivedOn))) /
      86_400_000
    expect(days).toBe(30)

    const list = await desk('operator', 'GET', '/feedback?state=waits')
    expect(list.body.items).toMatchObject([{ id: said.id, text: null }])
    const read = await desk('operator', 'GET', `/feedback/${said.id}`)
    expect(read.body).toMatchObject({ text: said.text, beneficiaryId: BENEFICIARY_ID })
    const log = await programme.services.accessLog.list({ limit: 10, subjectId: said.id })
    expect(log.map(({ action }) => action)).toEqual(['feedback.viewed', 'feedback.said'])
    const text = 'We have spoken to them.'
    const answered = await desk('operator', 'POST', `/feedback/${said.id}/answer`, { text })
    expect(answered.body).toMatchObject({ answer: text })
    expect(await desk('operator', 'POST', `/feedback/${said.id}/answer`, { text })).toEqual(
      answered,
    )
    const again = { text: 'Something else.' }
    const refused = await desk('administrator', 'POST', `/feedback/${said.id}/answer`, again)
    expect(refused).toMatchObject({ status: 409, body: { code: 'feedback_answered' } })
    expect((await phone.ask('GET', '/wallet/feedback')).body.items).toMatchObject([
      { answer: text },
    ])
  })

  test('never reaches the partner', async () => {
    const said = complaint()
    await phone.ask('POST', '/wallet/feedback', said)
    for (const path of ['/feedback', `/feedback/${said.id}`, '/wallet/feedback']) {
      expect((await programme.ask('partner', 'GET', `/api/v1${path}`)).status).toBe(403)
    }
    const pages = ['/partners/me', '/redemptions', '/outlets']
    for (const path of pages) {
      const answer = await programme.ask('partner', 'GET', `/api/v1${path}`)
      expect(await answer.text()).not.toContain(said.text)
    }
  })

  test('without a name leads to nobody, and its answer is found by its id alone', async () => {
    const said = complaint({ anonymous: true, about: 'programme', partnerId: null })
    const timed = { ...said, id: newId() }
    expect((await phone.ask('POST', '/wallet/feedback', timed)).status).toBe(400)
    expect((await phone.ask('POST', '/wallet/feedback', said)).status).toBe(201)
    const { sql } = programme.database.db
    const [row] = await sql`select f::text as text from feedback f where id = ${said.id}`
    expect(row?.text).not.toContain(BENEFICIARY_ID)
    expect(await programme.services.accessLog.list({ limit: 9, subjectId: said.id })).toEqual([])
    const read = await desk('operator', 'GET', `/feedback/${said.id}`)
    expect(read.body).toMatchObject({ beneficiaryId: null, text: said.text })
    const text = 'Thank you.'
    await desk('operator', 'POST', `/feedback/${said.id}/answer`, { text })
    const mine = await phone.ask('GET', `/wallet/feedback?ids=${said.id}`)
    expect(JSON.stringify(mine.body)).toContain(text)
    const without = await phone.ask('GET', '/wallet/feedback')
    expect(JSON.stringify(without.body)).not.toContain(text)
  })

  test('with a name is found by nobody else, not by its id either', async () => {
    const said = complaint({ text: 'Mine alone.' })
    await phone.ask('POST', '/wallet/feedback', said)
    const other = await givePhone(programme, OTHER)
    const found = await other.ask('GET', `/wallet/feedback?ids=${said.id}`)
    expect(found.body).toEqual({ items: [] })
  })

  test('stands sealed in the database, and is removed with the person', async () => {
    const said = complaint({ text: 'A most unusual sentence.' })
    await phone.ask('POST', '/wallet/feedback', said)
    const { sql } = programme.database.db
    const rows = async () => sql`select said from feedback where id = ${said.id}`
    expect(String((await rows())[0]?.said)).not.toContain('unusual')
    await expect(sql`update feedback set said = 'x' where id = ${said.id}`).rejects.toThrow(/stays/)
    await expect(sql`update feedback set kind = 'x'`).rejects.toThrow(/permission denied/)
    const erase = `/api/v1/beneficiaries/${BENEFICIARY_ID}/erase`
    const ground = { ground: 'request_of_person' }
    const path = `/api/v1/beneficiaries/${BENEFICIARY_ID}/wallet-links`
    const { url } = await (await programme.ask('operator', 'POST', path, {})).json()
    const checkPin = () => programme.services.pins.checkPin(BENEFICIARY_ID, '40718')
    expect(await checkPin()).toEqual({ status: 'right' })
    expect((await programme.ask('operator', 'POST', erase, ground)).status).toBe(204)
    expect((await rows())[0]?.said).toBeNull()
    // Whoever is erased is known by nothing any more: not by the phone, by a link that waits, or by the PIN.
    expect((await phone.ask('POST', '/wallet/feedback', complaint())).status).toBe(401)
    expect(await bindPhone(programme, String(url).split('/w/')[1] ?? '')).toBe(409)
    expect(await checkPin()).toEqual({ status: 'none' })
    const log = await programme.services.accessLog.list({ limit: 9, subjectId: BENEFICIARY_ID })
    expect(
      log
        .slice(0, 3)
        .map(({ action }) => action)
        .sort(),
    ).toEqual([...['beneficiary.erased', 'pin.removed', 'wallet.revoked']])
  })
})
