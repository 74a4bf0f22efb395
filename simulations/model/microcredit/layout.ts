import type { AccountDefinition } from '../../books.ts'
import {
  type OutputDefinition,
  output,
  type RatioDefinition,
  type SeriesDefinition,
} from '../model.ts'

/** The accounts of the lender, by their place in the list. */
export const ACCOUNT = {
  cash: 0,
  loans: 1,
  defaulted: 2,
  provisions: 3,
  interest: 4,
  fees: 5,
  impairment: 6,
  operating: 7,
  tutoring: 8,
  funding: 9,
} as const

export const ACCOUNTS: readonly AccountDefinition[] = [
  { name: 'assets:cash' },
  { name: 'assets:loans', limit: 'credits_must_not_exceed_debits' },
  { name: 'assets:loans in default', limit: 'credits_must_not_exceed_debits' },
  { name: 'liabilities:provisions', limit: 'debits_must_not_exceed_credits' },
  { name: 'income:interest' },
  { name: 'income:fees' },
  { name: 'expenses:impairment' },
  { name: 'expenses:operating' },
  { name: 'expenses:tutoring' },
  { name: 'expenses:funding' },
]

/** The codes of the entries. */
export const CODE = {
  lent: 1,
  fee: 2,
  interest: 3,
  principal: 4,
  prepaid: 5,
  defaulted: 6,
  guarantee: 7,
  recovery: 8,
  writeOff: 9,
  operating: 10,
  tutoring: 11,
  funding: 12,
  provision: 13,
  release: 14,
} as const

export const ENTRY_CODES = [
  'lent',
  'fee kept when lent',
  'interest paid',
  'principal repaid',
  'principal repaid early',
  'called in default',
  'paid by the guarantor',
  'recovered, the lender’s part',
  'written off',
  'operating costs',
  'tutoring',
  'funding',
  'set aside',
  'provision released',
] as const

/** What randomness is for. */
export const PURPOSE = { moves: 0, mixing: 1 } as const
export const PURPOSES = ['moves', 'mixing'] as const

const OUTPUT_LIST = [
  output('loans', ['number', 'loans', 'none'], 'Loans lent, and taken over at the beginning'),
  output('lent', ['amount', 'cents', 'none'], 'What was lent, and owed at the beginning'),
  output(
    'repaid',
    ['amount', 'cents', 'lower'],
    'Principal that borrowers repaid, in time, late or early',
  ),
  output('defaults', ['number', 'loans', 'upper'], 'Loans that default'),
  output('exposure', ['amount', 'cents', 'upper'], 'What is owed of the loans that default'),
  output(
    'grossLoss',
    ['amount', 'cents', 'upper'],
    'What is lost of it after recoveries, before the guarantee',
  ),
  output('guaranteed', ['amount', 'cents', 'upper'], 'What the guarantor is called for'),
  output('lenderLoss', ['amount', 'cents', 'upper'], 'What is lost after recoveries and guarantee'),
  output(
    'recovered',
    ['amount', 'cents', 'none'],
    'What came back of loans in default by the horizon, the guarantor’s part too',
  ),
  output('writtenOff', ['amount', 'cents', 'upper'], 'What was written off by the horizon'),
  output('prepaid', ['number', 'loans', 'none'], 'Loans repaid early'),
  output(
    'restructured',
    ['number', 'loans', 'upper'],
    'Loans whose missed instalments were moved to the end',
  ),
  output('income', ['amount', 'cents', 'lower'], 'Interest and fees received'),
  output('operatingCosts', ['amount', 'cents', 'upper'], 'Operating costs, tutoring too'),
  output('tutoringCosts', ['amount', 'cents', 'none'], 'Tutoring alone'),
  output(
    'expenses',
    ['amount', 'cents', 'upper'],
    'Operating costs, tutoring, funding and impairment',
  ),
  output(
    'result',
    ['amount', 'cents', 'lower'],
    'Income less expenses: below zero, what somebody must give',
  ),
  output('sustainable', ['indicator', 'probability', 'none'], 'Whether income covers all expenses'),
  output('loanMonths', ['number', 'months', 'none'], 'Months that loans run, over all loans'),
  output('yearlyIncome', ['amount', 'cents', 'none'], 'Income of a year, on average'),
  output('yearlyWrittenOff', ['amount', 'cents', 'none'], 'Written off in a year, on average'),
  output(
    'averageOwed',
    ['amount', 'cents', 'none'],
    'What is owed at the beginnings of the months, on average, loans in default too',
  ),
  output(
    'averageLate',
    ['amount', 'cents', 'none'],
    'Of it, of loans 30 days late or more, on average',
  ),
  output(
    'averageVeryLate',
    ['amount', 'cents', 'none'],
    'Of it, of loans 90 days late or more, on average',
  ),
  output(
    'owedAtEnd',
    ['amount', 'cents', 'none'],
    'What is owed at the horizon, loans in default too',
  ),
  output('lateAtEnd', ['amount', 'cents', 'none'], 'Of it, of loans 30 days late or more'),
  output('veryLateAtEnd', ['amount', 'cents', 'none'], 'Of it, of loans 90 days late or more'),
] as const

