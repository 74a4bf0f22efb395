import { assert } from '../../kernel/assert.ts'
import { multiply, type Rate } from '../../kernel/decimal.ts'
import { least, type Minor } from '../../kernel/money.ts'

/** A guarantee of one loan. */
export interface IndividualGuarantee {
  /** Which share of the loss is paid, 0 to 1. */
  readonly coverage: Rate
  /** The most that is ever paid for the loan. */
  readonly cap: Minor
  /** So many months from the default on nothing is paid yet. */
  readonly waitingMonths: number
}

/** How a loss is shared. The two always add up to the loss: the half cent of a share stays with the lender. */
export interface SharedLoss {
  readonly guarantor: Minor
  readonly lender: Minor
}

/**
 * What the guarantor owes for a defaulted loan.
 *
 * @param loss what is lost, above or at zero
 * @param monthsSince how long ago the loan defaulted
 */
export function individualCall(
  guarantee: IndividualGuarantee,
  loss: Minor,
  monthsSince: number,
): SharedLoss {
  checkShare(guarantee.coverage)
  if (monthsSince < guarantee.waitingMonths) return { guarantor: 0n, lender: loss }
  const guarantor = least(multiply(loss, guarantee.coverage, 'down'), guarantee.cap)
  return { guarantor, lender: loss - guarantor }
}

/**
 * What comes back after a call is shared in the proportion in which the loss was borne (pari passu); nobody gets back
 * more than was borne.
 */
export function shareRecovery(borne: SharedLoss, recovered: Minor): SharedLoss {
  const loss = borne.guarantor + borne.lender
  if (loss === 0n) return { guarantor: 0n, lender: recovered }
  const shared = least(recovered, loss)
  const guarantor = (shared * borne.guarantor) / loss
  return { guarantor, lender: recovered - guarantor }
}

/**
 * A guarantee of a whole portfolio. Losses count from the first one on, all together.
 *
 * `pari_passu`: a share of each loss, up to a cap. `first_loss`: all losses up to a piece. `layer`: losses between two
 * points, of which first loss is the lowest.
 */
export type PortfolioGuarantee =
  | { readonly kind: 'pari_passu'; readonly coverage: Rate; readonly cap: Minor }
  | { readonly kind: 'first_loss'; readonly piece: Minor }
  | { readonly kind: 'layer'; readonly attach: Minor; readonly detach: Minor }

/** All that the guarantor owes for all losses so far. It never falls as losses grow. */
export function portfolioCall(guarantee: PortfolioGuarantee, losses: Minor): Minor {
  switch (guarantee.kind) {
    case 'pari_passu':
      checkShare(guarantee.coverage)
      return least(multiply(losses, guarantee.coverage, 'down'), guarantee.cap)
    case 'first_loss':
      return least(losses, guarantee.piece)
    case 'layer':
      assert(guarantee.attach <= guarantee.detach, 'a layer ends above where it begins')
      return least(most(losses - guarantee.attach, 0n), guarantee.detach - guarantee.attach)
  }
}

/** What a further loss costs the guarantor, after the losses so far. */
export function furtherCall(guarantee: PortfolioGuarantee, before: Minor, loss: Minor): SharedLoss {
  const guarantor = portfolioCall(guarantee, before + loss) - portfolioCall(guarantee, before)
  return { guarantor, lender: loss - guarantor }
}

/** Somebody who stands behind the guarantor: a share of all that was paid, up to a cap. */
export interface CounterGuarantee {
  readonly share: Rate
  readonly cap: Minor
}

/** How all calls paid so far are shared between the fund and who stands behind it. */
export function counterShare(
  counter: CounterGuarantee,
  paid: Minor,
): { readonly counter: Minor; readonly fund: Minor } {
  checkShare(counter.share)
  const behind = least(multiply(paid, counter.share, 'down'), counter.cap)
  return { counter: behind, fund: paid - behind }
}

/** A fund pays what it has: what is owed beyond that is unpaid, and the fund ruined. */
export function payFromFund(
  fund: Minor,
  owed: Minor,
): { readonly paid: Minor; readonly unpaid: Minor; readonly left: Minor } {
  const paid = least(most(fund, 0n), owed)
  return { paid, unpaid: owed - paid, left: fund - paid }
}

function checkShare(share: Rate): void {
  assert(!share.isNegative() && share.lte(1), 'a share is between nothing and all')
}

function most(a: Minor, b: Minor): Minor {
  return a > b ? a : b
}
