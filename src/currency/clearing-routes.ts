import { createRoute, z } from '@hono/zod-openapi'
import { type Api, createApi, jsonAnswer, jsonBody, problems, secured } from '../http/openapi.ts'
import { pageOf, pageQuery, showPage } from '../http/paging.ts'
import {
  callerUuid,
  idText,
  line,
  minorText,
  parsedText,
  textId,
  timeText,
  unitText,
  uuid,
  uuidText,
} from '../http/schemas.ts'
import { csvAnswer } from '../http/streaming.ts'
import type { Clearing, ClearingRun, Verdict } from './clearing.ts'
import { invoiceLines, memberLines } from './clearing-files.ts'
import { CLEARING_STATES } from './core/clearing-states.ts'
import { INVOICE_FAULTS, INVOICE_HEADS } from './core/invoices.ts'

const tags = ['clearing']
const KEEPERS = ['treasurer', 'administrator'] as const
const READERS = [...KEEPERS, 'auditor'] as const
const CSV_LENGTH_MAX = 900_000
const PARTS_MAX = 1_000

const csv = parsedText(
  (text) => (text.length <= CSV_LENGTH_MAX && !/[\0\p{Cs}]/u.test(text) ? text : undefined),
  `the text of a CSV file, at most ${CSV_LENGTH_MAX} characters`,
).openapi({
  ...{ type: 'string', maxLength: CSV_LENGTH_MAX },
  description: `Open invoices, with the heads ${INVOICE_HEADS.join(', ')}.`,
  example: 'id,debtor,creditor,amount,due\nF-1,BI-ALI-01,MT-ALI-09,120.50,2026-05-31\n',
})

const filing = {
  csv,
  leaveOut: z.boolean().default(false).openapi({
    description: 'Lines that cannot be taken are kept beside, instead of refusing the file.',
  }),
  isLast: z.boolean().default(true).openapi({
    description: 'False where more parts of a larger file follow.',
  }),
}

const faultyLine = z
  .object({ line: z.int(), fault: z.enum(INVOICE_FAULTS), cells: z.array(z.string()) })
  .openapi('FaultyInvoice')

const runShape = z
  .object({
    id: uuidText,
    instrumentId: idText,
    unit: unitText,
    state: z.enum(CLEARING_STATES),
    parts: z.int(),
    invoices: z.int(),
    members: z.int(),
    leftOut: z.int().openapi({ description: 'How many lines could not be taken.' }),
    total: minorText,
    cleared: minorText.openapi({ description: 'What is netted.' }),
    foreseen: minorText.nullable().openapi({
      description: 'What could be settled on credit when it was reckoned; null before.',
    }),
    settled: minorText.openapi({ description: 'What was settled on credit.' }),
    preparedBy: uuidText,
    preparedAt: timeText,
    reckonedAt: timeText.nullable(),
    decidedBy: uuidText.nullable(),
    decidedAt: timeText.nullable(),
    decisionReason: z.string().nullable(),
    settledAt: timeText.nullable(),
  })
  .openapi('ClearingRun')

const params = z.strictObject({ id: uuid })
const NOT_FOUND = { 404: 'There is no such run.' } as const
const csvFile = {
  200: { description: 'The file.', content: { 'text/csv': { schema: z.string() } } },
}
const REFUSED = {
  409: 'The id belongs to something else, or another part is expected.',
  422: 'The file or one of its lines cannot be taken, or the instrument does not fit.',
} as const

const check = createRoute({
  ...secured(...KEEPERS),
  method: 'post',
  path: '/clearing-runs/check',
  operationId: 'checkClearing',
  tags,
  summary: 'What of a file of invoices could be taken, and why not the rest; writes nothing',
  request: { body: jsonBody(z.strictObject({ csv })) },
  responses: {
    200: jsonAnswer(
      'What is in it.',
      z.object({ invoices: z.int(), total: minorText, faults: z.array(faultyLine) }),
    ),
    ...problems({ 422: 'It is no file of invoices.' }),
  },
})

const begin = createRoute({
  ...secured(...KEEPERS),
  method: 'post',
  path: '/clearing-runs',
  operationId: 'beginClearing',
  tags,
  summary: 'File open invoices between partners, to be netted and settled on credit',
  request: { body: jsonBody(z.strictObject({ id: callerUuid, instrumentId: textId, ...filing })) },
  responses: {
    201: jsonAnswer('The run. The same again gives the same.', runShape),
    ...problems({ ...REFUSED, 404: 'There is no such instrument.' }),
  },
})

const addPart = createRoute({
  ...secured(...KEEPERS),
  method: 'post',
  path: '/clearing-runs/{id}/parts',
  operationId: 'addClearingPart',
  tags,
  summary: 'File a further part of a file, with heads of its own',
  request: {
    params,
    body: jsonBody(z.strictObject({ number: z.int().min(2).max(PARTS_MAX), ...filing })),
  },
  responses: { 201: jsonAnswer('The run.', runShape), ...problems({ ...REFUSED, ...NOT_FOUND }) },
})

