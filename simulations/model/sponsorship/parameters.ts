import { z } from 'zod'
import { count, euros, months, perMonth, pure, share } from '../../scenario/fields.ts'
import { shocksField } from '../shocks.ts'
import { COST_TABLE_NAMES } from './cost-tables.ts'

/** Members of the largest household. */
export const HOUSEHOLD_MAX = 8

const lapse = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('constant'),
      hazard: perMonth({
        description: 'How many of a hundred sponsors stop after each payment',
        min: 0,
        max: 100,
      }),
    }),
    z.strictObject({
      kind: z.literal('beta-geometric'),
      alpha: pure({ description: 'First shape: how ready to stop', min: 0.001, max: 1_000 }),
      beta: pure({ description: 'Second shape: how ready to stay', min: 0.001, max: 1_000 }),
    }),
  ])
  .meta({
    description: 'How pledges end: all alike, or each with a readiness of its own (beta)',
  })

const outcome = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('monthly'),
    probability: perMonth({
      description: 'In how many of a hundred months of hosting it comes about',
      min: 0,
      max: 100,
    }),
  }),
  z.strictObject({
    kind: z.literal('logistic-normal'),
    mean: pure({ description: 'Mean of the log odds over families', min: -20, max: 20 }),
    spread: pure({ description: 'Standard deviation of the log odds', min: 0, max: 20 }),
  }),
])

const households = z
  .array(
    share({ description: 'Share of the families that have so many members', min: 0, max: 100 }),
  )
  .min(1)
  .max(HOUSEHOLD_MAX)
  .refine((shares) => Math.abs(shares.reduce((sum, one) => sum + one, 0) - 1) < 1e-9, {
    error: 'must add up to 100 %',
  })
  .meta({ description: 'Of households with 1, 2, 3, … members' })

/** What a scenario of the model says; every number with its unit. */
export const sponsorshipParameters = z.strictObject({
  months: months({
    description: 'How long it is looked at',
    min: 1,
    max: 1_200,
    default: '24 months',
  }),
  sponsors: z.strictObject({
    invited: count({ description: 'People asked to pledge', min: 0, max: 1_000_000 }),
    join: share({ description: 'How many of them do', min: 0, max: 100 }),
    correlation: pure({
      description: 'Correlation of the readiness to join (one-factor Gaussian copula)',
      min: 0,
      max: 0.99,
      default: 0,
    }),
    needed: count({
      description: 'How many must join, or nothing begins',
      min: 0,
      max: 1_000_000,
      default: 0,
    }),
    pledge: euros({ description: 'What each pays in a month', min: 0, max: 100_000 }),
    lapse,
  }),
  matching: z
    .strictObject({
      ratio: pure({ description: 'Euro added to each euro collected', min: 0, max: 100 }),
      cap: euros({ description: 'At most so much in all', min: 0, max: 1_000_000_000 }),
    })
    .prefault({ ratio: 0, cap: '0 EUR' }),
  costs: z.strictObject({
    table: z.enum(COST_TABLE_NAMES).meta({ description: 'Whose table of costs' }),
    euroPerUnit: pure({
      description: 'What a unit of the currency of the table is in euro',
      min: 0.0001,
      max: 10_000,
      default: 1,
    }),
    inKind: share({
      description: 'Part of each cost that is given in kind',
      min: 0,
      max: 100,
      default: '0 %',
    }),
    fixed: euros({
      description: 'Costs of a month, however many families',
      min: 0,
      max: 10_000_000,
      default: '0 EUR',
    }),
  }),
  families: z.strictObject({
    arrivals: pure({
      description: 'Families that come in a month, on average',
      min: 0,
      max: 1_000,
    }),
    hosts: count({
      description: 'Host families or homes: each takes one family',
      min: 0,
      max: 10_000,
    }),
    hostedAtStart: count({
      description: 'Hosts that have a family already',
      min: 0,
      max: 10_000,
      default: 0,
    }),
    stay: pure({ description: 'Mean stay in months', min: 0.1, max: 600 }),
    waiting: z.boolean().default(true).meta({
      description: 'Whether who finds no host waits, or is turned away',
    }),
    households,
  }),
  outcomes: z.strictObject({
    housing: outcome.meta({ description: 'That a family leaves for a home of its own' }),
    work: outcome.meta({ description: 'That it leaves with work' }),
  }),
  shocks: shocksField(
    {
      arrivals: pure({
        description: 'How many times as many families come',
        min: 0,
        max: 20,
        default: 1,
      }),
      stopping: perMonth({
        description: 'How many of a hundred sponsors stop, besides those who would have',
        min: 0,
        max: 100,
        default: '0 % / month',
      }),
    },
    'What may come over it: more arrivals, sponsors who stop together',
  ),
})

export type SponsorshipParameters = z.output<typeof sponsorshipParameters>
export type SponsorshipShock = SponsorshipParameters['shocks'][number]
export type Lapse = SponsorshipParameters['sponsors']['lapse']
export type Outcome = SponsorshipParameters['outcomes']['housing']
