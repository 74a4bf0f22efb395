import { createRoute, z } from '@hono/zod-openapi'
import type { Principal } from '../access/core/principal.ts'
import { type Api, createApi, jsonAnswer, secured } from '../http/openapi.ts'
import { day as dayParam, dayText, minorText, parsedText } from '../http/schemas.ts'
import { assert } from '../kernel/assert.ts'
import { csvLine } from '../kernel/csv.ts'
import { type Day, parseDay, romeDay } from '../kernel/days.ts'
import { decimalText } from '../kernel/money.ts'
import type { Runtime } from '../runtime.ts'
import type { DayRow, PartnerDay } from './partner-day.ts'
import { redemptionShape, showRedemption } from './routes-shapes.ts'
import type { Vouchers } from './service.ts'

const tags = ['redemptions']
const OWN = ['cashier', 'partner', 'partner_owner'] as const

const partnerDayShape = z
  .object({
    day: dayText,
    count: z.int().openapi({ description: 'How many were redeemed.' }),
    declined: z.int(),
    redeemed: minorText,
    refunded: minorText.openapi({ description: 'What was given back on this day.' }),
    cash: minorText.openapi({ description: 'What was paid in cash beside vouchers.' }),
    categories: z.array(z.object({ category: z.string(), amount: minorText })).openapi({
      description: 'What was redeemed in each category, as far as the tills said so.',
    }),
    items: z.array(redemptionShape).openapi({ description: 'The last 200, the newest first.' }),
  })
  .openapi('PartnerDay')

const dayOrToday = parsedText(
  (text) => (text === 'today' ? text : parseDay(text)),
  'a day as YYYY-MM-DD, or today',
).openapi({
  type: 'string',
  pattern: '^(today|[0-9]{4}-[0-9]{2}-[0-9]{2})$',
  example: 'today',
})

const getDay = createRoute({
  ...secured(...OWN),
  method: 'get',
  path: '/partner-days/{day}',
  operationId: 'getPartnerDay',
  tags,
  summary: 'The figures of the own shop on a day in Italy',
  request: { params: z.strictObject({ day: dayOrToday }) },
  responses: { 200: jsonAnswer('The day.', partnerDayShape) },
})

const getDayCsv = createRoute({
  ...secured(...OWN),
  method: 'get',
  path: '/partner-days/{day}/csv',
  operationId: 'getPartnerDayCsv',
  tags,
  summary: 'Every try of the own shop on a day, as CSV',
  request: { params: z.strictObject({ day: dayParam }) },
  responses: {
    200: { description: 'The file.', content: { 'text/csv': { schema: z.string() } } },
  },
})

const HEADS = ['id', 'recorded_at', 'status', 'amount', 'cash', 'refunded', 'lines']

/** What a shop closes its day with. */
export function partnerDayRoutes({
  vouchers,
  runtime,
}: {
  readonly vouchers: Vouchers
  readonly runtime: Pick<Runtime, 'now'>
}): Api {
  const api = createApi()
  api.openapi(getDay, async (c) => {
    const asked = c.req.valid('param').day
    const day: Day = asked === 'today' ? romeDay(runtime.now()) : asked
    const found = await vouchers.partnerDay(ownPartner(c.get('principal')), day)
    return c.json(showDay(found), 200)
  })
  api.openapi(getDayCsv, async (c) => {
    const { day } = c.req.valid('param')
    const rows = await vouchers.partnerDayRows(ownPartner(c.get('principal')), day)
    const text = [csvLine(HEADS), ...rows.map((row) => csvLine(cellsOf(row)))].join('')
    return c.body(text, 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${day}.csv"`,
    })
  })
  return api
}

function ownPartner({ partnerId }: Principal): string {
  assert(partnerId, 'who sees a shop’s day belongs to it')
  return partnerId
}

function showDay(found: PartnerDay): z.infer<typeof partnerDayShape> {
  const { last, categories, redeemed, refunded, cash, ...rest } = found
  return {
    ...rest,
    redeemed: redeemed.toString(),
    refunded: refunded.toString(),
    cash: cash.toString(),
    categories: categories.map(({ category, amount }) => ({ category, amount: amount.toString() })),
    items: last.map(showRedemption),
  }
}

function cellsOf({ id, recordedAt, status, amount, cash, refunded, lines }: DayRow): string[] {
  const amounts = [amount, cash, refunded].map(decimalText)
  return [id, recordedAt.toISOString(), status, ...amounts, lines]
}
