import { z } from 'zod'
import {
  aggregateMoments,
  aggregateWeights,
  LENGTH_MAX,
  lengthFor,
  severityMean,
} from '../aggregate.ts'
import type { Frequency } from '../frequency.ts'
import { excessOver, expectation, type Law, latticeLaw, shareAbove } from '../law.ts'
import { gammaAbove } from '../numeric/gamma.ts'
import { latticeAdjustment } from '../ruin.ts'
import { layerMean, severityBelow } from '../severity.ts'
import { lawQuantities } from './law-quantities.ts'
import {
  frequency,
  type Lattice,
  latticeSeverity,
  listedSeverity,
  severity,
  unitSeverity,
} from './law-texts.ts'
import { positive, quantityCase, size } from './quantity-case.ts'

/** All claims together, and what else a question may name. */
function claimsOf(law: Frequency, one: Lattice) {
  const { mean, variance } = aggregateMoments(law, one.weights)
  return {
    law: latticeLaw(aggregateWeights(law, one.weights), one.step),
    mean: mean * one.step,
    variance: variance * one.step ** 2,
  }
}

const TOO_LONG = { message: 'claims have too many sizes to be worked out within seconds' }

/** Whether the law of all claims is one that is worked out. */
function fits(law: Frequency, one: Lattice): boolean {
  return lengthFor(law, one.weights) <= LENGTH_MAX
}

function isShort(inputs: { readonly frequency: Frequency; readonly severity_units: Lattice }) {
  return fits(inputs.frequency, inputs.severity_units)
}

const unitClaims = z.object({ frequency, severity_units: unitSeverity })

const retention = z.object({ retention: size.optional() })

const retentionQuantity = {
  pattern: /^stop-loss premium(?: e\(s-([0-9.]+)\)\+)?/,
  example: 'stop-loss premium E(S-30)+',
  unit: 'units' as const,
}

const aggregate = (name: string, method: string, formula: string, source: string) =>
  quantityCase({
    model: 'insurance',
    name,
    method,
    formula,
    source,
    inputs: unitClaims
      .extend(retention.shape)
      .refine(isShort, TOO_LONG)
      .transform(({ frequency: law, severity_units, retention: kept }) => ({
        ...claimsOf(law, severity_units),
        retention: kept,
      })),
    quantities: [
      ...lawQuantities<ReturnType<typeof claimsOf> & { retention: number | undefined }>(
        ({ law }) => law,
        'units',
      ),
      {
        ...retentionQuantity,
        answer: ({ law, retention: kept }, [word = '']) =>
          excessOver(law, kept ?? (word === '' ? Number.NaN : Number(word))),
      },
    ],
  })

const bookClaims = z
  .object({
    frequency,
    severity: unitSeverity.optional(),
    severity_units_25: listedSeverity.optional(),
    retention_units: size.optional(),
  })
  .transform((inputs, context) => {
    const one = inputs.severity ?? inputs.severity_units_25
    if (one !== undefined && fits(inputs.frequency, one)) return claimsOf(inputs.frequency, one)
    const message = one === undefined ? 'is needed' : TOO_LONG.message
    context.addIssue({ code: 'custom', path: ['severity'], message })
    return z.NEVER
  })

const PANJER = 'f(x) = 1 / (1 - a s(0)) Σ (a + b j / x) s(j) f(x - j)'

/** P(S > x) of Poisson many exponential claims: a Poisson mixture of gamma laws. */
function poissonExponentialAbove(claims: number, meanClaim: number, x: number): number {
  let weight = Math.exp(-claims)
  let above = 0
  for (let n = 1; n < 10 * claims + 100; n++) {
    weight *= claims / n
    above += weight * gammaAbove(n, x / meanClaim)
  }
  return above
}

