import { z } from 'zod'
import { sharesAfter } from '../chains.ts'
import { compoundBinomialWeights } from '../factor.ts'
import {
  GF500_MONTHS,
  GF500_STATES,
  gf500ExpectedClaims,
  gf500Matrix,
  gf500Portfolio,
} from '../gf500.ts'
import { latticeLaw, meanOf, quantileOf, shareAbove } from '../law.ts'
import {
  gamblersRuin,
  type MonthlyFund,
  monthlyRuin,
  monthlyUltimateRuin,
  smallestFund,
} from '../monthly-fund.ts'
import { at } from '../numeric/elements.ts'
import { ruinPoints, ruinWithin, ultimateRuin } from '../ruin.ts'
import { monthlyClaims, unitSeverity } from './law-texts.ts'
import {
  countOfSome,
  level,
  levelOf,
  months,
  positive,
  quantityCase,
  STEPS_MAX,
  share,
  size,
} from './quantity-case.ts'

const TOO_LONG = { message: 'are too large to be worked out within seconds' }
/** The points of an integral. */
const POINTS_MAX = 10_000_000

const riskProcess = z
  .object({
    u: size,
    lam: positive,
    mean_claim: positive,
    premium: positive,
    claims: z.literal('exponential').default('exponential'),
  })
  .transform(({ u, lam, mean_claim, premium }) => ({
    fund: u,
    intensity: lam,
    meanClaim: mean_claim,
    premium,
  }))

const income = z.int().min(1).max(1_000)
const fund = z.int().min(0).max(20_000)

const monthlyInputs = z
  .object({
    u: fund,
    income_per_month: income.default(1),
    claims_per_month: monthlyClaims,
    injections: z.record(z.string().regex(/^[0-9]+$/), z.int().min(0).max(10_000)).default({}),
  })
  .transform(
    ({ u, income_per_month, claims_per_month, injections }): MonthlyFund => ({
      fund: u,
      income: income_per_month,
      claims: claims_per_month,
      injections: new Map(
        Object.entries(injections).map(([month, units]) => [Number(month), units]),
      ),
    }),
  )

/** How often the law of a fund is added to, at most. */
function monthlySteps({ fund: units, income: earned, claims }: MonthlyFund, term: number): number {
  const states = units + term * earned
  return term * states * Math.min(states, claims.length)
}

const GF500_GRADE = z
  .object({
    grade: z.int().min(0).max(4),
    phi: z.literal(0),
    months: months.default(GF500_MONTHS),
  })
  .transform(({ grade, months: steps }) => sharesAfter(gf500Matrix(grade), 0, steps))

