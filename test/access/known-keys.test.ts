import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createKnownKeys } from '../../src/access/known-keys.ts'

describe('what is remembered of keys', () => {
  test('is asked once for many at the same time, and again after a second', async () => {
    let now = 0
    let questions = 0
    const known = createKnownKeys({
      now: () => now,
      look: async () => {
        questions++
        return 'anna'
      },
    })
    const answers = await Promise.all(Array.from({ length: 100 }, () => known.find('a')))
    expect(new Set(answers)).toEqual(new Set(['anna']))
    expect(questions).toBe(1)
    now = 999
    await known.find('a')
    expect(questions).toBe(1)
    now = 1_000
    await known.find('a')
    expect(questions).toBe(2)
  })

  test('is nothing of a wrong key, so that wrong ones push nobody out', async () => {
    const asked: string[] = []
    const known = createKnownKeys({
      now: () => 0,
      look: async (digest) => {
        asked.push(digest)
        return digest === 'good' ? 'anna' : undefined
      },
      keysMax: 2,
    })
    await known.find('good')
    for (let i = 0; i < 100; i++) expect(await known.find(`wrong${i}`)).toBeUndefined()
    expect(await known.find('good')).toBe('anna')
    await known.find('wrong1')
    expect(asked.filter((digest) => digest === 'good')).toHaveLength(1)
    expect(asked.filter((digest) => digest === 'wrong1')).toHaveLength(2)
  })

  test('is bounded: the key used longest ago is forgotten', async () => {
    const asked: string[] = []
    const look = async (digest: string) => {
      asked.push(digest)
      return digest
    }
    const known = createKnownKeys({ now: () => 0, look, keysMax: 2 })
    for (const digest of ['a', 'b', 'c', 'b', 'c', 'a']) await known.find(digest)
    expect(asked).toEqual(['a', 'b', 'c', 'a'])
  })

  test('does not trust an answer that was on its way while everything was forgotten', async () => {
    let answer = (_: string | undefined) => {}
    let questions = 0
    const known = createKnownKeys<string>({
      now: () => 0,
      look: () => {
        questions++
        return new Promise((resolve) => {
          answer = resolve
        })
      },
    })
    const before = known.find('a')
    known.forget()
    answer('anna')
    await before
    const after = known.find('a')
    answer(undefined)
    expect(await after).toBeUndefined()
    expect(questions).toBe(2)
  })

  test('never lets a revoked key in for longer than a second, whatever the order of events', async () => {
    const event = fc.oneof(
      fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(1_500) }),
      fc.record({ kind: fc.constant('revoke' as const) }),
      fc.record({ kind: fc.constant('ask' as const) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 40 }), async (events) => {
        let now = 0
        let revokedAt: number | undefined
        const known = createKnownKeys({
          now: () => now,
          look: async () => (revokedAt === undefined ? 'anna' : undefined),
        })
        for (const { kind, ...rest } of events) {
          if (kind === 'wait' && 'ms' in rest) now += rest.ms
          if (kind === 'revoke') revokedAt ??= now
          if (kind === 'ask') {
            const isIn = (await known.find('a')) !== undefined
            if (revokedAt === undefined) expect(isIn).toBe(true)
            else if (now - revokedAt >= 1_000) expect(isIn).toBe(false)
          }
        }
      }),
    )
  })
})
