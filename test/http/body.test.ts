import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findDuplicateName } from '../../src/http/json-names.ts'
import { encodeCursor } from '../../src/http/paging.ts'
import { createSample } from './sample-app.ts'

const ID = '018f3a5e-0000-7000-8000-000000000001'
const { app } = createSample()

async function post(body: BodyInit | null, contentType: string | null = 'application/json') {
  const headers = contentType === null ? {} : { 'content-type': contentType }
  const response = await app.request('/api/v1/echo', { method: 'POST', body, headers })
  return { status: response.status, body: await response.json() }
}

function fieldsOf(answer: { body: { errors?: { field: string; message: string }[] } }) {
  return answer.body.errors?.map((error) => error.field)
}

describe('a body', () => {
  test('of the right shape arrives with its amount exact', async () => {
    const amount = '9223372036854775807'
    const answer = await post(JSON.stringify({ id: ID.toUpperCase(), amount }))
    expect(answer).toEqual({ status: 200, body: { id: ID, amount } })
  })

  test.each<[string, unknown, string[]]>([
    ['a number for an amount', { id: ID, amount: 1250 }, ['amount']],
    ['an amount beyond 64 bits', { id: ID, amount: '9223372036854775808' }, ['amount']],
    ['a negative amount', { id: ID, amount: '-1' }, ['amount']],
    ['an amount with a dot', { id: ID, amount: '12.50' }, ['amount']],
    ['an amount with a leading zero', { id: ID, amount: '0125' }, ['amount']],
    ['an amount in other digits', { id: ID, amount: '١٢٥٠' }, ['amount']],
    ['nothing in it', {}, ['id', 'amount']],
    ['null for a field', { id: null, amount: null }, ['id', 'amount']],
    ['an id that is none', { id: 'x'.repeat(100_000), amount: '1' }, ['id']],
    ['an unknown field', { id: ID, amount: '1', amuont: '2' }, ['amuont']],
    [
      'a field named __proto__',
      JSON.parse(`{"id":"${ID}","amount":"1","__proto__":{}}`),
      ['__proto__'],
    ],
    ['a NUL in a text', { id: ID, amount: '1', reason: 'a\u0000b' }, ['reason']],
    ['half a character in a text', { id: ID, amount: '1', reason: 'a\ud800b' }, ['reason']],
    ['a text that is too long', { id: ID, amount: '1', reason: 'x'.repeat(21) }, ['reason']],
    [
      'a wrong field deep inside',
      { id: ID, amount: '1', parts: [{ amount: '1' }, { amount: 2 }] },
      ['parts[1].amount'],
    ],
    ['too long a list', { id: ID, amount: '1', parts: Array(4).fill({ amount: '1' }) }, ['parts']],
    ['a list instead of an object', [], ['']],
    ['a text instead of an object', 'x', ['']],
    ['null instead of an object', null, ['']],
  ])('with %s is refused with the field and what it wants', async (_, value, fields) => {
    const answer = await post(JSON.stringify(value))
    expect(answer.status).toBe(400)
    expect(answer.body.code).toBe('invalid_request')
    expect(fieldsOf(answer)).toEqual(fields)
    for (const error of answer.body.errors) {
      expect(error.in).toBe('body')
      expect(error.message).toMatch(/^(wants|is missing: wants|is not a field)/)
      expect(error.message).not.toMatch(/undefined|Invalid/)
    }
    for (const field of fields) expect(answer.body.detail).toContain(field)
    expect(JSON.stringify(answer.body).length).toBeLessThan(2_000)
  })

  test('with a number for an amount is told how amounts are written', async () => {
    const { body } = await post(JSON.stringify({ id: ID, amount: 1250 }))
    expect(body.detail).toContain('amount: wants minor units (cents) as a string of digits')
  })

  test('with thousands of wrong fields is answered in a few lines', async () => {
    const wrong = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`field${i}`, i]))
    const answer = await post(JSON.stringify({ id: ID, amount: '1', ...wrong }))
    expect(answer.status).toBe(400)
    expect(answer.body.errors).toHaveLength(20)
    expect(answer.body.detail).toContain('and 4997 more')
  })

  test.each([
    ['broken', '{"id":', 'The body is not JSON'],
    ['two values', '{}{}', 'reading stopped at character 2'],
    ['a repeated name', `{"id":"${ID}","amount":"1","amount":"2"}`, '"amount" appears twice'],
    ['a repeated name in disguise', `{"id":"${ID}","amount":"1","\\u0061mount":"2"}`, 'twice'],
    ['deep and broken', '['.repeat(500_000), 'The body is not JSON'],
    ['empty', '', 'The body is empty'],
    ['only a space', ' ', 'The body is not JSON'],
  ])('that is %s is refused as no JSON', async (_, text, detail) => {
    const answer = await post(text)
    expect(answer).toMatchObject({ status: 400, body: { code: 'malformed_json' } })
    expect(answer.body.detail).toContain(detail)
  })

  test('that is not UTF-8 is refused', async () => {
    const answer = await post(new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))
    expect(answer).toMatchObject({ status: 400, body: { code: 'malformed_json' } })
  })

  test.each(['[', '{"a":'])('that is nested 10,000 deep (%s) does no harm', async (opening) => {
    const closing = opening === '[' ? ']' : '}'
    const text = `${opening.repeat(10_000)}1${closing.repeat(10_000)}`
    expect((await post(text)).status).toBe(400)
    const answer = await post(`{"id":"${ID}","amount":"1","deep":${text}}`)
    expect(fieldsOf(answer)).toEqual(['deep'])
  })

  test.each([null, 'text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'json'])(
    'sent as %s is refused as another type',
    async (contentType) => {
      const body = new TextEncoder().encode(JSON.stringify({ id: ID, amount: '1' }))
      const answer = await post(body, contentType)
      expect(answer).toMatchObject({ status: 415, body: { code: 'unsupported_media_type' } })
    },
  )

  test('sent as JSON with a charset is taken', async () => {
    const body = JSON.stringify({ id: ID, amount: '1' })
    expect((await post(body, 'application/json; charset=utf-8')).status).toBe(200)
    expect((await post(body, 'Application/JSON')).status).toBe(200)
  })

  test('of exactly 1 MB is read, of one byte more is not', async () => {
    const start = `{"id":"${ID}","amount":"1","reason":"`
    const full = `${start}${'x'.repeat(1_048_576 - start.length - 2)}"}`
    expect(fieldsOf(await post(full))).toEqual(['reason'])
    expect(await post(`${full} `)).toMatchObject({ status: 413, body: { code: 'body_too_large' } })
  })
})

