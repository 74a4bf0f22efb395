import { formatMinor } from '../../kernel/money.ts'
import { type FileProblem, quoted } from './problem.ts'
import { cellProblem, completeValues, type Table, type TableRow } from './table.ts'

/** What a file brings, beside what stands in the programme already. */
export interface Comparison<Values> {
  /** The rows that are new. Complete only where the files have no problem. */
  readonly fresh: readonly TableRow<Values>[]
  /** How many rows stand already, just so. */
  readonly unchanged: number
  /** One for each value that differs from what stands. */
  readonly problems: readonly FileProblem[]
}

/**
 * Tells which rows of a file are new, which stand already, and which would change what stands: an
 * import never changes anything, so those are problems.
 *
 * @param key the column by which rows are known
 * @param standing what stands in the programme under these keys
 * @param leftOpen columns that say nothing where they are empty
 * @param notHeld columns that say nothing about what stands
 */
export function compareWithStanding<Values extends object>(
  table: Table<Values>,
  key: keyof Values & string,
  standing: ReadonlyMap<string, Values>,
  leftOpen: readonly (keyof Values & string)[] = [],
  notHeld: readonly (keyof Values & string)[] = [],
): Comparison<Values> {
  const fresh: TableRow<Values>[] = []
  const problems: FileProblem[] = []
  let unchanged = 0
  for (const row of table.rows) {
    const id = row.values[key]
    const there = typeof id === 'string' ? standing.get(id) : undefined
    if (there === undefined) {
      fresh.push(row)
      continue
    }
    const different = (Object.keys(row.values) as (keyof Values & string)[]).filter((name) => {
      const value = row.values[name]
      if (value === undefined || notHeld.includes(name)) return false
      if (value === null && leftOpen.includes(name)) return false
      return written(value) !== written(there[name])
    })
    if (different.length === 0) unchanged += 1
    for (const name of different) {
      const stands = written(there[name])
      problems.push(
        cellProblem(table, row, name, {
          allowed: stands,
          message: `${String(id)} stands in the programme with ${stands}, and the file says ${written(row.values[name])}: an import adds what is new and never changes what stands.`,
        }),
      )
    }
  }
  return { fresh, unchanged, problems }
}

/** The values of the rows that are new, once the files are known to have no problem. */
export function freshValues<Values>({ fresh }: Comparison<Values>): readonly Values[] {
  return fresh.map(completeValues)
}

function written(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (typeof value === 'bigint') return formatMinor(value, 'it')
  return Array.isArray(value) ? quoted(value.join('|')) : quoted(String(value))
}
