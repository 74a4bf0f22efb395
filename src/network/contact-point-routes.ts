import { createRoute, z } from '@hono/zod-openapi'
import type { Principal } from '../access/core/principal.ts'
import { type Api, createApi, jsonAnswer, jsonBody, problems, secured } from '../http/openapi.ts'
import { pageOf, pageQuery, showPage } from '../http/paging.ts'
import { idText, line, minorAmount, parsedText, textId, unit } from '../http/schemas.ts'
import { csvAnswer } from '../http/streaming.ts'
import { TERRITORY_KINDS } from './core/kinds.ts'
import type { NetworkDesk } from './desk.ts'
import { amountCells, amountHeads, csvFile, listCsv } from './routes-csv.ts'
import { areaToken, asked, contactPointShape, idParam, READERS } from './routes-shapes.ts'
import type { ContactPoint, Network, Territory } from './service.ts'

const tags = ['network']
const PHONE_PATTERN = '^[+]?[0-9][0-9 /-]{3,29}$'

const territoryShape = z
  .object({
    id: idText,
    name: z.string(),
    kind: z.enum(TERRITORY_KINDS),
    parentId: idText.nullable(),
  })
  .openapi('Territory')

const listTerritories = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/territories',
  operationId: 'listTerritories',
  tags,
  summary: 'The regions, cities and towns where the programmes work',
  request: { query: pageQuery(z.tuple([textId])) },
  responses: { 200: jsonAnswer('A page, by id.', pageOf(territoryShape)) },
})

const territoriesCsv = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/territories.csv',
  operationId: 'listTerritoriesCsv',
  tags,
  summary: 'The territories as CSV, all of them',
  responses: csvFile,
})

const pointQuery = z.strictObject({
  programmeId: textId.optional(),
  territoryId: textId.optional(),
})

const listContactPoints = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/contact-points',
  operationId: 'listContactPoints',
  tags,
  summary: 'The contact points, and what each may still issue; an operator sees their own',
  request: { query: pageQuery(z.tuple([textId])).extend(pointQuery.shape) },
  responses: { 200: jsonAnswer('A page, by id.', pageOf(contactPointShape)) },
})

const contactPointsCsv = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/contact-points.csv',
  operationId: 'listContactPointsCsv',
  tags,
  summary: 'The contact points as CSV, all that fit',
  request: { query: pointQuery },
  responses: csvFile,
})

const NOT_FOUND = { 404: 'There is no such contact point.' } as const

const getContactPoint = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/contact-points/{id}',
  operationId: 'getContactPoint',
  tags,
  summary: 'A contact point',
  request: { params: idParam },
  responses: { 200: jsonAnswer('The contact point.', contactPointShape), ...problems(NOT_FOUND) },
})

const details = {
  name: line(120).openapi({ example: 'Sportello Biella' }),
  phone: parsedText(
    (text) => (new RegExp(PHONE_PATTERN).test(text) ? text : undefined),
    'a telephone number of digits, blanks, slashes and dashes',
  )
    .openapi({ type: 'string', pattern: PHONE_PATTERN, example: '+39 015 1234567' })
    .optional(),
  openingHours: line(200).optional().openapi({ example: 'Mon-Fri 9-12' }),
  approverContactPointId: textId.optional(),
} as const

const openContactPoint = createRoute({
  ...secured('administrator'),
  method: 'post',
  path: '/contact-points',
  operationId: 'openContactPoint',
  tags,
  summary: 'Open a contact point with an empty envelope',
  request: {
    body: jsonBody(
      z.strictObject({
        ...{ id: textId, ...details, emergencyMonthlyCap: minorAmount.optional() },
        ...{ territoryId: textId, programmeId: textId, unit, area: areaToken.optional() },
      }),
    ),
  },
  responses: {
    200: jsonAnswer('It was there already, just so.', contactPointShape),
    201: jsonAnswer('The contact point.', contactPointShape),
    ...problems({ 409: 'The id belongs to another one.', 422: 'Something does not fit.' }),
  },
})

const changeContactPoint = createRoute({
  ...secured('administrator'),
  method: 'put',
  path: '/contact-points/{id}',
  operationId: 'changeContactPoint',
  tags,
  summary:
    'Say anew what a contact point is called, how it is reached and who answers for what it gives',
  request: {
    params: idParam,
    body: jsonBody(z.strictObject({ ...details, emergencyMonthlyCap: minorAmount })),
  },
  responses: {
    200: jsonAnswer('The contact point as it stands now.', contactPointShape),
    ...problems({ ...NOT_FOUND, 422: 'The approver does not fit.' }),
  },
})

