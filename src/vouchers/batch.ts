import { hash } from 'node:crypto'
import { mayGiveAtOnce } from '../access/core/duties.ts'
import { type Principal, reaches } from '../access/core/principal.ts'
import { brokenConstraint } from '../db/constraint.ts'
import { assert } from '../kernel/assert.ts'
import { type Day, romeDay } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Minor, Unit } from '../kernel/money.ts'
import type { Duties } from '../network/service.ts'
import { type GatheredFacts, gatherFacts, type Recipient } from './batch-facts.ts'
import * as store from './batch-store.ts'
import { type CheckedBatch, checkBatch } from './core/batch-check.ts'
import type { VouchersDeps } from './deps.ts'
import { batchVoucherId } from './identity.ts'

/** Vouchers of one product for people of one contact point. */
export interface BatchOrder {
  /** The caller's: the same again gives the same batch. */
  readonly id: Uuid
  readonly productId: string
  readonly contactPointId: string
  /** `all`: every person of the contact point who can get one now. */
  readonly people: 'all' | readonly Recipient[]
  /** Each, where neither the person's row nor the product says. */
  readonly amount?: Minor | undefined
  readonly expiresOn?: Day | undefined
  readonly reason: string
  /** Given without a second person, within what the contact point may give so; it is reported. */
  readonly isAtOnce?: boolean | undefined
}

export const BATCH_ROWS_MAX = 5000

/** What a batch would come to, and the terms it was checked on. */
export interface Prospect extends CheckedBatch {
  readonly facts: GatheredFacts
}

/**
 * What would become of each row of a batch. Writes nothing.
 *
 * @throws DomainError `contact_point_unknown`, `product_unknown`, `batch_too_large`
 */
export async function checkOrder(
  deps: VouchersDeps,
  order: Omit<BatchOrder, 'id' | 'reason'>,
  who: Principal | null,
): Promise<Prospect> {
  if (who !== null) await requireReach(deps, order.contactPointId, who)
  const { sql } = deps.db
  const asked: readonly Recipient[] =
    order.people === 'all'
      ? (await store.listPeople(sql, order.contactPointId)).map((beneficiaryId) => ({
          beneficiaryId,
        }))
      : order.people
  if (asked.length > BATCH_ROWS_MAX) {
    throw new DomainError('batch_too_large', `A batch has at most ${BATCH_ROWS_MAX} vouchers.`)
  }
  const { amount } = order
  const recipients = asked.map((one) =>
    one.amount !== undefined || amount === undefined ? one : { ...one, amount },
  )
  const facts = await gatherFacts(deps, order, recipients)
  const rows =
    order.people === 'all'
      ? facts.rows.filter(
          ({ enrolment = 'eligible', isInformed }) =>
            isInformed && (enrolment === 'eligible' || enrolment === 'overridden'),
        )
      : facts.rows
  return { ...checkBatch(facts.batch, rows), facts }
}

/**
 * Writes a batch and asks a second person, or gives it at once; all in one commit.
 *
 * @throws DomainError as `checkOrder`, and `batch_id_conflict`, `batch_empty`, `batch_rows_fail`,
 * `approval_needs_person`, `emergency_cap_reached`
 */
export async function prepareBatch(
  deps: VouchersDeps,
  order: BatchOrder,
  who: Principal,
): Promise<store.BatchStanding> {
  const digest = digestOf(order)
  const known = await recall(deps, order.id, digest)
  if (known !== undefined) {
    await requireReach(deps, known.contactPointId, who)
    return known
  }
  const prospect = await checkOrder(deps, order, who)
  requireWhole(prospect)
  const { rows } = prospect
  const lines = rows.map(({ beneficiaryId, amount, envelopeId, planLineId }, index) => {
    assert(amount !== null, 'a row without a fault has an amount')
    const number = index + 1
    const voucherId = batchVoucherId(order.id, number)
    const open = { outcome: null, fault: null }
    return { number, voucherId, beneficiaryId, amount, envelopeId, planLineId, ...open }
  })
  const now = new Date(deps.runtime.now())
  const isAtOnce = order.isAtOnce ?? false
  const batch: store.BatchRow = {
    id: order.id,
    digest,
    productId: order.productId,
    contactPointId: order.contactPointId,
    unit: prospect.facts.product.unit,
    expiresOn: order.expiresOn ?? null,
    reason: order.reason,
    preparedBy: who.id,
    preparedAt: now,
    isAtOnce,
    scheduleId: null,
    period: null,
    approvedAt: isAtOnce ? now : null,
    finishedAt: null,
  }
  await writeBatch(deps, batch, lines, who)
  if (isAtOnce) await wakeWorker(deps)
  const written = await recall(deps, order.id, digest)
  assert(written, 'a batch that was written is there')
  return written
}

