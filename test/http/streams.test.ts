import { type ClientRequest, get } from 'node:http'
import { describe, expect, test, vi } from 'vitest'
import { createWatch } from '../../src/db/watch.ts'
import { listen } from '../../src/http/server.ts'
import { createStreams, type Listener, STREAM_LIMITS } from '../../src/http/streams.ts'
import { listenTo } from '../support/stream.ts'

const HOST = '127.0.0.1'

/** What a test tells whoever listens. */
function megaphone() {
  const listeners = new Set<Listener>()
  return {
    listeners,
    tell: (data: unknown) => {
      for (const one of listeners) one.tell([{ event: 'said', id: '1', data }])
    },
    follow: (listener: Listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

describe('a stream of events', () => {
  test('tells what is said, one event after the other, until it ends', async () => {
    const { tell, follow, listeners } = megaphone()
    const streams = createStreams()
    const answer = streams.open({ owner: 'a', follow })
    expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const heard = listenTo(answer)
    tell('two\nlines')
    tell(7)
    expect(await heard.next()).toEqual({ event: 'said', id: '1', data: 'two\nlines' })
    expect(await heard.next()).toMatchObject({ data: 7 })
    for (const one of listeners) one.end()
    expect(await heard.next()).toBeUndefined()
    expect([streams.count(), listeners.size]).toEqual([0, 0])
  })

  test('is for each a few times, and for all together so many times', () => {
    const { follow } = megaphone()
    const streams = createStreams({ ...STREAM_LIMITS, perOwner: 2, inAll: 3 })
    const open = (owner: string) => streams.open({ owner, follow })
    const first = open('a')
    open('a')
    expect(() => open('a')).toThrow(expect.objectContaining({ code: 'too_many_streams' }))
    open('b')
    expect(() => open('c')).toThrow(expect.objectContaining({ code: 'service_unavailable' }))
    void first.body?.cancel()
    open('a')
    expect(streams.count()).toBe(3)
  })

  test('is cut off where its client does not read', async () => {
    const { tell, follow, listeners } = megaphone()
    const streams = createStreams({ ...STREAM_LIMITS, unreadBytes: 1000 })
    const answer = streams.open({ owner: 'a', follow })
    for (let said = 0; said < 100; said++) tell('x'.repeat(100))
    expect([streams.count(), listeners.size]).toEqual([0, 0])
    expect((await answer.text()).length).toBeLessThan(2000)
  })

  test('says now and then that it is still there, and ends after its time', async () => {
    vi.useFakeTimers()
    const { follow } = megaphone()
    const streams = createStreams({ ...STREAM_LIMITS, beatMs: 100, lifeMs: 350 })
    const answer = streams.open({ owner: 'a', follow })
    vi.advanceTimersByTime(349)
    expect(streams.count()).toBe(1)
    vi.advanceTimersByTime(1)
    expect(vi.getTimerCount()).toBe(0)
    vi.useRealTimers()
    expect(streams.count()).toBe(0)
    expect((await answer.text()).match(/: still here\n\n/g)).toHaveLength(3)
  })

  test('leaves nothing behind: 200 that were opened and left over a network', async () => {
    const looks: number[] = []
    const watch = createWatch<number>({
      everyMs: 100,
      look: async (topics) => {
        looks.push(topics.length)
        return new Map(topics.map((topic) => [topic, looks.length]))
      },
    })
    const streams = createStreams()
    const fetchOne = (request: Request) => {
      const owner = new URL(request.url).pathname
      return streams.open({
        owner,
        follow: (listener) =>
          watch.follow(owner, {
            hear: (data) => listener.tell([{ event: 'look', id: String(data), data }]),
            lost: () => listener.end(),
          }),
      })
    }
    const server = await listen({ fetch: fetchOne }, { port: 0, host: HOST })
    // Not with fetch: what is broken off there opens another connection by itself.
    const open = (index: number) =>
      new Promise<ClientRequest>((resolve, reject) => {
        const asked = get({ host: HOST, port: server.port, path: `/${index % 50}` }, (answer) =>
          answer.on('data', (data) => {
            if (String(data).includes('event: look')) resolve(asked)
          }),
        )
        asked.on('error', reject)
      })
    const opened = await Promise.all(Array.from({ length: 200 }, (_, index) => open(index)))
    expect([streams.count(), watch.count()]).toEqual([200, 200])
    // One question for all of them.
    expect(Math.max(...looks)).toBe(50)
    for (const asked of opened) asked.destroy()
    await vi.waitFor(() => expect([streams.count(), watch.count()]).toEqual([0, 0]))
    await open(0)
    streams.close()
    expect([streams.count(), watch.count()]).toEqual([0, 0])
    await server.close()
  })
})

describe('a watch', () => {
  test('rests while nobody listens, and lets all go where a look fails', async () => {
    let fails = false
    let looks = 0
    const watch = createWatch<string>({
      everyMs: 1,
      look: async (topics) => {
        looks++
        if (fails) throw new Error('no answer')
        return new Map(topics.map((topic) => [topic, `of ${topic}`]))
      },
    })
    const told: string[] = []
    const leave = watch.follow('a', {
      hear: (found) => told.push(found),
      lost: (error) => {
        told.push(`${error}`)
        leave()
      },
    })
    await vi.waitFor(() => expect(told.length).toBeGreaterThan(1))
    expect(new Set(told)).toEqual(new Set(['of a']))
    fails = true
    await vi.waitFor(() => expect(told.at(-1)).toBe('Error: no answer'))
    expect(watch.count()).toBe(0)
    const seen = looks
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(looks).toBe(seen)
  })
})
