import { createRoute, z } from '@hono/zod-openapi'
import { type Api, createApi, jsonAnswer, problems, secured } from '../http/openapi.ts'
import { encodeCursor } from '../http/paging.ts'
import { uuid } from '../http/schemas.ts'
import { csvAnswer } from '../http/streaming.ts'
import { DomainError } from '../kernel/errors.ts'
import type { AccountId } from '../kernel/ids.ts'
import type { Micros } from './core/instant.ts'
import type { BalanceLine, Moment, TransferFilter } from './core/reading.ts'
import { balanceSheet } from './core/sheet.ts'
import type { BookReader, Stretch } from './reading.ts'
import { balanceSheetCsv, balancesCsv, statementCsv, transfersCsv } from './reading-routes-csv.ts'
import {
  asOfQuery,
  balanceSchema,
  balanceSheetSchema,
  balancesCsvQuery,
  balancesQuery,
  balancesSchema,
  countedTo,
  showBalance,
  showEntry,
  showPending,
  showSheet,
  statementCsvQuery,
  statementQuery,
  statementSchema,
  transfersCsvQuery,
  transfersQuery,
  transfersSchema,
} from './reading-routes-shapes.ts'
import { showTransfer, storeReferences } from './routes-shapes.ts'
import { given } from './routes-shapes-rules.ts'

const PENDINGS_MAX = 200
const byId = z.strictObject({ id: uuid })
const NO_ACCOUNT = problems({ 404: 'There is no such account, or there was none at that time.' })

const reading = <Path extends string>(path: Path, operationId: string, summary: string) => ({
  ...secured('administrator', 'treasurer', 'auditor'),
  method: 'get' as const,
  path: `/ledger/${path}` as const,
  operationId,
  tags: ['ledger'],
  summary,
})
const csvFile = { description: 'The file.', content: { 'text/csv': { schema: z.string() } } }

const getStatement = createRoute({
  ...reading('accounts/{id}/statement', 'getStatement', 'The statement of an account'),
  description:
    'The first page fixes the end of the period, so that its pages fit together while the books grow.',
  request: { params: byId, query: statementQuery },
  responses: { 200: jsonAnswer('A page of the statement.', statementSchema), ...NO_ACCOUNT },
})
const getStatementCsv = createRoute({
  ...reading('accounts/{id}/statement.csv', 'getStatementCsv', 'The statement as CSV, whole'),
  request: { params: byId, query: statementCsvQuery },
  responses: { 200: csvFile, ...NO_ACCOUNT },
})
const getBalance = createRoute({
  ...reading('accounts/{id}/balance', 'getBalance', 'The balance of an account as of any instant'),
  request: { params: byId, query: asOfQuery },
  responses: { 200: jsonAnswer('The balance.', balanceSchema), ...NO_ACCOUNT },
})
const getBalanceCsv = createRoute({
  ...reading('accounts/{id}/balance.csv', 'getBalanceCsv', 'The balance of an account as CSV'),
  request: { params: byId, query: asOfQuery },
  responses: { 200: csvFile, ...NO_ACCOUNT },
})
const listBalances = createRoute({
  ...reading('balances', 'listBalances', 'The balances of all accounts as of any instant'),
  description: 'All pages are as of the moment of the first, whatever is posted meanwhile.',
  request: { query: balancesQuery },
  responses: { 200: jsonAnswer('A page, in the order of ids.', balancesSchema) },
})
const listBalancesCsv = createRoute({
  ...reading('balances.csv', 'listBalancesCsv', 'The balances of all accounts as CSV'),
  request: { query: balancesCsvQuery },
  responses: { 200: csvFile },
})
const listTransfers = createRoute({
  ...reading('transfers', 'listTransfers', 'Transfers, in the order of the log'),
  description: 'All filters that are given must fit. The first page fixes where the list ends.',
  request: { query: transfersQuery },
  responses: { 200: jsonAnswer('A page.', transfersSchema) },
})
const listTransfersCsv = createRoute({
  ...reading('transfers.csv', 'listTransfersCsv', 'Transfers as CSV, all that fit'),
  request: { query: transfersCsvQuery },
  responses: { 200: csvFile },
})
const getBalanceSheet = createRoute({
  ...reading('balance-sheet', 'getBalanceSheet', 'The balance sheet by the chart of accounts'),
  description:
    'In every unit and colour, `assets` come to the same as `funds`, `liabilities` and `other` together. Assets are debits less credits, all else credits less debits.',
  request: { query: asOfQuery },
  responses: { 200: jsonAnswer('The balance sheet.', balanceSheetSchema) },
})
const getBalanceSheetCsv = createRoute({
  ...reading('balance-sheet.csv', 'getBalanceSheetCsv', 'The balance sheet as CSV'),
  request: { query: asOfQuery },
  responses: { 200: csvFile },
})

