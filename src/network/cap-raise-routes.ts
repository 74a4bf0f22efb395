import { createRoute, z } from '@hono/zod-openapi'
import { type Api, createApi, jsonAnswer, jsonBody, problems, secured } from '../http/openapi.ts'
import { callerUuid, line, minorAmount, uuid } from '../http/schemas.ts'
import type { CapRaise, NetworkDesk } from './desk.ts'
import { capRaiseShape, idParam, verdictBody } from './routes-shapes.ts'

const tags = ['network']

const prepareCapRaise = createRoute({
  ...secured('administrator', 'treasurer'),
  method: 'post',
  path: '/contact-points/{id}/cap-raises',
  operationId: 'prepareCapRaise',
  tags,
  summary:
    'Ask for more to be given at a contact point without a second person; somebody else decides',
  request: {
    params: idParam,
    body: jsonBody(
      z.strictObject({
        id: callerUuid,
        emergencyMonthlyCap: minorAmount.openapi({
          description:
            "What one person may get there in a month without a second person, in the contact point's unit.",
        }),
        reason: line(200).openapi({ example: 'Nobody else works there in August' }),
      }),
    ),
  },
  responses: {
    201: jsonAnswer('The raise, which waits.', capRaiseShape),
    ...problems({
      404: 'There is no such contact point.',
      409: 'The id belongs to something else.',
      422: 'It is no raise.',
    }),
  },
})

const decideCapRaise = createRoute({
  ...secured('administrator', 'treasurer'),
  method: 'post',
  path: '/cap-raises/{id}/decision',
  operationId: 'decideCapRaise',
  tags,
  summary: 'Approve a raise that somebody else prepared, from when on it counts, or refuse it',
  request: { params: z.strictObject({ id: uuid }), body: jsonBody(verdictBody) },
  responses: {
    200: jsonAnswer('The raise as it stands now.', capRaiseShape),
    ...problems({ 404: 'There is no such raise.', 409: 'It was decided before.' }),
  },
})

/** What is given without a second person is raised by two people, under `/api/v1`. */
export function capRaiseRoutes({ networkDesk }: { readonly networkDesk: NetworkDesk }): Api {
  const api = createApi()
  api.openapi(prepareCapRaise, async (c) => {
    const { emergencyMonthlyCap: cap, ...rest } = c.req.valid('json')
    const raise = { ...rest, cap, contactPointId: c.req.valid('param').id }
    return c.json(show(await networkDesk.prepareCapRaise(raise, c.get('principal'))), 201)
  })
  api.openapi(decideCapRaise, async (c) => {
    const { id } = c.req.valid('param')
    const decided = await networkDesk.decideCapRaise(id, c.req.valid('json'), c.get('principal'))
    return c.json(show(decided), 200)
  })
  return api
}

function show({ cap, preparedAt, decidedAt, ...raise }: CapRaise): z.infer<typeof capRaiseShape> {
  return {
    ...raise,
    emergencyMonthlyCap: cap.toString(),
    preparedAt: preparedAt.toISOString(),
    decidedAt: decidedAt?.toISOString() ?? null,
  }
}
