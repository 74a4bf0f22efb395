import { afterEach, expect, test, vi } from 'vitest'
import { makeDeviceKey } from '../../src/web/till/client/device.ts'
import { isDone, type Order, Orders } from '../../src/web/till/client/orders.ts'

afterEach(() => vi.unstubAllGlobals())

const payment: Order = {
  ...{ what: 'payment', partnerId: 'SHOP', path: '/till/payments' },
  body: { id: 'a', instrumentId: 'CASH', amount: '400' },
  shown: { amount: '400', unit: 'MERIT', name: 'Orto' },
}

/** A device, and a service that answers one try after the other; without an answer the connection is lost. */
async function openOrders(answers: readonly Response[]) {
  const kept = new Map<string, unknown>()
  const sent: { readonly body: Record<string, unknown>; readonly kept: unknown }[] = []
  vi.stubGlobal('fetch', async (_: string, { body }: { readonly body: string }) => {
    sent.push({ body: JSON.parse(body), kept: kept.get('order') })
    const answer = answers[sent.length - 1]
    if (answer === undefined) throw new TypeError('the connection was lost')
    return answer
  })
  const storage = {
    read: async (name: string) => kept.get(name),
    write: async (changes: Readonly<Record<string, unknown>>) => {
      for (const [name, value] of Object.entries(changes)) kept.set(name, value)
    },
  }
  return { key: await makeDeviceKey(), kept, sent, orders: () => new Orders(storage) }
}

const paid = () => Response.json({ id: 'a', status: 'paid', amount: '400', fee: '0' })
const problem = (status: number, code: string, details?: object) =>
  new Response(JSON.stringify({ code, details }), {
    ...{ status, headers: { 'content-type': 'application/problem+json' } },
  })

test('an order is on the disk before it is sent, without its PIN, and gone with its answer', async () => {
  const { key, kept, sent, orders } = await openOrders([paid()])
  const ended = await orders().begin(key, payment, '25806')
  expect(ended).toMatchObject({ kind: 'made', made: { what: 'payment', answer: { id: 'a' } } })
  expect(sent[0]).toEqual({ body: { ...payment.body, ownerPin: '25806' }, kept: payment })
  expect(await orders().open()).toBeUndefined()
  expect(kept.get('order')).toBeUndefined()
})

test('an order without an answer is known to the next page, and asked again as the very same', async () => {
  const { key, sent, orders } = await openOrders([Response.error(), paid()])
  expect(await orders().begin(key, payment, '25806')).toEqual({ kind: 'open' })
  const open = await orders().open()
  expect(open).toEqual(payment)
  expect(await orders().ask(key, open ?? payment)).toMatchObject({ kind: 'made' })
  expect(sent[1]?.body).toEqual(payment.body)
  expect(await orders().open()).toBeUndefined()
})

test('an order that never arrived stays open until the PIN is typed again, or it is left', async () => {
  const wrong = () => problem(403, 'owner_pin_wrong', { triesLeft: 5 })
  const { key, orders } = await openOrders([Response.error(), wrong(), wrong()])
  await orders().begin(key, payment, '25806')
  const why = { problem: 'owner_pin_wrong', triesLeft: 5 }
  expect(await orders().ask(key, payment)).toEqual({ kind: 'pin', why })
  expect(await orders().open()).toEqual(payment)
  await orders().drop({ ...payment, body: { id: 'another' } })
  expect(await orders().open()).toEqual(payment)
  await orders().drop(payment)
  expect(await orders().open()).toBeUndefined()
})

test('what was refused at its very first try is over', async () => {
  const { key, orders } = await openOrders([
    problem(403, 'owner_pin_wrong', { triesLeft: 4 }),
    problem(409, 'currency_refund_exceeds'),
    problem(401, 'unauthenticated'),
  ])
  for (const kind of ['pin', 'refused', 'unpaired']) {
    expect(await orders().begin(key, payment, '25806')).toMatchObject({ kind })
    expect(await orders().open()).toBeUndefined()
  }
})

test('of a terminal that was ended since, the order is left for the next of the shop', async () => {
  const { key, orders } = await openOrders([Response.error(), problem(401, 'unauthenticated')])
  await orders().begin(key, payment, '25806')
  expect(await orders().ask(key, payment)).toEqual({ kind: 'unpaired' })
  expect(await orders().open()).toEqual(payment)
})

test('what moved, or was asked for, is good; what was declined is not', () => {
  const moved = { id: 'a', amount: '4', fee: '0' }
  expect(isDone({ what: 'payment', answer: { ...moved, status: 'paid' } })).toBe(true)
  expect(isDone({ what: 'payment', answer: { ...moved, status: 'exceeds_funds' } })).toBe(false)
  expect(isDone({ what: 'conversion', answer: { status: 'paid', fee: '0' } })).toBe(true)
  expect(isDone({ what: 'purchase_back', answer: { status: 'exceeds_funds', euro: '0' } })).toBe(
    false,
  )
  expect(isDone({ what: 'voucher_back', answer: 'waiting' })).toBe(true)
  expect(isDone({ what: 'voucher_back', answer: 'refused' })).toBe(false)
})
