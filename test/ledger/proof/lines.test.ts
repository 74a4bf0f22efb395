import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DueTimes } from '../../../src/ledger/core/proof/due-times.ts'
import type { LineField } from '../../../src/ledger/core/proof/line-format.ts'
import {
  accountLines,
  failedLines,
  headLines,
  pendingLines,
  transferLines,
} from '../../../src/ledger/core/proof/records.ts'
import { SeenIds } from '../../../src/ledger/core/proof/seen-ids.ts'
import {
  fromBase64url,
  fromHex,
  toBase64url,
  toHex,
} from '../../../src/ledger/core/proof/text-codes.ts'
import { propertySeed } from '../../support/seed.ts'

const FORMATS = { transferLines, accountLines, pendingLines, failedLines, headLines }

/** Records with every optional field there or not. */
function records(fields: readonly LineField[]): fc.Arbitrary<Record<string, string | undefined>> {
  const values = fields.map(({ name, pattern, isOptional }) => {
    const value = fc.stringMatching(new RegExp(`^${pattern}$`))
    const maybe = isOptional ? fc.option(value, { nil: undefined }) : value
    return [name, maybe] as const
  })
  return fc.record(Object.fromEntries(values))
}

describe.each(Object.entries(FORMATS))('the format %s', (name, format) => {
  test('reads what it writes, which is JSON, and nothing else', () => {
    const seed = propertySeed(`lines ${name}`)
    const changes = fc.tuple(records(format.fields), fc.nat(), fc.constantFrom(' ', '0', '"', '}'))
    fc.assert(
      fc.property(changes, ([record, where, insert]) => {
        const line = format.write(record as never)
        expect(format.read(line)).toEqual(record)
        const parsed: Record<string, unknown> = JSON.parse(line)
        for (const [field, value] of Object.entries(record)) {
          expect(parsed[field] === undefined ? undefined : String(parsed[field])).toBe(value)
        }
        expect(format.writeCsv(record as never).split(',')).toEqual(
          format.fields.map((field) => record[field.name] ?? ''),
        )
        // Whatever else is read is written back as it was: no two lines say the same.
        const at = where % line.length
        const other = line.slice(0, at) + insert + line.slice(at)
        const read = format.read(other)
        if (read !== undefined) expect(format.write(read as never)).toBe(other)
        expect(format.read(`${line} `)).toBeUndefined()
        expect(format.read(`${line}\n`)).toBeUndefined()
      }),
      { seed, numRuns: 200 },
    )
  })
})

describe('the parts that the verifier is made of', () => {
  test('bytes survive hexadecimal and base64url, and other spellings are refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
        expect(fromHex(toHex(bytes))).toEqual(bytes)
        expect(toHex(bytes)).toBe(Buffer.from(bytes).toString('hex'))
        expect(fromBase64url(toBase64url(bytes))).toEqual(bytes)
        expect(toBase64url(bytes)).toBe(Buffer.from(bytes).toString('base64url'))
      }),
      { seed: propertySeed('codes') },
    )
    for (const text of ['A', 'AB', 'AA=', 'A+', 'AA A']) expect(fromBase64url(text)).toBeUndefined()
    for (const text of ['a', 'AA', 'zz']) expect(fromHex(text)).toBeUndefined()
  })

  test('instants come out in their order, and none before its time', () => {
    const times = fc.array(fc.integer({ min: 0, max: 999 }), { maxLength: 60 })
    fc.assert(
      fc.property(times, fc.integer({ min: 0, max: 999 }), (all, until) => {
        const due = new DueTimes<number>()
        for (const time of all) due.add(String(time).padStart(3, '0'), time)
        const taken: number[] = []
        for (let one = due.take(String(until).padStart(3, '0')); one !== undefined; ) {
          taken.push(one)
          one = due.take(String(until).padStart(3, '0'))
        }
        expect(taken).toEqual(all.filter((time) => time <= until).sort((a, b) => a - b))
      }),
      { seed: propertySeed('due times') },
    )
  })

  test('an id that comes twice is suspect, among 200,000 that differ in few places', () => {
    const seen = new SeenIds()
    const id = (n: number) => {
      const hex = n.toString(16).padStart(8, '0')
      return n % 2 === 0
        ? `${hex}-0000-4000-8000-000000000000`
        : `00000000-0000-4000-8000-0000${hex}`
    }
    for (let n = 0; n < 200_000; n++) seen.add(id(n))
    expect([...seen.suspects]).toEqual([])
    for (const n of [0, 1, 77_777, 199_999]) seen.add(id(n))
    expect([...seen.suspects]).toEqual([id(0), id(1), id(77_777), id(199_999)])
  })
})
