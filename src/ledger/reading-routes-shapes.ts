import { z } from '@hono/zod-openapi'
import { pageOf, pageQuery } from '../http/paging.ts'
import {
  minorAmount,
  minorText,
  parsedText,
  timeText,
  unit,
  unitText,
  uuid,
  uuidText,
} from '../http/schemas.ts'
import type { Micros } from './core/instant.ts'
import { micros } from './core/instant.ts'
import { microsTime, parseAsOf, parseEdge } from './core/moment.ts'
import {
  type BalanceLine,
  type Moment,
  type OpenPending,
  type StatementEntry,
  TIME_AXES,
} from './core/reading.ts'
import { forSections, type Sheet, type SheetSection } from './core/sheet.ts'
import { reference, reference64, transferSchema } from './routes-shapes.ts'
import { areaText, colour, colourText, microsText as occurredText } from './routes-shapes-rules.ts'

const TIME_PATTERN =
  '^[12][0-9]{3}-[0-9]{2}-[0-9]{2}(T[0-9:]{8}([.][0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2}))?$'
const TIME_WANTED =
  'an instant like "2026-05-04T09:30:00Z" or a day like "2026-05-04", from 1900 to 2999'

const at = parsedText(parseAsOf, TIME_WANTED).openapi({
  type: 'string',
  pattern: TIME_PATTERN,
  description: 'As of when; a day counts to its end in Italy. Now, where it is not given.',
  example: '2026-12-31',
})
const edge = (description: string, example: string) =>
  parsedText(parseEdge, TIME_WANTED).openapi({
    type: 'string',
    pattern: TIME_PATTERN,
    description,
    example,
  })
const period = {
  from: edge(
    'The beginning of the period; of a day, its beginning in Italy.',
    '2026-05-01',
  ).optional(),
  to: edge('The end of the period, which is not part of it.', '2026-06-01').optional(),
}
const codeText = parsedText(
  (text) => (/^[1-9][0-9]{0,4}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined),
  'a whole number from 1 to 65535',
).openapi({ type: 'integer', minimum: 1, maximum: 65_535, example: 30 })

const filters = {
  code: codeText.optional(),
  unit: unit.optional(),
  colour: colour.optional(),
  accountId: uuid.optional(),
  reference: reference.optional(),
  reference64: reference64.optional(),
  minAmount: minorAmount.optional(),
  maxAmount: minorAmount.optional(),
}

/** The end of the year 2999: what comes later is beyond PostgreSQL before long. */
const LAST_MICROS = 32_503_680_000_000_000n
const microsText = minorAmount
  .refine((count) => count <= LAST_MICROS)
  .transform((count) => micros(count))
const momentCursor = [minorAmount, microsText] as const

const by = z.enum(TIME_AXES).openapi({
  description:
    'By which time `at` counts: when a transfer was recorded (if this is not given), or when it happened.',
})
const asOf = { at: at.optional(), by: by.optional() }
export const asOfQuery = z.strictObject(asOf)
/** A cursor holds the moment of the first page, and how far the log was known then. */
export const balancesQuery = pageQuery(z.tuple([...momentCursor, ...momentCursor, uuid])).extend({
  ...asOf,
  colour: colour.optional(),
})
export const balancesCsvQuery = z.strictObject({ ...asOf, colour: colour.optional() })
export const statementQuery = inOrder(
  pageQuery(z.tuple([...momentCursor, minorAmount])).extend(period),
)
export const statementCsvQuery = inOrder(z.strictObject(period))
export const transfersQuery = inOrder(
  pageQuery(z.tuple([minorAmount, minorAmount])).extend({ ...period, ...filters }),
)
export const transfersCsvQuery = inOrder(z.strictObject({ ...period, ...filters }))

const positionText = z.string().openapi({
  description: 'What is counted: the transfers up to this place in the log.',
  example: '4711',
})
const codeNumber = z.int().openapi({ minimum: 1, maximum: 65_535, example: 2210 })
const balanceText = minorText.openapi({ description: 'Credits less debits posted.' })
const accountName = {
  id: uuidText,
  unit: unitText,
  code: codeNumber,
  origin: z.enum(['raw', 'programme']),
  colour: colourText.optional(),
  area: areaText.optional(),
}
const balanceFields = {
  ...accountName,
  balance: balanceText,
  debitsPending: minorText,
  creditsPending: minorText,
}

export const balanceSchema = z
  .object({ ...balanceFields, position: positionText })
  .openapi('AccountBalance')

export const balancesSchema = pageOf(z.object(balanceFields)).extend({ position: positionText })

