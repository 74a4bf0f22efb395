import { describe, expect, test } from 'vitest'
import { analyse, type Findings } from '../../../simulations/analysis/analysis.ts'
import {
  correlated,
  gridOf,
  latinPoints,
  sobolPoints,
} from '../../../simulations/analysis/designs.ts'
import { type Law, lawDensity, lawQuantile } from '../../../simulations/analysis/laws.ts'
import { patchBetween } from '../../../simulations/analysis/places.ts'
import { runTable } from '../../../simulations/analysis/planned.ts'
import type { Threads } from '../../../simulations/analysis/points.ts'
import { HERE } from '../../../simulations/analysis/points.ts'
import { tablesOf } from '../../../simulations/analysis/reports.ts'
import { readWritten, write } from '../../../simulations/analysis/written.ts'
import { mergePatch } from '../../../simulations/scenario/effective.ts'
import { checkScenario } from '../../../simulations/scenario/scenario.ts'
import { analysed, prepared } from './threads.ts'

const JOIN = '{ name: join, path: parameters.sponsors.join, low: 30 %, high: 70 % }'
const PLEDGE = '{ name: pledge, path: parameters.sponsors.pledge, low: 30 EUR, high: 50 EUR }'

function kindOf<Kind extends Findings['kind']>(
  findings: Findings,
  kind: Kind,
): Extract<Findings, { kind: Kind }> {
  if (findings.kind !== kind) throw new Error(`${findings.kind} is not ${kind}`)
  return findings as Extract<Findings, { kind: Kind }>
}

describe('the table of runs', () => {
  const tableOf = (fields: string, analysis: string, sheet?: string) => {
    const { plan, fields: varied } = prepared(
      `fields: ${fields}\noutputs: [{ of: gap }]\nanalysis: ${analysis}`,
      sheet,
    )
    return plan === undefined ? [] : runTable(plan, varied).rows
  }
  const LISTS =
    '[{ name: join, path: parameters.sponsors.join, values: [40 %, 60 %] }, { name: invited, path: parameters.sponsors.invited, values: [30, 40, 50] }]'

  test('of a grid has every combination', () => {
    const rows = tableOf(LISTS, '{ kind: sweep, design: grid }')
    expect(rows).toEqual(
      gridOf<string | number>([
        ['40 %', '60 %'],
        [30, 40, 50],
      ]).map((row, at) => [at, ...row]),
    )
  })

  test('of lists that are not of one length is refused where they are to be paired', () => {
    expect(() => tableOf(LISTS, '{ kind: sweep, design: zip }')).toThrow(
      'zip wants lists of one length: join has 2, invited has 3',
    )
    const rows = tableOf(LISTS.replace(', 50]', ']'), '{ kind: sweep, design: zip }')
    expect(rows).toEqual([
      [0, '40 %', 30],
      [1, '60 %', 40],
    ])
  })

  test('is not made where nobody said how', () => {
    expect(() => tableOf(LISTS, '{ kind: sweep }')).toThrow('analysis.design')
  })

  test('of a list or a file has its rows, which must fit the fields', () => {
    const list = 'list: [{ join: 40 %, invited: 30 }, { join: 60 %, invited: 31 }]'
    expect(tableOf(LISTS, `{ kind: sweep, design: list, ${list} }`)).toHaveLength(2)
    const sheet = 'join,invited\n40 %,30\n55.5 %,44\n'
    const rows = tableOf(LISTS, '{ kind: sweep, design: csv, file: x.csv }', sheet)
    expect(rows[1]).toEqual([1, '55.5 %', 44])
    expect(() =>
      tableOf(LISTS, '{ kind: sweep, design: csv, file: x.csv }', 'join,invited\n40,30\n'),
    ).toThrow('join must be a number in %')
    expect(() => tableOf(LISTS, '{ kind: sweep, design: list, list: [{ join: 40 % }] }')).toThrow(
      'invited is missing',
    )
  })

  test('of evenly spread points keeps to the ranges, cents and whole numbers', () => {
    const fields = `[${JOIN}, ${PLEDGE}, { name: invited, path: parameters.sponsors.invited, low: 20, high: 60 }]`
    for (const design of ['latin', 'sobol']) {
      const rows = tableOf(fields, `{ kind: sweep, design: ${design}, points: 16 }`)
      expect(rows).toHaveLength(16)
      for (const [, join, pledge, invited] of rows) {
        expect(String(join)).toMatch(/^[3-6][0-9](\.[0-9]{1,12})? %$/)
        expect(String(pledge)).toMatch(/^[3-5][0-9](\.[0-9]{1,2})? EUR$/)
        expect(Number.isInteger(invited)).toBe(true)
      }
    }
    expect(() => tableOf(fields, '{ kind: sweep, design: sobol, points: 24 }')).toThrow(
      'power of two',
    )
  })
})

