import { createRoute, z } from '@hono/zod-openapi'
import { answerJson } from '../http/answer.ts'
import { type Api, createApi, jsonAnswer, jsonBody, problems, secured } from '../http/openapi.ts'
import { encodeCursor, pageOf, pageQuery } from '../http/paging.ts'
import { minorAmount, uuid } from '../http/schemas.ts'
import { DomainError } from '../kernel/errors.ts'
import { readTransfers } from './routes-body.ts'
import {
  accountResults,
  accountSchema,
  newAccountOf,
  newTransferOf,
  openAccountsBody,
  postTransfersBody,
  showAccount,
  showTransfer,
  transferResults,
  transferSchema,
} from './routes-shapes.ts'
import type { Ledger } from './service.ts'

const TAGS = ['ledger']
const ROOM = {
  503: 'Too much is waiting, or the books cannot be reached; `Retry-After` says when.',
}
const byId = z.object({ id: uuid })

const openAccounts = createRoute({
  ...secured('administrator'),
  method: 'post',
  path: '/ledger/accounts',
  operationId: 'openAccounts',
  tags: TAGS,
  summary: 'Open accounts, each for itself',
  request: { body: jsonBody(openAccountsBody) },
  responses: {
    200: jsonAnswer('What became of each, in the order asked.', accountResults),
    ...problems(ROOM),
  },
})

const postTransfers = createRoute({
  ...secured('administrator'),
  method: 'post',
  path: '/ledger/transfers',
  operationId: 'postTransfers',
  tags: TAGS,
  summary: 'Post 1 to 1000 transfers, in order',
  description:
    'Transfers flagged `linked` stand or fall with the one after them. Only accounts opened through this API can be reached. Sent again, each transfer gets the answer that belongs to it and nothing moves.',
  request: { body: jsonBody(postTransfersBody, readTransfers) },
  responses: {
    200: jsonAnswer('What became of each, in the order asked.', transferResults),
    ...problems(ROOM),
  },
})

const getAccount = createRoute({
  ...secured('administrator', 'treasurer', 'auditor'),
  method: 'get',
  path: '/ledger/accounts/{id}',
  operationId: 'getAccount',
  tags: TAGS,
  summary: 'An account as it stands',
  request: { params: byId },
  responses: {
    200: jsonAnswer('The account.', accountSchema),
    ...problems({ 404: 'There is no such account.' }),
  },
})

const listAccountTransfers = createRoute({
  ...secured('administrator', 'treasurer', 'auditor'),
  method: 'get',
  path: '/ledger/accounts/{id}/transfers',
  operationId: 'listAccountTransfers',
  tags: TAGS,
  summary: 'The transfers of an account, in the order of the log',
  request: { params: byId, query: pageQuery(z.tuple([minorAmount])) },
  responses: {
    200: jsonAnswer('A page.', pageOf(transferSchema)),
    ...problems({ 404: 'There is no such account.' }),
  },
})

const getTransfer = createRoute({
  ...secured('administrator', 'treasurer', 'auditor'),
  method: 'get',
  path: '/ledger/transfers/{id}',
  operationId: 'getTransfer',
  tags: TAGS,
  summary: 'A transfer',
  request: { params: byId },
  responses: {
    200: jsonAnswer('The transfer.', transferSchema),
    ...problems({ 404: 'There is no such transfer.' }),
  },
})

/** The addresses of the ledger, under `/api/v1`. */
export function ledgerRoutes({ ledger }: { readonly ledger: Ledger }): Api {
  const api = createApi()
  api.openapi(openAccounts, async (c) => {
    const accounts = c.req.valid('json').accounts.map(newAccountOf)
    const outcome = await ledger.post({ accounts, transfers: [] })
    return c.json({ results: [...outcome.accounts] }, 200)
  })
  api.openapi(postTransfers, async (c) => {
    const transfers = c.req.valid('json').transfers.map(newTransferOf)
    const outcome = await ledger.post({ transfers }, { rawOnly: true })
    return answerJson(c, { results: [...outcome.transfers] }, 200)
  })
  api.openapi(getAccount, async (c) => {
    const account = await ledger.findAccount(c.req.valid('param').id)
    if (account === undefined) throw accountNotFound()
    return c.json(showAccount(account), 200)
  })
  api.openapi(listAccountTransfers, async (c) => {
    const { id } = c.req.valid('param')
    const { limit, cursor } = c.req.valid('query')
    const afterPosition = cursor?.[0] ?? 0n
    const found = await ledger.listAccountTransfers(id, { limit: limit + 1, afterPosition })
    if (found.length === 0 && (await ledger.findAccount(id)) === undefined) throw accountNotFound()
    const shown = found.slice(0, limit)
    const last = shown.at(-1)
    const nextCursor =
      last !== undefined && found.length > limit ? encodeCursor([last.position.toString()]) : null
    return c.json({ items: shown.map(showTransfer), nextCursor }, 200)
  })
  api.openapi(getTransfer, async (c) => {
    const transfer = await ledger.findTransfer(c.req.valid('param').id)
    if (transfer === undefined) {
      throw new DomainError('transfer_not_found', 'There is no transfer with this id.')
    }
    return c.json(showTransfer(transfer), 200)
  })
  return api
}

function accountNotFound(): DomainError {
  return new DomainError('account_not_found', 'There is no account with this id.')
}
