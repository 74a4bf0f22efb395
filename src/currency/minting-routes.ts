import { createRoute, z } from '@hono/zod-openapi'
import { requireOwner } from '../access/owner-pin.ts'
import type { Pins } from '../access/pins.ts'
import { type Api, createApi, jsonAnswer, jsonBody, problems, secured } from '../http/openapi.ts'
import { encodeCursor, pageOf, pageQuery } from '../http/paging.ts'
import { uuid } from '../http/schemas.ts'
import { assert } from '../kernel/assert.ts'
import { walletIdOf } from './identity.ts'
import { idParam, pageAsked, verdictBody } from './instrument-routes-shapes.ts'
import type { Minting } from './minting.ts'
import * as shapes from './minting-routes-shapes.ts'
import { showPayment, tillPaymentShape } from './routes-till-shapes.ts'
import { partnerOf } from './till.ts'

const tags = ['currency']
const TREASURY = ['treasurer', 'administrator'] as const
const READERS = ['treasurer', 'administrator', 'auditor'] as const
const uuidParam = z.strictObject({ id: uuid })
const listQuery = pageQuery(z.tuple([uuid]))

const grant = createRoute({
  ...secured('operator', ...TREASURY),
  method: 'post',
  path: '/instruments/{id}/grants',
  operationId: 'prepareCurrencyGrant',
  tags,
  summary: 'Prepare that some are given money; nothing moves before somebody else approves it',
  request: { params: idParam, body: jsonBody(shapes.grantBody) },
  responses: {
    201: jsonAnswer('The grant. The same again gives the same.', shapes.grantShape),
    ...problems({
      404: 'There is no such instrument.',
      409: 'The id belongs to another grant.',
      422: 'The instrument is not granted, or somebody is not there.',
    }),
  },
})

const listGrants = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/instruments/{id}/grants',
  operationId: 'listCurrencyGrants',
  tags,
  summary: 'What was prepared to be given, the newest first',
  request: { params: idParam, query: listQuery },
  responses: { 200: jsonAnswer('A page.', pageOf(shapes.grantShape)) },
})

const decideGrant = createRoute({
  ...secured('operator', ...TREASURY),
  method: 'post',
  path: '/currency-grants/{id}/decision',
  operationId: 'decideCurrencyGrant',
  tags,
  summary: 'Approve what somebody else prepared, which gives it, or refuse it',
  request: { params: uuidParam, body: jsonBody(verdictBody) },
  responses: {
    200: jsonAnswer('The grant as it stands now.', shapes.grantShape),
    ...problems({ 404: 'There is no such grant.', 409: 'It was decided, or the grants are used.' }),
  },
})

const purchase = createRoute({
  ...secured(...TREASURY),
  method: 'post',
  path: '/instruments/{id}/purchases',
  operationId: 'enterCurrencyPurchase',
  tags,
  summary: 'Somebody paid euro into the bank account, and gets as much',
  request: { params: idParam, body: jsonBody(shapes.purchaseBody) },
  responses: {
    201: jsonAnswer('The payment. The same again gives the same.', tillPaymentShape),
    200: jsonAnswer('Nothing was given; `status` says why.', tillPaymentShape),
    ...problems({
      404: 'There is no such instrument.',
      409: 'The id was used for something else.',
      422: 'Nobody is there who could hold it.',
    }),
  },
})

const donation = createRoute({
  ...secured(...TREASURY),
  method: 'post',
  path: '/instruments/{id}/donations',
  operationId: 'giveDonations',
  tags,
  summary: 'Give associations their share of what was bought since the last run',
  request: { params: idParam, body: jsonBody(shapes.donationBody) },
  responses: {
    201: jsonAnswer('The run. The same again gives the same.', shapes.donationShape),
    ...problems({
      404: 'There is no such instrument.',
      409: 'Nothing is due, or the id was used.',
      422: 'There is no such association.',
    }),
  },
})

