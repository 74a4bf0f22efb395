import {
  ageBandOf,
  type Column,
  ENTERED,
  INDICATORS,
  type PersonRecord,
  type ProgrammeRecord,
  sexOf,
} from './indicators.ts'
import {
  AGE_BANDS,
  autonomyScore,
  type InterviewContent,
  ORDINARY_SERVICES,
  SEXES,
  WAVES,
} from './interview.ts'
import { SMALL, steps } from './suppression.ts'
import { type Cell, type Table, type Telling, tellingOf } from './telling.ts'

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
  /** Money in the smallest parts of the programme's unit; everything else as it is counted. */
  readonly indicators: readonly { readonly id: string; readonly value: bigint | null }[]
  readonly cohorts: readonly Group[]
  readonly territories: readonly Group[]
  readonly sexes: readonly Group[]
  readonly ageBands: readonly Group[]
  readonly autonomy: readonly WaveResult[]
  readonly services: readonly ServiceResult[]
}

/** Stands for what nobody wrote down. */
export const UNKNOWN = 'unknown'

/** Everybody of a programme, with what was decided once about all views of them. */
export interface Programmed {
  readonly people: readonly PersonRecord[]
  readonly telling: Telling
  /** The months in which somebody entered. */
  readonly months: readonly string[]
}

/** Decides what of a programme may be told, from all of its people: no view of fewer decides for itself. */
export function decideTelling(people: readonly PersonRecord[]): Programmed {
  const months = [...new Set(people.map(monthOfEntry))].sort()
  const tables: Readonly<Record<string, Table>> = {
    cohort: { classes: months, classOf: monthOfEntry },
    sex: { classes: [...SEXES, UNKNOWN], classOf: (one) => sexOf(one) ?? UNKNOWN },
    age: { classes: [...AGE_BANDS, UNKNOWN], classOf: (one) => ageBandOf(one) ?? UNKNOWN },
  }
  return { people, telling: tellingOf(people, COLUMNS, tables), months }
}

function monthOfEntry({ enteredOn }: PersonRecord): string {
  return enteredOn?.slice(0, 7) ?? UNKNOWN
}

/**
 * What may be told of a programme, or of one of its territories.
 *
 * @param programme what is counted besides people, of the same territory
 */
export function resultsOf(
  { telling, months }: Programmed,
  programme: ProgrammeRecord,
  territoryId?: string,
): Results {
  const at = territoryId === undefined ? {} : { territoryId }
  const table = (name: string, keys: readonly string[]) =>
    keys.map((key) => groupOf(telling, key, { ...at, table: name, key }))
  const territories = telling.territories.filter((id) => (territoryId ?? id) === id)
  return {
    indicators: INDICATORS.flatMap(({ id, column, count, isByTerritory }) => {
      if (territoryId !== undefined && !isByTerritory) return []
      return { id, value: column === null ? (count?.(programme) ?? null) : telling.figure(id, at) }
    }),
    cohorts: table('cohort', months),
    territories: territories.map((id) => groupOf(telling, id, { territoryId: id })),
    sexes: table('sex', [...SEXES, UNKNOWN]),
    ageBands: table('age', [...AGE_BANDS, UNKNOWN]),
    autonomy: WAVES.map((wave) => waveOf(telling, wave, at)),
    services: ORDINARY_SERVICES.map((service) => ({
      ...{ service, before: toldOf(telling, `before_${service}`, at) },
      now: toldOf(telling, `now_${service}`, at),
    })),
  }
}

function toldOf(telling: Telling, column: string, cell: Cell): Told {
  const figure = telling.figure(column, cell)
  return figure === null ? null : Number(figure)
}

function groupOf(telling: Telling, key: string, cell: Cell): Group {
  return {
    key,
    entered: toldOf(telling, ENTERED.id, cell),
    started: toldOf(telling, 'people_accompanied', cell),
    housed: toldOf(telling, 'housed', cell),
    hired: toldOf(telling, 'hired', cell),
  }
}

function waveOf(telling: Telling, wave: number, at: Cell): WaveResult {
  const asked = toldOf(telling, `asked_${wave}`, at)
  const scored = toldOf(telling, `scored_${wave}`, at)
  const sum = toldOf(telling, `score_${wave}`, at)
  const isMean = scored !== null && sum !== null && scored >= SMALL
  return {
    ...{ wave, asked },
    missing: asked === null || scored === null ? null : asked - scored,
    mean: isMean ? Math.floor(sum / scored + 0.5) / 100 : null,
  }
}

/** Somebody counts in a column, or not. */
function columnOf(id: string, base: Column, isOne: (one: PersonRecord) => boolean): Column {
  return {
    ...{ id, base: base.id },
    amount: (one) => BigInt(isOne(one)),
    rest: (one) => (base.amount(one) > 0n && !isOne(one) ? 1n : 0n),
  }
}

const WAVE_COLUMNS: readonly Column[] = WAVES.flatMap((wave) => {
  const scoreOf = ({ interviews }: PersonRecord) => {
    const talk = interviews.find((one) => one.wave === wave)
    return talk === undefined ? null : autonomyScore(talk.answers)
  }
  const asked = columnOf(`asked_${wave}`, ENTERED, ({ interviews }) =>
    interviews.some((one) => one.wave === wave),
  )
  const scored = columnOf(`scored_${wave}`, asked, (one) => scoreOf(one) !== null)
  // In hundredths, which is what a score is rounded to.
  const score = {
    ...{ id: `score_${wave}`, base: scored.id, rest: () => 0n },
    amount: (one: PersonRecord) => BigInt(Math.floor((scoreOf(one) ?? 0) * 100 + 0.5)),
  }
  return [asked, scored, score]
})

/** The first talk that says which services somebody uses, and their last, where that is a later one. */
function servicePair({ interviews }: PersonRecord): readonly InterviewContent[] {
  const said = interviews.filter(({ services }) => services !== null)
  const [first, last] = [said.find(({ wave }) => wave === 0), said.at(-1)]
  return first === undefined || last === undefined || last.wave === 0 ? [] : [first, last]
}

const SERVICES_SAID = columnOf('services_said', ENTERED, (one) => servicePair(one).length > 0)

const COLUMNS: readonly Column[] = [
  ENTERED,
  ...INDICATORS.flatMap(({ column }) => column ?? []),
  ...WAVE_COLUMNS,
  SERVICES_SAID,
  ...ORDINARY_SERVICES.flatMap((service) =>
    ['before', 'now'].map((side, index) =>
      columnOf(
        `${side}_${service}`,
        SERVICES_SAID,
        (one) => servicePair(one)[index]?.services?.includes(service) === true,
      ),
    ),
  ),
]

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
