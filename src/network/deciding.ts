import type { Principal } from '../access/core/principal.ts'
import type { Decided } from './funding-store.ts'

/** What a second person says to what was prepared. */
export type Verdict =
  | { readonly state: 'approved' }
  | { readonly state: 'refused'; readonly reason: string }

/** Whether this very person said this very thing before: then the answer is given again. */
export function isSameVerdict(standing: Decided, verdict: Verdict, who: Principal): boolean {
  const reason = verdict.state === 'refused' ? verdict.reason : null
  const { state, decidedBy, decisionReason } = standing
  return state === verdict.state && decidedBy === who.id && decisionReason === reason
}
