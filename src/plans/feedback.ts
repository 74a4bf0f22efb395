import { type Principal, reaches } from '../access/core/principal.ts'
import { createSealing, type Sealing } from '../access/sealing.ts'
import { brokenConstraint } from '../db/constraint.ts'
import { assert } from '../kernel/assert.ts'
import { romeDay } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import {
  dueDay,
  type FeedbackAbout,
  type FeedbackClosing,
  type FeedbackKind,
} from './core/feedback.ts'
import type { Asker, CaseDeps } from './deps.ts'
import type { FeedbackPage, FeedbackRow, FeedbackWithAnswer } from './feedback-store.ts'
import * as store from './feedback-store.ts'
import type { SealAnew } from './personal-records.ts'
import { personErased } from './scope.ts'
import { selectBeneficiaries } from './store.ts'

export type { FeedbackPage } from './feedback-store.ts'

/** What somebody tells the programme. */
export interface NewFeedback {
  readonly id: Uuid
  readonly kind: FeedbackKind
  readonly about: FeedbackAbout
  /** Which partner it is about, where it is about one. */
  readonly partnerId: string | null
  readonly anonymous: boolean
  readonly text: string
}

type SealedColumn =
  | ('said' | 'keyId' | 'keySealed')
  | ('answered' | 'answerKeyId' | 'answerKeySealed')

/** What was said, and what it was answered; texts only where they were asked for, and not of the erased. */
export interface Feedback extends Omit<FeedbackWithAnswer, SealedColumn> {
  readonly text: string | null
  readonly answer: string | null
}

/** Praise and complaints from wallets. Partners have no way to any of it. */
export interface FeedbackDesk {
  /**
   * Says something. Without a name nothing leads to who said it: the row knows neither the person nor the hour, and the
   * access log, which tells the time, has no entry. The same again is answered the same.
   *
   * @throws DomainError `feedback_conflict`, `feedback_partner_unknown`, `person_erased`
   */
  say(who: Principal, said: NewFeedback): Promise<Feedback>
  /** What somebody said with their name, and what of these ids was said without one. */
  ofWallet(who: Principal, ids: readonly Uuid[]): Promise<readonly Feedback[]>
  /** What waits or was answered, without the texts; what is due first comes first. */
  list(asker: Asker, page: FeedbackPage): Promise<readonly Feedback[]>
  /** With the texts; the look is in the access log. @throws DomainError `feedback_not_found` */
  read(asker: Asker, id: Uuid): Promise<Feedback>
  /** @throws DomainError `feedback_not_found`, `feedback_answered` */
  answer(asker: Asker, id: Uuid, text: string): Promise<Feedback>
  /**
   * Closes what needs no answer. A complaint is answered, unless its words were erased. Again, nothing changes.
   *
   * @throws DomainError `feedback_not_found`, `feedback_answered`, `feedback_is_complaint`
   */
  close(asker: Asker, id: Uuid, reason: FeedbackClosing): Promise<Feedback>
}

interface Desk extends CaseDeps {
  /** What words were sealed under before they were sealed under a key of personal data. */
  readonly formerly: Sealing
}

export function createFeedback(deps: CaseDeps): FeedbackDesk {
  const desk: Desk = { ...deps, formerly: formerSealing(deps.secret) }
  const { sql } = deps.db
  return {
    say: (who, said) => say(desk, who, said),
    ofWallet: async (who, ids) =>
      (await store.selectFeedbackOf(sql, ownerOf(who), ids)).map((row) => opened(desk, row)),
    list: async ({ who }, page) => {
      const reach =
        who.contactPointIds === undefined ? {} : { contactPointIds: who.contactPointIds }
      return (await store.listFeedback(sql, { ...page, ...reach })).map(closed)
    },
    read: async (asker, id) => {
      const row = await reach(desk, asker, id, 'feedback.viewed')
      await desk.accessLog.record({ ...entryOf(asker, row, 'feedback.viewed'), outcome: 'done' })
      return opened(desk, row)
    },
    answer: (asker, id, text) => answer(desk, asker, id, text),
    close: (asker, id, reason) => close(desk, asker, id, reason),
  }
}

