import { describe, expect, test } from 'vitest'
import { auditPaths, pathsToAudit } from '../../../simulations/audit.ts'
import { runChunk } from '../../../simulations/chunk.ts'
import { FUND, LOANS } from '../../../simulations/model/guarantee-fund/accounts.ts'
import { defaultsByMonth } from '../../../simulations/model/guarantee-fund/closed-forms.ts'
import type { GuaranteeFund } from '../../../simulations/model/guarantee-fund/parameters.ts'
import { portfolioOf } from '../../../simulations/model/guarantee-fund/portfolio.ts'
import type { Path } from '../../../simulations/model/model.ts'
import { PathRunner, type PathSetup } from '../../../simulations/path-runner.ts'
import { PathStore } from '../../../simulations/path-store.ts'
import { Moments } from '../../../simulations/stats/moments.ts'
import { gf500Setup } from '../gf500.ts'

const INDEPENDENT_MONTHS = { parameters: { persistence: 0 } }

// The values of others are those of the benchmark's closed forms, computed with another program (scipy).
describe('GF500', () => {
  const { parameters } = gf500Setup() as { readonly parameters: GuaranteeFund } & PathSetup

  test('owes at the beginning what the benchmark says, to the cent of each loan', () => {
    const { owedByAll } = portfolioOf(parameters)
    expect(Math.abs((owedByAll[0] ?? 0) / 100 - 1_825_283.2540179938)).toBeLessThan(0.5)
  })

  test.each([
    [0, 0.03336594703719291],
    [2, 0.09106119444791784],
    [4, 0.22160990901306285],
  ])('has in grade %i the probability of default of its chain', (grade, probability) => {
    const months = defaultsByMonth(parameters.grades[grade] as GuaranteeFund['grades'][number], 36)
    expect(months.reduce((sum, one) => sum + one, 0)).toBeCloseTo(probability, 12)
  })

  test('has the mean claims of the closed form where the months are independent', () => {
    const setup = gf500Setup(INDEPENDENT_MONTHS)
    const forms = setup.model.closedForms(setup.parameters)
    const claims = forms.find((form) => form.of === 'grossClaims')?.value ?? 0
    // Half a cent for each loan that defaults is rounding.
    expect(Math.abs(claims / 100 - 61_137.61008219072)).toBeLessThan(0.3)
    const [gross, , , , defaults] = momentsOf(setup, 2000)
    expect(Math.abs((gross?.mean ?? 0) - claims)).toBeLessThan(4 * (gross?.standardError ?? 0))
    const expected = forms.find((form) => form.of === 'defaults')?.value ?? 0
    expect(Math.abs((defaults?.mean ?? 0) - expected)).toBeLessThan(
      4 * (defaults?.standardError ?? 0),
    )
  })

  test('has no closed form where they are not', () => {
    expect(gf500Setup().model.closedForms(parameters)).toEqual([])
  })

  test('is run by the fast kernel under the law of the slow one', () => {
    // The same economy in both, so that what is compared is what they make of it.
    const fast = momentsOf(gf500Setup(), 200)
    const slow = momentsOf({ ...gf500Setup(), reference: true }, 200)
    for (const [index, { mean, standardError, standardDeviation }] of fast.entries()) {
      const other = slow[index] ?? new Moments()
      // Far closer than independent paths would be: half of the standard error of the difference.
      expect(Math.abs(mean - other.mean)).toBeLessThan(standardError * 0.7 + 1e-9)
      if (standardDeviation === 0) continue
      expect(Math.abs(other.standardDeviation / standardDeviation - 1)).toBeLessThan(0.15)
    }
  })

  test('runs dry about once in a hundred, and claims what the benchmark claims', () => {
    const [gross, paid, ruin] = momentsOf(gf500Setup(), 5000)
    expect(Math.abs((ruin?.mean ?? 0) - 0.01024)).toBeLessThan(4 * (ruin?.standardError ?? 0))
    expect(Math.abs((gross?.mean ?? 0) / 100 - 88_530)).toBeLessThan(
      (4 * (gross?.standardError ?? 0)) / 100,
    )
    expect(paid?.mean ?? 0).toBeLessThanOrEqual(gross?.mean ?? 0)
  })

  test('claims more where more default, and is dry less often with more capital, path by path', () => {
    const richer = rowsOf(gf500Setup({ parameters: { fund: '25 %' } }), 400)
    const base = rowsOf(gf500Setup(), 400)
    for (let path = 0; path < 400; path++) {
      const at = path * 6
      expect(richer[at]).toBe(base[at])
      expect(richer[at + 2] ?? 0).toBeLessThanOrEqual(base[at + 2] ?? 0)
      expect(richer[at + 1] ?? 0).toBeGreaterThanOrEqual(base[at + 1] ?? 0)
    }
  })
})

