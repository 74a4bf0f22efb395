import { exp } from '../random/elementary.ts'
import { normalQuantile } from '../random/normal.ts'
import { Stream } from '../random/stream.ts'
import { analysisStreams, cholesky, PURPOSES } from './designs.ts'
import { type Law, lawDensity, lawQuantile } from './laws.ts'

/** Values of the fields that came near to what was seen, with how much each counts. */
export interface Particle {
  readonly values: readonly number[]
  readonly weight: number
  readonly distance: number
}

/** What a generation came to. */
export interface Generation {
  readonly epsilon: number
  readonly simulations: number
  readonly accepted: number
  /** How many equal particles those of the generation count as much as. */
  readonly effective: number
}

/** Why it ended. */
export type AbcEnding =
  | 'epsilon reached'
  | 'epsilon hardly falls any more'
  | 'too few proposals are taken'
  | 'simulations used up'

export interface AbcOutcome {
  /** Of the last generation that was complete. */
  readonly particles: readonly Particle[]
  readonly generations: readonly Generation[]
  readonly ending: AbcEnding
  readonly simulations: number
}

export interface AbcOptions {
  readonly seed: number
  readonly particles: number
  readonly quantile: number
  readonly epsilon: number
  readonly epsilonChange: number
  readonly acceptance: number
  readonly simulations: number
}

/**
 * Runs the model at some values of the fields.
 *
 * @param first the number of the first of these simulations, counted over all: each has randomness of its own
 * @returns for each what it gave, in the order of what was seen; nothing where it could not be run
 */
export type Simulate = (
  points: readonly (readonly number[])[],
  first: number,
) => Promise<readonly (readonly number[] | undefined)[]>

/** So many proposals are simulated together, by several threads. */
const BATCH = 64

/**
 * Approximate Bayesian computation by sequential Monte Carlo: ever nearer generations of values under which the model gives
 * about what was seen. The distance is that of outputs over their spread in the first generation.
 * Sources: Beaumont, Cornuet, Marin and Robert, Biometrika 96 (2009); Filippi et al., SAGMB 12 (2013) for the kernel.
 *
 * Proposals have numbers, and are taken in the order of these: so the outcome does not depend on threads.
 */
export async function approximatePosterior(
  priors: readonly Law[],
  observed: readonly number[],
  simulate: Simulate,
  options: AbcOptions,
): Promise<AbcOutcome> {
  const run = new Sampler(priors, simulate, options)
  const first = await run.firstGeneration(observed)
  if (first === undefined) return run.outcome([], 'simulations used up')
  let particles = first
  let epsilon = Number.POSITIVE_INFINITY
  for (;;) {
    const next = Math.max(options.epsilon, nearer(particles, options.quantile, epsilon))
    if (epsilon <= options.epsilon) return run.outcome(particles, 'epsilon reached')
    if (Number.isFinite(epsilon) && epsilon - next < options.epsilonChange * epsilon)
      return run.outcome(particles, 'epsilon hardly falls any more')
    const generation = await run.generation(particles, observed, next)
    if (typeof generation === 'string') return run.outcome(particles, generation)
    particles = generation
    epsilon = next
  }
}

class Sampler {
  readonly #priors: readonly Law[]
  readonly #simulate: Simulate
  readonly #options: AbcOptions
  readonly #streams
  readonly #stream = new Stream()
  readonly #generations: Generation[] = []
  #scales: readonly number[] = []
  #simulations = 0

  constructor(priors: readonly Law[], simulate: Simulate, options: AbcOptions) {
    this.#priors = priors
    this.#simulate = simulate
    this.#options = options
    this.#streams = analysisStreams(options.seed)
  }

