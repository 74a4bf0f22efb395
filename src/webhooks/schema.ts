import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  customType,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { ATTEMPT_OUTCOMES, EVENT_KINDS } from './core/kinds.ts'

const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })
const instant = (name: string) =>
  timestamp(name, { withTimezone: true, precision: 6, mode: 'date' })

/** Who is told of what. */
export const webhookEndpoint = pgTable(
  'webhook_endpoint',
  {
    id: uuid().primaryKey(),
    url: text().notNull(),
    kinds: text().array().notNull(),
    /** What its messages are signed with, encrypted under the service's secret. */
    secretSealed: bytes('secret_sealed').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: uuid('created_by').notNull(),
    /** From then on it is told nothing more. */
    endedAt: instant('ended_at'),
    /** Up to here the log was read for it: moved in the commit that writes the deliveries, so nothing is told twice or not at all. */
    readPosition: bigint('read_position', { mode: 'bigint' }).notNull(),
  },
  (table) => [
    check('webhook_endpoint_kinds', sql`cardinality(${table.kinds}) between 1 and 4`),
    check('webhook_endpoint_url', sql`length(${table.url}) between 1 and 500`),
  ],
)

/** One thing that one endpoint is to be told. */
export const webhookDelivery = pgTable(
  'webhook_delivery',
  {
    id: uuid().primaryKey(),
    endpointId: uuid('endpoint_id')
      .notNull()
      .references(() => webhookEndpoint.id),
    /** The place of the transfer in the log. */
    position: bigint({ mode: 'bigint' }).notNull(),
    kind: text({ enum: EVENT_KINDS }).notNull(),
    /** What is sent, to the byte: every attempt sends the same. */
    body: text().notNull(),
    createdAt: instant('created_at').notNull(),
    tries: smallint().notNull().default(0),
    /** When it is due; empty where it is delivered or given up. */
    nextTryAt: instant('next_try_at'),
    deliveredAt: instant('delivered_at'),
  },
  (table) => [
    uniqueIndex('webhook_delivery_once').on(table.endpointId, table.position),
    index('webhook_delivery_due').on(table.nextTryAt).where(sql`${table.nextTryAt} is not null`),
    check('webhook_delivery_kind', sql.raw(`kind in ('${EVENT_KINDS.join("', '")}')`)),
  ],
)

/** An attempt and what became of it. Never changed. */
export const webhookAttempt = pgTable(
  'webhook_attempt',
  {
    deliveryId: uuid('delivery_id')
      .notNull()
      .references(() => webhookDelivery.id),
    number: smallint().notNull(),
    at: instant('at').notNull(),
    outcome: text({ enum: ATTEMPT_OUTCOMES }).notNull(),
    /** The status of the answer; empty where there was none. */
    status: integer(),
    tookMs: integer('took_ms').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.deliveryId, table.number] }),
    check('webhook_attempt_outcome', sql.raw(`outcome in ('${ATTEMPT_OUTCOMES.join("', '")}')`)),
  ],
)
