import type { Model } from '../model/model.ts'
import { normalQuantile } from '../random/normal.ts'
import { betaQuantile, studentQuantile } from '../stats/incomplete-beta.ts'
import { Moments } from '../stats/moments.ts'
import type { Columns } from '../summary.ts'
import { type Drawn, meanInfluence, ratioInfluence } from './paired.ts'

/** What a search wants of a figure, such as `P(ruin) < 1 %`. */
export interface Target {
  readonly of: string
  readonly statistic: 'probability' | 'mean' | 'ratio'
  readonly relation: '<' | '>'
  /** In the unit of the figure: a share as 0.01, an amount in cents. */
  readonly value: number
  readonly unit: string
}

/** A figure at one value of the field, and how sure it is. */
export interface Measured {
  readonly estimate: number
  readonly standardError: number
  /** On the side of the target: the truth is beyond it five times in a hundred. */
  readonly bound: number
  readonly isMet: boolean
  /** The figure from parts of the paths that are independent of each other. */
  readonly parts: readonly number[]
}

/** The confidence of the bound, to one side. */
const CONFIDENCE = 0.95
/** Paths by chance are taken together in so many parts. */
const PARTS = 32
/** Fewer events than this are counted, because their spread tells nothing. */
const EVENTS_FEW = 20

/** A target that cannot be understood. */
export class TargetError extends Error {
  override readonly name = 'TargetError'
}

/**
 * Reads a target: `P(ruin) < 1 %`, `mean(grossClaims) < 100000 EUR`, `ratio(paidOfClaimed) > 99 %`.
 *
 * @throws TargetError where it is none, or not of this model
 */
export function readTarget(text: string, model: Model): Target {
  const match =
    /^\s*(P|mean|ratio)\(\s*(\w+)\s*\)\s*([<>])\s*(-?[0-9]+(?:\.[0-9]+)?)\s*(%|EUR)?\s*$/.exec(text)
  if (match === null) {
    throw new TargetError(
      'A target is written like P(ruin) < 1 %, mean(grossClaims) < 100000 EUR or ratio(paidOfClaimed) > 99 %.',
    )
  }
  const [, kind, of = '', relation, digits, written] = match
  const offered = kind === 'ratio' ? model.ratios : outputsOf(model, kind === 'P')
  const found = offered.find(({ name }) => name === of)
  if (found === undefined) {
    const names = offered.map(({ name }) => name).join(', ')
    throw new TargetError(`${kind}(${of}): ${model.name} has ${names || 'none'}.`)
  }
  const isAmount = found.unit === 'cents'
  if (isAmount !== (written === 'EUR')) {
    throw new TargetError(
      isAmount ? `${of} is an amount: 100000 EUR.` : `${of} is not counted in EUR.`,
    )
  }
  const value = Number(digits)
  return {
    of,
    statistic: kind === 'P' ? 'probability' : kind === 'ratio' ? 'ratio' : 'mean',
    relation: relation as '<' | '>',
    value: isAmount ? value * 100 : written === '%' ? value / 100 : value,
    unit: found.unit,
  }
}

function outputsOf(model: Model, isEvent: boolean) {
  return model.outputs.filter(({ kind }) => (kind === 'indicator') === isEvent)
}

/** The figure of a target from the paths of a run, and whether its bound meets the target. */
export function measure(
  target: Target,
  model: Model,
  { outputs, weights, paths }: Columns,
  scrambles: number,
): Measured {
  const drawn: Drawn = { weights, scrambles }
  const columnOf = (name: string): Float64Array =>
    outputs[model.outputs.findIndex((one) => one.name === name)] ?? new Float64Array(0)
  const ratio = model.ratios.find(({ name }) => name === target.of)
  const values = columnOf(target.of)
  const { value: estimate, parts } =
    target.statistic === 'ratio' && ratio !== undefined
      ? ratioInfluence(columnOf(ratio.numerator), columnOf(ratio.denominator), drawn)
      : meanInfluence(values, drawn)
  const groups = meansOfGroups(parts, scrambles > 0 ? scrambles : PARTS)
  const moments = new Moments()
  if (scrambles > 0) for (const group of groups) moments.add(group)
  else for (const part of parts) moments.add(part)
  const { standardError } = moments
  const errors =
    scrambles > 0 ? studentQuantile(CONFIDENCE, scrambles - 1) : normalQuantile(CONFIDENCE)
  const isUpper = target.relation === '<'
  let bound = estimate + (isUpper ? errors : -errors) * standardError
  if (target.statistic === 'probability') {
    bound = boundOfEvents({ values, weights, paths, scrambles, isUpper }, bound)
  }
  return {
    estimate,
    standardError,
    bound,
    isMet: isUpper ? bound < target.value : bound > target.value,
    // Of a ratio the parts say how far each is from the whole.
    parts: groups.map((group) => (target.statistic === 'ratio' ? estimate + group : group)),
  }
}

interface Events {
  readonly values: Float64Array
  readonly weights: Float64Array
  readonly paths: number
  readonly scrambles: number
  readonly isUpper: boolean
}

/**
 * The bound of a probability. By chance that of Clopper and Pearson. With weights, where there are few events their spread may be
 * nothing though they are not impossible: then no less than what their number allows if each weighed as much as any path can.
 */
function boundOfEvents(
  { values, weights, paths, scrambles, isUpper }: Events,
  bound: number,
): number {
  const events = values.reduce((sum, value) => sum + value, 0)
  const most = events === paths ? 1 : betaQuantile(CONFIDENCE, events + 1, paths - events)
  const least = events === 0 ? 0 : betaQuantile(1 - CONFIDENCE, events, paths - events + 1)
  if (scrambles === 0) return isUpper ? most : least
  if (isUpper && events < EVENTS_FEW) {
    const heaviest = weights.reduce((greatest, weight) => Math.max(greatest, weight), 0)
    return Math.min(1, Math.max(bound, most * heaviest))
  }
  return Math.min(1, Math.max(0, bound))
}

function meansOfGroups(parts: Float64Array, groups: number): readonly number[] {
  const points = Math.floor(parts.length / groups)
  const sums = new Float64Array(groups)
  for (let path = 0; path < points * groups; path++) {
    const group = path % groups
    sums[group] = (sums[group] as number) + (parts[path] as number)
  }
  return Array.from(sums, (sum) => sum / points)
}
