import { z } from '@hono/zod-openapi'
import {
  callerUuid,
  dayText,
  idText,
  minorAmount,
  minorText,
  positiveAmount,
  textId,
  timeText,
  unitText,
  uuidText,
} from '../http/schemas.ts'
import { DomainError } from '../kernel/errors.ts'
import { UUID_MAX, UUID_ZERO } from '../kernel/ids.ts'
import { DECLINE_STATUSES, REDEMPTION_STATUSES } from '../vouchers/core/redeem.ts'
import { REFUND_REASONS, REFUND_STATES } from '../vouchers/core/refund.ts'
import { readStatement, STATEMENT_LENGTH_MAX } from '../vouchers/core/statement.ts'
import { addsUp, PART_STATUSES, PURCHASE_STATUSES } from './core/purchase.ts'
import { CODE_REFUSALS } from './core/till.ts'
import type { BuyAnswer, BuyRequest, PurchaseRefunded, PurchaseRow, Quote } from './purchases.ts'
import {
  ownerPin,
  payerCodeText,
  paymentId,
  pin,
  showPayment,
  tillPaymentShape,
} from './routes-till-shapes.ts'

const PARTS_MAX = 5
/** A QR code of the largest version holds no more characters. */
const QR_TEXT_MAX = 4296
const TYPED_CODE_MAX = 64

const qrText = z.string().min(1).max(QR_TEXT_MAX).openapi({
  description: 'What the QR code of a card or of a phone holds.',
  example: 'HTTPS://VOUCHER.EXAMPLE/C/04T6A…',
})

const codeText = z.string().min(1).max(TYPED_CODE_MAX).openapi({
  description: 'What is printed beside it; spaces, dashes and case do not matter.',
  example: '0000-3NQK-8NGM',
})

/** The id of something new in the ledger, which keeps two for itself. */
const newId = callerUuid.refine((id) => id !== UUID_ZERO && id !== UUID_MAX, {
  error: 'wants a UUID that is not all zeros or all ones',
})

const shownBody = z
  .strictObject({ qr: qrText.optional(), typedCode: codeText.optional() })
  .refine((body) => (body.qr === undefined) !== (body.typedCode === undefined), {
    error: 'wants either qr or typedCode, and not both',
  })

export const quoteBody = z
  .strictObject({
    price: positiveAmount,
    code: payerCodeText.optional(),
    voucher: shownBody.optional().openapi({ description: 'A voucher that was shown besides.' }),
    pin: pin.optional(),
  })
  .openapi('QuoteRequest')

const voucherBody = z
  .strictObject({
    id: newId.optional().openapi({ description: 'Names the redemption.' }),
    qr: qrText.optional(),
    typedCode: codeText.optional(),
    amount: positiveAmount.optional(),
    statement: z.string().min(1).max(STATEMENT_LENGTH_MAX).optional().openapi({
      description:
        'What a terminal signs about the voucher, with the euro in `cash`: docs/reference/statement.md. Instead of the rest.',
      example: 'eyJhbGciOiJFUzI1NiIs…',
    }),
  })
  .openapi('PurchaseVoucher')

export const purchaseBody = z
  .strictObject({
    id: callerUuid.openapi({ description: 'Names the purchase: the same again gets the same.' }),
    price: positiveAmount,
    parts: z
      .array(z.strictObject({ instrumentId: textId, amount: positiveAmount }))
      .max(PARTS_MAX)
      .refine(
        (parts) => new Set(parts.map(({ instrumentId }) => instrumentId)).size === parts.length,
        { error: 'wants each instrument once' },
      ),
    euro: minorAmount.openapi({ description: 'What is paid in cash.' }),
    code: payerCodeText.optional(),
    voucher: voucherBody.optional(),
    pin: pin.optional(),
  })
  .refine(({ parts, code }) => parts.length === 0 || code !== undefined, {
    error: "wants the payer's code where there are parts",
  })
  .refine(({ parts, voucher }) => parts.length > 0 || voucher !== undefined, {
    error: 'wants parts or a voucher',
  })
  .openapi('PurchaseRequest')

export const purchaseRefundBody = z
  .strictObject({ id: paymentId, reason: z.enum(REFUND_REASONS), ownerPin: ownerPin.optional() })
  .openapi('PurchaseRefundRequest')

export const quoteShape = z
  .object({
    status: z.enum(['good', ...CODE_REFUSALS]),
    triesLeft: z.int().nullable(),
    parts: z.array(
      z.object({
        instrumentId: idText,
        name: z.string().openapi({ example: 'MERITS' }),
        unit: unitText,
        amount: minorText,
        isDiscount: z.boolean().openapi({ description: 'It makes the price smaller.' }),
      }),
    ),
    voucher: z
      .object({ status: z.enum(['good', ...DECLINE_STATUSES]), amount: minorText })
      .nullable(),
    euro: minorText.openapi({ description: 'What is left to be paid in cash.' }),
  })
  .openapi('Quote')

