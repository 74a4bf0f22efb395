import { z } from 'zod'
import { defaultsWeights, groupedLossWeights, studentDefaultsWeights } from '../factor.ts'
import {
  capitalShare,
  defaultCorrelation,
  jointProbability,
  type LargePool,
  largePoolQuantile,
  largePoolShareUpTo,
  largePoolShortfall,
  rateDeviation,
  retailCorrelation,
} from '../large-pool.ts'
import { type Law, latticeLaw } from '../law.ts'
import { lawQuantities } from './law-quantities.ts'
import {
  count,
  countOfSome,
  level,
  properRho,
  properShare,
  quantityCase,
  rho,
  share,
  shareOfSome,
} from './quantity-case.ts'

const factorInputs = z.object({ PD: properShare, rho })

const largePoolInputs = z
  .object({ PD: properShare, rho: properRho, LGD: shareOfSome, q: level })
  .transform(({ PD, rho: correlation, LGD, q }) => ({
    pool: { probability: PD, rho: correlation, lossGivenDefault: LGD } satisfies LargePool,
    q,
  }))

const groupInputs = z
  .object({
    groups: z
      .array(z.object({ n: countOfSome, PD: properShare, loss_units: z.int().min(1).max(1000) }))
      .min(1)
      .max(50),
    rho,
  })
  .refine(
    ({ groups }) => groups.reduce((all, { n, loss_units }) => all + n * loss_units, 0) <= 5_000,
    'groups lose at most 5,000 units together',
  )
  .transform(({ groups, rho: correlation }) =>
    latticeLaw(
      groupedLossWeights(
        groups.map(({ n, PD, loss_units }) => ({
          count: n,
          probability: PD,
          lossUnits: loss_units,
        })),
        correlation,
      ),
    ),
  )

