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
import { UUID_MAX, UUID_ZERO } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import {
  EXPIRY_POLICIES,
  FACE_VALUES,
  type FaceValueRule,
  PRODUCT_AREAS,
  VAT_NATURES,
} from './core/face-value.ts'
import { redemptionSentence } from './core/messages.ts'
import { REDEMPTION_STATUSES } from './core/redeem.ts'
import { VOUCHER_EVENT_KINDS, VOUCHER_STATUSES } from './core/status.ts'
import type { Product, Redemption, Voucher, VoucherEvent } from './service.ts'
import type { Shown } from './tokens.ts'

/** A QR code of the largest version holds no more characters. */
const QR_TEXT_MAX = 4296
const TYPED_CODE_MAX = 64
const REASON_MAX = 200

/** The id of something new in the ledger, which keeps two for itself. */
export const newId = callerUuid.refine((id) => id !== UUID_ZERO && id !== UUID_MAX, {
  error: 'wants a UUID that is not all zeros or all ones',
})

export const voucherOrderBody = z
  .strictObject({
    id: newId,
    productId: textId,
    beneficiaryId: textId,
    amount: positiveAmount,
  })
  .openapi('VoucherOrder')

export const voucherRequestBody = z
  .strictObject({
    id: callerUuid.openapi({
      description: 'Names the request: the same again changes nothing.',
    }),
    reason: line(REASON_MAX),
  })
  .openapi('VoucherRequest')

export const qrText = z.string().min(1).max(QR_TEXT_MAX).openapi({
  description: 'What the QR code of a card or of a phone holds.',
  example: 'HTTPS://VOUCHER.EXAMPLE/C/04T6A…',
})

export const codeText = z.string().min(1).max(TYPED_CODE_MAX).openapi({
  description: 'What is printed beside it; spaces, dashes and case do not matter.',
  example: '0000-3NQK-8NGM',
})

export const pinText = z
  .string()
  .regex(/^[0-9]{1,12}$/, { error: 'wants digits' })
  .openapi({ example: '24680' })

export const redemptionBody = z
  .strictObject({
    id: newId.openapi({
      description: 'Names the redemption: the same again gets the same answer.',
    }),
    qr: qrText.optional(),
    typedCode: codeText.optional(),
    amount: positiveAmount,
    pin: pinText.optional().openapi({
      description: 'What the person typed, where the voucher asks for a PIN. Never kept.',
    }),
    partnerId: textId
      .optional()
      .openapi({ description: 'The partner of the key; may be left out.' }),
  })
  .refine((body) => (body.qr === undefined) !== (body.typedCode === undefined), {
    error: 'wants either qr or typedCode, and not both',
  })
  .openapi('RedemptionRequest')

export const voucherShape = z
  .object({
    id: uuidText,
    status: z.enum(VOUCHER_STATUSES),
    amount: minorText.openapi({ description: 'What it was issued with, in minor units.' }),
    remaining: minorText.openapi({ description: 'What is left on it, in minor units.' }),
    unit: unitText,
    expiresOn: dayText.openapi({ description: 'The last day it is good, in Italy.' }),
    typedCode: z.string().openapi({ example: '0000-3NQK-8NGM' }),
    productId: idText,
    beneficiaryId: idText,
    contactPointId: idText,
    issuedAt: timeText,
  })
  .openapi('Voucher')

export const voucherEventsShape = z
  .object({
    items: z.array(
      z
        .object({
          id: uuidText,
          kind: z.enum(VOUCHER_EVENT_KINDS),
          reason: z.string().openapi({ example: 'Lost card' }),
          recordedAt: timeText,
          actorId: uuidText.nullable().openapi({
            description: 'The key or the person that asked for it; null for the service itself.',
          }),
        })
        .openapi('VoucherEvent'),
    ),
  })
  .openapi('VoucherEvents')

export const phoneTokenShape = z
  .object({
    token: z.string().openapi({ description: 'A compact JWS, good once: draw it as a QR code.' }),
    expiresAt: timeText,
  })
  .openapi('PhoneToken')

