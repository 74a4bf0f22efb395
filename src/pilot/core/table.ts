import { assert } from '../../kernel/assert.ts'
import { type FileProblem, quoted } from './problem.ts'
import { readSheet, type SheetRow } from './sheet.ts'
import { type Wanted, wants } from './wants.ts'

/** What became of reading a cell: its value, or what may stand there (and, where it helps, why). */
export type Reading<T> =
  | { readonly value: T }
  | {
      readonly allowed: string
      readonly wanted?: Wanted
      readonly because?: string
      readonly shown?: string
    }

/** A column of a file: the headings it may have besides its own name, and what its cells mean. */
export interface Column<T> {
  readonly headings: readonly string[]
  readonly read: (text: string) => Reading<T>
  /** What an empty cell means, or a file without the column. Absent: it must be filled. */
  readonly ifEmpty?: T
}

/** A file of a pilot: its name, its columns by name, and the headings that it may never have. */
export interface TableShape<Columns extends Record<string, Column<unknown>>> {
  readonly file: string
  /** The column whose value is a row's own, once in the file. */
  readonly key: keyof Columns & string
  readonly columns: Columns
  /** Headings that the service writes when it gives the same list, and whose cells say nothing here. */
  readonly passedOver?: readonly string[]
  /** Why a heading is refused, or `undefined` where it is not. */
  readonly refuseHeading?: (heading: string) => string | undefined
}

/** The values of a row, by the names of the columns. */
export type RowOf<Columns> = {
  readonly [Name in keyof Columns]: Columns[Name] extends Column<infer T> ? T : never
}

/** A row and where it stands. Values that could not be read are left out; their problems are told. */
export interface TableRow<Values> {
  readonly line: number
  readonly values: { readonly [Name in keyof Values]?: Values[Name] | undefined }
  /** What each cell holds, by the names of the columns. */
  readonly texts: { readonly [Name in keyof Values]?: string | undefined }
}

/** A file as it was understood. */
export interface Table<Values> {
  readonly file: string
  readonly rows: readonly TableRow<Values>[]
  /** The line of the row with this key, also of one with a problem elsewhere. */
  readonly lineOf: ReadonlyMap<string, number>
  /** The heading of a column as the file writes it. */
  readonly headingOf: (name: keyof Values & string) => string
  /** Whether the file can be relied on to hold all its rows: a reference to it can be judged. */
  readonly readable: boolean
  readonly problems: readonly FileProblem[]
}

/**
 * Reads a file of a pilot and tells everything that is wrong in it.
 *
 * @param text with `\n` as the end of a line
 */
export function readTable<Columns extends Record<string, Column<unknown>>>(
  shape: TableShape<Columns>,
  text: string,
): Table<RowOf<Columns>> {
  const known = (heading: string) => findColumn(shape, heading) !== undefined
  const sheet = readSheet(shape.file, text, known)
  if (sheet.headings === undefined) return unreadableTable(shape.file, sheet.problems)
  const { places, problems: headingProblems } = placeColumns(shape, sheet.headings)
  if (headingProblems.length > 0) {
    return unreadableTable(shape.file, [...headingProblems, ...sheet.problems])
  }
  const headings = sheet.headings.cells
  const headingOf = (name: string) => headings[places.get(name) ?? -1] ?? name
  const problems = [...sheet.problems]
  const lineOf = new Map<string, number>()
  const rows = sheet.rows.map((row) => {
    const read = readRow(shape, row, places, headingOf)
    problems.push(...read.problems, ...cellsUnderNoHeading(shape.file, headings, row))
    const key = read.values.get(shape.key)
    if (typeof key === 'string') {
      const earlier = lineOf.get(key)
      if (earlier === undefined) lineOf.set(key, row.line)
      else problems.push(twice(shape.file, row.line, headingOf(shape.key), key, earlier))
    }
    return {
      line: row.line,
      values: Object.fromEntries(read.values),
      texts: Object.fromEntries(read.texts),
    } as TableRow<RowOf<Columns>>
  })
  const readable = sheet.problems.length === 0
  return { file: shape.file, rows, lineOf, headingOf, readable, problems }
}

/** A file of which nothing can be relied on. */
export function unreadableTable<Values>(
  file: string,
  problems: readonly FileProblem[],
): Table<Values> {
  const headingOf = (name: string) => name
  return { file, rows: [], lineOf: new Map(), headingOf, readable: false, problems }
}

