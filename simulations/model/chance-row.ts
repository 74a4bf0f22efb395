import type { z } from 'zod'

/** How far the parts of a row may be from 100 % together: what is lost by writing thirds. */
const ROW_TOLERANCE = 1e-9

/** A row of chances, where something is a month later, which must be 100 % together. */
export function wholeRow<Row extends z.ZodObject>(row: Row): Row {
  return row.refine((parts) => Math.abs(sumOf(parts) - 1) < ROW_TOLERANCE, {
    error: ({ input }) =>
      `the parts of a row must be 100 % together, not ${percentOf(input as object)}`,
  })
}

/** The parts of a row, as numbers; parts that are wrong by themselves are told of elsewhere. */
function sumOf(parts: object): number {
  return Object.values(parts).reduce((sum: number, part: number) => sum + part, 0)
}

function percentOf(parts: object): string {
  return `${Number((sumOf(parts) * 100).toPrecision(12))} %`
}
