import { createHmac } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createWebhooks, type Webhooks } from '../../src/webhooks/service.ts'
import { openPeople, type People } from '../access/people.ts'
import { BENEFICIARY_ID, furnish, newId, PARTNER_ID, PRODUCT_ID } from '../http/programme.ts'

interface Received {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

let people: People
let webhooks: Webhooks
let receiver: Server
let port: number
let mode: 'takes' | 'fails' | 'redirects' | 'never answers' = 'takes'
const received: Received[] = []

const admin = { kind: 'person', id: newId(), role: 'administrator' } as never
const secret = 'a secret of thirty-two characters.'

beforeAll(async () => {
  people = await openPeople()
  await people.services.keys.prepare()
  await furnish(people.services)
  const { services, database, runtime } = people
  const { accessLog, books, vouchers } = services
  const frame = { db: database.db, runtime, accessLog, books, vouchers }
  webhooks = createWebhooks({ ...frame, secret, answerMs: 300 })
  await listen(0)
})
afterAll(async () => {
  await stop()
  await people.close()
})

async function listen(at: number): Promise<void> {
  receiver = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      received.push({ headers: request.headers, body })
      if (mode === 'never answers') return
      if (mode === 'redirects') response.writeHead(307, { location: '/elsewhere' }).end()
      else response.writeHead(mode === 'takes' ? 204 : 500).end()
    })
  })
  await new Promise<void>((resolve) => receiver.listen(at, '127.0.0.1', resolve))
  port = (receiver.address() as AddressInfo).port
}

async function stop(): Promise<void> {
  receiver.closeAllConnections()
  await new Promise((resolve) => receiver.close(resolve))
}

function add(kinds: Parameters<Webhooks['add']>[0]['kinds'] = ['voucher.issued']) {
  return webhooks.add({ id: newId() as never, url: `http://127.0.0.1:${port}/x`, kinds }, admin)
}

async function issue() {
  const order = { id: newId() as never, productId: PRODUCT_ID, beneficiaryId: BENEFICIARY_ID }
  const { voucher } = await people.services.vouchers.issue({ ...order, amount: 500n }, null)
  return voucher
}

function mine(body: string) {
  const { data } = JSON.parse(body)
  return data.voucherId as string
}

test('what is issued and redeemed is told once, signed, with nothing of whose it is', async () => {
  received.length = 0
  await issue()
  const hook = await add(['voucher.issued', 'voucher.redeemed'])
  const voucher = await issue()
  const shown = { kind: 'typedCode', text: voucher.typedCode } as const
  const pay = { id: newId() as never, shown, amount: 200n, partnerId: PARTNER_ID, pin: undefined }
  await people.services.vouchers.redeem(pay)
  await Promise.all([webhooks.deliverDue(), webhooks.deliverDue(), webhooks.deliverDue()])
  await webhooks.deliverDue()
  expect(
    received
      .map(({ body }) => JSON.parse(body))
      .map(({ type }) => type)
      .sort(),
  ).toEqual(['voucher.issued', 'voucher.redeemed'])
  const redeemed = received.find(({ body }) => body.includes('redeemed'))
  expect(JSON.parse(redeemed?.body ?? '{}').data).toMatchObject({
    ...{ voucherId: voucher.id, amount: '200', unit: 'EUR', partnerId: PARTNER_ID },
    redemptionId: pay.id,
  })
  for (const { headers, body } of received) {
    expect(body).not.toContain(BENEFICIARY_ID)
    expect(body).not.toContain(voucher.typedCode)
    const key = Buffer.from(hook.secret.slice('whsec_'.length), 'base64')
    const text = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
    const mac = createHmac('sha256', key).update(text).digest('base64')
    expect(headers['webhook-signature']).toBe(`v1,${mac}`)
    expect(headers['webhook-timestamp']).toBe(String(Math.floor(people.runtime.now() / 1000)))
  }
  await webhooks.end(hook.id, admin)
})

