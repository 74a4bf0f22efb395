import { expect, test } from 'vitest'
import { chainAfter } from '../../src/web/till/client/statement.ts'

const end = { seq: 3, head: 'h' }
const seen = (size: string) => ({ size, root: `root of ${size}` })

test('a till keeps the newest head that it has seen, whatever it is told later', () => {
  const before = { ...end, seen: seen('12') }
  expect(chainAfter(end, { ...end, seen: seen('9') }, false).seen).toEqual(seen('9'))
  expect(chainAfter(before, { ...end, seen: seen('120') }, false).seen).toEqual(seen('120'))
  // Fewer transfers, another story of as many, or no head at all: books that lost something.
  expect(chainAfter(before, { ...end, seen: seen('9') }, false).seen).toEqual(seen('12'))
  const other = { size: '12', root: 'another' }
  expect(chainAfter(before, { ...end, seen: other }, false).seen).toEqual(seen('12'))
  expect(chainAfter(before, { seq: 4, head: 'i' }, false)).toEqual({
    ...{ seq: 4, head: 'i', seen: seen('12') },
  })
})

test('after a conflict the word of the service counts, so that the shop can go on', () => {
  const before = { ...end, seen: seen('12') }
  expect(chainAfter(before, { ...end, seen: seen('9') }, true).seen).toEqual(seen('9'))
  expect(chainAfter(before, end, true)).toEqual(end)
})
