import { type RunnerSetup, runChunk, runnerOf } from '../chunk.ts'
import type { Model } from '../model/model.ts'
import { setupOf, widthOf } from '../plan.ts'
import type { Sampling } from '../sampling/factors.ts'
import type { Json, JsonObject } from '../scenario/json.ts'
import {
  checkScenario,
  type ReadScenario,
  type Scenario,
  ScenarioError,
} from '../scenario/scenario.ts'
import type { Columns } from '../summary.ts'
import { inOrder } from './in-order.ts'
import type { VariedField } from './varied.ts'

/** One scenario of an analysis: a value for each field; nothing where it stays as it is. */
export interface Point {
  readonly values: readonly (Json | undefined)[]
}

/** Paths of a scenario, to be run by a thread. */
export interface PointRequest {
  readonly from: number
  readonly to: number
  /** What the thread is to be set up with first. */
  readonly setup: RunnerSetup
}

/** Threads that run whole points, such as a pool of workers. */
export interface Threads {
  readonly threads: number
  run(thread: number, request: PointRequest): Promise<Float64Array>
}

/** No threads: whatever is asked for is run where it is asked. */
export const HERE: Threads = {
  threads: 1,
  run: async (_thread, { from, to, setup }) => runChunk(runnerOf(setup), from, to),
}

/** Keeps rows of points in their order, so that what was done need not be done again. */
export interface Keeper {
  append(from: number, row: Float64Array): Promise<void>
}

/** What came of a point: numbers, or the reason why there are none. */
export type Answer = { readonly row: Float64Array } | { readonly fault: string }

/** It was asked to break off: what is done is kept. */
export class BrokenOff extends Error {
  override readonly name = 'BrokenOff'
}

/** Makes numbers of the paths of a point. */
export type Digest = (model: Model, scenario: Scenario, columns: Columns) => Float64Array

export interface EvaluatorOptions {
  readonly base: ReadScenario
  readonly fields: readonly VariedField[]
  readonly threads: Threads
  readonly digest: Digest
  /** How many numbers {@link Digest} makes. */
  readonly width: number
  readonly keeper?: Keeper
  /** Rows that were kept before, from point 0 on. */
  readonly done?: readonly Float64Array[]
  readonly isStopAsked?: () => boolean
  /** Told after each point: how many were run or read so far. */
  readonly onPoint?: (points: number) => void
}

/** Which paths of its scenario a point is run on. */
export interface PathRange {
  /** How many paths; those of the scenario if left out. */
  readonly paths?: number
  /**
   * Points whose paths are the same ones have common random numbers: they differ by their fields and by nothing
   * else. `own`: each has others.
   */
  readonly which: 'common' | 'own'
}

/** What a path tells where its parameters lead to no figure. */
const NO_NUMBER = /an output is no number$/

/** A row begins with whether the run went through. */
const DONE = 1
const FAILED = 0

/**
 * Runs points, as many at a time as there are threads, and keeps what they leave in their order. A point that was kept
 * is not run again: so an analysis that was broken off is begun anew and goes quickly to where it was.
 */
export class Evaluator {
  readonly #options: EvaluatorOptions
  readonly #sampling: Sampling
  #count = 0

  constructor(options: EvaluatorOptions) {
    this.#options = options
    const { scenario, model } = options.base
    // The direction in which losses grow is looked for once: common random numbers want a common direction.
    this.#sampling = scenario.sampling.method === 'chance' ? {} : setupOf(scenario, model).sampling
  }

  /** How many points were run or read so far. */
  get count(): number {
    return this.#count
  }

  /** The scenario of a point. @throws ScenarioError where there is none */
  scenarioOf({ values }: Point): ReadScenario {
    const { base, fields } = this.#options
    const effective = fields.reduce<JsonObject>((scenario, field, at) => {
      const value = values[at]
      return value === undefined ? scenario : field.lay(scenario, value)
    }, base.effective)
    return checkScenario(effective)
  }

  /**
   * Runs points.
   *
   * @returns an answer for each, in their order
   * @throws BrokenOff where it was asked to stop
   */
  async run(points: readonly Point[], range: PathRange): Promise<readonly Answer[]> {
    const { threads, done = [] } = this.#options
    const first = this.#count
    const answers = new Array<Answer | undefined>(points.length)
    const { keeper, onPoint, width } = this.#options
    let written = Promise.resolve()
    await inOrder<{ readonly answer: Answer; readonly isKept: boolean }>({
      count: points.length,
      threads: threads.threads,
      run: async (at, thread) => {
        const kept = done[first + at]
        const isKept = kept !== undefined && kept[0] === DONE
        if (!isKept && this.#options.isStopAsked?.() === true) throw new BrokenOff()
        const answer = isKept
          ? { row: kept.slice(1) }
          : await this.#runPoint(points[at] as Point, thread, first + at, range)
        answers[at] = answer
        return { answer, isKept: kept !== undefined }
      },
      hand: (at, { answer, isKept }) => {
        onPoint?.(first + at + 1)
        if (keeper === undefined || isKept) return
        const row = new Float64Array(width + 1)
        if ('row' in answer) {
          row[0] = DONE
          row.set(answer.row, 1)
        } else row[0] = FAILED
        written = written.then(() => keeper.append(first + at, row))
      },
      settled: () => written,
    })
    this.#count += points.length
    return answers.map((answer) => answer ?? { fault: 'was not run' })
  }

  async #runPoint(
    point: Point,
    thread: number,
    number: number,
    { which, paths }: PathRange,
  ): Promise<Answer> {
    const { threads, digest } = this.#options
    try {
      const { scenario, model, effective } = this.scenarioOf(point)
      const count = paths ?? scenario.paths
      const from = which === 'own' ? number * count : 0
      const setup = { effective, sampling: this.#samplingOf(scenario, model) }
      const rows = await threads.run(thread, { from, to: from + count, setup })
      return { row: digest(model, scenario, columnsOf(rows, count, widthOf(model))) }
    } catch (error) {
      if (error instanceof ScenarioError) return { fault: error.message }
      // That books do not balance, or a thread died, is nothing to go on from.
      if (error instanceof Error && NO_NUMBER.test(error.message)) return { fault: error.message }
      throw error
    }
  }

  #samplingOf(scenario: Scenario, model: Model): Sampling {
    if (scenario.sampling.method === 'chance') return setupOf(scenario, model).sampling
    const { scenario: base, model: baseModel } = this.#options.base
    const factors = model.extent(scenario.parameters).factors
    const isAlike =
      factors === baseModel.extent(base.parameters).factors &&
      JSON.stringify(scenario.shocks) === JSON.stringify(base.shocks) &&
      JSON.stringify(scenario.sampling) === JSON.stringify(base.sampling)
    return isAlike ? this.#sampling : setupOf(scenario, model).sampling
  }
}

/** Rows of paths as a column for each output. */
function columnsOf(rows: Float64Array, paths: number, width: number): Columns {
  const columns = Array.from({ length: width }, (_, column) =>
    Float64Array.from({ length: paths }, (__, path) => rows[path * width + column] as number),
  )
  return { paths, outputs: columns.slice(0, -1), weights: columns.at(-1) ?? new Float64Array(0) }
}
