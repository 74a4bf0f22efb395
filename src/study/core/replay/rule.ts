import { z } from 'zod'

const cents = z.int().min(1).max(100_000_000)

/** Rules to replay what happened under. What is not named stays as it was in force. */
export const replayRule = z.strictObject({
  /** Vouchers are good for so many days after their issue; days that were added later are added again. */
  validityDays: z.int().min(1).max(3650).optional(),
  /** What may be paid for, of what the product was good for and of anything else; as a shop sells it, or as the till said. */
  categories: z.array(z.string().min(1).max(60)).min(1).max(50).optional(),
  /** In cents; null for no limit. */
  capPerPurchase: cents.nullable().optional(),
  capPerDay: cents.nullable().optional(),
  /** What a balance loses in a year, taken day by day, after days in which it loses nothing. */
  demurrage: z
    .strictObject({ yearlyShare: z.number().min(0).max(0.99), freeDays: z.int().min(0).max(3650) })
    .optional(),
  /** What is kept of each purchase when the shop is paid, in ten-thousandths. */
  commissionPerTenThousand: z.int().min(0).max(10_000).default(0),
  /** Where not all of a purchase may be paid: the voucher pays what it may, and the person the rest. */
  inPart: z.boolean().default(false),
})

export type ReplayRule = z.infer<typeof replayRule>

/** The rule that was in force. */
export const AS_IT_WAS: ReplayRule = { commissionPerTenThousand: 0, inPart: false }
