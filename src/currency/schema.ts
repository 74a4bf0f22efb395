import { type SQLWrapper, sql } from 'drizzle-orm'
import {
  bigint,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { ledgerAccount } from '../ledger/schema.ts'
import { programme } from '../network/schema.ts'
import { CHANNELS, PAYMENT_KINDS } from './core/deed.ts'
import { PAYMENT_STATUSES } from './core/payment.ts'
import { type InstrumentRules, PARTIES } from './core/rules.ts'

const instant = (name: string) =>
  timestamp(name, { withTimezone: true, precision: 6, mode: 'date' })
const amount = (name: string) => bigint(name, { mode: 'bigint' })
const day = (name: string) => date(name, { mode: 'string' })

/** A kind of money of a programme. What it can do is in its versions. */
export const instrument = pgTable(
  'instrument',
  {
    id: text().primaryKey(),
    programmeId: text('programme_id')
      .notNull()
      .references(() => programme.id),
    /** Two instruments of a programme are never counted in the same unit. */
    unit: text().notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [unique('instrument_unit').on(table.programmeId, table.unit)],
)

/** Rules that count from a day on, once another person has approved them. Never changed: other rules are another version. */
export const instrumentVersion = pgTable(
  'instrument_version',
  {
    instrumentId: text('instrument_id')
      .notNull()
      .references(() => instrument.id),
    /** 1, 2, 3, … */
    version: smallint().notNull(),
    rules: jsonb().$type<InstrumentRules>().notNull(),
    validFrom: day('valid_from').notNull(),
    preparedBy: uuid('prepared_by').notNull(),
    preparedAt: instant('prepared_at').notNull(),
    /** Empty until somebody else has approved it. */
    approvedAt: instant('approved_at'),
  },
  (table) => [
    primaryKey({ columns: [table.instrumentId, table.version] }),
    check('instrument_version_number', sql`${table.version} > 0`),
  ],
)

/** What somebody holds of an instrument: an account of the ledger with the same id. */
export const currencyWallet = pgTable(
  'currency_wallet',
  {
    id: uuid()
      .primaryKey()
      .references(() => ledgerAccount.id),
    instrumentId: text('instrument_id')
      .notNull()
      .references(() => instrument.id),
    party: text({ enum: PARTIES }).notNull(),
    /** The code of a person, the id of a partner, an association or the programme. */
    holderId: text('holder_id').notNull(),
    openedAt: instant('opened_at').notNull(),
    /** How far below zero it may go, where it has a line of its own. */
    creditLine: amount('credit_line'),
    /** How far above zero. */
    creditRoom: amount('credit_room'),
    /** The day up to which what everybody may make, or is given, was fetched. */
    fetchedUpTo: day('fetched_up_to'),
    /** Nothing is paid from it any more. */
    stoppedAt: instant('stopped_at'),
  },
  (table) => [
    unique('currency_wallet_holder').on(table.instrumentId, table.party, table.holderId),
    index('currency_wallet_of').on(table.party, table.holderId),
    check('currency_wallet_party', oneOf(table.party, PARTIES)),
    check('currency_wallet_credit', sql`${table.creditLine} >= 0 and ${table.creditRoom} >= 0`),
  ],
)

/** Every try to move money of an instrument, with its answer. */
export const currencyPayment = pgTable(
  'currency_payment',
  {
    /** The caller's. */
    id: uuid().primaryKey(),
    instrumentId: text('instrument_id')
      .notNull()
      .references(() => instrument.id),
    kind: text({ enum: PAYMENT_KINDS }).notNull(),
    status: text({ enum: PAYMENT_STATUSES }).notNull(),
    /** Empty where it was issued. */
    payerId: uuid('payer_id').references(() => currencyWallet.id),
    /** Empty where it went out of circulation. */
    payeeId: uuid('payee_id').references(() => currencyWallet.id),
    amount: amount('amount').notNull(),
    /** Of the amount; the payee got the rest. */
    fee: amount('fee').notNull(),
    /** What of it came back since. */
    refunded: amount('refunded').notNull().default(sql`0`),
    refundOf: uuid('refund_of'),
    /** The purchase that it is a part of. */
    purchaseId: uuid('purchase_id'),
    channel: text({ enum: CHANNELS }).notNull(),
    /** Who asked: a wallet, a terminal, a person, a key; empty where nobody did. */
    actorId: uuid('actor_id'),
    /** Why an operator paid on behalf of somebody, or what was wrong. */
    reason: text(),
    requestDigest: text('request_digest').notNull(),
    day: day('day').notNull(),
    recordedAt: instant('recorded_at').notNull(),
  },
  (table) => [
    index('currency_payment_payer').on(table.payerId, table.recordedAt),
    index('currency_payment_payee').on(table.payeeId, table.recordedAt),
    index('currency_payment_listed').on(table.recordedAt, table.id),
    index('currency_payment_day').on(table.instrumentId, table.day),
    check('currency_payment_kind', oneOf(table.kind, PAYMENT_KINDS)),
    check('currency_payment_channel', oneOf(table.channel, CHANNELS)),
    check(
      'currency_payment_refunded',
      sql`${table.refunded} between 0 and ${table.amount} and ${table.fee} between 0 and ${table.amount}`,
    ),
  ],
)

/**
 * Money that came to a wallet at one time, as it was worth at the end of a day, and until which day it stood so. Those
 * that stand on a day are those valued until then and closed after it, so what was outstanding on any day can be asked.
 */
export const currencyLot = pgTable(
  'currency_lot',
  {
    id: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    walletId: uuid('wallet_id')
      .notNull()
      .references(() => currencyWallet.id),
    instrumentId: text('instrument_id').notNull(),
    amount: amount('amount').notNull(),
    receivedOn: day('received_on').notNull(),
    valuedOn: day('valued_on').notNull(),
    lastDay: day('last_day'),
    /** The day on which it was spent, or became another lot. */
    closedOn: day('closed_on'),
  },
  (table) => [
    index('currency_lot_open').on(table.walletId).where(sql`${table.closedOn} is null`),
    check('currency_lot_amount', sql`${table.amount} > 0`),
    check(
      'currency_lot_days',
      sql`${table.receivedOn} <= ${table.valuedOn} and ${table.closedOn} >= ${table.valuedOn}`,
    ),
  ],
)

/** What a person paid on a day, or in a month, against the limit. */
export const currencySpent = pgTable(
  'currency_spent',
  {
    walletId: uuid('wallet_id')
      .notNull()
      .references(() => currencyWallet.id),
    /** `2027-01-15`, or `2027-01`. */
    period: text().notNull(),
    amount: amount('amount').notNull(),
    /** What it may come to, in the moment of the last payment. */
    most: amount('most'),
    payments: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.walletId, table.period] }),
    check('currency_spent_most', sql`${table.amount} <= ${table.most}`),
  ],
)

function oneOf(column: SQLWrapper, words: readonly string[]) {
  return sql`${column} in (${sql.raw(words.map((word) => `'${word}'`).join(', '))})`
}
