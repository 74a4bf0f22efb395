import { CsvError, type InfoRecord, parse } from 'csv-parse/sync'
import { plainCell } from './csv.ts'

/** A row of a file, with the line on which it ends; the first line is 1. */
export interface CsvRow {
  readonly line: number
  readonly cells: readonly string[]
}

/**
 * The rows of a CSV file as a spreadsheet writes it, its heads among them: commas, or semicolons where the heads have one. Rows may
 * be shorter or longer than the heads.
 *
 * @returns a sentence where it cannot be read
 */
export function csvRows(text: string): readonly CsvRow[] | string {
  const [heads = ''] = text.split('\n', 1)
  try {
    const parsed = parse(text, {
      ...{ bom: true, trim: true, info: true, skip_empty_lines: true, relax_column_count: true },
      delimiter: heads.includes(';') ? ';' : ',',
    }) as unknown as readonly { readonly info: InfoRecord; readonly record: readonly string[] }[]
    return parsed.map(({ info, record }) => ({ line: info.lines, cells: record.map(plainCell) }))
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return 'The file cannot be read as CSV: a quote is open, or stands within a cell.'
  }
}
