import type { AccountDefinition } from '../../books.ts'
import {
  type OutputDefinition,
  output,
  type RatioDefinition,
  type SeriesDefinition,
} from '../model.ts'

/** The accounts, by their place in the list. */
export const ACCOUNT = { members: 0, founders: 1, supporters: 2, reserve: 3, lender: 4 } as const

export const ACCOUNTS: readonly AccountDefinition[] = [
  { name: 'equity:members' },
  { name: 'equity:founders' },
  { name: 'equity:supporters' },
  { name: 'liabilities:reserve', limit: 'debits_must_not_exceed_credits' },
  { name: 'liabilities:lender' },
]

/** The codes of the entries. */
export const CODE = {
  opening: 1,
  saving: 2,
  instalment: 3,
  forOthers: 4,
  fromReserve: 5,
  fromSupporters: 6,
} as const
export const ENTRY_CODES = [
  'opening of the reserve',
  'saved by members',
  'instalment paid',
  'paid for others',
  'paid from the reserve',
  'pledge called',
] as const

/** What randomness is for. */
export const PURPOSE = { ability: 0, sanction: 1, strain: 2, honour: 3 } as const
export const PURPOSES = ['ability', 'sanction', 'strain', 'honour'] as const

export const OUTPUT = {
  due: 0,
  repaid: 1,
  missing: 2,
  repaidAlone: 3,
  missingAlone: 4,
  paidForOthers: 5,
  fromReserve: 6,
  fromSupporters: 7,
  lost: 8,
  exhausted: 9,
  worseThanAlone: 10,
  largestBurden: 11,
  burdened: 12,
  largestCall: 13,
  failures: 14,
  rounds: 15,
  reserveAtEnd: 16,
  aboveLimit: 17,
} as const

type Output = keyof typeof OUTPUT

export const OUTPUTS: readonly OutputDefinition[] = [
  output<Output>('due', ['amount', 'cents', 'none'], 'What must come back'),
  output<Output>('repaid', ['amount', 'cents', 'none'], 'What members pay, for others as well'),
  output<Output>('missing', ['amount', 'cents', 'upper'], 'What members leave open'),
  output<Output>(
    'repaidAlone',
    ['amount', 'cents', 'none'],
    'What they would pay in the same months if each answered for one alone',
  ),
  output<Output>('missingAlone', ['amount', 'cents', 'upper'], 'What they would leave open then'),
  output<Output>('paidForOthers', ['amount', 'cents', 'none'], 'What members pay for others'),
  output<Output>('fromReserve', ['amount', 'cents', 'none'], 'What the reserve bears'),
  output<Output>('fromSupporters', ['amount', 'cents', 'upper'], 'What is called of pledges'),
  output<Output>('lost', ['amount', 'cents', 'upper'], 'What the lender loses after all that'),
  output<Output>(
    'exhausted',
    ['indicator', 'share', 'upper'],
    'Reserve and pledges do not suffice: the lender loses something',
  ),
  output<Output>(
    'worseThanAlone',
    ['indicator', 'share', 'upper'],
    'Members leave more open than they would if each answered for one alone',
  ),
  output<Output>(
    'largestBurden',
    ['amount', 'cents', 'upper'],
    'The most that one member pays for others',
  ),
  output<Output>('burdened', ['number', 'members', 'none'], 'How many pay for others at all'),
  output<Output>('largestCall', ['amount', 'cents', 'upper'], 'The most that a supporter pays'),
  output<Output>(
    'failures',
    ['number', 'groups and months', 'none'],
    'In how many months of groups something is left open',
  ),
  output<Output>('rounds', ['number', 'groups and months', 'none'], 'Months of groups'),
  output<Output>('reserveAtEnd', ['amount', 'cents', 'lower'], 'What the reserve holds at the end'),
  output<Output>(
    'aboveLimit',
    ['indicator', 'share', 'upper'],
    'The payment for a partner is above the repayment: it would pay to hide a failure',
  ),
]

export const SERIES_PLACE = { reserve: 0, missing: 1, missingAlone: 2 } as const
export const SERIES: readonly SeriesDefinition[] = [
  { name: 'reserve', description: 'What the reserve holds', unit: 'cents' },
  { name: 'missing', description: 'Left open by members since the beginning', unit: 'cents' },
  { name: 'missingAlone', description: 'The same if each answered for one alone', unit: 'cents' },
]

export const RATIOS: readonly RatioDefinition[] = [
  {
    ...{ name: 'repaymentRate', unit: 'share', description: 'What members pay, of what is due' },
    ...{ numerator: 'repaid', denominator: 'due' },
  },
  {
    ...{ name: 'repaymentAlone', unit: 'share', description: 'The same if each answered alone' },
    ...{ numerator: 'repaidAlone', denominator: 'due' },
  },
  {
    ...{ name: 'failureRate', unit: 'share', description: 'Months in which a group fails' },
    ...{ numerator: 'failures', denominator: 'rounds' },
  },
  {
    ...{
      name: 'paidForOthersShare',
      unit: 'share',
      description: 'Paid for others, of what is due',
    },
    ...{ numerator: 'paidForOthers', denominator: 'due' },
  },
]
