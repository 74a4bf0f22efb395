import type { AccountDefinition } from '../../books.ts'
import {
  type OutputDefinition,
  output,
  type RatioDefinition,
  type SeriesDefinition,
} from '../model.ts'

/** The accounts, by their place in the list. */
export const ACCOUNT = {
  insured: 0,
  owner: 1,
  reinsurer: 2,
  fund: 3,
  claims: 4,
  running: 5,
  ceded: 6,
} as const

export const ACCOUNTS: readonly AccountDefinition[] = [
  { name: 'equity:insured' },
  { name: 'equity:owner' },
  { name: 'equity:reinsurer' },
  { name: 'liabilities:fund', limit: 'debits_must_not_exceed_credits' },
  { name: 'expenses:claims' },
  { name: 'expenses:running' },
  { name: 'expenses:reinsurance' },
]

/** The codes of the entries. */
export const CODE = { capital: 1, premium: 2, running: 3, ceded: 4, recovery: 5, claim: 6 } as const
export const ENTRY_CODES = [
  'capital paid in',
  'premium',
  'running costs',
  'premium of the reinsurance',
  'recovered from the reinsurance',
  'claim paid',
] as const

/** What randomness is for. The lines of a month are its entities. */
export const PURPOSE = { frequency: 0, months: 1, severity: 2 } as const
export const PURPOSES = ['frequency', 'months', 'severity'] as const

export const OUTPUT = {
  claims: 0,
  grossClaims: 1,
  recovered: 2,
  netClaims: 3,
  premiums: 4,
  costs: 5,
  unpaid: 6,
  ruined: 7,
  claimsAbovePremiums: 8,
  fundAtEnd: 9,
} as const

type Output = keyof typeof OUTPUT

export const OUTPUTS: readonly OutputDefinition[] = [
  output<Output>('claims', ['number', 'claims', 'upper'], 'How many claims'),
  output<Output>('grossClaims', ['amount', 'cents', 'upper'], 'What the policies owe for claims'),
  output<Output>('recovered', ['amount', 'cents', 'none'], 'What the reinsurance bears of it'),
  output<Output>('netClaims', ['amount', 'cents', 'upper'], 'Claims less what is recovered'),
  output<Output>('premiums', ['amount', 'cents', 'none'], 'Premiums paid'),
  output<Output>('costs', ['amount', 'cents', 'upper'], 'Claims, running costs and reinsurance'),
  output<Output>('unpaid', ['amount', 'cents', 'upper'], 'Claims that the fund could not pay'),
  output<Output>('ruined', ['indicator', 'share', 'upper'], 'The fund could not pay in some month'),
  output<Output>(
    'claimsAbovePremiums',
    ['indicator', 'share', 'upper'],
    'Claims were more than the premiums: a loss ratio above 100 %',
  ),
  output<Output>('fundAtEnd', ['amount', 'cents', 'lower'], 'What the fund holds at the end'),
]

export const SERIES_PLACE = { fund: 0, grossClaims: 1 } as const
export const SERIES: readonly SeriesDefinition[] = [
  { name: 'fund', description: 'What the fund holds', unit: 'cents' },
  { name: 'grossClaims', description: 'Claims since the beginning', unit: 'cents' },
]

export const RATIOS: readonly RatioDefinition[] = [
  {
    ...{ name: 'lossRatio', unit: 'share', description: 'Claims over premiums' },
    ...{ numerator: 'grossClaims', denominator: 'premiums' },
  },
  {
    ...{ name: 'combinedRatio', unit: 'share', description: 'All costs over premiums' },
    ...{ numerator: 'costs', denominator: 'premiums' },
  },
]
