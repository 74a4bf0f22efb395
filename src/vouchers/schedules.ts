import { type Principal, reaches } from '../access/core/principal.ts'
import type { Tx } from '../db/client.ts'
import { brokenConstraint } from '../db/constraint.ts'
import { assert } from '../kernel/assert.ts'
import { type Day, romeDay } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import { approvalOf, checkOrder, digestOf, logRefused, requireReach, wakeWorker } from './batch.ts'
import { type BatchLine, type BatchRow, insertBatch } from './batch-store.ts'
import { duePeriods, missedPeriods, type Rhythm } from './core/schedule.ts'
import type { VouchersDeps } from './deps.ts'
import { batchVoucherId, periodBatchId } from './identity.ts'
import { selectProducts } from './product-store.ts'
import * as store from './schedule-store.ts'

/** Vouchers to be given again and again. */
export interface ScheduleOrder extends Rhythm {
  /** The caller's: the same again gives the same schedule. */
  readonly id: Uuid
  readonly productId: string
  readonly contactPointId: string
  /** `all`: every person of the contact point who can get one on the day. */
  readonly people: 'all' | readonly string[]
  readonly amount?: Minor | undefined
  /** What comes to more than this in one turn waits for an approval of its own. */
  readonly maxTotal: Minor
  readonly reason: string
}

/**
 * Writes a schedule and asks a second person.
 *
 * @throws DomainError `contact_point_unknown`, `product_unknown`, `schedule_id_conflict`, `schedule_days`
 */
export async function prepareSchedule(
  deps: VouchersDeps,
  order: ScheduleOrder,
  who: Principal,
): Promise<store.ScheduleRow> {
  await requireReach(deps, order.contactPointId, who)
  const { people, ...rest } = order
  const digest = digestOf(order)
  const known = await recall(deps, order.id, digest)
  if (known !== undefined) return known
  const today = romeDay(deps.runtime.now())
  if (order.fromDay < today || order.untilDay < order.fromDay) {
    throw new DomainError('schedule_days', 'A schedule begins today or later, and ends after that.')
  }
  const [product] = await selectProducts(deps.db.sql, [order.productId])
  if (product === undefined) {
    throw new DomainError('product_unknown', `There is no product ${order.productId}.`)
  }
  const row: store.ScheduleRow = {
    ...rest,
    digest,
    amount: order.amount ?? null,
    beneficiaryIds: people === 'all' ? [] : people,
    preparedBy: who.id,
    preparedAt: new Date(deps.runtime.now()),
    approvedAt: null,
    ...{ stoppedAt: null, pausedAt: null, resumedOn: null, lastPeriod: null, served: [] },
  }
  const duties = await deps.funding.dutiesOf(order.contactPointId)
  const approval = {
    id: deps.runtime.newId(),
    kind: 'voucher_batch' as const,
    subjectId: order.id,
    contactPointIds: [duties.approverContactPointId ?? order.contactPointId],
    summary: {
      ...{ schedule: order.cadence, from: order.fromDay, until: order.untilDay },
      ...{ amount: order.maxTotal.toString(), unit: product.unit, product: product.id },
    },
    preparedBy: who,
  }
  try {
    await deps.db.sql.begin((tx) => [
      store.insertSchedule(tx, row),
      deps.approvals.prepareIn(tx, approval),
      deps.accessLog.recordIn(tx, {
        ...{ actor: who, action: 'voucher_schedule.prepared', outcome: 'done' },
        ...{ subject: { kind: 'voucher_schedule', id: row.id } },
        contactPointId: row.contactPointId,
      }),
    ])
  } catch (error) {
    const broken = brokenConstraint(error)
    // Of a batch and a schedule with one id, one is asked about.
    if (broken === 'approval_subject') throw idConflict()
    if (broken !== 'voucher_schedule_pkey') throw error
  }
  const written = await recall(deps, order.id, digest)
  assert(written, 'a schedule that was written is there')
  return written
}

/**
 * Approves or refuses a schedule: what it gives in each turn, up to its greatest total, needs no other approval.
 *
 * @throws DomainError `schedule_not_found`, and those of `approvals.claim`
 */