const decide = createRoute({
  ...secured(...KEEPERS),
  method: 'post',
  path: '/clearing-runs/{id}/decision',
  operationId: 'decideClearing',
  tags,
  summary: 'Approve a run that somebody else filed, which settles it, or refuse it',
  request: {
    params,
    body: jsonBody(
      z
        .strictObject({
          decision: z.enum(['approved', 'refused']),
          reason: line(200).optional().openapi({ example: 'One invoice was paid in euro' }),
        })
        .transform(({ decision, reason }, ctx): Verdict => {
          if (decision === 'approved') return { state: decision }
          if (reason !== undefined) return { state: decision, reason }
          const message = 'is missing: a refusal says why'
          ctx.addIssue({ code: 'custom', path: ['reason'], message })
          return z.NEVER
        }),
    ),
  },
  responses: {
    200: jsonAnswer('The run as it stands now.', runShape),
    ...problems({ ...NOT_FOUND, 409: 'It is not reckoned yet, was decided, or was overtaken.' }),
  },
})

const list = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/clearing-runs',
  operationId: 'listClearing',
  tags,
  summary: 'The runs, the newest first',
  request: { query: pageQuery(z.tuple([uuid])) },
  responses: { 200: jsonAnswer('A page.', pageOf(runShape)) },
})

const get = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/clearing-runs/{id}',
  operationId: 'getClearing',
  tags,
  summary: 'A run, and how far it has come',
  request: { params },
  responses: { 200: jsonAnswer('The run.', runShape), ...problems(NOT_FOUND) },
})

const report = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/clearing-runs/{id}/report.csv',
  operationId: 'reportClearing',
  tags,
  summary: 'What a run comes to for each member, as CSV',
  request: { params },
  responses: { ...csvFile, ...problems(NOT_FOUND) },
})

const memberReport = createRoute({
  ...secured(...READERS, 'partner_owner'),
  method: 'get',
  path: '/clearing-runs/{id}/members/{partnerId}/invoices.csv',
  operationId: 'reportClearingMember',
  tags,
  summary: 'What became of each invoice of a member, as CSV; an owner sees those of their shop',
  request: { params: params.extend({ partnerId: textId }) },
  responses: { ...csvFile, ...problems(NOT_FOUND) },
})

/** Clearing of invoices, under `/api/v1`. */
export function clearingRoutes({ clearing }: { readonly clearing: Clearing }): Api {
  const api = createApi()
  api.openapi(check, async (c) => {
    const { invoices, faults } = await clearing.check(c.req.valid('json').csv)
    const total = invoices.reduce((sum, { amount }) => sum + amount, 0n)
    const shown = faults.map(({ cells, ...fault }) => ({ ...fault, cells: [...cells] }))
    return c.json({ invoices: invoices.length, total: total.toString(), faults: shown }, 200)
  })
  api.openapi(begin, async (c) => {
    const { id, instrumentId, ...part } = c.req.valid('json')
    const run = await clearing.begin(instrumentId, { ...part, runId: id }, c.get('principal'))
    return c.json(showRun(run), 201)
  })
  api.openapi(addPart, async (c) => {
    const part = { ...c.req.valid('json'), runId: c.req.valid('param').id }
    return c.json(showRun(await clearing.addPart(part, c.get('principal'))), 201)
  })
  api.openapi(decide, async (c) => {
    const { id } = c.req.valid('param')
    const run = await clearing.decide(id, c.req.valid('json'), c.get('principal'))
    return c.json(showRun(run), 200)
  })
  api.openapi(list, async (c) => {
    const { limit, cursor } = c.req.valid('query')
    const after = cursor === undefined ? {} : { after: cursor[0] }
    const found = await clearing.list({ limit: limit + 1, ...after })
    return c.json(showPage(found, limit, showRun), 200)
  })
  api.openapi(get, async (c) => c.json(showRun(await clearing.get(c.req.valid('param').id)), 200))
  api.openapi(report, async (c) => {
    const members = await clearing.members(c.req.valid('param').id)
    const { body, headers } = await csvAnswer('clearing', memberLines(members))
    return c.body(body, 200, headers)
  })
  api.openapi(memberReport, async (c) => {
    const { id, partnerId } = c.req.valid('param')
    const own = c.get('principal').partnerId ?? partnerId
    const invoices = await clearing.invoicesOf(id, own === partnerId ? partnerId : '')
    const lines = invoiceLines(invoices, partnerId)
    const { body, headers } = await csvAnswer(`clearing-${partnerId}`, lines)
    return c.body(body, 200, headers)
  })
  return api
}

function showRun(run: ClearingRun): z.infer<typeof runShape> {
  return {
    ...run,
    total: run.total.toString(),
    cleared: run.cleared.toString(),
    foreseen: run.foreseen?.toString() ?? null,
    settled: run.settled.toString(),
    preparedAt: run.preparedAt.toISOString(),
    reckonedAt: run.reckonedAt?.toISOString() ?? null,
    decidedAt: run.decidedAt?.toISOString() ?? null,
    settledAt: run.settledAt?.toISOString() ?? null,
  }
}
