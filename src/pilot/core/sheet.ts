import { CsvError, type InfoRecord, parse } from 'csv-parse/sync'
import { plainCell } from '../../kernel/csv.ts'
import { type FileProblem, quoted } from './problem.ts'
import { wants } from './wants.ts'

/** A row of a file: what its cells hold, in the order of the headings. */
export interface SheetRow {
  /** The line that it begins on, the first of the file is 1. */
  readonly line: number
  /** Trimmed; as many as there are headings. */
  readonly cells: readonly string[]
}

/** A file as a table, not yet understood. */
export interface Sheet {
  readonly headings: SheetRow
  readonly rows: readonly SheetRow[]
  readonly problems: readonly FileProblem[]
}

/** A file may hold so many rows: far above a pilot, far below what would hold the service up. */
export const ROWS_MAX = 50_000

const DELIMITERS = [';', ',', '\t'] as const
const RECORD_CHARACTERS_MAX = 100_000

/**
 * Reads the text of a CSV file: comma, semicolon or tab, quoted cells, blank lines anywhere.
 *
 * @param file its name, for the problems
 * @param text with `\n` as the end of a line
 * @param known tells whether a text is a heading that this file may have: the delimiter that brings
 *   out most of them is the file's
 * @returns the table with the rows that could be read, or `undefined` where the file is empty; either
 *   way with what is wrong
 */
export function readSheet(
  file: string,
  text: string,
  known: (heading: string) => boolean,
): Sheet | { readonly headings: undefined; readonly problems: readonly FileProblem[] } {
  const { body, declared, skippedLines } = withoutDelimiterLine(text)
  const delimiter = declared ?? findDelimiter(body, known)
  const { records, problems } = parseRecords(file, body, delimiter, skippedLines)
  const [first, ...rest] = records.filter(({ cells }) => cells.some((cell) => cell !== ''))
  if (first === undefined) return { headings: undefined, problems: [...problems, emptyFile(file)] }
  const headings = { ...first, cells: withoutEmptyEnd(first.cells) }
  if (rest.length > ROWS_MAX) {
    return { headings, rows: [], problems: [...problems, tooManyRows(file, rest.length)] }
  }
  const rows: SheetRow[] = []
  for (const row of rest) {
    const extra = row.cells.slice(headings.cells.length).find((cell) => cell !== '')
    if (extra !== undefined) problems.push(cellWithoutHeading(file, row.line, extra, delimiter))
    else rows.push({ ...row, cells: headings.cells.map((_, index) => row.cells[index] ?? '') })
  }
  return { headings, rows, problems }
}

/** Takes off the line `sep=;` by which Excel is told the delimiter. */
function withoutDelimiterLine(text: string) {
  const match = /^sep=(?<delimiter>[;,\t])\n/i.exec(text)
  return match === null
    ? { body: text, declared: undefined, skippedLines: 0 }
    : { body: text.slice(match[0].length), declared: match.groups?.delimiter, skippedLines: 1 }
}

function findDelimiter(body: string, known: (heading: string) => boolean): string {
  const line = body.split('\n').find((candidate) => /[^\s;,]/.test(candidate)) ?? ''
  const found = DELIMITERS.map((delimiter) => {
    const pieces = line.split(delimiter).map((piece) => piece.replaceAll('"', '').trim())
    return { delimiter, headings: pieces.filter(known).length, pieces: pieces.length }
  })
  found.sort((a, b) => b.headings - a.headings || b.pieces - a.pieces)
  return found[0]?.delimiter ?? ';'
}

/** Reads all records; where one is broken, line by line, so that every other broken one is told too. */
function parseRecords(file: string, body: string, delimiter: string, skippedLines: number) {
  const problems: FileProblem[] = []
  try {
    return { records: parseText(body, delimiter, skippedLines), problems }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
  }
  const records: SheetRow[] = []
  for (const [index, line] of body.split('\n').entries()) {
    try {
      records.push(...parseText(line, delimiter, skippedLines + index))
    } catch (error) {
      if (!(error instanceof CsvError)) throw error
      problems.push(brokenRow(file, skippedLines + index + 1, line, error))
    }
  }
  return { records, problems }
}

function parseText(text: string, delimiter: string, linesBefore: number): SheetRow[] {
  const records: SheetRow[] = []
  let lineEnded = linesBefore
  parse(text, {
    delimiter,
    record_delimiter: ['\n'],
    relax_column_count: true,
    max_record_size: RECORD_CHARACTERS_MAX,
    on_record: (cells: string[], { lines }: InfoRecord) => {
      records.push({ line: lineEnded + 1, cells: cells.map((cell) => plainCell(cell.trim())) })
      lineEnded = linesBefore + lines
      return null
    },
  })
  return records
}

function brokenRow(file: string, line: number, got: string, error: CsvError): FileProblem {
  const asked = wants('quotation_marks')
  const message =
    error.code === 'CSV_QUOTE_NOT_CLOSED'
      ? 'a quotation mark opens on this line and does not close on it.'
      : error.code === 'CSV_MAX_RECORD_SIZE'
        ? `the row is longer than ${RECORD_CHARACTERS_MAX} characters.`
        : `a quotation mark stands where none may: allowed are ${asked.allowed}.`
  return { file, line, column: null, got: got.slice(0, 120), ...asked, message }
}

function cellWithoutHeading(
  file: string,
  line: number,
  got: string,
  delimiter: string,
): FileProblem {
  const asked = wants('as_many_cells')
  const name = delimiter === '\t' ? 'tab' : `"${delimiter}"`
  return {
    file,
    line,
    column: null,
    got,
    ...asked,
    message: `${quoted(got)} stands beyond the last heading: a row has ${asked.allowed}, and a cell with a ${name} inside is put in quotation marks.`,
  }
}

function emptyFile(file: string): FileProblem {
  const asked = wants('headings_and_rows')
  return {
    file,
    line: null,
    column: null,
    got: '',
    ...asked,
    message: `the file is empty: it wants ${asked.allowed}.`,
  }
}

function tooManyRows(file: string, rows: number): FileProblem {
  return {
    file,
    line: null,
    column: null,
    got: `${rows}`,
    ...wants('rows_at_most', { most: `${ROWS_MAX}` }),
    message: `the file has ${rows} rows, and at most ${ROWS_MAX} are read at once: split it over several folders.`,
  }
}

function withoutEmptyEnd(cells: readonly string[]): readonly string[] {
  const last = cells.findLastIndex((cell) => cell !== '')
  return cells.slice(0, last + 1)
}
