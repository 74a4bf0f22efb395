import { createRoute, z } from '@hono/zod-openapi'
import QRCode from 'qrcode'
import { countingGuesses } from '../http/authorize.ts'
import { type Api, createApi, jsonAnswer, jsonBody, problems, secured } from '../http/openapi.ts'
import { pageOf, pageQuery, showPage } from '../http/paging.ts'
import { idText, line, parsedText, textId, timeText, uuid, uuidText } from '../http/schemas.ts'
import { incomingOf } from '../http/ways.ts'
import { DomainError } from '../kernel/errors.ts'
import { isCoordinate } from './core/proof.ts'
import type { Terminal, Terminals } from './terminals.ts'

/** A QR code that a phone reads from another screen; for a minute, so nothing has to survive a fold. */
const QR_OPTIONS = { errorCorrectionLevel: 'M', margin: 4, type: 'svg' } as const

const terminalSchema = z
  .object({
    id: uuidText,
    partnerId: idText.openapi({ example: 'BI-ALI-01' }),
    outletId: idText.nullable(),
    name: z.string().openapi({ example: 'Cassa 1' }),
    kid: z.string().openapi({ description: 'The RFC 7638 thumbprint of its key.' }),
    status: z.enum(['active', 'unpaired']),
    pairedAt: timeText,
    unpairedAt: timeText.nullable(),
  })
  .openapi('Terminal')

const code = parsedText(
  (text) => (/^[A-Za-z0-9_-]{22}$/.test(text) ? text : undefined),
  'a pairing code of 22 characters',
).openapi({ type: 'string', pattern: '^[A-Za-z0-9_-]{22}$', example: 'q83vEjRWeJCrze8SNFZ4kA' })

function coordinate(example: string) {
  return parsedText(
    (text) => (isCoordinate(text) ? text : undefined),
    'a coordinate of a point on P-256: 32 bytes in base64url',
  ).openapi({ type: 'string', pattern: '^[A-Za-z0-9_-]{43}$', example })
}

const jwk = z.strictObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: coordinate('KcLgMCjxVF_qMnfEAjVZMZ3hyI9GZlFeqOveyXhPMI0'),
  y: coordinate('0TV0HmDsDZ3uzLzeRXayQLWfB8Q2hswGYYi78CvOPpg'),
})

const pairRoute = createRoute({
  ...secured('operator', 'administrator', 'partner_owner'),
  method: 'post',
  path: '/terminals/pairings',
  operationId: 'createPairing',
  tags: ['terminals'],
  summary: 'Make a one-time code that pairs a browser with a shop, good for ten minutes',
  request: {
    body: jsonBody(
      z.strictObject({
        partnerId: textId
          .optional()
          .openapi({ description: 'An owner can leave it out.', example: 'BI-ALI-01' }),
        outletId: textId.optional(),
        name: line(60).openapi({ example: 'Cassa 1' }),
      }),
    ),
  },
  responses: {
    201: jsonAnswer(
      'The code, told once.',
      z.object({
        id: uuidText,
        partnerId: idText,
        url: z.string().openapi({
          description: 'What the terminal opens; the code stands in its fragment.',
          example: 'https://voucher.example/till#pair=q83vEjRWeJCrze8SNFZ4kA',
        }),
        qrSvg: z.string().openapi({ description: 'The same address as a QR code, SVG.' }),
        expiresAt: timeText,
      }),
    ),
    ...problems({ 404: 'There is no such partner or outlet, or it is not yours.' }),
  },
})

const registerRoute = createRoute({
  security: [{ terminalProof: [] }],
  middleware: countingGuesses('pairing_not_found', 'proof_wrong'),
  method: 'post',
  path: '/terminals',
  operationId: 'registerTerminal',
  tags: ['terminals'],
  summary: 'Pair this browser: the code is the right, and the key proves that it is its own',
  request: { body: jsonBody(z.strictObject({ code, jwk })) },
  responses: {
    201: jsonAnswer('The terminal; the same code and key again get the same.', terminalSchema),
    ...problems({
      404: 'There is no such code.',
      409: 'The code was used or is too old, or the key belongs to a terminal.',
      422: 'The key is no key.',
    }),
  },
})

