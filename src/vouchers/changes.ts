import type { Approval, NewApproval } from '../access/approvals.ts'
import type { Principal } from '../access/core/principal.ts'
import type { Tx } from '../db/client.ts'
import { brokenConstraint } from '../db/constraint.ts'
import { assert } from '../kernel/assert.ts'
import { type Day, romeDay } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid, VoucherId } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import { availableOf } from '../ledger/core/account.ts'
import { TRANSFER_CODES } from '../ledger/core/chart.ts'
import { emergencyCapIn, emergencyCapReached, monthOf, requireEmergency } from './batch.ts'
import { gatherFacts } from './batch-facts.ts'
import { useEmergency } from './batch-store.ts'
import * as store from './change-store.ts'
import { personFaultOf } from './core/batch-check.ts'
import { fitsCard } from './core/card.ts'
import type { VouchersDeps } from './deps.ts'
import { requireOpen } from './ending.ts'
import { topUpTransferId } from './identity.ts'
import { requestConflict, untilSettled } from './outcomes.ts'
import { type Product, selectProducts } from './product-store.ts'
import { requireInReach } from './replacing.ts'
import { findVoucher, noteEmptied, type VoucherRow } from './store.ts'
import { logDeedIn } from './voucher-log.ts'

/** More money on a voucher, or more days. */
export type ChangeOrder = {
  /** The caller's: the same again changes nothing. */
  readonly id: Uuid
  readonly voucherId: VoucherId
  readonly reason: string
} & (
  | { readonly kind: 'top_up'; readonly amount: Minor; readonly isAtOnce?: boolean | undefined }
  | { readonly kind: 'extend'; readonly expiresOn: Day }
)

/** A change as it was asked for, and what was decided. */
export interface ChangeStanding extends store.ChangeRow {
  readonly approvalId: Uuid
  readonly state: Approval['state']
}

/**
 * Asks a second person for a change; a top-up may be given at once, within what the contact point may give so.
 *
 * @throws DomainError `voucher_not_found`, `voucher_closed`, `voucher_request_conflict`, `amount_outside_product`,
 * `expiry_out_of_range`, `approval_needs_person`, `emergency_cap_reached`, `envelope_exhausted`, `plan_exceeded`, `person_not_entitled`
 */
export async function prepareChange(
  deps: VouchersDeps,
  order: ChangeOrder,
  who: Principal,
): Promise<ChangeStanding> {
  const voucher = await requireInReach(deps, order.voucherId, who)
  const known = await store.findChange(deps.db.sql, order.id)
  if (known !== undefined) return sameContent(deps, known, order)
  requireOpen(voucher, romeDay(deps.runtime.now()))
  await requireFitting(deps, order, voucher)
  const change: store.ChangeRow = {
    ...{ id: order.id, voucherId: voucher.id, kind: order.kind, reason: order.reason },
    amount: order.kind === 'top_up' ? order.amount : null,
    expiresOn: order.kind === 'extend' ? order.expiresOn : null,
    preparedBy: who.id,
    preparedAt: new Date(deps.runtime.now()),
  }
  const duties = await deps.funding.dutiesOf(voucher.contactPointId)
  const cap = emergencyCapIn(duties, voucher.unit)
  const approval = approvalOf(deps, change, voucher, who, duties.approverContactPointId)
  try {
    if (order.kind === 'top_up' && order.isAtOnce === true) {
      await giveAtOnce(deps, { change, voucher, approval, who, cap })
    } else {
      await deps.db.sql.begin((tx) => [
        store.insertChange(tx, change),
        deps.approvals.prepareIn(tx, approval),
        deps.accessLog.recordIn(tx, {
          ...{ actor: who, action: 'voucher_change.prepared', outcome: 'done' },
          ...{ subject: { kind: 'voucher_change', id: change.id } },
          ...{ contactPointId: voucher.contactPointId, detail: { kind: change.kind } },
        }),
      ])
    }
  } catch (error) {
    const broken = brokenConstraint(error)
    if (broken === 'emergency_cap') throw emergencyCapReached(cap)
    if (broken !== 'voucher_change_pkey') throw error
  }
  const written = await store.findChange(deps.db.sql, order.id)
  assert(written, 'a change that was written is there')
  return sameContent(deps, written, order)
}

async function giveAtOnce(
  deps: VouchersDeps,
  given: {
    readonly change: store.ChangeRow
    readonly voucher: VoucherRow
    readonly approval: NewApproval
    readonly who: Principal
    readonly cap: Minor
  },
): Promise<void> {
  const { change, voucher, approval, who, cap } = given
  const { contactPointId, beneficiaryId } = voucher
  const use = { beneficiaryId, amount: change.amount ?? 0n }
  requireEmergency(who, [use], cap)
  const month = monthOf(change.preparedAt)
  await carryOut(deps, change, who, (tx) => [
    store.insertChange(tx, change),
    deps.approvals.giveAtOnceIn(tx, approval, change.reason),
    useEmergency(tx, [use], { contactPointId, month, cap }),
  ])
}

