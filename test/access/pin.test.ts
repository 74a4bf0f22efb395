import { expect, test } from 'vitest'
import { isPin, isTooSimple } from '../../src/access/core/pin.ts'

test('a PIN is five digits and nothing else', () => {
  expect(isPin('04071')).toBe(true)
  for (const text of ['', '4071', '040718', '0407a', ' 0407', '٠٤٠٧١', '04071\n']) {
    expect(isPin(text), text).toBe(false)
  }
})

test('of all PINs, 22 are too simple: equal digits, and straight rows', () => {
  const all = Array.from({ length: 100_000 }, (_, index) => String(index).padStart(5, '0'))
  const simple = all.filter(isTooSimple)
  expect(simple).toHaveLength(10 + 6 + 6)
  expect(simple).toEqual(expect.arrayContaining(['00000', '01234', '56789', '98765', '43210']))
  for (const pin of ['13579', '12321', '10000', '90123']) expect(isTooSimple(pin)).toBe(false)
})
