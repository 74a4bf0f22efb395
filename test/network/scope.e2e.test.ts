import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Principal, Role } from '../../src/access/core/principal.ts'
import { createApp } from '../../src/app.ts'
import type { Api } from '../../src/http/openapi.ts'
import { EUR } from '../../src/kernel/money.ts'
import { createLog } from '../../src/log.ts'
import { systemRuntime as runtime } from '../../src/runtime.ts'
import { newId, openProgramme, PARTNER_ID, type Programme } from '../http/programme.ts'

let programme: Programme
let app: Api
const people = new Map<string, Principal>()

function person(role: Role, bound: Partial<Principal> = {}): void {
  people.set(role, { kind: 'person', id: runtime.newId(), role, ...bound })
}

async function ask(role: string, method: string, path: string, body?: unknown) {
  const headers = { authorization: `Bearer ${role}`, 'content-type': 'application/json' }
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  const answer = await app.request(`/api/v1${path}`, { method, headers, ...sent })
  const text = await answer.text()
  const isJson = answer.headers.get('content-type')?.includes('json') === true
  return { status: answer.status, text, body: isJson ? JSON.parse(text) : undefined }
}

beforeAll(async () => {
  programme = await openProgramme()
  const { services, database } = programme
  const { network } = services
  for (const id of ['A', 'B']) {
    const name = id === 'A' ? '=HYPERLINK("https://example.org")' : 'Sportello B'
    await network.addContactPoint({ id, name, territoryId: 'BI', unit: EUR, envelope: 5000n })
  }
  const like = await network.findPartner(PARTNER_ID)
  if (like === undefined) throw new Error('the partner of the programme is there')
  const { payableAccountId: _, createdAt: __, ...shop } = like
  await network.addPartner({ ...shop, id: 'OTHER', name: '+39 shop' })
  person('operator', { contactPointIds: ['A'] })
  person('treasurer')
  person('administrator')
  person('auditor')
  person('analyst')
  person('partner_owner', { partnerId: PARTNER_ID })
  person('beneficiary', { beneficiaryId: 'BI-P-001' })
  const authenticate = async (token: string) => people.get(token)
  const access = { ...services.access, authenticate }
  const log = createLog('error', { write: () => undefined })
  const deps = { db: database.db, runtime, publicUrl: 'http://localhost:3000', log }
  app = createApp({ services: { ...services, access }, ...deps })
})
afterAll(() => programme.close())

async function envelopeId(contactPointId: string): Promise<string> {
  const { body } = await ask('treasurer', 'GET', `/envelopes?contactPointId=${contactPointId}`)
  return body.items[0].id
}

const terms = { settlementPeriod: 'weekly', settlementDays: 7, documents: [] }

describe('an operator of one contact point', () => {
  test('sees it and its envelopes, and no other', async () => {
    for (const path of ['/contact-points', '/envelopes']) {
      const { body } = await ask('operator', 'GET', path)
      expect(body.items).toHaveLength(1)
      const { text } = await ask('operator', 'GET', `${path}.csv`)
      expect(text.trim().split('\r\n')).toHaveLength(2)
      expect((await ask('auditor', 'GET', path)).body.items).toHaveLength(3)
    }
    const other = await ask('operator', 'GET', '/envelopes?contactPointId=B')
    expect(other.body.items).toEqual([])
    expect((await ask('operator', 'GET', '/contact-points/A')).status).toBe(200)
    expect((await ask('operator', 'GET', '/contact-points/B')).status).toBe(404)
  })

  test('moves its money only, and decides on nothing of others', async () => {
    const [a, b] = [await envelopeId('A'), await envelopeId('B')]
    const [, c] = [b, await envelopeId('BI-SC')]
    const move = { amount: '100', reason: 'Needed' }
    const others = { ...move, id: newId(), fromEnvelopeId: b, toEnvelopeId: c }
    expect(await ask('operator', 'POST', '/envelope-moves', others)).toMatchObject({
      ...{ status: 404, body: { code: 'envelope_not_found' } },
    })
    expect((await ask('administrator', 'POST', '/envelope-moves', others)).status).toBe(201)
    for (const [method, path, body] of [
      ['GET', `/envelope-moves/${others.id}`, undefined],
      ['POST', `/envelope-moves/${others.id}/decision`, { decision: 'approved' }],
    ] as const) {
      expect((await ask('operator', method, path, body)).status).toBe(404)
    }
    const own = { ...move, id: newId(), fromEnvelopeId: a, toEnvelopeId: b }
    expect(await ask('operator', 'POST', '/envelope-moves', own)).toMatchObject({
      ...{ status: 201, body: { state: 'waiting', fromContactPointId: 'A', colour: 'FRANOI-2' } },
    })
    const seen = await ask('operator', 'GET', '/envelope-moves')
    expect(seen.body.items.map(({ id }: { id: string }) => id)).toEqual([own.id])
    const decision = `/envelope-moves/${own.id}/decision`
    const yes = { decision: 'approved' }
    expect((await ask('operator', 'POST', decision, yes)).body.code).toBe('approval_own')
    expect((await ask('treasurer', 'POST', decision, { decision: 'refused' })).status).toBe(400)
    expect((await ask('treasurer', 'POST', decision, yes)).body.state).toBe('approved')
    expect((await ask('administrator', 'POST', decision, yes)).body.code).toBe('approval_closed')
    const { body } = await ask('operator', 'GET', '/envelopes')
    expect(body.items[0].left).toBe('4900')
  })
})

