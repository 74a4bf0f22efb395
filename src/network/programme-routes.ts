import { createRoute, z } from '@hono/zod-openapi'
import { APPROVAL_STATES } from '../access/core/duties.ts'
import type { Principal } from '../access/core/principal.ts'
import { type Api, createApi, jsonAnswer, jsonBody, problems, secured } from '../http/openapi.ts'
import { pageOf, pageQuery, showPage } from '../http/paging.ts'
import {
  callerUuid,
  day,
  line,
  minorAmount,
  parsedText,
  positiveAmount,
  textId,
  unit,
  uuid,
} from '../http/schemas.ts'
import { csvAnswer } from '../http/streaming.ts'
import { AREA_PATTERN, parseColour } from '../ledger/core/colour.ts'
import { FUNDING_KINDS } from './core/kinds.ts'
import type { Programme } from './core/programme.ts'
import type { NetworkDesk, Tranche } from './desk.ts'
import { amountCells, amountHeads, csvFile, listCsv } from './routes-csv.ts'
import {
  areaToken,
  asked,
  programmeShape,
  READERS,
  trancheShape,
  verdictBody,
} from './routes-shapes.ts'
import type { Network } from './service.ts'

const tags = ['network']
const TREASURY = ['treasurer', 'administrator'] as const

const listProgrammes = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/programmes',
  operationId: 'listProgrammes',
  tags,
  summary: 'The programmes, with their dates and rules',
  request: { query: pageQuery(z.tuple([textId])) },
  responses: { 200: jsonAnswer('A page, by id.', pageOf(programmeShape)) },
})

const programmesCsv = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/programmes.csv',
  operationId: 'listProgrammesCsv',
  tags,
  summary: 'The programmes as CSV',
  responses: csvFile,
})

const addProgramme = createRoute({
  ...secured('administrator'),
  method: 'post',
  path: '/programmes',
  operationId: 'addProgramme',
  tags,
  summary: 'Add a programme, whose money is earmarked by a colour of its own',
  request: {
    body: jsonBody(
      z.strictObject({
        id: textId,
        name: line(120).openapi({ example: 'Fra Noi 3' }),
        unit,
        colour: parsedText(
          (text) => (text.includes('/') ? undefined : parseColour(text)),
          'a colour like "WINTER-2027": 1 to 24 capital letters, digits and dashes, a letter first',
        ).openapi({ type: 'string', pattern: `^${AREA_PATTERN}$`, example: 'WINTER-2027' }),
        startsOn: day.optional(),
        endsOn: day.optional(),
        rules: z.strictObject({
          monthsSinceExit: z.int().min(0).max(600),
          emergencyMonthlyCap: minorAmount,
          noticeRequired: z.boolean().default(true).openapi({
            description:
              'Whether nobody gets a voucher who was not given the newest notice on their data.',
          }),
        }),
      }),
    ),
  },
  responses: {
    200: jsonAnswer('It was there already, just so.', programmeShape),
    201: jsonAnswer('The programme.', programmeShape),
    ...problems({ 409: 'The id or the colour belongs to another programme.' }),
  },
})

const trancheQuery = z.strictObject({
  programmeId: textId.optional(),
  state: z.enum(APPROVAL_STATES).optional(),
})

const listFunding = createRoute({
  ...secured(...TREASURY, 'auditor'),
  method: 'get',
  path: '/funding',
  operationId: 'listFunding',
  tags,
  summary: 'The tranches of grants and co-funding, the newest first',
  request: { query: pageQuery(z.tuple([uuid])).extend(trancheQuery.shape) },
  responses: { 200: jsonAnswer('A page.', pageOf(trancheShape)) },
})

const fundingCsv = createRoute({
  ...secured(...TREASURY, 'auditor'),
  method: 'get',
  path: '/funding.csv',
  operationId: 'listFundingCsv',
  tags,
  summary: 'The tranches as CSV, all that fit',
  request: { query: trancheQuery },
  responses: csvFile,
})

const getFunding = createRoute({
  ...secured(...TREASURY, 'auditor'),
  method: 'get',
  path: '/funding/{id}',
  operationId: 'getFunding',
  tags,
  summary: 'A tranche, and what became of it',
  request: { params: z.strictObject({ id: uuid }) },
  responses: {
    200: jsonAnswer('The tranche.', trancheShape),
    ...problems({ 404: 'There is no such tranche.' }),
  },
})

const prepareFunding = createRoute({
  ...secured(...TREASURY),
  method: 'post',
  path: '/funding',
  operationId: 'prepareFunding',
  tags,
  summary:
    'Prepare a tranche of a grant or of co-funding: it counts once somebody else approves it',
  request: {
    body: jsonBody(
      z.strictObject({
        id: callerUuid,
        programmeId: textId,
        kind: z.enum(FUNDING_KINDS),
        funder: line(120).openapi({ example: "Ministero dell'Interno" }),
        amount: positiveAmount,
        receivedOn: day,
        reference: line(120).openapi({ example: 'Decreto 4521, prima rata' }),
        area: areaToken.optional(),
      }),
    ),
  },
  responses: {
    201: jsonAnswer('The tranche. The same again gives the same.', trancheShape),
    ...problems({ 409: 'The id belongs to something else.', 422: 'Something does not fit.' }),
  },
})