  outcome(particles: readonly Particle[], ending: AbcEnding): AbcOutcome {
    return { particles, generations: this.#generations, ending, simulations: this.#simulations }
  }

  /** Values of the priors as they come. What they give tells how outputs are to be measured. */
  async firstGeneration(observed: readonly number[]): Promise<readonly Particle[] | undefined> {
    const wanted = this.#options.particles
    const drawn = (stream: Stream) => this.#priors.map((law) => lawQuantile(law, stream.uniform()))
    const found: { values: readonly number[]; seen: readonly number[] }[] = []
    while (found.length < wanted) {
      const answers = await this.#next(drawn)
      if (answers.length === 0) return undefined
      for (const { values, seen } of answers) if (seen !== undefined) found.push({ values, seen })
    }
    const kept = found.slice(0, wanted)
    this.#scales = observed.map((_, place) =>
      spreadOf(kept.map(({ seen }) => seen[place] as number)),
    )
    const weight = 1 / wanted
    const particles = kept.map(({ values, seen }) => ({
      values,
      weight,
      distance: this.#distance(seen, observed),
    }))
    this.#tell(particles, Math.max(...particles.map(({ distance }) => distance)), this.#simulations)
    return particles
  }

  /** Moves particles a little, and keeps those that come within epsilon. */
  async generation(
    before: readonly Particle[],
    observed: readonly number[],
    epsilon: number,
  ): Promise<readonly Particle[] | AbcEnding> {
    const { particles: wanted, acceptance } = this.#options
    const kernel = kernelOf(before)
    const began = this.#simulations
    const kept: { values: readonly number[]; distance: number }[] = []
    while (kept.length < wanted) {
      const answers = await this.#next((stream) => this.#proposal(before, kernel, stream))
      if (answers.length === 0) return 'simulations used up'
      for (const { values, seen } of answers) {
        const distance = seen === undefined ? Number.NaN : this.#distance(seen, observed)
        if (distance <= epsilon) kept.push({ values, distance })
      }
      const tried = this.#simulations - began
      const isPoor = kept.length < acceptance * tried
      if (isPoor && tried >= Math.min(wanted, 1000) / acceptance / 4)
        return 'too few proposals are taken'
    }
    const tried = this.#simulations - began
    const raw = kept.slice(0, wanted).map(({ values, distance }) => ({
      values,
      distance,
      weight: this.#priorAt(values) / kernel.density(before, values),
    }))
    const total = raw.reduce((sum, { weight }) => sum + weight, 0)
    const particles = raw.map((one) => ({ ...one, weight: one.weight / total }))
    this.#tell(particles, epsilon, tried)
    return particles
  }

  /** The next proposals, simulated; none where no more may be. */
  async #next(
    draw: (stream: Stream) => readonly number[],
  ): Promise<readonly { values: readonly number[]; seen: readonly number[] | undefined }[]> {
    const first = this.#simulations
    const count = Math.min(BATCH, this.#options.simulations - first)
    if (count <= 0) return []
    const values = Array.from({ length: count }, (_, at) =>
      draw(this.#streams.open(this.#stream, first + at, PURPOSES.particles, 0)),
    )
    this.#simulations += count
    const answers = await this.#simulate(values, first)
    return values.map((point, at) => ({ values: point, seen: answers[at] }))
  }

  /** A particle by its weight, moved; again where it leaves what is held possible. */
  #proposal(before: readonly Particle[], kernel: MoveKernel, stream: Stream): readonly number[] {
    for (;;) {
      const parent = particleAt(before, stream.uniform())
      const values = kernel.move(parent.values, stream)
      if (this.#priorAt(values) > 0) return values
    }
  }

  #priorAt(values: readonly number[]): number {
    return this.#priors.reduce((all, law, at) => all * lawDensity(law, values[at] as number), 1)
  }

  #distance(seen: readonly number[], observed: readonly number[]): number {
    let total = 0
    for (const [place, value] of observed.entries()) {
      const off = ((seen[place] as number) - value) / (this.#scales[place] as number)
      total += off * off
    }
    return Math.sqrt(total)
  }

  #tell(particles: readonly Particle[], epsilon: number, simulations: number): void {
    const squares = particles.reduce((sum, { weight }) => sum + weight * weight, 0)
    const accepted = particles.length
    this.#generations.push({ epsilon, simulations, accepted, effective: 1 / squares })
  }
}

