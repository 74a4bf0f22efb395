import type { Result } from '../result.ts'

const FIGURE_HEADS = [
  'of',
  'statistic',
  'level',
  'unit',
  'value',
  'standard_error',
  'lower_95',
  'upper_95',
  'method',
  'closed_form',
  'withheld',
]

/** The figures as CSV (RFC 4180), the provenance in front of them as comment lines. */
export function figuresCsv(result: Result): string {
  const rows = result.figures.map((figure) => [
    figure.of,
    figure.statistic,
    figure.level,
    figure.unit,
    figure.value,
    figure.standardError,
    figure.interval?.lower,
    figure.interval?.upper,
    figure.method,
    figure.closedForm?.value,
    figure.withheld,
  ])
  return table(result, [FIGURE_HEADS, ...rows])
}

/** The months as CSV: a row for each series and month. */
export function seriesCsv(result: Result): string {
  const levels = result.series[0]?.bands.map(({ level }) => `quantile_${level}`) ?? []
  const rows = result.series.flatMap(({ name, unit, mean, bands }) =>
    mean.map((value, month) => [
      name,
      unit,
      month,
      value,
      ...bands.map((band) => band.values[month]),
    ]),
  )
  return table(result, [['series', 'unit', 'month', 'mean', ...levels], ...rows])
}

/** Nothing is an empty cell. */
export type Cell = string | number | null | undefined

function table({ provenance }: Result, rows: readonly (readonly Cell[])[]): string {
  const { scenarioHash, seed, paths, engine, model, nodeMajor } = provenance
  const head = `# scenario ${scenarioHash}, seed ${seed}, ${paths} paths, engine ${engine}, ${model.name} ${model.version}, Node ${nodeMajor}`
  return `${head}\r\n${csvText(rows)}`
}

/** Rows as CSV (RFC 4180). */
export function csvText(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(cellText).join(',')}\r\n`).join('')
}

function cellText(cell: Cell): string {
  const text = cell === null || cell === undefined ? '' : String(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
