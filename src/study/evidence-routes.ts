import { createRoute, z } from '@hono/zod-openapi'
import { type Api, createApi, jsonAnswer, jsonBody, problems, secured } from '../http/openapi.ts'
import { pageOf, pageQuery, pageRows } from '../http/paging.ts'
import { day, line, parsedText, textId } from '../http/schemas.ts'
import { CSV_FILES, csvOf } from './core/evidence/files.ts'
import { type Dataset, EVIDENCE_DEFAULTS, type Evidence } from './evidence.ts'
import { datasetInFull, datasetShape, HASH_EXAMPLE, showDataset } from './evidence-routes-shapes.ts'

const tags = ['laboratory']
const READERS = ['analyst', 'administrator', 'treasurer', 'auditor'] as const
const FREEZERS = ['analyst', 'administrator'] as const
const CSV_MAX = 400_000
const NOT_FOUND = { 404: 'There is no such dataset.' } as const

const hash = parsedText(
  (text) => (/^[0-9a-f]{64}$/.test(text) ? text : undefined),
  'a SHA-256 in hexadecimal digits',
).openapi({ type: 'string', pattern: '^[0-9a-f]{64}$', example: HASH_EXAMPLE })
const one = { params: z.strictObject({ hash }) }

const threshold = z.int().min(3).max(1000).default(EVIDENCE_DEFAULTS.threshold).openapi({
  description: 'What is of fewer people than this is not told.',
})
const level = z.number().min(0.5).max(0.999).default(EVIDENCE_DEFAULTS.level).openapi({
  description: 'The confidence of all intervals.',
})
const csvText = parsedText(
  (text) =>
    text.length > 0 && text.length <= CSV_MAX && !/[\0\p{Cs}]/u.test(text) ? text : undefined,
  `a file of at most ${CSV_MAX} characters`,
).openapi({
  ...{ type: 'string', minLength: 1, maxLength: CSV_MAX },
  description:
    'With the headings name, value, low, high, level, n, method and unit; or as `repaymentsUpTo` says.',
  example:
    'name,value,low,high,level,n,method,unit\nbreakage,0.04,0.02,0.07,0.95,180,counted,share\n',
})

const freezeDataset = createRoute({
  ...secured(...FREEZERS),
  method: 'post',
  path: '/laboratory/datasets',
  operationId: 'freezeDataset',
  tags,
  summary: 'Take the evidence of a programme up to a day, and freeze it',
  request: {
    body: jsonBody(z.strictObject({ programmeId: textId, day, threshold, level })),
  },
  responses: {
    201: jsonAnswer('The dataset; the same books give the same.', datasetInFull),
    ...problems({
      422: 'There is no such programme, or the day is not over.',
    }),
  },
})

const importDataset = createRoute({
  ...secured(...FREEZERS),
  method: 'post',
  path: '/laboratory/datasets/imports',
  operationId: 'importDataset',
  tags,
  summary:
    'Freeze figures that were measured elsewhere, or published; or what repayments of loans say of arrears',
  request: {
    body: jsonBody(
      z.strictObject({
        kind: z.enum(['outside', 'prior']),
        ...{ title: line(120), population: line(400), source: line(400), csv: csvText },
        repaymentsUpTo: day.optional().openapi({
          description:
            'Where the file is of repayments up to the end of this day: each instalment of each loan, with the headings contract (a code that nobody is known by), due and paid.',
        }),
      }),
    ),
  },
  responses: {
    201: jsonAnswer('The dataset; the same file gives the same.', datasetInFull),
    ...problems({
      422: 'The file cannot be read: `details.faults` names every line; or the day is not over.',
    }),
  },
})

const listDatasets = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/laboratory/datasets',
  operationId: 'listDatasets',
  tags,
  summary: 'Datasets of evidence, the newest first',
  request: { query: pageQuery(z.tuple([hash])) },
  responses: { 200: jsonAnswer('A page.', pageOf(datasetShape)) },
})

const getDataset = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/laboratory/datasets/{hash}',
  operationId: 'getDataset',
  tags,
  summary: 'A dataset of evidence',
  request: one,
  responses: { 200: jsonAnswer('The dataset.', datasetInFull), ...problems(NOT_FOUND) },
})

const FILES = ['content.json', ...CSV_FILES] as const

const getDatasetFile = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/laboratory/datasets/{hash}/files/{file}',
  operationId: 'getDatasetFile',
  tags,
  summary: 'A dataset as a file; the SHA-256 of content.json is its name',
  request: { params: z.strictObject({ hash, file: z.enum(FILES) }) },
  responses: {
    200: { description: 'The file.', content: { 'text/csv': { schema: z.string() } } },
    ...problems(NOT_FOUND),
  },
})

/** Evidence of the laboratory, under `/api/v1`. */
export function evidenceRoutes({ evidence }: { readonly evidence: Evidence }): Api {
  const api = createApi()
  api.openapi(freezeDataset, async (c) => {
    const order = { ...EVIDENCE_DEFAULTS, ...c.req.valid('json') }
    return c.json(showInFull(await evidence.freeze(order, c.get('principal'))), 201)
  })
  api.openapi(importDataset, async (c) => {
    const { csv, repaymentsUpTo, ...head } = c.req.valid('json')
    const by = c.get('principal')
    if (repaymentsUpTo === undefined)
      return c.json(showInFull(await evidence.bring(head, csv, by)), 201)
    const order = { ...EVIDENCE_DEFAULTS, ...head, day: repaymentsUpTo }
    return c.json(showInFull(await evidence.bringRepayments(order, csv, by)), 201)
  })
  api.openapi(listDatasets, async (c) => {
    const { limit, cursor } = c.req.valid('query')
    const after = cursor === undefined ? {} : { after: cursor[0] }
    const found = await evidence.list({ limit: limit + 1, ...after })
    const { rows, nextCursor } = pageRows(found, limit, (last) => [last.sha256])
    return c.json({ items: rows.map(showDataset), nextCursor }, 200)
  })
  api.openapi(getDataset, async (c) =>
    c.json(showInFull(await evidence.get(c.req.valid('param').hash)), 200),
  )
  api.openapi(getDatasetFile, async (c) => {
    const { hash: name, file } = c.req.valid('param')
    const dataset = await evidence.get(name)
    const isContent = file === 'content.json'
    return c.body(isContent ? dataset.text : csvOf(dataset.content, file), 200, {
      'content-type': isContent ? 'application/json' : 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name.slice(0, 12)}-${file}"`,
    }) as never
  })
  return api
}

/** A type of hono wants lists that may be changed; nobody changes these. */
function showInFull(dataset: Dataset): z.input<typeof datasetInFull> {
  return { ...showDataset(dataset), content: dataset.content } as z.input<typeof datasetInFull>
}