/**
 * Carries a change out, or refuses it; the same person's same decision again changes nothing.
 *
 * @throws DomainError `voucher_change_not_found`, `voucher_closed`, `amount_outside_product`, `envelope_exhausted`,
 * `plan_exceeded`, `person_not_entitled`, and those of `approvals.claim`
 */
export async function decideChange(
  deps: VouchersDeps,
  id: Uuid,
  decision: { readonly state: 'approved' | 'refused'; readonly reason?: string },
  who: Principal,
): Promise<ChangeStanding> {
  const { approvals } = deps
  const approval = await approvals.findFor('voucher_change', id)
  const change = await store.findChange(deps.db.sql, id)
  if (approval === undefined || change === undefined) {
    throw new DomainError('voucher_change_not_found', 'There is no such change of a voucher.')
  }
  if (approval.state !== decision.state || approval.decidedBy !== who.id) {
    await approvals.claim(approval.id, who)
    const decide = (tx: Tx) => approvals.decideIn(tx, { id: approval.id, by: who, ...decision })
    try {
      if (decision.state === 'approved') await carryOut(deps, change, who, decide)
      else await deps.db.sql.begin((tx) => [...decide(tx)])
    } catch (error) {
      if (brokenConstraint(error) !== 'approval_decided_once') throw error
    }
    // Where somebody was faster, the refusal says so now.
    const decided = await approvals.find(approval.id)
    if (decided?.decidedBy !== who.id) await approvals.claim(approval.id, who)
  }
  return standingOf(deps, change)
}

/** Does what was asked for, with whatever else belongs to the same commit. */
async function carryOut(
  deps: VouchersDeps,
  change: store.ChangeRow,
  who: Principal,
  also: (tx: Tx) => readonly PromiseLike<unknown>[],
): Promise<void> {
  await untilSettled(async (tries) => {
    const voucher = await findVoucher(deps.db.sql, change.voucherId)
    assert(voucher, 'a voucher that is to be changed is there')
    const today = romeDay(deps.runtime.now())
    requireOpen(voucher, today)
    try {
      return change.expiresOn === null
        ? await topUp(deps, { change, voucher, who, tries, today, also })
        : await extend(deps, { change, voucher, who, today, also, expiresOn: change.expiresOn })
    } catch (error) {
      switch (brokenConstraint(error)) {
        case 'voucher_event.voucher_id':
          return undefined
        case 'plan_line_ceiling':
        case 'plan_ceiling':
          throw new DomainError('plan_exceeded', 'The plan of the person does not allow so much.')
        case 'plan_active':
          throw new DomainError('plan_exceeded', 'The plan of the person is closed.')
        default:
          throw error
      }
    }
  })
}

interface Doing {
  readonly change: store.ChangeRow
  readonly voucher: VoucherRow
  readonly who: Principal
  readonly today: Day
  readonly also: (tx: Tx) => readonly PromiseLike<unknown>[]
}

async function extend(
  deps: VouchersDeps,
  { change, voucher, who, today, also, expiresOn }: Doing & { readonly expiresOn: Day },
): Promise<true> {
  const recordedAt = new Date(deps.runtime.now())
  await deps.db.sql.begin((tx) => [
    store.extend(tx, eventOf(change, who, recordedAt), { expiresOn, today }),
    logDeedIn(deps, tx, { kind: 'extend', requestId: change.id, voucher }, who),
    ...also(tx),
  ])
  return true
}

/** Puts more money on a voucher from the envelope that paid for it. */
async function topUp(
  deps: VouchersDeps,
  doing: Doing & { readonly tries: number },
): Promise<true | undefined> {
  const { change, voucher, who, tries, today, also } = doing
  const amount = change.amount ?? 0n
  const { planLineId, envelopeAccountId } = voucher
  await requireEntitled(deps, voucher)
  const product = await productOf(deps, voucher)
  requireRoom(product, voucher.remaining + amount)
  const envelope = await deps.ledger.findAccount(envelopeAccountId)
  // Refused before it is posted where it can be, so that the id of the transfer stays unspoilt.
  if (envelope === undefined || availableOf(envelope) < amount) throw envelopeExhausted(voucher)
  const outcome = await deps.ledger.post({
    transfers: [
      {
        id: topUpTransferId(change.id, tries),
        debitAccountId: envelopeAccountId,
        creditAccountId: voucher.id,
        amount,
        unit: voucher.unit,
        code: TRANSFER_CODES.voucher_topped_up,
        flags: [],
      },
    ],
    companion: (decided) => {
      if (decided.transfers[0]?.status !== 'created') return undefined
      const { recordedAt } = decided
      const account = decided.states.get(voucher.id)
      assert(account, 'the ledger tells how the voucher stands after it was topped up')
      // Another top-up may have been faster: nothing of this one is kept then.
      requireRoom(product, availableOf(account))
      return (tx) => [
        store.noteTopUp(tx, eventOf(change, who, recordedAt), today),
        noteEmptied(tx, [voucher.id], recordedAt),
        logDeedIn(deps, tx, { kind: 'top_up', requestId: change.id, voucher }, who),
        ...(planLineId === null
          ? []
          : (deps.entitlements?.commitIn(tx, [{ planLineId, amount }]) ?? [])),
        ...also(tx),
      ]
    },
  })
  const status = outcome.transfers[0]?.status
  if (status === 'created' || status === 'exists') return true
  if (status === 'exceeds_credits') throw envelopeExhausted(voucher)
  return undefined
}

