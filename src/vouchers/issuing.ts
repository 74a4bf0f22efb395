import { type Principal, scopeOf } from '../access/core/principal.ts'
import { type Day, romeDay } from '../kernel/days.ts'
import type { Uuid, VoucherId } from '../kernel/ids.ts'
import { type ActivationRequest, activateVouchers, type HandOver } from './activation.ts'
import {
  type BatchOrder,
  checkOrder,
  decideBatch,
  getBatch,
  getBatchLines,
  type Prospect,
  prepareBatch,
} from './batch.ts'
import { issueDueBatches } from './batch-issuing.ts'
import * as batches from './batch-store.ts'
import { type BulkOutcome, type BulkRequest, changeMany } from './bulk.ts'
import * as changeStore from './change-store.ts'
import { type ChangeOrder, type ChangeStanding, decideChange, prepareChange } from './changes.ts'
import { nextPeriod } from './core/schedule.ts'
import type { VouchersDeps } from './deps.ts'
import { type PrintedCard, printBatch, printCards } from './printing.ts'
import { type ReplaceRequest, replaceVoucher } from './replacing.ts'
import * as scheduleStore from './schedule-store.ts'
import {
  decideSchedule,
  endSchedule,
  findReachedSchedule,
  missedBy,
  pauseSchedule,
  prepareSchedule,
  resumeSchedule,
  type ScheduleOrder,
  serveSchedules,
} from './schedules.ts'
import { type Voucher, viewOf } from './view.ts'

export type { HandOver } from './activation.ts'
export type { BatchOrder, Prospect } from './batch.ts'
export type { BatchLine, BatchStanding, EmergencyUse } from './batch-store.ts'
export type { Breakage } from './change-store.ts'
export type { ChangeOrder, ChangeStanding } from './changes.ts'
export type { PrintedCard } from './printing.ts'
export type { ReplaceRequest } from './replacing.ts'
export type { ScheduleOrder } from './schedules.ts'

/** What somebody decides on what another prepared. A refusal needs a reason. */
export interface DecisionRequest {
  readonly state: 'approved' | 'refused'
  readonly reason?: string
}

type ListPage = { readonly limit: number; readonly after?: Uuid }

/** Vouchers that are given again and again. */
export interface Schedule extends scheduleStore.ScheduleRow {
  /** The day of the next turn; `null` where none is to come. */
  readonly nextOn: Day | null
  /** The turns that were missed, on which a person decides. */
  readonly missed: readonly Day[]
}

/** Issuing for people: prepared by one, approved by another, handed over; and what can happen to a voucher later. */
export interface Issuing {
  /** What would become of each row of a batch. Writes nothing. Throws as {@link checkOrder}. */
  checkBatch(order: Omit<BatchOrder, 'id' | 'reason'>, who: Principal): Promise<Prospect>
  /** Throws as {@link prepareBatch}. */
  prepareBatch(order: BatchOrder, who: Principal): Promise<batches.BatchStanding>
  /** Throws as {@link decideBatch}. */
  decideBatch(id: Uuid, decision: DecisionRequest, who: Principal): Promise<batches.BatchStanding>
  /** @throws DomainError `batch_not_found` */
  getBatch(id: Uuid, who: Principal): Promise<batches.BatchStanding>
  /** The newest first, of the contact points that somebody works for, and what others ask them to approve. */
  listBatches(
    page: ListPage & { readonly scheduleId?: Uuid },
    who: Principal,
  ): Promise<readonly batches.BatchStanding[]>
  /** @throws DomainError `batch_not_found` */
  listBatchLines(
    id: Uuid,
    page: { readonly limit: number; readonly after?: number },
    who: Principal,
  ): Promise<readonly batches.BatchLine[]>
  /** Makes vouchers good as they are handed over. Throws as {@link activateVouchers}. */
  activate(request: ActivationRequest, who: Principal): Promise<ReadonlyMap<VoucherId, HandOver>>
  /** Cancels, blocks or unblocks many, each in a commit of its own; safe to repeat. Throws as {@link changeMany}. */
  changeMany(request: BulkRequest, who: Principal): Promise<ReadonlyMap<VoucherId, BulkOutcome>>
  /** Gives what is left to a new card. Throws as {@link replaceVoucher}. */
  replace(id: VoucherId, request: ReplaceRequest, who: Principal): Promise<Voucher>
  /** Throws as {@link prepareChange}. */
  prepareChange(order: ChangeOrder, who: Principal): Promise<ChangeStanding>
  /** Throws as {@link decideChange}. */
  decideChange(id: Uuid, decision: DecisionRequest, who: Principal): Promise<ChangeStanding>
  /** Throws as {@link prepareSchedule}. */
  prepareSchedule(order: ScheduleOrder, who: Principal): Promise<Schedule>
  /** Throws as {@link decideSchedule}. */
  decideSchedule(id: Uuid, decision: DecisionRequest, who: Principal): Promise<Schedule>
  /** @throws DomainError `schedule_not_found` */
  endSchedule(id: Uuid, who: Principal): Promise<Schedule>
  /** @throws DomainError `schedule_not_found`, `schedule_not_running` */
  pauseSchedule(id: Uuid, who: Principal): Promise<Schedule>
  /** Throws as `pauseSchedule`. */
  resumeSchedule(id: Uuid, who: Principal): Promise<Schedule>
  /** @throws DomainError `schedule_not_found` */
  getSchedule(id: Uuid, who: Principal): Promise<Schedule>
  listSchedules(page: ListPage, who: Principal): Promise<readonly Schedule[]>
  /** What each person was given without a second person in the month of a day. */
  emergencies(day: Day, who: Principal): Promise<readonly batches.EmergencyUse[]>
  /** What went back unspent from a day to a day, by product, contact point and month. */
  breakage(
    days: { readonly from: Day; readonly until: Day },
    who: Principal,
  ): Promise<readonly changeStore.Breakage[]>
  /** The cards of those of these vouchers that can still be spent and that somebody works for, in the order asked. */
  printData(ids: readonly VoucherId[], who: Principal): Promise<readonly PrintedCard[]>
  /** The cards of a batch, in groups. Throws as {@link printBatch}. */
  printBatch(id: Uuid, who: Principal): Promise<AsyncIterable<readonly PrintedCard[]>>
  /** Issues what was approved, until nothing is left to issue. Returns how many vouchers. */
  issueDue(): Promise<number>
  /** Makes the batch of the newest turn that is due, of each schedule. Returns how many. */
  serveSchedules(): Promise<number>
}

