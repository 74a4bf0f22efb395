import { addDays, type Day, romeDay } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Minor } from '../kernel/money.ts'
import { type Instrument, rulesOn } from './core/instrument.ts'
import { largestTwelveMonths, levelOf, METERS, type Meter, yearBefore } from './core/meters.ts'
import { tellLevels } from './meter-notices.ts'
import type { MeterReading, MeterReport, MetersDeps, VatLine } from './meter-report.ts'
import * as store from './meter-store.ts'
import { readPursesOf } from './opening.ts'
import { selectInstruments } from './store.ts'

export type { MeterReading, MeterReport, VatLine } from './meter-report.ts'
export type { Evidence } from './meter-store.ts'

/** The limits of the law, and how near they are. */
export interface Meters {
  /** As of today. @throws DomainError `programme_unknown` */
  read(programmeId: string): Promise<MeterReport>
  /**
   * What a figure is made of; of `vat_nature`, what was paid with each thing.
   *
   * @throws DomainError `meter_not_found`, `programme_unknown`
   */
  evidence(programmeId: string, key: string): Promise<readonly store.Evidence[]>
  /** Tells the treasurers of levels that were reached since; returns how many. */
  notifyDue(): Promise<number>
}

/** The job that tells of levels, once a night. */
export const METERS_JOB = 'currency.meters'
/** The meter without a limit. */
export const VAT_KEY = 'vat_nature'

const BEGINNING = '2000-01-01' as Day
const HOLDERS_AT_ONCE = 50
const PROGRAMMES_MAX = 200

export function createMeters(deps: MetersDeps): Meters {
  return {
    read: (programmeId) => read(deps, programmeId),
    evidence: async (programmeId, key) => {
      const { readings, vat } = await read(deps, programmeId)
      if (key === VAT_KEY) return vat.flatMap(({ evidence }) => evidence)
      const reading = readings.find((one) => one.key === key)
      if (reading !== undefined) return reading.evidence
      throw new DomainError('meter_not_found', `There is no meter ${key}.`)
    },
    notifyDue: async () => {
      let told = 0
      for (const programme of await deps.network.listProgrammes({ limit: PROGRAMMES_MAX })) {
        told += await tellLevels(deps, programme, await read(deps, programme.id))
      }
      return told
    },
  }
}

async function read(deps: MetersDeps, programmeId: string): Promise<MeterReport> {
  const programme = (await deps.network.findProgrammes([programmeId])).get(programmeId)
  if (programme === undefined) {
    throw new DomainError('programme_unknown', `There is no programme ${programmeId}.`)
  }
  const { sql } = deps.db
  const until = romeDay(deps.runtime.now())
  const from = addDays(yearBefore(until), 1)
  const instruments = (await selectInstruments(sql, 'all')).filter(
    (one) => one.programmeId === programmeId && one.versions.length > 0,
  )
  const all: store.Scope = {
    ...{ programmeId, from, until },
    instrumentIds: instruments.map(({ id }) => id),
  }
  const frame = { deps, all, money: { ...all, instrumentIds: moneyAmong(instruments, until) } }
  const days = await store.selectDays(sql, { ...all, from: BEGINNING })
  const within = days.filter(({ day }) => day >= from)
  const readings: MeterReading[] = []
  for (const meter of METERS) readings.push(await measure(frame, meter, { days, within }))
  const vat = await vatOf(deps, instruments, all, within)
  return { programmeId, day: until, readings, vat }
}

/** What never becomes euro and only makes prices smaller is no electronic money. */
function moneyAmong(instruments: readonly Instrument[], day: Day): readonly string[] {
  return instruments.filter((one) => rulesOn(one, day).discount === null).map(({ id }) => id)
}

interface Frame {
  readonly deps: MetersDeps
  readonly all: store.Scope
  readonly money: store.Scope
}

interface Paid {
  readonly days: readonly store.Evidence[]
  /** Of the last twelve months. */
  readonly within: readonly store.Evidence[]
}

