import { z } from '@hono/zod-openapi'
import { dayText, minorText, textId, unitText } from '../http/schemas.ts'
import { redemptionSentence } from './core/messages.ts'
import { DECLINE_STATUSES, STATEMENT_STATUSES } from './core/redeem.ts'
import { STATEMENT_LENGTH_MAX } from './core/statement.ts'
import { codeText, pinText, qrText, redemptionShape, showRedemption } from './routes-shapes.ts'
import type { BalanceAnswer, StatementAnswer } from './service.ts'

export const statementBody = z
  .strictObject({
    statement: z.string().min(1).max(STATEMENT_LENGTH_MAX).openapi({
      description: 'A compact JWS by the terminal; docs/reference/statement.md says what is in it.',
      example: 'eyJhbGciOiJFUzI1NiIs…',
    }),
    pin: pinText.optional(),
  })
  .openapi('StatementRequest')

export const chainShape = z
  .object({
    seq: z.int().openapi({ description: 'The number of the last statement; 0 for none.' }),
    head: z.string().openapi({ description: 'Its SHA-256, base64url.' }),
  })
  .openapi('StatementChain')

export const statementShape = z
  .object({
    status: z.enum(STATEMENT_STATUSES),
    digest: z.string().openapi({ description: 'SHA-256 of the statement, base64url.' }),
    chain: chainShape.nullable().openapi({
      description: 'Where the chain of the terminal ends now; null where it is not known.',
    }),
    redemption: redemptionShape
      .nullable()
      .openapi({ description: 'What was written; null where nothing was decided on.' }),
    message: z.object({ it: z.string(), en: z.string() }),
  })
  .openapi('StatementAnswer')

export const balanceBody = z
  .strictObject({
    qr: qrText.optional(),
    typedCode: codeText.optional(),
    pin: pinText.optional(),
    partnerId: textId.optional(),
  })
  .refine((body) => (body.qr === undefined) !== (body.typedCode === undefined), {
    error: 'wants either qr or typedCode, and not both',
  })
  .openapi('BalanceCheck')

export const balanceShape = z
  .object({
    status: z.enum(['good', ...DECLINE_STATUSES]),
    remaining: minorText.nullable(),
    unit: unitText.nullable(),
    expiresOn: dayText.nullable(),
    categories: z
      .array(z.string())
      .openapi({ description: 'What it is good for at this partner.', example: ['food'] }),
    capLeft: minorText
      .nullable()
      .openapi({ description: 'What its caps leave to be spent now; null where it has none.' }),
    triesLeft: z.int().nullable(),
  })
  .openapi('Balance')

export function showStatement(answer: StatementAnswer): z.infer<typeof statementShape> {
  const { status, digest, chain, redemption } = answer
  const facts = redemption ?? { amount: 0n, remaining: null, unit: null }
  return {
    ...{ status, digest, chain },
    redemption: redemption === null ? null : showRedemption(redemption),
    message: {
      it: redemptionSentence(status, facts, 'it'),
      en: redemptionSentence(status, facts, 'en'),
    },
  }
}

export function showBalance(answer: BalanceAnswer): z.infer<typeof balanceShape> {
  const { remaining, capLeft, categories } = answer
  return {
    ...answer,
    categories: [...categories],
    remaining: remaining?.toString() ?? null,
    capLeft: capLeft?.toString() ?? null,
  }
}
