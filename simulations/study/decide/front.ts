import type { OnFront } from '../findings.ts'
import type { Cell, StudyTable } from '../table.ts'
import { averageOf } from './score.ts'

/** Whether no other design is at least as good on every indicator and better on one: by the means, and in each world. */
export function frontOf(table: StudyTable): readonly OnFront[] {
  const means = table.cells.map((cells) => cells.map(({ values }) => averageOf(values)))
  return table.designs.map(({ name }, design) => {
    const dominatedBy = table.designs.flatMap((other, index) =>
      index !== design && dominates(table, means[index] ?? [], means[design] ?? [])
        ? [other.name]
        : [],
    )
    let free = 0
    for (let world = 0; world < table.worlds; world++) {
      const here = table.cells.map((cells) => valuesIn(cells, world))
      const own = here[design] ?? []
      if (!here.some((one, index) => index !== design && dominates(table, one, own))) free += 1
    }
    return {
      design: name,
      isOnFront: dominatedBy.length === 0,
      probability: free / table.worlds,
      dominatedBy,
    }
  })
}

function valuesIn(cells: readonly Cell[], world: number): readonly number[] {
  return cells.map(({ values }) => values[world] as number)
}

function dominates(
  { indicators }: StudyTable,
  one: readonly number[],
  other: readonly number[],
): boolean {
  let isBetter = false
  for (const [index, { worst, best, weight }] of indicators.entries()) {
    // What counts for nothing keeps nobody on the front.
    if (weight === 0) continue
    const lead = Math.sign(best - worst) * ((one[index] as number) - (other[index] as number))
    if (lead < 0) return false
    if (lead > 0) isBetter = true
  }
  return isBetter
}
