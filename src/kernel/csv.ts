/**
 * One line of a CSV file as RFC 4180 has it: commas, quotes where they are needed, CR and LF at the end.
 *
 * A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` (or with a tab or a carriage return) for a
 * formula. Such a cell gets an apostrophe before it, unless it is a plain number like `-12.50`; so does one that begins
 * so behind apostrophes of its own, that {@link plainCell} may give each back.
 *
 * @example csvLine(['=1+1', '-12.50', 'a, "b"']) // `'=1+1,-12.50,"a, ""b"""\r\n`
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => quoted(harmless(cell))).join(',')}\r\n`
}

const FORMULA_START = /^'*[=+\-@\t\r]/
const NUMBER = /^-?[0-9]+(\.[0-9]+)?$/
const NEEDS_QUOTES = /[",\r\n]/

/**
 * What a cell of such a file says: without the apostrophe that keeps a spreadsheet from taking it for a formula.
 *
 * @example plainCell("'+39 015") // '+39 015'
 */
export function plainCell(cell: string): string {
  return cell.startsWith("'") && FORMULA_START.test(cell) ? cell.slice(1) : cell
}

function harmless(cell: string): string {
  return FORMULA_START.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell
}

function quoted(cell: string): string {
  return NEEDS_QUOTES.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
