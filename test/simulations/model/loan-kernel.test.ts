import { describe, expect, test } from 'vitest'
import { rowOf, withHazard } from '../../../simulations/model/guarantee-fund/chain.ts'
import { LumpedKernel } from '../../../simulations/model/guarantee-fund/kernel.ts'
import { LoanKernel } from '../../../simulations/model/guarantee-fund/loan-kernel.ts'
import type { GuaranteeFund } from '../../../simulations/model/guarantee-fund/parameters.ts'
import { PathRunner, type PathSetup } from '../../../simulations/path-runner.ts'
import type { JsonObject } from '../../../simulations/scenario/json.ts'
import { Moments } from '../../../simulations/stats/moments.ts'
import { gf500Setup } from '../gf500.ts'

const DEFAULTS = 4
const PATHS = 300

/** Loans of five grades, no two of one grade with the same hazard; but for one that may be asked to have another. */
function mixedLoans(loans: number, first = 1): JsonObject[] {
  return Array.from({ length: loans }, (_, index) => ({
    grade: (index % 5) + 1,
    principal: `${500 + 100 * ((37 * index) % 76)} EUR`,
    term: `${[24, 36, 48, 60][index % 4]} months`,
    lossGivenDefault: '60 %',
    hazard: index === 0 ? first : 0.25 + (3 * index) / loans,
  }))
}

function setupWith(portfolio: JsonObject[], parameters: JsonObject = {}): PathSetup {
  return gf500Setup({ parameters: { portfolio, ...parameters } })
}

function kernelOf({ model, parameters }: PathSetup): unknown {
  return model.kernel(parameters)
}

/** Sets a setup to run with a kernel that it would not choose. */
function onLoanKernel(setup: PathSetup): PathSetup {
  const kernel = () => new LoanKernel(setup.parameters as GuaranteeFund)
  return { ...setup, model: { ...setup.model, kernel } }
}

function momentsOf(setup: PathSetup, paths = PATHS): readonly Moments[] {
  const runner = new PathRunner(setup)
  const moments = setup.model.outputs.map(() => new Moments())
  for (let path = 0; path < paths; path++) {
    runner.run(path)
    for (const [index, one] of moments.entries()) one.add(runner.outputs[index] ?? 0)
  }
  return moments
}

/** Under the same economies two kernels of one law are nearer than independent paths would be. */
function expectOneLaw(some: readonly Moments[], others: readonly Moments[]): void {
  for (const [index, { mean, standardError, standardDeviation }] of some.entries()) {
    const other = others[index] ?? new Moments()
    expect(Math.abs(mean - other.mean)).toBeLessThan(standardError * 0.8 + 1e-9)
    if (standardDeviation === 0) continue
    expect(Math.abs(other.standardDeviation / standardDeviation - 1)).toBeLessThan(0.2)
  }
}

describe('loans of which few are alike', () => {
  const setup = setupWith(mixedLoans(100))

  test('are run one by one, those that are alike together', () => {
    expect(kernelOf(setup)).toBeInstanceOf(LoanKernel)
    expect(kernelOf(gf500Setup())).toBeInstanceOf(LumpedKernel)
    const twoKinds = [1, 2].map((hazard) => ({ ...mixedLoans(1)[0], copies: 50, hazard }))
    expect(kernelOf(setupWith(twoKinds))).toBeInstanceOf(LumpedKernel)
  })

  test('have the law of the reference', () => {
    expectOneLaw(momentsOf(setup), momentsOf({ ...setup, reference: true }))
  })

  test('default as often as their chains say where the months are independent', () => {
    const independent = setupWith(mixedLoans(101), { persistence: 0 })
    const [, , , , defaults] = momentsOf(independent, 2000)
    const known = independent.model.closedForms(independent.parameters)
    const expected = known.find(({ of }) => of === 'defaults')?.value ?? 0
    const { mean = 0, standardError = 0 } = defaults ?? {}
    expect(Math.abs(mean - expected)).toBeLessThan(4 * standardError)
  })

  test('keep the same books in short and in full', () => {
    const short = new PathRunner(setup)
    const full = new PathRunner({ ...setup, mode: 'full' })
    for (let path = 0; path < 20; path++) {
      short.run(path)
      full.run(path)
      expect(full.outputs).toEqual(short.outputs)
      expect(full.series).toEqual(short.series)
    }
  })

  test('do not move the others where one becomes another', () => {
    const base = new PathRunner(setup)
    const riskier = new PathRunner(setupWith(mixedLoans(100, 50)))
    const differences = Array.from({ length: PATHS }, (_, path) => {
      base.run(path)
      riskier.run(path)
      return (riskier.outputs[DEFAULTS] ?? 0) - (base.outputs[DEFAULTS] ?? 0)
    })
    expect(Math.max(...differences.map(Math.abs))).toBe(1)
    expect(differences.filter((one) => one === 1).length).toBeGreaterThan(PATHS / 3)
  })
})

