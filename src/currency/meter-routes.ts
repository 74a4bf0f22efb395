import { createRoute, z } from '@hono/zod-openapi'
import { type Api, createApi, jsonAnswer, problems, secured } from '../http/openapi.ts'
import { dayText, idText, line, minorText, textId } from '../http/schemas.ts'
import { csvAnswer } from '../http/streaming.ts'
import { csvLine } from '../kernel/csv.ts'
import { decimalText } from '../kernel/money.ts'
import { METER_LEVELS, VAT_RULE, VAT_TREATMENTS } from './core/meters.ts'
import type { Evidence, Meters } from './meters.ts'

const tags = ['meters']
const READERS = ['treasurer', 'auditor', 'administrator'] as const
const query = z.strictObject({ programmeId: textId.default('FRANOI-2') })

const rule = z.object({ it: z.string(), en: z.string() })

const meterShape = z
  .object({
    key: idText,
    level: z.enum(METER_LEVELS),
    value: minorText,
    limit: minorText,
    from: dayText,
    until: dayText,
    person: z.string().nullable().openapi({ description: 'Whose it is; null where of many.' }),
    peak: z
      .object({ value: minorText, lastDay: dayText })
      .nullable()
      .openapi({ description: 'The largest twelve months there were; null of other figures.' }),
    rule,
    source: z.string(),
    askLawyer: z.boolean(),
  })
  .openapi('Meter')

const vatShape = z
  .object({
    kind: z.enum(['vouchers', 'instrument']),
    source: idText,
    name: z.string(),
    treatment: z.enum(VAT_TREATMENTS),
    value: minorText.openapi({ description: 'Paid with it in the last twelve months.' }),
  })
  .openapi('VatNature')

const list = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/meters',
  operationId: 'readMeters',
  tags,
  summary: 'How near a programme is to each limit of the law, as of today',
  request: { query },
  responses: {
    200: jsonAnswer(
      'The meters.',
      z.object({
        programmeId: idText,
        day: dayText,
        meters: z.array(meterShape),
        vat: z.object({ rule, source: z.string(), items: z.array(vatShape) }),
      }),
    ),
    ...problems({ 422: 'There is no such programme.' }),
  },
})

const evidence = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/meters/{key}/evidence.csv',
  operationId: 'readMeterEvidence',
  tags,
  summary: 'What a figure is made of, as CSV: its amounts sum to the figure',
  request: {
    params: z.strictObject({ key: line(40).openapi({ example: 'psd2_limited_network' }) }),
    query,
  },
  responses: {
    200: { description: 'The file.', content: { 'text/csv': { schema: z.string() } } },
    ...problems({ 404: 'There is no such meter.', 422: 'There is no such programme.' }),
  },
})

/** The limits of the law, under `/api/v1`. */
export function meterRoutes({ meters }: { readonly meters: Meters }): Api {
  const api = createApi()
  api.openapi(list, async (c) => {
    const report = await meters.read(c.req.valid('query').programmeId)
    const { it, en, source } = VAT_RULE
    return c.json(
      {
        programmeId: report.programmeId,
        day: report.day,
        meters: report.readings.map(({ evidence: _, measured: __, peak, ...one }) => ({
          ...{ ...one, value: one.value.toString(), limit: one.limit.toString() },
          peak: peak === null ? null : { ...peak, value: peak.value.toString() },
        })),
        vat: {
          ...{ rule: { it, en }, source },
          items: report.vat.map(({ evidence: _, ...one }) => ({
            ...one,
            value: one.value.toString(),
          })),
        },
      },
      200,
    )
  })
  api.openapi(evidence, async (c) => {
    const { key } = c.req.valid('param')
    const rows = await meters.evidence(c.req.valid('query').programmeId, key)
    const { body, headers } = await csvAnswer(key, evidenceLines(rows))
    return c.body(body, 200, headers)
  })
  return api
}

async function* evidenceLines(rows: readonly Evidence[]): AsyncGenerator<string> {
  yield csvLine(['day', 'kind', 'source', 'id', 'person', 'count', 'amount', 'amount_minor'])
  for (const { day, kind, source, id, person, count, amount } of rows) {
    const figures = [`${count}`, decimalText(amount), amount.toString()]
    yield csvLine([day, kind, source, id ?? '', person ?? '', ...figures])
  }
}
