import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { KEY_ROLES, type KeyRole } from '../../src/access/core/principal.ts'
import { type OpenApiDocument, operationsOf } from './openapi-reading.ts'
import { newId, openProgramme, type Programme } from './programme.ts'

const ALL_READERS = ['administrator', 'operator', 'auditor'] as const
const STAFF = ['administrator', 'operator'] as const

/** Who may do what: the rule that the routes are held to, written a second time and on purpose. */
const ALLOWED: Readonly<Record<string, readonly KeyRole[]>> = {
  'POST /api/v1/ledger/accounts': ['administrator'],
  'POST /api/v1/ledger/transfers': ['administrator'],
  'GET /api/v1/ledger/accounts/{id}': ['administrator', 'auditor'],
  'GET /api/v1/ledger/accounts/{id}/transfers': ['administrator', 'auditor'],
  'GET /api/v1/ledger/transfers/{id}': ['administrator', 'auditor'],
  'GET /api/v1/ledger/trial-balance': ['administrator', 'auditor'],
  'GET /api/v1/ledger/accounts/{id}/statement': ['administrator', 'auditor'],
  'GET /api/v1/ledger/accounts/{id}/statement.csv': ['administrator', 'auditor'],
  'GET /api/v1/ledger/accounts/{id}/balance': ['administrator', 'auditor'],
  'GET /api/v1/ledger/accounts/{id}/balance.csv': ['administrator', 'auditor'],
  'GET /api/v1/ledger/balances': ['administrator', 'auditor'],
  'GET /api/v1/ledger/balances.csv': ['administrator', 'auditor'],
  'GET /api/v1/ledger/transfers': ['administrator', 'auditor'],
  'GET /api/v1/ledger/transfers.csv': ['administrator', 'auditor'],
  'GET /api/v1/ledger/trial-balance.csv': ['administrator', 'auditor'],
  'GET /api/v1/ledger/balance-sheet': ['administrator', 'auditor'],
  'GET /api/v1/ledger/balance-sheet.csv': ['administrator', 'auditor'],
  'GET /api/v1/ledger/transfers/{id}/proof': ['administrator', 'auditor'],
  'GET /api/v1/ledger/tree-heads': ['administrator', 'auditor'],
  'GET /api/v1/ledger/tree-heads/latest': ['administrator', 'auditor'],
  'GET /api/v1/ledger/consistency': ['administrator', 'auditor'],
  'POST /api/v1/vouchers': ['operator'],
  'POST /api/v1/vouchers/{id}/cancel': ['operator'],
  'POST /api/v1/vouchers/{id}/block': ['operator'],
  'POST /api/v1/vouchers/{id}/unblock': ['operator'],
  'POST /api/v1/vouchers/activate': ['operator'],
  'POST /api/v1/vouchers/bulk': ['operator'],
  'POST /api/v1/vouchers/print-data': ['operator'],
  'POST /api/v1/vouchers/{id}/replace': ['operator'],
  'POST /api/v1/voucher-batches/check': STAFF,
  'POST /api/v1/voucher-batches': STAFF,
  'POST /api/v1/voucher-batches/{id}/approve': STAFF,
  'POST /api/v1/voucher-batches/{id}/refuse': STAFF,
  'GET /api/v1/voucher-batches': ALL_READERS,
  'GET /api/v1/voucher-batches/{id}': ALL_READERS,
  'GET /api/v1/voucher-batches/{id}/rows': ALL_READERS,
  'POST /api/v1/voucher-changes': STAFF,
  'POST /api/v1/voucher-changes/{id}/approve': STAFF,
  'POST /api/v1/voucher-changes/{id}/refuse': STAFF,
  'POST /api/v1/voucher-schedules': STAFF,
  'POST /api/v1/voucher-schedules/{id}/approve': STAFF,
  'POST /api/v1/voucher-schedules/{id}/refuse': STAFF,
  'POST /api/v1/voucher-schedules/{id}/stop': STAFF,
  'GET /api/v1/voucher-schedules': ALL_READERS,
  'GET /api/v1/voucher-emergencies': ALL_READERS,
  'GET /api/v1/voucher-breakage': ['administrator', 'operator', 'auditor', 'analyst'],
  'GET /api/v1/vouchers': ALL_READERS,
  'GET /api/v1/vouchers/{id}': ALL_READERS,
  'GET /api/v1/vouchers/{id}/events': ALL_READERS,
  'GET /api/v1/vouchers/{id}/qr': ALL_READERS,
  'GET /api/v1/vouchers/{id}/qr.svg': ALL_READERS,
  'GET /api/v1/vouchers/{id}/qr.png': ALL_READERS,
  'GET /api/v1/vouchers/{id}/phone-token': ['operator'],
  'POST /api/v1/redemptions': ['partner'],
  'GET /api/v1/redemptions': ['partner', 'auditor', 'administrator'],
  'GET /api/v1/redemptions/{id}': ['partner', 'auditor', 'administrator'],
  'GET /api/v1/products': ALL_READERS,
  'POST /api/v1/products': ['administrator'],
  'GET /api/v1/product-presets': ALL_READERS,
  'GET /api/v1/partners': ALL_READERS,
  'GET /api/v1/partners/me': ['partner'],
  'GET /api/v1/beneficiaries': ALL_READERS,
  'GET /api/v1/contact-points': ALL_READERS,
}

let programme: Programme
beforeAll(async () => {
  programme = await openProgramme()
})
afterAll(() => programme.close())

const cases = Object.keys(ALLOWED).map((name): [string, string] => {
  const [method = '', path = ''] = name.split(' ')
  return [method, path]
})

describe.each(cases)('%s %s', (method, path) => {
  const allowed = ALLOWED[`${method} ${path}`] ?? []
  // A body that no route accepts: whoever is let in is told that it is wrong, and nothing is done.
  const body = method === 'POST' ? {} : undefined

  test.each(KEY_ROLES)('as %s', async (role) => {
    const response = await programme.ask(role, method, path.replace('{id}', newId()), body)
    if (allowed.includes(role)) {
      expect(response.status).not.toBe(401)
      expect(response.status).not.toBe(403)
      expect(response.status).toBeLessThan(500)
      return
    }
    expect(response.status).toBe(403)
    const problem = await response.json()
    expect(problem.code).toBe('forbidden')
    for (const needed of allowed) expect(problem.detail).toContain(needed)
  })

  test('without a key, and with a wrong one', async () => {
    const at = path.replace('{id}', newId())
    expect((await programme.ask('nobody', method, at, body)).status).toBe(401)
  })
})

test('every guarded address of the document stands in this table, with the same roles', async () => {
  const response = await programme.app.request('/api/v1/openapi.json')
  const document: OpenApiDocument = await response.json()
  const listed = Object.fromEntries(
    operationsOf(document)
      .filter(({ security }) => security !== undefined)
      .map(({ method, path, security }) => [`${method} ${path}`, rolesOf(security)]),
  )
  const wanted = Object.fromEntries(
    Object.entries(ALLOWED).map(([name, roles]) => [name, [...roles].sort()]),
  )
  expect(listed).toEqual(wanted)
})

function rolesOf(security: readonly Readonly<Record<string, readonly string[]>>[] | undefined) {
  return [...(security?.[0]?.apiKey ?? [])].sort()
}
