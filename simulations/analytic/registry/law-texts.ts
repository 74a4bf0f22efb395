import { z } from 'zod'
import { aggregateWeights, lengthFor } from '../aggregate.ts'
import type { Frequency } from '../frequency.ts'
import type { ExponentialPart } from '../ruin.ts'
import { latticeOfMean, type Severity } from '../severity.ts'

/** A plain decimal number. */
const DIGITS = '[0-9]+(?:\\.[0-9]+)?(?:e-?[0-9]+)?'
const N = `(${DIGITS})`
const SUM_TOLERANCE = 1e-9
const UNITS_MAX = 100_000
/** Units that the claims of one month may come to. */
const MONTH_UNITS_MAX = 1 << 17

/** A severity on a lattice: the probability of 0, 1, 2, … steps, and how large a step is. */
export interface Lattice {
  readonly weights: readonly number[]
  readonly step: number
}

/** A text that one of some patterns reads; what none reads is a fault of the input. */
function textOf<T>(
  readers: readonly (readonly [string, (...numbers: readonly number[]) => T])[],
  examples: string,
): z.ZodType<T> {
  return z.string().transform((text, context): T => {
    for (const [pattern, read] of readers) {
      const caught = new RegExp(pattern, 'i').exec(text)
      if (caught !== null) return read(...caught.slice(1).map(Number))
    }
    context.addIssue({ code: 'custom', message: `is written like ${examples}` })
    return z.NEVER
  })
}

const FREQUENCIES = 'Poisson(12), Binomial(200,0.06), NegBin(r=3, mean=12) or NegBin(r=6, beta=0.5)'

const namedFrequency = textOf<Frequency>(
  [
    [`^poisson\\(${N}\\)$`, (mean = 0) => ({ kind: 'poisson', mean })],
    [
      `^binomial\\(([0-9]+), ?${N}\\)$`,
      (trials = 0, part = 0) => ({ kind: 'binomial', trials, share: part }),
    ],
    [
      `^negbin\\(r=${N}, ?mean=${N}\\)$`,
      (r = 0, mean = 0) => ({ kind: 'negative_binomial', r, beta: mean / r }),
    ],
    [
      `^negbin\\(r=${N}, ?beta=${N}\\)$`,
      (r = 0, beta = 0) => ({ kind: 'negative_binomial', r, beta }),
    ],
  ],
  FREQUENCIES,
).refine(isSane, 'has numbers above zero, a share below one, and at most 100,000 claims')

const countedFrequency = z
  .record(z.string().regex(/^[0-9]+$/), z.number().min(0).max(1))
  .transform((shares, context) => {
    const weights = denseOf(shares)
    if (isLaw(weights)) return { kind: 'counts' as const, weights }
    context.addIssue({ code: 'custom', message: 'has probabilities that sum to one' })
    return z.NEVER
  })

/** How many claims there are: a law by its name, or the probability of each number. */
export const frequency: z.ZodType<Frequency> = z.union([namedFrequency, countedFrequency], {
  error: `is written like ${FREQUENCIES}, or is the probability of each number`,
})

function isSane(law: Frequency): boolean {
  switch (law.kind) {
    case 'poisson':
      return law.mean > 0 && law.mean <= 100_000
    case 'binomial':
      return law.trials > 0 && law.trials <= 100_000 && law.share > 0 && law.share < 1
    case 'negative_binomial':
      return law.r > 0 && law.beta > 0 && law.r * law.beta <= 100_000
    default:
      return true
  }
}

/** A severity by the probability of each size: `{"1": 0.5, "2": 0.5}`; its step is what all sizes are a multiple of. */
export const unitSeverity: z.ZodType<Lattice> = z
  .record(z.string().regex(/^[0-9]+$/), z.number().min(0).max(1))
  .transform((shares, context): Lattice => {
    const step = Object.keys(shares).map(Number).reduce(commonDivisor, 0) || 1
    const weights = denseOf(
      Object.fromEntries(
        Object.entries(shares).map(([key, weight]) => [Number(key) / step, weight]),
      ),
    )
    if (isLaw(weights)) return { weights, step }
    context.addIssue({ code: 'custom', message: 'has probabilities that sum to one' })
    return z.NEVER
  })

/** The same as a list: the probability of 0, 1, 2, … units. */
export const listedSeverity: z.ZodType<Lattice> = z
  .array(z.number().min(0).max(1))
  .min(1)
  .max(UNITS_MAX)
  .refine(isLaw, 'has probabilities that sum to one')
  .transform((weights) => ({ weights, step: 1 }))

/** A severity of a named law, put on a lattice of the same mean. */
export const latticeSeverity: z.ZodType<Lattice> = textOf<Lattice>(
  [
    [
      `^gamma\\(${N}, ?${N}\\), unbiased discretisation, step ${N} on \\(0, ?${N}\\)$`,
      (shape = 0, rate = 0, step = 1, end = 0) => {
        const points = Math.round(end / step)
        const isGood = shape > 0 && rate > 0 && step > 0 && points >= 1 && points <= UNITS_MAX
        const law: Severity = { kind: 'gamma', shape, rate }
        return { weights: isGood ? Array.from(latticeOfMean(law, step, points)) : [], step }
      },
    ],
  ],
  'Gamma(2,1), unbiased discretisation, step 0.5 on (0,22)',
).refine(({ weights }) => weights.length > 0, 'has numbers above zero and at most 100,000 points')

