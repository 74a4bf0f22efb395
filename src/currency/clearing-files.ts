import { csvLine } from '../kernel/csv.ts'
import { decimalText } from '../kernel/money.ts'
import type { MemberResult, RunInvoice } from './clearing.ts'

const MEMBER_HEADS = [
  ...['partner', 'owed', 'owed_cleared', 'owed_settled', 'owed_left'],
  ...['due', 'due_cleared', 'due_settled', 'due_left'],
]

/** What a run comes to for each member, as lines of CSV. */
export async function* memberLines(members: readonly MemberResult[]): AsyncGenerator<string> {
  yield csvLine(MEMBER_HEADS)
  for (const one of members) {
    const owes = [one.owed, one.owedCleared, one.owedSettled] as const
    const isDue = [one.due, one.dueCleared, one.dueSettled] as const
    yield csvLine([one.partnerId, ...withRest(owes), ...withRest(isDue)])
  }
}

/** What became of each invoice of a member, as lines of CSV; the numbers are those of the file. */
export async function* invoiceLines(
  invoices: readonly RunInvoice[],
  partnerId: string,
): AsyncGenerator<string> {
  yield csvLine(['id', 'side', 'other', 'due', 'amount', 'cleared', 'settled', 'left'])
  for (const { number, debtorId, creditorId, due, amount, cleared, settled } of invoices) {
    const owes = debtorId === partnerId
    const parts = withRest([amount, cleared, settled])
    yield csvLine([number, owes ? 'owes' : 'is_owed', owes ? creditorId : debtorId, due, ...parts])
  }
}

/** An amount, what was netted and what was settled of it, and what is left. */
function withRest([amount, cleared, settled]: readonly [bigint, bigint, bigint]): string[] {
  return [amount, cleared, settled, amount - cleared - settled].map(decimalText)
}
