import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { formatTypedCode } from '../../src/vouchers/core/typed-code.ts'
import { type Caller, type Cast, openCast } from '../http/cast.ts'
import { BENEFICIARY_ID, newId, PARTNER_ID, PRODUCT_ID } from '../http/programme.ts'
import { forger, opened, part, statementOf } from './signing.ts'

let cast: Cast
let near: Caller
let far: Caller
const voucherId = newId()
let typedCode: string
const thief = forger()

beforeAll(async () => {
  cast = await openCast()
  near = cast.as('cashier')
  far = cast.far.find(({ role }) => role === 'cashier') ?? near
  const order = { id: voucherId, productId: PRODUCT_ID, beneficiaryId: BENEFICIARY_ID }
  const made = await cast.as('operator', 'key').send('POST', '/api/v1/vouchers', {
    ...{ ...order, amount: '9000' },
  })
  typedCode = made.body.typedCode
})
afterAll(() => cast.close())

async function left(): Promise<string> {
  const seen = await cast.as('auditor', 'key').send('GET', `/api/v1/vouchers/${voucherId}`)
  return seen.body.remaining
}

describe('a token of a phone', () => {
  const pay = (qr: string) =>
    cast.as('partner').send('POST', '/api/v1/redemptions', { id: newId(), qr, amount: '100' })
  const token = async () => {
    const path = `/api/v1/vouchers/${voucherId}/phone-token`
    return (await cast.as('operator', 'key').send('GET', path)).body.token as string
  }
  let before: string
  beforeEach(async () => {
    before = await left()
  })

  test('that is forged, altered, unsigned or signed by another key pays for nothing', async () => {
    const good = await token()
    const { header, claims } = opened(good)
    const [head = '', body = '', signature = ''] = good.split('.')
    const publicKeys = await cast.as('nobody').send('GET', '/.well-known/jwks.json')
    const hmac = (key: string) => {
      const parts = `${part({ ...header, alg: 'HS256' })}.${body}`
      return `${parts}.${createHmac('sha256', key).update(parts).digest('base64url')}`
    }
    const attacks = {
      otherKey: thief.compact(header, claims),
      ownKeyInside: thief.compact({ ...header, jwk: publicKeys.body.keys[0] }, claims),
      none: `${part({ ...header, alg: 'none' })}.${body}.`,
      noneUpper: `${part({ ...header, alg: 'NONE' })}.${body}.${signature}`,
      publicKeyAsSecret: hmac(JSON.stringify(publicKeys.body.keys[0])),
      emptySecret: hmac(''),
      longer: `${head}.${part({ ...claims, exp: 4_000_000_000 })}.${signature}`,
      otherVoucher: `${head}.${part({ ...claims, sub: newId() })}.${signature}`,
      otherType: `${part({ ...header, typ: 'fra-noi-statement+jwt' })}.${body}.${signature}`,
      unsigned: `${head}.${body}.`,
      crossed: `${head}.${body}.${(await token()).split('.')[2]}`,
    }
    for (const [name, forged] of Object.entries(attacks)) {
      const answer = await pay(forged)
      expect([name, answer.status, answer.body.status]).toEqual([name, 200, 'token_invalid'])
    }
    expect(await left()).toBe(before)
  })

  test('that is too old, or was used before, pays for nothing', async () => {
    const [used, old] = [await token(), await token()]
    expect((await pay(used)).status).toBe(201)
    expect((await pay(used)).body.status).toBe('token_expired')
    cast.people.runtime.advance(121_000)
    expect((await pay(old)).body.status).toBe('token_expired')
    expect(await left()).toBe(String(Number(before) - 100))
  })
})

describe('a proof of a terminal', () => {
  const PATH = '/api/v1/redemptions'
  const get = (authorization: string, path = PATH) =>
    cast.people.app.request(path, { headers: { authorization } })

  test('by another key, of another algorithm, too old or for another request lets nobody in', async () => {
    const { key } = near.till ?? never()
    const good = key.authorization('GET', PATH)
    const { header, claims } = opened(good.slice('Terminal '.length))
    const [head, body] = good.slice('Terminal '.length).split('.')
    const attacks = {
      otherKey: thief.compact(header, claims),
      none: `${part({ ...header, alg: 'none' })}.${body}.`,
      keyInside: thief.compact({ ...header, jwk: key.jwk }, claims),
      unsigned: `${head}.${body}.`,
    }
    for (const forged of Object.values(attacks)) {
      expect((await get(`Terminal ${forged}`)).status).toBe(401)
    }
    expect((await get(good, `${PATH}?limit=200`)).status).toBe(401)
    expect((await get(key.authorization('POST', PATH))).status).toBe(401)
    const now = Math.floor(cast.people.runtime.now() / 1000)
    for (const iat of [now - 121, now + 60]) {
      expect((await get(key.authorization('GET', PATH, '', { iat }))).status).toBe(401)
    }
    expect((await get(key.authorization('GET', PATH))).status).toBe(200)
  })

  test('that is caught on its way changes nothing a second time', async () => {
    const { key } = near.till ?? never()
    const path = '/api/v1/balance-checks'
    const body = JSON.stringify({ typedCode })
    const headers = {
      authorization: key.authorization('POST', path, body),
      'content-type': 'application/json',
    }
    const send = () => cast.people.app.request(path, { method: 'POST', headers, body })
    expect((await send()).status).toBe(200)
    expect((await send()).status).toBe(401)
  })
})

