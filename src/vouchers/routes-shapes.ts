import { z } from '@hono/zod-openapi'
import { encodeCursor } from '../http/paging.ts'
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

export const redemptionBody = z
  .strictObject({
    id: newId.openapi({
      description: 'Names the redemption: the same again gets the same answer.',
    }),
    qr: z.string().min(1).max(QR_TEXT_MAX).optional().openapi({
      description: 'What the QR code of a card or of a phone holds.',
      example: 'HTTPS://VOUCHER.EXAMPLE/C/04T6A…',
    }),
    typedCode: z.string().min(1).max(TYPED_CODE_MAX).optional().openapi({
      description: 'What is printed beside it; spaces, dashes and case do not matter.',
      example: '0000-3NQK-8NGM',
    }),
    amount: positiveAmount,
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

/** Shows one page of `limit` items of which one more was asked for, to know whether there is a next page. */
export function showPage<Item extends { readonly id: string }, Shown>(
  found: readonly Item[],
  limit: number,
  show: (item: Item) => Shown,
): { items: Shown[]; nextCursor: string | null } {
  const items = found.slice(0, limit)
  const last = items.at(-1)
  const nextCursor = last !== undefined && found.length > limit ? encodeCursor([last.id]) : null
  return { items: items.map(show), nextCursor }
}
