import { assert } from '../../kernel/assert.ts'
import { allocate, type Minor } from '../../kernel/money.ts'

/** How likely it is that a borrower's return is too small to make repaying worth it. */
export interface ReturnShares {
  /** F(φ(r)): the return is below what makes repaying one loan worth it. */
  readonly belowOne: number
  /** F(φ(2r)): below what makes repaying both loans worth it; not smaller. */
  readonly belowBoth: number
}

/** The share of loans repaid where each answers for one's own. */
export function individualRepayment({ belowOne }: ReturnShares): number {
  return 1 - belowOne
}

/**
 * The share of loans repaid where two answer for both, and nothing but the lender's penalty makes them:
 * 1 - F(φ(2r))² + [F(φ(2r)) - F(φ(r))]². Both loans are repaid where one of the two would repay both alone, or each
 * would repay one's own.
 * Source: T. Besley and S. Coate, Group lending, repayment incentives and social collateral, J. Dev. Econ. 46 (1995).
 *
 * @example jointRepayment({ belowOne: 0.2, belowBoth: 0.4 }) // 0.88
 */
export function jointRepayment({ belowOne, belowBoth }: ReturnShares): number {
  assert(belowOne <= belowBoth, 'a larger debt is not repaid more often')
  return 1 - belowBoth ** 2 + (belowBoth - belowOne) ** 2
}

/**
 * The same where neighbours also punish who lets a partner down. Of the cases in which one would repay one's own loan
 * and the other would not, a sanction of such a strength saves that share. The slider is ours, not the paper's: at its
 * end both loans are repaid unless neither would have been, 1 - F(φ(r))².
 *
 * @param sanction 0 (none: {@link jointRepayment}) to 1
 */
export function sanctionedRepayment(shares: ReturnShares, sanction: number): number {
  assert(sanction >= 0 && sanction <= 1, 'a sanction is between none and all')
  const { belowOne, belowBoth } = shares
  const letDown = 2 * belowOne * (belowBoth - belowOne)
  return jointRepayment(shares) + sanction * letDown
}

/** What two kinds of borrowers, safe and risky, are offered so that they choose their like as partners. */
export interface JointContract {
  /** What is repaid of one unit lent where the project succeeds. */
  readonly repayment: number
  /** What is paid besides where the partner's fails. */
  readonly jointPayment: number
  /** The joint payment is more than the repayment: then it pays to hide the partner's failure. Such a contract does not hold. */
  readonly breaksLimit: boolean
}

/**
 * The contract at which the lender loses on neither kind: r = ρ (p_s + p_r - 1) / (p_s p_r), c = ρ / (p_s p_r).
 * Source: M. Ghatak, Screening by the company you keep, Economic Journal 110 (2000); the limit c <= r is discussed
 * there and by C. Gangopadhyay, M. Ghatak and R. Lensink, Economic Journal 115 (2005).
 *
 * @param safe how often a safe project succeeds, above `risky`, at most 1
 * @param risky how often a risky one does, above 0
 * @param cost what a unit of money costs the lender, with the unit itself
 * @example matchingContract(0.9, 0.6, 1.1).breaksLimit // true
 */
export function matchingContract(safe: number, risky: number, cost: number): JointContract {
  assert(risky > 0 && risky < safe && safe <= 1, 'the safe succeed more often than the risky')
  const jointPayment = cost / (safe * risky)
  const repayment = (cost * (safe + risky - 1)) / (safe * risky)
  return { repayment, jointPayment, breaksLimit: jointPayment > repayment }
}

/** What both kinds pay where nobody can tell them apart: cost / mean success. */
export function pooledRepayment(
  safe: number,
  risky: number,
  riskyShare: number,
  cost: number,
): number {
  return cost / (safe * (1 - riskyShare) + risky * riskyShare)
}

/**
 * What both kinds pay where the joint payment is as high as it may be, c = r: cost / E[p (2 - p)]. At the crossing of
 * {@link matchingContract} the joint payment is above the repayment unless both kinds never fail, so this is what a
 * lender can really offer; the safe then bear less of the cost of the risky than at a pooled rate.
 */
export function limitedRepayment(
  safe: number,
  risky: number,
  riskyShare: number,
  cost: number,
): number {
  const paidOften = (success: number): number => success * (2 - success)
  return cost / (paidOften(safe) * (1 - riskyShare) + paidOften(risky) * riskyShare)
}

/** Who of a group answers for the others, and for how much at most. */
export interface CoGuarantor {
  readonly limit: Minor
}

/**
 * Shares a debt over those who answer for it, in proportion to what each may be asked for; nobody pays above the limit.
 *
 * @returns what each pays, and what nobody does
 */
export function callCoGuarantors(
  guarantors: readonly CoGuarantor[],
  debt: Minor,
): { readonly paid: readonly Minor[]; readonly unpaid: Minor } {
  const limits = guarantors.map(({ limit }) => limit)
  const most = limits.reduce((all, limit) => all + limit, 0n)
  const called = debt < most ? debt : most
  // With no limit above zero nobody has a weight.
  const paid = most === 0n ? limits : allocate(called, limits)
  return { paid, unpaid: debt - called }
}

/**
 * What members of a group still pay for those who did not: their debts in equal parts, each up to what the member has.
 * What one lacks goes on to the others until nobody has anything left.
 *
 * @param means what each member who repays can still pay
 */
export function absorbDebts(
  means: readonly Minor[],
  debt: Minor,
): { readonly paid: readonly Minor[]; readonly unpaid: Minor } {
  const paid = means.map(() => 0n)
  let unpaid = debt
  for (let open = [...means.keys()]; unpaid > 0n && open.length > 0; ) {
    const parts = allocate(
      unpaid,
      open.map(() => 1n),
    )
    for (const [index, member] of open.entries()) {
      const room = (means[member] ?? 0n) - (paid[member] ?? 0n)
      const part = parts[index] ?? 0n
      const taken = part < room ? part : room
      paid[member] = (paid[member] ?? 0n) + taken
      unpaid -= taken
    }
    open = open.filter((member) => (paid[member] ?? 0n) < (means[member] ?? 0n))
  }
  return { paid, unpaid }
}
