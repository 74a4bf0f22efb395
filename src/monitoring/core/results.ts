import {
  ageBandOf,
  INDICATORS,
  isAccompanied,
  isHired,
  isHoused,
  type PersonRecord,
  type ProgrammeRecord,
  sexOf,
} from './indicators.ts'
import { AGE_BANDS, autonomyScore, ORDINARY_SERVICES, SEXES, WAVES } from './interview.ts'
import { SMALL, steps, suppressed, told } from './suppression.ts'

/** A count that may be told, or `null` where it is of too few people. */
export type Told = number | null

/** People of one kind: how many entered, got a plan that started, were housed, were hired. */
export interface Group {
  readonly key: string
  readonly entered: Told
  readonly started: Told
  readonly housed: Told
  readonly hired: Told
}

/** How the scale of autonomy stands at one wave. */
export interface WaveResult {
  readonly wave: number
  readonly asked: Told
  /** Asked, but with too few answers for a score. */
  readonly missing: Told
  /** From 1 to 5; `null` where fewer than five have a score. */
  readonly mean: number | null
}

/** How many use a service at the first talk, and how many of the same people at their last. */
export interface ServiceResult {
  readonly service: string
  readonly before: Told
  readonly now: Told
}

export interface Results {
  readonly indicators: readonly { readonly id: string; readonly value: Told }[]
  readonly cohorts: readonly Group[]
  readonly territories: readonly Group[]
  readonly sexes: readonly Group[]
  readonly ageBands: readonly Group[]
  readonly autonomy: readonly WaveResult[]
  readonly services: readonly ServiceResult[]
}

/** What may be told of a programme: every table with its small cells held back. */
export function resultsOf(people: readonly PersonRecord[], programme: ProgrammeRecord): Results {
  const months = people.map(({ enteredOn }) => enteredOn?.slice(0, 7) ?? UNKNOWN)
  const sexes = people.map((one) => sexOf(one) ?? UNKNOWN)
  const bands = people.map((one) => ageBandOf(one) ?? UNKNOWN)
  return {
    indicators: INDICATORS.map((one) => {
      const { id, unit, level } = one
      const value = one.count(people, programme)
      if (unit === 'activities' || unit === 'payments') return { id, value }
      // An outcome that all but a few people had tells of those few.
      const isPart = unit === 'people' && level === 'outcome'
      return { id, value: isPart ? (suppressed([value], [people.length])[0] ?? null) : told(value) }
    }),
    cohorts: groupsOf(people, months, [...new Set(months)].sort()),
    territories: groupsOf(
      people,
      people.map(({ territoryId }) => territoryId),
      [...new Set(people.map(({ territoryId }) => territoryId))].sort(),
    ),
    sexes: groupsOf(people, sexes, [...SEXES, UNKNOWN]),
    ageBands: groupsOf(people, bands, [...AGE_BANDS, UNKNOWN]),
    autonomy: autonomyOf(people),
    services: servicesOf(people),
  }
}

/** Stands for what nobody wrote down. */
export const UNKNOWN = 'unknown'

function groupsOf(
  people: readonly PersonRecord[],
  keys: readonly string[],
  order: readonly string[],
): readonly Group[] {
  const count = (isOne: (person: PersonRecord) => boolean) =>
    order.map((key) => people.filter((one, index) => keys[index] === key && isOne(one)).length)
  const entered = count(() => true)
  const part = (isOne: (person: PersonRecord) => boolean) => suppressed(count(isOne), entered)
  const columns = [part(isAccompanied), part(isHoused), part(isHired)] as const
  const all = suppressed(entered)
  return order.map((key, index) => ({
    key,
    entered: all[index] ?? null,
    started: columns[0][index] ?? null,
    housed: columns[1][index] ?? null,
    hired: columns[2][index] ?? null,
  }))
}

function autonomyOf(people: readonly PersonRecord[]): readonly WaveResult[] {
  return WAVES.map((wave) => {
    const talks = people.flatMap(({ interviews }) => interviews.filter((one) => one.wave === wave))
    const scores = talks.flatMap(({ answers }) => autonomyScore(answers) ?? [])
    const sum = scores.reduce((total, one) => total + one, 0)
    const missing = talks.length - scores.length
    const isTold = told(missing) !== null && told(scores.length) !== null
    return {
      wave,
      asked: told(talks.length),
      missing: isTold ? missing : null,
      mean: scores.length < SMALL ? null : Math.floor((sum * 100) / scores.length + 0.5) / 100,
    }
  })
}

/** Of those who said it at the first talk and at a later one. */
function servicesOf(people: readonly PersonRecord[]): readonly ServiceResult[] {
  const pairs = people.flatMap(({ interviews }) => {
    const said = interviews.filter(({ services }) => services !== null)
    const [first, last] = [said.find(({ wave }) => wave === 0), said.at(-1)]
    return first === undefined || last === undefined || last.wave === 0 ? [] : [[first, last]]
  })
  return ORDINARY_SERVICES.map((service) => {
    const [before = 0, now = 0] = [0, 1].map(
      (side) => pairs.filter((pair) => pair[side]?.services?.includes(service) === true).length,
    )
    const tellable = (count: number) => suppressed([count], [pairs.length])[0] ?? null
    return { service, before: tellable(before), now: tellable(now) }
  })
}

/**
 * How many people had a plan that started, by month of the programme, told in steps of five at least.
 *
 * @param from the first day of the first month
 * @param months how many have begun
 */
export function startedLine(
  people: readonly PersonRecord[],
  from: string,
  months: number,
): readonly number[] {
  const sums = Array.from({ length: months }, (_, index) => {
    const next = monthAfter(from, index + 1)
    return people.filter(({ startedOn }) => startedOn !== null && startedOn < next).length
  })
  return steps(sums)
}

/** The first day of the month so many months after that of a day. */
export function monthAfter(day: string, months: number): string {
  const month = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months
  return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01`
}

/** In which month of a programme a day lies; 1 is the one in which it starts. */
export function monthOf(startsOn: string, day: string): number {
  const count = (one: string) => Number(one.slice(0, 4)) * 12 + Number(one.slice(5, 7))
  return count(day) - count(startsOn) + 1
}
