import { z } from '@hono/zod-openapi'
import { parsedText, uuid, uuidText } from '../http/schemas.ts'
import type { Rounding } from '../kernel/decimal.ts'
import { parseMinor } from '../kernel/money.ts'
import { AREA_PATTERN, COLOUR_PATTERN, parseArea, parseColour } from './core/colour.ts'
import type { Micros } from './core/instant.ts'
import { microsTime, parseTime } from './core/moment.ts'
import {
  type Conversion,
  REVERSAL_REASONS,
  type Reversal,
  type ReversalReason,
  ROUNDING_CODES,
} from './core/transfer.ts'

/*
 * What JSON says of colours, of when things happened, of reversals and of conversions: coming in (parsed) and going
 * out (text).
 */

export const colour = parsedText(
  parseColour,
  'a colour like "WINTER-2027" or "WINTER-2027/BIELLA": words of capital letters, digits and dashes',
).openapi({
  type: 'string',
  pattern: `^${COLOUR_PATTERN}$`,
  description: 'What the money is earmarked for: a programme, or a programme within an area.',
  example: 'WINTER-2027/BIELLA',
})
export const area = parsedText(
  parseArea,
  'an area like "BIELLA": a word of capital letters, digits and dashes',
).openapi({
  type: 'string',
  pattern: `^${AREA_PATTERN}$`,
  description: 'Where the account belongs.',
  example: 'BIELLA',
})
export const occurredAt = parsedText(
  parseTime,
  'an instant like "2026-05-04T09:30:00Z", from 1900 to 2999',
).openapi({
  type: 'string',
  pattern: '^[12][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9:]{8}([.][0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})$',
  description: 'When it happened, where it is told of later. Never after it is recorded.',
  example: '2026-05-04T09:30:00Z',
})

const ratePart = parsedText((text) => {
  const part = parseMinor(text)
  return part === 0n ? undefined : part
}, 'digits from "1" to "9223372036854775807", as a string').openapi({
  type: 'string',
  pattern: '^[1-9][0-9]{0,18}$',
  example: '3',
})
const reason = z.enum(Object.keys(REVERSAL_REASONS) as ReversalReason[])
const rounding = z.enum(Object.keys(ROUNDING_CODES) as Rounding[])

export const reversal = z.strictObject({ of: uuid, reason }).openapi('NewReversal', {
  description: 'Takes back another transfer, whole or in part, with debit and credit swapped.',
})
export const conversion = z
  .strictObject({ of: uuid, rateNumerator: ratePart, rateDenominator: ratePart, rounding })
  .openapi('NewConversion', {
    description:
      'Hands out in another unit what an earlier transfer of the same journal brought in: the amount is that one times the rate, rounded as said.',
  })

export const colourText = z.string().openapi({ example: 'WINTER-2027/BIELLA' })
export const areaText = z.string().openapi({ example: 'BIELLA' })
export const microsText = z
  .string()
  .openapi({ format: 'date-time', example: '2026-05-04T09:30:00.000000Z' })
const rateText = z.string().openapi({ pattern: '^[1-9][0-9]{0,18}$', example: '3' })

export const correctionTexts = {
  occurredAt: microsText.optional(),
  reversal: z.object({ of: uuidText, reason }).openapi('Reversal').optional(),
  conversion: z
    .object({ of: uuidText, rateNumerator: rateText, rateDenominator: rateText, rounding })
    .openapi('Conversion')
    .optional(),
}

/** What JSON carries of a transfer that corrects, converts or came late. */
export function showCorrections(transfer: {
  readonly occurredAt?: Micros
  readonly reversal?: Reversal
  readonly conversion?: Conversion
}) {
  const { occurredAt: at, reversal: back, conversion: into } = transfer
  return {
    ...(at === undefined ? {} : { occurredAt: microsTime(at) }),
    ...(back === undefined ? {} : { reversal: { ...back } }),
    ...(into === undefined ? {} : { conversion: showConversion(into) }),
  }
}

function showConversion({ of, rateNumerator, rateDenominator, rounding: how }: Conversion) {
  return {
    of,
    rateNumerator: rateNumerator.toString(),
    rateDenominator: rateDenominator.toString(),
    rounding: how,
  }
}

/** A record without what is `undefined`: JSON leaves it out, and so do the books. */
export function given<Fields extends Readonly<Record<string, unknown>>>(
  fields: Fields,
): { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as {
    [Name in keyof Fields]?: Exclude<Fields[Name], undefined>
  }
}
