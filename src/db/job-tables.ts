import PgBoss from 'pg-boss'
import { assert } from '../kernel/assert.ts'
import { APPLICATION_ROLE, type Sql } from './client.ts'

/** The schema of the job queue. It belongs to the role of the service: jobs hold no money. */
export const JOB_SCHEMA = 'pgboss'

const CREATES_SCHEMA = /CREATE SCHEMA IF NOT EXISTS pgboss\s*;/

/** Makes the tables of the job queue where they are missing. Called by the owner, under the migration's lock. */
export async function installJobs(sql: Sql): Promise<void> {
  const [row] = await sql`SELECT to_regclass(${`${JOB_SCHEMA}.version`}) AS name`
  if (row?.name != null) return
  const plans = PgBoss.getConstructionPlans(JOB_SCHEMA)
  assert(CREATES_SCHEMA.test(plans), 'pg-boss creates its schema in a statement of its own')
  // The role may not create schemas, so the owner makes it; all in it is then made by the role.
  await sql.unsafe(`CREATE SCHEMA IF NOT EXISTS ${JOB_SCHEMA} AUTHORIZATION ${APPLICATION_ROLE}`)
  await sql.unsafe(`SET ROLE ${APPLICATION_ROLE}`)
  try {
    await sql.unsafe(plans.replace(CREATES_SCHEMA, ''))
  } finally {
    await sql.unsafe('RESET ROLE')
  }
}
