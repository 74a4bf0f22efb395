/** Fewer than this many people are not told: they could be found among those who know them. */
export const SMALL = 5

/**
 * What of a column of counts may be told beside its total: `null` for what may not. A count from 1 to 4 is held back, and so
 * is one whose rest (its base less the count) is from 1 to 4. What is held back has company: were one cell alone missing, or
 * cells that come to fewer than five, the total would tell it; then the smallest of the others is held back as well.
 *
 * @param bases of how many each count is a part; left out where a count is a part of nothing
 * @example suppressed([12, 3, 40]) // [null, null, 40]
 */
export function suppressed(
  counts: readonly number[],
  bases?: readonly number[],
): readonly (number | null)[] {
  const isSmall = (count: number) => count > 0 && count < SMALL
  const hidden = new Set<number>()
  for (const [index, count] of counts.entries()) {
    const base = bases?.[index]
    if (isSmall(count) || (base !== undefined && isSmall(base - count))) hidden.add(index)
  }
  while (hidden.size > 0 && needsCompany(counts, hidden)) {
    const next = smallestShown(counts, hidden)
    if (next === undefined) break
    hidden.add(next)
  }
  return counts.map((count, index) => (hidden.has(index) ? null : count))
}

function needsCompany(counts: readonly number[], hidden: ReadonlySet<number>): boolean {
  const sum = [...hidden].reduce((total, index) => total + (counts[index] ?? 0), 0)
  return hidden.size < 2 || sum < SMALL
}

/** An empty cell hides nothing and nobody: the smallest that has somebody in it. */
function smallestShown(counts: readonly number[], hidden: ReadonlySet<number>): number | undefined {
  let found: number | undefined
  for (const [index, count] of counts.entries()) {
    if (count === 0 || hidden.has(index)) continue
    if (found === undefined || count < (counts[found] ?? 0)) found = index
  }
  return found
}

/** A count that stands alone. */
export function told(count: number): number | null {
  return count > 0 && count < SMALL ? null : count
}

/**
 * A line that only rises, told where it has risen by at least five since it was told last: in between it stays, so that no
 * month tells of one person.
 *
 * @example steps([3, 5, 7, 12]) // [0, 5, 5, 12]
 */
export function steps(sums: readonly number[]): readonly number[] {
  let last = 0
  return sums.map((sum) => {
    if (sum - last >= SMALL) last = sum
    return last
  })
}
