import { z } from 'zod'
import { INSTRUMENT_PRESETS } from '../../../src/currency/core/presets.ts'
import { count, euros, months, perMonth, pure, share } from '../../scenario/fields.ts'
import { wholeRow } from '../chance-row.ts'
import { economyFields } from '../economy.ts'
import { shocksField } from '../shocks.ts'
import { BASELINES, baselineFaults, cashFields, receiptsFields } from './baselines.ts'
import { instrumentFaults } from './instrument.ts'
import { wayFaults } from './ways.ts'

const INSTRUMENTS = [...BASELINES, ...INSTRUMENT_PRESETS.map(({ key }) => key)] as const
const TOKENS = INSTRUMENT_PRESETS.filter(({ rules }) => rules.discount !== null).map(
  ({ key }) => key,
) as [string, ...string[]]

/** When something falls due. A month ends on its last day, a week on each seventh. */
const rhythm = (description: string) => z.enum(['day', 'week', 'month']).meta({ description })

const instrument = z
  .strictObject({
    rules: z.enum(INSTRUMENTS).meta({ description: 'Whose rules it has' }),
    expiry: count({
      description: 'Days after which it expires, from when it was received',
      ...{ min: 1, max: 1_800 },
    })
      .nullable()
      .default(null)
      .meta({ description: 'Another expiry than that of the rules' }),
    fee: share({ description: 'Kept of what is changed to euro', min: 0, max: 50 })
      .nullable()
      .default(null)
      .meta({ description: 'Another fee for changing it to euro' }),
    backing: share({ description: 'Of what is outstanding, in euro', min: 0, max: 100 })
      .nullable()
      .default(null)
      .meta({ description: 'Another reserve than that of the rules' }),
    line: euros({ description: 'How far below zero an account may go', min: 0, max: 10_000_000 })
      .nullable()
      .default(null)
      .meta({ description: 'Another credit line than that of the rules' }),
    stamp: share({ description: 'Lost at each stamp or in a year', min: 0, max: 99 })
      .nullable()
      .default(null)
      .meta({ description: 'Another loss by holding than that of the rules' }),
  })
  .superRefine((fields, context) => {
    for (const { path, message } of instrumentFaults(fields)) {
      context.addIssue({ code: 'custom', path: [path], message })
    }
  })
  .meta({ description: 'What circulates' })

const tokens = z
  .strictObject({
    rules: z.enum(TOKENS).meta({ description: 'Whose rules the discount tokens have' }),
    gift: euros({ description: 'Given to each person at each payday', min: 0, max: 10_000 }),
    accepted: share({ description: 'Purchases in which a shop takes them', min: 0, max: 100 }),
  })
  .nullable()
  .default(null)
  .meta({ description: 'Tokens that make a price smaller, beside the instrument' })

const habit = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('alike'),
    trips: pure({ description: 'Purchases of a person in a month', min: 0, max: 30 }),
  }),
  z.strictObject({
    kind: z.literal('beta'),
    alpha: pure({ description: 'First shape: how ready to buy', min: 0.01, max: 1_000 }),
    beta: pure({ description: 'Second shape: how ready to wait', min: 0.01, max: 1_000 }),
  }),
])

const people = z.strictObject({
  beneficiaries: count({ description: 'People of the programme', min: 0, max: 100_000 }),
  residents: count({
    description: 'Other people who use it',
    ...{ min: 0, max: 100_000, default: 0 },
  }),
  grant: euros({ description: 'Granted to a beneficiary each payday', min: 0, max: 10_000 }),
  bought: euros({
    description: 'Bought by another person each payday, with own euro',
    ...{ min: 0, max: 10_000, default: '0 EUR' },
  }),
  payday: rhythm('When it is granted and bought'),
  start: euros({
    description: 'What each has at the beginning',
    ...{ min: 0, max: 100_000, default: '0 EUR' },
  }),
  delivery: pure({
    description: 'Days until a beneficiary has the first grant in hand, on average',
    ...{ min: 0, max: 365, default: 0 },
  }),
  habit: habit.meta({
    description: 'How often people buy: all alike, or each by a chance of its own',
  }),
  spends: z
    .enum(['needs', 'all'])
    .default('needs')
    .meta({ description: 'What a purchase costs: what is needed, or all that a person has' }),
  topsUp: z
    .boolean()
    .default(true)
    .meta({ description: 'Whether a person pays in euro what the instrument does not' }),
  knowing: share({
    description: 'People who know at the beginning how to use it',
    ...{ min: 0, max: 100, default: '100 %' },
  }),
  learning: perMonth({
    description: 'How many of a hundred others learn it',
    ...{ min: 0, max: 100, default: '0 % / month' },
  }),
  leaving: perMonth({
    description: 'How many of a hundred people leave',
    ...{ min: 0, max: 100, default: '0 % / month' },
  }),
})

export const NEEDS = ['food', 'health', 'clothing', 'home', 'transport', 'school', 'other'] as const

const need = z.strictObject({
  kind: z.enum(NEEDS).meta({ description: 'What is needed' }),
  share: share({ description: 'Of all purchases', min: 0, max: 100 }),
  basket: euros({ description: 'What a purchase costs on average', min: 0.01, max: 10_000 }),
  spread: pure({
    description: 'How uneven purchases are: deviation of the logarithm',
    ...{ min: 0, max: 3, default: 0 },
  }),
  shops: count({ description: 'Shops that sell it', min: 1, max: 5_000 }),
  joined: share({ description: 'How many of them take it at the beginning', min: 0, max: 100 }),
})