async function say(desk: Desk, who: Principal, said: NewFeedback): Promise<Feedback> {
  const { db, runtime, accessLog } = desk
  const { id, kind, about, partnerId, anonymous, text } = said
  const owner = ownerOf(who)
  const [person] = await selectBeneficiaries(db, [owner])
  assert(person, 'a wallet belongs to a person who is there')
  const receivedOn = romeDay(runtime.now())
  const row: Omit<FeedbackRow, 'said' | 'keyId'> = {
    ...{ id, kind, about, partnerId, receivedOn, dueOn: dueDay(receivedOn) },
    contactPointId: person.contactPointId,
    beneficiaryId: anonymous ? null : owner,
  }
  try {
    await db.sql.begin(async (tx) => {
      const { sealed, keyId } = await desk.personal.sealIn(tx, text, contextOf('said', id))
      const written = await store.insertFeedback(tx, { ...row, said: sealed, keyId })
      if (written.length === 0 || anonymous) return
      await accessLog.recordIn(tx, {
        ...{ actor: who, action: 'feedback.said', outcome: 'done', detail: { kind, about } },
        ...{ subject: { kind: 'feedback', id }, contactPointId: row.contactPointId },
      })
    })
  } catch (error) {
    throw refusalOf(error)
  }
  const standing = await store.selectFeedback(db.sql, id)
  assert(standing, 'feedback that was written is there')
  const found = opened(desk, standing)
  const names = ['kind', 'about', 'partnerId', 'beneficiaryId', 'contactPointId'] as const
  if (found.text === text && names.every((name) => found[name] === row[name])) return found
  throw new DomainError('feedback_conflict', 'This id belongs to something else that was said.')
}

function refusalOf(error: unknown): unknown {
  switch (brokenConstraint(error)) {
    case 'feedback_partner_id_partner_id_fk':
      return new DomainError('feedback_partner_unknown', 'There is no such partner.')
    case 'person_is_erased':
      return personErased()
    default:
      return error
  }
}

async function answer(desk: Desk, asker: Asker, id: Uuid, text: string): Promise<Feedback> {
  const { db, runtime, accessLog } = desk
  const row = await reach(desk, asker, id, 'feedback.answered')
  await db.sql.begin(async (tx) => {
    const held = await store.holdFeedback(tx, id)
    if (held === undefined || held.closing !== null) return
    const answeredAt = new Date(runtime.now())
    const { sealed, keyId } = await desk.personal.sealIn(tx, text, contextOf('answer', id))
    const by = { answeredAt, answeredBy: asker.who.id }
    const written = { feedbackId: id, said: sealed, keyId, ...by }
    if ((await store.insertAnswer(tx, written)).length === 0) return
    await accessLog.recordIn(tx, { ...entryOf(asker, row, 'feedback.answered'), outcome: 'done' })
  })
  const standing = await store.selectFeedback(db.sql, id)
  assert(standing, 'feedback is never removed')
  const found = opened(desk, standing)
  if (found.answer === text && found.answeredBy === asker.who.id) return found
  throw new DomainError('feedback_answered', 'It was answered or closed before; that stands.')
}

async function close(
  desk: Desk,
  asker: Asker,
  id: Uuid,
  reason: FeedbackClosing,
): Promise<Feedback> {
  const { db, runtime, accessLog } = desk
  const row = await reach(desk, asker, id, 'feedback.closed')
  await db.sql.begin(async (tx) => {
    const standing = await store.holdFeedback(tx, id)
    if (standing === undefined || standing.closing !== null) return
    if (standing.answeredAt !== null) {
      throw new DomainError('feedback_answered', 'It was answered or closed before; that stands.')
    }
    if (standing.kind === 'complaint' && standing.said !== null) {
      throw new DomainError('feedback_is_complaint', 'A complaint is answered and not only closed.')
    }
    const closedAt = new Date(runtime.now())
    await store.insertClosing(tx, { feedbackId: id, reason, closedAt, closedBy: asker.who.id })
    const entry = { ...entryOf(asker, row, 'feedback.closed'), detail: { reason } }
    await accessLog.recordIn(tx, { ...entry, outcome: 'done' })
  })
  const standing = await store.selectFeedback(db.sql, id)
  assert(standing, 'feedback is never removed')
  return opened(desk, standing)
}

