import { z } from 'zod'
import {
  cappedOutcome,
  fundFor,
  largestPortfolio,
  netOfCounter,
  poolLoss,
  shareOverCap,
} from '../guaranteed-pool.ts'
import { firstLossExhausted, firstLossMean, type LargePool } from '../large-pool.ts'
import {
  excessOver,
  expectedShortfall,
  limitedMean,
  meanOf,
  quantileOf,
  shareAbove,
} from '../law.ts'
import { trancheLoss, trancheSpread } from '../tranches.ts'
import {
  countOfSome,
  level,
  levelOf,
  positive,
  properRho,
  properShare,
  quantityCase,
  rho,
  share,
  shareOfSome,
  size,
} from './quantity-case.ts'

const loanPool = z.object({
  loans: countOfSome.max(20_000),
  PD: share,
  rho,
  EAD: positive,
  LGD: shareOfSome,
})

function poolOf(inputs: z.output<typeof loanPool>) {
  return {
    loans: inputs.loans,
    probability: inputs.PD,
    rho: inputs.rho,
    exposure: inputs.EAD,
    lossGivenDefault: inputs.LGD,
  }
}

const cappedInputs = loanPool
  .extend({ coverage: share, cap_rate_on_portfolio: share })
  .transform((inputs) =>
    cappedOutcome(poolOf(inputs), {
      coverage: inputs.coverage,
      capShare: inputs.cap_rate_on_portfolio,
    }),
  )

/** The pool that the counter-guarantee stands behind. */
const CAP_CASE_1 = {
  loans: 100,
  PD: 0.05,
  rho: 0.12,
  EAD: 3000,
  LGD: 0.6,
  coverage: 0.8,
  cap_rate_on_portfolio: 0.1,
} as const

const largePool = z.object({ PD: properShare, rho: properRho, LGD: shareOfSome }).transform(
  ({ PD, rho: correlation, LGD }): LargePool => ({
    probability: PD,
    rho: correlation,
    lossGivenDefault: LGD,
  }),
)

const slice = z
  .object({ attach: share, detach: share })
  .refine(({ attach, detach }) => attach < detach, 'detach is above attach')

