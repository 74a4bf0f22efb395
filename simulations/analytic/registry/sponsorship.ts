import { z } from 'zod'
import { defaultsWeights } from '../factor.ts'
import { latticeLaw, meanOf, shareAbove, shareUpTo } from '../law.ts'
import { at } from '../numeric/elements.ts'
import {
  collectedDeviation,
  collectedInstalments,
  costPerSuccess,
  expectedCollected,
  expectedMatch,
  fittedRetention,
  logisticNormal,
  meanWait,
  mustWait,
  retained,
  retentionLogLikelihood,
  type Sponsors,
  thresholdReached,
  turnedAway,
} from '../sponsors.ts'
import { countOfSome, months, positive, quantityCase, rho, share, size } from './quantity-case.ts'

const sponsorInputs = z
  .object({
    sponsors: countOfSome.max(2_000),
    monthly_pledge: size,
    lapse_hazard: share,
    months: months.max(240),
  })
  .refine(({ sponsors, months: term }) => sponsors * term <= 50_000, {
    path: ['sponsors'],
    message: 'times months is at most 50,000',
  })
  .transform(
    ({ sponsors, monthly_pledge, lapse_hazard, months: term }): Sponsors => ({
      sponsors,
      monthly: monthly_pledge,
      lapseHazard: lapse_hazard,
      months: term,
    }),
  )

const matchInputs = z.object({
  pledgers: countOfSome.max(20_000),
  p_honour: share,
  amount: positive,
  cap: size,
})

const cohortInputs = z
  .object({
    survival_percent_years_0_7: z
      .array(z.number().gt(0).max(100))
      .min(3)
      .refine((shares) => shares[0] === 100, 'begins with 100')
      .refine(
        (shares) => shares.every((one, i) => i === 0 || one <= at(shares, i - 1)),
        'never rises',
      )
      .refine((shares) => at(shares, shares.length - 1) < 100, 'falls at some time'),
    cohort: positive,
  })
  .transform(({ survival_percent_years_0_7: shares, cohort }) => {
    const counts = shares.map((one) => (one / 100) * cohort)
    const stopped = counts.slice(1).map((count, i) => at(counts, i) - count)
    const staying = at(counts, counts.length - 1)
    return { stopped, staying, law: fittedRetention(stopped, staying) }
  })

const queueInputs = z.object({
  hosts: countOfSome,
  arrivals_per_month: positive,
  mean_stay_months: positive,
})

const offered = (inputs: z.output<typeof queueInputs>): number =>
  inputs.arrivals_per_month * inputs.mean_stay_months