test('an owner sees their own shop, keeps its outlets, and no other', async () => {
  expect((await ask('partner_owner', 'GET', '/partners/me')).body.id).toBe(PARTNER_ID)
  expect((await ask('partner_owner', 'GET', `/partners/${PARTNER_ID}/history`)).status).toBe(200)
  const outlet = { name: 'Via Italia', town: 'Biella', status: 'open' }
  const own = `/partners/${PARTNER_ID}/outlets/ALI-A`
  expect((await ask('partner_owner', 'PUT', own, outlet)).status).toBe(200)
  await ask('operator', 'PUT', '/partners/OTHER/outlets/OTHER-A', outlet)
  for (const [method, path, body] of [
    ['GET', '/partners/OTHER', undefined],
    ['GET', '/partners/OTHER/history', undefined],
    ['PUT', '/partners/OTHER/outlets/OTHER-A', outlet],
  ] as const) {
    expect((await ask('partner_owner', method, path, body)).body.code).toBe('partner_not_found')
  }
  const { body } = await ask('partner_owner', 'GET', '/outlets?partnerId=OTHER')
  expect(body.items.map(({ id }: { id: string }) => id)).toEqual(['ALI-A'])
})

test('a key prepares and never decides', async () => {
  const id = newId()
  const tranche = {
    ...{ id, programmeId: 'FRANOI-2', kind: 'grant', funder: 'Ministero', amount: '900' },
    ...{ receivedOn: '2026-01-31', reference: 'Decreto 1' },
  }
  const prepared = await programme.ask('administrator', 'POST', '/api/v1/funding', tranche)
  expect(prepared.status).toBe(201)
  const path = `/api/v1/funding/${id}/decision`
  const answer = await programme.ask('administrator', 'POST', path, { decision: 'approved' })
  expect([answer.status, (await answer.json()).code]).toEqual([403, 'approval_needs_person'])
  const said = await ask('treasurer', 'POST', `/funding/${id}/decision`, { decision: 'approved' })
  expect(said.body).toMatchObject({ state: 'approved', amount: '900' })
  expect((await ask('auditor', 'GET', `/funding/${id}`)).body.state).toBe('approved')
})

test('a partner under an agreement that is over is shown so', async () => {
  const shop = { name: 'New', territoryId: 'BI', kind: 'shop', categories: ['Food', 'food'] }
  const admitted = await ask('operator', 'POST', '/partners', { ...shop, id: 'NEW', unit: 'EUR' })
  expect(admitted.body).toMatchObject({ acceptance: 'no_agreement', categories: ['food'] })
  const agreement = { ...terms, id: newId(), signedOn: '2026-01-01', validUntil: '2026-01-31' }
  const path = '/partners/NEW/agreements'
  expect((await ask('operator', 'POST', path, agreement)).status).toBe(201)
  expect((await ask('operator', 'POST', path, agreement)).status).toBe(200)
  expect((await ask('operator', 'GET', '/partners/NEW')).body.acceptance).toBe('lapsed')
  const renewal = { ...terms, id: newId(), signedOn: '2026-02-01' }
  await ask('operator', 'POST', path, renewal)
  expect((await ask('operator', 'GET', '/partners/NEW')).body.acceptance).toBe('accepting')
})

test('a name that a spreadsheet would take for a formula is harmless in a file', async () => {
  const points = (await ask('auditor', 'GET', '/contact-points.csv')).text
  expect(points).toContain(`"'=HYPERLINK(""https://example.org"")"`)
  const partners = (await ask('auditor', 'GET', '/partners.csv')).text
  expect(partners).toContain(",'+39 shop,")
  expect(`${points}${partners}`).not.toMatch(/(^|,|")[=@]/m)
})

test('analysts, beneficiaries and strangers see nothing of it', async () => {
  for (const path of ['/programmes', '/funding', '/envelopes', '/partners', '/outlets']) {
    for (const role of ['analyst', 'beneficiary']) {
      expect((await ask(role, 'GET', path)).status).toBe(403)
    }
    expect((await ask('nobody', 'GET', path)).status).toBe(401)
  }
})
