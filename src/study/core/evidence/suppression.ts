import { type DominanceRules, isDominated, upperNeedOf } from './dominance.ts'
import { type Arc, cheapestCircle, playOf } from './flow.ts'
import type { Cell, CellTable } from './tables.ts'

/** What may be shown of cells. */
export interface SuppressionRules extends DominanceRules {
  /** A cell of fewer people than this is not shown. */
  readonly threshold: number
  /**
   * What is hidden can be bounded no closer than to an interval as wide as this share of it, from all that is shown and
   * from what any one person knows of their own. Source: sliding protection, Fischetti and Salazar, Management Science 47 (2001).
   */
  readonly protection: number
}

export const SUPPRESSION_RULES: SuppressionRules = { threshold: 5, protection: 0.5, dominance: 0.1 }

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
 * Hides the cells of few people and those that one makes up nearly alone, and as many others as it takes so that sums do
 * not give them back.
 *
 * @param alsoOthers off, only the cells themselves are hidden; for showing what that is worth
 * @returns nothing where the whole is such a cell, or cannot be shown without giving them back
 */
export function suppressed(
  table: CellTable,
  rules: SuppressionRules = SUPPRESSION_RULES,
  alsoOthers = true,
): ShownTable | undefined {
  const network = networkOf(table)
  const hidden = new Set<number>()
  for (const [at, { cell }] of network.entries()) {
    if (!isSensitive(cell, rules)) continue
    if (network[at]?.isWhole === true || cell.isKnown === true) return undefined
    hidden.add(at)
  }
  const sensitive = [...hidden]
  if (alsoOthers && !protect(network, sensitive, hidden, rules)) return undefined
  const shown = table.cells.map((line) => line.map(({ value }): number | null => value))
  for (const at of hidden) {
    const { places } = network[at] as Node
    for (const [row, column] of places) (shown[row] as (number | null)[])[column] = null
  }
  const { cells: _, ...head } = table
  return { ...head, cells: isOneRow(table) ? shown.slice(0, 1) : shown }
}

/** Whether a cell tells of somebody: it is of few people, or one of them makes it up nearly alone. */
export function isSensitive(cell: Cell, rules: SuppressionRules): boolean {
  const { value, people } = cell
  if (value <= 0 || people.size === 0) return false
  return people.size < rules.threshold || isDominated(cell, rules)
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

/** @returns whether all that is sensitive is protected now */
function protect(
  network: readonly Node[],
  sensitive: readonly number[],
  hidden: Set<number>,
  rules: SuppressionRules,
): boolean {
  const all = everybody(network)
  const viewerOf = viewers(network)
  for (let before = -1; before !== hidden.size; ) {
    before = hidden.size
    const people = ownersOf(network, hidden)
    for (const at of sensitive) {
      // Mostly not even one who has as much of each cell as anybody finds out; then nobody has to be asked alone.
      if (missing(network, at, all, { hidden, rules }) === undefined) continue
      for (const who of [undefined, ...people]) {
        const viewer = viewerOf(who)
        // Who is the only one in a cell knows it anyway.
        if (viewer.alone.has(at)) continue
        while (missing(network, at, viewer, { hidden, rules }) !== undefined) {
          if (!hideMore(network, at, viewer, { hidden, rules })) return false
        }
      }
    }
  }
  return true
}

/** Somebody who looks at the table, and knows what is their own. */
interface Viewer {
  /** A person with something in it. */
  readonly who?: number | undefined
  /** The cells that are one's alone, who knows them. */
  readonly alone: ReadonlySet<number>
  /** The table without what is one's own. */
  readonly arcs: readonly Arc[]
}

interface Hiding {
  readonly hidden: Set<number>
  readonly rules: SuppressionRules
}

/** Everybody who has something in a hidden cell: others know nothing about these that all do not. */
function ownersOf(network: readonly Node[], hidden: ReadonlySet<number>): ReadonlySet<number> {
  const people = new Set<number>()
  for (const at of hidden)
    for (const person of network[at]?.cell.people.keys() ?? []) people.add(person)
  return people
}

/** What a person knows, or somebody who has nothing in the table: looked up once. */
function viewers(network: readonly Node[]): (who: number | undefined) => Viewer {
  const known = new Map<number | undefined, Viewer>()
  return (who) => {
    const found = known.get(who)
    if (found !== undefined) return found
    const own = ({ cell }: Node) => (who === undefined ? 0 : (cell.people.get(who) ?? 0))
    const viewer = { who, alone: aloneIn(network, own), arcs: without(network, own) }
    known.set(who, viewer)
    return viewer
  }
}

/** One who has of each cell as much as whoever has most of it: knows no less than any of them. */
function everybody(network: readonly Node[]): Viewer {
  const most = ({ cell }: Node) => Math.max(0, ...cell.people.values())
  return { alone: aloneIn(network, most), arcs: without(network, most) }
}

function aloneIn(network: readonly Node[], own: (node: Node) => number): ReadonlySet<number> {
  const alone = new Set<number>()
  for (const [at, node] of network.entries())
    if (node.cell.people.size === 1 && own(node) > 0) alone.add(at)
  return alone
}

function without(network: readonly Node[], own: (node: Node) => number): readonly Arc[] {
  return network.map((node) => {
    const { from, to, value } = node
    return { from, to, value: value - own(node) }
  })
}

/** How much a cell has to be uncertain by for somebody: above what it is, and from below to above. */
function needOf({ cell }: Node, { who }: Viewer, rules: SuppressionRules) {
  const own = who === undefined ? 0 : (cell.people.get(who) ?? 0)
  const width = Math.max(1, Math.ceil(rules.protection * (cell.value - own)))
  return { width, above: Math.ceil(upperNeedOf(cell, rules, who)) }
}

/** What is missing for a cell to be protected: of the room above it, or of all of it. */
function missing(
  network: readonly Node[],
  at: number,
  viewer: Viewer,
  { hidden, rules }: Hiding,
): 'above' | 'width' | undefined {
  const { width, above } = needOf(network[at] as Node, viewer, rules)
  const open = (arc: number) => hidden.has(arc) && !viewer.alone.has(arc)
  const play = (sign: 1 | -1, enough: number) => playOf(viewer.arcs, at, open, { sign, enough })
  // Room above is room in all; the other way round would hide more than it takes.
  if (play(1, above) < above) return 'above'
  const less = play(-1, width)
  return less + play(1, width - less) < width ? 'width' : undefined
}

/** Hides the cells with least in them that give one more room. @returns whether any was left to hide */
function hideMore(
  network: readonly Node[],
  at: number,
  viewer: Viewer,
  { hidden, rules }: Hiding,
): boolean {
  const costOf = (arc: number): number | undefined => {
    const node = network[arc]
    if (node === undefined || viewer.alone.has(arc)) return undefined
    if (hidden.has(arc)) return 0
    return mayHide(node) ? node.value : undefined
  }
  const { width, above } = needOf(network[at] as Node, viewer, rules)
  const isAbove = missing(network, at, viewer, { hidden, rules }) === 'above'
  const full = isAbove ? above : width
  const below = viewer.arcs[at]?.value ?? 0
  // Where no single circle has all the room, one that has some is a part of it.
  for (const need of [full, 1]) {
    const circles = ([1, -1] as const).flatMap((sign) => {
      if (sign === -1 && (isAbove || below === 0)) return []
      const room = sign === 1 ? need : Math.min(need, below)
      return cheapestCircle(viewer.arcs, at, costOf, { sign, need: room }) ?? []
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
