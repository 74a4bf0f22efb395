import { linearScale } from './chart/scale.ts'
import type { Model, OutputDefinition } from './model/model.ts'
import type { Columns } from './summary.ts'

/** How an output is distributed over the paths, for charts: classes, and quantiles far into both tails. */
export interface Distribution {
  readonly of: string
  readonly unit: string
  /** Over how many paths: all, but no more than a million. */
  readonly paths: number
  /** Classes of the middle 99.8 %, without gaps, each with its share of all paths. */
  readonly bins: readonly { readonly from: number; readonly to: number; readonly share: number }[]
  /** As far out as at least ten paths lie beyond. */
  readonly quantiles: readonly { readonly level: number; readonly value: number }[]
}

const PATHS_MAX = 1_000_000
const BINS = 30
/** What lies further out than this at each side is in no class: it would squeeze all the others together. */
const OUTSIDE = 0.001
const BEYOND_MIN = 10
const TAIL_LEVELS = [0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05]
const MIDDLE_LEVELS = [0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9]
const LEVELS = [
  ...TAIL_LEVELS,
  ...MIDDLE_LEVELS,
  ...TAIL_LEVELS.map((level) => Number((1 - level).toPrecision(6))).reverse(),
]

/** The distribution of each output that is no indicator; paths that carry weights count with them. */
export function distributionsOf(model: Model, columns: Columns): readonly Distribution[] {
  const paths = Math.min(columns.paths, PATHS_MAX)
  const weights = columns.weights.subarray(0, paths)
  const isWeighted = weights.some((weight) => weight !== 1)
  // One place for all outputs: a copy for each would be a good part of what a run takes.
  const scratch = new Float64Array(isWeighted ? 0 : paths)
  return model.outputs.flatMap((output, index) => {
    if (output.kind === 'indicator' || paths === 0) return []
    const values = (columns.outputs[index] ?? new Float64Array(paths)).subarray(0, paths)
    if (isWeighted) return [distributionOf(output, sortedWith(values, weights))]
    scratch.set(values)
    return [distributionOf(output, { values: scratch.sort() })]
  })
}

/** Values in rising order, and the share of the weight up to each; without weights, all weigh the same. */
interface Sorted {
  readonly values: Float64Array
  readonly shares?: Float64Array
}

function sortedWith(values: Float64Array, weights: Float64Array): Sorted {
  const order = Uint32Array.from(values, (_, index) => index)
  order.sort((a, b) => (values[a] as number) - (values[b] as number) || a - b)
  let sum = 0
  const shares = Float64Array.from(order, (index) => {
    sum += weights[index] as number
    return sum
  })
  return {
    values: Float64Array.from(order, (index) => values[index] as number),
    shares: shares.map((share) => share / sum),
  }
}

function distributionOf({ name, kind, unit }: OutputDefinition, sorted: Sorted): Distribution {
  const paths = sorted.values.length
  const levels = LEVELS.filter((level) => Math.min(level, 1 - level) * paths >= BEYOND_MIN - 1e-6)
  return {
    of: name,
    unit,
    paths,
    bins: binsOf(sorted, kind === 'number'),
    quantiles: levels.map((level) => ({ level, value: quantileOf(sorted, level) })),
  }
}

/** The least value with at least a share of the weight at or below it. */
function quantileOf({ values, shares }: Sorted, level: number): number {
  const count = values.length
  const hair = 1 - 1e-12
  const place =
    shares === undefined
      ? Math.ceil(count * level * hair) - 1
      : firstFrom(count, (index) => (shares[index] as number) >= level * hair)
  return values[Math.min(count - 1, Math.max(0, place))] as number
}

/** The classes have round borders; those of whole numbers have a whole number in their middle. */
function binsOf(sorted: Sorted, isWhole: boolean): Distribution['bins'] {
  const { values, shares } = sorted
  const count = values.length
  const low = quantileOf(sorted, OUTSIDE)
  const high = quantileOf(sorted, 1 - OUTSIDE)
  const shift = isWhole ? 0.5 : 0
  const least = isWhole ? { least: 1 } : {}
  const { step } = linearScale([low, high], [0, 1], { ticks: BINS, ...least })
  const first = Math.floor((low + shift) / step)
  const last = Math.max(first, Math.ceil((high + shift) / step) - 1)
  const shareBelow = (border: number): number => {
    const place = firstFrom(count, (index) => (values[index] as number) >= border)
    return shares === undefined ? place / count : (shares[place - 1] ?? 0)
  }
  const borders = Array.from({ length: last - first + 2 }, (_, index) =>
    Number(((first + index) * step - shift).toPrecision(12)),
  )
  // What is just at the last border, or beside it where all are the same, is in the last class.
  const below = borders.map((border, index) =>
    index === borders.length - 1 && border === high ? shareUpTo(sorted, high) : shareBelow(border),
  )
  return borders.slice(1).map((to, index) => ({
    from: borders[index] ?? 0,
    to,
    share: (below[index + 1] ?? 0) - (below[index] ?? 0),
  }))
}

function shareUpTo({ values, shares }: Sorted, value: number): number {
  const count = values.length
  const place = firstFrom(count, (index) => (values[index] as number) > value)
  return shares === undefined ? place / count : (shares[place - 1] ?? 0)
}

/** The first place from which on something holds; how many there are, where it never does. */
function firstFrom(count: number, holds: (index: number) => boolean): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}
