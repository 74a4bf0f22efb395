import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Caller, type Cast, OTHER_PARTNER_ID, openCast } from '../http/cast.ts'
import { BENEFICIARY_ID, newId, PARTNER_ID } from '../http/programme.ts'
import { openWorld, type World } from '../http/world.ts'

let cast: Cast
let world: World
beforeAll(async () => {
  cast = await openCast()
  world = await openWorld(cast)
})
afterAll(() => cast.close())

function far(role: Caller['role']): Caller {
  const found = cast.far.find((one) => one.role === role)
  if (found === undefined) throw new Error(`nobody far is ${role}`)
  return found
}

test('a cashier reads the day of their own shop, and of no other', async () => {
  const mine = await cast.as('cashier').send('GET', '/api/v1/redemptions')
  expect(mine.text).toContain(world.redemptionId)
  for (const path of ['/redemptions', '/refunds', '/disputes']) {
    const { status, body } = await far('cashier').send('GET', `/api/v1${path}`)
    expect([status, body.items]).toEqual([200, []])
    for (const query of [`partnerId=${PARTNER_ID}`, `partner=${PARTNER_ID}`]) {
      const asked = await far('cashier').send('GET', `/api/v1${path}?${query}`)
      expect(asked.text).not.toContain(world.redemptionId)
    }
  }
  const one = await far('cashier').send('GET', `/api/v1/redemptions/${world.redemptionId}`)
  expect(one.status).toBe(404)
  // A cursor of another's page is a place in a list, and opens nothing.
  const page = await cast.as('auditor', 'key').send('GET', '/api/v1/redemptions?limit=1')
  const cursor = page.body.nextCursor ?? Buffer.from(`["${newId()}"]`).toString('base64url')
  const crossed = await far('cashier').send('GET', `/api/v1/redemptions?cursor=${cursor}`)
  expect(crossed.body.items ?? []).toEqual([])
  const outlets = await far('cashier').send('GET', `/api/v1/outlets?partnerId=${PARTNER_ID}`)
  expect(outlets.text).not.toContain(PARTNER_ID)
  expect((await far('cashier').send('GET', '/api/v1/partners/me')).body.id).toBe(OTHER_PARTNER_ID)
})

test('an operator reads nothing of the people of another contact point', async () => {
  const paths = [
    '',
    '/personal-data',
    '/plans',
    '/assessments',
    '/overrides',
    '/consents',
    '/wallet',
  ]
  for (const path of paths) {
    const at = `/api/v1/beneficiaries/${BENEFICIARY_ID}${path}`
    expect((await cast.as('operator', 'session').send('GET', at)).status).toBe(200)
    const { status, body } = await far('operator').send('GET', at)
    expect([path, status, body.code]).toEqual([path, 404, 'beneficiary_not_found'])
  }
  for (const query of ['', `?codeStart=${BENEFICIARY_ID}`, '?contactPointId=BI-SC']) {
    for (const kind of ['', '.csv']) {
      const { text } = await far('operator').send('GET', `/api/v1/beneficiaries${kind}${query}`)
      expect(text).not.toContain(BENEFICIARY_ID)
    }
  }
  // It is seen afterwards who tried.
  const page = { limit: 200, subjectId: BENEFICIARY_ID, outcome: 'refused' } as const
  const found = await cast.people.services.accessLog.list(page)
  expect(found.length).toBeGreaterThanOrEqual(paths.length)
  expect(new Set(found.map(({ role }) => role))).toEqual(new Set(['operator']))
})

test('ids that are guessed from one that is known lead nowhere', async () => {
  const paths: readonly (readonly [string, string])[] = [
    ['vouchers', world.voucherId],
    ['redemptions', world.redemptionId],
    ['refunds', world.refundId],
    ['disputes', world.disputeId],
    ['voucher-batches', world.batchId],
    ['envelope-moves', world.moveId],
  ]
  for (const [kind, id] of paths) {
    const wrong = [...neighboursOf(id), '00000000-0000-0000-0000-000000000000', newId()]
    for (const guess of wrong) {
      const { status, body } = await cast
        .as('administrator', 'session')
        .send('GET', `/api/v1/${kind}/${guess}`)
      expect([kind, status]).toEqual([kind, 404])
      expect(body.code).toMatch(/_not_found$/)
    }
    for (const guess of ['1', `${id}'--`, '../vouchers', `${id}%00`, '*']) {
      const at = `/api/v1/${kind}/${encodeURIComponent(guess)}`
      expect([400, 404]).toContain((await cast.as('administrator', 'key').send('GET', at)).status)
    }
  }
})

test('the answer to an id of others is the same as to one that does not exist', async () => {
  const ask = (id: string) => far('operator').send('GET', `/api/v1/vouchers/${id}`)
  const [real, unreal] = [await ask(world.voucherId), await ask(newId())]
  const { requestId: _, ...seen } = real.body
  const { requestId: __, ...unseen } = unreal.body
  expect(seen).toEqual(unseen)
})

test('a photo of the card opens no wallet, whatever of it is tried', async () => {
  const at = `/api/v1/vouchers/${world.voucherId}/qr`
  const card = (await cast.as('operator', 'key').send('GET', at)).text
  const payload = card.slice(card.lastIndexOf('/') + 1)
  const shown = [card, payload, payload.slice(0, 43), payload.slice(-43), world.typedCode]
  const phone = 'p'.repeat(43)
  for (const token of [...shown, world.voucherId, BENEFICIARY_ID]) {
    const opened = await cast.people.browser().send('POST', '/api/v1/wallets', { token, phone })
    expect([400, 404]).toContain(opened.status)
    expect(opened.headers.get('set-cookie')).toBeNull()
    const cookie = { cookie: `franoi_wallet=${token}` }
    const pin = await cast.people
      .browser()
      .send('PUT', `/api/v1/beneficiaries/${BENEFICIARY_ID}/pin`, { pin: '40718' }, cookie)
    expect(pin.status).toBe(401)
  }
})

/** The same id with one bit changed, and the ids before and after it. */
function neighboursOf(id: string): string[] {
  const number = BigInt(`0x${id.replaceAll('-', '')}`)
  const changed = [
    number - 1n,
    number + 1n,
    ...[0n, 7n, 31n, 61n].map((bit) => number ^ (1n << bit)),
  ]
  return changed.map((one) => {
    const hex = one.toString(16).padStart(32, '0')
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  })
}
