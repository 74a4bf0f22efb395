import { createHmac } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseAddressBlock } from '../../src/kernel/addresses.ts'
import type { WebhooksDeps } from '../../src/webhooks/deps.ts'
import { createWebhooks, type Webhooks } from '../../src/webhooks/service.ts'
import { openPeople, type People } from '../access/people.ts'
import { BENEFICIARY_ID, furnish, newId, PARTNER_ID, PRODUCT_ID } from '../http/programme.ts'

interface Received {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

let people: People
let frame: WebhooksDeps
let webhooks: Webhooks
let receiver: Server
let port: number
let mode: 'takes' | 'fails' | 'redirects' | 'never answers' = 'takes'
const received: Received[] = []

const admin = { kind: 'person', id: newId(), role: 'administrator' } as never
const LOOPBACK = ['127.0.0.0/8', '::1'].flatMap((text) => parseAddressBlock(text) ?? [])
const secret = 'a secret of thirty-two characters.'

beforeAll(async () => {
  people = await openPeople()
  await people.services.keys.prepare()
  await furnish(people.services)
  const { services, database, runtime } = people
  const { accessLog, books, vouchers } = services
  frame = { db: database.db, runtime, accessLog, books, vouchers, secret, answerMs: 300 }
  webhooks = createWebhooks({ ...frame, networks: LOOPBACK })
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
  await webhooks.end(hook.id, admin)
  mode = 'takes'
})

test('what was given up or taken can be sent again by hand, under its id, and not once it has ended', async () => {
  mode = 'fails'
  const [hook, other] = [await add(), await add(['voucher.expired'])]
  await issue()
  for (let days = 0; days < 12; days++) {
    await webhooks.deliverDue()
    people.runtime.advance(86_400_000)
  }
  const [given] = await webhooks.deliveries(hook.id, { limit: 1, state: 'given_up' })
  const id = given?.id ?? ('' as never)
  expect(given?.attempts).toHaveLength(9)
  mode = 'takes'
  received.length = 0
  const resend = () => webhooks.resend(hook.id, id, admin)
  expect(await resend()).toMatchObject({ id, state: 'waiting', deliveredAt: null })
  expect(await resend()).toMatchObject({ id, state: 'waiting' })
  expect(await webhooks.deliverDue()).toBe(1)
  expect(await webhooks.deliverDue()).toBe(0)
  expect(await webhooks.deliveries(hook.id, { limit: 1, state: 'given_up' })).toEqual([])
  await resend()
  expect(await webhooks.deliverDue()).toBe(1)
  expect(received.map(({ headers }) => headers['webhook-id'])).toEqual([id, id])
  const [taken] = await webhooks.deliveries(hook.id, { limit: 1, state: 'delivered' })
  expect(taken?.attempts.map(({ outcome }) => outcome).slice(8)).toEqual([
    ...['refused', 'taken', 'taken'],
  ])
  const log = await people.services.accessLog.list({ limit: 200, action: 'webhook.resent' })
  expect(log.filter(({ subjectId }) => subjectId === hook.id)).toHaveLength(2)
  for (const [of, one, code] of [
    [other.id, id, 'webhook_delivery_not_found'],
    [hook.id, hook.id, 'webhook_delivery_not_found'],
    [newId(), id, 'webhook_not_found'],
  ] as const) {
    await expect(webhooks.resend(of as never, one, admin)).rejects.toMatchObject({ code })
  }
  await webhooks.end(hook.id, admin)
  await expect(resend()).rejects.toMatchObject({ code: 'webhook_ended' })
  expect(await webhooks.deliverDue()).toBe(0)
})

test('nothing goes to a private address, by whatever name, unless its network is allowed', async () => {
  const inside = [
    ...['https://127.0.0.1/', 'https://[::1]/', 'http://localhost:8080/', 'https://localhost/'],
    ...['https://10.0.0.8/', 'https://169.254.169.254/latest/', 'https://[fd00::1]/x'],
    ...['https://2130706433/', 'https://0x7f.1/', 'https://[::ffff:192.168.1.1]/', 'https://0/'],
  ]
  const strict = createWebhooks(frame)
  for (const url of inside) {
    const wanted = { id: newId() as never, url, kinds: ['voucher.issued'] as const }
    await expect(strict.add(wanted, admin), url).rejects.toMatchObject({
      code: 'webhook_target_unfit',
    })
  }
})

test('a name that is led inside after it was added is asked again before each attempt', async () => {
  let leadsTo = ['1.1.1.1']
  const lookup = async () => leadsTo.map((address) => ({ address, family: 4 }))
  const watched = createWebhooks({ ...frame, lookup })
  const url = `https://hook.example:${port}/x`
  const wanted = { id: newId() as never, url, kinds: ['voucher.issued'] as const }
  await watched.add(wanted, admin)
  await issue()
  received.length = 0
  leadsTo = ['1.1.1.1', '127.0.0.1']
  expect(await watched.deliverDue()).toBe(0)
  const [delivery] = await watched.deliveries(wanted.id, { limit: 1 })
  expect(delivery?.attempts.map(({ outcome, status }) => [outcome, status])).toEqual([
    ['not_allowed', null],
  ])
  expect(received).toEqual([])
  const later = { ...wanted, id: newId() as never }
  await expect(watched.add(later, admin)).rejects.toMatchObject({ code: 'webhook_target_unfit' })
  await watched.end(wanted.id, admin)
})

test('it goes to the address that was checked, and asks there for the name', async () => {
  const hellos: string[] = []
  const listener = createTcpServer((socket) => {
    socket.once('data', (bytes) => {
      hellos.push(bytes.toString('latin1'))
      socket.destroy()
    })
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const { port: secure } = listener.address() as AddressInfo
  const lookup = async () => [{ address: '127.0.0.1', family: 4 }]
  const watched = createWebhooks({ ...frame, lookup, networks: LOOPBACK })
  // No resolver knows this name: whoever comes here was told where to go.
  const url = `https://hook.invalid:${secure}/x`
  const hook = await watched.add({ id: newId() as never, url, kinds: ['voucher.issued'] }, admin)
  await issue()
  expect(await watched.deliverDue()).toBe(0)
  expect(hellos).toEqual([expect.stringContaining('hook.invalid')])
  await watched.end(hook.id, admin)
  await new Promise((resolve) => listener.close(resolve))
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
