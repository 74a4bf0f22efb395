import { createRoute, z } from '@hono/zod-openapi'
import { answerJson } from '../http/answer.ts'
import { countingGuesses } from '../http/authorize.ts'
import { type Api, createApi, jsonAnswer, jsonBody, problems, secured } from '../http/openapi.ts'
import { pageOf, pageQuery, pageRows } from '../http/paging.ts'
import {
  callerUuid,
  line,
  parsedText,
  positiveAmount,
  textId,
  timeText,
  uuid,
} from '../http/schemas.ts'
import type { WalletCurrency } from './own-money.ts'
import {
  ownLineShape,
  ownMoneyShape,
  ownPaymentShape,
  payeeCodeText,
  seenRequestShape,
  shownRequestShape,
  showOwnLine,
  showOwnMoney,
  showOwnPayment,
  showRequest,
  showSeen,
} from './own-routes-shapes.ts'
import { addScheduleRoutes } from './own-schedule-routes.ts'

const tags = ['wallets']
/** Who holds a code can charge the person: no proxy and no browser keeps it. */
const NOT_KEPT = { 'cache-control': 'no-store' } as const
const oneInstrument = { params: z.strictObject({ id: textId.openapi({ example: 'CREDITO' }) }) }
const NONE = { 404: 'You hold nothing of this instrument.' } as const
const position = parsedText(
  (text) => (/^[0-9]{1,11}$/.test(text) ? BigInt(text) : undefined),
  'a position in the log',
)

const beneficiary = secured('beneficiary')
/** Nobody tries codes until one is good. */
const guessable = {
  ...beneficiary,
  middleware: [beneficiary.middleware, countingGuesses('currency_request_not_found')],
}

const listOwn = createRoute({
  ...secured('beneficiary'),
  method: 'get',
  path: '/wallet/currencies',
  operationId: 'listWalletCurrencies',
  tags,
  summary: 'What I hold of each currency, what time took of it, and what I may still pay',
  responses: { 200: jsonAnswer('All.', z.object({ items: z.array(ownMoneyShape) })) },
})

const statement = createRoute({
  ...secured('beneficiary'),
  method: 'get',
  path: '/wallet/currencies/{id}/statement',
  operationId: 'listWalletCurrencyLines',
  tags,
  summary: 'What happened on my wallet, the newest first',
  request: { ...oneInstrument, query: pageQuery(z.tuple([position])) },
  responses: { 200: jsonAnswer('A page.', pageOf(ownLineShape)), ...problems(NONE) },
})

const showCode = createRoute({
  ...secured('beneficiary'),
  method: 'post',
  path: '/wallet/currencies/{id}/codes',
  operationId: 'createWalletCurrencyCode',
  tags,
  summary: 'A code for the till, good once and for two minutes, for whatever I hold',
  request: oneInstrument,
  responses: {
    201: jsonAnswer(
      'The code.',
      z
        .object({
          code: z.string().openapi({ example: '0000-0000-0000-0000' }),
          address: z.string().openapi({
            description: 'What the QR code holds.',
            example: 'HTTPS://VOUCHER.EXAMPLE/P/0000000000000000',
          }),
          expiresAt: timeText,
        })
        .openapi('WalletCurrencyCode'),
    ),
    ...problems(NONE),
  },
})

const request = createRoute({
  ...secured('beneficiary'),
  method: 'post',
  path: '/wallet/currencies/{id}/requests',
  operationId: 'createWalletCurrencyRequest',
  tags,
  summary: 'Ask to be paid so much: once, within fifteen minutes',
  request: {
    ...oneInstrument,
    body: jsonBody(
      z
        .strictObject({ id: callerUuid, amount: positiveAmount, note: line(80).optional() })
        .openapi('WalletCurrencyRequest'),
    ),
  },
  responses: {
    201: jsonAnswer('What to show. The same again gives the same.', shownRequestShape),
    ...problems({ ...NONE, 409: 'The id was used for another request.' }),
  },
})

const sign = createRoute({
  ...secured('beneficiary'),
  method: 'get',
  path: '/wallet/currencies/{id}/sign',
  operationId: 'getWalletCurrencySign',
  tags,
  summary: 'My sign: good at any time, and the payer says how much',
  request: oneInstrument,
  responses: { 200: jsonAnswer('What to show.', shownRequestShape), ...problems(NONE) },
})

const seeRequest = createRoute({
  ...guessable,
  method: 'get',
  path: '/wallet/currency-requests/{code}',
  operationId: 'getCurrencyRequest',
  tags,
  summary: 'Who wants to be paid by a code, and how much',
  request: { params: z.strictObject({ code: payeeCodeText }) },
  responses: {
    200: jsonAnswer('The request.', seenRequestShape),
    ...problems({ 404: 'There is no request with this code.' }),
  },
})

