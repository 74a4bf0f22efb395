import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { csvAnswer, streamed } from '../../src/http/streaming.ts'

test('chunks are made when they are wanted, one ahead, and no more once nobody reads', async () => {
  let made = 0
  let isOver = false
  async function* chunks() {
    try {
      for (;;) yield `chunk ${made++}\n`
    } finally {
      isOver = true
    }
  }
  const reader = (await streamed(chunks())).getReader()
  expect(made).toBe(1)
  for (let read = 1; read <= 3; read++) {
    const { value } = await reader.read()
    expect(new TextDecoder().decode(value)).toBe(`chunk ${read - 1}\n`)
    expect(made).toBeLessThanOrEqual(read + 1)
  }
  await reader.cancel()
  expect(isOver).toBe(true)
})

test('what fails before the first chunk rejects, so that it can be answered with a problem', async () => {
  await expect(csvAnswer('x', failingAfter(0))).rejects.toThrow('the database is away')
})

test('what fails later breaks the connection off: no client takes half a file for a whole one', async () => {
  const app = new Hono()
  app.get('/whole', async (c) => c.body(await streamed(failingAfter(3, false))))
  app.get('/half', async (c) => c.body(await streamed(failingAfter(3))))
  let server: ReturnType<typeof serve> | undefined
  try {
    const { port } = await new Promise<{ readonly port: number }>((resolve) => {
      server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, resolve)
    })
    const whole = await fetch(`http://127.0.0.1:${port}/whole`)
    expect(await whole.text()).toBe('a line\na line\na line\n')
    const half = await fetch(`http://127.0.0.1:${port}/half`)
    await expect(half.text()).rejects.toThrow()
  } finally {
    server?.close()
  }
})

async function* failingAfter(chunks: number, fails = true): AsyncGenerator<string> {
  for (let made = 0; made < chunks; made++) yield 'a line\n'
  if (fails) throw new Error('the database is away')
}
