import type { Model } from '../model/model.ts'
import { PathRunner, type PathSetup } from '../path-runner.ts'
import { log } from '../random/elementary.ts'
import { normalCdf, normalQuantile } from '../random/normal.ts'
import { DOMAINS, Streams } from '../random/streams.ts'
import { weightedTailOf, weightedValueAtRisk } from '../stats/weighted.ts'
import { axesAlong } from './axes.ts'
import { FactorSampler, type Sampling } from './factors.ts'
import type { Layers } from './layers.ts'
import { slopesOf } from './least-squares.ts'

/** How a pilot run looks for the losses. */
export interface PilotOptions {
  readonly paths: number
  /** How many coordinates are spread evenly. */
  readonly dimensions: number
  /** Where the tail is wanted. */
  readonly tail?: {
    /** The share of worst paths that is to be known best. */
    readonly worst: number
    /** How much the mean counts beside them: 0 not at all, 1 as much as each of them. */
    readonly means: number
  }
}

/** Of the mean loss, what is added to each before the logarithm, so that no loss at all is a number. */
const FLOOR_SHARE = 0.05
/** The borders of the layers, in standard deviations along the direction in which losses grow. */
const FIRST_BORDER = -0.5
const LAST_BORDER = 4.5
const BORDER_STEP = 0.25
/** Of the paths, the part that lies as chance would have it: so no path weighs more than 1 over it. */
const BY_CHANCE = 0.1
/** Of the paths, the part that is shared out to all layers alike. */
const TO_EACH = 0.05
/** How far from where the worst paths begin the line through them is drawn, to both sides. */
const NEAR = 1
/** An event that is more frequent than this is no tail. */
const RARE = 0.2

/** The paths of a pilot. */
interface Pilot {
  /** The factors of each path, before anything is pushed. */
  readonly draws: Float64Array
  readonly factors: number
  /** Larger is worse. */
  readonly losses: Float64Array
  /** For each indicator of the model that is bad, whether it came to it. */
  readonly events: readonly Float64Array[]
  readonly weights: Float64Array
}

/**
 * Finds where the losses are; what the setup supposes of the economy is not in what is found. Half of the pilot's paths are drawn by chance: the straight line through the logarithm of their
 * losses is the direction in which losses grow. For a tail, the other half is spread along it as far as one is likely to
 * go; the line through those where the worst paths begin is the direction there, and how much losses still vary in each layer
 * along it says how many paths the layer is worth (Neyman's allocation). The pilot's randomness is its own, so
 * that the paths of the run owe it nothing.
 */
export function samplingFor(setup: PathSetup, options: PilotOptions): Sampling {
  const { paths, dimensions, tail } = options
  const supposed = setup.sampling
  const { factors } = setup.model.extent(setup.parameters)
  const half = tail === undefined ? paths : paths >> 1
  const first = runPilot(setup, supposed, 0, half)
  const slopes = slopesOf(cloudOf(first, logarithms(first)), 1)
  const axes = axesAlong([slopes], factors, dimensions)
  // Where no factor does anything, there is nothing to look for.
  if (tail === undefined || slopes.every((slope) => slope === 0)) {
    return { axes }
  }
  const along = axes[0] as readonly number[]
  const broad: Sampling = { ...supposed, axes: [along], layers: alike() }
  const second = runPilot(setup, broad, half, paths)
  const there = slopesThere(second, along, slopes, tail.worst)
  return {
    axes: axesAlong([there, along], factors, dimensions),
    layers: layersFor(second, axesAlong([there], factors, 1)[0] as readonly number[], tail),
  }
}

/** Which output ranks paths, and the sign that makes more of it worse. */
export function worstColumn(model: Model): { readonly column: number; readonly sign: 1 | -1 } {
  const column = model.outputs.findIndex(({ name }) => name === model.worstBy)
  return { column, sign: model.outputs[column]?.tail === 'lower' ? -1 : 1 }
}

function runPilot(setup: PathSetup, sampling: Sampling, from: number, to: number): Pilot {
  const { model, parameters, seed } = setup
  const { factors } = model.extent(parameters)
  const runner = new PathRunner({ ...setup, domain: DOMAINS.pilot, sampling })
  const { push: _push, held: _held, ...drawn } = sampling
  const sampler = new FactorSampler(new Streams(seed, DOMAINS.pilot), seed, factors, drawn)
  const count = to - from
  const draws = new Float64Array(count * factors)
  const losses = new Float64Array(count)
  const weights = new Float64Array(count)
  const { column, sign } = worstColumn(model)
  const bad = model.outputs.flatMap(({ kind, tail }, index) =>
    kind === 'indicator' && tail === 'upper' ? [index] : [],
  )
  const events = bad.map(() => new Float64Array(count))
  for (let path = 0; path < count; path++) {
    weights[path] = runner.run(from + path)
    losses[path] = sign * (runner.outputs[column] as number)
    for (const [place, index] of bad.entries()) {
      const seen = events[place] as Float64Array
      seen[path] = runner.outputs[index] as number
    }
    sampler.fill(from + path, draws.subarray(path * factors, (path + 1) * factors))
  }
  return { draws, factors, losses, events, weights }
}

