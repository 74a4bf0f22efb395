import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Principal } from '../../src/access/core/principal.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import {
  BENEFICIARY_ID,
  CONTACT_POINT_ID,
  newId,
  openProgramme,
  PRODUCT_ID,
  type Programme,
} from '../http/programme.ts'
import { makeEligible } from '../support/eligible.ts'

let programme: Programme
const bruno: Principal = { kind: 'person', id: newId() as Uuid, role: 'operator' }

beforeAll(async () => {
  programme = await openProgramme()
  await makeEligible(programme.services.casework, [BENEFICIARY_ID], bruno)
})
afterAll(() => programme.close())

const terms = { productId: PRODUCT_ID, contactPointId: CONTACT_POINT_ID, amount: '2500' }

async function ask(method: string, path: string, body?: unknown) {
  const answer = await programme.ask('operator', method, `/api/v1${path}`, body)
  return { status: answer.status, body: await answer.json() }
}

it('from a table to a card in somebody’s hand, and to a new one when it is lost', async () => {
  const table = await ask('POST', '/voucher-batches/check', {
    ...{ ...terms, people: [{ beneficiaryId: BENEFICIARY_ID }, { beneficiaryId: 'NOBODY' }] },
  })
  expect(table).toMatchObject({
    status: 200,
    body: {
      rows: [{ amount: '2500', fault: null }, { fault: 'beneficiary_unknown' }],
      total: '2500',
      envelopes: [{ used: '2500' }],
    },
  })
  const order = { ...terms, id: newId(), people: 'all', reason: 'May' }
  const prepared = await ask('POST', '/voucher-batches', order)
  expect(prepared).toMatchObject({ status: 201, body: { state: 'waiting', count: 1 } })
  expect(await ask('POST', '/voucher-batches', order)).toEqual(prepared)
  const { id } = order
  expect(await ask('POST', `/voucher-batches/${id}/approve`)).toMatchObject({
    ...{ status: 403, body: { code: 'approval_needs_person' } },
  })
  const { issuing } = programme.services
  await issuing.decideBatch(id as Uuid, { state: 'approved' }, bruno)
  expect(await ask('GET', `/voucher-batches/${id}`)).toMatchObject({ body: { state: 'issuing' } })
  expect(await issuing.issueDue()).toBe(1)
  expect(await ask('GET', `/voucher-batches/${id}`)).toMatchObject({
    body: { state: 'issued', issued: 1, issuedTotal: '2500' },
  })
  const rows = await ask('GET', `/voucher-batches/${id}/rows?limit=1`)
  expect(rows.body).toMatchObject({ items: [{ outcome: 'issued', fault: null }], nextCursor: null })
  const { voucherId } = rows.body.items[0]
  const cards = await ask('POST', '/vouchers/print-data', { voucherIds: [voucherId] })
  expect(cards.body.items).toMatchObject([{ voucherId, productName: 'Food', language: 'fr' }])
  expect(JSON.stringify(cards.body)).not.toContain(BENEFICIARY_ID)
  const handed = await ask('POST', '/vouchers/activate', { id: newId(), voucherIds: [voucherId] })
  expect(handed.body).toEqual({ items: [{ voucherId, outcome: 'activated' }] })
  const newVoucherId = newId()
  const lost = { id: newId(), newVoucherId, reason: 'Lost card' }
  expect(await ask('POST', `/vouchers/${voucherId}/replace`, lost)).toMatchObject({
    ...{ status: 201, body: { id: newVoucherId, status: 'issued', remaining: '2500' } },
  })
  expect(await ask('GET', `/vouchers/${voucherId}`)).toMatchObject({ body: { status: 'replaced' } })
  const bulk = { id: newId(), action: 'cancel', voucherIds: [newVoucherId], reason: 'Moved' }
  expect((await ask('POST', '/vouchers/bulk', bulk)).body).toEqual({
    items: [{ voucherId: newVoucherId, outcome: 'done' }],
  })
  const year = '?from=2020-01-01&until=2199-01-01'
  expect((await ask('GET', `/voucher-breakage${year}`)).body.items).toMatchObject([
    { productId: PRODUCT_ID, kind: 'cancel', vouchers: 1, amount: '2500' },
  ])
})

it('a product is added once, and its face value has to fit', async () => {
  const product = {
    ...{ id: 'SCALE', name: 'Food', unit: 'EUR', categories: ['food'], validityDays: 30 },
    ...{ minAmount: '100', maxAmount: '100000', faceValue: 'scale', faceAmounts: ['15000'] },
    faceFurther: '10000',
  }
  const add = async (body: unknown) =>
    (await programme.ask('administrator', 'POST', '/api/v1/products', body)).status
  expect(await add(product)).toBe(201)
  expect(await add(product)).toBe(201)
  expect(await add({ ...product, name: 'Other' })).toBe(409)
  expect(await add({ ...product, id: 'BAD', faceAmounts: [] })).toBe(400)
  const { body } = await ask('GET', '/product-presets')
  expect(body.items.every(({ source }: { source: string }) => source.length > 0)).toBe(true)
})
