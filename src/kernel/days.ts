import type { Brand } from './ids.ts'

/** A calendar day, `YYYY-MM-DD`. */
export type Day = Brand<string, 'Day'>

const ROME = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/Rome',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
})
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

/**
 * Reads a calendar day that exists.
 *
 * @returns the day, or `undefined` (`2026-02-30` is none)
 */
export function parseDay(text: string): Day | undefined {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) return undefined
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
    ? (text as Day)
    : undefined
}

/** The hour of the last question, and its answer: since 1893 a day in Italy begins at a whole hour of UTC. */
let lastHour = Number.NaN
let lastDay = '' as Day

/** The day it is in Italy at an instant, in milliseconds since 1970. */
export function romeDay(unixMs: number): Day {
  const hour = Math.floor(unixMs / HOUR_MS)
  if (hour !== lastHour || hour < 0) {
    lastDay = ROME.format(new Date(unixMs)) as Day
    lastHour = hour
  }
  return lastDay
}

/** When a day begins in Italy, in milliseconds since 1970; in summer time two hours before it begins in UTC. */
export function romeMidnight(day: Day): number {
  const utcMidnight = startMs(day)
  for (const hours of [2, 1]) {
    const start = utcMidnight - hours * HOUR_MS
    if (romeDay(start) === day) return start
  }
  return utcMidnight
}

/** The day so many days later (or earlier, where negative). */
export function addDays(day: Day, days: number): Day {
  return new Date(startMs(day) + days * DAY_MS).toISOString().slice(0, 10) as Day
}

/** How many days lie from one day to another; negative where `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((startMs(to) - startMs(from)) / DAY_MS)
}

function startMs(day: Day): number {
  return new Date(`${day}T00:00:00Z`).getTime()
}
