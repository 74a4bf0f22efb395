import { drawingOf, scramblesOf, setupOf } from '../plan.ts'
import type { Sampling } from '../sampling/factors.ts'
import type { JsonObject } from '../scenario/json.ts'
import { checkScenario, type ReadScenario } from '../scenario/scenario.ts'
import { studentQuantile } from '../stats/incomplete-beta.ts'
import { betweenRepetitions } from '../stats/intervals.ts'
import type { Columns } from '../summary.ts'
import type { Side } from './compare.ts'
import { fieldOf, type SearchedField, withField, writtenAt } from './smallest-field.ts'
import { type Measured, measure, type Target } from './smallest-target.ts'

/** Which value is wanted, of all that meet the target: the smallest reserve, or the largest coverage. */
export type Sense = 'smallest' | 'largest'

/**
 * How a search ended: at a value beside which the next one fails; at the end of what the model allows; without any value
 * that meets the target; or with values that meet it on the wrong side, so that the other sense is to be searched.
 */
export type SearchEnding = 'found' | 'end of range' | 'not reached' | 'other way round'

/** One value that was tried. */
export interface SearchStep extends Measured {
  /** As it is written in a scenario. */
  readonly value: string | number
}

export interface Search {
  readonly field: string
  readonly sense: Sense
  readonly target: Target
  readonly ending: SearchEnding
  /** The answer, as it is written in a scenario; nothing where no value meets the target. */
  readonly answer: string | number | null
  /** Whether what was seen goes one way with the field. Where it does not, there may be better values elsewhere. */
  readonly isMonotone: boolean
  readonly paths: number
  readonly sampling: string
  /** All that was tried, in the order in which it was. */
  readonly steps: readonly SearchStep[]
}

export interface SearchOptions {
  readonly field: string
  readonly sense: Sense
  readonly target: Target
  /** Runs all paths of a scenario. */
  readonly run: (side: Side) => Promise<Columns>
  readonly onStep?: (step: SearchStep) => void
}

/** The search ends when the value is known to this part of it. */
const PRECISION = 0.002
/** Rarer events than this are looked for in the tail. */
const RARE = 0.1
const WORST_MIN = 0.001
/** How sure one must be that two values go the wrong way. */
const DOUBT = 0.99

/**
 * Searches for the smallest or largest value of a field with which a target is met at its bound. All values are run with
 * the same randomness, drawn where it helps: rare events in the tail, anything else evenly. First the search doubles or halves until
 * one value meets the target and one does not, then it halves what is between.
 *
 * @throws ScenarioError where the field is none, or a value of it makes no scenario
 */
export async function searchFor(read: ReadScenario, options: SearchOptions): Promise<Search> {
  const { target, sense, run, onStep } = options
  const { model } = read
  const field = fieldOf(model, read.effective, options.field)
  const base = effectiveFor(read, field, target)
  const first = checkScenario(base)
  const drawn = drawingOf(first.scenario, model)
  const tried = new Map<number, SearchStep>()
  const attempt = async (place: number): Promise<boolean> => {
    const known = tried.get(place)
    if (known !== undefined) return known.isMet
    const columns = await run(sideOf(checkScenario(withField(base, field, place)), drawn))
    const measured = measure(target, model, columns, scramblesOf(first.scenario))
    const step = { value: writtenAt(field, place), ...measured }
    tried.set(place, step)
    onStep?.(step)
    return step.isMet
  }
  const found = await search(field, sense, attempt)
  const isMonotone = goesOneWay(tried, target, sense)
  const isWrong = found.ending === 'not reached' && !isMonotone
  return {
    field: field.path,
    sense,
    target,
    ending: isWrong ? 'other way round' : found.ending,
    answer: found.place === undefined ? null : writtenAt(field, found.place),
    isMonotone,
    paths: first.scenario.paths,
    sampling: first.scenario.sampling.method,
    steps: [...tried.values()],
  }
}

/** Doubles or halves the distance from the near end of the range until the answer lies between two places, then bisects. */
async function search(
  { least, most, present }: SearchedField,
  sense: Sense,
  attempt: (place: number) => Promise<boolean>,
): Promise<{ readonly ending: SearchEnding; readonly place?: number }> {
  const isSmallest = sense === 'smallest'
  const up = (place: number) => Math.min(most, Math.max(place + 1, least + 2 * (place - least)))
  const down = (place: number) => Math.max(least, least + Math.floor((place - least) / 2))
  // Towards what is wanted while the target is met, away from it until it is.
  const [wanted, safe] = isSmallest ? [down, up] : [up, down]
  let place = Math.min(most, Math.max(least, present))
  let met: number | undefined
  let failed: number | undefined
  while (met === undefined || failed === undefined) {
    const isMet = await attempt(place)
    if (isMet) met = place
    else failed = place
    if (met !== undefined && failed !== undefined) break
    const next = (isMet ? wanted : safe)(place)
    if (next === place) {
      return met === undefined ? { ending: 'not reached' } : { ending: 'end of range', place }
    }
    place = next
  }
  const near = Math.max(1, Math.floor(PRECISION * (met - least)))
  while (Math.abs(met - failed) > near) {
    const middle = Math.floor((met + failed) / 2)
    if (await attempt(middle)) met = middle
    else failed = middle
  }
  return { ending: 'found', place: met }
}

/** The scenario of a search: without a rule to stop, and drawn where the target is. */
function effectiveFor(read: ReadScenario, field: SearchedField, target: Target): JsonObject {
  const { scenario, model } = read
  const { stop: _, ...effective } = read.effective
  const factorsAt = (place: number): number => {
    const beside = Math.min(field.most, Math.max(field.least, place))
    const { scenario: other } = checkScenario(withField(effective, field, beside))
    return model.extent(other.parameters).factors
  }
  const { factors } = model.extent(scenario.parameters)
  const isSteady = [field.present - 1, field.present + 1].every(
    (place) => factorsAt(place) === factors,
  )
  if (!isSteady || factors === 0) return { ...effective, sampling: { method: 'chance' } }
  if (scenario.sampling.method !== 'chance') return effective
  const isRare = target.statistic === 'probability' && target.value <= RARE
  const worst = `${Number((100 * Math.max(WORST_MIN, target.value)).toPrecision(6))} %`
  const scrambles = 16
  let points = 1
  while (points * scrambles * 2 <= scenario.paths) points *= 2
  return {
    ...effective,
    paths: points * scrambles,
    sampling: isRare ? { method: 'tail', scrambles, worst } : { method: 'even', scrambles },
  }
}

function sideOf(read: ReadScenario, drawn: Sampling): Side {
  return { read, setup: setupOf(read.scenario, read.model, drawn) }
}

/** Whether no value that was tried is worse than one that should be, beyond chance: by the differences of their parts. */
function goesOneWay(
  tried: ReadonlyMap<number, SearchStep>,
  { relation }: Target,
  sense: Sense,
): boolean {
  const steps = [...tried].sort(([a], [b]) => a - b).map(([, step]) => step)
  // With a larger value the figure falls where the smallest is wanted below a border.
  const sign = (sense === 'smallest') === (relation === '<') ? 1 : -1
  return steps.every((step, index) => {
    const next = steps[index + 1]
    if (next === undefined) return true
    const rises = step.parts.map((part, group) => sign * ((next.parts[group] ?? part) - part))
    const { value, standardError } = betweenRepetitions(rises)
    return value <= studentQuantile(DOUBT, rises.length - 1) * standardError
  })
}