const decideFunding = createRoute({
  ...secured(...TREASURY),
  method: 'post',
  path: '/funding/{id}/decision',
  operationId: 'decideFunding',
  tags,
  summary: 'Approve a tranche that somebody else prepared, which posts it, or refuse it',
  request: { params: z.strictObject({ id: uuid }), body: jsonBody(verdictBody) },
  responses: {
    200: jsonAnswer('The tranche as it stands now.', trancheShape),
    ...problems({ 404: 'There is no such tranche.', 409: 'It was decided before.' }),
  },
})

/** Programmes and the money that they are given, under `/api/v1`. */
export function programmeRoutes(deps: {
  readonly network: Network
  readonly networkDesk: NetworkDesk
}): Api {
  const { network, networkDesk: desk } = deps
  const api = createApi()
  api.openapi(listProgrammes, async (c) => {
    const query = c.req.valid('query')
    const found = await network.listProgrammes(asked(query))
    return c.json(showPage(found, query.limit, showProgramme), 200)
  })
  api.openapi(programmesCsv, async (c) => {
    const lines = listCsv(PROGRAMME_HEADS, (page) => network.listProgrammes(page), programmeCells)
    const { body, headers } = await csvAnswer('programmes', lines)
    return c.body(body, 200, headers)
  })
  api.openapi(addProgramme, async (c) => {
    const { rules, startsOn = null, endsOn = null, ...rest } = c.req.valid('json')
    const cap = rules.emergencyMonthlyCap.toString()
    const given = { ...rest, startsOn, endsOn, rules: { ...rules, emergencyMonthlyCap: cap } }
    const { programme, created } = await desk.addProgramme(given, c.get('principal'))
    return created ? c.json(showProgramme(programme), 201) : c.json(showProgramme(programme), 200)
  })
  fundingRoutes(api, desk)
  return api
}

function fundingRoutes(api: Api, desk: NetworkDesk): void {
  const who = (c: { get(name: 'principal'): Principal }) => c.get('principal')
  api.openapi(listFunding, async (c) => {
    const query = c.req.valid('query')
    const found = await desk.listTranches(asked(query))
    return c.json(showPage(found, query.limit, showTranche), 200)
  })
  api.openapi(fundingCsv, async (c) => {
    const { limit: _, ...filters } = asked({ ...c.req.valid('query'), limit: 0 })
    const lines = listCsv(
      TRANCHE_HEADS,
      (page) => desk.listTranches({ ...filters, ...page }),
      trancheCells,
    )
    const { body, headers } = await csvAnswer('funding', lines)
    return c.body(body, 200, headers)
  })
  api.openapi(getFunding, async (c) =>
    c.json(showTranche(await desk.findTranche(c.req.valid('param').id)), 200),
  )
  api.openapi(prepareFunding, async (c) => {
    const { area = null, ...tranche } = c.req.valid('json')
    return c.json(showTranche(await desk.prepareTranche({ ...tranche, area }, who(c))), 201)
  })
  api.openapi(decideFunding, async (c) => {
    const { id } = c.req.valid('param')
    return c.json(showTranche(await desk.decideTranche(id, c.req.valid('json'), who(c))), 200)
  })
}

function showProgramme(programme: Programme): z.infer<typeof programmeShape> {
  return { ...programme }
}

function showTranche(tranche: Tranche): z.infer<typeof trancheShape> {
  return {
    ...tranche,
    amount: tranche.amount.toString(),
    preparedAt: tranche.preparedAt.toISOString(),
    decidedAt: tranche.decidedAt?.toISOString() ?? null,
  }
}

const PROGRAMME_HEADS = [
  ...['id', 'name', 'unit', 'colour', 'starts_on', 'ends_on', 'months_since_exit'],
  ...amountHeads('emergency_monthly_cap'),
  'notice_required',
]

function programmeCells({ id, name, unit, colour, startsOn, endsOn, rules }: Programme) {
  const cap = amountCells(BigInt(rules.emergencyMonthlyCap))
  const { monthsSinceExit, noticeRequired } = rules
  const days = [startsOn, endsOn]
  return [id, name, unit, colour, ...days, `${monthsSinceExit}`, ...cap, `${noticeRequired}`]
}

const TRANCHE_HEADS = [
  ...['id', 'programme_id', 'kind', 'funder', ...amountHeads('amount'), 'unit', 'colour'],
  ...['received_on', 'reference', 'state', 'prepared_by', 'prepared_at', 'decided_by'],
  ...['decided_at', 'decision_reason'],
]

function trancheCells(tranche: Tranche): readonly (string | null)[] {
  const { id, programmeId, kind, funder, amount, unit, colour, receivedOn, reference } = tranche
  const { state, preparedBy, preparedAt, decidedBy, decidedAt, decisionReason } = tranche
  return [
    ...[id, programmeId, kind, funder, ...amountCells(amount), unit, colour, receivedOn, reference],
    ...[state, preparedBy, preparedAt.toISOString(), decidedBy, decidedAt?.toISOString() ?? null],
    decisionReason,
  ]
}
