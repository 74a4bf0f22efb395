import { parseMinor, parseUnit } from '../../../kernel/money.ts'
import { redemptionSentence, type SentenceFacts } from '../../../vouchers/core/messages.ts'
import type { StatementStatus } from '../../../vouchers/core/redeem.ts'
import type { PageLanguage } from '../../client/money.ts'
import type { Answer } from './redemption.ts'

/** What a sentence for the cashier speaks of, from an answer. */
export function sentenceFacts(answer: Answer, unit: string | undefined): SentenceFacts {
  return {
    amount: parseMinor(answer.amount) ?? 0n,
    remaining: minorOrNull(answer.remaining),
    capLeft: minorOrNull(answer.capLeft),
    triesLeft: answer.triesLeft ?? null,
    unit: (unit === undefined ? undefined : parseUnit(unit)) ?? null,
  }
}

function minorOrNull(digits: string | undefined): bigint | null {
  return digits === undefined ? null : (parseMinor(digits) ?? null)
}

/** What is said of a voucher that pays no part of a purchase, where its figures are not told. */
export function voucherSentence(status: StatementStatus, language: PageLanguage): string {
  const nothing = { amount: 0n, remaining: null, unit: null }
  return redemptionSentence(status, nothing, language)
}
