import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Principal, Role } from '../../src/access/core/principal.ts'
import { createApp } from '../../src/app.ts'
import type { Api } from '../../src/http/openapi.ts'
import { createLog } from '../../src/log.ts'
import { systemRuntime } from '../../src/runtime.ts'
import { createVouchers, type TillAccess } from '../../src/vouchers/service.ts'
import {
  BENEFICIARY_ID,
  newId,
  openProgramme,
  PARTNER_ID,
  PRODUCT_ID,
  type Programme,
} from '../http/programme.ts'
import { frozenRuntime } from '../support/frozen-runtime.ts'
import { openTills, purchase, type TestTill, type TestTills } from './tills.ts'

let programme: Programme
let tills: TestTills
let app: Api
let till: TestTill
const tokens = new Map<string, Principal>()
const logged: string[] = []
const publicUrl = 'http://localhost:3000'

beforeAll(async () => {
  programme = await openProgramme()
  const { services, database } = programme
  tills = await openTills(database, {
    ...frozenRuntime(randomUUID()),
    ...systemRuntime,
    advance: () => {},
  })
  const access: TillAccess = tills
  const deps = {
    ...{ ...services, db: database.db, runtime: systemRuntime, publicUrl, tills: access },
    ...{ funding: services.network, entitlements: services.plans, wake: async () => {} },
  }
  const log = createLog('info', { write: (line) => logged.push(line) })
  app = createApp({
    services: {
      ...services,
      vouchers: createVouchers(deps),
      access: {
        ...services.access,
        authenticate: async (token) => tokens.get(token) ?? services.access.authenticate(token),
      },
    },
    ...{ db: database.db, runtime: systemRuntime, publicUrl, log },
  })
  till = await tills.pair(PARTNER_ID)
  tokens.set('till', till.principal)
  const people: readonly [string, Role, Partial<Principal>][] = [
    ['anna', 'operator', { contactPointIds: ['BI-SC'] }],
    ['bruno', 'operator', { contactPointIds: ['BI-SC'] }],
    ['owner', 'partner_owner', { partnerId: PARTNER_ID }],
    ['stranger', 'partner_owner', { partnerId: 'OTHER' }],
    ['auditor', 'auditor', {}],
  ]
  for (const [name, role, scope] of people) {
    tokens.set(name, { kind: 'person', id: systemRuntime.newId(), role, ...scope })
  }
})
afterAll(async () => {
  expect(programme.faults()).toEqual([])
  await programme.close()
})

type Json = Record<string, unknown>

async function ask(who: string, method: string, path: string, body?: object) {
  const headers = { authorization: `Bearer ${who}`, 'content-type': 'application/json' }
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  const answer = await app.request(`/api/v1${path}`, { method, headers, ...sent })
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Json }
}

async function issue(amount = '5000'): Promise<Json> {
  const order = { id: newId(), productId: PRODUCT_ID, beneficiaryId: BENEFICIARY_ID, amount }
  const answer = await programme.ask('operator', 'POST', '/api/v1/vouchers', order)
  return answer.json() as Promise<Json>
}

/** A statement for some cents, signed and sent. */
async function pay(voucher: Json, amount: bigint) {
  const statement = await till.sign(purchase(String(voucher.typedCode), amount))
  const answer = await ask('till', 'POST', '/statements', { statement })
  if (answer.body.redemption !== null) till.keep(statement)
  return { statement, ...answer }
}

describe('a statement over HTTP', () => {
  it('is redeemed or declined, and says where the chain ends and what to tell the cashier', async () => {
    const voucher = await issue()
    const first = await pay(voucher, 1250n)
    expect(first.status).toBe(201)
    expect(first.body).toMatchObject({
      status: 'redeemed',
      chain: { seq: 1, head: createHash('sha256').update(first.statement).digest('base64url') },
      redemption: { amount: '1250', remaining: '3750', partnerId: PARTNER_ID },
      message: { en: 'Accepted: 12.50 EUR. 37.50 EUR is left on the voucher.' },
    })
    const again = await ask('till', 'POST', '/statements', { statement: first.statement })
    expect([again.status, again.body]).toEqual([201, first.body])
    const second = await pay(voucher, 9999n)
    expect([second.status, second.body.status]).toEqual([200, 'exceeds_remaining'])
    const fork = await till.sign({ ...purchase(String(voucher.typedCode), 1n), seq: 1 })
    const refused = await ask('till', 'POST', '/statements', { statement: fork })
    expect(refused).toMatchObject({
      status: 200,
      body: { status: 'statement_conflict', chain: till.chain, redemption: null },
    })
    const { body } = await ask('till', 'GET', '/statements/chain')
    expect(body).toEqual({ ...till.chain, treeHead: null })
  })

  it('that is none, or of somebody else, is a problem', async () => {
    const thief = await tills.pair(PARTNER_ID)
    const statement = await thief.sign(purchase('0000-3NQK-8NGM', 1n))
    for (const text of [statement, 'x', `${statement}x`, 'e'.repeat(11_000)]) {
      const answer = await ask('till', 'POST', '/statements', { statement: text })
      expect([answer.status, answer.body.code]).toEqual([422, 'statement_invalid'])
    }
    const long = await ask('till', 'POST', '/statements', { statement: 'e'.repeat(12_001) })
    expect(long.status).toBe(400)
    expect((await ask('owner', 'POST', '/statements', { statement })).status).toBe(403)
  })

  it('never has its PIN or its code in the log', async () => {
    const voucher = await issue()
    const statement = await till.sign(purchase(String(voucher.typedCode), 5n))
    till.keep(statement)
    await ask('till', 'POST', '/statements', { statement, pin: '86420' })
    await ask('till', 'POST', '/statements', { statement, pin: '864 20' })
    expect(logged.length).toBeGreaterThan(0)
    for (const secret of ['86420', '864 20', String(voucher.typedCode), statement]) {
      expect(logged.join('\n')).not.toContain(secret)
    }
  })
})

