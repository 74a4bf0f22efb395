import { createRoute, z } from '@hono/zod-openapi'
import { answerJson } from '../http/answer.ts'
import { type Api, createApi, jsonAnswer, jsonBody, problems, secured } from '../http/openapi.ts'
import { pageOf, pageQuery, pageRows } from '../http/paging.ts'
import { parsedText, textId, uuid } from '../http/schemas.ts'
import type { Purchases } from './purchases.ts'
import {
  chargeBody,
  chargeShape,
  openRequestBody,
  openRequestShape,
  payeesShape,
  showCharge,
  showOpenRequest,
  showPayment,
  showTillCurrency,
  showTillLine,
  tillCurrenciesShape,
  tillLineShape,
  tillPaymentBody,
  tillPaymentShape,
  tillRefundBody,
} from './routes-till-shapes.ts'

const tags = ['currency']
const SHOP = ['cashier', 'partner', 'partner_owner'] as const
const OWNER = ['cashier', 'partner_owner'] as const

const charge = createRoute({
  ...secured('cashier', 'partner'),
  method: 'post',
  path: '/till/charges',
  operationId: 'charge',
  tags,
  summary: "Take what a payer's code is good for",
  request: { body: jsonBody(chargeBody) },
  responses: {
    201: jsonAnswer('Paid. The same request again gets the same answer.', chargeShape),
    200: jsonAnswer('Nothing was paid; `status` says why.', chargeShape),
    ...problems({
      404: 'The shop has no wallet of this instrument.',
      409: 'The id was used for another payment.',
    }),
  },
})

const ask = createRoute({
  ...secured('cashier', 'partner'),
  method: 'post',
  path: '/till/requests',
  operationId: 'requestAtTill',
  tags,
  summary: 'Show a payer what they can take up with their phone: good once, soon',
  request: { body: jsonBody(openRequestBody) },
  responses: {
    201: jsonAnswer('The request.', openRequestShape),
    ...problems({ 404: 'The shop has no wallet of this instrument.' }),
  },
})

const withdraw = createRoute({
  ...secured('cashier', 'partner'),
  method: 'post',
  path: '/till/requests/{id}/withdraw',
  operationId: 'withdrawTillRequest',
  tags,
  summary: 'Take back what the shop asked for, so that nobody can pay it any more',
  request: { params: z.strictObject({ id: uuid }) },
  responses: {
    200: jsonAnswer('The request. The same again gives the same.', openRequestShape),
    ...problems({ 404: 'The shop made no such request.', 409: 'It was paid already.' }),
  },
})

const pay = createRoute({
  ...secured(...OWNER),
  method: 'post',
  path: '/till/payments',
  operationId: 'payFromTill',
  tags,
  summary:
    'Pay another shop, a supplier or an association; at a terminal with the PIN of the owner',
  request: { body: jsonBody(tillPaymentBody) },
  responses: {
    201: jsonAnswer('Paid. The same request again gets the same answer.', tillPaymentShape),
    200: jsonAnswer('Nothing was paid; `status` says why.', tillPaymentShape),
    ...problems({
      403: 'The PIN of the owner is wrong, locked or missing.',
      404: 'There is no such wallet.',
      409: 'The id was used for another payment.',
    }),
  },
})

const currencies = createRoute({
  ...secured(...SHOP),
  method: 'get',
  path: '/till/currencies',
  operationId: 'listTillCurrencies',
  tags,
  summary: 'What the shop takes besides vouchers and euro, and what it holds of it',
  responses: { 200: jsonAnswer('By id.', tillCurrenciesShape) },
})

const position = parsedText(
  (text) => (/^[0-9]{1,10}$/.test(text) ? BigInt(text) : undefined),
  'a place in the log of the books',
)

const statement = createRoute({
  ...secured(...SHOP),
  method: 'get',
  path: '/till/currencies/{id}/statement',
  operationId: 'getTillStatement',
  tags,
  summary: 'What happened on the wallet of the shop, the newest first; no person is named',
  request: {
    params: z.strictObject({ id: textId }),
    query: pageQuery(z.tuple([position])),
  },
  responses: {
    200: jsonAnswer('A page.', pageOf(tillLineShape)),
    ...problems({ 404: 'The shop has no wallet of this instrument.' }),
  },
})

const payees = createRoute({
  ...secured(...OWNER),
  method: 'get',
  path: '/till/currencies/{id}/payees',
  operationId: 'listTillPayees',
  tags,
  summary: 'Whom the shop may pay: other shops, suppliers and associations',
  request: { params: z.strictObject({ id: textId }) },
  responses: {
    200: jsonAnswer('By name.', payeesShape),
    ...problems({ 404: 'The shop has no wallet of this instrument.' }),
  },
})

const refund = createRoute({
  ...secured(...OWNER),
  method: 'post',
  path: '/till/currency-payments/{id}/refunds',
  operationId: 'refundFromTill',
  tags,
  summary: 'Give back what the shop was paid; at a terminal with the PIN of the owner',
  request: { params: z.strictObject({ id: uuid }), body: jsonBody(tillRefundBody) },
  responses: {
    201: jsonAnswer('Given back. The same request again gets the same answer.', tillPaymentShape),
    200: jsonAnswer('Nothing was given back; `status` says why.', tillPaymentShape),
    ...problems({
      403: 'The PIN of the owner is wrong, locked or missing.',
      404: 'There is no such payment to this shop.',
      409: 'So much of it is not left, it is a part of a purchase, or the id was used before.',
    }),
  },
})

/** What tills and the owners of shops do with currency. */
export function currencyTillRoutes({
  purchases: { till },
}: {
  readonly purchases: Pick<Purchases, 'till'>
}): Api {
  const api = createApi()
  api.openapi(charge, async (c) => {
    const answer = await till.charge(c.req.valid('json'), c.get('principal'))
    const shown = showCharge(answer)
    return answer.status === 'paid' ? answerJson(c, shown, 201) : answerJson(c, shown, 200)
  })
  api.openapi(ask, async (c) => {
    const request = await till.request(c.req.valid('json'), c.get('principal'))
    return c.json(showOpenRequest(request), 201)
  })
  api.openapi(withdraw, async (c) => {
    const request = await till.withdraw(c.req.valid('param').id, c.get('principal'))
    return c.json(showOpenRequest(request), 200)
  })
  api.openapi(pay, async (c) => {
    const payment = await till.pay(c.req.valid('json'), c.get('principal'))
    return c.json(showPayment(payment), payment.status === 'paid' ? 201 : 200)
  })
  api.openapi(currencies, async (c) => {
    const held = await till.holdings(c.get('principal'))
    return c.json({ items: held.map(({ purse, bounds }) => showTillCurrency(purse, bounds)) }, 200)
  })
  api.openapi(payees, async (c) => {
    const items = await till.payees(c.req.valid('param').id, c.get('principal'))
    return c.json({ items: [...items] }, 200)
  })
  api.openapi(statement, async (c) => {
    const { limit, cursor } = c.req.valid('query')
    const before = cursor === undefined ? {} : { before: cursor[0] }
    const page = { limit: limit + 1, ...before }
    const found = await till.statement(c.req.valid('param').id, page, c.get('principal'))
    const { rows, nextCursor } = pageRows(found, limit, (last) => [last.position.toString()])
    return c.json({ items: rows.map(showTillLine), nextCursor }, 200)
  })
  api.openapi(refund, async (c) => {
    const request = { ...c.req.valid('json'), paymentId: c.req.valid('param').id }
    const given = await till.refund(request, c.get('principal'))
    return c.json(showPayment(given), given.status === 'paid' ? 201 : 200)
  })
  return api
}
