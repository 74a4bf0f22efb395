import { isDeepStrictEqual } from 'node:util'
import type { Principal } from '../access/core/principal.ts'
import type { Tx } from '../db/client.ts'
import { brokenConstraint } from '../db/constraint.ts'
import { assert } from '../kernel/assert.ts'
import { type Day, romeDay } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Unit } from '../kernel/money.ts'
import { programmeUnknown } from '../network/refusals.ts'
import type { InstrumentRules } from './core/rules.ts'
import { earliestDay, fixedFields } from './core/versions.ts'
import { versionApprovalId } from './identity.ts'
import * as store from './instrument-store.ts'
import type { Currency, CurrencyDeps } from './service.ts'
import { insertInstrument, insertVersion } from './store.ts'

/** What the use cases of instruments stand on. */
export interface InstrumentDeps extends CurrencyDeps {
  readonly currency: Currency
}

/** An instrument to be made. The same again changes nothing. */
export interface NewInstrument extends NewVersion {
  readonly id: string
  readonly programmeId: string
}

/** Rules, and the first day on which they are to count. */
export interface NewVersion {
  readonly rules: InstrumentRules
  readonly validFrom: Day
}

/** Which rules are decided on. */
export interface VersionKey {
  readonly instrumentId: string
  readonly version: number
}

export function today({ runtime }: Pick<InstrumentDeps, 'runtime'>): Day {
  return romeDay(runtime.now())
}

/** @throws DomainError `instrument_not_found` */
export async function getRecord(
  { db }: InstrumentDeps,
  id: string,
): Promise<store.InstrumentRecord> {
  const [found] = await store.selectRecords(db.sql, { id })
  if (found !== undefined) return found
  throw new DomainError('instrument_not_found', `There is no instrument ${id}.`)
}

export async function prepareInstrument(
  deps: InstrumentDeps,
  { id, programmeId, ...version }: NewInstrument,
  who: Principal,
): Promise<store.InstrumentRecord> {
  const { db, network, runtime } = deps
  const [standing] = await store.selectRecords(db.sql, { id })
  if (standing !== undefined) return sameAgain(standing, { id, programmeId, ...version }, who)
  if (!(await network.findProgrammes([programmeId])).has(programmeId)) {
    throw programmeUnknown(programmeId)
  }
  checkDay(version.validFrom, earliestDay([], today(deps)))
  // The schema has seen to it that it is one.
  const unit = version.rules.unit as Unit
  const createdAt = new Date(runtime.now())
  try {
    await db.sql.begin(async (tx) => {
      await insertInstrument(tx, { id, programmeId, unit, createdAt })
      await prepareIn(tx, deps, { instrumentId: id, version: 1, ...version }, who)
    })
  } catch (error) {
    const broken = brokenConstraint(error)
    if (broken === 'instrument_unit') {
      throw new DomainError(
        'instrument_unit_taken',
        `Another instrument of this programme is counted in ${unit}.`,
        { unit },
      )
    }
    if (broken !== 'instrument_pkey') throw error
  }
  return sameAgain(await getRecord(deps, id), { id, programmeId, ...version }, who)
}

/** @throws DomainError `instrument_id_conflict` where the id is that of another instrument */
function sameAgain(
  standing: store.InstrumentRecord,
  { programmeId, rules, validFrom }: NewInstrument,
  who: Principal,
): store.InstrumentRecord {
  const [first] = standing.versions
  const isSame =
    standing.programmeId === programmeId &&
    first !== undefined &&
    isSameVersion(first, { rules, validFrom }, who)
  if (isSame) return standing
  throw new DomainError(
    'instrument_id_conflict',
    'An instrument with this id is there, with another content.',
  )
}

function isSameVersion(
  standing: store.PreparedVersion,
  { rules, validFrom }: NewVersion,
  who: Principal,
): boolean {
  const { preparedBy } = standing
  if (standing.validFrom !== validFrom || preparedBy !== who.id) return false
  return isDeepStrictEqual(standing.rules, rules)
}

