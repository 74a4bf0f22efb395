import { type BookMode, Books } from './books.ts'
import type { Kernel, Model, Path } from './model/model.ts'
import { Stream } from './random/stream.ts'
import { type Domain, Streams } from './random/streams.ts'
import { FactorSampler, type Sampling } from './sampling/factors.ts'

/** All that the paths of a run depend on. */
export interface PathSetup {
  readonly model: Model
  readonly parameters: unknown
  readonly seed: number
  readonly sampling: Sampling
  readonly mode: BookMode
  /** Which randomness of the seed; that of the paths where it is not said. */
  readonly domain?: Domain
  /** Whether to keep the entries of a path, to be read when it is done. */
  readonly journal?: boolean
  /** Runs the slow and obvious kernel instead. */
  readonly reference?: boolean
}

/** A path that could not be run: which, and why. */
export class PathError extends Error {
  override readonly name = 'PathError'

  constructor(path: number, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    super(`path ${path}: ${reason}`, { cause })
  }
}

/**
 * Runs single paths, each from its number alone, and proves the books of each. Everything is allocated here, once: a path
 * leaves what it has to say in `outputs`, `series` and `books`, until the next one.
 */
export class PathRunner {
  readonly outputs: Float64Array
  readonly series: Float64Array
  readonly books: Books
  readonly #path: MutablePath
  readonly #kernel: Kernel
  readonly #sampler: FactorSampler

  constructor(setup: PathSetup) {
    const { model, parameters, seed, sampling } = setup
    const { months, factors } = model.extent(parameters)
    const journal = setup.journal === true
    this.books = new Books(model.accounts(parameters), { mode: setup.mode, journal })
    this.outputs = new Float64Array(model.outputs.length)
    this.series = new Float64Array(model.series.length * (months + 1))
    const streams = new Streams(seed, setup.domain)
    this.#path = new MutablePath(streams, model.purposes.length, {
      factors: new Float64Array(factors),
      books: this.books,
      outputs: this.outputs,
      series: this.series,
    })
    this.#sampler = new FactorSampler(streams, seed, factors, sampling)
    this.#kernel = setup.reference === true ? model.reference(parameters) : model.kernel(parameters)
  }

  /**
   * Runs a path.
   *
   * @returns its weight
   * @throws PathError where its books do not balance, or an output is no number
   */
  run(number: number): number {
    const path = this.#path
    const { outputs, books } = this
    path.number = number
    outputs.fill(0)
    this.series.fill(0)
    books.reset()
    const weight = this.#sampler.fill(number, path.factors)
    try {
      this.#kernel.run(path)
      books.prove()
    } catch (error) {
      throw new PathError(number, error)
    }
    for (let index = 0; index < outputs.length; index++) {
      if (!Number.isFinite(outputs[index])) throw new PathError(number, 'an output is no number')
    }
    return weight
  }
}

type Shared = Pick<Path, 'factors' | 'books' | 'outputs' | 'series'>

class MutablePath implements Path {
  number = 0
  readonly factors: Float64Array
  readonly books: Books
  readonly outputs: Float64Array
  readonly series: Float64Array
  readonly #source: Streams
  readonly #streams: readonly Stream[]

  constructor(source: Streams, purposes: number, shared: Shared) {
    this.factors = shared.factors
    this.books = shared.books
    this.outputs = shared.outputs
    this.series = shared.series
    this.#source = source
    this.#streams = Array.from({ length: purposes }, () => new Stream())
  }

  stream(purpose: number, month: number, entity = 0): Stream {
    const stream = this.#streams[purpose]
    if (stream === undefined) throw new RangeError(`the model has no purpose ${purpose}`)
    // Purpose 0 is the engine's, for the factors.
    return this.#source.open(stream, this.number, purpose + 1, month, entity)
  }

  openMonths(states: Int32Array, months: number, purpose: number): void {
    this.#source.openMonths(states, months, this.number, purpose + 1)
  }
}
