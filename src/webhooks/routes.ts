import { createRoute, z } from '@hono/zod-openapi'
import { type Api, createApi, jsonAnswer, jsonBody, problems, secured } from '../http/openapi.ts'
import { encodeCursor, pageOf, pageQuery } from '../http/paging.ts'
import { callerUuid, parsedText, timeText, uuid, uuidText } from '../http/schemas.ts'
import { ATTEMPT_OUTCOMES, DELIVERY_STATES, EVENT_KINDS } from './core/kinds.ts'
import type { Delivery, Endpoint, Webhooks } from './service.ts'

const tags = ['webhooks']
const READERS = ['administrator', 'auditor'] as const
const URL_MAX = 500
const one = { params: z.strictObject({ id: uuid }) }
const NOT_FOUND = problems({ 404: 'There is no such webhook.' })

const endpointShape = z
  .object({
    id: uuidText,
    url: z.string(),
    kinds: z.array(z.enum(EVENT_KINDS)),
    createdAt: timeText,
    createdBy: uuidText,
    endedAt: timeText.nullable(),
  })
  .openapi('Webhook')

const addedShape = endpointShape
  .extend({
    secret: z.string().openapi({
      description: 'What its messages are signed with: keep it where nobody else reads it.',
    }),
  })
  .openapi('AddedWebhook')

const deliveryShape = z
  .object({
    id: uuidText.openapi({ description: 'The `webhook-id` of every attempt.' }),
    kind: z.enum(EVENT_KINDS),
    state: z.enum(DELIVERY_STATES),
    createdAt: timeText,
    nextTryAt: timeText.nullable(),
    deliveredAt: timeText.nullable(),
    attempts: z.array(
      z.object({
        at: timeText,
        outcome: z.enum(ATTEMPT_OUTCOMES),
        status: z.int().nullable(),
        tookMs: z.int(),
      }),
    ),
  })
  .openapi('WebhookDelivery')

const urlText = parsedText(
  (text) => (text.length > 0 && text.length <= URL_MAX ? text : undefined),
  `an https address of at most ${URL_MAX} characters`,
).openapi({
  ...{ type: 'string', minLength: 1, maxLength: URL_MAX },
  example: 'https://example.org/hooks/fra-noi',
})

const addWebhook = createRoute({
  ...secured('administrator'),
  method: 'post',
  path: '/webhooks',
  operationId: 'addWebhook',
  tags,
  summary: 'Tell another program what happens to vouchers from now on',
  request: {
    body: jsonBody(
      z.strictObject({
        id: callerUuid,
        url: urlText,
        kinds: z.array(z.enum(EVENT_KINDS)).min(1).max(EVENT_KINDS.length),
      }),
    ),
  },
  responses: {
    201: jsonAnswer('The webhook with its secret; the same again gives the same.', addedShape),
    ...problems({ 409: 'The id was used for another one.', 422: 'It may not be told there.' }),
  },
})

const listWebhooks = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/webhooks',
  operationId: 'listWebhooks',
  tags,
  summary: 'Who is told of what',
  request: { query: pageQuery(z.tuple([uuid])) },
  responses: { 200: jsonAnswer('A page, by id.', pageOf(endpointShape)) },
})

const endWebhook = createRoute({
  ...secured('administrator'),
  method: 'post',
  path: '/webhooks/{id}/end',
  operationId: 'endWebhook',
  tags,
  summary: 'Tell it nothing more, also nothing that waited',
  request: one,
  responses: { 200: jsonAnswer('The webhook, ended.', endpointShape), ...NOT_FOUND },
})

const position = z.string().regex(/^[1-9][0-9]{0,17}$/)

const listDeliveries = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/webhooks/{id}/deliveries',
  operationId: 'listWebhookDeliveries',
  tags,
  summary: 'What it was told, with every attempt, the newest first',
  request: {
    ...one,
    query: pageQuery(z.tuple([position])).extend({ state: z.enum(DELIVERY_STATES).optional() }),
  },
  responses: { 200: jsonAnswer('A page.', pageOf(deliveryShape)), ...NOT_FOUND },
})

const resendDelivery = createRoute({
  ...secured('administrator'),
  method: 'post',
  path: '/webhooks/{id}/deliveries/{deliveryId}/resend',
  operationId: 'resendWebhookDelivery',
  tags,
  summary: 'Send a message again, under the same id',
  request: { params: z.strictObject({ id: uuid, deliveryId: uuid }) },
  responses: {
    200: jsonAnswer('The delivery, which is sent within about a minute.', deliveryShape),
    ...problems({
      404: 'There is no such webhook, or no such delivery of it.',
      409: 'The webhook was ended.',
    }),
  },
})

/** Webhooks, under `/api/v1`. */
export function webhookRoutes({ webhooks }: { readonly webhooks: Webhooks }): Api {
  const api = createApi()
  api.openapi(addWebhook, async (c) => {
    const { secret, ...endpoint } = await webhooks.add(c.req.valid('json'), c.get('principal'))
    return c.json({ ...show(endpoint), secret }, 201, { 'cache-control': 'no-store' })
  })
  api.openapi(listWebhooks, async (c) => {
    const { limit, cursor } = c.req.valid('query')
    const after = cursor === undefined ? {} : { after: cursor[0] }
    const found = await webhooks.list({ limit: limit + 1, ...after })
    return c.json(
      paged(found, limit, show, ({ id }) => id),
      200,
    )
  })
  api.openapi(endWebhook, async (c) =>
    c.json(show(await webhooks.end(c.req.valid('param').id, c.get('principal'))), 200),
  )
  api.openapi(listDeliveries, async (c) => {
    const { limit, cursor, state } = c.req.valid('query')
    const found = await webhooks.deliveries(c.req.valid('param').id, {
      limit: limit + 1,
      ...(cursor === undefined ? {} : { before: BigInt(cursor[0]) }),
      ...(state === undefined ? {} : { state }),
    })
    return c.json(
      paged(found, limit, showDelivery, (last) => String(last.position)),
      200,
    )
  })
  api.openapi(resendDelivery, async (c) => {
    const { id, deliveryId } = c.req.valid('param')
    return c.json(showDelivery(await webhooks.resend(id, deliveryId, c.get('principal'))), 200)
  })
  return api
}

function paged<Row, Shown>(
  found: readonly Row[],
  limit: number,
  write: (row: Row) => Shown,
  place: (row: Row) => string,
) {
  const rows = found.slice(0, limit)
  const last = found.length > limit ? rows.at(-1) : undefined
  return {
    items: rows.map(write),
    nextCursor: last === undefined ? null : encodeCursor([place(last)]),
  }
}

function show({ kinds, createdAt, endedAt, ...rest }: Endpoint) {
  return {
    ...rest,
    kinds: [...kinds],
    createdAt: createdAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  }
}

function showDelivery({ id, kind, state, attempts, ...times }: Delivery) {
  return {
    ...{ id, kind, state },
    createdAt: times.createdAt.toISOString(),
    nextTryAt: times.nextTryAt?.toISOString() ?? null,
    deliveredAt: times.deliveredAt?.toISOString() ?? null,
    attempts: attempts.map(({ at, outcome, status, tookMs }) => ({
      ...{ at: at.toISOString(), outcome, status, tookMs },
    })),
  }
}