function eventOf(change: store.ChangeRow, who: Principal, recordedAt: Date) {
  const { id, voucherId, kind, reason } = change
  return { id, voucherId, kind, reason, actorId: who.id, recordedAt }
}

async function requireFitting(
  deps: VouchersDeps,
  order: ChangeOrder,
  voucher: VoucherRow,
): Promise<void> {
  if (order.kind === 'extend') {
    if (order.expiresOn > voucher.expiresOn && fitsCard(order.expiresOn)) return
    throw new DomainError(
      'expiry_out_of_range',
      'A voucher is made good for longer, never shorter, and until 2199-06-06 at the latest.',
    )
  }
  await requireEntitled(deps, voucher)
  requireRoom(await productOf(deps, voucher), voucher.remaining + order.amount)
}

async function productOf({ db }: VouchersDeps, { productId }: VoucherRow): Promise<Product> {
  const [product] = await selectProducts(db.sql, [productId])
  assert(product, 'the product of a voucher is there')
  return product
}

/** @throws DomainError `amount_outside_product` where a voucher would hold more than its product allows */
function requireRoom({ id, unit, minAmount, maxAmount }: Product, held: Minor): void {
  if (held <= maxAmount) return
  throw new DomainError(
    'amount_outside_product',
    `A voucher of ${id} holds at most ${maxAmount} minor units of ${unit}.`,
    { minAmount: minAmount.toString(), maxAmount: maxAmount.toString() },
  )
}

/** More money is for those who could get a voucher now, and against the plan that carries this one. */
async function requireEntitled(deps: VouchersDeps, voucher: VoucherRow): Promise<void> {
  const { beneficiaryId, planLineId } = voucher
  const { batch, rows } = await gatherFacts(deps, voucher, [{ beneficiaryId }])
  const [row] = rows
  const reason = row === undefined ? 'beneficiary_unknown' : personFaultOf(batch, row)
  if (reason !== undefined) {
    throw new DomainError(
      'person_not_entitled',
      'This person could not get a voucher now, so this one gets no more money.',
      { reason },
    )
  }
  const line = row?.line
  if (planLineId === null || (line?.isActive === true && line.id === planLineId)) return
  throw new DomainError('plan_exceeded', 'The plan that this voucher counts against has ended.')
}

function approvalOf(
  deps: VouchersDeps,
  change: store.ChangeRow,
  voucher: VoucherRow,
  who: Principal,
  approverContactPointId: string | null,
): NewApproval {
  const { kind, amount, expiresOn } = change
  return {
    id: deps.runtime.newId(),
    kind: 'voucher_change',
    subjectId: change.id,
    contactPointIds: [approverContactPointId ?? voucher.contactPointId],
    summary: {
      ...{ change: kind, voucher: voucher.id, unit: voucher.unit },
      ...(amount === null ? {} : { amount: amount.toString() }),
      ...(expiresOn === null ? {} : { expiresOn }),
    },
    preparedBy: who,
  }
}

function sameContent(
  deps: VouchersDeps,
  known: store.ChangeRow,
  order: ChangeOrder,
): Promise<ChangeStanding> {
  const isSame =
    known.voucherId === order.voucherId &&
    known.kind === order.kind &&
    known.reason === order.reason &&
    (order.kind === 'top_up' ? known.amount === order.amount : known.expiresOn === order.expiresOn)
  if (!isSame) throw requestConflict()
  return standingOf(deps, known)
}

async function standingOf(
  { approvals }: VouchersDeps,
  change: store.ChangeRow,
): Promise<ChangeStanding> {
  const approval = await approvals.findFor('voucher_change', change.id)
  assert(approval, 'every change was laid before somebody, or given at once')
  return { ...change, approvalId: approval.id, state: approval.state }
}

function envelopeExhausted(voucher: VoucherRow): DomainError {
  return new DomainError(
    'envelope_exhausted',
    `The envelope of ${voucher.contactPointId} does not hold so much.`,
    { contactPointId: voucher.contactPointId },
  )
}
