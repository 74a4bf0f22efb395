import { BACKING_ACCOUNTS, BACKING_CODES } from '../backing/backing.ts'
import {
  type OutputDefinition,
  output,
  type RatioDefinition,
  type SeriesDefinition,
} from '../model.ts'

export const ACCOUNTS = BACKING_ACCOUNTS
export const ENTRY_CODES = BACKING_CODES

/** What randomness is for. The kinds of homes are entities. */
export const PURPOSE = { begins: 0, cures: 1, damage: 2 } as const
export const PURPOSES = ['begins', 'cures', 'damage'] as const

export const OUTPUT = {
  arrears: 0,
  triggered: 1,
  cleared: 2,
  calls: 3,
  paid: 4,
  unpaid: 5,
  fundPaid: 6,
  recovered: 7,
  netCost: 8,
  filledUp: 9,
  ruined: 10,
  fundNeeded: 11,
  fundAtEnd: 12,
  homeYears: 13,
  guaranteed: 14,
  opening: 15,
} as const

type Output = keyof typeof OUTPUT

export const OUTPUTS: readonly OutputDefinition[] = [
  output<Output>(
    'arrears',
    ['number', 'households', 'upper'],
    'Times that a household stops paying',
  ),
  output<Output>(
    'triggered',
    ['number', 'households', 'none'],
    'Of them, how many stay unpaid until the guarantee is called',
  ),
  output<Output>('cleared', ['number', 'homes', 'none'], 'Homes that are given up or cleared'),
  output<Output>('calls', ['amount', 'cents', 'upper'], 'What landlords call of the guarantee'),
  output<Output>('paid', ['amount', 'cents', 'none'], 'What they are paid'),
  output<Output>('unpaid', ['amount', 'cents', 'upper'], 'Calls that the fund could not pay'),
  output<Output>('fundPaid', ['amount', 'cents', 'none'], 'What the fund pays itself'),
  output<Output>('recovered', ['amount', 'cents', 'none'], 'What tenants pay back to the fund'),
  output<Output>(
    'netCost',
    ['amount', 'cents', 'upper'],
    'What the fund pays less what it gets back',
  ),
  output<Output>('filledUp', ['amount', 'cents', 'none'], 'What the fund is filled up with'),
  output<Output>('ruined', ['indicator', 'share', 'upper'], 'The fund could not pay a call'),
  output<Output>(
    'fundNeeded',
    ['amount', 'cents', 'upper'],
    'The least opening fund that would not have been ruined, without filling up',
  ),
  output<Output>('fundAtEnd', ['amount', 'cents', 'lower'], 'What the fund holds at the end'),
  output<Output>('homeYears', ['number', 'years', 'none'], 'Years that homes are guaranteed'),
  output<Output>(
    'guaranteed',
    ['amount', 'cents', 'none'],
    'The most that could be called at once',
  ),
  output<Output>('opening', ['amount', 'cents', 'none'], 'What the fund begins with'),
]

export const SERIES_PLACE = { fund: 0, inArrears: 1, calls: 2 } as const
export const SERIES: readonly SeriesDefinition[] = [
  { name: 'fund', description: 'What the fund holds', unit: 'cents' },
  { name: 'inArrears', description: 'Households that do not pay', unit: 'households' },
  { name: 'calls', description: 'Calls since the beginning', unit: 'cents' },
]

export const RATIOS: readonly RatioDefinition[] = [
  {
    ...{ name: 'costPerHome', unit: 'cents', description: 'What a home costs the fund in a year' },
    ...{ numerator: 'netCost', denominator: 'homeYears' },
  },
  {
    ...{ name: 'calledPerHome', unit: 'cents', description: 'What is called for a home in a year' },
    ...{ numerator: 'calls', denominator: 'homeYears' },
  },
  {
    ...{ name: 'leverage', unit: 'number', description: 'What could be called over the fund' },
    ...{ numerator: 'guaranteed', denominator: 'opening' },
  },
]
