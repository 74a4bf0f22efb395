import type { Model } from './model/model.ts'
import { widthOf } from './plan.ts'
import { worstColumn } from './sampling/pilot.ts'
import type { Scenario } from './scenario/scenario.ts'
import { CoMoments } from './stats/co-moments.ts'
import { Moments } from './stats/moments.ts'
import { QuantileSketch } from './stats/sketch.ts'
import { TailSample } from './stats/tail.ts'

/** Of a level of the sketch for the middle of a law; a rank is then off by less than one in 4000 of a thousand million. */
const LEVEL_SIZE = 32_768
/** So many of the worst paths are known by number. */
export const WORST_KEPT = 1000

/** What very many paths left of one output. */
export interface OutputSketch {
  readonly moments: Moments
  /** The sum of all values: exact where they are whole numbers. */
  sum: number
  readonly quantiles: QuantileSketch
  /** The worst values, the worst the greatest: those of a lower tail have the other sign. */
  readonly tail: TailSample
}

/** What very many paths left that were drawn by chance, of which not one is kept. */
export class PathSketch {
  paths = 0
  readonly outputs: readonly OutputSketch[]
  readonly ratios: readonly CoMoments[]
  readonly #signs: readonly number[]
  readonly #above: readonly number[]
  readonly #below: readonly number[]

  /** @param tail how many of the worst values are kept */
  constructor(model: Model, tail: number) {
    const placeOf = (name: string): number =>
      model.outputs.findIndex((output) => output.name === name)
    this.outputs = model.outputs.map(() => ({
      moments: new Moments(),
      sum: 0,
      quantiles: new QuantileSketch(LEVEL_SIZE),
      tail: new TailSample(tail),
    }))
    this.ratios = model.ratios.map(() => new CoMoments())
    this.#signs = model.outputs.map((output) => (output.tail === 'lower' ? -1 : 1))
    this.#above = model.ratios.map(({ numerator }) => placeOf(numerator))
    this.#below = model.ratios.map(({ denominator }) => placeOf(denominator))
  }

  /** Takes in the path whose outputs begin at a place of some rows. */
  add(rows: Float64Array, start: number): void {
    this.paths += 1
    for (let index = 0; index < this.outputs.length; index++) {
      const output = this.outputs[index] as OutputSketch
      const value = rows[start + index] as number
      output.moments.add(value)
      output.sum += value
      output.quantiles.add(value)
      output.tail.add(value * (this.#signs[index] as number))
    }
    for (let index = 0; index < this.ratios.length; index++) {
      const above = rows[start + (this.#above[index] as number)] as number
      const below = rows[start + (this.#below[index] as number)] as number
      this.ratios[index]?.add(above, below)
    }
  }
}

/** The sketch of a run. It takes the paths in their order, so that it depends on nothing else. */
export class RunSketch {
  readonly all: PathSketch
  readonly #width: number
  readonly #worst: WorstPaths

  constructor(model: Model, scenario: Scenario) {
    this.all = new PathSketch(model, tailOf(scenario))
    this.#width = widthOf(model)
    this.#worst = new WorstPaths(model)
  }

  get paths(): number {
    return this.all.paths
  }

  /** Takes in rows of the next paths: their outputs, then their weights. */
  add(rows: Float64Array): void {
    for (let start = 0; start < rows.length; start += this.#width) {
      this.#worst.add(this.paths, rows, start)
      this.all.add(rows, start)
    }
  }

  /** The worst paths, the worst first. */
  worst(): readonly number[] {
    return this.#worst.numbers()
  }
}

/** How many of the worst values the tails of a scenario need, with room for their intervals. */
export function tailOf({ levels, paths }: Pick<Scenario, 'levels' | 'paths'>): number {
  const beyond = paths * (1 - Math.min(...levels))
  return Math.min(paths, Math.ceil(beyond + 8 * Math.sqrt(beyond) + 16))
}

/** About how many bytes the sketch of a scenario comes to, at most. */
export function sketchBytes(model: Model, scenario: Scenario): number {
  const levels = Math.ceil(Math.log2(scenario.paths / LEVEL_SIZE + 2)) + 1
  // A tail grows by doubling, and is copied to be told.
  const tail = 4 * tailOf(scenario)
  return 8 * model.outputs.length * (levels * LEVEL_SIZE + tail)
}

/** The numbers of the worst paths; of equal ones those that came first. */
class WorstPaths {
  readonly #column: number
  readonly #sign: number
  #kept: { readonly path: number; readonly loss: number }[] = []
  #border = Number.NEGATIVE_INFINITY

  constructor(model: Model) {
    const { column, sign } = worstColumn(model)
    this.#column = column
    this.#sign = sign
  }

  add(path: number, rows: Float64Array, start: number): void {
    const loss = (rows[start + this.#column] as number) * this.#sign
    if (!(loss > this.#border)) return
    this.#kept.push({ path, loss })
    if (this.#kept.length === 4 * WORST_KEPT) this.#drop()
  }

  numbers(): readonly number[] {
    this.#drop()
    return this.#kept.map(({ path }) => path)
  }

  #drop(): void {
    this.#kept.sort((a, b) => b.loss - a.loss || a.path - b.path)
    if (this.#kept.length <= WORST_KEPT) return
    this.#kept.length = WORST_KEPT
    this.#border = this.#kept.at(-1)?.loss ?? this.#border
  }
}
