import { createRoute, z } from '@hono/zod-openapi'
import { type Api, createApi, jsonAnswer, jsonBody, problems, secured } from '../http/openapi.ts'
import { pageOf, pageQuery, showPage } from '../http/paging.ts'
import { callerUuid, idText, line, textId, timeText, uuid, uuidText } from '../http/schemas.ts'
import { DomainError } from '../kernel/errors.ts'
import { STAFF_ROLES } from './core/principal.ts'
import type { Staff, StaffMember } from './staff.ts'

const CONTACT_POINTS_MAX = 50

const memberSchema = z
  .object({
    id: uuidText,
    email: z.string().openapi({ example: 'anna@example.org' }),
    name: z.string().openapi({ example: 'Anna Ricci' }),
    role: z.enum(STAFF_ROLES),
    contactPointIds: z.array(idText),
    partnerId: idText.nullable(),
    associationId: idText.nullable(),
    state: z.enum(['invited', 'active', 'suspended']),
    invitedAt: timeText,
    activatedAt: timeText.nullable(),
    suspendedAt: timeText.nullable(),
  })
  .openapi('StaffMember')

const scope = {
  name: line(120),
  role: z.enum(STAFF_ROLES),
  contactPointIds: z.array(textId).max(CONTACT_POINTS_MAX).default([]),
  partnerId: textId.nullable().default(null),
  associationId: textId.nullable().default(null),
}

const linkSchema = z
  .string()
  .nullable()
  .openapi({ description: 'Opens once, within seven days; null where it was opened before.' })

const WRONG = {
  403: 'It would be done to oneself, or by a key.',
  404: 'There is no such person, partner or association.',
  409: 'The address or the id is taken.',
  422: 'Role and scope do not fit.',
} as const

const listRoute = createRoute({
  ...secured('administrator', 'auditor'),
  method: 'get',
  path: '/staff',
  operationId: 'listStaff',
  tags: ['staff'],
  summary: 'The people who sign in, with their roles and scopes',
  request: {
    query: pageQuery(z.tuple([uuid])).extend({
      role: z.enum(STAFF_ROLES).optional(),
      state: z.enum(['invited', 'active', 'suspended']).optional(),
    }),
  },
  responses: { 200: jsonAnswer('A page.', pageOf(memberSchema)) },
})

const getRoute = createRoute({
  ...secured('administrator', 'auditor'),
  method: 'get',
  path: '/staff/{id}',
  operationId: 'getStaffMember',
  tags: ['staff'],
  summary: 'One of the people who sign in',
  request: { params: z.strictObject({ id: uuid }) },
  responses: {
    200: jsonAnswer('The person.', memberSchema),
    ...problems({ 404: 'There is no such person.' }),
  },
})

const inviteRoute = createRoute({
  ...secured('administrator'),
  method: 'post',
  path: '/staff',
  operationId: 'inviteStaffMember',
  tags: ['staff'],
  summary: 'Invite somebody: a person, a link that opens once, and a message with it',
  request: { body: jsonBody(z.strictObject({ id: callerUuid, email: line(254), ...scope })) },
  responses: {
    200: jsonAnswer('Was invited so before.', memberSchema.extend({ link: linkSchema })),
    201: jsonAnswer('Invited.', memberSchema.extend({ link: linkSchema })),
    ...problems(WRONG),
  },
})

const changeRoute = createRoute({
  ...secured('administrator'),
  method: 'put',
  path: '/staff/{id}',
  operationId: 'changeStaffMember',
  tags: ['staff'],
  summary: 'Change name, role and scope, with effect on the next request',
  request: {
    params: z.strictObject({ id: uuid }),
    body: jsonBody(z.strictObject(scope)),
  },
  responses: { 200: jsonAnswer('The person.', memberSchema), ...problems(WRONG) },
})

