import type { Principal } from '../access/core/principal.ts'
import type { Day } from '../kernel/days.ts'
import { demoId } from './demonstration.ts'

/** Who does what in the story, and on which day. */
export interface Stage {
  /** The day on which the demonstration was loaded, so that the same is told the next time. */
  readonly today: Day
  readonly operator: Principal
  readonly colleague: Principal
  readonly administrator: Principal
  readonly treasurer: Principal
}

/** The phone of somebody in the story. Nobody holds it. */
export function walletOf(beneficiaryId: string): Principal {
  const id = demoId(`wallet ${beneficiaryId}`)
  return { kind: 'wallet', id, role: 'beneficiary', beneficiaryId }
}
