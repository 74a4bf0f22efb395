import { at } from './numeric/elements.ts'

/** Shares of the variance of an output that inputs answer for: alone (first), and with all others (total). */
export interface Indices {
  readonly first: readonly number[]
  readonly total: readonly number[]
}

/**
 * The indices of Ishigami's function sin x1 + a sin² x2 + b x3⁴ sin x1, on -π to π.
 * Source: T. Ishigami and T. Homma, An importance quantification technique, ISUMA (1990).
 */
export function ishigamiIndices(a: number, b: number): Indices {
  const fourth = b * Math.PI ** 4
  const eighth = b * b * Math.PI ** 8
  const one = 0.5 * (1 + fourth / 5) ** 2
  const two = a ** 2 / 8
  const oneAndThree = eighth * (1 / 18 - 1 / 50)
  const variance = one + two + oneAndThree
  return {
    first: [one / variance, two / variance, 0],
    total: [(one + oneAndThree) / variance, two / variance, oneAndThree / variance],
  }
}

/**
 * The indices of Sobol's function Π (|4 x - 2| + a) / (1 + a), on 0 to 1.
 * Source: I. Sobol', Sensitivity estimates for nonlinear mathematical models (1993).
 */
export function productIndices(a: readonly number[]): Indices {
  const parts = a.map((value) => 1 / 3 / (1 + value) ** 2)
  const product = parts.reduce((all, part) => all * (1 + part), 1)
  const variance = product - 1
  return {
    first: parts.map((part) => part / variance),
    total: parts.map((_, i) => {
      const part = at(parts, i)
      return (part * (product / (1 + part))) / variance
    }),
  }
}