const release = createRoute({
  ...secured(...TREASURY),
  method: 'post',
  path: '/instruments/{id}/releases',
  operationId: 'prepareReserveRelease',
  tags,
  summary: 'Prepare that what the reserve need not hold goes back to the grants',
  request: { params: idParam, body: jsonBody(shapes.releaseBody) },
  responses: {
    201: jsonAnswer('The release. The same again gives the same.', shapes.releaseShape),
    ...problems({
      404: 'There is no such instrument.',
      409: 'So much has to stay, or the id belongs to another release.',
    }),
  },
})

const listReleases = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/instruments/{id}/releases',
  operationId: 'listReserveReleases',
  tags,
  summary: 'What was prepared to leave the reserve, the newest first',
  request: { params: idParam, query: listQuery },
  responses: { 200: jsonAnswer('A page.', pageOf(shapes.releaseShape)) },
})

const decideRelease = createRoute({
  ...secured(...TREASURY),
  method: 'post',
  path: '/reserve-releases/{id}/decision',
  operationId: 'decideReserveRelease',
  tags,
  summary: 'Approve a release that somebody else prepared, or refuse it',
  request: { params: uuidParam, body: jsonBody(verdictBody) },
  responses: {
    200: jsonAnswer('The release as it stands now.', shapes.releaseShape),
    ...problems({ 404: 'There is no such release.', 409: 'It was decided, or so much must stay.' }),
  },
})

const outstanding = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/instruments/{id}/outstanding',
  operationId: 'getOutstanding',
  tags,
  summary: 'What was outstanding at the end of a day, and what lay behind it',
  request: { params: idParam, query: shapes.onDay },
  responses: {
    200: jsonAnswer('As of the day; today where none is given.', shapes.outstandingShape),
    ...problems({ 404: 'There is no such instrument.' }),
  },
})

const breaches = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/currency-breaches',
  operationId: 'listCurrencyBreaches',
  tags,
  summary: 'What should always hold of instruments and does not: nothing, where all is well',
  responses: { 200: jsonAnswer('All.', shapes.breachShape) },
})

const convert = createRoute({
  ...secured('cashier', 'partner_owner'),
  method: 'post',
  path: '/till/conversions',
  operationId: 'convertAtTill',
  tags,
  summary:
    'Change currency back to euro, which the shop is then owed; at a terminal with the PIN of the owner',
  request: { body: jsonBody(shapes.conversionBody) },
  responses: {
    201: jsonAnswer('Changed. The same request again gets the same answer.', tillPaymentShape),
    200: jsonAnswer('Nothing was changed; `status` says why.', tillPaymentShape),
    ...problems({
      403: 'The PIN of the owner is wrong, locked or missing.',
      404: 'The shop has no wallet of this instrument.',
      409: 'The id was used for something else.',
    }),
  },
})

const fetchOwn = createRoute({
  ...secured('beneficiary'),
  method: 'post',
  path: '/wallet/currencies/{id}/fetch',
  operationId: 'fetchWalletCurrency',
  tags,
  summary: 'Fetch what everybody may make, or is given',
  request: { params: idParam },
  responses: {
    200: jsonAnswer('What was fetched; nothing where there is nothing today.', shapes.fetchedShape),
    ...problems({
      404: 'You have no such wallet.',
      409: 'There is no such thing, or it cannot be fetched now.',
    }),
  },
})