export async function decideSchedule(
  deps: VouchersDeps,
  id: Uuid,
  decision: { readonly state: 'approved' | 'refused'; readonly reason?: string },
  who: Principal,
): Promise<store.ScheduleRow> {
  const { approvals } = deps
  const approval = await approvals.findFor('voucher_batch', id)
  const schedule = await store.findSchedule(deps.db.sql, id)
  if (approval === undefined || schedule === undefined) throw scheduleNotFound()
  if (approval.state === decision.state && approval.decidedBy === who.id) return schedule
  await approvals.claim(approval.id, who)
  try {
    await deps.db.sql.begin((tx) => [
      ...approvals.decideIn(tx, { id: approval.id, by: who, ...decision }),
      ...(decision.state === 'approved'
        ? [store.approveSchedule(tx, id, new Date(deps.runtime.now()))]
        : []),
    ])
  } catch (error) {
    if (brokenConstraint(error) !== 'approval_decided_once') throw error
    await approvals.claim(approval.id, who)
  }
  return getSchedule(deps, id)
}

/** Ends a schedule: nothing is given by it any more. What was given stays. */
export async function endSchedule(
  deps: VouchersDeps,
  id: Uuid,
  who: Principal,
): Promise<store.ScheduleRow> {
  const { contactPointId } = await findReachedSchedule(deps, id, who)
  await deps.db.sql.begin(async (tx) => {
    if (!(await store.stopSchedule(tx, id, new Date(deps.runtime.now())))) return
    await deps.accessLog.recordIn(tx, {
      ...{ actor: who, action: 'voucher_schedule.stopped', outcome: 'done', contactPointId },
      subject: { kind: 'voucher_schedule', id },
    })
  })
  return getSchedule(deps, id)
}

/**
 * The turns of a schedule that were due and not served, up to today. Those of days on which it rested are not missed:
 * somebody let it rest, and let it go on.
 */
export function missedBy(schedule: store.ScheduleRow, today: Day): readonly Day[] {
  const { approvedAt, stoppedAt, pausedAt, resumedOn, served } = schedule
  if (approvedAt === null) return []
  const ended = stoppedAt ?? pausedAt
  const until = ended === null ? today : romeDay(ended.getTime())
  const missed = missedPeriods(schedule, { served, until, isRunning: ended === null })
  return resumedOn === null ? missed : missed.filter((day) => day >= resumedOn)
}

/** Lets a schedule rest: no turn is served until somebody lets it go on. Again changes nothing. */
export function pauseSchedule(
  deps: VouchersDeps,
  id: Uuid,
  who: Principal,
): Promise<store.ScheduleRow> {
  const at = new Date(deps.runtime.now())
  return restOrGoOn(deps, id, who, {
    action: 'voucher_schedule.paused',
    write: (tx) => store.pauseSchedule(tx, id, at),
    isSo: ({ pausedAt }) => pausedAt !== null,
  })
}

/** Lets a schedule that rests go on, from today's turn; those of the days on which it rested are not made up for. */
export function resumeSchedule(
  deps: VouchersDeps,
  id: Uuid,
  who: Principal,
): Promise<store.ScheduleRow> {
  const today = romeDay(deps.runtime.now())
  return restOrGoOn(deps, id, who, {
    action: 'voucher_schedule.resumed',
    write: (tx) => store.resumeSchedule(tx, id, today),
    isSo: ({ pausedAt }) => pausedAt === null,
  })
}

interface Change {
  readonly action: `voucher_schedule.${string}`
  /** Whether it changed anything. */
  readonly write: (tx: Tx) => Promise<boolean>
  readonly isSo: (row: store.ScheduleRow) => boolean
}

async function restOrGoOn(
  deps: VouchersDeps,
  id: Uuid,
  who: Principal,
  { action, write, isSo }: Change,
): Promise<store.ScheduleRow> {
  const { contactPointId } = await findReachedSchedule(deps, id, who)
  await deps.db.sql.begin(async (tx) => {
    if (!(await write(tx))) return
    await deps.accessLog.recordIn(tx, {
      ...{ actor: who, action, outcome: 'done', contactPointId },
      subject: { kind: 'voucher_schedule', id },
    })
  })
  const standing = await getSchedule(deps, id)
  const isRunning = standing.approvedAt !== null && standing.stoppedAt === null
  if (isRunning && isSo(standing)) return standing
  throw new DomainError(
    'schedule_not_running',
    'This schedule was not approved yet, or it was ended: it can neither rest nor go on.',
  )
}

