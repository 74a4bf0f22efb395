import { z } from 'zod'
import { dailyOfYearly } from '../../../src/currency/core/demurrage.ts'
import { parseRate } from '../../../src/kernel/decimal.ts'
import { binomialCdf } from '../../stats/incomplete-beta.ts'
import {
  breakage,
  type Flow,
  holders,
  mixedBreakage,
  outstandingStock,
  refusedShare,
  steadyRedemption,
  steadyStock,
  stockAfter,
  velocity,
  visits,
} from '../circulation.ts'
import { at } from '../numeric/elements.ts'
import { placeOfState } from './matrices.ts'
import {
  count,
  countOfSome,
  positive,
  quantityCase,
  share,
  shareOfSome,
  size,
} from './quantity-case.ts'

const HOURS_OF_WEEK = 168

const flowInputs = z
  .object({ issuance_per_period: size, demurrage: share, redeem_fraction: share })
  .refine(({ demurrage, redeem_fraction }) => demurrage + redeem_fraction > 0, {
    path: ['demurrage'],
    message: 'or redeem_fraction is above zero, or the stock grows for ever',
  })

const flowOf = (inputs: z.output<typeof flowInputs>): Flow => ({
  issuance: inputs.issuance_per_period,
  redeemed: inputs.redeem_fraction,
  lost: inputs.demurrage,
})

const expiring = z.object({ redeem_hazard: share, expiry_periods: count })

/** Kinds of holders, and the parts that go from each to each; what a row lacks to one is redeemed. */
const circulationInputs = z
  .object({
    states: z.array(z.string()).min(1).max(50),
    P: z.array(z.array(share)),
    start: z.string(),
  })
  .transform((inputs, context) => {
    const start = placeOfState(inputs.states, inputs.start)
    const refuse = (path: string, message: string) => {
      context.addIssue({ code: 'custom', path: [path], message })
      return z.NEVER
    }
    if (start === undefined) return refuse('start', 'is one of the states')
    const side = inputs.states.length
    const isSquare = inputs.P.length === side && inputs.P.every((row) => row.length === side)
    if (!isSquare) return refuse('P', 'has a row and a column for each state')
    const sums = inputs.P.map((row) => row.reduce((all, one) => all + one, 0))
    if (sums.some((one) => one > 1 + 1e-9)) return refuse('P', 'has rows of at most 1')
    return { states: inputs.states, moves: inputs.P, start }
  })

const windowInputs = z
  .object({
    volume: positive,
    balance_avg: positive.optional(),
    hours: positive.optional(),
    days: positive.optional(),
    mean_holding_weeks: positive.optional(),
  })
  .transform(({ volume, balance_avg: balance, hours, days, mean_holding_weeks: holding }) => ({
    ...{ volume, balance, holding },
    weeks: hours === undefined ? (days ?? Number.NaN) / 7 : hours / HOURS_OF_WEEK,
  }))

