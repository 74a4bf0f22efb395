import type { Rate } from '../../kernel/decimal.ts'
import { allocate, type Minor } from '../../kernel/money.ts'
import { donationOf } from './conversion.ts'

/** What one association is given. */
export interface DonationPart {
  readonly associationId: string
  /** Above zero. */
  readonly amount: Minor
}

/** What was bought and given until a run. */
export interface DonationsSoFar {
  readonly bought: Minor
  readonly donated: Minor
}

/**
 * Shares what is due for what was bought since the last run, by what the buyers of each association bought. What all runs
 * give is the share of all that was bought, rounded once, however many runs there are.
 *
 * @param otherwise gets the share of those who chose nobody
 * @returns the parts in the order of the associations' ids, and what was bought until now
 */
export function shareDonation(
  waiting: readonly { readonly amount: Minor; readonly associationId: string | null }[],
  share: Rate,
  { otherwise, before }: { readonly otherwise: string; readonly before: DonationsSoFar },
): { readonly parts: readonly DonationPart[]; readonly bought: Minor; readonly due: Minor } {
  const weights = new Map<string, bigint>()
  for (const { amount, associationId } of waiting) {
    const id = associationId ?? otherwise
    weights.set(id, (weights.get(id) ?? 0n) + amount)
  }
  const sorted = [...weights].sort(([one], [other]) => (one < other ? -1 : 1))
  const bought = sorted.reduce((sum, [, weight]) => sum + weight, before.bought)
  const due = donationOf(bought, share) - donationOf(before.bought, share)
  if (due === 0n) return { parts: [], bought, due }
  const amounts = allocate(
    due,
    sorted.map(([, weight]) => weight),
  )
  const parts = sorted.map(([associationId], index) => ({
    ...{ associationId, amount: amounts[index] ?? 0n },
  }))
  return { parts: parts.filter(({ amount }) => amount > 0n), bought, due }
}
