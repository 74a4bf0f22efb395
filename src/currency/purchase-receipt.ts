import type { SigningKeys } from '../access/keys.ts'
import type { Redemption } from '../vouchers/service.ts'
import type { PurchaseRow } from './purchase-store.ts'

/** The `typ` of the receipt of a purchase. */
export const PURCHASE_RECEIPT_TYPE = 'fra-noi-purchase+jwt'

/** Signs the one receipt of a purchase. Format, and how anybody checks one: docs/reference/receipt.md. */
export function signPurchase(
  keys: SigningKeys,
  issuer: string,
  {
    purchase,
    redeemed,
  }: {
    readonly purchase: Omit<PurchaseRow, 'receipt'>
    readonly redeemed: Redemption | undefined
  },
): Promise<string> {
  return keys.signToken('receipt', PURCHASE_RECEIPT_TYPE, {
    iss: issuer,
    purchaseId: purchase.id,
    partnerId: purchase.partnerId,
    price: purchase.price.toString(),
    euro: purchase.euro.toString(),
    parts: purchase.parts.map(({ paymentId, instrumentId, amount }) => {
      return { paymentId, instrumentId, amount: amount.toString() }
    }),
    voucher:
      redeemed === undefined
        ? null
        : {
            ...{ redemptionId: redeemed.id, voucherId: redeemed.voucherId, unit: redeemed.unit },
            ...{ amount: redeemed.amount.toString() },
            remaining: redeemed.remaining?.toString() ?? null,
          },
    boughtAt: purchase.recordedAt.toISOString(),
  })
}