const side = z.enum(['debit', 'credit'])
const entrySchema = z
  .object({
    transferId: uuidText,
    position: z.string(),
    recordedAt: timeText,
    code: codeNumber,
    counterAccountId: uuidText,
    counterAccountCode: codeNumber,
    side,
    amount: minorText,
    balance: balanceText,
    pendingId: uuidText.optional(),
    reference: uuidText.optional(),
    reference64: z.string().optional(),
    occurredAt: occurredText.optional(),
  })
  .openapi('StatementEntry')

const openPendingSchema = z
  .object({
    transferId: uuidText,
    recordedAt: timeText,
    code: codeNumber,
    counterAccountId: uuidText,
    side,
    amount: minorText,
    expiresAt: timeText.optional(),
  })
  .openapi('OpenPending')

export const statementSchema = pageOf(entrySchema)
  .extend({
    account: z.object(accountName),
    openingBalance: balanceText,
    closingBalance: balanceText,
    position: positionText,
    pendings: z.array(openPendingSchema).openapi({
      description: 'What is reserved at the end of the period and has not moved: the first 200.',
    }),
  })
  .openapi('Statement')

export const transfersSchema = pageOf(transferSchema)

export const trialBalanceAtSchema = z
  .object({
    position: positionText,
    units: z.array(
      z.object({
        unit: unitText,
        colour: colourText.optional(),
        accounts: z.array(
          z.object({ id: uuidText, code: codeNumber, debit: minorText, credit: minorText }),
        ),
        debits: minorText,
        credits: minorText,
      }),
    ),
  })
  .openapi('TrialBalanceAsOf')

const sectionSchema = z
  .object({
    total: minorText,
    lines: z.array(
      z.object({
        code: codeNumber,
        name: z.object({ en: z.string(), it: z.string() }),
        accounts: z.int(),
        balance: minorText,
      }),
    ),
  })
  .openapi('BalanceSheetSection')

export const balanceSheetSchema = z
  .object({
    position: positionText,
    units: z.array(
      z.object({
        unit: unitText,
        colour: colourText.optional(),
        assets: sectionSchema,
        funds: sectionSchema,
        liabilities: sectionSchema,
        other: sectionSchema,
      }),
    ),
  })
  .openapi('BalanceSheet')

/** The last place of the log that was looked at. */
export function countedTo({ position, known }: Moment): string {
  return (known?.position ?? position).toString()
}

/** A balance as JSON carries it. */
export function showBalance({ balance, debitsPending, creditsPending, ...name }: BalanceLine) {
  return {
    ...name,
    balance: balance.toString(),
    debitsPending: debitsPending.toString(),
    creditsPending: creditsPending.toString(),
  }
}

/** A line of a statement as JSON carries it. */
export function showEntry(entry: StatementEntry): z.infer<typeof entrySchema> {
  const { reference128, reference64: short, position, recordedAt, ...told } = entry
  const { amount, balance, occurredAt, ...rest } = told
  return {
    ...rest,
    position: position.toString(),
    recordedAt: recordedAt.toISOString(),
    amount: amount.toString(),
    balance: balance.toString(),
    ...(reference128 === undefined ? {} : { reference: reference128 }),
    ...(short === undefined ? {} : { reference64: short.toString() }),
    ...(occurredAt === undefined ? {} : { occurredAt: microsTime(occurredAt) }),
  }
}

/** What is reserved as JSON carries it. */
export function showPending(pending: OpenPending): z.infer<typeof openPendingSchema> {
  const { recordedAt, amount, expiresAt, ...rest } = pending
  return {
    ...rest,
    recordedAt: recordedAt.toISOString(),
    amount: amount.toString(),
    ...(expiresAt === undefined ? {} : { expiresAt: expiresAt.toISOString() }),
  }
}

/** A balance sheet as JSON carries it. */
export function showSheet({ unit: counted, colour: earmarked, sections }: Sheet) {
  const show = (section: SheetSection): z.infer<typeof sectionSchema> => ({
    total: sections[section].total.toString(),
    lines: sections[section].lines.map(({ accounts, balance, ...line }) => ({
      ...line,
      accounts: Number(accounts),
      balance: balance.toString(),
    })),
  })
  return {
    unit: counted,
    ...(earmarked === undefined ? {} : { colour: earmarked }),
    ...forSections(show),
  }
}

function inOrder<
  Schema extends z.ZodType<{
    readonly from?: Micros | undefined
    readonly to?: Micros | undefined
  }>,
>(schema: Schema): Schema {
  return schema.refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    error: 'wants an end that is not before "from"',
    path: ['to'],
  })
}