const inviteAgainRoute = createRoute({
  ...secured('administrator'),
  method: 'post',
  path: '/staff/{id}/invitation',
  operationId: 'inviteStaffMemberAgain',
  tags: ['staff'],
  summary: 'Make another link in the place of the one that was lost',
  request: { params: z.strictObject({ id: uuid }) },
  responses: {
    200: jsonAnswer('The link.', z.object({ link: z.string() })),
    ...problems({ 404: 'There is no such person.', 409: 'The person has signed in before.' }),
  },
})

function act<const Path extends string>(path: Path, operationId: string, summary: string) {
  return createRoute({
    ...secured('administrator'),
    method: 'post',
    path,
    operationId,
    tags: ['staff'],
    summary,
    request: { params: z.strictObject({ id: uuid }) },
    responses: {
      200: jsonAnswer('The person.', memberSchema),
      ...problems({ 403: WRONG[403], 404: 'There is no such person.' }),
    },
  })
}

const suspendRoute = act(
  '/staff/{id}/suspend',
  'suspendStaffMember',
  'Let somebody in no more, and end every session at once',
)
const reinstateRoute = act(
  '/staff/{id}/reinstate',
  'reinstateStaffMember',
  'Let somebody in again who was suspended',
)
const resetFactorRoute = act(
  '/staff/{id}/reset-factor',
  'resetSecondFactor',
  'Take a lost second factor away: the next sign-in sets up a new one',
)

/** The people who sign in, under `/api/v1`. */
export function staffRoutes({ staff }: { readonly staff: Staff }): Api {
  const api = createApi()
  const found = async (id: StaffMember['id']) => {
    const member = await staff.find(id)
    if (member === undefined) {
      throw new DomainError('staff_not_found', 'There is nobody with this id.')
    }
    return show(member)
  }
  api.openapi(listRoute, async (c) => {
    const { limit, cursor, role, state } = c.req.valid('query')
    const page = {
      limit: limit + 1,
      ...(cursor === undefined ? {} : { after: cursor[0] }),
      ...(role === undefined ? {} : { role }),
      ...(state === undefined ? {} : { state }),
    }
    const members = await staff.list(page)
    return c.json(showPage(members, limit, show), 200)
  })
  api.openapi(getRoute, async (c) => c.json(await found(c.req.valid('param').id), 200))
  api.openapi(inviteRoute, async (c) => {
    const invited = await staff.invite(c.req.valid('json'), c.get('principal'))
    const body = { ...show(invited.member), link: invited.link }
    return invited.status === 'created' ? c.json(body, 201) : c.json(body, 200)
  })
  api.openapi(changeRoute, async (c) => {
    const { id } = c.req.valid('param')
    await staff.change(id, c.req.valid('json'), c.get('principal'))
    return c.json(await found(id), 200)
  })
  api.openapi(inviteAgainRoute, async (c) => {
    const link = await staff.inviteAgain(c.req.valid('param').id, c.get('principal'))
    return c.json({ link }, 200)
  })
  const acts = [
    [suspendRoute, staff.suspend],
    [reinstateRoute, staff.reinstate],
    [resetFactorRoute, staff.resetFactor],
  ] as const
  for (const [route, run] of acts) {
    api.openapi(route, async (c) => {
      const { id } = c.req.valid('param')
      await run(id, c.get('principal'))
      return c.json(await found(id), 200)
    })
  }
  return api
}

function show(member: StaffMember) {
  const { contactPointIds, invitedAt, activatedAt, suspendedAt, ...rest } = member
  const state =
    suspendedAt !== null
      ? ('suspended' as const)
      : activatedAt !== null
        ? ('active' as const)
        : ('invited' as const)
  return {
    ...rest,
    contactPointIds: [...contactPointIds],
    state,
    invitedAt: invitedAt.toISOString(),
    activatedAt: activatedAt?.toISOString() ?? null,
    suspendedAt: suspendedAt?.toISOString() ?? null,
  }
}
