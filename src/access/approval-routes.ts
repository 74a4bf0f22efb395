import { createRoute, z } from '@hono/zod-openapi'
import { type Api, createApi, jsonAnswer, secured } from '../http/openapi.ts'
import { pageOf, pageQuery, pageRows } from '../http/paging.ts'
import { idText, timeText, uuid, uuidText } from '../http/schemas.ts'
import type { Approval, Approvals } from './approvals.ts'
import {
  APPROVAL_KINDS,
  APPROVAL_REFUSALS,
  APPROVAL_STATES,
  APPROVERS,
  refusalOf,
} from './core/duties.ts'
import type { Principal } from './core/principal.ts'

const approvalSchema = z
  .object({
    id: uuidText,
    kind: z.enum(APPROVAL_KINDS),
    subjectId: z.string(),
    contactPointIds: z.array(idText),
    partnerId: idText.nullable(),
    summary: z.record(z.string(), z.string()),
    preparedBy: uuidText,
    preparedAt: timeText,
    state: z.enum(APPROVAL_STATES),
    decidedBy: uuidText.nullable(),
    decidedAt: timeText.nullable(),
    reason: z.string().nullable(),
    refusal: z
      .enum(APPROVAL_REFUSALS)
      .nullable()
      .openapi({ description: 'Why the caller may not decide on it; null where they may.' }),
  })
  .openapi('Approval')

const listRoute = createRoute({
  ...secured('administrator', 'treasurer', 'operator', 'auditor', 'partner_owner'),
  method: 'get',
  path: '/approvals',
  operationId: 'listApprovals',
  tags: ['access'],
  summary: 'What waits for a second person, and what was decided, the newest first',
  description: 'Within the scope of the caller. Decisions are made where the thing itself is.',
  request: {
    query: pageQuery(z.tuple([uuid])).extend({
      state: z.enum(APPROVAL_STATES).optional(),
      kind: z.enum(APPROVAL_KINDS).optional(),
      mine: z
        .enum(['decide'])
        .optional()
        .openapi({ description: '`decide`: only what the caller may decide on now.' }),
    }),
  },
  responses: { 200: jsonAnswer('A page.', pageOf(approvalSchema)) },
})

/** The list of what one prepared and another decides, under `/api/v1`. */
export function approvalRoutes({ approvals }: { readonly approvals: Approvals }): Api {
  const api = createApi()
  api.openapi(listRoute, async (c) => {
    const { limit, cursor, state, kind, mine } = c.req.valid('query')
    const who = c.get('principal')
    const found = await approvals.list(who, {
      limit: limit + 1,
      ...(cursor === undefined ? {} : { after: cursor[0] }),
      ...(state === undefined ? {} : { state }),
      ...(kind === undefined ? {} : { kind }),
      ...(mine === undefined ? {} : { decidable: kindsOf(who) }),
    })
    const { rows: shown, nextCursor } = pageRows(found, limit, (last) => [last.id])
    return c.json({ items: shown.map((one) => show(one, who)), nextCursor }, 200)
  })
  return api
}

/** What somebody may decide on at all; a key decides nothing. */
function kindsOf({ kind, role }: Principal) {
  return kind === 'person' ? APPROVAL_KINDS.filter((one) => APPROVERS[one].includes(role)) : []
}

function show(approval: Approval, who: Principal) {
  const { contactPointIds, summary, preparedAt, decidedAt, ...rest } = approval
  return {
    ...rest,
    contactPointIds: [...contactPointIds],
    summary: { ...summary },
    preparedAt: preparedAt.toISOString(),
    decidedAt: decidedAt?.toISOString() ?? null,
    refusal: refusalOf({ ...approval, isOpen: approval.state === 'waiting' }, who) ?? null,
  }
}
