import { createRoute, z } from '@hono/zod-openapi'
import { type Api, createApi, jsonAnswer, jsonBody, problems, secured } from '../http/openapi.ts'
import { pageOf, pageQuery, showPage } from '../http/paging.ts'
import { dayText, idText, timeText, uuid, uuidText } from '../http/schemas.ts'
import { csvAnswer } from '../http/streaming.ts'
import { csvLine } from '../kernel/csv.ts'
import type { Uuid } from '../kernel/ids.ts'
import { FEEDBACK_ABOUT, FEEDBACK_CLOSINGS, FEEDBACK_KINDS } from './core/feedback.ts'
import type { Asker } from './deps.ts'
import type { Feedback, FeedbackDesk } from './feedback.ts'
import { askerOf, paragraphs } from './routes-shapes.ts'

const tags = ['feedback']
const DESK = ['operator', 'administrator'] as const
const oneFeedback = { params: z.strictObject({ id: uuid }) }
const NOT_FOUND = { 404: 'There is none that you may see.' } as const

const feedbackSchema = z
  .object({
    id: uuidText,
    kind: z.enum(FEEDBACK_KINDS),
    about: z.enum(FEEDBACK_ABOUT),
    contactPointId: idText,
    beneficiaryId: idText.nullable().openapi({ description: 'Null where no name was given.' }),
    partnerId: idText.nullable(),
    receivedOn: dayText,
    dueOn: dayText,
    text: z.string().nullable().openapi({ description: 'Null in lists, and once it was erased.' }),
    answer: z.string().nullable(),
    answeredAt: timeText.nullable(),
    answeredBy: uuidText.nullable(),
    closing: z
      .enum(FEEDBACK_CLOSINGS)
      .nullable()
      .openapi({ description: 'Why it was closed without an answer.' }),
    closedAt: timeText.nullable(),
  })
  .openapi('Feedback')

const listFeedback = createRoute({
  ...secured(...DESK),
  method: 'get',
  path: '/feedback',
  operationId: 'listFeedback',
  tags,
  summary:
    'What people said from their wallets, what is due first before the rest; without the texts',
  request: {
    query: pageQuery(z.tuple([uuid])).extend({
      state: z
        .enum(['waits', 'answered'])
        .optional()
        .openapi({ description: '`answered`: or closed without an answer.' }),
      kind: z.enum(FEEDBACK_KINDS).optional(),
    }),
  },
  responses: { 200: jsonAnswer('A page.', pageOf(feedbackSchema)) },
})

const listFeedbackCsv = createRoute({
  ...secured(...DESK),
  method: 'get',
  path: '/feedback.csv',
  operationId: 'listFeedbackCsv',
  tags,
  summary: 'The same as CSV: days, kinds and codes; without the texts',
  responses: {
    200: {
      description: 'A file, what is due first before the rest.',
      content: { 'text/csv': { schema: z.string() } },
    },
  },
})

const readFeedback = createRoute({
  ...secured(...DESK),
  method: 'get',
  path: '/feedback/{id}',
  operationId: 'readFeedback',
  tags,
  summary: 'What somebody said, with the text; the look is in the access log',
  request: oneFeedback,
  responses: { 200: jsonAnswer('All of it.', feedbackSchema), ...problems(NOT_FOUND) },
})

const answerFeedback = createRoute({
  ...secured(...DESK),
  method: 'post',
  path: '/feedback/{id}/answer',
  operationId: 'answerFeedback',
  tags,
  summary: 'Answer, once; the answer shows in the wallet',
  request: { ...oneFeedback, body: jsonBody(z.strictObject({ text: paragraphs(4000) })) },
  responses: {
    200: jsonAnswer('With the answer.', feedbackSchema),
    ...problems({ ...NOT_FOUND, 409: 'It was answered before.' }),
  },
})

const closeFeedback = createRoute({
  ...secured(...DESK),
  method: 'post',
  path: '/feedback/{id}/close',
  operationId: 'closeFeedback',
  tags,
  summary: 'Close what needs no answer; a complaint is answered',
  request: {
    ...oneFeedback,
    body: jsonBody(z.strictObject({ reason: z.enum(FEEDBACK_CLOSINGS) })),
  },
  responses: {
    200: jsonAnswer('It is closed.', feedbackSchema),
    ...problems({ ...NOT_FOUND, 409: 'It was answered, or is a complaint.' }),
  },
})

/** Where praise and complaints are read and answered. No role of a partner is let in. */
export function feedbackRoutes({ feedback }: { readonly feedback: FeedbackDesk }): Api {
  const api = createApi()
  api.openapi(listFeedback, async (c) => {
    const { limit, cursor, state, kind } = c.req.valid('query')
    const found = await feedback.list(askerOf(c), {
      limit: limit + 1,
      ...(cursor === undefined ? {} : { after: cursor[0] }),
      ...(state === undefined ? {} : { isWaiting: state === 'waits' }),
      ...(kind === undefined ? {} : { kind }),
    })
    return c.json(showPage(found, limit, show), 200)
  })
  api.openapi(listFeedbackCsv, async (c) => {
    const { body, headers } = await csvAnswer('feedback', csvOf(feedback, askerOf(c)))
    return c.body(body, 200, headers)
  })
  api.openapi(readFeedback, async (c) =>
    c.json(show(await feedback.read(askerOf(c), c.req.valid('param').id)), 200),
  )
  api.openapi(answerFeedback, async (c) => {
    const { text } = c.req.valid('json')
    return c.json(show(await feedback.answer(askerOf(c), c.req.valid('param').id, text)), 200)
  })
  api.openapi(closeFeedback, async (c) => {
    const { reason } = c.req.valid('json')
    return c.json(show(await feedback.close(askerOf(c), c.req.valid('param').id, reason)), 200)
  })
  return api
}

const CSV_PAGE = 200
const CSV_NAMES = [
  ...(['id', 'kind', 'about', 'contactPointId', 'beneficiaryId', 'partnerId'] as const),
  ...(['receivedOn', 'dueOn', 'answeredAt', 'closing', 'closedAt'] as const),
]

async function* csvOf(feedback: FeedbackDesk, asker: Asker): AsyncGenerator<string> {
  yield csvLine(CSV_NAMES)
  let after: Uuid | undefined
  for (;;) {
    const page = await feedback.list(asker, {
      limit: CSV_PAGE,
      ...(after === undefined ? {} : { after }),
    })
    if (page.length === 0) return
    const lines = page.map((row) => csvLine(CSV_NAMES.map((name) => cellOf(row[name]))))
    yield lines.join('')
    after = page.at(-1)?.id
  }
}

function cellOf(value: string | Date | null): string {
  return value instanceof Date ? value.toISOString() : (value ?? '')
}

function show(row: Feedback): z.input<typeof feedbackSchema> {
  return {
    ...row,
    answeredAt: row.answeredAt?.toISOString() ?? null,
    closedAt: row.closedAt?.toISOString() ?? null,
  }
}