describe('what is wrong in an analysis', () => {
  test('is told with its place, all at once', () => {
    const text = `
fields:
  - { name: a, path: parameters.sponsors.pledge, low: 30, high: 50 EUR }
  - { name: b, path: parameters.sponsors.nothing, low: 1, high: 2 }
  - { name: c, path: seed, low: 1, high: 2 }
  - { name: d, path: parameters.sponsors.join, law: { kind: triangular, low: 5 %, mode: 3 %, high: 9 % } }
outputs: [{ of: wealth }, { of: started, statistic: mean }, { of: gap, statistic: valueAtRisk }]
analysis: { kind: tornado }`
    for (const said of [
      'fields.0: low must be a number in EUR',
      'fields.1: the scenario has no field parameters.sponsors.nothing',
      'fields.2: only parameters and shocks can be varied',
      'fields.3: law: low, mode and high must rise',
      'outputs.0: wealth must be one of: sponsors, ',
      'outputs.1: of what happens or not, the probability is told',
      'outputs.2: level must be from 50 % on',
    ]) {
      expect(() => prepared(text)).toThrow(said)
    }
  })

  test('is told of designs: fields without a range, groups twice, correlations that cannot be', () => {
    const run = (fields: string, analysis: string) => () =>
      prepared(`fields: [${fields}]\noutputs: [{ of: gap }]\nanalysis: ${analysis}`)
    const bare = '{ name: join, path: parameters.sponsors.join }'
    expect(run(bare, '{ kind: morris }')).toThrow('join needs low and high, or a law')
    expect(run(JOIN, '{ kind: sobol, blocks: 30 }')).toThrow(
      'analysis.blocks: must be a power of two',
    )
    expect(run(JOIN, '{ kind: sobol, groups: { g: [join, join] } }')).toThrow('in a group already')
    const third = '{ name: needed, path: parameters.sponsors.needed, low: 1, high: 9 }'
    const pairs =
      '[{ of: [join, pledge], rank: 0.9 }, { of: [join, needed], rank: 0.9 }, { of: [pledge, needed], rank: -0.9 }]'
    expect(
      run(`${JOIN}, ${PLEDGE}, ${third}`, `{ kind: uncertainty, correlations: ${pairs} }`),
    ).toThrow('no law has these together')
    expect(() => prepared('analysis: { kind: abc, observed: { wealth: 3 } }\nfields: []')).toThrow(
      'analysis.observed: wealth must be one of',
    )
  })
})

