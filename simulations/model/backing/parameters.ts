import { z } from 'zod'
import { euros, months, share } from '../../scenario/fields.ts'

const EUROS_MAX = 10_000_000_000

/** What a fund has, gets and can fall back on, in every model with a fund that pays claims. */
export const backingFields = {
  fund: euros({ description: 'What the fund begins with', min: 0, max: EUROS_MAX }),
  income: euros({
    description: 'What it is given in a month besides fees',
    min: 0,
    max: EUROS_MAX,
    default: '0 EUR',
  }),
  injections: z
    .array(
      z.strictObject({
        month: months({ description: 'At the end of which month', min: 1, max: 1200 }),
        amount: euros({ description: 'What is paid in then', min: 0, max: EUROS_MAX }),
      }),
    )
    .max(120)
    .prefault([])
    .meta({ description: 'Payments that are planned, whatever the fund holds' }),
  topUp: z
    .strictObject({
      below: share({ description: 'Of the opening fund: less than this', min: 0, max: 100 }),
      to: share({ description: 'is filled up to this', min: 0, max: 100 }),
      limit: euros({ description: 'with at most so much in all', min: 0, max: EUROS_MAX }),
    })
    .nullable()
    .default(null)
    .meta({ description: 'Who fills the fund up where it has become small' }),
  counterGuarantee: z
    .strictObject({
      share: share({ description: 'Of every call', min: 0, max: 100 }),
      cap: euros({ description: 'What it pays in all at most', min: 0, max: EUROS_MAX }),
    })
    .nullable()
    .default(null)
    .meta({ description: 'Who stands behind the fund' }),
}

const backing = z.strictObject(backingFields)

export type BackingTerms = z.output<typeof backing>
