import { createRoute, z } from '@hono/zod-openapi'
import type { Principal } from '../access/core/principal.ts'
import { answerJson } from '../http/answer.ts'
import { type Api, createApi, jsonAnswer, jsonBody, problems, secured } from '../http/openapi.ts'
import { pageOf, pageQuery, showPage } from '../http/paging.ts'
import { uuid } from '../http/schemas.ts'
import { assert } from '../kernel/assert.ts'
import { DomainError } from '../kernel/errors.ts'
import type { CodeGuesses } from './routes-guesses.ts'
import { redemptionBody, redemptionShape, shownIn, showRedemption } from './routes-shapes.ts'
import type { Vouchers } from './service.ts'

const tags = ['redemptions']

const redeem = createRoute({
  ...secured('partner'),
  method: 'post',
  path: '/redemptions',
  operationId: 'redeem',
  tags,
  summary: 'Redeem a voucher in full or in part',
  request: { body: jsonBody(redemptionBody) },
  responses: {
    201: jsonAnswer('Redeemed. The same request again gets the same answer.', redemptionShape),
    200: jsonAnswer(
      'Declined; `status` says why, `message` says it to the cashier.',
      redemptionShape,
    ),
    ...problems({
      409: 'The id was used for another redemption.',
      422: 'The partner is not in this programme.',
    }),
  },
})

const listRedemptions = createRoute({
  ...secured('partner', 'cashier', 'partner_owner', 'auditor', 'administrator'),
  method: 'get',
  path: '/redemptions',
  operationId: 'listRedemptions',
  tags,
  summary: 'The redemptions, declined ones too, the newest first; a partner sees its own',
  request: { query: pageQuery(z.tuple([uuid])) },
  responses: { 200: jsonAnswer('A page.', pageOf(redemptionShape)) },
})

const getRedemption = createRoute({
  ...secured('partner', 'cashier', 'partner_owner', 'auditor', 'administrator'),
  method: 'get',
  path: '/redemptions/{id}',
  operationId: 'getRedemption',
  tags,
  summary: 'The answer that a redemption got',
  request: { params: z.strictObject({ id: uuid }) },
  responses: {
    200: jsonAnswer('The redemption.', redemptionShape),
    ...problems({ 404: 'There is none with this id, or it is not of this partner.' }),
  },
})

/** Redeeming, and what was redeemed. */
export function redemptionRoutes({
  vouchers,
  guesses,
}: {
  readonly vouchers: Vouchers
  readonly guesses: CodeGuesses
}): Api {
  const api = createApi()
  api.openapi(redeem, async (c) => {
    const body = c.req.valid('json')
    const { partnerId } = ownOnly(c.get('principal'))
    assert(partnerId, 'the key of a till has a partner')
    if (body.partnerId !== undefined && body.partnerId !== partnerId) {
      const detail = `This key redeems for ${partnerId}, not for ${body.partnerId}.`
      throw new DomainError('forbidden', detail)
    }
    guesses.refuse(c, () => body.typedCode !== undefined)
    const { id, amount, pin } = body
    const redemption = await vouchers.redeem({ id, amount, partnerId, shown: shownIn(body), pin })
    guesses.count(c, redemption.status)
    return redemption.status === 'redeemed'
      ? answerJson(c, showRedemption(redemption), 201)
      : answerJson(c, showRedemption(redemption), 200)
  })
  api.openapi(listRedemptions, async (c) => {
    const { limit, cursor } = c.req.valid('query')
    const found = await vouchers.listRedemptions({
      limit: limit + 1,
      ...(cursor === undefined ? {} : { after: cursor[0] }),
      ...ownOnly(c.get('principal')),
    })
    return c.json(showPage(found, limit, showRedemption), 200)
  })
  api.openapi(getRedemption, async (c) => {
    const redemption = await vouchers.findRedemption(c.req.valid('param').id)
    const { partnerId } = ownOnly(c.get('principal'))
    const isShown = partnerId === undefined || redemption?.partnerId === partnerId
    if (redemption === undefined || !isShown) {
      throw new DomainError('redemption_not_found', 'There is no redemption with this id.')
    }
    return c.json(showRedemption(redemption), 200)
  })
  return api
}

/** A till sees what is its own; others see all. */
function ownOnly({ partnerId }: Principal): { readonly partnerId?: string } {
  return partnerId === undefined ? {} : { partnerId }
}