/** A schedule that somebody may see; what is out of reach is answered like what does not exist. */
export async function findReachedSchedule(
  deps: VouchersDeps,
  id: Uuid,
  who: Principal,
): Promise<store.ScheduleRow> {
  const schedule = await getSchedule(deps, id)
  if (reaches(who, schedule.contactPointId)) return schedule
  await logRefused(deps, who, { kind: 'voucher_schedule', id }, schedule.contactPointId)
  throw scheduleNotFound()
}

/**
 * Makes the batch of the newest turn that is due, for each schedule. Turns before it that were missed are not made up
 * for: {@link missedBy} lists them. Each turn has one batch, whose id follows from it, so nothing is given twice however
 * often this runs. Whoever cannot get a voucher on the day stands in the batch with the reason.
 *
 * @returns how many batches this run made
 */
export async function serveSchedules(deps: VouchersDeps): Promise<number> {
  const today = romeDay(deps.runtime.now())
  const faults: unknown[] = []
  let made = 0
  for (const schedule of await store.listRunning(deps.db.sql, today)) {
    const period = duePeriods(schedule, today, schedule.lastPeriod ?? undefined).at(-1)
    if (period === undefined) continue
    try {
      if (await serveTurn(deps, schedule, period)) made += 1
    } catch (error) {
      faults.push(error)
    }
  }
  if (made > 0) await wakeWorker(deps)
  if (faults.length > 0) throw faults[0]
  return made
}

async function serveTurn(
  deps: VouchersDeps,
  schedule: store.ScheduleRow,
  period: Day,
): Promise<boolean> {
  const { beneficiaryIds, amount, contactPointId, maxTotal } = schedule
  const order = {
    ...{ productId: schedule.productId, contactPointId },
    people:
      beneficiaryIds.length === 0
        ? ('all' as const)
        : beneficiaryIds.map((beneficiaryId) => ({ beneficiaryId })),
    ...(amount === null ? {} : { amount }),
  }
  const prospect = await checkOrder(deps, order, null)
  const id = periodBatchId(schedule.id, period)
  const lines = prospect.rows.flatMap((row, index): BatchLine[] => {
    const { beneficiaryId, envelopeId, planLineId, fault } = row
    // Who is not there or asked for twice has no row of their own.
    const isNobody = fault === 'beneficiary_unknown' || fault === 'duplicate'
    if (row.amount === null || row.amount <= 0n || isNobody) return []
    const number = index + 1
    const voucherId = batchVoucherId(id, number)
    const outcome = fault === null ? null : 'failed'
    const { amount: worth } = row
    return [
      { number, voucherId, beneficiaryId, amount: worth, envelopeId, planLineId, outcome, fault },
    ]
  })
  const now = new Date(deps.runtime.now())
  const isWithin = prospect.total <= maxTotal
  const batch: BatchRow = {
    ...{ id, digest: digestOf(order), productId: schedule.productId, contactPointId },
    ...{ unit: prospect.facts.product.unit, expiresOn: null, reason: schedule.reason },
    ...{ preparedBy: schedule.preparedBy, preparedAt: now, isAtOnce: false },
    ...{ scheduleId: schedule.id, period, approvedAt: isWithin ? now : null, finishedAt: null },
  }
  const duties = await deps.funding.dutiesOf(contactPointId)
  const preparer: Principal = { kind: 'person', id: schedule.preparedBy, role: 'operator' }
  const approval = approvalOf(deps, batch, lines, preparer, duties.approverContactPointId)
  try {
    await deps.db.sql.begin((tx) => [
      ...insertBatch(tx, batch, lines),
      ...(isWithin ? [] : [deps.approvals.prepareIn(tx, approval)]),
    ])
    return true
  } catch (error) {
    const broken = brokenConstraint(error)
    if (broken === 'voucher_batch_pkey' || broken === 'voucher_batch_period') return false
    throw error
  }
}

async function getSchedule({ db }: VouchersDeps, id: Uuid): Promise<store.ScheduleRow> {
  const schedule = await store.findSchedule(db.sql, id)
  if (schedule === undefined) throw scheduleNotFound()
  return schedule
}

async function recall(
  { db }: VouchersDeps,
  id: Uuid,
  digest: string,
): Promise<store.ScheduleRow | undefined> {
  const known = await store.findSchedule(db.sql, id)
  if (known === undefined || known.digest === digest) return known
  throw idConflict()
}

function idConflict(): DomainError {
  return new DomainError('schedule_id_conflict', 'A schedule with another content has this id.')
}

function scheduleNotFound(): DomainError {
  return new DomainError('schedule_not_found', 'There is no schedule with this id.')
}
