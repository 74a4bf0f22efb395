import { normalCdf, normalQuantile } from '../random/normal.ts'
import { coordinateOf, owenScramble, sobolWord } from '../random/sobol.ts'
import { Stream } from '../random/stream.ts'
import { DOMAINS, Streams } from '../random/streams.ts'

/** A point between 0 and 1 in each coordinate; laws make values of it. */
export type UnitPoint = readonly number[]

/** What the randomness of analyses is for; one never shifts another. */
export const PURPOSES = {
  latin: 0,
  scramble: 1,
  morris: 2,
  resample: 3,
  particles: 4,
  ties: 5,
} as const

/** The randomness of analyses of a seed. */
export function analysisStreams(seed: number): Streams {
  return new Streams(seed, DOMAINS.analysis)
}

/**
 * Every combination of lists, the last changing fastest.
 *
 * @example gridOf([[1, 2], ['a', 'b']]) // [[1, 'a'], [1, 'b'], [2, 'a'], [2, 'b']]
 */
export function gridOf<Value>(lists: readonly (readonly Value[])[]): readonly (readonly Value[])[] {
  return lists.reduce<readonly (readonly Value[])[]>(
    (points, list) => points.flatMap((point) => list.map((value) => [...point, value])),
    [[]],
  )
}

/**
 * A Latin hypercube: in each coordinate, one point in each of as many equal slices as there are points.
 * Source: McKay, Beckman and Conover, Technometrics 21 (1979).
 */
export function latinPoints(
  seed: number,
  points: number,
  dimensions: number,
): readonly UnitPoint[] {
  const streams = analysisStreams(seed)
  const columns = Array.from({ length: dimensions }, (_, dimension) => {
    const stream = streams.open(new Stream(), 0, PURPOSES.latin, 0, dimension)
    const order = shuffled(stream, points)
    return order.map((slice) => (slice + stream.uniform()) / points)
  })
  return Array.from({ length: points }, (_, point) =>
    columns.map((column) => column[point] as number),
  )
}

/**
 * Sobol's points, scrambled after Owen.
 *
 * @param points a power of two: other numbers are not spread evenly
 * @param scramble which of many independent ones
 */
export function sobolPoints(
  seed: number,
  { points, dimensions, scramble = 0 }: { points: number; dimensions: number; scramble?: number },
): readonly UnitPoint[] {
  if (points < 1 || (points & (points - 1)) !== 0)
    throw new RangeError(`${points} is no power of two`)
  const streams = analysisStreams(seed)
  const words = Array.from({ length: dimensions }, (_, dimension) =>
    streams.word(scramble, PURPOSES.scramble, dimension),
  )
  return Array.from({ length: points }, (_, index) =>
    words.map((word, dimension) => coordinateOf(owenScramble(sobolWord(index, dimension), word))),
  )
}

/**
 * Blocks of Saltelli's design: a point, another, and for each group of coordinates the first with that group taken from the
 * second. Source: Saltelli et al., Computer Physics Communications 181 (2010).
 *
 * @param groups the coordinates of each
 * @param blocks of each scramble, a power of two
 * @returns the blocks of all scrambles, one scramble after the other
 */
export function saltelliBlocks(
  seed: number,
  design: {
    readonly dimensions: number
    readonly groups: readonly (readonly number[])[]
    readonly blocks: number
    readonly scrambles: number
  },
): readonly (readonly UnitPoint[])[] {
  const { dimensions, groups, blocks, scrambles } = design
  return Array.from({ length: scrambles }, (_, scramble) => scramble).flatMap((scramble) =>
    sobolPoints(seed, { points: blocks, dimensions: 2 * dimensions, scramble }).map((both) => {
      const first = both.slice(0, dimensions)
      const second = both.slice(dimensions)
      const mixed = groups.map((group) =>
        first.map((value, at) => (group.includes(at) ? (second[at] as number) : value)),
      )
      return [first, second, ...mixed]
    }),
  )
}

/** A walk that changes each coordinate once, by half of its range. */
export interface Trajectory {
  readonly points: readonly UnitPoint[]
  /** Which coordinate each step changes, and which way. */
  readonly steps: readonly { readonly coordinate: number; readonly up: boolean }[]
}