export const purchaseShape = z
  .object({
    id: uuidText,
    status: z.enum(PURCHASE_STATUSES),
    price: minorText,
    euro: minorText,
    parts: z.array(
      z.object({
        instrumentId: idText,
        amount: minorText,
        status: z.enum(PART_STATUSES),
        paymentId: uuidText.nullable(),
      }),
    ),
    voucher: z
      .object({
        redemptionId: uuidText,
        amount: minorText,
        status: z.enum(['allowed', ...REDEMPTION_STATUSES]).nullable(),
      })
      .nullable(),
    receipt: z.string().nullable().openapi({
      description: 'A compact JWS: docs/reference/receipt.md. Null where nothing was paid.',
    }),
    day: dayText,
    recordedAt: timeText,
  })
  .openapi('Purchase')

export const buyShape = z
  .object({
    status: z.enum([
      ...PURCHASE_STATUSES,
      ...CODE_REFUSALS,
      ...(['terminal_unknown', 'statement_conflict'] as const),
    ]),
    triesLeft: z.int().nullable(),
    purchase: purchaseShape.nullable().openapi({
      description: 'What was written; null where nothing was decided on.',
    }),
  })
  .openapi('PurchaseAnswer')

export const purchaseRefundShape = z
  .object({
    status: z.enum(['refunded', 'exceeds_funds']),
    payments: z.array(tillPaymentShape),
    voucher: z
      .object({ id: uuidText, amount: minorText, state: z.enum(REFUND_STATES) })
      .nullable()
      .openapi({ description: 'The refund of the voucher part; `/refunds/{id}` says more.' }),
    euro: minorText.openapi({ description: 'What the shop gives back in cash.' }),
  })
  .openapi('PurchaseRefund')

/**
 * A purchase as it is asked for.
 *
 * @param isTerminal a terminal signs what the voucher pays
 * @throws DomainError `purchase_does_not_add_up`, `purchase_statement_differs`
 */
export function purchaseIn(
  { voucher, ...body }: z.output<typeof purchaseBody>,
  isTerminal: boolean,
): BuyRequest {
  const part = voucher === undefined ? undefined : voucherIn(voucher, body.euro, isTerminal)
  const paid = { parts: body.parts, euro: body.euro, voucher: part?.amount ?? 0n }
  if (!addsUp(body.price, paid)) {
    throw new DomainError('purchase_does_not_add_up', 'The parts do not come to the price.')
  }
  return part === undefined ? body : { ...body, voucher: part }
}

function voucherIn(
  { id, qr, typedCode, amount, statement }: z.output<typeof voucherBody>,
  euro: bigint,
  isTerminal: boolean,
): NonNullable<BuyRequest['voucher']> {
  const rest = [id, qr ?? typedCode, amount].filter((one) => one !== undefined)
  if (isTerminal !== (statement !== undefined)) throw differs('A terminal signs it, and none else.')
  if (statement === undefined) {
    const text = qr ?? typedCode
    if (id === undefined || text === undefined || amount === undefined) {
      throw differs('A program sends an id, a code and an amount.')
    }
    return { id, amount, shown: { kind: qr === undefined ? 'typedCode' : 'qr', text } }
  }
  if (rest.length > 0) throw differs('What the statement says is not said again.')
  const read = readStatement(statement)
  if ('fault' in read) throw new DomainError('statement_invalid', `The statement ${read.fault}.`)
  const { id: redemptionId, amount: signed, shown, cash } = read.statement
  if (cash !== euro) throw differs('Its cash is not the euro of the purchase.')
  return { id: redemptionId, amount: signed, shown, statement }
}

function differs(detail: string): DomainError {
  return new DomainError('purchase_statement_differs', detail)
}

export function showQuote({ parts, voucher, euro, ...rest }: Quote): z.infer<typeof quoteShape> {
  return {
    ...{ ...rest, euro: euro.toString() },
    parts: parts.map(({ amount, ...part }) => ({ ...part, amount: amount.toString() })),
    voucher: voucher === null ? null : { ...voucher, amount: voucher.amount.toString() },
  }
}

export function showBought(answer: BuyAnswer): z.infer<typeof buyShape> {
  const triesLeft = 'triesLeft' in answer ? (answer.triesLeft ?? null) : null
  const { status, purchase } = answer
  return { status, triesLeft, purchase: purchase === null ? null : showPurchase(purchase) }
}

export function showPurchase(purchase: PurchaseRow): z.infer<typeof purchaseShape> {
  const { id, status, price, euro, redemptionId, voucherAmount, receipt, day } = purchase
  const voucherStatus = z.enum(['allowed', ...REDEMPTION_STATUSES]).nullable()
  return {
    ...{ id, status, receipt, day, price: price.toString(), euro: euro.toString() },
    parts: purchase.parts.map(({ amount, ...part }) => ({ ...part, amount: amount.toString() })),
    voucher:
      redemptionId === null
        ? null
        : {
            ...{ redemptionId, amount: voucherAmount.toString() },
            status: voucherStatus.parse(purchase.voucherStatus),
          },
    recordedAt: purchase.recordedAt.toISOString(),
  }
}

export function showPurchaseRefund(given: PurchaseRefunded): z.infer<typeof purchaseRefundShape> {
  const { status, payments, voucher, euro } = given
  return {
    ...{ status, euro: euro.toString(), payments: payments.map(showPayment) },
    voucher:
      voucher === null
        ? null
        : { id: voucher.id, amount: voucher.amount.toString(), state: voucher.state },
  }
}
