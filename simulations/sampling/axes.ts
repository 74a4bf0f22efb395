const PI = Math.PI
/** What is left of an axis when those before it are taken out of it, or it says nothing new. */
const LEFT_MIN = 1e-6

/**
 * Axes at right angles: along the directions that are given, in their order, and then along slow waves through the factors, the
 * slowest first. What a monthly economy does to a portfolio depends on how it goes on the whole, hardly on a single month.
 *
 * @param count how many axes are wanted; there are no more than factors
 */
export function axesAlong(
  directions: readonly (readonly number[])[],
  factors: number,
  count: number,
): readonly (readonly number[])[] {
  const axes: (readonly number[])[] = []
  const wanted = Math.min(count, factors)
  for (const direction of directions) add(axes, direction, wanted)
  for (let wave = 0; axes.length < wanted && wave < 2 * factors; wave++) {
    add(axes, waveOf(wave, factors), wanted)
  }
  return axes
}

/** Takes those before out of a direction, twice because of rounding, and adds what is left. */
function add(axes: (readonly number[])[], direction: readonly number[], wanted: number): void {
  let left = direction
  for (let round = 0; round < 2; round++) {
    for (const axis of axes) {
      const along = dot(left, axis)
      left = left.map((part, index) => part - along * (axis[index] as number))
    }
  }
  const length = Math.sqrt(dot(left, left))
  if (axes.length < wanted && length > LEFT_MIN) axes.push(left.map((part) => part / length))
}

/** A wave of so many half turns over the factors; those of other numbers stand at right angles to it. */
function waveOf(wave: number, factors: number): readonly number[] {
  const scale = Math.sqrt(2 / factors)
  return Array.from({ length: factors }, (_, index) =>
    wave === 0 ? scale : scale * cosineOf((wave * (2 * index + 1)) / (2 * factors)),
  )
}

/** The cosine of so many half turns, by its series: the same on every machine. */
function cosineOf(halfTurns: number): number {
  const folded = Math.abs(halfTurns - 2 * Math.round(halfTurns / 2))
  const square = folded * PI * folded * PI
  let term = 1
  let sum = 1
  for (let even = 2; even <= 30; even += 2) {
    term *= -square / (even * (even - 1))
    sum += term
  }
  return sum
}

export function dot(left: readonly number[], right: readonly number[]): number {
  return left.reduce((sum, part, index) => sum + part * (right[index] as number), 0)
}
