import { z } from '@hono/zod-openapi'
import { APPROVAL_STATES } from '../access/core/duties.ts'
import {
  callerUuid,
  day,
  dayText,
  idText,
  line,
  minorText,
  positiveAmount,
  textId,
  timeText,
  unitText,
  uuid,
  uuidText,
  wholeNumber,
} from '../http/schemas.ts'
import { BULK_ACTIONS } from './bulk.ts'
import { ROW_FAULTS } from './core/batch-check.ts'
import { CHANGE_KINDS } from './core/changes.ts'
import { CADENCES } from './core/schedule.ts'
import type { BatchLine, BatchStanding, ChangeStanding, Prospect, Schedule } from './issuing.ts'
import { newId } from './routes-shapes.ts'

const REASON_MAX = 200
const BATCH_ROWS_MAX = 5000
const CARDS_MAX = 500
/** A long list goes in several requests, and whoever sends them sees how far it has come. */
const BULK_MAX = 200

const recipients = z
  .array(z.strictObject({ beneficiaryId: textId, amount: positiveAmount.optional() }))
  .max(BATCH_ROWS_MAX)
const batchTerms = {
  productId: textId,
  contactPointId: textId,
  people: z
    .union([z.literal('all'), recipients])
    .openapi({ description: 'Those who get one, or `all` people of the contact point who can.' }),
  amount: positiveAmount
    .optional()
    .openapi({ description: 'Each, where neither the row nor the product says how much.' }),
  expiresOn: day.optional().openapi({ description: 'Otherwise as the product has it.' }),
}

export const batchCheckBody = z.strictObject(batchTerms).openapi('VoucherBatchCheck')
export const batchOrderBody = z
  .strictObject({
    id: callerUuid.openapi({ description: 'The same order again gives the same batch.' }),
    ...batchTerms,
    reason: line(REASON_MAX),
    isAtOnce: z.boolean().optional().openapi({
      description: 'Without a second person, within what the contact point may give so in a month.',
    }),
  })
  .openapi('VoucherBatchOrder')
export const refusalBody = z.strictObject({ reason: line(REASON_MAX) }).openapi('Refusal')
export const activationBody = z
  .strictObject({ id: callerUuid, voucherIds: z.array(uuid).min(1).max(CARDS_MAX) })
  .openapi('VoucherActivation')
export const bulkBody = z
  .strictObject({
    id: callerUuid.openapi({
      description: 'Sent again, it does to each what was not done to it yet, and nothing twice.',
    }),
    action: z.enum(BULK_ACTIONS),
    voucherIds: z.array(uuid).min(1).max(BULK_MAX),
    reason: line(REASON_MAX),
  })
  .openapi('VoucherBulk')
export const printBody = z
  .strictObject({ voucherIds: z.array(uuid).min(1).max(CARDS_MAX) })
  .openapi('VoucherPrint')
export const replaceBody = z
  .strictObject({ id: callerUuid, newVoucherId: newId, reason: line(REASON_MAX) })
  .openapi('VoucherReplacement')
const changeCommon = { id: callerUuid, voucherId: uuid, reason: line(REASON_MAX) }
export const changeBody = z
  .union([
    z.strictObject({
      ...changeCommon,
      kind: z.literal('top_up'),
      amount: positiveAmount,
      isAtOnce: z.boolean().optional(),
    }),
    z.strictObject({ ...changeCommon, kind: z.literal('extend'), expiresOn: day }),
  ])
  .openapi('VoucherChangeOrder')
export const scheduleBody = z
  .strictObject({
    id: callerUuid,
    productId: textId,
    contactPointId: textId,
    people: z.union([z.literal('all'), z.array(textId).min(1).max(BATCH_ROWS_MAX)]),
    amount: positiveAmount.optional(),
    cadence: z.enum(CADENCES),
    dueDay: wholeNumber(1, 28).openapi({
      description: 'Day of the month, or of the week (Monday is 1).',
    }),
    fromDay: day,
    untilDay: day,
    maxTotal: positiveAmount.openapi({
      description: 'What comes to more than this in one turn waits for an approval of its own.',
    }),
    reason: line(REASON_MAX),
  })
  .refine(({ cadence, dueDay }) => cadence === 'monthly' || dueDay <= 7, {
    error: 'a weekly schedule wants a dueDay from 1 to 7',
  })
  .openapi('VoucherScheduleOrder')

const faultWord = z
  .enum(ROW_FAULTS)
  .nullable()
  .openapi({ description: 'Why it cannot be issued; null where it can.' })

export const prospectShape = z
  .object({
    rows: z.array(
      z.object({ beneficiaryId: idText, amount: minorText.nullable(), fault: faultWord }),
    ),
    envelopes: z.array(z.object({ envelopeId: uuidText, available: minorText, used: minorText })),
    total: minorText.openapi({ description: 'What the rows without a fault come to.' }),
    unit: unitText,
  })
  .openapi('VoucherBatchTable')