/** What treasurers and auditors read, under `/api/v1`. */
export function readingRoutes({ books }: { readonly books: BookReader }): Api {
  const api = createApi()
  addStatement(api, books)
  addBalances(api, books)
  addTransfers(api, books)
  api.openapi(getBalanceSheet, async (c) => {
    const { at, by } = c.req.valid('query')
    const moment = await books.moment(at, by)
    const sheets = balanceSheet(await books.groups(moment))
    return c.json({ position: countedTo(moment), units: sheets.map(showSheet) }, 200)
  })
  api.openapi(getBalanceSheetCsv, async (c) => {
    const { at, by } = c.req.valid('query')
    const moment = await books.moment(at, by)
    const lines = balanceSheetCsv(balanceSheet(await books.groups(moment)))
    const { body, headers } = await csvAnswer('balance-sheet', lines)
    return c.body(body, 200, headers)
  })
  return api
}

function addStatement(api: Api, books: BookReader): void {
  api.openapi(getStatement, async (c) => {
    const { id } = c.req.valid('param')
    const { limit, cursor, ...period } = c.req.valid('query')
    const end = cursor === undefined ? undefined : { position: cursor[0], before: cursor[1] }
    const { statement, moment, pendings } = await books.together(async (one) => {
      const { stretch, moment } = await stretchOf(one, period, end)
      const page = { after: cursor?.[2] ?? stretch.after, limit }
      const [statement, pendings] = await Promise.all([
        one.statement(id, stretch, page),
        one.openPendings(id, moment, PENDINGS_MAX),
      ])
      return { statement, moment, pendings }
    })
    if (statement === undefined) throw accountNotFound()
    const last = statement.entries.at(-1)
    const next = [moment.position, moment.before, last?.position ?? 0n].map(String)
    return c.json(
      {
        account: statement.account,
        openingBalance: statement.openingBalance.toString(),
        items: statement.entries.map(showEntry),
        closingBalance: statement.closingBalance.toString(),
        pendings: pendings.map(showPending),
        position: moment.position.toString(),
        nextCursor: statement.hasMore ? encodeCursor(next) : null,
      },
      200,
    )
  })
  api.openapi(getStatementCsv, async (c) => {
    const { id } = c.req.valid('param')
    const { stretch, moment } = await stretchOf(books, c.req.valid('query'))
    const statement = await books.statement(id, stretch, { after: stretch.after, limit: 1 })
    if (statement === undefined) throw accountNotFound()
    const pendings = await books.openPendings(id, moment, PENDINGS_MAX)
    const ends = { ...statement, unit: statement.account.unit, pendings }
    const lines = statementCsv(ends, books.allEntries(id, stretch))
    const { body, headers } = await csvAnswer(`statement-${id}`, lines)
    return c.body(body, 200, headers)
  })
}