/** How far a step of a trajectory goes. */
export const MORRIS_STEP = 0.5

/**
 * Walks over a grid after Morris, Technometrics 33 (1991). The levels are the middles of equal slices, since a law may have
 * no value at 0 and at 1.
 *
 * @param levels of each coordinate, an even number
 */
export function morrisTrajectories(
  seed: number,
  design: { readonly trajectories: number; readonly levels: number; readonly dimensions: number },
): readonly Trajectory[] {
  const { levels, dimensions } = design
  const streams = analysisStreams(seed)
  return Array.from({ length: design.trajectories }, (_, number) => {
    const stream = streams.open(new Stream(), number, PURPOSES.morris, 0)
    const place = Array.from({ length: dimensions }, () => Math.floor(stream.uniform() * levels))
    const pointNow = (): UnitPoint => place.map((level) => (level + 0.5) / levels)
    const points = [pointNow()]
    const steps = shuffled(stream, dimensions).map((coordinate) => {
      const up = (place[coordinate] as number) < levels / 2
      place[coordinate] = (place[coordinate] as number) + (up ? levels : -levels) / 2
      points.push(pointNow())
      return { coordinate, up }
    })
    return { points, steps }
  })
}

/** A rank correlation between two coordinates. */
export interface RankCorrelation {
  readonly first: number
  readonly second: number
  /** Spearman's, above -1, below 1. */
  readonly rank: number
}

/**
 * Makes coordinates that go together of such that do not, by the Gaussian copula.
 *
 * @returns nothing where no law has these correlations together
 */
export function correlated(
  points: readonly UnitPoint[],
  dimensions: number,
  correlations: readonly RankCorrelation[],
): readonly UnitPoint[] | undefined {
  if (correlations.length === 0) return points
  const matrix = Array.from({ length: dimensions }, (_, row) =>
    Array.from({ length: dimensions }, (_, column) => (row === column ? 1 : 0)),
  )
  for (const { first, second, rank } of correlations) {
    // Kruskal (1958): the correlation of the normal law that has this rank correlation.
    const normal = 2 * sine((Math.PI / 6) * rank)
    ;(matrix[first] as number[])[second] = normal
    ;(matrix[second] as number[])[first] = normal
  }
  const root = cholesky(matrix)
  if (root === undefined) return undefined
  return points.map((point) => {
    const normal = point.map(normalQuantile)
    return root.map((row) =>
      inside(normalCdf(row.reduce((all, weight, at) => all + weight * (normal[at] as number), 0))),
    )
  })
}

/** Whole numbers below `count` in an order by chance. */
export function shuffled(stream: Stream, count: number): number[] {
  const order = Array.from({ length: count }, (_, index) => index)
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(stream.uniform() * (last + 1))
    const moved = order[last] as number
    order[last] = order[other] as number
    order[other] = moved
  }
  return order
}

/** The lower triangle whose square a matrix is; nothing where it has none. */
export function cholesky(matrix: readonly (readonly number[])[]): number[][] | undefined {
  const root: number[][] = matrix.map((row) => row.map(() => 0))
  for (const [row, values] of matrix.entries()) {
    for (let column = 0; column <= row; column++) {
      const ours = root[row] as number[]
      const theirs = root[column] as number[]
      let rest = values[column] as number
      for (let at = 0; at < column; at++) rest -= (ours[at] as number) * (theirs[at] as number)
      if (row !== column) ours[column] = rest / (theirs[column] as number)
      else if (rest > 1e-12) ours[row] = Math.sqrt(rest)
      else return undefined
    }
  }
  return root
}

/** The sine of an angle up to π / 6, by its series: the same on every machine. */
function sine(angle: number): number {
  let term = angle
  let total = 0
  for (let power = 1; power < 24; power += 2) {
    total += term
    term *= (-angle * angle) / ((power + 1) * (power + 2))
  }
  return total
}

/** A probability that a law has a value for. */
function inside(u: number): number {
  return Math.min(1 - 2 ** -53, Math.max(2 ** -53, u))
}