/**
 * Makes the service of issuing.
 *
 * @example await createIssuing(deps).decideBatch(id, { state: 'approved' }, who)
 */
export function createIssuing(deps: VouchersDeps): Issuing {
  const { sql } = deps.db
  const today = () => romeDay(deps.runtime.now())
  return {
    checkBatch: (order, who) => checkOrder(deps, order, who),
    prepareBatch: (order, who) => prepareBatch(deps, order, who),
    decideBatch: (id, decision, who) => decideBatch(deps, id, decision, who),
    getBatch: (id, who) => getBatch(deps, id, who),
    listBatches: (page, who) => batches.listBatches(sql, { ...page, ...scopeOf(who) }),
    listBatchLines: (id, page, who) => getBatchLines(deps, id, page, who),
    activate: (request, who) => activateVouchers(deps, request, who),
    changeMany: (request, who) => changeMany(deps, request, who),
    replace: async (id, request, who) =>
      viewOf(await replaceVoucher(deps, id, request, who), today()),
    prepareChange: (order, who) => prepareChange(deps, order, who),
    decideChange: (id, decision, who) => decideChange(deps, id, decision, who),
    ...scheduling(deps),
    emergencies: (day, who) =>
      batches.listEmergencyUse(sql, `${day.slice(0, 8)}01` as Day, who.contactPointIds),
    breakage: (days, who) => changeStore.sumBreakage(sql, days, who.contactPointIds),
    printData: (ids, who) => printCards(deps, ids, who),
    printBatch: (id, who) => printBatch(deps, id, who),
    issueDue: () => issueDueBatches(deps),
  }
}

/** What concerns schedules. */
function scheduling(
  deps: VouchersDeps,
): Pick<
  Issuing,
  | 'prepareSchedule'
  | 'decideSchedule'
  | 'endSchedule'
  | 'pauseSchedule'
  | 'resumeSchedule'
  | 'getSchedule'
  | 'listSchedules'
  | 'serveSchedules'
> {
  const withNext = (row: scheduleStore.ScheduleRow): Schedule => {
    const mayRun = row.approvedAt !== null && row.stoppedAt === null && row.pausedAt === null
    const today = romeDay(deps.runtime.now())
    const nextOn = mayRun ? nextPeriod(row, today, row.lastPeriod ?? undefined) : undefined
    return { ...row, nextOn: nextOn ?? null, missed: missedBy(row, today) }
  }
  return {
    prepareSchedule: async (order, who) => withNext(await prepareSchedule(deps, order, who)),
    decideSchedule: async (id, decision, who) =>
      withNext(await decideSchedule(deps, id, decision, who)),
    endSchedule: async (id, who) => withNext(await endSchedule(deps, id, who)),
    pauseSchedule: async (id, who) => withNext(await pauseSchedule(deps, id, who)),
    resumeSchedule: async (id, who) => withNext(await resumeSchedule(deps, id, who)),
    getSchedule: async (id, who) => withNext(await findReachedSchedule(deps, id, who)),
    listSchedules: async (page, who) =>
      (await scheduleStore.listSchedules(deps.db.sql, { ...page, ...scopeOf(who) })).map(withNext),
    serveSchedules: () => serveSchedules(deps),
  }
}
