import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  customType,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core'
import { RUN_KINDS, RUN_STATES } from './core/run.ts'

const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })
const instant = (name: string) =>
  timestamp(name, { withTimezone: true, precision: 6, mode: 'date' })

/** A study: a question, and the designs that may answer it. What it says is in its versions. */
export const feasibilityStudy = pgTable('feasibility_study', {
  id: uuid().primaryKey(),
  createdAt: instant('created_at').notNull(),
  createdBy: uuid('created_by').notNull(),
})

/** What a study said at a time, and who wrote it. Nothing of it changes. */
export const feasibilityStudyVersion = pgTable(
  'feasibility_study_version',
  {
    studyId: uuid('study_id')
      .notNull()
      .references(() => feasibilityStudy.id),
    /** 1, 2, 3, … */
    number: integer().notNull(),
    /** The study file. */
    text: text().notNull(),
    /** Its title and its question in each language, for lists; not there in versions that are older than these columns. */
    title: jsonb(),
    question: jsonb(),
    /** What was changed, in the words of who changed it. */
    note: text().notNull(),
    madeAt: instant('made_at').notNull(),
    madeBy: uuid('made_by').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.studyId, table.number] }),
    check('feasibility_study_version_number', sql`number > 0`),
    check('feasibility_study_version_head', sql`(title is null) = (question is null)`),
  ],
)

/** A scenario or a version of a study that is run by the workers. */
export const studyRun = pgTable(
  'study_run',
  {
    id: uuid().primaryKey(),
    kind: text({ enum: RUN_KINDS }).notNull().default('scenario'),
    /** Of a study: which one, and which version of it. */
    studyId: uuid('study_id'),
    studyVersion: integer('study_version'),
    title: text().notNull(),
    /** As it was sent: the same again is the same run. */
    scenario: text().notNull(),
    overlays: text().array().notNull(),
    /**
     * As JSON text: a scenario with every default, of whose very bytes the hash is; a study with all that it names.
     */
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
    foreignKey({
      name: 'study_run_version_fk',
      columns: [table.studyId, table.studyVersion],
      foreignColumns: [feasibilityStudyVersion.studyId, feasibilityStudyVersion.number],
    }),
    check('study_run_kind', sql.raw(`kind in ('${RUN_KINDS.join("', '")}')`)),
    check(
      'study_run_version',
      sql`(kind = 'study') = (study_id is not null and study_version is not null)`,
    ),
    index('study_run_study').on(table.studyId),
    index('study_run_open').on(table.state).where(sql`${table.state} in ('queued', 'running')`),
    check('study_run_state', sql.raw(`state in ('${RUN_STATES.join("', '")}')`)),
    check('study_run_ended', sql`(state in ('queued', 'running')) = (ended_at is null)`),
    check('study_run_failure', sql`(state = 'failed') = (failure is not null)`),
  ],
)

/** A range of the paths of a scenario, or of the tasks of a study: one job. */
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
