import { createRoute, z } from '@hono/zod-openapi'
import { type Api, createApi, jsonAnswer, jsonBody, problems, secured } from '../http/openapi.ts'
import { encodeCursor, pageOf, pageQuery } from '../http/paging.ts'
import { day, textId, uuid } from '../http/schemas.ts'
import type { Purchases } from './purchases.ts'
import {
  listedPaymentShape,
  onBehalfBody,
  onBehalfRefundBody,
  showListed,
  showPayment,
  tillPaymentShape,
} from './routes-till-shapes.ts'

const tags = ['currency']

const pay = createRoute({
  ...secured('operator'),
  method: 'post',
  path: '/currency-payments',
  operationId: 'payOnBehalf',
  tags,
  summary: 'Pay on behalf of a person or a shop, with a reason',
  request: { body: jsonBody(onBehalfBody) },
  responses: {
    201: jsonAnswer('Paid. The same request again gets the same answer.', tillPaymentShape),
    200: jsonAnswer('Nothing was paid; `status` says why.', tillPaymentShape),
    ...problems({
      403: 'Others keep this shop.',
      404: 'There is no such person at your contact points, or no such wallet.',
      409: 'The id was used for another payment.',
    }),
  },
})

const list = createRoute({
  ...secured('operator', 'treasurer', 'administrator', 'auditor'),
  method: 'get',
  path: '/currency-payments',
  operationId: 'listCurrencyPayments',
  tags,
  summary:
    'What was paid and what was declined, the newest first; an operator sees that of their people',
  request: {
    query: pageQuery(z.tuple([uuid])).extend({
      instrumentId: textId.optional(),
      day: day.optional(),
    }),
  },
  responses: { 200: jsonAnswer('A page.', pageOf(listedPaymentShape)) },
})

const refund = createRoute({
  ...secured('operator', 'treasurer', 'administrator'),
  method: 'post',
  path: '/currency-payments/{id}/refunds',
  operationId: 'refundOnBehalf',
  tags,
  summary: 'Give back a payment on behalf of whoever was paid, with a reason',
  request: { params: z.strictObject({ id: uuid }), body: jsonBody(onBehalfRefundBody) },
  responses: {
    201: jsonAnswer('Given back. The same request again gets the same answer.', tillPaymentShape),
    200: jsonAnswer('Nothing was given back; `status` says why.', tillPaymentShape),
    ...problems({
      403: 'Others keep this shop.',
      404: 'There is no such payment, or it is a part of a purchase.',
      409: 'So much of it is not left, or the id was used before.',
    }),
  },
})

/** What is paid at the desk for others, and the list of what was paid. */
export function onBehalfRoutes({
  purchases: { desk },
}: {
  readonly purchases: Pick<Purchases, 'desk'>
}): Api {
  const api = createApi()
  api.openapi(pay, async (c) => {
    const payment = await desk.pay(c.req.valid('json'), c.get('principal'))
    return c.json(showPayment(payment), payment.status === 'paid' ? 201 : 200)
  })
  api.openapi(list, async (c) => {
    const { limit, cursor, instrumentId, day: on } = c.req.valid('query')
    const found = await desk.list(
      {
        limit: limit + 1,
        ...(cursor === undefined ? {} : { after: cursor[0] }),
        ...(instrumentId === undefined ? {} : { instrumentId }),
        ...(on === undefined ? {} : { day: on }),
      },
      c.get('principal'),
    )
    const items = found.slice(0, limit)
    const last = items.at(-1)
    const nextCursor = last !== undefined && found.length > limit ? encodeCursor([last.id]) : null
    return c.json({ items: items.map(showListed), nextCursor }, 200)
  })
  api.openapi(refund, async (c) => {
    const request = { ...c.req.valid('json'), paymentId: c.req.valid('param').id }
    const given = await desk.refund(request, c.get('principal'))
    return c.json(showPayment(given), given.status === 'paid' ? 201 : 200)
  })
  return api
}
