import { z } from 'zod'
import { count, euros, months, perYear, pure, share } from '../../scenario/fields.ts'
import { backingFields } from '../backing/parameters.ts'

const EUROS_MAX = 10_000_000_000
/** So many months a path has at most, with those in which the last claims are settled. */
export const MONTHS_MAX = 1200

const parts = (description: string) =>
  z
    .array(share({ description, min: 0, max: 100 }))
    .min(1)
    .max(64)
    .refine((shares) => Math.abs(shares.reduce((sum, part) => sum + part, 0) - 1) < 1e-9, {
      error: 'must add up to 100 %',
    })

const group = z.strictObject({
  loans: count({ description: 'How many loans like this', min: 1, max: 1_000_000 }),
  exposure: euros({ description: 'What was lent, each', min: 1, max: 100_000_000 }),
  term: months({ description: 'How long a loan runs', min: 1, max: 480 }),
  start: months({
    description: 'After how many months they are paid out',
    min: 0,
    max: 480,
    default: '0 months',
  }),
  defaults: share({ description: 'Of them, how many default within the term', min: 0, max: 100 }),
  lossGivenDefault: share({
    description: 'Of what is owed at default, how much is lost',
    min: 0,
    max: 100,
  }),
  correlation: pure({
    description: 'How much of the fortune of a loan is that of all, as the square of a loading',
    min: 0,
    max: 0.99,
    default: 0,
  }),
})

const loans = z.strictObject({
  kind: z.literal('loans'),
  groups: z.array(group).min(1).max(200).meta({ description: 'Loans of one group are alike' }),
  repayment: z
    .enum(['monthly', 'at-end'])
    .default('monthly')
    .meta({ description: 'In equal parts every month, or all at the end' }),
  copula: z
    .discriminatedUnion('law', [
      z.strictObject({ law: z.literal('gaussian') }),
      z.strictObject({
        law: z.literal('student'),
        freedom: pure({
          description: 'Degrees of freedom: the fewer, the more defaults come together',
          min: 1,
          max: 1000,
        }),
      }),
    ])
    .prefault({ law: 'gaussian' })
    .meta({ description: 'How the fortunes of loans hang together' }),
  persistence: pure({
    description: 'How much of the state of the economy stays from month to month',
    min: 0,
    max: 0.999,
    default: 0,
  }),
})

const claims = z.strictObject({
  kind: z.literal('claims'),
  volume: euros({ description: 'What is guaranteed in all', min: 1, max: EUROS_MAX }),
  frequency: z.discriminatedUnion('law', [
    z.strictObject({
      law: z.literal('poisson'),
      mean: pure({ description: 'Losses in a month, on average', min: 0, max: 500 }),
    }),
    z.strictObject({
      law: z.literal('counts'),
      shares: parts('Share of the months with 0, 1, 2, … losses'),
    }),
  ]),
  unit: euros({ description: 'What losses are whole numbers of', min: 0.01, max: EUROS_MAX }),
  sizes: parts('Share of the losses of 1, 2, 3, … units'),
})

const guarantee = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('individual'),
    coverage: share({ description: 'Of each loss', min: 0, max: 100 }),
    cap: euros({ description: 'For each loan at most', min: 0, max: EUROS_MAX }),
  }),
  z.strictObject({
    kind: z.literal('pari-passu'),
    coverage: share({ description: 'Of each loss', min: 0, max: 100 }),
    cap: share({ description: 'Of the guaranteed volume, at most', min: 0, max: 100 }),
  }),
  z.strictObject({
    kind: z.literal('first-loss'),
    piece: share({ description: 'All losses up to this part of the volume', min: 0, max: 100 }),
  }),
  z
    .strictObject({
      kind: z.literal('layer'),
      attach: share({ description: 'Losses from this part of the volume', min: 0, max: 100 }),
      detach: share({ description: 'up to this part', min: 0, max: 100 }),
    })
    .refine(({ attach, detach }) => attach <= detach, {
      path: ['detach'],
      error: 'must not be below attach',
    }),
])

/** What a scenario of the model says. */
export const portfolioGuaranteeParameters = z
  .strictObject({
    horizon: months({
      description: 'The last month in which loans default',
      min: 1,
      max: MONTHS_MAX,
    }),
    portfolio: z
      .discriminatedUnion('kind', [loans, claims])
      .meta({ description: 'Loans, or a portfolio of which only the losses are known' }),
    guarantee: guarantee.meta({ description: 'What of a loss is paid' }),
    waiting: months({
      description: 'How long after a loss it is paid',
      min: 0,
      max: 60,
      default: '0 months',
    }),
    fee: perYear({
      description: 'Of what the loans owe, to the fund',
      min: 0,
      max: 100,
      default: '0 % / year',
    }),
    recovery: z
      .strictObject({
        share: share({ description: 'Of each loss, what comes back', min: 0, max: 100 }),
        lag: months({ description: 'How long after the claim is paid', min: 1, max: 120 }),
      })
      .nullable()
      .default(null)
      .meta({ description: 'What borrowers pay later, shared as the loss was' }),
    ...backingFields,
  })
  .superRefine((parameters, context) => {
    const { portfolio } = parameters
    if (monthsOf(parameters) > MONTHS_MAX) {
      const message = `with waiting and recovery a path has at most ${MONTHS_MAX} months`
      context.addIssue({ code: 'custom', path: ['horizon'], message })
    }
    if (portfolio.kind === 'claims') {
      if (parameters.fee === 0) return
      const message = 'is of what loans owe; a portfolio of losses has an income instead'
      context.addIssue({ code: 'custom', path: ['fee'], message })
      return
    }
    for (const [index, { start }] of portfolio.groups.entries()) {
      if (start < parameters.horizon) continue
      const path = ['portfolio', 'groups', index, 'start']
      const message = `must be before the horizon, in month ${parameters.horizon}`
      context.addIssue({ code: 'custom', path, message })
    }
  })

export type PortfolioGuarantee = z.output<typeof portfolioGuaranteeParameters>
export type Portfolio = PortfolioGuarantee['portfolio']
export type Loans = Extract<Portfolio, { kind: 'loans' }>
export type Claims = Extract<Portfolio, { kind: 'claims' }>
export type Guarantee = PortfolioGuarantee['guarantee']

/** How long a path runs: until the last claim is paid and the last recovery in. */
export function monthsOf({
  horizon,
  waiting,
  recovery,
}: Pick<PortfolioGuarantee, 'horizon' | 'waiting' | 'recovery'>): number {
  return horizon + waiting + (recovery?.lag ?? 0)
}

/** What is guaranteed in all, in cents. */
export function volumeOf(portfolio: Portfolio): number {
  if (portfolio.kind === 'claims') return portfolio.volume
  return portfolio.groups.reduce((sum, { loans: number, exposure }) => sum + number * exposure, 0)
}
