import { averageOf } from './score.ts'

/** Polynomials of no higher degree are tried: a world is too dear for more. */
const DEGREE_MAX = 3

/** What a figure is expected to be where an input is known, as a smooth function of the input. */
export interface Fit {
  /** 0: the input says nothing of it. */
  readonly degree: number
  /** Of what the figure differs by, the share that the input foretells of points that were left out. */
  readonly share: number
  /** At each of the points that were seen. */
  readonly fitted: Float64Array
  at(input: number): number
}

/**
 * Fits a polynomial of the degree that foretells best what was left out, one point at a time: chance is no effect of an input. Works on
 * orthonormal polynomials of the points themselves, so that nothing is ill-conditioned.
 * Source: Strong, Oakley and Brennan, "Estimating multiparameter partial expected value of perfect information from a
 * probabilistic sensitivity analysis sample", Medical Decision Making 34 (2014); leaving one out: Allen, Technometrics 16 (1974).
 */
export function fitOf(inputs: Float64Array, values: Float64Array): Fit {
  const basis = basisOf(inputs)
  let best = fitted(basis, values, 0)
  const all = leftOut(basis, values, best, 0)
  let least = all
  for (let degree = 1; degree < basis.columns.length; degree++) {
    const next = fitted(basis, values, degree)
    const error = leftOut(basis, values, next, degree)
    if (error < least) {
      best = next
      least = error
    }
  }
  return all > 0 ? { ...best, share: 1 - least / all } : best
}

/** How a lead goes with an input that neither design depends on: not at all, whatever chance makes of it. */
export function untouched(values: Float64Array): Fit {
  const mean = averageOf(values)
  return { degree: 0, share: 0, fitted: new Float64Array(values.length).fill(mean), at: () => mean }
}

interface Basis {
  /** Orthonormal over the points, from degree 0 on. */
  readonly columns: readonly Float64Array[]
  /** The same at any place. */
  at(input: number): readonly number[]
}

function basisOf(inputs: Float64Array): Basis {
  const count = inputs.length
  let mean = 0
  for (const input of inputs) mean += input / count
  let square = 0
  for (const input of inputs) square += (input - mean) ** 2 / count
  const scale = square > 0 ? Math.sqrt(square) : 1
  const standard = inputs.map((input) => (input - mean) / scale)
  // Gram and Schmidt, keeping how each column came of the one before it.
  const columns: Float64Array[] = []
  const steps: { readonly taken: readonly number[]; readonly norm: number }[] = []
  for (let degree = 0; degree <= DEGREE_MAX; degree++) {
    const previous = columns[degree - 1]
    const column =
      previous === undefined
        ? new Float64Array(count).fill(1)
        : previous.map((value, point) => value * (standard[point] as number))
    const taken = columns.map((other) => product(other, column))
    for (const [index, other] of columns.entries())
      for (let point = 0; point < count; point++)
        column[point] =
          (column[point] as number) - (taken[index] as number) * (other[point] as number)
    const norm = Math.sqrt(product(column, column))
    // The points do not tell more powers apart.
    if (norm < 1e-9 * Math.sqrt(count)) break
    for (let point = 0; point < count; point++) column[point] = (column[point] as number) / norm
    columns.push(column)
    steps.push({ taken, norm })
  }
  const at = (input: number): readonly number[] => {
    const place = (input - mean) / scale
    const found: number[] = []
    for (const { taken, norm } of steps) {
      const before = found.at(-1)
      let value = before === undefined ? 1 : before * place
      for (const [index, part] of taken.entries()) value -= part * (found[index] as number)
      found.push(value / norm)
    }
    return found
  }
  return { columns, at }
}

function fitted({ columns, at }: Basis, values: Float64Array, degree: number): Fit {
  const used = columns.slice(0, degree + 1)
  const slopes = used.map((column) => product(column, values))
  const sum = (places: readonly number[]): number =>
    slopes.reduce((total, slope, index) => total + slope * (places[index] as number), 0)
  const points = values.map((_, point) => sum(used.map((column) => column[point] as number)))
  return { degree, share: 0, fitted: points, at: (input) => sum(at(input)) }
}

/** The sum of the squares of what each point would be foretold wrongly by, were it left out. */
function leftOut(
  { columns }: Basis,
  values: Float64Array,
  { fitted: points }: Fit,
  degree: number,
): number {
  let sum = 0
  for (const [point, value] of values.entries()) {
    let leverage = 0
    for (const column of columns.slice(0, degree + 1)) leverage += (column[point] as number) ** 2
    sum += ((value - (points[point] as number)) / Math.max(1e-9, 1 - leverage)) ** 2
  }
  return sum
}

function product(one: Float64Array, other: Float64Array): number {
  let sum = 0
  for (let at = 0; at < one.length; at++) sum += (one[at] as number) * (other[at] as number)
  return sum
}
