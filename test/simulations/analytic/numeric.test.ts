import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { betaBelow, betaQuantile } from '../../../simulations/analytic/numeric/beta.ts'
import { at, sum } from '../../../simulations/analytic/numeric/elements.ts'
import { transform } from '../../../simulations/analytic/numeric/fourier.ts'
import { gammaAbove, gammaBelow, logGamma } from '../../../simulations/analytic/numeric/gamma.ts'
import { integral } from '../../../simulations/analytic/numeric/integral.ts'
import { exponential, solve } from '../../../simulations/analytic/numeric/linear.ts'
import { minimumOf } from '../../../simulations/analytic/numeric/minimum.ts'
import { normalBelow, normalBelowBoth } from '../../../simulations/analytic/numeric/normal.ts'
import { rootOf } from '../../../simulations/analytic/numeric/roots.ts'
import { studentBelow, studentQuantile } from '../../../simulations/analytic/numeric/student.ts'
import { normalQuantile } from '../../../simulations/random/normal.ts'

type Row = readonly number[]

const known = JSON.parse(
  readFileSync(new URL('../../fixtures/special-functions/values.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, readonly Row[]>>

/** How far a value is from the true one, as a share of it. */
function farness(value: number, truth: number): number {
  return truth === 0 ? Math.abs(value) : Math.abs(value - truth) / Math.abs(truth)
}

describe('special functions agree with mpmath', () => {
  test('the normal law, also far out', () => {
    for (const [x = 0, truth = 0] of known.normalBelow ?? []) {
      expect(farness(normalBelow(x), truth), `at ${x}`).toBeLessThan(5e-15)
      expect(normalBelow(-x)).toBeCloseTo(1 - truth, 15)
    }
    for (const [share = 0, truth = 0] of known.normalQuantile ?? []) {
      expect(farness(normalQuantile(share), truth), `at ${share}`).toBeLessThan(1e-15)
    }
    expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY)
    expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY)
  })

  test('two normal values together, at correlations up to 0.999', () => {
    for (const [h = 0, k = 0, rho = 0, truth = 0] of known.normalBelowBoth ?? []) {
      expect(farness(normalBelowBoth(h, k, rho), truth), `${h} ${k} ${rho}`).toBeLessThan(1e-14)
    }
    expect(normalBelowBoth(-1, 0.5, 1)).toBe(normalBelow(-1))
    expect(normalBelowBoth(-1, 1, -1)).toBeCloseTo(0, 16)
    expect(normalBelowBoth(0.7, Number.POSITIVE_INFINITY, 0.3)).toBe(normalBelow(0.7))
  })

  test("Student's law, and its inverse", () => {
    expect(studentBelow(-2, 4)).toBeCloseTo(0.05805826175840778, 15)
    expect(studentBelow(-1e4, 1)).toBeCloseTo(3.183098851227577e-5, 17)
    expect(studentQuantile(0.975, 4)).toBeCloseTo(2.7764451051977934, 13)
    expect(studentQuantile(1e-6, 3)).toBeCloseTo(-103.29946778041935, 10)
    expect(studentQuantile(0.5, 3)).toBe(0)
  })

  test('gamma and beta, complete and incomplete', () => {
    for (const [x = 0, truth = 0] of known.logGamma ?? []) {
      expect(Math.abs(logGamma(x) - truth), `at ${x}`).toBeLessThan(1e-14 + truth * 1e-15)
    }
    for (const [a = 0, x = 0, below = 0, above = 0] of known.gammaBelow ?? []) {
      expect(farness(gammaBelow(a, x), below), `${a} ${x}`).toBeLessThan(1e-13)
      expect(farness(gammaAbove(a, x), above), `${a} ${x}`).toBeLessThan(1e-12)
    }
    for (const [x = 0, a = 0, b = 0, truth = 0] of known.betaBelow ?? []) {
      expect(farness(betaBelow(x, a, b), truth), `${x} ${a} ${b}`).toBeLessThan(1e-12)
      expect(farness(betaQuantile(truth, a, b), x), `${x} ${a} ${b}`).toBeLessThan(1e-11)
    }
    expect([betaBelow(0, 2, 3), betaBelow(1, 2, 3), gammaBelow(2, 0)]).toEqual([0, 1, 0])
  })
})

describe('numerical methods', () => {
  test('find roots to the last digits, also where the function is flat', () => {
    expect(rootOf((x) => x * x - 2, 0, 2)).toBeCloseTo(Math.SQRT2, 15)
    expect(rootOf((x) => (x - 1) ** 9, 0, 3)).toBeCloseTo(1, 1)
    expect(rootOf((x) => Math.exp(x) - 1e-8, -40, 0)).toBeCloseTo(Math.log(1e-8), 13)
    expect(() => rootOf((x) => x + 3, 0, 1)).toThrow('different signs')
  })

  test('integrate smooth functions to the last digits', () => {
    expect(integral(Math.exp, 0, 1, 1e-15)).toBeCloseTo(Math.E - 1, 15)
    expect(integral(Math.sqrt, 0, 1, 1e-13)).toBeCloseTo(2 / 3, 12)
    expect(integral(Math.exp, 1, 0, 1e-15)).toBeCloseTo(1 - Math.E, 15)
    expect(integral(Math.exp, 1, 1, 1e-15)).toBe(0)
  })

  test('solve equations, with pivots where the diagonal is zero', () => {
    const [x, y, z] = solve(
      [
        [0, 2, 1],
        [1, -2, -3],
        [-1, 1, 2],
      ],
      [[-8], [0], [3]],
    ).map((row) => row[0] ?? 0)
    expect([x, y, z]).toEqual([-4, -5, 2].map((value) => expect.closeTo(value, 12)))
    expect(() =>
      solve(
        [
          [1, 2],
          [2, 4],
        ],
        [[1], [2]],
      ),
    ).toThrow('regular')
  })

  test('raise e to a matrix', () => {
    const [[a = 0, b = 0] = [], [c = 0, d = 0] = []] = exponential([
      [0, -2],
      [2, 0],
    ])
    expect([a, b, c, d]).toEqual(
      [Math.cos(2), -Math.sin(2), Math.sin(2), Math.cos(2)].map((v) => expect.closeTo(v, 13)),
    )
  })

  test('find where a function is smallest', () => {
    const banana = ([x = 0, y = 0]: readonly number[]): number =>
      (1 - x) ** 2 + 100 * (y - x * x) ** 2
    const point = minimumOf(banana, [-1.2, 1], 0.5)
    expect(point).toEqual([1, 1].map((value) => expect.closeTo(value, 7)))
  })

  test('transform and come back', () => {
    const real = Float64Array.from({ length: 64 }, (_, i) => Math.sin(i) + i / 7)
    const kept = Float64Array.from(real)
    const imaginary = new Float64Array(64)
    transform({ real, imaginary }, -1)
    expect(at(real, 0)).toBeCloseTo(sum(kept), 12)
    transform({ real, imaginary }, 1)
    for (const [i, value] of kept.entries()) expect(at(real, i) / 64).toBeCloseTo(value, 13)
  })

  test('sum without losing what is small', () => {
    expect(sum([1, 1e100, 1, -1e100])).toBe(2)
    expect(() => at([1], 1)).toThrow('beyond the end')
  })
})
