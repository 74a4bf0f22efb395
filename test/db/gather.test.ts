import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gather } from '../../src/db/gather.ts'

const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('gathered questions', () => {
  it('that are asked together go together, and those that come meanwhile go next', async () => {
    const sent: number[][] = []
    let answer = (): void => {}
    const ask = gather(async (questions: readonly number[]) => {
      sent.push([...questions])
      await new Promise<void>((resolve) => {
        answer = resolve
      })
      return questions.map((question) => question * 10)
    })
    const first = [ask(1), ask(2)]
    await settled()
    const second = [ask(3), ask(4), ask(5)]
    await settled()
    expect(sent).toEqual([[1, 2]])
    answer()
    expect(await Promise.all(first)).toEqual([10, 20])
    await settled()
    expect(sent).toEqual([
      [1, 2],
      [3, 4, 5],
    ])
    answer()
    expect(await Promise.all(second)).toEqual([30, 40, 50])
  })

  it('always get their own answer, never one that was sent for before they were asked', async () => {
    const schedule = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 60 })
    await fc.assert(
      fc.asyncProperty(schedule, fc.integer({ min: 1, max: 5 }), async (pauses, most) => {
        let clock = 0
        let widest = 0
        const ask = gather(async (questions: readonly number[]) => {
          const sentAt = ++clock
          widest = Math.max(widest, questions.length)
          await settled()
          return questions.map((question) => ({ question, sentAt }))
        }, most)
        const all = pauses.map(async (pause, index) => {
          for (let turn = 0; turn < pause; turn++) await settled()
          const askedAt = ++clock
          const answer = await ask(index)
          expect(answer.question).toBe(index)
          expect(answer.sentAt).toBeGreaterThan(askedAt)
        })
        await Promise.all(all)
        expect(widest).toBeLessThanOrEqual(most)
      }),
    )
  })

  it('that fail, fail for those who asked, and the next are asked all the same', async () => {
    let tries = 0
    const ask = gather(async (questions: readonly string[]) => {
      tries += 1
      if (tries === 1) throw new Error('away')
      return questions
    })
    const failed = await Promise.allSettled([ask('a'), ask('b')])
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(await ask('c')).toBe('c')
  })

  it('that are answered with too few answers fail', async () => {
    const ask = gather(async (questions: readonly string[]) => questions.slice(1))
    await expect(Promise.all([ask('a'), ask('b')])).rejects.toThrow('one answer')
  })
})
