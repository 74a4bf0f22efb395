import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { MODELS } from '../../simulations/model/models.ts'
import type { Json, JsonObject } from '../../simulations/scenario/json.ts'
import { readScenario, scenarioJsonSchema } from '../../simulations/scenario/scenario.ts'
import { packageRoot } from '../../src/package-root.ts'
import { isChanged, readLeaf, shownLeaf, stepped, typedInto } from '../../src/web/lab/draft.ts'
import { changedPlaces, fileOf, overlaysIn } from '../../src/web/lab/scenario-file.ts'
import {
  beginningOf,
  pathOf,
  schemaAt,
  shapeOf,
  valueAt,
  withAt,
} from '../../src/web/lab/shapes.ts'

function presetText(name: string): string {
  return readFileSync(join(packageRoot(), `simulations/scenario/presets/${name}.yaml`), 'utf8')
}

const TEXT = presetText('community-sponsorship')
const { effective: ORIGINAL, model } = readScenario(TEXT)
const SCHEMA = scenarioJsonSchema(model)

function typed(form: Readonly<Record<string, string>>, state: JsonObject = ORIGINAL): JsonObject {
  return typedInto(SCHEMA, state, form)
}

/** Every place of a schema that a form has to be able to draw, along what begins there. */
function drawnPlaces(schema: JsonObject, value: Json | undefined, path = ''): readonly string[] {
  const shape = shapeOf(schema, value)
  const below = (name: string, inner: JsonObject, one: Json | undefined) =>
    drawnPlaces(inner, one, path === '' ? name : `${path}.${name}`)
  switch (shape.kind) {
    case 'group':
      return shape.fields.flatMap(({ name, schema: inner }) =>
        below(name, inner, valueAt(value, [name]) ?? beginningOf(inner)),
      )
    case 'list':
      return below('0', shape.items, valueAt(value, ['0']) ?? beginningOf(shape.items))
    case 'choice':
      return shape.options.flatMap((option) => drawnPlaces(option, beginningOf(option), path))
    default:
      return [path]
  }
}

describe('a value in a field', () => {
  const share = { type: 'string', unit: '%' }

  test.each([
    [share, '80', '80 %'],
    [share, ' 12,5 ', '12.5 %'],
    [share, '80 %', '80 %'],
    [share, 'eighty', 'eighty'],
    [share, '', ''],
    [{ type: 'integer' }, '12', 12],
    [{ type: 'number' }, '0,25', 0.25],
    [{ type: 'number' }, 'a third', 'a third'],
    [{ type: 'boolean' }, 'true', true],
    [{ type: 'string' }, '12', '12'],
  ])('%j is read from "%s"', (schema, text, value) => {
    expect(readLeaf(schema, text)).toBe(value)
  })

  test.each([
    [{ type: 'string', unit: '% / month' }, '1.2 % / month', '1,2'],
    [{ type: 'string', unit: '% / month' }, '1.2%/month', '1,2'],
    [{ type: 'string', unit: 'months' }, '1 month', '1'],
    [{ type: 'string', unit: 'EUR' }, '80 %', '80 %'],
    [{ type: 'number' }, 0.5, '0,5'],
    [{ type: 'string' }, 'Version 1.2', 'Version 1.2'],
    [{ type: 'string' }, undefined, ''],
  ])('%j shows %j as "%s"', (schema, value, text) => {
    expect(shownLeaf(schema, value, 'it')).toBe(text)
  })
})

describe('what was typed', () => {
  test('stands in the scenario, whatever it is, and nothing else moves', () => {
    const scenario = typed({
      'f.parameters.sponsors.invited': '70',
      'f.paths': 'many',
      step: 'run',
    })
    expect(changedPlaces(ORIGINAL, scenario)).toEqual(['paths', 'parameters.sponsors.invited'])
    expect(valueAt(scenario, pathOf('parameters.sponsors.invited'))).toBe(70)
    expect(scenario.paths).toBe('many')
  })

  test.each([
    'f.parameters.nobody',
    'f.parameters.families.households.5',
    'f.__proto__.polluted',
    'f.parameters.sponsors',
    'f.model',
    'f.stop.relativeError',
  ])('counts nowhere else: %s', (name) => {
    expect(typed({ [name]: '9' })).toEqual(ORIGINAL)
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })
})

