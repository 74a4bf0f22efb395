import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { LANGUAGES } from '../../../simulations/chart/language.ts'
import { isKnownUnit } from '../../../simulations/chart/words.ts'
import { runChunk } from '../../../simulations/chunk.ts'
import { distributionsOf } from '../../../simulations/distribution.ts'
import { MODELS } from '../../../simulations/model/models.ts'
import { PathRunner } from '../../../simulations/path-runner.ts'
import { PathStore } from '../../../simulations/path-store.ts'
import { setupOf, widthOf } from '../../../simulations/plan.ts'
import { assumptionsOf, quantityText } from '../../../simulations/report/assumptions.ts'
import { comparisonReport } from '../../../simulations/report/comparison.ts'
import { htmlReport } from '../../../simulations/report/html.ts'
import { accountKind, accountTitle } from '../../../simulations/report/labels/accounts.ts'
import { labelOf, modelTexts } from '../../../simulations/report/labels/labels.ts'
import { type Result, resultOf } from '../../../simulations/result.ts'
import { isObject, type Json } from '../../../simulations/scenario/json.ts'
import { readScenario, scenarioJsonSchema } from '../../../simulations/scenario/scenario.ts'
import { sourcesOf } from '../../../simulations/scenario/sources.ts'
import { packageRoot } from '../../../src/package-root.ts'

function presetText(name: string): string {
  return readFileSync(
    join(packageRoot(), 'simulations', 'scenario', 'presets', `${name}.yaml`),
    'utf8',
  )
}

function resultFrom(text: string, paths: number): Result {
  const read = readScenario(text, [], { paths })
  const setup = setupOf(read.scenario, read.model)
  const store = new PathStore(paths, widthOf(read.model))
  store.add(0, runChunk(new PathRunner(setup), 0, paths))
  const told = { ending: 'complete', scenarioHash: 'ab'.repeat(32), nodeMajor: 20 }
  return resultOf({
    ...{ ...read, ...told, setup },
    columns: store.columns(paths),
    sources: sourcesOf(text),
  })
}

const text = presetText('rent-insurance').replace('name: Rent', 'name: <Rent> &')
const result = resultFrom(text, 600)

