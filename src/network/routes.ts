import { createRoute, z } from '@hono/zod-openapi'
import { type Api, createApi, jsonAnswer, problems, secured } from '../http/openapi.ts'
import { encodeCursor, pageOf, pageQuery } from '../http/paging.ts'
import { idText, minorText, textId, timeText, unitText } from '../http/schemas.ts'
import { DomainError } from '../kernel/errors.ts'
import { PARTNER_KINDS, PARTNER_STATUSES } from './core/kinds.ts'
import type { Network, Partner } from './service.ts'

const contactPointSchema = z
  .object({
    id: idText,
    name: z.string(),
    territoryId: idText,
    unit: unitText,
    envelope: minorText.openapi({ description: 'What it may still issue, in minor units.' }),
  })
  .openapi('ContactPoint')

const partnerSchema = z
  .object({
    id: idText,
    name: z.string(),
    territoryId: idText,
    kind: z.enum(PARTNER_KINDS),
    categories: z.array(z.string()),
    status: z.enum(PARTNER_STATUSES),
    unit: unitText,
    createdAt: timeText,
  })
  .openapi('Partner')

const ownPartnerSchema = partnerSchema
  .extend({
    owed: minorText.openapi({ description: 'What the programme owes it, in minor units.' }),
  })
  .openapi('OwnPartner')

const listContactPoints = createRoute({
  ...secured('operator', 'auditor', 'administrator'),
  method: 'get',
  path: '/contact-points',
  operationId: 'listContactPoints',
  tags: ['network'],
  summary: 'The contact points, and what each may still issue',
  request: { query: pageQuery(z.tuple([textId])) },
  responses: { 200: jsonAnswer('A page, by id.', pageOf(contactPointSchema)) },
})

const listPartners = createRoute({
  ...secured('operator', 'auditor', 'administrator'),
  method: 'get',
  path: '/partners',
  operationId: 'listPartners',
  tags: ['network'],
  summary: 'The partners that accept vouchers',
  request: { query: pageQuery(z.tuple([textId])) },
  responses: { 200: jsonAnswer('A page, by id.', pageOf(partnerSchema)) },
})

const getOwnPartner = createRoute({
  ...secured('partner'),
  method: 'get',
  path: '/partners/me',
  operationId: 'getOwnPartner',
  tags: ['network'],
  summary: 'The partner that the key belongs to, and what it is owed',
  responses: {
    200: jsonAnswer('The partner.', ownPartnerSchema),
    ...problems({ 404: 'The key belongs to a partner that is not in this programme.' }),
  },
})

/** The addresses of the network, under `/api/v1`. */
export function networkRoutes({ network }: { readonly network: Network }): Api {
  const api = createApi()
  api.openapi(listContactPoints, async (c) => {
    const { limit, cursor } = c.req.valid('query')
    const found = await network.listContactPoints({ limit: limit + 1, ...after(cursor) })
    const shown = found.slice(0, limit)
    const left = await network.envelopesLeft(shown)
    const items = shown.map(({ envelopeAccountId: _, ...point }) => ({
      ...point,
      envelope: String(left.get(point.id) ?? 0n),
    }))
    return c.json({ items, nextCursor: cursorAfter(shown, found.length) }, 200)
  })
  api.openapi(listPartners, async (c) => {
    const { limit, cursor } = c.req.valid('query')
    const found = await network.listPartners({ limit: limit + 1, ...after(cursor) })
    const shown = found.slice(0, limit)
    return c.json({ items: shown.map(show), nextCursor: cursorAfter(shown, found.length) }, 200)
  })
  api.openapi(getOwnPartner, async (c) => {
    const partner = await network.findPartner(c.get('principal').partnerId ?? '')
    if (partner === undefined) {
      throw new DomainError('partner_not_found', 'There is no partner with the id of this key.')
    }
    const owed = await network.owedTo(partner)
    return c.json({ ...show(partner), owed: owed.toString() }, 200)
  })
  return api
}

function show({ payableAccountId: _, ...partner }: Partner) {
  return {
    ...partner,
    categories: [...partner.categories],
    createdAt: partner.createdAt.toISOString(),
  }
}

function after(cursor: readonly [string] | undefined): { after?: string } {
  return cursor === undefined ? {} : { after: cursor[0] }
}

/** Where the next page begins: after the last one shown, if there was one more. */
function cursorAfter(shown: readonly { readonly id: string }[], found: number): string | null {
  const last = shown.at(-1)
  return last !== undefined && found > shown.length ? encodeCursor([last.id]) : null
}