/** Pledges, matching, thresholds, hosts, and what a success costs. */
export const SPONSORSHIP_CASES = [
  quantityCase({
    model: 'sponsorship',
    name: 'pledge',
    method: 'closed form: truncated geometric law',
    formula: 'N a (1 - (1 - h)ⁿ) / h; deviation of a truncated geometric law',
    source: 'pay first, lapse then',
    inputs: sponsorInputs,
    quantities: [
      {
        pattern: /^expected collected/,
        example: 'expected collected EUR',
        unit: 'EUR',
        answer: expectedCollected,
      },
      {
        pattern: /^std dev of collected/,
        example: 'std dev of collected EUR',
        unit: 'EUR',
        answer: collectedDeviation,
      },
      {
        pattern: /^expected share of (?:the )?pledged/,
        example: 'expected share of pledged amount collected',
        unit: 'share',
        answer: (inputs) =>
          expectedCollected(inputs) / (inputs.sponsors * inputs.monthly * inputs.months),
      },
      {
        pattern: /^expected (?:active )?sponsors/,
        example: 'expected sponsors left at the end',
        unit: 'number',
        answer: ({ sponsors, lapseHazard, months: term }) => sponsors * (1 - lapseHazard) ** term,
      },
    ],
  }),
  quantityCase({
    model: 'sponsorship',
    name: 'pledge_goal',
    method: 'convolution of truncated geometric laws',
    formula: 'N-fold convolution of a truncated geometric law',
    source: 'pay first, lapse then',
    inputs: sponsorInputs.and(z.object({ goal_instalments: z.int().min(0) })),
    quantities: [
      {
        pattern: /^p\(collected instalments ?>= ?goal\)/,
        example: 'P(collected instalments >= goal)',
        unit: 'share',
        answer: (inputs) => shareAbove(collectedInstalments(inputs), inputs.goal_instalments - 1),
      },
    ],
  }),
  quantityCase({
    model: 'sponsorship',
    name: 'match',
    method: 'binomial law',
    formula: 'E[min(a K, M)], K binomial',
    source: 'binomial law',
    inputs: matchInputs,
    quantities: [
      {
        pattern: /^e\[matching funds\]/,
        example: 'E[matching funds] EUR',
        unit: 'EUR',
        answer: ({ pledgers, p_honour, amount, cap }) =>
          expectedMatch(pledgers, p_honour, amount, cap),
      },
      {
        pattern: /^p\(.*cap/,
        example: 'P(cap binds)',
        unit: 'share',
        answer: ({ pledgers, p_honour, amount, cap }) =>
          shareAbove(latticeLaw(defaultsWeights(pledgers, p_honour, 0), amount), cap),
      },
      {
        pattern: /^e\[(total|raised)/,
        example: 'E[total raised] EUR',
        unit: 'EUR',
        answer: ({ pledgers, p_honour, amount, cap }) =>
          pledgers * p_honour * amount + expectedMatch(pledgers, p_honour, amount, cap),
      },
    ],
  }),
  quantityCase({
    model: 'sponsorship',
    name: 'threshold',
    method: 'binomial law, mixed over the common factor where there is one',
    formula: 'P(K >= needed), K binomial or a binomial mixture',
    source: 'binomial law; Vasicek (2002)',
    inputs: z.object({
      invited: countOfSome.max(20_000),
      p_join: share,
      rho: rho.default(0),
      needed: z.int().min(0),
    }),
    quantities: [
      {
        pattern: /^p\((group reaches the )?threshold/,
        example: 'P(group reaches the threshold), independent',
        unit: 'share',
        answer: (inputs) =>
          thresholdReached(inputs.invited, inputs.p_join, inputs.rho, inputs.needed),
      },
    ],
  }),
  quantityCase({
    model: 'sponsorship',
    name: 'queue',
    method: 'closed form: Erlang',
    formula: 'Erlang B and C; wait C / (c μ - λ)',
    source: 'Erlang (1917)',
    inputs: queueInputs,
    quantities: [
      {
        pattern: /^p\(a family must wait\)/,
        example: 'P(a family must wait) Erlang C',
        unit: 'share',
        answer: (inputs) => mustWait(inputs.hosts, offered(inputs)),
      },
      {
        pattern: /^mean wait/,
        example: 'mean wait (months)',
        unit: 'months',
        answer: (inputs) =>
          meanWait(inputs.hosts, inputs.arrivals_per_month, inputs.mean_stay_months),
      },
      {
        pattern: /^share turned away/,
        example: 'share turned away if no waiting list (Erlang B)',
        unit: 'share',
        answer: (inputs) => turnedAway(inputs.hosts, offered(inputs)),
      },
      {
        pattern: /^mean occupied hosts/,
        example: 'mean occupied hosts',
        unit: 'number',
        answer: (inputs) => Math.min(inputs.hosts, offered(inputs)),
      },
      {
        pattern: /^mean (?:number of )?(?:families )?(?:waiting|queue)/,
        example: 'mean number of families waiting',
        unit: 'number',
        answer: (inputs) =>
          inputs.arrivals_per_month *
          meanWait(inputs.hosts, inputs.arrivals_per_month, inputs.mean_stay_months),
      },
    ],
  }),
  quantityCase({
    model: 'sponsorship',
    name: 'sbg',
    method: 'closed form: shifted beta-geometric law',
    formula: 'S(t) = B(α, β + t) / B(α, β)',
    source: 'Fader and Hardie (2007)',
    inputs: z.object({ alpha: positive, beta: positive, t: z.int().min(0).max(100_000) }),
    quantities: [
      {
        pattern: /^retained sponsors share/,
        example: 'retained sponsors share after 10 periods',
        unit: 'share',
        answer: (inputs) => retained(inputs, inputs.t),
      },
      {
        pattern: /^retention rate/,
        example: 'retention rate in the last period',
        unit: 'share',
        answer: (inputs) => retained(inputs, inputs.t) / retained(inputs, inputs.t - 1),
      },
    ],
  }),
  quantityCase({
    model: 'sponsorship',
    name: 'sbg_fit',
    method: 'largest likelihood of the shifted beta-geometric law',
    formula: 'largest Σ nₜ ln(S(t-1) - S(t)) + n ln S(T)',
    source: 'Fader and Hardie (2007)',
    inputs: cohortInputs,
    quantities: [
      {
        pattern: /^mle (alpha|beta)/,
        example: 'MLE alpha',
        unit: 'number',
        answer: ({ law }, [name]) => (name === 'alpha' ? law.alpha : law.beta),
      },
      {
        pattern: /^max log-likelihood/,
        example: 'max log-likelihood',
        unit: 'number',
        answer: ({ law, stopped, staying }) => retentionLogLikelihood(law, stopped, staying),
      },
      {
        pattern: /^projected survival in year ([0-9]+)/,
        example: 'projected survival in year 12',
        unit: 'share',
        answer: ({ law }, [year]) => retained(law, Number(year)),
      },
    ],
  }),
  quantityCase({
    model: 'sponsorship',
    name: 'housing',
    method: 'closed form, or quadrature over what families differ in',
    formula: '1 - (1 - p)ⁿ, or ∫ expit(m + s z) φ(z) dz',
    source: 'geometric law; logistic-normal law',
    inputs: z.union([
      z.object({ monthly_prob: share, months }),
      z.object({ logit_mean: z.number().min(-50).max(50), logit_sd: z.number().min(0).max(10) }),
    ]),
    quantities: [
      {
        pattern: /^p\((?:housed|success)/,
        example: 'P(housed within 6 months)',
        unit: 'share',
        answer: (inputs) =>
          'months' in inputs
            ? 1 - (1 - inputs.monthly_prob) ** inputs.months
            : logisticNormal(inputs.logit_mean, inputs.logit_sd),
      },
      {
        pattern: /^mean (?:months|time) (?:until|to) (?:housed|housing)/,
        example: 'mean months until housed',
        unit: 'months',
        answer: (inputs) => ('months' in inputs ? 1 / inputs.monthly_prob : Number.NaN),
      },
    ],
  }),
  quantityCase({
    model: 'sponsorship',
    name: 'cost',
    method: 'closed form, or a binomial law',
    formula: 'E[C] / E[K]; the biased one beside it: E[C / K | K >= 1]',
    source: 'binomial law',
    inputs: z
      .object({
        families: countOfSome.max(20_000),
        cost_fixed: size,
        cost_per_family: size,
        p_success: share.gt(0),
      })
      .transform(({ families, cost_fixed, cost_per_family, p_success }) => ({
        ...costPerSuccess(families, p_success, cost_fixed + families * cost_per_family),
        none: shareUpTo(latticeLaw(defaultsWeights(families, p_success, 0)), 0),
        successes: meanOf(latticeLaw(defaultsWeights(families, p_success, 0))),
      })),
    quantities: [
      {
        pattern: /^cost per expected success/,
        example: 'cost per expected success EUR',
        unit: 'EUR',
        answer: ({ ofMeans }) => ofMeans,
      },
      {
        pattern: /^e\[c(?:ost)? ?\/ ?(?:k|successes)|^(?:mean|e\[)cost per success/,
        example: 'E[C/K|K>=1] EUR',
        unit: 'EUR',
        answer: ({ meanOfRatios }) => meanOfRatios,
      },
      {
        pattern: /^p\(no success/,
        example: 'P(no success)',
        unit: 'share',
        answer: ({ none }) => none,
      },
      {
        pattern: /^expected successes/,
        example: 'expected successes',
        unit: 'number',
        answer: ({ successes }) => successes,
      },
    ],
  }),
]
