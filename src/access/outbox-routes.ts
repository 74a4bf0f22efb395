import { createRoute, z } from '@hono/zod-openapi'
import { type Api, createApi, jsonAnswer, problems, secured } from '../http/openapi.ts'
import { pageOf, pageQuery, pageRows } from '../http/paging.ts'
import { idText, timeText, uuid, uuidText } from '../http/schemas.ts'
import type { Outbox } from './outbox.ts'

const CARRIERS = secured('operator', 'administrator')

const messageSchema = z
  .object({
    id: uuidText,
    channel: z.enum(['mail', 'phone']),
    purpose: z.string().openapi({ example: 'staff_invitation' }),
    contactPointId: idText.nullable(),
    subjectId: z
      .string()
      .nullable()
      .openapi({ description: 'The code of a person, or the id of somebody who signs in.' }),
    createdAt: timeText,
    goodUntil: timeText.nullable().openapi({ description: 'When its link is too old.' }),
    tries: z.int().openapi({ description: 'How often the mail server was asked.' }),
    recipient: z.string(),
    text: z.string(),
    links: z
      .array(z.string())
      .openapi({ description: '`mailto:`, or `sms:` and `https://wa.me/…`, with the text in it.' }),
  })
  .openapi('WaitingMessage')

const listRoute = createRoute({
  ...CARRIERS,
  method: 'get',
  path: '/outbox',
  operationId: 'listOutbox',
  tags: ['access'],
  summary: 'Messages that wait, to be handed over by a person, the oldest first',
  request: { query: pageQuery(z.tuple([uuid])) },
  responses: { 200: jsonAnswer('A page. That it was looked at is logged.', pageOf(messageSchema)) },
})

const handOverRoute = createRoute({
  ...CARRIERS,
  method: 'post',
  path: '/outbox/{id}/handed-over',
  operationId: 'handOverMessage',
  tags: ['access'],
  summary: 'Close a message that was handed over; what it said is forgotten',
  request: { params: z.strictObject({ id: uuid }) },
  responses: {
    200: jsonAnswer('It is closed.', z.object({ status: z.literal('closed') })),
    ...problems({ 404: 'There is no such message.' }),
  },
})

/** What waits to be told to people, under `/api/v1`. */
export function outboxRoutes({ outbox }: { readonly outbox: Outbox }): Api {
  const api = createApi()
  api.openapi(listRoute, async (c) => {
    const { limit, cursor } = c.req.valid('query')
    const after = cursor === undefined ? {} : { after: cursor[0] }
    const found = await outbox.list(c.get('principal'), { ...after, limit: limit + 1 })
    const { rows: shown, nextCursor } = pageRows(found, limit, (last) => [last.id])
    const items = shown.map(({ createdAt, goodUntil, links, ...rest }) => ({
      ...rest,
      createdAt: createdAt.toISOString(),
      goodUntil: goodUntil?.toISOString() ?? null,
      links: [...links],
    }))
    return c.json({ items, nextCursor }, 200)
  })
  api.openapi(handOverRoute, async (c) => {
    await outbox.handOver(c.req.valid('param').id, c.get('principal'))
    return c.json({ status: 'closed' as const }, 200)
  })
  return api
}
