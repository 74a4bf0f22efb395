import { z } from 'zod'

/** What a number in a scenario file is counted in, as it is written behind it. */
export const FIELD_UNITS = {
  cents: { written: 'EUR', example: '1500 EUR', factor: 100 },
  share: { written: '%', example: '80 %', factor: 0.01 },
  perMonth: { written: '% / month', example: '1.2 % / month', factor: 0.01 },
  perYear: { written: '% / year', example: '8 % / year', factor: 0.01 },
  months: { written: 'months', example: '36 months', factor: 1 },
} as const

export type FieldUnit = keyof typeof FIELD_UNITS

/** What every field says of itself. Bounds are in the unit that is written: `max: 100` of a share is 100 %. */
export interface FieldOptions {
  /** A sentence without a full stop, for forms and editors. */
  readonly description: string
  readonly min: number
  readonly max: number
  /** As it would be written in a file: `80 %`. */
  readonly default?: string
}

/** As {@link FieldOptions}, for numbers that have no unit. */
export interface PlainOptions extends Omit<FieldOptions, 'default'> {
  readonly default?: number
}

/** An amount, written `1500 EUR` or `1500.50 EUR`; a whole number of cents. */
export function euros(options: FieldOptions): z.ZodType<number> {
  return quantity('cents', options)
}

/** A share of a whole, written `80 %`; 0.8. */
export function share(options: FieldOptions): z.ZodType<number> {
  return quantity('share', options)
}

/** What happens in a month to so many of a hundred, written `1.2 % / month`; 0.012. */
export function perMonth(options: FieldOptions): z.ZodType<number> {
  return quantity('perMonth', options)
}

/** A yearly rate, written `8 % / year`; 0.08. How a month's part of it is found is the model's to say. */
export function perYear(options: FieldOptions): z.ZodType<number> {
  return quantity('perYear', options)
}

/** A time, written `36 months`; a whole number. */
export function months(options: FieldOptions): z.ZodType<number> {
  return quantity('months', options)
}

/** How many of something: a bare whole number. */
export function count(options: PlainOptions): z.ZodType<number> {
  return plain((error) => z.int(error), options, 'count')
}

/** A number without a unit: a correlation, a shape, a factor. */
export function pure(options: PlainOptions): z.ZodType<number> {
  return plain((error) => z.number(error), options, 'none')
}

function plain(
  schemaWith: (error: string) => z.ZodNumber,
  { description, min, max, default: preset }: PlainOptions,
  unit: string,
): z.ZodType<number> {
  const error = `must be a ${unit === 'count' ? 'whole number' : 'number'} from ${min} to ${max}`
  const bounded = schemaWith(error).min(min, error).max(max, error).meta({ description, unit })
  return preset === undefined ? bounded : bounded.prefault(preset)
}

function quantity(unit: FieldUnit, options: FieldOptions): z.ZodType<number> {
  const { description, min, max, default: preset } = options
  const { written, example } = FIELD_UNITS[unit]
  const allowed = `from ${min} to ${max} ${written}`
  const error = `must be ${allowed}, written like ${JSON.stringify(example)}`
  const text = z
    .string(error)
    .regex(patternOf(unit), error)
    .meta({ description, unit: written, least: min, most: max, examples: [example] })
  const parsed = text.transform((value, context) => {
    const number = Number(digitsOf(value))
    if (number >= min && number <= max) return convert(number, unit)
    context.addIssue({ code: 'custom', message: `${value} is out of range: ${error}` })
    return z.NEVER
  })
  return preset === undefined ? parsed : parsed.prefault(preset)
}

/** The number in front of the unit. */
function digitsOf(value: string): string {
  return /^-?[0-9]+(\.[0-9]+)?/.exec(value)?.[0] ?? ''
}

/** The value that a model is given; dividing is exact where multiplying with 0.01 is not. */
function convert(number: number, unit: FieldUnit): number {
  const { factor } = FIELD_UNITS[unit]
  return factor < 1 ? number / Math.round(1 / factor) : Math.round(number * factor)
}

function patternOf(unit: FieldUnit): RegExp {
  switch (unit) {
    case 'cents':
      return /^-?[0-9]{1,12}(\.[0-9]{1,2})? EUR$/
    case 'share':
      return /^-?[0-9]{1,9}(\.[0-9]{1,15})? ?%$/
    case 'perMonth':
      return /^-?[0-9]{1,9}(\.[0-9]{1,15})? ?% ?\/ ?month$/
    case 'perYear':
      return /^-?[0-9]{1,9}(\.[0-9]{1,15})? ?% ?\/ ?year$/
    case 'months':
      return /^[0-9]{1,9} months?$/
  }
}