/** Pools under a common factor. */
export const POOL_CASES = [
  quantityCase({
    model: 'microcredit',
    name: 'pool',
    method: 'quadrature over the common factor of a binomial law',
    formula: '∫ Bin(N, k; p(z)) φ(z) dz, p(z) = Φ((Φ⁻¹(p) - √ρ z) / √(1 - ρ))',
    source: 'Vasicek (2002)',
    inputs: z
      .object({ loans: count.max(20_000), PD: share, rho, LGD: z.literal(1).default(1) })
      .transform(({ loans, PD, rho: correlation }) =>
        latticeLaw(defaultsWeights(loans, PD, correlation)),
      ),
    quantities: lawQuantities((law: Law) => law, 'number'),
  }),
  quantityCase({
    model: 'microcredit',
    name: 'het_pool',
    method: 'quadrature over the common factor of convolved binomial laws',
    formula: '∫ (convolution over the groups given z) φ(z) dz',
    source: 'CreditMetrics (1997)',
    inputs: groupInputs,
    quantities: lawQuantities((law: Law) => law, 'units'),
  }),
  quantityCase({
    model: 'microcredit',
    name: 'vasicek_inf',
    method: 'closed form: infinitely many small loans under one factor',
    formula:
      'VaR = LGD Φ((Φ⁻¹(p) + √ρ Φ⁻¹(q)) / √(1 - ρ)); ES = LGD Φ₂(Φ⁻¹(1 - q), Φ⁻¹(p); √ρ) / (1 - q)',
    source: 'Vasicek (2002)',
    inputs: largePoolInputs,
    quantities: [
      {
        pattern: /^var\b/,
        example: 'VaR of loss rate, infinite granular pool',
        unit: 'share',
        answer: ({ pool, q }) => largePoolQuantile(pool, q),
      },
      {
        pattern: /^es\b/,
        example: 'ES of loss rate, infinite granular pool',
        unit: 'share',
        answer: ({ pool, q }) => largePoolShortfall(pool, q),
      },
      {
        pattern: /^(expected loss|mean|el)( rate)?$/,
        example: 'expected loss rate',
        unit: 'share',
        answer: ({ pool }) => pool.probability * pool.lossGivenDefault,
      },
      {
        pattern: /^(unexpected loss|economic capital|capital|ul\b)/,
        example: 'unexpected loss (VaR less expected loss)',
        unit: 'share',
        answer: ({ pool, q }) =>
          largePoolQuantile(pool, q) - pool.probability * pool.lossGivenDefault,
      },
      {
        pattern: /^std dev of loss rate/,
        example: 'std dev of loss rate',
        unit: 'share',
        answer: ({ pool }) => pool.lossGivenDefault * rateDeviation(pool.probability, pool.rho),
      },
      {
        pattern: /^p\(loss(?: rate)? ?<= ?([0-9.]+)\)/,
        example: 'P(loss rate <= 0.1)',
        unit: 'share',
        answer: ({ pool }, [x]) => largePoolShareUpTo(pool, Number(x)),
      },
      {
        pattern: /^p\(loss(?: rate)? ?> ?([0-9.]+)\)/,
        example: 'P(loss rate > 0.1)',
        unit: 'share',
        answer: ({ pool }, [x]) => 1 - largePoolShareUpTo(pool, Number(x)),
      },
    ],
  }),
  quantityCase({
    model: 'microcredit',
    name: 'vasicek_ul',
    method: 'closed form: bivariate normal distribution',
    formula: '√(Φ₂(c, c; ρ) - p²), c = Φ⁻¹(p)',
    source: 'Vasicek (2002)',
    inputs: factorInputs,
    quantities: [
      {
        pattern: /^std dev of default rate/,
        example: 'std dev of default rate, infinite pool',
        unit: 'share',
        answer: (inputs) => rateDeviation(inputs.PD, inputs.rho),
      },
    ],
  }),
  quantityCase({
    model: 'microcredit',
    name: 'pool_t',
    method: 'quadrature over the common factor and the common divisor of a binomial law',
    formula: '∫∫ Bin(N, k; Φ((t_ν⁻¹(p) √w - √ρ z) / √(1 - ρ))) φ(z) dz dF(w), ν w chi-square',
    source: 'Frey and McNeil (2003)',
    inputs: z
      .object({
        loans: count.max(1_000),
        PD: share,
        rho,
        degrees_of_freedom: z.number().min(1).max(1_000),
      })
      .transform(({ loans, PD, rho: correlation, degrees_of_freedom }) =>
        latticeLaw(studentDefaultsWeights(loans, PD, correlation, degrees_of_freedom)),
      ),
    quantities: lawQuantities((law: Law) => law, 'number'),
  }),
  quantityCase({
    model: 'microcredit',
    name: 'default_corr',
    method: 'closed form: bivariate normal distribution',
    formula: '(Φ₂(c, c; ρ) - p²) / (p (1 - p))',
    source: 'Vasicek (2002)',
    inputs: factorInputs,
    quantities: [
      {
        pattern: /^default (\(indicator\) )?correlation/,
        example: 'default (indicator) correlation',
        unit: 'share',
        answer: (inputs) => defaultCorrelation(inputs.PD, inputs.rho),
      },
      {
        pattern: /^(joint|p\(both)/,
        example: 'joint default probability',
        unit: 'share',
        answer: (inputs) => jointProbability(inputs.PD, inputs.rho),
      },
    ],
  }),
  quantityCase({
    model: 'microcredit',
    name: 'basel_retail',
    method: 'closed form: Basel rules for other retail',
    formula: 'R = 0.03 w + 0.16 (1 - w), w = (1 - e^(-35 p)) / (1 - e^-35); K = VaR99.9 - p LGD',
    source: 'Regulation (EU) 575/2013, art. 154; Basel II, 328-330',
    inputs: z.object({ PD: properShare, LGD: shareOfSome }).transform(
      ({ PD, LGD }): LargePool => ({
        probability: PD,
        rho: retailCorrelation(PD),
        lossGivenDefault: LGD,
      }),
    ),
    quantities: [
      {
        pattern: /correlation r\b/,
        example: 'IRB other-retail correlation R',
        unit: 'share',
        answer: (pool) => pool.rho,
      },
      {
        pattern: /capital|\bk\b/,
        example: 'IRB other-retail capital requirement K',
        unit: 'share',
        answer: capitalShare,
      },
      {
        pattern: /risk weight|\brw\b/,
        example: 'IRB other-retail risk weight',
        unit: 'share',
        answer: (pool) => 12.5 * capitalShare(pool),
      },
    ],
  }),
]