const needs = z
  .array(need)
  .min(1)
  .max(NEEDS.length)
  .refine((all) => Math.abs(all.reduce((sum, one) => sum + one.share, 0) - 1) < 1e-9, {
    error: 'must add up to 100 %',
  })
  .meta({ description: 'What people buy, and where' })

const network = z.strictObject({
  favourites: count({
    description: 'Shops of a kind that a person goes to',
    ...{ min: 1, max: 5, default: 3 },
  }),
  popularity: pure({
    description: 'How uneven partners are: the weight of the n-th is 1 / n to this power',
    ...{ min: 0, max: 4, default: 0 },
  }),
  seeking: share({
    description: 'Refusals after which a person looks for a shop that takes it',
    ...{ min: 0, max: 100, default: '0 %' },
  }),
  joining: perMonth({
    description: 'How many of a hundred shops outside join',
    ...{ min: 0, max: 100, default: '0 % / month' },
  }),
  leaving: perMonth({
    description: 'How many of a hundred shops leave',
    ...{ min: 0, max: 100, default: '0 % / month' },
  }),
  suppliers: count({ description: 'Suppliers of the shops', min: 0, max: 100_000 }),
  associations: count({ description: 'Associations', min: 0, max: 10_000, default: 0 }),
})

/** Where what is held goes when its holder decides, of a hundred times. */
const turn = (description: string) =>
  wholeRow(
    z.strictObject({
      people: share({ description: 'To a person, as a wage or for a service', min: 0, max: 100 }),
      shops: share({ description: 'To a shop', min: 0, max: 100 }),
      suppliers: share({ description: 'To a supplier', min: 0, max: 100 }),
      associations: share({ description: 'To an association', min: 0, max: 100 }),
      change: share({ description: 'To euro', min: 0, max: 100 }),
      keep: share({ description: 'Kept until the next time', min: 0, max: 100 }),
    }),
  ).meta({ description })

const partners = z.strictObject({
  decides: rhythm('When partners decide about what they hold'),
  part: share({
    description: 'Of what is held, what such a decision moves',
    ...{ min: 1, max: 100, default: '100 %' },
  }),
  start: euros({
    description: 'What each has at the beginning',
    ...{ min: 0, max: 1_000_000, default: '0 EUR' },
  }),
  shops: turn('What shops do with it'),
  suppliers: turn('What suppliers do with it'),
  associations: turn('What associations do with it'),
})

const invoices = z.strictObject({
  each: pure({
    description: 'Invoices that a partner pays in a month, of another partner',
    ...{ min: 0, max: 10_000 },
  }),
  amount: euros({ description: 'What an invoice is on average', min: 0.01, max: 1_000_000 }),
  spread: pure({
    description: 'How uneven invoices are: deviation of the logarithm',
    min: 0,
    max: 3,
  }),
})

const costs = z.strictObject({
  month: euros({ description: 'Running costs of a month', min: 0, max: 1_000_000 }),
  person: euros({ description: 'For each beneficiary, once', min: 0, max: 1_000 }),
  payment: euros({ description: 'For each payment', min: 0, max: 100 }),
})

const fields = z.strictObject({
  months: months({
    description: 'How long it is looked at',
    min: 1,
    max: 120,
    default: '12 months',
  }),
  instrument,
  tokens,
  cash: cashFields,
  receipts: receiptsFields,
  people,
  needs,
  network,
  partners,
  invoices: invoices
    .prefault({ each: 0, amount: '100 EUR', spread: 0 })
    .meta({ description: 'Payments of given amounts among partners' }),
  costs: costs
    .prefault({ month: '0 EUR', person: '0 EUR', payment: '0 EUR' })
    .meta({ description: 'What running it costs' }),
  economy: economyFields
    .prefault({ correlation: 0, persistence: 0 })
    .meta({ description: 'Bad times, in which more is changed to euro' }),
  shocks: shocksField(
    {
      grants: pure({
        description: 'How many times as much is granted',
        min: 0,
        max: 20,
        default: 1,
      }),
      deposits: pure({
        description: 'The part of what is granted for which the funder pays in',
        ...{ min: 0, max: 1, default: 1 },
      }),
      change: share({
        description: 'Decisions that become a change to euro, besides those that were',
        ...{ min: 0, max: 100, default: '0 %' },
      }),
      largest: count({
        description: 'How many of the largest shops of each kind stay away',
        ...{ min: 0, max: 100, default: 0 },
      }),
    },
    'What may come over it: more people, late funding, a run, a large shop that leaves',
  ),
})

/** What a scenario of the model says; every number with its unit. */
export const circulationParameters = fields.superRefine((parameters, context) => {
  for (const { path, message } of [...baselineFaults(parameters), ...wayFaults(parameters)]) {
    context.addIssue({ code: 'custom', path: path.split('.'), message })
  }
})

export type CirculationParameters = z.output<typeof circulationParameters>
export type CirculationShock = CirculationParameters['shocks'][number]
export type Turn = CirculationParameters['partners']['shops']
