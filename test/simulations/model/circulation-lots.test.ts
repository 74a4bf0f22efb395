import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Agenda, FIRST } from '../../../simulations/model/circulation/agenda.ts'
import { Lots } from '../../../simulations/model/circulation/lots.ts'

const HOLDERS = 130
const DAYS = 20
const EXPIRY = 5

const move = fc.record({
  holder: fc.nat(HOLDERS - 1),
  cents: fc.integer({ min: 1, max: 9 }),
  isTaken: fc.boolean(),
})

/** Of each holder the lots, the oldest first, as days of so many cents. */
type Plain = { cents: number; readonly day: number }[][]

function takeFrom(lots: Plain[number], cents: number): void {
  for (let left = cents; left > 0; left--) {
    const oldest = lots.find((lot) => lot.cents > 0)
    if (oldest !== undefined) oldest.cents -= 1
  }
}

test('lots are paid from and expire as a plain list of them does, whoever holds them', () => {
  const lots = new Lots(
    { expiry: EXPIRY, free: 0, kept: new Float64Array(0) },
    { holders: HOLDERS, days: DAYS },
  )
  const days = fc.array(fc.array(move, { maxLength: 12 }), { minLength: DAYS, maxLength: DAYS })
  fc.assert(
    fc.property(days, (all) => {
      lots.clear()
      const plain: Plain = Array.from({ length: HOLDERS }, () => [])
      for (const [day, moves] of all.entries()) {
        for (const { holder, cents, isTaken } of moves) {
          const own = plain[holder] ?? []
          const held = own.reduce((sum, lot) => sum + lot.cents, 0)
          if (isTaken) {
            lots.take(holder, Math.min(cents, held))
            takeFrom(own, Math.min(cents, held))
          } else {
            lots.add(holder, cents, day)
            own.push({ cents, day })
          }
        }
        const expected = plain.map((own) =>
          own.reduce((sum, lot) => sum + (lot.day + EXPIRY === day ? lot.cents : 0), 0),
        )
        expect(expiredOn(lots, day)).toEqual(expected)
        for (const own of plain) {
          for (const lot of own) if (lot.day + EXPIRY === day) lot.cents = 0
        }
      }
    }),
    { numRuns: 60 },
  )
})

function expiredOn(lots: Lots, day: number): readonly number[] {
  const expired = Array<number>(HOLDERS).fill(0)
  let holder = lots.nextExpiring(0, day)
  while (holder < HOLDERS) {
    if (lots.hasLastDay(holder, day)) expired[holder] = lots.expire(holder, day)
    holder = lots.nextExpiring(holder + 1, day)
  }
  return expired
}

test('the agenda has everybody on the day that was noted, in their order, and nobody after the path', () => {
  const agenda = new Agenda(70, 3)
  for (const person of [69, 0, 31, 32]) agenda.note(person, 2)
  agenda.note(5, 3)
  agenda.note(6, 4)
  const on = (day: number) =>
    Array.from({ length: 70 }, (_, person) => person).filter((person) => {
      const word = agenda.bits[day * agenda.words + (person >>> 5)] ?? 0
      return (word & (FIRST >>> (person & 31))) !== 0
    })
  expect([1, 2, 3].map(on)).toEqual([[], [0, 31, 32, 69], [5]])
  agenda.clear()
  expect([1, 2, 3].map(on)).toEqual([[], [], []])
})
