import { z } from 'zod'
import { count, euros, months, perMonth, perYear, pure, share } from '../../scenario/fields.ts'
import { wholeRow } from '../chance-row.ts'

/** The states of a loan that still runs: how many instalments it is behind, as days. */
export const RUNNING_STATES = ['current', 'days30', 'days60', 'days90'] as const

const LOANS_MAX = 100_000
const HORIZON_MAX = 480

function chance(description: string): z.ZodType<number> {
  return perMonth({ description, min: 0, max: 100, default: '0 % / month' })
}

/** Where a month can lead a loan. */
const CHANCES = {
  current: chance('Up to date'),
  days30: chance('30 days late: one instalment behind'),
  days60: chance('60 days late: two instalments behind'),
  days90: chance('90 days late: three instalments behind'),
  defaulted: chance('In default: all that is owed is called at once'),
  prepaid: chance('Repaid early, with what was late'),
}

/** A row of the chain, with the states that it can lead to besides the two ends. */
function row<Name extends keyof typeof CHANCES>(description: string, ...names: readonly Name[]) {
  const fields = Object.fromEntries(
    [...names, 'defaulted' as const, 'prepaid' as const].map((name) => [name, CHANCES[name]]),
  ) as Record<Name | 'defaulted' | 'prepaid', z.ZodType<number>>
  return wholeRow(z.strictObject(fields)).meta({ description })
}

/** Each row says where a loan is a month later. A loan falls behind by one instalment a month, or defaults at once. */
const grade = z.strictObject({
  correlation: pure({
    description: 'How much of the fortune of a loan is that of all, as the square of a loading',
    min: 0,
    max: 0.99,
  }),
  current: row('Where a loan goes that is up to date', 'current', 'days30'),
  days30: row('Where a loan goes that is 30 days late', 'current', 'days30', 'days60'),
  days60: row('Where a loan goes that is 60 days late', ...RUNNING_STATES),
  days90: row('Where a loan goes that is 90 days late', ...RUNNING_STATES),
})

const repayment = z
  .discriminatedUnion('method', [
    z.strictObject({ method: z.literal('french') }),
    z.strictObject({ method: z.literal('italian') }),
    z.strictObject({
      method: z.literal('balloon'),
      balloon: euros({
        description: 'What is left for the last instalment',
        min: 0,
        max: 10_000_000,
      }),
    }),
  ])
  .prefault({ method: 'french' })
  .meta({
    description:
      'Instalments of one size (french), of one principal (italian), or with a larger last one (balloon)',
  })

const loan = z.strictObject({
  copies: count({ description: 'How many loans like this', min: 1, max: LOANS_MAX, default: 1 }),
  grade: count({ description: 'Which of the grades, from 1', min: 1, max: 100, default: 1 }),
  principal: euros({
    description: 'What is lent, all tranches together',
    min: 1,
    max: 10_000_000,
  }),
  rate: perYear({ description: 'Nominal rate, a twelfth of it a month', min: 0, max: 100 }),
  fee: euros({
    description: 'Kept when the loan is lent',
    min: 0,
    max: 100_000,
    default: '0 EUR',
  }),
  instalments: months({
    description: 'In how many monthly instalments the principal comes back, after the grace',
    min: 1,
    max: HORIZON_MAX,
  }),
  repayment,
  grace: z
    .strictObject({
      months: months({ description: 'Months before the first principal', min: 0, max: 120 }),
      interest: z
        .enum(['paid', 'added'])
        .default('paid')
        .meta({ description: 'Whether its interest is paid each month or added to the loan' }),
    })
    .prefault({ months: '0 months' }),
  tranches: z
    .strictObject({
      count: count({ description: 'In how many equal parts it is paid out', min: 1, max: 60 }),
      every: months({ description: 'Months from one to the next', min: 1, max: 60 }),
    })
    .prefault({ count: 1, every: '1 months' }),
  lossGivenDefault: share({
    description: 'What is lost of what is owed in default, recoveries counted',
    min: 0,
    max: 100,
  }),
  start: months({
    description: 'At the end of which month the first is lent; 0 is the beginning',
    min: 0,
    max: HORIZON_MAX,
    default: '0 months',
  }),
  over: months({
    description: 'Over how many months the copies are lent, evenly',
    min: 1,
    max: HORIZON_MAX,
    default: '1 months',
  }),
  paid: months({
    description: 'How many rows of the plan were paid before the beginning',
    min: 0,
    max: 600,
    default: '0 months',
  }),
  late: z
    .enum(RUNNING_STATES)
    .default('current')
    .meta({ description: 'How late the loan is at the beginning' }),
})

