import { createRoute, z } from '@hono/zod-openapi'
import { APPROVAL_STATES } from '../access/core/duties.ts'
import { scopeOf } from '../access/core/principal.ts'
import { type Api, createApi, jsonAnswer, jsonBody, problems, secured } from '../http/openapi.ts'
import { pageOf, pageQuery, showPage } from '../http/paging.ts'
import { callerUuid, line, positiveAmount, textId, uuid } from '../http/schemas.ts'
import { csvAnswer } from '../http/streaming.ts'
import { ENVELOPE_AREAS } from './core/areas.ts'
import type { Move, NetworkDesk } from './desk.ts'
import { amountCells, amountHeads, csvFile, listCsv } from './routes-csv.ts'
import {
  areaToken,
  asked,
  envelopeShape,
  moveShape,
  READERS,
  verdictBody,
} from './routes-shapes.ts'
import type { Envelope, Network } from './service.ts'

const tags = ['network']
const MOVERS = ['operator', 'treasurer', 'administrator'] as const

const envelopeQuery = z.strictObject({
  programmeId: textId.optional(),
  contactPointId: textId.optional(),
  area: z.enum(ENVELOPE_AREAS).optional(),
})

const listEnvelopes = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/envelopes',
  operationId: 'listEnvelopes',
  tags,
  summary:
    'The envelopes, and what is left in each; an operator sees those of their contact points',
  request: { query: pageQuery(z.tuple([uuid])).extend(envelopeQuery.shape) },
  responses: { 200: jsonAnswer('A page, by id.', pageOf(envelopeShape)) },
})

const envelopesCsv = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/envelopes.csv',
  operationId: 'listEnvelopesCsv',
  tags,
  summary: 'The envelopes as CSV, all that fit',
  request: { query: envelopeQuery },
  responses: csvFile,
})

const openEnvelope = createRoute({
  ...secured('treasurer', 'administrator'),
  method: 'post',
  path: '/envelopes',
  operationId: 'openEnvelope',
  tags,
  summary: 'Open an envelope with nothing in it',
  request: {
    body: jsonBody(
      z.strictObject({
        id: callerUuid,
        programmeId: textId,
        contactPointId: textId,
        area: z.enum(ENVELOPE_AREAS),
        colourArea: areaToken.optional(),
      }),
    ),
  },
  responses: {
    200: jsonAnswer('It was there already, just so.', envelopeShape),
    201: jsonAnswer('The envelope.', envelopeShape),
    ...problems({
      404: 'There is no such contact point.',
      409: 'The id belongs to something else, or there is such an envelope.',
      422: 'The programme or the colour does not fit.',
    }),
  },
})

const moveQuery = z.strictObject({
  envelopeId: uuid.optional(),
  state: z.enum(APPROVAL_STATES).optional(),
})

const listMoves = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/envelope-moves',
  operationId: 'listEnvelopeMoves',
  tags,
  summary: 'What was to be moved between the grant and envelopes, the newest first',
  request: { query: pageQuery(z.tuple([uuid])).extend(moveQuery.shape) },
  responses: { 200: jsonAnswer('A page.', pageOf(moveShape)) },
})

const movesCsv = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/envelope-moves.csv',
  operationId: 'listEnvelopeMovesCsv',
  tags,
  summary: 'The moves as CSV, all that fit',
  request: { query: moveQuery },
  responses: csvFile,
})

const MOVE_NOT_FOUND = { 404: 'There is no such move.' } as const

const getMove = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/envelope-moves/{id}',
  operationId: 'getEnvelopeMove',
  tags,
  summary: 'A move, and what became of it',
  request: { params: z.strictObject({ id: uuid }) },
  responses: { 200: jsonAnswer('The move.', moveShape), ...problems(MOVE_NOT_FOUND) },
})

const prepareMove = createRoute({
  ...secured(...MOVERS),
  method: 'post',
  path: '/envelope-moves',
  operationId: 'prepareEnvelopeMove',
  tags,
  summary:
    'Prepare a move between two envelopes, or from or to the grant: somebody else approves it',
  request: {
    body: jsonBody(
      z
        .strictObject({
          id: callerUuid,
          fromEnvelopeId: uuid.optional().openapi({ description: 'Left out for the grant.' }),
          toEnvelopeId: uuid.optional().openapi({ description: 'Left out for the grant.' }),
          amount: positiveAmount,
          reason: line(200).openapi({ example: 'Three leases begin in March' }),
        })
        .refine(({ fromEnvelopeId, toEnvelopeId }) => fromEnvelopeId !== toEnvelopeId, {
          path: ['toEnvelopeId'],
          error: 'wants another side than fromEnvelopeId',
        }),
    ),
  },
  responses: {
    201: jsonAnswer('The move. The same again gives the same.', moveShape),
    ...problems({
      404: 'There is no such envelope.',
      409: 'The id belongs to something else.',
      422: 'The two envelopes are not of the same unit and colour.',
    }),
  },
})

const decideMove = createRoute({
  ...secured(...MOVERS),
  method: 'post',
  path: '/envelope-moves/{id}/decision',
  operationId: 'decideEnvelopeMove',
  tags,
  summary: 'Approve a move that somebody else prepared, which posts it, or refuse it',
  request: { params: z.strictObject({ id: uuid }), body: jsonBody(verdictBody) },
  responses: {
    200: jsonAnswer('The move as it stands now.', moveShape),
    ...problems({
      ...MOVE_NOT_FOUND,
      409: 'It was decided before.',
      422: 'The giving side does not hold so much.',
    }),
  },
})

