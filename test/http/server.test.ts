import { Agent, request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Listening, listen } from '../../src/http/server.ts'
import { StartError } from '../../src/kernel/start-error.ts'
import { createSample } from './sample-app.ts'

const ID = '018f3a5e-0000-7000-8000-000000000001'
const HOST = '127.0.0.1'
const keepAlive = new Agent({ keepAlive: true, maxSockets: 1 })
let server: Listening

beforeAll(async () => {
  server = await listen(createSample().app, { port: 0, host: HOST })
})
afterAll(() => server.close())

function url(path: string): string {
  return `http://${HOST}:${server.port}${path}`
}

/** What comes back for bytes that no HTTP library would send. */
function sendRaw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, HOST, () => socket.write(text))
    let answer = ''
    socket.on('data', (chunk) => {
      answer += chunk.toString()
    })
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
    socket.setTimeout(3_000, () => socket.destroy())
  })
}

/** A body in many parts that does not announce its length. */
async function* parts(count: number, size: number) {
  for (let i = 0; i < count; i++) yield 'x'.repeat(size)
}

function streamOf(texts: AsyncIterable<string>): ReadableStream {
  return Readable.toWeb(Readable.from(texts, { objectMode: false })) as ReadableStream
}

async function postParts(count: number, size: number): Promise<Response> {
  return fetch(url('/api/v1/echo'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: streamOf(parts(count, size)),
    duplex: 'half',
  } as RequestInit)
}

/** Something to wait for, and the way to end the waiting. */
function signal(): { readonly given: Promise<void>; readonly give: () => void } {
  let give: () => void = () => {}
  const given = new Promise<void>((resolve) => {
    give = resolve
  })
  return { given, give: () => give() }
}

describe('the server', () => {
  test('answers a body of 2 MB with a problem, announced or not, and goes on working', async () => {
    const announced = await fetch(url('/api/v1/echo'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id: ID, amount: '1', reason: 'x'.repeat(2_000_000) }),
    })
    expect(announced.status).toBe(413)
    expect(await announced.json()).toMatchObject({ code: 'body_too_large' })
    const unannounced = await postParts(200, 10_000)
    expect(unannounced.status).toBe(413)
    expect(await unannounced.json()).toMatchObject({ code: 'body_too_large' })
    const good = await fetch(url('/api/v1/echo'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id: ID, amount: '7' }),
    })
    expect(await good.json()).toEqual({ id: ID, amount: '7' })
  })

  test('reads a small body that comes in parts', async () => {
    async function* split() {
      yield `{"id":"${ID}",`
      yield '"amount":"9"}'
    }
    const response = await fetch(url('/api/v1/echo'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: streamOf(split()),
      duplex: 'half',
    } as RequestInit)
    expect(await response.json()).toEqual({ id: ID, amount: '9' })
  })

  test.each([
    ['what is not HTTP', 'hello\r\n\r\n', 400, 'bad_request'],
    [
      'headers of 20 KB',
      `GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`,
      431,
      'headers_too_large',
    ],
    [
      'two lengths of one body',
      'POST /api/v1/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
      'bad_request',
    ],
    [
      'a host that is none',
      'GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n',
      400,
      'bad_request',
    ],
  ])('answers %s with a problem', async (_, text, status, code) => {
    const answer = await sendRaw(text)
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(answer.toLowerCase()).toContain('content-type: application/problem+json')
    expect(answer).toContain(`"code":"${code}"`)
  })

  test('says which port is taken and what to do', async () => {
    const again = listen(createSample().app, { port: server.port, host: HOST })
    await expect(again).rejects.toBeInstanceOf(StartError)
    await expect(again).rejects.toThrow(`Port ${server.port} on ${HOST} is in use`)
  })

  test('says that a host is no address of this machine', async () => {
    const elsewhere = listen(createSample().app, { port: 0, host: '192.0.2.1' })
    await expect(elsewhere).rejects.toThrow('192.0.2.1 is no address of this machine')
  })

  test('answers what runs before it closes, and takes nothing new', async () => {
    const gate = signal()
    const entered = signal()
    const slow = await listen(
      {
        fetch: async () => {
          entered.give()
          await gate.given
          return new Response('done')
        },
      },
      { port: 0, host: HOST },
    )
    const running = fetch(`http://${HOST}:${slow.port}/`)
    await entered.given
    const closed = slow.close()
    await expect(fetch(`http://${HOST}:${slow.port}/`)).rejects.toThrow()
    gate.give()
    expect(await (await running).text()).toBe('done')
    await closed
  })

  test('keeps a connection for the next request', async () => {
    const ports = new Set<number | undefined>()
    for (let i = 0; i < 3; i++) {
      await new Promise<void>((resolve, reject) => {
        const request = httpRequest(
          url(`/api/v1/items/${ID}`),
          { agent: keepAlive },
          (response) => {
            ports.add(response.socket.localPort)
            response.resume().on('end', resolve)
          },
        )
        request.on('error', reject)
        request.end()
      })
    }
    keepAlive.destroy()
    expect(ports.size).toBe(1)
  })
})