function logarithms({ losses, weights }: Pilot): Float64Array {
  let least = 0
  let sum = 0
  let all = 0
  for (const [path, loss] of losses.entries()) {
    const weight = weights[path] as number
    least = Math.min(least, loss)
    sum += weight * loss
    all += weight
  }
  const floor = FLOOR_SHARE * (sum / all - least) + 1 - least
  return losses.map((loss) => log(loss + floor))
}

function cloudOf({ draws, factors }: Pilot, values: Float64Array) {
  return { points: draws, values, dimensions: factors }
}

/** The slopes where the worst paths begin: those from everywhere, put right by the paths that lie there. */
function slopesThere(
  pilot: Pilot,
  along: readonly number[],
  slopes: readonly number[],
  worst: number,
): readonly number[] {
  const { draws, factors } = pilot
  const centre = -normalQuantile(worst)
  const values = logarithms(pilot)
  const chosen: number[] = []
  for (const path of values.keys()) {
    if (Math.abs(placeAlong(pilot, path, along) - centre) <= NEAR) chosen.push(path)
  }
  const points = new Float64Array(chosen.length * factors)
  const rest = new Float64Array(chosen.length)
  for (const [place, path] of chosen.entries()) {
    points.set(draws.subarray(path * factors, (path + 1) * factors), place * factors)
    rest[place] = (values[path] as number) - placeAlong(pilot, path, slopes)
  }
  const turns = slopesOf({ points, values: rest, dimensions: factors }, 3 * factors)
  return slopes.map((slope, index) => slope + (turns[index] as number))
}

function placeAlong({ draws, factors }: Pilot, path: number, along: readonly number[]): number {
  let sum = 0
  for (let index = 0; index < factors; index++) {
    sum += (along[index] as number) * (draws[path * factors + index] as number)
  }
  return sum
}

/** Borders between layers, without the two ends. */
function borders(): readonly number[] {
  const count = Math.round((LAST_BORDER - FIRST_BORDER) / BORDER_STEP) + 1
  return Array.from({ length: count }, (_, index) => FIRST_BORDER + index * BORDER_STEP)
}

/** Layers that get as many paths each. */
function alike(): Layers {
  const beyond = [1, ...borders().map((border) => normalCdf(-border)), 0]
  const count = beyond.length - 1
  return { beyond, shares: Array.from({ length: count }, () => 1 / count) }
}

/** What is to be known best, as values of which the mean is wanted: each counts by the inverse of its variance. */
function targetsOf(
  { losses, events, weights }: Pilot,
  { worst, means }: { readonly worst: number; readonly means: number },
): readonly Float64Array[] {
  const border = weightedValueAtRisk(weightedTailOf(losses, weights), 1 - worst).value
  const beyond = losses.map((loss) => (loss > border ? 1 : 0))
  const excess = losses.map((loss) => Math.max(0, loss - border))
  const rare = events.filter((event) => momentsOf(event, weights).mean < RARE)
  const scaled = (values: Float64Array, share: number): Float64Array => {
    const { variance } = momentsOf(values, weights)
    return values.map((value) => (variance > 0 ? value * Math.sqrt(share / variance) : 0))
  }
  const tails = [beyond, excess, ...rare].map((values) => scaled(values, 1))
  return [...tails, scaled(losses, means)]
}

function momentsOf(values: Float64Array, weights: Float64Array) {
  let all = 0
  let sum = 0
  let squares = 0
  for (const [path, value] of values.entries()) {
    const weight = weights[path] as number
    all += weight
    sum += weight * value
    squares += weight * value * value
  }
  const mean = sum / all
  return { mean, variance: Math.max(0, squares / all - mean * mean) }
}

/** Shares paths out to the layers along a direction, by how much the targets vary in each. */
function layersFor(
  pilot: Pilot,
  along: readonly number[],
  tail: { readonly worst: number; readonly means: number },
): Layers {
  const { beyond } = alike()
  const inner = borders()
  const layers = beyond.length - 1
  const members: number[][] = Array.from({ length: layers }, () => [])
  for (const path of pilot.losses.keys()) {
    const place = placeAlong(pilot, path, along)
    members[inner.filter((border) => border < place).length]?.push(path)
  }
  const targets = targetsOf(pilot, tail)
  const spreads = members.map((paths) => {
    const weights = Float64Array.from(paths, (path) => pilot.weights[path] as number)
    const variances = targets.map((values) => {
      const own = Float64Array.from(paths, (path) => values[path] as number)
      return paths.length === 0 ? 0 : momentsOf(own, weights).variance
    })
    return Math.sqrt(variances.reduce((sum, variance) => sum + variance, 0))
  })
  const probability = (layer: number) => (beyond[layer] as number) - (beyond[layer + 1] as number)
  const worths = spreads.map((spread, layer) => {
    // A layer in which the pilot met nothing by luck is worth something where its neighbours are.
    const beside = Math.max(spreads[layer - 1] ?? 0, spreads[layer + 1] ?? 0)
    return probability(layer) * Math.max(spread, beside / 2)
  })
  const all = worths.reduce((sum, worth) => sum + worth, 0)
  const byWorth = all > 0 ? 1 - BY_CHANCE - TO_EACH : 0
  const byChance = 1 - byWorth - TO_EACH
  const shares = worths.map(
    (worth, layer) =>
      byChance * probability(layer) + TO_EACH / layers + (all > 0 ? (byWorth * worth) / all : 0),
  )
  return { beyond, shares }
}
