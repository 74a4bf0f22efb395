import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { MODELS } from '../../../simulations/model/models.ts'
import { isObject, type Json, type JsonObject } from '../../../simulations/scenario/json.ts'
import {
  checkScenario,
  readScenario,
  ScenarioError,
  type ScenarioFault,
  scenarioJsonSchema,
} from '../../../simulations/scenario/scenario.ts'
import { packageRoot } from '../../../src/package-root.ts'

const PRESETS = join(packageRoot(), 'simulations', 'scenario', 'presets')
const ALL = readdirSync(PRESETS).map((file) =>
  readScenario(readFileSync(join(PRESETS, file), 'utf8')),
)

/** A number of a scenario, with what its schema says of it. */
interface Field {
  readonly path: string
  readonly unit: string
  readonly least: number
  readonly most: number
}

/** What is written instead of a number, for a field. */
const WRONG: Readonly<Record<string, (field: Field) => Json>> = {
  'below its range': ({ unit, least }) => written(least < 0 ? 10 * least : -1 - least, unit),
  'above its range': ({ unit, most }) => written(10 * most + 1, unit),
  'in another unit': ({ unit }) => (unit === 'EUR' ? '5 USD' : '5 EUR'),
  'without its unit or in words': ({ unit }) => (isBare(unit) ? 'five' : 0.5),
  'as no number': () => Number.NaN,
  'as infinity': () => Number.POSITIVE_INFINITY,
  'as text': () => 'many',
  'as null': () => null,
  'as a list': () => [1],
}

describe.each(MODELS.map((model) => [model.name, model] as const))(
  'a scenario of %s',
  (name, model) => {
    const preset = ALL.find((read) => read.model.name === name)
    const effective = preset?.effective ?? {}
    const fields = fieldsOf(scenarioJsonSchema(model), effective)

    test('has a preset whose numbers all have a unit and a range', () => {
      expect(preset).toBeDefined()
      expect(fields.length).toBeGreaterThan(5)
      for (const { path, unit, least, most } of fields) {
        expect(unit, path).not.toBe('')
        expect(least, path).toBeLessThan(most)
      }
    })

    test.each(Object.keys(WRONG))(
      'with numbers %s is refused, each with path, unit and range',
      (kind) => {
        const wrong = WRONG[kind] as (field: Field) => Json
        const faults = faultsOf(
          fields.reduce(
            (value: Json, field) => replaced(value, field.path, wrong(field)),
            effective,
          ),
        )
        for (const { path, unit, least, most } of fields) {
          const fault = faults.find((one) => one.path === path)
          expect(fault, `${path}: ${kind}`).toBeDefined()
          const range = `from ${least} to ${most}${isBare(unit) ? '' : ` ${unit}`}`
          expect(fault?.message, path).toContain(range)
        }
      },
    )

    test('with fields that do not exist is refused, each by its path', () => {
      const objects = objectsOf(effective)
      const faults = faultsOf(
        objects.reduce(
          (value: Json, path) => replaced(value, below(path, 'strange'), 1),
          effective,
        ),
      )
      for (const path of objects) {
        expect(faults).toContainEqual({
          path: below(path, 'strange'),
          message: 'there is no such field',
        })
      }
    })

    test('without its parameters is refused, each by its path', () => {
      const { parameters } = effective
      const faults = faultsOf({ ...effective, parameters: {} })
      const schema = (scenarioJsonSchema(model).properties as JsonObject).parameters as JsonObject
      const required = (schema.required ?? []) as readonly string[]
      expect(Object.keys(parameters as JsonObject)).toEqual(expect.arrayContaining([...required]))
      for (const field of required) {
        const fault = faults.find(({ path }) => path.startsWith(`parameters.${field}`))
        expect(fault?.message, field).toMatch(/^is missing: /)
      }
    })
  },
)

/** All numbers in a value that a schema gives a unit; of a list, those of its first. */
function fieldsOf(schema: Json | undefined, value: Json | undefined, path = ''): readonly Field[] {
  if (!isObject(schema) || value === undefined || value === null) return []
  if (typeof schema.unit === 'string' && typeof value !== 'object') {
    const least = Number(schema.least ?? schema.minimum)
    const most = Number(schema.most ?? schema.maximum)
    return [{ path, unit: schema.unit, least, most }]
  }
  const options = [schema.anyOf, schema.oneOf].find(Array.isArray)
  if (options !== undefined) {
    const fitting = options.filter((option) => fits(option, value))
    return fitting.slice(0, 1).flatMap((option) => fieldsOf(option, value, path))
  }
  if (Array.isArray(value)) return fieldsOf(schema.items, value[0], below(path, '0'))
  if (!isObject(value) || !isObject(schema.properties)) return []
  return Object.entries(schema.properties).flatMap(([name, inner]) =>
    fieldsOf(inner, value[name], below(path, name)),
  )
}

/** Whether an alternative is of the kind of a value: its constant fields are the same, and all of its fields are known. */
function fits(option: Json, value: Json): boolean {
  if (!isObject(option)) return false
  if (option.const !== undefined) return false
  if (Array.isArray(value)) return option.type === 'array'
  if (!isObject(value)) return option.type === typeof value
  const { properties } = option
  if (!isObject(properties)) return false
  return Object.entries(value).every(([name, inner]) => {
    const property = properties[name]
    return isObject(property) && (property.const === undefined || property.const === inner)
  })
}

/** The paths of the file, its parameters and all that have fields in them; of a list, of its first. */
function objectsOf(value: Json | undefined, path = ''): readonly string[] {
  if (Array.isArray(value)) return objectsOf(value[0], below(path, '0'))
  if (!isObject(value)) return []
  return [
    path,
    ...Object.entries(value).flatMap(([name, one]) => objectsOf(one, below(path, name))),
  ]
}

function replaced(value: Json, path: string, by: Json): Json {
  const [key = '', ...rest] = path.split('.')
  const inner = (old: Json | undefined): Json =>
    rest.length === 0 ? by : replaced(old ?? {}, rest.join('.'), by)
  if (Array.isArray(value)) {
    return value.map((one, index) => (String(index) === key ? inner(one) : one))
  }
  const object = isObject(value) ? value : {}
  return { ...object, [key]: inner(object[key]) }
}

function faultsOf(value: Json): readonly ScenarioFault[] {
  try {
    checkScenario(value)
  } catch (error) {
    if (error instanceof ScenarioError) return error.faults
    throw error
  }
  return []
}

function isBare(unit: string): boolean {
  return unit === 'count' || unit === 'none'
}

function written(value: number, unit: string): Json {
  return isBare(unit) ? value : `${value} ${unit}`
}

function below(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}
