import { at, sum, type Vector } from './numeric/elements.ts'
import { identity, type Matrix, rowTimes, solve } from './numeric/linear.ts'

const SUM_TOLERANCE = 1e-9

/** What is wrong with a matrix of probabilities: a row of another length, a number below zero, a sum that is not one. */
export function matrixFault(matrix: Matrix): string | undefined {
  for (const [index, row] of matrix.entries()) {
    if (row.length !== matrix.length) return `row ${index + 1} has ${row.length} numbers`
    if (Array.from(row).some((share) => !(share >= 0))) return `row ${index + 1} has one below zero`
    const total = sum(row)
    if (Math.abs(total - 1) > SUM_TOLERANCE) return `row ${index + 1} sums to ${total}, not to 1`
  }
  return undefined
}

/** Where something is after so many steps. @param start its state, counted from 0 */
export function sharesAfter(matrix: Matrix, start: number, steps: number): readonly number[] {
  let row: number[] = matrix.map((_, index) => (index === start ? 1 : 0))
  for (let step = 0; step < steps; step++) row = rowTimes(row, matrix)
  return row
}

/** How much arrives in a state in each step, from the first on. The state must be one that nothing leaves. */
export function arrivals(
  matrix: Matrix,
  start: number,
  absorbing: number,
  steps: number,
): readonly number[] {
  const inState = Array.from({ length: steps + 1 }, (_, step) =>
    at(sharesAfter(matrix, start, step), absorbing),
  )
  return inState.slice(1).map((share, index) => share - at(inState, index))
}

/** The states that nothing leaves. */
export function absorbingStates(matrix: Matrix): readonly number[] {
  return matrix.flatMap((row, index) => (at(row, index) === 1 ? [index] : []))
}

/** Whether every state leads in the end to one that nothing leaves. */
export function alwaysEnds(matrix: Matrix): boolean {
  const ending = new Set(absorbingStates(matrix))
  for (let before = -1; before < ending.size; ) {
    before = ending.size
    for (const [state, row] of matrix.entries()) {
      if (Array.from(row).some((share, to) => share > 0 && ending.has(to))) ending.add(state)
    }
  }
  return ending.size === matrix.length
}

/**
 * How a chain that always ends does so: (I - Q)⁻¹ R, Q being the moves among the states that something leaves, R those
 * out of them.
 * Source: Kemeny and Snell, Finite Markov chains (1960), theorem 3.3.7.
 *
 * @returns for each state the probability of each end, in the order of {@link absorbingStates}, and the expected steps
 */
export function ends(matrix: Matrix): {
  readonly probabilities: readonly (readonly number[])[]
  readonly steps: readonly number[]
} {
  const last = absorbingStates(matrix)
  const open = openStates(matrix)
  const left = identity(open.length).map((row, i) =>
    row.map((one, j) => one - cell(matrix, at(open, i), at(open, j))),
  )
  const right = open.map((state) => [...last.map((end) => cell(matrix, state, end)), 1])
  const solved = solve(left, right)
  const rowOf = (state: number): readonly number[] => solved[open.indexOf(state)] ?? []
  const isOpen = (state: number): boolean => open.includes(state)
  return {
    probabilities: matrix.map((_, state) =>
      last.map((end, index) => (isOpen(state) ? at(rowOf(state), index) : state === end ? 1 : 0)),
    ),
    steps: matrix.map((_, state) => (isOpen(state) ? at(rowOf(state), last.length) : 0)),
  }
}

/**
 * How what has not ended is spread after a long time: the left vector of Perron of Q. Found by stepping until nothing
 * changes.
 *
 * @returns a share for every state (0 for the ends), and how much stays from one step to the next
 */
export function quasiStationary(matrix: Matrix): {
  readonly shares: readonly number[]
  readonly staying: number
} {
  const open = new Set(openStates(matrix))
  let row: number[] = matrix.map((_, state) => (open.has(state) ? 1 / open.size : 0))
  let staying = 0
  for (let step = 0; step < 100_000; step++) {
    const next = rowTimes(row, matrix).map((share, state) => (open.has(state) ? share : 0))
    staying = sum(next)
    const shares = next.map((share) => share / staying)
    const change = Math.max(...shares.map((share, state) => Math.abs(share - at(row, state))))
    row = shares
    if (change < 1e-15) return { shares, staying }
  }
  // Shares that go round for ever have no limit.
  return { shares: row.map(() => Number.NaN), staying: Number.NaN }
}

/** Of what was counted in moves out of a state, the share of each. @param prior added to each count */
export function fittedRow(counts: Vector, prior = 0): readonly number[] {
  const raised = Array.from(counts, (count) => count + prior)
  const total = sum(raised)
  return raised.map((count) => count / total)
}

function openStates(matrix: Matrix): readonly number[] {
  return matrix.flatMap((row, index) => (at(row, index) === 1 ? [] : [index]))
}

function cell(matrix: Matrix, row: number, column: number): number {
  return at(matrix[row] ?? [], column)
}
