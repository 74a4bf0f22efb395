import { addDays, type Day } from '../../kernel/days.ts'
import type { RuleVersion } from './instrument.ts'
import type { InstrumentRules } from './rules.ts'

/** Something that further rules of an instrument may not change, and why. */
export interface FixedField {
  /** Where it stands in the rules, like `issuance.by`. */
  readonly path: string
  readonly message: string
}

/**
 * What further rules would change that stays as it is while an instrument lives: what it is counted in, how it comes into
 * being, what lies behind it, and whether it is a discount or on credit. Another of these is another instrument.
 */
export function fixedFields(
  before: InstrumentRules,
  after: InstrumentRules,
): readonly FixedField[] {
  const fixed: readonly (readonly [string, boolean])[] = [
    ['unit', before.unit !== after.unit],
    ['issuance.by', before.issuance.by !== after.issuance.by],
    ['backing', Number(before.backing) !== Number(after.backing)],
    ['discount', (before.discount === null) !== (after.discount === null)],
    ['credit', (before.credit === null) !== (after.credit === null)],
  ]
  const message = 'stays as it is while the instrument lives; make another instrument'
  return fixed.filter(([, changes]) => changes).map(([path]) => ({ path, message }))
}

/**
 * The first day from which further rules can count: the next one, so that nobody who looked today is surprised. The first
 * rules can count at once, for nobody holds anything yet.
 *
 * @param approved those that were approved so far
 */
export function earliestDay(approved: readonly RuleVersion[], today: Day): Day {
  return approved.length === 0 ? today : addDays(today, 1)
}

/** Of versions that count on a day, the one that does: the last to begin, and of those of one day the later one. */
export function versionOn(
  approved: readonly Pick<RuleVersion, 'version' | 'validFrom'>[],
  day: Day,
): number | undefined {
  const begun = approved.filter(({ validFrom }) => validFrom <= day)
  const last = begun.toSorted((a, b) =>
    a.validFrom === b.validFrom ? a.version - b.version : a.validFrom < b.validFrom ? -1 : 1,
  )
  return last.at(-1)?.version
}
