import type { Day } from '../kernel/days.ts'
import { romeDay } from '../kernel/days.ts'
import { multiply, parseRate } from '../kernel/decimal.ts'
import type { Minor, Unit } from '../kernel/money.ts'
import { type Instrument, rulesOn } from './core/instrument.ts'
import { monthEnds } from './core/outstanding.ts'
import { issuedAccountId, reserveAccountId } from './identity.ts'
import type { MintingDeps } from './minting-deps.ts'
import { getInstrument } from './opening.ts'
import { selectHeldOn, selectWorth } from './outstanding-store.ts'
import { fundOf } from './posting.ts'

/** What was outstanding of an instrument at the end of a day, and what lay behind it. */
export interface Outstanding extends OutstandingByBooks {
  readonly unit: Unit
  readonly reserveUnit: Unit
  /** What people, partners and associations could spend: what time took is taken. */
  readonly held: Minor
  /** What the programme itself held. */
  readonly fund: Minor
  /** What time took and no movement took yet; it is still in what is outstanding by the books. */
  readonly faded: Minor
}

/** The same by the books alone. */
export interface OutstandingByBooks {
  readonly day: Day
  readonly outstanding: Minor
  readonly reserve: Minor
  /** What has to lie in the reserve. */
  readonly required: Minor
}

/** @throws DomainError `instrument_not_found` */
export async function outstandingOn(
  { db, runtime }: MintingDeps,
  instrumentId: string,
  wanted?: Day,
): Promise<Outstanding> {
  const instrument = await getInstrument(db, instrumentId)
  const day = wanted ?? romeDay(runtime.now())
  const { unit, reserveUnit } = instrument
  const [books, fund, worth] = await Promise.all([
    byBooks(db.sql, instrument, day),
    selectHeldOn(db.sql, fundOf(instrument), day),
    selectWorth(db.sql, instrument, day),
  ])
  const isOnCredit = rulesOn(instrument, day).credit !== null
  // Where accounts add up to zero, nothing is outstanding and nothing fades.
  const faded = isOnCredit ? 0n : books.outstanding - fund - worth
  return { ...books, unit, reserveUnit, held: worth, fund, faded }
}

/** How it went: at the end of each of so many months, and on the day, today where none is given. */
export async function outstandingCurve(
  { db, runtime }: MintingDeps,
  instrumentId: string,
  months: number,
  until?: Day,
): Promise<readonly OutstandingByBooks[]> {
  const instrument = await getInstrument(db, instrumentId)
  const days = monthEnds(until ?? romeDay(runtime.now()), months)
  return Promise.all(days.map((day) => byBooks(db.sql, instrument, day)))
}

async function byBooks(
  sql: MintingDeps['db']['sql'],
  instrument: Instrument,
  day: Day,
): Promise<OutstandingByBooks> {
  const [issued, reserve] = await Promise.all([
    selectHeldOn(sql, issuedAccountId(instrument.id), day),
    selectHeldOn(sql, reserveAccountId(instrument.id), day),
  ])
  const outstanding = -issued
  const required = multiply(outstanding, parseRate(rulesOn(instrument, day).backing), 'up')
  return { day, outstanding, reserve, required }
}