/** Funds that take premiums and pay claims: how probable their ruin is, and how large they must be. */
export const FUND_CASES = [
  quantityCase({
    model: 'guarantee',
    name: 'cl_inf',
    method: 'closed form: Cramér and Lundberg',
    formula: 'ψ(u) = (λ μ / c) exp(-(1/μ - λ/c) u)',
    source: 'Cramér (1930)',
    inputs: riskProcess,
    quantities: [
      {
        pattern: /^p\(ultimate ruin\)/,
        example: 'P(ultimate ruin)',
        unit: 'share',
        answer: ultimateRuin,
      },
    ],
  }),
  quantityCase({
    model: 'guarantee',
    name: 'cl_fin',
    method: 'trigonometric integral of Asmussen and Albrecher',
    formula: 'ψ(u, T) = ψ(u) - (1/π) ∫ f₁ f₂ / f₃ over 0 to π',
    source: 'Asmussen and Albrecher (2010), V.1.3; against Takács (1967) at u = 0',
    inputs: riskProcess
      .and(z.object({ T: positive }))
      .refine((inputs) => ruinPoints(inputs, inputs.T) <= POINTS_MAX, TOO_LONG),
    quantities: [
      {
        pattern: /^p\(ruin (before|within)/,
        example: 'P(ruin before T)',
        unit: 'share',
        answer: (inputs) => ruinWithin(inputs, inputs.T),
      },
    ],
  }),
  quantityCase({
    model: 'guarantee',
    name: 'dp_ruin',
    method: 'exact law of the fund, month by month',
    formula: 'law of the fund month by month: income, claims, ruin below zero, injection',
    source: 'exact dynamic programme',
    inputs: monthlyInputs
      .and(z.object({ T: months }))
      .refine((inputs) => monthlySteps(inputs, inputs.T) <= STEPS_MAX, TOO_LONG),
    quantities: [
      {
        pattern: /^p\(ruin within/,
        example: 'P(ruin within T)',
        unit: 'share',
        answer: (inputs) => monthlyRuin(inputs, inputs.T),
      },
    ],
  }),
  quantityCase({
    model: 'guarantee',
    name: 'dp_ult',
    method: 'recursion from a fund with nothing, or a system of equations over 600 states',
    formula: 'φ(0) = (1 - E[X]) / P(X = 0), φ(u) = Σ P(X = j) φ(u + 1 - j)',
    source: 'Gerber (1988)',
    inputs: monthlyInputs.refine(({ fund: units, income: earned }) => units < 600 || earned === 1, {
      path: ['u'],
      message: 'is below 600',
    }),
    quantities: [
      {
        pattern: /^p\(ultimate ruin\)/,
        example: 'P(ultimate ruin), discrete time',
        unit: 'share',
        answer: monthlyUltimateRuin,
      },
    ],
  }),
  quantityCase({
    model: 'guarantee',
    name: 'opt_reserve',
    method: 'search over the exact law of the fund',
    formula: 'smallest u with ψ(u, T) below the target',
    source: 'search on the dynamic programme',
    inputs: z
      .object({
        T: months,
        u: fund.optional(),
        income_per_month: income.default(1),
        claims_per_month: monthlyClaims,
        target: level.min(1e-9).default(0.01),
      })
      .refine(
        ({ T, u = 20 * T, income_per_month, claims_per_month }) =>
          monthlySteps({ fund: u, income: income_per_month, claims: claims_per_month }, T) <=
          STEPS_MAX / 20,
        TOO_LONG,
      ),
    quantities: [
      {
        pattern: /^smallest initial reserve/,
        example: 'smallest initial reserve with P(ruin in 36 months)<1%',
        unit: 'units',
        answer: (inputs) =>
          smallestFund(
            { income: inputs.income_per_month, claims: inputs.claims_per_month },
            inputs.T,
            inputs.target,
          ),
      },
      {
        pattern: /^p\(ruin\)/,
        example: 'P(ruin) one unit below',
        unit: 'share',
        answer: (inputs) =>
          inputs.u === undefined
            ? Number.NaN
            : monthlyRuin(
                {
                  fund: inputs.u,
                  income: inputs.income_per_month,
                  claims: inputs.claims_per_month,
                },
                inputs.T,
              ),
      },
    ],
  }),
  quantityCase({
    model: 'guarantee',
    name: 'gambler',
    method: 'closed form: walk of single steps',
    formula: '(q / (1 - q))^(u + 1)',
    source: "gambler's ruin; Feller (1968), XIV",
    inputs: z.object({ u: fund, p_down: share }),
    quantities: [
      {
        pattern: /^p\(ultimate ruin\)/,
        example: 'P(ultimate ruin)',
        unit: 'share',
        answer: (inputs) => gamblersRuin(inputs.u, inputs.p_down),
      },
    ],
  }),
  quantityCase({
    model: 'guarantee',
    name: 'rent_deposit',
    method: 'convolution of like contracts',
    formula: 'n-fold convolution of (1 - p) δ₀ + p f',
    source: 'compound binomial law',
    inputs: z
      .object({
        tenancies: countOfSome.max(2_000),
        claim_prob: share,
        severity_units: unitSeverity,
        unit_EUR: positive.default(1),
        reserve_units: size.optional(),
      })
      .refine(
        ({ tenancies, severity_units }) => tenancies * severity_units.weights.length <= 50_000,
        TOO_LONG,
      )
      .transform(({ tenancies, claim_prob, severity_units, unit_EUR, reserve_units }) => ({
        law: latticeLaw(
          compoundBinomialWeights(tenancies, claim_prob, severity_units.weights),
          severity_units.step,
        ),
        unit: unit_EUR,
        reserve: reserve_units,
      })),
    quantities: [
      {
        pattern: /^p\(payout ?> ?reserve\)/,
        example: 'P(payout > reserve)',
        unit: 'share',
        answer: ({ law, reserve }) => shareAbove(law, reserve ?? Number.NaN),
      },
      {
        pattern: /^(?:e\[payout\]|expected payout)( units)?/,
        example: 'E[payout] EUR',
        unit: 'EUR',
        answer: ({ law, unit }, [units]) => meanOf(law) * (units === '' ? unit : 1),
      },
      {
        pattern: /^var ?([0-9.]*[0-9])(?: of (?:the )?payout)?(?: eur| \((?:eur|(units))\))?$/,
        example: 'VaR99 of the payout (units)',
        unit: 'units',
        answer: ({ law, unit }, [word, units]) =>
          quantileOf(law, levelOf(word)) * (units === '' ? unit : 1),
      },
      {
        pattern: /^smallest reserve.*<=? ?([0-9.]+)%/,
        example: 'smallest reserve (units) with P(payout > reserve) <= 1%',
        unit: 'units',
        answer: ({ law }, [word]) => quantileOf(law, 1 - levelOf(word)),
      },
    ],
  }),
  quantityCase({
    model: 'guarantee',
    name: 'gf500_chain',
    method: 'powers of the roll matrix of a grade',
    formula: 'Pⁿ of a grade',
    source: 'the benchmark model GF500',
    inputs: GF500_GRADE,
    quantities: [
      {
        pattern: /^p\((default|prepaid) by/,
        example: 'P(default by month 36)',
        unit: 'share',
        answer: (shares, [state = '']) => at(shares, GF500_STATES.indexOf(state)),
      },
      {
        pattern: /^p\(state=([^)]+)\)/,
        example: 'P(state=current) after 36 months',
        unit: 'share',
        answer: (shares, [state = '']) => {
          const place = GF500_STATES.indexOf(state)
          return place < 0 ? Number.NaN : at(shares, place)
        },
      },
    ],
  }),
  quantityCase({
    model: 'guarantee',
    name: 'gf500',
    method: 'closed form: sum over loans and months',
    formula: 'Σ dP(default) g LGD B(max(0, t - 4)) over loans and months, without persistence',
    source: 'the benchmark model GF500',
    inputs: z.object({ model: z.literal('GF500'), phi: z.number().min(0).lt(1) }),
    quantities: [
      {
        pattern: /^initial portfolio/,
        example: 'initial portfolio V0 EUR',
        unit: 'EUR',
        answer: () => gf500Portfolio(),
      },
      {
        // Only without persistence are a month's mean moves those of the matrix.
        pattern: /^e\[gross claims\]/,
        example: 'E[gross claims] EUR, exact',
        unit: 'EUR',
        answer: ({ phi }) => (phi === 0 ? gf500ExpectedClaims() : Number.NaN),
      },
    ],
  }),
]
