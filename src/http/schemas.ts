import { z } from '@hono/zod-openapi'
import { parseDay } from '../kernel/days.ts'
import { isFromDigest, parseUuid } from '../kernel/ids.ts'
import { MINOR_MAX, parseMinor, parseUnit } from '../kernel/money.ts'

/*
 * The building blocks of requests and answers. What comes in is parsed into the kernel's own types
 * (`minorAmount` gives a bigint); what goes out is text as JSON carries it (`minorText`).
 * Every text that comes in has a pattern or a length, so that nothing reaches SQL which it cannot hold.
 */

const UUID_PATTERN = '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$'
const MINOR_PATTERN = '^(0|[1-9][0-9]{0,18})$'
const TEXT_ID_PATTERN = '^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$'
const UNIT_PATTERN = '^[A-Z][A-Z0-9]{1,11}$'
const EXAMPLE_UUID = '018f3a5e-0000-7000-8000-000000000001'

/**
 * A string that a parser of the kernel reads.
 *
 * @param wants what is wanted, as it completes "wants …"
 */
export function parsedText<T>(parse: (text: string) => T | undefined, wants: string) {
  return z.string(wanting(wants)).transform((text, ctx): T => {
    const value = parse(text)
    if (value !== undefined) return value
    ctx.addIssue({ code: 'custom', message: `wants ${wants}` })
    return z.NEVER
  })
}

/** The message of a field that is missing or of another type. */
export function wanting(wants: string) {
  return {
    error: (issue: { readonly input?: unknown }) =>
      issue.input === undefined ? `is missing: wants ${wants}` : `wants ${wants}`,
  }
}

/** A UUID of any version; becomes lower case. */
export const uuid = parsedText(
  parseUuid,
  'a UUID like "018f3a5e-0000-7000-8000-000000000001"',
).openapi({ type: 'string', format: 'uuid', pattern: UUID_PATTERN, example: EXAMPLE_UUID })

/**
 * The id of something that the caller makes. Version 8 is refused: the service's own ids are of it and follow from
 * names, so a caller could take one before the service needs it.
 */
export const callerUuid = uuid.refine((id) => !isFromDigest(id), {
  error: "wants a UUID of version 7 or 4: ids of version 8 are the service's own",
})

/** An amount of 0 or more in minor units; becomes a bigint. */
export const minorAmount = parsedText(
  parseMinor,
  `minor units (cents) as a string of digits, like "1250", at most "${MINOR_MAX}"`,
).openapi({ type: 'string', pattern: MINOR_PATTERN, example: '1250' })

/** An amount above 0 in minor units; becomes a bigint. */
export const positiveAmount = parsedText((text) => {
  const amount = parseMinor(text)
  return amount === 0n ? undefined : amount
}, `minor units (cents) above 0 as a string of digits, like "1250", at most "${MINOR_MAX}"`).openapi(
  {
    type: 'string',
    pattern: '^[1-9][0-9]{0,18}$',
    example: '1250',
  },
)

/** What money is counted in. */
export const unit = parsedText(
  parseUnit,
  'a unit like "EUR": 2 to 12 capital letters and digits',
).openapi({ type: 'string', pattern: UNIT_PATTERN, example: 'EUR' })

/** The short id of a territory, contact point, partner, beneficiary or product. */
export const textId = parsedText(
  (text) => (new RegExp(TEXT_ID_PATTERN).test(text) ? text : undefined),
  'an id of 1 to 40 letters, digits, dots, dashes and underscores',
).openapi({ type: 'string', pattern: TEXT_ID_PATTERN, example: 'ALIM-01' })

/** A calendar day that exists. */
export const day = parsedText(parseDay, 'a day like "2026-12-31"').openapi({
  type: 'string',
  format: 'date',
  example: '2026-12-31',
})

/** One line of text by a person, trimmed. No control characters, no halves of characters. */
export function line(maxLength: number) {
  const wants = `1 to ${maxLength} characters on one line`
  return parsedText((text) => {
    const trimmed = text.trim()
    const fits = trimmed.length > 0 && trimmed.length <= maxLength
    return fits && !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(trimmed) ? trimmed : undefined
  }, wants).openapi({ type: 'string', minLength: 1, maxLength, example: 'Lost card' })
}

/** A whole number in a JSON body. */
export function wholeNumber(min: number, max: number) {
  const wants = `a whole number from ${min} to ${max}`
  return z
    .int(wanting(wants))
    .min(min, { error: `wants ${wants}` })
    .max(max, { error: `wants ${wants}` })
}

// What goes out.

/** A UUID in an answer. */
export const uuidText = z.string().openapi({ format: 'uuid', example: EXAMPLE_UUID })
/** An amount in minor units in an answer. */
export const minorText = z.string().openapi({
  pattern: '^-?(0|[1-9][0-9]{0,18})$',
  description: 'Minor units (cents), digits as text.',
  example: '1250',
})
/** A unit in an answer. */
export const unitText = z.string().openapi({ pattern: UNIT_PATTERN, example: 'EUR' })
/** A short id in an answer. */
export const idText = z.string().openapi({ example: 'ALIM-01' })
/** A calendar day in an answer. */
export const dayText = z.string().openapi({ format: 'date', example: '2026-12-31' })
/** An instant in an answer: RFC 3339 in UTC, as `date.toISOString()` writes it. */
export const timeText = z
  .string()
  .openapi({ format: 'date-time', example: '2026-05-04T09:30:00.000Z' })