/** How large a claim is, by the name of its law. */
export const severity: z.ZodType<Severity> = textOf<Severity>(
  [
    [`^exponential mean ${N}$`, (mean = 0) => ({ kind: 'exponential', mean })],
    [
      `^pareto\\(alpha=${N}, ?theta=${N}\\)`,
      (shape = 0, scale = 0) => ({ kind: 'pareto', shape, scale }),
    ],
    [`^pareto\\(${N}, ?${N}\\)$`, (shape = 0, scale = 0) => ({ kind: 'pareto', shape, scale })],
    [`^gamma\\(${N}, ?${N}\\)$`, (shape = 0, rate = 0) => ({ kind: 'gamma', shape, rate })],
    [
      `^lognormal\\((?:mu=)?(-?${DIGITS}), ?(?:sigma=)?${N}\\)$`,
      (mu = 0, sigma = 0) => ({ kind: 'lognormal', mu, sigma }),
    ],
  ],
  'Exponential mean 1500, Pareto(alpha=3, theta=2000), Gamma(2,1) or Lognormal(7,0.5)',
)

/** The rate of an exponential law: `Exp(2)`, `Exp(rate 2)`. */
export const exponentialRate: z.ZodType<number> = textOf<number>(
  [[`^exp\\((?:rate )?${N}\\)$`, (rate = 0) => rate]],
  'Exp(2) or Exp(rate 2)',
).refine((rate) => rate > 0, 'is above zero')

/** One exponential law, or a mixture: `0.5 Exp(3)+0.5 Exp(7)`. */
export const exponentialMixture: z.ZodType<readonly ExponentialPart[]> = z
  .string()
  .transform((text, context): readonly ExponentialPart[] => {
    const parts = text.split('+').map((part) => {
      const caught = new RegExp(`^\\s*(?:${N} )?exp\\((?:rate )?${N}\\)\\s*$`, 'i').exec(part)
      return { weight: Number(caught?.[1] ?? 1), rate: Number(caught?.[2] ?? 0) }
    })
    const isGood = parts.every(({ rate }) => rate > 0) && isLaw(parts.map(({ weight }) => weight))
    if (isGood) return parts
    const message =
      'is written like Exp(rate 5) or 0.5 Exp(3)+0.5 Exp(7), with weights that sum to one'
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  })

/** What a month's claims are in the case that others refer to. */
const KNOWN_CLAIMS = 'compound Poisson(0.45) on units {1:0.5,2:0.3,4:0.2}'

/** The law of a month's claims: compound Poisson on whole units, or the name of the case that said so. */
export const monthlyClaims: z.ZodType<Float64Array> = z
  .string()
  .default(KNOWN_CLAIMS)
  .transform((text, context): Float64Array => {
    const known = /^as c\.dp_ruin\.1$/i.test(text) ? KNOWN_CLAIMS : text
    const caught = new RegExp(`^compound poisson\\(${N}\\) on units \\{([^}]*)\\}$`, 'i').exec(
      known,
    )
    const shares = Object.fromEntries(
      (caught?.[2] ?? '').split(',').map((pair) => pair.split(':').map(Number)),
    )
    const units = unitSeverity.safeParse(shares)
    const mean = Number(caught?.[1])
    const law = { kind: 'poisson', mean } as const
    if (units.success && mean > 0 && lengthFor(law, units.data.weights) <= MONTH_UNITS_MAX) {
      return spread(aggregateWeights(law, units.data.weights), units.data.step)
    }
    context.addIssue({
      code: 'custom',
      message: `is written like ${KNOWN_CLAIMS}, and comes to few units a month`,
    })
    return z.NEVER
  })

/** A premium as a number, or as a line in the share that is kept: `2.6a-0.2`. */
export const retainedPremium: z.ZodType<(retention: number) => number> = z.union(
  [
    z
      .number()
      .gt(0)
      .transform((premium) => () => premium),
    textOf<(retention: number) => number>(
      [
        [
          `^${N} ?a ?- ?${N}$`,
          (slope = 0, less = 0) =>
            (retention) =>
              slope * retention - less,
        ],
        [
          `^${N} ?a ?\\+ ?${N}$`,
          (slope = 0, more = 0) =>
            (retention) =>
              slope * retention + more,
        ],
      ],
      '2.4 or 2.6a-0.2',
    ),
  ],
  { error: 'is a number, or written like 2.6a-0.2' },
)

function spread(weights: Float64Array, step: number): Float64Array {
  const wide = new Float64Array((weights.length - 1) * step + 1)
  for (const [index, weight] of weights.entries()) wide[index * step] = weight
  return wide
}

function denseOf(shares: Readonly<Record<string, number>>): readonly number[] {
  const largest = Math.max(0, ...Object.keys(shares).map(Number))
  if (largest > UNITS_MAX) return []
  return Array.from({ length: largest + 1 }, (_, units) => shares[String(units)] ?? 0)
}

function isLaw(weights: readonly number[]): boolean {
  const total = weights.reduce((all, weight) => all + weight, 0)
  return weights.every((weight) => weight >= 0) && Math.abs(total - 1) < SUM_TOLERANCE
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b)
}
