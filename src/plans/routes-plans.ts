import { createRoute, z } from '@hono/zod-openapi'
import { type Api, createApi, jsonAnswer, jsonBody, problems, secured } from '../http/openapi.ts'
import { textId } from '../http/schemas.ts'
import type { Casework } from './casework.ts'
import { askerOf, planSchema, showPlan, wantedPlanSchema } from './routes-shapes.ts'

const onePerson = { params: z.strictObject({ id: textId }) }

const listPlans = createRoute({
  ...secured('operator', 'auditor', 'administrator'),
  method: 'get',
  path: '/beneficiaries/{id}/plans',
  operationId: 'listPlans',
  tags: ['plans'],
  summary: 'The plans of a person, the newest first',
  description: 'The figures. The aims in words are with the personal data.',
  request: onePerson,
  responses: {
    200: jsonAnswer('At most 100.', z.object({ items: z.array(planSchema) })),
    ...problems({ 404: 'There is none that you may know of.' }),
  },
})

const savePlan = createRoute({
  ...secured('operator'),
  method: 'put',
  path: '/beneficiaries/{id}/plans',
  operationId: 'savePlan',
  tags: ['plans'],
  summary: 'Begin a plan, or bring it to what is wanted',
  description:
    'The whole of it each time. `version` is the one that was seen, so that nobody overwrites what they do not know of. A ceiling never goes below what was committed.',
  request: { ...onePerson, body: jsonBody(wantedPlanSchema) },
  responses: {
    200: jsonAnswer('The plan as it stands.', planSchema),
    ...problems({
      404: 'There is no such person or plan.',
      409: 'The plan was changed meanwhile, is closed, or there is another active one.',
      422: 'A ceiling is below what was committed; the details tell the figures.',
    }),
  },
})

/** What is meant to be done for each person, and how much it may cost. */
export function individualPlanRoutes({ individualPlans }: Casework): Api {
  const api = createApi()
  api.openapi(listPlans, async (c) => {
    const plans = await individualPlans.plansOf(askerOf(c), c.req.valid('param').id)
    return c.json({ items: plans.map(showPlan) }, 200)
  })
  api.openapi(savePlan, async (c) => {
    const { id } = c.req.valid('param')
    const plan = await individualPlans.save(askerOf(c), id, c.req.valid('json'))
    return c.json(showPlan(plan), 200)
  })
  return api
}
