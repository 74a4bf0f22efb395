import type { Provenance } from '../result.ts'

export type Cell = string | number | boolean | null | undefined

/** Something to be read row by row, in a terminal and as a file of its own. */
export interface Table {
  /** As the file is called: `tornado`. */
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
  /** Rows for programs: a terminal is not shown them. */
  readonly isListing?: boolean
}

/** Where the figures of an analysis come from: with it, anybody gets the same ones. */
export interface AnalysisProvenance extends Provenance {
  /** SHA-256 of the analysis with all that it reads. */
  readonly analysisHash: string
  readonly points: number
}

const CELL_MAX = 60
const DIGITS = 6

/** A table as CSV (RFC 4180), the provenance in front of it as a comment line. */
export function tableCsv({ columns, rows }: Table, provenance: AnalysisProvenance): string {
  const { analysisHash, scenarioHash, seed, paths, points, engine, model, nodeMajor } = provenance
  const head = `# analysis ${analysisHash}, scenario ${scenarioHash}, seed ${seed}, ${points} points of ${paths} paths, engine ${engine}, ${model.name} ${model.version}, Node ${nodeMajor}`
  const lines = [columns, ...rows].map((row) => row.map(csvCell).join(','))
  return [head, ...lines].join('\r\n').concat('\r\n')
}

/** A table as it is read in a terminal; long ones are cut, and say so. */
export function tableText({ columns, rows }: Table, rowsMax = Number.POSITIVE_INFINITY): string {
  const shown = [columns, ...rows.slice(0, rowsMax).map((row) => row.map(plainCell))]
  const widths = columns.map((_, column) =>
    Math.max(...shown.map((row) => (row[column] ?? '').length)),
  )
  const lines = shown.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  const left = rows.length - rowsMax
  return [...lines, ...(left > 0 ? [`… and ${left} more`] : [])].join('\n')
}

function plainCell(cell: Cell): string {
  if (cell === null || cell === undefined) return '-'
  if (typeof cell === 'number') {
    return Number.isInteger(cell) ? String(cell) : String(Number(cell.toPrecision(DIGITS)))
  }
  const text = String(cell)
  return text.length > CELL_MAX ? `${text.slice(0, CELL_MAX - 1)}…` : text
}

function csvCell(cell: Cell): string {
  const text = cell === null || cell === undefined ? '' : String(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
