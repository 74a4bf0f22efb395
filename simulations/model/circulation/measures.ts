/**
 * How unevenly amounts are spread: the Gini coefficient, 0 where all have the same, near 1 where one has all.
 *
 * @param sorted rising
 */
export function giniOf(sorted: Float64Array): number {
  let total = 0
  let ranked = 0
  for (let rank = 0; rank < sorted.length; rank++) {
    total += sorted[rank] as number
    ranked += (rank + 1) * (sorted[rank] as number)
  }
  const count = sorted.length
  return total === 0 ? 0 : (2 * ranked) / (count * total) - (count + 1) / count
}

/** What the largest of some amounts are of all: those of the tenth or hundredth, at least of one. */
export function topShareOf(sorted: Float64Array, part: number): number {
  const count = Math.max(1, Math.floor(sorted.length * part + 0.5))
  let total = 0
  let top = 0
  for (let rank = 0; rank < sorted.length; rank++) {
    total += sorted[rank] as number
    if (rank >= sorted.length - count) top += sorted[rank] as number
  }
  return total === 0 ? 0 : top / total
}
