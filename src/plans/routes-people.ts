import { createRoute, z } from '@hono/zod-openapi'
import { type Api, createApi, jsonAnswer, jsonBody, problems, secured } from '../http/openapi.ts'
import { pageOf, pageQuery, pageRows } from '../http/paging.ts'
import { callerUuid, day, textId, wholeNumber } from '../http/schemas.ts'
import { csvAnswer } from '../http/streaming.ts'
import type { Casework } from './casework.ts'
import { ENROLMENT_STATES } from './core/words.ts'
import { exportPeople } from './people-export.ts'
import {
  askerOf,
  factsSchema,
  languageTag,
  personalSchema,
  personSchema,
  planFields,
} from './routes-shapes.ts'

const READERS = ['operator', 'auditor', 'administrator'] as const
const onePerson = { params: z.strictObject({ id: textId }) }
const filter = z.strictObject({
  contactPointId: textId.optional(),
  state: z.enum(ENROLMENT_STATES).optional(),
  codeStart: textId.optional().openapi({ description: 'How the code begins.' }),
})

const listBeneficiaries = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/beneficiaries',
  operationId: 'listBeneficiaries',
  tags: ['plans'],
  summary: 'The beneficiaries, by their codes',
  description: 'An operator sees those of their contact points.',
  request: { query: pageQuery(z.tuple([textId])).extend(filter.shape) },
  responses: { 200: jsonAnswer('A page, by id.', pageOf(personSchema)) },
})

const listBeneficiariesCsv = createRoute({
  ...secured('operator', 'auditor'),
  method: 'get',
  path: '/beneficiaries.csv',
  operationId: 'listBeneficiariesCsv',
  tags: ['plans'],
  summary: 'The beneficiaries as CSV',
  description:
    'Codes and how they stand. With `personal=yes` an operator gets who they are; each of them is then in the access log.',
  request: { query: filter.extend({ personal: z.enum(['yes', 'no']).default('no') }) },
  responses: {
    200: {
      description: 'A file, by id.',
      content: { 'text/csv': { schema: z.string() } },
    },
    ...problems({ 403: 'Somebody else than an operator asked who they are.' }),
  },
})

const enterBeneficiary = createRoute({
  ...secured('operator'),
  method: 'post',
  path: '/beneficiaries',
  operationId: 'enterBeneficiary',
  tags: ['plans'],
  summary: 'Enter a person with all that is known, in one request',
  description: 'The same `requestId` with the same content is answered the same.',
  request: {
    body: jsonBody(
      z.strictObject({
        requestId: callerUuid,
        id: textId
          .nullable()
          .default(null)
          .openapi({ description: 'The pseudonymous code; made where it is left out.' }),
        contactPointId: textId,
        householdSize: wholeNumber(1, 20),
        language: languageTag,
        personal: personalSchema.nullable().default(null),
        assessment: z
          .strictObject({ programmeId: textId, facts: factsSchema })
          .nullable()
          .default(null),
        plan: z.strictObject(planFields).nullable().default(null),
      }),
    ),
  },
  responses: {
    201: jsonAnswer('The person, under the code.', personSchema),
    ...problems({
      404: 'The programme has no rules.',
      409: 'The code or the id is taken.',
      422: 'You have no such contact point, or there is no such territory.',
    }),
  },
})

const getBeneficiary = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/beneficiaries/{id}',
  operationId: 'getBeneficiary',
  tags: ['plans'],
  summary: 'A beneficiary, by code',
  request: onePerson,
  responses: {
    200: jsonAnswer('The person, under the code.', personSchema),
    ...problems({ 404: 'There is none that you may know of.' }),
  },
})

const changeHousehold = createRoute({
  ...secured('operator'),
  method: 'put',
  path: '/beneficiaries/{id}/household',
  operationId: 'changeHousehold',
  tags: ['plans'],
  summary: 'How many they are, and the language of the card',
  request: {
    ...onePerson,
    body: jsonBody(
      z.strictObject({
        householdSize: wholeNumber(1, 20),
        language: languageTag,
        since: day
          .optional()
          .openapi({ description: 'Since when they are so many: today, if left out.' }),
      }),
    ),
  },
  responses: {
    200: jsonAnswer('The person, under the code.', personSchema),
    ...problems({ 404: 'There is none that you may know of.', 422: 'The day is still to come.' }),
  },
})

/** Entering people and finding them by their codes. */
export function peopleRoutes(casework: Casework): Api {
  const { people } = casework
  const api = createApi()
  api.openapi(listBeneficiaries, async (c) => {
    const { limit, cursor, ...wanted } = c.req.valid('query')
    const found = await people.list(askerOf(c), { ...wanted, limit: limit + 1, after: cursor?.[0] })
    const { rows: items, nextCursor } = pageRows(found, limit, (last) => [last.id])
    return c.json({ items, nextCursor }, 200)
  })
  api.openapi(listBeneficiariesCsv, async (c) => {
    const { personal, ...wanted } = c.req.valid('query')
    const options = { filter: wanted, withPersonal: personal === 'yes' }
    const { body, headers } = await csvAnswer(
      'beneficiaries',
      exportPeople(casework, askerOf(c), options),
    )
    return c.body(body, 200, headers)
  })
  api.openapi(enterBeneficiary, async (c) =>
    c.json(await people.enter(askerOf(c), c.req.valid('json')), 201),
  )
  api.openapi(getBeneficiary, async (c) =>
    c.json(await people.get(askerOf(c), c.req.valid('param').id), 200),
  )
  api.openapi(changeHousehold, async (c) => {
    const { id } = c.req.valid('param')
    return c.json(await people.changeHousehold(askerOf(c), id, c.req.valid('json')), 200)
  })
  return api
}