describe('a tornado', () => {
  test('has common random numbers: what moves nothing moves nothing, what moves little is told for certain', async () => {
    const { findings } = await analysed(`
changes: { paths: 256 }
fields:
  - ${PLEDGE}
  - { name: fixed, path: parameters.costs.fixed, low: 245 EUR, high: 255 EUR }
  - { name: chance, path: parameters.outcomes.work.probability, low: 3 % / month, high: 9 % / month }
outputs: [{ of: spent }, { of: collected }]
analysis: { kind: tornado }`)
    const [spent, collected] = kindOf(findings, 'tornado').outputs
    const [first, ...rest] = spent?.bars ?? []
    // Ten euros more in each of the months that somebody is hosted: the noise of all else is the same, and gone.
    expect(first?.field).toBe('fixed')
    expect(first?.swing.value).toBeGreaterThan(2000)
    expect(first?.swing.interval.lower).toBeGreaterThan(2000)
    expect(first?.swing.standardError).toBeLessThan(300)
    expect(spent?.base?.standardError).toBeGreaterThan(5000)
    for (const { swing } of rest) expect(swing).toMatchObject({ value: 0, standardError: 0 })
    expect(collected?.bars[0]).toMatchObject({ field: 'pledge', low: '30 EUR', high: '50 EUR' })
    // What is given is in proportion to the pledge.
    const { lowChange, highChange } = collected?.bars[0] ?? {}
    expect(lowChange?.value).toBeCloseTo(-(collected?.base?.value ?? 0) / 4, 4)
    expect(highChange?.value).toBeCloseTo((collected?.base?.value ?? 0) / 4, 4)
  })
})

describe("Sobol's design on a model", () => {
  test('finds the shares that can be worked out', async () => {
    const result = await analysed(`
fields: [${PLEDGE}, { name: fixed, path: parameters.costs.fixed, low: 200 EUR, high: 300 EUR }]
outputs: [{ of: collected }]
analysis: { kind: sobol, scrambles: 8, blocks: 8 }`)
    const [collected] = kindOf(result.findings, 'sobol').outputs
    // The same paths in every point: the mean is the pledge times a number.
    expect(collected?.groups[0]?.first.value).toBeCloseTo(1, 1)
    expect(collected?.groups[1]?.total.value).toBe(0)
    expect(collected?.droppedBlocks).toBe(0)
    expect(tablesOf(result)[0]?.rows).toHaveLength(2)
  })

  test('drops a block of which a point could not be run, whole, and says so; too many end it', async () => {
    // Above 100 % nobody can join: the scenario is refused there.
    const fields = (high: string) =>
      `fields: [{ name: join, path: parameters.sponsors.join, low: 60 %, high: ${high} }, ${PLEDGE}]`
    const rest = 'outputs: [{ of: collected }]\nanalysis: { kind: sobol, scrambles: 8, blocks: 8 }'
    const result = await analysed(`${fields('100.8 %')}\n${rest}`)
    const [collected] = kindOf(result.findings, 'sobol').outputs
    expect(result.failed.length).toBeGreaterThan(0)
    expect(result.failed[0]?.fault).toContain('parameters.sponsors.join')
    expect(collected?.droppedBlocks).toBeGreaterThan(0)
    expect((collected?.blocks ?? 0) + (collected?.droppedBlocks ?? 0)).toBe(64)
    expect(Number.isFinite(collected?.groups[0]?.first.value)).toBe(true)
    await expect(analysed(`${fields('150 %')}\n${rest}`)).rejects.toThrow('more than a tenth')
  })
})

describe('points', () => {
  const text = `
fields: [${JOIN}, ${PLEDGE}]
outputs: [{ of: collected }]
analysis: { kind: morris, trajectories: 4 }`
  const known = { analysisHash: 'a', scenarioHash: 's', nodeMajor: 20 }

  test('are kept in their order, whichever thread was first, and not run again', async () => {
    const kept: Float64Array[] = []
    const keeper = {
      append: async (from: number, row: Float64Array) => {
        expect(from).toBe(kept.length)
        kept.push(row)
      },
    }
    // The first thread is always late.
    const uneven: Threads = {
      threads: 3,
      run: async (thread, request) => {
        for (let turn = 0; turn < (thread === 0 ? 50 : 0); turn++) await Promise.resolve()
        return HERE.run(thread, request)
      },
    }
    const whole = await analyse(prepared(text), { threads: uneven, keeper }, known)
    expect(kept).toHaveLength(12)
    let ran = 0
    const counting: Threads = {
      threads: 1,
      run: (thread, request) => {
        ran += 1
        return HERE.run(thread, request)
      },
    }
    const done = kept.slice(0, 9)
    expect(await analyse(prepared(text), { threads: counting, done }, known)).toEqual(whole)
    expect(ran).toBe(3)
  })

  test('end the analysis where books do not balance, and no other point is begun', async () => {
    let ran = 0
    const broken: Threads = {
      threads: 2,
      run: async () => {
        ran += 1
        throw new Error('path 3: the books do not balance')
      },
    }
    await expect(analyse(prepared(text), { threads: broken }, known)).rejects.toThrow('balance')
    expect(ran).toBe(2)
  })
})

