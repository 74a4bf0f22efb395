import { z } from 'zod'
import {
  absorbingStates,
  alwaysEnds,
  arrivals,
  ends,
  fittedRow,
  quasiStationary,
  sharesAfter,
} from '../chains.ts'
import { lossOfDefaults } from '../loans.ts'
import { at } from '../numeric/elements.ts'
import { type NamedChain, namedChain, placeOfState, ROLL_MATRIX, writtenChain } from './matrices.ts'
import { months, positive, quantityCase, share, yearlyRate } from './quantity-case.ts'

/** A chain and where it starts; a state that is not one of the matrix is a fault of the inputs. */
const startedChain = writtenChain.extend({ start: z.string() }).transform((inputs, context) => {
  const chain: NamedChain = { states: inputs.states, matrix: inputs.P }
  const start = placeOfState(chain.states, inputs.start)
  if (start !== undefined && chain.states.length === inputs.P.length) return { chain, start }
  context.addIssue({ code: 'custom', path: ['start'], message: 'is one of the states' })
  return z.NEVER
})

const monthsOfChain = startedChain.and(z.object({ months }))

type OfChain = z.output<typeof startedChain>

function shareAfter({ chain, start }: OfChain, steps: number, name: string): number {
  const place = placeOfState(chain.states, name)
  return place === undefined ? Number.NaN : at(sharesAfter(chain.matrix, start, steps), place)
}

/** The share of what is still open that is late by so many days or more. */
function portfolioAtRisk({ chain, start }: OfChain, steps: number, days: number): number {
  const shares = sharesAfter(chain.matrix, start, steps)
  const closed = new Set(absorbingStates(chain.matrix))
  let late = 0
  let open = 0
  for (const [place, state] of chain.states.entries()) {
    if (closed.has(place)) continue
    open += at(shares, place)
    if (Number(state) >= days) late += at(shares, place)
  }
  return late / open
}

function endIn({ chain, start }: OfChain, name: string): number {
  const place = placeOfState(chain.states, name)
  const column = absorbingStates(chain.matrix).indexOf(place ?? -1)
  const row = ends(chain.matrix).probabilities[start] ?? []
  return column < 0 ? Number.NaN : at(row, column)
}

const rolled = (name: string, formula: string) =>
  quantityCase({
    model: 'microcredit',
    name,
    method: 'powers of the roll matrix',
    formula,
    source: 'Markov chain; CGAP (2003) for PAR',
    inputs: monthsOfChain,
    quantities: [
      {
        pattern: /^p\(state=([^)]+)\)/,
        example: 'P(state=current) after 12 months',
        unit: 'share',
        answer: (inputs, [state = '']) => shareAfter(inputs, inputs.months, state),
      },
      {
        pattern: /^par ?([0-9]+)/,
        example: 'PAR30 (count) among live loans after 36 months',
        unit: 'share',
        answer: (inputs, [days]) => portfolioAtRisk(inputs, inputs.months, Number(days)),
      },
    ],
  })

const lossInputs = z
  .object({
    principal: positive,
    nominal_rate: yearlyRate,
    months,
    LGD: share,
    start: z.string(),
    roll_matrix: namedChain.default(ROLL_MATRIX),
  })
  .transform((inputs, context) => {
    const { states } = inputs.roll_matrix
    const start = placeOfState(states, inputs.start)
    const end = placeOfState(states, 'default')
    if (start !== undefined && end !== undefined) return { ...inputs, start, end }
    context.addIssue({ code: 'custom', path: ['start'], message: 'is one of the states' })
    return z.NEVER
  })

/** The loss of a loan over so many months at most. */
function creditLoss(inputs: z.output<typeof lossInputs>, horizon: number): number {
  const { principal, nominal_rate, months: term, roll_matrix, start, end, LGD } = inputs
  const defaults = arrivals(roll_matrix.matrix, start, end, Math.min(horizon, term))
  return lossOfDefaults({ principal, rateAnnual: nominal_rate, months: term }, defaults, LGD)
}

