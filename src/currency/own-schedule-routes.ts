import { createRoute, z } from '@hono/zod-openapi'
import { type Api, jsonAnswer, jsonBody, problems, secured } from '../http/openapi.ts'
import {
  callerUuid,
  day,
  dayText,
  minorText,
  positiveAmount,
  textId,
  uuid,
  uuidText,
  wholeNumber,
} from '../http/schemas.ts'
import { CADENCES } from '../vouchers/core/schedule.ts'
import { PAYMENT_STATUSES } from './core/payment.ts'
import type { WalletCurrency } from './own-money.ts'
import { otherShape, payeeCodeText, showOther } from './own-routes-shapes.ts'
import type { OwnSchedule } from './own-schedules.ts'

const tags = ['wallets']
const instrument = textId.openapi({ example: 'CREDITO' })
const NONE = { 404: 'You hold nothing of this instrument, or have no such schedule.' } as const

const scheduleShape = z
  .object({
    id: uuidText,
    payee: otherShape,
    amount: minorText,
    cadence: z.enum(CADENCES),
    dueDay: z.int().openapi({ description: 'Of the month, or of the week: Monday is 1.' }),
    fromDay: dayText,
    untilDay: dayText,
    nextOn: dayText.nullable(),
    last: z
      .object({ day: dayText, status: z.enum(PAYMENT_STATUSES) })
      .nullable()
      .openapi({
        description: 'What became of the last turn; one that was declined is not tried again.',
      }),
    isEnded: z.boolean(),
  })
  .openapi('WalletCurrencySchedule')

const listSchedules = createRoute({
  ...secured('beneficiary'),
  method: 'get',
  path: '/wallet/currencies/{id}/schedules',
  operationId: 'listWalletCurrencySchedules',
  tags,
  summary: 'What I pay again and again, and what became of the last turn',
  request: { params: z.strictObject({ id: instrument }) },
  responses: {
    200: jsonAnswer('Those that were not ended.', z.object({ items: z.array(scheduleShape) })),
    ...problems(NONE),
  },
})

const makeSchedule = createRoute({
  ...secured('beneficiary'),
  method: 'post',
  path: '/wallet/currencies/{id}/schedules',
  operationId: 'createWalletCurrencySchedule',
  tags,
  summary: "Pay again and again into somebody's sign, each week or each month",
  request: {
    params: z.strictObject({ id: instrument }),
    body: jsonBody(
      z
        .strictObject({
          id: callerUuid,
          code: payeeCodeText,
          amount: positiveAmount,
          cadence: z.enum(CADENCES),
          dueDay: wholeNumber(1, 28),
          fromDay: day,
          untilDay: day,
        })
        .refine(({ cadence, dueDay }) => cadence === 'monthly' || dueDay <= 7, {
          error: 'wants a day of the week from 1 (Monday) to 7',
          path: ['dueDay'],
        })
        .openapi('WalletCurrencyScheduleRequest'),
    ),
  },
  responses: {
    201: jsonAnswer('The schedule. The same again gives the same.', scheduleShape),
    ...problems({
      404: 'You hold nothing of this instrument, or there is no sign with this code.',
      409: 'The id was used for another schedule.',
      422: 'It begins before today, or has no turn before it ends.',
    }),
  },
})

const endSchedule = createRoute({
  ...secured('beneficiary'),
  method: 'delete',
  path: '/wallet/currencies/{id}/schedules/{scheduleId}',
  operationId: 'endWalletCurrencySchedule',
  tags,
  summary: 'End what I pay again and again: no turn comes any more',
  request: { params: z.strictObject({ id: instrument, scheduleId: uuid }) },
  responses: { 200: jsonAnswer('It has ended.', scheduleShape), ...problems(NONE) },
})

export function addScheduleRoutes(api: Api, { schedules }: WalletCurrency): void {
  api.openapi(listSchedules, async (c) => {
    const found = await schedules.list(c.get('principal'), c.req.valid('param').id)
    return c.json({ items: found.map(show) }, 200)
  })
  api.openapi(makeSchedule, async (c) => {
    const { code: serial, ...order } = c.req.valid('json')
    const whole = { ...order, serial, instrumentId: c.req.valid('param').id }
    return c.json(show(await schedules.create(c.get('principal'), whole)), 201)
  })
  api.openapi(endSchedule, async (c) => {
    const { id, scheduleId } = c.req.valid('param')
    return c.json(show(await schedules.end(c.get('principal'), id, scheduleId)), 200)
  })
}

function show({ schedule, payee, last }: OwnSchedule): z.input<typeof scheduleShape> {
  const { id, amount, cadence, dueDay, fromDay, untilDay, nextOn, endedAt } = schedule
  return {
    ...{ id, payee: showOther(payee), amount: amount.toString(), cadence, dueDay },
    ...{ fromDay, untilDay, nextOn, last, isEnded: endedAt !== null },
  }
}
