/** Mean and sum of squared distances of an output, over some paths. */
export interface OutputSums {
  readonly count: number
  readonly mean: number
  readonly squares: number
}

/** What is known of an output while a run goes on. */
export interface RunEstimate {
  readonly of: string
  readonly mean: number
  readonly standardError: number
}

/**
 * Adds up the outputs of paths, each with its weight. Source: Welford (1962).
 *
 * @param rows a row for each path: its outputs, then its weight
 */
export function sumsOf(rows: Float64Array, width: number): readonly OutputSums[] {
  return Array.from({ length: width - 1 }, (_, output) => {
    let count = 0
    let mean = 0
    let squares = 0
    for (let start = 0; start < rows.length; start += width) {
      const value = (rows[start + output] as number) * (rows[start + width - 1] as number)
      count += 1
      const delta = value - mean
      mean += delta / count
      squares += delta * (value - mean)
    }
    return { count, mean, squares }
  })
}

/** As if one had seen the paths of both. Source: Chan, Golub, LeVeque (1979). */
export function mergeSums(a: OutputSums, b: OutputSums): OutputSums {
  const count = a.count + b.count
  if (count === 0) return a
  const delta = b.mean - a.mean
  return {
    count,
    mean: a.mean + (delta * b.count) / count,
    squares: a.squares + b.squares + (delta * delta * a.count * b.count) / count,
  }
}

/** Estimates of outputs from the sums of chunks, in the order of their paths. */
export function estimatesOf(
  names: readonly string[],
  chunks: readonly (readonly OutputSums[])[],
): readonly RunEstimate[] {
  if (chunks.length === 0) return []
  return names.map((of, output) => {
    const { count, mean, squares } = chunks
      .map((sums) => sums[output] ?? { count: 0, mean: 0, squares: 0 })
      .reduce(mergeSums)
    const standardError = count < 2 ? 0 : Math.sqrt(squares / (count - 1) / count)
    return { of, mean, standardError }
  })
}
