import { overFactor } from '../../analytic/factor.ts'
import { ConditionalChance } from '../economy.ts'
import type { ClosedForm } from '../model.ts'
import { chancesOf, type Levels, levelsOf } from './ability.ts'
import { pairContract } from './contract.ts'
import { guarantorsOf } from './network.ts'
import type { CommunityGuarantee, Joint, Matching } from './parameters.ts'

const STEPS = 48
/** Groups with more compositions than this are not added up. */
const COMPOSITIONS_MAX = 5_000

/**
 * What is known without simulation: means, since every month the economy is standard normal, and a group fares by the
 * chances that it gives.
 */
export function closedForms(parameters: CommunityGuarantee): readonly ClosedForm[] {
  const { arrangement, months, groups, size, instalment } = parameters
  if (arrangement.kind === 'matching') return ofPairs(parameters, arrangement)
  const levels = levelsOf(parameters)
  const unable = levels.upTo[0] ?? 0
  const members = months * groups * size
  const forms = [mean('missingAlone', members * unable * instalment, 'n p a')]
  if (arrangement.kind === 'individual') {
    return [...forms, mean('missing', members * unable * instalment, 'n p a')]
  }
  if (arrangement.kind === 'network') {
    const guarantors = guarantorsOf(arrangement, size)
    const mostCalled = Math.max(...guarantors.map((_, place) => callersOf(guarantors, place)))
    // Who was called is sooner unable the next month; and pledges may come to an end.
    const isPlain = arrangement.strained === 0
    if (!isPlain || arrangement.pledge < months * mostCalled * instalment) return forms
    // A member's instalment is missing where it and all who answer for it cannot pay.
    const chance = new ConditionalChance(unable, parameters.correlation)
    const [all = 0] = overFactor(
      (factor) => {
        const one = chance.given(factor)
        const each = guarantors.map(({ length }) => one ** (length + 1))
        return Float64Array.of(each.reduce((sum, missing) => sum + missing, 0))
      },
      1,
      STEPS,
    )
    const missing = months * groups * all * instalment
    return [...forms, mean('missing', missing, 'Σ a E[p(Z)^(k + 1)]')]
  }
  const outcome = jointOutcome(parameters, arrangement, levels)
  if (outcome === undefined) return forms
  const rounds = months * groups
  const formula = 'multinomial law of a group mixed over the common factor'
  return [
    ...forms,
    mean('missing', rounds * outcome.missing, formula),
    mean('paidForOthers', rounds * outcome.forOthers, formula),
    mean('failures', rounds * outcome.failed, formula),
    mean('failureRate', outcome.failed, formula),
  ]
}

/** For how many a member answers. */
function callersOf(guarantors: readonly Int32Array[], place: number): number {
  return guarantors.filter((own) => own.includes(place)).length
}

interface GroupOutcome {
  readonly missing: number
  readonly forOthers: number
  readonly failed: number
}

/** What a group that answers for its members leaves open in a month, on average, and how often. */
function jointOutcome(
  { size, instalment, correlation }: CommunityGuarantee,
  joint: Joint,
  levels: Levels,
): GroupOutcome | undefined {
  const compositions = compositionsOf(size, levels.upTo.length)
  if (compositions === undefined) return undefined
  const chances = chancesOf(levels, correlation)
  const outcomes = compositions.map((counts) => outcomeOf(counts, joint, levels, instalment))
  const [missing = 0, forOthers = 0, failed = 0] = overFactor(
    (factor) => {
      const upTo = chances.map((chance) => chance.given(factor))
      const each = upTo.map((chance, level) => chance - (upTo[level - 1] ?? 0))
      const sums = new Float64Array(3)
      for (const [place, counts] of compositions.entries()) {
        const weight = multinomial(counts, each)
        const { missing: open, forOthers: paid, failed: short } = outcomes[place] as GroupOutcome
        for (const [index, value] of [open, paid, short].entries()) {
          sums[index] = (sums[index] ?? 0) + weight * value
        }
      }
      return sums
    },
    3,
    STEPS,
  )
  return { missing, forOthers, failed }
}

/** What a group of so many members of each level leaves open. */
function outcomeOf(
  counts: readonly number[],
  { whenShort, sanction }: Joint,
  { spare }: Levels,
  instalment: number,
): GroupOutcome {
  const size = counts.reduce((sum, count) => sum + count, 0)
  const unable = counts[0] ?? 0
  const gap = unable * instalment
  const means = counts.reduce((sum, count, level) => sum + count * (spare[level] ?? 0), 0)
  if (means >= gap) return { missing: 0, forOthers: gap, failed: 0 }
  const saved = 2 * (size - unable) >= size ? sanction : 0
  const open = whenShort === 'nobody' ? size * instalment : gap - means
  const paid = whenShort === 'nobody' ? 0 : means
  return {
    missing: (1 - saved) * open,
    forOthers: saved * gap + (1 - saved) * paid,
    failed: 1 - saved,
  }
}

/** All ways in which so many members can have so many levels; nothing where they are too many. */
function compositionsOf(size: number, levels: number): readonly (readonly number[])[] | undefined {
  let all: readonly (readonly number[])[] = [[]]
  for (let level = 0; level < levels; level++) {
    const isLast = level === levels - 1
    all = all.flatMap((counts) => {
      const left = size - counts.reduce((sum, count) => sum + count, 0)
      if (isLast) return [[...counts, left]]
      return Array.from({ length: left + 1 }, (_, count) => [...counts, count])
    })
    if (all.length > COMPOSITIONS_MAX) return undefined
  }
  return all
}

function multinomial(counts: readonly number[], chances: readonly number[]): number {
  let weight = 1
  let drawn = 0
  for (const [level, count] of counts.entries()) {
    for (let one = 1; one <= count; one++) {
      drawn += 1
      weight *= (drawn / one) * (chances[level] ?? 0)
    }
  }
  return weight
}

/** What pairs pay: r p + c p (1 - p) for each member, given the economy. */
function ofPairs(parameters: CommunityGuarantee, matching: Matching): readonly ClosedForm[] {
  const { months, groups, correlation } = parameters
  const { repayment, forPartner, alone, riskyPairs } = pairContract(parameters, matching)
  const kinds = [
    { pairs: riskyPairs, fails: new ConditionalChance(1 - matching.risky, correlation) },
    { pairs: groups - riskyPairs, fails: new ConditionalChance(1 - matching.safe, correlation) },
  ]
  const [repaid = 0, repaidAlone = 0] = overFactor(
    (factor) => {
      const sums = new Float64Array(2)
      for (const { pairs, fails } of kinds) {
        const success = 1 - fails.given(factor)
        const joint = repayment * success + forPartner * success * (1 - success)
        sums[0] = (sums[0] ?? 0) + 2 * pairs * joint
        sums[1] = (sums[1] ?? 0) + 2 * pairs * alone * success
      }
      return sums
    },
    2,
    STEPS,
  )
  return [
    mean('repaid', months * repaid, 'r p + c p (1 - p)'),
    mean('repaidAlone', months * repaidAlone, 'r p'),
  ]
}

function mean(of: string, value: number, formula: string): ClosedForm {
  return { of, statistic: 'mean', value, formula, nature: 'exact' }
}
