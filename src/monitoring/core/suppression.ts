/** Fewer than this many people are not told: they could be found among those who know them. */
export const SMALL = 5

/** Of how many people a figure is, and how many of its base it leaves out, who follow from both by subtraction. */
export interface Heads {
  readonly of: number
  readonly rest: number
}

/** Whether a figure may not be told: it is of one to four people, or leaves out one to four. */
export function isSmall({ of, rest }: Heads): boolean {
  return isFew(of) || isFew(rest)
}

function isFew(count: number): boolean {
  return count > 0 && count < SMALL
}

/** One class of a table: its heads in each block that the table is told for. */
export type ClassHeads = readonly Heads[]

/**
 * Which classes of a table are held back together, so that every class that is told, and those that are not taken together,
 * are of nobody or of at least {@link SMALL} people, and leave out nobody or as many, in every block. Whatever is held back
 * has company: the smallest of the others, until this holds. It ends at the latest with all of them, whose sum the caller
 * knows to be fit.
 *
 * @param start classes that are held back anyway, because the base of this table holds them back
 */
export function heldBack(
  classes: readonly ClassHeads[],
  start: ReadonlySet<number> = new Set(),
): ReadonlySet<number> {
  const held = new Set(start)
  for (const [index, blocks] of classes.entries()) if (blocks.some(isSmall)) held.add(index)
  while (held.size > 0 && needsCompany(classes, held)) {
    const next = smallestTold(classes, held)
    if (next === undefined) break
    held.add(next)
  }
  return held
}

function needsCompany(classes: readonly ClassHeads[], held: ReadonlySet<number>): boolean {
  if (held.size < 2) return true
  const blocks = classes[0]?.length ?? 0
  return Array.from({ length: blocks }, (_, block) => {
    const all = [...held].map((index) => classes[index]?.[block] ?? NOBODY)
    return sumOf(all)
  }).some(isSmall)
}

/** An empty class hides nothing and nobody: the smallest that has somebody in it. */
function smallestTold(
  classes: readonly ClassHeads[],
  held: ReadonlySet<number>,
): number | undefined {
  let found: number | undefined
  let least = Number.POSITIVE_INFINITY
  for (const [index, blocks] of classes.entries()) {
    const { of, rest } = sumOf(blocks)
    if (held.has(index) || of + rest === 0 || of + rest >= least) continue
    least = of + rest
    found = index
  }
  return found
}

export const NOBODY: Heads = { of: 0, rest: 0 }

export function sumOf(all: readonly Heads[]): Heads {
  return all.reduce((sum, { of, rest }) => ({ of: sum.of + of, rest: sum.rest + rest }), NOBODY)
}

/**
 * A line that only rises and ends where it is: told where it has risen by at least {@link SMALL} since it was told last, and
 * at its end; in between it stays, so that neither a month nor the end less a month tells of a few.
 *
 * @example steps([3, 5, 7, 12, 14]) // [0, 5, 5, 5, 14]
 */
export function steps(sums: readonly number[]): readonly number[] {
  const end = sums.at(-1) ?? 0
  let last = 0
  return sums.map((sum) => {
    if (sum - last >= SMALL && (sum === end || end - sum >= SMALL)) last = sum
    return last
  })
}
