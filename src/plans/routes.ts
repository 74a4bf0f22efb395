import { createRoute, z } from '@hono/zod-openapi'
import { type Api, createApi, jsonAnswer, secured } from '../http/openapi.ts'
import { encodeCursor, pageOf, pageQuery } from '../http/paging.ts'
import { idText, textId } from '../http/schemas.ts'
import type { Plans } from './service.ts'

const beneficiarySchema = z
  .object({
    id: idText.openapi({ description: 'A pseudonymous code.', example: 'BI-P-001' }),
    contactPointId: idText,
    householdSize: z.int().min(1).max(20),
    language: z.string().openapi({ description: 'A BCP 47 tag.', example: 'fr' }),
  })
  .openapi('Beneficiary')

const listBeneficiaries = createRoute({
  ...secured('operator', 'auditor', 'administrator'),
  method: 'get',
  path: '/beneficiaries',
  operationId: 'listBeneficiaries',
  tags: ['plans'],
  summary: 'The beneficiaries, by their codes',
  request: { query: pageQuery(z.tuple([textId])) },
  responses: { 200: jsonAnswer('A page, by id.', pageOf(beneficiarySchema)) },
})

/** The addresses of the plans, under `/api/v1`. */
export function planRoutes({ plans }: { readonly plans: Plans }): Api {
  const api = createApi()
  api.openapi(listBeneficiaries, async (c) => {
    const { limit, cursor } = c.req.valid('query')
    const page = cursor === undefined ? {} : { after: cursor[0] }
    const found = await plans.listBeneficiaries({ limit: limit + 1, ...page })
    const items = found.slice(0, limit)
    const last = items.at(-1)
    const nextCursor = last !== undefined && found.length > limit ? encodeCursor([last.id]) : null
    return c.json({ items, nextCursor }, 200)
  })
  return api
}
