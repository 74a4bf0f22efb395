import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readTransfers } from '../../src/ledger/routes-body.ts'
import { postTransfersBody } from '../../src/ledger/routes-shapes.ts'
import { propertySeed } from '../support/seed.ts'

const RUNS = { seed: propertySeed('transfer bodies'), numRuns: 3000 }

const uuid = fc.uuid({ version: [1, 4, 7] }).chain((id) => fc.constantFrom(id, id.toUpperCase()))
const amount = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }).map(String)
const flag = fc.constantFrom('linked', 'pending', 'post_pending', 'void_pending')

const plain = fc.record(
  {
    id: uuid,
    debitAccountId: uuid,
    creditAccountId: uuid,
    amount,
    unit: fc.constantFrom('EUR', 'MERIT', 'A1', 'ABCDEFGHIJKL'),
    code: fc.integer({ min: 1, max: 65_535 }),
    flags: fc.array(flag, { maxLength: 8 }),
  },
  { requiredKeys: ['id', 'debitAccountId', 'creditAccountId', 'amount', 'unit', 'code'] },
)
const plainBody = fc.record({
  transfers: fc.array(plain, { minLength: 1, maxLength: 3 }),
})

/** What a field might be sent as by somebody who has not read the documentation, or who has read it closely. */
const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(undefined, null, true, '', '0', '-1', '01', '1.5', 'eur', 'E', 'linked'),
  fc.constantFrom(0, -0, 1, 1.5, -1, 65_535, 65_536, 1e300, 2 ** 53),
  fc.constantFrom('9223372036854775807', '9223372036854775808', '1\n', ' 1', 'EUR\n'),
  fc.constantFrom([], ['linked'], ['Linked'], ['toString'], [1], {}, { length: 1 }),
  fc.constant(Array.from({ length: 9 }, () => 'linked')),
  fc.uuid({ version: 8 }),
  uuid,
  uuid.map((id) => `{${id}}`),
  fc.jsonValue(),
)
const names = [
  'id',
  'debitAccountId',
  'creditAccountId',
  'amount',
  'unit',
  'code',
  'flags',
  'pendingId',
  'timeoutSeconds',
  'reference',
  'reference64',
  'Amount',
  '__proto__',
  'constructor',
] as const

/** A good body in which a few fields of its transfers, or of itself, were made into something else. */
const spoilt = fc
  .record({
    body: plainBody,
    changes: fc.array(fc.tuple(fc.nat(2), fc.constantFrom(...names), anything), { maxLength: 2 }),
    extra: fc.oneof(
      { weight: 9, arbitrary: fc.constant(null) },
      {
        weight: 1,
        arbitrary: fc.tuple(fc.constantFrom('more', '__proto__', 'transfers'), anything),
      },
    ),
  })
  .map(({ body, changes, extra }) => {
    const whole = JSON.parse(JSON.stringify(body))
    for (const [index, name, value] of changes) {
      const item = whole.transfers[index % whole.transfers.length]
      Object.defineProperty(item, name, { value, enumerable: true, configurable: true })
    }
    if (extra !== null) {
      const [name, value] = extra
      Object.defineProperty(whole, name, { value, enumerable: true, configurable: true })
    }
    // What arrives has been text, so nothing is undefined and nothing has a prototype of its own.
    return JSON.parse(JSON.stringify(whole)) as unknown
  })

describe('the quick reader of transfers', () => {
  test('never takes what the schema refuses, and always gives what the schema gives', () => {
    let taken = 0
    let left = 0
    fc.assert(
      fc.property(spoilt, (body) => {
        const quick = readTransfers(body)
        if (quick === undefined) {
          left += 1
          return
        }
        taken += 1
        const slow = postTransfersBody.safeParse(body)
        expect(slow.success).toBe(true)
        expect(quick).toStrictEqual(slow.data)
        expect(Object.keys(quick.transfers[0] ?? {})).toEqual(
          Object.keys(slow.data?.transfers[0] ?? {}),
        )
      }),
      RUNS,
    )
    expect(Math.min(taken, left)).toBeGreaterThan(200)
  })

  test('takes every plain transfer', () => {
    fc.assert(
      fc.property(plainBody, (body) => {
        expect(readTransfers(body)).toStrictEqual(postTransfersBody.parse(body))
      }),
      RUNS,
    )
  })

  test('leaves more than a request may hold, and nothing at all, to the schema', () => {
    const [item] = fc.sample(plain, 1)
    const body = (count: number) => ({ transfers: Array.from({ length: count }, () => item) })
    expect(readTransfers(body(1000))?.transfers).toHaveLength(1000)
    expect(readTransfers(body(1001))).toBeUndefined()
    expect(readTransfers(body(0))).toBeUndefined()
  })
})
