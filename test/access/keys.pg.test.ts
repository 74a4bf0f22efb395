import { calculateJwkThumbprint, createLocalJWKSet, importJWK, jwtVerify, SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { SIGNING_PURPOSES } from '../../src/access/core/signing.ts'
import { newPrivateJwk } from '../../src/access/key-pair.ts'
import { createSigningKeys, SIGNER_KEPT_MS } from '../../src/access/keys.ts'
import { connect } from '../../src/db/client.ts'
import type { Runtime } from '../../src/runtime.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { type FrozenRuntime, frozenRuntime } from '../support/frozen-runtime.ts'

const SECRET = 'a secret of the test, long enough'
const TYPE = 'fra-noi-test+jwt'

let test: TestDatabase
let runtime: FrozenRuntime
let files = 0

beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(async () => {
  runtime = frozenRuntime(`keys ${files++}`)
  const owner = connect(test.ownerUrl, { role: null, poolSize: 1 })
  await owner.sql`truncate signing_key`
  await owner.close()
})

const open = (secret = SECRET, ownRuntime: Runtime = runtime) =>
  createSigningKeys({ db: test.db, runtime: ownRuntime, secret })

describe('signing keys', () => {
  it('are made when first needed, one for each purpose, and found again after a restart', async () => {
    const keys = open()
    expect(await keys.jwks()).toEqual({ keys: [] })
    await keys.prepare()
    const { keys: published } = await keys.jwks()
    expect(published).toHaveLength(SIGNING_PURPOSES.length)
    const again = open()
    await again.prepare()
    expect(await again.jwks()).toEqual({ keys: published })
    expect((await again.signer('card')).kid).toBe((await keys.signer('card')).kid)
  })

  it('are named by their thumbprint, and their short id is its first four bytes', async () => {
    const keys = open()
    const { kid, shortId } = await keys.signer('card')
    const [jwk] = (await keys.jwks()).keys
    expect(await calculateJwkThumbprint({ ...jwk })).toBe(kid)
    expect(Buffer.from(shortId)).toEqual(Buffer.from(kid, 'base64url').subarray(0, 4))
    expect(jwk).toEqual({
      kty: 'EC',
      crv: 'P-256',
      x: expect.any(String),
      y: expect.any(String),
      kid,
      use: 'sig',
      alg: 'ES256',
    })
  })

  it('are one for each purpose, however many processes start at once', async () => {
    const processes = Array.from({ length: 16 }, (_, index) =>
      open(SECRET, frozenRuntime(`process ${index}`)),
    )
    await Promise.all(processes.map((keys) => keys.prepare()))
    for (const purpose of SIGNING_PURPOSES) {
      const kids = await Promise.all(processes.map(async (one) => (await one.signer(purpose)).kid))
      expect(new Set(kids).size).toBe(1)
    }
    expect((await open().jwks()).keys).toHaveLength(SIGNING_PURPOSES.length)
  })

  it('sign what anybody can check with the published keys alone', async () => {
    const keys = open()
    const token = await keys.signToken('receipt', TYPE, { amount: '1250' })
    const published = createLocalJWKSet({ keys: [...(await keys.jwks()).keys] })
    const { payload, protectedHeader } = await jwtVerify(token, published, {
      algorithms: ['ES256'],
      typ: TYPE,
    })
    expect(payload).toEqual({ amount: '1250' })
    expect(protectedHeader).toEqual({
      alg: 'ES256',
      typ: TYPE,
      kid: (await keys.signer('receipt')).kid,
    })
  })

  it('sign the tree heads of the ledger with Ed25519, and nothing else with it', async () => {
    const keys = open()
    await keys.prepare()
    const { keys: published } = await keys.jwks()
    const { kid, sign, shortId } = await keys.signer('tree')
    const jwk = published.find((one) => one.kid === kid)
    expect(jwk).toMatchObject({ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA' })
    expect(published.filter(({ alg }) => alg === 'EdDSA')).toHaveLength(1)
    expect(await calculateJwkThumbprint({ ...jwk })).toBe(kid)
    const token = await keys.signToken('tree', TYPE, { size: '1' })
    const set = createLocalJWKSet({ keys: [...published] })
    const { payload } = await jwtVerify(token, set, { algorithms: ['EdDSA'], typ: TYPE })
    expect(payload).toEqual({ size: '1' })
    expect((await keys.verifyToken('tree', TYPE, token)).status).toBe('valid')
    expect((await keys.verifyToken('receipt', TYPE, token)).status).toBe('invalid')
    const message = new TextEncoder().encode('a head')
    expect(await keys.verify('tree', shortId, message, await sign(message))).toBe(true)
    const { kid: next } = await keys.rotate('tree')
    expect(next).not.toBe(kid)
    expect((await keys.verifyToken('tree', TYPE, token)).status).toBe('valid')
  })

  it('keep the private half out of the database: another secret opens nothing', async () => {
    await open().prepare()
    const rows = await test.db.sql`select public_jwk, private_jwk_sealed from signing_key`
    for (const row of rows) {
      expect(JSON.parse(row.public_jwk)).not.toHaveProperty('d')
      expect(Buffer.from(row.private_jwk_sealed).toString('latin1')).not.toContain('"d"')
    }
    await expect(open('another secret').prepare()).rejects.toMatchObject({
      code: 'signing_secret_wrong',
      message: expect.stringMatching(/another secret.*fra-noi keys rotate --purpose/),
    })
    await expect(open().prepare()).resolves.toBeUndefined()
  })

  it('do not open in the place of another: the sealed half is bound to its key', async () => {
    await open().prepare()
    const owner = connect(test.ownerUrl, { role: null, poolSize: 1 })
    await owner.sql`
      update signing_key set private_jwk_sealed =
        (select private_jwk_sealed from signing_key where purpose = 'card')
      where purpose = 'receipt'`
    await owner.close()
    await expect(open().signer('receipt')).rejects.toMatchObject({ code: 'signing_secret_wrong' })
  })
})

describe('rotating a key', () => {
  it('makes a new one that signs, and what the old one signed stays valid', async () => {
    const keys = open()
    const before = await keys.signer('card')
    const message = new TextEncoder().encode('a card')
    const signature = await before.sign(message)
    const token = await keys.signToken('receipt', TYPE, { n: 1 })
    const { kid } = await keys.rotate('card')
    await keys.rotate('receipt')
    const after = await keys.signer('card')
    expect(after.kid).toBe(kid)
    expect(after.kid).not.toBe(before.kid)
    for (const one of [keys, open()]) {
      expect(await one.verify('card', before.shortId, message, signature)).toBe(true)
      expect(await one.verify('card', after.shortId, message, signature)).toBe(false)
      expect(await one.verifyToken('receipt', TYPE, token)).toEqual({
        status: 'valid',
        claims: { n: 1 },
      })
    }
    expect((await keys.jwks()).keys.map((jwk) => jwk.kid)).toEqual(
      expect.arrayContaining([before.kid, after.kid]),
    )
  })

  it('is followed by the other processes within half a minute, and understood at once', async () => {
    const [one, other] = [open(), open()]
    const old = await other.signer('phone')
    const { kid } = await one.rotate('phone')
    const token = await one.signToken('phone', TYPE, { n: 2 })
    expect((await other.verifyToken('phone', TYPE, token)).status).toBe('valid')
    runtime.advance(SIGNER_KEPT_MS - 1)
    expect((await other.signer('phone')).kid).toBe(old.kid)
    runtime.advance(1)
    expect((await other.signer('phone')).kid).toBe(kid)
  })

  it('by many at once leaves one key that signs', async () => {
    const keys = Array.from({ length: 8 }, (_, index) =>
      open(SECRET, frozenRuntime(`turn ${index}`)),
    )
    await Promise.all(keys.map((one) => one.rotate('card')))
    const active = await test.db.sql`
      select kid from signing_key where purpose = 'card' and retired_at is null`
    expect(active).toHaveLength(1)
    const kid: unknown = active[0]?.kid
    expect((await open().signer('card')).kid).toBe(kid)
  })

  it('is the way on where the secret was lost: what was signed stays valid', async () => {
    const token = await open().signToken('receipt', TYPE, { n: 3 })
    await open().prepare()
    const keys = open('a new secret')
    for (const purpose of SIGNING_PURPOSES) await keys.rotate(purpose)
    await keys.prepare()
    expect((await keys.verifyToken('receipt', TYPE, token)).status).toBe('valid')
  })

  it('cannot be undone by the service: a retired key is never changed otherwise', async () => {
    await open().prepare()
    await expect(test.db.sql`update signing_key set purpose = 'phone'`).rejects.toThrow(
      /permission denied/,
    )
    await expect(test.db.sql`delete from signing_key`).rejects.toThrow(/permission denied/)
  })
})

describe('a token', () => {
  const claims = { sub: 'x', exp: Date.parse('2026-05-04T09:32:00Z') / 1000 }

  it('is good until its time is over', async () => {
    const keys = open()
    const token = await keys.signToken('phone', TYPE, claims)
    runtime.advance(119_999)
    expect(await keys.verifyToken('phone', TYPE, token)).toEqual({ status: 'valid', claims })
    runtime.advance(1)
    expect(await keys.verifyToken('phone', TYPE, token)).toEqual({ status: 'expired' })
  })

  it('is invalid with another type, for another purpose, or altered anywhere', async () => {
    const keys = open()
    const token = await keys.signToken('phone', TYPE, claims)
    const invalid = { status: 'invalid' }
    expect(await keys.verifyToken('phone', 'fra-noi-other+jwt', token)).toEqual(invalid)
    expect(await keys.verifyToken('receipt', TYPE, token)).toEqual(invalid)
    for (let at = 0; at < token.length; at++) {
      if (token.charAt(at) === '.') continue
      // The last symbol of a part may hold bits that say nothing: the next one up differs in the first bits.
      const other = token.charAt(at) === 'Q' ? 'g' : 'Q'
      const altered = token.slice(0, at) + other + token.slice(at + 1)
      expect(await keys.verifyToken('phone', TYPE, altered)).toEqual(invalid)
    }
  })

  it('is invalid with no algorithm, a symmetric one, another curve, or a key that is not ours', async () => {
    const keys = open()
    const { kid } = await keys.signer('phone')
    const [jwk] = (await keys.jwks()).keys
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const stranger = await importJWK({ ...newPrivateJwk(runtime.randomBytes) }, 'ES256')
    const publicBytes = new TextEncoder().encode(JSON.stringify(jwk))
    const eddsa = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])
    const forged = [
      `${part({ alg: 'none', typ: TYPE, kid })}.${part(claims)}.`,
      `${part({ alg: 'none', typ: TYPE })}.${part(claims)}.AAAA`,
      await new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', typ: TYPE, kid })
        .sign(publicBytes),
      await new SignJWT(claims).setProtectedHeader({ alg: 'ES256', typ: TYPE, kid }).sign(stranger),
      await new SignJWT(claims).setProtectedHeader({ alg: 'ES256', typ: TYPE }).sign(stranger),
      await new SignJWT(claims)
        .setProtectedHeader({ alg: 'ES256', typ: TYPE, kid: 'x'.repeat(43) })
        .sign(stranger),
      await new SignJWT(claims)
        .setProtectedHeader({ alg: 'ES256', typ: TYPE, kid, jwk: { ...jwk } })
        .sign(stranger),
      await new SignJWT(claims)
        .setProtectedHeader({ alg: 'EdDSA', typ: TYPE, kid })
        .sign(eddsa.privateKey),
      `${part({ alg: 'ES256', typ: TYPE, kid, crit: ['x'], x: 1 })}.${part(claims)}.${'A'.repeat(86)}`,
      `${part({ alg: 'ES256', typ: TYPE, kid: 5 })}.${part(claims)}.${'A'.repeat(86)}`,
    ]
    for (const token of forged) {
      expect(await keys.verifyToken('phone', TYPE, token), token).toEqual({ status: 'invalid' })
    }
  })
})
