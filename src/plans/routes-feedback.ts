import { createRoute, z } from '@hono/zod-openapi'
import { type Api, createApi, jsonAnswer, jsonBody, problems, secured } from '../http/openapi.ts'
import { encodeCursor, pageOf, pageQuery } from '../http/paging.ts'
import { dayText, idText, timeText, uuid, uuidText } from '../http/schemas.ts'
import { FEEDBACK_ABOUT, FEEDBACK_KINDS } from './core/feedback.ts'
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
    query: pageQuery(z.tuple([uuid])).extend({ state: z.enum(['waits', 'answered']).optional() }),
  },
  responses: { 200: jsonAnswer('A page.', pageOf(feedbackSchema)) },
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

/** Where praise and complaints are read and answered. No role of a partner is let in. */
export function feedbackRoutes({ feedback }: { readonly feedback: FeedbackDesk }): Api {
  const api = createApi()
  api.openapi(listFeedback, async (c) => {
    const { limit, cursor, state } = c.req.valid('query')
    const found = await feedback.list(askerOf(c), {
      limit: limit + 1,
      ...(cursor === undefined ? {} : { after: cursor[0] }),
      ...(state === undefined ? {} : { isAnswered: state === 'answered' }),
    })
    const items = found.slice(0, limit)
    const last = found.length > limit ? items.at(-1) : undefined
    const nextCursor = last === undefined ? null : encodeCursor([last.id])
    return c.json({ items: items.map(show), nextCursor }, 200)
  })
  api.openapi(readFeedback, async (c) =>
    c.json(show(await feedback.read(askerOf(c), c.req.valid('param').id)), 200),
  )
  api.openapi(answerFeedback, async (c) => {
    const { text } = c.req.valid('json')
    return c.json(show(await feedback.answer(askerOf(c), c.req.valid('param').id, text)), 200)
  })
  return api
}

function show(row: Feedback): z.input<typeof feedbackSchema> {
  return { ...row, answeredAt: row.answeredAt?.toISOString() ?? null }
}
