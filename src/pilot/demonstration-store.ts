import type { Database, Sql } from '../db/client.ts'
import { brokenConstraint } from '../db/constraint.ts'

/** Marks an empty database as the demonstration. False where it is not empty; true where it was marked before. */
export async function markDemonstration(
  { sql }: Pick<Database, 'sql'>,
  at: Date,
): Promise<boolean> {
  if (await isMarked(sql)) return true
  try {
    await sql`insert into demonstration (marked_at) values (${at})`
    return true
  } catch (error) {
    const broken = brokenConstraint(error)
    if (broken === 'demonstration_pkey') return true
    if (broken === 'demonstration_of_nothing') return false
    throw error
  }
}

export async function isMarked(sql: Sql): Promise<boolean> {
  const [row] = await sql<[{ isMarked: boolean }]>`
    select exists (select from demonstration) as "isMarked"`
  return row.isMarked
}
