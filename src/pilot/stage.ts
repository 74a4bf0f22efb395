import type { Principal } from '../access/core/principal.ts'
import type { Day } from '../kernel/days.ts'

/** Who does what in the story, and on which day. */
export interface Stage {
  /** The day on which the demonstration was loaded, so that the same is told the next time. */
  readonly today: Day
  readonly operator: Principal
  readonly colleague: Principal
  readonly administrator: Principal
  readonly treasurer: Principal
}
