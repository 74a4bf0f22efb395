import { sql } from 'drizzle-orm'
import { bigint, check, date, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'
import { programme } from '../network/schema.ts'
import { METER_LEVELS } from './core/meters.ts'

/** That the treasurer was told how near a limit of the law is: once a level. */
export const meterNotice = pgTable(
  'meter_notice',
  {
    programmeId: text('programme_id')
      .notNull()
      .references(() => programme.id),
    key: text().notNull(),
    level: text({ enum: METER_LEVELS }).notNull(),
    value: bigint({ mode: 'bigint' }).notNull(),
    day: date({ mode: 'string' }).notNull(),
    recordedAt: timestamp('recorded_at', {
      ...{ withTimezone: true, precision: 6, mode: 'date' },
    }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.programmeId, table.key, table.level] }),
    check('meter_notice_level', sql.raw(`level in ('${METER_LEVELS.slice(1).join("', '")}')`)),
  ],
)
