import { describe, expect, test } from 'vitest'
import {
  type Comparison,
  compare,
  type Side,
  sidesOf,
} from '../../../simulations/analysis/compare.ts'
import { sentencesOf } from '../../../simulations/analysis/compare-sentences.ts'
import { drawingOf, setupOf } from '../../../simulations/plan.ts'
import { log } from '../../../simulations/random/elementary.ts'
import { normalCdf } from '../../../simulations/random/normal.ts'
import { readScenario, ScenarioError } from '../../../simulations/scenario/scenario.ts'
import type { Figure } from '../../../simulations/summary.ts'
import {
  columnsOf,
  LIMIT,
  LOGNORMAL,
  lognormalScenario,
  type METHODS,
  truthOf,
} from '../coverage.ts'
import { GF500_TEXT, readGf500 } from '../gf500.ts'

const RUNS = 200
const SCALE = 1.1

describe('two scenarios with the same randomness', () => {
  test.each<keyof typeof METHODS>(['chance', 'tail'])(
    'differ by what intervals hold as often as they say, drawn by the method %s',
    (method) => {
      const held = new Map<string, number>()
      for (let seed = 1; seed <= RUNS; seed++) {
        const { figures } = lognormalPair(method, seed)
        for (const { of, statistic, level, interval } of figures) {
          const truth = truthOfDifference({ of, statistic, level } as Figure)
          const name = `${of} ${statistic} ${level ?? ''}`.trimEnd()
          const hit = interval.lower - 1e-9 <= truth && truth <= interval.upper + 1e-9
          held.set(name, (held.get(name) ?? 0) + Number(hit))
        }
      }
      expect([...held.keys()]).toHaveLength(8)
      // Of the insured no path differs, and nobody can miss that.
      const named = [...held].filter(([name]) => name !== 'insured mean')
      expect(held.get('insured mean')).toBe(RUNS)
      for (const [name, count] of named) {
        expect.soft(count / RUNS, name).toBeGreaterThanOrEqual(0.92)
        expect.soft(count / RUNS, name).toBeLessThanOrEqual(0.98)
      }
    },
  )

  test('need far fewer paths than two that have nothing in common', () => {
    const grades = (read: ReturnType<typeof readGf500>) =>
      (read.effective.parameters as unknown as { grades: readonly Grade[] }).grades
    const base = readGf500({ paths: 4000 })
    // A tenth more loans become late.
    const worse = grades(base).map((grade) => {
      const late = numberOf(grade.current.days30)
      const current = {
        ...grade.current,
        days30: `${Number((late * 1.1).toFixed(6))} % / month`,
        current: `${Number((numberOf(grade.current.current) - late * 0.1).toFixed(6))} % / month`,
      }
      return { ...grade, current }
    })
    const other = readGf500({ paths: 4000, name: 'worse', parameters: { grades: worse } })
    const told = comparisonOf(sidesOf([base, other]))
    const of = (name: string, statistic: string) =>
      told.figures.find((one) => one.of === name && one.statistic === statistic)
    expect(of('grossClaims', 'mean')).toMatchObject({ verdict: 'more' })
    expect(of('grossClaims', 'mean')?.gain).toBeGreaterThan(30)
    expect(of('grossClaims', 'mean')?.correlation).toBeGreaterThan(0.97)
    expect(of('ruin', 'probability')?.gain).toBeGreaterThan(4)
  })

  test('are told in a plain sentence: what differs for certain, and what does not', () => {
    const told = lognormalPair('chance', 7)
    const english = sentencesOf(told, 'en')
    expect(english.slice(0, 2)).toEqual([
      '"coverage" against "coverage", 1,000 paths of the same randomness.',
      'For certain:',
    ])
    expect(english[2]).toMatch(/^- the mean of loss is higher by 0\.00 EUR \(between .+ and .+\);$/)
    expect(english.at(-1)).toBe('The same in every path: the mean of insured.')
    const italian = sentencesOf(told, 'it', (name) => (name === 'loss' ? 'perdita' : name))
    expect(italian[0]).toBe('"coverage" rispetto a "coverage", 1.000 percorsi con lo stesso caso.')
    expect(italian[2]).toMatch(/^- la media di perdita cresce di 0,00 EUR/)
    const nothing = comparisonOf(sidesOf([readGf500({ paths: 64 }), readGf500({ paths: 64 })]))
    expect(sentencesOf(nothing, 'en')[1]).toBe('For certain nothing differs.')
    const hardly = sidesOf([
      readGf500({ paths: 64 }),
      readGf500({ paths: 64, parameters: { interest: '8.01 % / year' } }),
    ])
    const open = comparisonOf(hardly)
    expect(sentencesOf(open, 'en').some((one) => one.startsWith('The same in every path'))).toBe(
      true,
    )
  })

  test('have seed, paths and sampling of the first', () => {
    const tail = readGf500({ paths: 1024, sampling: { method: 'tail', pilotPaths: 512 } })
    const sides = sidesOf([tail, readGf500({ seed: 5 }, ['recession'])])
    expect(sides.map(({ read }) => read.scenario.seed)).toEqual([20240601, 20240601])
    const [first, second] = sides.map(({ setup }) => setup.sampling)
    expect(second?.layers).toEqual(first?.layers)
    expect([first?.push, second?.push?.[12]]).toEqual([undefined, -1])
    const short = readGf500({ parameters: { horizon: '12 months' } })
    const byChance = sidesOf([tail, short]).map(({ read }) => read.scenario.sampling.method)
    expect(byChance).toEqual(['chance', 'chance'])
  })

  test('are of one model, or refused', () => {
    const stranger = { ...readScenario(GF500_TEXT), model: { ...LOGNORMAL } }
    expect(() => sidesOf([readGf500(), stranger])).toThrow(ScenarioError)
  })
})

interface Grade {
  readonly current: { readonly current: string; readonly days30: string }
}

/** The number in front of a unit. */
function numberOf(written: string): number {
  return Number(written.split(' ')[0])
}

function comparisonOf(sides: readonly Side[]): Comparison {
  const [before, after] = sides
  if (before === undefined || after === undefined) throw new RangeError('two sides are compared')
  const { paths } = before.read.scenario
  return compare(before, after, columnsOf(before.setup, paths), columnsOf(after.setup, paths))
}

function lognormalPair(method: keyof typeof METHODS, seed: number): Comparison {
  const scenario = lognormalScenario(method, seed, {})
  const drawn = drawingOf(scenario, LOGNORMAL)
  const sides = [{}, { scale: SCALE }].map((parameters): Side => {
    const own = { ...scenario, parameters }
    const read = { scenario: own, model: LOGNORMAL, effective: {} }
    return { read, setup: setupOf(own, LOGNORMAL, drawn) }
  })
  return comparisonOf(sides)
}

/** What a loss that is scaled has more. */
function truthOfDifference(figure: Figure): number {
  if (figure.statistic === 'probability') return normalCdf(-log(LIMIT / SCALE) / 0.5) - 0.1
  if (figure.of === 'insured') return 0
  const factor = figure.statistic === 'ratio' ? 1 / SCALE - 1 : SCALE - 1
  return factor * truthOf(figure)
}
