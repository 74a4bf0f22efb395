import { z } from 'zod'
import { count, euros, months, perMonth, perYear, pure, share } from '../../scenario/fields.ts'
import { wholeRow } from '../chance-row.ts'

/** The states of a loan that still runs, in their order. */
export const RUNNING_STATES = ['current', 'days30', 'days60', 'days90'] as const

const LOANS_MAX = 100_000

function chance(description: string): z.ZodType<number> {
  return perMonth({ description, min: 0, max: 100 })
}

/** Where a loan is a month later. What a state cannot lead to is zero. */
const row = wholeRow(
  z.strictObject({
    current: chance('up to date'),
    days30: chance('30 days late'),
    days60: chance('60 days late'),
    days90: chance('90 days late'),
    defaulted: chance('in default, for good'),
    prepaid: chance('paid back early, for good'),
  }),
)

const grade = z.strictObject({
  correlation: pure({
    description: 'How much of the fortune of a loan is that of all, as the square of a loading',
    min: 0,
    max: 0.99,
  }),
  current: row,
  days30: row,
  days60: row,
  days90: row,
})

const loan = z.strictObject({
  copies: count({ description: 'How many loans like this', min: 1, max: LOANS_MAX, default: 1 }),
  grade: count({ description: 'Which of the grades, from 1', min: 1, max: 100 }),
  principal: euros({ description: 'What was lent', min: 1, max: 10_000_000 }),
  term: months({ description: 'In how many instalments it is paid back', min: 1, max: 480 }),
  age: months({ description: 'How many of them are paid', min: 0, max: 480, default: '0 months' }),
  lossGivenDefault: share({ description: 'What of it is lost in default', min: 0, max: 100 }),
  hazard: pure({
    description: 'How many times the odds of its grade it has to fall further behind',
    min: 0,
    max: 100,
    default: 1,
  }),
})

/** What is asked of a scenario of this model. */
export const parametersSchema = z
  .strictObject({
    horizon: months({ description: 'How long it runs', min: 1, max: 480, default: '36 months' }),
    interest: perYear({ description: 'Nominal rate of the loans', min: 0, max: 100 }),
    portfolio: z
      .union([z.literal('GF500'), z.array(loan).min(1)])
      .meta({ description: 'The loans, or the 500 of the benchmark' }),
    grades: z.array(grade).min(1).max(100).meta({ description: 'Loans of one grade are alike' }),
    persistence: pure({
      description: 'How much of the state of the economy stays from month to month',
      min: 0,
      max: 0.999,
    }),
    coverage: share({ description: 'What the fund pays of a loss', min: 0, max: 100 }),
    fee: perYear({ description: 'Of the covered balance, to the fund', min: 0, max: 100 }),
    fund: share({
      description: 'What the fund holds at first, of the opening balance of the loans',
      min: 0,
      max: 1000,
    }),
    claimLag: months({
      description: 'How long before default the last instalment was paid',
      min: 1,
      max: 12,
      default: '4 months',
    }),
  })
  .superRefine(({ grades, portfolio }, context) => {
    if (portfolio === 'GF500') {
      if (grades.length === 5) return
      context.addIssue({ code: 'custom', path: ['grades'], message: 'GF500 has 5 grades' })
      return
    }
    const loans = portfolio.reduce((all, { copies }) => all + copies, 0)
    if (loans > LOANS_MAX) {
      const message = `has ${loans} loans; at most ${LOANS_MAX} can be simulated`
      context.addIssue({ code: 'custom', path: ['portfolio'], message })
    }
    for (const [index, one] of portfolio.entries()) {
      if (one.grade <= grades.length) continue
      const message = `there are only ${grades.length} grades`
      context.addIssue({ code: 'custom', path: ['portfolio', index, 'grade'], message })
    }
  })

export type GuaranteeFund = z.output<typeof parametersSchema>
export type Grade = GuaranteeFund['grades'][number]
