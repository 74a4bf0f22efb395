import { createRoute, z } from '@hono/zod-openapi'
import { type Api, createApi, jsonAnswer, jsonBody, problems, secured } from '../http/openapi.ts'
import { pageOf, pageQuery, pageRows, showPage } from '../http/paging.ts'
import { line, minorAmount, textId, uuid } from '../http/schemas.ts'
import type { Runtime } from '../runtime.ts'
import { INSTRUMENT_PRESETS } from './core/presets.ts'
import {
  currencyWalletShape,
  idParam,
  instrumentShape,
  pageAsked,
  partyShape,
  presetShape,
  READERS,
  showInstrument,
  showPreset,
  showWallet,
  verdictBody,
  versionBody,
  versionParams,
} from './instrument-routes-shapes.ts'
import type { Instruments } from './instruments.ts'

const tags = ['currency']
const TREASURY = ['treasurer', 'administrator'] as const

const listInstruments = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/instruments',
  operationId: 'listInstruments',
  tags,
  summary: 'The instruments, with all versions of their rules',
  request: { query: pageQuery(z.tuple([textId])) },
  responses: { 200: jsonAnswer('A page, by id.', pageOf(instrumentShape)) },
})

const getInstrument = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/instruments/{id}',
  operationId: 'getInstrument',
  tags,
  summary: 'An instrument: what counts, what will, what waits, and who decided',
  request: { params: idParam },
  responses: {
    200: jsonAnswer('The instrument.', instrumentShape),
    ...problems({ 404: 'There is no such instrument.' }),
  },
})

const listPresets = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/instrument-presets',
  operationId: 'listInstrumentPresets',
  tags,
  summary: 'The rules of systems that exist or existed, with their sources',
  responses: { 200: jsonAnswer('All of them.', z.object({ items: z.array(presetShape) })) },
})

const prepareInstrument = createRoute({
  ...secured(...TREASURY),
  method: 'post',
  path: '/instruments',
  operationId: 'prepareInstrument',
  tags,
  summary: 'Prepare an instrument with its first rules: it is there once somebody else approves',
  request: {
    body: jsonBody(versionBody.extend({ id: textId, programmeId: textId })),
  },
  responses: {
    201: jsonAnswer('The instrument. The same again gives the same.', instrumentShape),
    ...problems({
      409: 'The id, or the unit, belongs to another instrument.',
      422: 'Something does not fit.',
    }),
  },
})

const prepareVersion = createRoute({
  ...secured(...TREASURY),
  method: 'post',
  path: '/instruments/{id}/versions',
  operationId: 'prepareInstrumentVersion',
  tags,
  summary: 'Prepare further rules, which count from a day on once somebody else approves them',
  request: { params: idParam, body: jsonBody(versionBody) },
  responses: {
    201: jsonAnswer('The instrument. The same again gives the same.', instrumentShape),
    ...problems({
      404: 'There is no such instrument.',
      409: 'Other rules wait.',
      422: 'Something stays as it is while it lives, or the day is too near.',
    }),
  },
})

const decideVersion = createRoute({
  ...secured(...TREASURY),
  method: 'post',
  path: '/instruments/{id}/versions/{version}/decision',
  operationId: 'decideInstrumentVersion',
  tags,
  summary: 'Approve rules that somebody else prepared, or refuse them',
  request: { params: versionParams, body: jsonBody(verdictBody) },
  responses: {
    200: jsonAnswer('The instrument as it stands now.', instrumentShape),
    ...problems({
      404: 'There are no such rules.',
      409: 'It was decided before, or the day has come meanwhile.',
    }),
  },
})

const withdrawVersion = createRoute({
  ...secured(...TREASURY),
  method: 'post',
  path: '/instruments/{id}/versions/{version}/withdraw',
  operationId: 'withdrawInstrumentVersion',
  tags,
  summary: 'Take back rules that one prepared oneself, while they wait',
  request: { params: versionParams },
  responses: {
    200: jsonAnswer('The instrument as it stands now.', instrumentShape),
    ...problems({ 404: 'There are no such rules.', 409: 'They were decided, or are another’s.' }),
  },
})

const setCreditLine = createRoute({
  ...secured(...TREASURY),
  method: 'post',
  path: '/instruments/{id}/credit-lines',
  operationId: 'setCreditLine',
  tags,
  summary: 'Say how far one account on credit may go below and above zero, from now on',
  request: {
    params: idParam,
    body: jsonBody(
      z
        .strictObject({
          walletId: uuid.optional(),
          partnerId: textId.optional().openapi({ description: 'Instead of the wallet.' }),
          below: minorAmount.optional().openapi({ description: 'Left out as the rules have it.' }),
          above: minorAmount.optional().openapi({ description: 'Left out as the rules have it.' }),
          reason: line(200).openapi({ example: 'Agreed with the member' }),
        })
        .refine(
          ({ walletId, partnerId }) => (walletId === undefined) !== (partnerId === undefined),
          {
            path: ['walletId'],
            message: 'wants either walletId or partnerId',
          },
        ),
    ),
  },
  responses: {
    200: jsonAnswer('The wallet as it stands.', currencyWalletShape),
    ...problems({
      404: 'There is no such instrument or wallet.',
      422: 'Nobody is there who could hold it, or it is not on credit.',
    }),
  },
})

