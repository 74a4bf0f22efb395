import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  ARREARS_STATES,
  arrearsState,
  daysLate,
  portfolioAtRisk,
  provisionOf,
  splitPaid,
} from '../../../src/credit/core/arrears.ts'
import {
  layerPays,
  type RentCover,
  rentCoverPays,
  towerPays,
  withinAggregate,
} from '../../../src/credit/core/cover.ts'
import {
  counterShare,
  furtherCall,
  individualCall,
  type PortfolioGuarantee,
  payFromFund,
  portfolioCall,
  shareRecovery,
} from '../../../src/credit/core/guarantee.ts'
import {
  absorbDebts,
  callCoGuarantors,
  individualRepayment,
  jointRepayment,
  limitedRepayment,
  matchingContract,
  pooledRepayment,
  sanctionedRepayment,
} from '../../../src/credit/core/joint-liability.ts'
import {
  callPledges,
  collected,
  fundingGap,
  instalmentsPaid,
  matched,
} from '../../../src/credit/core/pledges.ts'
import { dueOf, plainLoan, scheduleOf } from '../../../src/credit/core/schedule.ts'
import { parseRate } from '../../../src/kernel/decimal.ts'

const amounts = fc.bigInt(0n, 1_000_000n)
const shares = fc
  .integer({ min: 0, max: 1_000 })
  .map((part) => parseRate((part / 1_000).toFixed(3)))
const sum = (parts: readonly bigint[]): bigint => parts.reduce((all, part) => all + part, 0n)

describe('arrears', () => {
  const rows = scheduleOf(plainLoan(120_000n, parseRate('0.06'), 12))
  const due = dueOf(rows[0] ?? expect.fail())

  test('are counted from the oldest instalment that is not paid whole', () => {
    expect(daysLate(rows, 0n, 0)).toBe(0)
    expect(daysLate(rows, due, 1)).toBe(0)
    expect(daysLate(rows, due - 1n, 1)).toBe(0)
    expect(daysLate(rows, due - 1n, 2)).toBe(30)
    expect(daysLate(rows, due * 2n, 5)).toBe(60)
    expect(daysLate(rows, due * 20n, 12)).toBe(0)
    expect(daysLate(rows, 0n, 20)).toBe(19 * 30)
  })

  test('have a state for every number of days, never a better one for more', () => {
    expect([0, 29, 30, 59, 60, 90, 119, 120, 900].map(arrearsState)).toEqual([
      'current',
      'current',
      '30',
      '30',
      '60',
      '90',
      '90',
      'default',
      'default',
    ])
  })

  test('put a portfolio at risk by whole balances', () => {
    const loans = [
      { balance: 700n, daysLate: 0 },
      { balance: 200n, daysLate: 31 },
      { balance: 100n, daysLate: 95 },
    ]
    expect(portfolioAtRisk(loans, 30)).toEqual({ atRisk: 300n, gross: 1_000n })
    expect(portfolioAtRisk(loans, 90)).toEqual({ atRisk: 100n, gross: 1_000n })
  })

  test('are provided for by a table, rounded up', () => {
    const table = Object.fromEntries(
      ARREARS_STATES.map((state, i) => [state, parseRate(`0.${i * 2}5`)]),
    ) as Record<(typeof ARREARS_STATES)[number], ReturnType<typeof parseRate>>
    expect(provisionOf({ balance: 101n, daysLate: 45 }, table)).toBe(26n)
    expect(provisionOf({ balance: 101n, daysLate: 0 }, table)).toBe(6n)
  })

  test('are paid oldest first, interest before principal, with no cent lost', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 200_000n), fc.integer({ min: 0, max: 14 }), (paid, month) => {
        const split = splitPaid(rows, paid, month)
        expect(split.interest + split.principal + split.advance).toBe(paid)
        const wanted = sum(rows.filter((row) => row.month <= month).map(dueOf))
        expect(split.advance > 0n).toBe(paid > wanted)
      }),
    )
  })
})

