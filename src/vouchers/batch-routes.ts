import { createRoute, z } from '@hono/zod-openapi'
import { type Api, createApi, jsonAnswer, jsonBody, problems, secured } from '../http/openapi.ts'
import { pageOf, pageQuery, pageRows, showPage } from '../http/paging.ts'
import { parsedText, uuid } from '../http/schemas.ts'
import type { Issuing } from './issuing.ts'
import {
  batchCheckBody,
  batchLineShape,
  batchOrderBody,
  batchShape,
  prospectShape,
  refusalBody,
  showBatch,
  showBatchLine,
  showProspect,
} from './routes-issuing-shapes.ts'

const tags = ['voucher batches']
const STAFF = ['operator', 'administrator'] as const
const READERS = [...STAFF, 'auditor'] as const
const params = z.strictObject({ id: uuid })
const NOT_FOUND = { 404: 'There is no batch with this id.' } as const
const position = parsedText(
  (text) => (/^[0-9]{1,9}$/.test(text) ? Number(text) : undefined),
  'the number of a row',
)

const check = createRoute({
  ...secured(...STAFF),
  method: 'post',
  path: '/voucher-batches/check',
  operationId: 'checkVoucherBatch',
  tags,
  summary: 'What would become of each row of a batch, and why; writes nothing',
  request: { body: jsonBody(batchCheckBody) },
  responses: {
    200: jsonAnswer('The table.', prospectShape),
    ...problems({ 422: 'The product or the contact point does not fit, or it is too large.' }),
  },
})

const prepare = createRoute({
  ...secured(...STAFF),
  method: 'post',
  path: '/voucher-batches',
  operationId: 'prepareVoucherBatch',
  tags,
  summary: 'Prepare vouchers for a second person to approve, or give them at once',
  request: { body: jsonBody(batchOrderBody) },
  responses: {
    201: jsonAnswer('The batch. The same order again gives the same batch.', batchShape),
    ...problems({
      409: 'The id belongs to another batch.',
      422: 'Some of the vouchers could not be issued, or may not be given at once.',
    }),
  },
})

const list = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/voucher-batches',
  operationId: 'listVoucherBatches',
  tags,
  summary: 'The batches, the newest first',
  request: { query: pageQuery(z.tuple([uuid])).extend({ scheduleId: uuid.optional() }) },
  responses: { 200: jsonAnswer('A page.', pageOf(batchShape)) },
})

const get = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/voucher-batches/{id}',
  operationId: 'getVoucherBatch',
  tags,
  summary: 'A batch and how far it has come',
  request: { params },
  responses: { 200: jsonAnswer('The batch.', batchShape), ...problems(NOT_FOUND) },
})

const lines = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/voucher-batches/{id}/rows',
  operationId: 'listVoucherBatchRows',
  tags,
  summary: 'The vouchers of a batch, and what became of each',
  request: { params, query: pageQuery(z.tuple([position])) },
  responses: {
    200: jsonAnswer('A page, in their order.', pageOf(batchLineShape)),
    ...problems(NOT_FOUND),
  },
})

const approve = createRoute({
  ...secured(...STAFF),
  method: 'post',
  path: '/voucher-batches/{id}/approve',
  operationId: 'approveVoucherBatch',
  tags,
  summary: 'Approve what another prepared: its vouchers are issued from then on',
  request: { params },
  responses: {
    200: jsonAnswer('The batch.', batchShape),
    ...problems({ ...NOT_FOUND, 409: 'It was decided before.' }),
  },
})

const refuse = createRoute({
  ...secured(...STAFF),
  method: 'post',
  path: '/voucher-batches/{id}/refuse',
  operationId: 'refuseVoucherBatch',
  tags,
  summary: 'Refuse what another prepared, and say why',
  request: { params, body: jsonBody(refusalBody) },
  responses: {
    200: jsonAnswer('The batch.', batchShape),
    ...problems({ ...NOT_FOUND, 409: 'It was decided before.' }),
  },
})

/** Batches: checked, prepared, decided, and how far they have come. */
export function batchRoutes({ issuing }: { readonly issuing: Issuing }): Api {
  const api = createApi()
  api.openapi(check, async (c) =>
    c.json(showProspect(await issuing.checkBatch(c.req.valid('json'), c.get('principal'))), 200),
  )
  api.openapi(prepare, async (c) => {
    const batch = await issuing.prepareBatch(c.req.valid('json'), c.get('principal'))
    return c.json(showBatch(batch), 201)
  })
  api.openapi(list, async (c) => {
    const { limit, cursor, scheduleId } = c.req.valid('query')
    const page = {
      limit: limit + 1,
      ...(cursor === undefined ? {} : { after: cursor[0] }),
      ...(scheduleId === undefined ? {} : { scheduleId }),
    }
    const found = await issuing.listBatches(page, c.get('principal'))
    return c.json(showPage(found, limit, showBatch), 200)
  })
  api.openapi(get, async (c) =>
    c.json(showBatch(await issuing.getBatch(c.req.valid('param').id, c.get('principal'))), 200),
  )
  api.openapi(lines, async (c) => {
    const { limit, cursor } = c.req.valid('query')
    const page = { limit: limit + 1, ...(cursor === undefined ? {} : { after: cursor[0] }) }
    const { id } = c.req.valid('param')
    const found = await issuing.listBatchLines(id, page, c.get('principal'))
    const { rows: items, nextCursor } = pageRows(found, limit, (last) => [String(last.number)])
    return c.json({ items: items.map(showBatchLine), nextCursor }, 200)
  })
  api.openapi(approve, async (c) => {
    const { id } = c.req.valid('param')
    const batch = await issuing.decideBatch(id, { state: 'approved' }, c.get('principal'))
    return c.json(showBatch(batch), 200)
  })
  api.openapi(refuse, async (c) => {
    const decision = { state: 'refused', ...c.req.valid('json') } as const
    const { id } = c.req.valid('param')
    return c.json(showBatch(await issuing.decideBatch(id, decision, c.get('principal'))), 200)
  })
  return api
}