const openWallet = createRoute({
  ...secured('operator', ...TREASURY),
  method: 'post',
  path: '/instruments/{id}/wallets',
  operationId: 'openCurrencyWallet',
  tags,
  summary: 'Open a wallet for somebody; one that is there is given again',
  request: {
    params: idParam,
    body: jsonBody(z.strictObject({ party: partyShape, holderId: textId })),
  },
  responses: {
    201: jsonAnswer('The wallet.', currencyWalletShape),
    ...problems({
      404: 'There is no such instrument.',
      422: 'Nobody is there who could hold it.',
    }),
  },
})

const listWallets = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/instruments/{id}/wallets',
  operationId: 'listCurrencyWallets',
  tags,
  summary: 'The wallets of an instrument as they stand today, by party and holder',
  description: 'An operator sees those of people of the own contact points.',
  request: {
    params: idParam,
    query: pageQuery(z.tuple([uuid])).extend({ party: partyShape.optional() }),
  },
  responses: {
    200: jsonAnswer('A page.', pageOf(currencyWalletShape)),
    ...problems({ 404: 'There is no such instrument.' }),
  },
})

interface Deps {
  readonly instruments: Instruments
  readonly runtime: Runtime
}

/** Instruments, their rules and their wallets, under `/api/v1`. */
export function instrumentRoutes(deps: Deps): Api {
  const { instruments } = deps
  const api = createApi()
  const show = (record: Parameters<typeof showInstrument>[0]) =>
    showInstrument(record, deps.runtime.now())
  api.openapi(listInstruments, async (c) => {
    const query = c.req.valid('query')
    const found = await instruments.list(pageAsked(query))
    return c.json(showPage(found, query.limit, show), 200)
  })
  api.openapi(getInstrument, async (c) =>
    c.json(show(await instruments.get(c.req.valid('param').id)), 200),
  )
  api.openapi(listPresets, (c) => c.json({ items: INSTRUMENT_PRESETS.map(showPreset) }, 200))
  api.openapi(prepareInstrument, async (c) =>
    c.json(show(await instruments.prepare(c.req.valid('json'), c.get('principal'))), 201),
  )
  api.openapi(prepareVersion, async (c) => {
    const { id } = c.req.valid('param')
    const body = c.req.valid('json')
    return c.json(show(await instruments.prepareVersion(id, body, c.get('principal'))), 201)
  })
  api.openapi(decideVersion, async (c) => {
    const { id, version } = c.req.valid('param')
    const key = { instrumentId: id, version }
    const decided = await instruments.decide(key, c.req.valid('json'), c.get('principal'))
    return c.json(show(decided), 200)
  })
  api.openapi(withdrawVersion, async (c) => {
    const { id, version } = c.req.valid('param')
    const key = { instrumentId: id, version }
    return c.json(show(await instruments.withdraw(key, c.get('principal'))), 200)
  })
  walletRoutes(api, deps)
  return api
}

function walletRoutes(api: Api, { instruments }: Deps): void {
  api.openapi(setCreditLine, async (c) => {
    const { walletId, partnerId = '', below = null, above = null, reason } = c.req.valid('json')
    const of = walletId === undefined ? { partnerId } : { walletId }
    const wanted = { instrumentId: c.req.valid('param').id, of, below, above, reason }
    return c.json(showWallet(await instruments.setCreditLine(wanted, c.get('principal'))), 200)
  })
  api.openapi(openWallet, async (c) => {
    const wanted = { instrumentId: c.req.valid('param').id, ...c.req.valid('json') }
    return c.json(showWallet(await instruments.openWallet(wanted, c.get('principal'))), 201)
  })
  api.openapi(listWallets, async (c) => {
    const query = c.req.valid('query')
    const { id } = c.req.valid('param')
    const party = query.party === undefined ? {} : { party: query.party }
    const page = { ...pageAsked(query), ...party }
    const found = await instruments.listWallets(id, page, c.get('principal'))
    const { rows: purses, nextCursor } = pageRows(found, query.limit, (last) => [last.wallet.id])
    return c.json({ items: purses.map(showWallet), nextCursor }, 200)
  })
}
