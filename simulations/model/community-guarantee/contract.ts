import {
  limitedRepayment,
  matchingContract,
  pooledRepayment,
} from '../../../src/credit/core/joint-liability.ts'
import { roundedCents } from '../backing/cents.ts'
import type { CommunityGuarantee, Matching } from './parameters.ts'

/** What is paid of an instalment under a contract for pairs, in cents. */
export interface PairContract {
  /** What must come back of a pair. */
  readonly due: number
  /** Who succeeds pays this, and that as well where the partner fails. */
  readonly repayment: number
  readonly forPartner: number
  /** What who succeeds would pay if nobody answered for a partner. */
  readonly alone: number
  readonly isAboveLimit: boolean
  /** Risky pairs; members choose their like. */
  readonly riskyPairs: number
}

export function pairContract(
  { instalment, groups }: Pick<CommunityGuarantee, 'instalment' | 'groups'>,
  { safe, risky, riskyShare, cost, contract }: Matching,
): PairContract {
  const crossing = matchingContract(safe, risky, cost)
  const limited = limitedRepayment(safe, risky, riskyShare, cost)
  const isLimited = contract === 'limited'
  const cents = (part: number): number => roundedCents(part * instalment)
  return {
    due: 2 * cents(cost),
    repayment: cents(isLimited ? limited : crossing.repayment),
    forPartner: cents(isLimited ? limited : crossing.jointPayment),
    alone: cents(pooledRepayment(safe, risky, riskyShare, cost)),
    isAboveLimit: !isLimited && crossing.breaksLimit,
    riskyPairs: roundedCents(groups * riskyShare),
  }
}
