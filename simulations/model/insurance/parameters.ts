import { z } from 'zod'
import { count, euros, months, pure, share } from '../../scenario/fields.ts'
import { shocksField } from '../shocks.ts'

const EUROS_MAX = 1_000_000_000
const shares = (description: string) =>
  z
    .array(share({ description, min: 0, max: 100 }))
    .min(1)
    .max(64)
    .refine((parts) => Math.abs(parts.reduce((sum, part) => sum + part, 0) - 1) < 1e-9, {
      error: 'must add up to 100 %',
    })

const frequency = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('poisson'),
    mean: pure({ description: 'Claims of a year, on average', min: 0, max: 10_000 }),
  }),
  z.strictObject({
    kind: z.literal('negative-binomial'),
    mean: pure({ description: 'Claims of a year, on average', min: 0, max: 10_000 }),
    size: pure({
      description: 'How alike the years are: the variance is mean + mean² / size',
      min: 0.01,
      max: 100_000,
    }),
  }),
  z.strictObject({
    kind: z.literal('binomial'),
    trials: count({
      description: 'Policies that may have one claim a year',
      min: 0,
      max: 1_000_000,
    }),
    probability: share({ description: 'How many of them have one', min: 0, max: 100 }),
  }),
  z.strictObject({
    kind: z.literal('counts'),
    shares: shares('Share of the years with 0, 1, 2, … claims'),
  }),
])

const severity = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('unpaid-rent'),
    rent: euros({ description: 'Rent of a month', min: 1, max: 100_000 }),
    unpaid: shares('Share of the claims with 1, 2, 3, … months unpaid'),
    waiting: months({ description: 'Months that the policy does not pay', min: 0, max: 60 }),
    covered: months({ description: 'Months that it pays at most', min: 0, max: 60 }),
    legal: euros({
      description: 'Costs of the eviction, where the policy pays anything',
      min: 0,
      max: 1_000_000,
      default: '0 EUR',
    }),
  }),
  z.strictObject({
    kind: z.literal('units'),
    unit: euros({ description: 'What a unit is', min: 0.01, max: EUROS_MAX }),
    shares: shares('Share of the claims of 1, 2, 3, … units'),
  }),
  z.strictObject({
    kind: z.literal('exponential'),
    mean: euros({ description: 'Mean claim', min: 0.01, max: EUROS_MAX }),
  }),
  z.strictObject({
    kind: z.literal('pareto'),
    shape: pure({ description: 'Tail index of the Lomax law', min: 1.01, max: 1_000 }),
    scale: euros({ description: 'Scale of the Lomax law', min: 0.01, max: EUROS_MAX }),
  }),
  z.strictObject({
    kind: z.literal('lognormal'),
    mean: euros({ description: 'Mean claim', min: 0.01, max: EUROS_MAX }),
    variation: pure({ description: 'Standard deviation over mean', min: 0.001, max: 100 }),
  }),
])

const line = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be a short name in small letters')
    .meta({
      description: 'What is insured: rent-default, liability',
    }),
  frequency: frequency.meta({ description: 'Claims of the whole portfolio in a year' }),
  severity: severity.meta({ description: 'How large a claim is' }),
  deductible: euros({
    description: 'What the insured bears of each claim',
    min: 0,
    max: EUROS_MAX,
    default: '0 EUR',
  }),
  limit: euros({
    description: 'What is paid of a claim at most, after the deductible',
    min: 0,
    max: EUROS_MAX,
    default: `${EUROS_MAX} EUR`,
  }),
})

const premium = z.discriminatedUnion('principle', [
  z.strictObject({
    principle: z.literal('given'),
    yearly: euros({ description: 'Premiums of a year', min: 0, max: EUROS_MAX }),
  }),
  z.strictObject({
    principle: z.literal('expected-value'),
    loading: pure({ description: 'Share of the expected claims on top', min: -1, max: 10 }),
  }),
  z.strictObject({
    principle: z.literal('standard-deviation'),
    loading: pure({ description: 'Standard deviations of a year on top', min: 0, max: 10 }),
  }),
])

const layer = z.strictObject({
  retention: euros({ description: 'What is kept', min: 0, max: EUROS_MAX }),
  limit: euros({ description: 'What is borne above it at most', min: 0, max: EUROS_MAX }),
})

const fields = z.strictObject({
  months: months({
    description: 'How long it is looked at',
    min: 1,
    max: 600,
    default: '12 months',
  }),
  capital: euros({ description: 'What the fund begins with', min: 0, max: EUROS_MAX }),
  premium: premium.meta({ description: 'How the premiums of a year are set' }),
  expenses: share({
    description: 'Part of the premiums for running it',
    min: 0,
    max: 100,
    default: '0 %',
  }),
  lines: z.array(line).min(1).max(8),
  reinsurance: z
    .strictObject({
      excess: layer.nullable().default(null).meta({ description: 'A layer of each claim' }),
      stopLoss: layer
        .nullable()
        .default(null)
        .meta({ description: 'A layer of the claims of a year' }),
      loading: pure({
        description: 'Share of the expected recoveries on top',
        min: 0,
        max: 10,
        default: 0.3,
      }),
    })
    .prefault({ excess: null, stopLoss: null, loading: 0.3 }),
  shocks: shocksField(
    {
      claims: pure({
        description: 'How many times as often claims happen',
        min: 0,
        max: 20,
        default: 1,
      }),
    },
    'What may come over it, and no premium foresees',
  ),
})

/** What a scenario of the model says; every number with its unit. */
export const insuranceParameters = fields.superRefine(({ lines, shocks }, context) => {
  if (shocks.length === 0) return
  for (const [index, { frequency }] of lines.entries()) {
    if (frequency.kind !== 'counts') continue
    const message = 'a table of counts cannot be multiplied by shocks: name another law'
    context.addIssue({ code: 'custom', path: ['lines', index, 'frequency'], message })
  }
})

export type InsuranceParameters = z.output<typeof insuranceParameters>
export type InsuranceShock = InsuranceParameters['shocks'][number]
export type Line = InsuranceParameters['lines'][number]
export type FrequencyOfLine = Line['frequency']
export type SeverityOfLine = Line['severity']
export type Layer = NonNullable<InsuranceParameters['reinsurance']['excess']>