describe('a guarantee', () => {
  test('shares each loss without losing a cent, never above its cap', () => {
    fc.assert(
      fc.property(shares, amounts, amounts, amounts, (coverage, cap, loss, recovered) => {
        const borne = individualCall({ coverage, cap, waitingMonths: 3 }, loss, 3)
        expect(borne.guarantor + borne.lender).toBe(loss)
        expect(borne.guarantor <= cap).toBe(true)
        const back = shareRecovery(borne, recovered)
        expect(back.guarantor + back.lender).toBe(recovered)
        expect(back.guarantor <= borne.guarantor).toBe(true)
        expect(individualCall({ coverage, cap, waitingMonths: 3 }, loss, 2)).toEqual({
          guarantor: 0n,
          lender: loss,
        })
      }),
    )
  })

  test('leaves the half cent with the lender, and shares a recovery as the loss was shared', () => {
    const eighty = { coverage: parseRate('0.8'), cap: 10_000n, waitingMonths: 0 }
    expect(individualCall(eighty, 101n, 0)).toEqual({ guarantor: 80n, lender: 21n })
    expect(shareRecovery({ guarantor: 800n, lender: 200n }, 500n)).toEqual({
      guarantor: 400n,
      lender: 100n,
    })
  })

  const portfolios: fc.Arbitrary<PortfolioGuarantee> = fc.oneof(
    fc.record({ kind: fc.constant('pari_passu' as const), coverage: shares, cap: amounts }),
    fc.record({ kind: fc.constant('first_loss' as const), piece: amounts }),
    fc
      .tuple(amounts, amounts)
      .map(([a, b]) => ({ kind: 'layer' as const, attach: a < b ? a : b, detach: a < b ? b : a })),
  )

  test('of a portfolio owes as much loss by loss as for all losses at once', () => {
    fc.assert(
      fc.property(portfolios, fc.array(amounts, { maxLength: 12 }), (guarantee, losses) => {
        let before = 0n
        let owed = 0n
        for (const loss of losses) {
          const { guarantor, lender } = furtherCall(guarantee, before, loss)
          expect(guarantor + lender).toBe(loss)
          expect(guarantor >= 0n && lender >= 0n).toBe(true)
          owed += guarantor
          before += loss
        }
        expect(owed).toBe(portfolioCall(guarantee, before))
      }),
    )
  })

  test('is behind another up to its own cap', () => {
    const counter = { share: parseRate('0.6'), cap: 1_200n }
    expect(counterShare(counter, 1_000n)).toEqual({ counter: 600n, fund: 400n })
    expect(counterShare(counter, 5_000n)).toEqual({ counter: 1_200n, fund: 3_800n })
  })

  test('pays no more than its fund has', () => {
    expect(payFromFund(100n, 140n)).toEqual({ paid: 100n, unpaid: 40n, left: 0n })
    expect(payFromFund(100n, 60n)).toEqual({ paid: 60n, unpaid: 0n, left: 40n })
    expect(() =>
      portfolioCall({ kind: 'pari_passu', coverage: parseRate('1.1'), cap: 1n }, 1n),
    ).toThrow('a share')
  })
})

describe('joint liability', () => {
  test.each([
    [0.1, 0.9, 0.97],
    [0.2, 0.8, 0.88],
    [0.25, 0.75, 0.8125],
    [0.4, 0.6, 0.52],
    [0.5, 0.5, 0.25],
  ])('repays, at x = %d, %d alone and %d together (Besley and Coate)', (x, alone, together) => {
    const both = { belowOne: x, belowBoth: Math.min(1, 2 * x) }
    expect(individualRepayment(both)).toBeCloseTo(alone, 12)
    expect(jointRepayment(both)).toBeCloseTo(together, 12)
  })

  test('with sanctions repays more, up to all but those where neither would have', () => {
    const both = { belowOne: 0.2, belowBoth: 0.4 }
    expect(sanctionedRepayment(both, 0)).toBe(jointRepayment(both))
    expect(sanctionedRepayment(both, 0.5)).toBeGreaterThan(jointRepayment(both))
    expect(sanctionedRepayment(both, 1)).toBeCloseTo(1 - 0.2 ** 2, 12)
  })

  test('sorts the safe from the risky, and says where such a contract would not hold', () => {
    const wide = matchingContract(0.9, 0.6, 1.05)
    expect(wide.repayment).toBeCloseTo(0.97222, 5)
    expect(wide.jointPayment).toBeCloseTo(1.94444, 5)
    expect(wide.breaksLimit).toBe(true)
    expect(pooledRepayment(0.9, 0.6, 0.3, 1.05)).toBeCloseTo(1.2963, 4)
    expect(matchingContract(1, 0.98, 1.05).breaksLimit).toBe(true)
    expect(() => matchingContract(0.6, 0.9, 1.05)).toThrow('more often')
  })

  test('breaks neither kind even: each pays what the money costs', () => {
    const { repayment, jointPayment } = matchingContract(0.95, 0.8, 1.05)
    for (const success of [0.95, 0.8]) {
      expect(repayment * success + jointPayment * success * (1 - success)).toBeCloseTo(1.05, 12)
    }
  })

  test('can be offered with a joint payment as high as the repayment, and the lender breaks even', () => {
    const r = limitedRepayment(0.9, 0.6, 0.3, 1.05)
    const paid = (success: number): number => r * success + r * success * (1 - success)
    expect(0.7 * paid(0.9) + 0.3 * paid(0.6)).toBeCloseTo(1.05, 12)
    // What the safe pay for a unit, against a rate for all.
    expect(paid(0.9)).toBeLessThan(0.9 * pooledRepayment(0.9, 0.6, 0.3, 1.05))
  })

  test('calls co-guarantors in proportion, none above the limit, and loses no cent', () => {
    fc.assert(
      fc.property(fc.array(amounts, { minLength: 1, maxLength: 8 }), amounts, (limits, debt) => {
        const called = callCoGuarantors(
          limits.map((limit) => ({ limit })),
          debt,
        )
        expect(sum(called.paid) + called.unpaid).toBe(debt)
        for (const [i, part] of called.paid.entries()) expect(part <= (limits[i] ?? 0n)).toBe(true)
        const absorbed = absorbDebts(limits, debt)
        expect(sum(absorbed.paid) + absorbed.unpaid).toBe(debt)
        for (const [i, part] of absorbed.paid.entries())
          expect(part <= (limits[i] ?? 0n)).toBe(true)
        expect(absorbed.unpaid).toBe(called.unpaid)
      }),
    )
    expect(absorbDebts([10n, 100n, 100n], 150n).paid).toEqual([10n, 70n, 70n])
  })
})

