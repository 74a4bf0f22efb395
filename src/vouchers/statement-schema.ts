import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { partner } from '../network/schema.ts'
import { CONFLICT_REASONS } from './core/chain.ts'
import { product, redemption, voucher } from './schema.ts'

const amount = (name: string) => bigint(name, { mode: 'bigint' })
const instant = (name: string) =>
  timestamp(name, { withTimezone: true, precision: 6, mode: 'date' })

/** SHA-256 of the empty text, base64url: what a chain begins with. */
const EMPTY_HASH = '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU'

/** The partners that accept a product, where not all do whose categories fit. */
export const productPartner = pgTable(
  'product_partner',
  {
    productId: text('product_id')
      .notNull()
      .references(() => product.id),
    partnerId: text('partner_id')
      .notNull()
      .references(() => partner.id),
  },
  (table) => [primaryKey({ columns: [table.productId, table.partnerId] })],
)

/** What was redeemed in each category, where the till said so. */
export const redemptionLine = pgTable(
  'redemption_line',
  {
    redemptionId: uuid('redemption_id')
      .notNull()
      .references(() => redemption.id),
    category: text().notNull(),
    amount: amount('amount').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.redemptionId, table.category] }),
    check('redemption_line_amount', sql`${table.amount} > 0`),
  ],
)

/** What vouchers with a cap paid for in a day of Europe/Rome. */
export const voucherDay = pgTable(
  'voucher_day',
  {
    voucherId: uuid('voucher_id')
      .notNull()
      .references(() => voucher.id),
    day: date({ mode: 'string' }).notNull(),
    spent: amount('spent').notNull(),
    cap: amount('cap').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.voucherId, table.day] }),
    check('voucher_day_cap', sql`${table.spent} between 0 and ${table.cap}`),
  ],
)

/**
 * The chain of a terminal's statements, those that were declined too. The keys make it one chain: no number twice, each
 * beside the one before it, which it names by its hash.
 */
export const terminalStatement = pgTable(
  'terminal_statement',
  {
    terminalId: uuid('terminal_id').notNull(),
    seq: integer().notNull(),
    /** SHA-256 of the compact statement, base64url. */
    digest: text().notNull(),
    /** `seq` less 1; empty for the first. */
    prevSeq: integer('prev_seq'),
    prev: text().notNull(),
    redemptionId: uuid('redemption_id')
      .notNull()
      .unique('terminal_statement_redemption')
      .references(() => redemption.id),
    /** The compact JWS as it came. */
    statement: text().notNull(),
    /** The till's clock: evidence, and nothing is decided by it. */
    signedAt: instant('signed_at').notNull(),
    receivedAt: instant('received_at').notNull(),
    /** Whether it came long after it was signed, by the till's clock. */
    receivedLate: boolean('received_late').notNull(),
    /** What was paid in cash beside it. */
    cash: amount('cash').notNull(),
    headSize: amount('head_size'),
    headRoot: text('head_root'),
  },
  (table) => [
    primaryKey({ columns: [table.terminalId, table.seq] }),
    unique('terminal_statement_link').on(table.terminalId, table.seq, table.digest),
    foreignKey({
      name: 'terminal_statement_chain',
      columns: [table.terminalId, table.prevSeq, table.prev],
      foreignColumns: [table.terminalId, table.seq, table.digest],
    }),
    check(
      'terminal_statement_first',
      sql`case when ${table.seq} = 1 then ${table.prevSeq} is null and ${table.prev} = ${sql.raw(`'${EMPTY_HASH}'`)} else coalesce(${table.prevSeq} = ${table.seq} - 1, false) end`,
    ),
    check('terminal_statement_cash', sql`${table.cash} >= 0`),
  ],
)

/** Statements that did not fit their terminal's chain: nothing moved, and they stay refused. */
export const statementConflict = pgTable(
  'statement_conflict',
  {
    digest: text().primaryKey(),
    terminalId: uuid('terminal_id').notNull(),
    /** The id that it named; another statement may have it. */
    redemptionId: uuid('redemption_id').notNull(),
    seq: integer().notNull(),
    prev: text().notNull(),
    /** What did not fit: its place in the chain, or the tree head that it says the till has seen. */
    reason: text({ enum: CONFLICT_REASONS }).notNull().default('chain'),
    /** Where the chain stood. */
    chainSeq: integer('chain_seq').notNull(),
    chainHead: text('chain_head').notNull(),
    statement: text().notNull(),
    recordedAt: instant('recorded_at').notNull(),
  },
  (table) => [
    index('statement_conflict_terminal').on(table.terminalId, table.recordedAt),
    check('statement_conflict_reason', sql`${table.reason} in ('chain', 'head')`),
  ],
)

/** What was taken back of a redemption, and what of it is in dispute; there where either ever was. */
export const redemptionClaim = pgTable(
  'redemption_claim',
  {
    redemptionId: uuid('redemption_id')
      .primaryKey()
      .references(() => redemption.id),
    amount: amount('amount').notNull(),
    /** Refunded, or about to be. */
    refunded: amount('refunded').notNull(),
    disputed: amount('disputed').notNull(),
  },
  (table) => [
    check(
      'redemption_claim_whole',
      sql`${table.refunded} >= 0 and ${table.disputed} >= 0 and ${table.refunded} + ${table.disputed} <= ${table.amount}`,
    ),
  ],
)
