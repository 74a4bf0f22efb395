import type { Minor } from '../../kernel/money.ts'
import { AREAS_OF_NEED, type AreaOfNeed } from '../../network/core/areas.ts'
import type { PlanStatus } from './words.ts'

/** What a plan may come to in each area. */
export type Ceilings = ReadonlyMap<AreaOfNeed, Minor>

/** A plan as somebody wants it, and as it stands. */
export interface PlanFigures {
  readonly status: PlanStatus
  readonly ceiling: Minor
  readonly lines: Ceilings
}

/** What was committed already: on the whole plan, and in each area. */
export interface Commitments {
  readonly whole: Minor
  readonly areas: Ceilings
}

/** A ceiling that is below what was committed under it. `null` for the area: that of the whole plan. */
export interface TooLow {
  readonly area: AreaOfNeed | null
  readonly ceiling: Minor
  readonly committed: Minor
}

const NEXT: Readonly<Record<PlanStatus, readonly PlanStatus[]>> = {
  draft: ['draft', 'active', 'closed'],
  active: ['active', 'closed'],
  closed: [],
}

/** Whether a plan may go on so. What is closed stays so. */
export function mayBecome(from: PlanStatus, to: PlanStatus): boolean {
  return NEXT[from].includes(to)
}

/** The ceilings that a plan cannot have any more, that of the whole plan first. An area left out has a ceiling of 0. */
export function ceilingsTooLow(
  { ceiling, lines }: Pick<PlanFigures, 'ceiling' | 'lines'>,
  { whole, areas }: Commitments,
): readonly TooLow[] {
  const all: TooLow[] = [
    { area: null, ceiling, committed: whole },
    ...AREAS_OF_NEED.map((area) => ({
      ...{ area, ceiling: lines.get(area) ?? 0n, committed: areas.get(area) ?? 0n },
    })),
  ]
  return all.filter((one) => one.committed > one.ceiling)
}

/** Whether two plans say the same. An area left out has a ceiling of 0. */
export function isSamePlan(a: PlanFigures, b: PlanFigures): boolean {
  return (
    a.status === b.status &&
    a.ceiling === b.ceiling &&
    AREAS_OF_NEED.every((area) => (a.lines.get(area) ?? 0n) === (b.lines.get(area) ?? 0n))
  )
}
