import { assert } from '../../kernel/assert.ts'
import type { Minor } from '../../kernel/money.ts'

/** A layer of insurance or reinsurance: what lies above a deductible, up to a limit. */
export interface Layer {
  readonly deductible: Minor
  readonly limit: Minor
}

/**
 * What a layer pays of a loss: min((X - d)+, l).
 *
 * @example layerPays({ deductible: 500n, limit: 3000n }, 4000n) // 3000n
 */
export function layerPays({ deductible, limit }: Layer, loss: Minor): Minor {
  const above = loss > deductible ? loss - deductible : 0n
  return above < limit ? above : limit
}

/**
 * Shares a loss over a tower of layers, and what is left to the insured. The parts add up to the loss.
 *
 * @param layers none lies over another
 */
export function towerPays(
  layers: readonly Layer[],
  loss: Minor,
): { readonly paid: readonly Minor[]; readonly kept: Minor } {
  const sorted = [...layers].sort((a, b) => (a.deductible < b.deductible ? -1 : 1))
  assert(
    sorted.every(({ deductible }, index) => {
      const below = sorted[index - 1]
      return below === undefined || below.deductible + below.limit <= deductible
    }),
    'layers of a tower do not overlap',
  )
  const paid = layers.map((layer) => layerPays(layer, loss))
  return { paid, kept: paid.reduce((left, part) => left - part, loss) }
}

/** What remains of a yearly limit pays; what is paid lessens it. */
export function withinAggregate(
  left: Minor,
  claim: Minor,
): { readonly paid: Minor; readonly left: Minor } {
  const paid = claim < left ? claim : left
  return { paid, left: left - paid }
}

/** A guarantee that a landlord gets the rent. */
export interface RentCover {
  /** So many consecutive unpaid months until the cover is called; they are paid then, or never. */
  readonly triggerMonths: number
  readonly paysTriggerMonths: boolean
  /** The most months that are paid. */
  readonly monthsMax: number
  /** Held by the landlord; it goes to unpaid rent and damage before the cover does. */
  readonly deposit: Minor
  readonly damageMax: Minor
  readonly legalMax: Minor
}

/** What a tenancy that went wrong cost. */
export interface TenancyLoss {
  readonly rentMonthly: Minor
  /** Consecutive months without rent. */
  readonly unpaidMonths: number
  readonly damage: Minor
  readonly legal: Minor
}

export interface RentPayout {
  readonly rent: Minor
  readonly damage: Minor
  readonly legal: Minor
}

/** What the cover pays: rent, then damage, each less what is left of the deposit; legal costs in full up to their limit. */
export function rentCoverPays(cover: RentCover, loss: TenancyLoss): RentPayout {
  if (loss.unpaidMonths < cover.triggerMonths) return { rent: 0n, damage: 0n, legal: 0n }
  const counted = loss.unpaidMonths - (cover.paysTriggerMonths ? 0 : cover.triggerMonths)
  const months = BigInt(Math.min(counted, cover.monthsMax))
  const rentDue = loss.rentMonthly * months
  const rent = above(rentDue, cover.deposit)
  const damageDue = loss.damage < cover.damageMax ? loss.damage : cover.damageMax
  const damage = above(damageDue, above(cover.deposit, rentDue))
  const legal = loss.legal < cover.legalMax ? loss.legal : cover.legalMax
  return { rent, damage, legal }
}

/** How much one amount is above another; nothing where it is not. */
function above(amount: Minor, floor: Minor): Minor {
  return amount > floor ? amount - floor : 0n
}
