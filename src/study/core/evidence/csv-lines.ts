import { CsvError, parse } from 'csv-parse/sync'

/** One thing that is wrong in a file, with its line. */
export interface CsvFault {
  readonly line: number
  readonly message: string
}

/** A line of a file by its headings. */
export interface CsvLine {
  readonly line: number
  readonly cells: Readonly<Record<string, string>>
}

/**
 * Reads a file with the columns that are wanted, in any order and each once; commas, semicolons or tabs, `#` for remarks.
 *
 * @param most how many lines are read at most
 */
export function linesOf(
  text: string,
  columns: readonly string[],
  most: number,
): { readonly lines: readonly CsvLine[] } | { readonly faults: readonly CsvFault[] } {
  const records = recordsOf(text)
  if ('faults' in records) return records
  const [headings, ...lines] = records.records
  const names = headings?.record ?? []
  const isWhole = columns.every((name) => names.includes(name)) && names.length === columns.length
  if (!isWhole) {
    const message = `the headings must be ${columns.join(', ')}, each once`
    return { faults: [{ line: headings?.info.lines ?? 1, message }] }
  }
  if (lines.length === 0) return { faults: [{ line: 2, message: 'at least one line is wanted' }] }
  if (lines.length > most)
    return { faults: [{ line: 2, message: `at most ${most} lines are read` }] }
  return {
    lines: lines.map(({ record, info }) => ({
      line: info.lines,
      cells: Object.fromEntries(names.map((name, at) => [name, record[at] ?? ''])),
    })),
  }
}

interface CsvRecord {
  readonly record: readonly string[]
  readonly info: { readonly lines: number }
}

function recordsOf(
  text: string,
): { readonly records: readonly CsvRecord[] } | { readonly faults: readonly CsvFault[] } {
  try {
    const records = parse(text, {
      ...{ bom: true, trim: true, info: true, skip_empty_lines: true },
      ...{ comment: '#', comment_no_infix: true, delimiter: [',', ';', '\t'] },
    }) as unknown as CsvRecord[]
    return { records }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = typeof error.lines === 'number' ? error.lines : 1
    return { faults: [{ line, message: error.message }] }
  }
}
