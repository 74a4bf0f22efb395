import { type LoanTerms, type Repayment, scheduleOf } from '../../../src/credit/core/schedule.ts'
import { parseRate } from '../../../src/kernel/decimal.ts'
import { type LoanGroup, type Microcredit, RUNNING_STATES } from './parameters.ts'

/** The loans of a run, each with its plan to the cent. */
export interface Portfolio {
  readonly loans: number
  /** Of each loan, from 0. */
  readonly grade: Int32Array
  /** The month at whose end it is lent; 0 is the beginning. */
  readonly start: Int32Array
  /** The month in which no row of the plan would be paid if the loan were never late. */
  readonly base: Int32Array
  /** How late it is at the beginning. */
  readonly late: Uint8Array
  /** Where its plan begins in the arrays below, and how many rows it has. */
  readonly plan: Int32Array
  readonly rows: Int32Array
  readonly fee: Float64Array
  readonly lossGivenDefault: Float64Array
  /** Cents after so many rows of a plan, at `plan + rows paid`: interest, principal and draws so far. */
  readonly interest: Float64Array
  readonly repaid: Float64Array
  readonly drawn: Float64Array
}

/** Works out every loan. Loans of the same terms share a plan. */
export function portfolioOf({ portfolio }: Microcredit): Portfolio {
  const interest: number[] = []
  const repaid: number[] = []
  const drawn: number[] = []
  const loans = portfolio.flatMap((group) => {
    const plan = interest.length
    const terms = termsOf(group)
    const rows = scheduleOf(terms)
    const atOnce = terms.draws.find(({ month }) => month === 0)?.amount ?? 0n
    interest.push(0, ...sumsOf(rows.map((row) => row.interest)))
    repaid.push(0, ...sumsOf(rows.map((row) => row.principal)))
    drawn.push(...sumsOf([atOnce, ...rows.map((row) => row.drawn)]))
    return Array.from({ length: group.copies }, (_, copy) => ({
      ...group,
      plan,
      rows: rows.length,
      lent: group.start + Math.floor((copy * group.over) / group.copies),
      state: RUNNING_STATES.indexOf(group.late),
    }))
  })
  return {
    loans: loans.length,
    grade: Int32Array.from(loans, ({ grade }) => grade - 1),
    start: Int32Array.from(loans, ({ lent }) => lent),
    base: Int32Array.from(loans, ({ lent, paid, state }) => lent - paid - state),
    late: Uint8Array.from(loans, ({ state }) => state),
    plan: Int32Array.from(loans, ({ plan }) => plan),
    rows: Int32Array.from(loans, ({ rows }) => rows),
    fee: Float64Array.from(loans, ({ fee }) => fee),
    lossGivenDefault: Float64Array.from(loans, ({ lossGivenDefault }) => lossGivenDefault),
    interest: Float64Array.from(interest),
    repaid: Float64Array.from(repaid),
    drawn: Float64Array.from(drawn),
  }
}

/** What a loan owes after so many rows of its plan, in cents. */
export function owedAfter({ plan, drawn, repaid }: Portfolio, loan: number, paid: number): number {
  const place = (plan[loan] as number) + paid
  return (drawn[place] as number) - (repaid[place] as number)
}

/** Whether a loan is lent in the run, and did not stand in the books before its beginning. */
export function isLentNow({ base, start }: Portfolio, loan: number): boolean {
  return base[loan] === start[loan]
}

/** The contract of a group of loans, as `src/credit` has it. */
export function termsOf(group: LoanGroup): LoanTerms {
  const { principal, tranches, rate, instalments, grace, repayment } = group
  const part = Math.floor(principal / tranches.count)
  const draws = Array.from({ length: tranches.count }, (_, index) => ({
    month: index * tranches.every,
    // The first tranche takes the cents that are left.
    amount: BigInt(index === 0 ? principal - part * (tranches.count - 1) : part),
  }))
  return {
    draws,
    rateAnnual: parseRate(rate.toFixed(15)),
    instalments,
    repayment: repaymentOf(repayment),
    grace,
    rounding: 'half_up',
  }
}

function repaymentOf(repayment: LoanGroup['repayment']): Repayment {
  return repayment.method === 'balloon'
    ? { method: 'balloon', balloon: BigInt(repayment.balloon) }
    : repayment
}

/** The sums of the first amount, the first two, … */
function sumsOf(amounts: readonly bigint[]): readonly number[] {
  let sum = 0
  return amounts.map((amount) => {
    sum += Number(amount)
    return sum
  })
}
