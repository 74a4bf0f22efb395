import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  customType,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core'
import { RUN_STATES } from './core/run.ts'

const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })
const instant = (name: string) =>
  timestamp(name, { withTimezone: true, precision: 6, mode: 'date' })

/** A scenario that is run by the workers. */
export const studyRun = pgTable(
  'study_run',
  {
    id: uuid().primaryKey(),
    title: text().notNull(),
    /** As it was sent: the same again is the same run. */
    scenario: text().notNull(),
    overlays: text().array().notNull(),
    /** With every default, as JSON text: its hash is of these very bytes. */
    effective: text().notNull(),
    scenarioHash: text('scenario_hash').notNull(),
    model: text().notNull(),
    seed: bigint({ mode: 'bigint' }).notNull(),
    paths: integer().notNull(),
    state: text({ enum: RUN_STATES }).notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: uuid('created_by').notNull(),
    startedAt: instant('started_at'),
    endedAt: instant('ended_at'),
    /** How many paths its result has; fewer than asked where it was precise before. */
    pathsUsed: integer('paths_used'),
    failure: text(),
  },
  (table) => [
    index('study_run_open').on(table.state).where(sql`${table.state} in ('queued', 'running')`),
    check('study_run_state', sql.raw(`state in ('${RUN_STATES.join("', '")}')`)),
    check('study_run_ended', sql`(state in ('queued', 'running')) = (ended_at is null)`),
    check('study_run_failure', sql`(state = 'failed') = (failure is not null)`),
  ],
)

/** A range of paths of a run: one job. */
export const studyChunk = pgTable(
  'study_chunk',
  {
    runId: uuid('run_id')
      .notNull()
      .references(() => studyRun.id),
    number: integer().notNull(),
    fromPath: integer('from_path').notNull(),
    toPath: integer('to_path').notNull(),
    /** How often it was begun. */
    tries: smallint().notNull().default(0),
    /** Whether somebody is at it. */
    isTaken: boolean('is_taken').notNull().default(false),
    /** Until then somebody is at it, or its job waits; later it is asked for again. */
    leasedUntil: instant('leased_until').notNull(),
    doneAt: instant('done_at'),
    /** SHA-256 of its rows: whoever runs it again must get the same. */
    digest: bytes(),
    /** Its rows, eight bytes for a number; gone when the result is written. */
    rows: bytes(),
    /** Means and squared distances of the outputs, for what is told meanwhile. */
    sums: text(),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.number] }),
    index('study_chunk_waiting').on(table.leasedUntil).where(sql`${table.doneAt} is null`),
    check(
      'study_chunk_done',
      sql`(done_at is null) = (digest is null) and (done_at is null) = (sums is null)`,
    ),
    check('study_chunk_range', sql`from_path >= 0 and to_path > from_path`),
  ],
)

/** What a run left: a file each. */
export const studyFile = pgTable(
  'study_file',
  {
    runId: uuid('run_id')
      .notNull()
      .references(() => studyRun.id),
    name: text().notNull(),
    body: bytes().notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.name] })],
)