/** Issued money: how much of it stands out, circulates, is lost, is refused. */
export const VOUCHER_CASES = [
  quantityCase({
    model: 'voucher',
    name: 'demurrage_steady',
    method: 'closed form: geometric series',
    formula: 'G a / (1 - a), a = (1 - d)(1 - r)',
    source: 'issue, then redeem, then lose; measured at the end of a period',
    inputs: flowInputs,
    quantities: [
      {
        pattern: /^steady-state stock/,
        example: 'steady-state stock',
        unit: 'units',
        answer: (inputs) => steadyStock(flowOf(inputs)),
      },
    ],
  }),
  quantityCase({
    model: 'voucher',
    name: 'demurrage_path',
    method: 'recurrence',
    formula: 'M ← (M + G)(1 - d)(1 - r)',
    source: 'issue, then redeem, then lose; measured at the end of a period',
    inputs: z.object({
      ...{ issuance_per_period: size, demurrage: share, redeem_fraction: share },
      ...{ M0: size, periods: count },
    }),
    quantities: [
      {
        pattern: /^stock after/,
        example: 'stock after 12 periods',
        unit: 'units',
        answer: (inputs) => stockAfter(flowOf(inputs), inputs.M0, inputs.periods),
      },
    ],
  }),
  quantityCase({
    model: 'voucher',
    name: 'demurrage_flow',
    method: 'closed form: geometric series',
    formula: '(M* + G) r',
    source: 'issue, then redeem, then lose',
    inputs: flowInputs,
    quantities: [
      {
        pattern: /^steady-state redemption/,
        example: 'steady-state redemption per period',
        unit: 'units',
        answer: (inputs) => steadyRedemption(flowOf(inputs)),
      },
    ],
  }),
  quantityCase({
    model: 'voucher',
    name: 'circles_gamma',
    method: 'the rule of the currency, to 40 digits',
    formula: '(1 - yearly)^(1 / days)',
    source: 'CirclesUBI/circles-contracts-v2, Demurrage.sol',
    inputs: z.object({ annual_demurrage: share.lt(1), days_per_year: positive.default(365.25) }),
    quantities: [
      {
        pattern: /^daily factor/,
        example: 'daily factor gamma',
        unit: 'number',
        answer: ({ annual_demurrage: yearly, days_per_year: days }) => dailyFactor(yearly, days),
      },
    ],
  }),
  quantityCase({
    model: 'voucher',
    name: 'breakage_geom',
    method: 'closed form: geometric law',
    formula: '(1 - p)ᵏ',
    source: 'the hazard applies once in each period; what is unspent after period k expires',
    inputs: expiring,
    quantities: [
      {
        pattern: /^breakage share/,
        example: 'breakage share',
        unit: 'share',
        answer: ({ redeem_hazard, expiry_periods }) => breakage(redeem_hazard, expiry_periods),
      },
    ],
  }),
  quantityCase({
    model: 'voucher',
    name: 'breakage_betageom',
    method: 'closed form: beta-geometric law',
    formula: 'B(α, β + k) / B(α, β)',
    source: 'Fader and Hardie (2007): each holder has a hazard of its own',
    inputs: z.object({ alpha: positive, beta: positive, expiry_periods: count }),
    quantities: [
      {
        pattern: /^breakage share/,
        example: 'breakage share, heterogeneous users',
        unit: 'share',
        answer: (inputs) => mixedBreakage(inputs, inputs.expiry_periods),
      },
    ],
  }),
  quantityCase({
    model: 'voucher',
    name: 'outstanding_geom',
    method: 'closed form: geometric series',
    formula: 'G (1 - (1 - p)ᵏ) / p',
    source: 'measured just after issuing',
    inputs: expiring.extend({ issuance_per_period: size }),
    quantities: [
      {
        pattern: /^steady-state outstanding/,
        example: 'steady-state outstanding liability',
        unit: 'units',
        answer: ({ issuance_per_period: issuance, redeem_hazard, expiry_periods }) =>
          outstandingStock(issuance, redeem_hazard, expiry_periods),
      },
    ],
  }),
  quantityCase({
    model: 'voucher',
    name: 'circulation',
    method: 'absorbing Markov chain',
    formula: 'a row of (I - P)⁻¹, and its sum',
    source: 'Kemeny and Snell (1960), theorem 3.2.4',
    inputs: circulationInputs,
    quantities: [
      {
        pattern: /^expected number of holders/,
        example: 'expected number of holders visited per unit before redemption (start counted)',
        unit: 'number',
        answer: ({ moves, start }) => holders(moves, start),
      },
      {
        pattern: /^expected visits to (.+)$/,
        example: 'expected visits to shop',
        unit: 'number',
        answer: ({ states, moves, start }, [kind = '']) => {
          const place = placeOfState(states, kind)
          return place === undefined ? Number.NaN : at(visits(moves, start), place)
        },
      },
    ],
  }),
  quantityCase({
    model: 'voucher',
    name: 'exchange',
    method: 'uniform stationary law of a symmetric chain',
    formula: '(N - 1) / (M + N - 1)',
    source: 'Dragulescu and Yakovenko (2000)',
    inputs: z.object({ agents: countOfSome.min(2), units: count }),
    quantities: [
      {
        pattern: /^stationary p\(balance ?= ?0\)/,
        example: 'stationary P(balance=0) = share of failed payments',
        unit: 'share',
        answer: ({ agents, units }) => refusedShare(agents, units),
      },
    ],
  }),
  quantityCase({
    model: 'voucher',
    name: 'mutual_credit',
    method: 'uniform stationary law of a symmetric chain',
    formula: '(N - 1) / (N L + N - 1)',
    source: 'as exchange, with N L units',
    inputs: z.object({ members: countOfSome.min(2), limit: count }),
    quantities: [
      {
        pattern: /^stationary share of refused/,
        example: 'stationary share of refused payments',
        unit: 'share',
        answer: ({ members, limit }) => refusedShare(members, members * limit),
      },
    ],
  }),
  quantityCase({
    model: 'voucher',
    name: 'reserve_run',
    method: 'binomial tail',
    formula: '1 - F(R; N, p)',
    source: 'binomial law',
    inputs: z.object({ vouchers: count, redeem_prob: share, reserve_units: count }),
    quantities: [
      {
        pattern: /^p\(redemptions exceed/,
        example: 'P(redemptions exceed reserve) in one period',
        unit: 'share',
        // The part of one is counted from the other side: nothing is lost where it is small.
        answer: ({ vouchers, redeem_prob, reserve_units }) =>
          binomialCdf(vouchers - reserve_units - 1, vouchers, 1 - redeem_prob),
      },
    ],
  }),
  quantityCase({
    model: 'voucher',
    name: 'holding_time',
    method: 'closed form: geometric law',
    formula: '1 / s',
    source: 'received in a period, spent in the next one at the earliest',
    inputs: z.object({ spend_prob_per_unit_per_period: shareOfSome }),
    quantities: [
      {
        pattern: /^mean holding/,
        example: 'mean holding period (periods)',
        unit: 'number',
        answer: ({ spend_prob_per_unit_per_period: spent }) => 1 / spent,
      },
    ],
  }),
  quantityCase({
    model: 'voucher',
    name: 'velocity_const',
    method: 'identity',
    formula: 'V = P T / M = s',
    source: 'Fisher (1911)',
    inputs: z.object({ spend_fraction_per_period: share }),
    quantities: [
      {
        pattern: /^fisher velocity/,
        example: 'Fisher velocity per period',
        unit: 'number',
        answer: ({ spend_fraction_per_period: spent }) => spent,
      },
    ],
  }),
  quantityCase({
    model: 'voucher',
    name: 'sarafu',
    method: 'identity',
    formula: 'volume / (balance · weeks); volume · holding / weeks',
    source: 'Mattsson, Criscione and Takes, arXiv:2209.01512',
    inputs: windowInputs,
    quantities: [
      {
        pattern: /^conventional velocity per week/,
        example: 'conventional velocity per week',
        unit: 'number',
        answer: ({ volume, balance, weeks }) => velocity(volume, balance ?? Number.NaN, weeks),
      },
      {
        pattern: /^effective balance/,
        example: 'effective balance (all)',
        unit: 'units',
        answer: ({ volume, holding, weeks }) => (volume * (holding ?? Number.NaN)) / weeks,
      },
    ],
  }),
]

/** The rule is written for years of 365.25 days; of others it is the power that loses as much in a year. */
function dailyFactor(yearly: number, days: number): number {
  const rule = dailyOfYearly(parseRate(yearly.toFixed(20)))
  const keep = rule.kind === 'daily' ? rule.keep : parseRate('1')
  return keep.pow(365.25 / days).toNumber()
}