describe('a path', () => {
  test('is the same alone, in any chunk, and after any other', () => {
    const whole = rowsOf(gf500Setup(), 60)
    const runner = new PathRunner(gf500Setup())
    const parts = [
      [47, 60],
      [0, 1],
      [1, 47],
    ].map(([from = 0, to = 0]) => ({ from, rows: runChunk(runner, from, to) }))
    for (const { from, rows } of parts) {
      expect(rows).toEqual(whole.subarray(from * 6, from * 6 + rows.length))
    }
  })

  test('keeps the same books to the cent, in short and in full', () => {
    const setup = gf500Setup()
    const short = new PathRunner(setup)
    const full = new PathRunner({ ...setup, mode: 'full', journal: true })
    for (const path of [0, 1, 2, 77]) {
      short.run(path)
      full.run(path)
      expect(full.outputs).toEqual(short.outputs)
      expect(full.series).toEqual(short.series)
      const balances = (runner: PathRunner) =>
        runner.books.accounts.map((_, account) => runner.books.balance(account))
      expect(balances(full)).toEqual(balances(short))
      expect(full.books.entries).toBeGreaterThan(40 * short.books.entries)
    }
    const opening = [...full.books.entriesMade()].filter(({ month }) => month === 0)
    expect(opening).toHaveLength(501)
    expect(full.books.balance(FUND)).toBeGreaterThanOrEqual(0)
    expect(-full.books.balance(LOANS)).toBe(full.series[37 + 36])
  })

  test('is looked at twice, and what differs by a cent is found', () => {
    const setup = gf500Setup()
    const store = new PathStore(200, 6)
    store.add(0, rowsOf(setup, 200))
    const columns = store.columns(200)
    const { all, worst } = pathsToAudit(setup, columns)
    expect(all).toEqual(expect.arrayContaining([0, 19, ...worst]))
    const [gross] = columns.outputs
    expect(gross?.[worst[0] ?? -1]).toBe(Math.max(...(gross ?? [])))
    expect(auditPaths(setup, columns).paths).toBe(all.length)
    if (gross !== undefined) gross[3] = (gross[3] ?? 0) + 1
    expect(() => auditPaths(setup, columns)).toThrow(/path 3: grossClaims/)
  })
})

test('a path whose books do not balance, or that is no number, fails with its number', () => {
  const setup = gf500Setup()
  const kernels: readonly ((path: Path) => void)[] = [
    ({ books }) => books.debits.fill(1),
    ({ outputs }) => outputs.fill(Number.NaN),
    ({ books }) => books.post(1, FUND, LOANS, 5),
  ]
  for (const run of kernels) {
    const model = { ...setup.model, kernel: () => ({ run }) }
    expect(() => new PathRunner({ ...setup, model }).run(12)).toThrow(/^path 12: /)
  }
})

function rowsOf(setup: PathSetup, paths: number): Float64Array {
  return runChunk(new PathRunner(setup), 0, paths)
}

function momentsOf(setup: PathSetup, paths: number): readonly Moments[] {
  const runner = new PathRunner(setup)
  const moments = setup.model.outputs.map(() => new Moments())
  for (let path = 0; path < paths; path++) {
    runner.run(path)
    for (const [index, one] of moments.entries()) one.add(runner.outputs[index] ?? 0)
  }
  return moments
}