const provision = (description: string) => share({ description, min: 0, max: 100 })

const fields = z.strictObject({
  horizon: months({
    description: 'How long it runs',
    min: 1,
    max: HORIZON_MAX,
    default: '36 months',
  }),
  portfolio: z.array(loan).min(1).meta({ description: 'The loans' }),
  grades: z.array(grade).min(1).max(100).meta({ description: 'Loans of one grade are alike' }),
  persistence: pure({
    description: 'How much of the state of the economy stays from month to month',
    min: 0,
    max: 0.999,
    default: 0,
  }),
  copula: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('gaussian') }),
      z.strictObject({
        kind: z.literal('t'),
        freedom: pure({
          description: 'Degrees of freedom; the fewer, the more often all goes wrong at once',
          min: 2,
          max: 200,
        }),
      }),
    ])
    .prefault({ kind: 'gaussian' })
    .meta({ description: 'How the fortunes of loans hang together' }),
  tutoring: z
    .strictObject({
      hazards: pure({
        description: 'What the chances to fall behind or default are multiplied by',
        min: 0,
        max: 10,
      }),
      cost: euros({ description: 'For each running loan and month', min: 0, max: 10_000 }),
    })
    .prefault({ hazards: 1, cost: '0 EUR' })
    .meta({ description: 'A tutor beside each borrower' }),
  shocks: z
    .array(
      z.strictObject({
        start: months({ description: 'The first month of it', min: 1, max: HORIZON_MAX }),
        duration: months({ description: 'For how many months', min: 1, max: HORIZON_MAX }),
        hazards: pure({
          description: 'What the chances to fall behind or default are multiplied by',
          min: 0,
          max: 10,
        }),
      }),
    )
    .max(100)
    .prefault([])
    .meta({ description: 'Months in which loans go wrong more often' }),
  restructured: share({
    description:
      'Of the late loans that would default, the part whose missed instalments are moved to the end instead, once for each loan',
    min: 0,
    max: 100,
    default: '0 %',
  }),
  recoveryLag: months({
    description: 'From default to the recovery',
    min: 0,
    max: 240,
    default: '12 months',
  }),
  writeOffLag: months({
    description: 'From default to the write-off of what is left',
    min: 0,
    max: 240,
    default: '12 months',
  }),
  provisions: z
    .strictObject({
      current: provision('Of what loans owe that are up to date'),
      days30: provision('Of what loans owe that are 30 days late'),
      days60: provision('Of what loans owe that are 60 days late'),
      days90: provision('Of what loans owe that are 90 days late'),
      defaulted: provision('Of what is still booked of loans in default'),
    })
    .prefault({
      current: '1 %',
      days30: '10 %',
      days60: '25 %',
      days90: '50 %',
      defaulted: '100 %',
    })
    .meta({ description: 'What is set aside by class of arrears' }),
  guarantee: z
    .strictObject({
      coverage: share({
        description: 'What the guarantor pays of what is owed in default',
        min: 0,
        max: 100,
      }),
      delay: months({
        description: 'From default to its payment, not after the recovery',
        min: 0,
        max: 240,
        default: '0 months',
      }),
      cap: share({
        description: 'All it ever pays, of the principal of all loans',
        min: 0,
        max: 100,
        default: '100 %',
      }),
    })
    .prefault({ coverage: '0 %', delay: '0 months', cap: '100 %' })
    .meta({ description: 'Of each loan, pari passu: recoveries are shared as the loss was' }),
  costs: z
    .strictObject({
      perLoan: euros({ description: 'To lend one', min: 0, max: 100_000, default: '0 EUR' }),
      perMonth: euros({
        description: 'For each running loan and month, without tutoring',
        min: 0,
        max: 10_000,
        default: '0 EUR',
      }),
      fixed: euros({ description: 'A month', min: 0, max: 10_000_000, default: '0 EUR' }),
      funding: perYear({
        description: 'What the money costs that is lent, of what is owed',
        min: 0,
        max: 100,
        default: '0 % / year',
      }),
    })
    .prefault({
      perLoan: '0 EUR',
      perMonth: '0 EUR',
      fixed: '0 EUR',
      funding: '0 % / year',
    })
    .meta({ description: 'What lending costs the lender' }),
})

