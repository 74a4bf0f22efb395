import type { AccountDefinition } from '../../books.ts'
import {
  type OutputDefinition,
  output,
  type RatioDefinition,
  type SeriesDefinition,
} from '../model.ts'

/** The accounts, by their place in the list. */
export const ACCOUNT = {
  sponsors: 0,
  matchers: 1,
  givers: 2,
  programme: 3,
  fund: 4,
  families: 5,
  running: 6,
} as const

export const ACCOUNTS: readonly AccountDefinition[] = [
  { name: 'equity:sponsors' },
  { name: 'equity:matching' },
  { name: 'equity:in-kind' },
  { name: 'equity:programme' },
  { name: 'liabilities:fund', limit: 'debits_must_not_exceed_credits' },
  { name: 'expenses:families' },
  { name: 'expenses:running' },
]

/** The codes of the entries. */
export const CODE = { pledge: 1, match: 2, inKind: 3, startUp: 4, support: 5, running: 6, gap: 7 }
export const ENTRY_CODES = [
  'pledge paid',
  'pledges matched',
  'given in kind',
  'start-up of a household',
  'support of a month',
  'running costs of a month',
  'gap, covered by the programme',
] as const

/** What randomness is for. */
export const PURPOSE = { joining: 0, lapse: 1, families: 2, outcomes: 3 } as const
export const PURPOSES = ['joining', 'lapse', 'families', 'outcomes'] as const

export const OUTPUT = {
  sponsors: 0,
  started: 1,
  collected: 2,
  matched: 3,
  inKind: 4,
  spent: 5,
  gap: 6,
  gapFree: 7,
  arrived: 8,
  movedIn: 9,
  waited: 10,
  turnedAway: 11,
  hostMonths: 12,
  queueMonths: 13,
  left: 14,
  housed: 15,
  inWork: 16,
  running: 17,
} as const

type Output = keyof typeof OUTPUT

export const OUTPUTS: readonly OutputDefinition[] = [
  output<Output>('sponsors', ['number', 'sponsors', 'lower'], 'People who joined'),
  output<Output>('started', ['indicator', 'share', 'none'], 'Enough joined to begin'),
  output<Output>('collected', ['amount', 'cents', 'lower'], 'Pledges paid'),
  output<Output>('matched', ['amount', 'cents', 'none'], 'What a matching fund added'),
  output<Output>('inKind', ['amount', 'cents', 'none'], 'Worth of what was given in kind'),
  output<Output>('spent', ['amount', 'cents', 'upper'], 'All costs, those in kind too'),
  output<Output>('gap', ['amount', 'cents', 'upper'], 'Costs that nobody had pledged for'),
  output<Output>('gapFree', ['indicator', 'share', 'none'], 'No gap in any month'),
  output<Output>('arrived', ['number', 'families', 'none'], 'Families that came'),
  output<Output>('movedIn', ['number', 'families', 'none'], 'Families that a host took in'),
  output<Output>(
    'waited',
    ['number', 'families', 'upper'],
    'Families that came when every host was taken',
  ),
  output<Output>(
    'turnedAway',
    ['number', 'families', 'upper'],
    'Families that found no host and no list',
  ),
  output<Output>('hostMonths', ['number', 'months', 'none'], 'Months of hosting, over all hosts'),
  output<Output>(
    'queueMonths',
    ['number', 'months', 'upper'],
    'Months of waiting, over all families',
  ),
  output<Output>('left', ['number', 'families', 'none'], 'Families that left their host'),
  output<Output>(
    'housed',
    ['number', 'families', 'lower'],
    'Families that left for a home of their own',
  ),
  output<Output>('inWork', ['number', 'families', 'lower'], 'Families that left with work'),
  output<Output>('running', ['amount', 'cents', 'upper'], 'Of all costs, those of running it'),
]

export const SERIES_PLACE = { sponsors: 0, fund: 1, hosted: 2, waiting: 3 } as const
export const SERIES: readonly SeriesDefinition[] = [
  { name: 'sponsors', description: 'People who still pay', unit: 'sponsors' },
  { name: 'fund', description: 'What the fund holds', unit: 'cents' },
  { name: 'hosted', description: 'Families with a host', unit: 'families' },
  { name: 'waiting', description: 'Families that wait', unit: 'families' },
]

function ratio(
  [name, unit, description]: readonly [string, string, string],
  numerator: keyof typeof OUTPUT,
  denominator: keyof typeof OUTPUT,
): RatioDefinition {
  return { name, unit, description, numerator, denominator }
}

export const RATIOS: readonly RatioDefinition[] = [
  ratio(
    [
      'costPerHome',
      'cents',
      'Costs for each family that left for a home of its own; families still hosted at the end have cost and have not left yet, which makes it too high in short runs',
    ],
    'spent',
    'housed',
  ),
  ratio(['waitProbability', 'share', 'Families that find every host taken'], 'waited', 'arrived'),
  ratio(['turnedAwayShare', 'share', 'Families turned away'], 'turnedAway', 'arrived'),
  ratio(['meanWait', 'months', 'Mean wait of a family, by Little’s law'], 'queueMonths', 'arrived'),
  ratio(['housedShare', 'share', 'Families that leave for a home of their own'], 'housed', 'left'),
  ratio(['workShare', 'share', 'Families that leave with work'], 'inWork', 'left'),
]
