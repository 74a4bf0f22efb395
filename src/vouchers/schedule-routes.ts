import { createRoute, z } from '@hono/zod-openapi'
import { type Api, createApi, jsonAnswer, jsonBody, problems, secured } from '../http/openapi.ts'
import { pageOf, pageQuery, showPage } from '../http/paging.ts'
import { day, dayText, idText, minorText, unitText, uuid } from '../http/schemas.ts'
import type { Issuing } from './issuing.ts'
import { refusalBody, scheduleBody, scheduleShape, showSchedule } from './routes-issuing-shapes.ts'

const tags = ['voucher schedules']
const STAFF = ['operator', 'administrator'] as const
const READERS = [...STAFF, 'auditor'] as const
const params = z.strictObject({ id: uuid })
const NOT_FOUND = { 404: 'There is no schedule with this id.' } as const

const prepare = createRoute({
  ...secured(...STAFF),
  method: 'post',
  path: '/voucher-schedules',
  operationId: 'prepareVoucherSchedule',
  tags,
  summary: 'Prepare vouchers to be given again and again, for a second person to approve',
  request: { body: jsonBody(scheduleBody) },
  responses: {
    201: jsonAnswer('The schedule. The same order again gives the same schedule.', scheduleShape),
    ...problems({ 409: 'The id belongs to another schedule.', 422: 'Something does not fit.' }),
  },
})

const list = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/voucher-schedules',
  operationId: 'listVoucherSchedules',
  tags,
  summary: 'The schedules, the newest first',
  request: { query: pageQuery(z.tuple([uuid])) },
  responses: { 200: jsonAnswer('A page.', pageOf(scheduleShape)) },
})

const get = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/voucher-schedules/{id}',
  operationId: 'getVoucherSchedule',
  tags,
  summary: 'A schedule, and when its next turn is',
  request: { params },
  responses: { 200: jsonAnswer('The schedule.', scheduleShape), ...problems(NOT_FOUND) },
})

const decide = <Verb extends 'approve' | 'stop' | 'pause' | 'resume'>(
  verb: Verb,
  summary: string,
) =>
  createRoute({
    ...secured(...STAFF),
    method: 'post',
    path: `/voucher-schedules/{id}/${verb}` as const,
    operationId: `${verb}VoucherSchedule`,
    tags,
    summary,
    request: { params },
    responses: {
      200: jsonAnswer('The schedule.', scheduleShape),
      ...problems({ ...NOT_FOUND, 409: 'It was decided before, or its state does not allow it.' }),
    },
  })
const approve = decide('approve', 'Approve a schedule that another prepared')
const stop = decide('stop', 'End a schedule: nothing is given by it any more')
const pause = decide('pause', 'Let a schedule rest: no turn is served until it goes on')
const resume = decide(
  'resume',
  'Let a schedule go on from today; turns of the days on which it rested are not made up for',
)

const refuse = createRoute({
  ...secured(...STAFF),
  method: 'post',
  path: '/voucher-schedules/{id}/refuse',
  operationId: 'refuseVoucherSchedule',
  tags,
  summary: 'Refuse a schedule that another prepared, and say why',
  request: { params, body: jsonBody(refusalBody) },
  responses: {
    200: jsonAnswer('The schedule.', scheduleShape),
    ...problems({ ...NOT_FOUND, 409: 'It was decided before.' }),
  },
})

const emergencies = createRoute({
  ...secured(...READERS, 'treasurer'),
  method: 'get',
  path: '/voucher-emergencies',
  operationId: 'listVoucherEmergencies',
  tags: ['voucher batches'],
  summary: 'What was given without a second person in a month, by person',
  request: { query: z.strictObject({ month: day.openapi({ description: 'Any day of it.' }) }) },
  responses: {
    200: jsonAnswer(
      'All of it.',
      z
        .object({
          items: z.array(
            z.object({
              contactPointId: idText,
              beneficiaryId: idText,
              month: dayText,
              used: minorText,
              cap: minorText,
            }),
          ),
        })
        .openapi('VoucherEmergencies'),
    ),
  },
})

const breakage = createRoute({
  ...secured(...READERS, 'analyst'),
  method: 'get',
  path: '/voucher-breakage',
  operationId: 'sumVoucherBreakage',
  tags: ['vouchers'],
  summary: 'What went back unspent, by product, contact point and month',
  request: { query: z.strictObject({ from: day, until: day }) },
  responses: {
    200: jsonAnswer(
      'Sums, and why it went back.',
      z
        .object({
          items: z.array(
            z.object({
              productId: idText,
              contactPointId: idText,
              month: z.string().openapi({ example: '2026-05' }),
              unit: unitText,
              kind: z.enum(['expire', 'cancel']),
              vouchers: z.int(),
              amount: minorText,
            }),
          ),
        })
        .openapi('VoucherBreakage'),
    ),
  },
})

/** What is given again and again, and what has to be reported. */
export function scheduleRoutes({ issuing }: { readonly issuing: Issuing }): Api {
  const api = createApi()
  api.openapi(prepare, async (c) => {
    const schedule = await issuing.prepareSchedule(c.req.valid('json'), c.get('principal'))
    return c.json(showSchedule(schedule), 201)
  })
  api.openapi(list, async (c) => {
    const { limit, cursor } = c.req.valid('query')
    const after = cursor === undefined ? {} : { after: cursor[0] }
    const found = await issuing.listSchedules({ limit: limit + 1, ...after }, c.get('principal'))
    return c.json(showPage(found, limit, showSchedule), 200)
  })
  api.openapi(approve, async (c) => {
    const { id } = c.req.valid('param')
    const schedule = await issuing.decideSchedule(id, { state: 'approved' }, c.get('principal'))
    return c.json(showSchedule(schedule), 200)
  })
  api.openapi(stop, async (c) =>
    c.json(
      showSchedule(await issuing.endSchedule(c.req.valid('param').id, c.get('principal'))),
      200,
    ),
  )
  api.openapi(get, async (c) =>
    c.json(
      showSchedule(await issuing.getSchedule(c.req.valid('param').id, c.get('principal'))),
      200,
    ),
  )
  api.openapi(pause, async (c) =>
    c.json(
      showSchedule(await issuing.pauseSchedule(c.req.valid('param').id, c.get('principal'))),
      200,
    ),
  )
  api.openapi(resume, async (c) =>
    c.json(
      showSchedule(await issuing.resumeSchedule(c.req.valid('param').id, c.get('principal'))),
      200,
    ),
  )
  api.openapi(refuse, async (c) => {
    const decision = { state: 'refused', ...c.req.valid('json') } as const
    const { id } = c.req.valid('param')
    const schedule = await issuing.decideSchedule(id, decision, c.get('principal'))
    return c.json(showSchedule(schedule), 200)
  })
  api.openapi(emergencies, async (c) => {
    const uses = await issuing.emergencies(c.req.valid('query').month, c.get('principal'))
    const items = uses.map((use) => ({
      ...use,
      used: use.used.toString(),
      cap: use.cap.toString(),
    }))
    return c.json({ items }, 200)
  })
  api.openapi(breakage, async (c) => {
    const sums = await issuing.breakage(c.req.valid('query'), c.get('principal'))
    const items = sums.map((sum) => ({ ...sum, amount: sum.amount.toString() }))
    return c.json({ items }, 200)
  })
  return api
}