/** Envelopes and what is moved between them, under `/api/v1`. */
export function envelopeRoutes(deps: {
  readonly network: Network
  readonly networkDesk: NetworkDesk
}): Api {
  const { network, networkDesk: desk } = deps
  const api = createApi()
  const withLeft = async (rows: readonly Envelope[]) => {
    const left = await network.leftIn(rows.map(({ accountId }) => accountId))
    return rows.map((row) => ({ ...row, left: left.get(row.accountId) ?? 0n }))
  }
  api.openapi(listEnvelopes, async (c) => {
    const query = c.req.valid('query')
    const page = { ...asked(query), ...scopeOf(c.get('principal')) }
    const found = await withLeft(await network.listEnvelopes(page))
    return c.json(showPage(found, query.limit, showEnvelope), 200)
  })
  api.openapi(envelopesCsv, async (c) => {
    const { limit: _, ...filters } = asked({ ...c.req.valid('query'), limit: 0 })
    const scope = scopeOf(c.get('principal'))
    const read = async (page: { readonly limit: number }) =>
      withLeft(await network.listEnvelopes({ ...filters, ...scope, ...page }))
    const { body, headers } = await csvAnswer('envelopes', listCsv(HEADS, read, cells))
    return c.body(body, 200, headers)
  })
  api.openapi(openEnvelope, async (c) => {
    const { colourArea = null, ...given } = c.req.valid('json')
    const asks = { ...given, colourArea }
    const { envelope, created } = await desk.openEnvelope(asks, c.get('principal'))
    const [row] = await withLeft([envelope])
    const shown = showEnvelope(row ?? { ...envelope, left: 0n })
    return created ? c.json(shown, 201) : c.json(shown, 200)
  })
  moveRoutes(api, desk)
  return api
}

function moveRoutes(api: Api, desk: NetworkDesk): void {
  api.openapi(listMoves, async (c) => {
    const query = c.req.valid('query')
    const found = await desk.listMoves({ ...asked(query), ...scopeOf(c.get('principal')) })
    return c.json(showPage(found, query.limit, showMove), 200)
  })
  api.openapi(movesCsv, async (c) => {
    const { limit: _, ...filters } = asked({ ...c.req.valid('query'), limit: 0 })
    const scope = scopeOf(c.get('principal'))
    const lines = listCsv(
      MOVE_HEADS,
      (page) => desk.listMoves({ ...filters, ...scope, ...page }),
      moveCells,
    )
    const { body, headers } = await csvAnswer('envelope-moves', lines)
    return c.body(body, 200, headers)
  })
  api.openapi(getMove, async (c) => {
    const { id } = c.req.valid('param')
    return c.json(showMove(await desk.findMove(id, c.get('principal'))), 200)
  })
  api.openapi(prepareMove, async (c) => {
    const { fromEnvelopeId = null, toEnvelopeId = null, ...given } = c.req.valid('json')
    const asks = { ...given, fromEnvelopeId, toEnvelopeId }
    return c.json(showMove(await desk.prepareMove(asks, c.get('principal'))), 201)
  })
  api.openapi(decideMove, async (c) => {
    const { id } = c.req.valid('param')
    const move = await desk.decideMove(id, c.req.valid('json'), c.get('principal'))
    return c.json(showMove(move), 200)
  })
}

type Shown = Envelope & { readonly left: bigint }

function showEnvelope({ accountId: _, left, ...envelope }: Shown): z.infer<typeof envelopeShape> {
  return { ...envelope, left: left.toString() }
}

function showMove(move: Move): z.infer<typeof moveShape> {
  return {
    ...move,
    amount: move.amount.toString(),
    preparedAt: move.preparedAt.toISOString(),
    decidedAt: move.decidedAt?.toISOString() ?? null,
  }
}

const HEADS = [
  ...['id', 'programme_id', 'contact_point_id', 'area', 'unit', 'colour', ...amountHeads('left')],
]

function cells({ id, programmeId, contactPointId, area, unit, colour, left }: Shown) {
  return [id, programmeId, contactPointId, area, unit, colour, ...amountCells(left)]
}

const MOVE_HEADS = [
  ...['id', 'from_envelope_id', 'to_envelope_id', 'from_contact_point_id', 'to_contact_point_id'],
  ...[...amountHeads('amount'), 'unit', 'colour', 'reason', 'state', 'prepared_by'],
  ...['prepared_at', 'decided_by', 'decided_at', 'decision_reason'],
]

function moveCells(move: Move): readonly (string | null)[] {
  const { id, fromEnvelopeId, toEnvelopeId, fromContactPointId, toContactPointId, amount } = move
  const { unit, colour, reason, state, preparedBy, preparedAt, decidedBy, decidedAt } = move
  return [
    ...[id, fromEnvelopeId, toEnvelopeId, fromContactPointId, toContactPointId],
    ...[...amountCells(amount), unit, colour, reason, state, preparedBy, preparedAt.toISOString()],
    ...[decidedBy, decidedAt?.toISOString() ?? null, move.decisionReason],
  ]
}
