import { tell } from './terminal.ts'
import { withProgram } from './with-program.ts'

/** Brings the database to the form that this version expects. */
export async function migrateDatabase(): Promise<void> {
  // Opening the program migrates: no command ever works on an old form.
  await withProgram(async ({ database }) => {
    tell(
      database.migrated === 0
        ? `Nothing to do: ${database.place} is up to date.`
        : `${database.place}: ${database.migrated} migrations applied.`,
    )
  })
}
