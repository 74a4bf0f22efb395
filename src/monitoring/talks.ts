import { claimBeneficiary } from '../access/beneficiary-scope.ts'
import type { Principal } from '../access/core/principal.ts'
import { assert } from '../kernel/assert.ts'
import { canonicalJson } from '../kernel/canonical-json.ts'
import { romeDay } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import { parseLanguage } from '../plans/core/language.ts'
import { ANSWER_MAX, ANSWER_MIN, AUTONOMY_ITEMS, type InterviewContent } from './core/interview.ts'
import type { MonitoringDeps } from './deps.ts'
import * as store from './results-store.ts'

/** What somebody said of themselves, to be written down. */
export interface Talk {
  /** The caller's. */
  readonly id: Uuid
  readonly beneficiaryId: string
  readonly content: InterviewContent
}

/** Writes a talk down. */
export async function record(
  deps: MonitoringDeps,
  { id, beneficiaryId, content }: Talk,
  who: Principal,
): Promise<store.InterviewRow> {
  const { db, runtime, accessLog } = deps
  const contactPointId = await claimBeneficiary(deps, who, beneficiaryId, 'interview.recorded')
  const isAnswer = (one: unknown) =>
    Number.isInteger(one) && Number(one) >= ANSWER_MIN && Number(one) <= ANSWER_MAX
  const isGood = Object.entries(content.answers).every(
    ([item, one]) => AUTONOMY_ITEMS.some((known) => known === item) && isAnswer(one),
  )
  const language = parseLanguage(content.language)
  if (!isGood || language === undefined || content.day > romeDay(runtime.now())) {
    throw new DomainError(
      'interview_unfit',
      'An answer is from 1 to 5, a talk is over, and its language is a tag like fr.',
    )
  }
  const row = {
    ...{ ...content, language },
    id,
    beneficiaryId,
    askedBy: who.id,
    recordedAt: new Date(runtime.now()),
  }
  return db.sql.begin(async (tx) => {
    if (!(await store.insertInterview(tx, row))) {
      const there = await store.selectTalk(tx, id)
      assert(there, 'a talk whose id is taken is there')
      if (isSame(there, row)) return there
      throw new DomainError('interview_id_conflict', 'Another talk has this id.')
    }
    await accessLog.recordIn(tx, {
      ...{ actor: who, action: 'interview.recorded', outcome: 'done', contactPointId },
      subject: { kind: 'beneficiary', id: beneficiaryId },
      detail: { wave: `${content.wave}` },
    })
    return row
  })
}

/** Whether both say the same of the same person, whoever wrote it down and when. */
function isSame(one: store.InterviewRow, other: store.InterviewRow): boolean {
  const said = ({ askedBy, recordedAt, ...rest }: store.InterviewRow) => canonicalJson(rest)
  return said(one) === said(other)
}

/** The talks with a person, the last first. @throws DomainError `beneficiary_not_found` */
export async function talksWith(
  deps: MonitoringDeps,
  beneficiaryId: string,
  who: Principal,
): Promise<readonly store.InterviewRow[]> {
  await claimBeneficiary(deps, who, beneficiaryId, 'interview.viewed')
  return store.selectTalksWith(deps.db.sql, beneficiaryId)
}
