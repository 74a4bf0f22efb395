import { createRoute, z } from '@hono/zod-openapi'
import { type Api, createApi, jsonAnswer, secured } from '../http/openapi.ts'
import { pageOf, pageQuery, pageRows } from '../http/paging.ts'
import { day, parsedText, timeText, uuid, uuidText } from '../http/schemas.ts'
import { csvAnswer } from '../http/streaming.ts'
import { csvLine } from '../kernel/csv.ts'
import { addDays, type Day, romeMidnight } from '../kernel/days.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { AccessLog, AccessLogPage, RecordedAccess } from './access-log.ts'
import { PRINCIPAL_KINDS, ROLES } from './core/principal.ts'

const READERS = secured('auditor', 'administrator')
const OUTCOMES = ['done', 'refused'] as const

const entrySchema = z
  .object({
    id: uuidText,
    recordedAt: timeText,
    actorKind: z
      .enum(PRINCIPAL_KINDS)
      .nullable()
      .openapi({ description: 'Null for the service itself, and for somebody who is not known.' }),
    actorId: uuidText.nullable(),
    role: z.enum(ROLES).nullable(),
    action: z.string().openapi({ example: 'staff.invited' }),
    outcome: z.enum(OUTCOMES),
    subjectKind: z.string().openapi({ example: 'staff' }),
    subjectId: z.string(),
    contactPointId: z.string().nullable(),
    detail: z.record(z.string(), z.string()),
    requestId: z.string().nullable(),
  })
  .openapi('AccessLogEntry')

const filters = {
  actorId: uuid.optional(),
  action: word('a word pair like "staff.invited"', /^[a-z_]{1,40}\.[a-z_]{1,40}$/, 'staff.invited'),
  outcome: z.enum(OUTCOMES).optional(),
  subjectKind: word('a kind like "staff"', /^[a-z_]{1,40}$/, 'staff'),
  subjectId: word('an id of 1 to 80 characters', /^[\x20-\x7e]{1,80}$/, 'BI-P-001'),
  from: day.optional(),
  until: day.optional().openapi({ description: 'The last day, in the time of Rome.' }),
}

const listRoute = createRoute({
  ...READERS,
  method: 'get',
  path: '/access-log',
  operationId: 'listAccessLog',
  tags: ['access'],
  summary: 'Who did, saw or was refused what, the newest first',
  request: { query: pageQuery(z.tuple([uuid])).extend(filters) },
  responses: { 200: jsonAnswer('A page.', pageOf(entrySchema)) },
})

const csvRoute = createRoute({
  ...READERS,
  method: 'get',
  path: '/access-log.csv',
  operationId: 'listAccessLogCsv',
  tags: ['access'],
  summary: 'Who did, saw or was refused what as CSV, all that fits',
  request: { query: z.strictObject(filters) },
  responses: {
    200: { description: 'The file.', content: { 'text/csv': { schema: z.string() } } },
  },
})

/** The access log, under `/api/v1`. That it was read is in it as well. */
export function accessLogRoutes({ accessLog }: { readonly accessLog: AccessLog }): Api {
  const api = createApi()
  api.openapi(listRoute, async (c) => {
    const { limit, cursor, ...asked } = c.req.valid('query')
    const after = cursor === undefined ? {} : { after: cursor[0] }
    const found = await accessLog.list({ ...filterOf(asked), ...after, limit: limit + 1 })
    const { rows: shown, nextCursor } = pageRows(found, limit, (last) => [last.id])
    await accessLog.record({
      ...{ actor: c.get('principal'), action: 'access_log.viewed', outcome: 'done' },
      subject: { kind: 'access_log', id: cursor === undefined ? 'newest' : 'older' },
      detail: { count: String(shown.length) },
      requestId: c.get('requestId'),
    })
    return c.json({ items: shown.map(show), nextCursor }, 200)
  })
  api.openapi(csvRoute, async (c) => {
    const filter = filterOf(c.req.valid('query'))
    await accessLog.record({
      ...{ actor: c.get('principal'), action: 'access_log.exported', outcome: 'done' },
      subject: { kind: 'access_log', id: 'all' },
      requestId: c.get('requestId'),
    })
    const { body, headers } = await csvAnswer('access-log', csvOf(accessLog.all(filter)))
    return c.body(body, 200, headers)
  })
  return api
}

interface Asked {
  readonly actorId?: Uuid | undefined
  readonly action?: string | undefined
  readonly outcome?: 'done' | 'refused' | undefined
  readonly subjectKind?: string | undefined
  readonly subjectId?: string | undefined
  readonly from?: Day | undefined
  readonly until?: Day | undefined
}

function filterOf({ from, until, ...rest }: Asked): Omit<AccessLogPage, 'limit' | 'after'> {
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  return {
    ...given,
    ...(from === undefined ? {} : { from: new Date(romeMidnight(from)) }),
    ...(until === undefined ? {} : { until: new Date(romeMidnight(addDays(until, 1))) }),
  }
}

function show(entry: RecordedAccess) {
  return { ...entry, recordedAt: entry.recordedAt.toISOString(), detail: { ...entry.detail } }
}

async function* csvOf(pages: AsyncIterable<readonly RecordedAccess[]>): AsyncGenerator<string> {
  yield csvLine([
    ...['recorded_at', 'actor_kind', 'actor_id', 'role', 'action', 'outcome'],
    ...['subject_kind', 'subject_id', 'contact_point_id', 'detail', 'request_id', 'id'],
  ])
  for await (const page of pages) {
    yield page
      .map((entry) =>
        csvLine([
          ...[entry.recordedAt.toISOString(), entry.actorKind ?? '', entry.actorId ?? ''],
          ...[entry.role ?? '', entry.action, entry.outcome, entry.subjectKind, entry.subjectId],
          ...[entry.contactPointId ?? '', JSON.stringify(entry.detail), entry.requestId ?? ''],
          entry.id,
        ]),
      )
      .join('')
  }
}

function word(wants: string, pattern: RegExp, example: string) {
  return parsedText((text) => (pattern.test(text) ? text : undefined), wants)
    .openapi({ type: 'string', pattern: pattern.source, example })
    .optional()
}
