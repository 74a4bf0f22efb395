import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Role } from '../../src/access/core/principal.ts'
import { activityBody, REWARDING_ID } from './association-world.ts'
import { type Caller, type Cast, openCast } from './cast.ts'
import { CURRENCY_ID } from './currency-world.ts'
import {
  ASSOCIATION_ID,
  BENEFICIARY_ID,
  CONTACT_POINT_ID,
  newId,
  PARTNER_ID,
  PRODUCT_ID,
} from './programme.ts'
import { ALLOWED, SHARED } from './rights.ts'
import { INSTRUMENT_ID, OUTLET_ID, openWorld, planBody, type World } from './world.ts'
import { OWN_INSTRUMENT_ID } from './world-currency.ts'

let cast: Cast
let world: World
beforeAll(async () => {
  cast = await openCast()
  world = await openWorld(cast)
})
afterAll(() => cast.close())

/** What stands for `{id}`, by how the address begins. */
const TARGETS: Readonly<Record<string, keyof World | readonly [string]>> = {
  beneficiaries: [BENEFICIARY_ID],
  partners: [PARTNER_ID],
  associations: [ASSOCIATION_ID],
  activities: 'activityId',
  'contact-points': [CONTACT_POINT_ID],
  vouchers: 'voucherId',
  redemptions: 'redemptionId',
  refunds: 'refundId',
  outbox: 'messageId',
  wallet: 'voucherId',
  'wallet/spending': 'redemptionId',
  'wallet/currencies': [OWN_INSTRUMENT_ID],
  'wallet/currency-payments': 'ownPaymentId',
  'wallet/currency-requests': 'ownRequestId',
  'payment-cards': 'paymentCardId',
  feedback: 'feedbackId',
  disputes: 'disputeId',
  terminals: 'terminalId',
  consents: 'consentId',
  'eligibility-overrides': 'overrideId',
  'envelope-moves': 'moveId',
  'clearing-runs': 'clearingId',
  'voucher-batches': 'batchId',
  'voucher-changes': 'changeId',
  'voucher-schedules': 'scheduleId',
  'currency-payments': 'currencyPaymentId',
  'till/currencies': [CURRENCY_ID],
  'till/currency-payments': 'currencyPaymentId',
  'till/purchases': 'purchaseId',
  'till/requests': 'tillRequestId',
  'currency-grants': 'currencyGrantId',
}

type Body = (world: World) => object
const gone = { status: 404 }
const elsewhere = { status: 403, body: { code: 'partner_elsewhere' } }
const unknown = { status: 422, body: { code: expect.stringMatching(/contact_point_unknown$/) } }
const terms = {
  ...{ productId: PRODUCT_ID, contactPointId: CONTACT_POINT_ID, amount: '2500', people: 'all' },
}
const request: Body = () => ({ id: newId(), reason: 'Because' })
const partnerBody: Body = () => ({
  ...{ name: 'Mine now', territoryId: 'BI', kind: 'shop', categories: ['food'] },
})
const giveBack = { id: newId(), amount: '1', reason: 'Twice' }
const person = { party: 'person', holderId: BENEFICIARY_ID }
const shop = { party: 'partner', holderId: PARTNER_ID }
const refusal: Body = () => ({ reason: 'No' })

