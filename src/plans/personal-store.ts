import { arrayText } from '../db/array-text.ts'
import type { Tx } from '../db/client.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { RecordKind } from './core/personal.ts'
import type { ErasureGround } from './core/words.ts'
import { eraseFeedback } from './feedback-store.ts'

export interface PersonalKeyRow {
  readonly id: Uuid
  readonly sealed: Uint8Array
}

export interface PersonalRecordRow {
  readonly beneficiaryId: string
  readonly kind: RecordKind
  readonly subjectId: string
  readonly sealed: Uint8Array
  readonly keyId: Uuid
}

/** A record with the key that it is sealed under, as both were in the same moment. */
export interface FoundRecord extends PersonalRecordRow {
  readonly keySealed: Uint8Array
}

/** The key to seal under. It is not removed before the transaction ends, so nothing is sealed under one that is gone. */
export async function holdActiveKey(tx: Tx): Promise<PersonalKeyRow | undefined> {
  const [row] = await tx<PersonalKeyRow[]>`
    select id, sealed from personal_key where retired_at is null for key share`
  return row
}

/** Writes a key to seal under, unless there is one. */
export async function insertKey(tx: Tx, row: PersonalKeyRow, at: Date): Promise<void> {
  await tx`
    insert into personal_key (id, sealed, created_at) values (${row.id}, ${row.sealed}, ${at})
    on conflict do nothing`
}

export async function retireKey(tx: Tx, at: Date): Promise<void> {
  await tx`update personal_key set retired_at = ${at} where retired_at is null`
}

export async function hasRetiredKeys(tx: Tx): Promise<boolean> {
  const [row] = await tx`select id from personal_key where retired_at is not null limit 1`
  return row !== undefined
}

/** Removes the retired keys; breaks a foreign key where something is still sealed under one. */
export async function deleteRetiredKeys(tx: Tx): Promise<void> {
  await tx`delete from personal_key where retired_at is not null`
}

/** Some of what is sealed under retired keys, held until the transaction ends. */
export async function holdStaleRecords(tx: Tx, limit: number): Promise<FoundRecord[]> {
  return tx<FoundRecord[]>`
    ${records(tx)} where key.retired_at is not null
    order by beneficiary_id, kind, subject_id limit ${limit} for update of record`
}

export async function upsertRecord(tx: Tx, row: PersonalRecordRow): Promise<void> {
  await tx`
    insert into personal_record (beneficiary_id, kind, subject_id, sealed, key_id)
    values (${row.beneficiaryId}, ${row.kind}, ${row.subjectId}, ${row.sealed}, ${row.keyId})
    on conflict (beneficiary_id, kind, subject_id)
    do update set sealed = excluded.sealed, key_id = excluded.key_id`
}

export async function deleteRecord(
  tx: Tx,
  row: Omit<PersonalRecordRow, 'sealed' | 'keyId'>,
): Promise<void> {
  await tx`
    delete from personal_record
    where beneficiary_id = ${row.beneficiaryId} and kind = ${row.kind}
      and subject_id = ${row.subjectId}`
}

export async function selectRecords(
  sql: Tx,
  kind: RecordKind,
  subjectIds: readonly string[],
): Promise<FoundRecord[]> {
  return sql<FoundRecord[]>`
    ${records(sql)} where kind = ${kind} and subject_id = any(${arrayText(subjectIds)}::text[])`
}

/** Puts the digests that a person is found by in the place of those before. */
export async function replaceIndex(
  tx: Tx,
  beneficiaryId: string,
  digests: readonly string[],
): Promise<void> {
  await tx`delete from personal_index where beneficiary_id = ${beneficiaryId}`
  await tx`
    insert into personal_index (digest, beneficiary_id)
    select decode(digest, 'hex'), ${beneficiaryId}
    from unnest(${arrayText(digests)}::text[]) as given (digest)`
}

/** Keeps a person's row until the transaction ends. Tells whether what is personal about them was erased. */
export async function holdPerson(tx: Tx, beneficiaryId: string): Promise<{ isErased: boolean }> {
  await tx`select id from beneficiary where id = ${beneficiaryId} for update`
  const [row] = await tx`select 1 from person_erasure where beneficiary_id = ${beneficiaryId}`
  return { isErased: row !== undefined }
}

export interface ErasureRow {
  readonly beneficiaryId: string
  readonly ground: ErasureGround
  readonly erasedAt: Date
  readonly erasedBy: Uuid
}

/** Removes everything personal about somebody and writes down that it was. The id of the request stays taken. */
export async function erasePerson(tx: Tx, row: ErasureRow): Promise<void> {
  await tx`delete from personal_record where beneficiary_id = ${row.beneficiaryId}`
  await tx`delete from personal_index where beneficiary_id = ${row.beneficiaryId}`
  await eraseFeedback(tx, row.beneficiaryId)
  await tx`update person_request set digest = '' where beneficiary_id = ${row.beneficiaryId}`
  await tx`
    insert into person_erasure (beneficiary_id, ground, erased_at, erased_by)
    values (${row.beneficiaryId}, ${row.ground}, ${row.erasedAt}, ${row.erasedBy})`
}

export interface PersonRequestRow {
  readonly id: Uuid
  readonly beneficiaryId: string
  readonly digest: Uint8Array
}

export async function selectRequest(tx: Tx, id: Uuid): Promise<PersonRequestRow | undefined> {
  const [row] = await tx<PersonRequestRow[]>`
    select id, beneficiary_id as "beneficiaryId", digest from person_request where id = ${id}`
  return row
}

/** Breaks `person_request_pkey` where the request was made before. */
export async function insertRequest(tx: Tx, row: PersonRequestRow): Promise<void> {
  await tx`
    insert into person_request (id, beneficiary_id, digest)
    values (${row.id}, ${row.beneficiaryId}, ${row.digest})`
}

function records(sql: Tx) {
  return sql`
    select beneficiary_id as "beneficiaryId", kind, subject_id as "subjectId", record.sealed,
      key_id as "keyId", key.sealed as "keySealed"
    from personal_record record join personal_key key on key.id = key_id`
}
