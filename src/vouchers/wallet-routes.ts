import { createRoute, z } from '@hono/zod-openapi'
import { type Api, createApi, jsonAnswer, jsonBody, problems, secured } from '../http/openapi.ts'
import { pageOf, pageQuery, showPage } from '../http/paging.ts'
import {
  callerUuid,
  dayText,
  minorText,
  positiveAmount,
  timeText,
  unitText,
  uuid,
  uuidText,
} from '../http/schemas.ts'
import { DISPUTE_STATES, OWN_REASONS } from './core/refund.ts'
import { VOUCHER_STATUSES } from './core/status.ts'
import { phoneTokenShape } from './routes-shapes.ts'
import type { PhoneToken } from './tokens.ts'
import type { Spending, WalletVoucher, WalletVouchers } from './wallet.ts'

const tags = ['wallets']
const NOT_FOUND = { 404: 'You have no such voucher.' } as const
/** Who holds a token can spend the voucher: no proxy and no browser keeps it. */
const NOT_KEPT = { 'cache-control': 'no-store' } as const
const oneVoucher = { params: z.strictObject({ id: uuid }) }

const walletVoucherShape = z
  .object({
    id: uuidText,
    productName: z.string().openapi({ example: 'Spesa' }),
    categories: z.array(z.string()).openapi({ example: ['food'] }),
    status: z.enum(VOUCHER_STATUSES),
    amount: minorText,
    remaining: minorText,
    unit: unitText,
    expiresOn: dayText,
    typedCode: z.string().openapi({ example: '0000-3NQK-8NGM' }),
  })
  .openapi('WalletVoucher')

const ownDisputeShape = z
  .object({
    id: uuidText,
    state: z.enum(DISPUTE_STATES).openapi({
      description: '`open` until it is decided, then whom the amount went to.',
    }),
    amount: minorText,
    dueOn: dayText,
  })
  .openapi('WalletDispute')

const spendingShape = z
  .object({
    id: uuidText,
    voucherId: uuidText,
    productName: z.string().openapi({ example: 'Spesa' }),
    partnerName: z.string().openapi({ example: 'Alimentari Rossi' }),
    amount: minorText,
    unit: unitText,
    remaining: minorText,
    refunded: minorText.openapi({ description: 'What was given back, or waits to be.' }),
    disputable: minorText.openapi({
      description: 'What was neither given back nor is in dispute.',
    }),
    dispute: ownDisputeShape.nullable(),
    receipt: z.string().openapi({ description: 'The signed receipt, a compact JWS.' }),
    recordedAt: timeText,
  })
  .openapi('WalletSpending')

const listOwn = createRoute({
  ...secured('beneficiary'),
  method: 'get',
  path: '/wallet/vouchers',
  operationId: 'listWalletVouchers',
  tags,
  summary: 'My vouchers, the newest first: at most 200',
  responses: { 200: jsonAnswer('All.', z.object({ items: z.array(walletVoucherShape) })) },
})

const showCode = createRoute({
  ...secured('beneficiary'),
  method: 'post',
  path: '/wallet/vouchers/{id}/code',
  operationId: 'createWalletCode',
  tags,
  summary: 'A token for the screen, good once and for two minutes',
  request: oneVoucher,
  responses: { 201: jsonAnswer('The token.', phoneTokenShape), ...problems(NOT_FOUND) },
})

const keepCodes = createRoute({
  ...secured('beneficiary'),
  method: 'post',
  path: '/wallet/vouchers/{id}/kept-codes',
  operationId: 'createKeptWalletCodes',
  tags,
  summary:
    'Ten tokens to keep for when there is no network: each good once, for a day and a small amount',
  request: oneVoucher,
  responses: {
    201: jsonAnswer('The tokens.', z.object({ items: z.array(phoneTokenShape) })),
    ...problems(NOT_FOUND),
  },
})

const listSpent = createRoute({
  ...secured('beneficiary'),
  method: 'get',
  path: '/wallet/spending',
  operationId: 'listWalletSpending',
  tags,
  summary: 'What I bought, with receipts, the newest first',
  request: { query: pageQuery(z.tuple([uuid])) },
  responses: { 200: jsonAnswer('A page.', pageOf(spendingShape)) },
})

const dispute = createRoute({
  ...secured('beneficiary'),
  method: 'post',
  path: '/wallet/spending/{id}/disputes',
  operationId: 'openWalletDispute',
  tags,
  summary: 'Something about what I bought is not right: its amount is frozen until it is decided',
  request: {
    params: z.strictObject({ id: uuid }),
    body: jsonBody(
      z
        .strictObject({ id: callerUuid, amount: positiveAmount, reason: z.enum(OWN_REASONS) })
        .openapi('WalletDisputeRequest'),
    ),
  },
  responses: {
    201: jsonAnswer('The dispute. The same again gives the same.', ownDisputeShape),
    ...problems({
      404: 'You have not bought this.',
      409: 'So much is not left of it, it was paid out, or the id names another dispute.',
    }),
  },
})

/** What the wallet asks of the vouchers. Whose vouchers they are follows from the wallet's cookie alone. */
export function walletVoucherRoutes({ walletVouchers }: WalletVoucherDeps): Api {
  const api = createApi()
  api.openapi(listOwn, async (c) => {
    const found = await walletVouchers.list(c.get('principal'))
    return c.json({ items: found.map(showOwn) }, 200)
  })
  api.openapi(showCode, async (c) => {
    const { id } = c.req.valid('param')
    return c.json(showToken(await walletVouchers.showCode(c.get('principal'), id)), 201, NOT_KEPT)
  })
  api.openapi(keepCodes, async (c) => {
    const { id } = c.req.valid('param')
    const tokens = await walletVouchers.keepCodes(c.get('principal'), id)
    return c.json({ items: tokens.map(showToken) }, 201, NOT_KEPT)
  })
  api.openapi(listSpent, async (c) => {
    const { limit, cursor } = c.req.valid('query')
    const page = { limit: limit + 1, ...(cursor === undefined ? {} : { after: cursor[0] }) }
    const found = await walletVouchers.spending(c.get('principal'), page)
    return c.json(showPage(found, limit, showSpending), 200)
  })
  api.openapi(dispute, async (c) => {
    const request = { ...c.req.valid('json'), redemptionId: c.req.valid('param').id }
    const { id, state, amount, dueOn } = await walletVouchers.dispute(c.get('principal'), request)
    return c.json({ id, state, amount: amount.toString(), dueOn }, 201)
  })
  return api
}

export interface WalletVoucherDeps {
  readonly walletVouchers: WalletVouchers
}

function showOwn(voucher: WalletVoucher): z.input<typeof walletVoucherShape> {
  const { id, productName, categories, status, unit, expiresOn, typedCode } = voucher
  const amount = voucher.amount.toString()
  const remaining = voucher.remaining.toString()
  const what = { id, productName, categories: [...categories], status }
  return { ...what, amount, remaining, unit, expiresOn, typedCode }
}

function showToken({ token, expiresAt }: PhoneToken): z.input<typeof phoneTokenShape> {
  return { token, expiresAt: expiresAt.toISOString() }
}

function showSpending(spent: Spending): z.input<typeof spendingShape> {
  return {
    ...spent,
    amount: spent.amount.toString(),
    remaining: spent.remaining.toString(),
    refunded: spent.refunded.toString(),
    disputable: spent.disputable.toString(),
    recordedAt: spent.recordedAt.toISOString(),
  }
}