/** How money of instruments comes and goes, under `/api/v1`. */
export function mintingRoutes({
  minting,
  pins,
}: {
  readonly minting: Minting
  readonly pins: Pick<Pins, 'checkOwnerPin'>
}): Api {
  const api = createApi()
  api.openapi(grant, async (c) => {
    const { id } = c.req.valid('param')
    const asked = { ...c.req.valid('json'), instrumentId: id }
    return c.json(shapes.showGrant(await minting.prepareGrant(asked, c.get('principal'))), 201)
  })
  api.openapi(listGrants, async (c) => {
    const { query, page } = { query: c.req.valid('query'), page: c.req.valid('param') }
    const found = await minting.listGrants({ ...pageAsked(query), instrumentId: page.id })
    return c.json(pageFrom(found, query.limit, shapes.showGrant), 200)
  })
  api.openapi(decideGrant, async (c) => {
    const { id } = c.req.valid('param')
    const decided = await minting.decideGrant(id, c.req.valid('json'), c.get('principal'))
    return c.json(shapes.showGrant(decided), 200)
  })
  api.openapi(purchase, async (c) => {
    const { associationId, ...body } = c.req.valid('json')
    const chosen = associationId === undefined ? {} : { associationId }
    const { id: instrumentId } = c.req.valid('param')
    const paid = await minting.buy({ ...body, ...chosen, instrumentId, actor: c.get('principal') })
    return c.json(showPayment(paid), paid.status === 'paid' ? 201 : 200)
  })
  api.openapi(donation, async (c) => {
    const { id: instrumentId } = c.req.valid('param')
    const asked = { ...c.req.valid('json'), instrumentId, actor: c.get('principal') }
    return c.json(shapes.showDonated(await minting.donate(asked)), 201)
  })
  addReserve(api, minting)
  api.openapi(convert, async (c) => {
    const { instrumentId, ownerPin, ...body } = c.req.valid('json')
    const by = c.get('principal')
    const partnerId = partnerOf(by)
    const consent = () => requireOwner(pins, partnerId, ownerPin, by)
    const walletId = walletIdOf(instrumentId, 'partner', partnerId)
    const changed = await minting.convert({ ...body, walletId, actor: by, consent })
    return c.json(showPayment(changed), changed.status === 'paid' ? 201 : 200)
  })
  api.openapi(fetchOwn, async (c) => {
    const by = c.get('principal')
    assert(by.beneficiaryId, 'a wallet belongs to a person')
    const walletId = walletIdOf(c.req.valid('param').id, 'person', by.beneficiaryId)
    return c.json(shapes.showFetched(await minting.fetch(walletId, by)), 200)
  })
  return api
}

function addReserve(api: Api, minting: Minting): void {
  api.openapi(release, async (c) => {
    const asked = { ...c.req.valid('json'), instrumentId: c.req.valid('param').id }
    return c.json(shapes.showRelease(await minting.prepareRelease(asked, c.get('principal'))), 201)
  })
  api.openapi(listReleases, async (c) => {
    const query = c.req.valid('query')
    const instrumentId = c.req.valid('param').id
    const found = await minting.listReleases({ ...pageAsked(query), instrumentId })
    return c.json(pageFrom(found, query.limit, shapes.showRelease), 200)
  })
  api.openapi(decideRelease, async (c) => {
    const { id } = c.req.valid('param')
    const decided = await minting.decideRelease(id, c.req.valid('json'), c.get('principal'))
    return c.json(shapes.showRelease(decided), 200)
  })
  api.openapi(outstanding, async (c) => {
    const { day } = c.req.valid('query')
    const found = await minting.outstanding(c.req.valid('param').id, day)
    return c.json(shapes.showOutstanding(found), 200)
  })
  api.openapi(breaches, async (c) => {
    const found = await minting.breaches()
    return c.json({ items: found.map(shapes.showBreach) }, 200)
  })
}

/** One more than the page was asked for: then there is another. */
function pageFrom<Row extends { readonly id: string }, Shown>(
  rows: readonly Row[],
  limit: number,
  show: (row: Row) => Shown,
): { readonly items: Shown[]; readonly nextCursor: string | null } {
  const items = rows.slice(0, limit)
  const last = rows.length > limit ? items.at(-1) : undefined
  return { items: items.map(show), nextCursor: last === undefined ? null : encodeCursor([last.id]) }
}
