import { arrayText } from '../db/array-text.ts'
import type { Tx } from '../db/client.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { ConsentMethod, ConsentPurpose } from './core/words.ts'

export interface NoticeRow {
  readonly language: string
  readonly version: number
  readonly text: string
  /** SHA-256 of the text, hex. */
  readonly digest: string
  readonly publishedAt: Date
}

export interface ConsentRow {
  readonly id: Uuid
  readonly beneficiaryId: string
  readonly purpose: ConsentPurpose
  readonly language: string
  readonly version: number
  readonly method: ConsentMethod
  readonly takenAt: Date
  readonly takenBy: Uuid
  readonly withdrawnAt: Date | null
}

/** Every notice, the newest of each language first. */
export async function selectNotices(sql: Tx): Promise<readonly NoticeRow[]> {
  return sql<NoticeRow[]>`
    select ${noticeColumns(sql)} from privacy_notice order by language, version desc limit 500`
}

export async function selectNotice(
  sql: Tx,
  language: string,
  version: number,
): Promise<NoticeRow | undefined> {
  const [row] = await sql<NoticeRow[]>`
    select ${noticeColumns(sql)} from privacy_notice
    where language = ${language} and version = ${version}`
  return row
}

/** Breaks the primary key where there is one of this version. */
export async function insertNotice(
  tx: Tx,
  row: Omit<NoticeRow, 'digest'> & { readonly publishedBy: Uuid },
): Promise<void> {
  await tx`
    insert into privacy_notice (language, version, text, digest, published_at, published_by)
    values (${row.language}, ${row.version}, ${row.text},
      sha256(convert_to(${row.text}::text, 'UTF8')), ${row.publishedAt}, ${row.publishedBy})`
}

export async function insertConsent(tx: Tx, row: Omit<ConsentRow, 'withdrawnAt'>): Promise<void> {
  await tx`
    insert into consent
      (id, beneficiary_id, purpose, language, version, method, taken_at, taken_by)
    values (${row.id}, ${row.beneficiaryId}, ${row.purpose}, ${row.language}, ${row.version},
      ${row.method}, ${row.takenAt}, ${row.takenBy})`
}

export async function selectConsent(sql: Tx, id: Uuid): Promise<ConsentRow | undefined> {
  const [row] = await sql<ConsentRow[]>`${consents(sql)} where consent.id = ${id}`
  return row
}

/** What a person was told and agreed to, the newest first. */
export async function selectConsents(
  sql: Tx,
  beneficiaryId: string,
): Promise<readonly ConsentRow[]> {
  return sql<ConsentRow[]>`
    ${consents(sql)} where beneficiary_id = ${beneficiaryId} order by taken_at desc, id desc limit 200`
}

/** Which of these people were given the notice in the version that is the newest of its language. */
export async function selectInformed(
  sql: Tx,
  beneficiaryIds: readonly string[],
): Promise<readonly string[]> {
  const rows = await sql<{ id: string }[]>`
    select distinct beneficiary_id as id from consent
    where beneficiary_id = any(${arrayText(beneficiaryIds)}::text[]) and purpose = 'information'
      and version = (select max(version) from privacy_notice where language = consent.language)
      and not exists (select from consent_withdrawal where consent_id = consent.id)`
  return rows.map(({ id }) => id)
}

/** Writes that a consent counts no more; the first time is the one that is kept. */
export async function insertWithdrawal(tx: Tx, id: Uuid, by: Uuid, at: Date): Promise<void> {
  await tx`
    insert into consent_withdrawal (consent_id, withdrawn_at, withdrawn_by)
    values (${id}, ${at}, ${by}) on conflict do nothing`
}

function noticeColumns(sql: Tx) {
  return sql`language, version, text, encode(digest, 'hex') as digest, published_at as "publishedAt"`
}

function consents(sql: Tx) {
  return sql`
    select consent.id, beneficiary_id as "beneficiaryId", purpose, language, version, method,
      taken_at as "takenAt", taken_by as "takenBy", withdrawn_at as "withdrawnAt"
    from consent left join consent_withdrawal on consent_id = consent.id`
}
