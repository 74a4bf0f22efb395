import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  faultOfProof,
  PROOF_TYPE,
  type ProofClaims,
  type ProvedRequest,
  parseProof,
  proofToSign,
} from '../../src/access/core/proof.ts'
import { createSeenProofs } from '../../src/access/seen-proofs.ts'

const KID = 'i-K2fuO-nmgwljHhnciAv5h0E7_42thy2lp5jBO46UI'
const NOW_MS = Date.parse('2026-05-04T09:30:00Z')
const claims: ProofClaims = {
  ...{ htm: 'POST', htu: '/api/v1/statements?x=1', iat: NOW_MS / 1000 },
  ...{ jti: 'dGVybWluYWwtcHJvb2Y', bod: createHash('sha256').update('{}').digest('base64url') },
}
const request: ProvedRequest = {
  ...{ method: 'POST', target: '/api/v1/statements?x=1', bodyDigest: claims.bod, nowMs: NOW_MS },
}
const SIGNATURE = Buffer.alloc(64, 7).toString('base64url')

function part(value: unknown): string {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString(
    'base64url',
  )
}

describe('reading a proof', () => {
  test('gives back what was written', () => {
    const signed = proofToSign(KID, claims)
    expect(parseProof(`${signed}.${SIGNATURE}`)).toEqual({
      ...{ kid: KID, claims, signed },
      signature: Uint8Array.from(Buffer.alloc(64, 7)),
    })
  })

  const header = { alg: 'ES256', typ: PROOF_TYPE, kid: KID }
  test.each<[string, unknown, unknown]>([
    ['no algorithm', { ...header, alg: 'none' }, claims],
    ['another algorithm', { ...header, alg: 'HS256' }, claims],
    ['another type', { ...header, typ: 'fra-noi-statement+jwt' }, claims],
    ['a key of its own in the header', { ...header, jwk: {} }, claims],
    ['something critical', { ...header, crit: ['b64'], b64: false }, claims],
    ['no key', { alg: 'ES256', typ: PROOF_TYPE }, claims],
    ['a key that is no digest', { ...header, kid: '../../etc/passwd' }, claims],
    ['a list for a header', [header], claims],
    ['a claim more', header, { ...claims, sub: 'P-1' }],
    ['a claim less', header, { ...claims, bod: undefined }],
    ['a time as text', header, { ...claims, iat: '1777887000' }],
    ['a time that is none', header, { ...claims, iat: 1e300 }],
    ['a short name', header, { ...claims, jti: 'abc' }],
    ['a name with a gap', header, { ...claims, jti: `${'a'.repeat(20)} ` }],
    ['a whole address', header, { ...claims, htu: 'https://voucher.example/api' }],
    ['a method in small letters', header, { ...claims, htm: 'post' }],
    ['null for claims', header, null],
    ['no JSON', header, '{'],
  ])('refuses %s', (_, head, body) => {
    expect(parseProof(`${part(head)}.${part(body)}.${SIGNATURE}`)).toBeUndefined()
  })

  test('refuses what is no compact JWS, however long, and never throws', () => {
    const signed = proofToSign(KID, claims)
    for (const text of [
      ...['', '.', '..', '...', signed, `${signed}.`, `${signed}.${SIGNATURE}.`],
      ...[`${signed}.${SIGNATURE}A`, `${signed}.${SIGNATURE}=`, ` ${signed}.${SIGNATURE}`],
      'A'.repeat(1_000_000),
    ]) {
      expect(parseProof(text)).toBeUndefined()
    }
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 4 }), (parts) => {
        expect(parseProof(parts.join('.'))).toBeUndefined()
      }),
    )
  })
})

describe('holding a proof against a request', () => {
  test.each<[string, Partial<ProvedRequest>, ReturnType<typeof faultOfProof>]>([
    ['the very request', {}, undefined],
    ['another method', { method: 'PUT' }, 'other_request'],
    ['another path', { target: '/api/v1/refunds' }, 'other_request'],
    ['another query', { target: '/api/v1/statements?x=2' }, 'other_request'],
    ['another body', { bodyDigest: createHash('sha256').digest('base64url') }, 'other_body'],
    ['119.999 s later', { nowMs: NOW_MS + 119_999 }, undefined],
    ['120 s later', { nowMs: NOW_MS + 120_000 }, 'too_old'],
    ['10 s before', { nowMs: NOW_MS - 10_000 }, undefined],
    ['11 s before', { nowMs: NOW_MS - 11_000 }, 'from_the_future'],
  ])('made for %s', (_, changes, fault) => {
    expect(faultOfProof(claims, { ...request, ...changes })).toBe(fault)
  })
})

describe('proofs that were seen', () => {
  test('are good once, and forgotten when they are good for nothing any more', () => {
    let now = 0
    const seen = createSeenProofs({ now: () => now })
    expect(seen.useOnce('a', 100)).toBe(true)
    expect(seen.useOnce('a', 100)).toBe(false)
    now = 99
    expect(seen.useOnce('a', 200)).toBe(false)
    now = 100
    expect(seen.useOnce('a', 200)).toBe(true)
  })

  test('are held in a memory with an end', () => {
    const seen = createSeenProofs({ now: () => 0, most: 3 })
    for (const name of ['a', 'b', 'c', 'd']) expect(seen.useOnce(name, 100)).toBe(true)
    expect(seen.useOnce('d', 100)).toBe(false)
    expect(seen.useOnce('a', 100)).toBe(true)
  })
})
