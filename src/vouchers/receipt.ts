import type { SigningKeys } from '../access/keys.ts'
import type { RedemptionId, VoucherId } from '../kernel/ids.ts'
import type { Minor, Unit } from '../kernel/money.ts'

/** What a receipt says. */
export interface ReceiptFacts {
  readonly id: RedemptionId
  readonly voucherId: VoucherId
  readonly partnerId: string
  readonly amount: Minor
  readonly unit: Unit
  /** What was left on the voucher after it. */
  readonly remaining: Minor
  readonly recordedAt: Date
  /** SHA-256 (base64url) of the statement that a terminal signed; absent where none did. */
  readonly statement?: string
}

/** The `typ` of a receipt. */
export const RECEIPT_TYPE = 'fra-noi-receipt+jwt'

/** Signs a receipt. Format, and how anybody checks one: docs/reference/receipt.md. */
export function signReceipt(
  keys: SigningKeys,
  issuer: string,
  facts: ReceiptFacts,
): Promise<string> {
  return keys.signToken('receipt', RECEIPT_TYPE, {
    iss: issuer,
    redemptionId: facts.id,
    voucherId: facts.voucherId,
    partnerId: facts.partnerId,
    amount: facts.amount.toString(),
    unit: facts.unit,
    remaining: facts.remaining.toString(),
    redeemedAt: facts.recordedAt.toISOString(),
    ...(facts.statement === undefined ? {} : { statement: facts.statement }),
  })
}
