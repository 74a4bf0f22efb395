import { at, type Vector } from './elements.ts'

interface Corner {
  readonly point: readonly number[]
  readonly value: number
}

const STEPS_MAX = 20_000

/**
 * Where a function of a few variables is smallest, near a start.
 * Source: Nelder and Mead, A simplex method for function minimization, Computer Journal 7 (1965).
 *
 * @param size how far the first steps go
 * @returns the point, to about eight digits
 * @example minimumOf(([x = 0]) => (x - 3) ** 2, [0], 1) // [3]
 */
export function minimumOf(
  of: (point: readonly number[]) => number,
  start: readonly number[],
  size: number,
): readonly number[] {
  const corner = (point: readonly number[]): Corner => ({ point, value: of(point) })
  let corners = [
    corner(start),
    ...start.map((_, axis) => corner(start.map((x, i) => (i === axis ? x + size : x)))),
  ]
  for (let step = 0; step < STEPS_MAX; step++) {
    corners.sort((a, b) => a.value - b.value)
    const best = cornerAt(corners, 0)
    const worst = cornerAt(corners, corners.length - 1)
    // Where the function is flat to its last digits, the corners could wander for ever.
    const isFlat = worst.value - best.value <= 1e-15 * Math.abs(best.value)
    if (isFlat || spread(corners) < 1e-11) return best.point
    const centre = centreOf(corners.slice(0, -1).map(({ point }) => point))
    const reach = (factor: number): Corner =>
      corner(centre.map((c, i) => c + factor * (at(worst.point, i) - c)))
    const mirrored = reach(-1)
    const secondWorst = cornerAt(corners, corners.length - 2)
    let next = mirrored
    if (mirrored.value < best.value) {
      const further = reach(-2)
      if (further.value < mirrored.value) next = further
    } else if (mirrored.value >= secondWorst.value) {
      next = reach(mirrored.value < worst.value ? -0.5 : 0.5)
    }
    if (next.value < worst.value) corners[corners.length - 1] = next
    else
      corners = [best, ...corners.slice(1).map(({ point }) => corner(halfway(best.point, point)))]
  }
  return cornerAt(corners, 0).point
}

function cornerAt(corners: readonly Corner[], index: number): Corner {
  const corner = corners[index]
  if (corner === undefined) throw new RangeError('a simplex has a corner more than variables')
  return corner
}

function spread(corners: readonly Corner[]): number {
  const first = cornerAt(corners, 0).point
  return Math.max(
    ...corners.flatMap(({ point }) => point.map((x, i) => Math.abs(x - at(first, i)))),
  )
}

function centreOf(points: readonly (readonly number[])[]): number[] {
  const [first = []] = points
  return first.map((_, i) => points.reduce((all, point) => all + at(point, i), 0) / points.length)
}

function halfway(from: Vector, to: Vector): number[] {
  return Array.from(to, (x, i) => (x + at(from, i)) / 2)
}
