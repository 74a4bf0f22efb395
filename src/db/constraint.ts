import postgres from 'postgres'

/** Source: PostgreSQL's manual, appendix A. */
const NOT_NULL_VIOLATION = '23502'

/**
 * The constraint (or `table.column` that may not be empty) that a statement broke; `undefined` for any other error.
 * Triggers of ours that refuse something name a constraint, too.
 */
export function brokenConstraint(error: unknown): string | undefined {
  if (!(error instanceof postgres.PostgresError) || !error.code.startsWith('23')) return undefined
  return error.code === NOT_NULL_VIOLATION
    ? `${error.table_name}.${error.column_name}`
    : error.constraint_name
}