/** Claims, premiums and layers. */
export const INSURANCE_CASES = [
  aggregate('panjer', 'recursion of Panjer', PANJER, 'Panjer (1981)'),
  aggregate('comp_nb', 'recursion of Panjer', PANJER, 'Panjer (1981)'),
  aggregate(
    'comp_bin',
    'Fourier transform of the generating function',
    'inverse transform of the generating function at the transform of the severity',
    'Grübel and Hermesmeier (1999)',
  ),
  quantityCase({
    model: 'insurance',
    name: 'loss_models',
    method: 'recursion of Panjer, or a Fourier transform',
    formula: 'the two above',
    source: 'Klugman, Panjer and Willmot, Loss Models',
    inputs: bookClaims,
    quantities: lawQuantities(({ law }: { law: Law }) => law, 'units'),
  }),
  quantityCase({
    model: 'insurance',
    name: 'actuar_agg',
    method: 'recursion of Panjer on a lattice of the same mean',
    formula: 'Panjer on a lattice of the same mean',
    source: 'Goulet et al., actuar, vignette risk',
    inputs: z
      .object({
        frequency,
        severity: latticeSeverity.or(
          z
            .literal('as above')
            .transform(
              (): Lattice =>
                latticeSeverity.parse('Gamma(2,1), unbiased discretisation, step 0.5 on (0,22)'),
            ),
        ),
      })
      .refine(({ frequency: law, severity: one }) => fits(law, one), TOO_LONG)
      .transform(({ frequency: law, severity: one }) => claimsOf(law, one)),
    quantities: lawQuantities(({ law }: { law: Law }) => law, 'units'),
  }),
  quantityCase({
    model: 'insurance',
    name: 'cp_exp',
    method: 'closed form: Poisson mixture of gamma laws',
    formula: 'Σ Poisson(n) Q(n, x / μ)',
    source: 'Poisson mixture of gamma laws',
    inputs: z
      .object({ frequency, severity, x: size })
      .refine(({ frequency: law }) => law.kind === 'poisson' && law.mean <= 700, {
        path: ['frequency'],
        message: 'is Poisson with a mean of at most 700',
      })
      .refine(({ severity: one }) => one.kind === 'exponential', {
        path: ['severity'],
        message: 'is exponential',
      }),
    quantities: [
      {
        pattern: /^p\(s ?> ?[0-9.]+\)/,
        example: 'P(S>8000)',
        unit: 'share',
        answer: ({ frequency: law, severity: one, x }) =>
          law.kind === 'poisson' && one.kind === 'exponential'
            ? poissonExponentialAbove(law.mean, one.mean, x)
            : Number.NaN,
      },
    ],
  }),
  quantityCase({
    model: 'insurance',
    name: 'layer',
    method: 'closed form: limited expected values',
    formula: 'E[X ∧ (d + l)] - E[X ∧ d]',
    source: 'Klugman, Panjer and Willmot, Loss Models, appendix A',
    inputs: z.object({ severity, deductible: size, limit: positive }),
    quantities: [
      {
        pattern: /^e\[min\(\(x-/,
        example: 'E[min((X-500)+,3000)]',
        unit: 'EUR',
        answer: (inputs) => layerMean(inputs.severity, inputs.deductible, inputs.limit),
      },
      {
        pattern: /^p\(x ?> ?d/,
        example: 'P(X>d) (the layer is touched)',
        unit: 'share',
        answer: (inputs) => 1 - severityBelow(inputs.severity, inputs.deductible),
      },
    ],
  }),
  quantityCase({
    model: 'insurance',
    name: 'lossratio',
    method: 'recursion of Panjer',
    formula: 'P(S > k premium)',
    source: 'Panjer (1981)',
    inputs: unitClaims
      .extend({ premium: z.string().regex(/^[0-9.]+ E\[S\]$/, 'is written like 1.25 E[S]') })
      .refine(isShort, TOO_LONG)
      .transform(({ frequency: law, severity_units, premium }) => {
        const claims = claimsOf(law, severity_units)
        return { law: claims.law, premium: Number(premium.split(' ')[0]) * claims.mean }
      }),
    quantities: [
      {
        pattern: /^p\(loss ratio ?> ?([0-9.]+)%\)/,
        example: 'P(loss ratio > 100%)',
        unit: 'share',
        answer: ({ law, premium }, [percent]) => shareAbove(law, (Number(percent) / 100) * premium),
      },
    ],
  }),
  quantityCase({
    model: 'insurance',
    name: 'premium',
    method: 'closed form: moments of a compound law',
    formula:
      '(1 + θ) E[S]; E[S] + θ σ; E[S] + θ σ²; ln E[exp(a S)] / a; E[S exp(a S)] / E[exp(a S)]; λ (M(t) - 1) = (1 + θ) E[S] t',
    source: 'Bühlmann (1970)',
    inputs: unitClaims
      .extend({ loading: size.optional(), risk_aversion: positive.optional() })
      .refine(isShort, TOO_LONG)
      .transform(({ frequency: law, severity_units, loading, risk_aversion }) => ({
        ...claimsOf(law, severity_units),
        severity: severity_units,
        isPoisson: law.kind === 'poisson',
        loading: loading ?? Number.NaN,
        aversion: risk_aversion ?? Number.NaN,
      })),
    quantities: [
      {
        pattern: /^expected-value premium/,
        example: 'expected-value premium',
        unit: 'units',
        answer: ({ mean, loading }) => (1 + loading) * mean,
      },
      {
        pattern: /^(?:standard[- ]deviation|std[- ]dev(?:iation)?) premium/,
        example: 'standard-deviation premium',
        unit: 'units',
        answer: ({ mean, variance, loading }) => mean + loading * Math.sqrt(variance),
      },
      {
        pattern: /^variance premium/,
        example: 'variance premium',
        unit: 'units',
        answer: ({ mean, variance, loading }) => mean + loading * variance,
      },
      {
        pattern: /^exponential premium/,
        example: 'exponential premium',
        unit: 'units',
        answer: ({ law, aversion }) => exponentialPremium(law, aversion),
      },
      {
        pattern: /^adjustment coefficient/,
        example: 'adjustment coefficient',
        unit: 'number',
        answer: ({ isPoisson, severity: { weights, step }, loading }) =>
          isPoisson && loading > 0
            ? latticeAdjustment(weights, (1 + loading) * severityMean(weights)) / step
            : Number.NaN,
      },
      {
        pattern: /^esscher premium/,
        example: 'Esscher premium',
        unit: 'units',
        answer: ({ law, aversion }) => {
          const tilt = (value: number): number => Math.exp(aversion * value)
          return expectation(law, (value) => value * tilt(value)) / expectation(law, tilt)
        },
      },
    ],
  }),
]

/** ln E[exp(a S)] / a. */
function exponentialPremium(law: Law, aversion: number): number {
  return Math.log(expectation(law, (value) => Math.exp(aversion * value))) / aversion
}