test('GF500 has one law, run together and one by one', () => {
  expectOneLaw(momentsOf(gf500Setup()), momentsOf(onLoanKernel(gf500Setup())))
})

test('a grade of very many loans moves by its chain', () => {
  const copies = 60_000
  const [, , , , grade] = (gf500Setup().parameters as GuaranteeFund).grades
  expect(grade?.correlation).toBe(0.16)
  const loan = { grade: 5, copies, principal: '1000 EUR', term: '24 months' }
  const setup = setupWith([{ ...loan, lossGivenDefault: '50 %' }], {
    horizon: '6 months',
    persistence: 0,
  })
  const [, , , , defaults] = momentsOf(setup, 200)
  const expected = setup.model
    .closedForms(setup.parameters)
    .find(({ of }) => of === 'defaults')?.value
  const { mean = 0, standardError = 0 } = defaults ?? {}
  expect(Math.abs(mean / (expected ?? 0) - 1)).toBeLessThan(0.05)
  expect(Math.abs(mean - (expected ?? 0))).toBeLessThan(4 * standardError)
})

test.each([0, 0.5, 1, 3])(
  'a hazard of %d multiplies the odds of every row to get worse',
  (hazard) => {
    const [grade] = (gf500Setup().parameters as GuaranteeFund).grades
    if (grade === undefined) throw new Error('GF500 has grades')
    for (const state of [0, 1, 2, 3]) {
      const oddsOf = (row: readonly number[]): number => {
        const worse = row.slice(state + 1, 5).reduce((sum, one) => sum + one, 0)
        return worse / (1 - worse)
      }
      const row = rowOf(withHazard(grade, hazard), state)
      expect(row.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 14)
      expect(oddsOf(row)).toBeCloseTo(hazard * oddsOf(rowOf(grade, state)), 12)
      // What is not worse keeps its proportions.
      expect((row[5] ?? 0) * (rowOf(grade, state)[state] ?? 0)).toBeCloseTo(
        (row[state] ?? 0) * (rowOf(grade, state)[5] ?? 0),
        14,
      )
    }
  },
)

// Whole numbers, so the same on every machine. Where they change, the model's version goes up.
test('GF500 of version 2 has these first paths', () => {
  const firstPaths = (setup: PathSetup): readonly (readonly number[])[] => {
    const runner = new PathRunner(setup)
    return [0, 1, 2].map((path) => {
      runner.run(path)
      return [...runner.outputs]
    })
  }
  expect(firstPaths(gf500Setup())).toMatchInlineSnapshot(`
    [
      [
        5574479,
        5574479,
        0,
        31064810,
        37,
      ],
      [
        8815534,
        8815534,
        0,
        27862760,
        65,
      ],
      [
        6142445,
        6142445,
        0,
        30562689,
        63,
      ],
    ]
  `)
  expect(firstPaths(onLoanKernel(gf500Setup()))).toMatchInlineSnapshot(`
    [
      [
        8160249,
        8160249,
        0,
        28442752,
        50,
      ],
      [
        9313861,
        9313861,
        0,
        27384387,
        62,
      ],
      [
        6164520,
        6164520,
        0,
        30560031,
        60,
      ],
    ]
  `)
})
