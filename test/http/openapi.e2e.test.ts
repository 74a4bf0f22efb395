import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type JsonSchema,
  type OpenApiDocument,
  operationsOf,
  refsOf,
  resolveRef,
  schemasWithin,
} from './openapi-reading.ts'
import { openProgramme, type Programme } from './programme.ts'

let programme: Programme
let document: OpenApiDocument

beforeAll(async () => {
  programme = await openProgramme()
  const response = await programme.app.request('/api/v1/openapi.json')
  expect(response.status).toBe(200)
  document = await response.json()
})
afterAll(() => programme.close())

/** The addresses that are promised to clients: method, path as the document writes it. */
const CONTRACT = [
  'POST /api/v1/ledger/accounts',
  'POST /api/v1/ledger/transfers',
  'GET /api/v1/ledger/accounts/{id}',
  'GET /api/v1/ledger/accounts/{id}/transfers',
  'GET /api/v1/ledger/transfers/{id}',
  'GET /api/v1/ledger/trial-balance',
  'GET /api/v1/ledger/accounts/{id}/statement',
  'GET /api/v1/ledger/accounts/{id}/statement.csv',
  'GET /api/v1/ledger/accounts/{id}/balance',
  'GET /api/v1/ledger/accounts/{id}/balance.csv',
  'GET /api/v1/ledger/balances',
  'GET /api/v1/ledger/balances.csv',
  'GET /api/v1/ledger/transfers',
  'GET /api/v1/ledger/transfers.csv',
  'GET /api/v1/ledger/trial-balance.csv',
  'GET /api/v1/ledger/balance-sheet',
  'GET /api/v1/ledger/balance-sheet.csv',
  'POST /api/v1/vouchers',
  'POST /api/v1/vouchers/{id}/cancel',
  'POST /api/v1/vouchers/{id}/block',
  'POST /api/v1/vouchers/{id}/unblock',
  'GET /api/v1/vouchers',
  'GET /api/v1/vouchers/{id}',
  'GET /api/v1/vouchers/{id}/events',
  'GET /api/v1/vouchers/{id}/qr',
  'GET /api/v1/vouchers/{id}/qr.svg',
  'GET /api/v1/vouchers/{id}/qr.png',
  'GET /api/v1/vouchers/{id}/phone-token',
  'POST /api/v1/redemptions',
  'GET /api/v1/redemptions',
  'GET /api/v1/redemptions/{id}',
  'GET /api/v1/products',
  'GET /api/v1/programmes',
  'POST /api/v1/programmes',
  'GET /api/v1/funding',
  'POST /api/v1/funding',
  'POST /api/v1/funding/{id}/decision',
  'GET /api/v1/envelopes',
  'POST /api/v1/envelopes',
  'GET /api/v1/envelope-moves',
  'POST /api/v1/envelope-moves',
  'POST /api/v1/envelope-moves/{id}/decision',
  'GET /api/v1/clearing-runs',
  'POST /api/v1/clearing-runs',
  'GET /api/v1/clearing-runs/{id}',
  'GET /api/v1/clearing-runs/{id}/report.csv',
  'GET /api/v1/meters',
  'GET /api/v1/meters/{key}/evidence.csv',
  'POST /api/v1/contact-points',
  'POST /api/v1/partners',
  'POST /api/v1/partners/{id}/agreements',
  'GET /api/v1/outlets',
  'GET /api/v1/partners',
  'GET /api/v1/partners/me',
  'GET /api/v1/beneficiaries',
  'GET /api/v1/contact-points',
  'POST /api/v1/terminals/pairings',
  'POST /api/v1/terminals',
  'GET /api/v1/terminals',
  'GET /api/v1/terminals/me',
  'GET /api/v1/terminals/me/events',
  'POST /api/v1/terminals/{id}/unpair',
  'POST /api/v1/beneficiaries/{id}/wallet-links',
  'GET /api/v1/beneficiaries/{id}/wallet',
  'POST /api/v1/beneficiaries/{id}/wallet/revoke',
  'PUT /api/v1/beneficiaries/{id}/pin',
  'POST /api/v1/wallets',
  'GET /api/v1/wallet/currencies',
  'GET /api/v1/wallet/currencies/{id}/statement',
  'POST /api/v1/wallet/currencies/{id}/codes',
  'POST /api/v1/wallet/currencies/{id}/requests',
  'POST /api/v1/wallet/currency-requests/{id}/withdraw',
  'GET /api/v1/wallet/currencies/{id}/sign',
  'GET /api/v1/wallet/currency-requests/{code}',
  'POST /api/v1/wallet/currencies/{id}/payments',
  'POST /api/v1/wallet/currency-payments/{id}/refunds',
  'GET /api/v1/wallet/currencies/{id}/schedules',
  'POST /api/v1/wallet/currencies/{id}/schedules',
  'DELETE /api/v1/wallet/currencies/{id}/schedules/{scheduleId}',
  'POST /api/v1/beneficiaries/{id}/payment-cards',
  'GET /api/v1/beneficiaries/{id}/payment-cards',
  'POST /api/v1/payment-cards/{id}/revoke',
  'PUT /api/v1/partners/{id}/pin',
  'GET /healthz',
  'GET /readyz',
  'POST /api/v1/vouchers/activate',
  'POST /api/v1/vouchers/bulk',
  'POST /api/v1/vouchers/print-data',
  'POST /api/v1/vouchers/cards.pdf',
  'GET /api/v1/vouchers/{id}/letter.pdf',
  'GET /api/v1/voucher-batches/{id}/cards.pdf',
  'POST /api/v1/vouchers/{id}/replace',
  'POST /api/v1/voucher-batches/check',
  'POST /api/v1/voucher-batches',
  'POST /api/v1/voucher-batches/{id}/approve',
  'POST /api/v1/voucher-batches/{id}/refuse',
  'GET /api/v1/voucher-batches',
  'GET /api/v1/voucher-batches/{id}',
  'GET /api/v1/voucher-batches/{id}/rows',
  'GET /api/v1/voucher-batches/{id}/events',
  'POST /api/v1/voucher-changes',
  'POST /api/v1/voucher-changes/{id}/approve',
  'POST /api/v1/voucher-changes/{id}/refuse',
  'POST /api/v1/voucher-schedules',
  'POST /api/v1/voucher-schedules/{id}/approve',
  'POST /api/v1/voucher-schedules/{id}/refuse',
  'POST /api/v1/voucher-schedules/{id}/stop',
  'GET /api/v1/voucher-schedules',
  'GET /api/v1/voucher-emergencies',
  'GET /api/v1/voucher-breakage',
  'POST /api/v1/products',
  'GET /api/v1/product-presets',
  'POST /api/v1/webhooks/{id}/deliveries/{deliveryId}/resend',
  'GET /api/v1/instruments',
  'POST /api/v1/instruments',
  'GET /api/v1/instruments/{id}',
  'GET /api/v1/instrument-presets',
  'POST /api/v1/instruments/{id}/versions',
  'POST /api/v1/instruments/{id}/versions/{version}/decision',
  'POST /api/v1/instruments/{id}/versions/{version}/withdraw',
  'POST /api/v1/instruments/{id}/credit-lines',
  'POST /api/v1/instruments/{id}/wallets',
  'GET /api/v1/instruments/{id}/wallets',
  'GET /api/v1/laboratory/presets',
  'GET /api/v1/laboratory/presets/{preset}',
  'GET /api/v1/laboratory/models/{model}',
  'POST /api/v1/laboratory/scenarios',
  'POST /api/v1/laboratory/quantities',
  'GET /api/v1/laboratory/oracles',
  'POST /api/v1/laboratory/datasets',
  'POST /api/v1/laboratory/datasets/imports',
  'POST /api/v1/laboratory/replays',
  'GET /api/v1/laboratory/datasets',
  'GET /api/v1/laboratory/datasets/{hash}',
  'GET /api/v1/laboratory/datasets/{hash}/files/{file}',
  'GET /api/v1/laboratory/study-files',
  'POST /api/v1/laboratory/studies/check',
  'POST /api/v1/laboratory/studies',
  'GET /api/v1/laboratory/studies',
  'GET /api/v1/laboratory/studies/{id}',
  'POST /api/v1/laboratory/studies/{id}/versions',
  'POST /api/v1/laboratory/studies/{id}/runs',
  'GET /api/v1/laboratory/studies/{id}/runs',
  'POST /api/v1/laboratory/runs',
  'GET /api/v1/laboratory/runs',
  'GET /api/v1/laboratory/runs/{id}',
  'GET /api/v1/laboratory/runs/{id}/events',
  'GET /api/v1/laboratory/runs/{id}/result',
  'GET /api/v1/laboratory/runs/{id}/files/{file}',
  'POST /api/v1/laboratory/runs/{id}/cancel',
  'POST /api/v1/laboratory/runs/{id}/erase',
  'POST /api/v1/till/charges',
  'POST /api/v1/till/requests',
  'POST /api/v1/till/requests/{id}/withdraw',
  'POST /api/v1/till/payments',
  'GET /api/v1/till/currencies',
  'GET /api/v1/till/currencies/{id}/statement',
  'GET /api/v1/till/currencies/{id}/payees',
  'POST /api/v1/till/currency-payments/{id}/refunds',
  'POST /api/v1/till/quotes',
  'POST /api/v1/till/purchases',
  'GET /api/v1/till/purchases/{id}',
  'POST /api/v1/till/conversions',
  'POST /api/v1/wallet/currencies/{id}/fetch',
  'POST /api/v1/instruments/{id}/grants',
  'GET /api/v1/instruments/{id}/grants',
  'POST /api/v1/currency-grants/{id}/decision',
  'POST /api/v1/instruments/{id}/purchases',
  'POST /api/v1/instruments/{id}/donations',
  'POST /api/v1/instruments/{id}/releases',
  'GET /api/v1/instruments/{id}/releases',
  'POST /api/v1/reserve-releases/{id}/decision',
  'GET /api/v1/instruments/{id}/outstanding',
  'GET /api/v1/currency-breaches',
  'POST /api/v1/till/purchases/{id}/refunds',
  'POST /api/v1/currency-payments',
  'GET /api/v1/currency-payments',
  'GET /api/v1/currency-payments.csv',
  'POST /api/v1/currency-payments/{id}/refunds',
  'GET /api/v1/associations',
  'POST /api/v1/associations',
  'GET /api/v1/associations/{id}',
  'POST /api/v1/associations/{id}/end',
  'GET /api/v1/associations/{id}/members',
  'POST /api/v1/associations/{id}/members',
  'POST /api/v1/associations/{id}/members/end',
  'GET /api/v1/associations/{id}/received',
  'GET /api/v1/associations/{id}/currencies/{instrumentId}/statement',
  'POST /api/v1/associations/{id}/payments',
  'POST /api/v1/associations/{id}/conversions',
  'GET /api/v1/activities',
  'POST /api/v1/activities',
  'GET /api/v1/activities/{id}',
  'POST /api/v1/activities/{id}/confirm',
  'POST /api/v1/activities/{id}/withdraw',
  'POST /api/v1/activities/{id}/decision',
  'GET /api/v1/register-entries',
  'GET /api/v1/register-entries.csv',
  'GET /api/v1/register-entries/{id}',
  'PUT /api/v1/register-entries/{id}',
  'POST /api/v1/register-entries/import',
  'GET /api/v1/beneficiaries/{id}/talks',
  'POST /api/v1/beneficiaries/{id}/talks',
  'GET /api/v1/programmes/{id}/targets',
  'POST /api/v1/programmes/{id}/targets',
]