/** Out of reach is answered as what is not there, and is in the access log as refused. */
async function reach(
  { db, accessLog }: Desk,
  asker: Asker,
  id: Uuid,
  action: `${string}.${string}`,
): Promise<FeedbackWithAnswer> {
  const row = await store.selectFeedback(db.sql, id)
  if (row !== undefined && maySee(asker.who, row)) return row
  if (row !== undefined) {
    const detail = { reason: 'out_of_scope' }
    await accessLog.record({ ...entryOf(asker, row, action), outcome: 'refused', detail })
  }
  throw new DomainError('feedback_not_found', 'There is nothing with this id that you may see.')
}

/** What is about a contact point is for those who are bound to none. */
function maySee(who: Principal, row: FeedbackRow): boolean {
  if (who.contactPointIds === undefined) return true
  return row.about !== 'contact_point' && reaches(who, row.contactPointId)
}

function entryOf({ who, ...request }: Asker, row: FeedbackRow, action: `${string}.${string}`) {
  const { id, contactPointId } = row
  return { actor: who, action, subject: { kind: 'feedback', id }, contactPointId, ...request }
}

function ownerOf({ beneficiaryId }: Principal): string {
  assert(beneficiaryId !== undefined, 'a wallet belongs to a person')
  return beneficiaryId
}

/**
 * Seals words that are under a retired key, or under none, anew. What was said without a name stays without one: only the
 * key changes.
 */
export function sealFeedbackAnew(secret: string): SealAnew {
  const formerly = formerSealing(secret)
  return async (tx, personal, limit) => {
    const stale = await store.holdStaleWords(tx, limit)
    for (const words of stale) {
      const context = contextOf(words.what, words.id)
      const text = openWords({ personal, formerly }, words, context)
      await store.writeWords(tx, words, await personal.sealIn(tx, text, context))
    }
    return stale.length
  }
}

function formerSealing(secret: string): Sealing {
  return createSealing(secret, 'feedback')
}

function contextOf(what: 'said' | 'answer', id: Uuid): string {
  return `feedback ${what} ${id}`
}

function openWords(
  { personal, formerly }: Pick<Desk, 'personal' | 'formerly'>,
  { sealed, keyId, keySealed }: Pick<store.StaleWords, 'sealed' | 'keyId' | 'keySealed'>,
  context: string,
): string {
  const text =
    keyId === null || keySealed === null
      ? formerly.open(sealed, context)
      : personal.openWords({ sealed, keyId, keySealed }, context)
  if (text !== undefined) return text
  throw new DomainError(
    'personal_secret_wrong',
    'What was sealed under another secret cannot be opened.',
  )
}

function opened(desk: Desk, row: FeedbackWithAnswer): Feedback {
  const { said, keyId, keySealed, answered, answerKeyId, answerKeySealed, ...rest } = row
  const text =
    said === null
      ? null
      : openWords(desk, { sealed: said, keyId, keySealed }, contextOf('said', row.id))
  const key = { keyId: answerKeyId, keySealed: answerKeySealed }
  const answer =
    answered === null
      ? null
      : openWords(desk, { sealed: answered, ...key }, contextOf('answer', row.id))
  return { ...rest, text, answer }
}

function closed(row: FeedbackWithAnswer): Feedback {
  const { id, kind, about, contactPointId, beneficiaryId, partnerId } = row
  const { receivedOn, dueOn, answeredAt, answeredBy, closing, closedAt } = row
  return {
    ...{ id, kind, about, contactPointId, beneficiaryId, partnerId, receivedOn, dueOn },
    ...{ answeredAt, answeredBy, closing, closedAt, text: null, answer: null },
  }
}
