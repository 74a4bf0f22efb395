import type { Model } from '../model/model.ts'
import { PathRunner, type PathSetup } from '../path-runner.ts'
import { log } from '../random/elementary.ts'
import { DOMAINS, Streams } from '../random/streams.ts'
import { FactorSampler, type Sampling } from './factors.ts'

/** How a pilot run looks for the losses. */
export interface PilotOptions {
  readonly paths: number
  /** The share of the worst paths that shows how far the shift goes. */
  readonly worst: number
  /** Of that shift, how much is made. */
  readonly strength: number
}

/** Of the mean loss, what is added to each before the logarithm, so that no loss at all is a number. */
const FLOOR_SHARE = 0.05

/**
 * Finds the direction in which losses grow: the straight line through the logarithm of the loss over the factors. The shift
 * is how far the worst paths lie along it, on average. The pilot's randomness is its own, so that the paths of
 * the run owe it nothing.
 */
export function samplingOfTail(setup: PathSetup, options: PilotOptions): Sampling {
  const { model, parameters, seed } = setup
  const { factors } = model.extent(parameters)
  const runner = new PathRunner({ ...setup, domain: DOMAINS.pilot, sampling: setup.sampling })
  const sampler = new FactorSampler(new Streams(seed, DOMAINS.pilot), seed, factors, {})
  const draws = new Float64Array(options.paths * factors)
  const losses = new Float64Array(options.paths)
  const { column, sign } = worstColumn(model)
  for (let path = 0; path < options.paths; path++) {
    runner.run(path)
    losses[path] = sign * (runner.outputs[column] as number)
    sampler.fill(path, draws.subarray(path * factors, (path + 1) * factors))
  }
  const slopes = slopesOf(draws, logarithms(losses), factors)
  const length = Math.sqrt(slopes.reduce((sum, slope) => sum + slope * slope, 0))
  if (!(length > 0)) return setup.sampling
  const direction = slopes.map((slope) => slope / length)
  if (options.strength === 0) return { ...setup.sampling, direction }
  const shift = options.strength * shiftOf(draws, losses, direction, options.worst)
  return { ...setup.sampling, direction, shift }
}

/** Which output ranks paths, and the sign that makes more of it worse. */
export function worstColumn(model: Model): { readonly column: number; readonly sign: 1 | -1 } {
  const column = model.outputs.findIndex(({ name }) => name === model.worstBy)
  return { column, sign: model.outputs[column]?.tail === 'lower' ? -1 : 1 }
}

function logarithms(losses: Float64Array): Float64Array {
  let least = Number.POSITIVE_INFINITY
  let sum = 0
  for (const loss of losses) {
    least = Math.min(least, loss)
    sum += loss
  }
  const mean = sum / losses.length - Math.min(0, least)
  const floor = FLOOR_SHARE * mean + 1 - Math.min(0, least)
  return losses.map((loss) => log(loss + floor))
}

/** How far the worst paths lie along the direction, on average. */
function shiftOf(
  draws: Float64Array,
  losses: Float64Array,
  direction: readonly number[],
  worst: number,
): number {
  const order = Array.from(losses, (loss, path) => ({ loss, path })).sort(
    (a, b) => b.loss - a.loss || a.path - b.path,
  )
  const chosen = order.slice(0, Math.max(1, Math.round(losses.length * worst)))
  const sum = chosen.reduce(
    (all, { path }) =>
      direction.reduce(
        (along, part, index) => along + part * (draws[path * direction.length + index] as number),
        all,
      ),
    0,
  )
  return sum / chosen.length
}

/** The slopes of the least squares line, by the normal equations and Cholesky's factors. */
function slopesOf(draws: Float64Array, values: Float64Array, factors: number): readonly number[] {
  const size = factors + 1
  const matrix = new Float64Array(size * size)
  const right = new Float64Array(size)
  for (let path = 0; path < values.length; path++) {
    const at = (index: number): number =>
      index === factors ? 1 : (draws[path * factors + index] as number)
    for (let row = 0; row < size; row++) {
      right[row] = (right[row] as number) + at(row) * (values[path] as number)
      for (let column = 0; column <= row; column++) {
        const place = row * size + column
        matrix[place] = (matrix[place] as number) + at(row) * at(column)
      }
    }
  }
  return Array.from(solve(matrix, right, size)).slice(0, factors)
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
