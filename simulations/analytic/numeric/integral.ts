import { at } from './elements.ts'

/** Nodes and weights of Gauss (7 points) and Kronrod (15 points) on -1 to 1, the positive half. */
const NODES = [
  0.9914553711208126, 0.9491079123427585, 0.8648644233597691, 0.7415311855993945,
  0.5860872354676911, 0.4058451513773972, 0.20778495500789848, 0,
]
const KRONROD = [
  0.022935322010529224, 0.06309209262997856, 0.10479001032225019, 0.14065325971552592,
  0.1690047266392679, 0.19035057806478542, 0.20443294007529889, 0.20948214108472782,
]
const GAUSS = [0.1294849661688697, 0.27970539148927664, 0.3818300505051189, 0.4179591836734694]
const DEPTH_MAX = 40

/**
 * The integral of a smooth function, halving the interval until Gauss and Kronrod agree.
 * Source: Piessens et al., QUADPACK (1983); Kronrod (1965).
 *
 * @param tolerance how far the two may differ, for the whole
 * @example integral(Math.exp, 0, 1, 1e-14) // e - 1 = 1.718281828459045
 */
export function integral(
  of: (x: number) => number,
  from: number,
  to: number,
  tolerance: number,
): number {
  if (from === to) return 0
  return refined(of, from, to, tolerance, 0)
}

function refined(
  of: (x: number) => number,
  from: number,
  to: number,
  tolerance: number,
  depth: number,
): number {
  const middle = (from + to) / 2
  const half = (to - from) / 2
  let kronrod = at(KRONROD, 7) * of(middle)
  let gauss = (at(GAUSS, 3) / at(KRONROD, 7)) * kronrod
  for (let i = 0; i < 7; i++) {
    const distance = half * at(NODES, i)
    const both = of(middle - distance) + of(middle + distance)
    kronrod += at(KRONROD, i) * both
    if (i % 2 === 1) gauss += at(GAUSS, (i - 1) / 2) * both
  }
  const value = kronrod * half
  const error = Math.abs((kronrod - gauss) * half)
  // Near the last digit of the value, no halving helps.
  const isGood = error <= Math.max(tolerance, Math.abs(value) * 1e-15)
  if (isGood || depth === DEPTH_MAX) return value
  return (
    refined(of, from, middle, tolerance / 2, depth + 1) +
    refined(of, middle, to, tolerance / 2, depth + 1)
  )
}