const listRoute = createRoute({
  ...secured('operator', 'administrator', 'auditor', 'partner_owner'),
  method: 'get',
  path: '/terminals',
  operationId: 'listTerminals',
  tags: ['terminals'],
  summary: 'The terminals; an owner sees those of their own shop',
  request: {
    query: pageQuery(z.tuple([uuid])).extend({
      partnerId: textId.optional(),
      status: z.enum(['active', 'unpaired']).optional(),
    }),
  },
  responses: { 200: jsonAnswer('A page, the oldest first.', pageOf(terminalSchema)) },
})

const ownRoute = createRoute({
  ...secured('cashier'),
  method: 'get',
  path: '/terminals/me',
  operationId: 'getOwnTerminal',
  tags: ['terminals'],
  summary: 'The terminal that asks',
  responses: { 200: jsonAnswer('The terminal.', terminalSchema) },
})

const unpairRoute = createRoute({
  ...secured('operator', 'administrator', 'partner_owner'),
  method: 'post',
  path: '/terminals/{id}/unpair',
  operationId: 'unpairTerminal',
  tags: ['terminals'],
  summary: 'End a terminal at once and for good',
  request: { params: z.strictObject({ id: uuid }) },
  responses: {
    200: jsonAnswer('The terminal, unpaired.', terminalSchema),
    ...problems({ 404: 'There is no such terminal, or it is not yours.' }),
  },
})

/** The addresses of the terminals, under `/api/v1`. */
export function terminalRoutes(deps: {
  readonly terminals: Terminals
  readonly publicUrl: string
}): Api {
  const { terminals, publicUrl } = deps
  const api = createApi()
  api.openapi(pairRoute, async (c) => {
    const { partnerId, outletId, name } = c.req.valid('json')
    const pairing = await terminals.createPairing({
      ...{ name, by: c.get('principal') },
      ...(partnerId === undefined ? {} : { partnerId }),
      ...(outletId === undefined ? {} : { outletId }),
    })
    const url = `${publicUrl}/till#pair=${pairing.code}`
    const qrSvg = await QRCode.toString(url, QR_OPTIONS)
    const expiresAt = pairing.expiresAt.toISOString()
    return c.json({ id: pairing.id, partnerId: pairing.partnerId, url, qrSvg, expiresAt }, 201)
  })
  api.openapi(registerRoute, async (c) => {
    const body = c.req.valid('json')
    const terminal = await terminals.register(body.code, body.jwk, incomingOf(c.req))
    return c.json(shown(terminal), 201)
  })
  api.openapi(listRoute, async (c) => {
    const { limit, cursor, partnerId, status } = c.req.valid('query')
    const found = await terminals.list(c.get('principal'), {
      limit: limit + 1,
      ...(cursor === undefined ? {} : { after: cursor[0] }),
      ...(partnerId === undefined ? {} : { partnerId }),
      ...(status === undefined ? {} : { status }),
    })
    return c.json(showPage(found, limit, shown), 200)
  })
  api.openapi(ownRoute, async (c) => {
    const terminal = await terminals.find(c.get('principal').id)
    if (terminal === undefined) {
      throw new DomainError('terminal_not_found', 'There is no terminal with this id.')
    }
    return c.json(shown(terminal), 200)
  })
  api.openapi(unpairRoute, async (c) => {
    const { id } = c.req.valid('param')
    return c.json(shown(await terminals.unpair(id, c.get('principal'))), 200)
  })
  return api
}

function shown(terminal: Terminal) {
  const { id, partnerId, outletId, name, kid, status } = terminal
  const pairedAt = terminal.pairedAt.toISOString()
  const unpairedAt = terminal.unpairedAt?.toISOString() ?? null
  return { id, partnerId, outletId, name, kid, status, pairedAt, unpairedAt }
}
