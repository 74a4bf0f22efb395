import type { Principal } from '../access/core/principal.ts'
import type { Tx } from '../db/client.ts'
import { brokenConstraint } from '../db/constraint.ts'
import { assert } from '../kernel/assert.ts'
import { csvLine } from '../kernel/csv.ts'
import { romeDay } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import { parseUuid, type Uuid } from '../kernel/ids.ts'
import { type EntryContent, faultsOf, isSameContent } from './core/register.ts'
import {
  cellsOfEntry,
  type LineFault,
  REGISTER_HEADS,
  type RegisterLine,
  readRegister,
  WRITTEN_HEADS,
} from './core/register-file.ts'
import type { MonitoringDeps } from './deps.ts'
import * as store from './register-store.ts'

export type { EntryPage, EntryVersion } from './register-store.ts'

/** An entry to be told, or to be corrected. */
export interface ToldEntry {
  /** The caller's. */
  readonly id: Uuid
  readonly programmeId: string
  readonly reference: string
  /** The version that the caller has seen; 0 where the entry is new. */
  readonly version: number
  readonly content: EntryContent
  /** Why it is corrected; of a new one nobody asks. */
  readonly reason: string | null
}

/** What a file would do, or did. */
export interface RegisterImport {
  readonly added: number
  readonly corrected: number
  /** Lines that stand in the register as they are. */
  readonly same: number
  readonly faults: readonly LineFault[]
  /** Whether it was written. A file with a fault never is. */
  readonly isWritten: boolean
}

/** What the work programme did: told once, corrected by further versions, never erased. */
export interface Register {
  /**
   * Tells or corrects an entry. The same again changes nothing.
   *
   * @throws DomainError `programme_unknown`, `territory_unknown`, `register_entry_unfit`, `register_entry_not_found`,
   * `register_entry_changed`, `register_reference_taken`
   */
  tell(entry: ToldEntry, who: Principal): Promise<store.EntryVersion>
  /** Every version of an entry, the first first. @throws DomainError `register_entry_not_found` */
  versions(id: Uuid): Promise<readonly store.EntryVersion[]>
  list(page: store.EntryPage): Promise<readonly store.EntryVersion[]>
  /** All that a filter lets through as CSV, which {@link importFile} reads. */
  csv(filter: Omit<store.EntryPage, 'limit' | 'after'>): AsyncGenerator<string>
  /**
   * Reads a whole file into the register, or none of it. Entries are told apart by their reference; those that are there
   * and say something else are corrected.
   *
   * @throws DomainError `programme_unknown`, `register_file_unfit`
   */
  importFile(file: RegisterUpload, who: Principal): Promise<RegisterImport>
}

export interface RegisterUpload {
  readonly programmeId: string
  readonly csv: string
  /** Why entries are corrected. */
  readonly reason: string
  /** Says what would be done, and writes nothing. */
  readonly isTrial: boolean
}

const PAGE = 200
const LINES_MAX = 2_000

export function createRegister(deps: MonitoringDeps): Register {
  const { sql } = deps.db
  return {
    tell: (entry, who) => tell(deps, entry, who),
    versions: async (id) => {
      const found = await store.selectVersions(sql, id)
      if (found.length === 0) throw notFound(id)
      return found
    },
    list: (page) => store.listEntries(sql, page),
    csv: (filter) => csvOf(deps, filter),
    importFile: (file, who) => importFile(deps, file, who),
  }
}

async function tell(
  deps: MonitoringDeps,
  entry: ToldEntry,
  who: Principal,
): Promise<store.EntryVersion> {
  const { db, runtime } = deps
  const { id, content, version, reason } = entry
  await checkPlaces(deps, entry.programmeId, [content.territoryId])
  const faults = faultsOf(content, romeDay(runtime.now()))
  if (faults.length > 0) {
    throw new DomainError('register_entry_unfit', 'What is told of the entry does not fit.', {
      faults: faults.map(({ field, fault }) => `${field}: ${fault}`).join(', '),
    })
  }
  const last = (await store.selectVersions(db.sql, id)).at(-1)
  if (last !== undefined && isSame(last, entry)) return last
  if (last === undefined && version > 0) throw notFound(id)
  const isOther = last !== undefined && last.programmeId !== entry.programmeId
  if (isOther || (last !== undefined && last.version !== version)) throw changedMeanwhile()
  if (last !== undefined && last.reference !== entry.reference) throw referenceStays()
  const row = { ...content, ...entry, version: version + 1 }
  const told = { ...row, reason: version === 0 ? null : (reason ?? ''), ...stamp(deps, who) }
  if (version > 0 && told.reason === '') throw reasonMissing()
  try {
    await db.sql.begin((tx) => write(deps, tx, told, who))
  } catch (error) {
    if (brokenConstraint(error) !== 'register_version_entry_id_version_pk') throw error
    throw changedMeanwhile()
  }
  const written = (await store.selectVersions(db.sql, id)).at(-1)
  assert(written, 'an entry that was written is there')
  return written
}

async function write(
  { accessLog }: MonitoringDeps,
  tx: Tx,
  row: store.EntryVersion,
  who: Principal,
): Promise<void> {
  if (row.version === 1 && !(await store.insertEntry(tx, row))) {
    throw new DomainError(
      'register_reference_taken',
      `Another entry of the programme is called ${row.reference}.`,
      { reference: row.reference },
    )
  }
  await store.insertVersion(tx, row)
  await accessLog.recordIn(tx, {
    ...{ actor: who, outcome: 'done', detail: { version: `${row.version}` } },
    action: row.version === 1 ? 'register.told' : 'register.corrected',
    subject: { kind: 'register_entry', id: row.id },
  })
}

