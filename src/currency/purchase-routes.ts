import { createRoute, z } from '@hono/zod-openapi'
import { type Api, createApi, jsonAnswer, jsonBody, problems, secured } from '../http/openapi.ts'
import { uuid } from '../http/schemas.ts'
import type { Purchases } from './purchases.ts'
import {
  buyShape,
  purchaseBody,
  purchaseIn,
  purchaseRefundBody,
  purchaseRefundShape,
  purchaseShape,
  quoteBody,
  quoteShape,
  showBought,
  showPurchase,
  showPurchaseRefund,
  showQuote,
} from './routes-purchase-shapes.ts'

const tags = ['currency']

const quote = createRoute({
  ...secured('cashier', 'partner'),
  method: 'post',
  path: '/till/quotes',
  operationId: 'quotePurchase',
  tags,
  summary: 'How a price would be split between tokens, a voucher, currency and euro',
  request: { body: jsonBody(quoteBody) },
  responses: {
    200: jsonAnswer('The parts; they come to the price, and nothing is paid.', quoteShape),
    ...problems({ 422: 'The partner is not in this programme.' }),
  },
})

const buy = createRoute({
  ...secured('cashier', 'partner'),
  method: 'post',
  path: '/till/purchases',
  operationId: 'buy',
  tags,
  summary: 'Take all parts of a price at once, or none of them',
  request: { body: jsonBody(purchaseBody) },
  responses: {
    201: jsonAnswer('Paid. The same request again gets the same answer.', buyShape),
    200: jsonAnswer('Nothing was paid; each part says why, or that it was allowed.', buyShape),
    ...problems({
      409: 'An id was used for something else.',
      422: 'The parts are not the price, or the statement says something else.',
    }),
  },
})

const get = createRoute({
  ...secured('cashier', 'partner', 'partner_owner'),
  method: 'get',
  path: '/till/purchases/{id}',
  operationId: 'getPurchase',
  tags,
  summary: 'A purchase at this shop, as it was answered',
  request: { params: z.strictObject({ id: uuid }) },
  responses: {
    200: jsonAnswer('It.', purchaseShape),
    ...problems({ 404: 'There is no such purchase at this shop.' }),
  },
})

const refund = createRoute({
  ...secured('cashier', 'partner_owner'),
  method: 'post',
  path: '/till/purchases/{id}/refunds',
  operationId: 'refundPurchase',
  tags,
  summary: 'Give back a purchase, each part to where it came from',
  request: { params: z.strictObject({ id: uuid }), body: jsonBody(purchaseRefundBody) },
  responses: {
    201: jsonAnswer('Given back. The same again gets the same answer.', purchaseRefundShape),
    200: jsonAnswer('Nothing was given back; `status` says why.', purchaseRefundShape),
    ...problems({
      403: 'The PIN of the owner is wrong, locked or missing.',
      404: 'There is no such purchase at this shop.',
      409: 'All of it was given back before, or the id was used for something else.',
    }),
  },
})

/** What is paid with several things at once. */
export function purchaseRoutes({
  purchases: { counter },
}: {
  readonly purchases: Pick<Purchases, 'counter'>
}): Api {
  const api = createApi()
  api.openapi(quote, async (c) => {
    const { voucher, ...body } = c.req.valid('json')
    const { qr, typedCode } = voucher ?? {}
    const text = qr ?? typedCode
    const shown =
      text === undefined
        ? {}
        : { voucher: { kind: qr === undefined ? 'typedCode' : 'qr', text } as const }
    return c.json(showQuote(await counter.quote({ ...body, ...shown }, c.get('principal'))), 200)
  })
  api.openapi(buy, async (c) => {
    const by = c.get('principal')
    const request = purchaseIn(c.req.valid('json'), by.kind === 'terminal')
    const answer = await counter.buy(request, by)
    return c.json(showBought(answer), answer.status === 'paid' ? 201 : 200)
  })
  api.openapi(get, async (c) => {
    const purchase = await counter.get(c.req.valid('param').id, c.get('principal'))
    return c.json(showPurchase(purchase), 200)
  })
  api.openapi(refund, async (c) => {
    const request = { ...c.req.valid('json'), purchaseId: c.req.valid('param').id }
    const given = await counter.refund(request, c.get('principal'))
    return c.json(showPurchaseRefund(given), given.status === 'refunded' ? 201 : 200)
  })
  return api
}
