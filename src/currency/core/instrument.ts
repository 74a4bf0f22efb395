import { assert } from '../../kernel/assert.ts'
import { addDays, type Day, daysBetween } from '../../kernel/days.ts'
import type { Unit } from '../../kernel/money.ts'
import type { Colour } from '../../ledger/core/colour.ts'
import { type Aged, ageApart, type Holding, inTurn, type Lot, merge } from './holding.ts'
import { demurrageOf, type InstrumentRules } from './rules.ts'

/** Rules that were approved, and the first day on which they count. */
export interface RuleVersion {
  readonly version: number
  readonly validFrom: Day
  readonly rules: InstrumentRules
}

/** A kind of money of a programme. */
export interface Instrument {
  readonly id: string
  readonly programmeId: string
  readonly unit: Unit
  /** Of the programme: what its accounts carry. */
  readonly colour: Colour | null
  /** What its reserve is counted in: the unit of the programme. */
  readonly reserveUnit: Unit
  /** In the order of their days; at least one. */
  readonly versions: readonly RuleVersion[]
}

/**
 * The rules that count on a day: of those that began until then the last. Before the first one it is the first, so that
 * what was prepared can be looked at.
 */
export function rulesOn({ versions }: Pick<Instrument, 'versions'>, day: Day): InstrumentRules {
  const begun = versions.filter(({ validFrom }) => validFrom <= day).at(-1) ?? versions[0]
  assert(begun, 'an instrument has rules')
  return begun.rules
}

/** Whether an instrument can be used on a day. */
export function isUsable({ versions }: Pick<Instrument, 'versions'>, day: Day): boolean {
  return versions.some(({ validFrom }) => validFrom <= day)
}

/** Days on which the same demurrage counts. */
interface Stretch {
  readonly rules: InstrumentRules
  /** `null` where it goes on. */
  readonly until: Day | null
}

/**
 * What is left of a holding on a day, whatever the rules were in between. A change of demurrage counts as a movement: what
 * a lot is worth in the evening before is rounded, and the new demurrage takes from that. Lots stay apart until the day.
 *
 * @param day not before the last movement
 */
export function ageUnder(
  instrument: Pick<Instrument, 'versions'>,
  holding: Holding,
  day: Day,
): Aged {
  let standing: readonly Lot[] = holding
  let demurrage = 0n
  let expired = 0n
  for (const { rules, until } of stretchesOf(instrument)) {
    const end = until !== null && until < day ? until : day
    const before = standing.filter(({ valuedOn }) => daysBetween(valuedOn, end) >= 0)
    const after = standing.filter(({ valuedOn }) => daysBetween(valuedOn, end) < 0)
    const aged = ageApart(before, demurrageOf(rules), end)
    demurrage += aged.demurrage
    expired += aged.expired
    standing = [...aged.holding, ...after]
    if (end === day) break
  }
  const left = merge(inTurn(standing), demurrageOf(rulesOn(instrument, day)), day)
  return { holding: left, demurrage, expired }
}

/** Versions with the same demurrage are one stretch: other changes take nothing from anybody. */
export function stretchesOf({ versions }: Pick<Instrument, 'versions'>): readonly Stretch[] {
  const stretches: Stretch[] = []
  for (const [index, { rules }] of versions.entries()) {
    const next = versions[index + 1]
    const until = next === undefined ? null : addDays(next.validFrom, -1)
    const last = stretches.at(-1)
    const isSame =
      last !== undefined && JSON.stringify(last.rules.demurrage) === JSON.stringify(rules.demurrage)
    if (isSame) stretches.pop()
    stretches.push({ rules: isSame ? last.rules : rules, until })
  }
  return stretches
}
