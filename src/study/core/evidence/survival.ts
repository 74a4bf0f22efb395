import { exp, log } from '../../../../simulations/random/elementary.ts'
import { standardErrorsOf } from '../../../../simulations/stats/intervals.ts'

/** How long something was watched, in whole days, and whether what was waited for came at their end. */
export interface Spell {
  readonly days: number
  /** Not seen where the watching ended before: the voucher expired, or the day of the evidence came. */
  readonly isSeen: boolean
  /** Whose it is: a number that means nothing outside of this list. */
  readonly person: number
}

/** A step of a curve. */
export interface SurvivalStep {
  readonly days: number
  /** Still waiting just before, and watched. */
  readonly atRisk: number
  readonly seen: number
  /** Watched no longer, from this day on. */
  readonly censored: number
  /** The share that still waits after it. */
  readonly survival: number
  readonly low: number
  readonly high: number
}

/**
 * The share that still waits after so many days, where some were not watched to the end. The error is Greenwood's, the
 * interval is symmetric in log(-log S), so it stays between 0 and 1.
 * Sources: Kaplan and Meier, JASA 53 (1958); Greenwood (1926); Kalbfleisch and Prentice (1980).
 *
 * @example kaplanMeier([{ days: 6, isSeen: true, person: 0 }, { days: 6, isSeen: false, person: 1 }])[0]?.survival // 0.5
 */
export function kaplanMeier(spells: readonly Spell[], level = 0.95): readonly SurvivalStep[] {
  const z = standardErrorsOf(level)
  const days = [...new Set(spells.map((spell) => spell.days))].sort((a, b) => a - b)
  let atRisk = spells.length
  let survival = 1
  let greenwood = 0
  return days.map((day): SurvivalStep => {
    const here = spells.filter((spell) => spell.days === day)
    const seen = here.filter(({ isSeen }) => isSeen).length
    const censored = here.length - seen
    survival *= 1 - seen / atRisk
    greenwood += atRisk === seen ? 0 : seen / (atRisk * (atRisk - seen))
    const step = { days: day, atRisk, seen, censored, survival }
    atRisk -= here.length
    return { ...step, ...logLogInterval(survival, greenwood, z) }
  })
}

/** After how many days a share of at most `share` still waits; `undefined` where that was not seen. */
export function survivalQuantile(
  steps: readonly SurvivalStep[],
  share: number,
  of: 'survival' | 'low' | 'high' = 'survival',
): number | undefined {
  // A share such as 1 - 1/2 - 1/10 is not met to the last bit.
  return steps.find((step) => step[of] <= share + 1e-12)?.days
}

/** A curve as it may be shown: no stretch of it rests on fewer people than the threshold. */
export interface ShownCurve {
  readonly n: number
  readonly steps: readonly SurvivalStep[]
}

/**
 * Joins steps until each stretch rests on so many people, those who were seen and those who were watched no longer. What is
 * left at the end is joined to the stretch before it; the estimate at each end of a stretch is that of all single days.
 *
 * @returns nothing where there are fewer people than that
 */
export function shownCurve(
  spells: readonly Spell[],
  { threshold, level }: { readonly threshold: number; readonly level: number },
): ShownCurve | undefined {
  const steps = kaplanMeier(spells, level)
  const stretches: SurvivalStep[][] = []
  let open: SurvivalStep[] = []
  let people = new Set<number>()
  for (const step of steps) {
    open.push(step)
    for (const { days, person } of spells) if (days === step.days) people.add(person)
    if (people.size < threshold) continue
    stretches.push(open)
    open = []
    people = new Set()
  }
  if (stretches.length === 0) return undefined
  stretches.at(-1)?.push(...open)
  return { n: spells.length, steps: stretches.map(joined) }
}

function joined(steps: readonly SurvivalStep[]): SurvivalStep {
  const first = steps[0] as SurvivalStep
  const last = steps.at(-1) as SurvivalStep
  const sum = (of: 'seen' | 'censored') => steps.reduce((all, step) => all + step[of], 0)
  return { ...last, atRisk: first.atRisk, seen: sum('seen'), censored: sum('censored') }
}

function logLogInterval(
  survival: number,
  greenwood: number,
  z: number,
): { readonly low: number; readonly high: number } {
  if (survival <= 0) return { low: 0, high: 0 }
  if (survival >= 1) return { low: 1, high: 1 }
  const hazard = -log(survival)
  const reach = exp((z * Math.sqrt(greenwood)) / hazard)
  return { low: exp(-hazard * reach), high: exp(-hazard / reach) }
}