async function measure(frame: Frame, meter: Meter, paid: Paid): Promise<MeterReading> {
  const { from, until } = frame.all
  const { evidence, peak = null } = await findingOf(frame, meter, paid)
  const value = evidence.reduce((sum, { amount }) => sum + amount, 0n)
  const person = evidence[0]?.person ?? null
  const found = { ...{ value, person, peak, evidence }, level: levelOf(value, meter.limit) }
  return { ...meter, ...found, from, until }
}

async function findingOf(
  { deps, money }: Frame,
  { measured }: Meter,
  { days, within }: Paid,
): Promise<Pick<MeterReading, 'evidence'> & Partial<Pick<MeterReading, 'peak'>>> {
  const { sql } = deps.db
  switch (measured) {
    case 'payments_of_twelve_months': {
      const { amount, lastDay } = largestTwelveMonths(byDay(days))
      return { evidence: within, peak: lastDay === null ? null : { value: amount, lastDay } }
    }
    case 'largest_stored_value':
      return { evidence: await largestHolding(deps, money) }
    case 'largest_month_of_a_person': {
      const months = { ...money, from: `${money.from.slice(0, 7)}-01` as Day }
      const largest = await store.selectLargestMonth(sql, months)
      return { evidence: largest ? await store.selectMonth(sql, months, largest) : [] }
    }
    case 'largest_change_to_euro':
      return { evidence: await store.selectLargestChange(sql, money) }
    case 'largest_payment':
      return { evidence: await store.selectLargestPayment(sql, money) }
  }
}

function byDay(days: readonly store.Evidence[]) {
  const sums = new Map<Day, Minor>()
  for (const { day, amount } of days) sums.set(day, (sums.get(day) ?? 0n) + amount)
  return [...sums].map(([day, amount]) => ({ day, amount }))
}

/**
 * What the one who holds most can spend. The books say no less than that of anybody, so those who hold most by the books
 * are looked at one after the other, until nobody can hold more.
 */
async function largestHolding(
  { db }: MetersDeps,
  scope: store.Scope,
): Promise<readonly store.Evidence[]> {
  let largest: readonly store.Evidence[] = []
  let most = 0n
  for (let offset = 0; ; offset += HOLDERS_AT_ONCE) {
    const page = { limit: HOLDERS_AT_ONCE, offset }
    const holders = await store.selectHolders(db.sql, scope, page)
    const able = holders.filter(({ nominal }) => nominal > most)
    if (able.length === 0) return largest
    const held = await store.selectHeld(
      db.sql,
      scope,
      able.map(({ person }) => person),
    )
    const wallets = held.filter(({ kind }) => kind === 'instrument').map(({ id }) => id)
    const purses = await readPursesOf(db, wallets, scope.until)
    const worth = held.map((one) => ({ ...one, amount: purses.get(one.id)?.balance ?? one.amount }))
    for (const { person } of able) {
      const own = worth.filter((one) => one.person === person)
      const sum = own.reduce((all, { amount }) => all + amount, 0n)
      if (sum > most) [most, largest] = [sum, own]
    }
    if (holders.length < HOLDERS_AT_ONCE) return largest
  }
}

/** Of what was paid with in the last twelve months: how its VAT is treated. */
async function vatOf(
  { db }: MetersDeps,
  instruments: readonly Instrument[],
  { until }: store.Scope,
  within: readonly store.Evidence[],
): Promise<readonly VatLine[]> {
  const of = (kind: VatLine['kind'], source: string) => {
    const evidence = within.filter((one) => one.kind === kind && one.source === source)
    return { kind, source, evidence, value: evidence.reduce((sum, one) => sum + one.amount, 0n) }
  }
  const products = await store.selectProducts(db.sql)
  const lines: readonly VatLine[] = [
    ...products.map(({ id, name, vatNature }) => ({
      ...of('vouchers', id),
      ...{ name, treatment: vatNature },
    })),
    ...instruments.map((one): VatLine => {
      const { name, discount } = rulesOn(one, until)
      const treatment = discount === null ? 'means_of_payment' : 'price_reduction'
      return { ...of('instrument', one.id), name, treatment }
    }),
  ]
  return lines.filter(({ kind, evidence }) => kind === 'instrument' || evidence.length > 0)
}
