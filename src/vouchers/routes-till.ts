import { z } from '@hono/zod-openapi'
import { dayText, minorText, textId, unitText } from '../http/schemas.ts'
import { redemptionSentence } from './core/messages.ts'
import { DECLINE_STATUSES, STATEMENT_STATUSES } from './core/redeem.ts'
import { type SeenHead, STATEMENT_LENGTH_MAX } from './core/statement.ts'
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

const treeHeadShape = z
  .object({
    size: minorText.openapi({ description: 'How many transfers it covers.' }),
    root: z.string().openapi({ description: '32 bytes, base64url.' }),
  })
  .openapi('SeenTreeHead')
  .nullable()
  .openapi({
    description:
      'The newest head of the books that was signed, to be named in the next statement; null for none.',
  })

const chainEnd = {
  seq: z.int().openapi({ description: 'The number of the last statement; 0 for none.' }),
  head: z.string().openapi({ description: 'Its SHA-256, base64url.' }),
} as const

export const chainShape = z
  .object({ ...chainEnd, treeHead: treeHeadShape })
  .openapi('StatementChain')

export const statementShape = z
  .object({
    status: z.enum(STATEMENT_STATUSES),
    digest: z.string().openapi({ description: 'SHA-256 of the statement, base64url.' }),
    treeHead: treeHeadShape,
    chain: z.object(chainEnd).openapi('StatementChainEnd').nullable().openapi({
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
  const { status, digest, chain, redemption, treeHead } = answer
  const facts = redemption ?? { amount: 0n, remaining: null, unit: null }
  return {
    ...{ status, digest, chain, treeHead: showTreeHead(treeHead) },
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

export function showTreeHead(head: SeenHead | null): z.infer<typeof treeHeadShape> {
  return head === null ? null : { ...head, size: head.size.toString() }
}