describe('a statement', () => {
  test('with the key or in the name of another terminal moves nothing', async () => {
    const before = await left()
    const [mine, other] = [near.till ?? never(), far.till ?? never()]
    const claims = {
      id: newId(),
      shown: { kind: 'typedCode', text: typedCode },
      lines: [{ category: 'food', amount: '100' }],
    }
    const good = statementOf(mine, claims)
    const [head, body] = good.split('.')
    const attacks = {
      otherTerminals: statementOf(other, claims),
      othersKeyMyName: statementOf({ id: mine.id, key: other.key }, claims),
      othersKeyMyKid: statementOf({ id: mine.id, key: other.key }, claims, { kid: mine.key.kid }),
      myKeyOthersName: statementOf({ id: other.id, key: mine.key }, claims),
      none: `${part({ alg: 'none', typ: 'fra-noi-statement+jwt', kid: mine.key.kid })}.${body}.`,
      unsigned: `${head}.${body}.`,
      keyInside: thief.compact({ ...opened(good).header, jwk: other.key.jwk }, opened(good).claims),
    }
    for (const [name, statement] of Object.entries(attacks)) {
      const { status, body: said } = await near.send('POST', '/api/v1/statements', { statement })
      expect([name, status, said.code]).toEqual([name, 422, 'statement_invalid'])
    }
    expect(await left()).toBe(before)
    // The one that they were made from is good: it is the attacks that were refused.
    const taken = await near.send('POST', '/api/v1/statements', { statement: good })
    expect(taken.body.status).toBe('redeemed')
    const again = await far.send('POST', '/api/v1/statements', { statement: good })
    expect(again.status).toBe(422)
    expect(await left()).toBe(String(Number(before) - 100))
  })
})

describe('typed codes', () => {
  test('that are tried one after the other are soon not looked up any more, whichever way they are sent', async () => {
    const till = cast.as('partner')
    const send = (shown: object, caller = till) =>
      caller.send('POST', '/api/v1/redemptions', { id: newId(), amount: '1', ...shown })
    const check = (shown: object) => till.send('POST', '/api/v1/balance-checks', shown)
    const guess = () => ({ typedCode: formatTypedCode(serial++) })
    let serial = 77n
    for (let tries = 0; tries < 5; tries++) {
      expect((await send(guess())).body.status).toBe('unknown_voucher')
      expect((await check(guess())).body.status).toBe('unknown_voucher')
    }
    // A good one is no better: else the answer would tell that it was one.
    for (const shown of [guess(), { typedCode }]) {
      for (const ask of [send, check]) {
        const { status, body } = await ask(shown)
        expect([status, body.code]).toEqual([429, 'too_many_codes'])
      }
    }
    const path = `/api/v1/vouchers/${voucherId}/phone-token`
    const { token } = (await cast.as('operator', 'key').send('GET', path)).body
    expect((await send({ qr: token })).body.status).toBe('redeemed')
    // Nor does it stop anybody else.
    const other = cast.far.find(({ role }) => role === 'partner') ?? never()
    expect((await send({ typedCode }, other)).status).not.toBe(429)
    cast.people.runtime.advance(60_000)
    expect((await send(guess())).body.status).toBe('unknown_voucher')
    expect((await send(guess())).status).toBe(429)
  })

  test('in statements are counted too, and what is not looked up is not written down', async () => {
    const mine = near.till ?? never()
    const { body: chain } = await near.send('GET', '/api/v1/statements/chain')
    let prev = chain.head
    let serial = 977n
    const state = async (seq: number, text = formatTypedCode(serial++)) => {
      const shown = { kind: 'typedCode', text }
      const lines = [{ category: 'food', amount: '1' }]
      const statement = statementOf(mine, { id: newId(), seq, prev, shown, lines })
      const answer = await near.send('POST', '/api/v1/statements', { statement })
      if (answer.body.chain) prev = answer.body.chain.head
      return answer
    }
    for (let tries = 1; tries <= 10; tries++) {
      expect((await state(chain.seq + tries)).body.status).toBe('unknown_voucher')
    }
    const refused = await state(chain.seq + 11, typedCode)
    expect([refused.status, refused.body.code]).toEqual([429, 'too_many_codes'])
    expect((await near.send('GET', '/api/v1/statements/chain')).body.seq).toBe(chain.seq + 10)
    cast.people.runtime.advance(60_000)
    expect((await state(chain.seq + 11, typedCode)).body.status).toBe('redeemed')
  })
})

test('an address with one till program after the other is stopped as well', async () => {
  const { app, services, runtime } = cast.people
  runtime.advance(3_600_000)
  let serial = 5_077n
  const sender = async () => {
    const key = await services.access.createKey({ role: 'partner', partnerId: PARTNER_ID })
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    return async () => {
      const body = JSON.stringify({
        id: newId(),
        amount: '1',
        typedCode: formatTypedCode(serial++),
      })
      return (await app.request('/api/v1/redemptions', { method: 'POST', headers, body })).status
    }
  }
  for (let programs = 0; programs < 4; programs++) {
    const send = await sender()
    for (let tries = 0; tries < 10; tries++) expect(await send()).toBe(200)
  }
  expect(await (await sender())()).toBe(429)
})

function never(): never {
  throw new Error('a terminal has its key')
}
