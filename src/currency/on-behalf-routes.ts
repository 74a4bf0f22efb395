import { createRoute, z } from '@hono/zod-openapi'
import { type Api, createApi, jsonAnswer, jsonBody, problems, secured } from '../http/openapi.ts'
import { pageOf, pageQuery, showPage } from '../http/paging.ts'
import { day, textId, uuid } from '../http/schemas.ts'
import { csvAnswer } from '../http/streaming.ts'
import { PAYMENT_KINDS } from './core/deed.ts'
import { PAYMENT_STATUSES } from './core/payment.ts'
import type { PaymentFilter } from './on-behalf.ts'
import { paymentLines } from './payment-routes-csv.ts'
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

const READERS = ['operator', 'treasurer', 'administrator', 'auditor'] as const
const filters = z.strictObject({
  instrumentId: textId.optional(),
  day: day.optional(),
  kind: z.enum(PAYMENT_KINDS).optional(),
  status: z
    .enum([...PAYMENT_STATUSES, 'declined'])
    .optional()
    .openapi({ description: '`declined`: whatever the reason.' }),
  payer: textId.optional().openapi({ description: 'The code of whoever paid.' }),
  payee: textId.optional().openapi({ description: 'The code of whoever was paid.' }),
})

const list = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/currency-payments',
  operationId: 'listCurrencyPayments',
  tags,
  summary:
    'What was paid and what was declined, the newest first; an operator sees that of their people',
  request: {
    query: pageQuery(z.tuple([uuid])).extend(filters.shape),
  },
  responses: { 200: jsonAnswer('A page.', pageOf(listedPaymentShape)) },
})

const listCsv = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/currency-payments.csv',
  operationId: 'listCurrencyPaymentsCsv',
  tags,
  summary: 'The same as CSV, all that fit; an operator gets that of their people',
  request: { query: filters },
  responses: {
    200: { description: 'The file.', content: { 'text/csv': { schema: z.string() } } },
  },
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
    const { limit, cursor, ...filter } = c.req.valid('query')
    const after = cursor === undefined ? {} : { after: cursor[0] }
    const page = { ...filterOf(filter), limit: limit + 1, ...after }
    const found = await desk.list(page, c.get('principal'))
    return c.json(showPage(found, limit, showListed), 200)
  })
  api.openapi(listCsv, async (c) => {
    const filter = filterOf(c.req.valid('query'))
    const by = c.get('principal')
    const lines = paymentLines((page) => desk.list({ ...filter, ...page }, by))
    const { body, headers } = await csvAnswer('currency-payments', lines)
    return c.body(body, 200, headers)
  })
  api.openapi(refund, async (c) => {
    const request = { ...c.req.valid('json'), paymentId: c.req.valid('param').id }
    const given = await desk.refund(request, c.get('principal'))
    return c.json(showPayment(given), given.status === 'paid' ? 201 : 200)
  })
  return api
}

/** What was not given is not there. */
function filterOf(query: z.infer<typeof filters>): PaymentFilter {
  const { instrumentId, day: on, kind, status, payer, payee } = query
  return {
    ...(instrumentId === undefined ? {} : { instrumentId }),
    ...(on === undefined ? {} : { day: on }),
    ...(kind === undefined ? {} : { kind }),
    ...(status === undefined ? {} : { status }),
    ...(payer === undefined ? {} : { payer }),
    ...(payee === undefined ? {} : { payee }),
  }
}
