import { createRoute, z } from '@hono/zod-openapi'
import { type Api, createApi, jsonAnswer, jsonBody, problems, secured } from '../http/openapi.ts'
import { pageOf, pageQuery, showPage } from '../http/paging.ts'
import { textId, uuid } from '../http/schemas.ts'
import { VOUCHER_STATUSES } from './core/status.ts'
import {
  productShape,
  showEvents,
  showProduct,
  showVoucher,
  voucherEventsShape,
  voucherOrderBody,
  voucherRequestBody,
  voucherShape,
} from './routes-shapes.ts'
import type { Vouchers } from './service.ts'

const tags = ['vouchers']
const READERS = ['operator', 'auditor', 'administrator'] as const
const NOT_FOUND = { 404: 'There is no voucher with this id.' } as const

const issueVoucher = createRoute({
  ...secured('operator'),
  method: 'post',
  path: '/vouchers',
  operationId: 'issueVoucher',
  tags,
  summary: 'Issue a voucher, paid from the envelope of the contact point of the beneficiary',
  request: { body: jsonBody(voucherOrderBody) },
  responses: {
    201: jsonAnswer('The voucher. The same order again gives the same voucher.', voucherShape),
    ...problems({
      409: 'The id belongs to something else.',
      422: 'The product, the beneficiary or the amount does not fit, or the envelope holds too little.',
    }),
  },
})

const listVouchers = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/vouchers',
  operationId: 'listVouchers',
  tags,
  summary: 'The vouchers, the newest first',
  request: {
    query: pageQuery(z.tuple([uuid])).extend({ status: z.enum(VOUCHER_STATUSES).optional() }),
  },
  responses: { 200: jsonAnswer('A page.', pageOf(voucherShape)) },
})

const getVoucher = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/vouchers/{id}',
  operationId: 'getVoucher',
  tags,
  summary: 'A voucher as it stands',
  request: { params: z.strictObject({ id: uuid }) },
  responses: { 200: jsonAnswer('The voucher.', voucherShape), ...problems(NOT_FOUND) },
})

const listEvents = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/vouchers/{id}/events',
  operationId: 'listVoucherEvents',
  tags,
  summary: 'What was done to it besides spending it, by which key and why',
  request: { params: z.strictObject({ id: uuid }) },
  responses: {
    200: jsonAnswer('All of it, the oldest first.', voucherEventsShape),
    ...problems(NOT_FOUND),
  },
})

const changeVoucher = <Verb extends 'cancel' | 'block' | 'unblock'>(verb: Verb, summary: string) =>
  createRoute({
    ...secured('operator'),
    method: 'post',
    path: `/vouchers/{id}/${verb}` as const,
    operationId: `${verb}Voucher`,
    tags,
    summary,
    request: { params: z.strictObject({ id: uuid }), body: jsonBody(voucherRequestBody) },
    responses: {
      200: jsonAnswer('The voucher as it stands now.', voucherShape),
      ...problems({ ...NOT_FOUND, 409: 'It is at its end, or the id names another request.' }),
    },
  })

const cancel = changeVoucher('cancel', 'Give what is left on it back to the envelope, for good')
const block = changeVoucher('block', 'Stop it for now: its card was lost')
const unblock = changeVoucher('unblock', 'Make it good again')

const listProducts = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/products',
  operationId: 'listProducts',
  tags,
  summary: 'What vouchers can be good for',
  request: { query: pageQuery(z.tuple([textId])) },
  responses: { 200: jsonAnswer('A page, by id.', pageOf(productShape)) },
})

/** Issuing, changing and reading vouchers, and what they can be good for. */
export function voucherDeskRoutes({ vouchers }: { readonly vouchers: Vouchers }): Api {
  const api = createApi()
  api.openapi(issueVoucher, async (c) => {
    const { voucher } = await vouchers.issue(c.req.valid('json'), c.get('principal'))
    return c.json(showVoucher(voucher), 201)
  })
  api.openapi(listVouchers, async (c) => {
    const { limit, cursor, status } = c.req.valid('query')
    const found = await vouchers.list(
      {
        limit: limit + 1,
        ...(cursor === undefined ? {} : { after: cursor[0] }),
        ...(status === undefined ? {} : { status }),
      },
      c.get('principal'),
    )
    return c.json(showPage(found, limit, showVoucher), 200)
  })
  api.openapi(getVoucher, async (c) =>
    c.json(showVoucher(await vouchers.get(c.req.valid('param').id, c.get('principal'))), 200),
  )
  api.openapi(listEvents, async (c) =>
    c.json(showEvents(await vouchers.events(c.req.valid('param').id, c.get('principal'))), 200),
  )
  api.openapi(cancel, async (c) => {
    const { id } = c.req.valid('param')
    const voucher = await vouchers.cancel(id, c.req.valid('json'), c.get('principal'))
    return c.json(showVoucher(voucher), 200)
  })
  api.openapi(block, async (c) => {
    const { id } = c.req.valid('param')
    const voucher = await vouchers.block(id, c.req.valid('json'), c.get('principal'))
    return c.json(showVoucher(voucher), 200)
  })
  api.openapi(unblock, async (c) => {
    const { id } = c.req.valid('param')
    const voucher = await vouchers.unblock(id, c.req.valid('json'), c.get('principal'))
    return c.json(showVoucher(voucher), 200)
  })
  api.openapi(listProducts, async (c) => {
    const { limit, cursor } = c.req.valid('query')
    const after = cursor === undefined ? {} : { after: cursor[0] }
    const found = await vouchers.listProducts({ limit: limit + 1, ...after })
    return c.json(showPage(found, limit, showProduct), 200)
  })
  return api
}
