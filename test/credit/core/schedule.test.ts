import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { effectiveRate, flowsOf } from '../../../src/credit/core/effective-rate.ts'
import {
  annuity,
  balanceAfter,
  dueOf,
  interestOf,
  type LoanTerms,
  plainLoan,
  type Repayment,
  scheduleOf,
} from '../../../src/credit/core/schedule.ts'
import { parseRate } from '../../../src/kernel/decimal.ts'

/** Loans of every kind: tranches, grace, rates from nothing to dear. */
const loans = fc
  .record({
    amounts: fc.array(fc.bigInt(1n, 5_000_000n), { minLength: 1, maxLength: 6 }),
    basisPoints: fc.integer({ min: 0, max: 4_000 }),
    instalments: fc.integer({ min: 1, max: 120 }),
    graceMonths: fc.integer({ min: 0, max: 12 }),
    interest: fc.constantFrom('paid' as const, 'added' as const),
    method: fc.constantFrom('french' as const, 'italian' as const, 'balloon' as const),
    balloonShare: fc.integer({ min: 0, max: 100 }),
    rounding: fc.constantFrom('half_up' as const, 'half_even' as const),
  })
  .map((drawn): LoanTerms => {
    const draws = drawn.amounts.map((amount, i) => ({ month: i % (drawn.graceMonths + 1), amount }))
    const total = drawn.amounts.reduce((all, amount) => all + amount, 0n)
    const repayment: Repayment =
      drawn.method === 'balloon'
        ? { method: 'balloon', balloon: (total * BigInt(drawn.balloonShare)) / 100n }
        : { method: drawn.method }
    return {
      draws,
      rateAnnual: parseRate((drawn.basisPoints / 10_000).toFixed(4)),
      instalments: drawn.instalments,
      repayment,
      grace: { months: drawn.graceMonths, interest: drawn.interest },
      rounding: drawn.rounding,
    }
  })

function total(terms: LoanTerms): bigint {
  return terms.draws.reduce((all, { amount }) => all + amount, 0n)
}

describe('every schedule', () => {
  test('pays back exactly what was paid out, and no month pays back more than is owed', () => {
    fc.assert(
      fc.property(loans, (terms) => {
        const rows = scheduleOf(terms)
        const added =
          terms.grace.interest === 'added' ? interestOf(rows.slice(0, terms.grace.months)) : 0n
        const repaid = rows.reduce((all, { principal }) => all + principal, 0n)
        expect(repaid).toBe(total(terms) + added)
        expect(rows.at(-1)?.balance).toBe(0n)
        expect(rows).toHaveLength(terms.grace.months + terms.instalments)
        for (const { principal, balance, interest } of rows) {
          expect(principal >= 0n && balance >= 0n && interest >= 0n).toBe(true)
        }
      }),
    )
  })

  test('goes from balance to balance by what is drawn and paid back', () => {
    fc.assert(
      fc.property(loans, (terms) => {
        const rows = scheduleOf(terms)
        for (const [i, { drawn, principal, balance }] of rows.entries()) {
          expect(balance).toBe(balanceAfter(terms, rows, i) + drawn - principal)
        }
        expect(balanceAfter(terms, rows, rows.length + 1)).toBe(0n)
      }),
    )
  })

  test('costs nothing at a rate of nothing, and is spread as evenly as cents allow', () => {
    const rows = scheduleOf(plainLoan(300_000n, parseRate('0'), 24))
    expect(new Set(rows.map(dueOf))).toEqual(new Set([12_500n]))
    expect(interestOf(rows)).toBe(0n)
    const uneven = scheduleOf(plainLoan(100n, parseRate('0'), 3)).map(dueOf)
    expect(uneven).toEqual([33n, 33n, 34n])
  })
})

describe('a French loan', () => {
  test.each([
    [1_000_000n, '0.04', 60, 18_417n],
    [750_000n, '0.025', 60, 13_311n],
    [600_000n, '0.04', 60, 11_050n],
    [300_000n, '0', 24, 12_500n],
    [2_500_000n, '0.06', 84, 36_521n],
  ])('of %s at %s over %i months has the known instalment', (principal, rate, months, due) => {
    const [first] = scheduleOf(plainLoan(principal, parseRate(rate), months))
    expect(first && dueOf(first)).toBe(due)
  })

  test('takes the rest of the cents with the last instalment', () => {
    const rows = scheduleOf(plainLoan(500_000n, parseRate('0.08'), 36))
    expect(new Set(rows.slice(0, -1).map(dueOf))).toEqual(new Set([15_668n]))
    expect(rows.map(dueOf).at(-1)).toBe(15_676n)
    expect(interestOf(rows)).toBe(64_056n)
  })
})

