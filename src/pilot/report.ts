import { type FileProblem, formatProblem } from './core/problem.ts'

/** What became of one file. */
export interface FileReport {
  readonly file: string
  /** Rows that are in the programme since this import. */
  readonly added: number
  /** Rows that stood there already, just so. */
  readonly unchanged: number
}

/**
 * What became of an import. `refused`: a file has a problem, and nothing at all was imported.
 * `imported`: everything that the files say now stands.
 */
export type ImportReport =
  | {
      readonly status: 'imported'
      readonly files: readonly FileReport[]
      /** What is no problem but worth a look. */
      readonly notes: readonly string[]
    }
  | {
      readonly status: 'refused'
      readonly problems: readonly FileProblem[]
      readonly notes: readonly string[]
    }

/**
 * Writes a report for a terminal, a line for each file or each problem, the sum at the end.
 *
 * @example formatReport(report).at(-1) // 'Imported: 8 new, 0 unchanged.'
 */
export function formatReport(report: ImportReport): string[] {
  const notes = report.notes.map((note) => `note: ${note}`)
  if (report.status === 'refused') {
    const files = new Set(report.problems.map(({ file }) => file)).size
    const count = report.problems.length
    return [
      ...report.problems.map(formatProblem),
      ...notes,
      `Nothing was imported: ${count} ${count === 1 ? 'problem' : 'problems'} in ${files} ${files === 1 ? 'file' : 'files'}.`,
    ]
  }
  const added = report.files.reduce((sum, file) => sum + file.added, 0)
  const unchanged = report.files.reduce((sum, file) => sum + file.unchanged, 0)
  return [
    ...report.files.map((file) => `${file.file}: ${file.added} new, ${file.unchanged} unchanged`),
    ...notes,
    `Imported: ${added} new, ${unchanged} unchanged.`,
  ]
}
