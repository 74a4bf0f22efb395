import { createRoute, z } from '@hono/zod-openapi'
import { jsonAnswer, jsonBody, problems, secured } from '../http/openapi.ts'
import {
  callerUuid,
  day,
  dayText,
  idText,
  line,
  textId,
  timeText,
  uuidText,
  wholeNumber,
} from '../http/schemas.ts'
import { INDICATORS } from './core/indicators.ts'
import {
  AGE_BANDS,
  ANSWER_MAX,
  ANSWER_MIN,
  AUTONOMY_ITEMS,
  HOUSING,
  ITALIAN,
  ORDINARY_SERVICES,
  SEXES,
  WAVES,
  WORK,
} from './core/interview.ts'
import { MONTH_MAX, TARGET_MAX } from './core/targets.ts'

const tags = ['monitoring']
/** Who talks with people. */
const TALKERS = ['operator', 'administrator'] as const
/** Who sees what was reached, and what is to be. */
const READERS = ['analyst', 'administrator', 'treasurer', 'auditor'] as const
/** Who sets targets and takes figures out. */
const KEEPERS = ['analyst', 'administrator'] as const
const LANGUAGE_MAX = 12

const onePerson = { params: z.strictObject({ id: textId }) }
const oneProgramme = { params: z.strictObject({ id: textId }) }
const answer = wholeNumber(ANSWER_MIN, ANSWER_MAX)
const wave = z
  .union(WAVES.map((one) => z.literal(one)))
  .openapi({ description: 'Months since somebody entered; at 0 lies the baseline.', example: 0 })
const words = {
  services: z
    .array(z.enum(ORDINARY_SERVICES))
    .max(ORDINARY_SERVICES.length)
    .nullable()
    .openapi({ description: 'Ordinary services in use; null where nobody asked.' }),
  housing: z.enum(HOUSING).nullable(),
  work: z.enum(WORK).nullable(),
  italian: z.enum(ITALIAN).nullable(),
  sex: z.enum(SEXES).nullable(),
  ageBand: z.enum(AGE_BANDS).nullable(),
}
const answersText =
  'From 1, not at all, to 5, alone and without help. What was not answered is left out.'

const talkShape = z
  .object({
    ...{ id: uuidText, beneficiaryId: idText, wave, day: dayText, language: z.string() },
    answers: z.partialRecord(z.enum(AUTONOMY_ITEMS), z.int()).openapi({ description: answersText }),
    ...words,
    score: z.number().nullable().openapi({
      description: 'The mean of the answers, in hundredths; null where fewer than six were given.',
    }),
    counts: z.boolean().openapi({ description: 'Of each wave the one written down last counts.' }),
    askedBy: uuidText,
    recordedAt: timeText,
  })
  .openapi('Talk')

const targetShape = z
  .object({
    indicator: z.enum(INDICATORS.map(({ id }) => id)),
    month: z.int().openapi({ description: 'Of the programme; 1 is the one in which it starts.' }),
    value: z.int().nullable().openapi({ description: 'null where it was taken back.' }),
    counts: z.boolean().openapi({ description: 'Of one indicator and month the last counts.' }),
    setAt: timeText,
    setBy: uuidText,
  })
  .openapi('MonitoringTarget')

export const listTalks = createRoute({
  ...secured(...TALKERS),
  method: 'get',
  path: '/beneficiaries/{id}/talks',
  operationId: 'listTalks',
  tags,
  summary: 'What a person said of their own autonomy, the last talk first',
  request: onePerson,
  responses: {
    200: jsonAnswer('All talks.', z.object({ items: z.array(talkShape) })),
    ...problems({ 404: 'There is no such person, or they are not yours.' }),
  },
})

export const recordTalk = createRoute({
  ...secured(...TALKERS),
  method: 'post',
  path: '/beneficiaries/{id}/talks',
  operationId: 'recordTalk',
  tags,
  summary: 'Write down a talk; one of the same wave corrects the one before, which stays',
  request: {
    ...onePerson,
    body: jsonBody(
      z.strictObject({
        id: callerUuid,
        wave,
        day,
        language: line(LANGUAGE_MAX).openapi({
          description: 'In which language it was held, as a tag.',
          example: 'fr',
        }),
        answers: z
          .strictObject(Object.fromEntries(AUTONOMY_ITEMS.map((item) => [item, answer.optional()])))
          .default({})
          .openapi({ description: answersText, example: { offices: 2, home: 1 } }),
        services: words.services.default(null),
        housing: words.housing.default(null),
        work: words.work.default(null),
        italian: words.italian.default(null),
        sex: words.sex.default(null),
        ageBand: words.ageBand.default(null),
      }),
    ),
  },
  responses: {
    200: jsonAnswer('The talk as it stands. The same again changes nothing.', talkShape),
    ...problems({
      404: 'There is no such person, or they are not yours.',
      409: 'Another talk has this id.',
      422: 'The day is one to come, or the language is no tag.',
    }),
  },
})

export const listTargets = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/programmes/{id}/targets',
  operationId: 'listTargets',
  tags,
  summary: 'What a programme is to reach, with every setting there was, the last first',
  request: oneProgramme,
  responses: {
    200: jsonAnswer('All settings.', z.object({ items: z.array(targetShape) })),
    ...problems({ 422: 'There is no such programme.' }),
  },
})

export const setTarget = createRoute({
  ...secured(...KEEPERS),
  method: 'post',
  path: '/programmes/{id}/targets',
  operationId: 'setTarget',
  tags,
  summary: 'Set a target, correct it or take it back; what stood there is kept',
  request: {
    ...oneProgramme,
    body: jsonBody(
      z.strictObject({
        indicator: z
          .enum(INDICATORS.map(({ id }) => id))
          .openapi({ example: 'people_accompanied' }),
        month: wholeNumber(1, MONTH_MAX),
        value: wholeNumber(0, TARGET_MAX).nullable().openapi({
          description: 'null takes the target back. Money is in the smallest parts of the unit.',
          example: 340,
        }),
      }),
    ),
  },
  responses: {
    200: jsonAnswer('The target. The same again is not written a second time.', targetShape),
    ...problems({ 422: 'There is no such programme.' }),
  },
})
