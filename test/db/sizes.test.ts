import { expect, test } from 'vitest'
import { memoryBytes, sizesForMemory } from '../../src/db/embedded/sizes.ts'

const GB = 2 ** 30

test('the server takes a quarter of the memory, within bounds', () => {
  const buffers = (bytes: number) => sizesForMemory(bytes).shared_buffers
  expect(buffers(2 * GB)).toBe('512MB')
  expect(buffers(GB / 4)).toBe('128MB')
  expect(buffers(64 * GB)).toBe('1024MB')
})

test('a container counts as large as it is allowed to be', () => {
  expect(memoryBytes()).toBeGreaterThan(0)
  expect(Number.isSafeInteger(memoryBytes())).toBe(true)
})
