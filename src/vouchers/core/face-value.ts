import type { Minor } from '../../kernel/money.ts'
import { AREAS_OF_NEED } from '../../network/core/areas.ts'

/** `free`: whoever issues says how much. `scale`: by the size of the household. */
export const FACE_VALUES = ['fixed', 'free', 'scale'] as const
export type FaceValue = (typeof FACE_VALUES)[number]

/** How the VAT of a voucher is treated. Source: DPR 633/1972, articles 6-bis to 6-quater. */
export const VAT_NATURES = ['multi_purpose', 'single_purpose'] as const
export type VatNature = (typeof VAT_NATURES)[number]

/** Where what is left goes after the last day: to the envelope that paid, or to the grant behind it. */
export const EXPIRY_POLICIES = ['envelope', 'grant'] as const
export type ExpiryPolicy = (typeof EXPIRY_POLICIES)[number]

export const PRODUCT_AREAS = ['general', ...AREAS_OF_NEED] as const

/** Households are not counted beyond this size. */
export const HOUSEHOLD_MAX = 20

/** The part of a product that says what its vouchers are worth. */
export interface FaceValueRule {
  readonly faceValue: FaceValue
  /** By size of household, from one person up. */
  readonly faceAmounts: readonly Minor[]
  /** What each member beyond the figures adds. */
  readonly faceFurther: Minor
}

/**
 * What a voucher is worth for a household, in minor units; `undefined` where the product leaves it open.
 *
 * @param size people in the household, 1 to 20
 * @example faceValueFor({ faceValue: 'scale', faceAmounts: [15000n], faceFurther: 10000n }, 3) // 35000n
 */
export function faceValueFor(rule: FaceValueRule, size: number): Minor | undefined {
  const { faceValue, faceAmounts, faceFurther } = rule
  if (faceValue === 'free') return undefined
  const counted = Math.min(Math.max(size, 1), faceAmounts.length)
  const base = faceAmounts[counted - 1] ?? 0n
  return faceValue === 'fixed' ? base : base + faceFurther * BigInt(Math.max(size - counted, 0))
}