export async function prepareVersion(
  deps: InstrumentDeps,
  id: string,
  asked: NewVersion,
  who: Principal,
): Promise<store.InstrumentRecord> {
  const { db } = deps
  const record = await getRecord(deps, id)
  const last = record.versions.at(-1)
  assert(last, 'an instrument is made with its first rules')
  if (last.state === 'waiting') {
    if (isSameVersion(last, asked, who)) return record
    throw versionWaiting()
  }
  checkVersion(record, asked, today(deps))
  const version = last.version + 1
  try {
    await db.sql.begin(async (tx) => {
      await prepareIn(tx, deps, { instrumentId: id, version, ...asked }, who)
    })
  } catch (error) {
    if (brokenConstraint(error) !== 'instrument_version_instrument_id_version_pk') throw error
    throw versionWaiting()
  }
  return getRecord(deps, id)
}

function versionWaiting(): DomainError {
  return new DomainError(
    'instrument_version_waiting',
    'Other rules of this instrument wait for a second person.',
  )
}

/** Of an instrument's versions those that count, or will. */
export function approvedOf(
  versions: readonly store.PreparedVersion[],
): readonly store.PreparedVersion[] {
  return versions.filter(({ state }) => state === 'approved')
}

function checkVersion(
  record: store.InstrumentRecord,
  { rules, validFrom }: NewVersion,
  day: Day,
): void {
  const approved = approvedOf(record.versions)
  const before = approved[0]?.rules
  const fixed = before === undefined ? [] : fixedFields(before, rules)
  const faults = fixed.map(({ path, message }) => [path, message])
  if (rules.unit !== record.unit && faults.length === 0) {
    faults.push(['unit', `the instrument is counted in ${record.unit}`])
  }
  if (faults.length > 0) {
    throw new DomainError('instrument_rules_fixed', 'This stays as it is while it lives.', {
      faults,
    })
  }
  checkDay(validFrom, earliestDay(approved, day))
}

function checkDay(validFrom: Day, earliest: Day): void {
  if (validFrom >= earliest) return
  throw new DomainError('instrument_day_unfit', `These rules can count from ${earliest} on.`, {
    earliest,
  })
}

/** Writes rules on an open transaction, and that they wait for a second person. */
async function prepareIn(
  tx: Tx,
  { runtime, approvals, accessLog }: InstrumentDeps,
  version: VersionKey & NewVersion,
  who: Principal,
): Promise<void> {
  const { instrumentId, rules, validFrom } = version
  const written = { preparedBy: who.id, preparedAt: new Date(runtime.now()), approvedAt: null }
  await Promise.all([
    insertVersion(tx, { ...version, ...written }),
    approvals.prepareIn(tx, {
      ...{ id: versionApprovalId(instrumentId, version.version), kind: 'instrument' },
      ...{ subjectId: subjectOf(version), contactPointIds: [], preparedBy: who },
      summary: {
        instrument: instrumentId,
        version: `${version.version}`,
        ...{ name: rules.name, unit: rules.unit, validFrom },
      },
    }),
    accessLog.recordIn(tx, {
      ...{ actor: who, action: 'instrument.prepared', outcome: 'done' },
      subject: { kind: 'instrument', id: instrumentId },
      detail: { version: `${version.version}` },
    }),
  ])
}

function subjectOf({ instrumentId, version }: VersionKey): string {
  return `${instrumentId}/${version}`
}

/** The rules that an approval is about. */
export function versionOfSubject(subjectId: string): VersionKey | undefined {
  const [, instrumentId, version] = /^([^/]+)\/([1-9][0-9]{0,4})$/.exec(subjectId) ?? []
  if (instrumentId === undefined || version === undefined) return undefined
  return { instrumentId, version: Number(version) }
}
