import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { KeyRole } from '../../src/access/core/principal.ts'
import { isProblemCode } from '../../src/http/problem-codes.ts'
import { type NamedOperation, type OpenApiDocument, operationsOf } from './openapi-reading.ts'
import {
  BENEFICIARY_ID,
  CONTACT_POINT_ID,
  newId,
  openProgramme,
  PARTNER_ID,
  PRODUCT_ID,
  type Programme,
} from './programme.ts'
import { changed, damaged, fitting, type KnownValues, WILD_TEXTS } from './wild.ts'

const RUNS_FOR_EACH_POST = 90
const RUNS_FOR_EACH_GET = 40

let programme: Programme
let document: OpenApiDocument
let known: KnownValues
let ids: fc.Arbitrary<string>

beforeAll(async () => {
  programme = await openProgramme()
  document = await (await programme.app.request('/api/v1/openapi.json')).json()
  const voucherId = newId()
  const order = { id: voucherId, productId: PRODUCT_ID, beneficiaryId: BENEFICIARY_ID }
  await programme.ask('operator', 'POST', '/api/v1/vouchers', { ...order, amount: '10000' })
  const card = await programme.ask('operator', 'GET', `/api/v1/vouchers/${voucherId}/qr`)
  const accounts = [newId(), newId()]
  await programme.ask('administrator', 'POST', '/api/v1/ledger/accounts', {
    accounts: accounts.map((id) => ({ id, unit: 'EUR', code: 1, flags: [] })),
  })
  ids = fc.oneof(fc.constantFrom(voucherId, ...accounts, BENEFICIARY_ID), fc.uuid())
  known = {
    productId: fc.constant(PRODUCT_ID),
    beneficiaryId: fc.constant(BENEFICIARY_ID),
    partnerId: fc.constant(PARTNER_ID),
    qr: fc.constant(await card.text()),
    debitAccountId: fc.constant(accounts[0]),
    creditAccountId: fc.constant(accounts[1]),
    unit: fc.constantFrom('EUR', 'MERIT'),
    amount: fc.constantFrom('1', '100', '500', '9223372036854775807'),
    id: ids,
    contactPointId: fc.constant(CONTACT_POINT_ID),
    programmeId: fc.constant('FRANOI-2'),
    territoryId: fc.constantFrom('BI', 'atlantis'),
  }
})
afterAll(() => programme.close())

test('never is a body answered with a fault of ours, whatever is changed in it', async () => {
  const posts = operationsOf(document).filter(({ requestBody }) => requestBody !== undefined)
  expect(posts.length).toBeGreaterThanOrEqual(7)
  const statuses = new Set<number>()
  for (const post of posts) {
    const [media] = Object.values(post.requestBody?.content ?? {})
    const body = fitting(document, media?.schema ?? {}, known)
    const sent = fc.oneof(
      { weight: 3, arbitrary: changed(body) },
      { weight: 1, arbitrary: damaged(body) },
    )
    await fc.assert(
      fc.asyncProperty(sent, ids, async (value, id) => {
        const path = post.path.replace('{id}', id)
        const response = await programme.ask(roleFor(post), post.method, path, value)
        statuses.add(response.status)
        await expectNoFault(response)
      }),
      { numRuns: RUNS_FOR_EACH_POST },
    )
  }
  // The changes neither miss every check nor break every body.
  expect([...statuses]).toEqual(expect.arrayContaining([200, 201, 400]))
})

test('never is an address answered with a fault of ours, whatever stands in it', async () => {
  const text = fc.oneof(
    fc.constantFrom(...WILD_TEXTS.filter((one) => one.length < 2_000)),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.uuid(),
  )
  const part = fc.oneof(
    text.map((one) => encodeURIComponent(one.replace(/\p{Cs}/gu, '?'))),
    fc.constantFrom('%', '%ZZ', '%00', '%ff%fe', '%c0%80', '%ed%a0%80', '+', ';', '%2e%2e%2f'),
  )
  for (const get of operationsOf(document).filter(({ method }) => method === 'GET')) {
    const names = (get.parameters ?? []).filter((one) => one.in === 'query').map((one) => one.name)
    const query = fc.array(fc.tuple(fc.oneof(fc.constantFrom('x', ...names), part), part), {
      maxLength: 3,
    })
    await fc.assert(
      fc.asyncProperty(part, query, async (id, pairs) => {
        const search = pairs.map(([name, value]) => `${name}=${value}`).join('&')
        const path = `${get.path.replace('{id}', id)}?${search}`
        await expectNoFault(await programme.ask(roleFor(get), 'GET', path))
      }),
      { numRuns: RUNS_FOR_EACH_GET },
    )
  }
})

test('never is a header answered with a fault of ours', async () => {
  const printable = fc.string({
    unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)),
    maxLength: 200,
  })
  const names = ['authorization', 'content-type', 'x-request-id', 'accept', 'if-none-match', 'host']
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...names), printable, async (name, value) => {
      const headers = { [name]: name === 'authorization' ? `Bearer ${value}` : value }
      const init = { method: 'POST', body: '{}', headers }
      await expectNoFault(await programme.app.request('/api/v1/vouchers', init))
    }),
    { numRuns: 200 },
  )
})

/** A role that is let in, so that the request comes as far as it can. */
function roleFor({ security }: NamedOperation): KeyRole | 'nobody' {
  return (security?.[0]?.apiKey?.[0] as KeyRole | undefined) ?? 'nobody'
}

async function expectNoFault(response: Response): Promise<void> {
  const text = await response.text()
  expect(response.status, text).toBeLessThan(500)
  expect(programme.faults()).toEqual([])
  if (response.status < 400) return
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  const problem = JSON.parse(text)
  expect(isProblemCode(problem.code)).toBe(true)
  expect(problem.detail.length).toBeGreaterThan(10)
  expect(text.length).toBeLessThan(20_000)
  if (problem.code === 'invalid_request') expect(problem.errors.length).toBeGreaterThan(0)
}
