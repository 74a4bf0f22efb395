import { studentQuantile } from '../stats/incomplete-beta.ts'
import { type Interval, standardErrorsOf } from '../stats/intervals.ts'
import { Moments } from '../stats/moments.ts'
import { quantile } from '../stats/sample.ts'
import { MORRIS_STEP, type Trajectory } from './designs.ts'
import type { Seen } from './looks.ts'

/** What a field does, seen along trajectories. */
export interface MorrisEffect {
  /** The mean effect, of the whole range of the field. */
  readonly mean: number
  /** The mean of its size: how much the field counts. */
  readonly size: number
  readonly sizeInterval: Interval
  /** How much the effect depends on where one stands: other fields, or a bend. */
  readonly spread: number
  readonly trajectories: number
}

/**
 * The effects of Morris (1991), with the mean size of Campolongo, Cariboni and Saltelli, Environmental Modelling & Software
 * 22 (2007).
 *
 * @param values what came out at the points of each trajectory
 * @returns an effect for each coordinate
 */
export function morrisEffects(
  trajectories: readonly Trajectory[],
  values: readonly (readonly number[])[],
  confidence: number,
): readonly MorrisEffect[] {
  const dimensions = trajectories[0]?.steps.length ?? 0
  const signed = Array.from({ length: dimensions }, () => new Moments())
  const sizes = Array.from({ length: dimensions }, () => new Moments())
  for (const [number, { steps }] of trajectories.entries()) {
    const seen = values[number] ?? []
    for (const [step, { coordinate, up }] of steps.entries()) {
      const change = (seen[step + 1] as number) - (seen[step] as number)
      const effect = (up ? change : -change) / MORRIS_STEP
      signed[coordinate]?.add(effect)
      sizes[coordinate]?.add(Math.abs(effect))
    }
  }
  return signed.map((effect, coordinate) => {
    const size = sizes[coordinate] ?? effect
    const reach =
      studentQuantile(0.5 + confidence / 2, Math.max(1, size.count - 1)) * size.standardError
    return {
      mean: effect.mean,
      size: size.mean,
      sizeInterval: { lower: Math.max(0, size.mean - reach), upper: size.mean + reach },
      spread: effect.standardDeviation,
      trajectories: size.count,
    }
  })
}

/** A difference between two points. */
export interface Change {
  readonly value: number
  readonly standardError: number
  readonly interval: Interval
}

/**
 * How far a figure is from that of another point with the same randomness: its error comes from the differences part by
 * part, in which what both have in common is gone.
 */
export function changeBetween(before: Seen, after: Seen, confidence: number): Change {
  const moments = new Moments()
  for (const [part, value] of after.parts.entries())
    moments.add(value - (before.parts[part] as number))
  const value = after.value - before.value
  const { standardError, count } = moments
  const reach = studentQuantile(0.5 + confidence / 2, Math.max(1, count - 1)) * standardError
  return { value, standardError, interval: { lower: value - reach, upper: value + reach } }
}

/** How much of what a figure may be comes from what is not known, and how much from chance. */
export interface Nested {
  /** The mean over all that is held possible. */
  readonly mean: number
  /** Variances of what a path gives: by what is not known, by chance, together. */
  readonly unknown: number
  readonly chance: number
  readonly unknownShare: number
  readonly unknownShareInterval: Interval
  /**
   * Where the figure itself lies, for what is held possible: quantiles of the points, drawn together by as much as chance
   * had drawn them apart.
   */
  readonly range: readonly { readonly level: number; readonly value: number }[]
  readonly points: number
}

const RANGE = [0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975]

/**
 * Takes the variance of an output apart: between the points it is what is not known and a part of chance that comes in
 * through the paths of a point; within them it is chance. Analysis of variance in one way, Searle, Casella and McCulloch,
 * Variance components (1992), 3.5.
 *
 * @param paths of each point, others in each
 */
export function nestedVariance(
  points: readonly Seen[],
  paths: number,
  confidence: number,
): Nested | undefined {
  if (points.some(({ variance }) => Number.isNaN(variance))) return undefined
  const whole = componentsOf(points, paths)
  // Leaving out one point after the other tells how sure the share is.
  const count = points.length
  const left = points.map((point) => componentsOf(points, paths, point))
  const shares = new Moments()
  for (const { share } of left) shares.add(share)
  const reach =
    (standardErrorsOf(confidence) * (count - 1) * shares.standardDeviation) / Math.sqrt(count)
  const sorted = Float64Array.from(points, ({ value }) => value).sort()
  const unknown = Math.max(0, whole.unknown)
  const apart = unknown + whole.chance / paths
  const shrunk = apart > 0 ? Math.sqrt(unknown / apart) : 1
  return {
    mean: whole.mean,
    unknown,
    chance: whole.chance,
    unknownShare: Math.max(0, whole.share),
    unknownShareInterval: {
      lower: Math.max(0, whole.share - reach),
      upper: Math.min(1, whole.share + reach),
    },
    range: RANGE.map((level) => ({
      level,
      value: whole.mean + shrunk * (quantile(sorted, level) - whole.mean),
    })),
    points: count,
  }
}

interface Components {
  readonly mean: number
  readonly unknown: number
  readonly chance: number
  readonly share: number
}

function componentsOf(points: readonly Seen[], paths: number, without?: Seen): Components {
  const means = new Moments()
  const within = new Moments()
  for (const point of points) {
    if (point === without) continue
    means.add(point.value)
    within.add(point.variance)
  }
  const chance = within.mean
  const unknown = means.variance - chance / paths
  const all = unknown + chance
  return { mean: means.mean, unknown, chance, share: all > 0 ? unknown / all : 0 }
}