const withdrawRequest = createRoute({
  ...secured('beneficiary'),
  method: 'post',
  path: '/wallet/currency-requests/{id}/withdraw',
  operationId: 'withdrawCurrencyRequest',
  tags,
  summary: 'Take back what I asked for, so that nobody can pay it any more',
  request: { params: z.strictObject({ id: uuid }) },
  responses: {
    200: jsonAnswer('The request. The same again gives the same.', shownRequestShape),
    ...problems({ 404: 'You made no such request.', 409: 'It was paid already.' }),
  },
})

const pay = createRoute({
  ...guessable,
  method: 'post',
  path: '/wallet/currencies/{id}/payments',
  operationId: 'payFromWallet',
  tags,
  summary: 'Pay whoever showed a code',
  request: {
    ...oneInstrument,
    body: jsonBody(
      z
        .strictObject({ id: callerUuid, code: payeeCodeText, amount: positiveAmount })
        .openapi('WalletPaymentRequest'),
    ),
  },
  responses: {
    201: jsonAnswer('Paid. The same request again gets the same answer.', ownPaymentShape),
    200: jsonAnswer('Declined; `status` says why.', ownPaymentShape),
    ...problems({
      404: 'You hold nothing of this instrument, or there is no request with this code.',
      409: 'The request is too old, paid already or of another amount, or the id was used for something else.',
    }),
  },
})

const refund = createRoute({
  ...secured('beneficiary'),
  method: 'post',
  path: '/wallet/currency-payments/{id}/refunds',
  operationId: 'refundFromWallet',
  tags,
  summary: 'Give back what I was paid, whole or in part',
  request: {
    params: z.strictObject({ id: uuid }),
    body: jsonBody(
      z
        .strictObject({ id: callerUuid, amount: positiveAmount, reason: line(200) })
        .openapi('WalletRefundRequest'),
    ),
  },
  responses: {
    201: jsonAnswer('Given back. The same request again gets the same answer.', ownPaymentShape),
    200: jsonAnswer('Declined; `status` says why.', ownPaymentShape),
    ...problems({
      404: 'You were paid nothing with this id.',
      409: 'So much of it is not left, or the id was used for something else.',
    }),
  },
})

/** What the wallet asks of the currency. Whose wallet it is follows from the phone's cookie alone. */
export function ownMoneyRoutes({
  walletCurrency,
}: {
  readonly walletCurrency: WalletCurrency
}): Api {
  const api = createApi()
  api.openapi(listOwn, async (c) => {
    const found = await walletCurrency.list(c.get('principal'))
    return c.json({ items: found.map(showOwnMoney) }, 200)
  })
  api.openapi(statement, async (c) => {
    const { limit, cursor } = c.req.valid('query')
    const page = { limit: limit + 1, ...(cursor === undefined ? {} : { before: cursor[0] }) }
    const { id } = c.req.valid('param')
    const found = await walletCurrency.statement(c.get('principal'), id, page)
    const { rows: items, nextCursor } = pageRows(found, limit, (last) => [last.position.toString()])
    return c.json({ items: items.map(showOwnLine), nextCursor }, 200)
  })
  addShowing(api, walletCurrency)
  api.openapi(pay, async (c) => {
    const { code: serial, ...body } = c.req.valid('json')
    const payment = { ...body, serial, instrumentId: c.req.valid('param').id }
    const paid = await walletCurrency.pay(c.get('principal'), payment)
    return paid.status === 'paid'
      ? answerJson(c, showOwnPayment(paid), 201)
      : answerJson(c, showOwnPayment(paid), 200)
  })
  api.openapi(refund, async (c) => {
    const given = { ...c.req.valid('json'), paymentId: c.req.valid('param').id }
    const paid = await walletCurrency.refund(c.get('principal'), given)
    return paid.status === 'paid'
      ? answerJson(c, showOwnPayment(paid), 201)
      : answerJson(c, showOwnPayment(paid), 200)
  })
  addScheduleRoutes(api, walletCurrency)
  return api
}

/** What a person shows to be charged, or to be paid. */
function addShowing(api: Api, walletCurrency: WalletCurrency): void {
  api.openapi(showCode, async (c) => {
    const { id } = c.req.valid('param')
    const { code, address, expiresAt } = await walletCurrency.showCode(c.get('principal'), id)
    return c.json({ code, address, expiresAt: expiresAt.toISOString() }, 201, NOT_KEPT)
  })
  api.openapi(request, async (c) => {
    const asked = { ...c.req.valid('json'), instrumentId: c.req.valid('param').id }
    return c.json(showRequest(await walletCurrency.request(c.get('principal'), asked)), 201)
  })
  api.openapi(sign, async (c) => {
    const { id } = c.req.valid('param')
    return c.json(showRequest(await walletCurrency.sign(c.get('principal'), id)), 200)
  })
  api.openapi(withdrawRequest, async (c) => {
    const { id } = c.req.valid('param')
    return c.json(showRequest(await walletCurrency.withdrawRequest(c.get('principal'), id)), 200)
  })
  api.openapi(seeRequest, async (c) =>
    c.json(showSeen(await walletCurrency.seeRequest(c.req.valid('param').code)), 200),
  )
}