describe('a button of the form', () => {
  const press = (step: string, more: Readonly<Record<string, string>> = {}) =>
    stepped(SCHEMA, ORIGINAL, ORIGINAL, { step, ...more })

  test('adds one more like the last, and takes one away', () => {
    const longer = press('add:parameters.families.households')
    expect(valueAt(longer, pathOf('parameters.families.households'))).toHaveLength(6)
    const shorter = press('remove:parameters.families.households.0')
    expect(valueAt(shorter, pathOf('parameters.families.households'))).toHaveLength(4)
  })

  test('adds what was left out, to be filled in', () => {
    const stop = press('add:stop').stop
    expect(stop).toEqual({ relativeError: '', of: [''] })
    const shocked = press('add:shocks').shocks
    expect(shocked).toEqual([{ start: '', duration: '', economy: '' }])
  })

  test('chooses another alternative, with what it begins with', () => {
    const place = 'parameters.sponsors.lapse'
    const schema = schemaAt(SCHEMA, ORIGINAL, pathOf(place)) as JsonObject
    const shape = shapeOf(schema, valueAt(ORIGINAL, pathOf(place)))
    const options = shape.kind === 'choice' ? shape.options : []
    const other = options.findIndex((_, index) => shape.kind === 'choice' && index !== shape.chosen)
    const changed = press(`choose:${place}`, { [`v.${place}`]: `${other}` })
    expect(valueAt(changed, pathOf(place))).toEqual(beginningOf(options[other] ?? {}))
    const chosen = shape.kind === 'choice' ? shape.chosen : -1
    expect(press(`choose:${place}`, { [`v.${place}`]: `${chosen}` })).toBe(ORIGINAL)
  })

  test('goes back to how it began', () => {
    const changed = typed({ 'f.parameters.sponsors.invited': '70' })
    expect(isChanged(changed, ORIGINAL, pathOf('parameters.sponsors'))).toBe(true)
    const form = { step: 'reset:parameters.sponsors.invited' }
    expect(stepped(SCHEMA, changed, ORIGINAL, form)).toEqual(ORIGINAL)
  })

  test.each(['add:', 'remove:', 'remove:nobody', 'add:__proto__', 'check', 'explode:paths'])(
    'does nothing where there is nothing to do: %s',
    (step) => {
      expect(press(step)).toBe(ORIGINAL)
    },
  )
})

describe('the file of a changed scenario', () => {
  test('says the same as the form, keeps every source, and says what was changed', () => {
    const { effective: canadian } = readScenario(TEXT, ['canada'])
    const households = ['50 %', '50 %']
    const changed = withAt(
      withAt(canadian, pathOf('parameters.sponsors.invited'), 70),
      pathOf('parameters.families.households'),
      households,
    ) as JsonObject
    const file = fileOf(TEXT, ['canada'], canadian, changed, 'changed: it was {value}')
    expect(readScenario(file).effective).toEqual(changed)
    expect(file).toContain('invited: 70 # changed: it was 60')
    expect(file).toContain('table: canada-2018 # IRCC, 1 May 2018')
    expect(file).toContain('pledge: 40 EUR # assumption')
    expect(overlaysIn(file)).toEqual([])
    expect(overlaysIn(TEXT)).toEqual(['corridors', 'canada', 'united-kingdom'])
  })
})

describe.each(MODELS.map((one) => [one.name, one] as const))('the schema of %s', (_, one) => {
  test('has no place that the form cannot draw', () => {
    const schema = scenarioJsonSchema(one)
    const places = drawnPlaces(schema, beginningOf(schema))
    expect(places.length).toBeGreaterThan(15)
    for (const place of places) expect(place).toMatch(/^[A-Za-z0-9]+(\.[A-Za-z0-9]+)*$/)
  })
})
