import { createRoute } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import { answerJson } from '../http/answer.ts'
import type { AppEnv } from '../http/env.ts'
import { createFailedAttempts } from '../http/failed-attempts.ts'
import { type Api, createApi, jsonAnswer, jsonBody, problems, secured } from '../http/openapi.ts'
import { problem } from '../http/problem.ts'
import { assert } from '../kernel/assert.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Runtime } from '../runtime.ts'
import { readStatement } from './core/statement.ts'
import type { CodeGuesses } from './routes-guesses.ts'
import { shownIn } from './routes-shapes.ts'
import {
  balanceBody,
  balanceShape,
  chainShape,
  showBalance,
  showStatement,
  showTreeHead,
  statementBody,
  statementShape,
} from './routes-till.ts'
import type { Vouchers } from './service.ts'

const tags = ['redemptions']

/** So many balances a till may ask for at once, and so many a second from then on. */
const CHECKS = { burst: 30, perSecond: 0.5 }

const sendStatement = createRoute({
  ...secured('cashier'),
  method: 'post',
  path: '/statements',
  operationId: 'sendStatement',
  tags,
  summary: 'Redeem by what a terminal signed',
  request: { body: jsonBody(statementBody) },
  responses: {
    201: jsonAnswer('Redeemed. The same statement again gets the same answer.', statementShape),
    200: jsonAnswer(
      'Declined, or not decided on; `chain` says where the terminal can go on.',
      statementShape,
    ),
    ...problems({
      409: 'The ledger knows the id from elsewhere.',
      422: 'It is not a statement by the terminal that sends it.',
    }),
  },
})

const getChain = createRoute({
  ...secured('cashier'),
  method: 'get',
  path: '/statements/chain',
  operationId: 'getStatementChain',
  tags,
  summary: 'Where the chain of statements of this terminal ends',
  responses: { 200: jsonAnswer('Its end.', chainShape) },
})

const guard = secured('cashier', 'partner')

const checkBalance = (limit: MiddlewareHandler<AppEnv>) =>
  createRoute({
    ...guard,
    middleware: [guard.middleware, limit],
    method: 'post',
    path: '/balance-checks',
    operationId: 'checkBalance',
    tags,
    summary: 'How a voucher stands at this partner, without spending it',
    request: { body: jsonBody(balanceBody) },
    responses: {
      200: jsonAnswer('How it stands.', balanceShape),
      ...problems({ 422: 'The partner is not in this programme.' }),
    },
  })

/** What terminals sign, and what a till asks before it does. */
export function tillRoutes({
  vouchers,
  runtime,
  guesses,
}: {
  readonly vouchers: Vouchers
  readonly guesses: CodeGuesses
  readonly runtime: Pick<Runtime, 'now'>
}): Api {
  const api = createApi()
  api.openapi(sendStatement, async (c) => {
    const body = c.req.valid('json')
    guesses.refuse(c, () => hasTypedCode(body.statement))
    const answer = await vouchers.state(body, c.get('principal'))
    guesses.count(c, answer.status)
    return answerJson(c, showStatement(answer), answer.status === 'redeemed' ? 201 : 200)
  })
  api.openapi(getChain, async (c) => {
    const { treeHead, ...chain } = await vouchers.chain(c.get('principal'))
    return c.json({ ...chain, treeHead: showTreeHead(treeHead) }, 200)
  })
  api.openapi(checkBalance(limitChecks(runtime)), async (c) => {
    const body = c.req.valid('json')
    const { partnerId } = c.get('principal')
    assert(partnerId, 'a till has a partner')
    if (body.partnerId !== undefined && body.partnerId !== partnerId) {
      throw new DomainError('forbidden', `This till is of ${partnerId}, not of ${body.partnerId}.`)
    }
    guesses.refuse(c, () => body.typedCode !== undefined)
    const asked = { shown: shownIn(body), partnerId, pin: body.pin }
    const balance = await vouchers.checkBalance(asked)
    guesses.count(c, balance.status)
    return c.json(showBalance(balance), 200)
  })
  return api
}

function hasTypedCode(statement: string): boolean {
  const read = readStatement(statement)
  return 'statement' in read && read.statement.shown.kind === 'typedCode'
}

/** Typed codes are long, but not so long that a till should try them by the thousand. */
function limitChecks({ now }: Pick<Runtime, 'now'>): MiddlewareHandler<AppEnv> {
  const checks = createFailedAttempts({ now, ...CHECKS })
  return async (c, next) => {
    const { id } = c.get('principal')
    const seconds = checks.secondsToWait(id)
    if (seconds > 0) {
      return problem(c, 'too_many_checks', {
        detail: `This till asked for many balances; try again in ${seconds} s.`,
        headers: { 'retry-after': String(seconds) },
      })
    }
    checks.record(id)
    return next()
  }
}