async function writeBatch(
  deps: VouchersDeps,
  batch: store.BatchRow,
  lines: readonly store.BatchLine[],
  who: Principal,
): Promise<void> {
  const { approvals, accessLog } = deps
  const { contactPointId, isAtOnce } = batch
  const duties = await deps.funding.dutiesOf(contactPointId)
  const cap = emergencyCapIn(duties, batch.unit)
  if (isAtOnce) requireEmergency(who, lines, cap)
  const approval = approvalOf(deps, batch, lines, who, duties.approverContactPointId)
  const month = monthOf(batch.preparedAt)
  try {
    await deps.db.sql.begin((tx) => [
      ...store.insertBatch(tx, batch, lines),
      ...(isAtOnce
        ? [
            approvals.giveAtOnceIn(tx, approval, batch.reason),
            store.useEmergency(tx, lines, { contactPointId, month, cap }),
          ]
        : [approvals.prepareIn(tx, approval)]),
      accessLog.recordIn(tx, {
        actor: who,
        action: isAtOnce ? 'voucher_batch.given_at_once' : 'voucher_batch.prepared',
        outcome: 'done',
        subject: { kind: 'voucher_batch', id: batch.id },
        contactPointId,
      }),
    ])
  } catch (error) {
    const broken = brokenConstraint(error)
    if (broken === 'emergency_cap') throw emergencyCapReached(cap)
    // Of a batch and a schedule with one id, one is asked about.
    if (broken === 'approval_subject') throw idConflict()
    // The same batch was written in the same moment: it is read and compared.
    if (broken !== 'voucher_batch_pkey') throw error
  }
}

/** What a second person is asked about a batch. */
export function approvalOf(
  deps: VouchersDeps,
  batch: store.BatchRow,
  lines: readonly store.BatchLine[],
  who: Principal,
  approverContactPointId: string | null,
) {
  const open = lines.filter(({ outcome }) => outcome === null)
  return {
    id: deps.runtime.newId(),
    kind: 'voucher_batch' as const,
    subjectId: batch.id,
    contactPointIds: [approverContactPointId ?? batch.contactPointId],
    summary: {
      count: String(open.length),
      amount: open.reduce((sum, { amount }) => sum + amount, 0n).toString(),
      unit: batch.unit,
      product: batch.productId,
      contactPoint: batch.contactPointId,
    },
    preparedBy: who,
  }
}

/**
 * Approves or refuses a batch; the same person's same decision again changes nothing.
 *
 * @throws DomainError `batch_not_found`, and those of `approvals.claim`
 */
export async function decideBatch(
  deps: VouchersDeps,
  id: Uuid,
  decision: { readonly state: 'approved' | 'refused'; readonly reason?: string },
  who: Principal,
): Promise<store.BatchStanding> {
  const { approvals } = deps
  const approval = await approvals.findFor('voucher_batch', id)
  const batch = await store.findBatch(deps.db.sql, id)
  if (approval === undefined || batch === undefined) throw batchNotFound()
  if (approval.state === decision.state && approval.decidedBy === who.id) {
    if (batch.approvedAt !== null && batch.finishedAt === null) await wakeWorker(deps)
    return batch
  }
  await approvals.claim(approval.id, who)
  try {
    await deps.db.sql.begin((tx) => [
      ...approvals.decideIn(tx, { id: approval.id, by: who, ...decision }),
      ...(decision.state === 'approved'
        ? [store.approveBatch(tx, id, new Date(deps.runtime.now()))]
        : []),
    ])
  } catch (error) {
    if (brokenConstraint(error) !== 'approval_decided_once') throw error
    // Somebody was faster: now the refusal says so.
    await approvals.claim(approval.id, who)
  }
  if (decision.state === 'approved') await wakeWorker(deps)
  const decided = await store.findBatch(deps.db.sql, id)
  assert(decided, 'a batch stays')
  return decided
}

/**
 * A batch of one's own contact points, or one that people elsewhere asked one to approve.
 *
 * @throws DomainError `batch_not_found`, also where it is out of scope
 */
export async function getBatch(
  deps: VouchersDeps,
  id: Uuid,
  who: Principal,
): Promise<store.BatchStanding> {
  const batch = await store.findBatch(deps.db.sql, id)
  if (batch === undefined) throw batchNotFound()
  if (reaches(who, batch.contactPointId)) return batch
  if (batch.approverIds.some((one) => reaches(who, one))) return batch
  await logRefused(deps, who, { kind: 'voucher_batch', id }, batch.contactPointId)
  throw batchNotFound()
}

