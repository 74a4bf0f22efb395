import type { Day } from '../../kernel/days.ts'
import type { Minor } from '../../kernel/money.ts'
import type { Purse } from './deed.ts'
import { rulesOn } from './instrument.ts'

/** What a person may still pay and receive by the limits of the rules; `null` where there is none. */
export interface LimitsLeft {
  readonly payment: Minor | null
  readonly today: Minor | null
  readonly month: Minor | null
  /** How much more the wallet may hold. */
  readonly balance: Minor | null
}

export function limitsLeft(
  { wallet, day, balance }: Purse,
  spent: { readonly today: Minor; readonly month: Minor },
): LimitsLeft {
  const { limits } = rulesOn(wallet.instrument, day)
  const left = (limit: string | null, used: Minor) => {
    if (limit === null) return null
    const rest = BigInt(limit) - used
    return rest > 0n ? rest : 0n
  }
  return {
    payment: left(limits.payment, 0n),
    today: left(limits.day, spent.today),
    month: left(limits.month, spent.month),
    balance: left(limits.balance, balance),
  }
}

/** What expires first, and the last day on which it can be spent; `null` where nothing expires. */
export function expiresNext({ aged }: Purse): { readonly amount: Minor; readonly on: Day } | null {
  // Those that expire first come first.
  const on = aged.holding[0]?.lastDay ?? null
  if (on === null) return null
  const amount = aged.holding
    .filter(({ lastDay }) => lastDay === on)
    .reduce((sum, lot) => sum + lot.amount, 0n)
  return { amount, on }
}