/** Arrears as a chain from month to month. */
export const CHAIN_CASES = [
  rolled('roll_12m', 'Pⁿ'),
  rolled('roll_36m', 'Pⁿ'),
  rolled('roll_par30', 'Σ late / Σ open, of Pⁿ'),
  quantityCase({
    model: 'microcredit',
    name: 'roll_absorb',
    method: 'fundamental matrix of an absorbing chain',
    formula: '(I - Q)⁻¹ R; steps (I - Q)⁻¹ 1',
    source: 'Kemeny and Snell (1960), 3.3',
    inputs: startedChain.refine(({ chain }) => alwaysEnds(chain.matrix), {
      path: ['P'],
      message: 'leads from every state to one that nothing leaves',
    }),
    quantities: [
      {
        pattern: /^p\(ultimate(?:ly)? ([^)]+)\)/,
        example: 'P(ultimate default)',
        unit: 'share',
        answer: (inputs, [state = '']) => endIn(inputs, state),
      },
      {
        pattern: /^expected months before absorption/,
        example: 'expected months before absorption',
        unit: 'months',
        answer: ({ chain, start }) => at(ends(chain.matrix).steps, start),
      },
    ],
  }),
  quantityCase({
    model: 'microcredit',
    name: 'roll_quasi',
    method: 'left eigenvector, by iteration',
    formula: 'left Perron vector of Q',
    source: 'Darroch and Seneta (1965)',
    inputs: writtenChain,
    quantities: [
      {
        pattern: /^quasi-stationary share (?:of )?([^ ]+)/,
        example: 'quasi-stationary share current among live loans',
        unit: 'share',
        answer: ({ states, P }, [state = '']) => {
          const place = placeOfState(states, state)
          return place === undefined ? Number.NaN : at(quasiStationary(P).shares, place)
        },
      },
      {
        pattern: /^par ?([0-9]+)/,
        example: 'PAR30 in the long run among live loans',
        unit: 'share',
        answer: ({ states, P }, [days]) => {
          const { shares } = quasiStationary(P)
          return states.reduce(
            (all, state, place) => (Number(state) >= Number(days) ? all + at(shares, place) : all),
            0,
          )
        },
      },
      {
        pattern: /(decay|survival|eigenvalue|staying)/,
        example: 'monthly survival (Perron eigenvalue)',
        unit: 'share',
        answer: ({ P }) => quasiStationary(P).staying,
      },
    ],
  }),
  quantityCase({
    model: 'microcredit',
    name: 'roll_fit',
    method: 'closed form: shares of what was counted',
    formula: 'n(ij) / n(i), a prior added to each count',
    source: 'Anderson and Goodman (1957)',
    inputs: z.object({
      counts_from_30: z
        .array(z.number().min(0))
        .length(ROLL_MATRIX.states.length)
        .refine((counts) => counts.some((one) => one > 0), 'has something that was counted'),
      prior: z.union([z.literal('none').transform(() => 0), z.number().min(0)]).default(0),
    }),
    quantities: [
      {
        pattern: /^(?:cohort|posterior mean) (?:estimate )?p\(30->([^)]+)\)/,
        example: 'cohort estimate P(30->60)',
        unit: 'share',
        answer: ({ counts_from_30, prior }, [state = '']) => {
          const place = placeOfState(ROLL_MATRIX.states, state)
          return place === undefined ? Number.NaN : at(fittedRow(counts_from_30, prior), place)
        },
      },
    ],
  }),
  quantityCase({
    model: 'microcredit',
    name: 'jlt',
    method: 'powers of the matrix as printed, rows not summing to one left as they are',
    formula: 'Mⁿ',
    source: 'Jarrow, Lando and Turnbull (1997), table 3',
    inputs: z.object({
      matrix: namedChain,
      start_row: z.int().min(0),
      years: z.int().min(1).max(1000),
    }),
    quantities: [
      {
        pattern: /^cumulative default probability/,
        example: 'cumulative default probability, row 3 (BBB), 5 years',
        unit: 'share',
        answer: ({ matrix: { matrix }, start_row, years }) =>
          start_row >= matrix.length
            ? Number.NaN
            : at(sharesAfter(matrix, start_row, years), matrix.length - 1),
      },
    ],
  }),
  quantityCase({
    model: 'microcredit',
    name: 'ecl',
    method: 'powers of the roll matrix on the scheduled balance',
    formula: 'Σ (Pᵗ - Pᵗ⁻¹)(start, default) LGD B(t-1)',
    source: 'IFRS 9, stages 1 and 2, not discounted',
    inputs: lossInputs,
    quantities: [
      {
        pattern: /^([0-9]+)-month ecl/,
        example: '12-month ECL (undiscounted)',
        unit: 'EUR',
        answer: (inputs, [horizon]) => creditLoss(inputs, Number(horizon)),
      },
      {
        pattern: /^lifetime ecl/,
        example: 'lifetime ECL (undiscounted)',
        unit: 'EUR',
        answer: (inputs) => creditLoss(inputs, inputs.months),
      },
    ],
  }),
]
