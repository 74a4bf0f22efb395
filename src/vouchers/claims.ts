import type { Principal } from '../access/core/principal.ts'
import type { RedemptionId, Uuid } from '../kernel/ids.ts'
import { reachRedeemed, scopeOf } from './claim.ts'
import type { DisputeState, RefundState } from './core/refund.ts'
import type { VouchersDeps } from './deps.ts'
import {
  type DisputeDecision,
  type DisputeNote,
  type DisputeRequest,
  decideDispute,
  findReachedDispute,
  noteDispute,
  openDispute,
  withdrawDispute,
} from './dispute.ts'
import {
  type DisputeEvent,
  type DisputeRow,
  listDisputeEvents,
  listDisputes,
} from './dispute-store.ts'
import {
  decideRefund,
  findReached,
  type RefundDecision,
  type RefundRequest,
  requestRefund,
  resolveNetting,
  withdrawRefund,
} from './refund.ts'
import { listRefunds, type RedeemedFacts, type RefundRow } from './refund-store.ts'

export type { DisputeDecision, DisputeNote, DisputeRequest } from './dispute.ts'
export type { DisputeEvent, DisputeRow as Dispute } from './dispute-store.ts'
export type { RefundDecision, RefundRequest } from './refund.ts'
export type { RedeemedFacts as Redeemed, RefundRow as Refund } from './refund-store.ts'

/** Which part of a list is wanted: at most `limit`, the newest first, those before the item `after`. */
interface Page<State> {
  readonly limit: number
  readonly after?: Uuid
  readonly state?: State
  readonly redemptionId?: RedemptionId
}

/** What one side takes back of a redemption, or does not agree with. Everybody sees and does what is in their reach. */
export interface Claims {
  /**
   * What was redeemed, and how much of it was neither refunded nor is in dispute.
   *
   * @throws DomainError `redemption_not_found`
   */
  getRedeemed(id: RedemptionId, by: Principal): Promise<RedeemedFacts>
  /**
   * Gives back what was redeemed, in whole or in part: at once, after a second person above an amount, or when the
   * partner is owed enough again. The same request again changes nothing.
   *
   * @throws DomainError `redemption_not_found`, `claim_exceeds_redeemed`, `refund_id_conflict`, and at a terminal
   * `owner_pin_missing`, `owner_pin_wrong`, `owner_pin_locked`
   */
  refund(request: RefundRequest, by: Principal): Promise<RefundRow>
  /** @throws DomainError `refund_not_found`, and as `approvals.claim` */
  decideRefund(decision: RefundDecision, by: Principal): Promise<RefundRow>
  /** @throws DomainError `refund_not_found` */
  getRefund(id: Uuid, by: Principal): Promise<RefundRow>
  listRefunds(page: Page<RefundState>, by: Principal): Promise<readonly RefundRow[]>
  /** Pays the refunds that waited, where their partners are owed enough again. Returns how many. */
  resolveNetting(): Promise<number>
  /**
   * Freezes what was redeemed, in whole or in part, until somebody else decides.
   *
   * @throws DomainError `redemption_not_found`, `claim_exceeds_redeemed`, `dispute_after_settlement`,
   * `dispute_id_conflict`
   */
  openDispute(request: DisputeRequest, by: Principal): Promise<DisputeRow>
  /** @throws DomainError `dispute_not_found`, `dispute_id_conflict` */
  noteDispute(note: DisputeNote, by: Principal): Promise<DisputeEvent>
  /** @throws DomainError `dispute_not_found`, and as `approvals.claim` */
  decideDispute(decision: DisputeDecision, by: Principal): Promise<DisputeRow>
  /** Takes back what one asked for oneself. @throws DomainError `refund_not_found`, `approval_closed` */
  withdrawRefund(id: Uuid, by: Principal): Promise<RefundRow>
  /** Takes back what one opened oneself. @throws DomainError `dispute_not_found`, `approval_closed` */
  withdrawDispute(id: Uuid, by: Principal): Promise<DisputeRow>
  /** @throws DomainError `dispute_not_found` */
  getDispute(
    id: Uuid,
    by: Principal,
  ): Promise<{ readonly dispute: DisputeRow; readonly events: readonly DisputeEvent[] }>
  listDisputes(page: Page<DisputeState>, by: Principal): Promise<readonly DisputeRow[]>
}

export function createClaims(deps: VouchersDeps): Claims {
  const { sql } = deps.db
  return {
    getRedeemed: (id, by) => reachRedeemed(deps, id, by, 'redemption.viewed'),
    refund: (request, by) => requestRefund(deps, request, by),
    withdrawRefund: (id, by) => withdrawRefund(deps, id, by),
    withdrawDispute: (id, by) => withdrawDispute(deps, id, by),
    decideRefund: (decision, by) => decideRefund(deps, decision, by),
    getRefund: (id, by) => findReached(deps, id, by),
    listRefunds: (page, by) => listRefunds(sql, { ...page, ...scopeOf(by) }),
    resolveNetting: () => resolveNetting(deps),
    openDispute: (request, by) => openDispute(deps, request, by),
    noteDispute: (note, by) => noteDispute(deps, note, by),
    decideDispute: (decision, by) => decideDispute(deps, decision, by),
    getDispute: async (id, by) => {
      const dispute = await findReachedDispute(deps, id, by)
      return { dispute, events: await listDisputeEvents(sql, id) }
    },
    listDisputes: (page, by) => listDisputes(sql, { ...page, ...scopeOf(by) }),
  }
}
