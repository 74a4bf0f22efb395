import { type Arc, cheapestCircle, playOf } from './flow.ts'
import type { Cell, CellTable } from './tables.ts'

/** What may be shown of cells. */
export interface SuppressionRules {
  /** A cell of fewer people than this is not shown. */
  readonly threshold: number
  /**
   * What is hidden can be bounded no closer than to an interval as wide as this share of it, from all that is shown and
   * from what any one person knows of their own. Source: sliding protection, Fischetti and Salazar, Management Science 47 (2001).
   */
  readonly protection: number
}

export const SUPPRESSION_RULES: SuppressionRules = { threshold: 5, protection: 0.5 }

/** A table as it may be shown; `null` where a cell is hidden. */
export interface ShownTable {
  readonly name: string
  readonly unit: string
  readonly rowsAre: string | null
  readonly columnsAre: string
  readonly rows: readonly string[]
  readonly columns: readonly string[]
  /** By row and column; the last of each are the sums. A table of one row has no row of sums. */
  readonly cells: readonly (readonly (number | null)[])[]
}

/**
 * Hides the cells of few people, and as many others as it takes so that sums do not give them back.
 *
 * @param alsoOthers off, only the cells of few people are hidden; for showing what that is worth
 * @returns nothing where the whole is of few people, or cannot be shown without giving them back
 */
export function suppressed(
  table: CellTable,
  rules: SuppressionRules = SUPPRESSION_RULES,
  alsoOthers = true,
): ShownTable | undefined {
  const network = networkOf(table)
  const hidden = new Set<number>()
  for (const [at, { cell }] of network.entries()) {
    if (!isSmall(cell, rules)) continue
    if (network[at]?.isWhole === true || cell.isKnown === true) return undefined
    hidden.add(at)
  }
  const small = [...hidden]
  if (alsoOthers && !protect(network, small, hidden, rules)) return undefined
  const shown = table.cells.map((line) => line.map(({ value }): number | null => value))
  for (const at of hidden) {
    const { places } = network[at] as Node
    for (const [row, column] of places) (shown[row] as (number | null)[])[column] = null
  }
  const { cells: _, ...head } = table
  return { ...head, cells: isOneRow(table) ? shown.slice(0, 1) : shown }
}

export function isSmall({ value, people }: Cell, { threshold }: SuppressionRules): boolean {
  return value > 0 && people.size > 0 && people.size < threshold
}

interface Node extends Arc {
  readonly cell: Cell
  /** The sum of all: always shown. */
  readonly isWhole: boolean
  readonly places: readonly (readonly [row: number, column: number])[]
}

function isOneRow({ rows }: CellTable): boolean {
  return rows.length === 1
}

/**
 * A table is a flow: from its row each cell goes to its column, from columns sums go to the row of sums, from there the
 * whole to the column of sums, and back to the rows.
 */
function networkOf(table: CellTable): readonly Node[] {
  const { cells, rows, columns } = table
  const [R, C] = [rows.length, columns.length]
  const one = isOneRow(table)
  return (one ? cells.slice(0, 1) : cells).flatMap((line, row) =>
    line.map((cell, column): Node => {
      const common = { cell, value: cell.value, places: [[row, column]] as const }
      // With one row, all its cells lead from one node to another and their sum leads back.
      if (one) {
        const isWhole = column === C
        return { ...common, isWhole, from: isWhole ? 1 : 0, to: isWhole ? 0 : 1 }
      }
      const [rowNode, columnNode] = [row, R + 1 + column]
      const isBack = (row === R) !== (column === C)
      const isWhole = row === R && column === C
      return isBack
        ? { ...common, isWhole, from: columnNode, to: rowNode }
        : { ...common, isWhole, from: rowNode, to: columnNode }
    }),
  )
}

/** @returns whether all that is small is protected now */
function protect(
  network: readonly Node[],
  small: readonly number[],
  hidden: Set<number>,
  rules: SuppressionRules,
): boolean {
  for (let before = -1; before !== hidden.size; ) {
    before = hidden.size
    for (const at of small) {
      for (const known of viewsOf(network, hidden)) {
        // Who is the only one in a cell knows it anyway.
        if (known.has(at)) continue
        while (!isProtected(network, at, { hidden, known, rules })) {
          if (!hideMore(network, at, { hidden, known, rules })) return false
        }
      }
    }
  }
  return true
}

interface View {
  readonly hidden: Set<number>
  /** Hidden cells that whoever looks knows nevertheless. */
  readonly known: ReadonlySet<number>
  readonly rules: SuppressionRules
}

/** Of those who know nothing, and of each person who is the only one in a hidden cell. */
function viewsOf(
  network: readonly Node[],
  hidden: ReadonlySet<number>,
): readonly ReadonlySet<number>[] {
  const own = new Map<number, Set<number>>()
  for (const at of hidden) {
    const people = network[at]?.cell.people
    if (people?.size !== 1) continue
    for (const person of people) own.set(person, (own.get(person) ?? new Set()).add(at))
  }
  return [new Set(), ...own.values()]
}

function isProtected(
  network: readonly Node[],
  at: number,
  { hidden, known, rules }: View,
): boolean {
  const need = needOf(network, at, rules)
  const open = (arc: number) => hidden.has(arc) && !known.has(arc)
  const less = playOf(network, at, open, { sign: -1, enough: need })
  return less >= need || playOf(network, at, open, { sign: 1, enough: need - less }) >= need - less
}

function needOf(network: readonly Node[], at: number, { protection }: SuppressionRules): number {
  return Math.max(1, Math.ceil(protection * (network[at]?.value ?? 0)))
}

/** Hides the cells with least in them that give one more room. @returns whether any was left to hide */
function hideMore(network: readonly Node[], at: number, { hidden, known, rules }: View): boolean {
  const costOf = (arc: number): number | undefined => {
    const node = network[arc]
    if (node === undefined || known.has(arc)) return undefined
    if (hidden.has(arc)) return 0
    return mayHide(node) ? node.value : undefined
  }
  const full = needOf(network, at, rules)
  // Where no single circle has all the room, one that has some is a part of it.
  for (const need of [full, 1]) {
    const circles = ([1, -1] as const).flatMap((sign) => {
      const room = sign === 1 ? need : Math.min(need, network[at]?.value ?? 0)
      return cheapestCircle(network, at, costOf, { sign, need: room }) ?? []
    })
    const fresh = circles
      .map(({ arcs, cost }) => ({ arcs: arcs.filter((arc) => !hidden.has(arc)), cost }))
      .filter(({ arcs }) => arcs.length > 0)
      .sort((a, b) => a.cost - b.cost)[0]
    if (fresh === undefined) continue
    for (const arc of fresh.arcs) hidden.add(arc)
    return true
  }
  const left = [...network.keys()]
    .filter((arc) => !hidden.has(arc) && mayHide(network[arc] as Node))
    .sort((a, b) => (network[a]?.value ?? 0) - (network[b]?.value ?? 0))[0]
  if (left === undefined) return false
  hidden.add(left)
  return true
}

/** That nothing is in a cell can often be known from what a shop sells, so hiding it hides nothing. */
function mayHide({ cell, isWhole, value }: Node): boolean {
  return !isWhole && cell.isKnown !== true && value > 0
}
