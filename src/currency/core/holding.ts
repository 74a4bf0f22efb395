import { assert } from '../../kernel/assert.ts'
import { type Day, daysBetween } from '../../kernel/days.ts'
import { multiply } from '../../kernel/decimal.ts'
import type { Minor } from '../../kernel/money.ts'
import { DEMURRAGE_ROUNDING, type Demurrage, keptBetween } from './demurrage.ts'

/** Money that came at one time. */
export interface Lot {
  /** Above zero, as it was worth at the end of `valuedOn`. */
  readonly amount: Minor
  readonly receivedOn: Day
  /** The day of its last movement: the fraction of a minor unit is kept between movements, and forgotten at one. */
  readonly valuedOn: Day
  /** The last day on which it can be spent; `null` where it does not expire. */
  readonly lastDay: Day | null
}

/** What somebody holds: lots, those first that expire first, then those that came first. */
export type Holding = readonly Lot[]

/** What a holding became by the time that passed. */
export interface Aged {
  readonly holding: Holding
  /** What demurrage took, in whole minor units. */
  readonly demurrage: Minor
  /** What expired. */
  readonly expired: Minor
}

/**
 * What is left of a holding on a day. What it took in between is the sum of what each day took: the value at the end of
 * a day, rounded half up, less that of the day before.
 *
 * @param day not before the last movement
 */
export function age(holding: Holding, demurrage: Demurrage, day: Day): Aged {
  const aged = ageApart(holding, demurrage, day)
  return { ...aged, holding: merge(aged.holding, demurrage, day) }
}

/** The same, where lots that will fare alike stay apart. */
export function ageApart(holding: Holding, demurrage: Demurrage, day: Day): Aged {
  let taken = 0n
  let expired = 0n
  const left: Lot[] = []
  for (const lot of holding) {
    assert(daysBetween(lot.valuedOn, day) >= 0, 'a holding is not read before its last movement')
    // What expires is worth on its last day what it is worth then; after that nothing more is taken of it.
    const isOver = lot.lastDay !== null && daysBetween(lot.lastDay, day) > 0
    const until = isOver && lot.lastDay !== null ? lot.lastDay : day
    const amount = worthOf(lot, demurrage, until)
    taken += lot.amount - amount
    if (isOver) expired += amount
    else if (amount > 0n) left.push({ ...lot, amount, valuedOn: day })
  }
  return { holding: left, demurrage: taken, expired }
}

/** What a lot is worth on a day, in whole minor units. */
export function worthOf(lot: Lot, demurrage: Demurrage, day: Day): Minor {
  const kept = keptBetween(demurrage, lot, day)
  return kept === undefined ? lot.amount : multiply(lot.amount, kept, DEMURRAGE_ROUNDING)
}

/**
 * Adds what somebody was paid. What they held before need not be looked at for it, and becomes one with it only when
 * something is taken, so that being paid is never a loss of a fraction.
 */
export function receive(
  holding: Holding,
  received: { readonly amount: Minor; readonly day: Day; readonly lastDay: Day | null },
): Holding {
  const { amount, day, lastDay } = received
  assert(amount > 0n, 'what is received is above zero')
  return inTurn([...holding, { amount, receivedOn: day, valuedOn: day, lastDay }])
}

/** Lots in the order in which they are spent. */
export function inTurn(lots: readonly Lot[]): Holding {
  return [...lots].sort(byTurn)
}

/**
 * Takes what somebody pays, those lots first whose turn it is. The holding must have been aged to that day.
 *
 * @returns what is left, and the parts that were taken; `undefined` where it is not enough
 */
export function spend(
  holding: Holding,
  amount: Minor,
): { readonly holding: Holding; readonly taken: Holding } | undefined {
  let due = amount
  const left: Lot[] = []
  const taken: Lot[] = []
  for (const lot of holding) {
    const part = lot.amount < due ? lot.amount : due
    due -= part
    if (part > 0n) taken.push({ ...lot, amount: part })
    if (lot.amount > part) left.push({ ...lot, amount: lot.amount - part })
  }
  return due > 0n ? undefined : { holding: left, taken }
}

export function totalOf(holding: Holding): Minor {
  return holding.reduce((sum, { amount }) => sum + amount, 0n)
}

/** Those that expire first; of these, and of those that never do, those that came first. */
function byTurn(a: Lot, b: Lot): number {
  if (a.lastDay !== b.lastDay) {
    if (a.lastDay === null) return 1
    if (b.lastDay === null) return -1
    return a.lastDay < b.lastDay ? -1 : 1
  }
  return a.receivedOn === b.receivedOn ? 0 : a.receivedOn < b.receivedOn ? -1 : 1
}

/** Lots that will fare alike from now on become one, so that a holding has few of them however much moved. */
export function merge(lots: readonly Lot[], demurrage: Demurrage, day: Day): Holding {
  const merged: Lot[] = []
  for (const lot of lots) {
    const last = merged.at(-1)
    if (last !== undefined && fareAlike(last, lot, demurrage, day)) {
      merged[merged.length - 1] = { ...last, amount: last.amount + lot.amount }
    } else merged.push(lot)
  }
  return merged
}

function fareAlike(one: Lot, other: Lot, demurrage: Demurrage, day: Day): boolean {
  if (one.lastDay !== other.lastDay) return false
  if (one.receivedOn === other.receivedOn) return true
  if (demurrage.kind !== 'daily') return true
  return [one, other].every((lot) => daysBetween(lot.receivedOn, day) >= demurrage.freeDays)
}
