import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createServices } from '../../src/app.ts'
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
import { type HeardEvent, type HeardStream, listenTo } from '../support/stream.ts'
import { createTestTerminal, type TestTerminal } from '../support/terminal.ts'

let programme: Programme
let till: TestTerminal
let terminalId: string

const EVENTS = '/api/v1/terminals/me/events'

beforeAll(async () => {
  programme = await openProgramme()
  till = createTestTerminal()
  terminalId = await pair(till)
})
afterAll(async () => {
  const { services } = programme
  services.streams.close()
  expect([services.streams.count(), services.liveVouchers.count()]).toEqual([0, 0])
  expect(programme.faults()).toEqual([])
  await programme.close()
})

async function made(path: string, body: object, role: 'operator' | 'partner' = 'operator') {
  const answer = await programme.ask(role, 'POST', `/api/v1${path}`, body)
  const told = await answer.json()
  expect(answer.status, JSON.stringify(told)).toBeLessThan(300)
  return told
}

async function pair(browser: TestTerminal): Promise<string> {
  const order = { partnerId: PARTNER_ID, name: 'Cassa 1' }
  const { url } = await made('/terminals/pairings', order)
  const body = JSON.stringify({ code: url.split('#pair=')[1], jwk: browser.jwk })
  const answer = await programme.app.request('/api/v1/terminals', {
    method: 'POST',
    headers: {
      authorization: browser.authorization('POST', '/api/v1/terminals', body),
      'content-type': 'application/json',
    },
    body,
  })
  return (await answer.json()).id
}

async function listen(lastEventId?: string, browser = till): Promise<HeardStream> {
  const headers = { authorization: browser.authorization('GET', EVENTS) }
  const more = lastEventId === undefined ? {} : { 'last-event-id': lastEventId }
  return listenTo(await programme.app.request(EVENTS, { headers: { ...headers, ...more } }))
}

/** Reads on until it is told of this; what was told before may come again. */
async function toldOf(heard: HeardStream, id: string): Promise<HeardEvent> {
  for (;;) {
    const told = await heard.next()
    if (told === undefined) throw new Error('the stream ended before')
    if (told.data.id === id || told.event === id) return told
  }
}

async function spend(amount: string): Promise<{ readonly id: string; readonly status: string }> {
  const order = { id: newId(), productId: PRODUCT_ID, beneficiaryId: BENEFICIARY_ID }
  const { typedCode } = await made('/vouchers', { ...order, amount: '5000' })
  return made('/redemptions', { id: newId(), typedCode, amount }, 'partner')
}

describe('a till', () => {
  test('is told what is redeemed, declined and refunded at its shop, each once', async () => {
    const heard = await listen()
    expect(await heard.next()).toMatchObject({ event: 'open' })
    const good = await spend('1200')
    const declined = await spend('999999')
    const asked = { id: newId(), amount: '200', reason: 'goods_returned' }
    await made(`/redemptions/${good.id}/refunds`, asked)
    const last = await spend('100')
    const told = []
    while (told.at(-1)?.data.id !== last.id) told.push(await heard.next())
    expect(told).toMatchObject([
      { event: 'redemption', data: { id: good.id, status: 'redeemed' } },
      { event: 'redemption', data: { id: declined.id, status: declined.status } },
      { event: 'refund', data: { id: asked.id, amount: '200' } },
      { event: 'redemption', data: { id: last.id } },
    ])
    await heard.leave()
  })

  test('goes on where it was, and is told what it missed', async () => {
    const first = await listen()
    const seen = await spend('300')
    const { id } = await toldOf(first, seen.id)
    await first.leave()
    const missed = await spend('400')
    const again = await listen(id)
    const told: unknown[] = []
    while (told.at(-1) !== missed.id) told.push((await again.next())?.data.id)
    // Something may come twice, and nothing is left out.
    expect(told.filter((one) => one === missed.id)).toHaveLength(1)
    expect(told.indexOf(seen.id)).toBeLessThan(told.length - 1)
    await again.leave()
  })

  test('is told what another process of the service did', async () => {
    const heard = await listen()
    await heard.next()
    const foundation = { db: programme.database.db, runtime: systemRuntime }
    const secret = 'a secret of thirty-two characters.'
    const publicUrl = 'http://localhost:3000'
    const other = createServices({ ...foundation, secret, publicUrl })
    const id = systemRuntime.newId()
    const { voucher } = await other.vouchers.issue(
      { id, productId: PRODUCT_ID, beneficiaryId: BENEFICIARY_ID, amount: 700n },
      null,
    )
    const redeemed = await other.vouchers.redeem({
      ...{ id: systemRuntime.newId(), amount: 700n, partnerId: PARTNER_ID, pin: undefined },
      shown: { kind: 'typedCode', text: voucher.typedCode },
    })
    expect(await toldOf(heard, redeemed.id)).toMatchObject({ data: { amount: '700' } })
    await other.ledger.close()
    await heard.leave()
  })

  test('is told that it was unpaired, which is the end of it', async () => {
    const second = createTestTerminal()
    const id = await pair(second)
    const heard = await listen(undefined, second)
    const first = await listen()
    await made(`/terminals/${id}/unpair`, {})
    await toldOf(heard, 'unpaired')
    expect(await heard.next()).toBeUndefined()
    // The other till of the shop goes on.
    const { id: next } = await spend('100')
    await toldOf(first, next)
    await first.leave()
    expect(terminalId).not.toBe(id)
  })

  test('listens a few times and not without bounds', async () => {
    const some = await Promise.all(Array.from({ length: 6 }, () => listen()))
    const headers = { authorization: till.authorization('GET', EVENTS) }
    const refused = await programme.app.request(EVENTS, { headers })
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('2')
    expect(await refused.json()).toMatchObject({ code: 'too_many_streams' })
    for (const heard of some) await heard.leave()
    const { services } = programme
    expect([services.streams.count(), services.liveVouchers.count()]).toEqual([0, 0])
  })
})

describe('a batch', () => {
  test('tells how far it has come, and ends', async () => {
    const { services } = programme
    const preparer = { kind: 'person', id: systemRuntime.newId(), role: 'administrator' } as const
    await makeEligible(services.casework, [BENEFICIARY_ID], preparer)
    const order = { productId: PRODUCT_ID, contactPointId: CONTACT_POINT_ID, amount: 2500n }
    const batch = await services.issuing.prepareBatch(
      {
        ...{ ...order, id: systemRuntime.newId(), reason: 'May' },
        people: [{ beneficiaryId: BENEFICIARY_ID }],
      },
      preparer,
    )
    const path = `/api/v1/voucher-batches/${batch.id}/events`
    const heard = listenTo(await programme.ask('auditor', 'GET', path))
    const waiting = await heard.next()
    expect(waiting).toMatchObject({ event: 'progress', data: { state: 'waiting', issued: 0 } })
    const approver = { ...preparer, id: systemRuntime.newId() }
    await services.issuing.decideBatch(batch.id, { state: 'approved' }, approver)
    expect(await heard.next()).toMatchObject({ data: { state: 'issuing' } })
    await services.issuing.issueDue()
    const told = [await heard.next()]
    while (told.at(-1) !== undefined) told.push(await heard.next())
    expect(told.at(-2)).toMatchObject({ data: { state: 'issued', issued: 1, failed: 0 } })
    const last = told.at(-2)?.id ?? ''
    const headers = { authorization: `Bearer ${programme.keys.auditor}`, 'last-event-id': last }
    const over = await programme.app.request(path, { headers })
    expect(over.status).toBe(204)
    await vi.waitFor(() => expect(services.liveVouchers.count()).toBe(0))
  })
})