export const OUTPUTS: readonly OutputDefinition[] = OUTPUT_LIST

/** The place of each output. */
export const OUTPUT = {
  loans: 0,
  lent: 1,
  repaid: 2,
  defaults: 3,
  exposure: 4,
  grossLoss: 5,
  guaranteed: 6,
  lenderLoss: 7,
  recovered: 8,
  writtenOff: 9,
  prepaid: 10,
  restructured: 11,
  income: 12,
  operatingCosts: 13,
  tutoringCosts: 14,
  expenses: 15,
  result: 16,
  sustainable: 17,
  loanMonths: 18,
  yearlyIncome: 19,
  yearlyWrittenOff: 20,
  averageOwed: 21,
  averageLate: 22,
  averageVeryLate: 23,
  owedAtEnd: 24,
  lateAtEnd: 25,
  veryLateAtEnd: 26,
} as const

/** The place of each series; the first four are those of the running states, by number. */
export const SERIES_PLACE = {
  current: 0,
  days30: 1,
  days60: 2,
  days90: 3,
  defaults: 4,
  owed: 5,
  late: 6,
  veryLate: 7,
  provisions: 8,
  grossLoss: 9,
} as const

export const SERIES: readonly SeriesDefinition[] = [
  { name: 'current', description: 'Loans up to date', unit: 'loans' },
  { name: 'days30', description: 'Loans 30 days late', unit: 'loans' },
  { name: 'days60', description: 'Loans 60 days late', unit: 'loans' },
  { name: 'days90', description: 'Loans 90 days late', unit: 'loans' },
  { name: 'defaults', description: 'Loans that have defaulted so far', unit: 'loans' },
  { name: 'owed', description: 'What is owed, loans in default too', unit: 'cents' },
  {
    name: 'late',
    description: 'Of it, of loans 30 days late or more (portfolio at risk, PAR30)',
    unit: 'cents',
  },
  {
    name: 'veryLate',
    description: 'Of it, of loans 90 days late or more (portfolio at risk, PAR90)',
    unit: 'cents',
  },
  { name: 'provisions', description: 'What is set aside', unit: 'cents' },
  { name: 'grossLoss', description: 'What is lost so far, before the guarantee', unit: 'cents' },
]

function ratio(
  [name, unit, description]: readonly [string, string, string],
  numerator: keyof typeof OUTPUT,
  denominator: keyof typeof OUTPUT,
): RatioDefinition {
  return { name, unit, description, numerator, denominator }
}

export const RATIOS: readonly RatioDefinition[] = [
  ratio(['defaultRate', 'share', 'Loans that default, of all loans'], 'defaults', 'loans'),
  ratio(['repaymentRate', 'share', 'Principal repaid, of what was lent'], 'repaid', 'lent'),
  ratio(['lossRate', 'share', 'Gross loss, of what was lent'], 'grossLoss', 'lent'),
  ratio(
    ['lenderLossRate', 'share', 'Loss after the guarantee, of what was lent'],
    'lenderLoss',
    'lent',
  ),
  ratio(
    ['par30', 'share', 'Portfolio at risk, 30 days or more late, on average'],
    'averageLate',
    'averageOwed',
  ),
  ratio(
    ['par90', 'share', 'Portfolio at risk, 90 days or more late, on average'],
    'averageVeryLate',
    'averageOwed',
  ),
  ratio(
    ['par30AtEnd', 'share', 'PAR30 at the horizon; 1 where only loans in default are left'],
    'lateAtEnd',
    'owedAtEnd',
  ),
  ratio(
    ['par90AtEnd', 'share', 'PAR90 at the horizon; 1 where only loans in default are left'],
    'veryLateAtEnd',
    'owedAtEnd',
  ),
  ratio(
    ['portfolioYield', 'share', 'Income of a year, of what is owed on average'],
    'yearlyIncome',
    'averageOwed',
  ),
  ratio(
    ['writeOffRatio', 'share', 'Written off in a year, of what is owed on average'],
    'yearlyWrittenOff',
    'averageOwed',
  ),
  ratio(
    [
      'selfSufficiency',
      'share',
      'Operational self-sufficiency (OSS): income for each euro of expenses',
    ],
    'income',
    'expenses',
  ),
  ratio(
    ['costPerLoan', 'cents', 'Operating costs and tutoring, for each loan'],
    'operatingCosts',
    'loans',
  ),
  ratio(['resultPerLoan', 'cents', 'Income less expenses, for each loan'], 'result', 'loans'),
]