/** Bodies that would be accepted from somebody whose it is. */
const BODIES: Readonly<Record<string, Body>> = {
  'POST /api/v1/vouchers/{id}/cancel': request,
  'POST /api/v1/vouchers/{id}/block': request,
  'POST /api/v1/vouchers/{id}/unblock': request,
  'POST /api/v1/vouchers/{id}/replace': () => ({
    ...{ id: newId(), newVoucherId: newId(), reason: 'Lost' },
  }),
  'POST /api/v1/redemptions/{id}/refunds': () => ({
    ...{ id: newId(), amount: '100', reason: 'goods_returned' },
  }),
  'POST /api/v1/redemptions/{id}/disputes': () => ({ id: newId(), amount: '100', reason: 'Why' }),
  'POST /api/v1/wallet/spending/{id}/disputes': () => ({
    ...{ id: newId(), amount: '100', reason: 'faulty' },
  }),
  'POST /api/v1/wallet/currencies/{id}/requests': () => ({ id: newId(), amount: '100' }),
  'POST /api/v1/wallet/currencies/{id}/payments': ({ signCode }) => ({
    ...{ id: newId(), code: signCode, amount: '100' },
  }),
  'POST /api/v1/wallet/currency-payments/{id}/refunds': () => ({
    ...{ id: newId(), amount: '100', reason: 'Too much' },
  }),
  'POST /api/v1/wallet/currencies/{id}/schedules': ({ signCode }) => ({
    ...{ id: newId(), code: signCode, amount: '100', cadence: 'weekly', dueDay: 1 },
    ...{ fromDay: '2026-06-01', untilDay: '2026-12-31' },
  }),
  'POST /api/v1/feedback/{id}/answer': () => ({ text: 'We asked the shop.' }),
  'POST /api/v1/feedback/{id}/close': () => ({ reason: 'said_twice' }),
  'POST /api/v1/refunds/{id}/approve': () => ({}),
  'POST /api/v1/refunds/{id}/refuse': refusal,
  'POST /api/v1/disputes/{id}/notes': request,
  'POST /api/v1/disputes/{id}/decide': () => ({ outcome: 'to_partner', reason: 'Proof' }),
  'PUT /api/v1/beneficiaries/{id}/household': () => ({ householdSize: 9, language: 'it' }),
  'PUT /api/v1/beneficiaries/{id}/personal-data': () => ({ givenName: 'A', familyName: 'B' }),
  'POST /api/v1/beneficiaries/{id}/erase': () => ({ ground: 'entered_by_mistake' }),
  'POST /api/v1/beneficiaries/{id}/assessments': () => ({
    ...{ id: newId(), programmeId: 'FRANOI-2', facts: {} },
  }),
  'POST /api/v1/beneficiaries/{id}/leave': () => ({ on: '2026-05-01' }),
  'PUT /api/v1/beneficiaries/{id}/plans': ({ planId }) => ({ ...planBody(planId), version: 1 }),
  'POST /api/v1/beneficiaries/{id}/consents': () => ({
    ...{ id: newId(), purpose: 'evaluation', language: 'fr', version: 1, method: 'spoken' },
  }),
  'POST /api/v1/beneficiaries/{id}/talks': () => ({
    ...{ id: newId(), wave: 0, day: '2026-05-01', language: 'fr' },
  }),
  'POST /api/v1/beneficiaries/{id}/wallet-links': () => ({}),
  'PUT /api/v1/beneficiaries/{id}/pin': () => ({ pin: '40718' }),
  'PUT /api/v1/partners/{id}': partnerBody,
  'POST /api/v1/partners/{id}/suspend': request,
  'POST /api/v1/partners/{id}/resume': request,
  'POST /api/v1/partners/{id}/end': request,
  'POST /api/v1/partners/{id}/agreements': () => ({
    ...{ id: newId(), signedOn: '2026-05-01', settlementPeriod: 'monthly', settlementDays: 30 },
    documents: [],
  }),
  'PUT /api/v1/partners/{id}/pin': () => ({ pin: '40718' }),
  'PUT /api/v1/partners/{id}/outlets/{outletId}': () => ({
    ...{ name: 'Mine now', town: 'Matera', status: 'closed' },
  }),
  'POST /api/v1/associations/{id}/members': () => ({ ...shop, fromDay: '2026-06-01' }),
  'POST /api/v1/associations/{id}/members/end': () => shop,
  'POST /api/v1/associations/{id}/payments': () => ({
    ...{ id: newId(), instrumentId: REWARDING_ID, payee: person, amount: '1' },
  }),
  'POST /api/v1/associations/{id}/conversions': () => ({
    ...{ id: newId(), instrumentId: REWARDING_ID, amount: '1' },
  }),
  'POST /api/v1/activities/{id}/decision': () => ({ decision: 'approved' }),
  'POST /api/v1/currency-grants/{id}/decision': () => ({ decision: 'approved' }),
  'POST /api/v1/eligibility-overrides/{id}/decide': () => ({ state: 'approved' }),
  'POST /api/v1/envelope-moves/{id}/decision': () => ({ decision: 'approved' }),
  'POST /api/v1/till/currency-payments/{id}/refunds': () => giveBack,
  'POST /api/v1/currency-payments/{id}/refunds': () => giveBack,
  'POST /api/v1/till/purchases/{id}/refunds': () => ({ id: newId(), reason: 'goods_returned' }),
  'POST /api/v1/voucher-batches/{id}/refuse': refusal,
  'POST /api/v1/voucher-changes/{id}/refuse': refusal,
  'POST /api/v1/voucher-schedules/{id}/refuse': refusal,
}

/** What an address asks for besides. */
const QUERIES: Readonly<Record<string, string>> = {
  'GET /api/v1/associations/{id}/received': '?from=2026-05-01&until=2026-05-31',
}

const NOT_THERE = expect.stringMatching(/_(not_found|unknown)$/)