export const batchShape = z
  .object({
    id: uuidText,
    state: z
      .enum(['waiting', 'refused', 'withdrawn', 'issuing', 'issued'])
      .openapi({ description: 'Waiting for a second person; refused; being issued; done.' }),
    productId: idText,
    contactPointId: idText,
    unit: unitText,
    expiresOn: dayText.nullable(),
    reason: z.string(),
    isAtOnce: z.boolean(),
    preparedBy: uuidText,
    preparedAt: timeText,
    approvalId: uuidText.nullable(),
    scheduleId: uuidText.nullable(),
    period: dayText.nullable(),
    count: z.int(),
    total: minorText,
    issued: z.int(),
    issuedTotal: minorText,
    failed: z.int(),
    finishedAt: timeText.nullable(),
  })
  .openapi('VoucherBatch')

export const batchLineShape = z
  .object({
    number: z.int(),
    voucherId: uuidText,
    beneficiaryId: idText,
    amount: minorText,
    outcome: z.enum(['issued', 'failed']).nullable(),
    fault: faultWord,
  })
  .openapi('VoucherBatchRow')

export const activationShape = z
  .object({
    items: z.array(
      z.object({
        voucherId: uuidText,
        outcome: z.enum(['activated', 'was_active', 'closed', 'not_found']),
      }),
    ),
  })
  .openapi('VoucherActivations')

export const bulkShape = z
  .object({
    items: z.array(
      z.object({ voucherId: uuidText, outcome: z.enum(['done', 'closed', 'not_found']) }),
    ),
  })
  .openapi('VoucherBulkOutcomes')

export const changeShape = z
  .object({
    id: uuidText,
    voucherId: uuidText,
    kind: z.enum(CHANGE_KINDS),
    amount: minorText.nullable(),
    expiresOn: dayText.nullable(),
    reason: z.string(),
    approvalId: uuidText,
    state: z.enum(APPROVAL_STATES),
  })
  .openapi('VoucherChange')

export const scheduleShape = z
  .object({
    id: uuidText,
    productId: idText,
    contactPointId: idText,
    beneficiaryIds: z.array(idText).openapi({ description: 'Empty for all who can get one.' }),
    amount: minorText.nullable(),
    cadence: z.enum(CADENCES),
    dueDay: z.int(),
    fromDay: dayText,
    untilDay: dayText,
    maxTotal: minorText,
    reason: z.string(),
    approvedAt: timeText.nullable(),
    stoppedAt: timeText.nullable(),
    served: z.array(dayText).openapi({ description: 'The turns that have a batch.' }),
    missed: z.array(dayText).openapi({
      description: 'Turns that were due while nothing served them; a person decides on them.',
    }),
    pausedAt: timeText.nullable().openapi({ description: 'Set while it rests.' }),
    nextOn: dayText.nullable().openapi({ description: 'The day of its next turn.' }),
  })
  .openapi('VoucherSchedule')

export function showProspect(prospect: Prospect): z.infer<typeof prospectShape> {
  return {
    rows: prospect.rows.map(({ beneficiaryId, amount, fault }) => ({
      beneficiaryId,
      amount: amount?.toString() ?? null,
      fault,
    })),
    envelopes: prospect.envelopes.map(({ envelopeId, available, used }) => ({
      envelopeId,
      available: available.toString(),
      used: used.toString(),
    })),
    total: prospect.total.toString(),
    unit: prospect.facts.product.unit,
  }
}

export function showBatch(batch: BatchStanding): z.infer<typeof batchShape> {
  const { digest: _, approvedAt: __, approvalState: ___, approverIds: ____, ...shown } = batch
  return {
    ...shown,
    state: stateOf(batch),
    preparedAt: batch.preparedAt.toISOString(),
    finishedAt: batch.finishedAt?.toISOString() ?? null,
    total: batch.total.toString(),
    issuedTotal: batch.issuedTotal.toString(),
  }
}

function stateOf({ approvalState, approvedAt, finishedAt }: BatchStanding) {
  if (finishedAt !== null) return 'issued'
  if (approvedAt !== null) return 'issuing'
  return approvalState === 'refused' || approvalState === 'withdrawn' ? approvalState : 'waiting'
}

export function showBatchLine(row: BatchLine): z.infer<typeof batchLineShape> {
  const { number, voucherId, beneficiaryId, amount, outcome, fault } = row
  return { number, voucherId, beneficiaryId, amount: amount.toString(), outcome, fault }
}

export function showChange(change: ChangeStanding): z.infer<typeof changeShape> {
  const { id, voucherId, kind, amount, expiresOn, reason, approvalId, state } = change
  const worth = amount?.toString() ?? null
  return { id, voucherId, kind, amount: worth, expiresOn, reason, approvalId, state }
}

export function showSchedule(schedule: Schedule): z.infer<typeof scheduleShape> {
  const { digest: _, preparedBy: __, preparedAt: ___, lastPeriod: ____, ...rest } = schedule
  const { resumedOn: _____, ...shown } = rest
  return {
    ...shown,
    pausedAt: schedule.pausedAt?.toISOString() ?? null,
    beneficiaryIds: [...schedule.beneficiaryIds],
    amount: schedule.amount?.toString() ?? null,
    maxTotal: schedule.maxTotal.toString(),
    approvedAt: schedule.approvedAt?.toISOString() ?? null,
    stoppedAt: schedule.stoppedAt?.toISOString() ?? null,
    served: [...schedule.served],
    missed: [...schedule.missed],
  }
}
