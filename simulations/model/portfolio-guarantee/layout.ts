import { BACKING_ACCOUNTS, BACKING_CODES } from '../backing/backing.ts'
import {
  type OutputDefinition,
  output,
  type RatioDefinition,
  type SeriesDefinition,
} from '../model.ts'

/** The lender: what it lost, what it got of it. */
export const LENDER = BACKING_ACCOUNTS.length
export const LOST = LENDER + 1
export const ACCOUNTS = [
  ...BACKING_ACCOUNTS,
  { name: 'equity:lender' },
  { name: 'expenses:losses' },
] as const

export const LOSS_CODE = BACKING_CODES.length + 1
export const LENDER_RECOVERY_CODE = LOSS_CODE + 1
export const ENTRY_CODES = [
  ...BACKING_CODES,
  'loss of the lender',
  'recovered by the lender',
] as const

/** What randomness is for; groups of loans are entities. */
export const PURPOSE = { defaults: 0, divisor: 1, losses: 2 } as const
export const PURPOSES = ['defaults', 'divisor', 'losses'] as const

export const OUTPUT = {
  losses: 0,
  calls: 1,
  paid: 2,
  fundPaid: 3,
  counterPaid: 4,
  lenderLoss: 5,
  recovered: 6,
  filledUp: 7,
  ruined: 8,
  capHit: 9,
  fundNeeded: 10,
  fundAtEnd: 11,
  defaults: 12,
  volume: 13,
  opening: 14,
} as const

type Output = keyof typeof OUTPUT

export const OUTPUTS: readonly OutputDefinition[] = [
  output<Output>('losses', ['amount', 'cents', 'upper'], 'What the lender loses by defaults'),
  output<Output>('calls', ['amount', 'cents', 'upper'], 'What is called of the guarantee'),
  output<Output>('paid', ['amount', 'cents', 'none'], 'What fund and counter-guarantor pay of it'),
  output<Output>('fundPaid', ['amount', 'cents', 'upper'], 'What the fund pays itself'),
  output<Output>('counterPaid', ['amount', 'cents', 'none'], 'What the counter-guarantor pays'),
  output<Output>(
    'lenderLoss',
    ['amount', 'cents', 'upper'],
    'What remains with the lender, before recoveries',
  ),
  output<Output>('recovered', ['amount', 'cents', 'none'], 'What comes back to the fund'),
  output<Output>('filledUp', ['amount', 'cents', 'none'], 'What the fund is filled up with'),
  output<Output>('ruined', ['indicator', 'share', 'upper'], 'The fund could not pay a call'),
  output<Output>('capHit', ['indicator', 'share', 'upper'], 'More was lost than the cap covers'),
  output<Output>(
    'fundNeeded',
    ['amount', 'cents', 'upper'],
    'The least opening fund that would not have been ruined, without filling up',
  ),
  output<Output>('fundAtEnd', ['amount', 'cents', 'lower'], 'What the fund holds at the end'),
  output<Output>('defaults', ['number', 'loans', 'upper'], 'How many loans default'),
  output<Output>('volume', ['amount', 'cents', 'none'], 'What is guaranteed in all'),
  output<Output>('opening', ['amount', 'cents', 'none'], 'What the fund begins with'),
]

export const SERIES_PLACE = { fund: 0, losses: 1, outstanding: 2 } as const
export const SERIES: readonly SeriesDefinition[] = [
  { name: 'fund', description: 'What the fund holds', unit: 'cents' },
  { name: 'losses', description: 'Losses since the beginning', unit: 'cents' },
  { name: 'outstanding', description: 'What the loans that run owe', unit: 'cents' },
]

export const RATIOS: readonly RatioDefinition[] = [
  {
    ...{ name: 'leverage', unit: 'number', description: 'Guaranteed volume over the fund' },
    ...{ numerator: 'volume', denominator: 'opening' },
  },
  {
    ...{
      name: 'coveredOfLost',
      unit: 'share',
      description: 'Of all losses, the part that is paid',
    },
    ...{ numerator: 'paid', denominator: 'losses' },
  },
  {
    ...{ name: 'costOfVolume', unit: 'share', description: 'What the fund pays, of the volume' },
    ...{ numerator: 'fundPaid', denominator: 'volume' },
  },
]