describe('the OpenAPI document', () => {
  test('is of version 3.1 and says what it describes', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d$/)
    expect(document.info.title).toBe('fra-noi')
    expect(document.info.version).toMatch(/^\d+\.\d+\.\d+/)
    expect(document.components.securitySchemes).toMatchObject({
      apiKey: { type: 'http', scheme: 'bearer' },
      session: { type: 'apiKey', in: 'cookie' },
    })
  })

  test('lists every promised address', () => {
    const listed = operationsOf(document).map(({ method, path }) => `${method} ${path}`)
    expect(CONTRACT.filter((operation) => !listed.includes(operation))).toEqual([])
  })

  test('lists every address of the API that the service answers', () => {
    const listed = new Set(
      operationsOf(document).map(
        ({ method, path }) => `${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`,
      ),
    )
    const unlisted = programme.app.routes
      .filter((route) => route.method !== 'ALL' && route.path.startsWith('/api/'))
      .map((route) => `${route.method} ${route.path}`)
      .filter((route) => !listed.has(route))
    expect(new Set(unlisted)).toEqual(new Set(['GET /api/v1/openapi.json']))
  })

  test('has no reference that leads nowhere', () => {
    const refs = new Set(refsOf(document))
    expect(refs.size).toBeGreaterThan(5)
    expect([...refs].filter((ref) => resolveRef(document, ref) === undefined)).toEqual([])
  })

  test('names each operation once, says what it is for, and what it can answer', () => {
    const operations = operationsOf(document)
    const ids = operations.map(({ operationId }) => operationId)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { path, method, operationId, summary, tags, responses } of operations) {
      const name = `${method} ${path}`
      expect(operationId, name).toMatch(/^[a-z][A-Za-z]+$/)
      expect(summary, name).toMatch(/^[A-Z].*[^.]$/)
      expect(tags, name).toHaveLength(1)
      const statuses = Object.keys(responses)
      expect(
        statuses.some((status) => /^2\d\d$/.test(status)),
        name,
      ).toBe(true)
      for (const [status, response] of Object.entries(responses)) {
        expect(status, name).toMatch(/^[2-5]\d\d$/)
        expect(response.$ref ?? response.description, `${name} ${status}`).toBeTruthy()
      }
    }
  })

  test('lists the refusals of the frame where they can come', () => {
    for (const operation of operationsOf(document)) {
      const { path, method, security, requestBody, parameters, responses } = operation
      const wanted = ['500', '503']
      if (security !== undefined) wanted.push('401', '403', '429')
      if (requestBody !== undefined) wanted.push('400', '413', '415')
      if (parameters !== undefined) wanted.push('400')
      expect(Object.keys(responses), `${method} ${path}`).toEqual(expect.arrayContaining(wanted))
      const isOpen = path.startsWith('/api/v1/session')
      if (path.startsWith('/api/') && !isOpen) expect(security?.length, path).toBeGreaterThan(0)
    }
  })

  test('names each parameter of a path, and no other', () => {
    for (const { path, method, parameters = [] } of operationsOf(document)) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      const named = parameters.filter((one) => one.in === 'path').map((one) => one.name)
      expect(named.sort(), `${method} ${path}`).toEqual(inPath.sort())
      for (const one of parameters) expect(one.in === 'path' ? one.required : true).toBe(true)
    }
  })

  test('lets nothing in that has no bounds: no open object, no text without a pattern', () => {
    const loose: string[] = []
    for (const { path, method, requestBody, parameters = [] } of operationsOf(document)) {
      const bodies = Object.values(requestBody?.content ?? {}).map(({ schema }) => schema)
      for (const root of [...bodies, ...parameters.map(({ schema }) => schema)]) {
        for (const { path: at, schema } of schemasWithin(document, root)) {
          if (isLoose(schema)) loose.push(`${method} ${path} ${at}`)
        }
      }
    }
    // Each case has inputs of its own, and a schema for them.
    expect(loose).toEqual(['POST /api/v1/laboratory/quantities .quantities[].inputs'])
  })

  test('shows amounts as text, and gives an example of every text that comes in', () => {
    for (const { path, method, requestBody } of operationsOf(document)) {
      for (const { schema: root } of Object.values(requestBody?.content ?? {})) {
        for (const { path: at, schema } of schemasWithin(document, root)) {
          const name = `${method} ${path} ${at}`
          if (/amount$/i.test(at)) expect(schema.type, name).toBe('string')
          if (schema.type === 'string' && schema.enum === undefined) {
            expect(schema.example, name).toBeTruthy()
          }
        }
      }
    }
  })
})

function isLoose(schema: JsonSchema): boolean {
  switch (schema.type) {
    case 'object':
      return schema.additionalProperties !== false
    case 'string': {
      const { pattern, maxLength, format } = schema
      return [pattern, maxLength, format, schema.enum, schema.const].every(
        (one) => one === undefined,
      )
    }
    case 'integer':
    case 'number':
      if (schema.enum !== undefined) return false
      return schema.minimum === undefined || schema.maximum === undefined
    case 'array':
      return schema.maxItems === undefined
    case 'boolean':
      return false
    default:
      return schema.anyOf === undefined && schema.oneOf === undefined && schema.allOf === undefined
  }
}
