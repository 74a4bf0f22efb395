import { createRoute, z } from '@hono/zod-openapi'
import { jsonAnswer, jsonBody, problems, secured } from '../http/openapi.ts'
import { pageOf, pageQuery } from '../http/paging.ts'
import {
  callerUuid,
  day,
  dayText,
  idText,
  line,
  minorText,
  positiveAmount,
  textId,
  timeText,
  uuid,
  uuidText,
  wholeNumber,
} from '../http/schemas.ts'
import { memberBody, READERS, tags } from './association-routes-shapes.ts'
import { ACTIVITY_KINDS, ACTIVITY_STATES, MEMBER_PARTIES } from './core/earning.ts'
import type { RewardVerdict } from './earning.ts'

const MINUTES_MAX = 1440
const REASON_MAX = 200

/** A reward is approved or refused; a refusal says why. */
const verdictBody = z
  .strictObject({
    decision: z.enum(['approved', 'refused']),
    reason: line(REASON_MAX).optional().openapi({ example: 'It was another day' }),
  })
  .transform(({ decision, reason }, ctx): RewardVerdict => {
    if (decision === 'approved') return { state: decision }
    if (reason !== undefined) return { state: decision, reason }
    ctx.addIssue({ code: 'custom', path: ['reason'], message: 'is missing: a refusal says why' })
    return z.NEVER
  })

const activityShape = z
  .object({
    id: uuidText,
    associationId: idText,
    instrumentId: idText,
    party: z.enum(MEMBER_PARTIES),
    holderId: idText,
    kind: z.enum(ACTIVITY_KINDS),
    day: dayText,
    minutes: z.int().nullable().openapi({ description: 'Null for a donation.' }),
    given: minorText.nullable().openapi({ description: 'Of a donation, in euro cents.' }),
    reward: minorText.openapi({ description: "In the instrument's own unit." }),
    state: z.enum(ACTIVITY_STATES),
    toldBy: uuidText,
    toldAt: timeText,
    confirmedBy: uuidText.nullable(),
    confirmedAt: timeText.nullable(),
    decidedBy: uuidText.nullable(),
    decidedAt: timeText.nullable(),
    reason: z.string().nullable(),
  })
  .openapi('Activity')

const uuidParam = z.strictObject({ id: uuid })
const NO_ACTIVITY = { 404: 'Nothing was told under this id.' } as const

export const listActivities = createRoute({
  ...secured(...READERS, 'association'),
  method: 'get',
  path: '/activities',
  operationId: 'listActivities',
  tags,
  summary: 'What people did for associations or gave them, the last told first',
  request: {
    query: pageQuery(z.tuple([uuid])).extend({
      state: z.enum(ACTIVITY_STATES).optional(),
      associationId: textId.optional(),
    }),
  },
  responses: { 200: jsonAnswer('A page.', pageOf(activityShape)) },
})

export const tellActivity = createRoute({
  ...secured('association', 'operator'),
  method: 'post',
  path: '/activities',
  operationId: 'tellActivity',
  tags,
  summary: 'Tell of hours that somebody freely gave an association, or of a donation',
  request: {
    body: jsonBody(
      z
        .strictObject({
          id: callerUuid,
          associationId: textId,
          instrumentId: textId,
          ...memberBody.shape,
          kind: z.enum(ACTIVITY_KINDS),
          day,
          minutes: wholeNumber(1, MINUTES_MAX).optional().openapi({
            description: 'Of everything but a donation.',
          }),
          given: positiveAmount.optional().openapi({
            description: 'Of a donation: euro cents.',
          }),
        })
        .refine(
          ({ kind, minutes, given }) =>
            (kind === 'donation') === (given !== undefined) &&
            (kind === 'donation') === (minutes === undefined),
          { path: ['minutes'], error: 'wants minutes, or for a donation `given` and no minutes' },
        ),
    ),
  },
  responses: {
    200: jsonAnswer('Told.', activityShape),
    ...problems({
      404: 'There is no such association, instrument or person.',
      409: 'The association takes part no more, or the id was used for something else.',
      422: 'It is not rewarded, the day is not over, or the person did not belong to the association.',
    }),
  },
})

export const getActivity = createRoute({
  ...secured(...READERS, 'association'),
  method: 'get',
  path: '/activities/{id}',
  operationId: 'getActivity',
  tags,
  summary: 'One of them',
  request: { params: uuidParam },
  responses: { 200: jsonAnswer('As it stands.', activityShape), ...problems(NO_ACTIVITY) },
})

export const confirmActivity = createRoute({
  ...secured('association'),
  method: 'post',
  path: '/activities/{id}/confirm',
  operationId: 'confirmActivity',
  tags,
  summary: 'Confirm for the association what an operator told: the desk decides then',
  request: { params: uuidParam },
  responses: {
    200: jsonAnswer('As it stands.', activityShape),
    ...problems({ ...NO_ACTIVITY, 409: 'It was taken back before.' }),
  },
})

export const withdrawActivity = createRoute({
  ...secured('association', 'operator'),
  method: 'post',
  path: '/activities/{id}/withdraw',
  operationId: 'withdrawActivity',
  tags,
  summary: 'Take back what is not decided yet: whoever told of it, or the association',
  request: { params: uuidParam },
  responses: {
    200: jsonAnswer('As it stands.', activityShape),
    ...problems({
      ...NO_ACTIVITY,
      403: 'Somebody else told of it.',
      409: 'It was decided before.',
    }),
  },
})

export const decideActivity = createRoute({
  ...secured('operator', 'treasurer', 'administrator'),
  method: 'post',
  path: '/activities/{id}/decision',
  operationId: 'decideActivity',
  tags,
  summary: 'Approve a reward, which pays it, or refuse it; never by whoever told of it',
  request: { params: uuidParam, body: jsonBody(verdictBody) },
  responses: {
    200: jsonAnswer('As it stands.', activityShape),
    ...problems({
      ...NO_ACTIVITY,
      409: 'It was decided before, is not confirmed yet, or cannot be paid now.',
    }),
  },
})