test('a receiver that fails, leads elsewhere, is slow or is dead gets the same again, later and later', async () => {
  const hook = await add()
  const voucher = await issue()
  received.length = 0
  const outcomes = ['fails', 'redirects', 'never answers', 'dead'] as const
  const waits = [60_000, 300_000, 1_800_000, 7_200_000]
  for (const [index, how] of outcomes.entries()) {
    if (how === 'dead') await stop()
    else mode = how
    expect(await webhooks.deliverDue()).toBe(0)
    people.runtime.advance((waits[index] ?? 0) - 1)
    expect(await webhooks.deliverDue()).toBe(0)
    people.runtime.advance(1)
  }
  mode = 'takes'
  await listen(port)
  expect(await webhooks.deliverDue()).toBe(1)
  expect(await webhooks.deliverDue()).toBe(0)
  const [delivery] = await webhooks.deliveries(hook.id, { limit: 5, state: 'delivered' })
  expect(delivery?.attempts.map(({ outcome, status }) => [outcome, status])).toEqual([
    ['refused', 500],
    ['refused', 307],
    ['slow', null],
    ['unreachable', null],
    ['taken', 204],
  ])
  expect(received).toHaveLength(4)
  expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  expect(new Set(received.map(({ body }) => body)).size).toBe(1)
  expect(mine(received[0]?.body ?? '')).toBe(voucher.id)
  await webhooks.end(hook.id, admin)
})

test('it is given up after nine attempts, and an endpoint that has ended is told nothing', async () => {
  mode = 'fails'
  const [hook, ended] = [await add(), await add()]
  await issue()
  await webhooks.deliverDue()
  await webhooks.end(ended.id, admin)
  for (let days = 0; days < 12; days++) {
    people.runtime.advance(86_400_000)
    await webhooks.deliverDue()
  }
  const [given] = await webhooks.deliveries(hook.id, { limit: 1 })
  expect([given?.state, given?.attempts.length]).toEqual(['given_up', 9])
  const [dropped] = await webhooks.deliveries(ended.id, { limit: 1 })
  expect([dropped?.state, dropped?.attempts.length]).toEqual(['given_up', 1])
  mode = 'takes'
})

test('a process that dies while it sends leaves what it had for the next one', async () => {
  const hook = await add()
  await issue()
  const { sql } = people.database.db
  await webhooks.deliverDue()
  const due = new Date(people.runtime.now() + 120_000)
  // As the claim leaves it, where nothing is written after it.
  await sql`update webhook_delivery set tries = 2, next_try_at = ${due}, delivered_at = null
    where endpoint_id = ${hook.id}`
  expect(await webhooks.deliverDue()).toBe(0)
  people.runtime.advance(120_000)
  expect(await webhooks.deliverDue()).toBe(1)
})

test('is added once, goes to safe addresses alone, and its attempts are final', async () => {
  const id = newId() as never
  const wanted = { id, url: 'https://example.org/hook', kinds: ['voucher.expired'] as const }
  const added = await webhooks.add(wanted, admin)
  expect(await webhooks.add(wanted, admin)).toEqual(added)
  await expect(
    webhooks.add({ ...wanted, url: 'https://example.com/' }, admin),
  ).rejects.toMatchObject({ code: 'webhook_id_conflict' })
  for (const url of [
    'http://example.org/hook',
    'http://127.0.0.1.example.org/',
    'https://user:word@example.org/',
    'ftp://example.org/',
    'file:///etc/passwd',
    'no address',
  ]) {
    await expect(webhooks.add({ ...wanted, url }, admin)).rejects.toMatchObject({
      code: 'webhook_target_unfit',
    })
  }
  const { sql } = people.database.db
  await expect(sql`update webhook_attempt set status = 200`).rejects.toThrow()
  await expect(sql`delete from webhook_delivery`).rejects.toThrow()
  const log = await people.services.accessLog.list({ limit: 200, action: 'webhook.added' })
  expect(log.filter(({ subjectId }) => subjectId === id)).toHaveLength(1)
})