/** Whoever may decide on such things is told by whom this one is decided. */
const DECIDED_ELSEWHERE: ReadonlySet<string> = new Set([
  'POST /api/v1/currency-grants/{id}/decision',
  'POST /api/v1/eligibility-overrides/{id}/decide',
  'POST /api/v1/voucher-batches/{id}/approve',
  'POST /api/v1/voucher-batches/{id}/refuse',
  'POST /api/v1/voucher-changes/{id}/approve',
  'POST /api/v1/voucher-changes/{id}/refuse',
  'POST /api/v1/voucher-schedules/{id}/approve',
  'POST /api/v1/voucher-schedules/{id}/refuse',
])

/** What belongs to a partner that everybody of a desk sees, and only some of them change. */
const KEPT_ELSEWHERE = /^\w+ \/api\/v1\/(partners\/\{id\}|terminals\/\{id\}\/unpair)/

/** What names things of others in the body, and what becomes of it. */
const NAMING: readonly (readonly [string, Role, Body, object])[] = [
  ['POST /terminals/pairings', 'partner_owner', () => ({ partnerId: PARTNER_ID, name: 'X' }), gone],
  ['POST /terminals/pairings', 'operator', () => ({ partnerId: PARTNER_ID, name: 'X' }), elsewhere],
  [
    'POST /partners',
    'operator',
    () => ({ ...partnerBody(world), id: 'BI-NEW', unit: 'EUR' }),
    elsewhere,
  ],
  [
    'POST /envelope-moves',
    'operator',
    ({ envelopeId }) => ({
      ...{ id: newId(), fromEnvelopeId: envelopeId, amount: '1', reason: 'Mine' },
    }),
    gone,
  ],
  [
    'POST /beneficiaries',
    'operator',
    () => ({
      ...{ requestId: newId(), contactPointId: CONTACT_POINT_ID, householdSize: 1, language: 'it' },
    }),
    unknown,
  ],
  [
    'POST /eligibility-overrides',
    'operator',
    ({ assessmentId }) => ({
      ...{ id: newId(), assessmentId, ground: 'family_unity', explanation: 'Not mine' },
    }),
    gone,
  ],
  [
    `POST /associations/${ASSOCIATION_ID}/members`,
    'operator',
    () => ({ ...person, fromDay: '2026-06-01' }),
    gone,
  ],
  ['POST /activities', 'operator', () => activityBody(), gone],
  ['POST /activities', 'association', () => activityBody(), gone],
  [
    `POST /instruments/${INSTRUMENT_ID}/wallets`,
    'operator',
    () => ({ party: 'person', holderId: BENEFICIARY_ID }),
    { status: 422, body: { code: 'currency_holder_not_found' } },
  ],
  ['POST /voucher-batches/check', 'operator', () => terms, unknown],
  ['POST /voucher-batches', 'operator', () => ({ ...terms, id: newId(), reason: 'Mine' }), unknown],
  [
    'POST /voucher-schedules',
    'operator',
    () => ({
      ...{ ...terms, id: newId(), cadence: 'monthly', dueDay: 1, fromDay: '2026-06-01' },
      ...{ untilDay: '2026-12-31', maxTotal: '90000', reason: 'Mine' },
    }),
    unknown,
  ],
  [
    'POST /voucher-changes',
    'operator',
    ({ voucherId }) => ({
      ...{ id: newId(), voucherId, reason: 'Mine', kind: 'top_up', amount: '100' },
    }),
    gone,
  ],
  [
    'POST /vouchers/activate',
    'operator',
    ({ voucherId }) => ({
      ...{ id: newId(), voucherIds: [voucherId] },
    }),
    { status: 200, body: { items: [{ outcome: 'not_found' }] } },
  ],
  [
    'POST /vouchers/bulk',
    'operator',
    ({ voucherId }) => ({
      ...{ id: newId(), action: 'cancel', voucherIds: [voucherId], reason: 'Mine' },
    }),
    { status: 200, body: { items: [{ outcome: 'not_found' }] } },
  ],
  [
    'POST /vouchers/print-data',
    'operator',
    ({ voucherId }) => ({
      voucherIds: [voucherId],
    }),
    { status: 200, body: { items: [] } },
  ],
  ['POST /vouchers/cards.pdf', 'operator', ({ voucherId }) => ({ voucherIds: [voucherId] }), gone],
  [
    'POST /redemptions',
    'partner',
    ({ typedCode }) => ({
      ...{ id: newId(), typedCode, amount: '1', partnerId: PARTNER_ID },
    }),
    { status: 403, body: { code: 'forbidden' } },
  ],
  [
    'POST /currency-payments',
    'operator',
    () => ({
      ...{ id: newId(), instrumentId: CURRENCY_ID, amount: '1', reason: 'Mine' },
      payer: { party: 'person', holderId: BENEFICIARY_ID },
      payee: { party: 'partner', holderId: PARTNER_ID },
    }),
    gone,
  ],
  [
    'POST /beneficiaries/search',
    'operator',
    () => ({ name: 'Amina' }),
    {
      ...{ status: 200, body: { items: [] } },
    },
  ],
]

