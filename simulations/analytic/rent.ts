/** A tenancy that goes wrong by chance, and a cover of what is not paid then. */
export interface RentRisk {
  /** How probable it is in a year that a tenant stops paying. */
  readonly arrearsShare: number
  /** In each month without rent, the chance that it is the last. */
  readonly endHazard: number
  /** So many unpaid months until the cover is called. */
  readonly triggerMonths: number
  /** Whether those months are paid as well. */
  readonly paysTriggerMonths: boolean
  /** The most months that are paid. */
  readonly monthsMax: number
}

/**
 * How many months a cover pays on average where rent has stopped: Σ P(U >= max(k, m)), k from 1 to the most, where the
 * months until the trigger m are paid too, else Σ P(U >= m + k); U is geometric, P(U >= k) = (1 - e)^(k - 1).
 */
export function expectedPaidMonths(risk: RentRisk): number {
  const { endHazard, triggerMonths, paysTriggerMonths, monthsMax } = risk
  let months = 0
  for (let paid = 1; paid <= monthsMax; paid++) {
    const needed = paysTriggerMonths ? Math.max(paid, triggerMonths) : triggerMonths + paid
    months += (1 - endHazard) ** (Math.max(needed, 1) - 1)
  }
  return months
}

/** What a cover is expected to cost in a year, as a share of the yearly rent: the pure premium, without costs and loading. */
export function purePremiumShare(risk: RentRisk): number {
  return (risk.arrearsShare * expectedPaidMonths(risk)) / 12
}