describe('what is not known', () => {
  test('is taken apart from chance', async () => {
    const text = (spread: number) => `
fields:
  - name: pledge
    path: parameters.sponsors.pledge
    law: { kind: lognormal, median: 40 EUR, spread: ${spread} }
outputs: [{ of: collected }]
analysis: { kind: uncertainty, points: 128 }`
    const found = async (spread: number) =>
      kindOf((await analysed(text(spread))).findings, 'uncertainty').outputs[0]
    const little = await found(0.0001)
    expect(little?.variance?.unknownShareInterval.lower).toBeLessThan(0.01)
    expect(little?.variance?.unknownShare).toBeLessThan(0.02)
    const much = await found(0.5)
    // By the law: with C the mean collected at 40 EUR and v the variance there, e^{s²} is 1.284.
    const { mean = 0, unknown = 0, chance = 0, unknownShareInterval } = much?.variance ?? {}
    const squared = Math.exp(0.25)
    expect(Math.abs(unknown / (mean * mean) / (squared - 1) - 1)).toBeLessThan(0.2)
    const share = unknown / (unknown + chance)
    expect(unknownShareInterval?.lower).toBeLessThan(share)
    expect(much?.pawn.fields[0]?.median).toBeGreaterThan(much?.pawn.nothing ?? 1)
  })
})

describe('a calibration', () => {
  test('of a model without a likelihood finds about what was planted', async () => {
    const { findings, overlay, scenario } = await analysed(`
fields: [{ name: join, path: parameters.sponsors.join, low: 10 %, high: 90 % }]
analysis: { kind: abc, observed: { sponsors: 28 }, particles: 60, simulations: 2000, epsilonChange: 0.1 }`)
    const [join] = kindOf(findings, 'abc').fields
    // 28 of 40 with a correlation of 0.05.
    expect(join?.mean).toBeGreaterThan(60)
    expect(join?.mean).toBeLessThan(78)
    expect(join?.interval.lower).toBeLessThan(70)
    expect(join?.interval.upper).toBeGreaterThan(70)
    const { effective } = checkScenario(mergePatch(scenario, overlay ?? {}))
    expect(JSON.stringify(effective)).toContain(`"join":"${write(join?.mean ?? 0, '%', false)}"`)
  })

  test('by likelihood writes what it found where the scenario has it', async () => {
    const sheet = 'period,stopped,censored\n1,131,0\n2,126,0\n3,90,0\n4,60,593\n'
    const { overlay } = await analysed(
      'analysis: { kind: lapse, file: x.csv, into: parameters.sponsors.lapse }',
      sheet,
    )
    const lapse = Reflect.get(Reflect.get(Object(overlay?.parameters), 'sponsors'), 'lapse')
    expect(lapse).toEqual({ alpha: expect.any(Number), beta: expect.any(Number) })
    await expect(
      analysed('analysis: { kind: lapse, file: x.csv, into: parameters.nothing }', sheet),
    ).rejects.toThrow('the scenario has no field parameters.nothing')
  })
})

