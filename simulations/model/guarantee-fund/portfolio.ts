import { withHazard } from './chain.ts'
import type { Grade, GuaranteeFund } from './parameters.ts'

/** The loans of a run, each with what it still owes at the end of each month. */
export interface Portfolio {
  readonly loans: number
  readonly months: number
  /** Loans of one class are alike in what may become of them: those of a grade that have the same hazard. */
  readonly classes: readonly Grade[]
  /** Of each loan, from 0. */
  readonly class: Int32Array
  /** Cents owed by loan i at the end of month t, at `i * (months + 1) + t`, if all is paid in time. */
  readonly owed: Int32Array
  /** The same in all. */
  readonly owedByAll: Float64Array
  /** Of what loan i owes in default, the part that the fund is asked for. */
  readonly claimed: Float64Array
  /** How many months before default the last instalment was paid. */
  readonly claimLag: number
}

interface Loan {
  readonly grade: number
  readonly principal: number
  readonly term: number
  readonly age: number
  readonly lossGivenDefault: number
  readonly hazard: number
}

/** Works out every loan: equal instalments, the balance to the nearest cent. */
export function portfolioOf(parameters: GuaranteeFund): Portfolio {
  const loans = loansOf(parameters)
  const months = parameters.horizon
  const width = months + 1
  const owed = new Int32Array(loans.length * width)
  const owedByAll = new Float64Array(width)
  for (const [index, loan] of loans.entries()) {
    for (let month = 0; month < width; month++) {
      const cents = balanceOf(loan, loan.age + month, parameters.interest / 12)
      owed[index * width + month] = cents
      owedByAll[month] = (owedByAll[month] ?? 0) + cents
    }
  }
  const { classes, ofLoan } = classesOf(parameters.grades, loans)
  const claimed = Float64Array.from(loans, (loan) => parameters.coverage * loan.lossGivenDefault)
  const { claimLag } = parameters
  return {
    loans: loans.length,
    months,
    classes,
    class: ofLoan,
    owed,
    owedByAll,
    claimed,
    claimLag,
  }
}

/** The grades as they are, then those of other hazards. */
function classesOf(
  grades: readonly Grade[],
  loans: readonly Loan[],
): { readonly classes: readonly Grade[]; readonly ofLoan: Int32Array } {
  const classes = [...grades]
  const numbers = new Map(grades.map((_, grade) => [`${grade} 1`, grade]))
  const ofLoan = Int32Array.from(loans, ({ grade, hazard }) => {
    const name = `${grade} ${hazard}`
    const known = numbers.get(name)
    if (known !== undefined) return known
    numbers.set(name, classes.length)
    return classes.push(withHazard(grades[grade] as Grade, hazard)) - 1
  })
  return { classes, ofLoan }
}

/** What a loan that defaults in a month really owes, in cents: what it owed when it was last paid. */
export function exposureOf(
  { owed, months, claimLag }: Portfolio,
  loan: number,
  month: number,
): number {
  return owed[loan * (months + 1) + (month > claimLag ? month - claimLag : 0)] as number
}

/** What the fund is asked for, in cents. @param exposure what the loan owes */
export function claimOf({ claimed }: Portfolio, loan: number, exposure: number): number {
  return Math.floor((claimed[loan] as number) * exposure + 0.5)
}

/** What is owed after so many instalments of a loan of equal ones, in cents. */
function balanceOf({ principal, term }: Loan, paid: number, rate: number): number {
  if (paid >= term) return 0
  if (rate === 0) return Math.floor(principal * (1 - paid / term) + 0.5)
  // P ((1+r)^n - (1+r)^k) / ((1+r)^n - 1)
  const whole = power(1 + rate, term)
  return Math.floor((principal * (whole - power(1 + rate, paid))) / (whole - 1) + 0.5)
}

/** A whole power by multiplication alone: the same on every machine. */
function power(base: number, exponent: number): number {
  let result = 1
  let square = base
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square
    square *= square
  }
  return result
}

function loansOf({ portfolio }: GuaranteeFund): readonly Loan[] {
  if (portfolio === 'GF500') return Array.from({ length: 500 }, (_, index) => benchmarkLoan(index))
  return portfolio.flatMap(({ copies, ...loan }) =>
    Array.from({ length: copies }, () => ({ ...loan, grade: loan.grade - 1 })),
  )
}

/** The 500 loans of the benchmark GF500. */
function benchmarkLoan(index: number): Loan {
  return {
    grade: index % 5,
    principal: 50_000 + 10_000 * ((37 * index) % 76),
    term: [24, 36, 48, 60][(11 * index + 3) % 4] ?? 0,
    age: (13 * index) % 12,
    lossGivenDefault: (50 + 5 * ((17 * index) % 7)) / 100,
    hazard: 1,
  }
}