/** What is asked of a scenario of this model. */
export const parametersSchema = fields.superRefine((parameters, context) => {
  for (const { path, message } of faultsOf(parameters)) {
    context.addIssue({ code: 'custom', path: [...path], message })
  }
})

export type Microcredit = z.output<typeof parametersSchema>
export type Grade = Microcredit['grades'][number]
export type LoanGroup = Microcredit['portfolio'][number]

interface Fault {
  readonly path: readonly (string | number)[]
  readonly message: string
}

/** What single fields cannot know. */
function faultsOf(parameters: z.output<typeof fields>): readonly Fault[] {
  const { portfolio, grades, horizon, shocks, guarantee, recoveryLag, writeOffLag } = parameters
  const faults: Fault[] = portfolio.flatMap((one, index) =>
    loanFaults(one, grades.length, horizon).map(({ path, message }) => ({
      path: ['portfolio', index, ...path],
      message,
    })),
  )
  const loans = portfolio.reduce((all, { copies }) => all + copies, 0)
  if (loans > LOANS_MAX) {
    const message = `has ${loans} loans; at most ${LOANS_MAX} can be simulated`
    faults.push({ path: ['portfolio'], message })
  }
  for (const [index, { start, duration }] of shocks.entries()) {
    if (start + duration - 1 <= horizon) continue
    const message = `it must end by the horizon, in month ${horizon}`
    faults.push({ path: ['shocks', index, 'duration'], message })
  }
  if (guarantee.delay > recoveryLag) {
    const message = `must be at most recoveryLag, ${recoveryLag} months: the guarantor pays first`
    faults.push({ path: ['guarantee', 'delay'], message })
  }
  if (writeOffLag < recoveryLag) {
    const message = `must be at least recoveryLag, ${recoveryLag} months`
    faults.push({ path: ['writeOffLag'], message })
  }
  return faults
}

function loanFaults(one: z.output<typeof loan>, grades: number, horizon: number): readonly Fault[] {
  const { tranches, grace, start, over, paid, late, copies, instalments } = one
  const faults: Fault[] = []
  if (one.grade > grades)
    faults.push({ path: ['grade'], message: `there are only ${grades} grades` })
  if ((tranches.count - 1) * tranches.every > grace.months) {
    const message = `the last is paid out after the grace of ${grace.months} months`
    faults.push({ path: ['tranches'], message })
  }
  if (one.repayment.method === 'balloon' && one.repayment.balloon > one.principal) {
    const message = 'must not be more than the principal'
    faults.push({ path: ['repayment', 'balloon'], message })
  }
  if (paid >= grace.months + instalments) {
    const message = `must be less than grace and instalments together, ${grace.months + instalments} months`
    faults.push({ path: ['paid'], message })
  }
  if (start + over - 1 > horizon) {
    const message = `all must be lent by the horizon, month ${horizon}`
    faults.push({ path: ['over'], message })
  }
  if ((paid > 0 || late !== 'current') && (start > 0 || over > 1)) {
    const message = 'a loan that is paid in part, or late, runs from the beginning'
    faults.push({ path: [paid > 0 ? 'paid' : 'late'], message })
  }
  if (over > 1 && over > copies) {
    const message = `must be at most copies, ${copies}: each month lends one at least`
    faults.push({ path: ['over'], message })
  }
  return faults
}