/** Guarantees of whole portfolios. */
export const PORTFOLIO_CASES = [
  quantityCase({
    model: 'guarantee',
    name: 'cap',
    method: 'quadrature over the common factor of a binomial law',
    formula: 'payout = min(g L, c V), L = LGD EAD K, K a binomial mixture',
    source: 'European Investment Fund, capped guarantees',
    inputs: cappedInputs,
    quantities: [
      {
        pattern: /^e\[guarantee payout\]/,
        example: 'E[guarantee payout] EUR',
        unit: 'EUR',
        answer: ({ payout }) => meanOf(payout),
      },
      {
        pattern: /^p\(cap binds/,
        example: 'P(cap binds: claims > cap)',
        unit: 'share',
        answer: shareOverCap,
      },
      {
        pattern: /^e\[lender net loss\]/,
        example: 'E[lender net loss] EUR',
        unit: 'EUR',
        answer: ({ lenderLoss }) => meanOf(lenderLoss),
      },
      {
        pattern: /^var ?([0-9.]*[0-9]) of (lender|guarantee)/,
        example: 'VaR99 of lender net loss EUR',
        unit: 'EUR',
        answer: ({ lenderLoss, payout }, [word, whose]) =>
          quantileOf(whose === 'lender' ? lenderLoss : payout, levelOf(word)),
      },
      {
        pattern: /^es ?([0-9.]*[0-9]) of (lender|guarantee)/,
        example: 'ES99 of lender net loss EUR',
        unit: 'EUR',
        answer: ({ lenderLoss, payout }, [word, whose]) =>
          expectedShortfall(whose === 'lender' ? lenderLoss : payout, levelOf(word)),
      },
      {
        pattern: /^smallest fund.*p\(claims>fund\)<=([0-9.]+)%/,
        example: 'smallest fund (EUR) with P(claims>fund)<=1%',
        unit: 'EUR',
        answer: (outcome, [word]) => fundFor(outcome, 1 - levelOf(word)),
      },
    ],
  }),
  quantityCase({
    model: 'guarantee',
    name: 'counter',
    method: 'quadrature over the common factor of a binomial law',
    formula: 'payout - min(s payout, cap)',
    source: 'on the case cap',
    inputs: z
      .object({
        base: z
          .literal('C.cap case 1')
          .or(loanPool.extend({ coverage: share, cap_rate_on_portfolio: share })),
        counter_share: share,
        counter_cap_EUR: size,
      })
      .transform(({ base, counter_share, counter_cap_EUR }) => {
        const { payout } = cappedInputs.parse(typeof base === 'string' ? CAP_CASE_1 : base)
        return { payout, fund: netOfCounter(payout, counter_share, counter_cap_EUR) }
      }),
    quantities: [
      {
        pattern: /^e\[net payout of the fund/,
        example: 'E[net payout of the fund after counter-guarantee] EUR',
        unit: 'EUR',
        answer: ({ fund }) => meanOf(fund),
      },
      {
        pattern: /^e\[(payout of the )?counter/,
        example: 'E[counter-guarantee payout] EUR',
        unit: 'EUR',
        answer: ({ fund, payout }) => meanOf(payout) - meanOf(fund),
      },
      {
        pattern: /^var ?([0-9.]*[0-9]) of net payout/,
        example: 'VaR99 of net payout of the fund EUR',
        unit: 'EUR',
        answer: ({ fund }, [word]) => quantileOf(fund, levelOf(word)),
      },
      {
        pattern: /^es ?([0-9.]*[0-9]) of net payout/,
        example: 'ES99 of net payout of the fund EUR',
        unit: 'EUR',
        answer: ({ fund }, [word]) => expectedShortfall(fund, levelOf(word)),
      },
    ],
  }),
  quantityCase({
    model: 'guarantee',
    name: 'first_loss_fin',
    method: 'quadrature over the common factor of a binomial law',
    formula: 'E[min(L, K)] on a binomial mixture',
    source: 'Vasicek (2002)',
    inputs: loanPool.extend({ first_loss_share: share }).transform((inputs) => ({
      loss: poolLoss(poolOf(inputs)),
      piece: inputs.first_loss_share * inputs.loans * inputs.EAD,
    })),
    quantities: [
      {
        pattern: /^e\[payout\]/,
        example: 'E[payout] of a 3% first-loss piece EUR',
        unit: 'EUR',
        answer: ({ loss, piece }) => limitedMean(loss, piece),
      },
      {
        pattern: /^(e\[\(l-k\)\+\]|e\[lender)/,
        example: 'E[lender net loss] EUR',
        unit: 'EUR',
        answer: ({ loss, piece }) => excessOver(loss, piece),
      },
      {
        pattern: /^p\(.*exhausted/,
        example: 'P(first-loss piece exhausted)',
        unit: 'share',
        answer: ({ loss, piece }) => shareAbove(loss, piece * (1 - 1e-12)),
      },
      {
        pattern: /^var ?([0-9.]*[0-9]) of the payout/,
        example: 'VaR99 of the payout EUR',
        unit: 'EUR',
        answer: ({ loss, piece }, [word]) => Math.min(piece, quantileOf(loss, levelOf(word))),
      },
    ],
  }),
  quantityCase({
    model: 'guarantee',
    name: 'first_loss_inf',
    method: 'closed form: bivariate normal distribution',
    formula:
      'E[min(L, K)] = LGD (p - [Φ₂(z, c; √ρ) - k Φ(z)]), k = K / LGD, z = (c - √(1 - ρ) Φ⁻¹(k)) / √ρ',
    source: "integral of Vasicek's law",
    inputs: largePool.and(z.object({ first_loss: share })),
    quantities: [
      {
        pattern: /^e\[min\(l,k\)\]/,
        example: 'E[min(L,K)] (share of portfolio)',
        unit: 'share',
        answer: (inputs) => firstLossMean(inputs, inputs.first_loss),
      },
      {
        pattern: /^p\(first-loss piece exhausted/,
        example: 'P(first-loss piece exhausted)',
        unit: 'share',
        answer: (inputs) => firstLossExhausted(inputs, inputs.first_loss),
      },
      {
        pattern: /^e\[\(l-k\)\+\]/,
        example: 'E[(L-K)+] left with the lender',
        unit: 'share',
        answer: (inputs) =>
          inputs.lossGivenDefault * inputs.probability - firstLossMean(inputs, inputs.first_loss),
      },
    ],
  }),
  quantityCase({
    model: 'guarantee',
    name: 'tranche_inf',
    method: 'closed form: bivariate normal distribution',
    formula: 'E[min(L, D)] - E[min(L, A)]',
    source: "integral of Vasicek's law",
    inputs: largePool.and(slice),
    quantities: [
      {
        pattern: /^expected.*tranche loss \(share of (portfolio|tranche)/,
        example: 'expected mezzanine tranche loss (share of portfolio)',
        unit: 'share',
        answer: (inputs, [whole]) =>
          (firstLossMean(inputs, inputs.detach) - firstLossMean(inputs, inputs.attach)) /
          (whole === 'tranche' ? inputs.detach - inputs.attach : 1),
      },
      {
        pattern: /^p\(.*(hit|attached|touched)/,
        example: 'P(tranche hit)',
        unit: 'share',
        answer: (inputs) => firstLossExhausted(inputs, inputs.attach),
      },
      {
        pattern: /^p\(.*(exhausted|wiped)/,
        example: 'P(tranche exhausted)',
        unit: 'share',
        answer: (inputs) => firstLossExhausted(inputs, inputs.detach),
      },
    ],
  }),
  quantityCase({
    model: 'guarantee',
    name: 'leverage',
    method: 'closed form: value at risk of an infinite pool',
    formula: 'V = F / (g VaR)',
    source: 'Vasicek (2002)',
    inputs: largePool.and(z.object({ fund: positive, coverage: shareOfSome, target_ruin: level })),
    quantities: [
      {
        pattern: /^largest guaranteed portfolio/,
        example: 'largest guaranteed portfolio EUR',
        unit: 'EUR',
        answer: (inputs) =>
          largestPortfolio(inputs.fund, inputs.coverage, inputs, inputs.target_ruin),
      },
      {
        pattern: /^leverage/,
        example: 'leverage (portfolio / fund)',
        unit: 'number',
        answer: (inputs) => largestPortfolio(1, inputs.coverage, inputs, inputs.target_ruin),
      },
    ],
  }),
  quantityCase({
    model: 'guarantee',
    name: 'hull_white',
    method: 'quadrature over the common factor, at each date',
    formula: 'PV(protection) / PV(premium), a binomial mixture at each date',
    source: 'Hull and White (2004), section 2',
    inputs: slice
      .and(
        z.object({
          names: countOfSome.max(1_000),
          hazard: positive,
          recovery: share,
          rate_continuous: z.number().min(-1).max(10),
          years: z.int().min(1).max(30),
          payments: z
            .string()
            .regex(/^quarterly/, 'begins with quarterly')
            .default('quarterly'),
          rho,
        }),
      )
      .transform(({ rate_continuous, payments: _, ...rest }) => ({
        ...rest,
        rateContinuous: rate_continuous,
        paymentsAYear: 4,
      })),
    quantities: [
      {
        pattern: /^fair tranche spread/,
        example: 'fair tranche spread (bp per year)',
        unit: 'basis points a year',
        answer: trancheSpread,
      },
      {
        pattern: /^expected tranche loss/,
        example: 'expected tranche loss at maturity (share of tranche)',
        unit: 'share',
        answer: (tranche) =>
          trancheLoss(tranche, tranche.years) / (tranche.detach - tranche.attach),
      },
    ],
  }),
]