describe('a balance check over HTTP', () => {
  it('shows what a shop may know, and is not there for guessing', async () => {
    const voucher = await issue()
    const asked = { typedCode: voucher.typedCode }
    const shown = await ask('till', 'POST', '/balance-checks', asked)
    expect(shown.body).toEqual({
      ...{ status: 'good', remaining: '5000', unit: 'EUR', expiresOn: voucher.expiresOn },
      ...{ categories: ['food'], capLeft: null, triesLeft: null },
    })
    expect(JSON.stringify(shown.body)).not.toContain(BENEFICIARY_ID)
    const answers = []
    for (let index = 0; index < 40; index++) {
      answers.push(
        await ask('till', 'POST', '/balance-checks', { typedCode: `0000-3NQK-8NG${index}` }),
      )
    }
    const slow = answers.find(({ status }) => status === 429)
    expect(slow?.body.code).toBe('too_many_checks')
    expect(Number(slow?.headers.get('retry-after'))).toBeGreaterThan(0)
    // Redeeming goes on, and so do other tills.
    expect((await pay(voucher, 10n)).status).toBe(201)
    const other = await tills.pair(PARTNER_ID)
    tokens.set('other-till', other.principal)
    expect((await ask('other-till', 'POST', '/balance-checks', asked)).status).toBe(200)
  })
})

describe('refunds and disputes over HTTP', () => {
  it('are asked for by one, decided by another, and seen by who they concern', async () => {
    const voucher = await issue('9000')
    const { body } = await pay(voucher, 8000n)
    const { id: redemptionId } = body.redemption as Json
    const request = { id: newId(), amount: '6000', reason: 'goods_returned' }
    const path = `/redemptions/${redemptionId}/refunds`
    expect((await ask('till', 'POST', path, request)).body.code).toBe('owner_pin_missing')
    expect((await ask('stranger', 'POST', path, request)).status).toBe(404)
    const asked = await ask('anna', 'POST', path, request)
    expect([asked.status, asked.body.state]).toEqual([201, 'waiting'])
    const at = `/refunds/${request.id}`
    expect((await ask('stranger', 'GET', at)).status).toBe(404)
    expect((await ask('auditor', 'GET', at)).body).toEqual(asked.body)
    expect((await ask('anna', 'POST', `${at}/approve`, {})).body.code).toBe('approval_own')
    expect((await ask('owner', 'POST', `${at}/approve`, {})).body).toMatchObject({ state: 'done' })
    expect((await ask('bruno', 'POST', `${at}/refuse`, { reason: 'no' })).body.code).toBe(
      'approval_closed',
    )
    const listed = await ask('owner', 'GET', '/refunds?state=done&limit=1')
    expect(listed.body).toMatchObject({ items: [{ id: request.id }], nextCursor: null })

    const open = { id: newId(), amount: '2000', reason: 'Never delivered' }
    const disputed = await ask('anna', 'POST', `/redemptions/${redemptionId}/disputes`, open)
    expect([disputed.status, disputed.body.side]).toEqual([201, 'beneficiary'])
    const dispute = `/disputes/${open.id}`
    const note = { id: newId(), reason: 'It was' }
    expect((await ask('owner', 'POST', `${dispute}/notes`, note)).status).toBe(201)
    expect((await ask('stranger', 'POST', `${dispute}/notes`, note)).status).toBe(404)
    const decision = { outcome: 'to_voucher', reason: 'No proof' }
    expect((await ask('anna', 'POST', `${dispute}/decide`, decision)).body.code).toBe(
      'approval_own',
    )
    expect((await ask('bruno', 'POST', `${dispute}/decide`, decision)).body).toMatchObject({
      state: 'to_voucher',
    })
    const { body: whole } = await ask('owner', 'GET', dispute)
    expect((whole.events as Json[]).map(({ kind }) => kind)).toEqual(['opened', 'noted', 'decided'])
    expect((await ask('stranger', 'GET', '/disputes')).body.items).toEqual([])
    const now = await programme.ask('operator', 'GET', `/api/v1/vouchers/${voucher.id}`)
    expect(await now.json()).toMatchObject({ remaining: '9000' })
  })
})
