import { z } from 'zod'
import { clopperPearson, wilson } from '../../stats/intervals.ts'
import { philoxBlock, SOBOL_DIMENSIONS, sobolCoordinate, xoshiroWord } from '../generators.ts'
import {
  fittedFactorModel,
  quantileRanks,
  sampleLaw,
  sampleQuantile,
  uniformPosterior,
} from '../inference.ts'
import { expectedShortfall } from '../law.ts'
import { betaQuantile } from '../numeric/beta.ts'
import { at } from '../numeric/elements.ts'
import { type Indices, ishigamiIndices, productIndices } from '../sensitivity.ts'
import { level, properShare, type Quantity, quantityCase } from './quantity-case.ts'

const word = z
  .int()
  .min(0)
  .max(2 ** 32 - 1)
const paths = z.int().min(1).max(10_000_000)

const eventsOf = z
  .object({ events: z.int().min(0), paths, level })
  .refine(({ events, paths: trials }) => events <= trials, {
    path: ['events'],
    message: 'is not above paths',
  })

const sample = z.array(z.number()).min(1).max(1_000_000)

const vintages = z
  .array(z.tuple([z.int().min(1).max(100_000), z.int().min(0)]))
  .min(2)
  .max(100)
  .refine((years) => years.every(([loans, defaults]) => defaults <= loans), {
    message: 'no more defaults than loans',
  })
  .refine((years) => years.some(([, defaults]) => defaults > 0), 'has a default')

function indexQuantities<Inputs>(
  indicesOf: (inputs: Inputs) => Indices,
): readonly Quantity<Inputs>[] {
  return [
    {
      // S1 is the share alone, ST1 with all others.
      pattern: /^(st?)([0-9]+)$/,
      example: 'ST1',
      unit: 'share',
      answer: (inputs, [kind, number]) => {
        const { first, total } = indicesOf(inputs)
        const row = kind === 'st' ? total : first
        return row[Number(number) - 1] ?? Number.NaN
      },
    },
  ]
}