const BOUND = [
  ...(['operator', 'partner_owner', 'association', 'cashier', 'partner', 'beneficiary'] as const),
] as const

/** Whether a role is let in, and only to what is its own. */
function isBoundIn(name: string, role: string): boolean {
  const allowed: readonly string[] = ALLOWED[name] ?? []
  return allowed.includes(role) && !(SHARED[name] ?? []).some((one) => one === role)
}

const names = Object.keys(ALLOWED).filter((name) => BOUND.some((role) => isBoundIn(name, role)))
// A day is everybody's; what happened on it is each shop's own.
const ofOne = names.filter((name) => /\{(?!day)/.test(name))
const ofMany = names.filter((name) => name.startsWith('GET ') && !ofOne.includes(name))

function send(caller: Caller, name: string) {
  const [method = '', path = ''] = name.split(' ')
  const target = TARGETS[path.split('/').slice(3, 5).join('/')] ?? TARGETS[path.split('/')[3] ?? '']
  if (target === undefined) throw new Error(`no target for ${name}`)
  const id = typeof target === 'string' ? world[target] : target[0]
  const at = path
    .replace('{id}', id)
    .replace('{outletId}', OUTLET_ID)
    .replace('{partnerId}', PARTNER_ID)
    .replace('{instrumentId}', REWARDING_ID)
    .replace('{scheduleId}', world.currencyScheduleId)
  return caller.send(method, at + (QUERIES[name] ?? ''), BODIES[name]?.(world))
}

/** What a stranger is told. */
function answerTo({ role }: Caller, name: string) {
  if (DECIDED_ELSEWHERE.has(name)) return [403, 'approval_scope']
  const isKept = role === 'operator' && KEPT_ELSEWHERE.test(name)
  return isKept ? [403, 'partner_elsewhere'] : [404, NOT_THERE]
}

function strangersOf(name: string): readonly Caller[] {
  return cast.far.filter(({ role }) => isBoundIn(name, role))
}

describe.each(ofOne)('%s', (name) => {
  test('of somebody else is not there', async () => {
    expect(strangersOf(name).length).toBeGreaterThan(0)
    for (const caller of strangersOf(name)) {
      const { status, body } = await send(caller, name)
      const seen = [caller.role, status, body.code]
      expect(seen).toEqual([caller.role, ...answerTo(caller, name)])
    }
  })
})

test.each(ofMany)('%s tells a stranger nothing of the others', async (name) => {
  const secrets = [...Object.values(world), BENEFICIARY_ID]
  const [method = '', path = ''] = name.split(' ')
  const query = {
    '/api/v1/voucher-emergencies': '?month=2026-05-01',
    '/api/v1/voucher-breakage': '?from=2026-01-01&until=2026-12-31',
  }[path]
  for (const caller of strangersOf(name)) {
    const at = path.replace('{day}', '2026-05-04')
    const { status, text } = await caller.send(method, `${at}${query ?? ''}`)
    expect([200, 404], text).toContain(status)
    for (const secret of secrets) expect(text, caller.role).not.toContain(secret)
  }
})

test.each(NAMING)(
  '%s does nothing to what a %s of others names',
  async (name, role, body, answer) => {
    const [method = '', path = ''] = name.split(' ')
    const caller = cast.far.find((one) => one.role === role)
    const seen = await caller?.send(method, `/api/v1${path}`, body(world))
    expect(seen, seen?.text).toMatchObject(answer)
  },
)

test('the wallets of an instrument tell a stranger nothing of the people of others', async () => {
  const opened = { party: 'person', holderId: BENEFICIARY_ID }
  const path = `/api/v1/instruments/${INSTRUMENT_ID}/wallets`
  await cast.as('operator', 'session').send('POST', path, opened)
  const isHere = await cast.as('operator', 'session').send('GET', path)
  expect(isHere.body.items).toMatchObject([{ holderId: BENEFICIARY_ID }])
  const stranger = cast.far.find(({ role }) => role === 'operator')
  expect((await stranger?.send('GET', path))?.body).toEqual({ items: [], nextCursor: null })
})

describe.each(ofOne)('%s', (name) => {
  test('is there for those whose it is', async () => {
    for (const caller of cast.near.filter(({ role }) => isBoundIn(name, role))) {
      const { status, text } = await send(caller, name)
      expect([400, 404], `${caller.role} ${caller.way} ${text}`).not.toContain(status)
    }
  })
})
