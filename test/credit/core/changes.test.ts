import { describe, expect, test } from 'vitest'
import { payoffOf, postponed } from '../../../src/credit/core/changes.ts'
import { interestOf, plainLoan, scheduleOf } from '../../../src/credit/core/schedule.ts'
import { parseRate } from '../../../src/kernel/decimal.ts'

const rows = scheduleOf(plainLoan(500_000n, parseRate('0.08'), 36))

describe('a loan that is closed early', () => {
  test('costs what is owed and the interest of the month', () => {
    const { interest, principal } = payoffOf(rows, rows[11]?.balance ?? 0n, 12, 13)
    expect(principal).toBe(346_434n)
    expect(interest).toBe(2_310n)
  })

  test('costs the interest of the months that were missed, too', () => {
    const { interest } = payoffOf(rows, rows[11]?.balance ?? 0n, 12, 15)
    expect(interest).toBe(interestOf(rows.slice(12, 15)))
  })

  test('is not paid in advance', () => {
    expect(() => payoffOf(rows, 1n, 12, 11)).toThrow('not late')
  })
})

describe('a plan that is moved to its end', () => {
  test('asks for the same, later, from the first instalment that was missed on', () => {
    const moved = postponed(rows, 12, 3)
    expect(moved.slice(0, 12)).toEqual(rows.slice(0, 12))
    expect(moved.slice(12).map(({ month }) => month - 3)).toEqual(
      rows.slice(12).map(({ month }) => month),
    )
    expect(interestOf(moved)).toBe(interestOf(rows))
  })

  test('is not moved back', () => {
    expect(() => postponed(rows, 12, -1)).toThrow('moved forward')
  })
})
