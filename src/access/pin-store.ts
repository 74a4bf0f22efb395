import type { Sql, Tx } from '../db/client.ts'
import type { Uuid } from '../kernel/ids.ts'
import { PIN_TRIES } from './core/pin.ts'

/** Whose PIN it is: a person's, or that of a shop's owner. */
export interface PinSubject {
  readonly kind: 'beneficiary' | 'partner'
  readonly id: string
}

/** A try that was taken, before anything was computed. */
export interface TakenTry {
  readonly version: Uuid
  readonly hash: string
  /** Which try of this PIN it is. */
  readonly number: number
  /** How many are left after it, should it be wrong. */
  readonly triesLeft: number
}

export interface NewPin {
  readonly version: Uuid
  readonly hash: string
  readonly setAt: Date
  readonly setBy: Uuid
}

/** Takes a try of a PIN; `undefined` where there is no PIN, or no try left. One row, so one after the other. */
export async function takeTry(sql: Sql, { kind, id }: PinSubject): Promise<TakenTry | undefined> {
  const [row] = await sql<TakenTry[]>`
    update pin set tries_taken = tries_taken + 1
    where subject_kind = ${kind} and subject_id = ${id} and tries_taken - tries_forgiven < ${PIN_TRIES}::int
    returning version, hash, tries_taken as number,
      ${PIN_TRIES}::int - (tries_taken - tries_forgiven) as "triesLeft"`
  return row
}

/** Forgives a right try and all before it; false where the PIN is another one by now. */
export async function forgiveTries(
  sql: Sql,
  { kind, id }: PinSubject,
  { version, number }: TakenTry,
): Promise<boolean> {
  const rows = await sql`
    update pin set tries_forgiven = greatest(tries_forgiven, ${number}::int)
    where subject_kind = ${kind} and subject_id = ${id} and version = ${version} returning version`
  return rows.length > 0
}

/** How many tries are left; `undefined` where there is no PIN. */
export async function selectTriesLeft(
  sql: Sql,
  { kind, id }: PinSubject,
): Promise<number | undefined> {
  const [row] = await sql<{ triesLeft: number }[]>`
    select ${PIN_TRIES}::int - (tries_taken - tries_forgiven) as "triesLeft" from pin
    where subject_kind = ${kind} and subject_id = ${id}`
  return row?.triesLeft
}

/** Sets a PIN where there is none; false where there is one. */
export async function insertPin(tx: Tx, { kind, id }: PinSubject, pin: NewPin): Promise<boolean> {
  const rows = await tx`
    insert into pin
      (subject_kind, subject_id, version, hash, tries_taken, tries_forgiven, set_at, set_by)
    values (${kind}, ${id}, ${pin.version}, ${pin.hash}, 0, 0, ${pin.setAt}, ${pin.setBy})
    on conflict do nothing returning version`
  return rows.length > 0
}

/** Sets another PIN instead of the one that was checked; false where that is another one by now. */
export async function replacePin(
  tx: Tx,
  { kind, id }: PinSubject,
  pin: NewPin,
  before: Uuid,
): Promise<boolean> {
  const rows = await tx`
    update pin set version = ${pin.version}, hash = ${pin.hash}, tries_taken = 0,
      tries_forgiven = 0, set_at = ${pin.setAt}, set_by = ${pin.setBy}
    where subject_kind = ${kind} and subject_id = ${id} and version = ${before} returning version`
  return rows.length > 0
}

/** Sets a PIN whatever was there before, locked or not. */
export async function putPin(tx: Tx, { kind, id }: PinSubject, pin: NewPin): Promise<void> {
  await tx`
    insert into pin
      (subject_kind, subject_id, version, hash, tries_taken, tries_forgiven, set_at, set_by)
    values (${kind}, ${id}, ${pin.version}, ${pin.hash}, 0, 0, ${pin.setAt}, ${pin.setBy})
    on conflict (subject_kind, subject_id) do update set version = excluded.version,
      hash = excluded.hash, tries_taken = 0, tries_forgiven = 0, set_at = excluded.set_at,
      set_by = excluded.set_by`
}

/** Removes a PIN; false where there was none. */
export async function deletePin(tx: Tx, { kind, id }: PinSubject): Promise<boolean> {
  const rows = await tx`
    delete from pin where subject_kind = ${kind} and subject_id = ${id} returning subject_id`
  return rows.length > 0
}
