import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  bigint,
  check,
  index,
  integer,
  pgTable,
  smallint,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { AREA_PATTERN, COLOUR_PATTERN } from './core/colour.ts'

const amount = (name: string) => bigint(name, { mode: 'bigint' }).notNull()
const instant = (name: string) =>
  timestamp(name, { withTimezone: true, precision: 6, mode: 'date' })

/** One row: the end of the log. Every posting batch moves it, so no two batches can pass each other. */
export const ledgerHead = pgTable(
  'ledger_head',
  {
    id: smallint().primaryKey().default(1),
    lastPosition: amount('last_position').default(sql`0`),
    lastRecordedAt: instant('last_recorded_at').notNull().default(sql`'epoch'`),
  },
  (table) => [check('ledger_head_one_row', sql`${table.id} = 1`)],
)

/** An account: who may go below zero is decided by its flags, and defended here once more. */
export const ledgerAccount = pgTable(
  'ledger_account',
  {
    id: uuid().primaryKey(),
    unit: text().notNull(),
    code: integer().notNull(),
    flags: smallint().notNull().default(0),
    /** `raw`: opened through the raw API; `programme`: opened by the service itself. */
    origin: text({ enum: ['raw', 'programme'] }).notNull(),
    reference128: uuid('reference_128'),
    reference64: bigint('reference_64', { mode: 'bigint' }),
    /** What its money is earmarked for; transfers stay within a colour. */
    colour: text(),
    /** Where it belongs. */
    area: text(),
    debitsPending: amount('debits_pending').default(sql`0`),
    debitsPosted: amount('debits_posted').default(sql`0`),
    creditsPending: amount('credits_pending').default(sql`0`),
    creditsPosted: amount('credits_posted').default(sql`0`),
    /** Counts the batches that changed the account: the fence of every update. */
    version: amount('version').default(sql`0`),
    createdAt: instant('created_at').notNull(),
    /** The pending transfer that closed it; its own table comes later in a batch, so this is no foreign key. */
    closedBy: uuid('closed_by'),
  },
  (table) => [
    // With the id, so that the accounts of a line of the chart can be read in pages.
    index('ledger_account_code').on(table.code, table.unit, table.colour, table.id),
    index('ledger_account_colour')
      .on(table.colour, table.id)
      .where(sql`${table.colour} is not null`),
    check('ledger_account_unit', sql`${table.unit} ~ '^[A-Z][A-Z0-9]{1,11}$'`),
    check('ledger_account_code_range', sql`${table.code} between 1 and 65535`),
    check('ledger_account_flags', sql`${table.flags} between 0 and 31 and ${table.flags} & 3 <> 3`),
    check('ledger_account_colour_form', sql`${table.colour} ~ ${sql.raw(`'^${COLOUR_PATTERN}$'`)}`),
    check('ledger_account_area_form', sql`${table.area} ~ ${sql.raw(`'^${AREA_PATTERN}$'`)}`),
    check(
      'ledger_account_colour_area',
      sql`split_part(${table.colour}, '/', 2) in ('', ${table.area})`,
    ),
    check('ledger_account_origin', sql`${table.origin} in ('raw', 'programme')`),
    check(
      'ledger_account_not_negative',
      sql`${table.debitsPending} >= 0 and ${table.debitsPosted} >= 0 and ${table.creditsPending} >= 0 and ${table.creditsPosted} >= 0`,
    ),
    check(
      'ledger_account_debits_limit',
      sql`${table.flags} & 1 = 0 or ${table.debitsPosted} + ${table.debitsPending} <= ${table.creditsPosted}`,
    ),
    check(
      'ledger_account_credits_limit',
      sql`${table.flags} & 2 = 0 or ${table.creditsPosted} + ${table.creditsPending} <= ${table.debitsPosted}`,
    ),
  ],
)

