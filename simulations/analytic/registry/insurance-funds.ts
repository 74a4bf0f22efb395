import { z } from 'zod'
import { expectedPaidMonths, purePremiumShare, type RentRisk } from '../rent.ts'
import { adjustmentCoefficient, ruinBounds, ultimateRuinOfMixture } from '../ruin.ts'
import { latticeMoved, severityBelow } from '../severity.ts'
import { exponentialMixture, exponentialRate, retainedPremium, severity } from './law-texts.ts'
import { months, positive, quantityCase, share, size } from './quantity-case.ts'

/** Ruin of insurers, and what a cover of rent costs. */
export const INSURER_CASES = [
  quantityCase({
    model: 'insurance',
    name: 'actuar_adj',
    method: 'closed form: adjustment coefficient',
    formula: 'M_X(t) M_W(-c t) = 1: t = 1/(a μ) - w/c',
    source: 'Goulet et al., actuar, vignette risk',
    inputs: z.object({
      W: exponentialRate,
      C: exponentialRate,
      premium: retainedPremium,
      retention: share.gt(0).default(1),
    }),
    quantities: [
      {
        pattern: /^adjustment coefficient/,
        example: 'adjustment coefficient',
        unit: 'number',
        answer: ({ W, C, premium, retention: kept }) => {
          const net = premium(kept)
          return net > 0 ? adjustmentCoefficient(C, W, net, kept) : Number.NaN
        },
      },
    ],
  }),
  quantityCase({
    model: 'insurance',
    name: 'actuar_ruin',
    method: 'exponential of a matrix (phase-type law)',
    formula: 'ψ(u) = a₊ exp((T + t a₊) u) 1',
    source: 'Asmussen and Albrecher (2010), IX.3.1',
    inputs: z.object({
      claims: exponentialMixture,
      wait: exponentialRate,
      premium: positive,
      u: size,
    }),
    quantities: [
      {
        pattern: /^p\(ultimate ruin\)/,
        example: 'P(ultimate ruin)',
        unit: 'share',
        answer: ({ claims, wait, premium, u }) => ultimateRuinOfMixture(claims, wait, premium, u),
      },
    ],
  }),
  quantityCase({
    model: 'insurance',
    name: 'beekman',
    method: 'recursion of Panjer on a lattice moved down and up',
    formula: '1 - F of a geometric number of records, moved down and up to a lattice',
    source: 'Beekman (1968); Panjer and Willmot (1992)',
    inputs: z
      .object({
        claims: severity,
        loading: positive,
        u: size,
        step: positive.default(1),
      })
      .refine(({ u, step }) => u / step <= 5_000, {
        path: ['u'],
        message: 'is at most 5,000 steps',
      })
      .refine(({ claims }) => claims.kind === 'pareto' && claims.shape > 1, {
        path: ['claims'],
        message: 'is a Pareto law with a mean',
      })
      .transform(({ claims, loading, u, step }) => {
        // What a record takes of the fund has again a Pareto law, of a shape less by one.
        const record = claims.kind === 'pareto' ? { ...claims, shape: claims.shape - 1 } : claims
        // Larger records end the fund at once; the recursion never asks for them.
        const points = Math.ceil(u / step) + 1
        const below = (x: number): number => severityBelow(record, x)
        return ruinBounds(
          latticeMoved(below, step, points, 'down'),
          latticeMoved(below, step, points, 'up'),
          loading,
          Math.floor(u / step),
        )
      }),
    quantities: [
      {
        pattern: /^(lower|upper) bound of ruin probability/,
        example: 'lower bound of ruin probability (Beekman, compound geometric)',
        unit: 'share',
        answer: (bounds, [which]) => (which === 'lower' ? bounds.lower : bounds.upper),
      },
    ],
  }),
  quantityCase({
    model: 'insurance',
    name: 'rent_cover',
    method: 'closed form: geometric number of unpaid months',
    formula: 'p Σ P(U >= max(k, m)) / 12, k from 1 to the most, U geometric',
    source: 'src/credit/core/cover.ts, of which this is the mean',
    inputs: z
      .object({
        arrears_prob_per_year: share,
        end_hazard: share.gt(0),
        trigger_months: z.int().min(0).max(1_200),
        pays_trigger_months: z.boolean().default(true),
        months_max: months,
        monthly_rent: size.optional(),
      })
      .transform((inputs) => ({
        risk: {
          arrearsShare: inputs.arrears_prob_per_year,
          endHazard: inputs.end_hazard,
          triggerMonths: inputs.trigger_months,
          paysTriggerMonths: inputs.pays_trigger_months,
          monthsMax: inputs.months_max,
        } satisfies RentRisk,
        rent: inputs.monthly_rent ?? Number.NaN,
      })),
    quantities: [
      {
        pattern: /^expected months paid/,
        example: 'expected months paid where rent stops',
        unit: 'months',
        answer: ({ risk }) => expectedPaidMonths(risk),
      },
      {
        pattern: /^pure premium \(share/,
        example: 'pure premium (share of yearly rent)',
        unit: 'share',
        answer: ({ risk }) => purePremiumShare(risk),
      },
      {
        pattern: /^pure premium eur/,
        example: 'pure premium EUR a year',
        unit: 'EUR',
        answer: ({ risk, rent }) => purePremiumShare(risk) * 12 * rent,
      },
    ],
  }),
]
