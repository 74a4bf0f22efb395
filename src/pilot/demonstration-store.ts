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
  return (await markedAt(sql)) !== undefined
}

/** When the database became the demonstration: the day that its story is told from. */
export async function markedAt(sql: Sql): Promise<Date | undefined> {
  const [row] = await sql<{ at: Date }[]>`select marked_at as at from demonstration`
  return row?.at
}
