import { describe, expect, test } from 'vitest'
import { PAGE_CSP, TILL_CSP } from '../../src/http/security-headers.ts'
import { createSample } from './sample-app.ts'

const ID = '018f3a5e-0000-7000-8000-000000000001'

async function problemOf(response: Response) {
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  const body = await response.json()
  expect(body.status).toBe(response.status)
  expect(body.type).toBe(`https://voucher.example/problems#${body.code}`)
  expect(body.requestId).toBe(response.headers.get('x-request-id'))
  return body
}

describe('a failure', () => {
  test('of a use case becomes the problem of its code, with its facts', async () => {
    const body = await problemOf(await createSample().app.request('/api/v1/fails/domain'))
    expect(body).toMatchObject({
      status: 404,
      code: 'voucher_not_found',
      detail: 'There is no voucher with this id.',
      details: { id: 'v1' },
    })
  })

  test.each(['unknown-code', 'assertion', 'error'])(
    'of ours (%s) is logged and tells the client nothing of the inside',
    async (kind) => {
      const { app, logged } = createSample()
      const response = await app.request(`/api/v1/fails/${kind}`)
      const body = await problemOf(response)
      expect(body).toMatchObject({ status: 500, code: 'internal_error' })
      expect(JSON.stringify(body)).not.toMatch(/inner matter|never_heard_of|4711/)
      const failure = logged().find((line) => line.err !== undefined)
      expect(failure?.requestId).toBe(body.requestId)
      expect(failure?.level).toBe(kind === 'assertion' ? 'fatal' : 'error')
    },
  )

  test('of the database is 503 and says when to try again', async () => {
    const response = await createSample().app.request('/api/v1/fails/database')
    expect(await problemOf(response)).toMatchObject({ status: 503, code: 'service_unavailable' })
    expect(response.headers.get('retry-after')).toBe('2')
  })
})

describe('an address', () => {
  test.each(['/api/v1/nothing', '/api/v2', '/', '/api/v1/echo/', '/%00', '/../etc/passwd'])(
    'that does not exist (%s) is a 404 problem',
    async (path) => {
      const response = await createSample().app.request(path)
      expect(await problemOf(response)).toMatchObject({ status: 404, code: 'route_not_found' })
    },
  )

  test.each([
    ['DELETE', '/api/v1/echo', 'POST'],
    ['OPTIONS', '/api/v1/echo', 'POST'],
    ['HEAD', '/api/v1/echo', 'POST'],
    ['POST', `/api/v1/items/${ID}`, 'GET, HEAD'],
    ['BREW', '/api/v1/echo', 'POST'],
  ])('does not take %s at %s and says what it takes', async (method, path, allow) => {
    const response = await createSample().app.request(path, { method })
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe(allow)
    if (method !== 'HEAD') {
      expect(await problemOf(response)).toMatchObject({ code: 'method_not_allowed' })
    }
  })

  test('that is read with GET is there for HEAD as well', async () => {
    const response = await createSample().app.request(`/api/v1/items/${ID}`, { method: 'HEAD' })
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('')
  })
})

describe('a request', () => {
  test('keeps a harmless name of the client and gets one of ours otherwise', async () => {
    const { app } = createSample()
    const idOf = async (given: string) =>
      (await app.request('/x', { headers: { 'x-request-id': given } })).headers.get('x-request-id')
    expect(await idOf('till-7.42_a')).toBe('till-7.42_a')
    for (const bad of ['', 'a b', '"}', 'x'.repeat(65), '-x', 'ü']) {
      expect(await idOf(bad)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/)
    }
  })

  test('leaves one line in the log, without key, body, query or address', async () => {
    const { app, logged } = createSample()
    await app.request(`/api/v1/items/${ID}?limit=7&cursor=secret1`, {
      headers: { authorization: 'Bearer secret2', 'x-request-id': 'r1' },
    })
    await app.request('/C/SECRET3')
    await app.request('/api/v1/guarded', { headers: { authorization: 'Bearer good-operator' } })
    const lines = logged()
    expect(lines).toHaveLength(3)
    expect(lines[0]).toMatchObject({
      msg: 'request',
      requestId: 'r1',
      method: 'GET',
      route: '/api/v1/items/:id',
      status: 400,
      code: 'invalid_request',
      durationMs: 0,
    })
    expect(lines[1]).toMatchObject({ route: null, status: 404, code: 'route_not_found' })
    expect(lines[2]).toMatchObject({ role: 'operator', status: 200 })
    expect(JSON.stringify(lines)).not.toMatch(
      /secret|withheld|018f3a5e-0000-7000-8000-000000000001/i,
    )
  })
})

describe('every answer', () => {
  test.each(['/api/v1/nothing', '/api/v1/fails/error', '/api/v1/guarded', '/api/v1/whole'])(
    'tells browsers what to hold themselves to (%s)',
    async (path) => {
      const { headers } = await createSample().app.request(path)
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; frame-ancestors 'none'",
      )
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('strict-transport-security')).toContain('max-age=')
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.has('access-control-allow-origin')).toBe(false)
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    },
  )

  test('has its own headers beside those, whether made whole or by hono', async () => {
    const { app } = createSample()
    const [whole, other] = await Promise.all(
      ['/api/v1/whole', '/api/v1/guarded'].map((path) =>
        app.request(path, { headers: { authorization: 'Bearer good-operator' } }),
      ),
    )
    expect(await whole?.json()).toEqual({ is: 'whole' })
    const named = (response: Response | undefined) =>
      [...(response?.headers ?? [])].filter(([name]) => name !== 'x-request-id')
    expect(named(whole)).toEqual(named(other))
    expect(whole?.status).toBe(other?.status)
  })

  test('speaks of https only where the service is reached by it', async () => {
    const { headers } = await createSample('http://localhost:3000').app.request('/')
    expect(headers.has('strict-transport-security')).toBe(false)
  })

  test('allows inline code nowhere and WebAssembly only to the till', () => {
    for (const policy of [PAGE_CSP, TILL_CSP]) {
      expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'|\*|https?:/)
      expect(policy).toContain("frame-ancestors 'none'")
    }
    expect(PAGE_CSP).not.toContain('wasm')
    expect(TILL_CSP).toContain("script-src 'self' 'wasm-unsafe-eval'")
  })
})