describe('what an address carries', () => {
  test.each<[string, string[]]>([
    ['/api/v1/items/x', ['id']],
    [`/api/v1/items/${ID}0`, ['id']],
    ['/api/v1/items/%00', ['id']],
    ['/api/v1/items/%ZZ', ['id']],
    [`/api/v1/items/${ID}?limit=0`, ['limit']],
    [`/api/v1/items/${ID}?limit=201`, ['limit']],
    [`/api/v1/items/${ID}?limit=1e2`, ['limit']],
    [`/api/v1/items/${ID}?limit=1&limit=2`, ['limit']],
    [`/api/v1/items/${ID}?limit=`, ['limit']],
    [`/api/v1/items/${ID}?cursor=!!`, ['cursor']],
    [`/api/v1/items/${ID}?cursor=AAAA`, ['cursor']],
    [`/api/v1/items/${ID}?cursor=${encodeCursor(['no uuid'])}`, ['cursor']],
    [`/api/v1/items/${ID}?cursor=${'A'.repeat(5_000)}`, ['cursor']],
    [`/api/v1/items/${ID}?limitt=1`, ['limitt']],
  ])('is refused by name where it is wrong: %s', async (path, fields) => {
    const response = await app.request(path)
    const body = await response.json()
    expect(response.status).toBe(400)
    expect(fieldsOf({ body })).toEqual(fields)
  })

  test('comes back from a cursor as it went in', async () => {
    const response = await app.request(`/api/v1/items/${ID}?cursor=${encodeCursor([ID])}`)
    expect(await response.json()).toEqual({ limit: 50, cursor: ID })
  })
})

describe('a repeated name', () => {
  test('is found in any JSON where one was put, and only there', () => {
    const names = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.constantFrom('"', '\\', '{', 'a'),
    )
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' }), names, (value, name) => {
        const text = JSON.stringify({ inner: value, list: [value, { x: value }] })
        expect(findDuplicateName(text)).toBeUndefined()
        const key = JSON.stringify(name)
        const twice = `[${text},{${key}:${JSON.stringify(value)},"${'z'.repeat(9)}":1,${key}:2}]`
        expect(findDuplicateName(twice)).toBe(name)
      }),
      { numRuns: 500 },
    )
  })
})