describe('pledges', () => {
  test('are paid first and lapse then', () => {
    expect(instalmentsPaid({ monthly: 50n, lapsedAfter: 3 }, 12)).toBe(3)
    expect(instalmentsPaid({ monthly: 50n }, 12)).toBe(12)
    expect(collected([{ monthly: 50n, lapsedAfter: 1 }, { monthly: 20n }], 12)).toBe(290n)
  })

  test('are matched up to a cap', () => {
    const matching = { adds: 1n, per: 2n, cap: 400n }
    expect([matched(matching, 501n), matched(matching, 2_000n)]).toEqual([250n, 400n])
  })

  test('leave a gap of what is neither paid nor given in kind', () => {
    const lines = [
      { cost: 1_000n, inKind: 300n },
      { cost: 200n, inKind: 500n },
    ]
    expect([fundingGap(lines, 600n), fundingGap(lines, 900n)]).toEqual([100n, 0n])
  })

  test('of a pool pay a need in proportion', () => {
    expect(callPledges([300n, 100n], 200n)).toEqual({ paid: [150n, 50n], missing: 0n })
    expect(callPledges([300n, 100n], 500n)).toEqual({ paid: [300n, 100n], missing: 100n })
    expect(callPledges([0n], 5n)).toEqual({ paid: [0n], missing: 5n })
  })
})

describe('cover', () => {
  test('pays in a layer what lies between deductible and limit', () => {
    const layer = { deductible: 500n, limit: 3_000n }
    expect([400n, 500n, 501n, 3_500n, 9_000n].map((loss) => layerPays(layer, loss))).toEqual([
      0n,
      0n,
      1n,
      3_000n,
      3_000n,
    ])
  })

  test('shares a loss over a tower without losing a cent', () => {
    const tower = [
      { deductible: 1_000n, limit: 2_000n },
      { deductible: 3_000n, limit: 5_000n },
    ]
    fc.assert(
      fc.property(fc.bigInt(0n, 20_000n), (loss) => {
        const { paid, kept } = towerPays(tower, loss)
        expect(sum(paid) + kept).toBe(loss)
        expect(kept >= 0n).toBe(true)
      }),
    )
    expect(() => towerPays([...tower, { deductible: 2_500n, limit: 1n }], 1n)).toThrow('overlap')
    expect(withinAggregate(100n, 130n)).toEqual({ paid: 100n, left: 0n })
  })

  const cover: RentCover = {
    triggerMonths: 3,
    paysTriggerMonths: true,
    monthsMax: 12,
    deposit: 120_000n,
    damageMax: 100_000n,
    legalMax: 50_000n,
  }
  const rent = { rentMonthly: 60_000n, damage: 0n, legal: 0n }

  test('of rent pays nothing before its trigger, then all months up to the most', () => {
    const rentPaid = (unpaidMonths: number, of: RentCover = cover): bigint =>
      rentCoverPays(of, { ...rent, unpaidMonths }).rent
    expect([2, 3, 8, 30].map((months) => rentPaid(months))).toEqual([
      0n,
      60_000n,
      360_000n,
      600_000n,
    ])
    expect(rentPaid(8, { ...cover, paysTriggerMonths: false })).toBe(180_000n)
  })

  test('takes the deposit for rent first, and what is left of it for damage', () => {
    const payout = rentCoverPays(
      { ...cover, triggerMonths: 1 },
      { rentMonthly: 60_000n, unpaidMonths: 1, damage: 150_000n, legal: 80_000n },
    )
    expect(payout).toEqual({ rent: 0n, damage: 40_000n, legal: 50_000n })
  })
})
