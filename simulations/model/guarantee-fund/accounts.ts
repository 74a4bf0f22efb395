import type { AccountDefinition } from '../../books.ts'

/** The accounts of the fund's world, by number. */
export const SPONSORS = 0
export const FUND = 1
export const LENDER = 2
export const LOANS = 3
export const DEFAULTS = 4
export const UNCOVERED = 5

export const ACCOUNTS: readonly AccountDefinition[] = [
  { name: 'equity:sponsors' },
  { name: 'liabilities:guarantee fund', limit: 'debits_must_not_exceed_credits' },
  { name: 'equity:lender' },
  { name: 'assets:loans', limit: 'credits_must_not_exceed_debits' },
  { name: 'assets:loans in default', limit: 'credits_must_not_exceed_debits' },
  { name: 'equity:uncovered claims' },
]

/** What the entries are, by code from 1. */
export const ENTRY_CODES = [
  'loans at the beginning',
  'fund given',
  'fee',
  'principal repaid',
  'principal repaid early',
  'instalments that were not paid',
  'default',
  'claim paid',
  'claim not covered',
] as const

export const LENT = 1
export const GIVEN = 2
export const FEE = 3
export const REPAID = 4
export const PREPAID_ENTRY = 5
export const UNPAID = 6
export const DEFAULT = 7
export const CLAIM_PAID = 8
export const CLAIM_LEFT = 9

/** The outputs of a path, by number. */
export const GROSS_CLAIMS = 0
export const PAID_CLAIMS = 1
export const RUIN = 2
export const FUND_AT_END = 3
export const DEFAULTED_LOANS = 4
