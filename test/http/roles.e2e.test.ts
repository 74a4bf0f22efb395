import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { KEY_ROLES, type Role } from '../../src/access/core/principal.ts'
import { type OpenApiDocument, operationsOf } from './openapi-reading.ts'
import { newId, openProgramme, type Programme } from './programme.ts'

const ALL_READERS = ['administrator', 'operator', 'auditor'] as const
const NETWORK_READERS = [...ALL_READERS, 'treasurer'] as const
const TREASURY = ['treasurer', 'administrator'] as const
const MOVERS = ['operator', 'treasurer', 'administrator'] as const
const DESK = ['operator', 'administrator'] as const
const STAFF = ['administrator', 'operator'] as const
const SHOP = ['partner', 'partner_owner', 'cashier'] as const

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
  'GET /api/v1/staff': ['administrator', 'auditor'],
  'GET /api/v1/staff/{id}': ['administrator', 'auditor'],
  'POST /api/v1/staff': ['administrator'],
  'PUT /api/v1/staff/{id}': ['administrator'],
  'POST /api/v1/staff/{id}/invitation': ['administrator'],
  'POST /api/v1/staff/{id}/suspend': ['administrator'],
  'POST /api/v1/staff/{id}/reinstate': ['administrator'],
  'POST /api/v1/staff/{id}/reset-factor': ['administrator'],
  'GET /api/v1/approvals': ALL_READERS,
  'GET /api/v1/access-log': ['administrator', 'auditor'],
  'GET /api/v1/access-log.csv': ['administrator', 'auditor'],
  'GET /api/v1/outbox': ['administrator', 'operator'],
  'POST /api/v1/outbox/{id}/handed-over': ['administrator', 'operator'],
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
  'GET /api/v1/redemptions': ['partner', 'auditor', 'administrator'],
  'GET /api/v1/redemptions/{id}': ['partner', 'auditor', 'administrator'],
  'GET /api/v1/products': ALL_READERS,
  'GET /api/v1/programmes': NETWORK_READERS,
  'GET /api/v1/programmes.csv': NETWORK_READERS,
  'POST /api/v1/programmes': ['administrator'],
  'GET /api/v1/funding': [...TREASURY, 'auditor'],
  'GET /api/v1/funding.csv': [...TREASURY, 'auditor'],
  'GET /api/v1/funding/{id}': [...TREASURY, 'auditor'],
  'POST /api/v1/funding': TREASURY,
  'POST /api/v1/funding/{id}/decision': TREASURY,
  'GET /api/v1/envelopes': NETWORK_READERS,
  'GET /api/v1/envelopes.csv': NETWORK_READERS,
  'POST /api/v1/envelopes': TREASURY,
  'GET /api/v1/envelope-moves': NETWORK_READERS,
  'GET /api/v1/envelope-moves.csv': NETWORK_READERS,
  'GET /api/v1/envelope-moves/{id}': NETWORK_READERS,
  'POST /api/v1/envelope-moves': MOVERS,
  'POST /api/v1/envelope-moves/{id}/decision': MOVERS,
  'GET /api/v1/territories': NETWORK_READERS,
  'GET /api/v1/contact-points.csv': NETWORK_READERS,
  'GET /api/v1/contact-points/{id}': NETWORK_READERS,
  'POST /api/v1/contact-points': ['administrator'],
  'PUT /api/v1/contact-points/{id}': ['administrator'],
  'GET /api/v1/partners': NETWORK_READERS,
  'GET /api/v1/partners.csv': NETWORK_READERS,
  'GET /api/v1/partners/me': SHOP,
  'GET /api/v1/partners/{id}': [...NETWORK_READERS, 'partner_owner'],
  'GET /api/v1/partners/{id}/history': [...NETWORK_READERS, 'partner_owner'],
  'POST /api/v1/partners': DESK,
  'PUT /api/v1/partners/{id}': DESK,
  'POST /api/v1/partners/{id}/suspend': DESK,
  'POST /api/v1/partners/{id}/resume': DESK,
  'POST /api/v1/partners/{id}/end': DESK,
  'POST /api/v1/partners/{id}/agreements': DESK,
  'GET /api/v1/outlets': [...NETWORK_READERS, ...SHOP],
  'GET /api/v1/outlets.csv': NETWORK_READERS,
  'PUT /api/v1/partners/{id}/outlets/{outletId}': [...DESK, 'partner_owner'],
  'GET /api/v1/beneficiaries': ALL_READERS,
  'POST /api/v1/terminals/pairings': ['operator', 'administrator', 'partner_owner'],
  'GET /api/v1/terminals': ['operator', 'administrator', 'auditor', 'partner_owner'],
  'GET /api/v1/terminals/me': ['cashier'],
  'POST /api/v1/terminals/{id}/unpair': ['operator', 'administrator', 'partner_owner'],
  'POST /api/v1/beneficiaries/{id}/wallet-links': ['operator', 'administrator'],
  'GET /api/v1/beneficiaries/{id}/wallet': ['operator', 'administrator', 'auditor'],
  'POST /api/v1/beneficiaries/{id}/wallet/revoke': ['operator', 'administrator'],
  'PUT /api/v1/beneficiaries/{id}/pin': ['operator', 'beneficiary'],
  'PUT /api/v1/partners/{id}/pin': ['partner_owner'],
  'GET /api/v1/contact-points': NETWORK_READERS,
  'GET /api/v1/beneficiaries.csv': ['operator', 'auditor'],
  'POST /api/v1/beneficiaries': ['operator'],
  'POST /api/v1/beneficiaries/import': ['operator'],
  'POST /api/v1/beneficiaries/search': ['operator', 'auditor'],
  'GET /api/v1/beneficiaries/{id}': ALL_READERS,
  'PUT /api/v1/beneficiaries/{id}/household': ['operator'],
  'GET /api/v1/beneficiaries/{id}/personal-data': ['operator', 'auditor'],
  'PUT /api/v1/beneficiaries/{id}/personal-data': ['operator'],
  'POST /api/v1/beneficiaries/{id}/erase': ['operator', 'administrator'],
  'POST /api/v1/beneficiaries/{id}/assessments': ['operator'],
  'GET /api/v1/beneficiaries/{id}/assessments': ALL_READERS,
  'POST /api/v1/beneficiaries/{id}/leave': ['operator'],
  'GET /api/v1/beneficiaries/{id}/overrides': ALL_READERS,
  'POST /api/v1/eligibility-overrides': ['operator'],
  'POST /api/v1/eligibility-overrides/{id}/decide': ['operator', 'administrator'],
  'GET /api/v1/eligibility-overrides/{id}/explanation': ['operator', 'administrator'],
  'GET /api/v1/programmes/{id}/eligibility-rules': ALL_READERS,
  'PUT /api/v1/programmes/{id}/eligibility-rules': ['administrator'],
  'GET /api/v1/beneficiaries/{id}/plans': ALL_READERS,
  'PUT /api/v1/beneficiaries/{id}/plans': ['operator'],
  'GET /api/v1/privacy-notices': ALL_READERS,
  'POST /api/v1/privacy-notices': ['administrator'],
  'POST /api/v1/beneficiaries/{id}/consents': ['operator'],
  'GET /api/v1/beneficiaries/{id}/consents': ALL_READERS,
  'POST /api/v1/consents/{id}/withdraw': ['operator'],
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
  'POST /api/v1/products': ['administrator'],
  'GET /api/v1/product-presets': ALL_READERS,
  'GET /api/v1/wallet/me': ['beneficiary'],
  'GET /api/v1/wallet/vouchers': ['beneficiary'],
  'POST /api/v1/wallet/vouchers/{id}/code': ['beneficiary'],
  'POST /api/v1/wallet/vouchers/{id}/kept-codes': ['beneficiary'],
  'GET /api/v1/wallet/spending': ['beneficiary'],
  'GET /api/v1/wallet/places': ['beneficiary'],
  'GET /api/v1/wallet/pin': ['beneficiary'],
  'PUT /api/v1/wallet/pin': ['beneficiary'],
  'GET /api/v1/wallet/feedback': ['beneficiary'],
  'POST /api/v1/wallet/feedback': ['beneficiary'],
  'GET /api/v1/feedback': STAFF,
  'GET /api/v1/feedback/{id}': STAFF,
  'POST /api/v1/feedback/{id}/answer': STAFF,
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
  const body = method === 'GET' ? undefined : {}

  test.each(KEY_ROLES)('as %s', async (role) => {
    const response = await programme.ask(role, method, path.replace(/\{\w+\}/g, newId()), body)
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
    const at = path.replace(/\{\w+\}/g, newId())
    expect((await programme.ask('nobody', method, at, body)).status).toBe(401)
  })
})

test('every guarded address of the document stands in this table, with the same roles', async () => {
  const response = await programme.app.request('/api/v1/openapi.json')
  const document: OpenApiDocument = await response.json()
  const listed = Object.fromEntries(
    operationsOf(document)
      .filter(({ security }) => security?.[0]?.apiKey !== undefined)
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
