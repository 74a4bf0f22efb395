import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { circulation } from '../../../simulations/model/circulation/circulation.ts'
import { ACCOUNT } from '../../../simulations/model/circulation/layout.ts'
import { OUTPUTS } from '../../../simulations/model/circulation/outputs.ts'
import type { Model } from '../../../simulations/model/model.ts'
import { PathRunner } from '../../../simulations/path-runner.ts'
import { packageRoot } from '../../../src/package-root.ts'
import { publishedRows, sarafu } from './circulation-published.ts'
import { TOWNS, townOf } from './circulation-towns.ts'
import { runPaths } from './runs.ts'

describe('the kernel of circulation', () => {
  test.each(Object.keys(TOWNS))('gives every cent that the reference gives: %s', (name) => {
    const parameters = townOf(TOWNS[name])
    const fast = runPaths(circulation, parameters, 2)
    const slow = runPaths(circulation, parameters, 2, { reference: true })
    const named = (outputs: Float64Array) =>
      Object.fromEntries(OUTPUTS.map((output, place) => [output.name, outputs[place]]))
    for (const path of [0, 1]) {
      const [ours, theirs] = [fast.paths[path], slow.paths[path]].map((one) =>
        named(one as Float64Array),
      )
      for (const [output, value] of Object.entries(theirs ?? {})) {
        const near = 1e-9 * Math.abs(value ?? 0)
        const off = Math.abs((ours?.[output] ?? Number.NaN) - (value ?? 0))
        expect(off, `${output} of path ${path}`).toBeLessThanOrEqual(near)
      }
      expect(fast.series[path]).toEqual(slow.series[path])
    }
  })
})

describe('the fee of a payee in mutual credit', () => {
  test('is taken from the payee, and all balances still add up to nothing', () => {
    const parameters = townOf(TOWNS['mutual credit'])
    const runner = new PathRunner({
      ...{ model: circulation as Model, parameters, seed: 7, sampling: {}, mode: 'aggregate' },
    })
    runner.run(0)
    const of = (name: string) => runner.outputs[OUTPUTS.findIndex((one) => one.name === name)]
    const balances = runner.books.accounts.flatMap(({ name }, account) =>
      name.startsWith('liabilities:held') ? [runner.books.balance(account)] : [],
    )
    const sumOf = (all: readonly number[]) => all.reduce((sum, one) => sum + one, 0)
    expect(of('fees')).toBeGreaterThan(0)
    expect(runner.books.balance(ACCOUNT.fees)).toBe(of('fees'))
    expect(sumOf(balances)).toBe(-(of('fees') ?? 0))
    expect(sumOf(balances.filter((one) => one > 0))).toBe(of('stockAtEnd'))
  })
})

describe('circulation and the systems that are published', () => {
  test('is as far from them as its page says', () => {
    const page = readFileSync(join(packageRoot(), 'docs/models/circulation.md'), 'utf8')
    const rows = publishedRows()
    expect(rows).toHaveLength(9)
    for (const row of rows) expect(page).toContain(row)
  })

  test('has the order of the concentration of Sarafu', () => {
    const { topHundredth, topTenth, gini } = sarafu()
    expect(topHundredth).toBeCloseTo(0.636, 1)
    expect(topTenth).toBeGreaterThan(0.8)
    expect(gini).toBeGreaterThan(0.9)
  })
})
