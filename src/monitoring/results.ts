import type { Principal } from '../access/core/principal.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import { INDICATORS } from './core/indicators.ts'
import type { MonitoringDeps } from './deps.ts'
import { noted } from './noted.ts'
import { beginExport, type ExportFile, exportFile } from './results-export.ts'
import { type Board, programmeOf, readBoard } from './results-reading.ts'
import * as store from './results-store.ts'
import { record, type Talk, talksWith } from './talks.ts'

export { EXPORT_FILES } from './results-export.ts'
export type { Board } from './results-reading.ts'
export type { InterviewRow, Selection, Target, TargetSetting } from './results-store.ts'

/** What came of a programme: talks, indicators, targets, the files of an evaluator, the feed for everybody. */
export interface Monitoring {
  /** @throws DomainError `programme_unknown` */
  board(selection: store.Selection): Promise<Board>
  /**
   * Writes a talk down; of a wave the last counts. The same again changes nothing.
   *
   * @throws DomainError `beneficiary_not_found`, `interview_unfit`, `interview_id_conflict`
   */
  record(talk: Talk, who: Principal): Promise<store.InterviewRow>
  /** The talks with a person, the last first. @throws DomainError `beneficiary_not_found` */
  talksWith(beneficiaryId: string, who: Principal): Promise<readonly store.InterviewRow[]>
  /** Every setting of a target, the last first. @throws DomainError `programme_unknown` */
  targetsOf(programmeId: string): Promise<readonly store.TargetSetting[]>
  /**
   * Sets a target; one that is `null` counts no more. What stands there already is not written again.
   *
   * @throws DomainError `programme_unknown`, `target_unfit`
   */
  setTarget(
    programmeId: string,
    target: Pick<store.TargetSetting, 'indicator' | 'month' | 'value'>,
    who: Principal,
  ): Promise<store.TargetSetting>
  /** Begins files for an evaluator, whose pseudonyms no others share. @throws DomainError `programme_unknown` */
  beginExport(id: Uuid, programmeId: string, who: Principal): Promise<void>
  /** One of these files as CSV; nothing where there is no such export. */
  exportFile(id: Uuid, file: ExportFile, who: Principal): Promise<string | undefined>
  /** The end of the address of a programme's results; nothing where it has none. */
  feedOf(programmeId: string): Promise<string | undefined>
  /** Opens an address, or withdraws it for good: one that is opened later is another. */
  setFeed(programmeId: string, isOpen: boolean, who: Principal): Promise<void>
  /** What an address tells everybody; nothing where it was withdrawn. */
  readFeed(token: string): Promise<Board | undefined>
}

const TOKEN_BYTES = 18

export function createResults(deps: MonitoringDeps): Monitoring {
  const { sql } = deps.db
  return {
    board: (selection) => readBoard(deps, selection),
    record: (talk, who) => record(deps, talk, who),
    talksWith: (beneficiaryId, who) => talksWith(deps, beneficiaryId, who),
    targetsOf: async (programmeId) => {
      await programmeOf(deps, programmeId)
      return store.selectSettings(sql, programmeId)
    },
    setTarget: (programmeId, target, who) => setTarget(deps, programmeId, target, who),
    beginExport: (id, programmeId, who) => beginExport(deps, id, programmeId, who),
    exportFile: (id, file, who) => exportFile(deps, id, file, who),
    feedOf: (programmeId) => store.selectFeed(sql, programmeId),
    setFeed: (programmeId, isOpen, who) => setFeed(deps, programmeId, isOpen, who),
    readFeed: async (token) => {
      const programmeId = await store.selectFeedOf(sql, token)
      return programmeId === undefined ? undefined : readBoard(deps, { programmeId })
    },
  }
}

async function setTarget(
  deps: MonitoringDeps,
  programmeId: string,
  target: Parameters<Monitoring['setTarget']>[1],
  who: Principal,
): Promise<store.TargetSetting> {
  await programmeOf(deps, programmeId)
  const { indicator, month, value } = target
  if (!INDICATORS.some(({ id }) => id === indicator)) {
    throw new DomainError('target_unfit', `There is no indicator ${indicator}.`)
  }
  return deps.db.sql.begin(async (tx) => {
    // Two who set the same target at once wait for each other.
    await tx`select pg_advisory_xact_lock(hashtext(${`target ${programmeId} ${indicator} ${month}`}))`
    const [last] = await store.selectSettings(tx, programmeId, { indicator, month })
    if (last !== undefined && last.value === value) return last
    const setting = { indicator, month, value, setAt: new Date(deps.runtime.now()), setBy: who.id }
    await store.insertTarget(tx, programmeId, setting)
    await noted(deps, tx, 'monitoring.target_set', programmeId, who)
    return setting
  })
}

async function setFeed(
  deps: MonitoringDeps,
  programmeId: string,
  isOpen: boolean,
  who: Principal,
): Promise<void> {
  await programmeOf(deps, programmeId)
  const { db, runtime } = deps
  const at = new Date(runtime.now())
  await db.sql.begin(async (tx) => {
    if (isOpen) {
      const token = Buffer.from(runtime.randomBytes(TOKEN_BYTES)).toString('base64url')
      await store.insertFeed(tx, { programmeId, token, at, by: who.id })
    } else {
      await store.withdrawFeed(tx, programmeId, at, who.id)
    }
    const action = isOpen ? 'monitoring.feed_opened' : 'monitoring.feed_withdrawn'
    await noted(deps, tx, action, programmeId, who)
  })
}
