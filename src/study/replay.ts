import type { Principal } from '../access/core/principal.ts'
import { type Day, romeDay } from '../kernel/days.ts'
import { SUPPRESSION_RULES } from './core/evidence/suppression.ts'
import type { ReplayRule } from './core/replay/rule.ts'
import { type ShownReplay, shownReplay } from './core/replay/shown.ts'
import { type EvidenceDeps, requireOver } from './evidence.ts'
import { readHistory } from './evidence-history.ts'

/** What is to be replayed: of a programme, up to the end of a day that is over, under which rule. */
export interface ReplayOrder {
  readonly programmeId: string
  readonly day: Day
  readonly rule: ReplayRule
  /** What is of fewer people than this is not shown. */
  readonly threshold: number
}

export interface Replays {
  /**
   * What would have happened under another rule. That somebody asked is in the access log: many questions that differ by a
   * little could tell about few people.
   *
   * @param by `null` for the command line
   * @throws DomainError `programme_unknown`, `day_not_over`
   */
  replay(order: ReplayOrder, by: Principal | null): Promise<ShownReplay>
}

export function createReplays({ db, runtime, accessLog }: EvidenceDeps): Replays {
  return {
    replay: async ({ programmeId, day, rule, threshold }, by) => {
      requireOver(day, romeDay(runtime.now()))
      const { vouchers } = await readHistory(db.sql, { programmeId, day })
      const shown = shownReplay(vouchers, rule, { ...SUPPRESSION_RULES, threshold })
      await accessLog.record({
        ...{ actor: by, action: 'programme.replayed', outcome: 'done' },
        subject: { kind: 'programme', id: programmeId },
        detail: { day, rule: JSON.stringify(rule) },
      })
      return shown
    },
  }
}
