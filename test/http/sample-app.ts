import { createRoute, z } from '@hono/zod-openapi'
import type { DestinationStream } from 'pino'
import type { Principal } from '../../src/access/core/principal.ts'
import { answerJson } from '../../src/http/answer.ts'
import { createFailedAttempts } from '../../src/http/failed-attempts.ts'
import { answerUnknownRoutes, createFrame } from '../../src/http/frame.ts'
import { type Api, createApi, jsonAnswer, jsonBody, secured } from '../../src/http/openapi.ts'
import { pageQuery } from '../../src/http/paging.ts'
import { line, minorAmount, minorText, uuid, uuidText } from '../../src/http/schemas.ts'
import { bearerKey } from '../../src/http/ways.ts'
import type { AddressBlock } from '../../src/kernel/addresses.ts'
import { AssertionFailed } from '../../src/kernel/assert.ts'
import { DomainError } from '../../src/kernel/errors.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { createLog } from '../../src/log.ts'
import { systemRuntime } from '../../src/runtime.ts'

/** A small API on the real frame, with one route for each thing that a route can do. */
export interface Sample {
  readonly app: Api
  /** Every line that was logged, parsed. */
  readonly logged: () => Record<string, unknown>[]
  /** Moves the clock that wrong keys are counted by. */
  readonly advance: (milliseconds: number) => void
}

const KEYS: ReadonlyMap<string, Principal> = new Map([
  [
    'good-operator',
    { kind: 'key', id: '018f3a5e-0000-7000-8000-00000000000a' as Uuid, role: 'operator' },
  ],
  [
    'good-auditor',
    { kind: 'key', id: '018f3a5e-0000-7000-8000-00000000000b' as Uuid, role: 'auditor' },
  ],
])

const echo = createRoute({
  method: 'post',
  path: '/echo',
  operationId: 'echo',
  request: {
    body: jsonBody(
      z.strictObject({
        id: uuid,
        amount: minorAmount,
        reason: line(20).optional(),
        parts: z
          .array(z.strictObject({ amount: minorAmount }))
          .max(3)
          .optional(),
      }),
    ),
  },
  responses: { 200: jsonAnswer('The same.', z.object({ id: uuidText, amount: minorText })) },
})

const list = createRoute({
  method: 'get',
  path: '/items/{id}',
  operationId: 'listItems',
  request: { params: z.strictObject({ id: uuid }), query: pageQuery(z.tuple([uuid])) },
  responses: {
    200: jsonAnswer('What was asked.', z.object({ limit: z.int(), cursor: z.string().nullable() })),
  },
})

const guarded = createRoute({
  ...secured('operator', 'administrator'),
  method: 'get',
  path: '/guarded',
  operationId: 'guarded',
  responses: { 200: jsonAnswer('Who asks.', z.object({ role: z.string() })) },
})

export function createSample(
  publicUrl = 'https://voucher.example',
  trustedProxies: readonly AddressBlock[] = [],
): Sample {
  const lines: string[] = []
  const stream: DestinationStream = { write: (text) => lines.push(text) }
  let now = 1_700_000_000_000
  const app = createFrame({
    log: createLog('info', stream),
    runtime: { ...systemRuntime, now: () => now },
    ...{ publicUrl, trustedProxies },
    authenticator: {
      ways: [bearerKey(async (token) => KEYS.get(token))],
      failures: createFailedAttempts({ now: () => now }),
    },
  })
  app.route('/api/v1', sampleRoutes())
  answerUnknownRoutes(app)
  return {
    app,
    logged: () => lines.map((text) => JSON.parse(text)),
    advance: (milliseconds) => {
      now += milliseconds
    },
  }
}

function sampleRoutes(): Api {
  const api = createApi()
  api.openapi(echo, (c) => {
    const { id, amount } = c.req.valid('json')
    return c.json({ id, amount: amount.toString() }, 200)
  })
  api.openapi(list, (c) => {
    const { limit, cursor } = c.req.valid('query')
    return c.json({ limit, cursor: cursor?.[0] ?? null }, 200)
  })
  api.get('/whole', (c) => answerJson(c, { is: 'whole' }, 200))
  api.openapi(guarded, (c) => c.json({ role: c.get('principal').role }, 200))
  api.get('/fails/domain', () => {
    throw new DomainError('voucher_not_found', 'There is no voucher with this id.', { id: 'v1' })
  })
  api.get('/fails/unknown-code', () => {
    throw new DomainError('never_heard_of', 'An inner matter.')
  })
  api.get('/fails/assertion', () => {
    throw new AssertionFailed('an inner matter')
  })
  api.get('/fails/error', () => {
    throw new Error('an inner matter with secret 4711')
  })
  api.get('/fails/database', () => {
    throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })
  })
  return api
}
