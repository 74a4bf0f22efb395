import { describe, expect, test } from 'vitest'
import { type Search, type Sense, searchFor } from '../../../simulations/analysis/smallest.ts'
import { fieldOf, withField } from '../../../simulations/analysis/smallest-field.ts'
import { measure, readTarget, TargetError } from '../../../simulations/analysis/smallest-target.ts'
import { guaranteeFund } from '../../../simulations/model/guarantee-fund/guarantee-fund.ts'
import type { Model } from '../../../simulations/model/model.ts'
import type { JsonObject } from '../../../simulations/scenario/json.ts'
import { columnsOf } from '../coverage.ts'
import { readGf500 } from '../gf500.ts'

const MODEL = guaranteeFund as Model
/** Five loans of each grade: fast, and ruined now and then. */
const FEW = [1, 2, 3, 4, 5].map((grade) => ({
  copies: 5,
  grade,
  principal: '1000 EUR',
  term: '24 months',
  lossGivenDefault: '60 %',
}))
const SMALL: JsonObject = {
  paths: 512,
  sampling: { method: 'even', pilotPaths: 512 },
  parameters: { portfolio: FEW },
}

describe('the search for the smallest value', () => {
  test('finds the fund of the benchmark that is ruined less than once in a hundred, also at the bound', async () => {
    const changes = { paths: 1024, parameters: { fund: '10 %' } }
    const found = await search(changes, 'fund', 'P(ruin) < 1 %')
    expect(found).toMatchObject({ ending: 'found', isMonotone: true, sampling: 'tail' })
    // With 19 % it is ruined 1.024 times in a hundred (0.002), by long runs of several programs.
    expect(placeOf(found.answer)).toBeGreaterThan(19)
    expect(placeOf(found.answer)).toBeLessThan(20)
    const steps = found.steps.toSorted((a, b) => placeOf(a.value) - placeOf(b.value))
    const at = steps.findIndex(({ value }) => value === found.answer)
    expect(steps.slice(at).every(({ bound, isMet }) => isMet && bound < 0.01)).toBe(true)
    const below = steps[at - 1]
    expect(below?.isMet).toBe(false)
    expect(placeOf(found.answer) - placeOf(below?.value)).toBeLessThan(0.05)
    // The same randomness in every step: ruin falls from value to value.
    const estimates = steps.map(({ estimate }) => estimate)
    expect(estimates).toEqual(estimates.toSorted((a, b) => b - a))
  })

  test('and for the largest; each says when it is the other way round', async () => {
    const large = await search(SMALL, 'coverage', 'mean(grossClaims) < 200 EUR', 'largest')
    expect(large).toMatchObject({ ending: 'found', isMonotone: true, sampling: 'even' })
    const { parameters } = SMALL
    const beyond = await search(
      { ...SMALL, parameters: { ...(parameters as JsonObject), coverage: String(large.answer) } },
      'coverage',
      'mean(grossClaims) < 200 EUR',
      'largest',
    )
    expect(beyond.answer).toBe(large.answer)
    const wrong = await search(SMALL, 'coverage', 'mean(grossClaims) < 100 EUR')
    expect(wrong).toMatchObject({ ending: 'other way round', answer: null, isMonotone: false })
  })

  test('says when the target cannot be reached, or is met to the end of the range', async () => {
    const never = await search(SMALL, 'fund', 'mean(grossClaims) < 1 EUR')
    expect(never).toMatchObject({ ending: 'not reached', answer: null })
    expect(never.steps.at(-1)?.value).toBe('1000 %')
    const always = await search(SMALL, 'fund', 'ratio(paidOfClaimed) > -1')
    expect(always).toMatchObject({ ending: 'end of range', answer: '0 %' })
  })

  test('draws by chance where the number of months changes', async () => {
    const found = await search({ ...SMALL, paths: 512 }, 'horizon', 'mean(defaults) < 1', 'largest')
    expect(found).toMatchObject({ ending: 'found', sampling: 'chance' })
    expect(found.answer).toMatch(/^[0-9]+ months$/)
  })
})

describe('a field', () => {
  test('is found by its path, with its unit and range, and written back', () => {
    const { effective } = readGf500()
    const field = fieldOf(MODEL, effective, 'fund')
    expect(field).toEqual({
      path: 'parameters.fund',
      unit: '%',
      step: 0.01,
      least: 0,
      most: 100_000,
      present: 1900,
    })
    const changed = withField(effective, field, 2050).parameters as JsonObject
    expect(changed.fund).toBe('20.5 %')
    expect(fieldOf(MODEL, effective, 'parameters.grades.2.correlation').present).toBe(120)
    expect(() => fieldOf(MODEL, effective, 'joy')).toThrow('joy: there is no such field')
    expect(() => fieldOf(MODEL, effective, 'name')).toThrow('there is no such field')
  })
})

describe('a target', () => {
  test.each([
    ['P(ruin) < 1 %', { of: 'ruin', statistic: 'probability', relation: '<', value: 0.01 }],
    ['mean(grossClaims)<99.5 EUR', { of: 'grossClaims', statistic: 'mean', value: 9950 }],
    ['ratio(paidOfClaimed) > 99 %', { statistic: 'ratio', relation: '>', value: 0.99 }],
    ['mean(defaults) < 70', { of: 'defaults', value: 70 }],
  ])('%s is understood', (text, target) => {
    expect(readTarget(text, MODEL)).toMatchObject(target)
  })

  test.each([
    ['ruin < 1 %', /is written like/],
    ['P(joy) < 1 %', /^P\(joy\): guarantee-fund has ruin\.$/],
    ['P(grossClaims) < 1 %', /has ruin/],
    ['mean(grossClaims) < 5 %', /is an amount/],
    ['mean(defaults) < 5 EUR', /not counted in EUR/],
  ])('%s is refused', (text, reason) => {
    expect(() => readTarget(text, MODEL)).toThrow(TargetError)
    expect(() => readTarget(text, MODEL)).toThrow(reason)
  })

  test('that nothing was seen of is not met for free', () => {
    const target = readTarget('P(ruin) < 1 %', MODEL)
    const outputs = MODEL.outputs.map(() => new Float64Array(160))
    const plain = new Float64Array(160).fill(1)
    const byChance = measure(target, MODEL, { paths: 160, outputs, weights: plain }, 0)
    // Three in a hundred and sixty: the rule of three.
    expect(byChance).toMatchObject({ estimate: 0, isMet: false })
    expect(byChance.bound).toBeCloseTo(1 - 0.05 ** (1 / 160), 10)
    const heavy = plain.map((_, path) => (path === 0 ? 5 : 0.5))
    const inTail = measure(target, MODEL, { paths: 160, outputs, weights: heavy }, 16)
    expect(inTail.bound).toBeCloseTo(5 * byChance.bound, 10)
  })
})

function search(
  changes: JsonObject,
  field: string,
  until: string,
  sense: Sense = 'smallest',
): Promise<Search> {
  return searchFor(readGf500(changes), {
    field,
    sense,
    target: readTarget(until, MODEL),
    run: async ({ read, setup }) => columnsOf(setup, read.scenario.paths),
  })
}

function placeOf(value: unknown): number {
  return Number(String(value).split(' ')[0])
}
