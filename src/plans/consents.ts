import { brokenConstraint } from '../db/constraint.ts'
import { assert } from '../kernel/assert.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { ConsentRow, NoticeRow } from './consent-store.ts'
import * as store from './consent-store.ts'
import type { ConsentMethod, ConsentPurpose } from './core/words.ts'
import type { Asker, CaseDeps } from './deps.ts'
import { reachPerson } from './scope.ts'

export type { ConsentRow, NoticeRow } from './consent-store.ts'

export interface NewNotice {
  readonly language: string
  /** One more than the newest of the language. */
  readonly version: number
  readonly text: string
}

export interface NewConsent {
  readonly id: Uuid
  readonly beneficiaryId: string
  readonly purpose: ConsentPurpose
  /** The language and the version of the notice that was given. */
  readonly language: string
  readonly version: number
  readonly method: ConsentMethod
}

/** What people are told about their data, and what they agree to. */
export interface Consents {
  notices(): Promise<readonly NoticeRow[]>
  /** @throws DomainError `notice_conflict` */
  publishNotice(asker: Asker, notice: NewNotice): Promise<NoticeRow>
  /** @throws DomainError `beneficiary_not_found`, `notice_not_found`, `consent_conflict` */
  record(asker: Asker, consent: NewConsent): Promise<ConsentRow>
  /** Taking back what was agreed to; again, nothing changes. @throws DomainError `consent_not_found` */
  withdraw(asker: Asker, id: Uuid): Promise<ConsentRow>
  consentsOf(asker: Asker, beneficiaryId: string): Promise<readonly ConsentRow[]>
}

export function createConsents(deps: CaseDeps): Consents {
  const { db } = deps
  return {
    notices: () => store.selectNotices(db.sql),
    publishNotice: (asker, notice) => publishNotice(deps, asker, notice),
    record: (asker, consent) => record(deps, asker, consent),
    withdraw: (asker, id) => withdraw(deps, asker, id),
    consentsOf: async (asker, beneficiaryId) => {
      await reachPerson(deps, asker, beneficiaryId, 'consent.viewed')
      return store.selectConsents(db.sql, beneficiaryId)
    },
  }
}

async function publishNotice(
  { db, runtime, accessLog }: CaseDeps,
  { who, ...request }: Asker,
  { language, version, text }: NewNotice,
): Promise<NoticeRow> {
  const conflict = (newest: number) =>
    new DomainError(
      'notice_conflict',
      `The notice in this language stands at version ${newest}: the next one has the number after it.`,
      { version: newest },
    )
  const written = async () => {
    const notice = await store.selectNotice(db.sql, language, version)
    return notice?.text === text ? notice : undefined
  }
  const standing = await written()
  if (standing !== undefined) return standing
  const all = await store.selectNotices(db.sql)
  const newest = all.find((notice) => notice.language === language)?.version ?? 0
  const publishedAt = new Date(runtime.now())
  try {
    if (version !== newest + 1) throw conflict(newest)
    await db.sql.begin(async (tx) => {
      await store.insertNotice(tx, { language, version, text, publishedAt, publishedBy: who.id })
      await accessLog.recordIn(tx, {
        ...{ actor: who, action: 'notice.published', outcome: 'done', ...request },
        subject: { kind: 'notice', id: `${language} ${version}` },
      })
    })
  } catch (error) {
    // The same may have been published meanwhile, by the same request sent twice.
    const other = await written()
    if (other !== undefined) return other
    throw brokenConstraint(error)?.startsWith('privacy_notice') ? conflict(version) : error
  }
  const notice = await written()
  assert(notice, 'a notice that was published is there')
  return notice
}

async function record(deps: CaseDeps, asker: Asker, consent: NewConsent): Promise<ConsentRow> {
  const { db, runtime, accessLog } = deps
  const { beneficiaryId, language, version, purpose } = consent
  const action = 'consent.recorded'
  const { contactPointId } = await reachPerson(deps, asker, beneficiaryId, action)
  const standing = await standingConsent(deps, consent)
  if (standing !== undefined) return standing
  if ((await store.selectNotice(db.sql, language, version)) === undefined) {
    throw new DomainError('notice_not_found', 'There is no notice of this language and version.')
  }
  const { who, ...request } = asker
  const row = { ...consent, takenAt: new Date(runtime.now()), takenBy: who.id }
  try {
    await db.sql.begin(async (tx) => {
      await store.insertConsent(tx, row)
      await accessLog.recordIn(tx, {
        ...{ actor: who, action, outcome: 'done', contactPointId, ...request },
        subject: { kind: 'beneficiary', id: beneficiaryId },
        detail: { purpose, notice: `${language} ${version}` },
      })
    })
  } catch (error) {
    if (brokenConstraint(error) !== 'consent_pkey') throw error
    const other = await standingConsent(deps, consent)
    assert(other, 'a consent whose id is taken is there')
    return other
  }
  return { ...row, withdrawnAt: null }
}

async function standingConsent(
  { db }: CaseDeps,
  consent: NewConsent,
): Promise<ConsentRow | undefined> {
  const row = await store.selectConsent(db.sql, consent.id)
  if (row === undefined) return undefined
  const names = ['beneficiaryId', 'purpose', 'language', 'version', 'method'] as const
  if (names.every((name) => row[name] === consent[name])) return row
  throw new DomainError('consent_conflict', 'This id belongs to another consent.')
}

async function withdraw(deps: CaseDeps, asker: Asker, id: Uuid): Promise<ConsentRow> {
  const { db, runtime, accessLog } = deps
  const notFound = () => new DomainError('consent_not_found', 'There is no consent with this id.')
  const action = 'consent.withdrawn'
  const row = await store.selectConsent(db.sql, id)
  if (row === undefined) throw notFound()
  const person = await reachPerson(deps, asker, row.beneficiaryId, action).catch(
    (error: unknown) => {
      throw error instanceof DomainError ? notFound() : error
    },
  )
  if (row.withdrawnAt !== null) return row
  const { who, ...request } = asker
  const { contactPointId } = person
  await db.sql.begin(async (tx) => {
    await store.insertWithdrawal(tx, id, who.id, new Date(runtime.now()))
    await accessLog.recordIn(tx, {
      ...{ actor: who, action, outcome: 'done', contactPointId, ...request },
      subject: { kind: 'beneficiary', id: row.beneficiaryId },
      detail: { purpose: row.purpose },
    })
  })
  const written = await store.selectConsent(db.sql, id)
  assert(written, 'a consent that was withdrawn is there')
  return written
}