function addBalances(api: Api, books: BookReader): void {
  api.openapi(getBalance, async (c) => {
    const { line, moment } = await balanceAt(books, c.req.valid('param').id, c.req.valid('query'))
    return c.json({ ...showBalance(line), position: countedTo(moment) }, 200)
  })
  api.openapi(getBalanceCsv, async (c) => {
    const { line } = await balanceAt(books, c.req.valid('param').id, c.req.valid('query'))
    const { body, headers } = await csvAnswer(`balance-${line.id}`, balancesCsv(onePage([line])))
    return c.body(body, 200, headers)
  })
  api.openapi(listBalances, async (c) => {
    const { at, by, limit, cursor, colour } = c.req.valid('query')
    const moment = cursor === undefined ? await books.moment(at, by) : momentOf(cursor)
    const page = { limit, ...given({ after: cursor?.[4], colour }) }
    const { lines, hasMore } = await books.balances(moment, page)
    const { position, before, known = moment } = moment
    const place = [position, before, known.position, known.before, lines.at(-1)?.id ?? '']
    const next = place.map(String)
    return c.json(
      {
        items: lines.map(showBalance),
        nextCursor: hasMore ? encodeCursor(next) : null,
        position: countedTo(moment),
      },
      200,
    )
  })
  api.openapi(listBalancesCsv, async (c) => {
    const { at, by, colour } = c.req.valid('query')
    const moment = await books.moment(at, by)
    const lines = balancesCsv(books.allBalances(moment, colour))
    const { body, headers } = await csvAnswer('balances', lines)
    return c.body(body, 200, headers)
  })
}

function addTransfers(api: Api, books: BookReader): void {
  api.openapi(listTransfers, async (c) => {
    const { limit, cursor, from, to, ...filters } = c.req.valid('query')
    const period = { from, to }
    const stretch =
      cursor === undefined
        ? (await stretchOf(books, period)).stretch
        : { until: cursor[0], after: cursor[1] }
    const page = { after: stretch.after, limit }
    const { transfers, hasMore } = await books.transfers(filterOf(filters), stretch.until, page)
    const next = [stretch.until, transfers.at(-1)?.position ?? 0n].map(String)
    const nextCursor = hasMore ? encodeCursor(next) : null
    return c.json({ items: transfers.map(showTransfer), nextCursor }, 200)
  })
  api.openapi(listTransfersCsv, async (c) => {
    const { from, to, ...filters } = c.req.valid('query')
    const { stretch } = await stretchOf(books, { from, to })
    const lines = transfersCsv(books.allTransfers(filterOf(filters), stretch))
    const { body, headers } = await csvAnswer('transfers', lines)
    return c.body(body, 200, headers)
  })
}

interface Period {
  readonly from?: Micros | undefined
  readonly to?: Micros | undefined
}

/** The part of the log that a period is, and the moment at its end: as an earlier page found it, or now. */
async function stretchOf(
  books: BookReader,
  { from, to }: Period,
  end?: Moment,
): Promise<{ readonly stretch: Stretch; readonly moment: Moment }> {
  const [moment, begin] = await Promise.all([
    end ?? books.moment(to),
    from === undefined ? undefined : books.moment(from),
  ])
  return { stretch: { after: begin?.position ?? 0n, until: moment.position }, moment }
}

async function balanceAt(
  books: BookReader,
  id: AccountId,
  { at, by }: z.infer<typeof asOfQuery>,
): Promise<{ readonly line: BalanceLine; readonly moment: Moment }> {
  const { line, moment } = await books.together(async (one) => {
    const moment = await one.moment(at, by)
    return { moment, line: await one.balance(id, moment) }
  })
  if (line === undefined) throw accountNotFound()
  return { line, moment }
}

type BalancesCursor = NonNullable<z.infer<typeof balancesQuery>['cursor']>

function momentOf([position, before, knownPosition, knownBefore]: BalancesCursor): Moment {
  return { position, before, known: { position: knownPosition, before: knownBefore } }
}

type FilterQuery = Omit<z.infer<typeof transfersCsvQuery>, 'from' | 'to'>

function filterOf({ minAmount, maxAmount, reference, reference64, ...rest }: FilterQuery) {
  const told = given({ ...rest, amountMin: minAmount, amountMax: maxAmount })
  const filter: TransferFilter = { ...told, ...storeReferences({ reference, reference64 }) }
  return filter
}

async function* onePage<Row>(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  yield rows
}

function accountNotFound(): DomainError {
  return new DomainError('account_not_found', 'There is no account with this id, or was none then.')
}