/**
 * The rows of a batch. Whoever approves from elsewhere sees them, and so the codes of the people, while it waits.
 *
 * @throws DomainError `batch_not_found`
 */
export async function getBatchLines(
  deps: VouchersDeps,
  id: Uuid,
  page: { readonly limit: number; readonly after?: number },
  who: Principal,
): Promise<readonly store.BatchLine[]> {
  const batch = await getBatch(deps, id, who)
  const isTheirs = reaches(who, batch.contactPointId) || batch.approvalState === 'waiting'
  return isTheirs ? store.listBatchLines(deps.db.sql, id, page) : []
}

/** A worker that does not hear of it finds the batch within a minute. */
export async function wakeWorker({ wake }: VouchersDeps): Promise<void> {
  await wake().catch(() => {})
}

/** The first day of the month of an instant, in Europe/Rome. */
export function monthOf(at: Date): Day {
  return `${romeDay(at.getTime()).slice(0, 8)}01` as Day
}

/** @throws DomainError `contact_point_unknown` where there is none such, or none that `who` may work for */
export async function requireReach(
  deps: VouchersDeps,
  contactPointId: string,
  who: Principal,
): Promise<void> {
  const isInReach = reaches(who, contactPointId)
  if (isInReach && (await deps.network.findContactPoint(contactPointId)) !== undefined) return
  if (!isInReach) {
    const subject = { kind: 'contact_point', id: contactPointId }
    await logRefused(deps, who, subject, contactPointId)
  }
  throw new DomainError(
    'contact_point_unknown',
    `There is no contact point ${contactPointId} that you work for.`,
  )
}

/** Notes that somebody asked for what is not theirs. */
export async function logRefused(
  { accessLog }: VouchersDeps,
  actor: Principal,
  subject: { readonly kind: string; readonly id: string },
  contactPointId: string,
): Promise<void> {
  const refused = { actor, outcome: 'refused', subject, contactPointId } as const
  await accessLog.record({ ...refused, action: `${subject.kind}.asked` })
}

/** What a person may get in a month without a second person, in a unit: only in that of the contact point. */
export function emergencyCapIn({ unit, emergencyMonthlyCap }: Duties, wanted: Unit): Minor {
  return unit === wanted ? emergencyMonthlyCap : 0n
}

/** @throws DomainError where somebody may not give so much without a second person */
export function requireEmergency(
  who: Principal,
  uses: readonly { readonly amount: Minor }[],
  monthlyCap: Minor,
): void {
  if (who.kind !== 'person') {
    throw new DomainError(
      'approval_needs_person',
      'Only a person who signed in can give without a second one: a program can only prepare.',
    )
  }
  if (uses.every(({ amount }) => mayGiveAtOnce(amount, { monthlyCap, used: 0n }))) return
  throw emergencyCapReached(monthlyCap)
}

export function emergencyCapReached(cap: Minor): DomainError {
  return new DomainError(
    'emergency_cap_reached',
    `Without a second person, one person can be given ${cap} minor units in a month here.`,
    { monthlyCap: cap.toString() },
  )
}

async function recall(
  { db }: VouchersDeps,
  id: Uuid,
  digest: string,
): Promise<store.BatchStanding | undefined> {
  const known = await store.findBatch(db.sql, id)
  if (known === undefined || known.digest === digest) return known
  throw idConflict()
}

function idConflict(): DomainError {
  return new DomainError('batch_id_conflict', 'A batch with another content has this id.')
}

function requireWhole({ rows }: Prospect): void {
  if (rows.length === 0) {
    throw new DomainError('batch_empty', 'Nobody would get a voucher.')
  }
  const faults: Record<string, number> = {}
  for (const { fault } of rows) if (fault !== null) faults[fault] = (faults[fault] ?? 0) + 1
  if (Object.keys(faults).length === 0) return
  throw new DomainError(
    'batch_rows_fail',
    'Some of the vouchers could not be issued. Look at the table of the check, row by row.',
    faults,
  )
}

export function digestOf(order: object): string {
  const text = JSON.stringify(order, (_, value) =>
    typeof value === 'bigint' ? value.toString() : value,
  )
  return hash('sha256', text, 'hex')
}

function batchNotFound(): DomainError {
  return new DomainError('batch_not_found', 'There is no batch with this id.')
}
