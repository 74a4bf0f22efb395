import { csvLine } from '../../../kernel/csv.ts'
import type { EvidenceContent } from './content.ts'
import { ESTIMATE_COLUMNS } from './outside.ts'

/** What can be had of a dataset besides its content. */
export const CSV_FILES = ['estimates.csv', 'tables.csv', 'survival.csv'] as const

export type CsvFile = (typeof CSV_FILES)[number]

const STEP_COLUMNS = ['days', 'atRisk', 'seen', 'censored', 'survival', 'low', 'high'] as const

/** A part of a dataset as a table; an empty cell is one that is hidden, or not bounded. */
export function csvOf(content: EvidenceContent, file: CsvFile): string {
  switch (file) {
    case 'estimates.csv':
      return lines(
        ESTIMATE_COLUMNS,
        content.estimates.map((one) => ESTIMATE_COLUMNS.map((column) => one[column])),
      )
    case 'tables.csv':
      return lines(
        ['table', 'unit', 'row', 'column', 'value'],
        content.tables.flatMap(({ name, unit, rows, columns, cells }) =>
          cells.flatMap((line, row) =>
            line.map((value, column) => [
              ...[name, unit, rows[row] ?? 'total', columns[column] ?? 'total', value],
            ]),
          ),
        ),
      )
    case 'survival.csv':
      return lines(
        ['curve', 'from', 'to', 'n', ...STEP_COLUMNS],
        content.survival.flatMap(({ name, from, to, n, steps }) =>
          steps.map((step) => [name, from, to, n, ...STEP_COLUMNS.map((column) => step[column])]),
        ),
      )
  }
}

function lines(
  headings: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): string {
  const cell = (value: string | number | null) => (value === null ? '' : `${value}`)
  return [headings, ...rows.map((row) => row.map(cell))].map((row) => csvLine(row)).join('')
}
