import { createRoute, z } from '@hono/zod-openapi'
import { type Api, createApi, jsonAnswer, secured } from '../http/openapi.ts'
import { csvAnswer, jsonAnswerOf } from '../http/streaming.ts'
import type { BalanceLine, Moment } from './core/reading.ts'
import type { BookReader } from './reading.ts'
import { columnsOf, trialBalanceCsv } from './reading-routes-csv.ts'
import { asOfQuery, countedTo, trialBalanceAtSchema } from './reading-routes-shapes.ts'
import { trialBalanceSchema } from './routes-shapes.ts'
import type { Ledger } from './service.ts'

const getTrialBalance = createRoute({
  ...secured('administrator', 'treasurer', 'auditor'),
  method: 'get',
  path: '/ledger/trial-balance',
  operationId: 'getTrialBalance',
  tags: ['ledger'],
  summary: 'Posted debits and credits of every unit and account',
  description:
    'Without `at`, all that was ever debited and credited to each account. With `at`, the balance of each account as of then, in the column of its side.',
  request: { query: asOfQuery },
  responses: {
    200: jsonAnswer('The trial balance.', z.union([trialBalanceSchema, trialBalanceAtSchema])),
  },
})

const getTrialBalanceCsv = createRoute({
  ...secured('administrator', 'treasurer', 'auditor'),
  method: 'get',
  path: '/ledger/trial-balance.csv',
  operationId: 'getTrialBalanceCsv',
  tags: ['ledger'],
  summary: 'The trial balance as CSV: balances, in the column of their side',
  request: { query: asOfQuery },
  responses: {
    200: { description: 'The file.', content: { 'text/csv': { schema: z.string() } } },
  },
})

/** The trial balance, under `/api/v1`. */
export function trialBalanceRoutes(deps: {
  readonly ledger: Ledger
  readonly books: BookReader
}): Api {
  const { ledger, books } = deps
  const api = createApi()
  api.openapi(getTrialBalance, async (c) => {
    const { at, by } = c.req.valid('query')
    if (at === undefined) return c.json(await wholeTrialBalance(ledger), 200)
    const moment = await books.moment(at, by)
    const text = trialBalanceJson(moment, books.trialBalance(moment))
    return jsonAnswerOf<z.infer<typeof trialBalanceAtSchema>>(text)
  })
  api.openapi(getTrialBalanceCsv, async (c) => {
    const { at, by } = c.req.valid('query')
    const moment = await books.moment(at, by)
    const lines = trialBalanceCsv(books.trialBalance(moment))
    const { body, headers } = await csvAnswer('trial-balance', lines)
    return c.body(body, 200, headers)
  })
  return api
}

async function wholeTrialBalance(ledger: Ledger): Promise<z.infer<typeof trialBalanceSchema>> {
  const units = (await ledger.trialBalance()).map(
    ({ unit, colour, debits, credits, accounts }) => ({
      unit,
      ...(colour === undefined ? {} : { colour }),
      debits: debits.toString(),
      credits: credits.toString(),
      accounts: accounts.map(({ id, code, debitsPosted, creditsPosted }) => ({
        id,
        code,
        debitsPosted: debitsPosted.toString(),
        creditsPosted: creditsPosted.toString(),
      })),
    }),
  )
  return { units }
}

/** The answer of `trialBalanceAtSchema`, written while it is read: there may be a million accounts. */
async function* trialBalanceJson(
  moment: Moment,
  pages: AsyncIterable<readonly BalanceLine[]>,
): AsyncGenerator<string> {
  yield `{"position":"${countedTo(moment)}","units":[`
  let kind: string | undefined
  let [debits, credits] = [0n, 0n]
  const closing = () => `],"debits":"${debits}","credits":"${credits}"}`
  for await (const page of pages) {
    let text = ''
    for (const line of page) {
      const { debit, credit } = columnsOf(line.balance)
      const own = kindText(line)
      if (own === kind) text += ','
      else {
        text += `${kind === undefined ? '' : `${closing()},`}{${own},"accounts":[`
        kind = own
        ;[debits, credits] = [0n, 0n]
      }
      debits += debit
      credits += credit
      text += `{"id":"${line.id}","code":${line.code},"debit":"${debit}","credit":"${credit}"}`
    }
    yield text
  }
  yield `${kind === undefined ? '' : closing()}]}`
}

/** What the accounts of one list have in common. Units and colours need no escapes. */
function kindText({ unit, colour }: BalanceLine): string {
  return `"unit":"${unit}"${colour === undefined ? '' : `,"colour":"${colour}"`}`
}
