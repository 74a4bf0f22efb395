import type { Progress } from '../progress.ts'
import type { Result } from '../result.ts'
import type { Figure } from '../summary.ts'

/** The figures as they are read in a terminal: amounts in EUR, each with its error. */
export function resultText(result: Result): string {
  const { provenance, audit, effectivePaths } = result
  const { scenarioHash, seed, paths, engine, model, nodeMajor } = provenance
  const weighed =
    effectivePaths < paths ? ` (they weigh as much as ${Math.round(effectivePaths)})` : ''
  const rows = result.figures.map(rowOf)
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  )
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        column === 1 || column === 2
          ? cell.padStart(widths[column] ?? 0)
          : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  )
  return [
    `${String(result.scenario.name)}: ${paths} paths${weighed}, ${result.ending}`,
    '',
    ...lines,
    '',
    `Books: every path balances to the cent; ${audit.paths} paths were run again with ${audit.entries} single entries.`,
    `Provenance: scenario ${scenarioHash.slice(0, 16)}, seed ${seed}, engine ${engine}, ${model.name} ${model.version}, Node ${nodeMajor}.`,
  ].join('\n')
}

/** One line of how far a run is. */
export function progressText({
  paths,
  pathsMax,
  pathsPerSecond,
  secondsLeft,
  estimates,
}: Progress): string {
  const share = Math.floor((100 * paths) / pathsMax)
  const [first] = estimates
  const estimate =
    first === undefined ? '' : `; ${first.of} ${short(first.mean)} ± ${short(first.standardError)}`
  return `${share} % of ${pathsMax} paths, ${Math.round(pathsPerSecond)} a second, ${Math.ceil(secondsLeft)} s left${estimate}`
}

function rowOf(figure: Figure): readonly string[] {
  const { of, statistic, level, value, standardError, interval, unit, withheld } = figure
  const name = `${of} ${wordsOf(statistic)}${level === undefined ? '' : ` ${Number((level * 100).toPrecision(6))} %`}`
  if (value === null || interval === null) return [name, '-', '', withheld ?? '']
  const known = figure.closedForm
  const beside = known === undefined ? '' : `; ${known.nature}: ${inUnit(known.value, unit)}`
  return [
    name,
    inUnit(value, unit),
    `± ${inUnit(standardError ?? 0, unit)}`,
    `${unit === 'cents' ? 'EUR' : unit}, 95 %: ${inUnit(interval.lower, unit)} to ${inUnit(interval.upper, unit)}${beside}`,
  ]
}

function wordsOf(statistic: Figure['statistic']): string {
  const words = { valueAtRisk: 'value at risk', expectedShortfall: 'expected shortfall' }
  return statistic in words ? words[statistic as keyof typeof words] : statistic
}

function inUnit(value: number, unit: string): string {
  return unit === 'cents' ? grouped((value / 100).toFixed(2)) : short(value)
}

function grouped(text: string): string {
  return text.replace(/\B(?=(\d{3})+(?=\.))/g, ',')
}

function short(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toPrecision(5)
}
