import { cpus } from 'node:os'

/** Writes a line of the report. */
export function say(line = ''): void {
  process.stdout.write(`${line}\n`)
}

/** Writes a line about how far the run is; not part of the report. */
export function tell(line: string): void {
  process.stderr.write(`${line}\n`)
}

/** Writes a table; the first column holds words, the others numbers. */
export function sayTable(
  titles: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): void {
  say(`| ${titles.join(' | ')} |`)
  say(`| ${titles.map((_, column) => (column === 0 ? '---' : '---:')).join(' | ')} |`)
  for (const row of rows) say(`| ${row.join(' | ')} |`)
}

/** A number with so many decimals; nothing where there is none. */
export function shown(value: number, decimals = 0): string {
  return Number.isNaN(value) ? '' : value.toFixed(decimals)
}

/** A goal, what came of it, and whether it was reached. */
export function sayGoal(goal: string, value: number, isReached: boolean, decimals = 2): void {
  if (!Number.isNaN(value))
    say(`- ${goal}: ${shown(value, decimals)}${isReached ? '' : ' (missed)'}`)
}

export function machine(): string {
  return `${cpus().length} CPUs, Node ${process.version}`
}