export const redemptionShape = z
  .object({
    id: uuidText,
    status: z.enum(REDEMPTION_STATUSES),
    amount: minorText,
    remaining: minorText
      .nullable()
      .openapi({ description: 'What is left on the voucher; null where it is not known.' }),
    unit: unitText.nullable(),
    triesLeft: z
      .int()
      .nullable()
      .openapi({ description: 'How many tries of the PIN are left; only where it was wrong.' }),
    capLeft: minorText
      .nullable()
      .openapi({ description: 'What a cap left to be spent; only where it was reached.' }),
    receipt: z
      .string()
      .nullable()
      .openapi({ description: 'A signed receipt, a compact JWS; null where it was declined.' }),
    voucherId: uuidText.nullable(),
    partnerId: idText,
    recordedAt: timeText,
    message: z
      .object({ it: z.string(), en: z.string() })
      .openapi({ description: 'What to tell the cashier.' }),
  })
  .openapi('Redemption')

/** What a product is worth and for whom, also where it is only a preset. */
export const worthShape = {
  name: z.string(),
  unit: unitText,
  categories: z.array(z.string()),
  minAmount: minorText,
  maxAmount: minorText,
  validityDays: z.int(),
  faceValue: z.enum(FACE_VALUES),
  faceAmounts: z.array(minorText),
  faceFurther: minorText,
  vatNature: z.enum(VAT_NATURES),
}

export const productShape = z
  .object({
    id: idText,
    ...worthShape,
    validUntil: dayText.nullable(),
    area: z.enum(PRODUCT_AREAS),
    expiryPolicy: z.enum(EXPIRY_POLICIES),
    forbiddenCategories: z.array(z.string()),
    oneUse: z.boolean().openapi({ description: 'Good for one purchase.' }),
    capPerPurchase: minorText.nullable(),
    capPerDay: minorText.nullable(),
    pinFrom: minorText
      .nullable()
      .openapi({ description: 'From this amount up a PIN is asked for.' }),
    bearer: z.boolean().openapi({ description: 'Whoever carries it may use it, without a PIN.' }),
    partnerIds: z.array(z.string()).openapi({
      description: 'The partners that accept it; empty for all whose categories fit.',
    }),
  })
  .openapi('Product')

export function showVoucher(voucher: Voucher): z.infer<typeof voucherShape> {
  return {
    ...voucher,
    amount: voucher.amount.toString(),
    remaining: voucher.remaining.toString(),
    issuedAt: voucher.issuedAt.toISOString(),
  }
}

export function showEvents(events: readonly VoucherEvent[]): z.infer<typeof voucherEventsShape> {
  return {
    items: events.map(({ id, kind, reason, recordedAt, actorId }) => ({
      id,
      kind,
      reason,
      recordedAt: recordedAt.toISOString(),
      actorId,
    })),
  }
}

export function showRedemption(redemption: Redemption): z.infer<typeof redemptionShape> {
  const { id, status, amount, remaining, unit, receipt, voucherId, partnerId } = redemption
  return {
    id,
    status,
    amount: amount.toString(),
    remaining: remaining?.toString() ?? null,
    unit,
    triesLeft: redemption.triesLeft,
    capLeft: redemption.capLeft?.toString() ?? null,
    receipt,
    voucherId,
    partnerId,
    recordedAt: redemption.recordedAt.toISOString(),
    message: {
      it: redemptionSentence(status, redemption, 'it'),
      en: redemptionSentence(status, redemption, 'en'),
    },
  }
}

export function showProduct(product: Product): z.infer<typeof productShape> {
  return {
    ...product,
    ...showFaceValue(product),
    categories: [...product.categories],
    forbiddenCategories: [...product.forbiddenCategories],
    partnerIds: [...product.partnerIds],
    capPerPurchase: product.capPerPurchase?.toString() ?? null,
    capPerDay: product.capPerDay?.toString() ?? null,
    pinFrom: product.pinFrom?.toString() ?? null,
  }
}

export function showFaceValue(
  product: FaceValueRule & { readonly minAmount: Minor; readonly maxAmount: Minor },
) {
  return {
    minAmount: product.minAmount.toString(),
    maxAmount: product.maxAmount.toString(),
    faceAmounts: product.faceAmounts.map(String),
    faceFurther: product.faceFurther.toString(),
  }
}

/** What a till was shown, in a body that has one of the two. */
export function shownIn(body: {
  readonly qr?: string | undefined
  readonly typedCode?: string | undefined
}): Shown {
  return body.qr === undefined
    ? { kind: 'typedCode', text: body.typedCode ?? '' }
    : { kind: 'qr', text: body.qr }
}
