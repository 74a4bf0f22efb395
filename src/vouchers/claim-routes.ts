import { createRoute, z } from '@hono/zod-openapi'
import { type Api, createApi, jsonAnswer, jsonBody, problems, secured } from '../http/openapi.ts'
import { pageOf, pageQuery, showPage } from '../http/paging.ts'
import { uuid } from '../http/schemas.ts'
import { DISPUTE_STATES, REFUND_STATES } from './core/refund.ts'
import {
  approvalBody,
  decisionBody,
  disputeBody,
  disputeEventShape,
  disputeShape,
  noteBody,
  refundBody,
  refundShape,
  refusalBody,
  showDispute,
  showDisputeEvent,
  showRefund,
  wholeDisputeShape,
} from './routes-claims.ts'
import type { Vouchers } from './service.ts'

const tags = ['refunds']
const SIDES = ['cashier', 'partner', 'partner_owner', 'operator', 'administrator'] as const
const READERS = [...SIDES, 'treasurer', 'auditor'] as const
/** Who may decide is said by the rules of approvals, which tell everybody else why not. */
const DECIDERS = ['partner_owner', 'operator', 'administrator'] as const
const id = { params: z.strictObject({ id: uuid }) }

const refundRedemption = createRoute({
  ...secured(...SIDES),
  method: 'post',
  path: '/redemptions/{id}/refunds',
  operationId: 'refundRedemption',
  tags,
  summary: 'Give back what was redeemed, in whole or in part',
  request: { ...id, body: jsonBody(refundBody) },
  responses: {
    201: jsonAnswer('The refund: done, or waiting for what `state` says.', refundShape),
    ...problems({
      404: 'There is no such redemption, or it is not in reach.',
      409: 'So much is not left of it, the id names another refund, or the owner has no PIN.',
    }),
  },
})

const listRefunds = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/refunds',
  operationId: 'listRefunds',
  tags,
  summary: 'The refunds in reach, the newest first',
  request: {
    query: pageQuery(z.tuple([uuid])).extend({ state: z.enum(REFUND_STATES).optional() }),
  },
  responses: { 200: jsonAnswer('A page.', pageOf(refundShape)) },
})

const getRefund = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/refunds/{id}',
  operationId: 'getRefund',
  tags,
  summary: 'A refund as it stands',
  request: id,
  responses: {
    200: jsonAnswer('The refund.', refundShape),
    ...problems({ 404: 'There is none with this id, or it is not in reach.' }),
  },
})

const DECISION_PROBLEMS = {
  404: 'There is none with this id, or it is not in reach.',
  409: 'It was decided before.',
} as const

const approveRefund = createRoute({
  ...secured(...DECIDERS),
  method: 'post',
  path: '/refunds/{id}/approve',
  operationId: 'approveRefund',
  tags,
  summary: 'Approve a refund that somebody else asked for',
  request: { ...id, body: jsonBody(approvalBody) },
  responses: { 200: jsonAnswer('The refund.', refundShape), ...problems(DECISION_PROBLEMS) },
})

const refuseRefund = createRoute({
  ...secured(...DECIDERS),
  method: 'post',
  path: '/refunds/{id}/refuse',
  operationId: 'refuseRefund',
  tags,
  summary: 'Refuse a refund that somebody else asked for',
  request: { ...id, body: jsonBody(refusalBody) },
  responses: { 200: jsonAnswer('The refund.', refundShape), ...problems(DECISION_PROBLEMS) },
})

const openDispute = createRoute({
  ...secured(...SIDES),
  method: 'post',
  path: '/redemptions/{id}/disputes',
  operationId: 'openDispute',
  tags,
  summary: 'Freeze what was redeemed, in whole or in part, until somebody else decides',
  request: { ...id, body: jsonBody(disputeBody) },
  responses: {
    201: jsonAnswer('The dispute.', disputeShape),
    ...problems({
      404: 'There is no such redemption, or it is not in reach.',
      409: 'So much is not left of it, it was paid out, or the id names another dispute.',
    }),
  },
})

const listDisputes = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/disputes',
  operationId: 'listDisputes',
  tags,
  summary: 'The disputes in reach, the newest first',
  request: {
    query: pageQuery(z.tuple([uuid])).extend({ state: z.enum(DISPUTE_STATES).optional() }),
  },
  responses: { 200: jsonAnswer('A page.', pageOf(disputeShape)) },
})

