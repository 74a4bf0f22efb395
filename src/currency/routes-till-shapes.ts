import { z } from '@hono/zod-openapi'
import {
  callerUuid,
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
import { transferReason } from '../ledger/core/chart.ts'
import { CHANNELS, PAYMENT_KINDS, type Purse } from './core/deed.ts'
import { rulesOn } from './core/instrument.ts'
import { PAYMENT_STATUSES } from './core/payment.ts'
import { PARTIES } from './core/rules.ts'
import { CHARGE_STATUSES, REQUEST_STATES } from './core/till.ts'
import type { ListedPayment } from './on-behalf.ts'
import type { PaymentRow, StatementLine } from './service.ts'
import type { ChargeAnswer } from './till.ts'
import type { OpenRequest } from './till-codes.ts'

const REASON_MAX = 200
const CODE_MAX = 200

export const paymentId = callerUuid.openapi({
  description: 'Names the request: the same again gets the same answer.',
})

export const reason = line(REASON_MAX).openapi({
  description: 'Why. Nothing about a person: it is never deleted.',
})

export const payerCodeText = z.string().min(1).max(CODE_MAX).openapi({
  description: "The payer's code, as it was scanned or typed.",
  example: '0000-0000-0000-0000',
})

export const pin = z
  .string()
  .regex(/^[0-9]{1,12}$/, { error: 'wants digits' })
  .openapi({ example: '24680', description: 'What the person typed. Never kept.' })

export const ownerPin = pin.openapi({
  description: "The PIN of the shop's owner; needed at a terminal.",
})

export const holderBody = z
  .strictObject({ party: z.enum(PARTIES), holderId: textId })
  .openapi('CurrencyHolderRequest')

export const chargeBody = z
  .strictObject({
    id: paymentId,
    instrumentId: textId,
    amount: positiveAmount,
    code: payerCodeText,
    pin: pin.optional(),
  })
  .openapi('ChargeRequest')

export const openRequestBody = z
  .strictObject({ id: paymentId, instrumentId: textId, amount: positiveAmount })
  .openapi('TillRequestForMoney')

export const tillPaymentBody = z
  .strictObject({
    id: paymentId,
    instrumentId: textId,
    payee: holderBody,
    amount: positiveAmount,
    reason: reason.optional(),
    ownerPin: ownerPin.optional(),
  })
  .openapi('TillPaymentRequest')

export const tillRefundBody = z
  .strictObject({ id: paymentId, amount: positiveAmount, reason, ownerPin: ownerPin.optional() })
  .openapi('TillCurrencyRefundRequest')

export const onBehalfBody = z
  .strictObject({
    id: paymentId,
    instrumentId: textId,
    payer: holderBody,
    payee: holderBody,
    amount: positiveAmount,
    reason,
  })
  .openapi('OnBehalfPaymentRequest')

export const onBehalfRefundBody = z
  .strictObject({ id: paymentId, amount: positiveAmount, reason })
  .openapi('OnBehalfRefundRequest')

const holderShape = z
  .object({
    party: z.enum(PARTIES),
    holderId: idText.nullable().openapi({ description: 'Null for a person, to a shop.' }),
  })
  .openapi('CurrencyHolder')

const paymentFields = {
  id: uuidText,
  instrumentId: idText,
  kind: z.enum(PAYMENT_KINDS),
  status: z.enum(PAYMENT_STATUSES),
  amount: minorText,
  fee: minorText.openapi({ description: 'Of the amount; whoever was paid got the rest.' }),
  refunded: minorText.openapi({ description: 'What of it came back since.' }),
  refundOf: uuidText.nullable(),
  purchaseId: uuidText.nullable().openapi({ description: 'The purchase that it is a part of.' }),
  channel: z.enum(CHANNELS).openapi({ description: 'How it was asked for.' }),
  day: dayText,
  recordedAt: timeText,
}

export const tillPaymentShape = z.object(paymentFields).openapi('CurrencyPayment')

export const listedPaymentShape = z
  .object({
    ...paymentFields,
    payer: holderShape.nullable().openapi({ description: 'Null where it was issued.' }),
    payee: holderShape.nullable().openapi({
      description: 'Null where it went out of circulation.',
    }),
    reason: z.string().nullable(),
    actorId: uuidText.nullable(),
  })
  .openapi('ListedCurrencyPayment')

export const chargeShape = z
  .object({
    status: z.enum(CHARGE_STATUSES),
    triesLeft: z
      .int()
      .nullable()
      .openapi({ description: 'How many tries of the PIN are left; only where it was wrong.' }),
    payment: tillPaymentShape.nullable().openapi({
      description: 'What was written; null where nothing was decided on.',
    }),
  })
  .openapi('ChargeAnswer')

export const openRequestShape = z
  .object({
    id: uuidText,
    code: z.string().openapi({ description: 'To be typed.', example: '0000-3NQK-8NGM' }),
    address: z.string().openapi({ description: 'What its QR code holds.' }),
    expiresAt: timeText,
    state: z
      .enum(REQUEST_STATES)
      .openapi({ description: 'Asked for again, it says how it stands.' }),
  })
  .openapi('RequestForMoney')

export const tillCurrencyShape = z
  .object({
    id: idText,
    name: z.string().openapi({ example: 'MERITS' }),
    unit: unitText,
    balance: minorText,
    least: minorText.openapi({ description: 'How far down it may go.' }),
    most: minorText.nullable().openapi({ description: 'How far up; null for any.' }),
    isDiscount: z.boolean().openapi({ description: 'It pays a part of a price, never all of it.' }),
    converts: z.boolean().openapi({ description: 'The shop may change it to euro.' }),
    fee: z.string().openapi({ description: 'Kept of what is paid here, a part.', example: '0.02' }),
    takesFrom: z.array(z.enum(PARTIES)),
    pays: z.array(z.enum(PARTIES)),
  })
  .openapi('TillCurrency')

export const tillCurrenciesShape = z
  .object({ items: z.array(tillCurrencyShape) })
  .openapi('TillCurrencies')

export const payeesShape = z
  .object({
    items: z.array(
      z.object({
        party: z.enum(PARTIES),
        holderId: idText,
        name: z.string().openapi({ example: 'Orto Comune' }),
      }),
    ),
  })
  .openapi('TillPayees')

export const tillLineShape = z
  .object({
    position: z.string().openapi({ description: 'Its place in the log of the books.' }),
    what: z.string().openapi({ description: 'Why it moved.', example: 'currency_paid' }),
    amount: minorText.openapi({ description: 'Below zero where it left the wallet.' }),
    balance: minorText.openapi({ description: 'What the books said after it.' }),
    recordedAt: timeText,
    payment: z
      .object({
        id: uuidText,
        kind: z.enum(PAYMENT_KINDS),
        amount: minorText,
        refunded: minorText,
        reason: z.string().nullable(),
        purchaseId: uuidText.nullable().openapi({
          description: 'The purchase that it is a part of, which is given back as a whole.',
        }),
        other: holderShape.nullable(),
      })
      .nullable(),
  })
  .openapi('TillStatementLine')

export function showPayment(payment: PaymentRow): z.infer<typeof tillPaymentShape> {
  const { id, instrumentId, kind, status, amount, fee, refunded, refundOf, purchaseId } = payment
  const { channel, day, recordedAt } = payment
  return {
    ...{ id, instrumentId, kind, status, refundOf, purchaseId, channel, day },
    ...{ amount: amount.toString(), fee: fee.toString(), refunded: refunded.toString() },
    recordedAt: recordedAt.toISOString(),
  }
}

export function showListed(payment: ListedPayment): z.infer<typeof listedPaymentShape> {
  const { payer, payee, actorId } = payment
  return { ...showPayment(payment), payer, payee, actorId, reason: payment.reason }
}

export function showCharge({ payment, ...rest }: ChargeAnswer): z.infer<typeof chargeShape> {
  return { ...rest, payment: payment === null ? null : showPayment(payment) }
}

export function showOpenRequest(request: OpenRequest): z.infer<typeof openRequestShape> {
  const { id, code, address, expiresAt, state } = request
  return { id, code, address, state, expiresAt: expiresAt.toISOString() }
}

export function showTillCurrency(
  { wallet, balance, day }: Purse,
  { least, most }: { readonly least: bigint; readonly most: bigint | undefined },
): z.infer<typeof tillCurrencyShape> {
  const rules = rulesOn(wallet.instrument, day)
  const { name, redemption, discount, payeeFee, payments } = rules
  return {
    ...{ id: wallet.instrument.id, unit: wallet.instrument.unit, name, fee: payeeFee },
    ...{ balance: balance.toString(), least: least.toString(), most: most?.toString() ?? null },
    ...{ isDiscount: discount !== null, converts: redemption?.by.includes('partner') ?? false },
    takesFrom: payments.flatMap(({ from, to }) => (to === 'partner' ? [from] : [])),
    pays: payments.flatMap(({ from, to }) => (from === 'partner' ? [to] : [])),
  }
}

/** A shop is not told which person it was. */
export function showTillLine(entry: StatementLine): z.infer<typeof tillLineShape> {
  const { position, code, amount, balance, recordedAt, payment } = entry
  const { other = null } = payment ?? {}
  const isPerson = other?.party === 'person'
  return {
    ...{ position: position.toString(), what: transferReason(code) },
    ...{ amount: amount.toString(), balance: balance.toString() },
    recordedAt: recordedAt.toISOString(),
    payment:
      payment === null
        ? null
        : {
            ...{ id: payment.id, kind: payment.kind, reason: payment.reason },
            purchaseId: payment.purchaseId,
            ...{ amount: payment.amount.toString(), refunded: payment.refunded.toString() },
            other:
              other === null
                ? null
                : { party: other.party, holderId: isPerson ? null : other.holderId },
          },
  }
}
