import { z } from '@hono/zod-openapi'
import {
  callerUuid,
  dayText,
  idText,
  line,
  minorText,
  positiveAmount,
  timeText,
  unitText,
  uuidText,
} from '../http/schemas.ts'
import type { Dispute, DisputeEvent, Refund } from './claims.ts'
import {
  DISPUTE_EVENT_KINDS,
  DISPUTE_SIDES,
  DISPUTE_STATES,
  type DisputeOutcome,
  REFUND_REASONS,
  REFUND_STATES,
} from './core/refund.ts'
import { pinText } from './routes-shapes.ts'

const REASON_MAX = 200
const OUTCOMES = ['to_partner', 'to_voucher'] as const satisfies readonly DisputeOutcome[]

const callerId = callerUuid.openapi({
  description: 'Names the request: the same again changes nothing.',
})
const reason = line(REASON_MAX).openapi({
  description: 'Why. Nothing about a person: it is never deleted.',
})

export const refundBody = z
  .strictObject({
    id: callerId,
    amount: positiveAmount,
    reason: z.enum(REFUND_REASONS),
    ownerPin: pinText.optional().openapi({
      description: "The PIN of the shop's owner; needed at a terminal.",
    }),
  })
  .openapi('RefundRequest')

export const refusalBody = z.strictObject({ reason }).openapi('RefundRefusal')
export const approvalBody = z.strictObject({}).openapi('RefundApproval')

export const disputeBody = z
  .strictObject({ id: callerId, amount: positiveAmount, reason })
  .openapi('DisputeRequest')

export const noteBody = z.strictObject({ id: callerId, reason }).openapi('DisputeNote')

export const decisionBody = z
  .strictObject({ outcome: z.enum(OUTCOMES), reason })
  .openapi('DisputeDecision')

const claimed = {
  id: uuidText,
  redemptionId: uuidText,
  voucherId: uuidText,
  partnerId: idText,
  contactPointId: idText,
  amount: minorText,
  unit: unitText,
}

export const refundShape = z
  .object({
    ...claimed,
    reason: z.enum(REFUND_REASONS),
    state: z.enum(REFUND_STATES).openapi({
      description:
        '`waiting` for a second person; `netting` until the partner, who was paid, is owed enough again.',
    }),
    requestedAt: timeText,
    doneAt: timeText.nullable(),
    creditedAccountId: uuidText.nullable().openapi({
      description: 'Where it went: the voucher, the card after it, or the envelope.',
    }),
  })
  .openapi('Refund')

export const disputeShape = z
  .object({
    ...claimed,
    side: z.enum(DISPUTE_SIDES).openapi({ description: 'Who opened it.' }),
    state: z.enum(DISPUTE_STATES).openapi({ description: 'Whom it was decided for.' }),
    openedAt: timeText,
    dueOn: dayText.openapi({ description: 'By this day it should be decided.' }),
    decidedAt: timeText.nullable(),
  })
  .openapi('Dispute')

const eventShape = z.object({
  id: uuidText,
  kind: z.enum(DISPUTE_EVENT_KINDS),
  reason: z.string().openapi({ example: 'Never delivered' }),
  actorId: uuidText,
  recordedAt: timeText,
})

export const disputeEventShape = eventShape.openapi('DisputeEvent')

export const wholeDisputeShape = z
  .object({ dispute: disputeShape, events: z.array(disputeEventShape) })
  .openapi('DisputeWithEvents')

export function showRefund(refund: Refund): z.infer<typeof refundShape> {
  const { requestedBy: _, amount, requestedAt, doneAt, ...rest } = refund
  return {
    ...rest,
    amount: amount.toString(),
    requestedAt: requestedAt.toISOString(),
    doneAt: doneAt?.toISOString() ?? null,
  }
}

export function showDispute(dispute: Dispute): z.infer<typeof disputeShape> {
  const { openedBy: _, frozenAccountId: __, amount, openedAt, decidedAt, ...rest } = dispute
  return {
    ...rest,
    amount: amount.toString(),
    openedAt: openedAt.toISOString(),
    decidedAt: decidedAt?.toISOString() ?? null,
  }
}

export function showDisputeEvent(event: DisputeEvent): z.infer<typeof disputeEventShape> {
  const { id, kind, reason: said, actorId, recordedAt } = event
  return { id, kind, reason: said, actorId, recordedAt: recordedAt.toISOString() }
}
