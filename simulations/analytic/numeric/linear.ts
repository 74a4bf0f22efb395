import { assert } from '../../../src/kernel/assert.ts'
import { at, type Vector } from './elements.ts'

/** Rows of numbers, all of one length. */
export type Matrix = readonly Vector[]

/** The product of a row vector and a matrix. */
export function rowTimes(row: Vector, matrix: Matrix): number[] {
  const product = new Array<number>(matrix[0]?.length ?? 0).fill(0)
  for (const [i, line] of matrix.entries()) {
    const factor = at(row, i)
    for (let j = 0; j < line.length; j++) product[j] = at(product, j) + factor * at(line, j)
  }
  return product
}

/** The product of two matrices. */
export function times(left: Matrix, right: Matrix): number[][] {
  return left.map((row) => rowTimes(row, right))
}

/** The matrix with ones on its diagonal. */
export function identity(size: number): number[][] {
  return Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) => (i === j ? 1 : 0)),
  )
}

/**
 * Solves A x = b for each column of b, by Gauss's elimination with the largest pivot of each column.
 *
 * @param matrix square and regular
 * @param right one row for each row of the matrix
 * @example solve([[2, 1], [1, 3]], [[3], [5]]) // [[0.8], [1.4]]
 */
export function solve(matrix: Matrix, right: Matrix): number[][] {
  const size = matrix.length
  const rows: Float64Array[] = matrix.map((row, i) =>
    Float64Array.from([...Array.from(row), ...Array.from(right[i] ?? [])]),
  )
  for (let column = 0; column < size; column++) {
    let best = column
    for (let i = column + 1; i < size; i++) {
      if (Math.abs(cell(rows, i, column)) > Math.abs(cell(rows, best, column))) best = i
    }
    ;[rows[column], rows[best]] = [lineOf(rows, best), lineOf(rows, column)]
    const pivot = lineOf(rows, column)
    assert(at(pivot, column) !== 0, 'a matrix that is solved is regular')
    for (let i = column + 1; i < size; i++) eliminate(lineOf(rows, i), pivot, column)
  }
  return substituted(rows, size)
}

function eliminate(row: Float64Array, pivot: Float64Array, column: number): void {
  const factor = at(row, column) / at(pivot, column)
  if (factor === 0) return
  for (let j = column; j < row.length; j++) row[j] = (row[j] ?? 0) - factor * (pivot[j] ?? 0)
}

/** From the last row up: each gives its unknown, those below it being known. */
function substituted(rows: readonly Float64Array[], size: number): number[][] {
  const solution: number[][] = rows.map(() => [])
  for (let i = size - 1; i >= 0; i--) {
    const row = lineOf(rows, i)
    const known = row.subarray(size)
    for (let j = i + 1; j < size; j++) {
      const factor = row[j] ?? 0
      if (factor === 0) continue
      for (const [column, value] of (solution[j] ?? []).entries()) {
        known[column] = (known[column] ?? 0) - factor * value
      }
    }
    solution[i] = Array.from(known, (value) => value / at(row, i))
  }
  return solution
}

function lineOf(rows: readonly Float64Array[], index: number): Float64Array {
  const row = rows[index]
  assert(row !== undefined, 'a row was asked for beyond the end')
  return row
}

function cell(rows: readonly Float64Array[], row: number, column: number): number {
  return at(lineOf(rows, row), column)
}

/**
 * The exponential of a small square matrix: its series, after halving it until it is small.
 * Source: Moler and Van Loan, Nineteen dubious ways to compute the exponential of a matrix (1978), method 3.
 */
export function exponential(matrix: Matrix): number[][] {
  const norm = Math.max(
    ...matrix.map((row) => Array.from(row).reduce((s, v) => s + Math.abs(v), 0)),
  )
  const halvings = Math.max(0, Math.ceil(Math.log2(Math.max(norm, 1e-300))) + 4)
  const scale = 2 ** -halvings
  const small = matrix.map((row) => Array.from(row, (value) => value * scale))
  let term: number[][] = identity(matrix.length)
  let value: number[][] = identity(matrix.length)
  for (let k = 1; k <= 14; k++) {
    term = times(term, small).map((row) => row.map((element) => element / k))
    value = value.map((row, i) => row.map((element, j) => element + at(term[i] ?? [], j)))
  }
  for (let i = 0; i < halvings; i++) value = times(value, value)
  return value
}
