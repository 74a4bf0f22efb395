import { z } from 'zod'
import {
  individualRepayment,
  jointRepayment,
  limitedRepayment,
  matchingContract,
  pooledRepayment,
  sanctionedRepayment,
} from '../../../src/credit/core/joint-liability.ts'
import { defaultsWeights } from '../factor.ts'
import { latticeLaw, shareAbove } from '../law.ts'
import { rootOf } from '../numeric/roots.ts'
import {
  countOfSome,
  positive,
  properShare,
  quantityCase,
  rho,
  share,
  shareOfSome,
} from './quantity-case.ts'

const returnShares = z
  .object({
    F_phi_r: share.optional(),
    F_phi_2r: share.optional(),
    sanction: share.default(0),
  })
  .refine(({ F_phi_r = 0, F_phi_2r = F_phi_r }) => F_phi_r <= F_phi_2r, {
    path: ['F_phi_2r'],
    message: 'is not below F_phi_r',
  })

type ReturnInputs = z.output<typeof returnShares>

function repaid(
  { F_phi_r, F_phi_2r }: ReturnInputs,
  of: (shares: { belowOne: number; belowBoth: number }) => number,
): number {
  const belowOne = F_phi_r ?? Number.NaN
  const belowBoth = F_phi_2r ?? Number.NaN
  return Number.isNaN(belowOne + belowBoth) ? Number.NaN : of({ belowOne, belowBoth })
}

/** Where joint and individual repayment are equal, of returns that are uniform and a penalty that is linear. */
function equalRepayment(): number {
  const gain = (x: number): number =>
    jointRepayment({ belowOne: x, belowBoth: Math.min(1, 2 * x) }) -
    individualRepayment({ belowOne: x, belowBoth: 1 })
  return rootOf(gain, 0.1, 0.5)
}

/** A group; a dependence may be told with its correlation, `one factor, rho=0.2`, or the correlation beside it. */
const groupInputs = z
  .object({
    members: countOfSome.max(20_000),
    p_default: share,
    absorbs: z.int().min(0),
    dependence: z.string().default('none'),
    rho: rho.optional(),
  })
  .transform((inputs, context) => {
    const told = /\brho ?=? ?(0?\.[0-9]+|0)\b/.exec(inputs.dependence)?.[1]
    const correlation = inputs.rho ?? (told === undefined ? undefined : Number(told))
    if (correlation !== undefined || inputs.dependence === 'none') {
      return { ...inputs, rho: correlation ?? 0 }
    }
    context.addIssue({ code: 'custom', path: ['rho'], message: 'is needed' })
    return z.NEVER
  })

/** Groups that answer for each other. */
export const GROUP_CASES = [
  quantityCase({
    model: 'guarantee',
    name: 'besley_coate',
    method: 'closed form: repayment game of two borrowers',
    formula: 'Π = 1 - F(φ(2r))² + [F(φ(2r)) - F(φ(r))]²',
    source: 'Besley and Coate (1995)',
    inputs: returnShares,
    quantities: [
      {
        pattern: /^repayment rate, joint liability(?!.*social)/,
        example: 'repayment rate, joint liability',
        unit: 'share',
        answer: (inputs) => repaid(inputs, jointRepayment),
      },
      {
        pattern: /^repayment rate, joint liability.*social/,
        example: 'repayment rate, joint liability with social sanctions',
        unit: 'share',
        answer: (inputs) =>
          repaid(inputs, (shares) => sanctionedRepayment(shares, inputs.sanction)),
      },
      {
        pattern: /^repayment rate, individual/,
        example: 'repayment rate, individual liability',
        unit: 'share',
        answer: ({ F_phi_r = Number.NaN }) => 1 - F_phi_r,
      },
      {
        pattern: /^threshold x/,
        example: 'threshold x where joint and individual repayment are equal',
        unit: 'share',
        answer: equalRepayment,
      },
    ],
  }),
  quantityCase({
    model: 'guarantee',
    name: 'ghatak',
    method: 'closed form: crossing of the zero-profit lines',
    formula: 'c = ρ / (p_s p_r), r = ρ (p_s + p_r - 1) / (p_s p_r)',
    source: 'Ghatak (2000)',
    inputs: z
      .object({
        p_safe: shareOfSome,
        p_risky: properShare,
        opportunity_cost: positive,
        risky_share: share.optional(),
      })
      .refine(({ p_safe, p_risky }) => p_risky < p_safe, {
        path: ['p_risky'],
        message: 'is below p_safe',
      }),
    quantities: [
      {
        pattern: /^joint-liability payment c/,
        example: 'joint-liability payment c at the crossing of the zero-profit lines',
        unit: 'number',
        answer: (inputs) =>
          matchingContract(inputs.p_safe, inputs.p_risky, inputs.opportunity_cost).jointPayment,
      },
      {
        pattern: /^gross interest r/,
        example: 'gross interest r at the crossing',
        unit: 'number',
        answer: (inputs) =>
          matchingContract(inputs.p_safe, inputs.p_risky, inputs.opportunity_cost).repayment,
      },
      {
        pattern: /\bc ?(<=|>) ?r\b/,
        example: 'c <= r (1 where it holds)',
        unit: 'number',
        answer: (inputs, [sign]) => {
          const { p_safe, p_risky, opportunity_cost } = inputs
          const isBroken = matchingContract(p_safe, p_risky, opportunity_cost).breaksLimit
          return isBroken === (sign === '>') ? 1 : 0
        },
      },
      {
        pattern: /^(pooled|individual)/,
        example: 'pooled individual rate',
        unit: 'number',
        answer: ({ p_safe, p_risky, opportunity_cost, risky_share = Number.NaN }) =>
          pooledRepayment(p_safe, p_risky, risky_share, opportunity_cost),
      },
      {
        pattern: /^rate with c ?= ?r/,
        example: 'rate with c = r',
        unit: 'number',
        answer: ({ p_safe, p_risky, opportunity_cost, risky_share = Number.NaN }) =>
          limitedRepayment(p_safe, p_risky, risky_share, opportunity_cost),
      },
    ],
  }),
  quantityCase({
    model: 'guarantee',
    name: 'jlg',
    method: 'binomial law, mixed over the common factor where there is one',
    formula: 'P(K > absorbs), K binomial or a binomial mixture',
    source: 'binomial law; Vasicek (2002)',
    inputs: groupInputs,
    quantities: [
      {
        pattern: /^p\(group fails\)/,
        example: 'P(group fails)',
        unit: 'share',
        answer: ({ members, p_default, absorbs, rho: correlation }) =>
          shareAbove(latticeLaw(defaultsWeights(members, p_default, correlation)), absorbs),
      },
    ],
  }),
]
