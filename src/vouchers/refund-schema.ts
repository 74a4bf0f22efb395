import { type SQLWrapper, sql } from 'drizzle-orm'
import { bigint, check, date, index, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { ledgerAccount } from '../ledger/schema.ts'
import { partner } from '../network/schema.ts'
import {
  DISPUTE_EVENT_KINDS,
  DISPUTE_SIDES,
  DISPUTE_STATES,
  REFUND_REASONS,
  REFUND_STATES,
} from './core/refund.ts'
import { redemption, voucher } from './schema.ts'

const amount = (name: string) => bigint(name, { mode: 'bigint' })
const instant = (name: string) =>
  timestamp(name, { withTimezone: true, precision: 6, mode: 'date' })

/** A refund of what was redeemed, in whole or in part. The id is the caller's. */
export const refund = pgTable(
  'refund',
  {
    id: uuid().primaryKey(),
    redemptionId: uuid('redemption_id')
      .notNull()
      .references(() => redemption.id),
    voucherId: uuid('voucher_id')
      .notNull()
      .references(() => voucher.id),
    partnerId: text('partner_id')
      .notNull()
      .references(() => partner.id),
    contactPointId: text('contact_point_id').notNull(),
    amount: amount('amount').notNull(),
    unit: text().notNull(),
    reason: text({ enum: REFUND_REASONS }).notNull(),
    state: text({ enum: REFUND_STATES }).notNull(),
    /** Who asked for it: a person, a terminal or a key. */
    requestedBy: uuid('requested_by').notNull(),
    requestedAt: instant('requested_at').notNull(),
    /** Where the money went: the voucher, the card after it, or the envelope; empty until it did. */
    creditedAccountId: uuid('credited_account_id').references(() => ledgerAccount.id),
    doneAt: instant('done_at'),
  },
  (table) => [
    index('refund_requested').on(table.requestedAt, table.id),
    index('refund_partner').on(table.partnerId, table.requestedAt, table.id),
    index('refund_done')
      .on(table.partnerId, table.doneAt, table.id)
      .where(sql`${table.doneAt} is not null`),
    index('refund_redemption').on(table.redemptionId),
    index('refund_netting').on(table.requestedAt, table.id).where(sql`${table.state} = 'netting'`),
    check('refund_amount', sql`${table.amount} > 0`),
    check('refund_reason', oneOf(table.reason, REFUND_REASONS)),
    check('refund_state', oneOf(table.state, REFUND_STATES)),
    check(
      'refund_done_whole',
      sql`(${table.state} = 'done') = (${table.doneAt} is not null) and (${table.state} = 'done') = (${table.creditedAccountId} is not null)`,
    ),
  ],
)

/** A redemption that one side does not agree with: its amount is frozen until a person decides. */
export const dispute = pgTable(
  'dispute',
  {
    id: uuid().primaryKey(),
    redemptionId: uuid('redemption_id')
      .notNull()
      .references(() => redemption.id),
    voucherId: uuid('voucher_id')
      .notNull()
      .references(() => voucher.id),
    partnerId: text('partner_id')
      .notNull()
      .references(() => partner.id),
    contactPointId: text('contact_point_id').notNull(),
    amount: amount('amount').notNull(),
    unit: text().notNull(),
    side: text({ enum: DISPUTE_SIDES }).notNull(),
    state: text({ enum: DISPUTE_STATES }).notNull(),
    /** Where it is frozen. */
    frozenAccountId: uuid('frozen_account_id')
      .notNull()
      .references(() => ledgerAccount.id),
    openedBy: uuid('opened_by').notNull(),
    openedAt: instant('opened_at').notNull(),
    /** By this day in Europe/Rome it should be decided. */
    dueOn: date('due_on', { mode: 'string' }).notNull(),
    decidedAt: instant('decided_at'),
  },
  (table) => [
    index('dispute_opened').on(table.openedAt, table.id),
    index('dispute_partner').on(table.partnerId, table.openedAt, table.id),
    index('dispute_redemption').on(table.redemptionId),
    check('dispute_amount', sql`${table.amount} > 0`),
    check('dispute_side', oneOf(table.side, DISPUTE_SIDES)),
    check('dispute_state', oneOf(table.state, DISPUTE_STATES)),
    check('dispute_decided', sql`(${table.state} = 'open') = (${table.decidedAt} is null)`),
  ],
)

/** What was said and done in a dispute. */
export const disputeEvent = pgTable(
  'dispute_event',
  {
    id: uuid().primaryKey(),
    disputeId: uuid('dispute_id')
      .notNull()
      .references(() => dispute.id),
    kind: text({ enum: DISPUTE_EVENT_KINDS }).notNull(),
    reason: text().notNull(),
    actorId: uuid('actor_id').notNull(),
    recordedAt: instant('recorded_at').notNull(),
  },
  (table) => [
    index('dispute_event_dispute').on(table.disputeId, table.recordedAt, table.id),
    check('dispute_event_kind', oneOf(table.kind, DISPUTE_EVENT_KINDS)),
  ],
)

function oneOf(column: SQLWrapper, words: readonly string[]) {
  return sql`${column} in (${sql.raw(words.map((word) => `'${word}'`).join(', '))})`
}