interface MoveKernel {
  move(values: readonly number[], stream: Stream): readonly number[]
  /** How dense the mixture of all moves is at a point, but for a factor. */
  density(before: readonly Particle[], values: readonly number[]): number
}

/** A normal move with twice the covariance of the particles; where they have none, each coordinate by itself. */
function kernelOf(particles: readonly Particle[]): MoveKernel {
  const dimensions = particles[0]?.values.length ?? 0
  const means = Array.from({ length: dimensions }, (_, at) =>
    particles.reduce((sum, { values, weight }) => sum + weight * (values[at] as number), 0),
  )
  const scales = means.map((mean, at) => {
    const squares = particles.reduce(
      (sum, { values, weight }) => sum + weight * square((values[at] as number) - mean),
      0,
    )
    return Math.sqrt(squares) || Math.abs(mean) * 1e-6 || 1e-12
  })
  const correlation = means.map((mean, row) =>
    means.map((other, column) => {
      if (row === column) return 1
      const both = particles.reduce(
        (sum, { values, weight }) =>
          sum + weight * ((values[row] as number) - mean) * ((values[column] as number) - other),
        0,
      )
      return both / ((scales[row] as number) * (scales[column] as number))
    }),
  )
  const identity = means.map((_, row) => means.map((__, column) => (row === column ? 1 : 0)))
  const root = cholesky(correlation) ?? identity
  const wide = Math.SQRT2
  return {
    move(values, stream) {
      const normal = values.map(() => normalQuantile(stream.uniform()))
      return values.map((value, row) => {
        const step = (root[row] as number[]).reduce(
          (sum, one, at) => sum + one * (normal[at] as number),
          0,
        )
        return value + wide * (scales[row] as number) * step
      })
    },
    density(before, values) {
      let total = 0
      const solved = new Float64Array(dimensions)
      for (const particle of before) {
        let exponent = 0
        for (let row = 0; row < dimensions; row++) {
          const off = (values[row] as number) - (particle.values[row] as number)
          let rest = off / (wide * (scales[row] as number))
          const weights = root[row] as number[]
          for (let at = 0; at < row; at++) rest -= (weights[at] as number) * (solved[at] as number)
          solved[row] = rest / (weights[row] as number)
          exponent += square(solved[row] as number)
        }
        total += particle.weight * exp(-0.5 * exponent)
      }
      return total
    },
  }
}

/** The particle at a place between 0 and 1, where each takes as much room as it counts. */
function particleAt(particles: readonly Particle[], place: number): Particle {
  let above = 0
  for (const particle of particles) {
    above += particle.weight
    if (place <= above) return particle
  }
  return particles.at(-1) as Particle
}

/** A weighted quantile of what particles say of a field. */
export function particleQuantile(
  particles: readonly Particle[],
  field: number,
  level: number,
): number {
  const sorted = [...particles].sort(
    (a, b) => (a.values[field] as number) - (b.values[field] as number),
  )
  let below = 0
  for (const { values, weight } of sorted) {
    below += weight
    if (below >= level) return values[field] as number
  }
  return sorted.at(-1)?.values[field] ?? Number.NaN
}

/** The weighted mean of a field. */
export function particleMean(particles: readonly Particle[], field: number): number {
  return particles.reduce((sum, { values, weight }) => sum + weight * (values[field] as number), 0)
}

/**
 * The distance within which a share of the particles are. Where outputs are counts it may be the one before again: then
 * the next below.
 */
function nearer(particles: readonly Particle[], share: number, epsilon: number): number {
  const sorted = particles.map(({ distance }) => distance).sort((a, b) => a - b)
  const found = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number
  if (found < epsilon) return found
  return sorted.findLast((distance) => distance < epsilon) ?? found
}

/** The middle distance from the middle value; 1 where there is none. */
function spreadOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted[sorted.length >> 1] as number
  const off = sorted.map((value) => Math.abs(value - middle)).sort((a, b) => a - b)
  return (off[off.length >> 1] as number) || 1
}

function square(value: number): number {
  return value * value
}
