import { CsvError, parse } from 'csv-parse/sync'
import { ScenarioError } from '../scenario/scenario.ts'

/** A file of figures: what each row has under each heading. */
export interface Sheet {
  readonly name: string
  readonly headings: readonly string[]
  readonly rows: readonly Readonly<Record<string, string>>[]
}

const ROWS_MAX = 100_000

/**
 * Reads a CSV file: headings first, commas, semicolons or tabs; lines that begin with `#` are remarks.
 *
 * @param name how it is called in what is told of it
 * @throws ScenarioError where it cannot be read
 */
export function readSheet(name: string, text: string): Sheet {
  let records: string[][]
  try {
    records = parse(text, {
      bom: true,
      comment: '#',
      comment_no_infix: true,
      delimiter: [',', ';', '\t'],
      skip_empty_lines: true,
      trim: true,
    })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw faultIn(name, `line ${error.lines ?? 1}: ${error.message}`)
  }
  const [headings = [], ...rows] = records
  if (rows.length === 0) throw faultIn(name, 'headings and at least one row are wanted')
  if (rows.length > ROWS_MAX) throw faultIn(name, `at most ${ROWS_MAX} rows are read`)
  const twice = headings.find((heading, at) => headings.indexOf(heading) !== at)
  if (twice !== undefined) throw faultIn(name, `the heading ${twice} is there twice`)
  return {
    name,
    headings,
    rows: rows.map((cells) =>
      Object.fromEntries(headings.map((heading, at) => [heading, cells[at] ?? ''])),
    ),
  }
}

/** A whole number that is not negative. @throws ScenarioError where a cell is something else */
export function countIn(sheet: Sheet, row: number, heading: string): number {
  const cell = cellIn(sheet, row, heading)
  if (/^[0-9]{1,12}$/.test(cell)) return Number(cell)
  throw faultIn(sheet.name, `row ${row + 1}, ${heading}: a whole number is wanted, not "${cell}"`)
}

/** A number; nothing where the cell is empty. @throws ScenarioError where a cell is something else */
export function numberIn(sheet: Sheet, row: number, heading: string): number | undefined {
  const cell = cellIn(sheet, row, heading)
  if (cell === '') return undefined
  if (/^-?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?$/i.test(cell)) return Number(cell)
  throw faultIn(sheet.name, `row ${row + 1}, ${heading}: a number is wanted, not "${cell}"`)
}

/** What a row has under a heading that the file must have. */
export function cellIn(sheet: Sheet, row: number, heading: string): string {
  if (!sheet.headings.includes(heading)) {
    throw faultIn(
      sheet.name,
      `there is no column ${heading}; there are: ${sheet.headings.join(', ')}`,
    )
  }
  return sheet.rows[row]?.[heading] ?? ''
}

/** Something that is wrong in a file of figures. */
export function faultIn(name: string, message: string): ScenarioError {
  return new ScenarioError([{ path: name, message }])
}
