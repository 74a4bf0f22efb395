import { parseAmount } from '../../client/money.ts'
import type { Bill, Line } from './statement.ts'

/** What is being typed: an amount for each category that was touched, and for cash. */
export type Amounts = Readonly<Record<string, string>>

/** The place of the cash among the amounts; no category has this name. */
export const CASH = ' cash'

export type BillFault = 'wrong' | 'zero'

/**
 * Makes a bill of what was typed. Places that were left empty count for nothing; one that is no amount makes it wrong.
 *
 * @param categories what the shop sells, in the order of the lines
 * @example readBill({ food: '12,50', ' cash': '' }, ['food']) // 12.50 of food, nothing in cash
 */
export function readBill(amounts: Amounts, categories: readonly string[]): Bill | BillFault {
  const lines: Line[] = []
  for (const category of categories) {
    const amount = parseAmount(amounts[category] ?? '')
    if (typeof amount === 'bigint') lines.push({ category, amount: amount.toString() })
    else if (amount !== 'empty') return amount
  }
  const cash = parseAmount(amounts[CASH] ?? '')
  if (cash === 'wrong' || lines.length === 0) return 'wrong'
  return { lines, cash: typeof cash === 'bigint' ? cash.toString() : '0' }
}
