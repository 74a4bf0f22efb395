import { z } from 'zod'
import { matrixFault } from '../chains.ts'

/** A matrix of monthly or yearly moves, and the names of its states. */
export interface NamedChain {
  readonly states: readonly string[]
  readonly matrix: readonly (readonly number[])[]
}

/** The roll matrix of the examples: months late, default, repaid early. */
export const ROLL_MATRIX: NamedChain = {
  states: ['current', '30', '60', '90', 'default', 'prepaid'],
  matrix: [
    [0.93, 0.045, 0, 0, 0, 0.025],
    [0.4, 0.25, 0.33, 0, 0, 0.02],
    [0.15, 0.1, 0.2, 0.54, 0, 0.01],
    [0.05, 0.03, 0.05, 0.22, 0.645, 0.005],
    [0, 0, 0, 0, 1, 0],
    [0, 0, 0, 0, 0, 1],
  ],
}

/**
 * Yearly moves between ratings, as printed: rows 2 to 6 do not quite sum to one.
 * Source: R. Jarrow, D. Lando and S. Turnbull, Review of Financial Studies 10 (1997), table 3.
 */
export const RATING_MATRIX: NamedChain = {
  states: ['AAA', 'AA', 'A', 'BBB', 'BB', 'B', 'CCC', 'D'],
  matrix: [
    [0.891, 0.0963, 0.0078, 0.0019, 0.003, 0, 0, 0],
    [0.0086, 0.901, 0.0747, 0.0099, 0.0029, 0.0029, 0, 0],
    [0.0009, 0.0291, 0.8894, 0.0649, 0.0101, 0.0045, 0, 0.0009],
    [0.0006, 0.0043, 0.0656, 0.8427, 0.0644, 0.016, 0.0018, 0.0045],
    [0.0004, 0.0022, 0.0079, 0.0719, 0.7764, 0.1043, 0.0127, 0.0241],
    [0, 0.0019, 0.0031, 0.0066, 0.0517, 0.8246, 0.0435, 0.0685],
    [0, 0, 0.0116, 0.0116, 0.0203, 0.0754, 0.6493, 0.2319],
    [0, 0, 0, 0, 0, 0, 0, 1],
  ],
}

/** The matrices that may be named instead of written out. */
const NAMED: ReadonlyMap<string, NamedChain> = new Map([
  ['b.roll matrix', ROLL_MATRIX],
  ['open-risk/transitionmatrix datasets/jlt.csv', RATING_MATRIX],
])

/** A matrix written out: no number below zero, each row summing to one. */
export const squareMatrix = z
  .array(z.array(z.number()))
  .min(1)
  .max(100)
  .superRefine((matrix, context) => {
    const fault = matrixFault(matrix)
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault })
  })

/** The name of a known matrix. Rounded as printed it is taken as it is, which is said in the method. */
export const namedChain = z.string().transform((name, context): NamedChain => {
  const known = NAMED.get(name.toLowerCase())
  if (known !== undefined) return known
  context.addIssue({ code: 'custom', message: `is one of ${[...NAMED.keys()].join('; ')}` })
  return z.NEVER
})

/** A chain written out, with the names of its states. */
export const writtenChain = z.object({ states: z.array(z.string()), P: squareMatrix })

/** The place of a state by its name; `undefined` where there is none. */
export function placeOfState(states: readonly string[], name: string): number | undefined {
  const place = states.findIndex((state) => state.toLowerCase() === name.toLowerCase())
  return place < 0 ? undefined : place
}
