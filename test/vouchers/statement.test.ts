import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CHAIN_START, isNext } from '../../src/vouchers/core/chain.ts'
import { readStatement, STATEMENT_LENGTH_MAX } from '../../src/vouchers/core/statement.ts'
import { propertySeed } from '../support/seed.ts'
import { digestOf } from './tills.ts'

const KID = 'i-K2fuO-nmgwljHhnciAv5h0E7_42thy2lp5jBO46UI'
const HEADER = { alg: 'ES256', typ: 'fra-noi-statement+jwt', kid: KID }
const CLAIMS = {
  id: '019b0f1c-6a00-7a3e-9c55-0d1f6c1e2a41',
  terminal: '019a4d20-1c00-7b11-8e02-5a7f2d9b3c10',
  seq: 1,
  prev: CHAIN_START.head,
  at: '2026-05-04T09:30:00.000Z',
  shown: { kind: 'typedCode', text: '0000-3NQK-8NGM' },
  unit: 'EUR',
  lines: [{ category: 'food', amount: '1250' }],
  cash: '0',
  head: null,
}
const SIGNATURE = Buffer.alloc(64, 7).toString('base64url')
const MAX = (2n ** 63n - 1n).toString()

const encoded = (text: string) => Buffer.from(text).toString('base64url')
const written = (claims: unknown, header: unknown = HEADER) =>
  `${encoded(JSON.stringify(header))}.${encoded(JSON.stringify(claims))}.${SIGNATURE}`
const faultOf = (text: string) => {
  const read = readStatement(text)
  return 'fault' in read ? read.fault : undefined
}

describe('a statement', () => {
  it('is read to the last claim', () => {
    const head = { size: '12', root: CHAIN_START.head }
    const lines = [...CLAIMS.lines, { category: 'household', amount: '50' }]
    expect(readStatement(written({ ...CLAIMS, lines, head, cash: '99' }))).toMatchObject({
      kid: KID,
      signature: new Uint8Array(64).fill(7),
      statement: {
        id: CLAIMS.id,
        seq: 1,
        amount: 1300n,
        cash: 99n,
        at: new Date('2026-05-04T09:30:00Z'),
        head: { size: 12n, root: CHAIN_START.head },
        lines: [
          { category: 'food', amount: 1250n },
          { category: 'household', amount: 50n },
        ],
      },
    })
  })

  it.each<[string, unknown]>([
    ['no algorithm', { ...HEADER, alg: 'none' }],
    ['another algorithm', { ...HEADER, alg: 'HS256' }],
    ['the type of something else', { ...HEADER, typ: 'fra-noi-proof+jwt' }],
    ['a key that it brings along', { ...HEADER, jwk: {} }],
    ['an extension', { ...HEADER, crit: ['exp'] }],
    ['a kid that is none', { ...HEADER, kid: '../../x' }],
    ['nothing', {}],
    ['no object', 'ES256'],
  ])('whose header says %s is none', (_, header) => {
    expect(faultOf(written(CLAIMS, header))).toContain('header')
  })

  it.each<[string, object]>([
    ['an id of version 8', { id: '019b0f1c-6a00-8a3e-9c55-0d1f6c1e2a41' }],
    ['an id in capitals', { id: CLAIMS.id.toUpperCase() }],
    ['no terminal', { terminal: undefined }],
    ['a PIN', { pin: '12345' }],
    ['the number 0', { seq: 0 }],
    ['half a number', { seq: 1.5 }],
    ['a number as text', { seq: '1' }],
    ['a number beyond all tills', { seq: 2 ** 31 }],
    ['a hash that is none', { prev: 'abc' }],
    ['a time without milliseconds', { at: '2026-05-04T09:30:00Z' }],
    ['a day that there is not', { at: '2026-02-30T09:30:00.000Z' }],
    ['nothing that was shown', { shown: { kind: 'qr', text: '' } }],
    ['another kind of code', { shown: { kind: 'nfc', text: 'x' } }],
    ['a typed code without end', { shown: { kind: 'typedCode', text: '0'.repeat(65) } }],
    ['no unit', { unit: 'euro' }],
    ['no lines', { lines: [] }],
    [
      'too many lines',
      { lines: Array.from({ length: 21 }, (_, i) => ({ category: `c${i}`, amount: '1' })) },
    ],
    ['a category twice', { lines: [...CLAIMS.lines, ...CLAIMS.lines] }],
    ['a line of nothing', { lines: [{ category: 'food', amount: '0' }] }],
    ['a negative line', { lines: [{ category: 'food', amount: '-1' }] }],
    ['an amount as a number', { lines: [{ category: 'food', amount: 1250 }] }],
    ['a line that says more', { lines: [{ category: 'food', amount: '1', name: 'x' }] }],
    [
      'a sum that no account can hold',
      {
        lines: [
          { category: 'a', amount: MAX },
          { category: 'b', amount: '1' },
        ],
      },
    ],
    ['cash that makes it so', { lines: [{ category: 'a', amount: MAX }], cash: '1' }],
    ['no cash', { cash: '' }],
    ['a head without a root', { head: { size: '1' } }],
  ])('that says %s is none', (_, change) => {
    expect(faultOf(written({ ...CLAIMS, ...change }))).toBeTypeOf('string')
  })

  it('says a name once, and is written in one way only', () => {
    const json = JSON.stringify(CLAIMS)
    const header = encoded(JSON.stringify(HEADER))
    for (const other of [
      json.replace('{', '{"seq":2,'),
      ` ${json}`,
      json.replace('"seq":1', '"seq":1.0'),
    ]) {
      expect(faultOf(`${header}.${encoded(other)}.${SIGNATURE}`)).toBeTypeOf('string')
    }
    const good = `${header}.${encoded(json)}.${SIGNATURE}`
    expect(faultOf(good)).toBeUndefined()
    // The last character of a signature has four bits that mean nothing.
    expect(faultOf(good.replace(/.$/, 'x'))).toBeTypeOf('string')
    expect(faultOf(`${good}.${SIGNATURE}`)).toBeTypeOf('string')
    expect(faultOf('x'.repeat(STATEMENT_LENGTH_MAX + 1))).toBe('is too long')
  })

  it('of any text at all is read or refused, and never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc
            .tuple(fc.json(), fc.json())
            .map(([header, claims]) => `${encoded(header)}.${encoded(claims)}.${SIGNATURE}`),
          fc
            .dictionary(fc.constantFrom(...Object.keys(CLAIMS)), fc.jsonValue())
            .map((change) => written({ ...CLAIMS, ...change })),
        ),
        (text) => {
          const read = readStatement(text)
          if ('fault' in read) return
          const { lines, amount, cash } = read.statement
          expect(lines.reduce((sum, line) => sum + line.amount, 0n)).toBe(amount)
          expect(amount + cash <= 2n ** 63n - 1n && amount > 0n && cash >= 0n).toBe(true)
        },
      ),
      { numRuns: 2000, seed: propertySeed('statement') },
    )
  })
})

describe('a chain', () => {
  it('begins with the hash of the empty text, and goes on with the one after its end only', () => {
    expect(CHAIN_START.head).toBe(digestOf(''))
    const end = { seq: 3, head: digestOf('three') }
    expect(isNext(end, { seq: 4, prev: end.head })).toBe(true)
    expect(isNext(end, { seq: 5, prev: end.head })).toBe(false)
    expect(isNext(end, { seq: 3, prev: end.head })).toBe(false)
    expect(isNext(end, { seq: 4, prev: digestOf('two') })).toBe(false)
  })
})
