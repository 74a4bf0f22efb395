/**
 * Turns coordinates so that the first ones lie along given axes, and all stay at right angles: one Householder reflection for
 * each axis. Standard normal numbers stay standard normal numbers.
 */
export class Rotation {
  readonly #mirrors: readonly Float64Array[]

  /**
   * @param axes at right angles and of length 1
   * @throws RangeError where they are not
   */
  constructor(axes: readonly (readonly number[])[], dimensions: number) {
    const mirrors: Float64Array[] = []
    for (const [place, axis] of axes.entries()) {
      if (axis.length !== dimensions) throw new RangeError(`an axis has ${dimensions} coordinates`)
      const turned = Float64Array.from(axis)
      for (const mirror of mirrors) reflect(turned, mirror)
      mirrors.push(mirrorTo(turned, place))
    }
    this.#mirrors = mirrors
  }

  turn(coordinates: Float64Array): void {
    for (let place = this.#mirrors.length - 1; place >= 0; place--) {
      reflect(coordinates, this.#mirrors[place] as Float64Array)
    }
  }
}

/** v of the reflection z = y - 2 v (v·y) that takes an axis of the coordinates to a direction; zero where they are one. */
function mirrorTo(direction: Float64Array, place: number): Float64Array {
  let squares = 0
  for (let index = 0; index < direction.length; index++) {
    const part = direction[index] as number
    squares += part * part
    if (index < place && Math.abs(part) > 1e-9) throw new RangeError('axes stand at right angles')
  }
  if (Math.abs(squares - 1) > 1e-9) throw new RangeError('axes have length 1')
  const mirror = direction.map((part, index) => (index === place ? 1 : 0) - part)
  const length = Math.sqrt(mirror.reduce((sum, part) => sum + part * part, 0))
  return length < 1e-12 ? mirror.fill(0) : mirror.map((part) => part / length)
}

function reflect(values: Float64Array, mirror: Float64Array): void {
  let product = 0
  for (let index = 0; index < values.length; index++) {
    product += (values[index] as number) * (mirror[index] as number)
  }
  for (let index = 0; index < values.length; index++) {
    values[index] = (values[index] as number) - 2 * product * (mirror[index] as number)
  }
}