describe('a back-test of a model', () => {
  test('runs the scenario of each outcome, and leaves out what was not seen', async () => {
    const sheet = 'invited,sponsors,collected\n40,19,\n40,21,430000\n200,97,1990000\n'
    const { findings, provenance } = await analysed(
      `fields: [{ name: invited, path: parameters.sponsors.invited }]
analysis: { kind: back-test, file: x.csv, levels: [0.9] }`,
      sheet,
    )
    const [sponsors, collected] = kindOf(findings, 'back-test').outputs
    expect([sponsors?.outcomes, collected?.outcomes]).toEqual([3, 2])
    // With another number of people asked, 97 would lie above all paths.
    expect(sponsors?.places[2]).toBeLessThan(0.9)
    expect(provenance).toMatchObject({ points: 3, paths: 64 })
  })
})

describe('a law', () => {
  const LAWS: readonly Law[] = [
    { kind: 'uniform', low: 2, high: 5 },
    { kind: 'triangular', low: 1, mode: 2, high: 5 },
    { kind: 'normal', mean: 3, deviation: 1, low: 2, high: 4.5 },
    { kind: 'lognormal', median: 2, spread: 0.4 },
    { kind: 'beta', low: 1, high: 4, alpha: 2, beta: 3 },
  ]

  test.each(LAWS.map((law) => [law.kind, law] as const))(
    'has quantiles that rise with its density: %s',
    (_kind, law) => {
      // The share between two quantiles over their distance is the density, but for a factor.
      const ratios = [0.1, 0.35, 0.6, 0.9].map((u) => {
        const step = 1e-4
        const [below, above] = [lawQuantile(law, u - step), lawQuantile(law, u + step)]
        expect(above).toBeGreaterThan(below)
        return ((above - below) / step) * lawDensity(law, lawQuantile(law, u))
      })
      for (const ratio of ratios) expect(ratio / (ratios[0] ?? 1)).toBeCloseTo(1, 3)
    },
  )

  test('of several fields goes together as was said', () => {
    const free = sobolPoints(3, { points: 2048, dimensions: 3 })
    const points = correlated(free, 3, [
      { first: 0, second: 1, rank: 0.7 },
      { first: 1, second: 2, rank: -0.3 },
    ])
    const rank = (one: number, other: number) => {
      const both = points?.map((point) => (point[one] ?? 0) * (point[other] ?? 0)) ?? []
      return 12 * (both.reduce((sum, value) => sum + value, 0) / both.length - 1 / 4)
    }
    expect(rank(0, 1)).toBeCloseTo(0.7, 2)
    expect(rank(1, 2)).toBeCloseTo(-0.3, 2)
    expect(rank(0, 2)).toBeCloseTo(0, 1)
  })
})

describe('what is written', () => {
  test('is read back', () => {
    expect(readWritten('1.2 % / month')).toEqual({ number: 1.2, unit: '% / month' })
    expect(readWritten('1 month')).toEqual({ number: 1, unit: 'months' })
    expect([readWritten('corridors-2018'), readWritten('4 kg'), readWritten(true)]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
    expect(write(1 / 3, '%', false)).toBe('0.333333333333 %')
    expect(write(34.09, 'EUR', false)).toBe('34.09 EUR')
    expect(write(1e-9, '%', false)).toBe('0.000000001 %')
    expect(write(7.6, 'months', false)).toBe('8 months')
    expect([write(7.6, '', true), write(0.1 + 0.2, '', false)]).toEqual([8, 0.3])
  })

  test('is the least that makes one scenario of another', () => {
    const before = { a: 1, b: { c: [1, 2], d: 'x' }, e: 4 }
    const after = { a: 1, b: { c: [1, 3], d: 'x' } }
    const patch = patchBetween(before, after)
    expect(patch).toEqual({ b: { c: [1, 3] }, e: null })
    expect(mergePatch(before, patch)).toEqual(after)
  })

  test('of a Latin hypercube has one point in each slice', () => {
    const points = latinPoints(4, 20, 3)
    for (const place of [0, 1, 2]) {
      const slices = points.map((point) => Math.floor(20 * (point[place] ?? 0)))
      expect(slices.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, at) => at))
    }
  })
})