/** Intervals, estimates, sensitivity, and what generators give. */
export const ANALYTICS_CASES = [
  quantityCase({
    model: 'analytics',
    name: 'binom_ci',
    method: 'closed form: quantiles of the beta law, or of the normal law',
    formula: "quantiles of Beta(k, n - k + 1) and Beta(k + 1, n - k); Wilson's score",
    source: 'Clopper and Pearson (1934); Wilson (1927)',
    inputs: eventsOf,
    quantities: [
      {
        pattern: /^(clopper-pearson|wilson) (lower|upper)/,
        example: 'Clopper-Pearson lower',
        unit: 'share',
        answer: ({ events, paths: trials, level: wanted }, [kind, end]) => {
          const interval = kind === 'wilson' ? wilson : clopperPearson
          const { lower, upper } = interval(events, trials, wanted)
          return end === 'lower' ? lower : upper
        },
      },
    ],
  }),
  quantityCase({
    model: 'analytics',
    name: 'quantile_ci',
    method: 'quantiles of a binomial law',
    formula: 'quantiles of Bin(n, q)',
    source: 'David and Nagaraja (2003), 7.1',
    inputs: z.object({ paths: paths.max(5_000_000), q: level, level }),
    quantities: [
      {
        pattern: /^order-statistic index, (lower|upper)/,
        example: 'order-statistic index, lower (1-based)',
        unit: 'number',
        answer: (inputs, [end]) => {
          const { lower, upper } = quantileRanks(inputs.paths, inputs.q, inputs.level)
          return end === 'lower' ? lower : upper
        },
      },
    ],
  }),
  quantityCase({
    model: 'analytics',
    name: 'quantile',
    method: 'sorted sample',
    formula: 'types R-1 to R-9; (E[X; X > v] + v (P(X <= v) - q)) / (1 - q)',
    source: 'Hyndman and Fan (1996); Acerbi and Tasche (2002)',
    inputs: z.object({
      sample,
      q: level,
      type: z
        .string()
        .regex(/^(R-|type )?[1-9]\b/i, 'is one of R-1 to R-9')
        .default('R-1'),
    }),
    quantities: [
      {
        pattern: /^quantile/,
        example: 'quantile',
        unit: 'number',
        answer: (inputs) =>
          sampleQuantile(inputs.sample, inputs.q, Number(/[1-9]/.exec(inputs.type)?.[0])),
      },
      {
        pattern: /^var/,
        example: 'VaR75 (smallest x with F(x) >= q)',
        unit: 'number',
        answer: (inputs) => sampleQuantile(inputs.sample, inputs.q, 1),
      },
      {
        pattern: /^es/,
        example: 'ES75 (Acerbi-Tasche on empirical law)',
        unit: 'number',
        answer: (inputs) => expectedShortfall(sampleLaw(inputs.sample), inputs.q),
      },
    ],
  }),
  quantityCase({
    model: 'analytics',
    name: 'calib',
    method: 'largest likelihood of a binomial mixture',
    formula: 'largest Σ ln ∫ Bin(n, k; p(z)) φ(z) dz',
    source: 'Gordy and Heitfield (2002)',
    inputs: z.object({ vintages }).transform((inputs) => fittedFactorModel(inputs.vintages)),
    quantities: [
      {
        pattern: /^mle (pd|rho)/,
        example: 'MLE PD (one-factor binomial mixture)',
        unit: 'share',
        answer: (fit, [name]) => (name === 'pd' ? fit.probability : fit.rho),
      },
      {
        pattern: /^max log-likelihood/,
        example: 'max log-likelihood',
        unit: 'number',
        answer: (fit) => fit.logLikelihood,
      },
    ],
  }),
  quantityCase({
    model: 'analytics',
    name: 'abc',
    method: 'closed form: beta law',
    formula: 'Beta(k + 1, n - k + 1)',
    source: 'Bayes (1763)',
    inputs: z
      .object({
        observed_defaults: z.int().min(0),
        loans: paths,
        prior: z.literal('U(0,1)').default('U(0,1)'),
        level: properShare.optional(),
      })
      .refine(({ observed_defaults, loans }) => observed_defaults <= loans, {
        path: ['observed_defaults'],
        message: 'is not above loans',
      })
      .transform(({ observed_defaults, loans }) => uniformPosterior(observed_defaults, loans)),
    quantities: [
      {
        pattern: /^posterior mean/,
        example: 'posterior mean PD',
        unit: 'share',
        answer: ({ mean }) => mean,
      },
      {
        pattern: /^posterior (sd|std|standard dev)/,
        example: 'posterior std dev PD',
        unit: 'share',
        answer: ({ deviation }) => deviation,
      },
      {
        pattern: /^posterior ([0-9.]+)%? quantile/,
        example: 'posterior 97.5% quantile PD',
        unit: 'share',
        answer: ({ a, b }, [percent]) => betaQuantile(Number(percent) / 100, a, b),
      },
    ],
  }),
  quantityCase({
    model: 'analytics',
    name: 'ishigami',
    method: 'closed form: parts of the variance',
    formula: 'V₁ = (1 + b π⁴/5)² / 2, V₂ = a²/8, V₁₃ = b² π⁸ (1/18 - 1/50)',
    source: 'Ishigami and Homma (1990)',
    inputs: z.object({ a: z.number(), b: z.number() }),
    quantities: indexQuantities(({ a, b }: { a: number; b: number }) => ishigamiIndices(a, b)),
  }),
  quantityCase({
    model: 'analytics',
    name: 'gfun',
    method: 'closed form: parts of the variance',
    formula: 'Vᵢ = 1 / (3 (1 + aᵢ)²), V = Π (1 + Vᵢ) - 1',
    source: "Sobol' (1993)",
    inputs: z.object({ a: z.array(z.number().min(0)).min(1).max(1_000) }),
    quantities: indexQuantities(({ a }: { a: readonly number[] }) => productIndices(a)),
  }),
  quantityCase({
    model: 'analytics',
    name: 'philox',
    method: 'the generator of the engine',
    formula: 'ten rounds',
    source: 'Salmon et al. (2011)',
    inputs: z.object({
      generator: z.literal('Philox4x32-10').default('Philox4x32-10'),
      counter: z.array(word).length(4),
      key: z.array(word).length(2),
      word: z.int().min(0).max(3),
    }),
    quantities: [
      {
        pattern: /^output word/,
        example: 'output word (uint32)',
        unit: 'number',
        answer: ({ counter, key, word: place }) => at(philoxBlock(counter, key), place),
      },
    ],
  }),
  quantityCase({
    model: 'analytics',
    name: 'xoshiro',
    method: 'the generator of the engine',
    formula: 'xoshiro128**',
    source: 'Blackman and Vigna (2021)',
    inputs: z.object({
      generator: z.literal('xoshiro128**').default('xoshiro128**'),
      state: z
        .array(word)
        .length(4)
        .refine((state) => state.some((one) => one !== 0), 'is not all zero'),
      index_0_based: z.int().min(0).max(10_000_000),
    }),
    quantities: [
      {
        pattern: /^output/,
        example: 'output (uint32)',
        unit: 'number',
        answer: ({ state, index_0_based }) => xoshiroWord(state, index_0_based),
      },
    ],
  }),
  quantityCase({
    model: 'analytics',
    name: 'sobol_seq',
    method: 'the sequence of the engine',
    formula: 'direction numbers new-joe-kuo-6.21201',
    source: 'Joe and Kuo (2008)',
    inputs: z.object({
      index_0_based: z
        .int()
        .min(0)
        .max(2 ** 31 - 1),
      coordinate_0_based: z
        .int()
        .min(0)
        .max(SOBOL_DIMENSIONS - 1),
      scramble: z.literal(false).default(false),
      gray_code_order: z.literal(true).default(true),
    }),
    quantities: [
      {
        pattern: /^coordinate/,
        example: 'coordinate',
        unit: 'share',
        answer: (inputs) => sobolCoordinate(inputs.index_0_based, inputs.coordinate_0_based),
      },
    ],
  }),
]
