import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clear, netPositions, type Obligation } from '../../src/currency/core/clearing.ts'
import { settleOnCredit } from '../../src/currency/core/credit-settlement.ts'
import { propertySeed } from '../support/seed.ts'

const owes = (debtor: number, creditor: number, amount: number): Obligation => ({
  debtor,
  creditor,
  amount,
})

/** What stays owed. */
function left(obligations: readonly Obligation[]) {
  return (cleared: Float64Array) =>
    obligations
      .map((one, index) => ({ ...one, amount: one.amount - (cleared[index] as number) }))
      .filter(({ amount }) => amount > 0)
}

describe('clearing', () => {
  test('nets a circle away and leaves what goes one way', () => {
    const circle = [owes(0, 1, 300), owes(1, 2, 200), owes(2, 0, 500)]
    const { cleared, total, clearedTotal } = clear(3, circle)
    expect([...cleared]).toEqual([200, 200, 200])
    expect([total, clearedTotal]).toEqual([1000, 600])
  })

  test('nets the older invoice of two first', () => {
    const two = [owes(0, 1, 300), owes(0, 1, 300), owes(1, 0, 400)]
    expect([...clear(2, two).cleared]).toEqual([300, 100, 400])
  })

  test('finds the long circle that excludes a short one', () => {
    // Netting 0-1-0 first would clear 2 x 10; the circle over all four clears 4 x 10.
    const network = [owes(0, 1, 10), owes(1, 0, 10), owes(1, 2, 10), owes(2, 3, 10), owes(3, 0, 10)]
    expect(clear(4, network).clearedTotal).toBe(40)
  })

  test('leaves a tree as it is', () => {
    expect(clear(4, [owes(0, 1, 5), owes(1, 2, 9), owes(1, 3, 2)]).clearedTotal).toBe(0)
    expect(clear(2, []).clearedTotal).toBe(0)
  })

  test('refuses what is no debt', () => {
    expect(() => clear(2, [owes(0, 0, 1)])).toThrow(/owed to oneself/)
    expect(() => clear(2, [owes(0, 2, 1)])).toThrow(/no member 2/)
    for (const amount of [0, -1, 0.5, Number.NaN, 2 ** 53]) {
      expect(() => clear(2, [owes(0, 1, amount)])).toThrow(/whole number of cents/)
    }
  })

  test('keeps every net position, leaves no circle, and nets as much as can be netted', () => {
    const members = 5
    const member = fc.nat(members - 1)
    const obligation = fc
      .tuple(member, fc.nat(members - 2), fc.integer({ min: 1, max: 6 }))
      .map(([debtor, step, amount]) => owes(debtor, (debtor + 1 + step) % members, amount))
    fc.assert(
      fc.property(fc.array(obligation, { maxLength: 12 }), (obligations) => {
        const { cleared, clearedTotal, total } = clear(members, obligations)
        const rest = left(obligations)(cleared)
        expect(netPositions(members, rest)).toEqual(netPositions(members, obligations))
        expect(rest.reduce((sum, { amount }) => sum + amount, 0)).toBe(total - clearedTotal)
        for (const [index, { amount }] of obligations.entries()) {
          expect(cleared[index]).toBeGreaterThanOrEqual(0)
          expect(cleared[index]).toBeLessThanOrEqual(amount)
        }
        expect(hasBetterCircle(members, obligations, cleared)).toBe(false)
      }),
      { numRuns: 500, seed: propertySeed('clearing') },
    )
  })
})

/**
 * The slow and obvious check of a largest netting: no circle gains, going forward over what stays owed (one more is
 * netted) and back over what was netted (one less). Bellman and Ford find a circle of gain if there is one.
 */
function hasBetterCircle(
  members: number,
  obligations: readonly Obligation[],
  cleared: Float64Array,
): boolean {
  const arcs = obligations.flatMap(({ debtor, creditor, amount }, index) => {
    const netted = cleared[index] as number
    return [
      ...(amount > netted ? [{ from: debtor, to: creditor, cost: -1 }] : []),
      ...(netted > 0 ? [{ from: creditor, to: debtor, cost: 1 }] : []),
    ]
  })
  const distance = new Float64Array(members)
  let changed = false
  for (let round = 0; round <= members; round++) {
    changed = false
    for (const { from, to, cost } of arcs) {
      const through = (distance[from] as number) + cost
      if (through >= (distance[to] as number)) continue
      distance[to] = through
      changed = true
    }
  }
  return changed
}

describe('what is left, settled on mutual credit', () => {
  const account = (balance: number, line: number, room: number | null = null) => ({
    balance,
    line,
    room,
  })

  test('goes as far as the line, and on with what comes in', () => {
    const chain = [owes(0, 1, 100), owes(1, 2, 80)]
    const open = Float64Array.from([100, 80])
    const lines = [account(0, 60), account(0, 0), account(0, 0)]
    expect([...settleOnCredit(lines, chain, open).paid]).toEqual([60, 60])
    const narrow = [account(0, 60), account(0, 0, 50), account(0, 0, 20)]
    expect([...settleOnCredit(narrow, chain, open).paid]).toEqual([60, 20])
  })

  test('adds up to zero, within every line, and leaves nothing that could be paid', () => {
    const members = 4
    const member = fc.nat(members - 1)
    const debt = fc
      .tuple(member, fc.nat(members - 2), fc.integer({ min: 1, max: 50 }))
      .map(([debtor, step, amount]) => owes(debtor, (debtor + 1 + step) % members, amount))
    const accounts = fc.array(fc.tuple(fc.nat(60), fc.option(fc.nat(60))), {
      minLength: members,
      maxLength: members,
    })
    fc.assert(
      fc.property(accounts, fc.array(debt, { maxLength: 10 }), (lines, debts) => {
        const own = lines.map(([line, room]) => account(0, line, room))
        const open = Float64Array.from(debts, ({ amount }) => amount)
        const { paid, balances } = settleOnCredit(own, debts, open)
        expect(balances.reduce((sum, one) => sum + one, 0)).toBe(0)
        for (const [index, { line, room }] of own.entries()) {
          expect(balances[index]).toBeGreaterThanOrEqual(-line)
          if (room !== null) expect(balances[index]).toBeLessThanOrEqual(room)
        }
        for (const [index, { debtor, creditor, amount }] of debts.entries()) {
          expect(paid[index]).toBeLessThanOrEqual(amount)
          const able = (balances[debtor] ?? 0) + (own[debtor]?.line ?? 0)
          const free = (own[creditor]?.room ?? Number.MAX_VALUE) - (balances[creditor] ?? 0)
          expect(Math.min(amount - (paid[index] ?? 0), able, free)).toBe(0)
        }
      }),
      { numRuns: 300, seed: propertySeed('credit settlement') },
    )
  })
})