/** The values of a row of a file without problems. */
export function completeValues<Values>(row: TableRow<Values>): Values {
  assert(
    Object.values(row.values).every((value) => value !== undefined),
    'a row without problems has all its values',
  )
  return row.values as Values
}

/** Tells what is wrong with one cell of a row that was read. */
export function cellProblem<Values>(
  table: Table<Values>,
  row: TableRow<Values>,
  column: keyof Values & string,
  problem: Pick<FileProblem, 'allowed' | 'wanted' | 'message'>,
): FileProblem {
  const got = row.texts[column] ?? ''
  return { file: table.file, line: row.line, column: table.headingOf(column), got, ...problem }
}

/** Takes from a heading what does not matter: case, accents, blanks, dashes. */
export function plainHeading(heading: string): string {
  return heading
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
}

function findColumn<Columns extends Record<string, Column<unknown>>>(
  { columns }: TableShape<Columns>,
  heading: string,
): string | undefined {
  const plain = plainHeading(heading)
  return Object.keys(columns).find((name) =>
    [name, ...(columns[name]?.headings ?? [])].some((other) => plainHeading(other) === plain),
  )
}

function placeColumns<Columns extends Record<string, Column<unknown>>>(
  shape: TableShape<Columns>,
  headings: SheetRow,
) {
  const places = new Map<string, number>()
  const problems: FileProblem[] = []
  const at = { file: shape.file, line: headings.line }
  const names = Object.keys(shape.columns).join(', ')
  for (const [index, heading] of headings.cells.entries()) {
    if (heading === '' || shape.passedOver?.includes(heading) === true) continue
    const name = findColumn(shape, heading)
    const refusal = name === undefined ? shape.refuseHeading?.(heading) : undefined
    const message =
      refusal ??
      (name === undefined
        ? `${quoted(heading)} is no column of this file: it may have ${names}.`
        : places.has(name)
          ? `${quoted(heading)} is the column ${name} a second time.`
          : undefined)
    if (name !== undefined && message === undefined) places.set(name, index)
    if (message !== undefined) {
      const asked = { ...wants('columns', { names }), allowed: names }
      problems.push({ ...at, column: heading, got: heading, ...asked, message })
    }
  }
  for (const [name, column] of Object.entries(shape.columns)) {
    if (places.has(name) || 'ifEmpty' in column) continue
    const headed = [name, ...column.headings]
    const allowed = headed.join(' or ')
    const asked = { ...wants('one_of', { names: headed.join(', ') }), allowed }
    const message = `the column ${name} is missing: its heading is ${allowed}.`
    problems.push({ ...at, column: name, got: headings.cells.join(', '), ...asked, message })
  }
  return { places, problems }
}

function readRow<Columns extends Record<string, Column<unknown>>>(
  { file, columns }: TableShape<Columns>,
  { line, cells }: SheetRow,
  places: ReadonlyMap<string, number>,
  headingOf: (name: string) => string,
) {
  const values = new Map<string, unknown>()
  const texts = new Map<string, string>()
  const problems: FileProblem[] = []
  for (const [name, column] of Object.entries(columns)) {
    const text = cells[places.get(name) ?? -1] ?? ''
    texts.set(name, text)
    if (text === '' && 'ifEmpty' in column) {
      values.set(name, column.ifEmpty)
      continue
    }
    const reading = column.read(text)
    if ('value' in reading) {
      values.set(name, reading.value)
      continue
    }
    values.set(name, undefined)
    const { because, shown = text, ...asked } = reading
    const found =
      text === '' ? 'the cell is empty' : `${quoted(shown)} ${because ?? 'cannot stand here'}`
    const message = `${found}; allowed is ${asked.allowed}.`
    problems.push({ file, line, column: headingOf(name), got: shown, ...asked, message })
  }
  return { values, texts, problems }
}

function cellsUnderNoHeading(
  file: string,
  headings: readonly string[],
  row: SheetRow,
): FileProblem[] {
  return row.cells.flatMap((cell, index) => {
    if (cell === '' || headings[index] !== '') return []
    const message = `${quoted(cell)} stands in a column without a heading.`
    return [{ file, line: row.line, column: null, got: cell, ...wants('no_heading'), message }]
  })
}

function twice(
  file: string,
  line: number,
  column: string,
  got: string,
  earlier: number,
): FileProblem {
  const message = `${quoted(got)} stands on line ${earlier} already; each may stand once.`
  return { file, line, column, got, ...wants('once'), message }
}