const getDispute = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/disputes/{id}',
  operationId: 'getDispute',
  tags,
  summary: 'A dispute, and what was said and done in it',
  request: id,
  responses: {
    200: jsonAnswer('The dispute.', wholeDisputeShape),
    ...problems({ 404: 'There is none with this id, or it is not in reach.' }),
  },
})

const noteDispute = createRoute({
  ...secured(...SIDES),
  method: 'post',
  path: '/disputes/{id}/notes',
  operationId: 'noteDispute',
  tags,
  summary: 'Say something in a dispute',
  request: { ...id, body: jsonBody(noteBody) },
  responses: {
    201: jsonAnswer('What was said.', disputeEventShape),
    ...problems({
      404: 'There is none with this id, or it is not in reach.',
      409: 'Something else was said under this id.',
    }),
  },
})

const decideDispute = createRoute({
  ...secured('operator', 'administrator'),
  method: 'post',
  path: '/disputes/{id}/decide',
  operationId: 'decideDispute',
  tags,
  summary: 'Decide a dispute that somebody else opened',
  request: { ...id, body: jsonBody(decisionBody) },
  responses: { 200: jsonAnswer('The dispute.', disputeShape), ...problems(DECISION_PROBLEMS) },
})

/** Refunds and disputes. */
export function claimRoutes({ vouchers }: { readonly vouchers: Vouchers }): Api {
  const api = createApi()
  refundAddresses(api, vouchers)
  disputeAddresses(api, vouchers)
  return api
}

function refundAddresses(api: Api, vouchers: Vouchers): void {
  api.openapi(refundRedemption, async (c) => {
    const request = { ...c.req.valid('json'), redemptionId: c.req.valid('param').id }
    return c.json(showRefund(await vouchers.refund(request, c.get('principal'))), 201)
  })
  api.openapi(listRefunds, async (c) => {
    const query = c.req.valid('query')
    const found = await vouchers.listRefunds(pageIn(query), c.get('principal'))
    return c.json(showPage(found, query.limit, showRefund), 200)
  })
  api.openapi(getRefund, async (c) => {
    const refund = await vouchers.getRefund(c.req.valid('param').id, c.get('principal'))
    return c.json(showRefund(refund), 200)
  })
  api.openapi(approveRefund, async (c) => {
    const decision = { id: c.req.valid('param').id, approved: true }
    return c.json(showRefund(await vouchers.decideRefund(decision, c.get('principal'))), 200)
  })
  api.openapi(refuseRefund, async (c) => {
    const { reason } = c.req.valid('json')
    const decision = { id: c.req.valid('param').id, approved: false, reason }
    return c.json(showRefund(await vouchers.decideRefund(decision, c.get('principal'))), 200)
  })
}

function disputeAddresses(api: Api, vouchers: Vouchers): void {
  api.openapi(openDispute, async (c) => {
    const request = { ...c.req.valid('json'), redemptionId: c.req.valid('param').id }
    return c.json(showDispute(await vouchers.openDispute(request, c.get('principal'))), 201)
  })
  api.openapi(listDisputes, async (c) => {
    const query = c.req.valid('query')
    const found = await vouchers.listDisputes(pageIn(query), c.get('principal'))
    return c.json(showPage(found, query.limit, showDispute), 200)
  })
  api.openapi(getDispute, async (c) => {
    const { id: asked } = c.req.valid('param')
    const { dispute, events } = await vouchers.getDispute(asked, c.get('principal'))
    return c.json({ dispute: showDispute(dispute), events: events.map(showDisputeEvent) }, 200)
  })
  api.openapi(noteDispute, async (c) => {
    const note = { ...c.req.valid('json'), disputeId: c.req.valid('param').id }
    return c.json(showDisputeEvent(await vouchers.noteDispute(note, c.get('principal'))), 201)
  })
  api.openapi(decideDispute, async (c) => {
    const decision = { ...c.req.valid('json'), id: c.req.valid('param').id }
    return c.json(showDispute(await vouchers.decideDispute(decision, c.get('principal'))), 200)
  })
}

/** One more than the page, to know whether there is a next. */
function pageIn<Cursor, State>(query: {
  readonly limit: number
  readonly cursor?: readonly [Cursor] | undefined
  readonly state?: State | undefined
}) {
  const { limit, cursor, state } = query
  return {
    limit: limit + 1,
    ...(cursor === undefined ? {} : { after: cursor[0] }),
    ...(state === undefined ? {} : { state }),
  }
}
