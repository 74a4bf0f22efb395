import { describe, expect, test } from 'vitest'
import { parseDocument, visit } from 'yaml'
import { guaranteeFund } from '../../../simulations/model/guarantee-fund/guarantee-fund.ts'
import type { GuaranteeFund } from '../../../simulations/model/guarantee-fund/parameters.ts'
import { differencesOf, mergePatch } from '../../../simulations/scenario/effective.ts'
import type { JsonObject } from '../../../simulations/scenario/json.ts'
import {
  checkScenario,
  readScenario,
  ScenarioError,
  scenarioJsonSchema,
} from '../../../simulations/scenario/scenario.ts'
import { GF500_TEXT, readGf500 } from '../gf500.ts'

/** What a preset says, and what is written instead, with the fault that it is. */
const FAULTS: readonly (readonly [string, string, string])[] = [
  [
    'fee: 1 % / year',
    'fee: 1 %',
    'parameters.fee: must be from 0 to 100 % / year, written like "8 % / year"',
  ],
  [
    'coverage: 80 %',
    'coverage: 0.8',
    'parameters.coverage: must be from 0 to 100 %, written like "80 %"',
  ],
  [
    'coverage: 80 %',
    'coverage: 180 %',
    'parameters.coverage: 180 % is out of range: must be from 0 to 100 %, written like "80 %"',
  ],
  [
    'days30: 0.6 % / month',
    'days30: -0.6 % / month',
    'parameters.grades.0.current.days30: -0.6 % / month is out of range: must be from 0 to 100 % / month, written like "1.2 % / month"',
  ],
  [
    'current: 98.2 % / month',
    'current: 97.2 % / month',
    'parameters.grades.0.current: the parts of a row must be 100 % together, not 99 %',
  ],
  [
    'persistence: 0.9',
    'persistence: .nan',
    'parameters.persistence: must be a number from 0 to 0.999',
  ],
  [
    'horizon: 36 months',
    'horizon: 10000 months',
    'parameters.horizon: 10000 months is out of range: must be from 1 to 480 months, written like "36 months"',
  ],
  ['paths: 20000', 'paths: 1000000000000', 'paths: must be a whole number from 16 to 1000000000'],
  ['seed: 20240601', 'seed: -1', 'seed: must be a whole number from 0 to 9007199254740991'],
  ['seed: 20240601', 'sead: 20240601', 'sead: there is no such field'],
  [
    'portfolio: GF500',
    'portfolio: [{ grade: 9, principal: 500 EUR, term: 12 months, lossGivenDefault: 50 % }]',
    'parameters.portfolio.0.grade: there are only 5 grades',
  ],
  [
    'portfolio: GF500',
    'portfolio: [{ grade: 1, principal: 500, term: 12 months, lossGivenDefault: 50 % }]',
    'parameters.portfolio.0.principal: must be from 1 to 10000000 EUR, written like "1500 EUR"',
  ],
  ['schemaVersion: 1', 'schemaVersion: 2', 'schemaVersion: Invalid input: expected 1'],
  [
    'model: guarantee-fund',
    'model: lottery',
    'model: must be one of: guarantee-fund, portfolio-guarantee, community-guarantee, rent-guarantee, sponsorship, insurance, microcredit, circulation',
  ],
  ['name: GF500, the benchmark', 'name: [', 'is no YAML: '],
  [
    'paths: 20000',
    'sampling: { method: tail }',
    'paths: must be the number of scrambles, 16, times a power of two',
  ],
  [
    'paths: 20000',
    'shocks: [{ start: 30 months, duration: 8 months, economy: -1 }]',
    'shocks.0.duration: it must end by the horizon, in month 36',
  ],
  [
    'paths: 20000',
    'stop: { relativeError: 1 %, of: [joy] }',
    'stop.of.0: must be one of: grossClaims, paidClaims, ruin, fundAtEnd, defaults',
  ],
]

describe('a scenario', () => {
  test.each(FAULTS)('with %s as %s is refused', (before, after, fault) => {
    expect(GF500_TEXT).toContain(before)
    expect(faultsOf(() => readScenario(GF500_TEXT.replace(before, after)))).toContain(fault)
  })

  test('is told everything that is wrong at once', () => {
    const text = GF500_TEXT.replace('fee: 1 % / year', 'fee: 1').replace('0.9 #', '2 #')
    expect(faultsOf(() => readScenario(text)).split('\n')).toHaveLength(2)
  })

  test('is what the model is given, in its units', () => {
    const { scenario } = readGf500()
    const parameters = scenario.parameters as GuaranteeFund
    expect(parameters).toMatchObject({ horizon: 36, interest: 0.08, coverage: 0.8, claimLag: 4 })
    expect(parameters.grades[0]?.current.days30).toBe(0.006)
    expect(scenario).toMatchObject({ levels: [0.95, 0.99], sampling: { method: 'chance' } })
  })

  test('is printed with every default, and read again as the same', () => {
    const { effective, scenario } = readGf500({ sampling: { method: 'tail' }, paths: 4096 })
    expect(effective.sampling).toEqual({
      method: 'tail',
      scrambles: 16,
      dimensions: 8,
      pilotPaths: 4096,
      worst: '1 %',
      means: '10 %',
    })
    const again = checkScenario(effective)
    expect(again.effective).toEqual(effective)
    expect(again.scenario).toEqual(scenario)
  })

  test('has overlays that are laid over it, and says which there are', () => {
    const { effective } = readGf500({}, ['recession', 'even'])
    expect(effective.shocks).toHaveLength(1)
    expect(effective).toMatchObject({ paths: 16384, sampling: { method: 'even' } })
    expect(faultsOf(() => readGf500({}, ['boom']))).toBe(
      'overlays: there is none called boom; there are: recession, even, tail',
    )
  })

  test('differs from another in named fields', () => {
    const base = readGf500().effective
    const other = readGf500({ seed: 7, parameters: { coverage: '60 %' } }, ['recession']).effective
    expect(differencesOf(base, other).map(({ path }) => path)).toEqual([
      'name',
      'seed',
      'shocks.0',
      'parameters.coverage',
    ])
  })

  test('is patched as RFC 7396 says', () => {
    const target = { title: 'a', author: { given: 'b', family: 'c' }, tags: ['d'] }
    const patch = { author: { family: null }, tags: ['e'], phone: '1' }
    expect(mergePatch(target, patch)).toEqual({
      title: 'a',
      author: { given: 'b' },
      tags: ['e'],
      phone: '1',
    })
  })

  test('has a schema for editors: every number with unit and range', () => {
    const schema = scenarioJsonSchema(guaranteeFund as never)
    const { properties } = schema as { properties: { parameters: { properties: JsonObject } } }
    expect(properties.parameters.properties.fee).toMatchObject({
      type: 'string',
      unit: '% / year',
      least: 0,
      most: 100,
      description: 'Of the covered balance, to the fund',
    })
  })

  test('of the presets has a source beside every parameter', () => {
    const document = parseDocument(GF500_TEXT)
    const without: string[] = []
    visit(document.get('parameters') as never, {
      Pair: (_key, pair) => {
        const { key, value } = pair as { key: { value: string }; value: { comment?: string } }
        // The rows of a grade have the source of the grade.
        if (key.value === 'grades') return visit.SKIP
        if (value.comment === undefined) without.push(key.value)
        return undefined
      },
    })
    expect(without).toEqual([])
  })
})

function faultsOf(read: () => unknown): string {
  try {
    read()
  } catch (error) {
    if (error instanceof ScenarioError) return error.message
    throw error
  }
  return 'nothing is wrong'
}
