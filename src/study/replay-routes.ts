import { createRoute, z } from '@hono/zod-openapi'
import { type Api, createApi, jsonAnswer, jsonBody, problems, secured } from '../http/openapi.ts'
import { day, textId } from '../http/schemas.ts'
import { replayRule } from './core/replay/rule.ts'
import { EVIDENCE_DEFAULTS } from './evidence.ts'
import { shownTable } from './evidence-routes-shapes.ts'
import type { Replays } from './replay.ts'

const answer = z
  .object({
    peopleTouched: z.int().nullable().openapi({
      description: 'How many people would have fared differently; null where that is a few.',
    }),
    actual: z.array(shownTable).openapi({ description: 'What was: money, and answers to tries.' }),
    replayed: z.array(shownTable).openapi({ description: 'What would have been.' }),
    commission: z
      .int()
      .nullable()
      .openapi({ description: 'What shops would have paid, in cents.' }),
    withheld: z.enum(['few_people']).nullable(),
    limits: z.array(z.string().openapi({ example: 'People would have wanted the same things.' })),
  })
  .openapi('LaboratoryReplay')

const category = z.string().min(1).max(60).openapi({ example: 'food' })
const rule = replayRule.extend({ categories: z.array(category).min(1).max(50).optional() })

const replayHistory = createRoute({
  ...secured('analyst', 'administrator'),
  method: 'post',
  path: '/laboratory/replays',
  operationId: 'replayHistory',
  tags: ['laboratory'],
  summary: 'What would have happened with the vouchers of a programme under another rule',
  request: {
    body: jsonBody(
      z.strictObject({
        ...{ programmeId: textId, day, rule },
        threshold: z.int().min(3).max(1000).default(EVIDENCE_DEFAULTS.threshold).openapi({
          description: 'What is of fewer people than this is not told.',
        }),
      }),
    ),
  },
  responses: {
    200: jsonAnswer('What was, and what would have been.', answer),
    ...problems({ 422: 'There is no such programme, or the day is not over.' }),
  },
})

/** Replays of the laboratory, under `/api/v1`. */
export function replayRoutes({ replays }: { readonly replays: Replays }): Api {
  const api = createApi()
  api.openapi(replayHistory, async (c) => {
    const shown = await replays.replay(c.req.valid('json'), c.get('principal'))
    return c.json(shown as z.input<typeof answer>, 200)
  })
  return api
}
