import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  customType,
  date,
  index,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { CADENCES } from '../vouchers/core/schedule.ts'
import { CODE_KINDS } from './core/code.ts'
import { currencyPayment, currencyWallet } from './schema.ts'

const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })
const day = (name: string) => date(name, { mode: 'string' })
const instant = (name: string) =>
  timestamp(name, { withTimezone: true, precision: 6, mode: 'date' })

/** A code by which a person pays at a till, known only by its SHA-256. */
export const currencyCode = pgTable(
  'currency_code',
  {
    id: uuid().primaryKey(),
    kind: text({ enum: CODE_KINDS }).notNull(),
    digest: bytes('digest').notNull().unique('currency_code_digest'),
    beneficiaryId: text('beneficiary_id').notNull(),
    /** Who made it: the phone that shows it, or the operator who printed the card. */
    madeBy: uuid('made_by').notNull(),
    madeAt: instant('made_at').notNull(),
    /** Empty for a card. */
    expiresAt: instant('expires_at'),
    revokedAt: instant('revoked_at'),
    revokedBy: uuid('revoked_by'),
  },
  (table) => [
    index('currency_code_cards').on(table.beneficiaryId).where(sql`${table.kind} = 'card'`),
    index('currency_code_over').on(table.expiresAt),
    check('currency_code_kind', sql`(${table.kind} = 'card') = (${table.expiresAt} is null)`),
    check(
      'currency_code_revoked_whole',
      sql`(${table.revokedAt} is null) = (${table.revokedBy} is null)`,
    ),
  ],
)

/** What was paid with a code: of a phone's code one thing. */
export const currencyCodeUse = pgTable(
  'currency_code_use',
  {
    codeId: uuid('code_id')
      .notNull()
      .references(() => currencyCode.id),
    /** The payment, or the purchase that it is a part of. */
    usedFor: uuid('used_for').notNull(),
    isOnce: boolean('is_once').notNull(),
    /** Left empty by what finds the code withdrawn, which the table refuses. */
    usedAt: instant('used_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.codeId, table.usedFor] }),
    uniqueIndex('currency_code_used_once').on(table.codeId).where(sql`${table.isOnce}`),
  ],
)

/** That somebody wants to be paid: so much, once, soon; or at any time whatever the payer says, as on a sign. */
export const currencyRequest = pgTable(
  'currency_request',
  {
    id: uuid().primaryKey(),
    /** 50 random bits: what the typed code stands for. */
    serial: bigint({ mode: 'bigint' }).notNull().unique('currency_request_serial'),
    walletId: uuid('wallet_id')
      .notNull()
      .references(() => currencyWallet.id),
    /** Empty where the payer says how much. */
    amount: bigint({ mode: 'bigint' }),
    note: text(),
    madeAt: instant('made_at').notNull(),
    /** Empty where it stands. */
    expiresAt: instant('expires_at'),
  },
  (table) => [
    uniqueIndex('currency_request_standing')
      .on(table.walletId)
      .where(sql`${table.expiresAt} is null`),
    check('currency_request_amount', sql`${table.amount} > 0`),
    check('currency_request_whole', sql`(${table.amount} is null) = (${table.expiresAt} is null)`),
  ],
)

/** How a request with an amount ended, once: by which payment it was paid, or when whoever made it withdrew it. */
export const currencyRequestPaid = pgTable(
  'currency_request_paid',
  {
    requestId: uuid('request_id')
      .primaryKey()
      .references(() => currencyRequest.id),
    paymentId: uuid('payment_id').references(() => currencyPayment.id),
    withdrawnAt: instant('withdrawn_at'),
  },
  (table) => [
    check(
      'currency_request_paid_or_withdrawn',
      sql`(${table.paymentId} is null) <> (${table.withdrawnAt} is null)`,
    ),
  ],
)

/** What a wallet pays another again and again. Never changed but for how far it has come: another one is another one. */
export const currencySchedule = pgTable(
  'currency_schedule',
  {
    /** The caller's. */
    id: uuid().primaryKey(),
    payerId: uuid('payer_id')
      .notNull()
      .references(() => currencyWallet.id),
    payeeId: uuid('payee_id')
      .notNull()
      .references(() => currencyWallet.id),
    amount: bigint({ mode: 'bigint' }).notNull(),
    cadence: text({ enum: CADENCES }).notNull(),
    /** Of the month, 1 to 28, or of the week, Monday is 1. */
    dueDay: smallint('due_day').notNull(),
    fromDay: day('from_day').notNull(),
    untilDay: day('until_day').notNull(),
    /** The day of the next turn; empty where none is to come. */
    nextOn: day('next_on'),
    /** The last turn that was answered, paid or not. */
    lastOn: day('last_on'),
    madeBy: uuid('made_by').notNull(),
    madeAt: instant('made_at').notNull(),
    endedAt: instant('ended_at'),
  },
  (table) => [
    index('currency_schedule_payer').on(table.payerId),
    index('currency_schedule_due').on(table.nextOn).where(sql`${table.endedAt} is null`),
    check('currency_schedule_amount', sql`${table.amount} > 0`),
    check('currency_schedule_days', sql`${table.untilDay} >= ${table.fromDay}`),
  ],
)