async function importFile(
  deps: MonitoringDeps,
  { programmeId, csv, reason, isTrial }: RegisterUpload,
  who: Principal,
): Promise<RegisterImport> {
  await checkPlaces(deps, programmeId, [])
  const { db, runtime } = deps
  const file = readRegister(csv, romeDay(runtime.now()))
  if ('problem' in file) throw new DomainError('register_file_unfit', file.problem)
  const { lines } = file
  if (lines.length > LINES_MAX) {
    throw new DomainError('register_file_unfit', `A file has at most ${LINES_MAX} lines.`)
  }
  const faults = [...file.faults, ...(await strayTerritories(deps, lines))]
  const references = lines.map(({ reference }) => reference)
  const plan = async (sql: Parameters<typeof store.selectByReference>[0]) => {
    const found = await store.selectByReference(sql, programmeId, references)
    const standing = new Map(found.map((one) => [one.reference, one]))
    const isNew = (one: RegisterLine) => !standing.has(one.reference)
    const other = lines.filter((one) => {
      const there = standing.get(one.reference)
      return there !== undefined && !isSameContent(there, one.content)
    })
    return { standing, added: lines.filter(isNew), corrected: other }
  }
  const told = ({ added, corrected }: Awaited<ReturnType<typeof plan>>, isWritten: boolean) => ({
    ...{ added: added.length, corrected: corrected.length, faults, isWritten },
    same: lines.length - added.length - corrected.length,
  })
  if (isTrial || faults.length > 0) return told(await plan(db.sql), false)
  return db.sql.begin(async (tx) => {
    // Two who bring in the same file at once wait for each other.
    await tx`select pg_advisory_xact_lock(hashtext(${`register ${programmeId}`}))`
    const planned = await plan(tx)
    for (const { reference, content } of [...planned.added, ...planned.corrected]) {
      const there = planned.standing.get(reference)
      const id = there?.id ?? parseUuid(runtime.newId())
      assert(id, 'the runtime makes ids')
      const version = (there?.version ?? 0) + 1
      const row = { ...content, id, programmeId, reference, version, ...stamp(deps, who) }
      await write(deps, tx, { ...row, reason: version === 1 ? null : reason }, who)
    }
    return told(planned, true)
  })
}

async function strayTerritories(
  { network }: MonitoringDeps,
  lines: readonly RegisterLine[],
): Promise<readonly LineFault[]> {
  const ids = [...new Set(lines.flatMap(({ content }) => content.territoryId ?? []))]
  const known = await network.findTerritories(ids)
  return lines.flatMap(({ line, content: { territoryId } }) =>
    territoryId === null || known.has(territoryId)
      ? []
      : [{ line, field: 'territory', fault: 'territory_unknown' as const, got: territoryId }],
  )
}

async function* csvOf(
  { db }: MonitoringDeps,
  filter: Omit<store.EntryPage, 'limit' | 'after'>,
): AsyncGenerator<string> {
  yield csvLine([...REGISTER_HEADS, ...WRITTEN_HEADS])
  let after: store.EntryPage['after']
  do {
    const page = after === undefined ? filter : { ...filter, after }
    const rows = await store.listEntries(db.sql, { ...page, limit: PAGE })
    yield rows
      .map((row) =>
        csvLine([
          ...cellsOfEntry(row.reference, row),
          ...[`${row.version}`, row.changedAt.toISOString()],
        ]),
      )
      .join('')
    const last = rows.at(-1)
    after = last === undefined || rows.length < PAGE ? undefined : [last.day, last.id]
  } while (after !== undefined)
}

/** @throws DomainError `programme_unknown`, `territory_unknown` */
async function checkPlaces(
  { network }: MonitoringDeps,
  programmeId: string,
  territoryIds: readonly (string | null)[],
): Promise<void> {
  if (!(await network.findProgrammes([programmeId])).has(programmeId)) {
    throw new DomainError('programme_unknown', `There is no programme ${programmeId}.`)
  }
  const ids = territoryIds.filter((id) => id !== null)
  const known = await network.findTerritories(ids)
  const stray = ids.find((id) => !known.has(id))
  if (stray === undefined) return
  throw new DomainError('territory_unknown', `There is no territory ${stray}.`)
}

function isSame(last: store.EntryVersion, { programmeId, reference, content }: ToldEntry): boolean {
  return (
    last.programmeId === programmeId && last.reference === reference && isSameContent(last, content)
  )
}

function stamp({ runtime }: MonitoringDeps, who: Principal) {
  return { changedAt: new Date(runtime.now()), changedBy: who.id }
}

function notFound(id: Uuid): DomainError {
  return new DomainError('register_entry_not_found', `There is no entry ${id} in the register.`)
}

function changedMeanwhile(): DomainError {
  return new DomainError('register_entry_changed', 'The entry is not as you have seen it.')
}

function referenceStays(): DomainError {
  return new DomainError('register_reference_stays', 'The reference of an entry does not change.')
}

function reasonMissing(): DomainError {
  return new DomainError('register_reason_missing', 'A correction says why.')
}
