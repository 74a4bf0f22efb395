import { addDays, type Day, daysBetween } from '../../kernel/days.ts'

/** How often vouchers are given again. */
export const CADENCES = ['monthly', 'weekly'] as const
export type Cadence = (typeof CADENCES)[number]

/** When a schedule is due. */
export interface Rhythm {
  readonly cadence: Cadence
  /** Day of the month, 1 to 28, or of the week, Monday is 1. */
  readonly dueDay: number
  readonly fromDay: Day
  readonly untilDay: Day
}

/** Between two turns lies at most a month. */
const LONGEST_GAP_DAYS = 31
/** A Monday. */
const MONDAY = '2024-01-01' as Day

/**
 * The days on which a schedule was due, up to and with a day, the earliest first.
 *
 * @param after only those after this day, where some were served before
 * @example duePeriods({ cadence: 'monthly', dueDay: 5, fromDay: '2026-01-01', untilDay: '2026-12-31' }, '2026-02-20')
 * // ['2026-01-05', '2026-02-05']
 */
export function duePeriods(rhythm: Rhythm, today: Day, after?: Day): readonly Day[] {
  const last = rhythm.untilDay < today ? rhythm.untilDay : today
  const days: Day[] = []
  const start = after === undefined || after < rhythm.fromDay ? rhythm.fromDay : addDays(after, 1)
  for (let day = start; day <= last; day = addDays(day, 1)) {
    if (isDue(rhythm, day)) days.push(day)
  }
  return days
}

/** What became of the turns of a schedule so far. */
export interface TurnsSoFar {
  readonly served: readonly Day[]
  /** The last day on which it ran: today, or when it was stopped. */
  readonly until: Day
  readonly isRunning: boolean
}

/**
 * The turns that were due and not served, the earliest first: nothing ran then, or the schedule was approved later.
 * They are not made up for, for a person may need now what they needed then once, not five times: somebody decides.
 * The newest of a schedule that runs is not missed yet.
 */
export function missedPeriods(rhythm: Rhythm, turns: TurnsSoFar): readonly Day[] {
  const due = duePeriods(rhythm, turns.until)
  const next = turns.isRunning ? due.at(-1) : undefined
  return due.filter((day) => day !== next && !turns.served.includes(day))
}

/**
 * The day of the next turn that is not served yet; `undefined` where there is none to come.
 *
 * @param after the last turn that was served, or that never will be
 */
export function nextPeriod(rhythm: Rhythm, today: Day, after?: Day): Day | undefined {
  const { fromDay, untilDay } = rhythm
  const free = after === undefined ? fromDay : addDays(after, 1)
  const first = [fromDay, free, today].reduce((latest, day) => (day > latest ? day : latest))
  const horizon = addDays(first, LONGEST_GAP_DAYS)
  for (let day = first; day <= untilDay && day <= horizon; day = addDays(day, 1)) {
    if (isDue(rhythm, day)) return day
  }
  return undefined
}

function isDue({ cadence, dueDay }: Rhythm, day: Day): boolean {
  if (cadence === 'monthly') return Number(day.slice(8)) === dueDay
  const weekday = (((daysBetween(MONDAY, day) % 7) + 7) % 7) + 1
  return weekday === dueDay
}