/** A transfer, once written, stays as it is: no update, no delete, for nobody. */
export const ledgerTransfer = pgTable(
  'ledger_transfer',
  {
    id: uuid().primaryKey(),
    /** Its place in the log, without gaps, in the order of commits. */
    position: amount('position').unique('ledger_transfer_position'),
    debitAccountId: uuid('debit_account_id').notNull(),
    creditAccountId: uuid('credit_account_id').notNull(),
    amount: amount('amount'),
    unit: text().notNull(),
    code: integer().notNull(),
    flags: smallint().notNull().default(0),
    /** The transfer that it posts or voids. */
    pendingId: uuid('pending_id').references((): AnyPgColumn => ledgerTransfer.id),
    timeoutSeconds: integer('timeout_seconds').notNull().default(0),
    reference128: uuid('reference_128'),
    reference64: bigint('reference_64', { mode: 'bigint' }),
    /** Credits less debits posted on the debit account, after this transfer. */
    debitBalance: amount('debit_balance'),
    /** Credits less debits posted on the credit account, after this transfer. */
    creditBalance: amount('credit_balance'),
    recordedAt: instant('recorded_at').notNull(),
    /** When it happened, where it was told of later. */
    occurredAt: instant('occurred_at'),
    /** The transfer that it takes back, and why: see `REVERSAL_REASONS`. */
    reverses: uuid(),
    reverseReason: smallint('reverse_reason'),
    /** The transfer whose amount it hands out in another unit, at which rate, rounded how: see `ROUNDING_CODES`. */
    converts: uuid(),
    rateNumerator: bigint('rate_numerator', { mode: 'bigint' }),
    rateDenominator: bigint('rate_denominator', { mode: 'bigint' }),
    rounding: smallint(),
  },
  (table) => [
    // That both accounts exist and have this unit and one colour is a trigger's care: see the migrations.
    uniqueIndex('ledger_transfer_resolves')
      .on(table.pendingId)
      .where(sql`${table.pendingId} is not null`),
    index('ledger_transfer_debit').on(table.debitAccountId, table.position),
    index('ledger_transfer_credit').on(table.creditAccountId, table.position),
    // What is or was reserved on an account: small, since few transfers are pending ones.
    index('ledger_transfer_debit_pending')
      .on(table.debitAccountId, table.position)
      .where(sql`${table.flags} & 2 <> 0`),
    index('ledger_transfer_credit_pending')
      .on(table.creditAccountId, table.position)
      .where(sql`${table.flags} & 2 <> 0`),
    index('ledger_transfer_reference_128')
      .on(table.reference128, table.position)
      .where(sql`${table.reference128} is not null`),
    index('ledger_transfer_reference_64')
      .on(table.reference64, table.position)
      .where(sql`${table.reference64} is not null`),
    // A rare code or unit is found without reading the whole log, at a hundredth of the size of a btree.
    index('ledger_transfer_kinds')
      .using('brin', table.code.op('int4_bloom_ops'), table.unit.op('text_bloom_ops'))
      .with({ pages_per_range: 32, autosummarize: true }),
    index('ledger_transfer_reverses').on(table.reverses).where(sql`${table.reverses} is not null`),
    // What happened before an instant and was recorded after it: small, since few transfers are told of later.
    index('ledger_transfer_debit_occurred')
      .on(table.debitAccountId, table.occurredAt, table.position)
      .where(sql`${table.occurredAt} is not null`),
    index('ledger_transfer_credit_occurred')
      .on(table.creditAccountId, table.occurredAt, table.position)
      .where(sql`${table.occurredAt} is not null`),
    check(
      'ledger_transfer_amount',
      sql`${table.amount} > 0 or (${table.amount} = 0 and ${table.flags} & 252 <> 0)`,
    ),
    check('ledger_transfer_occurred', sql`${table.occurredAt} <= ${table.recordedAt}`),
    check(
      'ledger_transfer_reversal',
      sql`case when ${table.reverses} is null then ${table.reverseReason} is null else ${table.reverseReason} is not null and ${table.reverseReason} between 1 and 8 and ${table.converts} is null and ${table.flags} & ~1 = 0 end`,
    ),
    check(
      'ledger_transfer_conversion',
      sql`case when ${table.converts} is null then num_nonnulls(${table.rateNumerator}, ${table.rateDenominator}, ${table.rounding}) = 0 else num_nulls(${table.rateNumerator}, ${table.rateDenominator}, ${table.rounding}) = 0 and ${table.rateNumerator} > 0 and ${table.rateDenominator} > 0 and ${table.rounding} between 1 and 4 and ${table.flags} & ~1 = 0 end`,
    ),
    check('ledger_transfer_accounts', sql`${table.debitAccountId} <> ${table.creditAccountId}`),
    check('ledger_transfer_code', sql`${table.code} between 1 and 65535`),
  ],
)

/** What became of a pending transfer. Its transfer itself never changes. */
export const ledgerPending = pgTable(
  'ledger_pending',
  {
    transferId: uuid('transfer_id')
      .primaryKey()
      .references(() => ledgerTransfer.id),
    state: text({ enum: ['pending', 'posted', 'voided', 'expired'] }).notNull(),
    /** When it lapses by itself; empty where it never does. */
    expiresAt: instant('expires_at'),
    /** The transfer that posted or voided it. */
    resolvedBy: uuid('resolved_by').references(() => ledgerTransfer.id),
    resolvedAt: instant('resolved_at'),
  },
  (table) => [
    index('ledger_pending_due').on(table.expiresAt).where(sql`${table.state} = 'pending'`),
    check(
      'ledger_pending_state',
      sql`${table.state} in ('pending', 'posted', 'voided', 'expired')`,
    ),
  ],
)

/** Ids that failed for a passing reason: they stay failed, so a late retry cannot surprise anybody. */
export const ledgerFailedTransfer = pgTable('ledger_failed_transfer', {
  id: uuid().primaryKey(),
  status: text().notNull(),
  /** What it said, where the failure is not a passing one: the same again gets the same status. */
  content: text(),
  recordedAt: instant('recorded_at').notNull(),
})
