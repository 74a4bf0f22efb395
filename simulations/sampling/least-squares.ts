/** Points with a value each: `points` holds them one after the other, `dimensions` coordinates for each. */
export interface Cloud {
  readonly points: Float64Array
  readonly values: Float64Array
  readonly dimensions: number
}

/**
 * The slopes of the straight line through the values, drawn towards zero: as if there were `ridge` more points that show no slope.
 * By the normal equations and Cholesky's factors. Source: Hoerl and Kennard, "Ridge regression", Technometrics 12 (1970).
 *
 * @param ridge above zero, so that fewer points than coordinates are no obstacle
 */
export function slopesOf({ points, values, dimensions }: Cloud, ridge: number): number[] {
  const size = dimensions + 1
  const matrix = new Float64Array(size * size)
  const right = new Float64Array(size)
  const row = new Float64Array(size)
  // The last coordinate is the height of the line.
  row[dimensions] = 1
  for (const [point, value] of values.entries()) {
    row.set(points.subarray(point * dimensions, (point + 1) * dimensions))
    for (let i = 0; i < size; i++) {
      const here = row[i] as number
      right[i] = (right[i] as number) + here * value
      for (let j = 0; j <= i; j++) {
        matrix[i * size + j] = (matrix[i * size + j] as number) + here * (row[j] as number)
      }
    }
  }
  for (let i = 0; i < dimensions; i++) {
    matrix[i * size + i] = (matrix[i * size + i] as number) + ridge
  }
  return Array.from(solve(matrix, right, size)).slice(0, dimensions)
}

function solve(matrix: Float64Array, right: Float64Array, size: number): Float64Array {
  const get = (row: number, column: number): number => matrix[row * size + column] as number
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = get(row, column)
      for (let inner = 0; inner < column; inner++) sum -= get(row, inner) * get(column, inner)
      matrix[row * size + column] =
        row === column ? Math.sqrt(Math.max(sum, 1e-300)) : sum / get(column, column)
    }
  }
  for (let row = 0; row < size; row++) {
    for (let inner = 0; inner < row; inner++) {
      right[row] = (right[row] as number) - get(row, inner) * (right[inner] as number)
    }
    right[row] = (right[row] as number) / get(row, row)
  }
  for (let row = size - 1; row >= 0; row--) {
    for (let inner = row + 1; inner < size; inner++) {
      right[row] = (right[row] as number) - get(inner, row) * (right[inner] as number)
    }
    right[row] = (right[row] as number) / get(row, row)
  }
  return right
}