/** Territories and contact points, under `/api/v1`. */
export function contactPointRoutes(deps: {
  readonly network: Network
  readonly networkDesk: NetworkDesk
}): Api {
  const { network, networkDesk: desk } = deps
  const api = createApi()
  const withLeft = async (rows: readonly ContactPoint[]) => {
    const left = await network.envelopesLeft(rows)
    return rows.map((row) => ({ ...row, envelope: left.get(row.id) ?? 0n }))
  }
  const shown = async (point: ContactPoint) => {
    const [row] = await withLeft([point])
    return show(row ?? { ...point, envelope: 0n })
  }
  api.openapi(listTerritories, async (c) => {
    const query = c.req.valid('query')
    const found = await network.listTerritories(asked(query))
    return c.json(
      showPage(found, query.limit, (one) => one),
      200,
    )
  })
  api.openapi(territoriesCsv, async (c) => {
    const lines = listCsv(
      ['id', 'name', 'kind', 'parent'],
      (page) => network.listTerritories(page),
      ({ id, name, kind, parentId }: Territory) => [id, name, kind, parentId],
    )
    const { body, headers } = await csvAnswer('territories', lines)
    return c.body(body, 200, headers)
  })
  api.openapi(listContactPoints, async (c) => {
    const query = c.req.valid('query')
    const page = { ...asked(query), ...scopeOf(c.get('principal')) }
    const found = await withLeft(await network.listContactPoints(page))
    return c.json(showPage(found, query.limit, show), 200)
  })
  api.openapi(contactPointsCsv, async (c) => {
    const { limit: _, ...filters } = asked({ ...c.req.valid('query'), limit: 0 })
    const scope = scopeOf(c.get('principal'))
    const read = async (page: { readonly limit: number }) =>
      withLeft(await network.listContactPoints({ ...filters, ...scope, ...page }))
    const { body, headers } = await csvAnswer('contact-points', listCsv(HEADS, read, cells))
    return c.body(body, 200, headers)
  })
  api.openapi(getContactPoint, async (c) =>
    c.json(
      await shown(await desk.findContactPoint(c.req.valid('param').id, c.get('principal'))),
      200,
    ),
  )
  api.openapi(openContactPoint, async (c) => {
    const { contactPoint, created } = await desk.openContactPoint(
      given(c.req.valid('json')),
      c.get('principal'),
    )
    const answer = await shown(contactPoint)
    return created ? c.json(answer, 201) : c.json(answer, 200)
  })
  api.openapi(changeContactPoint, async (c) => {
    const { phone = null, openingHours = null, ...rest } = c.req.valid('json')
    const { approverContactPointId = null, name, emergencyMonthlyCap } = rest
    const said = { name, phone, openingHours, approverContactPointId, emergencyMonthlyCap }
    const { id } = c.req.valid('param')
    return c.json(await shown(await desk.changeContactPoint(id, said, c.get('principal'))), 200)
  })
  return api
}

/** What was said: a field that was left out is not there. */
function given<Body extends object>(
  body: Body,
): { readonly [Name in keyof Body]: Exclude<Body[Name], undefined> } {
  const entries = Object.entries(body).filter(([, value]) => value !== undefined)
  // Only what is undefined was left out.
  return Object.fromEntries(entries) as {
    readonly [Name in keyof Body]: Exclude<Body[Name], undefined>
  }
}

function scopeOf({ contactPointIds }: Principal): { ids?: readonly string[] } {
  return contactPointIds === undefined ? {} : { ids: contactPointIds }
}

type Shown = ContactPoint & { readonly envelope: bigint }

function show({ envelopeAccountId: _, envelope, ...point }: Shown) {
  return {
    ...point,
    envelope: envelope.toString(),
    emergencyMonthlyCap: point.emergencyMonthlyCap.toString(),
  }
}

const HEADS = [
  ...['id', 'name', 'territory', 'unit', ...amountHeads('envelope'), 'programme', 'area'],
  ...['phone', 'opening_hours', 'approver', ...amountHeads('emergency_monthly_cap')],
]

function cells(point: Shown): readonly (string | null)[] {
  const { id, name, territoryId, unit, envelope, programmeId, area, phone, openingHours } = point
  return [
    ...[id, name, territoryId, unit, ...amountCells(envelope), programmeId, area],
    ...[phone, openingHours, point.approverContactPointId],
    ...amountCells(point.emergencyMonthlyCap),
  ]
}
