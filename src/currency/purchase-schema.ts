import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  date,
  index,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core'
import { partner } from '../network/schema.ts'
import { PART_STATUSES, PURCHASE_STATUSES } from './core/purchase.ts'
import { instrument } from './schema.ts'

const instant = (name: string) =>
  timestamp(name, { withTimezone: true, precision: 6, mode: 'date' })
const amount = (name: string) => bigint(name, { mode: 'bigint' })

/** What was bought, or was not: a price and its parts. Nothing about who bought it: that is with the payments. */
export const currencyPurchase = pgTable(
  'currency_purchase',
  {
    /** The till's. */
    id: uuid().primaryKey(),
    partnerId: text('partner_id')
      .notNull()
      .references(() => partner.id),
    status: text({ enum: PURCHASE_STATUSES }).notNull(),
    price: amount('price').notNull(),
    /** Paid in cash. */
    euro: amount('euro').notNull(),
    voucherAmount: amount('voucher_amount').notNull(),
    /** The redemption of the voucher part; empty where there is none. */
    redemptionId: uuid('redemption_id'),
    /** What the voucher was answered. */
    voucherStatus: text('voucher_status'),
    /** A compact JWS; empty where it was declined. */
    receipt: text(),
    actorId: uuid('actor_id').notNull(),
    requestDigest: text('request_digest').notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    recordedAt: instant('recorded_at').notNull(),
  },
  (table) => [
    index('currency_purchase_partner').on(table.partnerId, table.recordedAt),
    check('currency_purchase_status', sql`${table.status} in ('paid', 'declined')`),
    check(
      'currency_purchase_amounts',
      sql`${table.price} > 0 and ${table.euro} >= 0 and ${table.voucherAmount} >= 0`,
    ),
    check(
      'currency_purchase_receipt',
      sql`(${table.status} = 'paid') = (${table.receipt} is not null)`,
    ),
  ],
)

/** What of it was to be paid with an instrument, and what became of that. */
export const currencyPurchasePart = pgTable(
  'currency_purchase_part',
  {
    purchaseId: uuid('purchase_id')
      .notNull()
      .references(() => currencyPurchase.id),
    instrumentId: text('instrument_id')
      .notNull()
      .references(() => instrument.id),
    amount: amount('amount').notNull(),
    status: text({ enum: PART_STATUSES }).notNull(),
    /** The payment; empty where nothing was paid. */
    paymentId: uuid('payment_id'),
  },
  (table) => [
    primaryKey({ columns: [table.purchaseId, table.instrumentId] }),
    check('currency_purchase_part_amount', sql`${table.amount} > 0`),
    check(
      'currency_purchase_part_paid',
      sql`(${table.status} = 'paid') = (${table.paymentId} is not null)`,
    ),
  ],
)
