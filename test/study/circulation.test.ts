import { describe, expect, it } from 'vitest'
import { addDays, type Day } from '../../src/kernel/days.ts'
import { circulationFigures } from '../../src/study/core/evidence/figures.ts'
import type { InstrumentHistory, WalletDay } from '../../src/study/core/evidence/history.ts'
import { SUPPRESSION_RULES } from '../../src/study/core/evidence/suppression.ts'
import { dice } from '../currency/dice.ts'

const FIRST = '2026-01-01' as Day
const RULES = { ...SUPPRESSION_RULES, level: 0.95 }

function figuresOf(wallets: readonly (readonly WalletDay[])[], until: Day) {
  const instrument: InstrumentHistory = {
    instrument: 'LOCAL',
    wallets: wallets.map((days, holder) => ({ holder, days })),
  }
  const figures = circulationFigures(instrument, until, RULES)
  const found = (name: string) =>
    figures.flatMap((one) =>
      'estimate' in one && one.estimate.name === name ? [one.estimate] : [],
    )[0]
  return { figures, velocity: found('velocity:LOCAL'), holding: found('holding_time:LOCAL') }
}

describe('how fast money goes round', () => {
  it('is what was paid in a year by what was held, day by day', () => {
    // Each holds 100.00 for ten days, then 60.00 for thirty, owes 5.00 for fifty, and holds 3.00 for the last ten.
    const wallet: readonly WalletDay[] = [
      { day: FIRST, held: 10_000, paid: 0 },
      { day: addDays(FIRST, 10), held: 6000, paid: 4000 },
      { day: addDays(FIRST, 40), held: -500, paid: 6500 },
      { day: addDays(FIRST, 90), held: 300, paid: 0 },
    ]
    const until = addDays(FIRST, 99)
    const { velocity, holding } = figuresOf(
      Array.from({ length: 6 }, () => wallet),
      until,
    )
    // What is owed is nothing that is held.
    const centDays = 10 * 10_000 + 30 * 6000 + 10 * 300
    expect(velocity?.value).toBeCloseTo((10_500 * 365.25) / centDays, 10)
    expect(holding?.value).toBeCloseTo(centDays / 10_500, 10)
    // All alike: the quotient leaves nothing open.
    expect(velocity?.high).toBeCloseTo(velocity?.value ?? 0, 10)
    expect(velocity?.n).toBe(6)
  })

  it('is found where it was planted, in about 95 of 100 intervals, however unlike people are', () => {
    const inside = { velocity: 0, holding: 0 }
    for (let seed = 1; seed <= 40; seed++) {
      const { velocity, holding } = figuresOf(planted(seed), addDays(FIRST, DAYS - 1))
      const holds = (one: typeof velocity, value: number) =>
        (one?.low ?? value) < value && value < (one?.high ?? value)
      if (holds(velocity, PLANTED)) inside.velocity += 1
      if (holds(holding, 365.25 / PLANTED)) inside.holding += 1
    }
    expect(inside.velocity).toBeGreaterThan(34)
    expect(inside.holding).toBeGreaterThan(34)
  })

  it('is not told of a few, nor where one of many paid nearly all', () => {
    const plain = Array.from({ length: 8 }, () => [{ day: FIRST, held: 1000, paid: 100 }])
    const until = addDays(FIRST, 9)
    const reasons = (wallets: readonly (readonly WalletDay[])[]) =>
      figuresOf(wallets, until).figures.map((one) => ('withheld' in one ? one.reason : undefined))
    expect(reasons(plain)).toEqual([undefined, undefined, undefined])
    expect(reasons(plain.slice(4))).toEqual(['few_people', 'few_people', 'few_people'])
    const rich = [{ day: FIRST, held: 1000, paid: 7000 }]
    expect(reasons([rich, ...plain.slice(1)])).toEqual([
      'one_dominates',
      'one_dominates',
      undefined,
    ])
  })
})

const DAYS = 60
/** Of what somebody holds so much is paid on each day, whatever they hold. */
const SHARE = 1 / 40
const PLANTED = 365.25 * SHARE

/** Forty people who hold and spend more or less than each other; what is paid comes back at once. */
function planted(seed: number): readonly (readonly WalletDay[])[] {
  const below = dice(seed)
  return Array.from({ length: 40 }, () => {
    const held = 1000 + below(30_000)
    // Half spend twice as often as they should, half nearly never.
    const times = below(2) === 0 ? 1.8 : 0.2
    return Array.from({ length: DAYS }, (_, at): WalletDay => {
      const paid = below(10_000) < 2000 * times ? Math.round(held * SHARE * 5) : 0
      return { day: addDays(FIRST, at), held, paid }
    })
  })
}
