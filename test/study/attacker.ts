import type { ShownTable } from '../../src/study/core/evidence/suppression.ts'

/** What somebody who reads a table can say of a hidden cell: it is no less and no more than this. */
export interface Bounds {
  readonly row: number
  readonly column: number
  readonly least: number
  readonly most: number
}

/** A sum that has to be right: how often each unknown is in it, and what they come to. */
export interface Sum {
  readonly of: readonly number[]
  readonly is: number
}

/**
 * Bounds every hidden cell as closely as the sums of a table allow, by linear programming: knows nothing of how the cells
 * were chosen.
 *
 * @param known cells that the attacker has from elsewhere
 */
export function attack(
  table: ShownTable,
  known: (row: number, column: number) => number | undefined = () => undefined,
): readonly Bounds[] {
  const places: { row: number; column: number }[] = []
  const cells = table.cells.map((line, row) =>
    line.map((shown, column) => {
      const value = shown ?? known(row, column)
      if (value === undefined) places.push({ row, column })
      return value ?? { at: places.length - 1 }
    }),
  )
  const equations: Sum[] = []
  const balance = (line: readonly (number | { at: number } | undefined)[]) => {
    const of = places.map(() => 0)
    let is = 0
    for (const [index, cell] of line.entries()) {
      const sign = index === line.length - 1 ? -1 : 1
      if (typeof cell === 'number') is -= sign * cell
      else if (cell !== undefined) of[cell.at] = sign
    }
    equations.push({ of, is })
  }
  for (const line of cells) balance(line)
  if (cells.length > 1) {
    for (const column of (cells[0] ?? []).keys()) balance(cells.map((line) => line[column]))
  }
  const bounds = attackSums(places.length, equations)
  return places.map((place, at) => ({ ...place, ...(bounds[at] as (typeof bounds)[number]) }))
}

/** Bounds so many unknown numbers, none of them below zero, as closely as sums of them allow. */
export function attackSums(
  count: number,
  sums: readonly Sum[],
): readonly Pick<Bounds, 'least' | 'most'>[] {
  return Array.from({ length: count }, (_, at) => {
    const goal = Array.from({ length: count }, (_, other) => (other === at ? 1 : 0))
    return {
      least: -maximum(
        goal.map((one) => -one),
        sums,
      ),
      most: maximum(goal, sums),
    }
  })
}

const TINY = 1e-7

/** The greatest value of a sum under equations, with all numbers from zero up: the simplex method, by Bland's rule. */
function maximum(goal: readonly number[], equations: readonly Sum[]): number {
  const width = goal.length
  // First an artificial number in each equation is driven to zero, then what is asked for is raised.
  const rows = equations.map(({ of, is }, at) => {
    const sign = is < 0 ? -1 : 1
    const artificial = equations.map((_, other) => (other === at ? 1 : 0))
    return [...of.map((one) => sign * one), ...artificial, sign * is]
  })
  const basis = equations.map((_, at) => width + at)
  const count = equations.length
  climb(rows, basis, [...goal.map(() => 0), ...equations.map(() => -1)], width + count)
  for (const [at, column] of basis.entries()) {
    if (column < width) continue
    const other = rows[at]?.slice(0, width).findIndex((one) => Math.abs(one) > TINY) ?? -1
    if (other >= 0) pivot(rows, basis, at, other)
  }
  return climb(rows, basis, [...goal, ...equations.map(() => 0)], width)
}

function climb(
  rows: number[][],
  basis: number[],
  goal: readonly number[],
  columns: number,
): number {
  const last = (rows[0]?.length ?? 1) - 1
  for (;;) {
    const gain = (column: number) =>
      rows.reduce(
        (sum, row, at) => sum - (goal[basis[at] as number] ?? 0) * (row[column] ?? 0),
        goal[column] ?? 0,
      )
    const enters = Array.from({ length: columns }, (_, column) => column).find(
      (column) => !basis.includes(column) && gain(column) > TINY,
    )
    if (enters === undefined) break
    let leaves = -1
    let least = Number.POSITIVE_INFINITY
    for (const [at, row] of rows.entries()) {
      const by = row[enters] ?? 0
      if (by <= TINY) continue
      const ratio = (row[last] ?? 0) / by
      const isFirst = ratio < least + TINY && (basis[at] ?? 0) < (basis[leaves] ?? 0)
      if (ratio < least - TINY || isFirst) [least, leaves] = [ratio, at]
    }
    if (leaves < 0) return Number.POSITIVE_INFINITY
    pivot(rows, basis, leaves, enters)
  }
  return rows.reduce((sum, row, at) => sum + (goal[basis[at] as number] ?? 0) * (row[last] ?? 0), 0)
}

function pivot(rows: number[][], basis: number[], at: number, column: number): void {
  const own = rows[at] as number[]
  const by = own[column] as number
  for (let index = 0; index < own.length; index++) own[index] = (own[index] as number) / by
  for (const [other, row] of rows.entries()) {
    const times = row[column] as number
    if (other === at || times === 0) continue
    for (let index = 0; index < row.length; index++)
      row[index] = (row[index] as number) - times * (own[index] as number)
  }
  basis[at] = column
}
