import type { Wanted } from './wants.ts'

/** One thing that keeps a pilot's files from being imported. */
export interface FileProblem {
  /** The file's name, such as `vouchers.csv`; `.` for the folder itself. */
  readonly file: string
  /** The line as an editor counts it, the first is 1; `null` where it is about the whole file. */
  readonly line: number | null
  /** The column's heading as the file writes it; `null` where it is about the whole row or file. */
  readonly column: string | null
  /** What was found there. */
  readonly got: string
  /** What may stand there. */
  readonly allowed: string
  /** The same by its name, where it has one. */
  readonly wanted?: Wanted
  /** The code of the refusal, where a row was refused when it was to be entered. */
  readonly refusedAs?: string
  /** The same for a person, as a sentence. */
  readonly message: string
}

/**
 * Writes a problem as one line for a terminal.
 *
 * @example formatProblem(problem) // 'vouchers.csv, line 12, column amount: "1.234" can be read …'
 */
export function formatProblem({ file, line, column, message }: FileProblem): string {
  if (file === '.') return message
  const place = [
    file,
    ...(line === null ? [] : [`line ${line}`]),
    ...(column === null ? [] : [`column ${column}`]),
  ]
  return `${place.join(', ')}: ${message}`
}

/** Quotes what a cell holds, cut to what fits on a line. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 59)}…` : text)
}