test('an Italian loan pays back the same principal each month', () => {
  const terms: LoanTerms = {
    ...plainLoan(360_000n, parseRate('0.06'), 36),
    repayment: { method: 'italian' },
  }
  const rows = scheduleOf(terms)
  expect(new Set(rows.map(({ principal }) => principal))).toEqual(new Set([10_000n]))
  expect(rows[0]?.interest).toBe(1_800n)
  // P i (n + 1) / 2
  expect(interestOf(rows)).toBe(33_300n)
})

test('a balloon is due with the last instalment', () => {
  const terms: LoanTerms = {
    ...plainLoan(800_000n, parseRate('0.07'), 48),
    repayment: { method: 'balloon', balloon: 240_000n },
  }
  const dues = scheduleOf(terms).map(dueOf)
  expect(new Set(dues.slice(0, -1))).toEqual(new Set([14_810n]))
  const last = dues.at(-1) ?? 0n
  expect(last - 254_810n < 50n && 254_810n - last < 50n).toBe(true)
})

describe('a grace', () => {
  const lent = plainLoan(500_000n, parseRate('0.08'), 30)

  test('of interest alone leaves the principal as it is', () => {
    const rows = scheduleOf({ ...lent, grace: { months: 6, interest: 'paid' } })
    expect(rows.slice(0, 6).map(dueOf)).toEqual(Array(6).fill(3_333n))
    expect(rows[5]?.balance).toBe(500_000n)
    expect(dueOf(rows[6] ?? rows[0] ?? fail())).toBe(18_444n)
  })

  test('whose interest is added makes the principal larger by just that', () => {
    const rows = scheduleOf({ ...lent, grace: { months: 6, interest: 'added' } })
    expect(rows[5]?.balance).toBe(500_000n + interestOf(rows.slice(0, 6)))
    const flows = flowsOf({ ...lent, grace: { months: 6, interest: 'added' } }, rows, 0n)
    expect(flows.slice(1, 7).map(({ amount }) => amount)).toEqual([0, 0, 0, 0, 0, 0])
  })
})

test('six tranches of 1,250, one every two months, are paid back after the last', () => {
  const draws = [0, 2, 4, 6, 8, 10].map((month) => ({ month, amount: 125_000n }))
  const terms: LoanTerms = {
    ...plainLoan(1n, parseRate('0.025'), 60),
    draws,
    grace: { months: 10, interest: 'paid' },
  }
  const rows = scheduleOf(terms)
  expect(rows.slice(0, 10).map(({ balance }) => balance)).toEqual(
    [1, 2, 2, 3, 3, 4, 4, 5, 5, 6].map((count) => BigInt(count) * 125_000n),
  )
  expect(rows[0]?.interest).toBe(260n)
  expect(dueOf(rows[10] ?? fail())).toBe(13_311n)
})

test('terms that make no sense are refused', () => {
  const good = plainLoan(100n, parseRate('0.05'), 12)
  expect(() => scheduleOf({ ...good, instalments: 0 })).toThrow('at least one instalment')
  expect(() => scheduleOf({ ...good, draws: [{ month: 1, amount: 100n }] })).toThrow('the grace')
  expect(() => scheduleOf({ ...good, rateAnnual: parseRate('-0.01') })).toThrow('below zero')
  const balloon: Repayment = { method: 'balloon', balloon: 101n }
  expect(() => scheduleOf({ ...good, repayment: balloon })).toThrow('part of the principal')
})

describe('the effective rate of a year', () => {
  test('of a loan without a fee is the nominal one, compounded', () => {
    const terms = plainLoan(5_000_000n, parseRate('0.08'), 36)
    const rate = effectiveRate(flowsOf(terms, scheduleOf(terms), 0n))
    expect(rate).toBeCloseTo((1 + 0.08 / 12) ** 12 - 1, 6)
  })

  test('rises with a fee', () => {
    const terms = plainLoan(500_000n, parseRate('0.08'), 36)
    const rate = effectiveRate(flowsOf(terms, scheduleOf(terms), 10_000n))
    expect(rate).toBeCloseTo(0.0979, 4)
  })

  test('makes what is received worth what is paid, for every schedule', () => {
    fc.assert(
      fc.property(loans, (terms) => {
        const flows = flowsOf(terms, scheduleOf(terms), 0n)
        const rate = effectiveRate(flows)
        const worth = flows.reduce(
          (all, { month, amount }) => all + amount * (1 + rate) ** (-month / 12),
          0,
        )
        expect(Math.abs(worth)).toBeLessThan(1e-6 * Number(total(terms)) + 1e-3)
      }),
    )
  })

  test('is not asked of money that only comes in', () => {
    expect(() => effectiveRate([{ month: 0, amount: 1 }])).toThrow(
      'received and money that is paid',
    )
  })
})

test('an annuity at no interest divides what is to be repaid', () => {
  expect(annuity(1_000n, 400n, parseRate('0'), 6).toNumber()).toBe(100)
})

function fail(): never {
  throw new Error('a row is missing')
}