describe.each(LANGUAGES)('a report in %s', (language) => {
  const html = htmlReport(result, language)

  test('needs nothing from elsewhere, and has no script and no clock', () => {
    expect(html).not.toMatch(/<script|<img|<link|@import|url\((?!#)|\shref=|\son\w+=/)
    expect(html).toContain("default-src 'none'")
    expect(html).toContain(`<html lang="${language}">`)
    const body = html.slice(html.indexOf('<body>'))
    expect(body).not.toMatch(/undefined|NaN|Infinity|\[object|\{\w+\}/)
  })

  test('says what the file says, harmless', () => {
    expect(html).toContain('<h1>&lt;Rent&gt; &amp; insurance, 200 flats</h1>')
    expect(html).not.toContain('<Rent>')
  })

  test('has every figure, every parameter and every id once', () => {
    for (const { of } of result.figures) expect(html).toContain(`<code>${of}</code>`)
    for (const { path } of assumptionsOf(result, language)) {
      expect(html).toContain(`<code>${path}</code>`)
    }
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(html.match(/role="img"/g)?.length).toBeGreaterThan(5)
  })
})

describe('the assumptions of a report', () => {
  const rows = assumptionsOf(result, 'it')

  test('are written in the units and the words of the reader, with the source of the file', () => {
    const of = (path: string) => rows.find((row) => row.path === path)
    expect(of('premium.yearly')).toMatchObject({
      value: '65.000\u00a0€',
      source: expect.stringContaining('casavuoisapere.it, 2025'),
    })
    expect(of('lines.0.severity.waiting')).toMatchObject({
      label: 'Mesi che la polizza non paga',
      value: '3\u00a0mesi',
    })
    expect(of('capital')?.source).toBe('ipotesi: to be varied')
    expect(of('lines.0.severity.unpaid')?.value).toMatch(/^1: 20\u00a0%; 2: 14\u00a0%; /)
    expect(of('reinsurance.excess')?.value).toBe('nessuno')
  })

  test.each([
    ['1500.50 EUR', '1.500,50\u00a0€', '€1,500.50'],
    ['1 month', '1\u00a0mese', '1\u00a0month'],
    ['8 % / year', '8\u00a0% l’anno', '8\u00a0% a year'],
    ['-1.25 %/month', '−1,25\u00a0% al mese', '−1.25\u00a0% a month'],
    ['GF500', 'GF500', 'GF500'],
  ])('%s', (written, italian, english) => {
    expect(quantityText(written, 'it')).toBe(italian)
    expect(quantityText(written, 'en')).toBe(english)
  })
})

test('the comments of a scenario file are the sources of its fields, those of an overlay over those of the base', () => {
  const file = [
    '# What it is',
    'a: 1 # one',
    'list:',
    '  - b: 2 # two',
    '  # three',
    '  - c: 3',
    'overlays:',
    '  other:',
    '    a: 4 # four',
  ].join('\n')
  expect(sourcesOf(file)).toMatchObject({ '': 'What it is', a: 'one', 'list.0.b': 'two' })
  expect(sourcesOf(file, ['other']).a).toBe('four')
  expect(sourcesOf('a: [')).toEqual({})
})

/** All sentences of a model that a report may show. */
function sentencesOf(model: (typeof MODELS)[number]): readonly string[] {
  const found: string[] = [...model.entryCodes]
  for (const { description } of [...model.outputs, ...model.series, ...model.ratios]) {
    found.push(description)
  }
  const walk = (value: Json | undefined): void => {
    if (Array.isArray(value)) for (const one of value) walk(one)
    if (!isObject(value)) return
    if (typeof value.description === 'string') found.push(value.description)
    for (const inner of Object.values(value)) walk(inner)
  }
  walk(scenarioJsonSchema(model))
  return found
}

test.each(MODELS.map((model) => [model.name, model] as const))(
  '%s speaks Italian',
  (name, model) => {
    expect(sentencesOf(model).filter((one) => labelOf(one, name, 'it') === one)).toEqual([])
    expect(modelTexts(name)?.limits.length).toBeGreaterThan(0)
    const units = [...model.outputs, ...model.series, ...model.ratios].map(({ unit }) => unit)
    expect(units.filter((unit) => !isKnownUnit(unit))).toEqual([])
  },
)

test('every account of every ready scenario has a plain name in each language', () => {
  const files = readdirSync(join(packageRoot(), 'simulations', 'scenario', 'presets'))
  // Thousands of holders have no accounts of other kinds.
  const kinds = files
    .filter((file) => file !== 'circulation-chiemgauer.yaml')
    .flatMap((file) => {
      const { scenario, model } = readScenario(presetText(file.replace('.yaml', '')))
      return model.accounts(scenario.parameters).map(({ name }) => accountKind(name))
    })
  const named = (kind: string) => LANGUAGES.every((one) => accountTitle(kind, one) !== kind)
  expect(kinds.length).toBeGreaterThan(100)
  expect([...new Set(kinds)].filter((kind) => !named(kind))).toEqual([])
})

describe('a distribution', () => {
  const [model] = MODELS
  if (model === undefined) throw new Error('there is no model')
  const count = 4000
  const values = Float64Array.from({ length: count }, (_, path) => (path * 37) % count)
  const outputs = model.outputs.map(() => values)

  test('has classes that hold nearly all paths, and quantiles as far as ten paths lie beyond', () => {
    const weights = new Float64Array(count).fill(1)
    const [first] = distributionsOf(model, { paths: count, outputs, weights })
    const share = first?.bins.reduce((sum, bin) => sum + bin.share, 0) ?? 0
    expect(share).toBeGreaterThan(0.998)
    expect(share).toBeLessThanOrEqual(1 + 1e-12)
    expect(first?.quantiles.find(({ level }) => level === 0.5)?.value).toBe(1999)
    expect(first?.quantiles.at(-1)).toEqual({ level: 0.995, value: 3979 })
  })

  test('counts paths with their weights', () => {
    const weights = values.map((value) => (value < 2000 ? 0.5 : 1.5))
    const [first] = distributionsOf(model, { paths: count, outputs, weights })
    expect(first?.quantiles.find(({ level }) => level === 0.25)?.value).toBe(1999)
    const low = first?.bins.filter(({ to }) => to <= 2000) ?? []
    expect(low.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(0.25, 2)
  })
})

test('the mean of a result narrows to its figure, and its money to what the fund holds', () => {
  const mean = result.figures.find(
    ({ of, statistic }) => of === 'grossClaims' && statistic === 'mean',
  )
  expect(result.convergence?.points.map(({ paths }) => paths)).toEqual([64, 128, 256, 512, 600])
  expect(result.convergence?.points.at(-1)?.value).toBeCloseTo(mean?.value ?? 0, 4)
  const { account, moved, paths } = result.flows
  expect([account, paths]).toEqual(['liabilities:fund', 600])
  const held = moved.reduce((sum, { debit, credit, cents }) => {
    if (credit === account) return sum + cents
    return debit === account ? sum - cents : sum
  }, 0)
  const atEnd = result.series.find(({ name }) => name === 'fund')?.mean.at(-1)
  expect(held).toBeCloseTo(atEnd ?? 0, 4)
})

test('a comparison sets figures side by side, and says what differs for certain', () => {
  const other = { ...result, scenario: { ...result.scenario, name: 'another' } }
  const base = { scenario: 'another', unit: 'cents', standardError: 100 }
  const html = comparisonReport([result, other], 'it', [
    { ...base, of: 'grossClaims', difference: 1000, lower: 800, upper: 1200 },
    { ...base, of: 'netClaims', difference: 50, lower: -150, upper: 250 },
  ])
  expect(html).toContain('di sicuro di più')
  expect(html).toContain('non si distingue')
  expect(html).toContain('Quanto le polizze devono per i sinistri: media')
  expect(html.match(/role="img"/g)).toHaveLength(
    result.figures.filter(({ statistic }) => ['mean', 'probability', 'ratio'].includes(statistic))
      .length,
  )
})
