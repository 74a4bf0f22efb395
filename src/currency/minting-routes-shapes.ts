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
  uuidText,
} from '../http/schemas.ts'
import { type Breach, INVARIANTS } from './core/invariants.ts'
import { PARTIES } from './core/rules.ts'
import type { Donated, Fetched, Grant, Outstanding, Release } from './minting.ts'
import { showPayment, tillPaymentShape } from './routes-till-shapes.ts'

const holder = {
  party: z.enum(PARTIES).openapi({ example: 'person' }),
  holderId: textId.openapi({ example: 'BI-P-001' }),
}

export const grantBody = z
  .strictObject({
    id: callerUuid,
    lines: z
      .array(z.strictObject({ ...holder, amount: positiveAmount }))
      .min(1)
      .max(500),
    reason: line(200).openapi({ example: 'The month of May' }),
  })
  .openapi('CurrencyGrantRequest')

export const purchaseBody = z
  .strictObject({
    ...{ id: callerUuid, ...holder, amount: positiveAmount },
    reference: line(80).openapi({ description: 'How the bank names it.', example: 'CRO 1234' }),
    associationId: textId.optional().openapi({ example: 'BI-ASS-1' }),
  })
  .openapi('CurrencyPurchase')

export const donationBody = z
  .strictObject({
    id: callerUuid,
    associationId: textId.openapi({
      description: 'Who gets the share of those who chose nobody.',
      example: 'BI-ASS-1',
    }),
  })
  .openapi('CurrencyDonationRequest')

export const releaseBody = z
  .strictObject({ id: callerUuid, amount: positiveAmount, reason: line(200) })
  .openapi('ReserveReleaseRequest')

export const conversionBody = z
  .strictObject({
    ...{ id: callerUuid, instrumentId: textId, amount: positiveAmount },
    ownerPin: z.string().max(12).optional().openapi({ example: '4711' }),
  })
  .openapi('CurrencyConversion')

export const onDay = z.strictObject({ day: day.optional() })

const decided = {
  state: z.enum(APPROVAL_STATES),
  preparedBy: uuidText,
  preparedAt: timeText,
  decidedBy: uuidText.nullable(),
  decidedAt: timeText.nullable(),
}

export const grantShape = z
  .object({
    ...{ id: uuidText, instrumentId: idText, reason: z.string(), total: minorText, ...decided },
    lines: z.array(z.object({ party: z.enum(PARTIES), holderId: idText, amount: minorText })),
  })
  .openapi('CurrencyGrant')

export const releaseShape = z
  .object({
    ...{ id: uuidText, instrumentId: idText, amount: minorText, reason: z.string(), ...decided },
  })
  .openapi('ReserveRelease')

export const donationShape = z
  .object({
    id: uuidText,
    bought: minorText.openapi({ description: 'All that was bought until then.' }),
    donated: minorText.openapi({ description: 'All that was given until then.' }),
    payments: z.array(tillPaymentShape),
  })
  .openapi('CurrencyDonation')

export const outstandingShape = z
  .object({
    ...{ day: dayText, unit: unitText, reserveUnit: unitText },
    outstanding: minorText.openapi({ description: 'By the books.' }),
    held: minorText.openapi({ description: 'What can be spent, demurrage taken.' }),
    fund: minorText.openapi({ description: 'What the programme itself holds.' }),
    faded: minorText.openapi({ description: 'What time took and no movement has posted yet.' }),
    ...{ reserve: minorText, required: minorText },
  })
  .openapi('CurrencyOutstanding')

export const fetchedShape = z
  .object({
    payment: tillPaymentShape.nullable(),
    next: dayText.nullable().openapi({ description: 'The first day on which there is more.' }),
  })
  .openapi('CurrencyFetched')

export const breachShape = z
  .object({
    items: z.array(
      z.object({
        instrumentId: idText,
        invariant: z.enum(INVARIANTS),
        is: minorText,
        should: minorText,
      }),
    ),
  })
  .openapi('CurrencyBreaches')

type Standing = Pick<Grant, 'state' | 'preparedBy' | 'preparedAt' | 'decidedBy' | 'decidedAt'>

function showDecided({ state, preparedBy, preparedAt, decidedBy, decidedAt }: Standing) {
  return {
    ...{ state, preparedBy, preparedAt: preparedAt.toISOString() },
    ...{ decidedBy, decidedAt: decidedAt?.toISOString() ?? null },
  }
}

export function showGrant(grant: Grant): z.infer<typeof grantShape> {
  const { id, instrumentId, reason, total, lines } = grant
  return {
    ...{ id, instrumentId, reason, total: total.toString(), ...showDecided(grant) },
    lines: lines.map((one) => ({ ...one, amount: one.amount.toString() })),
  }
}

export function showRelease(release: Release): z.infer<typeof releaseShape> {
  const { id, instrumentId, amount, reason } = release
  return { id, instrumentId, amount: amount.toString(), reason, ...showDecided(release) }
}

export function showDonated(run: Donated): z.infer<typeof donationShape> {
  const { id, bought, donated, payments } = run
  const sums = { bought: bought.toString(), donated: donated.toString() }
  return { id, ...sums, payments: payments.map(showPayment) }
}

export function showOutstanding(found: Outstanding): z.infer<typeof outstandingShape> {
  const { day: on, unit, reserveUnit, outstanding, held, fund, faded, reserve, required } = found
  return {
    ...{ day: on, unit, reserveUnit, outstanding: outstanding.toString(), held: held.toString() },
    ...{ fund: fund.toString(), faded: faded.toString() },
    ...{ reserve: reserve.toString(), required: required.toString() },
  }
}

export function showBreach({ is, should, ...breach }: Breach) {
  return { ...breach, is: is.toString(), should: should.toString() }
}

export function showFetched({ payment, fetchable }: Fetched): z.infer<typeof fetchedShape> {
  return { payment: payment === null ? null : showPayment(payment), next: fetchable.next }
}
