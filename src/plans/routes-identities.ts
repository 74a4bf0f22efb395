import { createRoute, z } from '@hono/zod-openapi'
import { type Api, createApi, jsonAnswer, jsonBody, problems, secured } from '../http/openapi.ts'
import { day, line, textId, uuidText, wholeNumber } from '../http/schemas.ts'
import type { Casework } from './casework.ts'
import { ERASURE_GROUNDS, VIEW_PURPOSES } from './core/words.ts'
import {
  askerOf,
  personalAnswer,
  personalSchema,
  personSchema,
  phoneText,
} from './routes-shapes.ts'

const onePerson = { params: z.strictObject({ id: textId }) }
const purpose = z
  .enum(VIEW_PURPOSES)
  .optional()
  .openapi({ description: 'Why; an operator may leave it out, an auditor may not.' })
const none = problems({ 404: 'There is none that you may know of.' })

const searchBeneficiaries = createRoute({
  ...secured('operator', 'auditor'),
  method: 'post',
  path: '/beneficiaries/search',
  operationId: 'searchBeneficiaries',
  tags: ['plans'],
  summary: 'Find people by who they are',
  description:
    'Whoever has everything that is asked for. Names are found as they are heard, in any order and script. Each person found is in the access log as viewed.',
  request: {
    body: jsonBody(
      z.strictObject({
        name: line(160).optional(),
        phone: phoneText.optional(),
        documentNumber: line(40).optional(),
        birthDate: day.optional(),
        limit: wholeNumber(1, 50).default(20),
        purpose,
      }),
    ),
  },
  responses: {
    200: jsonAnswer(
      'Those found, by code.',
      z.object({ items: z.array(personSchema.extend({ personal: personalAnswer.nullable() })) }),
    ),
    ...problems({ 422: 'Nothing to look for, or no purpose.' }),
  },
})

const viewPersonalData = createRoute({
  ...secured('operator', 'auditor'),
  method: 'get',
  path: '/beneficiaries/{id}/personal-data',
  operationId: 'viewPersonalData',
  tags: ['plans'],
  summary: 'Who a person is; it is in the access log that you looked',
  request: { ...onePerson, query: z.strictObject({ purpose }) },
  responses: {
    200: jsonAnswer(
      'Who it is, and the aims of the plans; null where nothing was entered or it was erased.',
      z.object({
        personal: personalAnswer.nullable(),
        objectives: z.array(z.object({ planId: uuidText, text: z.string() })),
      }),
    ),
    ...problems({ 404: 'There is none that you may know of.', 422: 'No purpose was given.' }),
  },
})

const changePersonalData = createRoute({
  ...secured('operator'),
  method: 'put',
  path: '/beneficiaries/{id}/personal-data',
  operationId: 'changePersonalData',
  tags: ['plans'],
  summary: 'Write who a person is',
  request: { ...onePerson, body: jsonBody(personalSchema) },
  responses: {
    204: { description: 'It is written.' },
    ...problems({ 404: 'There is none that you may know of.', 409: 'It was erased.' }),
  },
})

const eraseBeneficiary = createRoute({
  ...secured('operator', 'administrator'),
  method: 'post',
  path: '/beneficiaries/{id}/erase',
  operationId: 'eraseBeneficiary',
  tags: ['plans'],
  summary: 'Remove everything personal for good; the code and the books stay',
  request: {
    ...onePerson,
    body: jsonBody(z.strictObject({ ground: z.enum(ERASURE_GROUNDS) })),
  },
  responses: { 204: { description: 'It is gone.' }, ...none },
})

/** Who people are. */
export function identityRoutes({ identities }: Casework): Api {
  const api = createApi()
  api.openapi(searchBeneficiaries, async (c) => {
    const { limit, purpose: why, ...query } = c.req.valid('json')
    const found = await identities.search(askerOf(c), query, { limit, purpose: why })
    return c.json({ items: [...found] }, 200)
  })
  api.openapi(viewPersonalData, async (c) => {
    const why = c.req.valid('query').purpose
    const seen = await identities.view(askerOf(c), c.req.valid('param').id, why)
    const objectives = [...seen.objectives].map(([planId, text]) => ({ planId, text }))
    return c.json({ personal: seen.personal, objectives }, 200)
  })
  api.openapi(changePersonalData, async (c) => {
    await identities.change(askerOf(c), c.req.valid('param').id, c.req.valid('json'))
    return c.body(null, 204)
  })
  api.openapi(eraseBeneficiary, async (c) => {
    await identities.erase(askerOf(c), c.req.valid('param').id, c.req.valid('json').ground)
    return c.body(null, 204)
  })
  return api
}
