import { beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { BrokenOff, HERE } from '../../../simulations/analysis/points.ts'
import { hashOf } from '../../../simulations/checkpoint.ts'
import type { JsonObject } from '../../../simulations/scenario/json.ts'
import { ScenarioError } from '../../../simulations/scenario/scenario.ts'
import { openBundle } from '../../../simulations/study/bundle.ts'
import { conclude } from '../../../simulations/study/conclude.ts'
import { readEvidence } from '../../../simulations/study/evidence.ts'
import { scenarioIn } from '../../../simulations/study/prepare.ts'
import { runTasks } from '../../../simulations/study/run-tasks.ts'
import { readStudy } from '../../../simulations/study/study-file.ts'
import type { StudyResult } from '../../../simulations/study/study-result.ts'
import { tasksOf } from '../../../simulations/study/tasks.ts'
import { drawWorlds, lawOfEstimate } from '../../../simulations/study/worlds.ts'
import { planted, plantedText, SMALL_TEXT, SMALL_TEXTS } from './planted.ts'

const both = (text: string) => ({ it: text, en: text })

/** What a study can have beside designs and indicators. */
const FULL: JsonObject = {
  stresses: [
    {
      name: 'large-leaves',
      title: both('A large shop leaves'),
      change: { support: { parameters: { shocks: [{ start: 1, duration: 2, largest: 3 }] } } },
    },
  ],
  smallest: [
    { name: 'reserve', title: both('Reserve'), of: 'support.reserveNeed', level: 0.8 },
    { name: 'sure', title: both('Nearly sure'), of: 'support.reserveNeed', level: 0.999 },
  ],
  fans: [{ name: 'stock', title: both('In circulation'), of: 'support.stock' }],
  feasibility: [
    {
      ...{ name: 'law', title: both('The law allows it'), dimension: 'legal', light: 'green' },
      found: both('Vouchers are allowed'),
      evidence: [{ text: 'Directive 2016/1065', standing: 'prior' }],
    },
    {
      ...{ name: 'guess', title: both('Somebody thinks so'), dimension: 'social', light: 'green' },
      found: both('It will be liked'),
      evidence: [{ text: 'a feeling', standing: 'assumption' }],
    },
    {
      ...{ name: 'met', title: both('Needs are met'), dimension: 'operational' },
      rule: { indicator: 'met', green: 0.3, amber: 0.2 },
    },
    {
      ...{ name: 'cheap', title: both('It is cheap'), dimension: 'financial' },
      rule: { indicator: 'cost', green: 0.0001, amber: 0.0002 },
    },
  ],
  limits: [both('A small town is not every town')],
}

const OPTIONS = { seed: 5, worlds: 8, paths: 3, change: FULL }

async function resultOf(options: Parameters<typeof planted>[0]): Promise<StudyResult> {
  const text = plantedText(options)
  const study = openBundle(
    { text, scenarios: { small: SMALL_TEXT }, evidence: {}, changes: {} },
    hashOf,
  )
  const rows = await runTasks(study.prepared, { threads: HERE })
  return conclude(study.prepared, rows, { ...study, nodeMajor: 20 })
}

describe('a study file', () => {
  const faultsOf = (change: JsonObject): readonly string[] => {
    try {
      planted({ ...OPTIONS, change })
    } catch (error) {
      if (error instanceof ScenarioError)
        return error.faults.map(({ path, message }) => `${path}: ${message}`)
      throw error
    }
    return []
  }
  const plain = parse(plantedText({ seed: 1, worlds: 8, paths: 2 }))
  const [input] = plain.inputs
  const [met] = plain.indicators

  test.each<readonly [string, JsonObject, string]>([
    [
      'one baseline too few',
      { designs: plain.designs.slice(1) },
      'designs: one design must be the baseline receipts; there are 0',
    ],
    [
      'an indicator of no part',
      { indicators: [{ ...met, top: ['loans.lent'] }] },
      'indicators.0: no design has a part loans',
    ],
    [
      'an indicator of no output',
      { indicators: [{ ...met, top: ['support.joy'] }] },
      'indicators.0: circulation has no joy; there are: ',
    ],
    [
      'an input of no field',
      { inputs: [{ ...input, at: { support: 'parameters.people.wings' } }] },
      'inputs.0.at: no design has such a field',
    ],
    [
      'a law in another unit',
      { inputs: [{ ...input, law: { kind: 'uniform', low: '4 %', high: '9 %' } }] },
      'inputs.0: law.low must be a number without a unit',
    ],
    [
      'a world that is impossible',
      { inputs: [{ ...input, law: { kind: 'uniform', low: 25, high: 90 } }] },
      'inputs.0: trips is ',
    ],
    [
      'evidence that nobody has',
      { inputs: [{ ...input, law: null, evidence: 'pilot/lag', standing: 'evidence' }] },
      'inputs.0.law: ',
    ],
    [
      'a weight of nothing',
      { indicators: [{ ...met, weight: 0 }] },
      'indicators: one of them must have a weight above zero',
    ],
    [
      'green without evidence',
      {
        feasibility: [
          { name: 'x', title: both('x'), dimension: 'legal', light: 'green', found: both('y') },
        ],
      },
      'feasibility.0.light: nothing is green without evidence',
    ],
    [
      'a stress of no part',
      { stresses: [{ name: 'x', title: both('x'), change: { loans: {} } }] },
      'stresses.0.change.loans: no design has a part loans',
    ],
    ['a field that is none', { colour: 'red' }, 'colour: there is no such field'],
  ])('with %s is refused, and says what is wanted', (_, change, fault) => {
    expect(faultsOf(change).join('\n')).toContain(fault)
  })

  test('that is no YAML is refused', () => {
    expect(() => readStudy('a: [')).toThrow('is no YAML')
  })
})

describe('worlds', () => {
  test('are the same whatever follows them, and follow their laws', () => {
    const law = { kind: 'triangular', low: 0, mode: 1, high: 1 } as const
    const [few] = drawWorlds([law], 10, 3)
    const [many] = drawWorlds([law, law], 4000, 3)
    expect(many?.subarray(0, 10)).toEqual(few)
    const mean = (many ?? new Float64Array(0)).reduce((sum, one) => sum + one / 4000, 0)
    expect(mean).toBeGreaterThan(0.65)
    expect(mean).toBeLessThan(0.683)
  })

  test('are the same for all designs of the study', () => {
    const prepared = planted(OPTIONS)
    const trips = prepared.instances.map((instance) => {
      const { effective } = scenarioIn(prepared, instance, 3)
      return JSON.stringify(effective).match(/"trips":([\d.]+)/)?.[1]
    })
    expect(new Set(trips).size).toBe(1)
    expect(trips[0]).not.toBe('6')
  })

  test('take an estimate for a law of its mean and width', () => {
    const seen = { name: 'e', level: 0.95, n: 50, method: 'm' }
    const share = lawOfEstimate({ ...seen, unit: 'share', value: 0.2, low: 0.12, high: 0.28 }, 100)
    const days = lawOfEstimate({ ...seen, unit: 'days', value: 9, low: 6, high: 13.5 }, 1)
    const draw = (law: typeof share) =>
      (drawWorlds([law], 4000, 1)[0] ?? new Float64Array(0)).sort()
    const [shares, lags] = [draw(share), draw(days)]
    expect(shares[2000]).toBeCloseTo(20, 0)
    // A share has a longer tail where there is more room.
    expect(shares[100]).toBeGreaterThan(11)
    expect(shares[100]).toBeLessThan(14)
    expect(shares[3900]).toBeGreaterThan(27)
    expect(shares[3900]).toBeLessThan(30)
    expect(lags[2000]).toBeCloseTo(9, 0)
    expect(lags[100]).toBeCloseTo(6, 0)
    expect(lags[3900]).toBeCloseTo(13.5, 0)
  })
})

describe('a study that was run', () => {
  let result: StudyResult
  beforeAll(async () => {
    result = await resultOf(OPTIONS)
  })

  test('comes to the same bytes with more threads, broken off and gone on with', async () => {
    const text = plantedText(OPTIONS)
    const study = openBundle(
      { text, scenarios: { small: SMALL_TEXT }, evidence: {}, changes: {} },
      hashOf,
    )
    const kept: Float64Array[] = []
    const keeper = {
      append: async (from: number, row: Float64Array) => {
        expect(from).toBe(kept.length)
        kept.push(row)
      },
    }
    let left = 11
    const broken = runTasks(study.prepared, {
      threads: { ...HERE, threads: 3 },
      keeper,
      isStopAsked: () => left-- <= 0,
    })
    await expect(broken).rejects.toThrow(BrokenOff)
    expect(kept.length).toBeGreaterThan(0)
    expect(kept.length).toBeLessThan(tasksOf(study.prepared).length)
    const done = [...kept]
    const rows = await runTasks(study.prepared, {
      threads: { ...HERE, threads: 2 },
      ...{ keeper, done },
    })
    const again = conclude(study.prepared, rows, { ...study, nodeMajor: 20 })
    expect(JSON.stringify(again)).toBe(JSON.stringify(result))
  })

  test('says what a stress does: a large shop that leaves costs needs that are met', () => {
    const best = result.stressed.find(
      ({ design, indicator }) => design === 'best' && indicator === 'met',
    )
    expect(best?.difference).toBeLessThan(0)
    expect(best?.after).toBeCloseTo((best?.before ?? 0) + (best?.difference ?? 0), 12)
  })

  test('says how much is enough, and that few courses cannot say it of nearly all', () => {
    const of = (name: string) => result.smallest.filter((one) => one.name === name)
    for (const { value, interval } of of('reserve')) {
      expect(value).toBeGreaterThan(0)
      expect(interval?.lower).toBeLessThanOrEqual(value ?? 0)
      expect(interval?.upper).toBeGreaterThanOrEqual(value ?? 0)
    }
    expect(of('sure').map(({ value }) => value)).toEqual([null, null, null, null])
  })

  test('holds nothing for green without evidence', () => {
    const of = (dimension: string) =>
      result.feasibility.find((one) => one.design === 'best' && one.dimension === dimension)
    expect(of('legal')?.light).toBe('green')
    expect(of('social')?.light).toBe('amber')
    // Far beyond the border, and nobody has seen it.
    expect(of('operational')?.light).toBe('amber')
    expect(of('operational')?.sentence.en).toContain('without evidence it is not green')
    expect(of('financial')?.light).toBe('red')
    expect(of('technical')?.light).toBe('unknown')
  })

  test('shows the money: what is granted flows from the funder to people, and the months are ordered', () => {
    const flows = result.flows.find(({ design }) => design === 'best')?.flows ?? []
    expect(flows.some(({ from, to }) => from.includes('issued') && to.includes('person'))).toBe(
      true,
    )
    const [fan] = result.fans
    const [low, , middle, , high] = fan?.quantiles ?? []
    expect(middle?.length).toBe(4)
    for (const [month, value] of (middle ?? []).entries()) {
      expect(low?.[month]).toBeLessThanOrEqual(value)
      expect(high?.[month]).toBeGreaterThanOrEqual(value)
    }
  })

  test('tells every number that it takes for granted', () => {
    const where = result.assumptions.map((one) => one.where)
    expect(where.some((one) => one.startsWith('support: people.grant'))).toBe(true)
    expect(where.some((one) => one === 'support: costs.month (best)')).toBe(true)
  })

  test('has in every design the same needs, for all share their people', async () => {
    const rows = await runTasks(planted(OPTIONS), { threads: HERE })
    const needed = [0, 1, 2, 3].map((instance) => rows.output(instance, 'needed', 8))
    for (const one of needed.slice(1)) expect(one).toEqual(needed[0])
  })
})

describe('evidence', () => {
  const estimates = [
    {
      // As the books call what is of one instrument.
      name: 'trips:MERITS',
      value: 6,
      low: 5.5,
      high: 6.6,
      level: 0.9,
      n: 40,
      method: 'counted',
      unit: 'purchases',
    },
  ]
  const text = JSON.stringify({ kind: 'ledger', day: '2026-09-30', title: 'The pilot', estimates })

  test('becomes the law of an input, and is part of what a study is of', () => {
    const read = readEvidence({ name: 'pilot' }, text, hashOf)
    const [input] = parse(plantedText(OPTIONS)).inputs
    const change = {
      evidence: [{ name: 'pilot', file: 'pilot.json', hash: read.hash }],
      inputs: [{ ...input, law: undefined, evidence: 'pilot/trips:MERITS', standing: 'evidence' }],
    }
    const file = plantedText({ ...OPTIONS, change: JSON.parse(JSON.stringify(change)) })
    const open = (pilot: string) =>
      openBundle(
        { text: file, scenarios: { small: SMALL_TEXT }, evidence: { pilot }, changes: {} },
        hashOf,
      )
    expect(open(text).prepared.laws[0]).toMatchObject({ kind: 'lognormal', median: 6 })
    const other = text.replace('The pilot', 'Another')
    expect(() => open(other)).toThrow('the dataset has another SHA-256')
    expect(SMALL_TEXTS.evidence).toEqual([])
  })

  test('that is none is refused', () => {
    expect(() => readEvidence({ name: 'pilot' }, '{"day": "x"}', hashOf)).toThrow(
      'evidence.pilot.day',
    )
  })
})
