import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { KEY_ROLES, type Role } from '../../src/access/core/principal.ts'
import { type OpenApiDocument, operationsOf } from './openapi-reading.ts'
import { newId, openProgramme, type Programme } from './programme.ts'

const ALL_READERS = ['administrator', 'operator', 'auditor'] as const
const REDEMPTION_READERS = [
  'partner',
  'cashier',
  'partner_owner',
  'auditor',
  'administrator',
] as const
const SIDES = ['cashier', 'partner', 'partner_owner', 'operator', 'administrator'] as const

/** Who may do what: the rule that the routes are held to, written a second time and on purpose. */
const ALLOWED: Readonly<Record<string, readonly Role[]>> = {
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
  'GET /api/v1/vouchers': ALL_READERS,
  'GET /api/v1/vouchers/{id}': ALL_READERS,
  'GET /api/v1/vouchers/{id}/events': ALL_READERS,
  'GET /api/v1/vouchers/{id}/qr': ALL_READERS,
  'GET /api/v1/vouchers/{id}/qr.svg': ALL_READERS,
  'GET /api/v1/vouchers/{id}/qr.png': ALL_READERS,
  'GET /api/v1/vouchers/{id}/phone-token': ['operator'],
  'POST /api/v1/redemptions': ['partner'],
  'GET /api/v1/redemptions': REDEMPTION_READERS,
  'GET /api/v1/redemptions/{id}': REDEMPTION_READERS,
  'POST /api/v1/statements': ['cashier'],
  'GET /api/v1/statements/chain': ['cashier'],
  'POST /api/v1/balance-checks': ['cashier', 'partner'],
  'POST /api/v1/redemptions/{id}/refunds': SIDES,
  'GET /api/v1/refunds': [...SIDES, 'treasurer', 'auditor'],
  'GET /api/v1/refunds/{id}': [...SIDES, 'treasurer', 'auditor'],
  'POST /api/v1/refunds/{id}/approve': ['partner_owner', 'operator', 'administrator'],
  'POST /api/v1/refunds/{id}/refuse': ['partner_owner', 'operator', 'administrator'],
  'POST /api/v1/redemptions/{id}/disputes': SIDES,
  'GET /api/v1/disputes': [...SIDES, 'treasurer', 'auditor'],
  'GET /api/v1/disputes/{id}': [...SIDES, 'treasurer', 'auditor'],
  'POST /api/v1/disputes/{id}/notes': SIDES,
  'POST /api/v1/disputes/{id}/decide': ['operator', 'administrator'],
  'GET /api/v1/products': ALL_READERS,
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
