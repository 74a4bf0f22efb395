import { z } from 'zod'
import { count, euros, months, perYear, share } from '../../scenario/fields.ts'
import { backingFields } from '../backing/parameters.ts'
import { economyFields } from '../economy.ts'

const EUROS_MAX = 1_000_000
const HOMES_MAX = 10_000_000

const home = z.strictObject({
  homes: count({ description: 'How many homes like this', min: 1, max: HOMES_MAX }),
  rent: euros({ description: 'Rent and charges of a month', min: 1, max: 100_000 }),
  deposit: euros({
    description: 'What the landlord holds; it goes to unpaid rent, then to damage',
    min: 0,
    max: EUROS_MAX,
    default: '0 EUR',
  }),
  damage: euros({
    description: 'Damage in a home that is given back in a bad state',
    min: 0,
    max: EUROS_MAX,
    default: '0 EUR',
  }),
})

const arrears = z.strictObject({
  begins: perYear({
    description: 'Of the households that pay, how many stop in a year',
    min: 0,
    max: 100,
  }),
  cures: z
    .array(share({ description: 'Pays again after a month more without rent', min: 0, max: 100 }))
    .min(1)
    .max(60)
    .meta({
      description:
        'Of the households with 1, 2, 3, … months unpaid, how many pay again in the next month; the last holds for all later ones',
    }),
  endsAfter: months({
    description: 'With so many months unpaid the home is given up or cleared',
    min: 1,
    max: 60,
  }),
  damaged: share({
    description: 'Of these homes, how many are given back damaged',
    min: 0,
    max: 100,
    default: '0 %',
  }),
  legal: euros({
    description: 'What clearing a home costs',
    min: 0,
    max: EUROS_MAX,
    default: '0 EUR',
  }),
  vacancy: months({
    description: 'How long a home is then empty before another household moves in',
    min: 1,
    max: 60,
    default: '1 month',
  }),
  ...economyFields.shape,
})

const cover = z.strictObject({
  trigger: months({ description: 'Unpaid in a row before anything is paid', min: 1, max: 60 }),
  paysTrigger: z
    .boolean()
    .default(true)
    .meta({ description: 'Whether these months are paid as well' }),
  covered: months({ description: 'Months of rent that are paid at most', min: 0, max: 60 }),
  rentCap: euros({
    description: 'For the rent of a household at most',
    min: 0,
    max: EUROS_MAX,
    default: '1000000 EUR',
  }),
  damageCap: euros({
    description: 'For damage at most',
    min: 0,
    max: EUROS_MAX,
    default: '0 EUR',
  }),
  legalCap: euros({
    description: 'For clearing a home at most',
    min: 0,
    max: EUROS_MAX,
    default: '0 EUR',
  }),
  waiting: months({
    description: 'How long after it is owed the fund pays',
    min: 0,
    max: 24,
    default: '0 months',
  }),
})

/** What a scenario of the model says. */
export const rentGuaranteeParameters = z.strictObject({
  horizon: months({
    description: 'The last month in which households stop paying',
    min: 1,
    max: 600,
  }),
  homes: z.array(home).min(1).max(50).meta({ description: 'Homes of one kind are alike' }),
  arrears: arrears.meta({ description: 'How households stop paying, and begin again' }),
  cover: cover.meta({ description: 'What the guarantee pays' }),
  recovery: z
    .strictObject({
      share: share({ description: 'Of what is called, what tenants pay back', min: 0, max: 100 }),
      lag: months({ description: 'How long after it was paid', min: 1, max: 120 }),
    })
    .nullable()
    .default(null)
    .meta({ description: 'What the fund gets back from tenants' }),
  fee: share({
    description: 'Of the rent of let homes, to the fund',
    min: 0,
    max: 100,
    default: '0 %',
  }),
  ...backingFields,
})

export type RentGuarantee = z.output<typeof rentGuaranteeParameters>
export type Home = RentGuarantee['homes'][number]

/** How long a path runs: until the last arrears are over, paid and recovered. */
export function monthsOf({
  horizon,
  arrears: { endsAfter },
  cover,
  recovery,
}: RentGuarantee): number {
  return horizon + endsAfter - 1 + cover.waiting + (recovery?.lag ?? 0)
}
